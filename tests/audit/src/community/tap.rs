//! The tap: what the operator's own machine could record of every connection.
//!
//! Each device in each room is given a route of its own, so that the referee knows whose connection it is;
//! the operator sees only what goes on to the relay, which comes from the device's address.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use sitr_wire::{Reply, Request};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request as Upgrade, Response,
};
use tokio_tungstenite::{accept_hdr_async, client_async};

use crate::view::{Connection, Frame, What};

/// A frame as it went by.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The connection's number.
    pub connection: usize,
    /// Microseconds since the run began.
    pub at: u64,
    /// Whether a client sent it.
    pub up: bool,
    /// Its bytes.
    pub bytes: Bytes,
}

/// All traffic, and whose it was.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What the operator sees of each connection.
    pub connections: Vec<Connection>,
    /// Device and room of each connection: for the referee only.
    pub owners: Vec<(usize, usize)>,
    /// All frames, in order of time.
    pub frames: Vec<Passed>,
    /// Names of the headers that clients sent with the upgrade.
    pub headers: BTreeSet<String>,
}

impl Trace {
    /// The frames, decoded.
    ///
    /// # Panics
    /// If one of them is none: both sides are ours.
    #[must_use]
    pub fn decoded(&self) -> Vec<Frame> {
        let decode = |passed: &Passed| {
            let what = if passed.up {
                let (number, request) = Request::decode(&passed.bytes).expect("a client's frame");
                What::Asked(number, request)
            } else {
                let (number, reply) = Reply::decode(&passed.bytes).expect("a relay's frame");
                What::Told(number, reply)
            };
            let (connection, at, bytes) = (passed.connection, passed.at, passed.bytes.len());
            Frame { connection, at, bytes, what }
        };
        self.frames.iter().map(decode).collect()
    }
}

/// The tap in front of one relay.
#[derive(Clone, Debug)]
pub struct Tap {
    target: String,
    started: Instant,
    trace: Arc<Mutex<Trace>>,
}

impl Tap {
    /// A tap in front of the relay at this URL.
    #[must_use]
    pub fn before(url: &str) -> Self {
        let trace = Arc::new(Mutex::new(Trace::default()));
        Self { target: url.to_owned(), started: Instant::now(), trace }
    }

    /// Microseconds since the run began.
    #[must_use]
    pub fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// The URL by which this device shall reach the relay for this room.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn route(&self, device: usize, room: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let tap = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(tap.clone().pass(stream, device, room));
            }
        });
        format!("ws://127.0.0.1:{port}/sitr/v1")
    }

    /// All that went by so far.
    #[must_use]
    pub fn trace(&self) -> Trace {
        let mut trace = self.trace.lock().unwrap_or_else(PoisonError::into_inner).clone();
        trace.frames.sort_by_key(|frame| frame.at);
        trace
    }

    fn with<T>(&self, then: impl FnOnce(&mut Trace) -> T) -> T {
        then(&mut self.trace.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn pass(self, client: TcpStream, device: usize, room: usize) {
        let address = address(device);
        let Some(tcp) = self.dial(address).await else { return };
        let Ok((relay, _)) = client_async(&self.target, tcp).await else { return };
        let kept = self.clone();
        #[allow(clippy::result_large_err, reason = "the callback's type is the library's")]
        let note =
            move |upgrade: &Upgrade, response: Response| -> Result<Response, ErrorResponse> {
                let names = upgrade.headers().keys().map(|name| name.as_str().to_owned());
                kept.with(|trace| trace.headers.extend(names));
                Ok(response)
            };
        let Ok(client) = accept_hdr_async(client, note).await else { return };
        let at = self.now();
        let number = self.with(|trace| {
            trace.connections.push(Connection { address, from: at, until: None });
            trace.owners.push((device, room));
            trace.connections.len() - 1
        });
        let (mut to_client, mut from_client) = client.split();
        let (mut to_relay, mut from_relay) = relay.split();
        let up = async {
            while let Some(Ok(message)) = from_client.next().await {
                self.keep(number, true, &message);
                if to_relay.send(message).await.is_err() {
                    return;
                }
            }
        };
        let down = async {
            while let Some(Ok(message)) = from_relay.next().await {
                self.keep(number, false, &message);
                if to_client.send(message).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! { () = up => {}, () = down => {} }
        let at = self.now();
        self.with(|trace| trace.connections[number].until = Some(at));
    }

    /// Reaches the relay from the device's own address.
    async fn dial(&self, from: IpAddr) -> Option<TcpStream> {
        let host = self.target.trim_start_matches("ws://").split('/').next()?;
        let socket = TcpSocket::new_v4().ok()?;
        socket.bind(SocketAddr::new(from, 0)).ok()?;
        socket.connect(host.parse().ok()?).await.ok()
    }

    fn keep(&self, connection: usize, up: bool, message: &Message) {
        if let Message::Binary(bytes) = message {
            let (at, bytes) = (self.now(), bytes.clone());
            self.with(|trace| trace.frames.push(Passed { connection, at, up, bytes }));
        }
    }
}

/// The address of a device: one each, all of them on this machine.
#[must_use]
fn address(device: usize) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(127, 0, 1, u8::try_from(device + 10).unwrap_or(255)))
}
