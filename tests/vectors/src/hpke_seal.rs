//! HPKE (rule H-01). The sealed bodies are made by another implementation, the crate `hpke`, and opened
//! by ours: the two agree on X25519 and on X-Wing.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::{X25519HkdfSha256, XWing};
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use sitr_client_core::crypto::hpke::{self as ours, Kem, KeyPair};

use crate::Vector;
use crate::json::hex;
use crate::kit::{Fixed, bytes, handle, relay};

pub(crate) const NOTE: &str = "H-01: RFC 9180 base mode, HKDF-SHA256 (0x0001), ChaCha20-Poly1305 \
    (0x0003); info = `sitr/v1/`, purpose, relay id, handle; no associated data. The KEM is DHKEM(X25519, \
    HKDF-SHA256) (0x0020) or X-Wing of draft-connolly-cfrg-xwing-kem-06 (0x647a). A sealed body is the \
    encapsulated key (32 or 1,120 bytes), then the ciphertext. The randomness is ikmE of RFC 9180 section \
    7.1.3 for X25519, and eseed of the draft for X-Wing.";

pub(crate) fn vectors() -> Vec<Vector> {
    vec![
        vector::<X25519HkdfSha256>("X25519", Kem::X25519, "steward", 32),
        vector::<XWing>("X-Wing", Kem::XWing, "knock", 64),
    ]
}

fn info(purpose: &str) -> Vec<u8> {
    [b"sitr/v1/", purpose.as_bytes(), &relay().0, &handle().0].concat()
}

/// Seals with the other implementation.
pub(crate) fn seal_elsewhere<K: hpke::Kem>(
    public: &[u8],
    purpose: &str,
    handle: &sitr_wire::Handle,
    body: &[u8],
    chance: &[u8],
) -> Vec<u8> {
    let key = K::PublicKey::from_bytes(public).unwrap();
    let info = [b"sitr/v1/", purpose.as_bytes(), &relay().0, &handle.0].concat();
    let (encapsulated, sealed) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, K>(
            &OpModeS::Base,
            &key,
            &info,
            body,
            b"",
            &mut Fixed::new(chance),
        )
        .unwrap();
    [encapsulated.to_bytes().as_slice(), &sealed].concat()
}

fn vector<K: hpke::Kem>(name: &str, kem: Kem, purpose: &str, chance: usize) -> Vector {
    let body = b"what only the holder of the key reads";
    let pair = KeyPair::generate(kem, &mut Fixed::new(&bytes(name))).unwrap();
    let private = K::PrivateKey::from_bytes(pair.private.expose()).unwrap();
    assert_eq!(K::sk_to_pk(&private).to_bytes().as_slice(), pair.public);
    let chance = [bytes("encapsulation"), bytes("encapsulation, more")].concat()[..chance].to_vec();
    let sealed = seal_elsewhere::<K>(&pair.public, purpose, &handle(), body, &chance);
    let opened = ours::open(kem, &pair.private, purpose, &relay(), &handle(), &sealed);
    assert_eq!(opened.as_deref(), Ok(body.as_slice()));
    theirs_opens_ours::<K>(kem, &pair, &private, purpose);
    Vector::new(name, "Opens to the body, for this key, purpose, relay and mailbox only.")
        .given("private_key", hex(pair.private.expose()))
        .given("public_key", hex(&pair.public))
        .given("purpose", purpose)
        .given("relay_id", hex(relay().0))
        .given("handle", hex(handle().0))
        .given("encapsulation_randomness", hex(chance))
        .given("body", hex(body))
        .step("info", hex(info(purpose)))
        .gives("sealed", hex(sealed))
}

/// The way back: sealed by ours, with chance of its own, and opened by the other implementation.
fn theirs_opens_ours<K: hpke::Kem>(
    kem: Kem,
    pair: &KeyPair,
    private: &K::PrivateKey,
    purpose: &str,
) {
    let sealed = ours::seal(kem, &pair.public, purpose, &relay(), &handle(), b"words").unwrap();
    let (encapsulated, sealed) = sealed.split_at(if kem == Kem::X25519 { 32 } else { 1120 });
    let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, K>(
        &OpModeR::Base,
        private,
        &K::EncappedKey::from_bytes(encapsulated).unwrap(),
        &info(purpose),
        sealed,
        b"",
    );
    assert_eq!(opened.unwrap(), b"words");
}
