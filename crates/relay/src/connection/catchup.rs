//! What watches read from the disk: pages at first, then what they missed, one read at a time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sitr_relay_core::Asker;
use sitr_relay_core::verify::{Asked, Reader};
use sitr_relay_store::StoredTail;
use sitr_wire::frame::Page;
use sitr_wire::{Code, Refusal, Reply};
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Connection, Ended, verbs};
use crate::hub::Job;
use crate::line::watch::{About, Phase, Watch};
use crate::shared::Shared;

/// Wait before a read that failed is tried again.
const RETRY: Duration = Duration::from_millis(500);

/// Pages that are read at once for a connection that takes them as fast as they come.
const PAGES: u32 = 4;

/// What a read for a watch came to.
pub(super) enum Found {
    Pages(u64, Result<Vec<Page>, Refusal>),
    Tail(u64, Result<StoredTail, Refusal>),
}

/// The mark that falls right before a watch's next cell, unless it was told already.
fn mark(shared: &Shared, watch: &mut Watch, marks: &BTreeMap<u64, [u8; 32]>) -> Option<Reply> {
    let (next, handle) = (watch.next, watch.handle());
    let chain = marks.get(&next)?;
    let is_new = watch.takes(About::Mark(next));
    is_new.then(|| Reply::Mark(shared.mark(&handle, next, *chain)))
}

impl<R, W> Connection<R, W>
where
    R: AsyncRead + Unpin + Send,
    W: AsyncWrite + Unpin + Send,
{
    /// Begins the next read, if a watch needs one and none is under way. Called when all that
    /// waited is sent, so at most one read of a connection is in memory: one page, or a few if the socket took
    /// the last read without a pause.
    pub(super) fn start_page(&mut self) {
        if self.page.is_some() {
            return;
        }
        let state = self.line.lock();
        let Some((number, watch)) = state.needy() else { return };
        let (shared, reader) = (Arc::clone(&self.shared), watch.reader.clone());
        let next = watch.next;
        let most = self.pages;
        self.page = match watch.phase {
            Phase::Pages(page) => Some(Box::pin(async move {
                let found = verbs::pages(&shared, &reader, page, most).await;
                Found::Pages(number, patient(found).await)
            })),
            _ => Some(Box::pin(async move {
                Found::Tail(number, patient(tail(&shared, &reader, next).await).await)
            })),
        };
    }

    /// A read is done.
    pub(super) async fn found(&mut self, found: Found) -> Result<(), Ended> {
        let join = self.queue_found(found);
        // What was read is on its way before the hub is asked for more.
        self.line.flush();
        self.pages = if self.line.lock().is_blocked() { 1 } else { PAGES.min(self.pages * 2) };
        self.drain().await?;
        let Some(join) = join else { return Ok(()) };
        self.shared.hub.send(Job::Ask(vec![join])).await.map_err(|_| Ended::Stopping)
    }

    /// Queues what was read; the request to be told what happens from here on, where that is next.
    fn queue_found(&self, found: Found) -> Option<(Asker, Asked)> {
        match found {
            // Only the last one is followed by a join.
            Found::Pages(number, Ok(pages)) => {
                pages.into_iter().filter_map(|page| self.page_found(number, page)).last()
            }
            Found::Tail(number, Ok(tail)) => self.tail_found(number, tail),
            // The disk failed: it is tried again.
            Found::Pages(_, Err(refusal)) | Found::Tail(_, Err(refusal))
                if refusal.code == Code::Busy =>
            {
                None
            }
            Found::Pages(number, Err(refusal)) | Found::Tail(number, Err(refusal)) => {
                let mut state = self.line.lock();
                state.settle(number);
                state.unwatch(number);
                state.reply(number, &Reply::Refused(refusal));
                None
            }
        }
    }

    /// W-08: pages up to and including the first that is not full, then it joins.
    fn page_found(&self, number: u64, page: Page) -> Option<(Asker, Asked)> {
        let mut state = self.line.lock();
        state.settle(number);
        let watch = state.watch(number)?;
        let count = page.cells.len() as u64;
        watch.next += count;
        if let Some(mark) = &page.mark {
            watch.marked = mark.mark;
        }
        let is_full = count == page.cell_size.per_page();
        let next_page = page.number.checked_add(1).filter(|_| is_full);
        watch.phase = next_page.map_or(Phase::Joining, Phase::Pages);
        let join = next_page.is_none().then(|| self.join(number, watch));
        state.reply(number, &Reply::Page(page));
        join
    }

    fn tail_found(&self, number: u64, tail: StoredTail) -> Option<(Asker, Asked)> {
        let mut state = self.line.lock();
        let watch = state.watch(number)?;
        let mut replies = Vec::new();
        let marks: BTreeMap<_, _> = tail.marks.into_iter().collect();
        replies.extend(mark(&self.shared, watch, &marks));
        for cell in tail.cells {
            let index = watch.next;
            watch.next += 1;
            let last = tail.end.as_ref().is_some_and(|end| end.covers(index));
            replies.push(Reply::Cell { index, cell, last });
            replies.extend(mark(&self.shared, watch, &marks));
        }
        watch.phase = Phase::Joining;
        let join = self.join(number, watch);
        for reply in replies {
            state.reply(number, &reply);
        }
        Some(join)
    }

    fn join(&self, number: u64, watch: &Watch) -> (Asker, Asked) {
        let from = Asker { conn: self.conn, request: number };
        (from, Asked::join(&watch.reader, watch.next))
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
