//! One worker a room: a connection of its own, what is heard, what is to be done.

mod answers;
mod errands;
mod fetch;
mod hearing;
mod order;
mod worker;

pub(crate) use fetch::read_payload;
pub use worker::Status;
pub(crate) use worker::Worker;
