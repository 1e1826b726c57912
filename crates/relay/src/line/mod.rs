//! One connection's line: what it may ask, what it watches, what waits for its socket.
//!
//! Two hands hold it: the connection's task, which reads, and a sender, which brings answers and news
//! after the commit and writes them to the socket at once. The task writes only what a sender could not:
//! to a socket that was full, or through TLS.

pub(crate) mod queue;
pub(crate) mod watch;

use std::io::{self, IoSlice};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use sitr_relay_core::Answer;
use sitr_relay_core::session::Session;
use sitr_wire::frame::End;
use sitr_wire::{Code, Handle, Reply};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::Notify;

use queue::{Queue, SLICES};
use watch::{About, Phase, Watch};

/// Something for one line, after a commit.
#[derive(Debug)]
pub(crate) enum Post {
    /// The answer to a request.
    Answer(u64, Answer),
    /// News of a mailbox for the watch with this number; the body is shared by all who watch.
    News(u64, About, Bytes),
}

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is queued, the first thing since the last [`Line::flush`].
    First,
    /// It is queued, or it was not new.
    Yes,
    /// The line is too full: the watch reads on from the disk.
    Fell,
}

/// A connection's state, shared by its task and its sender.
#[derive(Debug)]
pub(crate) struct Line {
    state: Mutex<State>,
    /// Wakes the task: the socket is full, a watch needs the disk, or the last answer went out.
    pub(crate) ready: Notify,
    /// The socket, where it can be written to by anybody; else the task writes.
    socket: Option<OwnedWriteHalf>,
    limit: usize,
}

/// See [`Line`].
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) session: Session,
    watches: Vec<(u64, Watch)>,
    queue: Queue,
    /// A sender has put it on its list of those to flush.
    marked: bool,
    /// Only the task may write, until nothing waits.
    blocked: bool,
    /// The task waits until everything is answered.
    leaving: bool,
    /// Nothing more is taken.
    over: bool,
}

impl Line {
    pub(crate) fn new(session: Session, socket: Option<OwnedWriteHalf>, limit: usize) -> Self {
        let state = State {
            session,
            watches: Vec::new(),
            queue: Queue::default(),
            marked: false,
            blocked: false,
            leaving: false,
            over: false,
        };
        Self { state: Mutex::new(state), ready: Notify::new(), socket, limit }
    }

    /// Nobody panics while holding it, so a poisoned state is a whole one.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn socket(&self) -> Option<&OwnedWriteHalf> {
        self.socket.as_ref()
    }

    /// Takes an answer or news; [`Line::flush`] sends it.
    pub(crate) fn take(&self, post: Post) -> Taken {
        let mut state = self.lock();
        if state.over {
            return Taken::Yes;
        }
        let (wakes, fell) = match post {
            Post::Answer(request, answer) => (state.answer(request, answer), false),
            Post::News(watch, about, body) => {
                let fell = state.news(watch, about, body, self.limit);
                (fell, fell)
            }
        };
        let is_first = !state.marked && !state.blocked && !state.queue.is_empty();
        state.marked |= is_first;
        drop(state);
        if wakes {
            self.ready.notify_one();
        }
        match (fell, is_first) {
            (true, _) => Taken::Fell,
            (false, true) => Taken::First,
            (false, false) => Taken::Yes,
        }
    }

    /// Writes what waits, as far as the socket takes it now; what is left is the task's. An error of
    /// the socket is the task's to find as well.
    pub(crate) fn flush(&self) {
        let mut state = self.lock();
        state.marked = false;
        if state.blocked || state.queue.is_empty() {
            return;
        }
        state.blocked = !matches!(self.write(&mut state.queue), Ok(true));
        if state.blocked {
            drop(state);
            self.ready.notify_one();
        }
    }

    /// The task's own try: true once nothing waits.
    ///
    /// # Errors
    /// If the peer is gone.
    pub(crate) fn unblock(&self) -> io::Result<bool> {
        let mut state = self.lock();
        let is_done = self.write(&mut state.queue)?;
        state.blocked = !is_done;
        Ok(is_done)
    }

    /// True if all was written, false if the socket is full or not ours to write to.
    fn write(&self, queue: &mut Queue) -> io::Result<bool> {
        let Some(socket) = &self.socket else { return Ok(queue.is_empty()) };
        while !queue.is_empty() {
            let mut slices = [IoSlice::new(&[]); SLICES];
            let count = queue.slices(&mut slices);
            match socket.try_write_vectored(slices.get(..count).unwrap_or(&[])) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => queue.advance(written),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

impl State {
    /// Queues a reply.
    pub(crate) fn reply(&mut self, request: u64, reply: &Reply) {
        self.queue.reply(request, Bytes::from(reply.encode(0)));
    }

    /// Queues bytes that are WebSocket frames already.
    pub(crate) fn raw(&mut self, bytes: Bytes) {
        self.queue.raw(bytes);
    }

    /// Takes what the next write holds, for a task that writes it by itself. Nothing: then the next
    /// thing queued wakes the task again.
    pub(crate) fn take_bytes(&mut self) -> Vec<u8> {
        let mut slices = [IoSlice::new(&[]); SLICES];
        let count = self.queue.slices(&mut slices);
        let slices = slices.get(..count).unwrap_or(&[]);
        let bytes = slices.iter().flat_map(|slice| slice.iter().copied()).collect::<Vec<u8>>();
        self.queue.advance(bytes.len());
        self.blocked = !bytes.is_empty();
        bytes
    }

    pub(crate) fn is_blocked(&self) -> bool {
        self.blocked
    }

    /// From here on the last answer wakes the task.
    pub(crate) fn leave_when_idle(&mut self) {
        self.leaving = true;
    }

    /// Takes nothing more. What is queued still goes, unless the peer is gone.
    pub(crate) fn end(&mut self, is_gone: bool) {
        self.over = true;
        self.watches = Vec::new();
        if is_gone {
            self.queue.clear();
        }
    }

    pub(crate) fn watch(&mut self, number: u64) -> Option<&mut Watch> {
        self.watches.iter_mut().find(|(of, _)| *of == number).map(|(_, watch)| watch)
    }

    pub(crate) fn begin(&mut self, number: u64, watch: Watch) {
        self.watches.push((number, watch));
    }

    pub(crate) fn unwatch(&mut self, number: u64) {
        self.watches.retain(|(of, _)| *of != number);
        self.session.unwatched(number);
    }

    /// A watch that waits for the disk.
    pub(crate) fn needy(&self) -> Option<(u64, &Watch)> {
        let needy = self.watches.iter().find(|(_, watch)| watch.is_needy());
        needy.map(|(number, watch)| (*number, watch))
    }

    /// L-05: the watch of a closed mailbox with the lowest number ends; which one.
    pub(crate) fn give_up_a_closed_watch(&mut self) -> Option<(u64, Handle)> {
        let closed = self.watches.iter().filter(|(_, watch)| watch.told > 0);
        let (number, watch) = closed.min_by_key(|(number, _)| *number)?;
        let (number, handle) = (*number, watch.handle());
        self.unwatch(number);
        Some((number, handle))
    }

    /// The first frame of a watch is the answer to its request.
    pub(crate) fn settle(&mut self, number: u64) {
        if let Some(watch) = self.watch(number)
            && !watch.answered
        {
            watch.answered = true;
            self.session.answered();
        }
    }

    /// Whether the task must hear of it.
    fn answer(&mut self, number: u64, answer: Answer) -> bool {
        if self.watch(number).is_some() {
            return self.joined(number, answer);
        }
        let reply = match answer {
            Answer::Opened => Reply::Opened,
            Answer::Appended(index) => Reply::Appended(index),
            Answer::Closed(index) => Reply::Closed(index),
            Answer::Burned => Reply::Burned,
            Answer::Refused(refusal) => Reply::Refused(refusal),
            // To a watch that was given up meanwhile.
            Answer::Joined(_) | Answer::Behind => return false,
        };
        self.session.answered();
        self.reply(number, &reply);
        self.leaving && self.session.is_idle()
    }

    /// The hub's answer to a watch that wants to be told what happens from here on.
    fn joined(&mut self, number: u64, answer: Answer) -> bool {
        let Some(watch) = self.watch(number) else { return false };
        match answer {
            Answer::Joined(end) => {
                watch.phase = Phase::Live;
                let takes = |end: &End| watch.takes(About::End(end.finals.len()));
                if let Some(end) = end.filter(takes) {
                    self.reply(number, &Reply::End(end));
                }
                false
            }
            Answer::Refused(refusal) if refusal.code != Code::Busy => {
                self.unwatch(number);
                self.reply(number, &Reply::Refused(refusal));
                false
            }
            _ => {
                watch.phase = Phase::Tail;
                true
            }
        }
    }

    /// Whether the watch fell: it reads on from the disk.
    fn news(&mut self, number: u64, about: About, body: Bytes, limit: usize) -> bool {
        let waiting = self.queue.bytes();
        let Some(watch) = self.watch(number) else { return false };
        // W-08: who is not live reads it from the disk.
        if watch.phase != Phase::Live {
            return false;
        }
        // L-08
        if about != About::Over && waiting > 0 && waiting + body.len() > limit {
            watch.phase = Phase::Tail;
            return true;
        }
        // W-08: what the pages brought already is not told again.
        if watch.takes(about) {
            if about == About::Over {
                self.unwatch(number);
            }
            self.queue.reply(number, body);
        }
        false
    }
}
