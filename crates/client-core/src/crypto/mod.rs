//! The cryptography around MLS: derivation, cells, signatures, HPKE. Compositions of audited crates;
//! every label stands in the table of `proto/README.md`.

pub mod cell;
pub mod hpke;
pub mod provider;
pub mod schedule;
pub mod sign;

use hkdf::Hkdf;
use sha2::{Digest, Sha256};

/// A 32-byte symmetric secret that does not print itself.
#[derive(
    Clone,
    PartialEq,
    Eq,
    zeroize::Zeroize,
    zeroize::ZeroizeOnDrop,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(transparent)]
pub struct Secret(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 32],
);

impl Secret {
    /// Takes 32 secret bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Fresh from a generator.
    pub fn random(rng: &mut dyn rand::CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The secret itself: for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(secret)")
    }
}

/// SHA-256 over the parts, one after the other. Parts have fixed widths, or only the last varies.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// HKDF-Extract (RFC 5869) with SHA-256.
#[must_use]
pub fn extract(salt: &[u8], ikm: &[u8; 32]) -> Secret {
    Secret(Hkdf::<Sha256>::extract(Some(salt), ikm).0.into())
}

/// HKDF-Expand (RFC 5869) with SHA-256 to 32 bytes under a label.
#[must_use]
pub fn expand(root: &Secret, label: &str) -> [u8; 32] {
    let mut out = [0; 32];
    // A pseudorandom key of 32 bytes and an output of 32 are within what HKDF takes.
    if let Ok(hkdf) = Hkdf::<Sha256>::from_prk(root.expose()) {
        let _ = hkdf.expand(label.as_bytes(), &mut out);
    }
    out
}
