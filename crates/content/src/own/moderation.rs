//! What moderators did. These messages are the log that members can read.

use minicbor::{Decode, Encode};

use super::{Kind, needed};
use crate::mark::Label;
use crate::{DecodeError, Digest, MessageId, Person, limit};

/// What was done, from the mildest on. Those up to [`Measure::Restore`] act on a message by being read;
/// the others tell of a commit, which does it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Measure {
    /// A friendly word, which the member got in private.
    #[n(0)]
    Nudge,
    /// The message is folded, under these labels.
    #[n(1)]
    Fold(#[n(0)] Vec<Label>),
    /// The message is hidden.
    #[n(2)]
    Hide,
    /// The message is as it was.
    #[n(3)]
    Restore,
    /// Nobody but those who keep the room speaks in it, or in a topic.
    #[n(4)]
    Lock,
    /// Everybody waits between two messages.
    #[n(5)]
    SlowMode,
    /// The member reads and does not speak.
    #[n(6)]
    Timeout,
    /// The member is a newcomer again.
    #[n(7)]
    Probation,
    /// The member was taken out.
    #[n(8)]
    Remove,
    /// The member was taken out and stays out.
    #[n(9)]
    Ban,
    /// A measure ended, in time or by appeal.
    #[n(10)]
    Lift,
    /// A mediation was opened; between whom is told to nobody.
    #[n(11)]
    Mediation,
}

impl Measure {
    /// Whether it acts on one message, which it must name.
    #[must_use]
    pub const fn is_on_message(&self) -> bool {
        matches!(self, Self::Fold(_) | Self::Hide | Self::Restore)
    }

    /// Whether it is of the whole room, and names nobody.
    #[must_use]
    pub const fn is_on_room(&self) -> bool {
        matches!(self, Self::Lock | Self::SlowMode | Self::Mediation)
    }
}

/// An entry of the moderation log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct ModerationAct {
    /// Its number in its author's log, from 1 on: a missing number shows.
    #[n(0)]
    pub number: u32,
    /// SHA-256 of its author's entry before, as it was encoded; none for the first.
    #[n(1)]
    pub previous: Option<Digest>,
    /// What was done.
    #[n(2)]
    pub measure: Measure,
    /// To whom; none for the whole room.
    #[n(3)]
    pub person: Option<Person>,
    /// The message that it is about.
    #[n(4)]
    pub message: Option<MessageId>,
    /// The number of the rule that it goes by; 0 if the room has no guidelines yet.
    #[n(5)]
    pub rule: u16,
    /// The day after which it ends, in days since 1970-01-01; 0 where it has no end.
    #[n(6)]
    pub until_day: u32,
    /// Why, in words that the member can understand.
    #[n(7)]
    pub reason: String,
}

impl Kind for ModerationAct {
    fn words(&self) -> String {
        self.reason.clone()
    }

    fn check(&self) -> Result<(), DecodeError> {
        limit::NOTE.allows(self.reason.len())?;
        if let Measure::Fold(labels) = &self.measure {
            limit::LABELS.allows(labels.len())?;
            needed(!labels.is_empty())?;
        }
        needed(self.number >= 1 && (self.number == 1) == self.previous.is_none())?;
        needed(!self.measure.is_on_message() || self.message.is_some())?;
        needed(self.measure.is_on_room() == self.person.is_none())
    }
}
