//! The relay's memory: mailboxes and cells in SQLite, one writer.
