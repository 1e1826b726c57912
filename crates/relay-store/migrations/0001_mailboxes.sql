-- All that a relay stores. No time is finer than a day, and nothing here names anybody.
-- Handles and public keys stand only in `mailboxes` and `tombstones`.

CREATE TABLE mailboxes (
    -- Drawn at random: the order of rows does not tell the order of opening.
    id           INTEGER PRIMARY KEY,
    handle       BLOB    NOT NULL UNIQUE CHECK (length(handle) = 32),
    -- Never the address itself: a copied disk does not open the mailbox.
    address_hash BLOB    NOT NULL CHECK (length(address_hash) = 32),
    write_key    BLOB    NOT NULL CHECK (length(write_key) = 32),
    close_key    BLOB    NOT NULL CHECK (length(close_key) = 32),
    burn_key     BLOB             CHECK (length(burn_key) = 32),
    -- Classes, by the bytes that stand for them in the handle's hash.
    cell_size    INTEGER NOT NULL,
    life         INTEGER NOT NULL,
    keep         INTEGER NOT NULL,
    capacity     INTEGER NOT NULL,
    append_cost  INTEGER NOT NULL,
    -- Days since 1970-01-01 UTC.
    opened       INTEGER NOT NULL,
    closed       INTEGER,
    expires      INTEGER NOT NULL,
    -- Place of the first final cell; set with `closed`.
    first_final  INTEGER,
    CHECK ((closed IS NULL) = (first_final IS NULL))
) STRICT;

CREATE INDEX mailboxes_by_expiry ON mailboxes (expires);

-- Cells in order of arrival: pages of the file fill one after the other, which costs a third less
-- than keeping each mailbox together. The daily sweep shuffles the rows of past days.
CREATE TABLE cells (
    id      INTEGER PRIMARY KEY,
    mailbox INTEGER NOT NULL,
    -- Index of the cell in its mailbox, from 0.
    place   INTEGER NOT NULL,
    -- The first 8 bytes of the cell's SHA-256: finds a cell that is sent again.
    tag     INTEGER NOT NULL,
    bytes   BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX cells_by_place ON cells (mailbox, place);
CREATE INDEX cells_by_tag ON cells (mailbox, tag);

-- The chain's value at each full page.
CREATE TABLE marks (
    mailbox INTEGER NOT NULL,
    page    INTEGER NOT NULL,
    chain   BLOB    NOT NULL CHECK (length(chain) = 32),
    PRIMARY KEY (mailbox, page)
) STRICT, WITHOUT ROWID;

-- Handles of mailboxes that were closed or burned: they never open again.
CREATE TABLE tombstones (
    handle BLOB    PRIMARY KEY CHECK (length(handle) = 32),
    day    INTEGER NOT NULL,
    burned INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstones_by_day ON tombstones (day);

-- Mailboxes that are gone but whose cells are still to be overwritten, a few at a time.
CREATE TABLE doomed (
    mailbox INTEGER PRIMARY KEY
) STRICT;
