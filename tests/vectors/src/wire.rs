//! Identifiers: relay, address, handle, chain; and the short ids of people and things.

use sitr_client_core::{InviteId, KnockId, MemberId};
use sitr_community::Persona;
use sitr_wire::chain::Chain;
use sitr_wire::{CellHash, CellSize, Keep, Life, Mailbox};

use crate::Vector;
use crate::json::{Json, hex};
use crate::kit::{address, bytes, cell_hash, handle, mailbox, mailbox_json, relay, seed, sha256};

pub(crate) const NOTE: &str = "Names on the wire. H is SHA-256, parts stand one after the other.";

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = vec![relay_id(), address_hash()];
    all.push(a_handle("a mailbox of a room", &mailbox(false, CellSize::K2)));
    all.push(a_handle("a mailbox of an invite", &mailbox(true, CellSize::K16)));
    let least = Mailbox {
        capacity: 1,
        life: Life::Days1,
        keep: Keep::Days90,
        append_cost: 16,
        ..mailbox(true, CellSize::K256)
    };
    all.push(a_handle("other classes", &least));
    all.push(chain());
    all.extend(ids());
    all
}

fn relay_id() -> Vector {
    let key = seed("relay key").public();
    let preimage = [b"sitr/v1/relay", key.as_bytes().as_slice()].concat();
    assert_eq!(relay().0, sha256(&[&preimage]));
    Vector::new("relay id", "W-02: the relay's Ed25519 key under a label.")
        .given("relay_seed", hex(seed("relay key").expose()))
        .step("relay_key", hex(key.0))
        .step("preimage", hex(&preimage))
        .gives("relay_id", hex(relay().0))
}

fn address_hash() -> Vector {
    let preimage = [b"sitr/v1/addr", address().expose().as_slice()].concat();
    assert_eq!(address().hash().0, sha256(&[&preimage]));
    Vector::new("address hash", "M-02: all that the relay stores of an address.")
        .given("address", hex(address().expose()))
        .step("preimage", hex(&preimage))
        .gives("address_hash", hex(address().hash().0))
}

fn a_handle(name: &str, mailbox: &Mailbox) -> Vector {
    let burn = mailbox.burn_key.map_or([0; 32], |key| key.0);
    let preimage = [
        b"sitr/v1/handle".as_slice(),
        relay().as_bytes(),
        &mailbox.address_hash.0,
        &mailbox.write_key.0,
        &mailbox.close_key.0,
        &[u8::from(mailbox.burn_key.is_some())],
        &burn,
        &[mailbox.cell_size as u8],
        &mailbox.capacity.to_be_bytes(),
        &[mailbox.life as u8, mailbox.keep as u8, mailbox.append_cost],
    ]
    .concat();
    assert_eq!(mailbox.handle(&relay()).0, sha256(&[&preimage]));
    Vector::new(format!("handle: {name}"), "M-01: relay and every fixed field, in fixed widths.")
        .given("relay_id", hex(relay().0))
        .given("mailbox", mailbox_json(mailbox))
        .step("preimage", hex(&preimage))
        .gives("handle", hex(mailbox.handle(&relay()).0))
}

fn chain() -> Vector {
    let start = sha256(&[b"sitr/v1/chain", handle().as_bytes()]);
    let mut chain = Chain::start(&handle());
    assert_eq!(*chain.value(), start);
    let cells: Vec<CellHash> = ["one", "two", "three"].map(|it| CellHash(bytes(it))).into();
    let mut values: Vec<Json> = Vec::new();
    for (index, cell) in (0u64..).zip(&cells) {
        let before = *chain.value();
        chain = chain.push(cell);
        let parts: [&[u8]; 4] = [b"sitr/v1/chain", &before, &index.to_be_bytes(), &cell.0];
        assert_eq!(*chain.value(), sha256(&parts));
        values.push(hex(chain.value()));
    }
    Vector::new("chain", "M-07: C0 = H(label, handle); C(i+1) = H(label, Ci, i u64be, H(cell i)).")
        .given("handle", hex(handle().0))
        .given("cell_hashes", cells.iter().map(|cell| hex(cell.0)).collect::<Vec<_>>())
        .step("start", hex(start))
        .gives("chain_after_each", values)
}

fn ids() -> [Vector; 3] {
    let make = |name: &str, label: &'static str, of: [u8; 32], id: [u8; 8]| {
        let digest = sha256(&[label.as_bytes(), &of]);
        assert_eq!(digest[..8], id);
        Vector::new(name, "The first 8 bytes of a hash: an id for people.")
            .given("label", label)
            .given("of", hex(of))
            .step("hash", hex(digest))
            .gives("id", hex(id))
    };
    let persona = Persona(seed("persona").public().0);
    [
        make("member id", "sitr/v1/member", persona.0, MemberId::of(&persona).0),
        make("invite id", "sitr/v1/invite-id", handle().0, InviteId::of(&handle()).0),
        make("knock id", "sitr/v1/knock-id", cell_hash().0, KnockId::of(&cell_hash()).0),
    ]
}
