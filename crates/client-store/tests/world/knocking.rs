//! Dishonest newcomers, and stewards who knock with what they read in others' knocks.

use sitr_client_core::body::{Card, InviteKeys, KnockBody, Link, decode, encode};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_client_core::crypto::hpke::{self, Kem};
use sitr_client_core::state::{Event, Standing, Step};
use sitr_client_core::{Class, Store, open_card};
use sitr_wire::statement::Statement;
use sitr_wire::{Address, Cell, CellSize, Handle, Seed};

use crate::hand::World;

/// The one invite of Alice's room, as whoever has the link and every steward's key sees it.
struct Door {
    keys: InviteKeys,
    card: Card,
    knocks: Handle,
}

impl Door {
    fn of(world: &mut World, link: &Link) -> Self {
        let room = world.people[0].room;
        let keys = world.people[0].store(|store| store.invites(&room)).remove(0).keys;
        let page = world.relays[0].read(&link.card, &link.card_address(), 0).unwrap();
        let card = open_card(link, &page.cells[0].1, crate::client::START_MS).unwrap();
        Self { knocks: keys.knocks.handle(&world.relays[0].id()), keys, card }
    }

    fn appends(&self, world: &mut World, kind: Kind, body: &[u8]) {
        let (seal, mut rng) = (&self.card.knocks_seal, rand::rng());
        let cell = cell::seal(seal, &self.knocks, CellSize::K16, kind, body, &mut rng).unwrap();
        let relay = &mut world.relays[0];
        let statement = Statement::append(&relay.id(), &self.knocks, &cell.hash());
        relay.append(&self.knocks, &cell, &statement.sign(&self.card.knocks_write_seed)).unwrap();
    }

    /// What a knock says, to who holds the invite's key.
    fn reads(&self, cell: &Cell) -> KnockBody {
        let (_, sealed) = cell::open(&self.keys.knocks_seal, &self.knocks, cell).unwrap();
        let (relay, key) = (&self.card.relay.id, &self.keys.knock_key);
        let body = hpke::open(Kem::XWing, key, "knock", relay, &self.knocks, &sealed).unwrap();
        decode(&body).unwrap()
    }

    fn knocks(&self, world: &mut World, body: &KnockBody) {
        let (relay, key) = (&self.card.relay.id, &self.card.knock_key);
        let sealed =
            hpke::seal(Kem::XWing, key, "knock", relay, &self.knocks, &encode(body)).unwrap();
        self.appends(world, Kind::Knock, &sealed);
    }
}

/// The knock that this person has sealed and not sent.
fn knock_of(world: &World, who: usize) -> Cell {
    let client = &world.people[who];
    let errands = client.store(|store| store.errands(&client.room));
    let append = errands[0].1.steps.iter().find_map(|step| match step {
        Step::Append(signed, _) => signed.cell(),
        _ => None,
    });
    append.unwrap()
}

#[test]
fn knocks_out_of_form_cost_nothing() {
    // J-02, J-05
    let mut world = World::new(&["alice", "bob", "carol"]);
    world.alice().founds(Class::default());
    let link = world.alice().invites(9);
    world.bob().knocks(&link).unwrap();
    world.bob().catches_up();
    let door = Door::of(&mut world, &link);
    let knock = world.relays[0].cell(&door.knocks, 0);
    let (_, sealed) = cell::open(&door.keys.knocks_seal, &door.knocks, &knock).unwrap();
    door.appends(&mut world, Kind::Knock, &sealed); // the same KeyPackage again
    door.appends(&mut world, Kind::Knock, b"noise");
    world.carol().knocks(&link).unwrap();
    let (_, other) =
        cell::open(&door.keys.knocks_seal, &door.knocks, &knock_of(&world, 2)).unwrap();
    door.appends(&mut world, Kind::Message, &other); // a knock, and called something else
    world.alice().catches_up();
    let (alice, room) = (&world.people[0], world.people[0].room);
    assert_eq!(alice.store(|store| store.knocks(&room)).len(), 1);
    world.settle();
    assert_eq!(world.alice().waiting().len(), 2);
    let asked = |event: &Event| matches!(event, Event::Knock(_));
    assert_eq!(world.people[0].events().iter().filter(|event| asked(event)).count(), 2);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[0].members().len(), 3);
    world.agrees();
}

#[test]
fn nobody_knocks_with_anothers_key_package() {
    // J-08
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(Class::default());
    let link = world.alice().invites(9);
    let door = Door::of(&mut world, &link);
    world.bob().knocks(&link).unwrap();
    let honest = door.reads(&knock_of(&world, 1));
    // Whoever holds the invite's key and is quicker has the answer sent to a mailbox of its own: with
    // Bob's signature, with its own, with none.
    let thief = Seed::new([66; 32]);
    let (address, write_seed) = (Address::new([67; 32]), Seed::new([68; 32]));
    let mut stolen = honest.clone();
    stolen.reply.mailbox.address_hash = address.hash();
    stolen.reply.mailbox.write_key = write_seed.public();
    (stolen.reply.address, stolen.reply.write_seed) = (address, write_seed);
    stolen.reply.seal = Secret::new([69; 32]);
    assert!(stolen.is_sane());
    door.knocks(&mut world, &stolen);
    let room = world.people[0].room;
    door.knocks(&mut world, &stolen.clone().signed(&thief, &room, &door.knocks));
    // As Bob signed it, for another mailbox.
    let bob = world.people[1].record().me.persona_seed;
    door.knocks(&mut world, &honest.signed(&bob, &room, &Handle([9; 32])));
    world.alice().catches_up();
    assert!(world.alice().waiting().is_empty(), "a knock of nobody's is not asked about");
    world.settle();
    assert_eq!(world.alice().waiting().len(), 1, "nor does it keep the true one out");
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    world.agrees();
}
