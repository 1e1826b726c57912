//! A connection that may break at any time, and then simply tells nothing.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use rand::Rng as _;
use sitr_wire::frame::{Append, Close, Hello, Open, Read, VERSION};
use sitr_wire::statement::Statement;
use sitr_wire::{
    Address, Cell, CellSize, Code, Handle, Keep, Life, Mailbox, RelayId, Reply, Request, Seed,
};
use tokio_tungstenite::tungstenite::Message;

const PATIENCE: Duration = Duration::from_secs(20);

/// A mailbox of the load, with every right to it.
#[derive(Clone)]
pub(crate) struct Box {
    /// Its fixed fields.
    pub(crate) mailbox: Mailbox,
    /// The right to read.
    pub(crate) address: Address,
    write: Seed,
    close: Seed,
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

impl Box {
    /// A new one.
    #[must_use]
    pub(crate) fn random() -> Self {
        let (address, write) = (Address::new(random()), Seed::new(random()));
        let close = Seed::new(random());
        let mailbox = Mailbox {
            address_hash: address.hash(),
            write_key: write.public(),
            close_key: close.public(),
            burn_key: None,
            cell_size: CellSize::K2,
            capacity: 8192,
            life: Life::Days30,
            keep: Keep::Days7,
            append_cost: 0,
        };
        Self { mailbox, address, write, close }
    }

    /// Its handle.
    #[must_use]
    pub(crate) fn handle(&self, relay: &RelayId) -> Handle {
        self.mailbox.handle(relay)
    }
}

/// A cell of random bytes.
#[must_use]
pub(crate) fn cell() -> Option<Cell> {
    let mut bytes = vec![0; 2048];
    rand::rng().fill_bytes(&mut bytes);
    Cell::new(bytes.into()).ok()
}

type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// A connection after its hello.
pub(crate) struct Line {
    socket: Socket,
    /// The relay at the other end.
    pub(crate) relay: RelayId,
    next: u64,
}

impl Line {
    /// Connects; none if nobody answers.
    pub(crate) async fn connect(url: &str) -> Option<Self> {
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.ok()?;
        let hello = Request::Hello(Hello { versions: vec![VERSION], nonce: random() });
        socket.send(Message::Binary(hello.encode(0).into())).await.ok()?;
        let Reply::Hi(hi) = receive(&mut socket).await? else { return None };
        Some(Self { socket, relay: RelayId::of(&hi.relay_key), next: 1 })
    }

    async fn ask(&mut self, request: &Request) -> Option<Reply> {
        self.next += 1;
        let frame = request.encode(self.next);
        self.socket.send(Message::Binary(frame.into())).await.ok()?;
        receive(&mut self.socket).await
    }

    /// Opens a mailbox; none if nobody answers.
    pub(crate) async fn open(&mut self, of: &Box) -> Option<Reply> {
        let open = Open { mailbox: of.mailbox.clone(), ticket: None };
        self.ask(&Request::Open(open)).await
    }

    /// Appends; none if nobody answers.
    pub(crate) async fn append(&mut self, to: &Box, cell: &Cell) -> Option<Reply> {
        let handle = to.handle(&self.relay);
        let signature = Statement::append(&self.relay, &handle, &cell.hash()).sign(&to.write);
        let append = Append { handle, cell: cell.clone(), signature, ticket: None };
        self.ask(&Request::Append(append)).await
    }

    /// Closes; none if nobody answers.
    pub(crate) async fn close(&mut self, of: &Box, cell: &Cell) -> Option<Reply> {
        let handle = of.handle(&self.relay);
        let signature = Statement::close(&self.relay, &handle, &cell.hash(), None).sign(&of.close);
        let close = Close { handle, cell: cell.clone(), signature, supersedes: None };
        self.ask(&Request::Close(close)).await
    }

    /// Reads a whole mailbox; none if nobody answers, or it is not there, or a page is refused.
    pub(crate) async fn cells(&mut self, of: &Box) -> Option<Vec<Cell>> {
        let handle = of.handle(&self.relay);
        let mut cells = Vec::new();
        for page in 0.. {
            let read = Read { handle, address: of.address.clone(), page };
            match self.ask(&Request::Read(read)).await? {
                Reply::Page(page) => {
                    let is_full = page.cells.len() as u64 == page.cell_size.per_page();
                    cells.extend(page.cells);
                    if !is_full {
                        break;
                    }
                }
                Reply::Refused(refusal) if refusal.code == Code::NotFound => return Some(cells),
                _ => return None,
            }
        }
        Some(cells)
    }
}

async fn receive(socket: &mut Socket) -> Option<Reply> {
    let frame = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Binary(frame))) => {
                    return Reply::decode(&frame).ok().map(|it| it.1);
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return None,
            }
        }
    };
    tokio::time::timeout(PATIENCE, frame).await.ok().flatten()
}
