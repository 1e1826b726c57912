//! Watches that are not live yet, or no longer: pages and cells from disk, one read at a time.
//!
//! A watch goes `Pages -> Joining -> Live`. Whenever the hub has more than the watch has been told,
//! it goes `Tail -> Joining` again until it is level. So what a slow reader missed comes from the
//! disk in the same frames as live, and nothing is lost (rules W-08, L-08).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sitr_relay_core::Asker;
use sitr_relay_core::verify::{Asked, Reader};
use sitr_relay_store::StoredTail;
use sitr_wire::frame::Page;
use sitr_wire::{Code, Handle, Refusal, Reply};
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Connection, Ended, verbs};
use crate::hub::Job;
use crate::outbox::About;
use crate::shared::Shared;

/// Wait before a read that failed is tried again.
const RETRY: Duration = Duration::from_millis(500);

/// Where a watch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Whole pages, this one next.
    Pages(u32),
    /// Cells, from the next one on.
    Tail,
    /// The hub was asked to tell it what happens.
    Joining,
    /// Told by the hub.
    Live,
}

/// A watch of one mailbox.
#[derive(Debug)]
pub(super) struct Watch {
    reader: Reader,
    pub(super) phase: Phase,
    /// Whether its request counts as answered.
    answered: bool,
    /// Index of the next cell that it must be told.
    next: u64,
    /// The latest mark that it was told.
    marked: u64,
    /// Final cells that it was told of by an End.
    pub(super) told: usize,
}

/// What a read for a watch came to.
pub(super) enum Found {
    Page(u64, Result<Page, Refusal>),
    Tail(u64, Result<StoredTail, Refusal>),
}

impl Watch {
    pub(super) fn new(reader: Reader, from_page: u32) -> Self {
        let next = u64::from(from_page) * reader.bound().mailbox().cell_size.per_page();
        let phase = Phase::Pages(from_page);
        Self { reader, phase, answered: false, next, marked: next, told: 0 }
    }

    pub(super) fn handle(&self) -> Handle {
        *self.reader.bound().handle()
    }

    /// Whether news is new to it; what it takes, it has been told.
    pub(super) fn takes(&mut self, about: About) -> bool {
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

    /// The mark that falls right before its next cell, unless it was told already.
    fn mark(&mut self, shared: &Shared, marks: &BTreeMap<u64, [u8; 32]>) -> Option<Reply> {
        let chain = marks.get(&self.next)?;
        let is_new = self.takes(About::Mark(self.next));
        is_new.then(|| Reply::Mark(shared.mark(&self.handle(), self.next, *chain)))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Connection<S> {
    /// Begins the next read, if a watch needs one and none is under way. Called when all that
    /// waited is sent, so at most one page of a connection is in memory.
    pub(super) fn start_page(&mut self) {
        if self.page.is_some() {
            return;
        }
        let needy = |watch: &&Watch| matches!(watch.phase, Phase::Pages(_) | Phase::Tail);
        let Some((number, watch)) = self.watches.iter().find(|(_, watch)| needy(watch)) else {
            return;
        };
        let (shared, reader) = (Arc::clone(&self.shared), watch.reader.clone());
        let (number, next) = (*number, watch.next);
        self.page = match watch.phase {
            Phase::Pages(page) => Some(Box::pin(async move {
                Found::Page(number, patient(verbs::page(&shared, &reader, page).await).await)
            })),
            _ => Some(Box::pin(async move {
                Found::Tail(number, patient(tail(&shared, &reader, next).await).await)
            })),
        };
    }

    /// A read is done.
    pub(super) async fn found(&mut self, found: Found) -> Result<(), Ended> {
        match found {
            Found::Page(number, Ok(page)) => self.page_found(number, page).await,
            Found::Tail(number, Ok(tail)) => self.tail_found(number, tail).await,
            // The disk failed: it is tried again.
            Found::Page(_, Err(refusal)) | Found::Tail(_, Err(refusal))
                if refusal.code == Code::Busy =>
            {
                Ok(())
            }
            Found::Page(number, Err(refusal)) | Found::Tail(number, Err(refusal)) => {
                self.settle_watch(number);
                self.unwatch(number);
                self.reply(number, &Reply::Refused(refusal)).await
            }
        }
    }

    /// The first frame of a watch is the answer to its request.
    fn settle_watch(&mut self, number: u64) {
        if let Some(watch) = self.watches.get_mut(&number)
            && !watch.answered
        {
            watch.answered = true;
            self.session.answered();
        }
    }

    /// W-08: pages up to and including the first that is not full, then it joins.
    async fn page_found(&mut self, number: u64, page: Page) -> Result<(), Ended> {
        self.settle_watch(number);
        let Some(watch) = self.watches.get_mut(&number) else { return Ok(()) };
        let count = page.cells.len() as u64;
        watch.next += count;
        if let Some(mark) = &page.mark {
            watch.marked = mark.mark;
        }
        let is_full = count == page.cell_size.per_page();
        let next_page = page.number.checked_add(1).filter(|_| is_full);
        watch.phase = next_page.map_or(Phase::Joining, Phase::Pages);
        let is_last = next_page.is_none();
        self.reply(number, &Reply::Page(page)).await?;
        if is_last { self.join(number).await } else { Ok(()) }
    }

    async fn tail_found(&mut self, number: u64, tail: StoredTail) -> Result<(), Ended> {
        let Some(watch) = self.watches.get_mut(&number) else { return Ok(()) };
        let mut replies = Vec::new();
        let marks: BTreeMap<_, _> = tail.marks.into_iter().collect();
        replies.extend(watch.mark(&self.shared, &marks));
        for cell in tail.cells {
            let index = watch.next;
            watch.next += 1;
            let last = tail.end.as_ref().is_some_and(|end| end.covers(index));
            replies.push(Reply::Cell { index, cell, last });
            replies.extend(watch.mark(&self.shared, &marks));
        }
        watch.phase = Phase::Joining;
        for reply in replies {
            self.reply(number, &reply).await?;
        }
        self.join(number).await
    }

    async fn join(&mut self, number: u64) -> Result<(), Ended> {
        let Some(watch) = self.watches.get(&number) else { return Ok(()) };
        let asked = Asked::join(&watch.reader, watch.next);
        let from = Asker { conn: self.conn, request: number };
        let sent = self.shared.hub.send(Job::Ask(from, asked)).await;
        sent.map_err(|_| Ended::Stopping)
    }
}

/// Holds a failed read back for a moment, so that a broken disk is not asked all the time.
async fn patient<T>(result: Result<T, Refusal>) -> Result<T, Refusal> {
    if result.as_ref().is_err_and(|refusal| refusal.code == Code::Busy) {
        tokio::time::sleep(RETRY).await;
    }
    result
}

async fn tail(shared: &Shared, reader: &Reader, from: u64) -> Result<StoredTail, Refusal> {
    let (handle, today) = (*reader.bound().handle(), shared.today());
    let limit = reader.bound().mailbox().cell_size.per_page();
    let found = shared.readers.run(move |db| db.tail(&handle, from, limit, today)).await;
    let stored = found.map_err(|_| Refusal::new(Code::Busy))?;
    stored.ok_or_else(|| Refusal::new(Code::NotFound))
}
