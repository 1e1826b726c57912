//! What was done, by whom and when: the referee's knowledge, beside the owners of connections.

use std::sync::{Mutex, PoisonError};

/// Something that a device did in a room and that put a cell into the room's mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Said something short.
    Said,
    /// Said something that does not fit into one cell.
    SaidLong,
    /// Anything else than speaking: offered keys, asked to leave, told stewards something.
    Managed,
}

/// Something that was done, with its time from and until, in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Deed {
    /// Who.
    pub device: usize,
    /// Where.
    pub room: usize,
    /// When it began.
    pub from: u64,
    /// When it was durable at the relay.
    pub until: u64,
    /// What.
    pub doing: Doing,
}

/// How many were in a room, at a time when all who were there agreed on it.
#[derive(Clone, Copy, Debug)]
pub struct Census {
    /// Which room.
    pub room: usize,
    /// Who founded it, and never leaves it.
    pub founder: usize,
    /// When.
    pub at: u64,
    /// How many.
    pub size: usize,
}

/// Who invited, and who could have.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The room.
    pub room: usize,
    /// Who made the invite.
    pub inviter: usize,
    /// Who knocked.
    pub joiner: usize,
    /// All stewards of that time.
    pub stewards: Vec<usize>,
}

/// All that was done.
#[derive(Debug, Default)]
pub struct Diary {
    deeds: Mutex<Vec<Deed>>,
    census: Mutex<Vec<Census>>,
    invited: Mutex<Vec<Invited>>,
}

fn add<T>(list: &Mutex<Vec<T>>, entry: T) {
    list.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
}

fn all<T: Clone>(list: &Mutex<Vec<T>>) -> Vec<T> {
    list.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

impl Diary {
    pub(crate) fn did(&self, deed: Deed) {
        add(&self.deeds, deed);
    }

    pub(crate) fn counted(&self, census: Census) {
        add(&self.census, census);
    }

    pub(crate) fn invited(&self, invited: Invited) {
        add(&self.invited, invited);
    }

    /// All deeds.
    #[must_use]
    pub fn deeds(&self) -> Vec<Deed> {
        all(&self.deeds)
    }

    /// All counts.
    #[must_use]
    pub fn census(&self) -> Vec<Census> {
        all(&self.census)
    }

    /// All joins by invite.
    #[must_use]
    pub fn joins(&self) -> Vec<Invited> {
        all(&self.invited)
    }
}
