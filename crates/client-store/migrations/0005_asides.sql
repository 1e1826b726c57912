-- What is said to a few: to whom, and how it is answered (a record); null for what is said to the room.
ALTER TABLE message ADD COLUMN manner BLOB;
-- 1: an answer to it can be opened here.
ALTER TABLE message ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0 CHECK (awaits IN (0, 1));
-- What proves to others who said it, with which it can be reported (a record).
ALTER TABLE message ADD COLUMN franked BLOB;
CREATE INDEX message_aside ON message (room, seq) WHERE manner IS NOT NULL;
