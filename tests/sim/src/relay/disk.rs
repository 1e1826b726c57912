//! The relay's disk: what was committed stays, what was not is gone when the power goes.

use std::collections::BTreeMap;

use sitr_relay_core::head::{Closing, Head, Known, expiry};
use sitr_relay_core::{Day, Tombstone, Write};
use sitr_wire::chain::Chain;
use sitr_wire::close::{End, Proof};
use sitr_wire::{Cell, CellHash, Handle, Mailbox};

/// A stored mailbox.
#[derive(Clone)]
pub struct Row {
    /// Its fixed fields.
    pub mailbox: Mailbox,
    opened: Day,
    closed: Option<(Day, u64)>,
    /// Its cells.
    pub cells: Vec<Cell>,
    chains: Vec<Chain>,
    proofs: Vec<Proof>,
}

#[derive(Clone)]
enum Slot {
    Here(Box<Row>),
    Gone(Tombstone),
}

/// What is stored, and what a transaction that is open has changed of it.
#[derive(Clone, Default)]
pub struct Disk {
    slots: BTreeMap<Handle, Slot>,
    undo: BTreeMap<Handle, Option<Slot>>,
}

impl Row {
    fn expires(&self) -> Day {
        let closed = self.closed.map(|(day, _)| day);
        expiry(self.mailbox.life, self.mailbox.keep, self.opened, closed)
    }

    /// Where the final cells stand.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        let (_, first_final) = self.closed?;
        Some(End { first_final, finals: self.proofs.clone() })
    }

    /// The chain after so many cells.
    #[must_use]
    pub fn chain(&self, count: u64) -> Option<Chain> {
        usize::try_from(count).ok().and_then(|at| self.chains.get(at)).copied()
    }

    fn head(&self) -> Head {
        let chain = self.chains.last().copied().expect("it has a beginning");
        let closing = self.closed.zip(self.end()).map(|((day, _), end)| {
            let latest = self.cells.last().expect("a closed one has a cell").hash();
            Closing { day, end, latest }
        });
        Head::new(self.mailbox.clone(), self.opened, chain, closing)
    }
}

impl Disk {
    /// What decisions are told of a handle.
    #[must_use]
    pub fn load(&self, handle: &Handle) -> Known {
        match self.slots.get(handle) {
            None => Known::Absent,
            Some(Slot::Gone(tombstone)) => Known::Gone(*tombstone),
            Some(Slot::Here(row)) => Known::Here(Box::new(row.head())),
        }
    }

    /// A mailbox, served or not.
    #[must_use]
    pub fn row(&self, handle: &Handle) -> Option<&Row> {
        match self.slots.get(handle)? {
            Slot::Here(row) => Some(row),
            Slot::Gone(_) => None,
        }
    }

    /// A mailbox that is served today.
    #[must_use]
    pub fn served(&self, handle: &Handle, today: Day) -> Option<&Row> {
        self.row(handle).filter(|row| today <= row.expires())
    }

    /// Where exactly this cell stands.
    #[must_use]
    pub fn places(&self, handle: &Handle, hash: &CellHash) -> Vec<u64> {
        let cells = self.row(handle).map(|row| row.cells.as_slice()).unwrap_or_default();
        (0..).zip(cells).filter(|(_, cell)| cell.hash() == *hash).map(|(at, _)| at).collect()
    }

    fn slot(&mut self, handle: &Handle) -> &mut BTreeMap<Handle, Slot> {
        let before = self.slots.get(handle).cloned();
        self.undo.entry(*handle).or_insert(before);
        &mut self.slots
    }

    fn row_mut(&mut self, handle: &Handle) -> &mut Row {
        match self.slot(handle).get_mut(handle) {
            Some(Slot::Here(row)) => row,
            _ => panic!("a decision about a mailbox that is not there"),
        }
    }

    /// One write of the transaction that is open.
    pub fn apply(&mut self, write: &Write) {
        match write {
            Write::Create { handle, mailbox, opened, expires } => {
                let row = Row {
                    mailbox: mailbox.clone(),
                    opened: *opened,
                    closed: None,
                    cells: Vec::new(),
                    chains: vec![Chain::start(handle)],
                    proofs: Vec::new(),
                };
                assert_eq!(row.expires(), *expires, "the core and the store count days alike");
                self.slot(handle).insert(*handle, Slot::Here(Box::new(row)));
            }
            Write::Append { handle, index, cell, hash, proof, .. } => {
                let row = self.row_mut(handle);
                assert_eq!(*index, row.cells.len() as u64, "places are dense");
                let last = row.chains.last().copied().expect("it has a beginning");
                row.chains.push(last.push(hash));
                row.cells.push(cell.clone());
                row.proofs.extend(*proof);
            }
            Write::Freeze { handle, first_final, closed, .. } => {
                self.row_mut(handle).closed = Some((*closed, *first_final));
            }
            Write::Remove { handle, tombstone } => {
                let slots = self.slot(handle);
                slots.remove(handle);
                if let Some(tombstone) = tombstone {
                    slots.insert(*handle, Slot::Gone(*tombstone));
                }
            }
        }
    }

    /// The transaction is durable: which mailboxes it changed.
    pub fn commit(&mut self) -> Vec<Handle> {
        std::mem::take(&mut self.undo).into_keys().collect()
    }

    /// The transaction never happened.
    pub fn rollback(&mut self) {
        for (handle, before) in std::mem::take(&mut self.undo) {
            match before {
                Some(slot) => self.slots.insert(handle, slot),
                None => self.slots.remove(&handle),
            };
        }
    }

    /// The daily sweep: what is past its time goes, and which it was.
    pub fn sweep(&mut self, today: Day) -> Vec<Handle> {
        let past = |(handle, slot): (&Handle, &Slot)| match slot {
            Slot::Here(row) if row.expires() < today => Some(*handle),
            _ => None,
        };
        let gone: Vec<Handle> = self.slots.iter().filter_map(past).collect();
        for handle in &gone {
            let Some(Slot::Here(row)) = self.slots.remove(handle) else { continue };
            if row.closed.is_some() {
                let tombstone = Tombstone { day: row.expires(), burned: false };
                self.slots.insert(*handle, Slot::Gone(tombstone));
            }
        }
        gone
    }
}
