//! Moving the write-ahead log into the file, off the writer's path.

use std::path::Path;

use rusqlite::Connection;

use crate::Error;

/// A connection that does nothing but checkpoints.
#[derive(Debug)]
pub struct Checkpointer {
    db: Connection,
}

impl Checkpointer {
    /// Opens a database that a [`crate::Writer`] has made.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let db = sitr_db::open(path)?;
        sitr_db::prepare(&db)?;
        Ok(Self { db })
    }

    /// Moves what nobody reads any more, without making anybody wait; pages left in the log.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn passive(&self) -> Result<u64, Error> {
        self.run("PRAGMA wal_checkpoint(PASSIVE)")
    }

    /// Moves everything and empties the log, so that nothing deleted lives on in it. The writer
    /// waits for it: for idle moments and for the end.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn truncate(&self) -> Result<u64, Error> {
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    fn run(&self, pragma: &str) -> Result<u64, Error> {
        let (in_log, moved): (i64, i64) =
            self.db.query_row(pragma, [], |row| Ok((row.get(1)?, row.get(2)?)))?;
        Ok(u64::try_from(in_log - moved).unwrap_or(0))
    }
}
