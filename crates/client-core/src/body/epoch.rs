//! What members write into the mailbox of an epoch.

use minicbor::{Decode, Encode};
use sitr_community::Persona;
use sitr_wire::frame::Mark;
use sitr_wire::{Address, Handle, Mailbox, PublicKey, Seed, Signature};

use super::Franking;
use crate::crypto::{Secret, sha256, sign};
use crate::ids::{InviteId, KnockId, RoomId};

const FINAL_LABEL: &str = "sitr/v1/final";

/// What the writer had been shown when it wrote (rule R-01): others compare it with what they were
/// shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Seen {
    /// The room's transcript at the end of the previous epoch.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub previous_end: [u8; 32],
    /// The last full page of this epoch, as the relay signed it; none before the first.
    #[n(1)]
    pub mark: Option<Mark>,
}

/// An application message, inside MLS: content, what opens its commitment, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Envelope {
    /// Canonical content; see [`sitr_content`].
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub content: Vec<u8>,
    /// Opens the commitment that the persona signed.
    #[n(1)]
    pub frank_key: Secret,
    /// By the persona, over room, epoch and commitment (rule F-01).
    #[n(2)]
    pub frank: Signature,
    /// What the sender had been shown.
    #[n(3)]
    pub seen: Seen,
}

impl Envelope {
    /// Wraps content, signed by its author's persona.
    #[must_use]
    pub fn new(
        content: Vec<u8>,
        frank_key: Secret,
        persona: &Seed,
        room: &RoomId,
        epoch: u64,
        seen: Seen,
    ) -> Self {
        let franking = Franking::new(&content, frank_key, persona, room, epoch);
        Self { content, frank_key: franking.key, frank: franking.signature, seen }
    }

    /// What proves who said it.
    #[must_use]
    pub fn franking(&self) -> Franking {
        Franking { key: self.frank_key.clone(), signature: self.frank }
    }

    /// Whether the persona said this, in this room and epoch (rule F-01).
    #[must_use]
    pub fn is_franked_by(&self, persona: &Persona, room: &RoomId, epoch: u64) -> bool {
        self.franking().holds(&self.content, persona, room, epoch)
    }
}

/// The new steward secret for one steward: HPKE (X25519) to the box key of its leaf.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct StewardBox {
    /// For whom.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub persona: [u8; 32],
    /// The sealed secret.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// The end of an epoch (rule R-02).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Final {
    /// The MLS commit, a PublicMessage.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub commit: Vec<u8>,
    /// The close key of the next epoch's mailbox: all else of it every member who stays derives (rule
    /// R-04), and who is taken out need not judge.
    #[n(1)]
    pub close_key: PublicKey,
    /// The new steward secret, if it changes with this commit: one box a steward that remains.
    #[n(2)]
    pub boxes: Vec<StewardBox>,
    /// What the closer had been shown.
    #[n(3)]
    pub seen: Seen,
    /// The steward who ends the epoch.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub closer: [u8; 32],
    /// By the closer's persona, over everything above, the room and the mailbox that ends.
    #[n(5)]
    pub signature: Signature,
}

impl Final {
    fn digest(&self) -> [u8; 32] {
        let unsigned = Self { signature: Signature([0; 64]), ..self.clone() };
        sha256(&[&super::encode(&unsigned)])
    }

    /// Signs for the closer.
    #[must_use]
    pub fn signed(mut self, persona: &Seed, room: &RoomId, handle: &Handle) -> Self {
        self.closer = persona.public().0;
        self.signature =
            sign::sign(persona, FINAL_LABEL, &[&room.0, handle.as_bytes(), &self.digest()]);
        self
    }

    /// Whether the closer that it names signed it for this room and mailbox (rule R-02).
    #[must_use]
    pub fn is_signed(&self, room: &RoomId, handle: &Handle) -> bool {
        let parts: [&[u8]; 3] = [&room.0, handle.as_bytes(), &self.digest()];
        let closer = PublicKey(self.closer);
        sign::verifies(&closer, FINAL_LABEL, &parts, &self.signature)
    }
}

/// Stands for a body that does not fit into its cell: the body lies in a mailbox of its own (rule X-04).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Pointer {
    /// Kind of the body, as in [`crate::crypto::cell::Kind`].
    #[n(0)]
    pub kind: u8,
    /// The payload mailbox.
    #[n(1)]
    pub mailbox: Mailbox,
    /// The right to read it.
    #[n(2)]
    pub address: Address,
    /// Opens its cells.
    #[n(3)]
    pub seal: Secret,
    /// SHA-256 of the body.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: [u8; 32],
    /// Bytes of the body.
    #[n(5)]
    pub length: u32,
}

/// The secrets of an invite, as stewards share them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct InviteKeys {
    /// The link that it made.
    #[n(0)]
    pub link: super::Link,
    /// When it ends, in seconds since 1970-01-01 UTC.
    #[n(1)]
    pub expires_at: u64,
    /// Knocks it takes.
    #[n(2)]
    pub uses: u32,
    /// Opens knocks: the X-Wing private key.
    #[n(3)]
    pub knock_key: Secret,
    /// Signs for whoever answers.
    #[n(4)]
    pub answer_seed: Seed,
    /// The knock mailbox.
    #[n(5)]
    pub knocks: Mailbox,
    /// The right to read it.
    #[n(6)]
    pub knocks_address: Address,
    /// Opens its cells.
    #[n(7)]
    pub knocks_seal: Secret,
    /// Grows the keys that burn card and knocks, one for each (rule P-04).
    #[n(8)]
    pub burn_seed: Seed,
}

impl InviteKeys {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> InviteId {
        InviteId::of(&self.link.card)
    }

    /// Whether it ended long enough ago for every clock, by seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn is_over(&self, now: u64) -> bool {
        now > self.expires_at.saturating_add(86_400)
    }
}

/// What stewards tell each other through the room, sealed under a key of the steward secret.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum StewardNote {
    /// An invite that any of them may serve, and how many of its knocks need nobody any more.
    #[n(0)]
    Invite(#[n(0)] Box<InviteKeys>, #[n(1)] u64),
    /// An invite that was revoked.
    #[n(1)]
    Revoked(#[n(0)] InviteId),
    /// A knock that was refused.
    #[n(2)]
    Refused(#[n(0)] KnockId),
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Seen = Seen { previous_end: [0; 32], mark: None };

    #[test]
    fn franking_names_author_room_and_epoch() {
        // F-01
        let (author, room) = (Seed::new([1; 32]), RoomId([2; 32]));
        let make =
            || Envelope::new(b"words".to_vec(), Secret::new([3; 32]), &author, &room, 7, SEEN);
        let persona = Persona(author.public().0);
        let other = Persona(Seed::new([9; 32]).public().0);
        assert!(make().is_franked_by(&persona, &room, 7));
        assert!(!make().is_franked_by(&other, &room, 7));
        assert!(!make().is_franked_by(&persona, &RoomId([9; 32]), 7));
        assert!(!make().is_franked_by(&persona, &room, 8));
        let mut altered = make();
        altered.content[0] ^= 1;
        assert!(!altered.is_franked_by(&persona, &room, 7));
        let mut other_opening = make();
        other_opening.frank_key = Secret::new([4; 32]);
        assert!(!other_opening.is_franked_by(&persona, &room, 7));
    }

    #[test]
    fn the_closer_signs_all_of_the_final_body() {
        //
        let (closer, room, handle) = (Seed::new([1; 32]), RoomId([2; 32]), Handle([3; 32]));
        let signed = Final {
            commit: vec![1, 2, 3],
            close_key: PublicKey([3; 32]),
            boxes: vec![StewardBox { persona: [5; 32], sealed: vec![6] }],
            seen: SEEN,
            closer: [0; 32],
            signature: Signature([0; 64]),
        }
        .signed(&closer, &room, &handle);
        assert!(signed.is_signed(&room, &handle));
        assert!(!signed.is_signed(&RoomId([9; 32]), &handle));
        assert!(!signed.is_signed(&room, &Handle([9; 32])));
        let mut changed = vec![signed.clone(); 5];
        changed[0].commit.push(4);
        changed[1].close_key.0[0] ^= 1;
        changed[2].boxes.clear();
        changed[3].seen.previous_end[0] ^= 1;
        changed[4].closer = Seed::new([9; 32]).public().0;
        for body in changed {
            assert!(!body.is_signed(&room, &handle));
        }
    }
}
