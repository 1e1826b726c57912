//! What the founding documents ask for: one test a row of the table, named by its number. Real clients, a
//! real relay in a process of its own; where a row needs a screen, the datum that a screen must use.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod dishonest;
mod world;

mod alone;
mod belonging;
mod care;
mod community;
mod feelings;
mod keyboard;
mod knowledge;
mod order;
mod privacy;
mod votes;
