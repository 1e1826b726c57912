//! What is said to a few, beside what is said to the room.

use minicbor::{Decode, Encode};

use super::StoredMessageId;
use crate::body::{AnswerKey, Franking};
use crate::crypto::Secret;
use crate::ids::MemberId;

/// To whom something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// To the room, with a name.
    Room,
    /// To a few: as a deposit (rule D-01).
    Aside(Box<Aside>),
}

/// To which few.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum To {
    /// Those who keep the room: reports, whispers, appeals.
    #[n(0)]
    Desk,
    /// Those who answer crisis calls.
    #[n(1)]
    Helpers,
    /// One member: the host of an event, the author of a secret poll.
    #[n(2)]
    Member(#[n(0)] MemberId),
    /// Whoever wanted an answer.
    #[n(3)]
    Asker(#[n(0)] AnswerKey),
}

/// Something said to a few, sent or received.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Aside {
    /// To whom; what was received is for this device's member, or answers it.
    #[n(0)]
    pub to: To,
    /// Who of them is left out: not to them who it is about.
    #[n(1)]
    pub except: Vec<MemberId>,
    /// Whether it names its author.
    #[n(2)]
    pub named: bool,
    /// The key that an answer is sealed for, if one is wanted.
    #[n(3)]
    pub answer: Option<AnswerKey>,
    /// What opens the answer, where this device sent it.
    #[n(4)]
    pub private: Option<Secret>,
    /// What it answers: an own one if it was received, a received one if it is own.
    #[n(5)]
    pub re: Option<StoredMessageId>,
}

/// What proves to others who said a message: it can be reported with it (rule D-06).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Franked {
    /// The author's persona.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub persona: [u8; 32],
    /// The epoch in which it was said.
    #[n(1)]
    pub epoch: u64,
    /// The proof.
    #[n(2)]
    pub franking: Franking,
}
