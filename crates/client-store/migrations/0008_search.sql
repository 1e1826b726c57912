-- What searching needs. It is made when somebody searches, so that hearing a message costs nothing for it; what is
-- forgotten or taken back leaves it at once.

-- The folded words of messages, by their seq: any three characters that follow each other lead to them.
CREATE VIRTUAL TABLE message_words
    USING fts5 (words, tokenize = 'trigram case_sensitive 1', detail = 'none');
-- Nothing of what was deleted stays in the index.
INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);

-- Which messages say something about another one: changes, reactions, votes.
CREATE TABLE message_about (
    seq   INTEGER NOT NULL PRIMARY KEY,
    about BLOB NOT NULL CHECK (length(about) = 32)
) STRICT;
CREATE INDEX message_about_what ON message_about (about, seq);

-- The last message that was looked at.
CREATE TABLE message_indexed (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL
) STRICT;
INSERT INTO message_indexed (one, seq) VALUES (1, 0);

CREATE TRIGGER message_forgotten AFTER DELETE ON message BEGIN
    DELETE FROM message_words WHERE rowid = old.seq;
    DELETE FROM message_about WHERE seq = old.seq;
END;
-- Nothing but taking back changes what was said (rule A-28), and leaves no words.
CREATE TRIGGER message_taken_back AFTER UPDATE OF content ON message BEGIN
    DELETE FROM message_words WHERE rowid = old.seq;
END;
