-- Where an own message was read from the mailbox of the present epoch: what the relay acknowledged and
-- never shows is sent again. The cell's hash is kept until that epoch ends.
ALTER TABLE message ADD COLUMN read_at INTEGER CHECK (read_at >= 0);
UPDATE message SET cell = NULL WHERE delivery = 2;
