//! Asking all members: polls and petitions. In a secret poll, votes are deposits.

use minicbor::{Decode, Encode};

use super::{Kind, each, lines, needed};
use crate::{DecodeError, Digest, MessageId, limit};

/// A question with 2 to [`limit::OPTIONS`] options.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Poll {
    /// What is asked.
    #[n(0)]
    pub question: String,
    /// What can be answered.
    #[n(1)]
    pub options: Vec<String>,
    /// How many options one member may choose, at least 1.
    #[n(2)]
    pub choices: u8,
    /// When it closes, in seconds since 1970-01-01 UTC; 0 for never.
    #[n(3)]
    pub closes_at: u64,
    /// Whether votes are deposits for the author, and so secret (rule D-05).
    #[n(4)]
    pub secret: bool,
    /// Below this many votes no result is shown.
    #[n(5)]
    pub hidden_below: u32,
}

impl Kind for Poll {
    fn words(&self) -> String {
        lines([self.question.as_str()].into_iter().chain(self.options.iter().map(String::as_str)))
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::TITLE.allows(self.question.len())?;
        each(&self.options, limit::OPTIONS, limit::TITLE)?;
        let choices = usize::from(self.choices);
        needed(!self.question.is_empty() && self.options.len() >= 2)?;
        needed(self.options.iter().all(|option| !option.is_empty()))?;
        needed((1..=self.options.len()).contains(&choices))
    }
}

/// An open vote; a later one of the same member takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Vote {
    /// The poll.
    #[n(0)]
    pub poll: MessageId,
    /// Numbers of options from 0 on, ascending, none twice; none to take the vote back.
    #[n(1)]
    pub choices: Vec<u8>,
}

impl Kind for Vote {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        choices(&self.choices)
    }
}

/// Whether numbers of options are in order, none twice, and could be of a poll.
fn choices(choices: &[u8]) -> Result<(), DecodeError> {
    limit::OPTIONS.allows(choices.len())?;
    needed(choices.is_sorted_by(|a, b| a < b))?;
    needed(choices.iter().all(|choice| usize::from(*choice) < limit::OPTIONS.max))
}

/// Something to sign: one member, one signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Petition {
    /// Its title.
    #[n(0)]
    pub title: String,
    /// What is asked for.
    #[n(1)]
    pub words: String,
    /// Of whom.
    #[n(2)]
    pub addressee: String,
    /// When it closes, in seconds since 1970-01-01 UTC; 0 for never.
    #[n(3)]
    pub closes_at: u64,
}

impl Kind for Petition {
    fn words(&self) -> String {
        lines([self.title.as_str(), &self.words, &self.addressee])
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::TITLE.allows(self.title.len())?;
        limit::WORDS.allows(self.words.len())?;
        limit::TITLE.allows(self.addressee.len())?;
        needed(!self.title.is_empty() && !self.words.is_empty())
    }
}

/// A signature under a petition.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Signature {
    /// The petition.
    #[n(0)]
    pub petition: MessageId,
    /// SHA-256 of what was signed: the petition's words.
    #[n(1)]
    pub text: Digest,
    /// A name that may be shown outside, or nothing.
    #[n(2)]
    pub public_name: String,
}

impl Kind for Signature {
    fn words(&self) -> String {
        self.public_name.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        Ok(limit::TITLE.allows(self.public_name.len())?)
    }
}
