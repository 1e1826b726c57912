-- When each member said something last in the present epoch, by its own claim in milliseconds since 1970-01-01
-- UTC: what slow mode counts from.
CREATE TABLE said (
    room   BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    member BLOB NOT NULL CHECK (length(member) = 8),
    at_ms  INTEGER NOT NULL CHECK (at_ms >= 0),
    PRIMARY KEY (room, member)
) STRICT;

-- What is kept beside a room, one value a name.
CREATE TABLE room_note (
    room  BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    what  INTEGER NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (room, what)
) STRICT;

-- What is kept for the person whose profile this is, in no room: it leaves the device never.
CREATE TABLE own_note (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    what  TEXT NOT NULL,
    value BLOB NOT NULL
) STRICT;
CREATE INDEX own_note_by_what ON own_note (what, seq);

CREATE INDEX message_by_sender ON message (room, sender, seq);

-- When a message ends, in milliseconds since 1970-01-01 UTC; or how many milliseconds after it was seen.
ALTER TABLE message ADD COLUMN ends_ms INTEGER CHECK (ends_ms >= 0);
ALTER TABLE message ADD COLUMN life_ms INTEGER CHECK (life_ms >= 0);
CREATE INDEX message_ends ON message (ends_ms) WHERE ends_ms IS NOT NULL;
