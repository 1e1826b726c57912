//! A connection to a relay, frame by frame: for members who are not of the SDK, and for hostile tests.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use rand::Rng as _;
use sitr_wire::frame::{Append, Close, End, Hello, Hi, Mark, Open, Page, Read, VERSION, Watch};
use sitr_wire::statement::Statement;
use sitr_wire::ticket::{self, Difficulty, Policy, Purpose, Ticket};
use sitr_wire::{Address, Cell, CellHash, Handle, Mailbox, Refusal, RelayId, Reply, Request, Seed};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::PATIENCE;

/// The socket below.
pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens a WebSocket and says nothing.
///
/// # Panics
/// If nobody answers.
pub async fn dial(url: &str) -> Socket {
    tokio_tungstenite::connect_async(url).await.expect("a WebSocket").0
}

/// A connection after its hello.
pub struct Raw {
    socket: Socket,
    /// What the relay said of itself.
    pub hi: Hi,
    /// Its id.
    pub relay: RelayId,
    next: u64,
    /// Frames that came while another was waited for.
    aside: VecDeque<(u64, Reply)>,
}

impl Raw {
    /// Connects, says hello and lets the relay prove its key.
    ///
    /// # Panics
    /// If the relay does not answer, or not as it should.
    pub async fn connect(url: &str) -> Self {
        let mut socket = dial(url).await;
        let mut nonce = [0; 32];
        rand::rng().fill_bytes(&mut nonce);
        let hello = Request::Hello(Hello { versions: vec![VERSION], nonce });
        socket.send(Message::Binary(hello.encode(0).into())).await.expect("a hello is sent");
        let (number, reply) = receive(&mut socket, PATIENCE).await.expect("an answer");
        let Reply::Hi(hi) = reply else { panic!("not a hi: {reply:?}") };
        assert_eq!(number, 0, "the hello's own number");
        let relay = RelayId::of(&hi.relay_key);
        let proven = Statement::hello(&relay, &nonce).verifies(&hi.relay_key, &hi.signature);
        assert!(proven, "the relay proves its key");
        Self { socket, hi, relay, next: 1, aside: VecDeque::new() }
    }

    /// Sends a request without waiting: its number.
    ///
    /// # Panics
    /// If the connection has ended.
    pub async fn send(&mut self, request: &Request) -> u64 {
        let number = self.next;
        self.next += 1;
        self.send_bytes(request.encode(number)).await;
        number
    }

    /// Sends any bytes as one frame.
    ///
    /// # Panics
    /// If the connection has ended.
    pub async fn send_bytes(&mut self, frame: Vec<u8>) {
        self.socket.send(Message::Binary(frame.into())).await.expect("a frame is sent");
    }

    /// The next frame of any number; none if the connection ends or nothing comes in time.
    pub async fn any(&mut self, patience: Duration) -> Option<(u64, Reply)> {
        if let Some(first) = self.aside.pop_front() {
            return Some(first);
        }
        receive(&mut self.socket, patience).await
    }

    /// The next frame of this number.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn next(&mut self, number: u64) -> Reply {
        if let Some(at) = self.aside.iter().position(|(of, _)| *of == number) {
            return self.aside.remove(at).expect("a frame at its place").1;
        }
        loop {
            let (of, reply) = receive(&mut self.socket, PATIENCE).await.expect("a frame");
            if of == number {
                return reply;
            }
            self.aside.push_back((of, reply));
        }
    }

    /// One request, one reply.
    ///
    /// # Errors
    /// What the relay refuses with.
    pub async fn ask(&mut self, request: &Request) -> Result<Reply, Refusal> {
        let number = self.send(request).await;
        match self.next(number).await {
            Reply::Refused(refusal) => Err(refusal),
            reply => Ok(reply),
        }
    }

    fn work(&self, handle: &Handle, purpose: Purpose<'_>, difficulty: &Difficulty) -> Ticket {
        let start = rand::rng().next_u64();
        ticket::work(&self.relay, handle, purpose, self.hi.day, difficulty, start.into())
            .expect("a difficulty that may be asked for")
    }

    /// Opens a mailbox, and pays for it.
    ///
    /// # Errors
    /// What the relay refuses with.
    pub async fn open(&mut self, mailbox: &Mailbox) -> Result<(), Refusal> {
        let handle = mailbox.handle(&self.relay);
        let ticket = match &self.hi.tickets {
            Policy::Work(difficulty) => Some(self.work(&handle, Purpose::Open, difficulty)),
            Policy::Free(_) | Policy::Token(_) => None,
        };
        self.ask(&Request::Open(Open { mailbox: mailbox.clone(), ticket })).await.map(drop)
    }

    /// Appends a cell, and pays what the mailbox costs: the cell's index.
    ///
    /// # Errors
    /// What the relay refuses with.
    ///
    /// # Panics
    /// If the reply is no answer to an append.
    pub async fn append(
        &mut self,
        mailbox: &Mailbox,
        write: &Seed,
        cell: &Cell,
    ) -> Result<u64, Refusal> {
        let (handle, hash) = (mailbox.handle(&self.relay), cell.hash());
        let bits = u32::from(mailbox.append_cost);
        let difficulty = self.hi.tickets.difficulty().with_bits(bits);
        let ticket = (bits > 0).then(|| self.work(&handle, Purpose::Append(&hash), &difficulty));
        let signature = Statement::append(&self.relay, &handle, &hash).sign(write);
        let append = Append { handle, cell: cell.clone(), signature, ticket };
        match self.ask(&Request::Append(append)).await? {
            Reply::Appended(index) => Ok(index),
            other => panic!("no answer to an append: {other:?}"),
        }
    }

    /// Ends a mailbox with a cell: the cell's index.
    ///
    /// # Errors
    /// What the relay refuses with.
    ///
    /// # Panics
    /// If the reply is no answer to a close.
    pub async fn close(
        &mut self,
        handle: Handle,
        close: &Seed,
        cell: &Cell,
        supersedes: Option<CellHash>,
    ) -> Result<u64, Refusal> {
        let statement = Statement::close(&self.relay, &handle, &cell.hash(), supersedes.as_ref());
        let signature = statement.sign(close);
        let close = Close { handle, cell: cell.clone(), signature, supersedes };
        match self.ask(&Request::Close(close)).await? {
            Reply::Closed(index) => Ok(index),
            other => panic!("no answer to a close: {other:?}"),
        }
    }

    /// Reads one page.
    ///
    /// # Errors
    /// What the relay refuses with.
    ///
    /// # Panics
    /// If the reply is no page.
    pub async fn page(
        &mut self,
        handle: Handle,
        address: &Address,
        page: u32,
    ) -> Result<Page, Refusal> {
        let read = Read { handle, address: address.clone(), page };
        match self.ask(&Request::Read(read)).await? {
            Reply::Page(page) => Ok(page),
            other => panic!("no page: {other:?}"),
        }
    }

    /// Reads a whole mailbox.
    ///
    /// # Errors
    /// What the relay refuses with.
    pub async fn cells(&mut self, handle: Handle, address: &Address) -> Result<Vec<Cell>, Refusal> {
        let mut cells = Vec::new();
        for number in 0.. {
            let page = self.page(handle, address, number).await?;
            let full = page.cells.len() as u64 == page.cell_size.per_page();
            cells.extend(page.cells);
            if !full {
                break;
            }
        }
        Ok(cells)
    }

    /// Begins to watch a mailbox from its first page on.
    pub async fn watch(&mut self, handle: Handle, address: &Address) -> Watched {
        let watch = Watch { handle, address: address.clone(), from_page: 0 };
        let number = self.send(&Request::Watch(watch)).await;
        Watched { number, told: VecDeque::new() }
    }

    /// The next thing that a watched mailbox tells.
    ///
    /// # Panics
    /// If it tells nothing in time, or is no more.
    pub async fn told(&mut self, watched: &mut Watched) -> Told {
        loop {
            if let Some(told) = watched.told.pop_front() {
                return told;
            }
            match self.next(watched.number).await {
                Reply::Page(page) => watched.told.extend(pieces(page)),
                Reply::Cell { index, cell, last } => {
                    watched.told.push_back(Told::Cell { index, cell, last });
                }
                Reply::Mark(mark) => watched.told.push_back(Told::Mark(mark)),
                Reply::End(end) => watched.told.push_back(Told::End(end)),
                other => panic!("not from a mailbox: {other:?}"),
            }
        }
    }
}

/// A mailbox that is watched.
pub struct Watched {
    number: u64,
    told: VecDeque<Told>,
}

/// What a watched mailbox tells, pages taken apart.
#[derive(Clone, Debug)]
pub enum Told {
    /// A cell.
    Cell {
        /// Its index, from 0.
        index: u64,
        /// The cell.
        cell: Cell,
        /// Whether it came by a Close.
        last: bool,
    },
    /// The relay's signature at a full page.
    Mark(Mark),
    /// The mailbox is closed.
    End(End),
}

fn pieces(page: Page) -> Vec<Told> {
    let first = u64::from(page.number) * page.cell_size.per_page();
    let cell = |(index, cell)| {
        let last = page.end.as_ref().is_some_and(|end| end.covers(index));
        Told::Cell { index, cell, last }
    };
    let cells = (first..).zip(page.cells).map(cell);
    cells.chain(page.mark.map(Told::Mark)).collect()
}

async fn receive(socket: &mut Socket, patience: Duration) -> Option<(u64, Reply)> {
    let frame = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Binary(frame))) => {
                    return Some(Reply::decode(&frame).expect("a frame of the protocol"));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return None,
            }
        }
    };
    tokio::time::timeout(patience, frame).await.ok().flatten()
}
