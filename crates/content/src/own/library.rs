//! What a room knows: resources, notes on facts, guidelines. Who said it, in which role, is proven by
//! the franking of the message and the state of its epoch.

use minicbor::{Decode, Encode};

use super::{Kind, each, lines, needed};
use crate::{DecodeError, Digest, limit, part};

/// One version of a resource. Its text stands here; files belong into a message of their own.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Resource {
    /// The same in all versions.
    #[n(0)]
    pub id: Digest,
    /// From 1 on.
    #[n(1)]
    pub version: u32,
    /// SHA-256 of the version before, as it was encoded; none for the first.
    #[n(2)]
    pub previous: Option<Digest>,
    /// Its title.
    #[n(3)]
    pub title: String,
    /// What it says.
    #[n(4)]
    pub words: String,
    /// Where it holds, for law and services: an ISO 3166 code; empty for everywhere.
    #[n(5)]
    pub jurisdiction: String,
    /// Languages that it exists in.
    #[n(6)]
    pub languages: Vec<String>,
    /// Where it comes from.
    #[n(7)]
    pub sources: Vec<String>,
    /// When somebody last checked it, in days since 1970-01-01; 0 for never.
    #[n(8)]
    pub reviewed_on: u32,
    /// Whether it waits for somebody who may publish it.
    #[n(9)]
    pub draft: bool,
}

impl Kind for Resource {
    fn words(&self) -> String {
        let sources = self.sources.iter().map(String::as_str);
        lines([self.title.as_str(), &self.words].into_iter().chain(sources))
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::TITLE.allows(self.title.len())?;
        limit::WORDS.allows(self.words.len())?;
        limit::LANGUAGE.allows(self.jurisdiction.len())?;
        each(&self.languages, limit::LANGUAGES, limit::LANGUAGE)?;
        each(&self.sources, limit::SOURCES, limit::NOTE)?;
        needed(self.languages.iter().all(|tag| !tag.is_empty() && part::is_language(tag)))?;
        needed(!self.title.is_empty() && (self.version == 1) == self.previous.is_none())?;
        needed(self.version >= 1)
    }
}

/// What a note says of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Verdict {
    /// It holds.
    #[n(0)]
    Right,
    /// It leaves out what matters.
    #[n(1)]
    Misleading,
    /// It does not hold.
    #[n(2)]
    Wrong,
    /// Nobody knows.
    #[n(3)]
    Unproven,
    /// It is no medical advice.
    #[n(4)]
    NotMedicalAdvice,
    /// It is no legal advice.
    #[n(5)]
    NotLegalAdvice,
}

/// A note on facts; it stands beside the message that it answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Note {
    /// What it says.
    #[n(0)]
    pub verdict: Verdict,
    /// Why.
    #[n(1)]
    pub words: String,
    /// By what.
    #[n(2)]
    pub sources: Vec<String>,
    /// Whether it waits for somebody who may publish it.
    #[n(3)]
    pub draft: bool,
}

impl Kind for Note {
    fn words(&self) -> String {
        lines([self.words.as_str()].into_iter().chain(self.sources.iter().map(String::as_str)))
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::WORDS.allows(self.words.len())?;
        each(&self.sources, limit::SOURCES, limit::NOTE)
    }
}

/// The rules of the room, in the languages that it speaks. The policy names its hash.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Guidelines {
    /// Rules by language tag, in the order of the tags. A sanction cites the number of a rule, from 1 on.
    #[n(0)]
    pub texts: std::collections::BTreeMap<String, Vec<String>>,
}

impl Guidelines {
    /// SHA-256 of all languages: what the policy names and members accept.
    #[must_use]
    pub fn hash(&self) -> Digest {
        use sha2::Digest as _;
        let bytes = minicbor::to_vec(self).unwrap_or_default(); // writing to a Vec cannot fail
        Digest(sha2::Sha256::digest(bytes).into())
    }
}

impl Kind for Guidelines {
    fn words(&self) -> String {
        lines(self.texts.values().flatten().map(String::as_str))
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::TRANSLATIONS.allows(self.texts.len())?;
        let mut rules = self.texts.values().map(Vec::len);
        let first = rules.next().unwrap_or(0);
        // A rule has the same number in every language.
        needed(first > 0 && rules.all(|count| count == first))?;
        needed(self.texts.keys().all(|tag| !tag.is_empty() && part::is_language(tag)))?;
        for (tag, rules) in &self.texts {
            limit::LANGUAGE.allows(tag.len())?;
            each(rules, limit::RULES, limit::NOTE)?;
        }
        Ok(())
    }
}

/// Other guidelines, for members to vote on: they vote by naming the hash in their leaves.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Proposal {
    /// What would take the place of the present ones, whole.
    #[n(0)]
    pub guidelines: Guidelines,
    /// Why; may be empty.
    #[n(1)]
    pub words: String,
}

impl Kind for Proposal {
    fn words(&self) -> String {
        lines([self.words.as_str(), &self.guidelines.words()])
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::WORDS.allows(self.words.len())?;
        self.guidelines.check()
    }
}

/// 'I have read the guidelines and keep them.' What counts is the leaf; this tells those who wait.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Acceptance {
    /// Of which guidelines.
    #[n(0)]
    pub guidelines: Digest,
}

impl Kind for Acceptance {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}
