//! One door for tests: a relay of one mailbox, driven by a table of steps.

use std::sync::Arc;

use bytes::Bytes;
use sitr_wire::frame::{Append, Burn, Close, End, Proof};
use sitr_wire::limit::Limits;
use sitr_wire::statement::Statement;
use sitr_wire::ticket::{Difficulty, Policy};
use sitr_wire::{
    Address, Cell, CellHash, CellSize, Handle, Keep, Life, Mailbox, Refusal, RelayId, Seed,
};

use crate::ticket::{Payment, Step, Tickets};
use crate::time::DAY_SECONDS;
use crate::verify::{Asked, Bound, Reader};
use crate::{Answer, Asker, Batch, ConnId, Core, Head, Known, Seconds, Send, Write};

pub(crate) const RELAY: RelayId = RelayId([9; 32]);
pub(crate) const ANYONE: Asker = Asker { conn: ConnId(1), request: 1 };

pub(crate) fn seed(number: u8) -> Seed {
    Seed::new([number; 32])
}

pub(crate) fn address() -> Address {
    Address::new([4; 32])
}

pub(crate) fn mailbox() -> Mailbox {
    Mailbox {
        address_hash: address().hash(),
        write_key: seed(1).public(),
        close_key: seed(2).public(),
        burn_key: Some(seed(3).public()),
        cell_size: CellSize::K2,
        capacity: 3,
        life: Life::Days30,
        keep: Keep::Days7,
        append_cost: 0,
    }
}

pub(crate) fn cell(number: u8) -> Cell {
    Cell::new(Bytes::from(vec![number; 2048])).unwrap()
}

pub(crate) fn free() -> Tickets {
    Tickets::new(RELAY, Policy::Free(Difficulty::default()), Default::default())
}

pub(crate) fn settled(step: Step) -> Payment {
    match step {
        Step::Settled(payment) => payment,
        Step::Work(check) => check.run(),
    }
}

/// What a step asks of the world.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Do {
    Open,
    Append(u8),
    Close(u8),
    /// The cell, and the one that it supersedes.
    Supersede(u8, u8),
    Burn,
    BurnAgain,
    Join(u64),
    /// Days go by.
    Days(u32),
    Seconds(u64),
    /// The shell forgets the head and loads it again.
    Reload,
}

/// The core and the disk that a shell would keep for it.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) core: Core,
    pub(crate) bound: Arc<Bound>,
    pub(crate) now: Seconds,
    pub(crate) disk: Known,
    pub(crate) cells: Vec<(Cell, bool)>,
    pub(crate) proofs: Vec<Proof>,
    pub(crate) last: Batch,
}

impl World {
    pub(crate) fn new(mailbox: Mailbox, limits: &Limits) -> Self {
        Self {
            core: Core::new(limits, 16),
            bound: Arc::new(Bound::of(&RELAY, mailbox)),
            now: Seconds(20_000 * DAY_SECONDS),
            disk: Known::Absent,
            cells: Vec::new(),
            proofs: Vec::new(),
            last: Batch::default(),
        }
    }

    pub(crate) fn handle(&self) -> Handle {
        *self.bound.handle()
    }

    pub(crate) fn signed_append(&self, number: u8) -> Append {
        let (handle, cell) = (self.handle(), cell(number));
        let signature = Statement::append(&RELAY, &handle, &cell.hash()).sign(&seed(1));
        Append { handle, cell, signature, ticket: None }
    }

    pub(crate) fn signed_close(&self, number: u8, supersedes: Option<u8>) -> Close {
        let (handle, cell) = (self.handle(), self::cell(number));
        let supersedes = supersedes.map(|number| self::cell(number).hash());
        let statement = Statement::close(&RELAY, &handle, &cell.hash(), supersedes.as_ref());
        Close { handle, cell, signature: statement.sign(&seed(2)), supersedes }
    }

    /// What a relay shows after closes with these cells, each superseding the one before.
    pub(crate) fn end(&self, first_final: u64, cells: &[u8]) -> End {
        let before = std::iter::once(None).chain(cells.iter().copied().map(Some));
        let proof = |(cell, before): (&u8, _)| {
            let Close { signature, supersedes, .. } = self.signed_close(*cell, before);
            Proof { signature, supersedes }
        };
        End { first_final, finals: cells.iter().zip(before).map(proof).collect() }
    }

    pub(crate) fn signed_burn(&self) -> Burn {
        let handle = self.handle();
        Burn { handle, signature: Statement::burn(&RELAY, &handle).sign(&seed(3)) }
    }

    fn asked(&self, what: Do) -> Option<Asked> {
        Some(match what {
            Do::Open => {
                let payment = settled(free().for_open(&self.bound, None, 0, self.now));
                Asked::open(Arc::clone(&self.bound), &payment)
            }
            Do::Append(number) => {
                let step = free().for_append(&self.bound, &cell(number).hash(), None, self.now);
                Asked::append(&self.bound, self.signed_append(number), &settled(step)).unwrap()
            }
            Do::Close(number) => {
                Asked::close(&self.bound, self.signed_close(number, None)).unwrap()
            }
            Do::Supersede(number, by) => {
                Asked::close(&self.bound, self.signed_close(number, Some(by))).unwrap()
            }
            Do::Burn => Asked::burn(&self.bound, &self.signed_burn()).unwrap(),
            Do::BurnAgain => Asked::burn_again(&self.signed_burn()),
            Do::Join(next) => {
                let bound = Arc::clone(&self.bound);
                Asked::join(&Reader::new(bound, &self.handle(), &address()).unwrap(), next)
            }
            Do::Days(_) | Do::Seconds(_) | Do::Reload => return None,
        })
    }

    /// Does one step as a shell would: load, decide, commit. None where nothing is asked.
    pub(crate) fn step(&mut self, what: Do) -> Option<Answer> {
        match what {
            Do::Days(days) => self.now.0 += u64::from(days) * DAY_SECONDS,
            Do::Seconds(seconds) => self.now.0 += seconds,
            Do::Reload => self.core.forget(&self.bound.handle().clone()),
            _ => {}
        }
        let asked = self.asked(what)?;
        Some(self.decide(&asked))
    }

    pub(crate) fn decide(&mut self, asked: &Asked) -> Answer {
        let needs = self.core.needs(asked);
        if !self.core.knows(&needs.handle) {
            self.core.learn(needs.handle, self.disk.clone());
        }
        let places = needs.places_of.map_or_else(Vec::new, |hash| self.places(&hash));
        self.last = self.core.decide(ANYONE, asked, &places, self.now);
        for write in self.last.writes.clone() {
            self.commit(write);
        }
        match &self.last.sends[0] {
            Send::Answer { to: ANYONE, answer } => answer.clone(),
            other => panic!("the answer comes first, not {other:?}"),
        }
    }

    fn places(&self, hash: &CellHash) -> Vec<u64> {
        let cells = (0u64..).zip(&self.cells);
        cells.filter(|(_, (cell, _))| cell.hash() == *hash).map(|(at, _)| at).collect()
    }

    fn commit(&mut self, write: Write) {
        match write {
            Write::Create { handle, mailbox, opened, expires } => {
                let head = Head::fresh(&handle, mailbox, opened);
                assert_eq!(head.expires(), expires);
                self.disk = Known::Here(Box::new(head));
            }
            Write::Append { index, cell, hash, proof, .. } => {
                self.proofs.extend(proof);
                let Known::Here(head) = &mut self.disk else { panic!("a cell without mailbox") };
                assert_eq!(index, self.cells.len() as u64, "indices are dense");
                head.chain = head.chain.push(&hash);
                let is_final = head.closing.is_some();
                if let Some(closing) = &mut head.closing {
                    closing.latest = hash;
                    closing.end.finals = self.proofs.clone();
                }
                self.cells.push((cell, is_final));
            }
            Write::Freeze { first_final, closed, .. } => {
                let Known::Here(head) = &mut self.disk else { panic!("no mailbox to freeze") };
                let latest = self.cells.last().unwrap().0.hash();
                let end = End { first_final, finals: self.proofs.clone() };
                head.closing = Some(crate::head::Closing { day: closed, end, latest });
                self.cells.last_mut().unwrap().1 = true;
            }
            Write::Remove { tombstone, .. } => {
                self.cells.clear();
                self.proofs.clear();
                self.disk = tombstone.map_or(Known::Absent, Known::Gone);
            }
        }
    }
}

/// Runs steps on one mailbox and compares each answer.
pub(crate) fn check(steps: &[(Do, Option<Answer>)]) -> World {
    let mut world = World::new(mailbox(), &Limits::default());
    for (at, (what, expected)) in steps.iter().enumerate() {
        assert_eq!(world.step(*what), *expected, "step {at}: {what:?}");
    }
    world
}

pub(crate) fn refused(code: sitr_wire::Code) -> Option<Answer> {
    Some(Answer::Refused(Refusal::new(code)))
}

pub(crate) fn conflict(index: u64, number: u8, limit: Option<(&str, u64)>) -> Option<Answer> {
    Some(Answer::Refused(Refusal {
        winner: Some((index, cell(number).hash())),
        limit: limit.map(|(name, value)| (name.to_owned(), value)),
        ..Refusal::new(sitr_wire::Code::Conflict)
    }))
}
