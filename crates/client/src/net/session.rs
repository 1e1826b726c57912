//! A connection that has said hello: requests, answers, and what watched mailboxes tell.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use rand::Rng as _;
use sitr_client_core::body::RelayRef;
use sitr_client_core::state::Step;
use sitr_wire::frame::{Append, Burn, Close, DecodeError, Hello, Hi, Open, Read, VERSION, Watch};
use sitr_wire::statement::Statement;
use sitr_wire::{Address, Handle, PublicKey, RelayId, Reply, Request};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use super::dial::{Socket, dial};
use super::{Access, NetError, ticket};

/// How long a dial, the hello or an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Silence after which a connection is held for dead: relays ping every half minute.
const SILENCE: Duration = Duration::from_secs(100);
/// Things that a watched mailbox told and nobody has taken yet.
const INBOX: usize = 64;

/// Something that a watched mailbox told.
#[derive(Debug)]
pub(crate) struct Pushed {
    /// The number of the watch.
    pub(crate) watch: u64,
    /// What it told.
    pub(crate) reply: Reply,
}

enum Command {
    Ask(u64, Request, oneshot::Sender<Reply>),
    Watch(u64, Request),
}

/// A handle on the connection; clones share it. The connection ends with its last handle.
#[derive(Clone)]
pub(crate) struct Session {
    relay: RelayId,
    hi: Arc<Hi>,
    /// When the relay said so.
    since: Instant,
    token: Option<Arc<[u8]>>,
    commands: mpsc::Sender<Command>,
    numbers: Arc<AtomicU64>,
}

impl Session {
    /// Connects by the first route that leads there, and lets the relay prove its key. `relay.id` may be
    /// unknown for a relay that is met for the first time: then whoever answers is it.
    pub(crate) async fn connect(
        routes: &[String],
        expected: Option<RelayId>,
        access: &Access,
    ) -> Result<(Self, mpsc::Receiver<Pushed>), NetError> {
        let mut failure = NetError::Route;
        for route in routes {
            let attempt = tokio::time::timeout(PATIENCE, hello(route, expected, access)).await;
            match attempt.unwrap_or(Err(NetError::Closed)) {
                Ok((socket, hi)) => return Ok(Self::start(socket, hi, access.token.clone())),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// Connects to the relay of a room or link.
    pub(crate) async fn to(
        relay: &RelayRef,
        access: &Access,
    ) -> Result<(Self, mpsc::Receiver<Pushed>), NetError> {
        Self::connect(&relay.routes, Some(relay.id), access).await
    }

    fn start(socket: Socket, hi: Hi, token: Option<Arc<[u8]>>) -> (Self, mpsc::Receiver<Pushed>) {
        let (commands, orders) = mpsc::channel(64);
        let (inbox, pushed) = mpsc::channel(INBOX);
        tokio::spawn(drive(socket, orders, inbox));
        let relay = RelayId::of(&hi.relay_key);
        let numbers = Arc::new(AtomicU64::new(1));
        (Self { relay, hi: Arc::new(hi), since: Instant::now(), token, commands, numbers }, pushed)
    }

    /// The relay's id.
    pub(crate) fn relay(&self) -> RelayId {
        self.relay
    }

    /// The key that the relay proved.
    pub(crate) fn relay_key(&self) -> PublicKey {
        self.hi.relay_key
    }

    /// Which memory the relay says that it has (rule W-10), and the last day on which mailboxes open there, if
    /// it is to be given up (rule W-11).
    pub(crate) fn announced(&self) -> (Option<[u8; 16]>, Option<u32>) {
        (self.hi.lineage, self.hi.retires_on)
    }

    /// What the relay allows.
    pub(crate) fn limits(&self) -> &sitr_wire::limit::Limits {
        &self.hi.limits
    }

    /// The relay's day by now, in days since 1970-01-01 UTC: a connection may outlive the one of its hello.
    pub(crate) fn day(&self) -> u32 {
        let passed = self.since.elapsed().as_secs() / 86_400;
        self.hi.day.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX))
    }

    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Asks, and waits for the one answer.
    pub(crate) async fn ask(&self, request: Request) -> Result<Reply, NetError> {
        let (answer, answered) = oneshot::channel();
        let command = Command::Ask(self.number(), request, answer);
        self.commands.send(command).await.map_err(|_| NetError::Closed)?;
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(Ok(Reply::Refused(refusal))) => Err(NetError::Refused(refusal)),
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(_)) | Err(_) => Err(NetError::Closed),
        }
    }

    /// Watches a mailbox; what it tells comes to the inbox under the number returned.
    pub(crate) async fn watch(
        &self,
        handle: Handle,
        address: Address,
        from_page: u32,
    ) -> Result<u64, NetError> {
        let number = self.number();
        let request = Request::Watch(Watch { handle, address, from_page });
        let command = Command::Watch(number, request);
        self.commands.send(command).await.map_err(|_| NetError::Closed)?;
        Ok(number)
    }

    /// Reads one page.
    pub(crate) async fn read(
        &self,
        handle: Handle,
        address: Address,
        page: u32,
    ) -> Result<sitr_wire::frame::Page, NetError> {
        match self.ask(Request::Read(Read { handle, address, page })).await? {
            Reply::Page(answer) if answer.number == page => Ok(answer),
            _ => Err(NetError::Protocol), // W-06
        }
    }

    /// Takes one step of an errand; done when the relay says that it is durable.
    pub(crate) async fn take(&self, step: &Step) -> Result<(), NetError> {
        let request = self.request(step).await?;
        let reply = self.ask(request).await?;
        let fits = match step {
            Step::Open(_) | Step::OpenAt(..) => matches!(reply, Reply::Opened),
            Step::Append(..) => matches!(reply, Reply::Appended(_)),
            Step::Close(..) => matches!(reply, Reply::Closed(_)),
            Step::Burn(..) => matches!(reply, Reply::Burned),
        };
        if fits { Ok(()) } else { Err(NetError::Protocol) }
    }

    async fn request(&self, step: &Step) -> Result<Request, NetError> {
        let (policy, day) = (&self.hi.tickets, self.day());
        Ok(match step {
            Step::Open(mailbox) => {
                let handle = mailbox.handle(&self.relay);
                let token = self.token.as_deref();
                let ticket = ticket::for_open(policy, self.relay, handle, day, token).await?;
                Request::Open(Open { mailbox: mailbox.clone(), ticket })
            }
            Step::Append(signed, cost) => {
                let cell = signed.cell().ok_or(NetError::Protocol)?;
                let (relay, hash) = (self.relay, cell.hash());
                let ticket =
                    ticket::for_append(policy, relay, signed.handle, day, hash, *cost).await?;
                let (handle, signature) = (signed.handle, signed.signature);
                Request::Append(Append { handle, cell, signature, ticket })
            }
            Step::Close(signed, supersedes) => Request::Close(Close {
                handle: signed.handle,
                cell: signed.cell().ok_or(NetError::Protocol)?,
                signature: signed.signature,
                supersedes: *supersedes,
            }),
            // it is asked of the relay that it names, and no other learns of it.
            Step::OpenAt(..) => return Err(NetError::Protocol),
            Step::Burn(handle, signature) => {
                Request::Burn(Burn { handle: *handle, signature: *signature })
            }
        })
    }
}

/// Dials, says hello, and lets the relay prove that it is the expected one (rule W-03).
async fn hello(
    route: &str,
    expected: Option<RelayId>,
    access: &Access,
) -> Result<(Socket, Hi), NetError> {
    let mut socket = dial(route, access.proxy).await?;
    let mut nonce = [0; 32];
    rand::rng().fill_bytes(&mut nonce);
    let hello = Request::Hello(Hello { versions: vec![VERSION], nonce });
    let frame = Message::Binary(hello.encode(0).into());
    socket.send(frame).await.map_err(|_| NetError::Closed)?;
    let hi = loop {
        match socket.next().await {
            Some(Ok(Message::Binary(frame))) => match Reply::decode(&frame) {
                Ok((0, Reply::Hi(hi))) => break hi,
                Ok((0, Reply::Refused(refusal))) => return Err(refusal.into()),
                Err(DecodeError::Field("tickets")) => return Err(NetError::Work), // T-02
                _ => return Err(NetError::Protocol),
            },
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            _ => return Err(NetError::Closed),
        }
    };
    let id = RelayId::of(&hi.relay_key);
    let proven = Statement::hello(&id, &nonce).verifies(&hi.relay_key, &hi.signature); // W-03
    if !proven || expected.is_some_and(|expected| expected != id) {
        return Err(NetError::Identity);
    }
    if hi.version != VERSION {
        return Err(NetError::Protocol);
    }
    Ok((socket, hi))
}

/// Owns the socket: sends what is asked, sorts what comes. When the inbox is full nothing more is read, so
/// that a relay cannot fill our memory.
async fn drive(
    mut socket: Socket,
    mut orders: mpsc::Receiver<Command>,
    inbox: mpsc::Sender<Pushed>,
) {
    let mut waiting: HashMap<u64, oneshot::Sender<Reply>> = HashMap::new();
    let mut watches: Vec<u64> = Vec::new();
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            order = orders.recv() => {
                let (number, request) = match order {
                    Some(Command::Ask(number, request, answer)) => {
                        waiting.insert(number, answer);
                        (number, request)
                    }
                    Some(Command::Watch(number, request)) => {
                        watches.push(number);
                        (number, request)
                    }
                    None => break,
                };
                let frame = Message::Binary(request.encode(number).into());
                if !matches!(tokio::time::timeout(PATIENCE, socket.send(frame)).await, Ok(Ok(()))) {
                    break;
                }
            }
            () = tokio::time::sleep_until(heard + SILENCE) => break,
            frame = socket.next() => {
                heard = Instant::now();
                let frame: Bytes = match frame {
                    Some(Ok(Message::Binary(frame))) => frame,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    _ => break,
                };
                let Ok((number, reply)) = Reply::decode(&frame) else { break };
                if let Some(answer) = waiting.remove(&number) {
                    // Who asked may have lost patience.
                    let _ = answer.send(reply);
                } else if watches.contains(&number) {
                    if inbox.send(Pushed { watch: number, reply }).await.is_err() {
                        break;
                    }
                } else {
                    break;
                }
            }
        }
    }
    // A relay that does not read must not hold this task.
    let _ = tokio::time::timeout(PATIENCE, socket.close(None)).await;
}
