//! A profile: a folder with an encrypted database and the key slots that open it.
//!
//! ```text
//! profile/            0700
//!   profile.db        SQLCipher under a random 32-byte key (and its -wal and -shm)
//!   keys.json         0600, the same key wrapped once per slot
//!   keys.lock         empty; locked for the moment of a change of keys.json
//! ```
//!
//! Whether there is a profile is decided by `profile.db` alone. Several processes may have one
//! profile open; writers begin with `BEGIN IMMEDIATE` and wait for each other. Slots, labels and
//! derivations are described in `slot.rs`.
//!
//! A change of slots does not change the database key: whoever kept an old `keys.json` and an old
//! passphrase still opens the database with them.

mod database;
mod error;
mod hex;
mod keyfile;
mod keyring;
mod recovery;
mod secret;
mod slot;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use error::{CreateError, DatabaseError, OpenError, SlotError};
pub use keyfile::KeyFileError;
pub use keyring::{Keyring, KeyringError, OsKeyring};
pub use recovery::{RecoveryCode, RecoveryCodeError};
pub use secret::{NoEntropy, Passphrase};
pub use slot::{PassphraseCost, SlotKind, WrapError};

use hex::Hex;
use keyfile::KeyFile;
use secret::{Key32, fill_random};
use slot::{ProfileId, Slot};

/// An open profile. The database key stays in memory, to open further connections and to make slots;
/// it is wiped when this is dropped.
pub struct Profile {
    dir: PathBuf,
    id: ProfileId,
    database_key: Key32,
    connection: Connection,
}

/// What opens a profile.
pub enum Unlock<'a> {
    /// The passphrase. Takes the time of its [`PassphraseCost`].
    Passphrase(&'a Passphrase),
    /// The keyring of the operating system.
    Keyring(&'a dyn Keyring),
    /// The code on paper.
    Recovery(&'a RecoveryCode),
}

/// A slot to be made. Recovery codes are made by [`Profile::create`] and
/// [`Profile::renew_recovery_code`].
pub enum NewSlot<'a> {
    /// A passphrase, and what it shall cost to try one.
    Passphrase(&'a Passphrase, PassphraseCost),
    /// A random key in the keyring of the operating system.
    Keyring(&'a dyn Keyring),
}

impl Profile {
    /// Whether this folder holds a profile.
    ///
    /// # Errors
    /// If the folder cannot be looked into; that is not the same as an empty one.
    pub fn exists(dir: &Path) -> Result<bool, io::Error> {
        dir.join(database::FILE).try_exists()
    }

    /// The slots of the profile in this folder, to know what to ask for.
    ///
    /// # Errors
    /// If there is no key file, or it is damaged.
    pub fn slots(dir: &Path) -> Result<Vec<SlotKind>, KeyFileError> {
        Ok(KeyFile::read(dir)?.kinds())
    }

    /// Makes a profile in this folder, which is made too (mode 0700), with these slots and always a
    /// recovery code, which is to be shown once and is kept nowhere.
    ///
    /// A `keys.json` without a database is set aside as `keys.json.before-<new id>`, because it may
    /// belong to a database that will be put back.
    ///
    /// # Errors
    /// [`CreateError::AlreadyThere`] if there is a database or a part of one. After any error there
    /// is no profile, and the call may be repeated.
    pub fn create(dir: &Path, slots: &[NewSlot<'_>]) -> Result<(Self, RecoveryCode), CreateError> {
        make_private_dir(dir)?;
        let lock = keyfile::lock(dir)?;
        if parts_of_database(dir)? {
            return Err(CreateError::AlreadyThere);
        }
        let mut id = Hex([0; 16]);
        fill_random(&mut id.0)?;
        let database_key = Key32::random()?;
        let code = RecoveryCode::random()?;
        let mut keys = KeyFile::new(id);
        for slot in slots {
            keys.put(make_slot(&id, &database_key, slot)?);
        }
        keys.put(Slot::recovery(&id, &database_key, &code)?);

        set_aside_keys(dir, &id)?;
        keys.write(dir)?;
        database::create(dir, &database_key)?;
        drop(lock);
        let connection = database::open(&dir.join(database::FILE), &database_key)?;
        Ok((Self { dir: dir.to_owned(), id, database_key, connection }, code))
    }

    /// Opens the profile in this folder and brings its schema forward.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing is changed then.
    pub fn open(dir: &Path, unlock: &Unlock<'_>) -> Result<Self, OpenError> {
        if !Self::exists(dir)? {
            return Err(OpenError::Missing);
        }
        let keys = KeyFile::read(dir)?;
        let database_key = open_slot(&keys, unlock)?;
        let connection = database::open(&dir.join(database::FILE), &database_key)?;
        Ok(Self { dir: dir.to_owned(), id: keys.profile, database_key, connection })
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The connection, for reading.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The connection, to begin a transaction (`TransactionBehavior::Immediate`).
    pub fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// A second connection, for reading only: it sees what is committed and waits for no writer.
    ///
    /// # Errors
    /// If the database does not open any more.
    pub fn reader(&self) -> Result<Connection, DatabaseError> {
        database::open_read_only(&self.dir.join(database::FILE), &self.database_key)
    }

    /// Replaces the passphrase. Whoever forgot the old one opens the profile with the recovery code
    /// and calls [`Profile::add_slot`].
    ///
    /// # Errors
    /// [`SlotError::WrongPassphrase`] if the old one is wrong; the old one then stays valid.
    pub fn change_passphrase(
        &self,
        old: &Passphrase,
        new: &Passphrase,
        cost: PassphraseCost,
    ) -> Result<(), SlotError> {
        self.change(|keys| {
            let slot = keys.slot(SlotKind::Passphrase).ok_or(SlotError::NoSuchSlot)?;
            slot.open_with_passphrase(&self.id, old).ok_or(SlotError::WrongPassphrase)?;
            keys.put(Slot::passphrase(&self.id, &self.database_key, new, cost)?);
            Ok(())
        })
    }

    /// Adds a slot, in place of an older one of its kind.
    ///
    /// # Errors
    /// If the keyring does not work, or the disk; the older slot then stays valid.
    pub fn add_slot(&self, slot: &NewSlot<'_>) -> Result<(), SlotError> {
        let old = self.change(|keys| {
            let new = make_slot(&self.id, &self.database_key, slot)?;
            Ok(keys.put(new))
        })?;
        if let NewSlot::Keyring(keyring) = slot {
            forget_account(old.as_ref(), *keyring);
        }
        Ok(())
    }

    /// Makes a recovery code, in place of the older one, which opens nothing any more.
    ///
    /// # Errors
    /// If the disk says no; the older code then stays valid.
    pub fn renew_recovery_code(&self) -> Result<RecoveryCode, SlotError> {
        let code = RecoveryCode::random()?;
        self.change(|keys| {
            keys.put(Slot::recovery(&self.id, &self.database_key, &code)?);
            Ok(())
        })?;
        Ok(code)
    }

    /// Removes a slot. With a keyring given, a keyring slot's key is forgotten there too, as far as
    /// the keyring answers; without its slot that key opens nothing.
    ///
    /// # Errors
    /// [`SlotError::LastSlot`] if none but the keyring would be left.
    pub fn remove_slot(
        &self,
        kind: SlotKind,
        keyring: Option<&dyn Keyring>,
    ) -> Result<(), SlotError> {
        let old = self.change(|keys| {
            let old = keys.take(kind).ok_or(SlotError::NoSuchSlot)?;
            let safe = keys.kinds().iter().any(|kind| *kind != SlotKind::Keyring);
            if safe { Ok(old) } else { Err(SlotError::LastSlot) }
        })?;
        if let Some(keyring) = keyring {
            forget_account(Some(&old), keyring);
        }
        Ok(())
    }

    /// Reads the slots, changes and writes them, while no other process does.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut KeyFile) -> Result<T, SlotError>,
    ) -> Result<T, SlotError> {
        let _lock = keyfile::lock(&self.dir)?;
        let mut keys = KeyFile::read(&self.dir)?;
        if keys.profile != self.id {
            return Err(SlotError::OtherProfile);
        }
        let result = change(&mut keys)?;
        keys.write(&self.dir)?;
        Ok(result)
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("dir", &self.dir).finish_non_exhaustive()
    }
}

fn open_slot(keys: &KeyFile, unlock: &Unlock<'_>) -> Result<Key32, OpenError> {
    let slot = |kind| keys.slot(kind).ok_or(OpenError::NoSuchSlot);
    let id = &keys.profile;
    match unlock {
        Unlock::Passphrase(passphrase) => slot(SlotKind::Passphrase)?
            .open_with_passphrase(id, passphrase)
            .ok_or(OpenError::WrongPassphrase),
        Unlock::Recovery(code) => {
            slot(SlotKind::Recovery)?.open_with_code(id, code).ok_or(OpenError::WrongRecoveryCode)
        }
        Unlock::Keyring(keyring) => {
            let slot = slot(SlotKind::Keyring)?;
            let Slot::Keyring { account, .. } = slot else { return Err(OpenError::NoSuchSlot) };
            let secret = keyring.get(account)?.ok_or(OpenError::KeyringEmpty)?;
            Key32::from_slice(&secret)
                .and_then(|key| slot.open_with_keyring_key(id, &key))
                .ok_or(OpenError::WrongKeyringKey)
        }
    }
}

/// Why a slot of either kind cannot be made.
enum MakeError {
    Keyring(KeyringError),
    Keys(WrapError),
}

impl From<MakeError> for CreateError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Keyring(error) => Self::Keyring(error),
            MakeError::Keys(error) => Self::Keys(error),
        }
    }
}

impl From<MakeError> for SlotError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Keyring(error) => Self::Keyring(error),
            MakeError::Keys(error) => Self::Keys(error),
        }
    }
}

fn make_slot(id: &ProfileId, database_key: &Key32, slot: &NewSlot<'_>) -> Result<Slot, MakeError> {
    match slot {
        NewSlot::Passphrase(passphrase, cost) => {
            Slot::passphrase(id, database_key, passphrase, *cost).map_err(MakeError::Keys)
        }
        NewSlot::Keyring(keyring) => {
            // Every slot has an account of its own, so that an old slot stays whole until the new
            // one is on the disk.
            let mut account = Hex([0; 16]);
            fill_random(&mut account.0).map_err(|error| MakeError::Keys(error.into()))?;
            let key = Key32::random().map_err(|error| MakeError::Keys(error.into()))?;
            let account = account.to_string();
            keep_in_keyring(*keyring, &account, &key).map_err(MakeError::Keyring)?;
            Slot::keyring(id, database_key, account, &key).map_err(MakeError::Keys)
        }
    }
}

/// Some keyrings accept a key and lose it, so it is read back before anything relies on it.
fn keep_in_keyring(keyring: &dyn Keyring, account: &str, key: &Key32) -> Result<(), KeyringError> {
    keyring.set(account, key.bytes())?;
    match keyring.get(account)? {
        Some(kept) if kept.as_slice() == key.bytes() => Ok(()),
        _ => Err(KeyringError::Forgetful),
    }
}

/// Tidiness only: the key of a slot that is gone opens nothing, so a keyring may refuse.
fn forget_account(slot: Option<&Slot>, keyring: &dyn Keyring) {
    if let Some(Slot::Keyring { account, .. }) = slot {
        let _ = keyring.delete(account);
    }
}

/// A write-ahead log that outlived its database counts too: SQLite would play it into a new one.
fn parts_of_database(dir: &Path) -> Result<bool, io::Error> {
    for part in ["", "-wal", "-journal"] {
        if dir.join(format!("{}{part}", database::FILE)).try_exists()? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn set_aside_keys(dir: &Path, new_id: &ProfileId) -> Result<(), io::Error> {
    let keys = dir.join(keyfile::FILE);
    if keys.try_exists()? {
        fs::rename(&keys, dir.join(format!("{}.before-{new_id}", keyfile::FILE)))?;
    }
    Ok(())
}

#[cfg(unix)]
fn make_private_dir(dir: &Path) -> Result<(), io::Error> {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(dir)?;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
}

/// Elsewhere a folder inherits the rights of the user's own.
#[cfg(not(unix))]
fn make_private_dir(dir: &Path) -> Result<(), io::Error> {
    fs::create_dir_all(dir)
}
