//! `profile.db`: SQLCipher under the raw database key.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use data_encoding::HEXLOWER;
use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

use super::error::{CreateError, DatabaseError, OpenError};
use super::keyfile::{create_private, remove_if_there, sync_dir};
use super::secret::Key32;
use crate::MIGRATIONS;

/// Name of the file in the folder of a profile.
pub(crate) const FILE: &str = "profile.db";
const FILE_NEW: &str = "profile.db.new";

/// Statements that stay prepared; more than the stores have.
const STATEMENT_CACHE: usize = 256;

/// Opens for reading and writing, with the schema brought forward.
pub(crate) fn open(path: &Path, key: &Key32) -> Result<Connection, DatabaseError> {
    let mut connection = sitr_db::open(path)?;
    set_key(&connection, key)?;
    sitr_db::prepare(&connection)?;
    sitr_db::migrate(&mut connection, MIGRATIONS)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    Ok(connection)
}

/// Opens a database that was made by [`create`]. An empty file is damage and not a first start:
/// SQLite would take it for a new database and hide the loss.
pub(crate) fn open_existing(path: &Path, key: &Key32) -> Result<Connection, OpenError> {
    if fs::metadata(path)?.len() == 0 {
        return Err(DatabaseError::NotADatabase.into());
    }
    Ok(open(path, key)?)
}

/// Opens for reading only.
pub(crate) fn open_read_only(path: &Path, key: &Key32) -> Result<Connection, DatabaseError> {
    let connection = sitr_db::open_read_only(path)?;
    set_key(&connection, key)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    Ok(connection)
}

/// Makes an empty database that appears under its name when it is whole, and opens it. After an
/// error there is none.
pub(crate) fn create(dir: &Path, key: &Key32) -> Result<Connection, CreateError> {
    let (new, path) = (dir.join(FILE_NEW), dir.join(FILE));
    remove(dir, FILE_NEW)?;
    drop(create_private(&new)?);
    // Closing brings the write-ahead log into the file and removes it.
    open(&new, key)?.close().map_err(|(_, error)| DatabaseError::from(error))?;
    fs::rename(&new, &path)?;
    let opened = sync_dir(dir).map_err(CreateError::from).and_then(|()| Ok(open(&path, key)?));
    if opened.is_err() {
        // Nobody has the recovery code yet, and the first start is to be repeated.
        remove(dir, FILE)?;
    }
    opened
}

/// Removes a database with what SQLite keeps beside it.
pub(crate) fn remove(dir: &Path, file: &str) -> Result<(), std::io::Error> {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .try_for_each(|part| remove_if_there(&dir.join(format!("{file}{part}"))))
}

/// Writes a copy under the same key into a new file, while others may go on writing.
pub(crate) fn copy(connection: &Connection, to: &Path) -> Result<(), DatabaseError> {
    let to = to.to_str().ok_or(rusqlite::Error::InvalidPath(to.to_owned()))?;
    connection.execute("VACUUM INTO ?1", [to])?;
    Ok(())
}

/// Closes a database without leaving anything of what was deleted in it, on the disk for good.
pub(crate) fn close_small(connection: Connection) -> Result<(), DatabaseError> {
    connection.execute_batch("VACUUM")?;
    connection.close().map_err(|(_, error)| DatabaseError::from(error))
}

/// Gives SQLCipher the key and fixes the format to that of SQLCipher 4, whichever is linked.
/// SQLCipher sets up its cryptography with the first key of a process; two at once can fail.
static KEYING: Mutex<()> = Mutex::new(());

fn set_key(connection: &Connection, key: &Key32) -> Result<(), DatabaseError> {
    let _alone = KEYING.lock().unwrap_or_else(PoisonError::into_inner);
    // SQLCipher writes to standard error on a wrong key, unless told before the key is.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // A plain SQLite ignores unknown pragmas, the key as well, and would write in the clear.
    connection
        .query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0))
        .optional()?
        .ok_or(DatabaseError::CannotEncrypt)?;
    let hex = Zeroizing::new(HEXLOWER.encode(key.bytes()));
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
    connection.execute_batch(&pragma).map_err(|error| without_text(&error))?;
    connection.execute_batch("PRAGMA cipher_compatibility = 4")?;
    Ok(())
}

/// An error of the statement that holds the key, which the text of the error would repeat.
fn without_text(error: &rusqlite::Error) -> DatabaseError {
    let code = error.sqlite_error().copied();
    code.map_or(DatabaseError::CannotEncrypt, |code| {
        rusqlite::Error::SqliteFailure(code, None).into()
    })
}
