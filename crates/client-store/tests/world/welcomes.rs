//! Stewards who answer a knock with what does not agree: the newcomer stays outside until somebody
//! answers honestly.

use sitr_client_core::body::{Answer, Hello, SignedAnswer, Tree, WelcomeBundle, decode, encode};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::state::{Knock, Purpose, Standing, Step};
use sitr_client_core::{Class, CoreError, InviteId, Store, open_card};
use sitr_wire::statement::Statement;
use sitr_wire::{Seed, Signature};

use crate::client::START_MS;
use crate::hand::World;

/// Alice let Bob in, and her answer is still in her outbox: the knock, her answer, the invite's answer key.
fn answered() -> (World, Knock, SignedAnswer, Seed) {
    let mut world = World::room(&["alice", "carol"]);
    world.people.push(crate::client::Client::new("bob", 9));
    let (id, key) = (world.relays[0].id(), world.relays[0].key());
    world.people[2].put_relay_key(&id, &key);
    let link = world.alice().invites(4);
    world.of(2).knocks(&link).unwrap();
    world.of(2).catches_up();
    world.alice().catches_up();
    world.alice().admits_all();
    let room = world.people[0].room;
    loop {
        world.read(0);
        world.think(0);
        let errands = world.people[0].store(|store| store.errands(&room));
        let answer = errands.iter().find(|(_, one, _)| matches!(one.purpose, Purpose::Answer(_)));
        let Some((_, errand, _)) = answer else {
            assert!(world.work(0));
            continue;
        };
        let Some(Step::Append(signed, _)) = errand.steps.last() else { panic!("no answer") };
        let knocks = world.people[0].store(|store| store.knocks(&room));
        let knock =
            knocks.into_iter().find(|knock| errand.purpose == Purpose::Answer(knock.id)).unwrap();
        let (kind, body) =
            cell::open(&knock.reply.seal, &signed.handle, &signed.cell().unwrap()).unwrap();
        assert_eq!(kind, Kind::Reply, "a small room's answer is one cell");
        let invite = world.people[0].store(|store| store.invite(&room, &InviteId::of(&link.card)));
        return (world, knock, decode(&body).unwrap(), invite.unwrap().keys.answer_seed);
    }
}

/// Puts an answer into the reply mailbox, as anybody can who read the knock.
fn put(world: &mut World, knock: &Knock, answer: &SignedAnswer) {
    let handle = knock.reply.mailbox.handle(&world.relays[0].id());
    let size = knock.reply.mailbox.cell_size;
    let rng = world.people[0].random();
    let cell =
        cell::seal(&knock.reply.seal, &handle, size, Kind::Reply, &encode(answer), rng).unwrap();
    let statement = Statement::append(&world.relays[0].id(), &handle, &cell.hash());
    world.relays[0].append(&handle, &cell, &statement.sign(&knock.reply.write_seed)).unwrap();
}

fn bundle(answer: &SignedAnswer) -> WelcomeBundle {
    match decode(&answer.answer).unwrap() {
        Answer::Welcome(bundle) => *bundle,
        Answer::Refused(_) => panic!("refused"),
    }
}

/// Bob is answered with this, stays outside, and comes in by the honest answer.
fn stays_outside(name: &str, change: impl FnOnce(&mut WelcomeBundle)) {
    let (mut world, knock, honest, delegate) = answered();
    let mut lie = bundle(&honest);
    change(&mut lie);
    let handle = knock.reply.mailbox.handle(&world.relays[0].id());
    let (room, me) = (world.people[0].room, world.people[0].record().me.persona_seed);
    let answer = Answer::Welcome(Box::new(lie));
    put(&mut world, &knock, &SignedAnswer::new(&answer, &room, &handle, &me, &delegate));
    world.of(2).catches_up();
    assert_eq!(world.people[2].standing(), Standing::Joining, "{name}");
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active, "{name}");
    world.of(2).says("in");
    world.settle();
    world.agrees();
}

#[test]
fn a_welcome_that_does_not_agree_lets_nobody_in() {
    // J-06
    stays_outside("another write key", |lie| lie.mailbox.write_key = Seed::new([1; 32]).public());
    stays_outside("another address", |lie| lie.mailbox.address_hash.0[0] ^= 1);
    stays_outside("a burn key", |lie| lie.mailbox.burn_key = Some(Seed::new([1; 32]).public()));
    stays_outside("another veil", |lie| lie.previous_veil = Secret::new([1; 32]));
    stays_outside("no tree", |lie| lie.tree = Tree::Here(Vec::new()));
    stays_outside("half a tree", |lie| {
        let Tree::Here(tree) = &mut lie.tree else {
            panic!("a small room's tree is in the answer")
        };
        tree.truncate(tree.len() / 2);
    });
    stays_outside("no welcome", |lie| lie.welcome.truncate(9));
    stays_outside("another room's welcome", |lie| {
        let (_, _, other, _) = answered();
        let other = bundle(&other);
        (lie.welcome, lie.tree) = (other.welcome, other.tree);
    });
}

#[test]
fn a_welcome_that_does_not_agree_on_the_room_lets_nobody_in() {
    // J-06: the same newcomer, the same relay, another room under its id.
    let (mut world, knock, honest, delegate) = answered();
    let (handle, room) = (knock.reply.mailbox.handle(&world.relays[0].id()), world.people[0].room);
    // By somebody who is no steward, although the invite's key delegates it.
    let carol = world.people[1].record().me.persona_seed;
    let answer: Answer = decode(&honest.answer).unwrap();
    put(&mut world, &knock, &SignedAnswer::new(&answer, &room, &handle, &carol, &delegate));
    world.of(2).catches_up();
    assert_eq!(world.people[2].standing(), Standing::Joining, "by no steward");
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
}

#[test]
fn an_answer_that_nobody_may_give_is_none() {
    // J-03
    let (mut world, knock, honest, delegate) = answered();
    let (handle, room) = (knock.reply.mailbox.handle(&world.relays[0].id()), world.people[0].room);
    let (alice, stranger) = (world.people[0].record().me.persona_seed, Seed::new([7; 32]));
    let refused = Answer::Refused("go away".to_owned());
    let undelegated = SignedAnswer::new(&refused, &room, &handle, &alice, &stranger);
    let mut unsigned = SignedAnswer::new(&refused, &room, &handle, &alice, &delegate);
    unsigned.signature = Signature([3; 64]);
    let elsewhere =
        SignedAnswer::new(&refused, &room, &sitr_wire::Handle([1; 32]), &alice, &delegate);
    for lie in [undelegated, unsigned, elsewhere] {
        put(&mut world, &knock, &lie);
    }
    world.of(2).catches_up();
    assert_eq!(world.people[2].standing(), Standing::Joining);
    put(&mut world, &knock, &honest);
    world.of(2).catches_up();
    assert_eq!(world.people[2].standing(), Standing::Active);
}

#[test]
fn a_kit_opens_its_own_room_only() {
    // J-07
    let mut world = World::room(&["alice", "bob"]);
    let mut other = World::new(&["nobody", "alice"]);
    other.of(1).founds(Class::default());
    let room = world.people[1].room;
    let kit = world.people[1].core(|core| core.recovery_kit(&room, None)).unwrap();
    let link = other.of(1).invites(1);
    let page = other.relays[0].read(&link.card, &link.card_address(), 0).unwrap();
    let card = open_card(&link, &page.cells[0].1, START_MS).unwrap();
    let refused =
        other.people[0].core(|core| core.knock_with_kit(&link, &card, &kit, &Hello::default()));
    assert!(matches!(refused, Err(CoreError::Card)));
}
