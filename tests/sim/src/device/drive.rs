//! How a device is driven, step by step, as the SDK drives it: what is asked of the relay, and what is made of
//! the answers.

use std::collections::BTreeSet;

use sitr_client_core::body::Pointer;
use sitr_client_core::payload::{assemble, pointer};
use sitr_client_core::state::Step;
use sitr_client_core::store::ErrandId;
use sitr_client_core::{
    CoreError, Entry, Inbound, Progress, Shown, Turn, Verdict, Watched, Watching,
};
use sitr_wire::frame::{End, Mark, Page};
use sitr_wire::{Cell, Code, Handle, Refusal, RelayId};

use super::Device;
use crate::relay::{Ask, Told};

/// What an answer is for.
#[derive(Clone, Debug)]
pub enum Want {
    /// A step of an errand.
    Step(ErrandId, usize, Box<Step>),
    /// A mailbox that an errand found missing.
    Reopened(ErrandId, usize, Box<Step>),
    /// The room's mailbox, which was missing.
    Opened(Watching),
    /// A page of a mailbox.
    Page(Watching),
    /// A body that a cell points to.
    Body(Box<Fetch>),
}

/// A body on its way.
#[derive(Clone, Debug)]
pub struct Fetch {
    watching: Watching,
    news: News,
    index: u64,
    pointer: Pointer,
    /// Whether it is the tree that the answer in the cell points to, and not the cell's own body.
    is_tree: bool,
    parts: Vec<Cell>,
    page: u32,
}

/// What a mailbox showed.
#[derive(Clone, Debug)]
struct News {
    first: u64,
    is_page: bool,
    cells: Vec<Inbound>,
    marks: Vec<Mark>,
    end: Option<End>,
    whole: bool,
    fetched: BTreeSet<u64>,
}

impl News {
    fn of(page: Page, is_page: bool, from: u64) -> Self {
        let first = u64::from(page.number) * page.cell_size.per_page();
        let whole = (page.cells.len() as u64) < page.cell_size.per_page();
        let cells = (first..).zip(page.cells).map(|(index, cell)| Inbound::new(index, cell));
        let cells = cells.filter(|cell| is_page || cell.index >= from).collect();
        let marks = page.mark.into_iter().collect();
        Self { first, is_page, cells, marks, end: page.end, whole, fetched: BTreeSet::new() }
    }

    fn shown(&self) -> Shown<'_> {
        let Self { cells, marks, end, whole, .. } = self;
        Shown { cells, marks, end: end.as_ref(), whole: *whole }
    }
}

/// What a device wants of the world.
#[derive(Debug, Default)]
pub struct Outgoing {
    /// Requests, with their numbers.
    pub asks: Vec<(u64, Ask)>,
    /// After how many milliseconds it looks again.
    pub wakes: Option<u64>,
    /// Whether it ends the connection.
    pub hangs_up: bool,
}

impl Outgoing {
    fn soon() -> Self {
        Self { wakes: Some(1), ..Self::default() }
    }

    fn over() -> Self {
        Self { hangs_up: true, ..Self::default() }
    }
}

impl Device {
    fn ask(&mut self, out: &mut Outgoing, want: Want, ask: Ask) {
        self.asked += 1;
        self.wants.insert(self.asked, want);
        out.asks.push((self.asked, ask));
    }

    /// What an answer that has not come yet is for.
    #[must_use]
    pub fn want(&self, number: u64) -> Option<&Want> {
        self.wants.get(&number)
    }

    /// Whether it listens to a mailbox.
    #[must_use]
    pub fn hears(&self, handle: &Handle) -> bool {
        self.heard.contains_key(handle)
    }

    /// There is something new in a mailbox, or in any that it hears.
    pub fn is_told_of(&mut self, handle: Option<&Handle>) {
        match handle {
            Some(handle) => drop(self.fresh.remove(handle)),
            None => self.fresh.clear(),
        }
    }

    /// A connection stands.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn connects(&mut self) -> Result<(), CoreError> {
        let room = self.room;
        self.core(|core| core.resume(&room))?;
        self.is_connected = true;
        Ok(())
    }

    /// Does what is due: commits, messages, the next errand; and asks for what it has not heard.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn wakes(&mut self, relay_day: u32) -> Result<Outgoing, CoreError> {
        let mut out = Outgoing::default();
        if self.record().is_none() {
            return Ok(out);
        }
        let room = self.room;
        let turn = self.core(|core| {
            core.tend(&room, Some(relay_day))?;
            core.commit_next(&room)?;
            core.pump(&room)?;
            core.next_errand(&room)
        })?;
        let busy = |want: &Want| matches!(want, Want::Step(..) | Want::Reopened(..));
        if !self.wants.values().any(busy) {
            match turn {
                Turn::Now(id, errand, done) => {
                    let step = Box::new(errand.steps[done].clone());
                    let ask = Ask::Step(step.as_ref().clone());
                    self.ask(&mut out, Want::Step(id, done, step), ask);
                }
                Turn::At(at) => out.wakes = Some(at.saturating_sub(self.now_ms) + 1),
                Turn::Nothing => {}
            }
        }
        for watching in self.core(|core| core.watching(&room))? {
            let handle = watching.handle;
            if !self.is_reading(&handle) && !self.fresh.contains(&handle) {
                // At first the page that was read last, to see whether it is still the same (rule R-15).
                let last = watching.from.saturating_sub(1) / watching.cell_size.per_page();
                let last = u32::try_from(last).unwrap_or(u32::MAX);
                let page = self.heard.get(&handle).copied().unwrap_or(last);
                let ask = Ask::Read(watching.handle, watching.address.clone(), page);
                self.ask(&mut out, Want::Page(watching), ask);
            }
        }
        Ok(out)
    }

    fn is_reading(&self, handle: &Handle) -> bool {
        self.wants.values().any(|want| match want {
            Want::Page(watching) | Want::Opened(watching) => watching.handle == *handle,
            Want::Body(fetch) => fetch.watching.handle == *handle,
            _ => false,
        })
    }

    /// An answer has come.
    ///
    /// # Errors
    /// If the storage fails: then it is as if no answer had come.
    pub fn told(&mut self, number: u64, told: Told) -> Result<Outgoing, CoreError> {
        let Some(want) = self.wants.remove(&number) else { return Ok(Outgoing::default()) };
        match (want, told) {
            (Want::Step(id, done, _), Told::Done) => {
                self.core(|core| core.step_done(id, done))?;
                Ok(Outgoing::soon())
            }
            (Want::Step(id, done, step), Told::Refused(refusal)) => {
                self.refused(id, done, step, &refusal)
            }
            (Want::Reopened(id, done, step), Told::Done) => {
                let mut out = Outgoing::default();
                let ask = Ask::Step(step.as_ref().clone());
                self.ask(&mut out, Want::Step(id, done, step), ask);
                Ok(out)
            }
            (Want::Reopened(id, ..), Told::Refused(refusal)) => {
                self.core(|core| core.not_reopened(id, &refusal))?;
                Ok(Outgoing::soon())
            }
            (Want::Opened(watching), Told::Done) => {
                self.opened.insert(watching.handle);
                Ok(Outgoing::soon())
            }
            (Want::Opened(_), Told::Refused(refusal)) if refusal.code == Code::Gone => {
                self.loses()?;
                Ok(Outgoing::soon())
            }
            (Want::Page(watching), Told::Page(page)) => self.reads(watching, page),
            (Want::Page(watching), Told::Refused(refusal)) => self.misses(watching, &refusal),
            (Want::Body(fetch), told) => self.fetched(*fetch, told),
            _ => Ok(Outgoing::over()),
        }
    }

    fn refused(
        &mut self,
        id: ErrandId,
        done: usize,
        step: Box<Step>,
        refusal: &Refusal,
    ) -> Result<Outgoing, CoreError> {
        let verdict = self.core(|core| core.step_refused(id, refusal))?;
        let mut out = Outgoing::soon();
        if let Verdict::Reopen(mailbox) = verdict {
            // What was missing was opened, and acknowledged, and is missing again.
            if !self.opened.insert(mailbox.handle(&self.relay())) {
                return Ok(Outgoing::over());
            }
            let ask = Ask::Step(Step::Open(mailbox.as_ref().clone()));
            self.ask(&mut out, Want::Reopened(id, done, step), ask);
        }
        Ok(out)
    }

    fn relay(&self) -> RelayId {
        self.record().expect("a room").relay.id
    }

    fn loses(&mut self) -> Result<(), CoreError> {
        match self.record() {
            Some(room) => self.core(|core| core.lost(room)),
            None => Ok(()),
        }
    }

    fn reads(&mut self, watching: Watching, page: Page) -> Result<Outgoing, CoreError> {
        let is_tail = (page.cells.len() as u64) < page.cell_size.per_page();
        let is_first = !self.heard.contains_key(&watching.handle);
        let number = page.number;
        let news = News::of(page, is_first, watching.from);
        let handle = watching.handle;
        let mut out = self.delivers(watching, news)?;
        if out.hangs_up {
            return Ok(out);
        }
        if is_tail {
            self.heard.insert(handle, number);
            self.fresh.insert(handle);
        } else {
            self.heard.insert(handle, number + 1);
            out.wakes = Some(1);
        }
        Ok(out)
    }

    fn delivers(&mut self, watching: Watching, news: News) -> Result<Outgoing, CoreError> {
        if watching.what == Watched::Reply
            && let Some(index) = next_pointer(&watching, &news)
        {
            return Ok(self.fetches(watching, news, index));
        }
        let (room, handle, what) = (self.room, watching.handle, watching.what);
        if what == Watched::Reply {
            return Ok(
                match self.core(|core| core.receive_answer(&room, &handle, &news.cells))? {
                    Entry::Waits => Outgoing::default(),
                    Entry::Over => Outgoing::soon(),
                    Entry::Wants(index, pointer) => {
                        self.asks(watching, news, index, *pointer, true)
                    }
                },
            );
        }
        let progress = self.core(|core| {
            Ok(match what {
                Watched::Epoch | Watched::Past if news.is_page => {
                    core.receive_page(&room, &handle, news.first, &news.shown())?
                }
                Watched::Knocks(invite) => {
                    Progress::Next(core.receive_knocks(&room, &invite, &news.cells)?)
                }
                Watched::Card if core.receive_card(&room, &handle, &news.cells)? => Progress::Moved,
                Watched::Card => Progress::Next(0),
                _ => core.receive(&room, &handle, &news.shown())?,
            })
        })?;
        Ok(match progress {
            Progress::Next(next) if next > watching.from => Outgoing::soon(),
            Progress::Next(_) => Outgoing::default(),
            Progress::Moved => Outgoing::soon(),
            Progress::Lied | Progress::Rewound | Progress::Missing => Outgoing::over(),
            Progress::Wants(index) => self.fetches(watching, news, index),
        })
    }

    fn fetches(&mut self, watching: Watching, news: News, index: u64) -> Outgoing {
        let cell = news.cells.iter().find(|cell| cell.index == index);
        let cell = cell.and_then(|cell| pointer(&watching.seal, &watching.handle, &cell.cell));
        match cell {
            Some(pointer) => self.asks(watching, news, index, pointer, false),
            None => Outgoing::default(),
        }
    }

    fn asks(
        &mut self,
        watching: Watching,
        news: News,
        index: u64,
        pointer: Pointer,
        is_tree: bool,
    ) -> Outgoing {
        let mut out = Outgoing::default();
        let fetch = Fetch { watching, news, index, pointer, is_tree, parts: Vec::new(), page: 0 };
        let ask = self.next_part(&fetch);
        self.ask(&mut out, Want::Body(Box::new(fetch)), ask);
        out
    }

    fn next_part(&self, fetch: &Fetch) -> Ask {
        let handle = fetch.pointer.mailbox.handle(&self.relay());
        Ask::Read(handle, fetch.pointer.address.clone(), fetch.page)
    }

    fn fetched(&mut self, mut fetch: Fetch, told: Told) -> Result<Outgoing, CoreError> {
        let body = match told {
            Told::Page(page) => {
                let is_full = page.cells.len() as u64 == page.cell_size.per_page();
                fetch.parts.extend(page.cells);
                if is_full && fetch.parts.len() < fetch.pointer.mailbox.capacity as usize {
                    fetch.page += 1;
                    let mut out = Outgoing::default();
                    let ask = self.next_part(&fetch);
                    self.ask(&mut out, Want::Body(Box::new(fetch)), ask);
                    return Ok(out);
                }
                assemble(&fetch.pointer, &self.relay(), &fetch.parts)
            }
            Told::Refused(refusal) if refusal.code == Code::NotFound => None,
            _ => return Ok(Outgoing::over()),
        };
        let Fetch { watching, mut news, index, is_tree, .. } = fetch;
        let cell = news.cells.iter_mut().find(|cell| cell.index == index).expect("it is there");
        let is_answer = watching.what == Watched::Reply;
        if is_tree {
            cell.tree = Some(body.unwrap_or_default());
        } else {
            news.fetched.insert(index);
            cell.payload = if is_answer { body } else { Some(body.unwrap_or_default()) };
        }
        self.delivers(watching, news)
    }

    /// A mailbox that is not there.
    fn misses(&mut self, watching: Watching, refusal: &Refusal) -> Result<Outgoing, CoreError> {
        if refusal.code != Code::NotFound {
            return Ok(Outgoing::over());
        }
        let handle = watching.handle;
        match watching.what {
            Watched::Epoch if watching.from > 0 || self.heard.contains_key(&handle) => {
                self.loses()?;
                Ok(Outgoing::soon())
            }
            Watched::Epoch => {
                let mut out = Outgoing::default();
                let epoch = self.record().and_then(|room| room.epoch);
                let Some(epoch) = epoch else { return Ok(out) };
                // It was opened, and acknowledged, and is not there.
                if self.opened.contains(&handle) {
                    return Ok(Outgoing::over());
                }
                let ask = Ask::Step(Step::Open(epoch.mailbox));
                self.ask(&mut out, Want::Opened(watching), ask);
                Ok(out)
            }
            Watched::Past => {
                let room = self.room;
                self.core(|core| core.past_gone(&room))?;
                self.fresh.insert(handle);
                Ok(Outgoing::default())
            }
            Watched::Card => {
                let room = self.room;
                self.core(|core| core.no_way(&room, &handle))?;
                Ok(Outgoing::soon())
            }
            Watched::Knocks(_) | Watched::Reply => {
                self.fresh.insert(handle);
                Ok(Outgoing::default())
            }
        }
    }
}

/// The first cell whose body is not here yet.
fn next_pointer(watching: &Watching, news: &News) -> Option<u64> {
    let wanted = |cell: &&Inbound| {
        cell.payload.is_none()
            && !news.fetched.contains(&cell.index)
            && pointer(&watching.seal, &watching.handle, &cell.cell).is_some()
    };
    news.cells.iter().find(wanted).map(|cell| cell.index)
}
