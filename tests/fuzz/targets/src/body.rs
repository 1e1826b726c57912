//! What stands under the seal, written by members and strangers.

use sitr_client_core::RoomId;
use sitr_client_core::body::{
    Answer, Card, Confidence, Deposit, Envelope, Final, InviteKeys, KnockBody, Link,
    PersonaCredential, Pointer, RelayRef, ReplyTo, Seen, SignedAnswer, StewardBox, StewardNote,
    WelcomeBundle, decode, encode,
};
use sitr_community::{Persona, Policy, Role};
use sitr_wire::{Handle, PublicKey};

/// The room and the device of every credential here.
pub(crate) const ROOM: RoomId = RoomId([2; 32]);
pub(crate) const DEVICE: PublicKey = PublicKey([3; 32]);

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        /// The types in the order of the first byte.
        pub(crate) const KINDS: &[(&str, fn(&[u8]) -> bool)] = &[
            $((stringify!($name), |bytes| match decode::<$name>(bytes) {
                // What was signed and what was read must be the same bytes.
                Some(body) => { assert!(encode(&body) == bytes, "two encodings of one body"); true }
                None => false,
            })),*
        ];
    };
}

kinds!(
    Envelope,
    Final,
    Seen,
    StewardBox,
    Pointer,
    InviteKeys,
    StewardNote,
    Card,
    KnockBody,
    ReplyTo,
    WelcomeBundle,
    Answer,
    SignedAnswer,
    Link,
    RelayRef,
);

/// The first byte names the type.
pub(crate) fn body(data: &[u8]) -> bool {
    let Some((kind, rest)) = data.split_first() else { return false };
    if let Some(card) = decode::<Card>(rest)
        && let Some(answer) = decode::<SignedAnswer>(rest)
    {
        // Nothing is both, but nothing may break over it.
        assert!(answer.verify(&card, &Handle([0; 32])).is_none(), "a card signs itself");
    }
    if let Some(body) = decode::<Final>(rest) {
        let _ = body.is_signed(&ROOM, &Handle([0; 32]));
    }
    if let Some(knock) = decode::<KnockBody>(rest) {
        let _ = knock.is_sane() || knock.is_signed(&Persona(DEVICE.0), &ROOM, &Handle([0; 32]));
    }
    if let Some(relay) = decode::<RelayRef>(rest) {
        let _ = relay.is_sane();
    }
    KINDS.get(usize::from(*kind)).is_some_and(|(_, target)| target(rest))
}

/// The identity of a leaf.
pub(crate) fn credential(data: &[u8]) -> bool {
    let read = PersonaCredential::read(data);
    let device = read.as_ref().map(|read| read.device);
    let read = read.map(|read| (read.device.persona, read.name));
    let serial = PersonaCredential::serial(data);
    let verified = PersonaCredential::verify(data, &ROOM, &DEVICE);
    if let Some(verified) = &verified {
        assert_eq!(Some(verified), read.as_ref(), "verified and read differently");
        assert!(serial.is_some(), "verified without a serial");
        assert_eq!(PersonaCredential::persona(data), Some(verified.0));
        assert_eq!(PersonaCredential::device(data), device);
        assert!(device.is_some_and(|device| device.number < sitr_community::DEVICES_MAX), "A-33");
    }
    verified.is_some()
}

/// The policy of a room.
pub(crate) fn policy(data: &[u8]) -> bool {
    let Ok(policy) = Policy::decode(data) else { return false };
    assert!(policy.encode() == data, "two encodings of one policy");
    assert!(policy.roles.values().all(|role| *role != Role::Member), "a role that needs no row");
    true
}

/// What members say.
pub(crate) fn content(data: &[u8]) -> bool {
    let Ok(content) = sitr_content::decode(data) else { return false };
    assert!(sitr_content::encode(&content) == data, "two encodings of one content");
    true
}

/// What is said to a few, and what that is sealed in.
pub(crate) fn deposit(data: &[u8]) -> bool {
    if let Some(deposit) = Deposit::read(data) {
        assert!(encode(&deposit) == data, "two encodings of one deposit");
        return true;
    }
    let Some(confidence) = decode::<Confidence>(data) else { return false };
    let _ = confidence.author(&ROOM, 7);
    true
}
