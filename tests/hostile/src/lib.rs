//! What the hostile suites share: a relay that lies, and a room of two of whom one believes it.
//!
//! The relay behind is the real process, the clients are the SDK. A test plants one lie, lets it be told,
//! ends it, and asks that both members are in one room with the same words, none lost and none twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test support"
)]

pub mod liar;
pub mod lies;
pub mod stage;
