//! Identifiers and secrets of fixed width.
//!
//! None of them prints its bytes: what identifies a mailbox or opens one must not reach a log line
//! by an innocent `{:?}` (rule P-01). Who needs the text asks for it with `to_hex`.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bytes of a wrong length, where an identifier was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} bytes, got {got}")]
pub struct WrongLength {
    /// Bytes that the identifier has.
    pub expected: usize,
    /// Bytes that came.
    pub got: usize,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Its width in bytes.
            pub const LEN: usize = $len;

            /// The bytes.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Lower-case hexadecimal, for a person or a file; never for a log line of the relay.
            #[must_use]
            pub fn to_hex(&self) -> String {
                data_encoding::HEXLOWER.encode(&self.0)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = WrongLength;
            fn try_from(bytes: &[u8]) -> Result<Self, WrongLength> {
                bytes
                    .try_into()
                    .map(Self)
                    .map_err(|_| WrongLength { expected: $len, got: bytes.len() })
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Takes 32 secret bytes.
            #[must_use]
            pub fn new(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The secret itself: for the one place that needs it.
            #[must_use]
            pub fn expose(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(&other.0).into()
            }
        }
        impl Eq for $name {}

        impl TryFrom<&[u8]> for $name {
            type Error = WrongLength;
            fn try_from(bytes: &[u8]) -> Result<Self, WrongLength> {
                bytes
                    .try_into()
                    .map(Self)
                    .map_err(|_| WrongLength { expected: 32, got: bytes.len() })
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(secret)"))
            }
        }
    };
}

identifier! {
    /// Names a relay: a hash of its Ed25519 key (rule W-02).
    RelayId, 32
}
identifier! {
    /// Names a mailbox: a hash over everything fixed at Open (rule M-01).
    Handle, 32
}
identifier! {
    /// Hash of an [`Address`], which is all that the relay stores of it (rule M-02).
    AddressHash, 32
}
identifier! {
    /// SHA-256 of a cell.
    CellHash, 32
}
identifier! {
    /// An Ed25519 public key.
    PublicKey, 32
}
identifier! {
    /// An Ed25519 signature.
    Signature, 64
}
secret! {
    /// The right to read a mailbox: 32 bytes that only its readers know.
    Address
}
secret! {
    /// The seed of an Ed25519 signing key: the right to append, close or burn.
    Seed
}

/// SHA-256 over the parts, one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

impl RelayId {
    /// The id that belongs to a relay's key (rule W-02).
    #[must_use]
    pub fn of(key: &PublicKey) -> Self {
        Self(sha256(&[b"sitr/v1/relay", &key.0]))
    }
}

impl Address {
    /// What the relay stores instead of the address (rule M-02).
    #[must_use]
    pub fn hash(&self) -> AddressHash {
        AddressHash(sha256(&[b"sitr/v1/addr", &self.0]))
    }
}

impl Seed {
    /// The public half of the key that grows from this seed.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(ed25519_dalek::SigningKey::from_bytes(&self.0).verifying_key().to_bytes())
    }
}

impl CellHash {
    /// The hash of a cell's bytes.
    #[must_use]
    pub fn of(cell: &[u8]) -> Self {
        Self(sha256(&[cell]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_its_bytes() {
        // P-01
        let text =
            format!("{:?} {:?} {:?}", Handle([7; 32]), Address::new([7; 32]), Seed::new([7; 32]));
        assert_eq!(text, "Handle(..) Address(secret) Seed(secret)");
    }

    #[test]
    fn a_wrong_length_is_refused() {
        assert_eq!(Handle::try_from(&[0u8; 31][..]), Err(WrongLength { expected: 32, got: 31 }));
        assert!(Address::try_from(&[0u8; 33][..]).is_err());
    }
}
