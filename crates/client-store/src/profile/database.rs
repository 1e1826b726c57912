//! `profile.db`: SQLCipher under the raw database key.

use std::fs;
use std::path::Path;

use data_encoding::HEXLOWER;
use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

use super::error::{CreateError, DatabaseError};
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

/// Opens for reading only.
pub(crate) fn open_read_only(path: &Path, key: &Key32) -> Result<Connection, DatabaseError> {
    let connection = sitr_db::open_read_only(path)?;
    set_key(&connection, key)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    Ok(connection)
}

/// Makes an empty database that appears under its name when it is whole.
pub(crate) fn create(dir: &Path, key: &Key32) -> Result<(), CreateError> {
    let path = dir.join(FILE_NEW);
    for leftover in ["", "-wal", "-shm", "-journal"] {
        remove_if_there(&dir.join(format!("{FILE_NEW}{leftover}")))?;
    }
    drop(create_private(&path)?);
    // Closing brings the write-ahead log into the file and removes it.
    open(&path, key)?.close().map_err(|(_, error)| DatabaseError::from(error))?;
    fs::rename(&path, dir.join(FILE))?;
    sync_dir(dir)?;
    Ok(())
}

/// Gives SQLCipher the key and fixes the format to that of SQLCipher 4, whichever is linked.
fn set_key(connection: &Connection, key: &Key32) -> Result<(), DatabaseError> {
    // SQLCipher writes to standard error on a wrong key, unless told before the key is.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // A plain SQLite ignores unknown pragmas, the key as well, and would write in the clear.
    connection
        .query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0))
        .optional()?
        .ok_or(DatabaseError::CannotEncrypt)?;
    let hex = Zeroizing::new(HEXLOWER.encode(key.bytes()));
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
    connection.execute_batch(&pragma)?;
    connection.execute_batch("PRAGMA cipher_compatibility = 4")?;
    Ok(())
}
