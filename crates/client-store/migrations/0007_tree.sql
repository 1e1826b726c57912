-- A group's tree in parts of one or two kilobytes, cut where their own bytes say: what a commit does not touch
-- is not written again. Which parts make up the tree stands in its value in mls_group (src/mls/parts.rs). Trees
-- that were written before are one value until they change.
CREATE TABLE mls_tree_part (
    seq      INTEGER NOT NULL PRIMARY KEY,
    group_id BLOB NOT NULL,
    value    BLOB NOT NULL
) STRICT;
