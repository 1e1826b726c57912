//! Many at once: one commit lets them in and one takes them out, the tree is stored once, and it is warmed.

use sitr_client_core::body::{Answer, Pointer, SignedAnswer, Tree, WelcomeBundle, decode};
use sitr_client_core::crypto::cell;
use sitr_client_core::plan::PACE_MS;
use sitr_client_core::state::{Intent, Knock, KnockState, Purpose, Standing};
use sitr_client_core::{Class, DeviceId, MemberId, Store};

use crate::client::Client;
use crate::hand::World;

/// People whose tree does not fit into one cell of 16 KiB.
const MANY: usize = 64;

/// Alice, and so many who have knocked at her room and whom she has decided to let in.
fn crowd(many: usize) -> World {
    let mut world = World::new(&["alice"]);
    world.of(0).founds(Class::default());
    let link = world.alice().invites(100);
    let (id, key) = (world.relays[0].id(), world.relays[0].key());
    for who in 1..=many {
        let name = Box::leak(format!("n{who:02}").into_boxed_str());
        world.people.push(Client::new(name, 100 + who as u64));
        world.people[who].put_relay_key(&id, &key);
        world.of(who).knocks(&link).unwrap();
        world.catch_up(who);
    }
    world.read(0);
    world.alice().admits_all();
    world
}

fn knocks(world: &World) -> Vec<Knock> {
    world.people[0].store(|store| store.knocks(&world.people[0].room))
}

/// What Alice answered to a knock.
fn answered(world: &World, knock: &Knock) -> WelcomeBundle {
    let relay = &world.relays[0];
    let handle = knock.reply.mailbox.handle(&relay.id());
    let (_, body) = cell::open(&knock.reply.seal, &handle, &relay.cell(&handle, 0)).unwrap();
    let signed: SignedAnswer = decode(&body).unwrap();
    match decode(&signed.answer).unwrap() {
        Answer::Welcome(bundle) => *bundle,
        Answer::Refused(_) => panic!("refused"),
    }
}

fn pointer(bundle: &WelcomeBundle) -> Pointer {
    match &bundle.tree {
        Tree::Shared(pointer) => (**pointer).clone(),
        Tree::Here(_) => panic!("the tree of a large room is in the answer"),
    }
}

#[test]
fn many_come_in_by_one_commit_and_share_its_tree() {
    // J-11
    let mut world = crowd(MANY);
    world.catch_up(0);
    assert_eq!(world.people[0].epoch(), 1, "one commit");
    let answers: Vec<_> = knocks(&world).iter().map(|knock| answered(&world, knock)).collect();
    assert_eq!(answers.len(), MANY);
    let tree = pointer(&answers[0]);
    assert!(answers.iter().all(|answer| pointer(answer) == tree), "one payload mailbox for all");
    let mut welcomes: Vec<_> = answers.iter().map(|answer| answer.welcome.clone()).collect();
    assert!(welcomes.iter().all(|welcome| welcome.len() == welcomes[0].len()));
    assert!(welcomes[0].len() < 1500, "nobody is sent the others' part: {}", welcomes[0].len());
    welcomes.sort();
    welcomes.dedup();
    assert_eq!(welcomes.len(), MANY, "each has its own");

    for who in 1..=MANY {
        world.catch_up(who);
        assert_eq!(world.people[who].standing(), Standing::Active);
    }
    world.of(MANY).says("all of us");
    world.catch_up(MANY);
    world.settle();
    world.agrees();

    // Half of them go again, by one commit.
    for who in 1..=MANY / 2 {
        world.alice().removes(who).unwrap();
    }
    world.settle();
    assert_eq!(world.people[0].epoch(), 2, "one commit");
    assert!((1..=MANY / 2).all(|who| world.people[who].standing() == Standing::Removed));
    world.agrees();
}

#[test]
fn no_answer_goes_before_its_tree_and_one_without_it_lets_nobody_in() {
    // J-11
    let mut world = crowd(MANY);
    let room = world.people[0].room;
    let waits = |world: &World, wanted: fn(&Purpose) -> bool| {
        let errands = world.people[0].store(|store| store.waiting_errands(&room));
        errands.iter().filter(|errand| wanted(&errand.purpose)).count()
    };
    let is_tree = |purpose: &Purpose| *purpose == Purpose::Tree;
    let is_answer = |purpose: &Purpose| matches!(purpose, Purpose::Answer(_));
    while waits(&world, is_answer) == 0 {
        let moved = world.read(0) | world.think(0) | world.work(0);
        assert!(moved);
    }
    // The relay puts the tree off: nothing else is done before it.
    let later = world.people[0].now_ms + 60_000;
    let errands = world.people[0].store(|store| store.waiting_errands(&room));
    let tree = errands.iter().find(|errand| is_tree(&errand.purpose)).unwrap().id;
    world.people[0].tamper(|store| store.put_off_errand(tree, later));
    while world.work(0) {}
    assert_eq!(waits(&world, is_answer), MANY, "the answers wait for a tree that waits");
    world.people[0].now_ms = later;
    while waits(&world, is_tree) > 0 {
        assert_eq!(waits(&world, is_answer), MANY, "the answers wait for the tree");
        assert!(world.work(0));
    }
    world.catch_up(0);
    let bundle = answered(&world, &knocks(&world)[0]);
    let tree = pointer(&bundle).mailbox.handle(&world.relays[0].id());
    world.relays[0].expire(&tree);
    world.catch_up(1);
    assert_eq!(world.people[1].standing(), Standing::Joining, "it waits, and knocks again in time");
    assert!(knocks(&world).iter().all(|knock| knock.state == KnockState::Admitted));
}

#[test]
fn who_is_to_warm_the_tree_offers_once_and_again_only_where_it_lost() {
    //
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.tends = true;
    world.settle();
    let (before, now) = (world.people[0].epoch(), world.people[1].now_ms);
    let mut bob = world.people[1].record();
    bob.warm_at_ms = Some(now);
    world.people[1].tamper(|store| store.put_room(&bob));
    let id = world.id_of(1);
    let key = |world: &World| {
        let client = &world.people[0];
        client.store(|store| store.leaf_seen(&client.room, &DeviceId(id.0))).unwrap().key
    };
    let old = key(&world);
    world.settle();
    assert_ne!(key(&world), old);
    assert_eq!(world.people[0].epoch(), before + 1);
    assert_eq!(world.people[1].record().warm_at_ms, None);

    // A small room needs no warming: who loses does not try again.
    let mut bob = world.people[1].record();
    bob.warm_at_ms = Some(now);
    world.people[1].tamper(|store| store.put_room(&bob));
    world.alice().rolls();
    assert!(world.alice().commits());
    while world.work(0) {}
    world.settle();
    assert_eq!(world.people[1].record().warm_at_ms, None);
    assert_eq!(world.people[0].epoch(), before + 2);
    world.agrees();
}

#[test]
fn the_longest_offer_is_taken() {
    let mut world = World::room(&["alice", "bob", "carol", "dave", "erin"]);
    world.of(4).offers_keys();
    while world.work(4) {}
    world.settle();
    // Erin's path is warm now; Bob's is cold, and his offer longer.
    world.of(4).offers_keys();
    world.of(1).offers_keys();
    while world.work(4) {}
    while world.work(1) {}
    world.read(0);
    let offers = world.people[0].store(|store| store.intents(&world.people[0].room));
    let length = |intent: &Intent| match intent {
        Intent::Offer(commit) => commit.len(),
        _ => 0,
    };
    assert_eq!(offers.len(), 2);
    assert!(length(&offers[0].1) < length(&offers[1].1), "the first that came is the shorter");
    let key = |world: &World, who: MemberId| {
        let client = &world.people[0];
        client.store(|store| store.leaf_seen(&client.room, &DeviceId(who.0))).unwrap().key
    };
    let (bob, erin) = (world.id_of(1), world.id_of(4));
    let before = (key(&world, bob), key(&world, erin));
    world.settle();
    assert_ne!(key(&world, bob), before.0);
    assert_eq!(key(&world, erin), before.1);
    assert_eq!(PACE_MS, 10_000, "a room of five does not wait for it");
    world.agrees();
}

#[test]
fn two_processes_of_one_device_never_work_on_an_old_group() {
    let mut world = World::room(&["alice", "bob", "carol"]);
    // Each of Bob's calls is made by one of two processes that have the profile open.
    world.people[1].twins();
    for round in 0..4 {
        world.bob().says(&format!("bob {round}"));
        world.carol().says(&format!("carol {round}"));
        world.settle();
        world.alice().rolls();
        world.settle();
    }
    world.agrees();
    assert_eq!(world.people[1].history().len(), 8);
    assert!(world.people.iter().all(|client| client.alarms().is_empty()));
}
