//! The relay: its real decisions, the shell around them without sockets, and a disk that forgets what was
//! never committed.

mod disk;
mod lie;

use std::collections::VecDeque;
use std::sync::Arc;

pub use disk::{Disk, Row};
pub use lie::Lie;
use sitr_client_core::state::{SignedCell, Step};
use sitr_relay_core::ticket::{Payment, Step as Paying, Tickets};
use sitr_relay_core::verify::{Asked, Bound};
use sitr_relay_core::{Answer, Asker, ConnId, Core, Seconds, Send};
use sitr_wire::frame::{Append, Burn, Close, Mark, Page};
use sitr_wire::limit::Limits;
use sitr_wire::statement::Statement;
use sitr_wire::ticket::{self, Difficulty, Policy, Purpose};
use sitr_wire::{Address, Cell, Code, Handle, PublicKey, Refusal, RelayId, Seed};

/// Requests that one transaction carries at most.
const BATCH_MAX: usize = 16;

/// One connection of one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which device.
    pub device: usize,
    /// Which of its connections.
    pub connection: u64,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A step of an errand.
    Step(Step),
    /// A page.
    Read(Handle, Address, u32),
}

/// A request on its way.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who asks.
    pub from: Line,
    /// The device's number of it.
    pub number: u64,
    /// What.
    pub ask: Ask,
}

/// An answer.
#[derive(Clone, Debug)]
pub enum Told {
    /// It is done, and durable.
    Done,
    /// No.
    Refused(Refusal),
    /// A page.
    Page(Page),
}

/// What becomes of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is committed, and the answers go out.
    Heard,
    /// The disk is full, or fsync fails.
    Failed,
    /// The process dies before the commit.
    DiesBefore,
    /// The process dies after the commit, before the answers.
    DiesAfter,
}

/// What came of a transaction.
#[derive(Debug, Default)]
pub struct Served {
    /// Who is told what.
    pub answers: Vec<(Line, u64, Told)>,
    /// The mailboxes that changed.
    pub changed: Vec<Handle>,
    /// Whether the relay is down now.
    pub died: bool,
}

/// The relay.
pub struct Relay {
    seed: Seed,
    id: RelayId,
    core: Core,
    tickets: Tickets,
    difficulty: Difficulty,
    /// What is durable.
    pub disk: Disk,
    queue: VecDeque<Request>,
    /// Whether it answers before the commit: the planted bug that the world must find.
    pub acknowledges_early: bool,
    /// What it does wrong on purpose.
    pub lies: Vec<Lie>,
}

impl Default for Relay {
    fn default() -> Self {
        let seed = Seed::new([77; 32]);
        let id = RelayId::of(&seed.public());
        let difficulty = Difficulty { gate_bits: 0, argon_kib: 8, argon_bits: 0 };
        let policy = Policy::Free(difficulty.clone());
        Self {
            seed,
            id,
            core: Core::new(&Limits::default(), 1024),
            tickets: Tickets::new(id, policy, Default::default()),
            difficulty,
            disk: Disk::default(),
            queue: VecDeque::new(),
            acknowledges_early: false,
            lies: Vec::new(),
        }
    }
}

impl Relay {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> PublicKey {
        self.seed.public()
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> RelayId {
        self.id
    }

    /// A request has come. True where it is the first that waits for the next transaction.
    pub fn take(&mut self, request: Request) -> bool {
        self.queue.push_back(request);
        self.queue.len() == 1
    }

    /// Whether requests wait.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.queue.is_empty()
    }

    /// One transaction, as the relay's hub runs it (rule M-04).
    pub fn serve(&mut self, now: Seconds, fate: Fate) -> Served {
        let count = self.queue.len().min(BATCH_MAX);
        let batch: Vec<Request> = self.queue.drain(..count).collect();
        let mut served = Served::default();
        let mut touched = Vec::new();
        // What is read is what was committed before.
        for request in &batch {
            let Ask::Read(handle, address, number) = &request.ask else { continue };
            let told = self.read(request.from.device, handle, address, *number, now);
            served.answers.push((request.from, request.number, told));
        }
        for request in &batch {
            let Ask::Step(step) = &request.ask else { continue };
            let told = self.lied(step).unwrap_or_else(|| {
                touched.push(handle_of(step, &self.id));
                self.step(step, now)
            });
            served.answers.push((request.from, request.number, told));
        }
        match fate {
            Fate::Heard | Fate::DiesAfter => served.changed = self.disk.commit(),
            Fate::Failed | Fate::DiesBefore => self.undo(&mut served, &touched),
        }
        if matches!(fate, Fate::DiesBefore | Fate::DiesAfter) {
            if !self.acknowledges_early {
                served.answers.clear();
            }
            self.dies();
            served.died = true;
        }
        served
    }

    fn undo(&mut self, served: &mut Served, touched: &[Handle]) {
        self.disk.rollback();
        for handle in touched {
            self.core.forget(handle); // M-04
        }
        if self.acknowledges_early {
            return;
        }
        for (_, _, told) in &mut served.answers {
            if matches!(told, Told::Done) {
                *told = Told::Refused(Refusal::new(Code::Busy));
            }
        }
    }

    /// The process ends: what was in memory is gone.
    pub fn dies(&mut self) {
        self.queue.clear();
        self.core = Core::new(&Limits::default(), 1024);
    }

    /// The daily sweep.
    pub fn sweep(&mut self, now: Seconds) {
        let gone = self.disk.sweep(now.day());
        // Who watches learns of it when it reads.
        drop(self.core.expired(&gone));
    }

    fn bound(&self, handle: &Handle, now: Seconds) -> Result<Bound, Refusal> {
        let row = self.disk.served(handle, now.day()).ok_or(Refusal::new(Code::NotFound))?;
        Ok(Bound::of(&self.id, row.mailbox.clone()))
    }

    fn step(&mut self, step: &Step, now: Seconds) -> Told {
        let asked = match self.verify(step, now) {
            Ok(asked) => asked,
            Err(refusal) => return Told::Refused(refusal),
        };
        self.decide(&asked, now)
    }

    /// Appends a cell past every queue, as a program that is no client of ours may.
    pub fn put(&mut self, append: Append, now: Seconds) -> Result<(), Refusal> {
        let bound = self.bound(&append.handle, now)?;
        let hash = append.cell.hash();
        let payment = paid(self.tickets.for_append(&bound, &hash, None, now));
        let told = self.decide(&Asked::append(&bound, append, &payment)?, now);
        self.disk.commit();
        match told {
            Told::Refused(refusal) => Err(refusal),
            _ => Ok(()),
        }
    }

    fn decide(&mut self, asked: &Asked, now: Seconds) -> Told {
        let needs = self.core.needs(asked);
        if !self.core.knows(&needs.handle) {
            self.core.learn(needs.handle, self.disk.load(&needs.handle));
        }
        let places = needs.places_of.map(|hash| self.disk.places(&needs.handle, &hash));
        let asker = Asker { conn: ConnId(1), request: 1 };
        let batch = self.core.decide(asker, asked, &places.unwrap_or_default(), now);
        for write in &batch.writes {
            self.disk.apply(write);
        }
        match batch.sends.into_iter().next() {
            Some(Send::Answer { answer: Answer::Refused(refusal), .. }) => Told::Refused(refusal),
            _ => Told::Done,
        }
    }

    fn verify(&self, step: &Step, now: Seconds) -> Result<Asked, Refusal> {
        let cell = |signed: &SignedCell| signed.cell().ok_or(Refusal::new(Code::Malformed));
        match step {
            // Its worlds have one relay.
            Step::OpenAt(..) => Err(Refusal::new(Code::NotFound)),
            Step::Open(mailbox) => {
                let bound = Arc::new(Bound::of(&self.id, mailbox.clone()));
                let payment = paid(self.tickets.for_open(&bound, None, 0, now));
                Ok(Asked::open(bound, &payment))
            }
            Step::Append(signed, cost) => {
                let bound = self.bound(&signed.handle, now)?;
                let cell = cell(signed)?;
                let ticket = self.work(signed, &cell, *cost, now);
                let hash = cell.hash();
                let payment = paid(self.tickets.for_append(&bound, &hash, ticket.as_ref(), now));
                let (handle, signature) = (signed.handle, signed.signature);
                Asked::append(&bound, Append { handle, cell, signature, ticket }, &payment)
            }
            Step::Close(signed, supersedes) => {
                let bound = self.bound(&signed.handle, now)?;
                let (handle, cell) = (signed.handle, cell(signed)?);
                let signature = signed.signature;
                Asked::close(&bound, Close { handle, cell, signature, supersedes: *supersedes })
            }
            Step::Burn(handle, signature) => {
                let burn = Burn { handle: *handle, signature: *signature };
                match self.bound(handle, now) {
                    Ok(bound) => Asked::burn(&bound, &burn),
                    Err(_) => Ok(Asked::burn_again(&burn)),
                }
            }
        }
    }

    /// The ticket that the client brings.
    fn work(
        &self,
        signed: &SignedCell,
        cell: &Cell,
        cost: u8,
        now: Seconds,
    ) -> Option<ticket::Ticket> {
        let difficulty = self.difficulty.with_bits(u32::from(cost));
        let (hash, day) = (cell.hash(), now.day().0);
        let purpose = Purpose::Append(&hash);
        (cost > 0)
            .then(|| ticket::work(&self.id, &signed.handle, purpose, day, &difficulty, 0))
            .flatten()
    }

    fn read(
        &self,
        device: usize,
        handle: &Handle,
        address: &Address,
        number: u32,
        now: Seconds,
    ) -> Told {
        let disk = self.shown_to(device);
        let found = disk.served(handle, now.day());
        let Some(row) = found.filter(|row| row.mailbox.address_hash == address.hash()) else {
            return Told::Refused(Refusal::new(Code::NotFound));
        };
        let per_page = row.mailbox.cell_size.per_page();
        let first = u64::from(number) * per_page;
        let (skip, take) = (as_usize(first), as_usize(per_page));
        let cells: Vec<Cell> = row.cells.iter().skip(skip).take(take).cloned().collect();
        let full = first + per_page;
        let mark = row.chain(full).map(|chain| self.mark(handle, full, chain.value()));
        let cell_size = row.mailbox.cell_size;
        let mut page = Page { number, cell_size, cells, mark, end: row.end() };
        for lie in &self.lies {
            lie.forge(device, handle, first, &mut page);
        }
        Told::Page(page)
    }

    fn mark(&self, handle: &Handle, mark: u64, chain: &[u8; 32]) -> Mark {
        let statement = Statement::mark(&self.id, handle, mark, chain);
        Mark { mark, chain: *chain, signature: statement.sign(&self.seed) }
    }

    /// Whether exactly this cell is durable: once, or not, or more than once.
    #[must_use]
    pub fn count(&self, handle: &Handle, cell: &Cell) -> usize {
        self.disk.places(handle, &cell.hash()).len()
    }
}

fn as_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn paid(step: Paying) -> Payment {
    match step {
        Paying::Settled(payment) => payment,
        Paying::Work(check) => check.run(),
    }
}

/// The mailbox that a step is about.
#[must_use]
pub fn handle_of(step: &Step, relay: &RelayId) -> Handle {
    match step {
        Step::Open(mailbox) => mailbox.handle(relay),
        Step::OpenAt(there, mailbox) => mailbox.handle(&there.id),
        Step::Append(signed, _) | Step::Close(signed, _) => signed.handle,
        Step::Burn(handle, _) => *handle,
    }
}
