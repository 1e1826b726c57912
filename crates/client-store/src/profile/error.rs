//! What can go wrong with a profile: one enum an operation, and each message says what to do next.

use std::io;

use super::keyfile::KeyFileError;
use super::keyring::KeyringError;
use super::secret::NoEntropy;
use super::slot::WrapError;

/// Why the encrypted database cannot be used. It is never changed by an error.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The file is no database under this key.
    #[error(
        "profile.db is damaged or belongs to another keys.json: keep the folder as it is, \
         and put back the two files that belong together or make a new profile elsewhere"
    )]
    NotADatabase,
    /// The file was written by a newer version of the program.
    #[error("profile.db has schema {found}, this program knows {known}: update the program")]
    TooNew {
        /// Schema of the file.
        found: u32,
        /// Newest schema known here.
        known: u32,
    },
    /// This program was linked with an SQLite that cannot encrypt; it would write in the clear.
    #[error("this program was built without SQLCipher: build it anew")]
    CannotEncrypt,
    /// SQLite said no: locked for too long, disk full, no rights.
    #[error("profile.db cannot be read or written")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
                Self::NotADatabase
            }
            _ => Self::Sqlite(error),
        }
    }
}

impl From<sitr_db::OpenError> for DatabaseError {
    fn from(error: sitr_db::OpenError) -> Self {
        match error {
            sitr_db::OpenError::Sqlite(error) => error.into(),
            sitr_db::OpenError::TooNew { found, known } => Self::TooNew { found, known },
        }
    }
}

/// Why a profile cannot be made. Whatever was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The folder holds a database already.
    #[error("there is a profile in this folder: open it, or choose another folder")]
    AlreadyThere,
    /// The keyring does not work.
    #[error("the profile gets no keyring slot: make it without one")]
    Keyring(#[from] KeyringError),
    /// A slot cannot be made.
    #[error("the profile's keys cannot be made")]
    Keys(#[from] WrapError),
    /// The slots cannot be written.
    #[error("the profile's keys cannot be written")]
    KeyFile(#[from] KeyFileError),
    /// The database cannot be made.
    #[error("the profile's database cannot be made")]
    Database(#[from] DatabaseError),
    /// The disk said no: rights, space, a device that is gone.
    #[error("the profile's folder cannot be written")]
    Io(#[from] io::Error),
}

impl From<NoEntropy> for CreateError {
    fn from(error: NoEntropy) -> Self {
        Self::Keys(error.into())
    }
}

/// Why a profile does not open. Nothing is changed by an error.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder holds no database.
    #[error("there is no profile in this folder: make one, or choose another folder")]
    Missing,
    /// The profile has no slot for what was offered.
    #[error("this profile was not set up to open this way: use another way")]
    NoSuchSlot,
    /// The passphrase is not the right one.
    #[error("wrong passphrase: type it again, or use the recovery code")]
    WrongPassphrase,
    /// The code is well formed, but of another profile or no longer valid.
    #[error("this recovery code is not the one of this profile: look for the newest one")]
    WrongRecoveryCode,
    /// The keyring answered, but has no key for this profile, or is locked and does not say so.
    #[error("the keyring gives no key: unlock it and try again, or use the passphrase")]
    KeyringEmpty,
    /// The keyring's key is not the right one.
    #[error("the keyring gives a wrong key: use the passphrase, then set the keyring up again")]
    WrongKeyringKey,
    /// The keyring does not work.
    #[error("the keyring does not open the profile")]
    Keyring(#[from] KeyringError),
    /// The slots cannot be read.
    #[error("the profile's keys cannot be read")]
    KeyFile(#[from] KeyFileError),
    /// The key was right, but the database does not open.
    #[error("the profile's database does not open")]
    Database(#[from] DatabaseError),
    /// The folder cannot be looked into.
    #[error("the profile's folder cannot be read")]
    Io(#[from] io::Error),
    /// An empty profile was to be opened, and cannot be made.
    #[error("the profile cannot be opened")]
    Anew(#[from] Box<CreateError>),
}

/// Why the slots of an open profile are not changed. The old ones are still valid then.
#[derive(Debug, thiserror::Error)]
pub enum SlotError {
    /// Only the keyring would be left, and a keyring may be lost with the desktop.
    #[error("this is the last way in besides the keyring: add a passphrase or a code first")]
    LastSlot,
    /// The profile has no such slot.
    #[error("this profile has no such slot: there is nothing to change")]
    NoSuchSlot,
    /// The old passphrase is not the right one.
    #[error("wrong passphrase: type the old one again")]
    WrongPassphrase,
    /// The two passphrases would be one, and it would be left to chance what it does.
    #[error("the passphrase and the duress one must differ: choose another one")]
    SamePassphrase,
    /// `keys.json` has become that of another profile.
    #[error("keys.json now belongs to another profile: put the right one back")]
    OtherProfile,
    /// The keyring does not work.
    #[error("the keyring slot is not changed")]
    Keyring(#[from] KeyringError),
    /// A slot cannot be made.
    #[error("the new slot cannot be made")]
    Keys(#[from] WrapError),
    /// The slots cannot be read or written.
    #[error("the slots cannot be read or written")]
    KeyFile(#[from] KeyFileError),
}

impl From<io::Error> for SlotError {
    fn from(error: io::Error) -> Self {
        Self::KeyFile(error.into())
    }
}

impl From<NoEntropy> for SlotError {
    fn from(error: NoEntropy) -> Self {
        Self::Keys(error.into())
    }
}
