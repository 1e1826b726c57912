//! What is said to a few and not to the room (rule D-05): MLS would show every member who said it, so it
//! lies in the room's mailbox as a deposit, for the desk, for those who answer crisis calls, or for a host.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::directory::LINK;
use super::{Kind, needed};
use crate::{DecodeError, Digest, MessageId, Person, limit, part};

/// Why something is reported. Discrimination names its ground, as the guidelines do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Reason {
    #[n(0)]
    Other,
    #[n(1)]
    Harassment,
    #[n(2)]
    Threat,
    #[n(3)]
    SexualApproach,
    #[n(4)]
    PersonalData,
    #[n(5)]
    MovedElsewhere,
    #[n(6)]
    HarmfulAdvice,
    #[n(7)]
    Misinformation,
    #[n(8)]
    SelfHarmContent,
    #[n(9)]
    Spam,
    #[n(10)]
    Race,
    #[n(11)]
    SexOrGender,
    #[n(12)]
    Orientation,
    #[n(13)]
    Religion,
    #[n(14)]
    Ability,
    #[n(15)]
    Age,
    #[n(16)]
    Nationality,
    #[n(17)]
    Belief,
    #[n(18)]
    Culture,
}

/// A message with what proves who said it: the franking of rule F-01.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Opening {
    /// Its author.
    #[n(0)]
    pub author: Person,
    /// The epoch in which it was said.
    #[n(1)]
    pub epoch: u64,
    /// Its canonical bytes, all parts of them.
    #[n(2)]
    pub content: ByteVec,
    /// Opens the commitment.
    #[n(3)]
    pub frank_key: Digest,
    /// The author's signature over it, 64 bytes.
    #[n(4)]
    pub frank: ByteVec,
}

/// Messages that the desk should see: why, and what was said by whom.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Report {
    /// Why.
    #[n(0)]
    pub reason: Reason,
    /// In the reporter's own words; may be empty.
    #[n(1)]
    pub words: String,
    /// What is reported, at least one (rule D-06).
    #[n(2)]
    pub messages: Vec<Opening>,
}

impl Kind for Report {
    fn words(&self) -> String {
        self.words.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::WORDS.allows(self.words.len())?;
        limit::OPENINGS.allows(self.messages.len())?;
        needed(!self.messages.is_empty())?;
        self.messages.iter().try_for_each(|opening| {
            limit::CONTENT.allows(opening.content.len())?;
            needed(opening.frank.len() == 64)
        })
    }
}

/// Against a measure, for another moderator to decide.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Appeal {
    /// The message that told of the measure.
    #[n(0)]
    pub entry: MessageId,
    /// Why.
    #[n(1)]
    pub words: String,
}

impl Kind for Appeal {
    fn words(&self) -> String {
        self.words.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::WORDS.allows(self.words.len())?;
        needed(!self.words.is_empty())
    }
}

/// 'I need someone now': by oneself only, for those who answer crisis calls.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct CrisisCall {
    /// What there is to say; may be empty.
    #[n(0)]
    pub words: String,
    /// The language to answer in; may be empty.
    #[n(1)]
    pub language: String,
}

impl Kind for CrisisCall {
    fn words(&self) -> String {
        self.words.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::WORDS.allows(self.words.len())?;
        limit::LANGUAGE.allows(self.language.len())?;
        needed(part::is_language(&self.language))
    }
}

/// 'I want to bring somebody': for one who may admit, whose device makes the invite (rule A-32).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct InviteRequest {
    /// For how many, at least 1.
    #[n(0)]
    pub uses: u8,
    /// For whom; may be empty.
    #[n(1)]
    pub words: String,
}

impl Kind for InviteRequest {
    fn words(&self) -> String {
        self.words.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::NOTE.allows(self.words.len())?;
        needed(self.uses >= 1)
    }
}

/// Whose an invite is: for those who keep the room, and nobody else.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Lineage {
    /// The invite's id, 8 bytes.
    #[n(0)]
    pub invite: ByteVec,
    /// The member who wanted it.
    #[n(1)]
    pub by: Person,
}

impl Kind for Lineage {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        needed(self.invite.len() == 8)
    }
}

/// 'I stand for this newcomer', or no more: for those who keep the room, and nobody else (rule A-39).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Vouch {
    /// The newcomer.
    #[n(0)]
    pub whom: Person,
    /// Whether the author stands for them; the last word of an author counts.
    #[n(1)]
    pub stands: bool,
    /// How the author knows them; may be empty.
    #[n(2)]
    pub words: String,
}

impl Kind for Vouch {
    fn words(&self) -> String {
        self.words.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::NOTE.allows(self.words.len())?;
        Ok(())
    }
}

/// 'Shall the two of you and I talk?': to each of the two, who agrees by knocking (rules A-41, J-15).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct MediationOffer {
    /// The other of the two.
    #[n(0)]
    pub with: Person,
    /// The way into the room for the three: an invite link for this one alone.
    #[n(1)]
    pub link: String,
    /// What it is to be about.
    #[n(2)]
    pub words: String,
    /// The last day on which anything is said there, in days since 1970-01-01 UTC (rule A-42).
    #[n(3)]
    pub last_day: u32,
    /// Days for which devices keep what is said there.
    #[n(4)]
    pub kept_days: u32,
}

impl Kind for MediationOffer {
    fn words(&self) -> String {
        self.words.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::NOTE.allows(self.words.len())?;
        limit::NOTE.allows(self.link.len())?;
        needed(self.link.starts_with(LINK) && self.last_day > 0 && self.kept_days > 0)
    }
}

/// What a device wants for its own persona: another device to come in beside it, or one to go. Whoever may let
/// in or take out does it without asking a person; what it holds is the rooms' own affair (rules ).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct DeviceRequest {
    /// Encoded.
    #[n(0)]
    pub request: ByteVec,
}

impl Kind for DeviceRequest {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::SEALED.allows(self.request.len())?;
        needed(!self.request.is_empty())
    }
}

/// What somebody answers to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Coming {
    /// Comes not, or no more.
    #[n(0)]
    No,
    /// May come.
    #[n(1)]
    Maybe,
    /// Comes.
    #[n(2)]
    Yes,
}

/// An answer to an invitation, for its host.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Rsvp {
    /// The event.
    #[n(0)]
    pub event: MessageId,
    /// Whether one comes.
    #[n(1)]
    pub coming: Coming,
}

impl Kind for Rsvp {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// Where an event is, told late and to those who come: SHA-256 of salt and place is the hash that the event
/// named.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct PlaceTold {
    /// The event.
    #[n(0)]
    pub event: MessageId,
    /// 32 random bytes.
    #[n(1)]
    pub salt: Digest,
    /// The place.
    #[n(2)]
    pub place: String,
}

impl Kind for PlaceTold {
    fn words(&self) -> String {
        self.place.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::NOTE.allows(self.place.len())?;
        needed(!self.place.is_empty())
    }
}
