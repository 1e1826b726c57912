//! The SDK: every move of a member as one call, and events as a stream.
//!
//! A [`Client`] is an open profile. It remembers everything in one encrypted database, keeps a connection a
//! room, sends what was written as soon as the relay is reached, and survives being killed at any point.
//! Any number of processes may have one profile open.

mod client;
mod db;
mod error;
mod events;
mod net;
mod room;
mod view;

pub use client::{Client, Since};
pub use error::Error;
pub use events::Events;
pub use net::NetError;
pub use room::Status;
pub use sitr_client_core::state::{Alarm, Delivery, KnockState, Standing};
pub use sitr_client_core::{CoreError, InviteId, KnockId, MemberId, MemberView, RoomId};
pub use sitr_client_store::profile;
pub use sitr_community::Role;
pub use sitr_content::{MessageId, TEXT_MAX_BYTES};
pub use view::{
    InviteView, KnockView, MessageView, RoomEvent, RoomView, What, safety_digits, standing_name,
};
