//! A relay that lies to a client, in every way that its frames allow: an alarm or a clean error, never wrong
//! state. One program, so that those who wait do so side by side.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod answers;
mod closes;
mod identity;
mod pages;
