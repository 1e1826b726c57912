//! The generator's side of a WebSocket: frames in and out, as cheap as can be.

use std::net::SocketAddr;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};

const BINARY: u8 = 0x2;
const PING: u8 = 0x9;

/// What comes.
pub(crate) struct Ear {
    half: OwnedReadHalf,
    buffer: BytesMut,
}

/// What goes. Masked with zeros, which is a mask like any other and costs nothing.
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

/// With the handshake of WebSocket.
pub(crate) async fn upgraded(address: SocketAddr, number: usize) -> (Ear, Mouth) {
    let stream = connect(address, number).await;
    let url = format!("ws://{address}/sitr/v1");
    let (ws, _) = tokio_tungstenite::client_async(url, stream).await.expect("a handshake");
    // A server says nothing before the hello, so nothing is left in the library's buffer.
    halves(ws.into_inner())
}

impl Mouth {
    /// Sends frames in one write.
    pub(crate) async fn say(&mut self, payloads: &[Vec<u8>]) {
        let mut bytes = Vec::with_capacity(payloads.iter().map(|it| it.len() + 8).sum());
        for payload in payloads {
            bytes.push(0x80 | BINARY);
            let length = u16::try_from(payload.len()).expect("a small frame");
            if length < 126 {
                bytes.push(0x80 | length as u8);
            } else {
                bytes.push(0x80 | 126);
                bytes.extend_from_slice(&length.to_be_bytes());
            }
            bytes.extend_from_slice(&[0; 4]);
            bytes.extend_from_slice(payload);
        }
        self.0.write_all(&bytes).await.expect("the server takes it");
    }
}

impl Ear {
    /// The next binary frame's payload; none when the connection ends.
    pub(crate) async fn hear(&mut self) -> Option<Bytes> {
        loop {
            while let Some((kind, payload)) = self.take() {
                match kind {
                    BINARY => return Some(payload),
                    // No run is so long that silence matters.
                    PING => {}
                    _ => return None,
                }
            }
            self.buffer.reserve(4096);
            if self.half.read_buf(&mut self.buffer).await.ok()? == 0 {
                return None;
            }
        }
    }

    fn take(&mut self) -> Option<(u8, Bytes)> {
        let short = *self.buffer.get(1)?;
        let (head, length) = match short {
            126 => {
                let bytes = self.buffer.get(2..4)?;
                (4, usize::from(u16::from_be_bytes(bytes.try_into().ok()?)))
            }
            127 => {
                let bytes = self.buffer.get(2..10)?;
                (10, usize::try_from(u64::from_be_bytes(bytes.try_into().ok()?)).ok()?)
            }
            length => (2, usize::from(length)),
        };
        if self.buffer.len() < head + length {
            return None;
        }
        let kind = self.buffer[0] & 0xf;
        self.buffer.advance(head);
        Some((kind, self.buffer.split_to(length).freeze()))
    }
}
