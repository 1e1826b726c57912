//! Cells under a key that the attacker has: a hostile member.

use bytes::Bytes;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sitr_client_core::body::{Pointer, encode};
use sitr_client_core::crypto::{Secret, cell, sha256};
use sitr_client_core::payload;
use sitr_wire::{
    Address, AddressHash, Cell, CellSize, Handle, Keep, Life, Mailbox, PublicKey, RelayId,
};

const KEY: [u8; 32] = [1; 32];
const RELAY: RelayId = RelayId([2; 32]);
pub(crate) const HANDLE: Handle = Handle([3; 32]);
const NONCE: usize = 24;
const TAG: usize = 16;

/// Seals any plain text at all, which the client's own code never would.
fn seal(handle: &Handle, size: CellSize, plain: &[u8]) -> Cell {
    let mut whole = plain.to_vec();
    whole.resize(size.bytes() - NONCE - TAG, 0);
    let aad = [b"sitr/v1/cell", &handle.0[..], &[size as u8]].concat();
    let nonce = [7; NONCE];
    let sealed = XChaCha20Poly1305::new((&KEY).into())
        .encrypt(XNonce::from_slice(&nonce), Payload { msg: &whole, aad: &aad })
        .expect("a cell can be sealed");
    Cell::new(Bytes::from([&nonce[..], &sealed].concat())).expect("it has its size")
}

/// The bytes are the plain text of a cell: length, kind, body, padding.
pub(crate) fn cell(data: &[u8]) -> bool {
    let key = Secret::new(KEY);
    let sealed = seal(&HANDLE, CellSize::K2, data);
    assert!(cell::open(&key, &Handle([4; 32]), &sealed).is_none(), "opens in another mailbox");
    let mut raw = data.to_vec();
    raw.resize(CellSize::K2.bytes(), 0);
    let raw = Cell::new(Bytes::from(raw)).expect("it has its size");
    assert!(cell::open(&key, &HANDLE, &raw).is_none(), "opens without the key");
    let Some((kind, body)) = cell::open(&key, &HANDLE, &sealed) else { return false };
    assert!(body.len() <= cell::body_max(CellSize::K2), "more than a cell holds");
    let length = u32::try_from(body.len()).expect("small").to_be_bytes();
    let mut plain = [&length[..], &[kind as u8], &body].concat();
    plain.resize(CellSize::K2.bytes() - NONCE - TAG, 0);
    let mut given = data.to_vec();
    given.resize(plain.len(), 0);
    assert!(plain == given, "two plain texts of one body");
    true
}

/// `capacity u8, length u24be, flags, then the cells' plain texts of 200 bytes each`. The pointer comes
/// out of a cell, as a client gets it, with all that it checks there.
pub(crate) fn payload(data: &[u8]) -> bool {
    let Some((head, rest)) = data.split_first_chunk::<5>() else { return false };
    let [capacity, high, mid, low, flags] = *head;
    let size = if flags & 1 == 0 { CellSize::K16 } else { CellSize::K64 };
    let mailbox = Mailbox {
        address_hash: AddressHash([5; 32]),
        write_key: PublicKey([6; 32]),
        close_key: PublicKey([7; 32]),
        burn_key: None,
        cell_size: size,
        capacity: u32::from(capacity).max(1),
        life: Life::Days30,
        keep: Keep::Days30,
        append_cost: 0,
    };
    let handle = mailbox.handle(&RELAY);
    let cells: Vec<Cell> = rest.chunks(200).map(|plain| seal(&handle, size, plain)).collect();
    let key = Secret::new(KEY);
    let bodies = cells.iter().filter_map(|sealed| cell::open(&key, &handle, sealed));
    let whole = bodies.map(|(_, body)| body).collect::<Vec<_>>().concat();
    let hash = if flags & 2 == 0 { sha256(&[&whole]) } else { [0; 32] };
    let length = u32::from_be_bytes([0, high, mid, low]);
    let (address, seal_key) = (Address::new([8; 32]), Secret::new(KEY));
    let pointer = Pointer { kind: flags, mailbox, address, seal: seal_key, hash, length };
    let encoded = encode(&pointer);
    let prefix = u32::try_from(encoded.len()).expect("small").to_be_bytes();
    let plain = [&prefix[..], &[cell::Kind::Pointer as u8], &encoded].concat();
    let sealed = seal(&HANDLE, CellSize::K2, &plain);
    let Some(read) = payload::pointer(&key, &HANDLE, &sealed) else { return false };
    assert_eq!(read, pointer, "a pointer changes on its way");
    let Some(body) = payload::assemble(&read, &RELAY, &cells) else { return false };
    assert!(sha256(&[&body]) == read.hash, "not what was pointed to");
    assert!(body.len() <= read.length as usize, "longer than it said");
    true
}
