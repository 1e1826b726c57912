//! What the relay's shell does around the core: load, decide, commit, then tell.

use sitr_relay_core::time::DAY_SECONDS;
use sitr_relay_core::{Answer, Asker, Batch, ConnId, Day, Event, Seconds, Send, Tombstone, Write};
use sitr_wire::Refusal;
use sitr_wire::limit::TOMBSTONE_DAYS;

use super::ask::{Ask, FIRST_DAY, Verb};
use super::disk::{Row, Slot, Stored};
use super::fault::Fault;
use super::judge::{Met, Rule};
use super::model::{Fate, Relay, State};

/// A request on its way through one transaction.
struct Decided {
    ask: Ask,
    batch: Batch,
    /// What was stored before it.
    before: Slot,
    /// What is stored after it.
    after: Slot,
}

impl Decided {
    fn removes(&self, mailbox: u8) -> bool {
        let removes = |write: &Write| matches!(write, Write::Remove { .. });
        self.ask.mailbox == mailbox && self.batch.writes.iter().any(removes)
    }
}

/// The connection of a mailbox's watcher.
fn watcher(mailbox: u8) -> Asker {
    Asker { conn: ConnId(u64::from(mailbox)), request: 1 }
}

/// Whoever asks.
fn asker(ask: &Ask) -> Asker {
    match ask.verb {
        Verb::Join(_) => watcher(ask.mailbox),
        _ => Asker { conn: ConnId(99), request: 1 },
    }
}

fn answer(batch: &Batch) -> &Answer {
    match batch.sends.first() {
        Some(Send::Answer { answer, .. }) => answer,
        _ => panic!("the answer comes first"),
    }
}

impl Relay {
    /// One transaction, as the shell runs it. None where it would change nothing.
    pub(crate) fn transaction(&self, last: &State, asks: &[Ask], fate: Fate) -> Option<State> {
        let mut next = last.clone();
        let mut all = Vec::new();
        for ask in asks {
            all.push(self.take(&mut next, ask)?);
        }
        let writes = all.iter().any(|decided| !decided.batch.writes.is_empty());
        if fate != Fate::Heard && !writes {
            return None;
        }
        if fate == Fate::Failed {
            self.undo(last, &mut next, &all);
        } else {
            next.undo = (writes && self.is(Fault::LostCommit)).then(|| last.disk.clone());
            self.tell(&mut next, &all);
        }
        if fate == Fate::Heard {
            self.answer(&mut next, &all);
        }
        Some(next)
    }

    fn take(&self, state: &mut State, ask: &Ask) -> Option<Decided> {
        let at = usize::from(ask.mailbox);
        let before = state.disk[at].clone();
        let mut batch = self.decide(state, ask)?;
        if self.is(Fault::SecondClose) {
            self.close_again(state, ask, &mut batch);
        }
        for write in &batch.writes {
            self.apply(state, ask, write);
        }
        Some(Decided { ask: *ask, batch, before, after: state.disk[at].clone() })
    }

    fn decide(&self, state: &mut State, ask: &Ask) -> Option<Batch> {
        let trusted = Ask { forged: ask.forged && !self.is(Fault::AnyKey), ..*ask };
        let asked = self.requests.get(&trusted)?;
        let needs = state.core.needs(asked);
        let at = usize::from(ask.mailbox);
        let fault = self.config.fault;
        if fault.is_some_and(Fault::teaches) {
            state.core.forget(&needs.handle);
        }
        if !state.core.knows(&needs.handle) {
            let mut known = state.disk[at].load(ask.mailbox, &self.requests);
            if let Some(fault) = fault {
                fault.spoil(&mut known);
            }
            state.core.learn(needs.handle, known);
        }
        let places = match (needs.places_of, state.disk[at].row()) {
            (Some(hash), Some(row)) if !self.is(Fault::BlindRetry) => {
                row.places(self.requests.number(&hash))
            }
            _ => Vec::new(),
        };
        let first = Seconds(u64::from(FIRST_DAY.0) * DAY_SECONDS);
        let now = self.now(state);
        let now = fault.map_or(now, |fault| fault.clock(now, first));
        Some(state.core.decide(asker(ask), asked, &places, now))
    }

    /// The fault [`Fault::SecondClose`].
    fn close_again(&self, state: &mut State, ask: &Ask, batch: &mut Batch) {
        let (Verb::Close(cell, None), Answer::Refused(Refusal { winner: Some((_, hash)), .. })) =
            (ask.verb, answer(batch))
        else {
            return;
        };
        let over = Some(self.requests.number(hash));
        let named = Ask { verb: Verb::Close(cell, over), ..*ask };
        if let Some(taken) = self.decide(state, &named) {
            *batch = taken;
        }
    }

    /// Nothing of it happened: everything that was decided is forgotten.
    fn undo(&self, last: &State, next: &mut State, all: &[Decided]) {
        self.met(Met::CommitFailed);
        next.disk = last.disk.clone();
        next.seen = last.seen.clone();
        if self.is(Fault::PushBeforeCommit) {
            self.tell(next, all);
        }
        for decided in all {
            if !self.is(Fault::StaleHead) {
                next.core.forget(self.requests.bound(decided.ask.mailbox).handle());
            }
            next.core.leave(self.requests.bound(decided.ask.mailbox).handle(), asker(&decided.ask));
        }
        if self.is(Fault::AckBeforeCommit) {
            self.answer(next, all);
        }
    }

    /// The answers arrive.
    fn answer(&self, state: &mut State, all: &[Decided]) {
        for (at, decided) in all.iter().enumerate() {
            let Decided { ask, before, after, .. } = decided;
            self.heard(state, ask, answer(&decided.batch), before, after);
            // Acknowledged, and burned in the same transaction.
            if all.iter().skip(at + 1).any(|later| later.removes(ask.mailbox)) {
                state.seen[usize::from(ask.mailbox)].acks.clear();
            }
        }
    }

    /// News goes to those who watch.
    fn tell(&self, state: &mut State, all: &[Decided]) {
        for decided in all {
            for send in &decided.batch.sends {
                if let Send::Push { event, .. } = send {
                    self.push(state, decided.ask.mailbox, event, &decided.after);
                }
            }
        }
    }

    fn push(&self, state: &mut State, mailbox: u8, event: &Event, stored: &Slot) {
        let (at, handle) = (usize::from(mailbox), *self.requests.bound(mailbox).handle());
        let listens = state.core.watchers(&handle).any(|who| *who == watcher(mailbox));
        let seen = &mut state.seen[at];
        let mut holds = listens == seen.joined;
        if listens {
            self.met(Met::Pushed);
            match event {
                Event::Cell { index, cell, .. } => {
                    let there = usize::try_from(*index).ok();
                    let there = there.and_then(|index| stored.row()?.cells.get(index));
                    let number = self.requests.number(&cell.hash());
                    holds &= *index == seen.next && there.is_some_and(|it| it.cell == number);
                    seen.next = index + 1;
                }
                Event::End(end) => {
                    // M-13
                    let stored = stored.row().and_then(|row| row.end(mailbox, &self.requests));
                    holds &= stored.as_ref() == Some(end);
                    holds &= end.first_final + end.finals.len() as u64 == seen.next;
                }
                Event::Mark { .. } => {}
                Event::Burned | Event::Expired => (seen.joined, seen.next) = (false, 0),
            }
        }
        if matches!(event, Event::Burned | Event::Expired) {
            state.core.release(&handle);
        }
        if !holds {
            state.broken.set(Rule::Watched);
        }
    }

    /// One write becomes part of the transaction.
    fn apply(&self, state: &mut State, ask: &Ask, write: &Write) {
        let today = self.now(state).day();
        match write {
            Write::Create { opened, expires, .. } => {
                self.create(state, ask.mailbox, *opened, *expires, today);
            }
            Write::Append { index, hash, proof, .. } => {
                let by_close = matches!(ask.verb, Verb::Close(..));
                let brought = match ask.verb {
                    Verb::Close(cell, over) => Some(self.requests.proof(ask.mailbox, cell, over)),
                    _ => None,
                };
                // M-13
                if *proof != brought && !self.is(Fault::SecondClose) {
                    state.broken.set(Rule::Watched);
                }
                let stored = Stored { cell: self.requests.number(hash), by_close };
                self.store(state, ask, *index, stored, today);
            }
            Write::Freeze { first_final, closed, expires, .. } => {
                let fields = self.requests.bound(ask.mailbox).mailbox();
                let at = usize::from(ask.mailbox);
                let Slot::Here(row) = &mut state.disk[at] else { return };
                let again = row.closed.is_some();
                row.closed = Some((*closed, *first_final));
                let late = *closed != today || row.expires(fields) != *expires;
                if again || *first_final + 1 != row.count() {
                    state.broken.set(Rule::OneClose);
                }
                if late && !self.is(Fault::StoppedClock) {
                    state.broken.set(Rule::Expired);
                }
                state.seen[at].winner = row.cells.last().map(|stored| stored.cell);
            }
            Write::Remove { tombstone, .. } => {
                let burned = matches!(ask.verb, Verb::Burn) && !ask.forged;
                self.remove(state, ask.mailbox, *tombstone, burned);
            }
        }
    }

    fn create(&self, state: &mut State, mailbox: u8, opened: Day, expires: Day, today: Day) {
        let at = usize::from(mailbox);
        let fields = self.requests.bound(mailbox).mailbox();
        let row = Row { opened, closed: None, cells: Vec::new() };
        let stands = |day: Day| today <= day.plus(TOMBSTONE_DAYS);
        if state.disk[at] != Slot::Absent || state.seen[at].gone.is_some_and(stands) {
            state.broken.set(Rule::Reborn);
        }
        if state.seen[at].gone.take().is_some() {
            self.met(Met::OpenedAfterTombstone);
        }
        if row.expires(fields) != expires || opened != today && !self.is(Fault::StoppedClock) {
            state.broken.set(Rule::Expired);
        }
        state.disk[at] = Slot::Here(row);
        if !state.seen[at].joined {
            state.seen[at].next = 0;
        }
    }

    fn store(&self, state: &mut State, ask: &Ask, index: u64, stored: Stored, today: Day) {
        let at = usize::from(ask.mailbox);
        let fields = self.requests.bound(ask.mailbox).mailbox();
        if state.disk[at].served(fields, today).is_none() {
            state.broken.set(Rule::Expired);
        }
        let Slot::Here(row) = &mut state.disk[at] else { return };
        if index != row.count() {
            state.broken.set(Rule::Dense);
        }
        if let Verb::Close(_, over) = ask.verb {
            let broken = row.may_close(over, today);
            if let Some(rule) = broken {
                state.broken.set(rule);
            }
        }
        row.cells.push(stored);
    }

    fn remove(&self, state: &mut State, mailbox: u8, tombstone: Option<Tombstone>, burned: bool) {
        let at = usize::from(mailbox);
        let today = self.now(state).day();
        let fields = self.requests.bound(mailbox).mailbox();
        let served = state.disk[at].served(fields, today).is_some();
        if served && !burned {
            state.broken.set(Rule::Durable);
        }
        let seen = &mut state.seen[at];
        if burned {
            seen.gone = Some(today);
        } else if let Some(row) = state.disk[at].row() {
            seen.gone = row.closed.map(|_| row.expires(fields));
        }
        (seen.acks, seen.winner) = (Default::default(), None);
        let kept = tombstone.filter(|_| !self.is(Fault::NoTombstone));
        state.disk[at] = kept.map_or(Slot::Absent, Slot::Gone);
    }

    /// The daily sweep: what is past its time goes, as the store's own sweep does it.
    pub(crate) fn sweep(&self, last: &State) -> State {
        let mut next = last.clone();
        let today = self.now(last).day();
        for mailbox in 0..self.config.mailboxes {
            let at = usize::from(mailbox);
            let bound = self.requests.bound(mailbox);
            match last.disk[at].clone() {
                Slot::Here(row) if row.expires(bound.mailbox()) < today => {
                    self.met(Met::Swept);
                    let day = row.expires(bound.mailbox());
                    let tombstone = row.closed.map(|_| Tombstone { day, burned: false });
                    self.remove(&mut next, mailbox, tombstone, false);
                    let batch = next.core.expired(&[*bound.handle()]);
                    for send in &batch.sends {
                        if let Send::Push { event, .. } = send {
                            self.push(&mut next, mailbox, event, &Slot::Absent);
                        }
                    }
                }
                Slot::Gone(tombstone) if tombstone.day.plus(TOMBSTONE_DAYS) < today => {
                    next.disk[at] = Slot::Absent;
                }
                _ => {}
            }
        }
        next
    }
}
