//! Founding, inviting, joining, speaking: the everyday of a room.

use sitr_client_core::Class;
use sitr_client_core::state::Standing;

use crate::hand::World;

#[test]
fn a_founder_speaks_to_an_own_history() {
    let mut world = World::new(&["alice"]);
    world.alice().founds(Class::default());
    world.alice().says("first words");
    world.alice().catches_up();
    assert_eq!(world.alice().heard(), ["alice: first words"]);
    assert_eq!(world.people[0].undelivered(), 0);
    world.people[0].restart();
    assert_eq!(world.alice().heard(), ["alice: first words"]);
}

#[test]
fn two_talk_after_invite_knock_and_welcome() {
    // J-01, J-02, J-03, J-06
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(Class::default());
    world.alice().says("before");
    let link = world.alice().invites(1);
    world.bob().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Joining);
    assert_eq!(world.alice().waiting().len(), 1);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    world.alice().says("hello bob");
    world.bob().says("hello alice");
    world.settle();
    assert_eq!(world.bob().heard(), ["bob: hello alice", "alice: hello bob"]);
    let mut heard = world.alice().heard();
    heard.sort_unstable();
    assert_eq!(heard, ["alice: before", "alice: hello bob", "bob: hello alice"]);
    world.agrees();
}
