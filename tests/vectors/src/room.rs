//! What members write: messages, final bodies, credentials, notes to stewards.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sitr_client_core::body::{
    Envelope, Final, PersonaCredential, Seen, StewardBox, StewardNote, decode, encode,
};
use sitr_client_core::crypto::schedule::{steward_note_key, transcript_start};
use sitr_client_core::{InviteId, KnockId, open_note};
use sitr_community::{Name, Persona};
use sitr_content::{Body, Content};
use sitr_wire::Signature;
use sitr_wire::frame::Mark;

use crate::Vector;
use crate::frames::signature;
use crate::json::{Json, hex};
use crate::kit::{bytes, cell_hash, ed25519, handle, room, secret, seed, sha256, statement};

pub(crate) const NOTE: &str = "Bodies of proto/content.cddl: deterministic CBOR. MLS messages are \
    opaque here and stand as words.";

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = vec![envelope(), final_body("a final body", Vec::new(), None)];
    let boxes = ["persona", "other persona"].map(|who| StewardBox {
        persona: seed(who).public().0,
        sealed: format!("sealed for {who}").into_bytes(),
    });
    all.push(final_body("a final body with boxes", boxes.into(), Some(mark())));
    all.push(credential("a persona's first device", 0));
    all.push(credential("a device that takes the place of others", 3));
    all.push(further("a further device", 5, 2));
    all.extend(notes());
    all
}

fn mark() -> Mark {
    Mark { mark: 32, chain: bytes("chain"), signature: signature() }
}

fn seen(mark: Option<Mark>) -> Seen {
    Seen { previous_end: transcript_start(&room()), mark }
}

fn seen_json(vector: Vector, seen: &Seen) -> Vector {
    let vector = vector.given("previous_end", hex(seen.previous_end));
    match seen.mark {
        None => vector.given("mark", Json::Null),
        Some(mark) => vector
            .given("mark", mark.mark)
            .given("mark_chain", hex(mark.chain))
            .given("mark_signature", hex(mark.signature.0)),
    }
}

pub(crate) fn hmac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let inner = sha256(&[&block.map(|byte| byte ^ 0x36), text]);
    sha256(&[&block.map(|byte| byte ^ 0x5c), &inner])
}

fn envelope() -> Vector {
    let (author, key, epoch) = (seed("persona"), secret("frank key"), 7u64);
    let content = Content::new([7; 16], 1_790_000_000_000, Body::text("سلام"));
    let content = sitr_content::encode(&content);
    let commitment = hmac(key.expose(), &content);
    let text = statement("sitr/v1/frank", &[&room().0, &epoch.to_be_bytes(), &commitment]);
    let seen = seen(Some(mark()));
    let made = Envelope::new(content.clone(), key.clone(), &author, &room(), epoch, seen);
    assert_eq!(made.frank, ed25519(&author, &text));
    assert!(made.is_franked_by(&Persona(author.public().0), &room(), epoch));
    assert_eq!(decode::<Envelope>(&encode(&made)).as_ref(), Some(&made));
    let note = "F-01: the commitment is HMAC-SHA256 of the content under a fresh key; the persona signs \
        `sitr/v1/frank`, 0, room, epoch u64be, commitment.";
    let vector = Vector::new("a franked message", note)
        .given("content", hex(content))
        .given("frank_key", hex(key.expose()))
        .given("persona_seed", hex(author.expose()))
        .given("room", hex(room().0))
        .given("epoch", epoch);
    seen_json(vector, &seen)
        .step("commitment", hex(commitment))
        .step("statement", hex(text))
        .gives("frank", hex(made.frank.0))
        .gives("envelope", hex(encode(&made)))
}

fn final_body(name: &str, boxes: Vec<StewardBox>, mark: Option<Mark>) -> Vector {
    let (closer, commit) = (seed("persona"), b"an MLS commit".to_vec());
    let boxes_json: Vec<Json> = boxes.iter().map(|it| hex(encode(it))).collect();
    let unsigned = Final {
        commit: commit.clone(),
        close_key: seed("close").public(),
        boxes,
        seen: seen(mark),
        closer: closer.public().0,
        signature: Signature([0; 64]),
    };
    let digest = sha256(&[&encode(&unsigned)]);
    let text = statement("sitr/v1/final", &[&room().0, &handle().0, &digest]);
    let made = unsigned.clone().signed(&closer, &room(), &handle());
    assert_eq!(made.signature, ed25519(&closer, &text));
    assert!(made.is_signed(&room(), &handle()));
    let note = "R-02: the closer signs `sitr/v1/final`, 0, room, handle of the mailbox that ends, \
        SHA-256 of the body with a signature of zeros.";
    let vector = Vector::new(name, note)
        .given("commit", hex(commit))
        .given("close_key", hex(unsigned.close_key.0))
        .given("boxes", boxes_json)
        .given("closer_seed", hex(closer.expose()))
        .given("room", hex(room().0))
        .given("handle", hex(handle().0));
    seen_json(vector, &unsigned.seen)
        .step("unsigned", hex(encode(&unsigned)))
        .step("digest", hex(digest))
        .step("statement", hex(text))
        .gives("signature", hex(made.signature.0))
        .gives("body", hex(encode(&made)))
}

fn credential(vector: &str, serial: u64) -> Vector {
    let (persona, device) = (seed("persona"), seed("device").public());
    let name = Name::new("ليلى").unwrap();
    let parts: [&[u8]; 4] = [&room().0, &device.0, &serial.to_be_bytes(), name.as_str().as_bytes()];
    let text = statement("sitr/v1/device", &parts);
    let made = PersonaCredential::renewed(&persona, &name, &room(), &device, serial);
    let (made, signature) = (encode(&made), ed25519(&persona, &text));
    assert!(made.windows(64).any(|part| part == signature.0));
    assert!(PersonaCredential::verify(&made, &room(), &device).is_some());
    assert_eq!(PersonaCredential::serial(&made), Some(serial));
    let note = "R-03, R-13: the persona signs `sitr/v1/device`, 0, room, the leaf's signature key, serial \
        u64be, pseudonym. The result is the identity of the leaf's basic credential.";
    Vector::new(vector, note)
        .given("persona_seed", hex(persona.expose()))
        .given("name", name.as_str())
        .given("serial", serial)
        .given("room", hex(room().0))
        .given("signature_key", hex(device.0))
        .step("statement", hex(text))
        .gives("certificate", hex(signature.0))
        .gives("identity", hex(made))
}

fn further(vector: &str, serial: u64, number: u8) -> Vector {
    let (persona, device) = (seed("persona"), seed("device").public());
    let name = Name::new("ليلى").unwrap();
    let parts: [&[u8]; 5] =
        [&room().0, &device.0, &serial.to_be_bytes(), &[number], name.as_str().as_bytes()];
    let text = statement("sitr/v1/further-device", &parts);
    let made = PersonaCredential::numbered(&persona, &name, &room(), &device, serial, number);
    let (made, signature) = (encode(&made), ed25519(&persona, &text));
    assert!(made.windows(64).any(|part| part == signature.0));
    assert!(PersonaCredential::verify(&made, &room(), &device).is_some());
    let note = "R-03, A-33: the same for a further device, whose number stands between serial and pseudonym, \
        under `sitr/v1/further-device`.";
    Vector::new(vector, note)
        .given("persona_seed", hex(persona.expose()))
        .given("name", name.as_str())
        .given("serial", serial)
        .given("number", number)
        .given("room", hex(room().0))
        .given("signature_key", hex(device.0))
        .step("statement", hex(text))
        .gives("certificate", hex(signature.0))
        .gives("identity", hex(made))
}

fn notes() -> Vec<Vector> {
    let keys = crate::joining::invite_keys();
    [
        ("note: an invite", StewardNote::Invite(Box::new(keys), 2)),
        ("note: revoked", StewardNote::Revoked(InviteId::of(&handle()))),
        ("note: refused", StewardNote::Refused(KnockId::of(&cell_hash()))),
    ]
    .into_iter()
    .map(|(name, note)| a_note(name, &note))
    .collect()
}

fn a_note(name: &str, note: &StewardNote) -> Vector {
    let (steward, nonce) = (secret("steward secret"), &bytes(name)[..24]);
    let (key, body) = (steward_note_key(&steward), encode(note));
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    let payload = Payload { msg: &body, aad: &room().0 };
    let sealed = cipher.encrypt(XNonce::from_slice(nonce), payload).unwrap();
    let sealed = [nonce, &sealed].concat();
    assert_eq!(open_note(&steward, &room(), &sealed).as_ref(), Some(note));
    let told = "What stewards tell each other: the data of content of kind 3. XChaCha20-Poly1305 under \
        the note key, the room as associated data, the nonce before it.";
    Vector::new(name, told)
        .given("steward_secret", hex(steward.expose()))
        .given("room", hex(room().0))
        .given("nonce", hex(nonce))
        .given("note", hex(body))
        .step("note_key", hex(key.expose()))
        .gives("sealed", hex(sealed))
}
