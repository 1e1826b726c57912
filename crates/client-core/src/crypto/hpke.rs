//! HPKE (RFC 9180), base mode, HKDF-SHA256 and ChaCha20-Poly1305 (rule H-01).
//!
//! Knocks go to X-Wing keys (X25519 and ML-KEM-768), so who records today must break both. Inside the
//! room's own seal, X25519 is enough. Nothing on the wire is framed by the library: a sealed body is
//! the encapsulated key, of the KEM's fixed width, followed by the ciphertext.

use hpke_rs::{Hpke, HpkePrivateKey, HpkePublicKey, Mode};
use hpke_rs_crypto::types::{AeadAlgorithm, KdfAlgorithm, KemAlgorithm};
use hpke_rs_rust_crypto::HpkeRustCrypto;
use sitr_wire::{Handle, RelayId};

use super::Secret;

/// Which key encapsulation a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kem {
    /// X25519 (RFC 9180 section 7.1): keys of 32 bytes.
    X25519,
    /// X-Wing (draft-connolly-cfrg-xwing-kem-06): public keys of 1,216 bytes, secret ones of 32.
    XWing,
}

impl Kem {
    const fn encapsulated_bytes(self) -> usize {
        match self {
            Self::X25519 => 32,
            Self::XWing => 1120,
        }
    }

    /// Bytes of a public key.
    #[must_use]
    pub const fn public_bytes(self) -> usize {
        match self {
            Self::X25519 => 32,
            Self::XWing => 1216,
        }
    }

    fn suite(self) -> Hpke<HpkeRustCrypto> {
        let kem = match self {
            Self::X25519 => KemAlgorithm::DhKem25519,
            Self::XWing => KemAlgorithm::XWingDraft06,
        };
        Hpke::new(Mode::Base, kem, KdfAlgorithm::HkdfSha256, AeadAlgorithm::ChaCha20Poly1305)
    }
}

/// A key pair for receiving.
#[derive(Clone)]
pub struct KeyPair {
    /// The private half: 32 bytes for both KEMs.
    pub private: Secret,
    /// The public half, as it travels.
    pub public: Vec<u8>,
}

/// HPKE refused: a key of the wrong form, or a body that was not sealed for this key and purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not sealed for this key")]
pub struct HpkeError;

/// What a body is sealed for, bound into it: purpose, relay and mailbox (rule H-01).
fn info(purpose: &str, relay: &RelayId, handle: &Handle) -> Vec<u8> {
    let mut info = Vec::with_capacity(96);
    info.extend_from_slice(b"sitr/v1/");
    info.extend_from_slice(purpose.as_bytes());
    info.extend_from_slice(relay.as_bytes());
    info.extend_from_slice(handle.as_bytes());
    info
}

impl KeyPair {
    /// Makes a key pair from 32 random bytes.
    ///
    /// # Errors
    /// Never for 32 random bytes; the library's signature allows it.
    pub fn generate(kem: Kem, rng: &mut dyn rand::CryptoRng) -> Result<Self, HpkeError> {
        let ikm = Secret::random(rng);
        let pair = kem.suite().derive_key_pair(ikm.expose()).map_err(|_| HpkeError)?;
        let (private, public) = pair.into_keys();
        let private = private.as_slice().try_into().map_err(|_| HpkeError)?;
        Ok(Self { private: Secret::new(private), public: public.as_slice().to_vec() })
    }
}

/// Seals a body to a public key, for one purpose at one mailbox.
///
/// # Errors
/// [`HpkeError`] if the key is not one.
pub fn seal(
    kem: Kem,
    public: &[u8],
    purpose: &str,
    relay: &RelayId,
    handle: &Handle,
    body: &[u8],
) -> Result<Vec<u8>, HpkeError> {
    if public.len() != kem.public_bytes() {
        return Err(HpkeError);
    }
    let key = HpkePublicKey::new(public.to_vec());
    let info = info(purpose, relay, handle); // H-01
    let (mut sealed, ciphertext) =
        kem.suite().seal(&key, &info, b"", body, None, None, None).map_err(|_| HpkeError)?;
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`HpkeError`] for another key, purpose, relay or mailbox, and for damaged bytes.
pub fn open(
    kem: Kem,
    private: &Secret,
    purpose: &str,
    relay: &RelayId,
    handle: &Handle,
    sealed: &[u8],
) -> Result<Vec<u8>, HpkeError> {
    let (encapsulated, ciphertext) =
        sealed.split_at_checked(kem.encapsulated_bytes()).ok_or(HpkeError)?;
    let key = HpkePrivateKey::new(private.expose().to_vec());
    let info = info(purpose, relay, handle);
    kem.suite()
        .open(encapsulated, &key, &info, b"", ciphertext, None, None, None)
        .map_err(|_| HpkeError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_opens_for_its_key_and_purpose_only() {
        // H-01
        let (relay, handle) = (RelayId([1; 32]), Handle([2; 32]));
        for kem in [Kem::X25519, Kem::XWing] {
            let pair = KeyPair::generate(kem, &mut rand::rng()).unwrap();
            let other = KeyPair::generate(kem, &mut rand::rng()).unwrap();
            assert_eq!(pair.public.len(), kem.public_bytes());
            let sealed = seal(kem, &pair.public, "knock", &relay, &handle, b"words").unwrap();
            let open = |pair: &KeyPair, purpose, relay: &RelayId, handle: &Handle| {
                open(kem, &pair.private, purpose, relay, handle, &sealed)
            };
            assert_eq!(open(&pair, "knock", &relay, &handle), Ok(b"words".to_vec()));
            assert_eq!(open(&other, "knock", &relay, &handle), Err(HpkeError));
            assert_eq!(open(&pair, "steward", &relay, &handle), Err(HpkeError));
            assert_eq!(open(&pair, "knock", &RelayId([9; 32]), &handle), Err(HpkeError));
            assert_eq!(open(&pair, "knock", &relay, &Handle([9; 32])), Err(HpkeError));
        }
        assert_eq!(seal(Kem::XWing, &[0; 32], "knock", &relay, &handle, b""), Err(HpkeError));
        assert_eq!(
            super::open(Kem::XWing, &Secret::new([1; 32]), "knock", &relay, &handle, &[0; 9]),
            Err(HpkeError)
        );
    }
}
