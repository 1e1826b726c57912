//! The generator's side of a connection: bytes in and out, as cheap as can be, and the framing that
//! several servers share.

use std::net::SocketAddr;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};

/// A binary WebSocket message.
pub(crate) const BINARY: u8 = 0x2;
/// A text WebSocket message.
pub(crate) const TEXT: u8 = 0x1;
/// A WebSocket ping.
pub(crate) const PING: u8 = 0x9;
/// A WebSocket pong without a payload, masked with zeros.
pub(crate) const PONG: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];

/// What comes.
pub(crate) struct Ear {
    half: OwnedReadHalf,
    pub(crate) buffer: BytesMut,
}

/// What goes.
pub(crate) struct Mouth(OwnedWriteHalf);

/// Connects from one of several loopback addresses, so that ports do not run out.
async fn connect(address: SocketAddr, number: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    let from = format!("127.0.0.{}:0", 1 + number / 10_000);
    socket.bind(from.parse().expect("an address")).expect("bound");
    let stream = socket.connect(address).await.expect("connected");
    stream.set_nodelay(true).expect("nodelay");
    stream
}

fn halves(stream: TcpStream) -> (Ear, Mouth) {
    let (read, write) = stream.into_split();
    (Ear { half: read, buffer: BytesMut::new() }, Mouth(write))
}

/// Without a handshake.
pub(crate) async fn bare(address: SocketAddr, number: usize) -> (Ear, Mouth) {
    halves(connect(address, number).await)
}

/// With the handshake of WebSocket, at a path.
pub(crate) async fn upgraded(address: SocketAddr, number: usize, path: &str) -> (Ear, Mouth) {
    let stream = connect(address, number).await;
    let url = format!("ws://{address}{path}");
    let (ws, _) = tokio_tungstenite::client_async(url, stream).await.expect("a handshake");
    // These servers say nothing before they are asked, so nothing is left in the library's buffer.
    halves(ws.into_inner())
}

impl Mouth {
    /// Sends bytes in one write.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.expect("the server takes it");
    }
}

impl Ear {
    /// Waits for more; false when the connection ends.
    pub(crate) async fn more(&mut self) -> bool {
        self.buffer.reserve(4096);
        !matches!(self.half.read_buf(&mut self.buffer).await, Ok(0) | Err(_))
    }

    /// The next WebSocket message's payload.
    pub(crate) async fn frame(&mut self) -> Option<Bytes> {
        loop {
            match take_frame(&mut self.buffer) {
                Some((BINARY | TEXT, payload)) => return Some(payload),
                Some((PING, _)) => {}
                Some(_) => return None,
                None if self.more().await => {}
                None => return None,
            }
        }
    }

    /// Waits until the buffer holds this, and takes all up to its end.
    pub(crate) async fn until(&mut self, end: &[u8]) -> Bytes {
        loop {
            if let Some(at) = find(&self.buffer, end) {
                return self.buffer.split_to(at + end.len()).freeze();
            }
            let so_far = String::from_utf8_lossy(&self.buffer).into_owned();
            assert!(self.more().await, "the server ended it after {so_far:?}");
        }
    }
}

/// Where these bytes begin.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

/// A WebSocket frame of a client, masked with zeros: a mask like any other, which costs nothing.
pub(crate) fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + 8);
    bytes.push(0x80 | kind);
    let length = u16::try_from(payload.len()).expect("a small frame");
    if length < 126 {
        bytes.push(0x80 | length as u8);
    } else {
        bytes.push(0x80 | 126);
        bytes.extend_from_slice(&length.to_be_bytes());
    }
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(payload);
    bytes
}

/// Takes a whole WebSocket frame of a server, if there is one: its kind and payload.
pub(crate) fn take_frame(buffer: &mut BytesMut) -> Option<(u8, Bytes)> {
    let short = *buffer.get(1)?;
    let (head, length) = match short {
        126 => {
            let bytes = buffer.get(2..4)?;
            (4, usize::from(u16::from_be_bytes(bytes.try_into().ok()?)))
        }
        127 => {
            let bytes = buffer.get(2..10)?;
            (10, usize::try_from(u64::from_be_bytes(bytes.try_into().ok()?)).ok()?)
        }
        length => (2, usize::from(length)),
    };
    if buffer.len() < head + length {
        return None;
    }
    let kind = buffer[0] & 0xf;
    buffer.advance(head);
    Some((kind, buffer.split_to(length).freeze()))
}
