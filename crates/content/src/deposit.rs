//! What must not name its sender: MLS would show every member who said it. A deposit is sealed for the
//! desk, a teller or a host, and lies in the room's mailbox like anything else.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::own::choices;
use crate::{DecodeError, Digest, MessageId, Person, limit};

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

/// An answer to an invitation.
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

/// What is sealed and deposited.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Deposit {
    /// Nothing: deposits of nobody, so that a deposit says nothing.
    #[n(0)]
    Empty,
    /// Messages that moderators should see: why, in whose eyes, and what was said.
    #[n(1)]
    Report {
        /// Why.
        #[n(0)]
        reason: Reason,
        /// In the reporter's own words.
        #[n(1)]
        words: String,
        /// At least one.
        #[n(2)]
        messages: Vec<Opening>,
        /// A key for an answer, if the reporter wants one.
        #[n(3)]
        answer: Vec<Digest>,
    },
    /// A word to the moderators, and a key for their answer.
    #[n(2)]
    Whisper {
        /// What is said.
        #[n(0)]
        words: String,
        /// A key for an answer, if one is wanted.
        #[n(1)]
        answer: Vec<Digest>,
    },
    /// Against a measure, for another moderator to decide.
    #[n(3)]
    Appeal {
        /// SHA-256 of the entry of the moderation log.
        #[n(0)]
        entry: Digest,
        /// Why.
        #[n(1)]
        words: String,
        /// A key for the answer.
        #[n(2)]
        answer: Digest,
    },
    /// 'I need someone now': by oneself only, for those who answer crisis calls.
    #[n(4)]
    CrisisCall {
        /// What there is to say; may be empty.
        #[n(0)]
        words: String,
        /// The language to answer in; may be empty.
        #[n(1)]
        language: String,
        /// A key for the answer.
        #[n(2)]
        answer: Digest,
    },
    /// A secret vote. What proves that its member has no other is the teller's to ask for.
    #[n(5)]
    Ballot {
        /// The poll.
        #[n(0)]
        poll: MessageId,
        /// Numbers of options, ascending, none twice.
        #[n(1)]
        choices: Vec<u8>,
        /// The proof.
        #[n(2)]
        proof: ByteVec,
    },
    /// An answer to an invitation, for its host.
    #[n(6)]
    Rsvp {
        /// The event.
        #[n(0)]
        event: MessageId,
        /// Whether one comes.
        #[n(1)]
        coming: Coming,
        /// A key under which the host tells a place that is told late.
        #[n(2)]
        answer: Vec<Digest>,
    },
}

impl Deposit {
    /// Deterministic CBOR.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default() // writing to a Vec cannot fail
    }

    /// Reads what was sealed, by whomever.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the one encoding of a deposit (rules C-01, C-02).
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let deposit: Self = minicbor::decode(bytes)?;
        deposit.check()?;
        if deposit.encode() == bytes { Ok(deposit) } else { Err(DecodeError::NotCanonical) } // C-01
    }

    /// Whether a reader will take it.
    ///
    /// # Errors
    /// [`DecodeError`] as the reader would find it.
    pub fn check(&self) -> Result<(), DecodeError> {
        let sane = match self {
            Self::Empty => true,
            Self::Report { words, messages, answer, .. } => {
                limit::WORDS.allows(words.len())?;
                limit::OPENINGS.allows(messages.len())?;
                messages
                    .iter()
                    .try_for_each(|opening| limit::CONTENT.allows(opening.content.len()))?;
                answer.len() <= 1
                    && !messages.is_empty()
                    && messages.iter().all(|opening| opening.frank.len() == 64)
            }
            Self::Whisper { words, answer } => {
                limit::WORDS.allows(words.len())?;
                answer.len() <= 1 && !words.is_empty()
            }
            Self::Appeal { words, .. } => {
                limit::WORDS.allows(words.len())?;
                !words.is_empty()
            }
            Self::CrisisCall { words, language, .. } => {
                limit::WORDS.allows(words.len())?;
                limit::LANGUAGE.allows(language.len())?;
                crate::part::is_language(language)
            }
            Self::Ballot { choices: chosen, proof, .. } => {
                limit::SEALED.allows(proof.len())?;
                choices(chosen)?;
                true
            }
            Self::Rsvp { answer, .. } => answer.len() <= 1,
        };
        if sane { Ok(()) } else { Err(DecodeError::Form) }
    }
}
