-- When an errand may be asked again, in milliseconds since 1970-01-01 UTC, and how often in a row the
-- relay has put it off.
ALTER TABLE errand ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0 CHECK (not_before >= 0);
ALTER TABLE errand ADD COLUMN tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0);

-- The leaves of a room's members, and the day on which this device saw each change last, in days since
-- 1970-01-01 UTC: whose keys are due for renewal, and whose device has fallen silent.
CREATE TABLE leaf (
    room   BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    member BLOB NOT NULL CHECK (length(member) = 8),
    key    BLOB NOT NULL CHECK (length(key) = 32),
    day    INTEGER NOT NULL CHECK (day >= 0),
    PRIMARY KEY (room, member)
) STRICT;

-- Invites that are over: their secrets are gone, and nobody's late word brings them back.
CREATE TABLE ended_invite (
    seq  INTEGER NOT NULL PRIMARY KEY,
    room BLOB NOT NULL REFERENCES room (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    id   BLOB NOT NULL CHECK (length(id) = 8),
    UNIQUE (room, id)
) STRICT;
