//! Every crash point: one story of everything that clients do, told again with each of the faults
//! that a device meets. Nothing is lost, nothing comes twice, nobody is left behind.

use sitr_client_core::state::Standing;
use sitr_client_core::{Class, DeviceId, Store as _};
use sitr_community::Role;

use crate::client::{Dice, Mode};
use crate::hand::World;

/// Founds, invites, joins, speaks, races, promotes, offers, rolls, removes, leaves.
fn story(world: &mut World) {
    world.alice().founds(Class::default());
    world.alice().says("to myself");
    let link = world.alice().invites(9);
    world.bob().knocks(&link).unwrap();
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_all();
    world.settle();
    world.alice().says("welcome");
    world.bob().sends("thanks");
    world.settle();
    world.agrees();

    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world.carol().says(&"long ".repeat(600));
    world.alice().sends("while the epoch ends");
    world.bob().rolls();
    world.alice().rolls();
    world.settle();
    world.carol().offers_keys();
    world.settle();
    world.agrees();

    world.dave().knocks(&link).unwrap();
    world.settle();
    world.bob().admits_all();
    world.settle();
    world.dave().says("I came by bob");
    world.settle();
    world.agrees();

    world.carol().says("last words");
    world.carol().leaves().unwrap();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Left);
    world.alice().removes(1).unwrap();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Removed);
    world.dave().sends("still here");
    world.settle();

    // Weeks pass: Alice ends epochs, Dave's keys are due.
    world.tends = true;
    let keys = |world: &mut World| {
        let (dave, client) = (world.id_of(3), &world.people[0]);
        client.store(|store| store.leaf_seen(&client.room, &DeviceId(dave.0))).map(|leaf| leaf.key)
    };
    world.settle();
    let before = keys(world);
    world.pass_days(28);
    world.settle();
    assert_ne!(keys(world), before);
    assert_eq!(world.people[0].members().len(), 2);

    let mut heard = world.alice().heard();
    heard.sort_unstable();
    let long = format!("carol: {}", "long ".repeat(600));
    let mut said = [
        "alice: to myself",
        "alice: welcome",
        "bob: thanks",
        &long,
        "alice: while the epoch ends",
        "dave: I came by bob",
        "carol: last words",
        "dave: still here",
    ];
    said.sort_unstable();
    assert_eq!(heard, said);
    world.agrees();
    for client in &world.people {
        assert_eq!(client.alarms(), [], "{}", client.name);
    }
}

fn world() -> World {
    World::new(&["alice", "bob", "carol", "dave"])
}

#[test]
fn the_story_without_faults() {
    story(&mut world());
}

#[test]
fn every_row_write_fails_once() {
    let mut world = world();
    for client in &mut world.people {
        client.mode = Mode { tortured: true, mortal: false };
    }
    story(&mut world);
    let faults: u32 = world.people.iter().map(|client| client.faults).sum();
    assert!(faults > 500, "{faults}");
}

#[test]
fn the_process_dies_after_every_step() {
    let mut world = world();
    for client in &mut world.people {
        client.mode = Mode { tortured: false, mortal: true };
    }
    story(&mut world);
}

#[test]
fn half_of_all_requests_and_answers_are_lost() {
    for seed in 0..3 {
        let mut world = world();
        for (who, client) in world.people.iter_mut().enumerate() {
            client.flaky = Some(Dice(seed * 100 + who as u64));
        }
        // The card is read and the first invite published by hand, without trying again.
        story(&mut world);
    }
}
