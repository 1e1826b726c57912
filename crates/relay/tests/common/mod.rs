//! A relay in this process, and a client that speaks to it frame by frame.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]

pub mod process;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use sitr_relay::{Clock, Config, Relay, Running, Seconds};
use sitr_wire::frame::{Append, Burn, Close, End, Hello, Hi, Open, Page, Proof, Read, Watch};
use sitr_wire::statement::Statement;
use sitr_wire::ticket::{Difficulty, Policy, Purpose, Ticket};
use sitr_wire::{
    Address, Cell, CellHash, CellSize, Code, Handle, Keep, Life, Mailbox, Refusal, RelayId, Reply,
    Request, Seed,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// Long enough that only a hang meets it.
pub const PATIENCE: Duration = Duration::from_secs(60);
pub const DAY: u64 = 24 * 60 * 60;
/// Day 20,000 at noon.
pub const NOON: u64 = 20_000 * DAY + DAY / 2;

/// A clock that goes when it is told to.
#[derive(Debug)]
pub struct HandClock(AtomicU64);

impl Clock for HandClock {
    fn now(&self) -> Seconds {
        Seconds(self.0.load(Ordering::SeqCst))
    }
}

impl HandClock {
    pub fn pass(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

pub struct World {
    pub running: Running,
    pub clock: Arc<HandClock>,
    pub dir: tempfile::TempDir,
}

pub fn config(dir: &Path, clock: &Arc<HandClock>) -> Config {
    let mut config = Config::at(dir).listening(SocketAddr::from(([127, 0, 0, 1], 0)));
    config.clock = Arc::clone(clock) as Arc<dyn Clock>;
    let easy = Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 1 };
    config.tickets = Policy::Free(easy);
    config
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock(AtomicU64::new(NOON)));
        let mut config = config(dir.path(), &clock);
        change(&mut config);
        let running = Relay::start(config).await.unwrap();
        Self { running, clock, dir }
    }

    pub fn id(&self) -> RelayId {
        self.running.relay_id()
    }

    pub fn address(&self) -> SocketAddr {
        self.running.addresses()[0]
    }

    pub async fn client(&self) -> Client<TcpStream> {
        Client::connect(self.address()).await
    }

    /// The relay still serves: the end of every test with hostile input.
    pub async fn assert_unharmed(&self) {
        let mut client = self.client().await;
        let room = Room::new(self.id(), 250);
        client.open(&room).await.unwrap();
        let index = client.append(&room, &cell(250)).await.unwrap();
        assert!(client.page(&room, 0).await.unwrap().cells.len() as u64 > index);
    }

    pub async fn pass_days(&self, days: u64) {
        self.clock.pass(days * DAY);
        self.running.sweep().await;
    }
}

/// A mailbox and all its keys.
#[derive(Clone)]
pub struct Room {
    pub relay: RelayId,
    pub mailbox: Mailbox,
    pub address: Address,
    pub write: Seed,
    pub close: Seed,
    pub burn: Seed,
}

impl Room {
    pub fn new(relay: RelayId, number: u8) -> Self {
        Self::of(relay, number, |_| {})
    }

    pub fn of(relay: RelayId, number: u8, change: impl FnOnce(&mut Mailbox)) -> Self {
        let seed = |kind: u8| Seed::new([[number, kind]; 16].concat().try_into().unwrap());
        let address = Address::new([number; 32]);
        let (write, close, burn) = (seed(1), seed(2), seed(3));
        let mut mailbox = Mailbox {
            address_hash: address.hash(),
            write_key: write.public(),
            close_key: close.public(),
            burn_key: Some(burn.public()),
            cell_size: CellSize::K2,
            capacity: 100,
            life: Life::Days30,
            keep: Keep::Days7,
            append_cost: 0,
        };
        change(&mut mailbox);
        Self { relay, mailbox, address, write, close, burn }
    }

    pub fn handle(&self) -> Handle {
        self.mailbox.handle(&self.relay)
    }

    pub fn append(&self, cell: &Cell) -> Request {
        let statement = Statement::append(&self.relay, &self.handle(), &cell.hash());
        let signature = statement.sign(&self.write);
        Request::Append(Append {
            handle: self.handle(),
            cell: cell.clone(),
            signature,
            ticket: None,
        })
    }

    pub fn close(&self, cell: &Cell, supersedes: Option<CellHash>) -> Request {
        let (handle, hash) = (self.handle(), cell.hash());
        let statement = Statement::close(&self.relay, &handle, &hash, supersedes.as_ref());
        let signature = statement.sign(&self.close);
        Request::Close(Close { handle, cell: cell.clone(), signature, supersedes })
    }

    pub fn read(&self, page: u32) -> Request {
        Request::Read(Read { handle: self.handle(), address: self.address.clone(), page })
    }

    pub fn watch(&self, from_page: u32) -> Request {
        Request::Watch(Watch { handle: self.handle(), address: self.address.clone(), from_page })
    }

    /// What the relay must show after closes with these cells, each superseding the one before.
    pub fn end(&self, first_final: u64, cells: &[Cell]) -> End {
        let before = std::iter::once(None).chain(cells.iter().map(|cell| Some(cell.hash())));
        let proof = |(cell, supersedes): (&Cell, Option<CellHash>)| {
            let statement =
                Statement::close(&self.relay, &self.handle(), &cell.hash(), supersedes.as_ref());
            Proof { signature: statement.sign(&self.close), supersedes }
        };
        End { first_final, finals: cells.iter().zip(before).map(proof).collect() }
    }

    pub fn burn(&self) -> Request {
        let handle = self.handle();
        let signature = Statement::burn(&self.relay, &handle).sign(&self.burn);
        Request::Burn(Burn { handle, signature })
    }

    pub fn open(&self, ticket: Option<Ticket>) -> Request {
        Request::Open(Open { mailbox: self.mailbox.clone(), ticket })
    }

    pub fn ticket(&self, purpose: Purpose<'_>, difficulty: &Difficulty, day: u32) -> Ticket {
        let handle = self.handle();
        sitr_wire::ticket::work(&self.relay, &handle, purpose, day, difficulty, 0).unwrap()
    }
}

/// A cell of 2 KiB, told apart by a number.
pub fn cell(number: u32) -> Cell {
    sized(number, CellSize::K2)
}

pub fn sized(number: u32, size: CellSize) -> Cell {
    let mut bytes = vec![0x5a; size.bytes()];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    Cell::new(Bytes::from(bytes)).unwrap()
}

/// A connection after its hello.
pub struct Client<S> {
    pub ws: WebSocketStream<S>,
    pub hi: Hi,
    next: u64,
    /// Frames that came while another was waited for.
    aside: Vec<(u64, Reply)>,
}

pub async fn raw(address: SocketAddr) -> WebSocketStream<TcpStream> {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let url = format!("ws://{address}{}", sitr_relay::PATH);
    tokio_tungstenite::client_async(url, stream).await.unwrap().0
}

impl Client<TcpStream> {
    pub async fn connect(address: SocketAddr) -> Self {
        Self::hello(raw(address).await).await
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub async fn hello(mut ws: WebSocketStream<S>) -> Self {
        let nonce = [7; 32];
        let hello = Request::Hello(Hello { versions: vec![1], nonce });
        ws.send(Message::Binary(hello.encode(0).into())).await.unwrap();
        let frame = ws.next().await.unwrap().unwrap().into_data();
        let (number, reply) = Reply::decode(&frame).unwrap();
        assert_eq!(number, 0);
        let Reply::Hi(hi) = reply else { panic!("expected a hi, got {reply:?}") };
        // W-03
        let id = RelayId::of(&hi.relay_key);
        assert!(Statement::hello(&id, &nonce).verifies(&hi.relay_key, &hi.signature));
        Self { ws, hi, next: 1, aside: Vec::new() }
    }

    /// Sends without waiting: the request's number.
    pub async fn send(&mut self, request: &Request) -> u64 {
        let number = self.next;
        self.next += 1;
        self.ws.send(Message::Binary(request.encode(number).into())).await.unwrap();
        number
    }

    /// The next frame that carries this number.
    pub async fn next(&mut self, number: u64) -> Reply {
        let aside = self.aside.iter().position(|(of, _)| *of == number);
        if let Some(at) = aside {
            return self.aside.remove(at).1;
        }
        loop {
            let (of, reply) = self.any().await.expect("the connection ended");
            if of == number {
                return reply;
            }
            self.aside.push((of, reply));
        }
    }

    /// The next frame of any number; none when the connection ends.
    pub async fn any(&mut self) -> Option<(u64, Reply)> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.ws.next()).await.expect("a hang");
            match message {
                Some(Ok(Message::Binary(frame))) => return Some(Reply::decode(&frame).unwrap()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(other)) => panic!("unexpected {other:?}"),
            }
        }
    }

    pub async fn ask(&mut self, request: &Request) -> Reply {
        let number = self.send(request).await;
        self.next(number).await
    }

    pub async fn open(&mut self, room: &Room) -> Result<(), Refusal> {
        match self.ask(&room.open(None)).await {
            Reply::Opened => Ok(()),
            other => Err(refused(other)),
        }
    }

    pub async fn append(&mut self, room: &Room, cell: &Cell) -> Result<u64, Refusal> {
        match self.ask(&room.append(cell)).await {
            Reply::Appended(index) => Ok(index),
            other => Err(refused(other)),
        }
    }

    pub async fn close(&mut self, room: &Room, cell: &Cell) -> Result<u64, Refusal> {
        self.supersede(room, cell, None).await
    }

    pub async fn supersede(
        &mut self,
        room: &Room,
        cell: &Cell,
        supersedes: Option<CellHash>,
    ) -> Result<u64, Refusal> {
        match self.ask(&room.close(cell, supersedes)).await {
            Reply::Closed(index) => Ok(index),
            other => Err(refused(other)),
        }
    }

    pub async fn page(&mut self, room: &Room, page: u32) -> Result<Page, Refusal> {
        match self.ask(&room.read(page)).await {
            Reply::Page(page) => Ok(page),
            other => Err(refused(other)),
        }
    }

    pub async fn burn(&mut self, room: &Room) -> Result<(), Refusal> {
        match self.ask(&room.burn()).await {
            Reply::Burned => Ok(()),
            other => Err(refused(other)),
        }
    }

    /// Watches from the first page on, past the pages: the number, and the cells so far.
    pub async fn watch(&mut self, room: &Room) -> (u64, Vec<Cell>) {
        let number = self.send(&room.watch(0)).await;
        let mut cells = Vec::new();
        loop {
            let Reply::Page(page) = self.next(number).await else { panic!("expected a page") };
            let is_full = page.cells.len() as u64 == page.cell_size.per_page();
            cells.extend(page.cells);
            if !is_full {
                return (number, cells);
            }
        }
    }
}

pub fn refused(reply: Reply) -> Refusal {
    match reply {
        Reply::Refused(refusal) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// The code of a refusal.
pub fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Code {
    result.unwrap_err().code
}

/// What the operator's listener answers.
pub async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
