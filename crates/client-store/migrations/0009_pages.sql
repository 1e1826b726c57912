-- What an operation costs is pages: each that it changes is encrypted, authenticated, and written to the log, and each
-- index is one. So what is asked of one room is answered by as few as do.

-- By whom and when stands in the index of a room's order: one and the same for its history, for what one member said,
-- and for what is older than the room keeps.
DROP INDEX message_by_room;
DROP INDEX message_by_sender;
DROP INDEX message_by_time;
CREATE INDEX message_by_room ON message (room, seq, sender, at_ms);

-- What this device says itself, until its epoch is over, in one index for three questions: the outbox in its order, the
-- one that is on its way, of which a room has one at most (rule O-01), and whose cell this is.
DROP INDEX message_outbox;
DROP INDEX message_by_cell;
DROP INDEX message_on_its_way;
CREATE UNIQUE INDEX message_own
    ON message (room, delivery, CASE delivery WHEN 0 THEN seq WHEN 1 THEN 0 ELSE cell END)
    WHERE delivery < 2 OR cell IS NOT NULL;

-- Which errand is next is read from the index alone: an errand holds cells.
DROP INDEX errand_by_room;
DROP INDEX errand_by_purpose;
CREATE INDEX errand_by_room ON errand (room, parked, id, purpose, not_before, tries);

-- Rooms are forgotten seldom, and old events are looked for seldom; events are added all the time.
DROP INDEX event_by_room;
