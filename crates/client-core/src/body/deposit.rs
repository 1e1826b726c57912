//! Deposits: what is said to a few members and names its author to nobody else (rules D-01 to D-03).
//!
//! The body of a deposit is sealed once, under a key of its own, and that key once for each recipient. The
//! number of boxes and the length say nothing of to how many it goes, and what it is.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use rand::seq::SliceRandom;
use sitr_community::Persona;
use sitr_wire::{Handle, RelayId, Seed, Signature};

use super::{Franking, decode, encode};
use crate::crypto::cell::body_max;
use crate::crypto::hpke::{self, Kem, KeyPair};
use crate::crypto::{Secret, expand, sha256};
use crate::ids::RoomId;
use crate::payload;

/// The fewest boxes of a deposit (rule D-03).
pub const BOXES_MIN: usize = 4;
/// The most boxes of a deposit: with them, there is room for some hundred bytes in one cell (rule D-03).
pub const BOXES_MAX: usize = 16;

/// Bytes of one box: an X25519 key, 32 bytes sealed, a tag.
const BOX_BYTES: usize = 80;
/// What is sealed for a purpose of this name (rule H-01).
const PURPOSE: &str = "deposit";
const KEY_LABEL: &str = "sitr/v1/deposit-seal";
const COMMITMENT_LABEL: &[u8] = b"sitr/v1/deposit-key";
const TAG: usize = 16;
/// Bytes of the length before the body.
const HEAD: usize = 4;

/// What a cell of this kind holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Deposit {
    /// Binds all boxes to one key: no two recipients read different things (rule D-01).
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub commitment: [u8; 32],
    /// The key, once for each recipient, and for nobody.
    #[n(1)]
    pub boxes: Vec<ByteVec>,
    /// A [`Confidence`], padded.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// What is said to a few.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Confidence {
    /// Canonical content; empty in deposits that say nothing, so that a deposit says nothing (rule D-04).
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub content: Vec<u8>,
    /// Who says it, if they say who: at most one.
    #[n(1)]
    pub author: Vec<Author>,
    /// A key for an answer, if one is wanted: at most one.
    #[n(2)]
    pub answer: Vec<AnswerKey>,
}

/// An X25519 key that an answer is sealed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct AnswerKey(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

/// Who said it, with the proof that holds for a message too (rule F-01).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Author {
    /// The persona.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub persona: [u8; 32],
    /// Opens the commitment.
    #[n(1)]
    pub frank_key: Secret,
    /// The signature.
    #[n(2)]
    pub frank: Signature,
}

impl Confidence {
    /// Content with its author's name under it.
    #[must_use]
    pub fn by(mut self, seed: &Seed, room: &RoomId, epoch: u64, key: Secret) -> Self {
        let franking = Franking::new(&self.content, key, seed, room, epoch);
        let persona = seed.public().0;
        let Franking { key: frank_key, signature: frank } = franking;
        self.author = vec![Author { persona, frank_key, frank }];
        self
    }

    /// Who said it. `Err` for a proof that does not hold (rule F-01).
    ///
    /// # Errors
    /// Nothing but that.
    #[expect(clippy::result_unit_err, reason = "there is one reason, and nobody is told")]
    pub fn author(&self, room: &RoomId, epoch: u64) -> Result<Option<Persona>, ()> {
        let Some(Author { persona, frank_key, frank }) = self.author.first() else {
            return Ok(None);
        };
        let franking = Franking { key: frank_key.clone(), signature: *frank };
        let persona = Persona(*persona);
        let holds = franking.holds(&self.content, &persona, room, epoch);
        if holds && self.author.len() == 1 { Ok(Some(persona)) } else { Err(()) }
    }
}

/// Where a deposit lies: bound into its boxes.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The relay.
    pub relay: &'a RelayId,
    /// The epoch's mailbox.
    pub handle: &'a Handle,
}

impl Deposit {
    /// Seals for these keys, with as many boxes as the room's deposits have. More recipients than boxes:
    /// chance chooses. None if a key is not one.
    #[must_use]
    pub fn seal(
        confidence: &Confidence,
        recipients: &[[u8; 32]],
        boxes: usize,
        place: Place<'_>,
        rng: &mut dyn rand::CryptoRng,
    ) -> Option<Vec<u8>> {
        let mut keys = recipients.to_vec();
        keys.shuffle(rng);
        keys.truncate(boxes);
        while keys.len() < boxes {
            keys.push(nobody(rng)?); // D-03
        }
        keys.shuffle(rng);
        let key = Secret::random(rng);
        let seal = |to: &[u8; 32]| {
            let Place { relay, handle } = place;
            hpke::seal(Kem::X25519, to, PURPOSE, relay, handle, key.expose()).ok()
        };
        let boxes: Vec<ByteVec> =
            keys.iter().map(|to| seal(to).map(ByteVec::from)).collect::<Option<_>>()?;
        let mut deposit = Self { commitment: commitment(&key), boxes, sealed: Vec::new() };
        deposit.sealed = sealed(&key, &padded(&deposit, &encode(confidence))?, place.handle)?;
        Some(encode(&deposit))
    }

    /// Reads what lies in a cell, whoever it is for.
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        let deposit: Self = decode(body)?;
        let sane = (1..=BOXES_MAX).contains(&deposit.boxes.len())
            && deposit.boxes.iter().all(|sealed| sealed.len() == BOX_BYTES);
        sane.then_some(deposit) // D-01
    }

    /// Opens it, if a box of it is for this key.
    #[must_use]
    pub fn open(&self, private: &Secret, place: Place<'_>) -> Option<Confidence> {
        let Place { relay, handle } = place;
        let key = self.boxes.iter().find_map(|sealed| {
            let key = hpke::open(Kem::X25519, private, PURPOSE, relay, handle, sealed).ok()?;
            Some(Secret::new(key.try_into().ok()?))
        })?;
        if commitment(&key) != self.commitment {
            return None; // D-01
        }
        let padded = opened(&key, &self.sealed, handle)?;
        let (length, rest) = padded.split_first_chunk::<HEAD>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (body, zeros) = rest.split_at_checked(length)?;
        let confidence: Confidence = decode(body)?;
        let sane = zeros.iter().all(|byte| *byte == 0) // D-02
            && confidence.author.len() <= 1
            && confidence.answer.len() <= 1;
        sane.then_some(confidence)
    }
}

/// A public key whose private half nobody keeps.
fn nobody(rng: &mut dyn rand::CryptoRng) -> Option<[u8; 32]> {
    KeyPair::generate(Kem::X25519, rng).ok()?.public.try_into().ok()
}

fn commitment(key: &Secret) -> [u8; 32] {
    sha256(&[COMMITMENT_LABEL, key.expose()])
}

/// Length, body, and zeros up to all that a cell or a payload mailbox holds (rule D-02).
fn padded(unsealed: &Deposit, body: &[u8]) -> Option<Vec<u8>> {
    let around = |sealed: usize| {
        encode(&Deposit { sealed: vec![0; sealed], ..unsealed.clone() }).len() - sealed
    };
    let least = HEAD + body.len() + TAG;
    let cell = body_max(sitr_wire::CellSize::K2);
    let whole = least + around(least);
    let room = if whole <= cell { cell } else { payload::room_for(whole) }; // D-02
    let length = room.checked_sub(around(room))?.checked_sub(TAG)?;
    let mut padded = Vec::with_capacity(length);
    padded.extend_from_slice(&u32::try_from(body.len()).ok()?.to_be_bytes());
    padded.extend_from_slice(body);
    padded.resize(length, 0);
    Some(padded)
}

/// The key is used once, so the nonce is zero.
fn cipher(key: &Secret) -> chacha20poly1305::XChaCha20Poly1305 {
    use chacha20poly1305::KeyInit;
    chacha20poly1305::XChaCha20Poly1305::new((&expand(key, KEY_LABEL)).into())
}

fn sealed(key: &Secret, padded: &[u8], handle: &Handle) -> Option<Vec<u8>> {
    use chacha20poly1305::aead::{Aead, Payload};
    let payload = Payload { msg: padded, aad: handle.as_bytes() };
    cipher(key).encrypt(&[0; 24].into(), payload).ok()
}

fn opened(key: &Secret, sealed: &[u8], handle: &Handle) -> Option<Vec<u8>> {
    use chacha20poly1305::aead::{Aead, Payload};
    let payload = Payload { msg: sealed, aad: handle.as_bytes() };
    cipher(key).decrypt(&[0; 24].into(), payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELAY: RelayId = RelayId([1; 32]);
    const HANDLE: Handle = Handle([2; 32]);
    const PLACE: Place<'_> = Place { relay: &RELAY, handle: &HANDLE };

    fn pair() -> KeyPair {
        KeyPair::generate(Kem::X25519, &mut rand::rng()).unwrap()
    }

    fn public(pair: &KeyPair) -> [u8; 32] {
        pair.public.clone().try_into().unwrap()
    }

    fn says(content: &[u8]) -> Confidence {
        Confidence { content: content.to_vec(), ..Confidence::default() }
    }

    #[test]
    fn those_it_is_for_open_it_and_nobody_else() {
        // D-01
        let (first, second, other) = (pair(), pair(), pair());
        let to = [public(&first), public(&second)];
        let body = Deposit::seal(&says(b"words"), &to, 4, PLACE, &mut rand::rng()).unwrap();
        let deposit = Deposit::read(&body).unwrap();
        for pair in [&first, &second] {
            assert_eq!(deposit.open(&pair.private, PLACE), Some(says(b"words")));
        }
        assert_eq!(deposit.open(&other.private, PLACE), None);
        let elsewhere = Place { handle: &Handle([9; 32]), ..PLACE };
        assert_eq!(deposit.open(&first.private, elsewhere), None);
    }

    #[test]
    fn nobody_sees_to_how_many_or_what() {
        // D-02, D-03
        let all: Vec<_> = (0..6).map(|_| public(&pair())).collect();
        for boxes in [BOXES_MIN, 9, BOXES_MAX] {
            for (to, content) in [(&all[..0], 0), (&all[..1], 10), (&all[..6], 400)] {
                let confidence = says(&vec![7; content]);
                let body = Deposit::seal(&confidence, to, boxes, PLACE, &mut rand::rng());
                let body = body.unwrap();
                assert_eq!(body.len(), body_max(sitr_wire::CellSize::K2));
                assert_eq!(Deposit::read(&body).unwrap().boxes.len(), boxes);
            }
        }
        for content in [3_000, 9_000, 14_000] {
            let confidence = says(&vec![7; content]);
            let body = Deposit::seal(&confidence, &all, 9, PLACE, &mut rand::rng()).unwrap();
            assert_eq!(body.len(), body_max(sitr_wire::CellSize::K16));
        }
    }

    /// Whoever seals cannot show two recipients two bodies: what opens under another key is not opened.
    #[test]
    fn all_read_the_same_or_nothing() {
        // D-01
        let (first, second) = (pair(), pair());
        let seal = |words: &[u8], to: &KeyPair| {
            let body = Deposit::seal(&says(words), &[public(to)], 1, PLACE, &mut rand::rng());
            Deposit::read(&body.unwrap()).unwrap()
        };
        let (mut one, other) = (seal(b"one", &first), seal(b"other", &second));
        one.boxes.extend(other.boxes.clone());
        assert_eq!(one.open(&first.private, PLACE), Some(says(b"one")));
        assert_eq!(one.open(&second.private, PLACE), None);
        one.sealed = other.sealed;
        assert_eq!(one.open(&second.private, PLACE), None);
    }

    #[test]
    fn what_has_another_form_is_dropped() {
        // D-01, D-02
        let to = pair();
        let body =
            Deposit::seal(&says(b"words"), &[public(&to)], 4, PLACE, &mut rand::rng()).unwrap();
        let genuine = Deposit::read(&body).unwrap();
        let mut many = genuine.clone();
        many.boxes = vec![genuine.boxes[0].clone(); BOXES_MAX];
        assert!(Deposit::read(&encode(&many)).is_some());
        many.boxes.push(genuine.boxes[0].clone());
        let none = Deposit { boxes: Vec::new(), ..genuine.clone() };
        let short = Deposit { boxes: vec![vec![0; BOX_BYTES - 1].into()], ..genuine.clone() };
        for wrong in [many, none, short] {
            assert_eq!(Deposit::read(&encode(&wrong)), None);
        }
        // Padding that is not zero, a length beyond the end.
        let key = Secret::new([5; 32]);
        let sealed_box =
            hpke::seal(Kem::X25519, &to.public, PURPOSE, &RELAY, &HANDLE, key.expose()).unwrap();
        let make = |padded: &[u8]| Deposit {
            commitment: commitment(&key),
            boxes: vec![sealed_box.clone().into()],
            sealed: sealed(&key, padded, &HANDLE).unwrap(),
        };
        let body = encode(&says(b"x"));
        let head = u32::try_from(body.len()).unwrap().to_be_bytes();
        let good = [&head[..], &body, &[0; 8]].concat();
        assert_eq!(make(&good).open(&to.private, PLACE), Some(says(b"x")));
        let marked = [&good[..], &[1]].concat();
        let cut = &good[..good.len() - 9];
        for wrong in [&marked[..], cut, &good[..3], &[]] {
            assert_eq!(make(wrong).open(&to.private, PLACE), None);
        }
    }

    #[test]
    fn a_name_under_it_is_proven() {
        // F-01
        let (seed, room) = (Seed::new([4; 32]), RoomId([5; 32]));
        let named = says(b"words").by(&seed, &room, 7, Secret::new([6; 32]));
        let persona = Persona(seed.public().0);
        assert_eq!(named.author(&room, 7), Ok(Some(persona)));
        assert_eq!(named.author(&room, 8), Err(()));
        assert_eq!(named.author(&RoomId([9; 32]), 7), Err(()));
        assert_eq!(says(b"words").author(&room, 7), Ok(None));
        let mut altered = named;
        altered.content[0] ^= 1;
        assert_eq!(altered.author(&room, 7), Err(()));
    }
}
