//! From what the core sends to the queues of connections. Runs after the commit, never before.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::{BufMut, Bytes, BytesMut};
use sitr_relay_core::{Asker, ConnId, Core, Event, Send};
use sitr_wire::{Code, Handle, Refusal, Reply};

use crate::identity::Identity;
use crate::metrics::Metrics;
use crate::outbox::{About, Outbox};
use crate::shared::sign;

/// Tag of the field `request` in a frame: number 1, a varint.
const REQUEST_TAG: u8 = 0x08;

/// Where everything goes.
#[derive(Debug)]
pub(crate) struct Fanout {
    pub(crate) identity: Identity,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) outboxes: BTreeMap<ConnId, Arc<Outbox>>,
}

impl Fanout {
    /// Queues answers and news.
    pub(crate) fn deliver(&self, core: &mut Core, sends: Vec<Send>) {
        for send in sends {
            match send {
                Send::Answer { to, answer } => {
                    if let Some(outbox) = self.outboxes.get(&to.conn) {
                        outbox.answer(to.request, answer);
                    }
                }
                Send::Push { handle, event } => self.push(core, &handle, event),
            }
        }
    }

    fn push(&self, core: &mut Core, handle: &Handle, event: Event) {
        let is_over = matches!(event, Event::Burned | Event::Expired);
        if core.is_watched(handle) {
            let (about, reply) = self.news(handle, event);
            let fallen = self.tell(core, handle, about, &reply);
            for watcher in fallen {
                self.metrics.fallen_total.one();
                core.leave(handle, watcher);
            }
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

    /// Encodes the body once; watchers that chose the same number share the whole frame. Returns
    /// those whose queue was full.
    fn tell(&self, core: &Core, handle: &Handle, about: About, reply: &Reply) -> Vec<Asker> {
        let body = reply.encode(0);
        let mut shared: Option<(u64, Bytes)> = None;
        let mut fallen = Vec::new();
        let mut told = 0;
        for watcher in core.watchers(handle) {
            let Some(outbox) = self.outboxes.get(&watcher.conn) else { continue };
            let frame = match &shared {
                Some((number, frame)) if *number == watcher.request => frame.clone(),
                _ => numbered(watcher.request, &body),
            };
            shared = Some((watcher.request, frame.clone()));
            told += 1;
            if !outbox.news(watcher.request, about, frame) {
                fallen.push(*watcher);
            }
        }
        self.metrics.news_total.add(told);
        fallen
    }
}

/// A frame with its number put before a body that was encoded without one. Fields of a protobuf
/// message may stand in any order, so the two parts make one message.
fn numbered(request: u64, body: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(body.len() + 11);
    if request != 0 {
        frame.put_u8(REQUEST_TAG);
        let mut rest = request;
        while rest >= 0x80 {
            frame.put_u8((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        frame.put_u8((rest & 0x7f) as u8);
    }
    frame.extend_from_slice(body);
    frame.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_body_is_the_frame_itself() {
        let reply = Reply::Closed(3);
        for request in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            assert_eq!(numbered(request, &reply.encode(0)), reply.encode(request));
        }
    }
}
