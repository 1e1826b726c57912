//! A seeded world. The real cores of clients and relay, over the clients' real storage and the relay's real
//! decisions; a network, disks and processes that fail; a relay that lies; days that pass in a moment. One seed
//! makes one world: its schedule, faults and decisions come again with it. (The bytes of ciphertexts do not:
//! openmls seeds itself.)
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is a test"
)]

pub mod agenda;
pub mod device;
pub mod dice;
pub mod oracle;
pub mod plan;
pub mod relay;
pub mod trace;
pub mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use oracle::Broken;
pub use plan::{Days, Faults, Lying, Plan};
pub use world::{Counts, World};

/// What became of a world.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What it was.
    pub plan: Plan,
    /// The promise that was broken, if one was.
    pub broken: Option<Broken>,
    /// In numbers.
    pub counts: Counts,
    /// A number over everything that happened.
    pub sum: u64,
    /// What happened last.
    pub last: Vec<String>,
}

/// Lets a world live.
#[must_use]
pub fn run(plan: Plan) -> Outcome {
    let mut world = World::new(plan.clone());
    let broken = match catch_unwind(AssertUnwindSafe(|| world.lives())) {
        Ok(lived) => lived.err(),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
            Some(Broken(format!("a panic: {}", text.unwrap_or_default())))
        }
    };
    let last = world.trace.lines().map(str::to_owned).collect();
    Outcome { plan, broken, counts: world.counts, sum: world.trace.sum(), last }
}
