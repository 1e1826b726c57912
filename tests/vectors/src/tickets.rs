//! Tickets of work (rule T-01).

use argon2::{Algorithm, Argon2, Params, Version};
use sitr_wire::ticket::{self, Difficulty, Purpose, Ticket};

use crate::Vector;
use crate::json::{Json, hex};
use crate::kit::{cell_hash, handle, relay, sha256};

pub(crate) const NOTE: &str = "T-01: gate = H(`sitr/v1/ticket`, relay id, handle, day u32be, 1 Open or \
    2 Append, H(cell) or zeros, nonce of 16 bytes); it needs `gate_bits` leading zero bits. Then Argon2id \
    version 0x13 of the gate, salt `sitr/v1/ticket-salt`, one pass, one lane, `argon_kib` of memory, 32 \
    bytes out; it needs `argon_bits` leading zero bits. The nonce here is the first one that is good, \
    counted upwards from zero as a number of 128 bits, big-endian.";

const DAY: u32 = 20_000;
const EASY: Difficulty = Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 2 };
const USUAL: Difficulty = Difficulty { gate_bits: 6, argon_kib: 1024, argon_bits: 1 };

pub(crate) fn vectors() -> Vec<Vector> {
    let cell = cell_hash();
    vec![
        work("open", Purpose::Open, &EASY),
        work("append", Purpose::Append(&cell), &EASY),
        work("open, with more memory", Purpose::Open, &USUAL),
    ]
}

fn work(name: &str, purpose: Purpose<'_>, difficulty: &Difficulty) -> Vector {
    let (relay, handle) = (relay(), handle());
    let found = ticket::work(&relay, &handle, purpose, DAY, difficulty, 0);
    let Some(Ticket::Work { nonce, .. }) = found else { unreachable!("work was asked for") };
    let (verb, cell) = match purpose {
        Purpose::Open => (1, [0; 32]),
        Purpose::Append(cell) => (2, cell.0),
    };
    let day = DAY.to_be_bytes();
    let gate = sha256(&[b"sitr/v1/ticket", &relay.0, &handle.0, &day, &[verb], &cell, &nonce]);
    let params = Params::new(difficulty.argon_kib, 1, 1, Some(32)).unwrap();
    let mut argon = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&gate, b"sitr/v1/ticket-salt", &mut argon)
        .unwrap();
    let zeros = |hash: [u8; 32]| u32::from_be_bytes(hash[..4].try_into().unwrap()).leading_zeros();
    assert!(zeros(gate) >= difficulty.gate_bits && zeros(argon) >= difficulty.argon_bits);
    let note = "The first nonce that is good for this request and no other.";
    Vector::new(name, note)
        .given("relay_id", hex(relay.0))
        .given("handle", hex(handle.0))
        .given("day", DAY)
        .given("verb", if verb == 1 { "open" } else { "append" })
        .given("cell_hash", if verb == 1 { Json::Null } else { hex(cell) })
        .given("gate_bits", difficulty.gate_bits)
        .given("argon_kib", difficulty.argon_kib)
        .given("argon_bits", difficulty.argon_bits)
        .step("gate", hex(gate))
        .step("argon", hex(argon))
        .gives("nonce", hex(nonce))
}
