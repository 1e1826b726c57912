//! The durable rows, and heads loaded from them, as the relay's store keeps them.

use sitr_relay_core::head::{Closing, expiry};
use sitr_relay_core::verify::Bound;
use sitr_relay_core::{Day, Head, Known, Tombstone};
use sitr_wire::Mailbox;
use sitr_wire::chain::Chain;
use sitr_wire::close::End;

use super::ask::Requests;

/// A stored cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stored {
    /// The cell.
    pub cell: u8,
    /// Whether it came by a Close: known by the model from the request, not from the core.
    pub by_close: bool,
}

/// A stored mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Day of the Open.
    pub opened: Day,
    /// Day of the Close, and index of the first final cell.
    pub closed: Option<(Day, u64)>,
    /// Its cells.
    pub cells: Vec<Stored>,
}

/// What is stored under a handle.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Nothing.
    Absent,
    /// A tombstone.
    Gone(Tombstone),
    /// A mailbox.
    Here(Row),
}

impl Row {
    /// Cells.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.cells.len() as u64
    }

    /// The last day on which it is served.
    #[must_use]
    pub fn expires(&self, mailbox: &Mailbox) -> Day {
        let closed = self.closed.map(|(day, _)| day);
        expiry(mailbox.life, mailbox.keep, self.opened, closed)
    }

    /// Cells that came by an Append.
    #[must_use]
    pub fn appended(&self) -> usize {
        self.cells.iter().filter(|stored| !stored.by_close).count()
    }

    /// Where exactly this cell stands.
    #[must_use]
    pub fn places(&self, cell: u8) -> Vec<u64> {
        let all = (0u64..).zip(&self.cells);
        all.filter(|(_, stored)| stored.cell == cell).map(|(at, _)| at).collect()
    }

    /// Where its final cells stand, with the proofs that their Closes brought.
    #[must_use]
    pub fn end(&self, number: u8, requests: &Requests) -> Option<End> {
        let (_, first_final) = self.closed?;
        let first = usize::try_from(first_final).ok()?;
        let cells: Vec<u8> = self.cells.iter().skip(first).map(|stored| stored.cell).collect();
        let before = std::iter::once(None).chain(cells.iter().copied().map(Some));
        let finals = cells.iter().zip(before);
        let finals = finals.map(|(cell, over)| requests.proof(number, *cell, over)).collect();
        Some(End { first_final, finals })
    }

    fn head(&self, number: u8, bound: &Bound, requests: &Requests) -> Head {
        let push = |chain: Chain, stored: &Stored| chain.push(&requests.hash(stored.cell));
        let chain = self.cells.iter().fold(Chain::start(bound.handle()), push);
        let latest = self.cells.last().map(|stored| requests.hash(stored.cell));
        let day = self.closed.map(|(day, _)| day);
        let closing = day.zip(self.end(number, requests)).zip(latest);
        let closing = closing.map(|((day, end), latest)| Closing { day, end, latest });
        Head::new(bound.mailbox().clone(), self.opened, chain, closing)
    }
}

impl Slot {
    /// The row, served or not.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        match self {
            Self::Here(row) => Some(row),
            _ => None,
        }
    }

    /// The row, if it is served today.
    #[must_use]
    pub fn served(&self, mailbox: &Mailbox, today: Day) -> Option<&Row> {
        self.row().filter(|row| today <= row.expires(mailbox))
    }

    /// What the core is taught of it.
    #[must_use]
    pub fn load(&self, number: u8, requests: &Requests) -> Known {
        let bound = requests.bound(number);
        match self {
            Self::Absent => Known::Absent,
            Self::Gone(tombstone) => Known::Gone(*tombstone),
            Self::Here(row) => Known::Here(Box::new(row.head(number, bound, requests))),
        }
    }
}
