//! What the operator has: the traffic of every connection, and the disk. Nothing in here is known
//! only to members: an attack sees this and no more.

mod desk;
mod disk;
mod pages;

use std::net::IpAddr;

use sitr_wire::{Handle, Reply, Request};

pub use desk::{Desk, Thing};
pub use disk::{CellRow, Disk, MailboxRow, copy, read};
pub use pages::Position;

/// One cell of one mailbox, as the relay knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Its mailbox.
    pub mailbox: Handle,
    /// Its index there.
    pub place: u64,
}

/// A connection, numbered by the operator in order of arrival.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Where it comes from.
    pub address: IpAddr,
    /// When it began, in microseconds of the run.
    pub from: u64,
    /// When it ended, if it did.
    pub until: Option<u64>,
}

/// What a frame says, once decoded.
#[derive(Clone, Debug)]
pub enum What {
    /// A client asked, under this number.
    Asked(u64, Request),
    /// The relay told, under this number.
    Told(u64, Reply),
}

/// One frame on a connection.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Which connection.
    pub connection: usize,
    /// When, in microseconds of the run.
    pub at: u64,
    /// Its size on the wire.
    pub bytes: usize,
    /// Its content.
    pub what: What,
}

/// Everything that the operator has at some level.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// All connections.
    pub connections: Vec<Connection>,
    /// All frames, in order of time.
    pub frames: Vec<Frame>,
    /// The disk.
    pub disk: Disk,
}

/// Something that a question is about: what the operator would point at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// A cell.
    pub cell: Option<CellRef>,
    /// A mailbox.
    pub mailbox: Option<Handle>,
    /// A connection.
    pub connection: Option<usize>,
}

impl Item {
    /// A cell.
    #[must_use]
    pub fn cell(cell: CellRef) -> Self {
        Self { cell: Some(cell), ..Self::default() }
    }

    /// A mailbox.
    #[must_use]
    pub fn mailbox(mailbox: Handle) -> Self {
        Self { mailbox: Some(mailbox), ..Self::default() }
    }

    /// The same, where there are no connections to point at.
    #[must_use]
    pub fn without_connection(self) -> Self {
        Self { connection: None, ..self }
    }
}
