//! From one MLS epoch to the mailbox that it lives in (rules K-01 to K-05).

use sitr_client_core::crypto::schedule::{
    EXPORTER_LABEL, EpochSecrets, steward_hash, steward_note_key, transcript_next, transcript_start,
};
use sitr_client_core::crypto::{Secret, expand, extract};
use sitr_wire::{CellSize, Keep, Life, Mailbox};

use crate::Vector;
use crate::json::hex;
use crate::kit::{bytes, handle, mailbox_json, relay, room, secret, sha256};

pub(crate) const NOTE: &str = "HKDF is RFC 5869 with SHA-256; every expansion gives 32 bytes. The \
    exporter is MLS-Exporter(`sitr v1 epoch`, relay id, 32) of RFC 9420 section 8.5; here it is an input.";

pub(crate) fn vectors() -> Vec<Vector> {
    vec![epoch(), start(), next(), stewards()]
}

fn epoch() -> Vector {
    let (exporter, veil, steward) = (bytes("exporter"), secret("veil"), secret("steward secret"));
    let root = extract(veil.expose(), &exporter);
    let made = EpochSecrets::derive(&exporter, &veil);
    let close_key = extract(steward.expose(), root.expose());
    let close_seed = made.close_seed(&steward);
    assert_eq!(made.veil.expose(), &expand(&root, "sitr/v1/veil"));
    assert_eq!(made.address.expose(), &expand(&root, "sitr/v1/address"));
    assert_eq!(made.write_seed.expose(), &expand(&root, "sitr/v1/write"));
    assert_eq!(made.seal.expose(), &expand(&root, "sitr/v1/seal"));
    assert_eq!(close_seed.expose(), &expand(&close_key, "sitr/v1/close"));
    let mailbox = Mailbox {
        address_hash: made.address.hash(),
        write_key: made.write_seed.public(),
        close_key: close_seed.public(),
        burn_key: None,
        cell_size: CellSize::K2,
        capacity: 4096,
        life: Life::Days180,
        keep: Keep::Days30,
        append_cost: 0,
    };
    let note = "K-02: root = Extract(salt previous veil, exporter), then expansions under their labels. \
        K-03: the close seed from Extract(salt steward secret, root). The mailbox is that of R-04.";
    Vector::new("an epoch", note)
        .given("exporter_label", EXPORTER_LABEL)
        .given("relay_id", hex(relay().0))
        .given("exporter", hex(exporter))
        .given("previous_veil", hex(veil.expose()))
        .given("steward_secret", hex(steward.expose()))
        .step("root", hex(root.expose()))
        .step("close_extract", hex(close_key.expose()))
        .gives("veil", hex(made.veil.expose()))
        .gives("address", hex(made.address.expose()))
        .gives("write_seed", hex(made.write_seed.expose()))
        .gives("seal", hex(made.seal.expose()))
        .gives("close_seed", hex(close_seed.expose()))
        .gives("mailbox", mailbox_json(&mailbox))
        .gives("handle", hex(mailbox.handle(&relay()).0))
}

fn start() -> Vector {
    let value = transcript_start(&room());
    assert_eq!(value, sha256(&[b"sitr/v1/transcript-start", &room().0]));
    Vector::new("transcript: start", "K-05: H(label, room).")
        .given("room", hex(room().0))
        .gives("transcript", hex(value))
}

fn next() -> Vector {
    let (previous, chain) = (transcript_start(&room()), bytes("chain"));
    let value = transcript_next(&previous, &handle(), &chain);
    let parts: [&[u8]; 4] = [b"sitr/v1/transcript", &previous, &handle().0, &chain];
    assert_eq!(value, sha256(&parts));
    let note = "K-05: H(label, before, handle, chain up to the winning final cell).";
    Vector::new("transcript: after an epoch", note)
        .given("previous", hex(previous))
        .given("handle", hex(handle().0))
        .given("chain", hex(chain))
        .gives("transcript", hex(value))
}

fn stewards() -> Vector {
    let steward: Secret = secret("steward secret");
    let hash = steward_hash(&steward);
    assert_eq!(hash, sha256(&[b"sitr/v1/steward-hash", steward.expose()]));
    let note = "K-04: what the policy holds of the secret; and the key of the stewards' notes.";
    Vector::new("steward secret", note)
        .given("steward_secret", hex(steward.expose()))
        .gives("steward_hash", hex(hash))
        .gives("note_key", hex(steward_note_key(&steward).expose()))
}
