//! What is said to a few, and what a report proves (rules D-01, D-02, D-06).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hpke::kem::X25519HkdfSha256;
use sitr_client_core::body::{AnswerKey, Confidence, Deposit, Franking, Place, encode, proves};
use sitr_client_core::crypto::hpke::{Kem, KeyPair};
use sitr_content::{Body, Content, Digest, Opening, Person};

use crate::Vector;
use crate::hpke_seal::seal_elsewhere;
use crate::json::{Json, hex};
use crate::kit::{Fixed, bytes, handle, relay, room, secret, seed, sha256};
use crate::room::hmac;

pub(crate) const NOTE: &str = "A deposit, made step by step, and openings of a report. The deposit has \
    four boxes; the private keys are of those that it is for, the others nobody has.";

/// Bytes of a body in a cell of 2 KiB.
const WHOLE: usize = 2003;
const EPOCH: u64 = 7;

pub(crate) fn vectors() -> Vec<Vector> {
    let nothing = Confidence::default();
    let whisper = Confidence { content: said("سر"), ..Confidence::default() };
    let answer = vec![AnswerKey(bytes("answer key"))];
    let named = Confidence { answer, ..whisper.clone() }.by(
        &seed("persona"),
        &room(),
        EPOCH,
        secret("frank key"),
    );
    let mut all = vec![
        deposit("a deposit of nothing", &nothing, &[]),
        deposit("a deposit for two", &whisper, &["first", "second"]),
        deposit("a deposit with a name, that wants an answer", &named, &["first"]),
    ];
    all.extend(openings());
    all
}

fn said(words: &str) -> Vec<u8> {
    sitr_content::encode(&Content::new([7; 16], 1_790_000_000_000, Body::text(words)))
}

fn pair(of: &str) -> KeyPair {
    KeyPair::generate(Kem::X25519, &mut Fixed::new(&bytes(of))).unwrap()
}

fn deposit(name: &str, confidence: &Confidence, of: &[&str]) -> Vector {
    let pairs: Vec<KeyPair> = of.iter().map(|of| pair(of)).collect();
    let everybody = of.iter().copied().chain(["nobody 0", "nobody 1", "nobody 2", "nobody 3"]);
    let keys: Vec<Vec<u8>> = everybody.take(4).map(|of| pair(of).public).collect();
    let key = bytes("deposit");
    let commitment = sha256(&[b"sitr/v1/deposit-key", &key]);
    let chances: Vec<[u8; 32]> = (0..4).map(|at| bytes(&format!("chance {at}"))).collect();
    let boxes: Vec<Vec<u8>> = keys
        .iter()
        .zip(&chances)
        .map(|(to, chance)| {
            seal_elsewhere::<X25519HkdfSha256>(to, "deposit", &handle(), &key, chance)
        })
        .collect();
    let plain = encode(confidence);
    let mut made = Deposit {
        commitment,
        boxes: boxes.iter().cloned().map(Into::into).collect(),
        sealed: Vec::new(),
    };
    // The head of the sealed bytes is two longer than that of none.
    let length = WHOLE - encode(&made).len() - 2 - 16;
    let head = u32::try_from(plain.len()).unwrap().to_be_bytes();
    let mut padded = [&head[..], &plain].concat();
    padded.resize(length, 0);
    made.sealed = seal(&key, &padded);
    let body = encode(&made);
    assert_eq!(body.len(), WHOLE);
    let place = Place { relay: &relay(), handle: &handle() };
    for pair in &pairs {
        assert_eq!(made.open(&pair.private, place).as_ref(), Some(confidence));
    }
    assert_eq!(made.open(&pair("nobody 9").private, place), None);
    let note = "D-01, D-02: every private key opens it to the confidence. The key is sealed to each public \
        key in turn, with the randomness in its place (ikmE); the length is that of a cell's body.";
    let each = |all: Vec<&[u8]>| Json::from(all.into_iter().map(hex).collect::<Vec<_>>());
    let mut vector = Vector::new(name, note);
    if !confidence.author.is_empty() {
        vector = vector.given("room", hex(room().0)).given("epoch", EPOCH);
    }
    vector
        .given("relay_id", hex(relay().0))
        .given("handle", hex(handle().0))
        .given("key", hex(key))
        .given("public_keys", each(keys.iter().map(Vec::as_slice).collect()))
        .given("randomness", each(chances.iter().map(<[u8; 32]>::as_slice).collect()))
        .given("private_keys", each(pairs.iter().map(|it| &it.private.expose()[..]).collect()))
        .given("confidence", hex(plain))
        .step("commitment", hex(commitment))
        .step("boxes", each(boxes.iter().map(Vec::as_slice).collect()))
        .gives("deposit", hex(body))
}

fn seal(key: &[u8; 32], padded: &[u8]) -> Vec<u8> {
    // HKDF-Expand to one block.
    let seal = hmac(key, b"sitr/v1/deposit-seal\x01");
    let payload = Payload { msg: padded, aad: &handle().0 };
    XChaCha20Poly1305::new((&seal).into()).encrypt(&XNonce::default(), payload).unwrap()
}

pub(crate) fn opening() -> Opening {
    let (author, content) = (seed("persona"), said("a threat"));
    let franking = Franking::new(&content, secret("frank key"), &author, &room(), EPOCH);
    Opening {
        author: Person(author.public().0),
        epoch: EPOCH,
        content: content.into(),
        frank_key: Digest(*franking.key.expose()),
        frank: franking.signature.0.to_vec().into(),
    }
}

/// What a report can open, and what it cannot.
fn openings() -> Vec<Vector> {
    type Change = fn(&mut Opening);
    let altered: [(&str, Change); 5] = [
        ("of another author", |it| it.author = Person(seed("other persona").public().0)),
        ("of other words", |it| it.content = said("a worse threat").into()),
        ("with another key", |it| it.frank_key.0[0] ^= 1),
        ("with another signature", |it| it.frank[0] ^= 1),
        ("of another epoch", |it| it.epoch -= 1),
    ];
    let elsewhere = sitr_client_core::RoomId(bytes("another room"));
    let mut all = vec![
        proof("as it was said", &opening(), &room(), EPOCH),
        proof("as it was said, later", &opening(), &room(), EPOCH + 3),
        proof("in an epoch to come", &opening(), &room(), EPOCH - 1),
        proof("in another room", &opening(), &elsewhere, EPOCH),
    ];
    for (name, change) in altered {
        let mut opening = opening();
        change(&mut opening);
        all.push(proof(name, &opening, &room(), EPOCH));
    }
    all
}

fn proof(name: &str, opening: &Opening, room: &sitr_client_core::RoomId, present: u64) -> Vector {
    let proven = proves(opening, room, present);
    assert_eq!(proven, name.starts_with("as it was said"));
    Vector::new(format!("an opening: {name}"), "D-06: whether it proves who said it.")
        .given("room", hex(room.0))
        .given("present_epoch", present)
        .given("opening", hex(encode(opening)))
        .gives("verdict", if proven { "proven" } else { "refused" })
}
