//! A few worlds, and worlds in which something is known to be wrong.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use sitr_sim::{Days, Faults, Lying, Plan, run};

/// A small world of a seed.
fn small(seed: u64) -> Plan {
    let plan = Plan::of(seed);
    Plan { devices: plan.devices.min(5), acts: 40, ..plan }
}

fn lives(plan: Plan) {
    let seed = plan.seed;
    let outcome = run(plan);
    let last = outcome.last.join("\n");
    assert!(outcome.broken.is_none(), "seed {seed}: {:?}\n{last}", outcome.broken);
    assert!(outcome.counts.acknowledged > 0 && outcome.counts.epochs > 0, "it lived");
}

#[test]
fn worlds_keep_their_promises() {
    (1..=6).for_each(|seed| lives(small(seed)));
}

#[test]
fn a_relay_that_lies_is_named_or_changes_nothing() {
    for (seed, lying) in
        [(101, Lying::Withholds), (102, Lying::Forgets), (103, Lying::Closes), (104, Lying::Swaps)]
    {
        lives(Plan { lying, days: Days::None, ..small(seed) });
    }
}

#[test]
fn a_seed_makes_the_same_world_again() {
    let (first, second) = (run(small(7)), run(small(7)));
    assert_eq!(first.last, second.last);
    assert_eq!(first.sum, second.sum);
    assert_eq!(first.counts.events, second.counts.events);
    assert_ne!(first.sum, run(small(8)).sum);
}

#[test]
fn a_relay_that_acknowledges_before_the_commit_is_found_within_ten_seeds() {
    let faults = Faults { commit_fails: 30, relay_dies: 10, ..Faults::default() };
    let early = |seed| {
        let plan = Plan { faults, lying: Lying::No, days: Days::None, ..small(seed) };
        run(Plan { acknowledges_early: true, ..plan }).broken
    };
    let found = (1..=10).find_map(early).expect("the planted bug is found");
    assert!(found.0.contains("acknowledged"), "{}", found.0);
}
