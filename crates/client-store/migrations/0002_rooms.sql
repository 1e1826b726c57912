-- What a client remembers of its rooms, one table a purpose. A record is a version byte and CBOR
-- (src/rooms/record.rs); what must be searched stands beside it. Whatever belongs to a room goes with
-- its row. The check of that is deferred, because an operation may write a part before the room.

-- A room on this device: identity, standing, epoch, cursor, steward secret.
CREATE TABLE room (
    seq    INTEGER NOT NULL PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
    record BLOB NOT NULL
) STRICT;

-- The commit that was made and not merged: one a room at most.
CREATE TABLE pending_commit (
    room   BLOB NOT NULL PRIMARY KEY
           REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    record BLOB NOT NULL
) STRICT;

-- What the next commits should do, oldest first. The same thing is wanted once.
CREATE TABLE intent (
    seq    INTEGER NOT NULL PRIMARY KEY,
    room   BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    record BLOB NOT NULL,
    UNIQUE (room, record)
) STRICT;

-- Steps to ask of a relay, written down before any byte leaves. A number is never used again: who
-- still waits for the answer to a step of a forgotten errand must not meet another one.
CREATE TABLE errand (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    room    BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    -- CBOR, compared as it stands.
    purpose BLOB NOT NULL,
    -- Steps that the relay acknowledged.
    done    INTEGER NOT NULL CHECK (done >= 0),
    -- 1: set aside until the room has moved on.
    parked  INTEGER NOT NULL CHECK (parked IN (0, 1)),
    record  BLOB NOT NULL
) STRICT;
CREATE INDEX errand_by_room ON errand (room, parked, id);
CREATE INDEX errand_by_purpose ON errand (room, purpose);

-- Invites that this device helps to serve.
CREATE TABLE invite (
    seq    INTEGER NOT NULL PRIMARY KEY,
    room   BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    id     BLOB NOT NULL CHECK (length(id) = 8),
    record BLOB NOT NULL,
    UNIQUE (room, id)
) STRICT;

-- Knocks that came by them, oldest first.
CREATE TABLE knock (
    seq    INTEGER NOT NULL PRIMARY KEY,
    room   BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    id     BLOB NOT NULL CHECK (length(id) = 8),
    record BLOB NOT NULL,
    UNIQUE (room, id)
) STRICT;

-- History and outbox of all rooms; the order of insertion is the order of reading.
CREATE TABLE message (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    room     BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    -- A hash over sender, room and content: repeats are dropped by it.
    id       BLOB NOT NULL CHECK (length(id) = 32),
    sender   BLOB NOT NULL CHECK (length(sender) = 8),
    name     TEXT NOT NULL,
    -- The sender's claim, in milliseconds since 1970-01-01 UTC.
    at_ms    INTEGER NOT NULL CHECK (at_ms >= 0),
    content  BLOB NOT NULL,
    -- 0 queued, 1 sealed, 2 sent, 3 received, 4 failed.
    delivery INTEGER NOT NULL CHECK (delivery BETWEEN 0 AND 4),
    -- SHA-256 of the sealed cell of an own message, once there is one.
    cell     BLOB CHECK (length(cell) = 32),
    UNIQUE (room, id)
) STRICT;
CREATE INDEX message_by_room ON message (room, seq);
CREATE INDEX message_by_time ON message (room, at_ms);
CREATE INDEX message_outbox ON message (room, delivery, seq) WHERE delivery < 2;
CREATE INDEX message_by_cell ON message (cell) WHERE cell IS NOT NULL;
-- At most one append of a room is on its way (rule O-01).
CREATE UNIQUE INDEX message_on_its_way ON message (room) WHERE delivery = 1;

-- The chain at full pages of a room's mailbox, as the relay signed it.
CREATE TABLE mark (
    handle BLOB NOT NULL CHECK (length(handle) = 32),
    mark   INTEGER NOT NULL CHECK (mark >= 0),
    room   BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    chain  BLOB NOT NULL CHECK (length(chain) = 32),
    PRIMARY KEY (handle, mark)
) STRICT;
CREATE INDEX mark_by_room ON mark (room);

-- Keys that relays proved.
CREATE TABLE relay_key (
    relay BLOB NOT NULL PRIMARY KEY CHECK (length(relay) = 32),
    key   BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- What happened, for whoever watches the profile; the newest only. A number is never used again.
CREATE TABLE event (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    room   BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    record BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_room ON event (room);

-- Which of the processes that share the profile runs a room's errands, and how long it may.
CREATE TABLE lease (
    room     BLOB NOT NULL PRIMARY KEY
             REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    owner    BLOB NOT NULL CHECK (length(owner) = 16),
    from_ms  INTEGER NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT;
