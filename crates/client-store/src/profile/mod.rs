//! A profile: a folder with an encrypted database and the key slots that open it.
//!
//! ```text
//! profile/            0700
//!   profile.db        SQLCipher under a random 32-byte key (and its -wal and -shm)
//!   keys.json         0600, the same key wrapped once per slot, and a duress slot that destroys
//!   keys.lock         empty; locked for the moment of a change of keys.json
//! ```
//!
//! Whether there is a profile is decided by `profile.db` alone. Several processes may have one
//! profile open; writers begin with `BEGIN IMMEDIATE` and wait for each other. Slots, labels and
//! derivations are described in `slot.rs`.
//!
//! A change of slots does not change the database key: whoever kept an old `keys.json` and an old
//! passphrase still opens the database with them.

mod backup;
mod database;
mod duress;
mod error;
mod folder;
mod hex;
mod keyfile;
mod keyring;
mod recovery;
mod secret;
mod slot;
mod slots;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use error::{CreateError, DatabaseError, OpenError, SlotError};
pub use keyfile::KeyFileError;
pub use keyring::{Keyring, KeyringError, OsKeyring};
pub use recovery::{RecoveryCode, RecoveryCodeError};
pub use secret::{NoEntropy, Passphrase};
pub use slot::{PassphraseCost, SlotKind, WrapError};

use crate::rooms::Groups;
use duress::Duress;
use folder::{make_private_dir, parts_of_database, set_aside_keys};
use hex::Hex;
use keyfile::KeyFile;
use secret::{Key32, fill_random};
use slot::{ProfileId, Slot};
use slots::{forget_account, make_slot, open_slot};

/// An open profile. The database key stays in memory, to open further connections and to make slots;
/// it is wiped when this is dropped.
pub struct Profile {
    dir: PathBuf,
    id: ProfileId,
    database_key: Key32,
    connection: Connection,
    groups: Groups,
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
        keys.complete()?;

        set_aside_keys(dir, &id)?;
        keys.write(dir)?;
        let connection = database::create(dir, &database_key)?;
        drop(lock);
        let groups = Groups::default();
        Ok((Self { dir: dir.to_owned(), id, database_key, connection, groups }, code))
    }

    /// Opens the profile in this folder and brings its schema forward. The duress passphrase (see
    /// [`Self::set_duress_passphrase`]) destroys it, and opens an empty profile that was made in its place.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing is changed then.
    pub fn open(dir: &Path, unlock: &Unlock<'_>) -> Result<Self, OpenError> {
        if !Self::exists(dir)? {
            return Err(OpenError::Missing);
        }
        let keys = KeyFile::read(dir)?;
        let database_key = match (open_slot(&keys, unlock), unlock) {
            (Err(OpenError::WrongPassphrase), Unlock::Passphrase(passphrase)) => {
                return Self::open_under_duress(dir, &keys, passphrase);
            }
            (opened, _) => opened?,
        };
        let connection = database::open_existing(&dir.join(database::FILE), &database_key)?;
        let (id, groups) = (keys.profile, Groups::default());
        Ok(Self { dir: dir.to_owned(), id, database_key, connection, groups })
    }

    /// An empty profile in place of this one, if that is its duress passphrase.
    fn open_under_duress(
        dir: &Path,
        keys: &KeyFile,
        passphrase: &Passphrase,
    ) -> Result<Self, OpenError> {
        let duress = keys.duress().filter(|duress| duress.is(&keys.profile, passphrase));
        let cost = duress.ok_or(OpenError::WrongPassphrase)?.cost();
        duress::destroy(dir)?;
        let slots = [NewSlot::Passphrase(passphrase, cost)];
        let (anew, _) = Self::create(dir, &slots).map_err(Box::new)?;
        Ok(anew)
    }

    /// Destroys the profile in this folder: its keys, then its database. Who else has it open sees errors from
    /// then on.
    ///
    /// # Errors
    /// If a file cannot be overwritten or removed; those before it are gone.
    pub fn destroy(dir: &Path) -> Result<(), io::Error> {
        duress::destroy(dir)
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

    /// The connection, to begin a transaction of one's own (`TransactionBehavior::Immediate`): what was kept
    /// in memory of groups is forgotten.
    pub fn connection_mut(&mut self) -> &mut Connection {
        self.groups.forget();
        &mut self.connection
    }

    /// The connection, and what is kept in memory of its groups.
    pub(crate) fn parts(&mut self) -> (&mut Connection, &Groups) {
        (&mut self.connection, &self.groups)
    }

    /// A second connection, for reading only: it sees what is committed and waits for no writer.
    ///
    /// # Errors
    /// If the database does not open any more.
    pub fn reader(&self) -> Result<Connection, DatabaseError> {
        database::open_read_only(&self.dir.join(database::FILE), &self.database_key)
    }

    /// A number that changes when another connection, of this process or another, writes into the
    /// profile; own writes do not change it.
    ///
    /// # Errors
    /// If SQLite refuses.
    pub fn data_version(&self) -> Result<i64, DatabaseError> {
        let version = self.connection.pragma_query_value(None, "data_version", |row| row.get(0));
        version.map_err(DatabaseError::from)
    }

    /// Brings the write-ahead log into the database and empties it, so that no superseded secret
    /// stays in it; for idle moments and after commits. `false` if another connection was in the
    /// way for [`sitr_db::BUSY_TIMEOUT_MS`], which the next call makes good.
    ///
    /// # Errors
    /// If the disk says no.
    pub fn checkpoint(&self) -> Result<bool, DatabaseError> {
        let busy = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
        Ok(busy == 0)
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
            self.must_not_be_duress(keys, new)?;
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
            if let NewSlot::Passphrase(new, _) = slot {
                self.must_not_be_duress(keys, new)?;
            }
            let new = make_slot(&self.id, &self.database_key, slot)?;
            Ok(keys.put(new))
        })?;
        if let NewSlot::Keyring(keyring) = slot {
            forget_account(old.as_ref(), *keyring);
        }
        Ok(())
    }

    /// Sets the passphrase that destroys the profile when somebody opens it with it: they get an empty one, made
    /// in its place, and cannot tell. Keyring and recovery code still open the profile itself, so whoever fears
    /// to be forced has no keyring slot. An older duress passphrase is forgotten.
    ///
    /// # Errors
    /// [`SlotError::SamePassphrase`] if it is the passphrase itself, [`SlotError::NoSuchSlot`] if the profile has
    /// none.
    pub fn set_duress_passphrase(&self, duress: &Passphrase) -> Result<(), SlotError> {
        self.change(|keys| {
            let slot = keys.slot(SlotKind::Passphrase).ok_or(SlotError::NoSuchSlot)?;
            if slot.open_with_passphrase(&self.id, duress).is_some() {
                return Err(SlotError::SamePassphrase);
            }
            let cost = slot.cost().unwrap_or(PassphraseCost::RECOMMENDED);
            keys.put_duress(Duress::of(&self.id, duress, cost)?);
            Ok(())
        })
    }

    fn must_not_be_duress(&self, keys: &KeyFile, new: &Passphrase) -> Result<(), SlotError> {
        let is_duress = keys.duress().is_some_and(|duress| duress.is(&self.id, new));
        if is_duress { Err(SlotError::SamePassphrase) } else { Ok(()) }
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
        keys.complete()?;
        keys.write(&self.dir)?;
        Ok(result)
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("dir", &self.dir).finish_non_exhaustive()
    }
}
