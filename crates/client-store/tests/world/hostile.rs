//! Dishonest members and stewards: what they write changes nothing, and later cells are read.

use bytes::Bytes;
use sitr_client_core::body::{Final, StewardBox};
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::state::{Alarm, Epoch, Intent, Message, Standing, Step};
use sitr_client_core::{Class, CoreError, Store};
use sitr_community::Role;
use sitr_content::decode;
use sitr_wire::{Cell, CellSize, Handle, Mailbox, Signature};

use crate::hand::World;

/// Alice admin, Bob moderator, Carol a plain member.
fn trio() -> World {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world
}

#[test]
fn cells_that_break_a_rule_change_nothing() {
    //
    let mut world = trio();
    world.alice().says("before");
    world.settle();
    let epoch = world.carol().now_in();
    let mut cells = vec![Cell::new(Bytes::from(vec![7; 2048])).unwrap()];
    let mut rng = rand::rng();
    let mut seal = |handle: &Handle, kind, body: &[u8]| {
        cell::seal(&epoch.seal, handle, CellSize::K2, kind, body, &mut rng).unwrap()
    };
    cells.push(seal(&Handle([9; 32]), Kind::Message, b"of another mailbox"));
    for kind in [
        Kind::Message,
        Kind::Offer,
        Kind::Final,
        Kind::Pointer,
        Kind::Payload,
        Kind::Card,
        Kind::Knock,
        Kind::Reply,
    ] {
        cells.push(seal(&epoch.handle, kind, b"no such body"));
        cells.push(seal(&epoch.handle, kind, b""));
    }
    let spoken = world.relays[0].cell(&epoch.handle, 0);
    let (_, spoken) = cell::open(&epoch.seal, &epoch.handle, &spoken).unwrap();
    for kind in [Kind::Message, Kind::Offer, Kind::Final] {
        cells.push(seal(&epoch.handle, kind, &spoken)); // a message replayed, under every name
    }
    for cell in &cells {
        world.carol().appends_cell(cell);
    }
    world.carol().says("after");
    world.settle();
    for who in 0..3 {
        assert_eq!(world.of(who).heard(), ["alice: before", "carol: after"]);
        // Whose message it was cannot tell a replay from another copy of her profile.
        let expected: &[Alarm] = if who == 0 { &[Alarm::Copied] } else { &[] };
        assert_eq!(world.people[who].alarms(), expected);
    }
    world.agrees();
}

#[test]
fn an_application_message_in_an_offer_is_heard_where_it_belongs() {
    //
    let mut world = trio();
    world.carol().says("twice wrapped");
    assert!(world.carol().pumps());
    let epoch = world.carol().now_in();
    let errand = {
        let room = world.people[2].room;
        world.people[2].store(|store| store.errands(&room)).remove(0).1
    };
    let Step::Append(signed, _) = &errand.steps[0] else { panic!("a short message is one cell") };
    let (_, body) = cell::open(&epoch.seal, &epoch.handle, &signed.cell().unwrap()).unwrap();
    world.carol().appends(Kind::Offer, &body);
    world.alice().catches_up();
    world.bob().catches_up();
    world.settle();
    for who in 0..3 {
        assert_eq!(world.of(who).heard(), ["carol: twice wrapped"], "{who}");
    }
    world.agrees();
}

#[test]
fn a_message_with_anothers_salt_hides_nothing() {
    // C-04
    let mut world = trio();
    world.carol().says("the plan");
    let given = |message: &Message| decode(&message.content).unwrap().salt;
    let salt = given(&world.people[2].messages().pop().unwrap());
    // Bob copies Carol's salt, and is first.
    world.bob().says_under(salt, "another plan");
    world.bob().catches_up();
    world.settle();
    for who in 0..3 {
        let same = world.people[who].messages().iter().filter(|one| given(one) == salt).count();
        assert_eq!(same, 2, "{who}");
        let mut heard = world.of(who).heard();
        heard.sort_unstable();
        assert_eq!(heard, ["bob: another plan", "carol: the plan"]);
    }
    world.agrees();
}

#[test]
fn a_commit_before_the_final_cell_is_no_commit() {
    //
    let mut world = trio();
    let epoch = world.people[0].epoch();
    let body = world.bob().drafts_final();
    for kind in [Kind::Final, Kind::Message] {
        let cell = world.bob().seals_final(kind, &body);
        world.bob().appends_cell(&cell);
    }
    world.bob().appends(Kind::Message, &body.commit);
    world.bob().appends(Kind::Offer, &body.commit);
    world.carol().says("still the same epoch");
    world.carol().catches_up();
    world.read(0);
    assert_eq!(world.people[0].epoch(), epoch);
    assert_eq!(world.alice().heard(), ["carol: still the same epoch"]);
}

/// Closes the room's epoch with a forged final cell of Bob's, then lets everybody go on.
fn after_forged(forge: impl Fn(&mut World, Final, &Epoch) -> Cell) {
    let mut world = trio();
    world.people[2].online = false;
    let (epoch, number) = (world.bob().now_in(), world.people[0].epoch());
    world.bob().says("said before the forged end");
    world.bob().catches_up();
    world.alice().says("on its way");
    assert!(world.alice().pumps());
    let draft = world.bob().drafts_final();
    let cell = forge(&mut world, draft, &epoch);
    world.bob().closes_with(&epoch, &cell, None).unwrap();
    world.read(0);
    assert_eq!(world.people[0].epoch(), number, "inert");
    world.settle();
    assert_eq!(world.people[0].epoch(), number + 1, "superseded");
    // Who was away reads the inert one and then the one that supersedes it.
    world.people[2].online = true;
    world.settle();
    world.carol().says("goes on");
    world.settle();
    assert_eq!(
        world.carol().heard(),
        ["bob: said before the forged end", "alice: on its way", "carol: goes on"]
    );
    for client in &world.people {
        assert_eq!(client.standing(), Standing::Active);
        assert_eq!(client.alarms(), [], "{}", client.name);
    }
    world.agrees();
}

#[test]
fn a_final_of_a_plain_member_is_inert_and_superseded() {
    //
    after_forged(|world, body, _| {
        let body = world.carol().signs(body);
        world.carol().seals_final(Kind::Final, &body)
    });
}

#[test]
fn a_final_that_its_closer_did_not_sign_is_inert() {
    //
    after_forged(|world, mut body, _| {
        body.signature = Signature([3; 64]);
        world.bob().seals_final(Kind::Final, &body)
    });
    after_forged(|world, body, _| {
        // In Alice's name, with Bob's signature.
        let mut body = world.bob().signs(body);
        body.closer = world.people[0].record().me.persona().0;
        world.bob().seals_final(Kind::Final, &body)
    });
}

#[test]
fn the_next_mailbox_is_derived_and_of_the_same_class() {
    //
    let mut world = trio();
    let before = world.alice().now_in().mailbox;
    world.alice().rolls();
    world.settle();
    let after: Vec<_> = (0..3).map(|who| world.of(who).now_in().mailbox).collect();
    let Mailbox { address_hash, write_key, close_key, .. } = after[0].clone();
    assert_ne!((address_hash, write_key), (before.address_hash, before.write_key));
    let expected = Mailbox { address_hash, write_key, close_key, ..before };
    assert_eq!(after, vec![expected; 3]);
}

#[test]
fn a_final_with_needless_boxes_is_inert() {
    //
    after_forged(|world, mut body, _| {
        body.boxes.push(StewardBox { persona: [1; 32], sealed: vec![2; 64] });
        let body = world.bob().signs(body);
        world.bob().seals_final(Kind::Final, &body)
    });
}

#[test]
fn who_could_not_decrypt_a_bad_commit_finds_it_inert_like_everybody() {
    //
    let mut world = trio();
    let number = world.people[2].epoch();
    let epoch = world.bob().now_in();
    let mut body = world.bob().drafts_final();
    body.boxes.push(StewardBox { persona: [1; 32], sealed: vec![2; 64] });
    let body = world.bob().signs(body);
    let cell = world.bob().seals_final(Kind::Final, &body);
    world.bob().closes_with(&epoch, &cell, None).unwrap();
    world.people[2].forgets_path_keys();
    world.read(2);
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert_eq!(world.people[2].epoch(), number);
    let inert = world.people[2].record().cursor.unwrap().inert;
    assert_eq!(inert, Some(cell.hash()));
}

#[test]
fn who_is_taken_out_by_a_bad_commit_stays_like_everybody() {
    //
    let mut world = trio();
    let (epoch, carol) = (world.bob().now_in(), world.id_of(2));
    let mut body = world.bob().drafts_final_with(&Intent::Remove(carol));
    body.boxes.push(StewardBox { persona: [1; 32], sealed: vec![2; 64] });
    let body = world.bob().signs(body);
    let cell = world.bob().seals_final(Kind::Final, &body);
    world.bob().closes_with(&epoch, &cell, None).unwrap();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn a_wrong_tag_without_a_path_is_wrong_for_everybody() {
    //
    let mut world = World::new(&["alice", "bob", "carol", "dave"]);
    world.alice().founds(Class::default());
    let link = world.alice().invites(9);
    world.bob().knocks(&link).unwrap();
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_all();
    world.settle();
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world.dave().knocks(&link).unwrap();
    world.dave().catches_up();
    world.read(1);
    let knock = world.bob().waiting().remove(0);
    let (epoch, number) = (world.bob().now_in(), world.people[2].epoch());
    // Bob lets Dave in from secrets that nobody shares.
    let true_ones = world.people[1].swaps_epoch_secrets(None);
    world.bob().admits_all();
    let body = world.bob().drafts_final_with(&Intent::Admit(knock));
    let cell = world.bob().seals_final(Kind::Final, &body);
    world.people[1].swaps_epoch_secrets(Some(true_ones));
    world.bob().closes_with(&epoch, &cell, None).unwrap();
    world.people[1].online = false; // to his own program it is a good commit
    world.read(2);
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert_eq!(world.people[2].record().cursor.unwrap().inert, Some(cell.hash()));
    world.settle();
    for who in [0, 2] {
        assert_eq!(world.people[who].standing(), Standing::Active);
        assert_eq!(world.people[who].epoch(), number + 1, "superseded");
    }
    assert_eq!(world.people[0].safety_number(), world.people[2].safety_number());
}

#[test]
fn a_final_with_anything_but_a_commit_is_inert() {
    //
    after_forged(|world, mut body, _| {
        body.commit = vec![0; 40];
        let body = world.bob().signs(body);
        world.bob().seals_final(Kind::Final, &body)
    });
    after_forged(|world, body, epoch| {
        let spoken = world.relays[0].cell(&epoch.handle, 0);
        let (_, spoken) = cell::open(&epoch.seal, &epoch.handle, &spoken).unwrap();
        let body = world.bob().signs(Final { commit: spoken, ..body });
        world.bob().seals_final(Kind::Final, &body)
    });
    after_forged(|world, _, epoch| {
        let spoken = world.relays[0].cell(&epoch.handle, 0);
        let (_, spoken) = cell::open(&epoch.seal, &epoch.handle, &spoken).unwrap();
        let mut rng = rand::rng();
        cell::seal(&epoch.seal, &epoch.handle, CellSize::K2, Kind::Message, &spoken, &mut rng)
            .unwrap()
    });
    after_forged(|_, _, _| Cell::new(Bytes::from(vec![7; 2048])).unwrap());
}

#[test]
fn several_inert_finals_in_a_row_are_superseded_too() {
    let mut world = trio();
    let (epoch, number) = (world.bob().now_in(), world.people[0].epoch());
    let mut last = None;
    for fill in 0..4 {
        let cell = Cell::new(Bytes::from(vec![fill; 2048])).unwrap();
        world.bob().closes_with(&epoch, &cell, last).unwrap();
        last = Some(cell.hash());
        if fill == 1 {
            // Alice has read so far and made her commit; it comes too late.
            world.read(0);
            assert!(world.alice().commits());
        }
    }
    world.settle();
    assert_eq!(world.people[0].epoch(), number + 1);
    world.agrees();
}

#[test]
fn a_second_final_after_the_first_has_won_is_a_fork_attempt() {
    //
    let mut world = trio();
    world.people[2].online = false;
    let (epoch, number) = (world.bob().now_in(), world.people[0].epoch());
    let body = world.bob().drafts_final();
    let body = world.bob().signs(body);
    let cell = world.bob().seals_final(Kind::Final, &body);
    world.alice().rolls();
    world.alice().catches_up();
    let winner = world.relays[0].cell(&epoch.handle, world.relays[0].count(&epoch.handle) - 1);
    world.bob().closes_with(&epoch, &cell, Some(winner.hash())).unwrap();
    let garbage = Cell::new(Bytes::from(vec![1; 2048])).unwrap();
    world.bob().closes_with(&epoch, &garbage, Some(cell.hash())).unwrap();
    world.settle();
    world.settle();
    world.people[2].online = true;
    world.settle();
    world.carol().says("one room");
    world.settle();
    for who in 0..3 {
        assert_eq!(world.people[who].alarms(), [Alarm::ForkAttempt], "told once");
        assert_eq!(world.people[who].epoch(), number + 1);
    }
    world.agrees();
}

#[test]
fn who_fails_alone_is_stuck_and_comes_back_by_a_knock() {
    //
    let mut world = trio();
    let handle = world.handle(2);
    world.people[2].forgets_path_keys();
    world.carol().forgets_ways();
    world.carol().says("to be said later");
    assert!(world.carol().pumps());
    world.alice().rolls();
    world.alice().catches_up();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Stuck);
    assert_eq!(world.people[2].alarms(), [Alarm::Stuck]);
    assert!(world.relays[0].is_closed(&handle));
    assert!(matches!(world.carol().tries_to_say("x"), Err(CoreError::NotActive)));
    let link = world.bob().invites(3);
    world.carol().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert_eq!(world.people[0].members().len(), 3);
    assert_eq!(world.alice().heard(), ["carol: to be said later"]);
    world.agrees();
}
