//! Every state of a small room.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use sitr_model::room::{Fault, NO_LOST_CELL, ONE_ROOM, Room, STUCK_ALONE, WINNER};
use stateright::{Checker, HasDiscoveries, Model};

const SMALL: Room = Room { attempts: 1, posters: 1, fault: None };

#[test]
fn there_is_one_room_and_no_cell_is_lost() {
    let checker = SMALL.checker().threads(2).spawn_bfs().join();
    println!("room: {} states", checker.unique_state_count());
    checker.assert_properties();
    assert!(checker.is_done());
}

#[test]
#[ignore = "minutes: `cargo xtask model --long`"]
fn with_two_attempts_and_two_who_post() {
    let room = Room { attempts: 2, posters: 2, ..SMALL };
    let checker = room.checker().threads(2).spawn_bfs().join();
    println!("long room: {} states", checker.unique_state_count());
    checker.assert_properties();
    assert!(checker.is_done());
}

/// A broken twin must be found, by the rule that is about its fault.
fn found(fault: Fault, rule: &'static str) {
    let awaited = HasDiscoveries::AnyOf([rule].into());
    let room = Room { attempts: 2, fault: Some(fault), ..SMALL };
    let checker = room.checker().threads(2).finish_when(awaited).spawn_bfs().join();
    let path = checker.discovery(rule).unwrap_or_else(|| panic!("{fault:?} is not found"));
    println!("{fault:?} breaks '{rule}' by {:?}", path.into_actions());
}

#[test]
fn broken_twins_are_found() {
    found(Fault::TakesLater, ONE_ROOM);
    found(Fault::MergesUnread, NO_LOST_CELL);
    found(Fault::MergesUnsent, WINNER);
    found(Fault::ForgetsIntent, STUCK_ALONE);
    found(Fault::LastWins, ONE_ROOM);
    found(Fault::FollowsOwn, ONE_ROOM);
}
