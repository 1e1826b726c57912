//! What waits for one connection: answers, and news bounded in bytes.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use sitr_relay_core::Answer;
use tokio::sync::Notify;

/// Something for the connection's task to send.
#[derive(Debug)]
pub(crate) enum Out {
    /// The answer to a request.
    Answer { request: u64, answer: Answer },
    /// News of a watched mailbox, encoded.
    News { watch: u64, about: About, frame: Bytes },
    /// News had to be left out: from here on the watch must read from disk.
    Fallen { watch: u64 },
}

/// What a piece of news is about, for the watch's own bookkeeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The cell with this index.
    Cell(u64),
    /// The mark over so many cells.
    Mark(u64),
    /// The mailbox is closed, by so many final cells so far.
    End(usize),
    /// The mailbox is gone.
    Over,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<Out>,
    bytes: usize,
}

/// The queue between the hub and one connection's task.
#[derive(Debug)]
pub(crate) struct Outbox {
    queue: Mutex<Queue>,
    ready: Notify,
    limit: usize,
}

impl Outbox {
    pub(crate) fn new(limit: usize) -> Self {
        Self { queue: Mutex::default(), ready: Notify::new(), limit }
    }

    /// Always taken: their number is bounded by the requests in flight.
    pub(crate) fn answer(&self, request: u64, answer: Answer) {
        self.lock().waiting.push_back(Out::Answer { request, answer });
        self.ready.notify_one();
    }

    /// Takes news, or says false once it has marked the watch as fallen: then no more may come for
    /// it until it joins again (rule L-08).
    pub(crate) fn news(&self, watch: u64, about: About, frame: Bytes) -> bool {
        let mut queue = self.lock();
        // L-08
        let fits = queue.bytes == 0 || queue.bytes + frame.len() <= self.limit;
        if fits {
            queue.bytes += frame.len();
            queue.waiting.push_back(Out::News { watch, about, frame });
        } else {
            queue.waiting.push_back(Out::Fallen { watch });
        }
        drop(queue);
        self.ready.notify_one();
        fits
    }

    /// Waits until there may be something.
    pub(crate) async fn ready(&self) {
        self.ready.notified().await;
    }

    /// Takes the next thing. Its bytes make room for others at once.
    pub(crate) fn pop(&self) -> Option<Out> {
        let mut queue = self.lock();
        let out = queue.waiting.pop_front();
        if let Some(Out::News { frame, .. }) = &out {
            queue.bytes -= frame.len();
        }
        if queue.waiting.is_empty() && queue.waiting.capacity() > 16 {
            // An idle connection keeps no memory of its last burst.
            queue.waiting = VecDeque::new();
        }
        out
    }

    /// Nobody panics while holding it, so a poisoned queue is a whole one.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_says_so_and_keeps_what_it_took() {
        // L-08
        let outbox = Outbox::new(100);
        let frame = || Bytes::from(vec![0; 60]);
        assert!(outbox.news(1, About::Cell(0), frame()));
        assert!(!outbox.news(1, About::Cell(1), frame()));
        outbox.answer(9, Answer::Opened);
        assert!(matches!(outbox.pop(), Some(Out::News { watch: 1, .. })));
        assert!(matches!(outbox.pop(), Some(Out::Fallen { watch: 1 })));
        assert!(matches!(outbox.pop(), Some(Out::Answer { request: 9, .. })));
        assert!(outbox.pop().is_none());
        // One frame larger than the whole bound still passes alone.
        assert!(outbox.news(1, About::Cell(2), Bytes::from(vec![0; 1000])));
    }
}
