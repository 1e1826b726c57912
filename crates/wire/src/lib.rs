//! What relay and client must agree on: frames, identifiers, sizes, signed statements, limits.
//!
//! Nothing here seals or opens a cell: the relay links this crate and must not be able to.
//!
//! - [`id`]: identifiers and secrets of fixed width, that do not print themselves
//! - [`mailbox`]: everything fixed at Open, and the handle over it
//! - [`statement`]: what is signed, by whom
//! - [`chain`]: the chain over a mailbox's cells that marks are signed over
//! - [`close`]: the proof that a cell is final
//! - [`ticket`]: proof of work
//! - [`frame`]: requests and replies, decoded once at the edge
//! - [`limit`]: every bound, named once

#[cfg(feature = "cbor")]
mod cbor;
pub mod chain;
pub mod close;
pub mod frame;
pub mod id;
pub mod limit;
pub mod mailbox;
mod pb;
pub mod refusal;
pub mod statement;
pub mod ticket;

pub use frame::{Reply, Request};
pub use id::{Address, AddressHash, CellHash, Handle, PublicKey, RelayId, Seed, Signature};
pub use mailbox::{Cell, CellSize, Keep, Life, Mailbox};
pub use refusal::{Code, Refusal};
