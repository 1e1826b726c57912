//! A small world in one process: people with real profiles, an honest relay in memory, faults on
//! demand. Its one door is `world.alice().says("..")`; see [`hand`].
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../common/mod.rs"]
mod common;

mod client;
mod drive;
mod faults;
mod forge;
mod hand;
mod relay;

mod asides;
mod back;
mod care;
mod chance;
mod community;
mod crash;
mod devices;
mod ends;
mod foreign;
mod forgetful;
mod hostile;
mod insider;
mod keep;
mod kept;
mod knocking;
mod large;
mod mediation;
mod moving;
mod notes;
mod refound;
mod reports;
mod speech;
mod stewards;
mod talk;
mod transcript;
mod vouching;
mod waits;
mod welcomes;
