//! What can go wrong with the disk.

/// Why something could not be stored or read. Nothing of it was acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] sitr_db::OpenError),
    /// SQLite said no: disk full, no rights, a broken file.
    #[error("the database refused")]
    Sqlite(#[from] rusqlite::Error),
    /// The file holds what this program would never write: the table and what is wrong.
    #[error("the database is damaged: {0}")]
    Damaged(&'static str),
    /// A write speaks of a mailbox that is not stored.
    #[error("a write to a mailbox that is not stored")]
    NoMailbox,
}
