//! Sealing and opening cells (rule X-01).
//!
//! `cell = nonce(24) || XChaCha20-Poly1305(key, nonce, aad, u32be length || kind || body || zeros)` with
//! `aad = "sitr/v1/cell" || handle || size byte`. Every cell of a class has the same length, and without
//! the key none can be told from random bytes.

use bytes::Bytes;
use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use sitr_wire::{Cell, CellSize, Handle};

use super::Secret;

const NONCE: usize = 24;
const TAG: usize = 16;
const HEAD: usize = 5;

/// What a cell holds. The number is the byte under the seal (rule X-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// An MLS application message.
    Message = 1,
    /// A member's own key update, for a steward to close with.
    Offer = 2,
    /// The end of an epoch.
    Final = 3,
    /// Points to a body that does not fit; see [`crate::body::Pointer`].
    Pointer = 4,
    /// A part of such a body.
    Payload = 5,
    /// What an invite shows.
    Card = 6,
    /// A request to join.
    Knock = 7,
    /// The answer to a knock.
    Reply = 8,
    /// What is said to a few, and names its author to nobody else.
    Deposit = 9,
    /// What two devices of a persona say to each other while one brings the other in.
    Device = 10,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Message,
        Self::Offer,
        Self::Final,
        Self::Pointer,
        Self::Payload,
        Self::Card,
        Self::Knock,
        Self::Reply,
        Self::Deposit,
        Self::Device,
    ];

    /// The kind that a byte stands for.
    #[must_use]
    pub fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// The longest body that a cell of this size holds.
#[must_use]
pub const fn body_max(size: CellSize) -> usize {
    size.bytes() - NONCE - TAG - HEAD
}

/// The body is longer than the cell can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body does not fit into the cell")]
pub struct TooLong;

fn associated(handle: &Handle, size: CellSize) -> Vec<u8> {
    let mut aad = Vec::with_capacity(45);
    aad.extend_from_slice(b"sitr/v1/cell");
    aad.extend_from_slice(handle.as_bytes());
    aad.push(size as u8);
    aad
}

/// Seals a body into a cell of the given size, for one mailbox.
///
/// # Errors
/// [`TooLong`] beyond [`body_max`].
pub fn seal(
    key: &Secret,
    handle: &Handle,
    size: CellSize,
    kind: Kind,
    body: &[u8],
    rng: &mut dyn rand::CryptoRng,
) -> Result<Cell, TooLong> {
    if body.len() > body_max(size) {
        return Err(TooLong);
    }
    let length = u32::try_from(body.len()).map_err(|_| TooLong)?;
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let mut plain = Vec::with_capacity(size.bytes());
    plain.extend_from_slice(&length.to_be_bytes());
    plain.push(kind as u8);
    plain.extend_from_slice(body);
    plain.resize(size.bytes() - NONCE - TAG, 0);
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    let tag = cipher
        .encrypt_in_place_detached(
            XNonce::from_slice(&nonce),
            &associated(handle, size),
            &mut plain,
        )
        .map_err(|_| TooLong)?;
    let mut cell = Vec::with_capacity(size.bytes());
    cell.extend_from_slice(&nonce);
    cell.extend_from_slice(&plain);
    cell.extend_from_slice(&tag);
    Cell::new(Bytes::from(cell)).map_err(|_| TooLong)
}

/// Opens a cell: its kind and body. `None` for a cell that was not sealed under this key for this
/// mailbox, has an unknown kind, or padding other than zeros (rule X-02).
#[must_use]
pub fn open(key: &Secret, handle: &Handle, cell: &Cell) -> Option<(Kind, Vec<u8>)> {
    let (nonce, rest) = cell.bytes().split_at_checked(NONCE)?;
    let (sealed, tag) = rest.split_at_checked(rest.len().checked_sub(TAG)?)?;
    let mut plain = sealed.to_vec();
    XChaCha20Poly1305::new(key.expose().into())
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            &associated(handle, cell.size()),
            &mut plain,
            Tag::from_slice(tag),
        )
        .ok()?;
    let (length, rest) = plain.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first()?;
    let (body, padding) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    if padding.iter().any(|byte| *byte != 0) {
        return None;
    }
    Some((Kind::of_byte(*kind)?, body.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Secret {
        Secret::new([1; 32])
    }

    fn seal_now(size: CellSize, body: &[u8]) -> Result<Cell, TooLong> {
        seal(&key(), &Handle([2; 32]), size, Kind::Message, body, &mut rand::rng())
    }

    #[test]
    fn a_cell_opens_in_its_own_mailbox_only() {
        //
        for size in CellSize::ALL {
            for length in [0, 1, body_max(size)] {
                let body = vec![7; length];
                let cell = seal_now(size, &body).unwrap();
                assert_eq!(cell.size(), size);
                assert_eq!(open(&key(), &Handle([2; 32]), &cell), Some((Kind::Message, body)));
                assert_eq!(open(&key(), &Handle([3; 32]), &cell), None);
                assert_eq!(open(&Secret::new([9; 32]), &Handle([2; 32]), &cell), None);
            }
            assert_eq!(seal_now(size, &vec![7; body_max(size) + 1]), Err(TooLong));
        }
    }

    #[test]
    fn a_changed_cell_does_not_open() {
        //
        let cell = seal_now(CellSize::K2, b"words").unwrap();
        for at in [0, NONCE, 1000, 2047] {
            let mut bytes = cell.bytes().to_vec();
            bytes[at] ^= 1;
            let changed = Cell::new(Bytes::from(bytes)).unwrap();
            assert_eq!(open(&key(), &Handle([2; 32]), &changed), None);
        }
    }

    /// Seals a plain text as it stands, as a dishonest holder of the key could.
    fn seal_raw(plain: &[u8]) -> Cell {
        let mut plain = plain.to_vec();
        plain.resize(2048 - NONCE - TAG, 0);
        let nonce = [0; NONCE];
        let tag = XChaCha20Poly1305::new(key().expose().into())
            .encrypt_in_place_detached(
                XNonce::from_slice(&nonce),
                &associated(&Handle([2; 32]), CellSize::K2),
                &mut plain,
            )
            .unwrap();
        Cell::new(Bytes::from([&nonce[..], &plain, &tag].concat())).unwrap()
    }

    #[test]
    fn padding_is_zeros_and_kinds_are_known() {
        //
        let handle = Handle([2; 32]);
        assert!(open(&key(), &handle, &seal_raw(&[0, 0, 0, 1, 1, 5])).is_some());
        assert_eq!(open(&key(), &handle, &seal_raw(&[0, 0, 0, 1, 1, 5, 9])), None);
        assert_eq!(open(&key(), &handle, &seal_raw(&[0, 0, 0, 1, 99, 5])), None);
        assert_eq!(open(&key(), &handle, &seal_raw(&[0xff, 0xff, 0xff, 0xff, 1])), None);
    }
}
