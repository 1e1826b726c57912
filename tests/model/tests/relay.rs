//! Every state of small relays.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use sitr_model::relay::judge::{Met, Rule};
use sitr_model::relay::{Config, Fault, Relay};
use stateright::{Checker, HasDiscoveries, Model};

/// Explores a world whole; every rule must hold, and everything named must have happened.
fn whole(name: &str, config: Config, expected: &[Met]) {
    let checker = Relay::new(config).checker().threads(2).spawn_bfs().join();
    println!("{name}: {} states", checker.unique_state_count());
    checker.assert_properties();
    assert!(checker.is_done(), "{name} was not explored whole");
    let met = checker.model().all_met();
    for what in expected {
        assert!(met.contains(what), "{name}: {what:?} never happened");
    }
}

#[test]
fn who_closes_first_wins() {
    let met = [Met::Stored, Met::Closed, Met::Superseded, Met::Conflict, Met::CommitFailed];
    whole("race", Config::race(), &met);
}

#[test]
fn a_retry_is_answered_as_the_first_time() {
    use Met::*;
    let met = [
        Stored,
        Retried,
        RetriedClosed,
        Full,
        Closed,
        Superseded,
        Conflict,
        Burned,
        Gone,
        CommitFailed,
        Rate,
    ];
    whole("retries", Config::retries(), &met);
}

#[test]
fn days_pass_every_bound() {
    use Met::*;
    let met =
        [Stored, Closed, SupersedeLate, Gone, OpenedAfterTombstone, ExpiredUnswept, Swept, Burned];
    whole("time", Config::time(), &met);
}

#[test]
fn final_cells_are_superseded_eight_times() {
    let met = [Met::Superseded, Met::SupersedesUsed, Met::SupersedeLate, Met::Conflict, Met::Rate];
    whole("supersedes", Config::supersedes(), &met);
}

#[test]
fn watchers_hear_everything_once() {
    let met = [Met::Joined, Met::Behind, Met::Pushed, Met::Swept, Met::CommitFailed];
    whole("watch", Config::watch(), &met);
}

#[test]
fn mailboxes_do_not_touch_each_other() {
    whole("many", Config::many(), &[Met::Stored, Met::Closed, Met::Conflict]);
}

#[test]
#[ignore = "minutes: `cargo xtask model --long`"]
fn retries_and_races_on_every_bound_of_time() {
    use Met::*;
    let met = [RetriedClosed, Full, Superseded, Conflict, OpenedAfterTombstone, ExpiredUnswept];
    whole("long", Config::long(), &met);
}

#[test]
#[ignore = "minutes: `cargo xtask model --long`"]
fn watchers_over_more_days() {
    let met = [Met::Joined, Met::Behind, Met::Pushed, Met::Conflict, Met::OpenedAfterTombstone];
    whole("long watch", Config::long_watch(), &met);
}

/// A broken twin must be found, by the rule that is about its fault.
fn found(config: Config, fault: Fault, rule: Rule) {
    let awaited = HasDiscoveries::AnyOf([rule.name()].into());
    let relay = Relay::new(config.with(fault));
    let checker = relay.checker().threads(2).finish_when(awaited).spawn_bfs().join();
    let path = checker.discovery(rule.name());
    let steps = path.unwrap_or_else(|| panic!("{fault:?} is not found")).into_actions();
    println!("{fault:?} breaks '{}' by {steps:?}", rule.name());
}

#[test]
fn broken_twins_are_found() {
    found(Config::race(), Fault::AckBeforeCommit, Rule::Durable);
    found(Config::race(), Fault::StaleHead, Rule::Dense);
    found(Config::retries(), Fault::LostCommit, Rule::Durable);
    found(Config::race(), Fault::SecondClose, Rule::OneClose);
    found(Config::retries(), Fault::WideCapacity, Rule::Capacity);
    found(Config::retries(), Fault::BlindRetry, Rule::Once);
    found(Config::race(), Fault::OpenAfterClose, Rule::PastClose);
    found(Config::retries(), Fault::AnyKey, Rule::Key);
    found(Config::time(), Fault::NoTombstone, Rule::Reborn);
    found(Config::time(), Fault::StoppedClock, Rule::Expired);
    found(Config::time(), Fault::LateSupersede, Rule::Supersede);
    found(Config::supersedes(), Fault::EndlessSupersede, Rule::Supersede);
    found(Config::watch(), Fault::PushBeforeCommit, Rule::Watched);
}
