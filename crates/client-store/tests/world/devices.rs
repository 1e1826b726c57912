//! Several devices of one person: brought in, lost, removed, gone together.

use sitr_client_core::body::{DeviceRequest, DeviceWish, encode};
use sitr_client_core::state::{Alarm, Delivery, Event, KnockState, Purpose, Setting, Standing, To};
use sitr_client_core::{Confiding, Core, CoreError, DeviceView, MemberId, Store, Turn, Verdict};
use sitr_client_store::RoomStore;
use sitr_community::{Ballot, Role};
use sitr_content::{Body, Content, Guidelines};
use sitr_wire::refusal::{Code, Refusal};

use crate::client::{Client, Mode};
use crate::hand::World;

/// A new device of somebody, which knows the relay and nothing else.
fn another(world: &mut World, of: usize) -> usize {
    let mut client = Client::new(world.people[of].name, 70 + world.people.len() as u64);
    client.now_ms = world.people[of].now_ms;
    let (id, key) = (world.relays[0].id(), world.relays[0].key());
    client.put_relay_key(&id, &key);
    world.people.push(client);
    world.people.len() - 1
}

/// Has `old` ask for `new`, and nothing settled yet.
fn asks_for(world: &mut World, old: usize, new: usize) {
    let room = world.people[old].room;
    let shared = world.people[old].core(|core| core.share_rooms(&[room])).unwrap().remove(0);
    let keys = world.people[new].core(|core| core.enter_beside(&shared)).unwrap().unwrap();
    world.people[new].room = room;
    world.people[old].core(|core| core.ask_beside(keys.clone())).unwrap();
}

pub(crate) fn brings(world: &mut World, old: usize) -> usize {
    let new = another(world, old);
    asks_for(world, old, new);
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Active, "nobody need do anything");
    new
}

fn removes_device(world: &mut World, by: usize, number: u8) -> Result<(), CoreError> {
    let room = world.people[by].room;
    world.people[by].core(|core| core.remove_device(&room, number))
}

/// Alice is admin, Bob a plain member with two devices: 1 and 2.
fn two() -> World {
    let mut world = World::room(&["alice", "bob"]);
    let new = brings(&mut world, 1);
    assert_eq!(new, 2);
    world
}

#[test]
fn a_second_device_is_the_same_person() {
    //
    let mut world = World::room(&["alice", "bob"]);
    world.bob().says("from the first");
    world.settle();
    let new = another(&mut world, 1);
    world.is_one_cell(1, "a wish for a device", |world| asks_for(world, 1, new));
    assert_eq!(world.people[new].standing(), Standing::Active, "nobody need do anything");
    let id = world.id_of(1);
    assert_eq!(world.id_of(new), id);
    world.of(new).says("from the second");
    world.bob().says("from the first again");
    world.alice().says("to both");
    world.settle();
    let all = ["bob: from the first", "bob: from the second", "bob: from the first again"];
    for text in all {
        assert!(world.alice().heard().iter().any(|heard| heard == text), "{text}");
        assert!(world.bob().heard().iter().any(|heard| heard == text), "{text}");
    }
    assert_eq!(world.of(new).heard().len(), 3, "its history begins with its coming");
    for who in [1, new] {
        let client = &world.people[who];
        let mine = client.messages().into_iter().filter(|message| message.from == id);
        assert!(mine.map(|message| message.delivery).all(|it| it == Delivery::Sent), "its own");
    }
    for who in [0, 1] {
        let came = Event::DeviceCame(id, "bob".to_owned(), 1);
        assert_eq!(world.people[who].events().iter().filter(|it| **it == came).count(), 1);
        let members = world.people[who].members();
        assert_eq!(members.len(), 2, "one person");
        assert_eq!(members.iter().find(|member| member.id == id).unwrap().devices, 2);
    }
    assert!(world.alice().waiting().is_empty());
    let room = world.people[1].room;
    let devices = world.people[1].core(|core| core.devices(&room)).unwrap();
    let view = |number, is_this| DeviceView { number, is_this };
    assert_eq!(devices, [view(0, true), view(1, false)]);
    world.agrees();
}

/// Whoever lets it in is quicker than the device is in opening the mailbox at which it waits.
#[test]
fn a_device_that_was_not_there_yet_is_answered() {
    //
    for old in [0, 1] {
        let mut world = World::room(&["alice", "bob"]);
        let new = another(&mut world, old);
        asks_for(&mut world, old, new);
        world.people[new].online = false;
        world.settle();
        assert_eq!(world.people[new].standing(), Standing::Joining);
        world.people[new].online = true;
        world.settle();
        assert_eq!(world.people[new].standing(), Standing::Active);
        world.agrees();
    }
}

#[test]
fn a_stewards_second_device_is_a_steward() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let new = brings(&mut world, 0);
    assert!(world.people[new].record().steward.is_some());
    for who in [0, new] {
        world.of(who).rolls();
        world.settle();
    }
    world.of(new).gives_role(1, Role::Moderator).unwrap();
    world.settle();
    assert!(world.people[1].record().steward.is_some(), "its deal reaches everybody");
    assert!(world.people[0].record().steward.is_some());
    world.alice().removes(1).unwrap();
    world.settle();
    assert!(world.people[new].record().steward.is_some(), "one box opens for both");
    world.agrees();
}

#[test]
fn either_can_be_lost_and_removed() {
    //
    for lost in [1, 2] {
        let (mut world, kept) = (two(), 3 - lost);
        world.people[lost].online = false;
        let (id, number) = (world.id_of(1), u8::try_from(lost - 1).unwrap());
        removes_device(&mut world, kept, number).unwrap();
        world.settle();
        world.of(kept).says("still here");
        world.settle();
        world.people[lost].online = true;
        world.settle();
        assert_eq!(world.people[lost].standing(), Standing::Removed);
        assert_eq!(world.people[kept].standing(), Standing::Active);
        assert!(!world.of(lost).heard().contains(&"bob: still here".to_owned()));
        let gone = Event::DeviceGone(id, "bob".to_owned(), number);
        assert!(world.people[0].events().contains(&gone));
        assert_eq!(world.people[0].members().len(), 2);
        // Its number is free again, and comes after those that the device has given to nobody yet.
        for number in [[0, 2, 3], [2, 3, 1]][lost - 1] {
            let new = brings(&mut world, kept);
            assert_eq!(world.people[new].record().me.number, number);
            removes_device(&mut world, kept, number).unwrap();
            world.settle();
        }
        world.agrees();
    }
}

#[test]
fn a_stewards_device_takes_its_other_out_and_asks_others_for_itself() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let new = brings(&mut world, 0);
    removes_device(&mut world, new, 1).unwrap();
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Removed, "the other one did it");
    assert!(matches!(removes_device(&mut world, 0, 0), Err(CoreError::LastDevice)));
    assert!(matches!(removes_device(&mut world, 0, 3), Err(CoreError::NoDevice)));
    world.agrees();
}

/// How somebody comes to be out.
type End = fn(&mut World);

#[test]
fn who_is_removed_or_banned_or_leaves_goes_with_all_devices_at_once() {
    //
    let ends: [(End, Standing); 3] = [
        (|world| world.alice().removes(1).unwrap(), Standing::Removed),
        (
            |world| {
                let (room, bob) = (world.people[0].room, world.id_of(1));
                let term = sitr_client_core::state::Term { rule: 0, until_day: 0 };
                world.people[0].core(|core| core.ban(&room, &bob, Some(term))).unwrap();
            },
            Standing::Removed,
        ),
        (|world| world.of(2).leaves().unwrap(), Standing::Left),
    ];
    for (end, standing) in ends {
        let mut world = two();
        let epoch = world.people[0].epoch();
        end(&mut world);
        world.settle();
        assert_eq!(world.people[0].epoch(), epoch + 1, "one commit");
        assert_eq!(world.people[1].standing(), standing);
        assert_eq!(world.people[2].standing(), standing);
        let gone = Event::Gone(world.id_of(1), "bob".to_owned());
        assert_eq!(world.people[0].events().iter().filter(|it| **it == gone).count(), 1);
        assert_eq!(world.people[0].members().len(), 1);
    }
}

#[test]
fn nobody_brings_a_device_with_the_personas_key_alone() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let new = another(&mut world, 1);
    // Whoever has his persona, and not the key of his leaf.
    world.people[1].has_lost_its_leaf_key();
    asks_for(&mut world, 1, new);
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Joining);
    assert_eq!(world.people[0].members().len(), 2);
    let id = world.id_of(1);
    let devices = world.people[0].members().into_iter().find(|it| it.id == id).unwrap().devices;
    assert_eq!(devices, 1);
}

#[test]
fn a_stewards_other_device_is_let_in_by_nobody_but_itself() {
    //
    let mut world = World::room(&["alice", "bob"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    let (room, new) = (world.people[1].room, another(&mut world, 1));
    let shared = world.people[1].core(|core| core.share_rooms(&[room])).unwrap().remove(0);
    let keys = world.people[new].core(|core| core.enter_beside(&shared)).unwrap().unwrap();
    world.people[new].room = room;
    let me = world.people[1].record().me;
    let wish = DeviceWish::Add(Box::new(keys.beside.clone()));
    let request = DeviceRequest::new(wish, me.number, &me.device_seed, &room);
    let request = sitr_content::DeviceRequest { request: encode(&request).into() };
    let asks = Content::new([0; 16], 0, Body::Own(String::new(), request.into()));
    let (to, except) = (To::Desk, Vec::new());
    let how = Confiding { to, except, named: true, answerable: false, re: None };
    let said = |core: &mut Core<'_, RoomStore<'_>>| core.confide(&room, how.clone(), asks.clone());
    world.people[1].core(said).unwrap();
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Joining);
    world.people[1].core(|core| core.ask_beside(keys.clone())).unwrap();
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn who_is_out_brings_nobody() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let new = another(&mut world, 1);
    asks_for(&mut world, 1, new);
    world.bob().catches_up();
    world.alice().removes(1).unwrap();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Removed);
    assert_eq!(world.people[new].standing(), Standing::Joining);
    assert_eq!(world.people[0].members().len(), 1);
}

#[test]
fn four_devices_are_the_most() {
    //
    let mut world = World::room(&["alice", "bob"]);
    for number in 1..4 {
        let new = brings(&mut world, 1);
        assert_eq!(world.people[new].record().me.number, number);
    }
    let room = world.people[1].room;
    let refused = world.people[1].core(|core| core.share_rooms(&[room]).map(drop));
    assert!(matches!(refused, Err(CoreError::TooManyDevices)));
    world.agrees();
}

#[test]
fn who_was_interrupted_begins_anew() {
    // R-25, J-10
    let mut world = World::room(&["alice", "bob"]);
    let new = another(&mut world, 1);
    world.people[0].online = false;
    asks_for(&mut world, 1, new);
    world.bob().catches_up();
    world.pass_hours(1);
    asks_for(&mut world, 1, new);
    world.people[0].online = true;
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Active, "whichever came in first");
    assert_eq!(world.people[new].key_packages(), 0, "nothing is left of the first attempt");
    let (id, members) = (world.id_of(1), world.people[0].members());
    assert_eq!(members.into_iter().find(|it| it.id == id).unwrap().devices, 2);
    let knocks = world.people[0].store(|store| store.knocks(&world.people[0].room));
    assert!(knocks.iter().all(|knock| knock.state != KnockState::Admitting));
    world.agrees();
}

#[test]
fn two_that_come_one_after_the_other_do_not_take_each_others_place() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let (laptop, phone) = (another(&mut world, 1), another(&mut world, 1));
    world.people[0].online = false;
    for new in [laptop, phone] {
        asks_for(&mut world, 1, new);
        world.bob().catches_up();
        world.pass_hours(1);
    }
    world.people[0].online = true;
    world.settle();
    for (new, number) in [(laptop, 1), (phone, 2)] {
        assert_eq!(world.people[new].standing(), Standing::Active);
        assert_eq!(world.people[new].record().me.number, number);
        assert_eq!(world.people[new].alarms(), []);
    }
    world.agrees();
}

#[test]
fn one_goes_while_another_comes() {
    //
    let mut world = two();
    let new = another(&mut world, 1);
    world.people[0].online = false;
    asks_for(&mut world, 1, new);
    removes_device(&mut world, 1, 1).unwrap();
    world.bob().catches_up();
    world.people[0].online = true;
    world.settle();
    let standings = [1, 2, new].map(|who| world.people[who].standing());
    assert_eq!(standings, [Standing::Active, Standing::Removed, Standing::Active]);
    assert_eq!(world.people[2].alarms(), [], "nobody took its place");
    world.agrees();
}

#[test]
fn no_person_is_asked_about_a_device_whose_owner_is_removed_meanwhile() {
    //
    let mut world = World::room(&["alice", "bob", "carol"]);
    let new = another(&mut world, 1);
    world.people[0].online = false;
    asks_for(&mut world, 1, new);
    world.bob().catches_up();
    world.people[0].online = true;
    world.read(0);
    world.alice().removes(1).unwrap();
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Joining);
    let room = world.people[0].room;
    let knocks = world.people[0].store(|store| store.knocks(&room));
    let beside: Vec<_> = knocks.iter().filter(|knock| knock.beside.is_some()).collect();
    assert_eq!(beside.iter().map(|it| it.state).collect::<Vec<_>>(), [KnockState::Refused]);
    assert!(world.people[0].store(|store| store.intents(&room)).is_empty());
    world.agrees();
}

#[test]
fn a_reply_mailbox_that_is_gone_costs_whoever_answers_nothing() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let (new, room) = (another(&mut world, 1), world.people[0].room);
    world.people[new].online = false;
    asks_for(&mut world, 1, new);
    world.bob().catches_up();
    let answer = |world: &mut World| match world.people[0].core(|core| core.next_errand(&room)) {
        Ok(Turn::Now(id, errand, _)) if matches!(errand.purpose, Purpose::Answer(_)) => Some(id),
        _ => None,
    };
    let id = (0..50).find_map(|_| {
        world.read(0);
        world.think(0);
        let found = answer(&mut world);
        if found.is_none() {
            world.work(0);
        }
        found
    });
    let id = id.expect("she lets it in");
    let missing = Refusal::new(Code::NotFound);
    let verdict = world.people[0].core(|core| core.step_refused(id, &missing)).unwrap();
    assert!(matches!(verdict, Verdict::Reopen(_)), "she opens it herself");
    let gone = Refusal::new(Code::Gone);
    world.people[0].core(|core| core.not_reopened(id, &gone)).unwrap();
    assert_eq!(world.people[0].standing(), Standing::Active, "her own room is still there");
    assert_eq!(world.people[0].alarms(), []);
    assert_eq!(answer(&mut world), None);
    world.settle();
    world.agrees();
}

#[test]
fn a_device_that_is_stuck_comes_back_in_its_own_place() {
    //
    let mut world = two();
    world.people[2].online = false;
    world.people[2].forgets_path_keys();
    world.alice().rolls();
    world.settle();
    world.people[2].online = true;
    world.read(2);
    assert_eq!(world.people[2].standing(), Standing::Stuck);
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert_eq!(world.people[1].standing(), Standing::Active, "the other one stays");
    assert_eq!(world.people[1].alarms(), []);
    let (first, second) = (world.people[1].record().me, world.people[2].record().me);
    assert_eq!((first.number, second.number), (0, 1));
    assert_eq!(first.box_public, second.box_public, "what is sealed for him opens on both");
    world.agrees();
}

#[test]
fn a_kit_takes_the_place_of_all_devices() {
    // J-07, A-06
    let mut world = two();
    let room = world.people[1].room;
    let kit = world.people[1].core(|core| core.recovery_kit(&room, None)).unwrap();
    let link = world.alice().invites(3);
    let new = another(&mut world, 1);
    let cell = world.relays[0].read(&link.card, &link.card_address(), 0).unwrap();
    let card = &cell.cells[0].1;
    let card = sitr_client_core::open_card(&link, card, world.people[new].now_ms).unwrap();
    let hello = sitr_client_core::body::Hello::note("lost both");
    world.people[new].core(|core| core.knock_with_kit(&link, &card, &kit, &hello)).unwrap();
    world.people[new].room = room;
    world.settle();
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[new].standing(), Standing::Active);
    for lost in [1, 2] {
        assert_eq!(world.people[lost].standing(), Standing::Removed);
        assert_eq!(world.people[lost].alarms(), [Alarm::Replaced]);
    }
    world.agrees();
}

#[test]
fn what_one_device_accepts_and_votes_for_counts_once_and_for_both() {
    //
    let mut world = two();
    world.tends = true;
    let room = world.people[0].room;
    let text = |rule: &str| Guidelines { texts: [("en".to_owned(), vec![rule.to_owned()])].into() };
    let set = text("be kind");
    world.people[0].core(|core| core.set_guidelines(&room, set.clone())).unwrap();
    world.settle();
    assert!(world.of(2).tries_to_say("too early").is_err());
    world.people[1].core(|core| core.accept_guidelines(&room, &set.hash())).unwrap();
    world.settle();
    world.of(2).says("with the other's word");
    world.settle();
    assert!(world.alice().heard().contains(&"bob: with the other's word".to_owned()));
    world.people[0].core(|core| core.set(&room, &Setting::Votes(true))).unwrap();
    world.settle();
    let wanted = Ballot(text("be kinder").hash().0);
    for (who, ballot, ayes) in [(1, wanted, 1), (2, Ballot::AS_IT_IS, 0), (2, wanted, 1)] {
        world.people[who].core(|core| core.vote(&room, ballot)).unwrap();
        world.settle();
        for seen in 0..3 {
            let tally = world.people[seen].core(|core| core.tally(&room)).unwrap();
            assert_eq!(tally.electors, 2, "members, not devices");
            assert_eq!(tally.ayes.get(&wanted.0).copied().unwrap_or_default(), ayes);
        }
        for own in [1, 2] {
            let ballot = world.people[own].record().ballot.map(|it| it.0);
            let last = if ayes == 1 { wanted.0 } else { Ballot::AS_IT_IS.0 };
            assert_eq!(ballot, Some(last), "the other follows");
        }
    }
    world.agrees();
}

#[test]
fn a_device_that_falls_silent_goes_alone() {
    //
    let mut world = two();
    world.tends = true;
    world.people[2].online = false;
    for _ in 0..14 {
        world.pass_days(6);
        world.settle();
    }
    let id: MemberId = world.id_of(1);
    let events = world.people[0].events();
    assert!(events.iter().any(|it| matches!(it, Event::Silent(who, _, _) if *who == id)));
    assert!(events.contains(&Event::DeviceGone(id, "bob".to_owned(), 1)));
    assert_eq!(world.people[1].standing(), Standing::Active);
    assert_eq!(world.people[0].members().len(), 2);
}

#[test]
fn every_row_write_of_the_second_device_fails_once_and_the_process_dies_after_every_step() {
    //
    for mode in [Mode { tortured: true, mortal: false }, Mode { tortured: false, mortal: true }] {
        let mut world = World::room(&["alice", "bob"]);
        let new = another(&mut world, 1);
        for client in &mut world.people {
            client.mode = mode;
        }
        asks_for(&mut world, 1, new);
        world.settle();
        assert_eq!(world.people[new].standing(), Standing::Active);
        assert_eq!(world.people[new].faults > 10, mode.tortured);
        removes_device(&mut world, new, 0).unwrap();
        world.settle();
        assert_eq!(world.people[1].standing(), Standing::Removed);
        world.agrees();
    }
}
