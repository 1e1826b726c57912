//! Twins of the relay, each with one fault.

use sitr_relay_core::{Known, Seconds};

/// What a twin does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Answers although the commit failed.
    AckBeforeCommit,
    /// Tells watchers although the commit failed.
    PushBeforeCommit,
    /// Goes on with what it decided although the commit failed.
    StaleHead,
    /// Loses the last commit in a crash.
    LostCommit,
    /// Takes a second Close as if it named the winner.
    SecondClose,
    /// Takes one cell more than the capacity.
    WideCapacity,
    /// Leaves no tombstone.
    NoTombstone,
    /// Does not look for a cell that is stored already.
    BlindRetry,
    /// Lets a final cell be superseded a day too long.
    LateSupersede,
    /// Counts the latest final cell as the first.
    EndlessSupersede,
    /// Forgets that a mailbox is closed.
    OpenAfterClose,
    /// Never looks at the day.
    StoppedClock,
    /// Takes a signature of any key of the mailbox.
    AnyKey,
}

impl Fault {
    /// What the core is taught wrongly.
    pub(crate) fn spoil(self, known: &mut Known) {
        let Known::Here(head) = known else { return };
        match self {
            Self::WideCapacity => head.mailbox.capacity += 1,
            Self::OpenAfterClose => head.closing = None,
            Self::LateSupersede => {
                if let Some(closing) = &mut head.closing {
                    closing.day = closing.day.plus(1);
                }
            }
            Self::EndlessSupersede => {
                let last = head.count().saturating_sub(1);
                if let Some(closing) = &mut head.closing {
                    closing.end.first_final = last;
                    closing.end.finals.truncate(1);
                }
            }
            _ => {}
        }
    }

    /// Whether the core is taught anew before every decision, so that it is always taught wrongly.
    pub(crate) fn teaches(self) -> bool {
        matches!(
            self,
            Self::WideCapacity
                | Self::OpenAfterClose
                | Self::LateSupersede
                | Self::EndlessSupersede
        )
    }

    /// The time that the core is told.
    pub(crate) fn clock(self, now: Seconds, first: Seconds) -> Seconds {
        if self == Self::StoppedClock { first } else { now }
    }
}
