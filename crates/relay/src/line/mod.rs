//! One connection's line: what it may ask, what it watches, what waits for its socket.
//!
//! Two hands hold it: the connection's task, which reads, and a sender, which brings answers and news
//! after the commit and writes them to the socket at once. The task writes only what a sender could not:
//! to a socket that was full, or through TLS.
//!
//! The socket stands in it, and not behind a pointer: of a thousand lines that a sender goes through, each is
//! out of the processor's caches by the time that it comes back to it, and each further place to look is a wait.

pub(crate) mod queue;
pub(crate) mod watch;

use std::io::{self, IoSlice};
use std::net::Shutdown;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use sitr_relay_core::Answer;
use sitr_relay_core::session::Session;
use sitr_wire::frame::End;
use sitr_wire::{Code, Handle, Reply};
use smallvec::SmallVec;
use socket2::SockRef;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use queue::{Queue, SLICES};
use watch::{About, Phase, Watch};

/// Frames that a sender's own queue keeps room for.
const SCRATCH_KEPT: usize = 1024;

/// What became of news for one line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It is written, or the task's to write, or was nothing new.
    Done,
    /// It waits for a [`Line::flush`], since other watches of this line may have news in the same batch.
    Later,
    /// There was no room: the watch reads on from the disk.
    Fell,
}

/// One piece of news, encoded once for everybody.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) about: About,
    pub(crate) body: Bytes,
}

/// A connection's state, shared by its task and its sender.
#[derive(Debug)]
pub(crate) struct Line {
    state: Mutex<State>,
    /// Wakes the task: the socket is full, a watch needs the disk, or the last answer went out.
    pub(crate) ready: Notify,
    /// The socket, where it can be written to by anybody; else it is the task's alone.
    socket: Option<TcpStream>,
    limit: usize,
}

/// See [`Line`].
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) session: Session,
    /// Most connections watch one mailbox.
    watches: SmallVec<[(u64, Watch); 1]>,
    queue: Queue,
    /// Only the task may write, until nothing waits.
    blocked: bool,
    /// The task waits until everything is answered.
    leaving: bool,
    /// Nothing more is taken.
    over: bool,
}

impl Line {
    pub(crate) fn new(session: Session, socket: Option<TcpStream>, limit: usize) -> Self {
        let state = State {
            session,
            watches: SmallVec::new(),
            queue: Queue::default(),
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

    pub(crate) fn socket(&self) -> Option<&TcpStream> {
        self.socket.as_ref()
    }

    /// Tells the peer that nothing follows what was written; through TLS that is the task's to say.
    ///
    /// # Errors
    /// If the peer is gone.
    pub(crate) fn shut_down(&self) -> io::Result<()> {
        let Some(socket) = &self.socket else { return Ok(()) };
        SockRef::from(socket).shutdown(Shutdown::Write)
    }

    /// Reads from the socket; where it is not ours to read from, there is nothing.
    pub(crate) fn poll_read(
        &self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(socket) = &self.socket else { return Poll::Ready(Ok(())) };
        loop {
            ready!(socket.poll_read_ready(context))?;
            match socket.try_read(buffer.initialize_unfilled()) {
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// Takes an answer; it leaves with the next [`Line::flush`], or with news.
    pub(crate) fn answer(&self, request: u64, answer: Answer) {
        let mut state = self.lock();
        let wakes = !state.over && state.answer(request, answer);
        drop(state);
        if wakes {
            self.ready.notify_one();
        }
    }

    /// Takes news of one mailbox for the watch with this number, in order, and writes what waits as far as the
    /// socket takes it now; what is left is the task's.
    ///
    /// `scratch` is an empty queue of the caller's, used where nothing waits: its memory is warm, and the
    /// line's own is touched only if the socket is full.
    pub(crate) fn tell(&self, watch: u64, news: &[News], scratch: &mut Queue) -> Told {
        let mut state = self.lock();
        if state.over {
            return Told::Done;
        }
        let is_all = state.watches.len() < 2;
        let is_free = is_all && state.queue.is_empty();
        if is_free {
            std::mem::swap(&mut state.queue, scratch);
        }
        let fell = state.news(watch, news, self.limit);
        let wakes = fell | (is_all && self.push(&mut state));
        if is_free && state.queue.is_empty() {
            std::mem::swap(&mut state.queue, scratch);
            scratch.release(SCRATCH_KEPT);
        }
        drop(state);
        if wakes {
            self.ready.notify_one();
        }
        match (fell, is_all) {
            // Who is woken writes what waits.
            (true, _) => Told::Fell,
            (false, true) => Told::Done,
            (false, false) => Told::Later,
        }
    }

    /// Writes what waits, as far as the socket takes it now. An error of the socket is the task's to find as
    /// well.
    pub(crate) fn flush(&self) {
        let mut state = self.lock();
        let wakes = self.push(&mut state);
        state.queue.release(0);
        drop(state);
        if wakes {
            self.ready.notify_one();
        }
    }

    /// Whether the task must go on with it.
    fn push(&self, state: &mut State) -> bool {
        if state.blocked || state.queue.is_empty() {
            return false;
        }
        // Past the runtime's bookkeeping, which the task keeps up to date when it waits.
        let write = |socket: &TcpStream, slices: &[IoSlice<'_>]| {
            SockRef::from(socket).send_vectored(slices)
        };
        state.blocked = !matches!(self.write(&mut state.queue, write), Ok(true));
        state.blocked
    }

    /// The task's own try: true once nothing waits.
    ///
    /// # Errors
    /// If the peer is gone.
    pub(crate) fn unblock(&self) -> io::Result<bool> {
        let mut state = self.lock();
        let write = TcpStream::try_write_vectored;
        let is_done = self.write(&mut state.queue, write)?;
        state.blocked = !is_done;
        state.queue.release(0);
        Ok(is_done)
    }

    /// True if all was written, false if the socket is full or not ours to write to.
    fn write(
        &self,
        queue: &mut Queue,
        write: impl Fn(&TcpStream, &[IoSlice<'_>]) -> io::Result<usize>,
    ) -> io::Result<bool> {
        let Some(socket) = &self.socket else { return Ok(queue.is_empty()) };
        while !queue.is_empty() {
            let mut slices = [IoSlice::new(&[]); SLICES];
            let count = queue.slices(&mut slices);
            match write(socket, slices.get(..count).unwrap_or(&[])) {
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

    /// Queues a message as it is, framed like every reply.
    #[cfg(test)]
    pub(crate) fn message(&mut self, body: Bytes) {
        self.queue.reply(0, body);
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
        self.queue.release(0);
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
        self.watches = SmallVec::new();
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
    fn news(&mut self, number: u64, news: &[News], limit: usize) -> bool {
        let mut waiting = self.queue.bytes();
        let Some(watch) = self.watches.iter_mut().find(|(of, _)| *of == number) else {
            return false;
        };
        let (watch, queue) = (&mut watch.1, &mut self.queue);
        queue.reserve(news.len());
        // W-08: who is not live reads it from the disk.
        if watch.phase != Phase::Live {
            return false;
        }
        for News { about, body } in news {
            // L-08
            if *about != About::Over && waiting > 0 && waiting + body.len() > limit {
                watch.phase = Phase::Tail;
                return true;
            }
            // W-08: what the pages brought already is not told again.
            if watch.takes(*about) {
                waiting += body.len();
                queue.reply(number, body.clone());
            }
            if *about == About::Over {
                self.unwatch(number);
                return false;
            }
        }
        false
    }
}
