//! From what the core sends to the senders' posts. Runs after the commit, never before.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use sitr_relay_core::{ConnId, Core, Event, Send};
use sitr_wire::{Code, Handle, Refusal, Reply};

use crate::identity::Identity;
use crate::line::watch::About;
use crate::line::{Line, Post};
use crate::metrics::Metrics;
use crate::senders::Senders;
use crate::shared::sign;

/// Where everything goes.
#[derive(Debug)]
pub(crate) struct Fanout {
    pub(crate) identity: Identity,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) lines: HashMap<ConnId, Arc<Line>>,
    pub(crate) senders: Senders,
}

impl Fanout {
    /// Sends answers and news.
    pub(crate) fn deliver(&mut self, core: &mut Core, sends: Vec<Send>) {
        for send in sends {
            match send {
                Send::Answer { to, answer } => {
                    if let Some(line) = self.lines.get(&to.conn) {
                        self.senders.post(to.conn, line, Post::Answer(to.request, answer));
                    }
                }
                Send::Push { handle, event } => self.push(core, &handle, event),
            }
        }
        self.senders.go();
    }

    /// Encodes the body once, for everybody who watches.
    fn push(&mut self, core: &mut Core, handle: &Handle, event: Event) {
        let is_over = matches!(event, Event::Burned | Event::Expired);
        if core.is_watched(handle) {
            let (about, reply) = self.news(handle, event);
            let body = Bytes::from(reply.encode(0));
            let mut told = 0;
            for watcher in core.watchers(handle) {
                let Some(line) = self.lines.get(&watcher.conn) else { continue };
                let post = Post::News(watcher.request, about, body.clone());
                self.senders.post(watcher.conn, line, post);
                told += 1;
            }
            self.metrics.news_total.add(told);
        }
        if is_over {
            core.release(handle);
        }
    }

    fn news(&self, handle: &Handle, event: Event) -> (About, Reply) {
        match event {
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
        }
    }
}
