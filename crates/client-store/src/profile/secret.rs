//! Secrets that wipe themselves and cannot be printed.

use std::fmt;

use chacha20poly1305::aead::OsRng;
use chacha20poly1305::aead::rand_core::RngCore;
use zeroize::Zeroizing;

/// A 256-bit key.
#[derive(Clone)]
pub(crate) struct Key32(Zeroizing<[u8; 32]>);

impl Key32 {
    /// A new random key from the operating system.
    pub(crate) fn random() -> Result<Self, NoEntropy> {
        let mut key = Self::zero();
        fill_random(key.bytes_mut())?;
        Ok(key)
    }

    /// A key to be filled by a derivation.
    pub(crate) fn zero() -> Self {
        Self(Zeroizing::new([0; 32]))
    }

    /// The key in these bytes, if there are 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Self::zero();
        (bytes.len() == 32).then(|| key.bytes_mut().copy_from_slice(bytes))?;
        Some(key)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }
}

impl fmt::Debug for Key32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key32(..)")
    }
}

/// A passphrase as its owner typed it: never empty, wiped when dropped, never printed.
///
/// The bytes are used as they are. Whoever reads it from a keyboard of more than one platform brings
/// it to one Unicode form first (NFC).
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes a passphrase over; `None` if it is empty.
    #[must_use]
    pub fn new(text: String) -> Option<Self> {
        let text = Zeroizing::new(text);
        (!text.is_empty()).then_some(Self(text))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes: try again when it has started fully")]
pub struct NoEntropy;

/// Fills a buffer with random bytes of the operating system.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), NoEntropy> {
    OsRng.try_fill_bytes(bytes).map_err(|_| NoEntropy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_is_printed() {
        let key = Key32::from_slice(&[0xab; 32]).unwrap();
        let passphrase = Passphrase::new("canary".into()).unwrap();
        assert_eq!(format!("{key:?} {passphrase:?}"), "Key32(..) Passphrase(..)");
        assert!(Passphrase::new(String::new()).is_none());
        assert!(Key32::from_slice(&[1; 31]).is_none());
    }
}
