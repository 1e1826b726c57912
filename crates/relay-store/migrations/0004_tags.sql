-- Where a cell that is sent again is found by its tag. An index that took each cell as it came cost a page of the
-- log for each: tags are as good as random, so each goes to another page. The newest of a mailbox are kept in
-- memory instead, and with the marks of their pages, from which they are read again; 256 of them at a time come here.
CREATE TABLE tags (
    mailbox INTEGER NOT NULL,
    tag     INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    PRIMARY KEY (mailbox, tag, place)
) STRICT, WITHOUT ROWID;

INSERT INTO tags (mailbox, tag, place) SELECT mailbox, tag, place FROM cells ORDER BY 1, 2, 3;
DROP INDEX cells_by_tag;

-- The tags of the page's cells in order, 8 bytes each, most significant first; empty once they are in `tags`.
ALTER TABLE marks ADD COLUMN tags BLOB NOT NULL DEFAULT x'';
