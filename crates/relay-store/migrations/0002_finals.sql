-- The close key's signature over each final cell, and what it superseded: readers verify it (rule M-13).
CREATE TABLE finals (
    mailbox    INTEGER NOT NULL,
    -- Index of the final cell in its mailbox.
    place      INTEGER NOT NULL,
    signature  BLOB    NOT NULL CHECK (length(signature) = 64),
    -- Hash of the final cell that it superseded; none for the first.
    supersedes BLOB             CHECK (length(supersedes) = 32),
    PRIMARY KEY (mailbox, place)
) STRICT, WITHOUT ROWID;

-- Nobody can prove what was closed before proofs were kept, so no reader would take it for closed: it
-- goes as after its time, and its handle stays closed.
INSERT INTO doomed (mailbox) SELECT id FROM mailboxes WHERE closed IS NOT NULL;
INSERT INTO tombstones (handle, day, burned)
    SELECT handle, expires, 0 FROM mailboxes WHERE closed IS NOT NULL;
DELETE FROM mailboxes WHERE closed IS NOT NULL;
