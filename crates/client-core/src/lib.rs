//! Drives MLS: rooms, epochs, commits, outbox, inbox, knocks. No socket, clock, disk or global chance
//! of its own: the caller brings a [`Store`] inside a transaction, a generator and the time.
//!
//! - [`crypto`]: derivation, cells, signatures, HPKE
//! - [`body`]: what stands under the seal
//! - [`state`]: what a client remembers
//! - [`store`]: how it is remembered
//! - [`plan`]: what the next commit does, and when
//! - [`Core`]: the operations, each one transaction of the caller

pub mod body;
mod core;
pub mod crypto;
mod device;
pub mod error;
pub mod ids;
mod invite;
mod join;
mod knock;
mod mls;
pub mod payload;
pub mod plan;
mod room;
pub mod state;
pub mod store;
mod watch;
mod welcome;

pub use crate::core::{Class, Core, Entry, Inbound, MemberView, Shown};
pub use crypto::provider::Crypto;
pub use device::{DEVICE_LINK_SECONDS, DeviceView, NewDevice, OldDevice, SHARED_ROOMS_MAX};
pub use error::CoreError;
pub use ids::{DeviceId, InviteId, KnockId, MemberId, RoomId};
pub use invite::{INVITES_MAX, USES_MAX};
pub use join::{KNOCK_AGAIN_ASKED_MS, KNOCK_AGAIN_MS, open_card};
pub use knock::RAID_KNOCKS;
pub use room::{
    ANSWERS_AWAITED, ASIDES_KEPT, COVER_A_DAY, Confiding, FORSAKEN_DAYS, GUIDELINES_MAX_BYTES,
    INVITES_REMEMBERED, KNOCKS_KEPT, KNOCKS_OPEN_MAX, Mediation, Offer, Progress, SILENT_DAYS,
    Tally, Tied, ToAttach, Turn, Verdict, Vouched, entry_hash, open_note,
};
pub use store::Store;
pub use watch::{Watched, Watching};
