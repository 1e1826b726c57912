//! Transactions by statements that are parsed once, not at each beginning and end.

use std::ops::Deref;

use rusqlite::Connection;

use crate::Error;

/// An open transaction; undone where it is dropped without a commit.
#[derive(Debug)]
pub(crate) struct Span<'a> {
    db: &'a Connection,
}

impl<'a> Span<'a> {
    /// To write: takes the writer's lock at once.
    pub(crate) fn to_write(db: &'a Connection) -> Result<Self, Error> {
        db.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Self { db })
    }

    /// To read one state of the file, whatever is written meanwhile.
    pub(crate) fn to_read(db: &'a Connection) -> Result<Self, Error> {
        db.prepare_cached("BEGIN")?.execute([])?;
        Ok(Self { db })
    }

    /// Durable once this returns Ok; undone if it fails.
    pub(crate) fn commit(self) -> Result<(), Error> {
        self.db.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}

impl Deref for Span<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

impl Drop for Span<'_> {
    fn drop(&mut self) {
        // SQLite has undone by itself what it cannot go on with.
        if !self.db.is_autocommit()
            && let Ok(mut undo) = self.db.prepare_cached("ROLLBACK")
        {
            // Where it fails, the next transaction does not begin.
            let _ = undo.execute([]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_committed_is_undone() {
        let dir = tempfile::tempdir().unwrap();
        let db = sitr_db::open(&dir.path().join("x.db")).unwrap();
        sitr_db::prepare(&db).unwrap();
        db.execute_batch("CREATE TABLE a (x INTEGER PRIMARY KEY)").unwrap();
        let count = || db.query_row("SELECT count(*) FROM a", [], |row| row.get::<_, i64>(0));
        for round in 0..3 {
            let dropped = Span::to_write(&db).unwrap();
            dropped.execute("INSERT INTO a VALUES (?1)", [100 + round]).unwrap();
            drop(dropped);
            assert!(db.is_autocommit());
            let kept = Span::to_write(&db).unwrap();
            kept.execute("INSERT INTO a VALUES (?1)", [round]).unwrap();
            kept.commit().unwrap();
            let read = Span::to_read(&db).unwrap();
            assert_eq!(read.query_row("SELECT max(x) FROM a", [], |row| row.get(0)), Ok(round));
            drop(read);
            assert_eq!(count(), Ok(round + 1));
        }
    }
}
