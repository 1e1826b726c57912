//! The last steward is gone for good: a member founds the room anew, and those come along who were members.

use sitr_client_core::body::Link;
use sitr_client_core::state::{Event, Setting, Standing};
use sitr_client_core::{
    Class, CoreError, FORSAKEN_DAYS, InviteId, MemberId, RoomId, Store, open_card,
};
use sitr_community::Role;
use sitr_content::{Digest, Guidelines, MessageId, Refounding};

use crate::client::Client;
use crate::hand::{Hand, World};

/// Alice was the only admin, and is never seen again; Bob, Carol and Dave are members.
fn forsaken() -> World {
    let mut world = World::room(&["alice", "bob", "carol", "dave"]);
    world.alice().says("before");
    world.settle();
    world.people[0].online = false;
    world
}

impl Hand<'_> {
    fn founds_anew(&mut self, sure: bool) -> Result<RoomId, CoreError> {
        let (room, record) = (self.client().room, self.client().record());
        let relay = record.relay;
        self.client().core(|core| core.refound(&room, relay.clone(), Class::default(), sure))
    }

    /// Opens the new room with an invite, and says so in the old one.
    fn offers(&mut self, anew: RoomId) -> Link {
        let (old, who) = (self.client().room, self.who);
        self.client().room = anew;
        self.world.catch_up(who);
        let link = self.world.of(who).invites(20);
        self.world.catch_up(who);
        let id = InviteId::of(&link.card);
        self.client().room = old;
        self.client().core(|core| core.offer_anew(&old, &anew, &id)).unwrap();
        self.world.settle();
        link
    }

    /// What was offered here, newest last.
    fn offered(&mut self) -> Vec<(MessageId, Refounding)> {
        let room = self.client().room;
        let all: Vec<MessageId> = self.client().messages().iter().map(|it| it.id).collect();
        let offered = |id: MessageId, client: &mut Client| {
            let offer = client.core(|core| core.offered_anew(&room, &id)).unwrap();
            offer.map(|offer| (id, offer))
        };
        all.into_iter().filter_map(|id| offered(id, self.client())).collect()
    }

    /// Comes along by the offer at this place, and is in the new room from now on.
    fn comes_along(&mut self, at: usize) -> Result<(), CoreError> {
        let (room, now) = (self.client().room, self.client().now_ms);
        let (_, offer) = self.offered().remove(at);
        let link = Link::from_text(&offer.link).unwrap();
        let page = self.world.relays[0].read(&link.card, &link.card_address(), 0).unwrap();
        let card = open_card(&link, &page.cells[0].1, now)?;
        let anew = RoomId(offer.room.0);
        self.client().core(|core| core.knock_along(&room, &anew, &link, &card))?;
        self.client().room = anew;
        Ok(())
    }
}

#[test]
fn a_room_without_stewards_is_founded_anew_and_takes_its_members_along() {
    // J-12, J-13
    let mut world = forsaken();
    let bob = world.id_of(1);
    assert!(matches!(world.bob().founds_anew(false), Err(CoreError::StillKept)));
    world.pass_days(u64::from(FORSAKEN_DAYS));
    let anew = world.bob().founds_anew(false).unwrap();
    assert_eq!(world.bob().founds_anew(false).unwrap(), anew, "the same again goes on");
    let link = world.bob().offers(anew);
    for who in [2, 3] {
        let told = |event: &Event| matches!(event, Event::Refounded(by, name, _) if *by == bob && name == "bob");
        assert!(world.people[who].events().iter().any(told));
        assert_eq!(world.of(who).offered().len(), 1);
        world.of(who).comes_along(0).unwrap();
    }
    // Somebody who has a copy of the link.
    world.people.push(Client::new("eve", 77));
    let (id, key) = (world.relays[0].id(), world.relays[0].key());
    world.people[4].put_relay_key(&id, &key);
    world.of(4).knocks(&link).unwrap();
    world.people[1].room = anew;
    world.settle();
    for who in [2, 3] {
        assert_eq!(world.people[who].standing(), Standing::Active, "let in unseen");
    }
    assert_eq!(world.people[4].standing(), Standing::Joining);
    assert_eq!(world.bob().waiting().len(), 1, "a person decides on who was no member");
    world.bob().refuses_all("who are you?");
    world.settle();
    world.carol().says("here we are again");
    world.settle();
    assert_eq!(world.dave_heard(), ["carol: here we are again"]);
    let ids: Vec<MemberId> = (1..4).map(|who| world.id_of(who)).collect();
    let members = world.people[1].members();
    assert_eq!(members.len(), 3);
    for member in &members {
        assert!(ids.contains(&member.id), "the same persona as before");
        let role = if member.id == bob { Role::Admin } else { Role::Member };
        assert_eq!(member.role, role, "{}", member.name);
    }
    // Who has come once and is taken out comes back by a person's decision only.
    world.bob().removes(3).unwrap();
    world.settle();
    let mut record = world.people[3].record();
    assert_eq!(record.standing, Standing::Removed);
    record.standing = Standing::Stuck;
    record.back.leaf = None;
    world.people[3].tamper(|store| store.put_room(&record));
    world.dave().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.bob().waiting().len(), 1);
}

impl World {
    fn dave_heard(&mut self) -> Vec<String> {
        self.dave().heard()
    }
}

#[test]
fn what_was_decided_goes_along_and_what_spoke_of_the_old_room_does_not() {
    // J-12
    let mut world = World::room(&["alice", "bob", "carol"]);
    let guidelines = Guidelines { texts: [("en".to_owned(), vec!["be kind".to_owned()])].into() };
    let (room, hash) = (world.people[0].room, guidelines.hash());
    world.people[0].core(|core| core.set_guidelines(&room, guidelines.clone())).unwrap();
    for setting in [Setting::Probation(true), Setting::SlowMode(7), Setting::Direct(true)] {
        world.people[0].core(|core| core.set(&room, &setting)).unwrap();
    }
    world.settle();
    for who in [1, 2] {
        world.people[who].core(|core| core.accept_guidelines(&room, &hash)).unwrap();
        world.settle();
    }
    world.people[0].online = false;
    let anew = world.bob().founds_anew(true).unwrap();
    world.bob().offers(anew);
    world.people[1].room = anew;
    world.carol().comes_along(0).unwrap();
    world.tends = true;
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    let policy = world.people[2].core(|core| core.policy(&anew)).unwrap();
    assert_eq!(policy.settings.guidelines.map(Digest), Some(hash));
    assert_eq!((policy.settings.slow_seconds, policy.settings.direct), (7, true));
    assert!(!policy.settings.probation, "who was a member is one");
    assert_eq!(world.people[2].core(|core| core.guidelines(&anew)).unwrap(), Some(guidelines));
    for who in [1, 2] {
        assert!(world.people[who].core(|core| core.has_accepted(&anew)).unwrap());
    }
}

#[test]
fn two_members_found_it_anew_and_people_choose() {
    // J-13
    let mut world = forsaken();
    let (bobs, carols) =
        (world.bob().founds_anew(true).unwrap(), world.carol().founds_anew(true).unwrap());
    world.bob().offers(bobs);
    world.carol().offers(carols);
    let offered: Vec<_> =
        world.dave().offered().iter().map(|(_, offer)| RoomId(offer.room.0)).collect();
    assert_eq!(offered, [bobs, carols]);
    world.dave().comes_along(1).unwrap();
    world.people[1].room = bobs;
    world.people[2].room = carols;
    world.settle();
    assert_eq!(world.people[3].room, carols);
    assert_eq!(world.people[3].standing(), Standing::Active);
    assert_eq!(world.people[1].members().len(), 1);
}

#[test]
fn an_offer_that_names_another_room_than_its_card_leads_nowhere() {
    // J-13
    let mut world = forsaken();
    let anew = world.bob().founds_anew(true).unwrap();
    let link = world.bob().offers(anew);
    let page = world.relays[0].read(&link.card, &link.card_address(), 0).unwrap();
    let card = open_card(&link, &page.cells[0].1, world.people[2].now_ms).unwrap();
    let (room, other) = (world.people[2].room, RoomId([9; 32]));
    let along = |from: RoomId, to: RoomId, world: &mut World| {
        world.people[2].core(|core| core.knock_along(&from, &to, &link, &card))
    };
    assert!(matches!(along(room, other, &mut world), Err(CoreError::Card)));
    assert_eq!(along(room, anew, &mut world).unwrap(), anew);
    assert_eq!(along(room, anew, &mut world).unwrap(), anew, "the same again goes on");
    assert!(matches!(along(anew, anew, &mut world), Err(CoreError::Card)));
}

/// Carol has two devices in the forsaken room; both come along into the one that Bob has founded: at once, or one
/// after the other. The person is in it with both.
#[test]
fn a_person_comes_along_with_all_devices() {
    // J-12, R-25
    for at_once in [true, false] {
        let mut world = World::room(&["alice", "bob", "carol", "dave"]);
        let second = crate::devices::brings(&mut world, 2);
        world.people[0].online = false;
        let anew = world.bob().founds_anew(true).unwrap();
        world.bob().offers(anew);
        let carol = world.id_of(2);
        world.people[1].room = anew;
        for who in [2, second] {
            assert_eq!(world.of(who).offered().len(), 1, "each device is told");
            world.of(who).comes_along(0).unwrap();
            if !at_once {
                world.settle();
                world.people[second].now_ms += 1_000;
            }
        }
        world.settle();
        assert!(world.bob().waiting().is_empty(), "let in unseen");
        for who in [2, second] {
            assert_eq!(world.people[who].standing(), Standing::Active);
            assert_eq!(world.id_of(who), carol, "the same persona as before");
        }
        let members = world.people[1].members();
        assert_eq!(members.iter().find(|it| it.id == carol).unwrap().devices, 2);
        world.bob().says("all are here");
        world.settle();
        for who in [2, second] {
            assert_eq!(world.of(who).heard(), ["bob: all are here"]);
        }
        world.of(second).says("both of me");
        world.settle();
        assert!(world.bob().heard().contains(&"carol: both of me".to_owned()));
    }
}

/// Dave comes along with one of his two devices and is taken out: with the other a person lets him in, or nobody.
#[test]
fn who_is_taken_out_does_not_come_along_with_another_device() {
    // J-12
    let mut world = World::room(&["alice", "bob", "carol", "dave"]);
    let second = crate::devices::brings(&mut world, 3);
    world.people[0].online = false;
    let anew = world.bob().founds_anew(true).unwrap();
    world.bob().offers(anew);
    world.people[1].room = anew;
    world.dave().comes_along(0).unwrap();
    world.settle();
    world.bob().removes(3).unwrap();
    world.settle();
    world.people[second].now_ms += 1_000;
    world.of(second).comes_along(0).unwrap();
    world.settle();
    assert_eq!(world.people[second].standing(), Standing::Joining);
    assert_eq!(world.bob().waiting().len(), 1, "a person decides");
}
