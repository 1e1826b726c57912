//! A room moves to another relay: who moves it, who follows, who is asked for nothing before that.

use sitr_client_core::body::RelayRef;
use sitr_client_core::state::{Event, Intent, KnockState, Standing};
use sitr_client_core::{CoreError, Store};
use sitr_community::Role;
use sitr_wire::RelayId;

use crate::client::Client;
use crate::hand::{Hand, World};
use crate::relay::Relay;

/// The first of two relays is given up.
const THERE: usize = 1;

/// Alice is admin, Bob a moderator, Carol a member, of a room at the first of two relays.
fn trio() -> World {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world.relays.push(Relay::other());
    world
}

fn there(world: &World) -> RelayRef {
    let routes = vec!["wss://other.example/sitr/v1".to_owned(), "ws://other.onion".to_owned()];
    RelayRef { id: world.relays[THERE].id(), routes }
}

impl World {
    fn moves(&mut self) {
        let there = there(self);
        self.alice().wants_it_at(&there).unwrap();
        self.settle();
    }

    /// Where a person's device takes the room to be.
    fn place(&self, who: usize) -> RelayId {
        self.people[who].record().relay.id
    }
}

impl Hand<'_> {
    fn wants_it_at(&mut self, there: &RelayRef) -> Result<(), CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.move_to(&room, there.clone()))
    }

    fn follows(&mut self, own: Option<Vec<String>>) -> Result<(), CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.follow(&room, own.clone()))
    }
}

#[test]
fn a_room_moves_and_nobody_follows_before_they_say_so() {
    // K-01
    let mut world = trio();
    world.alice().says("we move");
    world.settle();
    let (old, new) = (world.relays[0].id(), world.relays[THERE].id());
    world.moves();
    assert_eq!([0, 1, 2].map(|who| world.place(who)), [new, old, old]);
    assert_eq!(world.people[0].standing(), Standing::Active);
    for who in [1, 2] {
        let room = world.people[who].room;
        let client = &mut world.people[who];
        assert_eq!(client.standing(), Standing::Moving);
        let told = |event: &&Event| matches!(event, Event::Moves(routes) if routes.len() == 2);
        assert_eq!(client.events().iter().filter(told).count(), 1);
        assert!(client.core(|core| core.watching(&room)).unwrap().is_empty());
        assert!(client.core(|core| core.watching_at(&room, &new)).unwrap().is_empty());
        assert_eq!(client.core(|core| core.moves_to(&room)).unwrap().id, new);
        let refused = world.of(who).tries_to_say("into the void");
        assert!(matches!(refused, Err(CoreError::Moves)));
        assert_eq!(world.people[who].history(), ["alice: we move"], "what was said is there");
    }
    let here = world.relays[0].mailboxes();
    world.alice().says("over here");
    world.settle();
    world.bob().follows(None).unwrap();
    world.settle();
    assert_eq!(world.bob().heard(), ["alice: we move", "alice: over here"]);
    assert_eq!(world.people[2].standing(), Standing::Moving);
    assert_eq!(world.people[2].relay, 0, "who has not consented asks nothing of it");
    world.carol().follows(None).unwrap();
    world.settle();
    world.carol().says("me too");
    world.settle();
    world.agrees();
    assert_eq!(world.relays[0].mailboxes(), here, "nothing more is opened at the old one");
    assert!(matches!(world.carol().follows(None), Err(CoreError::NotMoving)));
    // And all goes on there: epochs, roles, another move.
    world.alice().rolls();
    world.settle();
    world.agrees();
    let mut first = there(&world);
    assert!(matches!(world.alice().wants_it_at(&first), Err(CoreError::SameRelay)));
    first.id = world.relays[0].id();
    world.alice().wants_it_at(&first).unwrap();
    world.settle();
    world.bob().follows(None).unwrap();
    world.carol().follows(None).unwrap();
    world.settle();
    world.agrees();
}

#[test]
fn only_an_admin_moves_a_room() {
    //
    let mut world = trio();
    let there = there(&world);
    assert!(matches!(world.bob().wants_it_at(&there), Err(CoreError::Forbidden(_))));
    assert!(matches!(world.carol().wants_it_at(&there), Err(CoreError::NotSteward)));
    let nowhere = RelayRef { routes: vec![], ..there };
    assert!(matches!(world.alice().wants_it_at(&nowhere), Err(CoreError::Forbidden(_))), "A-36");
}

#[test]
fn a_relay_that_does_not_take_the_room_has_not_moved_it() {
    //
    let mut world = trio();
    let nobody = RelayRef { id: RelayId([9; 32]), ..there(&world) };
    let number = world.people[0].epoch();
    world.alice().wants_it_at(&nobody).unwrap();
    world.settle();
    let dropped = |event: &Event| matches!(event, Event::Dropped(why) if why.contains("stays"));
    assert!(world.people[0].events().iter().any(dropped));
    assert_eq!(world.people[0].epoch(), number);
    world.bob().says("still here");
    world.settle();
    world.agrees();
    assert_eq!(world.alice().heard(), ["bob: still here"]);
}

#[test]
fn a_move_ends_the_invites_and_tells_who_waits() {
    //
    let mut world = trio();
    world.people.push(Client::new("dave", 77));
    let (id, key) = (world.relays[0].id(), world.relays[0].key());
    world.people[3].put_relay_key(&id, &key);
    let (mine, bobs) = (world.alice().invites(3), world.bob().invites(3));
    world.settle();
    world.dave().knocks(&bobs).unwrap();
    world.settle();
    assert_eq!(world.alice().waiting().len(), 1);
    world.moves();
    assert_eq!(world.people[3].standing(), Standing::Refused);
    for link in [&mine, &bobs] {
        assert!(world.relays[0].read(&link.card, &link.card_address(), 0).is_err(), "burned");
    }
    for who in [0, 1] {
        let client = &world.people[who];
        assert!(client.store(|store| store.invites(&client.room)).iter().all(|it| it.revoked));
        let knocks = client.store(|store| store.knocks(&client.room));
        assert!(knocks.iter().all(|it| it.state != KnockState::Waiting));
    }
    world.bob().follows(None).unwrap();
    let anew = world.alice().invites(3);
    world.settle();
    world.people[3].relay = THERE;
    let (id, key) = (world.relays[THERE].id(), world.relays[THERE].key());
    world.people[3].put_relay_key(&id, &key);
    world.dave().knocks(&anew).unwrap();
    world.settle();
    world.bob().admits_all();
    world.settle();
    world.dave().says("found it");
    world.settle();
    assert_eq!(world.alice().heard(), ["dave: found it"]);
}

#[test]
fn who_was_away_walks_on_from_the_old_relay() {
    //
    let mut world = trio();
    world.people[2].online = false;
    world.alice().says("before");
    world.settle();
    world.moves();
    world.bob().follows(None).unwrap();
    world.bob().says("after");
    world.alice().rolls();
    world.settle();
    world.pass_days(29);
    world.people[2].online = true;
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Moving);
    assert_eq!(world.carol().heard(), ["alice: before"]);
    world.carol().follows(None).unwrap();
    world.settle();
    assert_eq!(world.carol().heard(), ["alice: before", "bob: after"]);
    world.agrees();
}

#[test]
fn what_was_to_be_said_is_said_at_the_new_relay() {
    // R-30, O-01
    let mut world = trio();
    let there = there(&world);
    world.carol().says("on its way");
    assert!(world.carol().pumps());
    world.people[2].online = false;
    world.alice().wants_it_at(&there).unwrap();
    world.settle();
    world.people[2].online = true;
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Moving);
    assert_eq!(world.people[2].undelivered(), 1);
    world.carol().follows(None).unwrap();
    world.settle();
    assert_eq!(world.alice().heard(), ["carol: on its way"]);
}

#[test]
fn a_move_waits_for_what_else_is_wanted_and_for_the_next_epoch_if_somebody_was_first() {
    //
    let mut world = trio();
    let there = there(&world);
    world.alice().gives_role(2, Role::Mentor).unwrap();
    world.alice().wants_it_at(&there).unwrap();
    world.bob().rolls();
    world.settle();
    assert_eq!(world.people[0].members().iter().filter(|it| it.role == Role::Mentor).count(), 1);
    assert_eq!(world.place(0), there.id);
    let room = world.people[0].room;
    assert!(world.people[0].store(|store| store.intents(&room)).is_empty());
    world.bob().tamper_with(&Intent::Move(there));
    world.bob().follows(None).unwrap();
    world.settle();
    assert_eq!(world.people[1].epoch(), world.people[0].epoch(), "a move to where it is is none");
}

impl Hand<'_> {
    fn tamper_with(&mut self, intent: &Intent) {
        let room = self.client().room;
        self.client().tamper(|store| store.add_intent(&room, intent));
    }
}

#[test]
fn a_route_that_guards_less_is_taken_only_by_name() {
    //
    let mut world = trio();
    let mut record = world.people[2].record();
    record.relay.routes = vec!["ws://room.onion/sitr/v1".to_owned()];
    world.people[2].tamper(|store| store.put_room(&record));
    world.moves();
    world.carol().follows(None).unwrap();
    assert_eq!(world.people[2].record().relay.routes, ["ws://other.onion"]);

    let mut world = trio();
    world.people[2].tamper(|store| store.put_room(&record_of(&record, store)));
    let there = RelayRef { routes: vec!["wss://other.example".to_owned()], ..there(&world) };
    world.alice().wants_it_at(&there).unwrap();
    world.settle();
    assert!(matches!(world.carol().follows(None), Err(CoreError::LessGuarded)));
    assert_eq!(world.people[2].standing(), Standing::Moving);
    world.carol().follows(Some(vec!["wss://mine.example".to_owned()])).unwrap();
    assert_eq!(world.people[2].record().relay.routes, ["wss://mine.example"]);
    world.settle();
    world.agrees();
}

/// The same routes, of the room that this profile has.
fn record_of(
    record: &sitr_client_core::state::Room,
    store: &sitr_client_store::rooms::RoomStore<'_>,
) -> sitr_client_core::state::Room {
    let mut own = store.rooms().unwrap().remove(0);
    own.relay.routes.clone_from(&record.relay.routes);
    own
}

#[test]
fn who_does_not_follow_leaves_at_once() {
    //
    let mut world = trio();
    world.moves();
    world.carol().leaves().unwrap();
    assert_eq!(world.people[2].standing(), Standing::Left);
    assert!(matches!(world.carol().follows(None), Err(CoreError::NotMoving)));
    // Who asked to be let go before the room moved is out, too.
    let mut world = trio();
    let there = there(&world);
    world.people[2].online = false;
    world.carol().leaves().unwrap();
    world.alice().wants_it_at(&there).unwrap();
    world.settle();
    world.people[2].online = true;
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Left);
    world.bob().follows(None).unwrap();
    world.settle();
    world.agrees();
}
