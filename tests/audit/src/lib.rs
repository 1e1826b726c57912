//! The operator's eye: a living community on the real binaries, everything that its relay's operator could
//! see of it, and games that measure what they could guess.
//!
//! - [`community`]: the seeded community, and the tap that records what an operator could
//! - [`view`]: what the operator has, and nothing more; [`truth`]: what only the referee knows
//! - [`games`]: the questions, and the attacks, each one function
//! - [`referee`]: arms, learners, values and their intervals
//! - [`fields`]: every field that was visible, and the page of the book that lists them
//! - [`run`]: one audit, and [`report`]: what it says
//! - [`scan`]: what must never be on a relay
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test support"
)]

pub mod community;
pub mod fields;
pub mod games;
pub mod page;
pub mod referee;
pub mod report;
pub mod run;
pub mod scan;
pub mod truth;
pub mod view;
