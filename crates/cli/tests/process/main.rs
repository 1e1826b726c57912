//! The real `sitr` binary, in processes of its own, against a relay in this one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

mod devices;
mod gather;
mod keep;
mod keys;
mod language;
mod more;
mod proxy;
mod refusals;
mod talk;
mod world;
