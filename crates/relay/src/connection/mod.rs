//! One connection's task: frames in, verified requests to the hub, pages from the disk.
//!
//! Requests are worked on in the order in which they came. Those that are there already are verified one
//! after the other and handed to the hub together. Answers and news do not pass through here: see
//! [`crate::senders`].
//!
//! A task is as large as the largest of its futures. Those of work are boxed, so that a connection that
//! waits holds no room for them.

mod catchup;
#[cfg(test)]
mod conformance;
mod greet;
mod inward;
mod verbs;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, SinkExt, StreamExt};
use sitr_relay_core::session::{Session, Stop};
use sitr_relay_core::verify::Asked;
use sitr_relay_core::{Asker, ConnId};
use sitr_wire::{Code, Refusal, Reply, Request};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};

use crate::hub::Job;
use crate::line::Line;
use crate::line::watch::Watch;
use crate::shared::Shared;
use catchup::Found;
use inward::Inward;
use verbs::Done;

pub(crate) use greet::handshake;

/// Time that a peer has to say goodbye too.
const GOODBYE: Duration = Duration::from_secs(1);
/// Frames that are worked on before anybody else has a turn.
const RUN: usize = 32;

/// Why a connection ended; never logged one by one.
#[derive(Debug)]
pub(crate) enum Ended {
    /// The other side left.
    Peer,
    /// It said goodbye; the answer waits in the library.
    Goodbye,
    /// It broke a rule of the transport or of ours, or was too slow.
    Dropped(CloseCode),
    /// The relay stops.
    Stopping,
}

type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Where the bytes of a connection come from and go to.
pub(crate) enum Stream<R, W> {
    /// A socket that anybody who holds the line may write to.
    Socket(TcpStream),
    /// Something that has a state, which the task alone reads from and writes to: TLS.
    Through(R, W),
}

/// A connection after its handshake.
pub(crate) struct Connection<R, W> {
    shared: Arc<Shared>,
    conn: ConnId,
    ws: WebSocketStream<Inward<R>>,
    line: Arc<Line>,
    through: Option<W>,
    /// Verified requests that the hub has not been given yet.
    asked: Vec<(Asker, Asked)>,
    /// The page that is being read for a watch.
    page: Option<Work<Found>>,
    /// Pages that the next read may bring.
    pages: u32,
    last_in: Instant,
    pinged: bool,
}

impl<R, W> Connection<R, W>
where
    R: AsyncRead + Unpin + Send,
    W: AsyncWrite + Unpin + Send,
{
    async fn new(shared: Arc<Shared>, conn: ConnId, stream: Stream<R, W>) -> Self {
        let (socket, reader, through) = match stream {
            Stream::Socket(socket) => (Some(socket), None, None),
            Stream::Through(reader, writer) => (None, Some(reader), Some(writer)),
        };
        let session = Session::new(&shared.limits);
        let line = Arc::new(Line::new(session, socket, shared.bounds.outbound_bytes));
        let inward = Inward::new(Arc::clone(&line), reader);
        let config = Some(greet::config());
        Self {
            conn,
            ws: WebSocketStream::from_raw_socket(inward, Role::Server, config).await,
            line,
            through,
            asked: Vec::new(),
            page: None,
            pages: 1,
            last_in: Instant::now(),
            pinged: false,
            shared,
        }
    }

    /// Serves the connection until it ends.
    pub(crate) async fn serve(shared: Arc<Shared>, conn: ConnId, stream: Stream<R, W>) {
        let mut connection = Self::new(Arc::clone(&shared), conn, stream).await;
        let line = Arc::clone(&connection.line);
        let ended = match timeout(shared.bounds.hello, Box::pin(connection.greet())).await {
            // L-09
            Err(_) => Ended::Dropped(CloseCode::Policy),
            Ok(Err(ended)) => ended,
            Ok(Ok(())) => {
                if Box::pin(shared.hub.send(Job::Connect(conn, line))).await.is_err() {
                    Ended::Stopping
                } else {
                    let ended = connection.run().await;
                    // The hub ends before its queue only if the relay does.
                    let _ = Box::pin(shared.hub.send(Job::Disconnect(conn))).await;
                    ended
                }
            }
        };
        Box::pin(connection.close(ended)).await;
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
        Box::pin(self.drain()).await?;
        self.start_page();
        let mut stopping = self.shared.stopping.clone();
        let is_stopping = *stopping.borrow();
        if is_stopping && self.is_idle() {
            return Err(Ended::Stopping);
        }
        let silence = if self.pinged { 2 } else { 1 };
        let deadline = self.last_in + self.shared.bounds.ping * silence;
        tokio::select! {
            // What came while nobody looked counts, before silence does.
            biased;
            () = self.line.ready.notified() => Ok(()),
            found = poll(&mut self.page), if self.page.is_some() => {
                self.page = None;
                Box::pin(self.found(found)).await
            }
            message = self.ws.next(), if !is_stopping => Box::pin(self.messages(message)).await,
            _ = stopping.changed(), if !is_stopping => Ok(()),
            () = sleep_until(deadline) => self.silent(),
        }
    }

    /// Whether everything that was asked is answered; the last answer wakes the task from here on.
    fn is_idle(&self) -> bool {
        let mut state = self.line.lock();
        state.leave_when_idle();
        state.session.is_idle()
    }

    /// L-10: one ping after a while of silence, the end after as much again.
    fn silent(&mut self) -> Result<(), Ended> {
        if self.pinged {
            return Err(Ended::Dropped(CloseCode::Away));
        }
        self.pinged = true;
        // An empty ping, unmasked: RFC 6455 section 5.5.2.
        self.line.lock().raw(Bytes::from_static(&[0x89, 0x00]));
        Ok(())
    }

    /// This message and those that are there already.
    async fn messages(
        &mut self,
        mut message: Option<Result<Message, WsError>>,
    ) -> Result<(), Ended> {
        self.last_in = Instant::now();
        self.pinged = false;
        for _ in 1..RUN {
            if let Err(ended) = self.message(message).await {
                // What came before it is done all the same.
                self.submit().await?;
                return Err(ended);
            }
            match self.ws.next().now_or_never() {
                Some(next) => message = next,
                None => return self.submit().await,
            }
        }
        let last = self.message(message).await;
        self.submit().await?;
        last
    }

    async fn message(&mut self, message: Option<Result<Message, WsError>>) -> Result<(), Ended> {
        match message {
            Some(Ok(Message::Binary(frame))) => self.frame(&frame).await,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            other => Err(ended_by(other)),
        }
    }

    async fn frame(&mut self, frame: &Bytes) -> Result<(), Ended> {
        // W-01
        let Ok((number, request)) = Request::decode(frame) else {
            return self.end_with(0, Refusal::new(Code::Malformed));
        };
        self.shared.metrics.requests_total.one();
        let (given_up, admitted) = {
            let mut state = self.line.lock();
            let is_full = matches!(request, Request::Watch(_)) && state.session.watches_are_full();
            let given_up = if is_full { state.give_up_a_closed_watch() } else { None };
            (given_up, state.session.admit(number, &request, self.shared.now()))
        };
        if let Some((request, handle)) = given_up {
            let watcher = Asker { conn: self.conn, request };
            // If the hub is gone, so is the watch.
            let _ = self.shared.hub.send(Job::Leave(handle, watcher)).await;
        }
        match admitted {
            Ok(()) => self.work(number, request).await,
            Err(Stop::Refuse(refusal)) => {
                self.refuse(number, refusal);
                Ok(())
            }
            Err(Stop::End(refusal)) => self.end_with(number, refusal),
        }
    }

    async fn work(&mut self, number: u64, request: Request) -> Result<(), Ended> {
        if verbs::is_slow(&request) {
            // What came before it need not wait for it.
            self.submit().await?;
        }
        match verbs::work(&self.shared, request).await {
            Done::Asked(asked) => {
                self.asked.push((Asker { conn: self.conn, request: number }, asked));
            }
            Done::Reply(reply) => {
                if matches!(reply, Reply::Refused(_)) {
                    self.shared.metrics.refused_total.one();
                }
                {
                    let mut state = self.line.lock();
                    state.session.answered();
                    state.reply(number, &reply);
                }
                self.drain().await?;
            }
            Done::NoWatch(refusal) => {
                {
                    let mut state = self.line.lock();
                    state.session.unwatched(number);
                    state.session.answered();
                }
                self.refuse(number, refusal);
            }
            Done::Watch(reader, from_page) => {
                self.line.lock().begin(number, Watch::new(reader, from_page));
            }
        }
        Ok(())
    }

    /// Hands verified requests to the hub. Waits while it has as much as it can take: the
    /// backpressure of the whole relay.
    async fn submit(&mut self) -> Result<(), Ended> {
        if self.asked.is_empty() {
            return Ok(());
        }
        let asked = std::mem::take(&mut self.asked);
        self.shared.hub.send(Job::Ask(asked)).await.map_err(|_| Ended::Stopping)
    }

    fn refuse(&self, number: u64, refusal: Refusal) {
        self.shared.metrics.refused_total.one();
        self.reply(number, &Reply::Refused(refusal));
    }

    /// Refuses and ends the connection.
    fn end_with(&self, number: u64, refusal: Refusal) -> Result<(), Ended> {
        self.refuse(number, refusal);
        Err(Ended::Dropped(CloseCode::Policy))
    }

    /// Queues a reply; it leaves with the next [`Connection::drain`].
    fn reply(&self, number: u64, reply: &Reply) {
        self.line.lock().reply(number, reply);
    }

    /// Sends all that waits.
    async fn drain(&mut self) -> Result<(), Ended> {
        if self.through.is_some() {
            return self.drain_through().await;
        }
        self.line.flush();
        while self.line.lock().is_blocked() {
            let Some(socket) = self.line.socket() else { return Err(Ended::Peer) };
            // L-11
            match timeout(self.shared.bounds.stall, socket.writable()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Err(Ended::Peer),
                Err(_) => return Err(Ended::Dropped(CloseCode::Policy)),
            }
            self.line.unblock().map_err(|_| Ended::Peer)?;
        }
        Ok(())
    }

    /// The same through TLS: many frames become one record.
    async fn drain_through(&mut self) -> Result<(), Ended> {
        let Some(stream) = &mut self.through else { return Ok(()) };
        let mut is_dirty = false;
        loop {
            let bytes = self.line.lock().take_bytes();
            if bytes.is_empty() && !is_dirty {
                return Ok(());
            }
            let stall = self.shared.bounds.stall;
            // L-11
            is_dirty = !bytes.is_empty();
            let written = if is_dirty {
                timeout(stall, stream.write_all(&bytes)).await
            } else {
                timeout(stall, stream.flush()).await
            };
            match written {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Err(Ended::Peer),
                Err(_) => return Err(Ended::Dropped(CloseCode::Policy)),
            }
        }
    }

    async fn close(mut self, ended: Ended) {
        self.line.lock().end(matches!(ended, Ended::Peer));
        let code = match ended {
            Ended::Peer => return,
            Ended::Goodbye => None,
            Ended::Dropped(code) => Some(code),
            Ended::Stopping => Some(CloseCode::Restart),
        };
        // A peer that does not take its goodbye is gone all the same.
        let goodbye = async {
            let _ = match code {
                Some(code) => self.ws.close(Some(CloseFrame { code, reason: "".into() })).await,
                // What the library has ready.
                None => self.ws.flush().await,
            };
            if self.drain().await.is_ok() {
                self.linger().await;
            }
        };
        let _ = timeout(GOODBYE, goodbye).await;
    }

    /// Says that nothing follows, and takes what still comes, unheard: a socket that is closed with something
    /// unread in it is reset, and what was sent before could be lost on its way.
    async fn linger(&mut self) {
        // Where it fails the peer is gone.
        let _ = match &mut self.through {
            Some(stream) => stream.shutdown().await,
            None => self.line.shut_down(),
        };
        let mut unheard = [0; 512];
        while matches!(self.ws.get_mut().read(&mut unheard).await, Ok(1..)) {}
    }
}

/// How a connection ends by something that came, and with which code (RFC 6455 section 7.4.1).
fn ended_by(came: Option<Result<Message, WsError>>) -> Ended {
    match came {
        // W-01: there is nothing in text.
        Some(Ok(Message::Text(_))) => Ended::Dropped(CloseCode::Unsupported),
        Some(Ok(Message::Close(_))) => Ended::Goodbye,
        // W-05: a frame larger than any may be.
        Some(Err(WsError::Capacity(_))) => Ended::Dropped(CloseCode::Size),
        Some(Err(WsError::Utf8(_))) => Ended::Dropped(CloseCode::Invalid),
        Some(Err(WsError::Protocol(ProtocolError::ResetWithoutClosingHandshake))) => Ended::Peer,
        Some(Err(WsError::Protocol(_))) => Ended::Dropped(CloseCode::Protocol),
        _ => Ended::Peer,
    }
}

async fn poll<T>(work: &mut Option<Work<T>>) -> T {
    match work {
        Some(work) => work.await,
        None => std::future::pending().await,
    }
}
