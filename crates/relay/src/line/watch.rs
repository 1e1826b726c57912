//! Where a connection's watch of one mailbox stands.
//!
//! A watch goes `Pages -> Joining -> Live`. Whenever the hub has more than the watch has been told,
//! it goes `Tail -> Joining` again until it is level. So what a slow reader missed comes from the
//! disk in the same frames as live, and nothing is lost (rules W-08, L-08).

use sitr_relay_core::verify::Reader;
use sitr_wire::Handle;

/// How far a watch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Whole pages, this one next.
    Pages(u32),
    /// Cells from the disk, from the next one on.
    Tail,
    /// The hub was asked to tell it what happens.
    Joining,
    /// Told by the hub.
    Live,
}

/// What a piece of news is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The cell with this index.
    Cell(u64),
    /// The mark over so many cells.
    Mark(u64),
    /// The mailbox is closed, by so many final cells so far.
    End(usize),
    /// The mailbox is gone.
    Over,
}

/// A watch of one mailbox.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(crate) reader: Reader,
    pub(crate) phase: Phase,
    /// Whether its request counts as answered.
    pub(crate) answered: bool,
    /// Index of the next cell that it must be told.
    pub(crate) next: u64,
    /// The latest mark that it was told.
    pub(crate) marked: u64,
    /// Final cells that it was told of by an End.
    pub(crate) told: usize,
}

impl Watch {
    pub(crate) fn new(reader: Reader, from_page: u32) -> Self {
        let next = u64::from(from_page) * reader.bound().mailbox().cell_size.per_page();
        let phase = Phase::Pages(from_page);
        Self { reader, phase, answered: false, next, marked: next, told: 0 }
    }

    pub(crate) fn handle(&self) -> Handle {
        *self.reader.bound().handle()
    }

    /// Whether it waits for a read from the disk.
    pub(crate) fn is_needy(&self) -> bool {
        matches!(self.phase, Phase::Pages(_) | Phase::Tail)
    }

    /// Whether news is new to it; what it takes, it has been told.
    pub(crate) fn takes(&mut self, about: About) -> bool {
        match about {
            About::Cell(index) => {
                let is_new = index >= self.next;
                self.next = self.next.max(index.saturating_add(1));
                is_new
            }
            About::Mark(mark) => {
                let is_new = mark > self.marked;
                self.marked = self.marked.max(mark);
                is_new
            }
            About::End(finals) => {
                let is_new = finals > self.told;
                self.told = self.told.max(finals);
                is_new
            }
            About::Over => true,
        }
    }
}
