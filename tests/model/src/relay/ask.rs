//! Requests, signed once: verification does not depend on the state.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use sitr_relay_core::ticket::{Step, Tickets};
use sitr_relay_core::verify::{Asked, Bound, Reader};
use sitr_relay_core::{Day, Seconds};
use sitr_wire::frame::{Append, Burn, Close, Proof};
use sitr_wire::statement::Statement;
use sitr_wire::ticket::{Difficulty, Policy};
use sitr_wire::{Address, Cell, CellHash, CellSize, Keep, Life, Mailbox, RelayId, Seed};

const RELAY: RelayId = RelayId([9; 32]);

/// What is asked. Cells are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Open.
    Open,
    /// Append this cell.
    Append(u8),
    /// Close with this cell, superseding another or none.
    Close(u8, Option<u8>),
    /// Burn.
    Burn,
    /// Burn by who cannot be verified any more.
    BurnAgain,
    /// Watch from this place on.
    Join(u64),
}

/// One request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ask {
    /// The mailbox, by number.
    pub mailbox: u8,
    /// What is asked.
    pub verb: Verb,
    /// Signed by another key than the one that the verb needs.
    pub forged: bool,
}

impl Ask {
    /// A request as it should be.
    #[must_use]
    pub fn new(mailbox: u8, verb: Verb) -> Self {
        Self { mailbox, verb, forged: false }
    }

    /// The same, signed by a key of the mailbox that is good for something else.
    #[must_use]
    pub fn forged(self) -> Self {
        Self { forged: true, ..self }
    }

    /// The cell that it brings.
    #[must_use]
    pub fn cell(&self) -> Option<u8> {
        match self.verb {
            Verb::Append(cell) | Verb::Close(cell, _) => Some(cell),
            _ => None,
        }
    }
}

/// The mailboxes of a world and every request that is made there.
#[derive(Debug)]
pub struct Requests {
    bounds: Vec<Arc<Bound>>,
    asked: BTreeMap<Ask, Asked>,
    hashes: Vec<CellHash>,
    proofs: BTreeMap<(u8, u8, Option<u8>), Proof>,
}

fn seed(number: u8) -> Seed {
    Seed::new([number; 32])
}

fn cell(number: u8) -> Cell {
    Cell::new(Bytes::from(vec![number; CellSize::K2.bytes()])).expect("2 KiB")
}

fn address(mailbox: u8) -> Address {
    Address::new([mailbox; 32])
}

/// Every mailbox of a world differs in its address alone.
fn mailbox(number: u8, capacity: u32, life: Life, keep: Keep) -> Mailbox {
    Mailbox {
        address_hash: address(number).hash(),
        write_key: seed(1).public(),
        close_key: seed(2).public(),
        burn_key: Some(seed(3).public()),
        cell_size: CellSize::K2,
        capacity,
        life,
        keep,
        append_cost: 0,
    }
}

impl Requests {
    /// Signs and verifies them all. What the core does not verify is not in it.
    #[must_use]
    pub fn new(mailboxes: u8, capacity: u32, life: Life, keep: Keep, asks: &[Ask]) -> Self {
        let bound = |number| Arc::new(Bound::of(&RELAY, mailbox(number, capacity, life, keep)));
        let bounds: Vec<Arc<Bound>> = (0..mailboxes).map(bound).collect();
        let verified = |ask: &Ask| Some((*ask, asked(&bounds[usize::from(ask.mailbox)], ask)?));
        let asked = asks.iter().filter_map(verified).collect();
        let proven = |ask: &Ask| match ask.verb {
            Verb::Close(cell, over) => {
                let proof = proof(&bounds[usize::from(ask.mailbox)], cell, over);
                Some(((ask.mailbox, cell, over), proof))
            }
            _ => None,
        };
        let proofs = asks.iter().filter_map(proven).collect();
        Self {
            bounds,
            asked,
            proofs,
            hashes: (0..=u8::MAX).map(|number| cell(number).hash()).collect(),
        }
    }

    /// The verified request.
    #[must_use]
    pub fn get(&self, ask: &Ask) -> Option<&Asked> {
        self.asked.get(ask)
    }

    /// A mailbox's fixed fields.
    #[must_use]
    pub fn bound(&self, mailbox: u8) -> &Arc<Bound> {
        &self.bounds[usize::from(mailbox)]
    }

    /// The hash of a numbered cell.
    #[must_use]
    pub fn hash(&self, cell: u8) -> CellHash {
        self.hashes[usize::from(cell)]
    }

    /// What the relay is to show of this Close.
    #[must_use]
    pub fn proof(&self, mailbox: u8, cell: u8, over: Option<u8>) -> Proof {
        let made = self.proofs.get(&(mailbox, cell, over)).copied();
        made.unwrap_or_else(|| proof(self.bound(mailbox), cell, over))
    }

    /// The number of a cell.
    #[must_use]
    pub fn number(&self, hash: &CellHash) -> u8 {
        let at = self.hashes.iter().position(|known| known == hash).expect("a cell of this world");
        u8::try_from(at).expect("at most 256")
    }
}

fn proof(bound: &Bound, number: u8, over: Option<u8>) -> Proof {
    let (hash, supersedes) = (cell(number).hash(), over.map(|over| cell(over).hash()));
    let statement = Statement::close(&RELAY, bound.handle(), &hash, supersedes.as_ref());
    Proof { signature: statement.sign(&seed(2)), supersedes }
}

fn asked(bound: &Arc<Bound>, ask: &Ask) -> Option<Asked> {
    let handle = *bound.handle();
    let (write, close) = if ask.forged { (seed(2), seed(1)) } else { (seed(1), seed(2)) };
    let tickets = Tickets::new(RELAY, Policy::Free(Difficulty::default()), Default::default());
    let settled = |step| match step {
        Step::Settled(payment) => payment,
        Step::Work(check) => check.run(),
    };
    match ask.verb {
        Verb::Open => {
            let payment = settled(tickets.for_open(bound, None, 0, Seconds(0)));
            Some(Asked::open(Arc::clone(bound), &payment))
        }
        Verb::Append(number) => {
            let (cell, hash) = (cell(number), cell(number).hash());
            let payment = settled(tickets.for_append(bound, &hash, None, Seconds(0)));
            let signature = Statement::append(&RELAY, &handle, &hash).sign(&write);
            Asked::append(bound, Append { handle, cell, signature, ticket: None }, &payment).ok()
        }
        Verb::Close(number, over) => {
            let (cell, supersedes) = (cell(number), over.map(|over| self::cell(over).hash()));
            let statement = Statement::close(&RELAY, &handle, &cell.hash(), supersedes.as_ref());
            let signature = statement.sign(&close);
            Asked::close(bound, Close { handle, cell, signature, supersedes }).ok()
        }
        Verb::Burn => {
            let burn = if ask.forged { seed(2) } else { seed(3) };
            let signature = Statement::burn(&RELAY, &handle).sign(&burn);
            Asked::burn(bound, &Burn { handle, signature }).ok()
        }
        Verb::BurnAgain => {
            let signature = Statement::burn(&RELAY, &handle).sign(&seed(4));
            Some(Asked::burn_again(&Burn { handle, signature }))
        }
        Verb::Join(next) => {
            let reader = Reader::new(Arc::clone(bound), &handle, &address(ask.mailbox)).ok()?;
            Some(Asked::join(&reader, next))
        }
    }
}

/// The first day of every world.
pub const FIRST_DAY: Day = Day(20_000);
