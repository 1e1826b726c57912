//! What is signed at the relay (rules S-01, S-02).

use sitr_wire::statement::Statement;
use sitr_wire::{CellHash, Seed};

use crate::Vector;
use crate::json::{Json, hex};
use crate::kit::{bytes, cell_hash, ed25519, handle, relay, seed, statement};

pub(crate) const NOTE: &str = "S-01: `label || 0 || relay id || handle || SHA-256(cell) or 32 zeros || \
    superseded hash or 32 zeros`, signed with Ed25519. The hello and the mark have parts of their own.";

const NONE: [u8; 32] = [0; 32];

fn signed(name: &str, note: &'static str, made: &Statement, text: Vec<u8>, seed: &Seed) -> Vector {
    let signature = ed25519(seed, &text);
    assert_eq!(made.sign(seed), signature);
    assert!(made.verifies(&seed.public(), &signature));
    Vector::new(name, note)
        .given("seed", hex(seed.expose()))
        .step("public_key", hex(seed.public().0))
        .step("statement", hex(text))
        .gives("signature", hex(signature.0))
}

fn at(vector: Vector, cell: Option<&CellHash>, supersedes: Option<&CellHash>) -> Vector {
    let or_null = |hash: Option<&CellHash>| hash.map_or(Json::Null, |hash| hex(hash.0));
    vector
        .given("relay_id", hex(relay().0))
        .given("handle", hex(handle().0))
        .given("cell_hash", or_null(cell))
        .given("superseded_hash", or_null(supersedes))
}

pub(crate) fn vectors() -> Vec<Vector> {
    let (relay, handle, cell) = (relay(), handle(), cell_hash());
    let older = CellHash(bytes("hash of an older final cell"));
    let over = |label, parts: [&[u8; 32]; 3]| {
        let [a, b, c] = parts;
        statement(label, &[&relay.0, a, b, c])
    };
    let append = Statement::append(&relay, &handle, &cell);
    let close = Statement::close(&relay, &handle, &cell, None);
    let supersede = Statement::close(&relay, &handle, &cell, Some(&older));
    let burn = Statement::burn(&relay, &handle);
    let text = over("sitr/v1/append", [&handle.0, &cell.0, &NONE]);
    let append = signed("append", "By the write key.", &append, text, &seed("write"));
    let text = over("sitr/v1/close", [&handle.0, &cell.0, &NONE]);
    let close = signed("close", "By the close key.", &close, text, &seed("close"));
    let text = over("sitr/v1/close", [&handle.0, &cell.0, &older.0]);
    let note = "By the close key; the latest final cell is named.";
    let supersede = signed("close that supersedes", note, &supersede, text, &seed("close"));
    let text = over("sitr/v1/burn", [&handle.0, &NONE, &NONE]);
    let burn = signed("burn", "By the burn key.", &burn, text, &seed("burn"));
    vec![
        at(append, Some(&cell), None),
        at(close, Some(&cell), None),
        at(supersede, Some(&cell), Some(&older)),
        at(burn, None, None),
        mark(),
        hello(),
    ]
}

fn mark() -> Vector {
    let (relay, handle, chain) = (relay(), handle(), bytes("chain"));
    let parts: [&[u8]; 4] = [&relay.0, &handle.0, &32u64.to_be_bytes(), &chain];
    let made = Statement::mark(&relay, &handle, 32, &chain);
    let text = statement("sitr/v1/mark", &parts);
    signed("mark", "M-08: by the relay, at a full page.", &made, text, &seed("relay key"))
        .given("relay_id", hex(relay.0))
        .given("handle", hex(handle.0))
        .given("mark", 32u64)
        .given("chain", hex(chain))
}

fn hello() -> Vector {
    let (relay, nonce) = (relay(), bytes("nonce"));
    let made = Statement::hello(&relay, &nonce);
    let text = statement("sitr/v1/hello", &[&relay.0, &nonce]);
    signed("hello", "W-03: by the relay, over the client's nonce.", &made, text, &seed("relay key"))
        .given("relay_id", hex(relay.0))
        .given("nonce", hex(nonce))
}
