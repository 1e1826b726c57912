//! Those who end epochs: races, roles, the steward secret, removal, leaving, invites in their hands.

use sitr_client_core::state::{Event, Intent, Standing};
use sitr_client_core::{CoreError, InviteId, Store};
use sitr_community::{Reject, Role};

use crate::hand::World;

/// Alice is admin; the others get these roles.
fn room_with(names: &[&'static str], roles: &[Role]) -> World {
    let mut world = World::room(names);
    for (at, role) in roles.iter().enumerate() {
        if *role != Role::Member {
            world.alice().gives_role(at + 1, *role).unwrap();
        }
    }
    world.settle();
    world.agrees();
    world
}

pub(crate) fn role_of(world: &mut World, seen_by: usize, whom: usize) -> Role {
    let id = world.id_of(whom);
    world.people[seen_by].members().iter().find(|member| member.id == id).unwrap().role
}

#[test]
fn of_two_stewards_who_race_one_wins_and_both_have_their_way() {
    let mut world = room_with(&["alice", "bob", "carol", "dave"], &[Role::Moderator]);
    let epoch = world.people[0].epoch();
    let link = world.alice().invites(5);
    world.bob().says("and I say");
    world.alice().gives_role(2, Role::Doorkeeper).unwrap();
    world.bob().removes(3).unwrap();
    assert!(world.alice().commits());
    assert!(world.bob().commits());
    world.bob().pumps();
    // Bob is first at the relay; Alice has an answer lost besides.
    world.people[0].deaf = 1;
    while world.work(1) {}
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 2);
    assert_eq!(world.people[3].standing(), Standing::Removed);
    assert_eq!(role_of(&mut world, 1, 2), Role::Doorkeeper);
    assert!(world.alice().heard().contains(&"bob: and I say".to_owned()));
    for client in &world.people {
        assert_eq!(client.dropped(), Vec::<String>::new());
    }
    assert!(world.alice().link(&InviteId::of(&link.card)) == link);
    world.agrees();
}

#[test]
fn who_is_to_be_removed_does_not_come_back_by_the_same_commit() {
    //
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Moderator]);
    world.people[2].forgets_path_keys();
    world.carol().forgets_ways();
    world.alice().rolls();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Stuck);
    let link = world.bob().invites(3);
    world.people[2].has_lost_its_leaf_key();
    world.carol().knocks(&link).unwrap();
    world.settle();
    // Wished first, and yet the removal counts.
    world.alice().admits_all();
    world.alice().removes(2).unwrap();
    world.settle();
    assert_eq!(world.people[0].members().len(), 2);
    assert_eq!(world.people[2].standing(), Standing::Joining);
    assert_eq!(world.alice().waiting().len(), 1, "somebody decides about the knock anew");
    world.agrees();
}

#[test]
fn two_stewards_who_want_the_same_do_it_once() {
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Admin]);
    let epoch = world.people[0].epoch();
    world.alice().removes(2).unwrap();
    world.bob().removes(2).unwrap();
    assert!(world.alice().commits());
    assert!(world.bob().commits());
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 1);
    for client in &world.people[..2] {
        assert_eq!(client.dropped(), Vec::<String>::new(), "{}", client.name);
        assert!(client.store(|store| store.intents(&client.room)).is_empty());
    }
    world.agrees();
}

#[test]
fn both_admit_the_same_knock_and_one_welcome_comes() {
    // J-05
    let mut world = room_with(&["alice", "bob"], &[Role::Doorkeeper]);
    world.people.push(crate::client::Client::new("carol", 77));
    let link = world.alice().invites(5);
    world.settle();
    world.bob().admits_everyone();
    world.carol().knocks(&link).unwrap();
    world.carol().catches_up();
    world.read(0);
    world.read(1);
    world.alice().admits_all();
    assert!(world.alice().commits());
    assert!(world.bob().commits());
    let epoch = world.people[0].epoch();
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 1);
    assert_eq!(world.people[2].standing(), Standing::Active);
    assert_eq!(world.people[0].members().len(), 3);
    world.agrees();
}

#[test]
fn a_steward_who_reads_of_a_knock_late_does_not_admit_it_again() {
    // J-05
    let mut world = room_with(&["alice", "bob"], &[Role::Doorkeeper]);
    world.people.push(crate::client::Client::new("carol", 77));
    let link = world.alice().invites(5);
    world.settle();
    world.bob().admits_everyone();
    world.people[1].online = false;
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_all();
    world.settle();
    let epoch = world.people[0].epoch();
    assert_eq!(world.people[2].standing(), Standing::Active);
    world.people[1].online = true;
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch);
    assert_eq!(world.people[2].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn a_new_steward_is_dealt_the_secret_and_an_old_one_holds_none() {
    //
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Member, Role::Member]);
    let link = world.alice().invites(5);
    assert!(world.people[1].record().steward.is_none());
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    let dealt = world.people[1].record().steward;
    assert_eq!(dealt, world.people[0].record().steward);
    assert!(dealt.is_some() && world.people[2].record().steward.is_none());
    let shared = world.bob().link(&InviteId::of(&link.card));
    assert_eq!(shared, link, "open invites are shared with a new steward");
    world.bob().rolls();
    world.settle();
    assert_eq!(world.people[0].epoch(), world.people[2].epoch());
    world.agrees();

    let old = world.bob().now_in();
    world.alice().gives_role(1, Role::Member).unwrap();
    world.settle();
    assert_eq!(world.people[1].record().steward, None);
    assert_eq!(world.people[1].record().epoch.unwrap().close_seed, None);
    assert_ne!(world.people[0].record().steward, dealt);
    for who in 0..2 {
        let invites = world.people[who].store(|store| store.invites(&world.people[who].room));
        assert!(invites.iter().all(|invite| invite.revoked), "{who}");
    }
    let relay = &mut world.relays[0];
    assert!(relay.read(&link.card, &link.card_address(), 0).is_err(), "R-10: burned");
    // With the key of an epoch before, nobody closes this one.
    let body = world.alice().drafts_final();
    let cell = world.alice().seals_final(sitr_client_core::crypto::cell::Kind::Final, &body);
    let mut now = world.alice().now_in();
    now.close_seed = old.close_seed;
    let refused = world.bob().closes_with(&now, &cell, None).unwrap_err();
    assert_eq!(refused.code, sitr_wire::Code::Signature);
    let none = world.bob().gives_role(2, Role::Moderator);
    assert!(matches!(none, Err(CoreError::NotSteward)));
}

#[test]
fn an_invite_made_while_a_steward_is_gained_or_lost_is_shared_or_burned() {
    //
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Moderator]);
    let link = world.bob().invites(5);
    world.alice().gives_role(2, Role::Moderator).unwrap();
    assert!(world.alice().commits());
    while world.work(0) {}
    world.settle();
    for who in [0, 2] {
        assert_eq!(world.of(who).link(&InviteId::of(&link.card)), link, "{who}");
    }
    let link = world.bob().invites(5);
    world.alice().gives_role(2, Role::Member).unwrap();
    assert!(world.alice().commits());
    while world.work(0) {}
    world.settle();
    assert!(world.relays[0].read(&link.card, &link.card_address(), 0).is_err());
    world.agrees();
}

#[test]
fn what_a_role_does_not_allow_is_refused_at_once() {
    //
    let roles = [Role::Moderator, Role::Doorkeeper, Role::Member];
    let mut world = room_with(&["alice", "bob", "carol", "dave"], &roles);
    let forbidden = |result: Result<(), CoreError>| match result {
        Err(CoreError::Forbidden(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(forbidden(world.bob().removes(0)), Reject::RemoveRank);
    assert_eq!(forbidden(world.carol().removes(3)), Reject::RemoveRank);
    assert_eq!(forbidden(world.bob().gives_role(3, Role::Moderator)), Reject::PolicyRank);
    assert_eq!(forbidden(world.alice().gives_role(0, Role::Member)), Reject::NoAdmin);
    assert!(matches!(world.dave().removes(1), Err(CoreError::NotSteward)));
    assert!(matches!(world.alice().removes(0), Err(CoreError::NoMember)));
    world.bob().removes(2).unwrap();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Removed);
    let gone = world.alice().removes(2);
    assert!(matches!(gone, Err(CoreError::NoMember)));
    world.agrees();
}

#[test]
fn two_admins_who_demote_each_other_leave_one() {
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Admin]);
    world.alice().gives_role(1, Role::Member).unwrap();
    world.bob().gives_role(0, Role::Member).unwrap();
    assert!(world.alice().commits());
    assert!(world.bob().commits());
    world.settle();
    assert_eq!(role_of(&mut world, 2, 0), Role::Admin);
    assert_eq!(role_of(&mut world, 2, 1), Role::Member);
    // What a steward wanted who is none any more is dropped and told, and does not come back later.
    assert_eq!(world.people[1].dropped().len(), 1);
    world.alice().gives_role(1, Role::Admin).unwrap();
    world.settle();
    assert_eq!(role_of(&mut world, 2, 0), Role::Admin);
    world.agrees();
}

#[test]
fn who_is_removed_neither_reads_nor_speaks() {
    let mut world = room_with(&["alice", "bob", "carol"], &[]);
    world.carol().says("never sent");
    let old = world.people[2].record();
    world.people[2].online = false;
    world.alice().removes(2).unwrap();
    world.settle();
    world.alice().says("without carol");
    world.settle();
    world.people[2].online = true;
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Removed);
    assert_eq!(world.carol().heard(), ["carol: never sent"]);
    assert!(matches!(world.carol().tries_to_say("x"), Err(CoreError::NotActive)));
    let record = world.people[2].record();
    assert!(record.epoch.is_none() && record.steward.is_none() && record.past.is_none());
    assert_eq!(world.alice().heard(), ["alice: without carol"]);
    // The new mailbox is not hers to find, and what she may still write to has ended.
    let (new, epoch) = (world.handle(0), old.epoch.unwrap());
    assert!(world.relays[0].read(&new, &epoch.address, 0).is_err());
    assert!(world.relays[0].is_closed(&epoch.handle));
    world.agrees();
}

#[test]
fn a_removed_steward_cannot_close_what_follows() {
    //
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Moderator]);
    world.alice().removes(1).unwrap();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Removed);
    assert_eq!(world.people[1].store(|store| store.intents(&world.people[1].room)).len(), 0);
    assert_eq!(role_of(&mut world, 2, 0), Role::Admin);
    world.agrees();
    // Back by a new invite, as somebody new and a plain member.
    let link = world.alice().invites(1);
    world.bob().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_all();
    world.settle();
    assert_eq!(role_of(&mut world, 2, 1), Role::Member);
    world.agrees();
}

#[test]
fn who_leaves_is_taken_out_and_keeps_no_key() {
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Moderator]);
    world.carol().says("goodbye");
    world.carol().leaves().unwrap();
    assert_eq!(world.people[2].standing(), Standing::Leaving);
    assert!(world.carol().tries_to_say("more").is_err());
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Left);
    assert_eq!(world.people[0].members().len(), 2);
    assert_eq!(world.alice().heard(), ["carol: goodbye"]);
    assert_eq!(world.people[2].undelivered(), 0);
    for who in 0..2 {
        assert_eq!(world.people[who].dropped(), Vec::<String>::new());
    }
    world.agrees();
}

#[test]
fn a_request_to_leave_that_missed_the_close_is_sent_again() {
    let mut world = room_with(&["alice", "bob"], &[]);
    world.bob().leaves().unwrap();
    assert!(world.bob().pumps());
    world.alice().rolls();
    world.alice().catches_up();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Left);
    assert_eq!(world.people[0].members().len(), 1);
}

#[test]
fn a_request_to_leave_whose_answer_was_lost_is_recognised_when_read() {
    let mut world = room_with(&["alice", "bob", "carol"], &[]);
    world.carol().says("noise");
    world.carol().catches_up();
    world.bob().leaves().unwrap();
    assert!(world.bob().pumps());
    world.people[1].deaf = 1;
    world.work(1);
    world.carol().says("more noise");
    world.carol().catches_up();
    world.read(1);
    let record = world.people[1].record();
    assert!(record.epoch.is_none(), "the keys are gone");
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Left);
    world.agrees();
}

#[test]
fn who_is_removed_while_leaving_has_left() {
    let mut world = room_with(&["alice", "bob"], &[]);
    world.alice().removes(1).unwrap();
    assert!(world.alice().commits());
    world.bob().leaves().unwrap();
    while world.work(0) {}
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Left);
}

#[test]
fn the_last_admin_stays_until_there_is_another() {
    let mut world = room_with(&["alice", "bob"], &[Role::Moderator]);
    assert!(matches!(world.alice().leaves(), Err(CoreError::LastAdmin)));
    world.alice().gives_role(1, Role::Admin).unwrap();
    world.settle();
    world.alice().leaves().unwrap();
    world.settle();
    assert_eq!(world.people[0].standing(), Standing::Left);
    assert_eq!(world.people[1].members().len(), 1);
    world.bob().leaves().unwrap();
    assert_eq!(world.people[1].standing(), Standing::Left, "who is alone leaves at once");
    assert_eq!(world.people[1].undelivered(), 0);
}

#[test]
fn an_offer_renews_a_members_keys() {
    //
    let mut world = room_with(&["alice", "bob", "carol"], &[]);
    let epoch = world.people[0].epoch();
    world.bob().offers_keys();
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 1);
    world.bob().says("with new keys");
    world.settle();
    assert_eq!(world.carol().heard(), ["bob: with new keys"]);
    // Two at once: one is taken, the other was for an epoch that is over.
    world.bob().offers_keys();
    world.carol().offers_keys();
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 2);
    world.carol().offers_keys();
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 3);
    // A steward's own offer is a roll.
    world.alice().offers_keys();
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 4);
    world.agrees();
}

#[test]
fn an_offer_gives_way_to_what_stewards_want() {
    let mut world = room_with(&["alice", "bob", "carol"], &[]);
    world.bob().offers_keys();
    world.bob().catches_up();
    world.alice().gives_role(2, Role::Moderator).unwrap();
    world.settle();
    assert_eq!(role_of(&mut world, 1, 2), Role::Moderator);
    world.bob().says("still here");
    world.settle();
    world.agrees();
}

#[test]
fn an_admission_that_was_dropped_can_be_decided_again() {
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(sitr_client_core::Class::default());
    let link = world.alice().invites(5);
    world.bob().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_all();
    assert!(world.alice().commits());
    world.alice().is_refused(&sitr_wire::Refusal::limit("max_capacity", 1, 0));
    assert_eq!(world.people[0].dropped().len(), 1);
    assert_eq!(world.alice().waiting().len(), 1);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn everybody_is_told_who_came_went_and_rose() {
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Moderator]);
    let (bob, carol) = (world.id_of(1), world.id_of(2));
    world.alice().removes(2).unwrap();
    world.settle();
    let events = world.people[1].events();
    assert!(events.contains(&Event::Gone(carol, "carol".to_owned())));
    let rose = Event::Role(bob, "bob".to_owned(), Role::Moderator as u8);
    assert!(events.contains(&rose));
    assert!(world.people[0].events().contains(&Event::Joined(bob, "bob".to_owned())));
    assert!(
        !world.people[0]
            .store(|store| store.intents(&world.people[0].room))
            .contains(&(1, Intent::Roll))
    );
}

#[test]
fn a_steward_who_was_lost_and_comes_back_is_dealt_the_secret() {
    //
    let mut world = room_with(&["alice", "bob", "carol"], &[Role::Admin]);
    let handle = world.handle(0);
    world.people[0].online = false;
    world.bob().rolls();
    world.settle();
    // Away for longer than the relay keeps a mailbox.
    world.relays[0].expire(&handle);
    world.alice().says("kept for later");
    world.alice().is_lost();
    assert_eq!(world.people[0].standing(), Standing::Stuck);
    world.people[0].online = true;
    let link = world.bob().invites(5);
    let persona = world.people[0].record().me.persona();
    world.alice().knocks(&link).unwrap();
    assert_eq!(world.people[0].record().me.persona(), persona);
    world.settle();
    world.bob().admits_all();
    world.settle();
    assert_eq!(world.people[0].standing(), Standing::Active);
    assert_eq!(role_of(&mut world, 2, 0), Role::Admin);
    assert_eq!(world.bob().heard(), ["alice: kept for later"]);
    world.alice().removes(2).unwrap();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Removed);
    world.agrees();
}
