//! Why a relay said no, and who must act.

use crate::id::CellHash;

/// The kinds of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// The frame does not decode, or breaks a rule of form.
    Malformed,
    /// No version in common, or a verb before the hello.
    Version,
    /// No such mailbox, or not its address.
    NotFound,
    /// The signature does not verify under the mailbox's key.
    Signature,
    /// The cell has not the mailbox's size.
    Size,
    /// The mailbox is closed.
    Closed,
    /// Closed by another final cell.
    Conflict,
    /// As many cells as it can hold.
    Full,
    /// Closed or burned before: never opens again.
    Gone,
    /// The ticket is missing, wrong or spent.
    Ticket,
    /// A limit of the relay was met.
    Limit,
    /// Not stored, not acknowledged: send the same again.
    Busy,
}

impl Code {
    /// All of them, in the order of their numbers on the wire.
    pub const ALL: [Self; 12] = [
        Self::Malformed,
        Self::Version,
        Self::NotFound,
        Self::Signature,
        Self::Size,
        Self::Closed,
        Self::Conflict,
        Self::Full,
        Self::Gone,
        Self::Ticket,
        Self::Limit,
        Self::Busy,
    ];

    /// A stable name, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Version => "version",
            Self::NotFound => "not-found",
            Self::Signature => "signature",
            Self::Size => "size",
            Self::Closed => "closed",
            Self::Conflict => "conflict",
            Self::Full => "full",
            Self::Gone => "gone",
            Self::Ticket => "ticket",
            Self::Limit => "limit",
            Self::Busy => "busy",
        }
    }

    /// What to do next.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Malformed => {
                "this client and this relay disagree on the protocol: update the older one"
            }
            Self::Version => "update the client or the relay: they speak no common version",
            Self::NotFound => {
                "it expired, was burned, or never was: ask for a new link, or rejoin the room"
            }
            Self::Signature => {
                "the key does not belong to this mailbox: catch up with the room, then try again"
            }
            Self::Size => "send a cell of the mailbox's own size",
            Self::Closed => "the room has moved on: read the mailbox to its end, then send again",
            Self::Conflict => "another steward was first: process the winner, then try again",
            Self::Full => "it takes no more: a steward must roll the room, or make a new invite",
            Self::Gone => "this mailbox has ended for good: make a new one",
            Self::Ticket => "make a new ticket for the relay's present day and difficulty",
            Self::Limit => "wait as long as the relay says, then try again",
            Self::Busy => "send the same again: nothing was lost",
        }
    }
}

/// A refusal as it stands on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Refusal {
    /// What kind.
    pub code: Code,
    /// The limit that was met, by its name in `proto/README.md`.
    pub limit: Option<(String, u64)>,
    /// Seconds after which to try again; 0: waiting does not help.
    pub retry_after_seconds: u32,
    /// With [`Code::Conflict`]: where the latest final cell stands, and its hash.
    pub winner: Option<(u64, CellHash)>,
}

impl Refusal {
    /// A refusal of some kind, without more to say.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, limit: None, retry_after_seconds: 0, winner: None }
    }

    /// A refusal that names the limit that was met, and when to try again.
    #[must_use]
    pub fn limit(name: &str, value: u64, retry_after_seconds: u32) -> Self {
        Self {
            limit: Some((name.to_owned(), value)),
            retry_after_seconds,
            ..Self::new(Code::Limit)
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the relay refused: {}", self.code.name())?;
        if let Some((name, value)) = &self.limit {
            write!(f, " ({name} = {value})")?;
        }
        if self.retry_after_seconds > 0 {
            write!(f, ", try again in {} s", self.retry_after_seconds)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
