//! Backups: a copy of everything while the relay runs, and putting one to work.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sitr_relay_store::{Error as StoreError, backup as store};

use crate::identity::private;
use crate::server::{StartError, make_directory, prepare_directory};
use crate::{DATABASE, KEY};

/// Why there is no backup, or nothing restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The directory that is written to cannot be used.
    #[error(transparent)]
    Directory(#[from] StartError),
    /// There is something already.
    #[error("{0} is there already: nothing is overwritten, give a directory without it")]
    Exists(String),
    /// The backup is of another relay than the key says.
    #[error("{0} is the key of another relay than the backup's: give a directory without it")]
    OtherRelay(String),
    /// A file cannot be read or written.
    #[error("{0} cannot be read or written")]
    File(String, #[source] io::Error),
    /// The database cannot be copied.
    #[error("the database cannot be copied")]
    Store(#[from] StoreError),
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.display().to_string();
    |error| BackupError::File(path, error)
}

/// Copies database and key into a directory, which is made if it is missing. The relay may run meanwhile.
///
/// # Errors
/// If the directory holds either already, or something cannot be read or written.
pub fn backup(data: &Path, into: &Path) -> Result<(), BackupError> {
    make_directory(into)?;
    let unfinished = free(into, DATABASE)?;
    free(into, KEY)?;
    private().open(&unfinished).map_err(failed(&unfinished))?;
    store::copy(&data.join(DATABASE), &unfinished)?;
    write_key(&read(&data.join(KEY))?, into)?;
    finish(&unfinished, &into.join(DATABASE))
}

/// Puts a backup where a relay's data is to be. The relay that starts there announces another lineage, so that
/// clients know that it may have forgotten something (rule W-10).
///
/// # Errors
/// If a relay runs there, or data is there already, or something cannot be read or written.
pub fn restore(data: &Path, from: &Path) -> Result<(), BackupError> {
    let _lock = prepare_directory(data)?;
    let unfinished = free(data, DATABASE)?;
    let key = read(&from.join(KEY))?;
    let ours = data.join(KEY);
    match fs::read(&ours) {
        Ok(present) if present != key => {
            return Err(BackupError::OtherRelay(ours.display().to_string()));
        }
        Ok(_) => {}
        Err(_) => write_key(&key, data)?,
    }
    let source = from.join(DATABASE);
    let mut copy = private().open(&unfinished).map_err(failed(&unfinished))?;
    let mut original = File::open(&source).map_err(failed(&source))?;
    io::copy(&mut original, &mut copy).map_err(failed(&unfinished))?;
    drop(copy);
    // W-10
    store::mark(&unfinished)?;
    finish(&unfinished, &data.join(DATABASE))
}

/// Where a file is written before it gets its name. What an earlier try left is taken away.
fn free(dir: &Path, name: &str) -> Result<PathBuf, BackupError> {
    let path = dir.join(name);
    if path.exists() {
        return Err(BackupError::Exists(path.display().to_string()));
    }
    let unfinished = dir.join(format!("{name}-new"));
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&unfinished)(error)),
        _ => Ok(unfinished),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, BackupError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(failed(path))?;
    Ok(bytes)
}

fn write_key(key: &[u8], dir: &Path) -> Result<(), BackupError> {
    let unfinished = free(dir, KEY)?;
    let mut file = private().open(&unfinished).map_err(failed(&unfinished))?;
    file.write_all(key).map_err(failed(&unfinished))?;
    finish(&unfinished, &dir.join(KEY))
}

/// Durable, and only then under its name.
fn finish(unfinished: &Path, path: &Path) -> Result<(), BackupError> {
    let done = File::open(unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(unfinished, path))
        .and_then(|()| path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all()));
    done.map_err(failed(path))
}
