//! Making and opening slots with what the caller holds: a passphrase, a keyring, a code.

use super::error::{CreateError, OpenError, SlotError};
use super::hex::Hex;
use super::keyfile::KeyFile;
use super::keyring::{Keyring, KeyringError};
use super::secret::{Key32, fill_random};
use super::slot::{ProfileId, Slot, SlotKind, WrapError};
use super::{NewSlot, Unlock};

/// The database key, out of the slot that fits what was offered.
pub(super) fn open_slot(keys: &KeyFile, unlock: &Unlock<'_>) -> Result<Key32, OpenError> {
    let slot = |kind| keys.slot(kind).ok_or(OpenError::NoSuchSlot);
    let id = &keys.profile;
    match unlock {
        Unlock::Passphrase(passphrase) => slot(SlotKind::Passphrase)?
            .open_with_passphrase(id, passphrase)
            .ok_or(OpenError::WrongPassphrase),
        Unlock::Recovery(code) => {
            slot(SlotKind::Recovery)?.open_with_code(id, code).ok_or(OpenError::WrongRecoveryCode)
        }
        Unlock::Keyring(keyring) => {
            let slot = slot(SlotKind::Keyring)?;
            let Slot::Keyring { account, .. } = slot else { return Err(OpenError::NoSuchSlot) };
            let secret = keyring.get(account)?.ok_or(OpenError::KeyringEmpty)?;
            Key32::from_slice(&secret)
                .and_then(|key| slot.open_with_keyring_key(id, &key))
                .ok_or(OpenError::WrongKeyringKey)
        }
    }
}

/// Why a slot of either kind cannot be made.
pub(super) enum MakeError {
    Keyring(KeyringError),
    Keys(WrapError),
}

impl From<MakeError> for CreateError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Keyring(error) => Self::Keyring(error),
            MakeError::Keys(error) => Self::Keys(error),
        }
    }
}

impl From<MakeError> for SlotError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Keyring(error) => Self::Keyring(error),
            MakeError::Keys(error) => Self::Keys(error),
        }
    }
}

/// A new slot; a keyring has its key when this returns.
pub(super) fn make_slot(
    id: &ProfileId,
    database_key: &Key32,
    slot: &NewSlot<'_>,
) -> Result<Slot, MakeError> {
    match slot {
        NewSlot::Passphrase(passphrase, cost) => {
            Slot::passphrase(id, database_key, passphrase, *cost).map_err(MakeError::Keys)
        }
        NewSlot::Keyring(keyring) => {
            // Every slot has an account of its own, so that an old slot stays whole until the new
            // one is on the disk.
            let mut account = Hex([0; 16]);
            fill_random(&mut account.0).map_err(|error| MakeError::Keys(error.into()))?;
            let key = Key32::random().map_err(|error| MakeError::Keys(error.into()))?;
            let account = account.to_string();
            keep_in_keyring(*keyring, &account, &key).map_err(MakeError::Keyring)?;
            Slot::keyring(id, database_key, account, &key).map_err(MakeError::Keys)
        }
    }
}

/// Some keyrings accept a key and lose it, so it is read back before anything relies on it.
fn keep_in_keyring(keyring: &dyn Keyring, account: &str, key: &Key32) -> Result<(), KeyringError> {
    keyring.set(account, key.bytes())?;
    match keyring.get(account)? {
        Some(kept) if kept.as_slice() == key.bytes() => Ok(()),
        _ => Err(KeyringError::Forgetful),
    }
}

/// Tidiness only: the key of a slot that is gone opens nothing, so a keyring may refuse.
pub(super) fn forget_account(slot: Option<&Slot>, keyring: &dyn Keyring) {
    if let Some(Slot::Keyring { account, .. }) = slot {
        let _ = keyring.delete(account);
    }
}
