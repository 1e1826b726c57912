-- What openmls remembers. Keys are the key types in postcard; values carry a codec tag in their
-- first byte (src/mls/codec.rs). Large values (trees, message secrets) are why these are rowid tables.

-- One value per group and field: tree, secrets, transcript hash. Fields: src/mls/field.rs.
CREATE TABLE mls_group (
    group_id BLOB NOT NULL,
    field    INTEGER NOT NULL,
    value    BLOB NOT NULL,
    PRIMARY KEY (group_id, field)
) STRICT;

-- Leaf nodes this device proposed for itself, oldest first.
CREATE TABLE mls_own_leaf (
    seq      INTEGER NOT NULL PRIMARY KEY,
    group_id BLOB NOT NULL,
    value    BLOB NOT NULL
) STRICT;
CREATE INDEX mls_own_leaf_by_group ON mls_own_leaf (group_id, seq);

-- Proposals waiting for a commit, oldest first.
CREATE TABLE mls_proposal (
    seq          INTEGER NOT NULL PRIMARY KEY,
    group_id     BLOB NOT NULL,
    proposal_ref BLOB NOT NULL,
    value        BLOB NOT NULL,
    UNIQUE (group_id, proposal_ref)
) STRICT;

-- HPKE key pairs of the own path, per group, epoch and leaf.
CREATE TABLE mls_epoch_keys (
    group_id   BLOB NOT NULL,
    epoch      BLOB NOT NULL,
    leaf_index INTEGER NOT NULL,
    value      BLOB NOT NULL,
    PRIMARY KEY (group_id, epoch, leaf_index)
) STRICT;

-- Signature keys (purpose 1) and HPKE keys of update leaves (purpose 2).
CREATE TABLE mls_key_pair (
    purpose    INTEGER NOT NULL CHECK (purpose IN (1, 2)),
    public_key BLOB NOT NULL,
    value      BLOB NOT NULL,
    PRIMARY KEY (purpose, public_key)
) STRICT;

-- KeyPackages with their private init keys.
CREATE TABLE mls_key_package (
    hash_ref BLOB NOT NULL PRIMARY KEY,
    value    BLOB NOT NULL
) STRICT;

-- Pre-shared keys, by PSK id.
CREATE TABLE mls_psk (
    psk_id BLOB NOT NULL PRIMARY KEY,
    value  BLOB NOT NULL
) STRICT;
