//! Key slots: the database key, wrapped by something its owner has.
//!
//! Each slot wraps the same random 32-byte database key with XChaCha20-Poly1305 under a key of its
//! own and a random 24-byte nonce. The associated data is `label || profile id (16 bytes)`, so that
//! no slot can be moved to another profile or passed off as another kind.
//!
//! | slot | wrapping key | label in the associated data |
//! |---|---|---|
//! | passphrase | Argon2id(passphrase, salt of 16 bytes), cost stored | `sitr/v1/slot/passphrase` |
//! | keyring | 32 random bytes that the OS keyring keeps | `sitr/v1/slot/keyring` |
//! | duress | Argon2id, as for a passphrase; it wraps nothing of use ([`super::duress`]) | `sitr/v1/slot/duress` |
//! | recovery | HKDF-SHA256(salt = profile id, ikm = 17 bytes of the code, info = `sitr/v1/slot/recovery/key`) | `sitr/v1/slot/recovery` |

use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::hex::Hex;
use super::recovery::RecoveryCode;
use super::secret::{Key32, NoEntropy, Passphrase, fill_random};

/// All labels of this folder, in one place: two uses of one key never share one.
pub(crate) mod label {
    pub(crate) const PASSPHRASE: &[u8] = b"sitr/v1/slot/passphrase";
    pub(crate) const KEYRING: &[u8] = b"sitr/v1/slot/keyring";
    pub(crate) const RECOVERY: &[u8] = b"sitr/v1/slot/recovery";
    pub(crate) const DURESS: &[u8] = b"sitr/v1/slot/duress";
    pub(crate) const RECOVERY_KEY: &[u8] = b"sitr/v1/slot/recovery/key";
    pub(crate) const RECOVERY_CHECK: &[u8] = b"sitr/v1/slot/recovery/check";
}

/// The random name of a profile, which is not secret.
pub(crate) type ProfileId = Hex<16>;

/// Which kind of key opens a slot. A profile has at most one slot of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// Something its owner remembers.
    Passphrase,
    /// A key in the keyring of the operating system. Never the only slot.
    Keyring,
    /// A code on paper.
    Recovery,
}

/// What it costs to try one passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassphraseCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl PassphraseCost {
    /// Argon2id over 64 MiB, 3 passes, 1 lane: 0.15 s on a desktop.
    pub const RECOMMENDED: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// The most that a key file may ask for, so that a damaged one does not eat the machine.
    const MAX: Self = Self { memory_kib: 1024 * 1024, passes: 64, lanes: 16 };

    /// A cost of one's own: memory in KiB, passes, lanes. Below [`Self::RECOMMENDED`] it is for
    /// tests only. `None` outside of what Argon2 takes (8 KiB a lane, one pass, one lane at least)
    /// or above 1 GiB, 64 passes, 16 lanes.
    #[must_use]
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let cost = Self { memory_kib, passes, lanes };
        cost.params().map(|_| cost)
    }

    pub(super) fn is_sound(self) -> bool {
        self.params().is_some()
    }

    fn params(self) -> Option<Params> {
        let bounded = self.memory_kib <= Self::MAX.memory_kib
            && self.passes <= Self::MAX.passes
            && self.lanes <= Self::MAX.lanes;
        bounded.then(|| Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok())?
    }
}

/// The database key under a wrapping key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrapped {
    pub(super) nonce: Hex<24>,
    pub(super) sealed: Hex<48>,
}

/// A slot as it stands in `keys.json`. None of it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Slot {
    Passphrase { cost: PassphraseCost, salt: Hex<16>, wrapped: Wrapped },
    Keyring { account: String, wrapped: Wrapped },
    Recovery { wrapped: Wrapped },
}

impl Slot {
    pub(crate) fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase { .. } => SlotKind::Passphrase,
            Self::Keyring { .. } => SlotKind::Keyring,
            Self::Recovery { .. } => SlotKind::Recovery,
        }
    }

    /// Whether the numbers in it can be used at all.
    pub(crate) fn is_sound(&self) -> bool {
        self.cost().is_none_or(PassphraseCost::is_sound)
    }

    /// What it costs to try a passphrase, if that is what opens it.
    pub(crate) const fn cost(&self) -> Option<PassphraseCost> {
        match self {
            Self::Passphrase { cost, .. } => Some(*cost),
            Self::Keyring { .. } | Self::Recovery { .. } => None,
        }
    }

    pub(crate) fn passphrase(
        profile: &ProfileId,
        database_key: &Key32,
        passphrase: &Passphrase,
        cost: PassphraseCost,
    ) -> Result<Self, WrapError> {
        let label = label::PASSPHRASE;
        let (salt, wrapped) = wrap_by_passphrase(passphrase, cost, label, profile, database_key)?;
        Ok(Self::Passphrase { cost, salt, wrapped })
    }

    pub(crate) fn keyring(
        profile: &ProfileId,
        database_key: &Key32,
        account: String,
        key: &Key32,
    ) -> Result<Self, WrapError> {
        let wrapped = wrap(key, label::KEYRING, profile, database_key)?;
        Ok(Self::Keyring { account, wrapped })
    }

    pub(crate) fn recovery(
        profile: &ProfileId,
        database_key: &Key32,
        code: &RecoveryCode,
    ) -> Result<Self, WrapError> {
        let key = recovery_key(profile, code).ok_or(WrapError::Derivation)?;
        Ok(Self::Recovery { wrapped: wrap(&key, label::RECOVERY, profile, database_key)? })
    }

    /// The database key, if this is a passphrase slot and the passphrase is its own.
    pub(crate) fn open_with_passphrase(
        &self,
        profile: &ProfileId,
        passphrase: &Passphrase,
    ) -> Option<Key32> {
        let Self::Passphrase { cost, salt, wrapped } = self else { return None };
        unwrap(&stretch(passphrase, *cost, salt)?, label::PASSPHRASE, profile, wrapped)
    }

    /// The database key, if this is a keyring slot and the key is its own.
    pub(crate) fn open_with_keyring_key(&self, profile: &ProfileId, key: &Key32) -> Option<Key32> {
        let Self::Keyring { wrapped, .. } = self else { return None };
        unwrap(key, label::KEYRING, profile, wrapped)
    }

    /// The database key, if this is a recovery slot and the code is its own.
    pub(crate) fn open_with_code(&self, profile: &ProfileId, code: &RecoveryCode) -> Option<Key32> {
        let Self::Recovery { wrapped } = self else { return None };
        unwrap(&recovery_key(profile, code)?, label::RECOVERY, profile, wrapped)
    }
}

/// Why a slot cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum WrapError {
    /// No random bytes.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The derivation or the cipher refused; too little memory, or a bug.
    #[error("the key slot cannot be computed: is there enough memory?")]
    Derivation,
}

/// Wraps a key under a passphrase and a new salt.
pub(super) fn wrap_by_passphrase(
    passphrase: &Passphrase,
    cost: PassphraseCost,
    label: &[u8],
    profile: &ProfileId,
    wrapped: &Key32,
) -> Result<(Hex<16>, Wrapped), WrapError> {
    let mut salt = Hex([0; 16]);
    fill_random(&mut salt.0)?;
    let key = stretch(passphrase, cost, &salt).ok_or(WrapError::Derivation)?;
    Ok((salt, wrap(&key, label, profile, wrapped)?))
}

fn wrap(
    key: &Key32,
    label: &[u8],
    profile: &ProfileId,
    database_key: &Key32,
) -> Result<Wrapped, WrapError> {
    let mut nonce = Hex([0; 24]);
    fill_random(&mut nonce.0)?;
    let aad = [label, &profile.0].concat();
    let payload = Payload { msg: database_key.bytes(), aad: &aad };
    let sealed = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(XNonce::from_slice(&nonce.0), payload)
        .map_err(|_| WrapError::Derivation)?;
    let sealed = sealed.try_into().map(Hex).map_err(|_| WrapError::Derivation)?;
    Ok(Wrapped { nonce, sealed })
}

pub(super) fn unwrap(
    key: &Key32,
    label: &[u8],
    profile: &ProfileId,
    wrapped: &Wrapped,
) -> Option<Key32> {
    let aad = [label, &profile.0].concat();
    let payload = Payload { msg: &wrapped.sealed.0, aad: &aad };
    let opened = XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(XNonce::from_slice(&wrapped.nonce.0), payload)
        .map(Zeroizing::new)
        .ok()?;
    Key32::from_slice(&opened)
}

pub(super) fn stretch(
    passphrase: &Passphrase,
    cost: PassphraseCost,
    salt: &Hex<16>,
) -> Option<Key32> {
    let params = cost.params()?;
    // Given to Argon2 from here, because only then it can be wiped.
    let mut memory = Zeroizing::new(vec![Block::default(); params.block_count()]);
    let mut key = Key32::zero();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(
            passphrase.bytes(),
            &salt.0,
            key.bytes_mut(),
            memory.as_mut_slice(),
        )
        .ok()?;
    Some(key)
}

fn recovery_key(profile: &ProfileId, code: &RecoveryCode) -> Option<Key32> {
    let mut key = Key32::zero();
    Hkdf::<Sha256>::new(Some(&profile.0), code.bytes())
        .expand(label::RECOVERY_KEY, key.bytes_mut())
        .ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> PassphraseCost {
        PassphraseCost::new(8, 1, 1).unwrap()
    }

    #[test]
    fn a_slot_is_bound_to_its_kind_and_its_profile() {
        let (here, there) = (Hex([1; 16]), Hex([2; 16]));
        let secret = Key32::from_slice(&[7; 32]).unwrap();
        let key = Key32::from_slice(&[8; 32]).unwrap();
        let slot = Slot::keyring(&here, &secret, "a".into(), &key).unwrap();
        assert_eq!(slot.open_with_keyring_key(&here, &key).unwrap().bytes(), &[7; 32]);
        assert!(slot.open_with_keyring_key(&there, &key).is_none());
        assert!(slot.open_with_keyring_key(&here, &secret).is_none());

        let Slot::Keyring { wrapped, .. } = slot else { panic!("kind") };
        assert!(unwrap(&key, label::KEYRING, &here, &wrapped).is_some());
        assert!(unwrap(&key, label::RECOVERY, &here, &wrapped).is_none());
    }

    #[test]
    fn the_cost_is_part_of_the_key() {
        let (profile, secret) = (Hex([1; 16]), Key32::from_slice(&[7; 32]).unwrap());
        let passphrase = Passphrase::new("correct horse".into()).unwrap();
        let slot = Slot::passphrase(&profile, &secret, &passphrase, cheap()).unwrap();
        assert!(slot.open_with_passphrase(&profile, &passphrase).is_some());
        let Slot::Passphrase { salt, wrapped, .. } = slot else { panic!("kind") };
        let cost = PassphraseCost::new(8, 2, 1).unwrap();
        let slot = Slot::Passphrase { cost, salt, wrapped };
        assert!(slot.open_with_passphrase(&profile, &passphrase).is_none());
    }

    #[test]
    fn a_cost_beyond_reason_is_refused() {
        assert!(PassphraseCost::new(2 * 1024 * 1024, 3, 1).is_none());
        assert!(PassphraseCost::new(64, 0, 1).is_none());
        assert!(PassphraseCost::new(4, 1, 1).is_none());
        assert!(PassphraseCost::RECOMMENDED.params().is_some());
    }

    /// The fixture was opened by another implementation of Argon2id, HKDF and XChaCha20-Poly1305 too.
    #[test]
    fn the_form_is_frozen() {
        let dir = tempfile::tempdir().unwrap();
        let fixture = include_bytes!("../../tests/fixtures/keys_v1.json");
        std::fs::write(dir.path().join("keys.json"), fixture).unwrap();
        let keys = super::super::keyfile::KeyFile::read(dir.path()).unwrap();
        let slot = |kind| keys.slot(kind).unwrap();
        let passphrase = Passphrase::new("correct horse".into()).unwrap();
        let keyring_key = Key32::from_slice(&[0x22; 32]).unwrap();
        let code = RecoveryCode::parse("EDJQ-CSBE-EHJP-AVH0-C9WQ-8SBK-40GN-DCV7").unwrap();
        let id = &keys.profile;
        let opened = [
            slot(SlotKind::Passphrase).open_with_passphrase(id, &passphrase),
            slot(SlotKind::Keyring).open_with_keyring_key(id, &keyring_key),
            slot(SlotKind::Recovery).open_with_code(id, &code),
        ];
        assert!(opened.iter().all(|key| key.as_ref().unwrap().bytes() == &[0x77; 32]));

        // The form of today says so, and is the same where there is no duress slot yet.
        keys.write(dir.path()).unwrap();
        let today = String::from_utf8_lossy(fixture).replace("\"version\": 1", "\"version\": 2");
        let written = std::fs::read_to_string(dir.path().join("keys.json")).unwrap();
        assert_eq!(written, today);
    }
}
