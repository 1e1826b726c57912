//! One connection, one task: frames in, verified requests to the hub, answers and news out.
//!
//! At any time at most one request of a connection is being verified and at most one page is being
//! read for its watches; frames that come meanwhile wait in the socket.

mod catchup;
mod greet;
mod verbs;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use sitr_relay_core::session::{Session, Stop};
use sitr_relay_core::{Answer, Asker, ConnId};
use sitr_wire::{Code, Refusal, Reply, Request};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};

use crate::hub::Job;
use crate::outbox::{About, Out, Outbox};
use crate::shared::Shared;
use catchup::{Found, Phase, Watch};
use verbs::Done;

pub(crate) use greet::handshake;

/// Time that a peer has to say goodbye too.
const GOODBYE: Duration = Duration::from_secs(1);
/// Bytes fed before they are flushed, so that a connection's buffer stays small.
const FLUSH_BYTES: usize = 64 * 1024;

/// Why a connection ended; never logged one by one.
#[derive(Debug)]
pub(crate) enum Ended {
    /// The other side left, or broke the transport's rules.
    Peer,
    /// It broke a rule of ours, or was too slow.
    Dropped(CloseCode),
    /// The relay stops.
    Stopping,
}

type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A connection after its handshake.
pub(crate) struct Connection<S> {
    shared: Arc<Shared>,
    conn: ConnId,
    ws: WebSocketStream<S>,
    session: Session,
    outbox: Arc<Outbox>,
    watches: BTreeMap<u64, Watch>,
    /// The request that is being verified.
    verb: Option<Work<Done>>,
    /// The page that is being read for a watch.
    page: Option<Work<Found>>,
    /// Bytes fed and not yet flushed.
    fed: usize,
    last_in: Instant,
    pinged: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Connection<S> {
    /// Serves the connection until it ends.
    pub(crate) async fn serve(shared: Arc<Shared>, conn: ConnId, ws: WebSocketStream<S>) {
        let outbox = Arc::new(Outbox::new(shared.bounds.outbound_bytes));
        let session = Session::new(&shared.limits);
        let mut connection = Self {
            conn,
            ws,
            session,
            outbox: Arc::clone(&outbox),
            watches: BTreeMap::new(),
            verb: None,
            page: None,
            fed: 0,
            last_in: Instant::now(),
            pinged: false,
            shared: Arc::clone(&shared),
        };
        let ended = match timeout(shared.bounds.hello, connection.greet()).await {
            // L-09
            Err(_) => Ended::Dropped(CloseCode::Policy),
            Ok(Err(ended)) => ended,
            Ok(Ok(())) => {
                if shared.hub.send(Job::Connect(conn, outbox)).await.is_err() {
                    Ended::Stopping
                } else {
                    let ended = connection.run().await;
                    // The hub ends before its queue only if the relay does.
                    let _ = shared.hub.send(Job::Disconnect(conn)).await;
                    ended
                }
            }
        };
        connection.close(ended).await;
    }

    async fn run(&mut self) -> Ended {
        loop {
            match self.turn().await {
                Ok(()) => {}
                Err(ended) => return ended,
            }
        }
    }

    /// Sends what waits, then waits for one thing to happen and deals with it.
    async fn turn(&mut self) -> Result<(), Ended> {
        self.drain().await?;
        self.start_page();
        let mut stopping = self.shared.stopping.clone();
        let is_stopping = *stopping.borrow();
        if is_stopping && self.verb.is_none() && self.session.is_idle() {
            return Err(Ended::Stopping);
        }
        let silence = if self.pinged { 2 } else { 1 };
        let deadline = self.last_in + self.shared.bounds.ping * silence;
        let may_read = self.verb.is_none() && !is_stopping;
        tokio::select! {
            () = self.outbox.ready() => Ok(()),
            done = poll(&mut self.verb), if self.verb.is_some() => {
                self.verb = None;
                self.done(done).await
            }
            found = poll(&mut self.page), if self.page.is_some() => {
                self.page = None;
                self.found(found).await
            }
            message = self.ws.next(), if may_read => self.message(message).await,
            _ = stopping.changed(), if !is_stopping => Ok(()),
            () = sleep_until(deadline) => self.silent().await,
        }
    }

    /// L-10: one ping after a while of silence, the end after as much again. What the peer does not
    /// read is not its silence, so nothing is held against it while its own request is worked on.
    async fn silent(&mut self) -> Result<(), Ended> {
        if self.pinged && self.verb.is_none() {
            return Err(Ended::Dropped(CloseCode::Away));
        }
        if self.pinged {
            self.last_in = Instant::now();
        }
        self.pinged = true;
        self.write(Message::Ping(Bytes::new())).await?;
        self.flush().await
    }

    async fn message(&mut self, message: Option<Result<Message, WsError>>) -> Result<(), Ended> {
        self.last_in = Instant::now();
        self.pinged = false;
        match message {
            Some(Ok(Message::Binary(frame))) => self.frame(&frame).await,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            // W-01: there is nothing in text.
            Some(Ok(Message::Text(_))) => Err(Ended::Dropped(CloseCode::Unsupported)),
            // W-05: a frame larger than any may be.
            Some(Err(WsError::Capacity(_))) => Err(Ended::Dropped(CloseCode::Size)),
            Some(Ok(Message::Close(_) | Message::Frame(_)) | Err(_)) | None => Err(Ended::Peer),
        }
    }

    async fn frame(&mut self, frame: &Bytes) -> Result<(), Ended> {
        // W-01
        let Ok((number, request)) = Request::decode(frame) else {
            return self.end_with(0, Refusal::new(Code::Malformed)).await;
        };
        self.shared.metrics.requests_total.one();
        if matches!(request, Request::Watch(_)) && self.session.watches_are_full() {
            self.give_up_a_closed_watch().await;
        }
        match self.session.admit(number, &request, self.shared.now()) {
            Ok(()) => {
                self.verb = Some(Box::pin(verbs::work(
                    Arc::clone(&self.shared),
                    Asker { conn: self.conn, request: number },
                    request,
                )));
                Ok(())
            }
            Err(Stop::Refuse(refusal)) => {
                self.shared.metrics.refused_total.one();
                self.reply(number, &Reply::Refused(refusal)).await
            }
            Err(Stop::End(refusal)) => self.end_with(number, refusal).await,
        }
    }

    /// Refuses and ends the connection.
    async fn end_with(&mut self, number: u64, refusal: Refusal) -> Result<(), Ended> {
        self.shared.metrics.refused_total.one();
        self.reply(number, &Reply::Refused(refusal)).await?;
        Err(Ended::Dropped(CloseCode::Policy))
    }

    /// What verifying a request came to.
    async fn done(&mut self, done: Done) -> Result<(), Ended> {
        match done {
            Done::Submitted => Ok(()),
            Done::Reply(number, reply) => {
                if matches!(reply, Reply::Refused(_)) {
                    self.shared.metrics.refused_total.one();
                }
                self.session.answered();
                self.reply(number, &reply).await
            }
            Done::NoWatch(number, refusal) => {
                self.session.unwatched(number);
                self.session.answered();
                self.shared.metrics.refused_total.one();
                self.reply(number, &Reply::Refused(refusal)).await
            }
            Done::Watch(number, reader, from_page) => {
                self.watches.insert(number, Watch::new(reader, from_page));
                Ok(())
            }
        }
    }

    /// Sends all that waits in the outbox.
    async fn drain(&mut self) -> Result<(), Ended> {
        while let Some(out) = self.outbox.pop() {
            match out {
                Out::Answer { request, answer } => self.answer(request, answer).await?,
                Out::News { watch, about, frame } => self.news(watch, about, frame).await?,
                Out::Fallen { watch } => {
                    if let Some(watch) = self.watches.get_mut(&watch) {
                        watch.phase = Phase::Tail;
                    }
                }
            }
        }
        self.flush().await
    }

    async fn answer(&mut self, number: u64, answer: Answer) -> Result<(), Ended> {
        if self.watches.contains_key(&number) {
            return self.joined(number, answer).await;
        }
        if matches!(answer, Answer::Joined(_) | Answer::Behind) {
            // To a watch that was given up meanwhile.
            return Ok(());
        }
        self.session.answered();
        let reply = match answer {
            Answer::Opened => Reply::Opened,
            Answer::Appended(index) => Reply::Appended(index),
            Answer::Closed(index) => Reply::Closed(index),
            Answer::Burned => Reply::Burned,
            Answer::Refused(refusal) => Reply::Refused(refusal),
            Answer::Joined(_) | Answer::Behind => return Ok(()),
        };
        self.reply(number, &reply).await
    }

    /// The hub's answer to a watch that wants to be told what happens from here on.
    async fn joined(&mut self, number: u64, answer: Answer) -> Result<(), Ended> {
        let Some(watch) = self.watches.get_mut(&number) else { return Ok(()) };
        match answer {
            Answer::Joined(end) => {
                watch.phase = Phase::Live;
                match end {
                    Some(end) if watch.takes(About::End(end.finals.len())) => {
                        self.reply(number, &Reply::End(end)).await
                    }
                    _ => Ok(()),
                }
            }
            Answer::Refused(refusal) if refusal.code != Code::Busy => {
                self.unwatch(number);
                self.reply(number, &Reply::Refused(refusal)).await
            }
            _ => {
                watch.phase = Phase::Tail;
                Ok(())
            }
        }
    }

    async fn news(&mut self, number: u64, about: About, frame: Bytes) -> Result<(), Ended> {
        let Some(watch) = self.watches.get_mut(&number) else { return Ok(()) };
        // W-08: what the pages brought already is not told again.
        if !watch.takes(about) {
            return Ok(());
        }
        if about == About::Over {
            self.unwatch(number);
        }
        self.write(Message::Binary(frame)).await
    }

    fn unwatch(&mut self, number: u64) {
        self.watches.remove(&number);
        self.session.unwatched(number);
    }

    /// L-05: a watch of a closed mailbox, the oldest, makes room for a new one.
    async fn give_up_a_closed_watch(&mut self) {
        let closed = self.watches.iter().find(|(_, watch)| watch.told > 0);
        let Some((number, handle)) = closed.map(|(number, watch)| (*number, watch.handle())) else {
            return;
        };
        self.unwatch(number);
        let watcher = Asker { conn: self.conn, request: number };
        // If the hub is gone, so is the watch.
        let _ = self.shared.hub.send(Job::Leave(handle, watcher)).await;
    }

    async fn reply(&mut self, number: u64, reply: &Reply) -> Result<(), Ended> {
        self.write(Message::Binary(Bytes::from(reply.encode(number)))).await
    }

    /// Feeds a message; the flush comes once nothing more waits, so that many leave in one write.
    async fn write(&mut self, message: Message) -> Result<(), Ended> {
        self.fed += message.len() + 1;
        let stall = self.shared.bounds.stall;
        // L-11
        match timeout(stall, self.ws.feed(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(Ended::Peer),
            Err(_) => return Err(Ended::Dropped(CloseCode::Policy)),
        }
        if self.fed >= FLUSH_BYTES { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), Ended> {
        if self.fed == 0 {
            return Ok(());
        }
        self.fed = 0;
        // L-11
        match timeout(self.shared.bounds.stall, self.ws.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Ended::Peer),
            Err(_) => Err(Ended::Dropped(CloseCode::Policy)),
        }
    }

    async fn close(mut self, ended: Ended) {
        let code = match ended {
            Ended::Peer => return,
            Ended::Dropped(code) => code,
            Ended::Stopping => CloseCode::Restart,
        };
        let frame = CloseFrame { code, reason: "".into() };
        // A peer that does not take its goodbye is gone all the same.
        let goodbye = async {
            let _ = self.ws.close(Some(frame)).await;
            // Until it says goodbye too, so that what was sent before is not lost to a reset.
            while let Some(Ok(_)) = self.ws.next().await {}
        };
        let _ = timeout(GOODBYE, goodbye).await;
    }
}

async fn poll<T>(work: &mut Option<Work<T>>) -> T {
    match work {
        Some(work) => work.await,
        None => std::future::pending().await,
    }
}
