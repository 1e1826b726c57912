//! The keyring of the operating system, behind a trait.
//!
//! A keyring is a convenience: it comes and goes with the desktop, and a locked one answers as if it
//! were empty. So it is never the only slot, and whether a profile exists is decided by the database.

use zeroize::Zeroizing;

/// A place that keeps small secrets by name.
pub trait Keyring {
    /// The secret of this account; `None` if there is none *or the keyring is locked*, which
    /// several systems do not tell apart.
    ///
    /// # Errors
    /// If the keyring does not answer.
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError>;

    /// Keeps a secret, in place of an older one.
    ///
    /// # Errors
    /// If the keyring does not answer or is locked.
    fn set(&self, account: &str, secret: &[u8]) -> Result<(), KeyringError>;

    /// Forgets a secret; well if there is none.
    ///
    /// # Errors
    /// If the keyring does not answer or is locked.
    fn delete(&self, account: &str) -> Result<(), KeyringError>;
}

/// Why a keyring did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// There is no keyring on this machine, or its service does not run.
    #[error("this machine has no keyring: use the passphrase or the recovery code")]
    Absent,
    /// There is one, but it refused; most often because it is locked.
    #[error("the keyring is locked or refused: unlock it, or use the passphrase")]
    Refused,
    /// It took a key and did not give it back.
    #[error("the keyring forgot the key at once: use the passphrase or the recovery code")]
    Forgetful,
}

/// The keyring of this operating system: Secret Service, Keychain or Credential Manager. Calls may
/// wait for a dialogue, so they belong on a thread that may block. A keyring that is absent at the
/// first call stays absent for the life of the process.
#[derive(Debug, Default)]
pub struct OsKeyring;

/// The service name under which all accounts stand.
const SERVICE: &str = "sitr";

impl Keyring for OsKeyring {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        match entry(account)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(translate(&error)),
        }
    }

    fn set(&self, account: &str, secret: &[u8]) -> Result<(), KeyringError> {
        entry(account)?.set_secret(secret).map_err(|error| translate(&error))
    }

    fn delete(&self, account: &str) -> Result<(), KeyringError> {
        match entry(account)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(translate(&error)),
        }
    }
}

fn entry(account: &str) -> Result<keyring::Entry, KeyringError> {
    keyring::Entry::new(SERVICE, account).map_err(|error| translate(&error))
}

/// The texts of platform errors are dropped: some of them hold the secret itself.
fn translate(error: &keyring::Error) -> KeyringError {
    match error {
        keyring::Error::NoDefaultStore | keyring::Error::Invalid(..) => KeyringError::Absent,
        _ => KeyringError::Refused,
    }
}
