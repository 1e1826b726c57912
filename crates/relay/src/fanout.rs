//! From what the core sends to the senders' posts. Runs after the commit, never before.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rustc_hash::FxHashMap;
use sitr_relay_core::{Asker, ConnId, Core, Event, Send};
use sitr_wire::{Code, Handle, Refusal, Reply};

use crate::identity::Identity;
use crate::line::watch::About;
use crate::line::{Line, News};
use crate::metrics::Metrics;
use crate::senders::{Audience, Senders};
use crate::shared::sign;

/// Where everything goes.
#[derive(Debug)]
pub(crate) struct Fanout {
    pub(crate) identity: Identity,
    pub(crate) metrics: Arc<Metrics>,
    /// The relay numbers connections itself, so nobody can choose numbers that collide.
    lines: FxHashMap<ConnId, Arc<Line>>,
    /// Who watches, of mailboxes that were spoken of since somebody came or went: no more than there are watches.
    audiences: BTreeMap<Handle, Audience>,
    senders: Senders,
}

impl Fanout {
    pub(crate) fn new(identity: Identity, metrics: Arc<Metrics>, senders: Senders) -> Self {
        let (lines, audiences) = (FxHashMap::default(), BTreeMap::new());
        Self { identity, metrics, lines, audiences, senders }
    }

    /// A connection hears of its answers from here on.
    pub(crate) fn connect(&mut self, conn: ConnId, line: Arc<Line>) {
        self.lines.insert(conn, line);
    }

    /// A connection is gone, and with it all that held its socket.
    pub(crate) fn disconnect(&mut self, core: &mut Core, conn: ConnId) {
        for handle in core.disconnect(conn) {
            self.changed(&handle);
        }
        self.lines.remove(&conn);
    }

    /// A watch is given up.
    pub(crate) fn leave(&mut self, core: &mut Core, handle: &Handle, watcher: Asker) {
        core.leave(handle, watcher);
        self.changed(handle);
    }

    /// Somebody came to watch a mailbox, or watches it no longer.
    pub(crate) fn changed(&mut self, handle: &Handle) {
        self.audiences.remove(handle);
    }

    /// Sends answers, then news: who asked hears of its own cell before its watch tells it.
    pub(crate) fn deliver(&mut self, core: &mut Core, sends: Vec<Send>) {
        let mut pushes: BTreeMap<Handle, Vec<Event>> = BTreeMap::new();
        for send in sends {
            match send {
                Send::Answer { to, answer } => {
                    if let Some(line) = self.lines.get(&to.conn) {
                        self.senders.answer(to.conn, line, to.request, answer);
                    }
                }
                Send::Push { handle, event } => pushes.entry(handle).or_default().push(event),
            }
        }
        for (handle, events) in pushes {
            self.push(core, &handle, events);
        }
        self.senders.go();
    }

    /// What a batch brought to one mailbox goes to all who watch, each body encoded once.
    fn push(&mut self, core: &mut Core, handle: &Handle, events: Vec<Event>) {
        let is_over = events.iter().any(|it| matches!(it, Event::Burned | Event::Expired));
        if core.is_watched(handle) {
            let news: Arc<[News]> = events.into_iter().map(|it| self.news(handle, it)).collect();
            let (lines, senders) = (&self.lines, &mut self.senders);
            let audience = self.audiences.entry(*handle).or_insert_with(|| {
                let watchers = core.watchers(handle);
                senders.audience(watchers.filter_map(|watcher| {
                    Some((watcher.conn, lines.get(&watcher.conn)?, watcher.request))
                }))
            });
            debug_assert_eq!(audience.len(), core.watchers(handle).count(), "nobody came or went");
            senders.tell(audience, &news);
            self.metrics.news_total.add((audience.len() * news.len()) as u64);
        }
        if is_over {
            core.release(handle);
            self.changed(handle);
        }
    }

    fn news(&self, handle: &Handle, event: Event) -> News {
        let (about, reply) = match event {
            Event::Cell { index, cell, last } => {
                (About::Cell(index), Reply::Cell { index, cell, last })
            }
            Event::Mark { mark, chain } => {
                let signed = sign(&self.identity, handle, mark, chain);
                (About::Mark(mark), Reply::Mark(signed))
            }
            Event::End(end) => (About::End(end.finals.len()), Reply::End(end)),
            Event::Burned => (About::Over, Reply::Burned),
            Event::Expired => (About::Over, Reply::Refused(Refusal::new(Code::NotFound))),
        };
        News { about, body: Bytes::from(reply.encode(0)) }
    }
}
