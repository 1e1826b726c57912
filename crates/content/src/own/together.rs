//! Joy, solidarity, and talking alone.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::{Kind, each, lines, needed};
use crate::{DecodeError, Person, limit};

/// What there is to celebrate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Occasion {
    /// Something good.
    #[n(0)]
    Joy,
    /// A step on somebody's way: it is told by oneself only, and never counted.
    #[n(1)]
    Milestone,
    /// Pride.
    #[n(2)]
    Pride,
    /// A feast.
    #[n(3)]
    Feast,
}

/// Joy to share.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Celebration {
    /// What there is to celebrate.
    #[n(0)]
    pub occasion: Occasion,
    /// In one's own words.
    #[n(1)]
    pub words: String,
}

impl Kind for Celebration {
    fn words(&self) -> String {
        self.words.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::WORDS.allows(self.words.len())?;
        needed(!self.words.is_empty())
    }
}

/// Something to do together. It holds no room and no person, so that it can be passed on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Campaign {
    /// Its title.
    #[n(0)]
    pub title: String,
    /// What for.
    #[n(1)]
    pub words: String,
    /// What one can do.
    #[n(2)]
    pub tasks: Vec<String>,
    /// The only domain that its links may lead to; empty for none.
    #[n(3)]
    pub domain: String,
    /// What was reached, and what is to be reached, in a unit of its own; 0 for no goal.
    #[n(4)]
    pub reached: u64,
    /// See [`Self::reached`].
    #[n(5)]
    pub goal: u64,
    /// The unit.
    #[n(6)]
    pub unit: String,
}

impl Kind for Campaign {
    fn words(&self) -> String {
        let tasks = self.tasks.iter().map(String::as_str);
        lines([self.title.as_str(), &self.words].into_iter().chain(tasks))
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::TITLE.allows(self.title.len())?;
        limit::WORDS.allows(self.words.len())?;
        each(&self.tasks, limit::TASKS, limit::NOTE)?;
        limit::TITLE.allows(self.domain.len())?;
        limit::TITLE.allows(self.unit.len())?;
        needed(!self.title.is_empty())
    }
}

/// 'Shall we talk alone?' Members see that somebody was asked, not what was said.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct DirectOffer {
    /// Who is asked.
    #[n(0)]
    pub to: Person,
    /// A link to a room of two and a word, HPKE to the box key of their leaf.
    #[n(1)]
    pub sealed: ByteVec,
}

impl Kind for DirectOffer {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::SEALED.allows(self.sealed.len())?;
        needed(!self.sealed.is_empty())
    }
}
