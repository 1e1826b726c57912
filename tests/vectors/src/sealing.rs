//! Cells, and bodies that do not fit into one (rules ).

use bytes::Bytes;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sitr_client_core::body::{Pointer, encode};
use sitr_client_core::crypto::cell::{self, Kind, body_max};
use sitr_client_core::payload;
use sitr_wire::{Cell, CellSize, Keep, Life, Mailbox};

use crate::Vector;
use crate::json::{Json, hex};
use crate::kit::{Fixed, address, bytes, handle, mailbox_json, relay, secret, seed, sha256};

pub(crate) const NOTE: &str = "X-01: nonce of 24 bytes, then XChaCha20-Poly1305 of (length u32be, kind \
    u8, body, zeros) with the associated data `sitr/v1/cell`, handle, size byte. Cells of more than 2 KiB \
    stand by their SHA-256.";

/// A cell, sealed by hand; `plain` is what stands under the seal, without its zeros.
fn by_hand(plain: &[u8], size: CellSize, nonce: &[u8; 24]) -> Cell {
    let mut padded = plain.to_vec();
    padded.resize(size.bytes() - 24 - 16, 0);
    let aad = [b"sitr/v1/cell".as_slice(), &handle().0, &[size as u8]].concat();
    let key = bytes("seal");
    let cipher = XChaCha20Poly1305::new(&key.into());
    let payload = Payload { msg: &padded, aad: &aad };
    let sealed = cipher.encrypt(XNonce::from_slice(nonce), payload).unwrap();
    Cell::new(Bytes::from([nonce.as_slice(), &sealed].concat())).unwrap()
}

fn nonce(what: &str) -> [u8; 24] {
    bytes(what)[..24].try_into().unwrap()
}

pub(crate) fn cell_json(vector: Vector, cell: &Cell) -> Vector {
    let vector = match cell.size() {
        CellSize::K2 => vector.gives("cell", hex(cell.bytes())),
        _ => vector,
    };
    vector.gives("cell_sha256", hex(cell.hash().0))
}

pub(crate) fn vectors() -> Vec<Vector> {
    let longest = vec![0x33; body_max(CellSize::K2)];
    let mut all = vec![
        sealed("an empty body", CellSize::K2, Kind::Message, &[]),
        sealed("a short body", CellSize::K2, Kind::Message, b"some words"),
        sealed("the longest body", CellSize::K2, Kind::Final, &longest),
    ];
    for (name, size) in [("16", CellSize::K16), ("64", CellSize::K64), ("256", CellSize::K256)] {
        all.push(sealed(&format!("a cell of {name} KiB"), size, Kind::Payload, b"some words"));
    }
    all.extend(dropped());
    all.push(spilled());
    all
}

fn sealed(name: &str, size: CellSize, kind: Kind, body: &[u8]) -> Vector {
    let (key, nonce) = (secret("seal"), nonce(name));
    let made = cell::seal(&key, &handle(), size, kind, body, &mut Fixed::new(&nonce)).unwrap();
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    let plain = [length.as_slice(), &[kind as u8], body].concat();
    assert_eq!(made, by_hand(&plain, size, &nonce));
    assert_eq!(cell::open(&key, &handle(), &made), Some((kind, body.to_vec())));
    let vector = Vector::new(name, "Opens to kind and body, in its own mailbox only.")
        .given("seal", hex(key.expose()))
        .given("handle", hex(handle().0))
        .given("size", size as u8)
        .given("kind", kind as u8)
        .given("nonce", hex(nonce))
        .given("body", hex(body))
        .step("plain_without_zeros", hex(plain));
    cell_json(vector, &made)
}

/// Cells that a holder of the key can make, and that nobody reads.
fn dropped() -> Vec<Vector> {
    let cases: [(&str, &'static str, &[u8]); 4] = [
        ("nonzero padding", "X-02: dropped.", &[0, 0, 0, 1, 1, 5, 9]),
        ("unknown kind", "X-02: dropped.", &[0, 0, 0, 1, 99, 5]),
        ("kind zero", "X-02: dropped.", &[0, 0, 0, 1, 0, 5]),
        ("a length beyond the cell", "X-01: dropped.", &[0xff, 0xff, 0xff, 0xff, 1]),
    ];
    let make = |(name, note, plain): (&str, &'static str, &[u8])| {
        let nonce = nonce(name);
        let made = by_hand(plain, CellSize::K2, &nonce);
        assert_eq!(cell::open(&secret("seal"), &handle(), &made), None);
        let vector = Vector::new(name, note)
            .given("seal", hex(bytes("seal")))
            .given("handle", hex(handle().0))
            .given("nonce", hex(nonce))
            .step("plain_without_zeros", hex(plain));
        cell_json(vector, &made).gives("opens", false)
    };
    cases.into_iter().map(make).collect()
}

/// A body of three cells lies in a payload mailbox of four.
fn spilled() -> Vector {
    let size = CellSize::K16;
    let body: Vec<u8> = (0..40_000u32).map(|at| (at % 251) as u8).collect();
    let mailbox = Mailbox {
        address_hash: address().hash(),
        write_key: seed("write").public(),
        close_key: seed("nobody").public(),
        burn_key: None,
        cell_size: size,
        capacity: 4,
        life: Life::Days30,
        keep: Keep::Days30,
        append_cost: 0,
    };
    let handle = mailbox.handle(&relay());
    let seal = secret("payload seal");
    let mut parts = body.chunks(body_max(size));
    let cells: Vec<Cell> = (0..4u8)
        .map(|number| {
            let part = parts.next().unwrap_or_default();
            let mut nonce = Fixed::new(&[number; 24]);
            cell::seal(&seal, &handle, size, Kind::Payload, part, &mut nonce).unwrap()
        })
        .collect();
    let pointer = Pointer {
        kind: Kind::Final as u8,
        mailbox: mailbox.clone(),
        address: address(),
        seal: seal.clone(),
        hash: sha256(&[&body]),
        length: 40_000,
    };
    assert_eq!(payload::assemble(&pointer, &relay(), &cells).as_ref(), Some(&body));
    let hashes: Vec<Json> = cells.iter().map(|cell| hex(cell.hash().0)).collect();
    let note = "X-04: the body is cut into bodies of 16,339 bytes of kind 5; the number of cells is a \
        power of two, the last one here is empty. Byte i of the body is i mod 251; the nonce of cell i \
        is the byte i, 24 times.";
    Vector::new("a body of more than one cell", note)
        .given("body_bytes", 40_000u64)
        .given("kind", Kind::Final as u8)
        .given("relay_id", hex(relay().0))
        .given("address", hex(address().expose()))
        .given("seal", hex(seal.expose()))
        .given("mailbox", mailbox_json(&mailbox))
        .step("handle", hex(handle.0))
        .step("body_sha256", hex(sha256(&[&body])))
        .gives("cells_sha256", hashes)
        .gives("pointer", hex(encode(&pointer)))
}
