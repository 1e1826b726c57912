//! Sequences against a client's real core over its real storage: a member's device in the hands of a relay that
//! shows what it likes, and of members who write what they like under the room's keys.
//!
//! The room is made once; every sequence runs in a transaction that is undone.

use std::cell::RefCell;

use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::{self, Kind, body_max};
use sitr_client_core::state::{Delivery, Intent, Purpose, Standing, Step};
use sitr_client_core::{Core, CoreError, Inbound, Progress, RoomId, Shown, Store as _, Turn};
use sitr_client_store::RoomStore;
use sitr_content::{Body, Content};
use sitr_sim::World;
use sitr_sim::device::Device;
use sitr_wire::frame::{End, Proof};
use sitr_wire::refusal::{Code, Refusal};
use sitr_wire::{Cell, CellSize, Handle};

/// Operations of one sequence; the rest of the bytes is not read.
const STEPS_MAX: usize = 48;
/// Cells that the relay has at most.
const CELLS_MAX: usize = 80;

/// What others really wrote in the room's epoch.
struct Facts {
    room: RoomId,
    handle: Handle,
    epoch: u64,
    seal: Secret,
    /// Bodies of cells: texts, and the end of the epoch.
    bodies: Vec<(Kind, Vec<u8>)>,
    /// The final cell of an admin, and the close key's proof of it.
    last: Cell,
    proof: Proof,
}

thread_local! {
    static STAGE: RefCell<(Device, Facts)> = RefCell::new(stage());
}

fn stage() -> (Device, Facts) {
    let mut devices = World::gathered(1, 2).expect("a room");
    let (device, mut admin) = (devices.remove(1), devices.remove(0));
    let room = admin.room;
    let epoch = device.record().and_then(|room| room.epoch).expect("an epoch");
    let open =
        |cell: &Cell| cell::open(&epoch.seal, &epoch.handle, cell).expect("a cell of the room");
    let mut bodies = Vec::new();
    for words in ["one", "two", "three"] {
        let content = Content::new([0; 16], 0, Body::text(words));
        let pumped = admin.core(|core| {
            core.say(&room, content)?;
            core.pump(&room)
        });
        assert!(matches!(pumped, Ok(true)));
        bodies.extend(written(&mut admin).iter().map(|(cell, _)| open(cell)));
    }
    admin.wants(&room, &Intent::Roll).expect("an intent");
    admin.core(|core| core.commit_next(&room)).expect("a commit");
    let close = written(&mut admin).into_iter().find_map(|(cell, proof)| Some((cell, proof?)));
    let (last, proof) = close.expect("a close");
    bodies.push(open(&last));
    let facts = Facts {
        room,
        handle: epoch.handle,
        epoch: epoch.number,
        seal: epoch.seal.clone(),
        bodies,
        last,
        proof,
    };
    (device, facts)
}

/// The cells that a device wants written, which then are.
fn written(admin: &mut Device) -> Vec<(Cell, Option<Proof>)> {
    let room = admin.room;
    let mut cells = Vec::new();
    for (id, errand, _) in admin.store(|store| store.errands(&room)) {
        for step in &errand.steps {
            let (signed, proof) = match step {
                Step::Append(signed, _) => (signed, None),
                Step::Close(signed, supersedes) => {
                    let proof = Proof { signature: signed.signature, supersedes: *supersedes };
                    (signed, Some(proof))
                }
                Step::Open(_) | Step::OpenAt(..) | Step::Burn(..) => continue,
            };
            cells.push((signed.cell().expect("a cell"), proof));
        }
        if matches!(errand.purpose, Purpose::Message(_)) {
            let told =
                |core: &mut Core<'_, RoomStore<'_>>| core.step_done(id, errand.steps.len() - 1);
            admin.core(told).expect("told");
        }
    }
    cells
}

/// Whether anything was heard, or the epoch ended.
pub(crate) fn sequence(data: &[u8]) -> bool {
    STAGE.with_borrow_mut(|(device, facts)| {
        device.rehearses(|core, store| {
            let mut run = Run { core, store, facts, tape: data, cells: Vec::new(), spoke: 0 };
            for _ in 0..STEPS_MAX {
                let Some(what) = run.next() else { break };
                run.step(what);
                run.holds();
            }
            run.reached()
        })
    })
}

/// A sequence on its way.
struct Run<'r, 'c> {
    core: &'r mut Core<'c, RoomStore<'c>>,
    store: &'c RoomStore<'c>,
    facts: &'r Facts,
    tape: &'r [u8],
    /// What the relay has of the mailbox, as it now says.
    cells: Vec<Cell>,
    /// Texts that this device's member said.
    spoke: usize,
}

impl<'c> Run<'_, 'c> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.tape.split_first()?;
        self.tape = rest;
        Some(*first)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(self.next().unwrap_or(0)) % end.max(1)
    }

    fn step(&mut self, what: u8) {
        match what % 16 {
            0 => self.genuine(),
            1 => self.shows(false),
            2 => self.garbled(),
            3 => self.made_up(),
            4 => self.speaks(),
            5 => self.answers(),
            6 => {
                let at = self.below(self.cells.len() + 1);
                self.cells.truncate(at);
            }
            7 => {
                let (a, b) = (self.below(self.cells.len()), self.below(self.cells.len()));
                if !self.cells.is_empty() {
                    self.cells.swap(a, b);
                }
            }
            8 => self.shows(true),
            9 => {
                if self.cells.len() < CELLS_MAX {
                    self.cells.push(self.facts.last.clone());
                }
            }
            10 => self.tries(|core, room| core.resume(room)),
            11 => self.tries(|core, room| core.tend(room, None)),
            12 => self.tries(|core, room| core.pump(room).map(drop)),
            13 => self.tries(|core, room| core.offer_keys(room)),
            14 => self.tries(|core, room| core.leave(room)),
            _ => {
                let repeat = self.cells.last().cloned();
                self.cells.extend(repeat.filter(|_| self.cells.len() < CELLS_MAX));
            }
        }
    }

    /// An operation of the core, undone if it says no. No input makes it fail in another way.
    fn tries<T>(
        &mut self,
        work: impl FnOnce(&mut Core<'c, RoomStore<'c>>, &RoomId) -> Result<T, CoreError>,
    ) {
        let _ = self.tried(work);
    }

    fn tried<T>(
        &mut self,
        work: impl FnOnce(&mut Core<'c, RoomStore<'c>>, &RoomId) -> Result<T, CoreError>,
    ) -> Option<T> {
        self.store.savepoint().expect("a savepoint");
        match work(self.core, &self.facts.room) {
            Ok(done) => {
                self.store.release().expect("released");
                Some(done)
            }
            Err(CoreError::Store(_) | CoreError::Bug(_)) => panic!("an operation failed"),
            Err(_) => {
                self.store.rollback().expect("rolled back");
                None
            }
        }
    }

    fn puts(&mut self, kind: Kind, body: &[u8]) {
        let body = &body[..body.len().min(body_max(CellSize::K2))];
        let Facts { seal, handle, .. } = self.facts;
        let sealed = cell::seal(seal, handle, CellSize::K2, kind, body, &mut rand::rng());
        if self.cells.len() < CELLS_MAX {
            self.cells.push(sealed.expect("it fits"));
        }
    }

    fn genuine(&mut self) {
        let at = self.below(self.facts.bodies.len());
        let (kind, body) = &self.facts.bodies[at];
        self.puts(*kind, body);
    }

    /// A genuine body with some bytes changed, cut, or under another kind.
    fn garbled(&mut self) {
        let at = self.below(self.facts.bodies.len());
        let (mut kind, mut body) = self.facts.bodies[at].clone();
        for _ in 0..self.below(4) {
            let (high, low, mask) = (self.below(256), self.below(256), self.next().unwrap_or(1));
            let place = (high * 256 + low) % body.len();
            body[place] ^= mask;
        }
        match self.below(8) {
            0 => body.truncate(body.len() / 2),
            1 => kind = Kind::of_byte(u8::try_from(1 + self.below(9)).unwrap_or(1)).unwrap_or(kind),
            _ => {}
        }
        self.puts(kind, &body);
    }

    /// Bytes from the sequence itself.
    fn made_up(&mut self) {
        let kind = Kind::of_byte(u8::try_from(1 + self.below(9)).unwrap_or(1));
        let length = self.below(64).min(self.tape.len());
        let (body, rest) = self.tape.split_at(length);
        self.tape = rest;
        self.puts(kind.unwrap_or(Kind::Message), body);
    }

    /// Shows what is there from some place on, and may call the mailbox closed.
    fn shows(&mut self, as_page: bool) {
        let (first, flags) = (self.below(self.cells.len() + 1), self.next().unwrap_or(0));
        let count = self.cells.len() - first;
        let all = self.cells[first..].iter().enumerate();
        let payload = (flags & 8 != 0).then(|| vec![flags; 40]);
        let inbound: Vec<Inbound> = all
            .map(|(at, cell)| Inbound {
                payload: payload.clone(),
                tree: payload.clone(),
                ..Inbound::new((first + at) as u64, cell.clone())
            })
            .collect();
        let place = self.cells.iter().position(|cell| *cell == self.facts.last);
        let (first_final, mut finals) = match place {
            Some(at) if flags & 1 == 0 => (at as u64, vec![self.facts.proof]),
            _ => ((first + count / 2) as u64, vec![self.facts.proof]),
        };
        if flags & 4 != 0 {
            finals.push(self.facts.proof);
        }
        let end = (flags & 2 != 0).then_some(End { first_final, finals });
        let whole = flags & 16 != 0;
        let shown = Shown { cells: &inbound, marks: &[], end: end.as_ref(), whole };
        let handle = self.facts.handle;
        let progress = self.tried(|core, room| {
            if as_page {
                core.receive_page(room, &handle, first as u64, &shown)
            } else {
                core.receive(room, &handle, &shown)
            }
        });
        if let Some(Progress::Next(next)) = progress {
            assert!(next <= self.cells.len().max(CELLS_MAX) as u64, "read what was not shown");
        }
    }

    fn speaks(&mut self) {
        let content = Content::new([0; 16], 0, Body::text("said by this device"));
        if self.tried(|core, room| core.say(room, content)).is_some() {
            self.spoke += 1;
        }
    }

    /// The relay answers the next errand's next step.
    fn answers(&mut self) {
        let verdict = self.below(18);
        let codes = [
            Code::Busy,
            Code::Limit,
            Code::Ticket,
            Code::NotFound,
            Code::Closed,
            Code::Full,
            Code::Gone,
            Code::Conflict,
            Code::Signature,
            Code::Size,
        ];
        self.tries(|core, room| {
            let Turn::Now(id, _, step) = core.next_errand(room)? else { return Ok(()) };
            match codes.get(verdict) {
                Some(code) => core.step_refused(id, &Refusal::new(*code)).map(drop),
                None => core.step_done(id, step),
            }
        });
    }

    /// What is so after every operation.
    fn holds(&self) {
        let room = self.store.room(&self.facts.room).expect("read").expect("the room stays");
        let all = self.store.last_messages(&self.facts.room, 1000).expect("read");
        let own = all.iter().filter(|message| message.delivery != Delivery::Received);
        assert!(own.count() >= self.spoke, "a text is lost");
        let mut ids: Vec<_> = all.iter().map(|message| message.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all.len(), "something was heard twice");
        let Some(epoch) = room.epoch else { return };
        let ended = self.cells.contains(&self.facts.last);
        assert!(epoch.number <= self.facts.epoch + u64::from(ended), "the room moved by itself");
    }

    fn reached(&self) -> bool {
        let all = self.store.last_messages(&self.facts.room, 1000).expect("read");
        let room = self.store.room(&self.facts.room).expect("read").expect("the room stays");
        all.iter().any(|message| message.delivery == Delivery::Received)
            || room.standing != Standing::Active
            || room.epoch.is_some_and(|epoch| epoch.number > self.facts.epoch)
            || self.spoke > 0
    }
}
