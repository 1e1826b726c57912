//! Opening SQLite the way both ladders need it: durable, strict, migrated forward.
//!
//! Which SQLite is linked (plain for the relay, SQLCipher for the client) is the choice of the binary.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

/// One numbered step of a schema: a `.sql` file, applied once, in order. Its number is its place in
/// the list, from 1; a released step is never changed.
pub type Migration = &'static str;

/// Why a database could not be made ready.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite said no: not a database, no rights, disk full, a wrong key.
    #[error("the database cannot be opened")]
    Sqlite(#[from] rusqlite::Error),
    /// The file was written by a newer version of the program.
    #[error("the database has schema {found}, this program knows {known}: update the program")]
    TooNew {
        /// Schema of the file.
        found: u32,
        /// Newest schema known here.
        known: u32,
    },
}

/// Milliseconds that a statement waits for another process's lock.
pub const BUSY_TIMEOUT_MS: u64 = 10_000;

/// Opens a database for reading and writing, without looking into it yet, so that a key can be set.
///
/// # Errors
/// If the file cannot be opened or made.
pub fn open(path: &Path) -> Result<Connection, OpenError> {
    Ok(Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?)
}

/// Opens an existing database for reading only.
///
/// # Errors
/// If there is none.
pub fn open_read_only(path: &Path) -> Result<Connection, OpenError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::from_millis(BUSY_TIMEOUT_MS))?;
    keep_plans(&connection)?;
    Ok(connection)
}

/// A statement keeps the plan that it was prepared with. Otherwise SQLite makes it anew whenever a number changes that a
/// plan could hang on, the `LIMIT ?` of a query among them, which costs many times what most of our statements do.
fn keep_plans(connection: &Connection) -> Result<(), OpenError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Sets what every writer needs: WAL, `synchronous=FULL` (an acknowledgement survives a power cut),
/// overwritten deletes, foreign keys; statements keep their plans.
///
/// # Errors
/// If the file is not a database, or the key that was set is not its key.
pub fn prepare(connection: &Connection) -> Result<(), OpenError> {
    connection.busy_timeout(Duration::from_millis(BUSY_TIMEOUT_MS))?;
    keep_plans(connection)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA secure_delete = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    Ok(())
}

/// Brings the schema forward, all steps in one transaction. A schema that is at the last step already is
/// only read: opening a database writes nothing, and wakes no other process that watches it.
///
/// # Errors
/// [`OpenError::TooNew`] if the file comes from the future; nothing is changed then.
pub fn migrate(connection: &mut Connection, steps: &[Migration]) -> Result<(), OpenError> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if schema(connection, known)? == known {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been first.
    let found = schema(&tx, known)?;
    if found == known {
        return Ok(());
    }
    for step in steps.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", known)?;
    tx.commit()?;
    Ok(())
}

/// How many steps a database has behind it.
fn schema(connection: &Connection, known: u32) -> Result<u32, OpenError> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known { Err(OpenError::TooNew { found, known }) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Migration = "CREATE TABLE a (x INTEGER NOT NULL) STRICT;";
    const SECOND: Migration = "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 7;";

    #[test]
    fn steps_are_applied_once_and_never_backwards() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        let mut connection = open(&path).unwrap();
        prepare(&connection).unwrap();
        migrate(&mut connection, &[FIRST]).unwrap();
        connection.execute("INSERT INTO a (x) VALUES (1)", []).unwrap();
        migrate(&mut connection, &[FIRST, SECOND]).unwrap();

        let watcher = open_read_only(&path).unwrap();
        let version =
            || -> i64 { watcher.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap() };
        let before = version();
        migrate(&mut connection, &[FIRST, SECOND]).unwrap();
        assert_eq!(version(), before, "nothing was written");
        connection.execute("UPDATE a SET x = 1", []).unwrap();
        assert_ne!(version(), before, "a write is seen");
        let y: i64 = connection.query_row("SELECT y FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(y, 7);
        let error = migrate(&mut connection, &[FIRST]).unwrap_err();
        assert!(matches!(error, OpenError::TooNew { found: 2, known: 1 }));
        assert!(open_read_only(&dir.path().join("none.db")).is_err());
    }
}
