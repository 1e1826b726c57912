//! What the relay shows to whom: members compare it, and a lie is told to people.

use sitr_client_core::Store;
use sitr_client_core::state::Alarm;
use sitr_wire::Signature;
use sitr_wire::frame::Mark;

use crate::hand::World;

const PAGE: usize = 32;

fn chatter(world: &mut World, who: usize, texts: usize) {
    for text in 0..texts {
        world.of(who).says(&text.to_string());
    }
    world.catch_up(who);
}

#[test]
fn an_honest_relay_raises_no_alarm() {
    // R-01, M-08
    let mut world = World::room(&["alice", "bob", "carol"]);
    for round in 0..3 {
        chatter(&mut world, round % 3, PAGE - 5);
        world.settle();
    }
    assert!(world.people.iter().all(|client| client.record().cursor.unwrap().mark.is_some()));
    world.alice().rolls();
    world.settle();
    chatter(&mut world, 1, 3);
    world.settle();
    for client in &world.people {
        assert_eq!(client.alarms(), []);
    }
    world.agrees();
}

#[test]
fn a_relay_that_shows_two_rooms_is_caught_when_they_touch() {
    //
    let mut world = World::room(&["alice", "bob", "carol"]);
    let split = world.relays[0].clone();
    world.relays.push(split);
    world.people[1].relay = 1;
    chatter(&mut world, 0, PAGE + 3);
    chatter(&mut world, 1, PAGE + 3);
    world.settle();
    for client in &world.people {
        assert_eq!(client.alarms(), [], "nobody can know yet");
    }
    let handle = world.handle(1);
    let crossed = world.relays[1].cell(&handle, PAGE + 2);
    world.alice().appends_cell(&crossed);
    world.settle();
    world.settle();
    assert_eq!(world.people[0].alarms(), [Alarm::RelaySplits]);
    assert_eq!(world.people[2].alarms(), [Alarm::RelaySplits]);
}

#[test]
fn a_relay_whose_rooms_differ_in_length_is_caught_too() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let split = world.relays[0].clone();
    world.relays.push(split);
    world.people[1].relay = 1;
    chatter(&mut world, 1, PAGE + 1);
    world.settle();
    let handle = world.handle(1);
    let crossed = world.relays[1].cell(&handle, PAGE);
    world.alice().appends_cell(&crossed);
    world.settle();
    assert_eq!(world.people[0].alarms(), [Alarm::RelaySplits]);
}

#[test]
fn a_difference_that_the_relay_did_not_sign_is_told_as_such() {
    //
    let lie = |alter: fn(&mut sitr_client_core::state::Room)| {
        let mut world = World::room(&["alice", "bob"]);
        chatter(&mut world, 0, PAGE);
        world.settle();
        let mut record = world.people[1].record();
        alter(&mut record);
        world.people[1].tamper(|store| store.put_room(&record));
        world.bob().says("so I was told");
        world.bob().says("and again");
        world.bob().catches_up();
        world.read(0);
        assert_eq!(world.people[0].alarms(), [Alarm::TranscriptDiffers]);
        assert_eq!(world.alice().heard().len(), PAGE + 2, "what was said is shown nevertheless");
    };
    lie(|room| {
        let mark = Mark { mark: 32, chain: [1; 32], signature: Signature([0; 64]) };
        room.cursor.as_mut().unwrap().mark = Some(mark);
    });
    lie(|room| {
        let mark = Mark { mark: 640, chain: [1; 32], signature: Signature([0; 64]) };
        room.cursor.as_mut().unwrap().mark = Some(mark);
    });
    lie(|room| room.epoch.as_mut().unwrap().previous_end = [1; 32]);
}

#[test]
fn a_mark_over_other_cells_than_were_given_is_told() {
    // M-08
    let mut world = World::room(&["alice", "bob"]);
    world.relays[0].lies = true;
    chatter(&mut world, 0, PAGE);
    world.settle();
    world.settle();
    for client in &world.people {
        assert_eq!(client.alarms(), [Alarm::RelayMark], "{}", client.name);
        assert_eq!(client.record().cursor.unwrap().mark, None, "nor is it passed on");
    }
    // A mark that this relay did not sign says nothing.
    let mut world = World::room(&["alice", "bob"]);
    let id = world.relays[0].id();
    let other = sitr_wire::Seed::new([5; 32]).public();
    world.people[1].put_relay_key(&id, &other);
    chatter(&mut world, 0, PAGE);
    world.settle();
    assert_eq!(world.people[1].alarms(), []);
    assert_eq!(world.people[1].record().cursor.unwrap().mark, None);
}

#[test]
fn the_transcript_and_the_safety_number_follow_every_epoch() {
    // K-05
    let mut world = World::room(&["alice", "bob"]);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..3 {
        world.alice().says("words");
        world.alice().rolls();
        world.settle();
        world.agrees();
        let ends: Vec<_> =
            world.people.iter().map(|one| one.record().epoch.unwrap().previous_end).collect();
        assert_eq!(ends[0], ends[1]);
        assert!(seen.insert(ends[0]));
        assert!(seen.insert(world.people[0].safety_number()));
    }
}
