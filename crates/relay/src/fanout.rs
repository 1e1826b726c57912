//! From what the core sends to the senders' posts. Runs after the commit, never before.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rustc_hash::FxHashMap;
use sitr_relay_core::{ConnId, Core, Event, Send};
use sitr_wire::{Code, Handle, Refusal, Reply};

use crate::identity::Identity;
use crate::line::watch::About;
use crate::line::{News, Post};
use crate::metrics::Metrics;
use crate::senders::{Listed, Senders};
use crate::shared::sign;

/// Where everything goes.
#[derive(Debug)]
pub(crate) struct Fanout {
    pub(crate) identity: Identity,
    pub(crate) metrics: Arc<Metrics>,
    /// The relay numbers connections itself, so nobody can choose numbers that collide.
    pub(crate) lines: FxHashMap<ConnId, Listed>,
    pub(crate) senders: Senders,
}

impl Fanout {
    /// Sends answers, then news: who asked hears of its own cell before its watch tells it.
    pub(crate) fn deliver(&mut self, core: &mut Core, sends: Vec<Send>) {
        let mut pushes: BTreeMap<Handle, Vec<Event>> = BTreeMap::new();
        for send in sends {
            match send {
                Send::Answer { to, answer } => {
                    if let Some(line) = self.lines.get_mut(&to.conn) {
                        self.senders.post(to.conn, line, Post::Answer(to.request, answer));
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

    /// What a batch brought to one mailbox goes to each who watches as one post, each body encoded once.
    fn push(&mut self, core: &mut Core, handle: &Handle, events: Vec<Event>) {
        let is_over = events.iter().any(|it| matches!(it, Event::Burned | Event::Expired));
        if core.is_watched(handle) {
            let news: Arc<[News]> = events.into_iter().map(|it| self.news(handle, it)).collect();
            let mut told = 0;
            for watcher in core.watchers(handle) {
                let Some(line) = self.lines.get_mut(&watcher.conn) else { continue };
                let post = Post::News(watcher.request, Arc::clone(&news));
                self.senders.post(watcher.conn, line, post);
                told += news.len() as u64;
            }
            self.metrics.news_total.add(told);
        }
        if is_over {
            core.release(handle);
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
