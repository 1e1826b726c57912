-- Which memory this is (rule W-10): drawn when the database is made, and anew when a copy is put to work.
CREATE TABLE lineage (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
    id       BLOB    NOT NULL CHECK (length(id) = 16),
    -- Set in a copy: whoever starts on it draws anew.
    is_copy  INTEGER NOT NULL
) STRICT;

INSERT INTO lineage (only_row, id, is_copy) VALUES (0, randomblob(16), 0);
