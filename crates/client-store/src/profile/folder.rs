//! The folder of a profile: its rights, and what is found in it before a profile is made.

use std::fs;
use std::io;
use std::path::Path;

use super::slot::ProfileId;
use super::{database, keyfile};

/// A write-ahead log that outlived its database counts too: SQLite would play it into a new one.
pub(super) fn parts_of_database(dir: &Path) -> Result<bool, io::Error> {
    for part in ["", "-wal", "-journal"] {
        if dir.join(format!("{}{part}", database::FILE)).try_exists()? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keeps keys whose database is away: it may come back.
pub(super) fn set_aside_keys(dir: &Path, new_id: &ProfileId) -> Result<(), io::Error> {
    let keys = dir.join(keyfile::FILE);
    if keys.try_exists()? {
        fs::rename(&keys, dir.join(format!("{}.before-{new_id}", keyfile::FILE)))?;
    }
    Ok(())
}

/// Makes the folder, for its owner alone.
#[cfg(unix)]
pub(super) fn make_private_dir(dir: &Path) -> Result<(), io::Error> {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(dir)?;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
}

/// Elsewhere a folder inherits the rights of the user's own.
#[cfg(not(unix))]
pub(super) fn make_private_dir(dir: &Path) -> Result<(), io::Error> {
    fs::create_dir_all(dir)
}
