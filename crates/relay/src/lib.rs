//! The relay: sockets, clock, metrics and shutdown around its core.
//!
//! A request's way through it:
//! 1. connection: a task of its own reads frames, holds the connection to its limits, and
//!    verifies tickets, signatures and addresses;
//! 2. hub: one thread takes what waits, decides all of it in [`sitr_relay_core`], commits it in one
//!    transaction of [`sitr_relay_store`], and only then
//! 3. the senders bring answers to who asked, and news to who watches, through a queue bounded in bytes;
//!    who is too slow for its queue reads on from the disk instead, and loses nothing.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let running = sitr_relay::Relay::start(sitr_relay::Config::at("/var/lib/sitr-relay")).await?;
//! println!("{} at {:?}", running.relay_id().to_hex(), running.addresses());
//! running.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod backup;
mod clock;
mod config;
mod connection;
mod door;
mod fanout;
mod file;
mod hub;
mod identity;
mod inspect;
mod line;
mod metrics;
mod operations;
mod readers;
mod senders;
mod server;
mod shared;
mod threads;
mod tls;

pub use backup::{BackupError, backup, restore};
pub use clock::{Clock, SystemClock};
pub use config::{Bounds, Config, Listener, TlsFiles};
pub use file::{ConfigError, from_toml};
pub use inspect::{as_json, as_text};
pub use server::{Relay, Running, StartError};
pub use sitr_relay_core::{Day, Seconds};
pub use sitr_relay_store::{Error as StoreError, inspect::Inventory, inspect::inventory};

/// The path at which a relay answers.
pub const PATH: &str = "/sitr/v1";
/// Name of the database in the data directory.
pub const DATABASE: &str = "relay.db";
/// Name of the identity key's file in the data directory.
pub const KEY: &str = "relay.key";
/// Where a relay listens if nothing else is said.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:4480";
