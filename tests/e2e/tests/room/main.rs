//! Rooms of real processes, over real sockets. One program, so that those who wait do so side by side.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod announced;
mod canaries;
mod conversation;
mod devices;
mod endurance;
mod gates;
mod handshake;
mod killed;
mod recovery;
mod removal;
