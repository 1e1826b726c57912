//! Drives MLS: rooms, epochs, commits, outbox, inbox, knocks. No socket, clock, disk or global chance
//! of its own: the caller brings a [`Store`] inside a transaction, a generator and the time.
//!
//! - [`crypto`]: derivation, cells, signatures, HPKE
//! - [`body`]: what stands under the seal
//! - [`state`]: what a client remembers
//! - [`store`]: how it is remembered
//! - [`Core`]: the operations, each one transaction of the caller

pub mod body;
pub mod crypto;
pub mod ids;

pub use ids::{InviteId, KnockId, MemberId, RoomId};
