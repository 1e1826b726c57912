//! `keys.json`: the slots of a profile on disk.
//!
//! The file is replaced, never changed: a new one is written beside it, brought to the disk and
//! renamed over it, so that a crash leaves the old or the new file. A short lock on `keys.lock`
//! keeps two processes from undoing each other's change; reading needs no lock.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::duress::Duress;
use super::secret::NoEntropy;
use super::slot::{PassphraseCost, ProfileId, Slot, SlotKind};

/// Name of the file in the folder of a profile.
pub(crate) const FILE: &str = "keys.json";
const FILE_NEW: &str = "keys.json.new";
const FILE_LOCK: &str = "keys.lock";

/// The form of the file that this program writes. That of version 1 has no duress slot, and gets one with its
/// next change.
const VERSION: u32 = 2;
/// The oldest form that is read.
const OLDEST: u32 = 1;

/// Largest file that is read, in bytes; three slots are one KiB.
const MAX_LEN: u64 = 64 * 1024;

/// Why the slots of a profile cannot be read or written. The file is never changed by an error.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is a database but no `keys.json`.
    #[error("keys.json is missing, and without it nothing opens the profile: put it back")]
    Missing,
    /// The file is cut off or changed.
    #[error("keys.json is damaged ({what}): put an intact copy in its place; nothing was changed")]
    Damaged {
        /// What does not fit.
        what: &'static str,
    },
    /// The file was written by a newer version of the program.
    #[error("keys.json has form {found}, this program knows {known}: update the program")]
    TooNew {
        /// Form of the file.
        found: u32,
        /// Newest form known here.
        known: u32,
    },
    /// The disk said no: rights, space, a device that is gone.
    #[error("keys.json cannot be read or written")]
    Io(#[from] io::Error),
}

/// The slots and the profile they belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    pub(crate) profile: ProfileId,
    slots: Vec<Slot>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duress: Option<Duress>,
}

/// What stands in the file: the check is over the body in compact JSON. It tells damage from a wrong
/// passphrase, and is no protection against a forger.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    check: String,
    body: KeyFile,
}

/// The part of the file that every version has.
#[derive(Deserialize)]
struct Head {
    version: u32,
}

impl KeyFile {
    pub(crate) fn new(profile: ProfileId) -> Self {
        Self { profile, slots: Vec::new(), duress: None }
    }

    pub(crate) const fn duress(&self) -> Option<&Duress> {
        self.duress.as_ref()
    }

    pub(crate) fn put_duress(&mut self, duress: Duress) {
        self.duress = Some(duress);
    }

    /// Gives a file without a duress slot one that nothing opens, which costs what the passphrase does.
    pub(crate) fn complete(&mut self) -> Result<(), NoEntropy> {
        if self.duress.is_none() {
            let cost = self.slots.iter().find_map(Slot::cost);
            self.duress = Some(Duress::of_nobody(cost.unwrap_or(PassphraseCost::RECOMMENDED))?);
        }
        Ok(())
    }

    pub(crate) fn slot(&self, kind: SlotKind) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.kind() == kind)
    }

    pub(crate) fn kinds(&self) -> Vec<SlotKind> {
        self.slots.iter().map(Slot::kind).collect()
    }

    /// Puts a slot in, and gives back the one of this kind that it replaces.
    pub(crate) fn put(&mut self, slot: Slot) -> Option<Slot> {
        let old = self.take(slot.kind());
        self.slots.push(slot);
        old
    }

    pub(crate) fn take(&mut self, kind: SlotKind) -> Option<Slot> {
        let place = self.slots.iter().position(|slot| slot.kind() == kind)?;
        Some(self.slots.remove(place))
    }

    /// Reads and checks the file of this folder.
    pub(crate) fn read(dir: &Path) -> Result<Self, KeyFileError> {
        let mut bytes = Vec::new();
        match File::open(dir.join(FILE)) {
            Ok(file) => file.take(MAX_LEN + 1).read_to_end(&mut bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeyFileError::Missing);
            }
            Err(error) => return Err(error.into()),
        };
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_LEN {
            return Err(KeyFileError::Damaged { what: "too long" });
        }
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Result<Self, KeyFileError> {
        let damaged = |what| KeyFileError::Damaged { what };
        let head: Head = serde_json::from_slice(bytes).map_err(|_| damaged("not readable"))?;
        if head.version > VERSION {
            return Err(KeyFileError::TooNew { found: head.version, known: VERSION });
        }
        let document: Document =
            serde_json::from_slice(bytes).map_err(|_| damaged("not readable"))?;
        if document.version < OLDEST || document.check != document.body.check()? {
            return Err(damaged("the check does not fit"));
        }
        let duress = document.body.duress.as_ref().map(Duress::cost);
        if !document.body.slots.iter().all(Slot::is_sound)
            || !duress.is_none_or(PassphraseCost::is_sound)
        {
            return Err(damaged("a cost is out of bounds"));
        }
        Ok(document.body)
    }

    /// Replaces the file of this folder; the caller holds the [`lock`].
    pub(crate) fn write(&self, dir: &Path) -> Result<(), KeyFileError> {
        self.write_beside(dir)?;
        fs::rename(dir.join(FILE_NEW), dir.join(FILE))?;
        sync_dir(dir)?;
        Ok(())
    }

    fn write_beside(&self, dir: &Path) -> Result<(), KeyFileError> {
        let document = Document { version: VERSION, check: self.check()?, body: self.clone() };
        let mut bytes = serde_json::to_vec_pretty(&document).map_err(io::Error::from)?;
        bytes.push(b'\n');
        let path = dir.join(FILE_NEW);
        remove_if_there(&path)?;
        let mut file = create_private(&path)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        Ok(())
    }

    fn check(&self) -> Result<String, KeyFileError> {
        let body = serde_json::to_vec(self).map_err(io::Error::from)?;
        let hash: [u8; 32] = Sha256::digest(body).into();
        Ok(HEXLOWER.encode(hash.first_chunk::<16>().unwrap_or(&[0; 16])))
    }
}

/// A lock for the moment of a change, let go when dropped or when the process dies.
pub(crate) fn lock(dir: &Path) -> Result<File, io::Error> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    private_mode(&mut options);
    let file = options.open(dir.join(FILE_LOCK))?;
    file.lock()?;
    Ok(file)
}

/// Makes an empty file that only its owner may read; fails if there is one.
pub(crate) fn create_private(path: &Path) -> Result<File, io::Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private_mode(&mut options);
    options.open(path)
}

/// Removes a file; well if there is none.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), io::Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Brings the names in a folder to the disk.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), io::Error> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn private_mode(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Elsewhere a file inherits the rights of the user's own folder.
#[cfg(not(unix))]
fn private_mode(_: &mut OpenOptions) {}

#[cfg(test)]
mod tests {
    use super::super::hex::Hex;
    use super::super::recovery::RecoveryCode;
    use super::super::secret::Key32;
    use super::*;

    fn file(id: u8) -> KeyFile {
        let mut file = KeyFile::new(Hex([id; 16]));
        let key = Key32::random().unwrap();
        let code = RecoveryCode::random().unwrap();
        assert!(file.put(Slot::recovery(&file.profile, &key, &code).unwrap()).is_none());
        file.complete().unwrap();
        file
    }

    #[test]
    fn a_write_that_stops_half_way_leaves_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (file(1), file(2));
        old.write(dir.path()).unwrap();

        // Stopped before the rename, and with half of the bytes on the disk.
        new.write_beside(dir.path()).unwrap();
        assert_eq!(KeyFile::read(dir.path()).unwrap(), old);
        fs::write(dir.path().join(FILE_NEW), b"{\"version\":1,").unwrap();
        assert_eq!(KeyFile::read(dir.path()).unwrap(), old);

        // A write that fails says so and changes nothing.
        fs::remove_file(dir.path().join(FILE_NEW)).unwrap();
        fs::create_dir(dir.path().join(FILE_NEW)).unwrap();
        assert!(matches!(new.write(dir.path()), Err(KeyFileError::Io(_))));
        assert_eq!(KeyFile::read(dir.path()).unwrap(), old);

        // The leftovers are no obstacle afterwards.
        fs::remove_dir(dir.path().join(FILE_NEW)).unwrap();
        fs::write(dir.path().join(FILE_NEW), b"half").unwrap();
        new.write(dir.path()).unwrap();
        assert_eq!(KeyFile::read(dir.path()).unwrap(), new);
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        file(3).write(dir.path()).unwrap();
        let bytes = fs::read(dir.path().join(FILE)).unwrap();
        let good = KeyFile::parse(&bytes).unwrap();
        for end in 0..bytes.len() - 2 {
            assert!(KeyFile::parse(&bytes[..end]).is_err(), "cut at {end}");
        }
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 0x01;
            // Changed white space means the same; anything else is an error.
            assert!(KeyFile::parse(&changed).map_or(true, |read| read == good), "at {place}");
        }
    }

    #[test]
    fn a_file_from_the_future_is_not_called_damaged() {
        let error = KeyFile::parse(br#"{"version": 3, "anything": []}"#).unwrap_err();
        assert!(matches!(error, KeyFileError::TooNew { found: 3, known: 2 }));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        file(4).write(dir.path()).unwrap();
        let mode = fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
