//! What orders a conversation.

use minicbor::{Decode, Encode};

use super::{Kind, needed};
use crate::{DecodeError, MessageId, limit};

/// Begins a topic: what names this message as its topic belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Topic {
    /// Its title.
    #[n(0)]
    pub title: String,
}

impl Kind for Topic {
    fn words(&self) -> String {
        self.title.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::TITLE.allows(self.title.len())?;
        needed(!self.title.is_empty())
    }
}

/// 'My question is answered': it answers the question, and may name the answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Answered {
    /// Whether it is; an answered question can be asked again.
    #[n(0)]
    pub answered: bool,
    /// What helped: none or one.
    #[n(1)]
    pub by: Vec<MessageId>,
}

impl Kind for Answered {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        needed(self.by.len() <= usize::from(self.answered))
    }
}

/// 'I take this crisis call', so that nobody waits and nobody is overrun. The call is a deposit; its
/// caller stands nowhere in this.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct CrisisAnswer {
    /// The call's name, as those whom it reached have it.
    #[n(0)]
    pub call: MessageId,
    /// Whether it is taken, or given back.
    #[n(1)]
    pub taken: bool,
}

impl Kind for CrisisAnswer {
    fn words(&self) -> String {
        String::new()
    }

    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}
