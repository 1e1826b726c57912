//! What a decision brings: writes to commit, then sends.

use sitr_wire::frame::{End, Proof};
use sitr_wire::{Cell, CellHash, Handle, Mailbox, Refusal};

use crate::head::Tombstone;
use crate::time::Day;

/// A connection, numbered by the shell; never stored, never logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u64);

/// Who waits for an answer: a connection and the number that it gave its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asker {
    /// The connection.
    pub conn: ConnId,
    /// The client's number of the request.
    pub request: u64,
}

/// What follows from a request. `sends` are true only once all `writes` are durable (rule M-04).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Batch {
    /// To be committed in one transaction, in this order.
    pub writes: Vec<Write>,
    /// To be sent after the commit, in this order.
    pub sends: Vec<Send>,
}

impl Batch {
    pub(crate) fn answer(&mut self, to: Asker, answer: Answer) {
        self.sends.push(Send::Answer { to, answer });
    }

    pub(crate) fn push(&mut self, handle: Handle, event: Event) {
        self.sends.push(Send::Push { handle, event });
    }
}

/// One change of what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Write {
    /// A new mailbox.
    Create {
        /// Its handle.
        handle: Handle,
        /// Its fixed fields.
        mailbox: Mailbox,
        /// Day of the Open.
        opened: Day,
        /// Last day on which it is served.
        expires: Day,
    },
    /// A cell at the end of a mailbox.
    Append {
        /// The mailbox.
        handle: Handle,
        /// Its place, from 0.
        index: u64,
        /// The cell.
        cell: Cell,
        /// Its hash.
        hash: CellHash,
        /// The chain's value after this cell, where it fills a page (rule M-08).
        page_chain: Option<[u8; 32]>,
        /// The close key's signature, where it came by a Close (rule M-13).
        proof: Option<Proof>,
    },
    /// The mailbox is closed: the cell at `first_final` is the first final one.
    Freeze {
        /// The mailbox.
        handle: Handle,
        /// Place of the first final cell.
        first_final: u64,
        /// Day of the Close.
        closed: Day,
        /// Last day on which it is served.
        expires: Day,
    },
    /// The mailbox goes, with all its cells.
    Remove {
        /// The mailbox.
        handle: Handle,
        /// What is remembered of it, if anything (rule M-11).
        tombstone: Option<Tombstone>,
    },
}

/// Something to send.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Send {
    /// The answer to a request.
    Answer {
        /// Whose.
        to: Asker,
        /// The answer.
        answer: Answer,
    },
    /// News for everyone who watches a mailbox: see [`crate::Core::watchers`].
    Push {
        /// The mailbox.
        handle: Handle,
        /// The news.
        event: Event,
    },
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The mailbox exists.
    Opened,
    /// The cell is stored at this index.
    Appended(u64),
    /// The final cell is stored at this index.
    Closed(u64),
    /// The mailbox is gone.
    Burned,
    /// From here on the watcher is told what happens.
    Joined(Option<End>),
    /// More is stored than the watcher has: it must read on, then ask again.
    Behind,
    /// No.
    Refused(Refusal),
}

/// News of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A cell was stored.
    Cell {
        /// Its place.
        index: u64,
        /// The cell.
        cell: Cell,
        /// Whether it came by a Close.
        last: bool,
    },
    /// A page became full: to be signed by the relay (rule M-08).
    Mark {
        /// Cells covered.
        mark: u64,
        /// The chain's value.
        chain: [u8; 32],
    },
    /// Closed, or superseded.
    End(End),
    /// Burned.
    Burned,
    /// Expired.
    Expired,
}
