//! Inputs that every vector is made of, and the primitives in their plainest form.

use std::convert::Infallible;

use ed25519_dalek::{Signer as _, SigningKey};
use rand::{TryCryptoRng, TryRng};
use sha2::{Digest as _, Sha256};
use sitr_client_core::RoomId;
use sitr_client_core::crypto::Secret;
use sitr_wire::{
    Address, CellHash, CellSize, Handle, Keep, Life, Mailbox, RelayId, Seed, Signature,
};

use crate::json::{Json, hex, object};

/// 32 bytes that look like chance, named by what they are for.
pub(crate) fn bytes(what: &str) -> [u8; 32] {
    sha256(&[b"sitr vectors v1: ", what.as_bytes()])
}

pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

pub(crate) fn seed(what: &str) -> Seed {
    Seed::new(bytes(what))
}

pub(crate) fn secret(what: &str) -> Secret {
    Secret::new(bytes(what))
}

pub(crate) fn relay() -> RelayId {
    RelayId::of(&seed("relay key").public())
}

pub(crate) fn handle() -> Handle {
    Handle(bytes("handle"))
}

pub(crate) fn room() -> RoomId {
    RoomId(bytes("room"))
}

pub(crate) fn address() -> Address {
    Address::new(bytes("address"))
}

pub(crate) fn cell_hash() -> CellHash {
    CellHash(bytes("hash of a cell"))
}

/// Ed25519 over `label || 0 || parts`, from the primitive itself.
pub(crate) fn statement(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    [label.as_bytes(), &[0], &parts.concat()].concat()
}

pub(crate) fn ed25519(seed: &Seed, statement: &[u8]) -> Signature {
    Signature(SigningKey::from_bytes(seed.expose()).sign(statement).to_bytes())
}

pub(crate) fn mailbox(burn: bool, cell_size: CellSize) -> Mailbox {
    Mailbox {
        address_hash: address().hash(),
        write_key: seed("write").public(),
        close_key: seed("close").public(),
        burn_key: burn.then(|| seed("burn").public()),
        cell_size,
        capacity: 4096,
        life: Life::Days180,
        keep: Keep::Days30,
        append_cost: if burn { 3 } else { 0 },
    }
}

pub(crate) fn mailbox_json(mailbox: &Mailbox) -> Json {
    object([
        ("address_hash", hex(mailbox.address_hash.0)),
        ("write_key", hex(mailbox.write_key.0)),
        ("close_key", hex(mailbox.close_key.0)),
        ("burn_key", mailbox.burn_key.map_or(Json::Null, |key| hex(key.0))),
        ("cell_size", (mailbox.cell_size as u8).into()),
        ("capacity", mailbox.capacity.into()),
        ("life", (mailbox.life as u8).into()),
        ("keep", (mailbox.keep as u8).into()),
        ("append_cost", mailbox.append_cost.into()),
    ])
}

/// A generator that gives these bytes, again and again: chance that stands in the vector.
pub(crate) struct Fixed(Vec<u8>, usize);

impl Fixed {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec(), 0)
    }

    fn byte(&mut self) -> u8 {
        let byte = self.0[self.1 % self.0.len()];
        self.1 += 1;
        byte
    }
}

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.fill_with(|| self.byte());
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}
