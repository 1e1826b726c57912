//! How a client is driven, step by step, exactly as an SDK drives it.

use sitr_client_core::body::{Pointer, RelayRef};
use sitr_client_core::payload::{assemble, pointer};
use sitr_client_core::state::Step;
use sitr_client_core::{
    Entry, Inbound, InviteId, Progress, Shown, Store, Turn, Verdict, Watched, Watching,
};
use sitr_wire::{Cell, Code, Handle, Mailbox, Refusal};

use crate::hand::World;
use crate::relay::{Page, Relay};

/// What came back: an answer, or nothing, because the line was cut before or after the relay acted.
type Heard<T> = Option<Result<T, Refusal>>;

impl World {
    /// Asks this person's relay.
    fn ask<T>(
        &mut self,
        who: usize,
        act: impl FnOnce(&mut Relay) -> Result<T, Refusal>,
    ) -> Heard<T> {
        let client = &mut self.people[who];
        let chance = client.flaky.as_mut().map_or(9, |dice| dice.roll(4));
        if !client.online || chance == 0 {
            return None;
        }
        let answer = act(&mut self.relays[client.relay]);
        if client.deaf > 0 {
            client.deaf -= 1;
            return None;
        }
        if chance == 1 {
            return None;
        }
        Some(answer)
    }

    /// Whether somebody who got no answer will get one sooner or later.
    fn tries_again(&self, who: usize) -> bool {
        self.people[who].online && self.people[who].flaky.is_some()
    }

    /// Everything alone: read, decide, send, until nothing changes.
    pub(crate) fn catch_up(&mut self, who: usize) {
        for _ in 0..2000 {
            let read = self.read(who);
            let thought = self.think(who);
            let worked = self.work(who);
            if !read && !thought && !worked {
                return;
            }
        }
        panic!("{} does not come to rest", self.people[who].name);
    }

    /// Everybody in turn, until nothing changes.
    pub(crate) fn settle(&mut self) {
        let flaky = self.people.iter().any(|client| client.flaky.is_some());
        let mut still = 0;
        for _ in 0..2000 {
            let mut moved = false;
            for who in 0..self.people.len() {
                moved |= self.read(who);
                moved |= self.think(who);
                moved |= self.work(who);
            }
            // Where half of all requests are lost, one round without news means nothing.
            still = if moved { 0 } else { still + 1 };
            if still > if flaky { 25 } else { 0 } {
                return;
            }
        }
        panic!("the world does not come to rest");
    }

    /// What a device says here is one more cell in the room's mailbox to the relay, and nothing else (rule D-02),
    /// whatever others do about it.
    pub(crate) fn is_one_cell(&mut self, who: usize, what: &str, says: impl FnOnce(&mut Self)) {
        let seen =
            |world: &Self| (world.relays[0].mailboxes(), world.relays[0].count(&world.handle(who)));
        says(self);
        let before = seen(self);
        while self.think(who) | self.work(who) {}
        assert_eq!(seen(self), (before.0, before.1 + 1), "{what}");
        self.settle();
    }

    /// Makes commits and encrypts messages that are due.
    pub(crate) fn think(&mut self, who: usize) -> bool {
        let client = &mut self.people[who];
        let room = client.room;
        if client.store(|store| store.room(&room)).is_none() {
            return false;
        }
        if self.tends {
            let day = self.relay_day();
            self.people[who].core(|core| core.tend(&room, Some(day))).unwrap();
        }
        let client = &mut self.people[who];
        let committed = client.core(|core| core.commit_next(&room)).unwrap();
        let pumped = client.core(|core| core.pump(&room)).unwrap();
        committed || pumped
    }

    /// Does one step of the next errand.
    pub(crate) fn work(&mut self, who: usize) -> bool {
        self.dial(who);
        let client = &mut self.people[who];
        let room = client.room;
        let Ok(Turn::Now(id, errand, done)) = client.core(|core| core.next_errand(&room)) else {
            return false;
        };
        let step = errand.steps[done].clone();
        let answer = match &step {
            Step::OpenAt(there, mailbox) => self.open_at(who, there, mailbox),
            step => self.ask(who, |relay| step_at(relay, step)),
        };
        match answer {
            None => self.tries_again(who),
            Some(Ok(())) => {
                self.people[who].core(|core| core.step_done(id, done)).unwrap();
                true
            }
            Some(Err(refusal)) => {
                match self.people[who].core(|core| core.step_refused(id, &refusal)).unwrap() {
                    Verdict::Later => false,
                    Verdict::Settled => true,
                    Verdict::Reopen(mailbox) => match self.ask(who, |relay| relay.open(&mailbox)) {
                        None => self.tries_again(who),
                        Some(Ok(())) => true,
                        Some(Err(refusal)) => {
                            let client = &mut self.people[who];
                            client.core(|core| core.not_reopened(id, &refusal)).unwrap();
                            true
                        }
                    },
                }
            }
        }
    }

    /// Asks the relay that the room moves to.
    fn open_at(&mut self, who: usize, there: &RelayRef, mailbox: &Mailbox) -> Heard<()> {
        let known = self.relays.iter().position(|relay| relay.id() == there.id);
        let here = self.people[who].relay;
        let Some(known) = known else { return Some(Err(Refusal::new(Code::NotFound))) };
        self.people[who].relay = known;
        let answer = self.ask(who, |relay| relay.open(mailbox));
        self.people[who].relay = here;
        answer
    }

    /// Dials the relay that the room is at.
    fn dial(&mut self, who: usize) {
        let Some(room) = self.people[who].store(|store| store.room(&self.people[who].room)) else {
            return;
        };
        let here = self.people[who].relay;
        if self.relays[here].id() != room.relay.id {
            let there = self.relays.iter().position(|relay| relay.id() == room.relay.id).unwrap();
            let (id, key) = (self.relays[there].id(), self.relays[there].key());
            self.people[who].put_relay_key(&id, &key);
            self.people[who].relay = there;
        }
    }

    /// Reads every mailbox that is watched. Tells whether anything changed.
    pub(crate) fn read(&mut self, who: usize) -> bool {
        self.dial(who);
        let client = &mut self.people[who];
        let room = client.room;
        if client.store(|store| store.room(&room)).is_none() {
            return false;
        }
        let watching = client.core(|core| core.watching(&room)).unwrap();
        let mut changed = false;
        for watched in watching {
            let page =
                self.ask(who, |relay| relay.read(&watched.handle, &watched.address, watched.from));
            match page {
                Some(Ok(page)) => changed |= self.take(who, &watched, &page),
                Some(Err(_)) if watched.what == Watched::Card => {
                    let client = &mut self.people[who];
                    client.core(|core| core.no_way(&room, &watched.handle)).unwrap();
                    changed = true;
                }
                _ => {}
            }
        }
        changed
    }

    /// Hands cells of a mailbox to the core.
    fn take(&mut self, who: usize, watched: &Watching, page: &Page) -> bool {
        let room = self.people[who].room;
        match watched.what {
            Watched::Epoch => self.take_epoch(who, watched, page),
            Watched::Past => {
                let client = &mut self.people[who];
                let (standing, cells) = (client.standing(), inbound(page));
                let shown = shown(page, &cells);
                client.core(|core| core.receive(&room, &watched.handle, &shown)).unwrap();
                client.standing() != standing
            }
            Watched::Knocks(id) => self.take_knocks(who, &id, page),
            Watched::Card => {
                let (client, cells) = (&mut self.people[who], inbound(page));
                client.core(|core| core.receive_card(&room, &watched.handle, &cells)).unwrap()
            }
            Watched::Reply => {
                let Some(mut cells) = self.with_payloads(who, watched, page) else { return false };
                loop {
                    let client = &mut self.people[who];
                    let entry =
                        client.core(|core| core.receive_answer(&room, &watched.handle, &cells));
                    let Entry::Wants(index, pointer) = entry.unwrap() else { break };
                    let Some(tree) = self.pointed(who, &pointer) else { return false };
                    let cell = cells.iter_mut().find(|cell| cell.index == index).unwrap();
                    cell.tree = Some(tree.unwrap_or_default());
                }
                !cells.is_empty()
            }
        }
    }

    fn take_knocks(&mut self, who: usize, id: &InviteId, page: &Page) -> bool {
        let client = &mut self.people[who];
        let (room, cells) = (client.room, inbound(page));
        let next = client.core(|core| core.receive_knocks(&room, id, &cells)).unwrap();
        cells.first().is_some_and(|first| next > first.index)
    }

    fn take_epoch(&mut self, who: usize, watched: &Watching, page: &Page) -> bool {
        let room = self.people[who].room;
        let mut cells = inbound(page);
        loop {
            let shown = shown(page, &cells);
            let progress =
                self.people[who].core(|core| core.receive(&room, &watched.handle, &shown)).unwrap();
            match progress {
                Progress::Lied | Progress::Missing => return false,
                Progress::Next(next) => return next > watched.from,
                Progress::Moved | Progress::Rewound => return true,
                Progress::Wants(index) => {
                    let at = cells.iter().position(|cell| cell.index == index).unwrap();
                    match self.payload(who, watched, &cells[at].cell) {
                        None => return false,
                        Some(body) => cells[at].payload = Some(body.unwrap_or_default()),
                    }
                }
            }
        }
    }

    /// The body that a cell points to. Outer none: the relay could not be asked; inner: it has it not.
    fn payload(&mut self, who: usize, watched: &Watching, cell: &Cell) -> Option<Option<Vec<u8>>> {
        let Some(pointer) = pointer(&watched.seal, &watched.handle, cell) else {
            return Some(None);
        };
        self.pointed(who, &pointer)
    }

    fn pointed(&mut self, who: usize, pointer: &Pointer) -> Option<Option<Vec<u8>>> {
        let relay = self.relays[self.people[who].relay].id();
        let handle: Handle = pointer.mailbox.handle(&relay);
        match self.ask(who, |relay| relay.read(&handle, &pointer.address, 0))? {
            Err(_) => Some(None),
            Ok(page) => {
                let cells: Vec<_> = page.cells.into_iter().map(|(_, cell)| cell).collect();
                Some(assemble(pointer, &relay, &cells))
            }
        }
    }

    fn with_payloads(
        &mut self,
        who: usize,
        watched: &Watching,
        page: &Page,
    ) -> Option<Vec<Inbound>> {
        let mut cells = inbound(page);
        for cell in &mut cells {
            cell.payload = self.payload(who, watched, &cell.cell)?;
        }
        Some(cells)
    }
}

fn inbound(page: &Page) -> Vec<Inbound> {
    let cell = |(index, cell): &(u64, Cell)| Inbound::new(*index, cell.clone());
    page.cells.iter().map(cell).collect()
}

fn shown<'a>(page: &'a Page, cells: &'a [Inbound]) -> Shown<'a> {
    Shown { cells, marks: &page.marks, end: page.end.as_ref(), whole: true }
}

fn step_at(relay: &mut Relay, step: &Step) -> Result<(), Refusal> {
    let cell = |signed: &sitr_client_core::state::SignedCell| {
        signed.cell().ok_or(Refusal::new(Code::Malformed))
    };
    match step {
        Step::Open(mailbox) => relay.open(mailbox),
        Step::OpenAt(..) => Err(Refusal::new(Code::Malformed)),
        Step::Append(signed, _) => {
            relay.append(&signed.handle, &cell(signed)?, &signed.signature).map(|_| ())
        }
        Step::Close(signed, supersedes) => {
            relay.close(&signed.handle, &cell(signed)?, &signed.signature, *supersedes).map(|_| ())
        }
        Step::Burn(handle, signature) => relay.burn(handle, signature),
    }
}
