//! A room of a community: who enters shows its stewards who they are there, and a ban there reaches them here.

use sitr_client_core::body::{Card, Hello, Link};
use sitr_client_core::state::{KnockState, Standing, Term};
use sitr_client_core::{Class, CoreError, RoomId, Store as _, open_card};
use sitr_content::{Body, Measure, Own};

use crate::client::START_MS;
use crate::hand::{World, name};

const TERM: Term = Term { rule: 1, until_day: 0 };

fn card(world: &mut World, link: &Link) -> Card {
    let page = world.relays[0].read(&link.card, &link.card_address(), 0).unwrap();
    open_card(link, &page.cells[0].1, START_MS).unwrap()
}

fn knocks(
    world: &mut World,
    who: usize,
    link: &Link,
    card: &Card,
    as_member: bool,
) -> Result<RoomId, CoreError> {
    let hello = Hello { as_member, ..Hello::default() };
    let pseudonym = name("somebody");
    let knocked = world.people[who].core(|core| core.knock(link, card, &pseudonym, &hello))?;
    world.people[who].room = knocked;
    Ok(knocked)
}

/// Alice's community with Bob, Carol and Dave in it, and a room of hers that belongs to it, with a way in.
fn tied(removes: bool) -> (World, RoomId, RoomId, Link) {
    let mut world = World::room(&["alice", "bob", "carol", "dave"]);
    let first = world.people[0].room;
    let other = world.alice().founds(Class::default());
    world.settle();
    let old = world.alice().invites(9);
    let belongs = world.people[0].core(|core| core.belong(&other, Some((first, removes))));
    belongs.unwrap();
    world.settle();
    let revoked = world.people[0].store(|store| store.invites(&other));
    assert!(revoked.iter().all(|invite| invite.keys.link != old || invite.revoked));
    let link = world.alice().invites(9);
    world.alice().admits_everyone();
    world.settle();
    assert_eq!(card(&mut world, &link).face.unwrap().community, Some(first));
    (world, first, other, link)
}

fn at(world: &mut World, room: RoomId) {
    for client in &mut world.people {
        if client.store(|store| store.room(&room)).is_some() {
            client.room = room;
        }
    }
}

#[test]
fn a_member_of_the_community_shows_who_they_are_and_nobody_else_enters() {
    // J-16, J-17
    let (mut world, first, other, link) = tied(false);
    let card = card(&mut world, &link);
    let unasked = knocks(&mut world, 1, &link, &card, false);
    assert!(matches!(unasked, Err(CoreError::AsMember)), "{unasked:?}");
    let there = world.id_of(1);
    knocks(&mut world, 1, &link, &card, true).unwrap();
    world.settle();
    assert!(world.people[1].is_in());
    let here = world.id_of(1);
    assert_ne!(here, there);
    let known = world.people[0].core(|core| core.tied(&other)).unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].here, known[0].there, known[0].is_banned), (here, there, false));
    assert!(world.people[1].core(|core| core.tied(&other)).unwrap().is_empty());

    // A program that shows nothing is let in by nobody, though the room admits everybody.
    let bare = Card { face: None, ..card.clone() };
    knocks(&mut world, 2, &link, &bare, false).unwrap();
    world.settle();
    assert_eq!(world.people[2].record().standing, Standing::Refused);

    // Nor is who was banned there and shows it all the same.
    world.people[0].room = first;
    let whom = {
        world.people[3].room = first;
        world.id_of(3)
    };
    let mut record = world.people[3].record();
    world.people[0].core(|core| core.ban(&first, &whom, Some(TERM))).unwrap();
    world.settle();
    assert_eq!(world.people[3].record().standing, Standing::Removed);
    let out = knocks(&mut world, 3, &link, &card, true);
    assert!(matches!(out, Err(CoreError::NotOfCommunity)), "{out:?}");
    record.standing = Standing::Active;
    world.people[3].tamper(|store| store.put_room(&record));
    knocks(&mut world, 3, &link, &card, true).unwrap();
    at(&mut world, other);
    world.settle();
    let states = world.people[0].store(|store| store.knocks(&other));
    let refused = states.iter().filter(|knock| knock.state == KnockState::Refused).count();
    assert_eq!((refused, states.len()), (2, 3));
}

/// Whoever is banned there, while in a room that carries bans over or not.
fn banned_there(removes: bool) -> (World, RoomId) {
    let (mut world, first, other, link) = tied(removes);
    let card = card(&mut world, &link);
    let there = world.id_of(1);
    for who in [1, 2] {
        knocks(&mut world, who, &link, &card, true).unwrap();
    }
    world.settle();
    assert!(world.people[1].is_in() && world.people[2].is_in());
    at(&mut world, first);
    world.people[0].core(|core| core.ban(&first, &there, Some(TERM))).unwrap();
    world.settle();
    at(&mut world, other);
    world.alice().tends();
    world.settle();
    world.alice().tends();
    world.settle();
    (world, other)
}

#[test]
fn a_ban_in_the_community_is_carried_over_where_the_room_says_so() {
    // J-17
    let (mut world, other) = banned_there(true);
    assert_eq!(world.people[1].record().standing, Standing::Removed);
    assert!(world.people[2].is_in());
    let log: Vec<_> = world.people[2]
        .messages()
        .iter()
        .filter_map(|message| match sitr_content::decode(&message.content).unwrap().body {
            Body::Own(_, Own::ModerationAct(act)) => Some(act.measure),
            _ => None,
        })
        .collect();
    assert_eq!(log, [Measure::Remove], "once");
    let known = world.people[0].core(|core| core.tied(&other)).unwrap();
    assert_eq!(known.len(), 1, "who has gone is told of no more");

    // Else it is told to those who keep the room, and a person decides.
    let (mut world, other) = banned_there(false);
    assert!(world.people[1].is_in());
    let known = world.people[0].core(|core| core.tied(&other)).unwrap();
    let banned: Vec<_> = known.iter().filter(|tied| tied.is_banned).collect();
    assert_eq!((known.len(), banned.len()), (2, 1));
    assert_eq!(banned[0].here, world.id_of(1));
}

#[test]
fn a_room_belongs_to_a_community_that_its_admin_is_in() {
    //
    let (mut world, first, other, _) = tied(true);
    let elsewhere = RoomId([9; 32]);
    let strange = world.people[0].core(|core| core.belong(&other, Some((elsewhere, true))));
    assert!(strange.is_err());
    let own = world.people[0].core(|core| core.belong(&other, Some((other, true))));
    assert!(matches!(own, Err(CoreError::Setting)), "{own:?}");
    world.people[0].core(|core| core.belong(&other, None)).unwrap();
    world.settle();
    let settings = world.people[0].core(|core| core.policy(&other)).unwrap().settings;
    assert_eq!(settings.community, None);
    let link = world.alice().invites(1);
    assert!(card(&mut world, &link).face.is_none());
    assert_ne!(first, other);
}
