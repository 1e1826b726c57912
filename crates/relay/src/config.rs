//! What a relay can be told; everything has a default.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sitr_relay_core::Day;
use sitr_relay_core::load::Rise;
use sitr_wire::limit::Limits;
use sitr_wire::ticket::{Difficulty, Policy};

use crate::clock::{Clock, SystemClock};
use crate::server::StartError;

/// A relay's configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Directory of the database and the identity key; made if missing.
    pub data: PathBuf,
    /// Where clients connect.
    pub listeners: Vec<Listener>,
    /// Where `/healthz`, `/readyz` and `/metrics` answer; none: nowhere.
    pub operations: Option<SocketAddr>,
    /// Limits that are announced to clients.
    pub limits: Limits,
    /// Limits of this process.
    pub bounds: Bounds,
    /// What tickets must be.
    pub tickets: Policy,
    /// How work rises with load.
    pub rise: Rise,
    /// Tokens that the operator gave out; used with [`Policy::Token`].
    pub tokens: BTreeSet<Vec<u8>>,
    /// The last day on which mailboxes open, once the relay is to be given up.
    pub retires_on: Option<Day>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// An address to listen at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Address and port; port 0 takes any free one.
    pub address: SocketAddr,
    /// Certificate and key; none: plain WebSocket, for loopback, a reverse proxy or an onion service.
    pub tls: Option<TlsFiles>,
}

/// Files of a certificate, in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate chain.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Limits of the process. They are not part of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Connections at once; one more is closed at once (rule L-07).
    pub connections: usize,
    /// Bytes of news that may wait for one connection; above it, its watches read from disk (L-08).
    pub outbound_bytes: usize,
    /// Time for TLS, WebSocket handshake and hello together (L-09).
    pub hello: Duration,
    /// Silence after which a ping is sent; after twice as much the connection ends (L-10).
    pub ping: Duration,
    /// Time in which a blocked connection must take some bytes (L-11).
    pub stall: Duration,
    /// Time that a shutdown gives connections to take what is theirs.
    pub drain: Duration,
    /// Requests that may wait for the writer.
    pub hub_queue: usize,
    /// Heads of mailboxes kept in memory, within a factor of two.
    pub heads: usize,
    /// Connections to the database for pages.
    pub readers: usize,
    /// Tickets whose Argon2id is computed at once, each in up to 4 MiB.
    pub ticket_checks: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 10_000,
            outbound_bytes: 256 * 1024,
            hello: Duration::from_secs(10),
            ping: Duration::from_secs(30),
            stall: Duration::from_secs(60),
            drain: Duration::from_secs(10),
            hub_queue: 4096,
            heads: 16_384,
            readers: 4,
            ticket_checks: 2,
        }
    }
}

impl Config {
    /// The default relay, with its data in this directory: plain WebSocket at
    /// [`crate::DEFAULT_LISTEN`], tickets of work.
    #[must_use]
    pub fn at(data: impl Into<PathBuf>) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 4480));
        Self {
            data: data.into(),
            listeners: vec![Listener { address, tls: None }],
            operations: None,
            limits: Limits::default(),
            bounds: Bounds::default(),
            tickets: Policy::Work(Difficulty::default()),
            rise: Rise::default(),
            tokens: BTreeSet::new(),
            retires_on: None,
            clock: Arc::new(SystemClock),
        }
    }

    /// Reads what can be read without starting: certificates and keys.
    ///
    /// # Errors
    /// If one of them cannot be used.
    pub fn check(&self) -> Result<(), StartError> {
        for files in self.listeners.iter().filter_map(|listener| listener.tls.as_ref()) {
            crate::server::read_tls(files)?;
        }
        Ok(())
    }

    /// The same, listening here and nowhere else, without TLS.
    #[must_use]
    pub fn listening(mut self, address: SocketAddr) -> Self {
        self.listeners = vec![Listener { address, tls: None }];
        self
    }
}
