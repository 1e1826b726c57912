//! What an author says about a message: what to be warned of, and what kind of answer is wished.

use minicbor::{Decode, Encode};

use crate::limit::{self, Limit};

/// What a message is about, in neutral words: the reader's own filter decides what is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Label {
    #[n(0)]
    Other,
    #[n(1)]
    SelfHarm,
    #[n(2)]
    Suicide,
    #[n(3)]
    Abuse,
    #[n(4)]
    SexualViolence,
    #[n(5)]
    Violence,
    #[n(6)]
    Addiction,
    #[n(7)]
    Eating,
    #[n(8)]
    Death,
    #[n(9)]
    Discrimination,
    #[n(10)]
    Medical,
    #[n(11)]
    Sexuality,
    #[n(12)]
    War,
    #[n(13)]
    Religion,
    #[n(14)]
    Politics,
    #[n(15)]
    Spoiler,
}

/// An author's own content warning: the message is folded until it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Warning {
    /// What it is about: ascending, none twice, at least one.
    #[n(0)]
    pub labels: Vec<Label>,
    /// In one's own words; may be empty.
    #[n(1)]
    pub note: String,
}

impl Warning {
    pub(crate) fn check(&self) -> Result<bool, Limit> {
        limit::LABELS.allows(self.labels.len())?;
        limit::NOTE.allows(self.note.len())?;
        Ok(!self.labels.is_empty() && self.labels.is_sorted_by(|a, b| a < b))
    }
}

/// What a message is, beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Wish {
    /// A story.
    #[n(0)]
    Story,
    /// A story, and no advice is wanted.
    #[n(1)]
    ListenOnly,
    /// A story, and advice is welcome.
    #[n(2)]
    AdviceWelcome,
    /// A question, open until it is marked as answered.
    #[n(3)]
    Question,
}
