//! A relay that does not keep what it acknowledged or showed (rule R-15), and what it says of itself (rule W-12).

use bytes::Bytes;
use sitr_client_core::state::{Alarm, Event, Step};
use sitr_client_core::{Inbound, Progress, Shown, Store};
use sitr_community::Role;
use sitr_wire::{Cell, Handle};

use crate::hand::World;

/// Alice said three things; Bob has read nothing of it yet. The cells as the relay has them.
fn three_said() -> (World, Vec<Inbound>) {
    let mut world = World::room(&["alice", "bob"]);
    let epoch = world.bob().now_in();
    let before = world.relays[0].count(&epoch.handle);
    assert_eq!(before, 0);
    for text in ["one", "two", "three"] {
        world.alice().says(text);
    }
    world.alice().catches_up();
    let page = world.relays[0].read(&epoch.handle, &epoch.address, 0).unwrap();
    let inbound = |(index, cell)| Inbound::new(index, cell);
    (world, page.cells.into_iter().map(inbound).collect())
}

/// Bob is shown this page.
fn shown(world: &mut World, cells: &[Inbound]) -> Progress {
    let (room, handle) = (world.people[1].room, world.handle(1));
    world.people[1].core(|core| core.receive_page(&room, &handle, 0, &Shown::open(cells))).unwrap()
}

#[test]
fn a_relay_that_shows_other_cells_than_before_is_told_and_read_anew() {
    //
    let (mut world, cells) = three_said();
    let mut altered = cells.clone();
    altered[1].cell = Cell::new(Bytes::from(vec![7; 2048])).unwrap();
    assert_eq!(shown(&mut world, &altered), Progress::Next(3));
    assert_eq!(world.bob().heard(), ["alice: one", "alice: three"]);
    assert_eq!(shown(&mut world, &cells), Progress::Rewound);
    assert_eq!(world.people[1].alarms(), [Alarm::RelayForgets]);
    assert_eq!(shown(&mut world, &cells), Progress::Next(3));
    assert_eq!(world.bob().heard(), ["alice: one", "alice: three", "alice: two"]);
    assert_eq!(shown(&mut world, &cells), Progress::Next(3), "nothing new");
    assert_eq!(shown(&mut world, &altered), Progress::Rewound);
    assert_eq!(world.people[1].alarms(), [Alarm::RelayForgets], "told once");
    world.settle();
    world.agrees();
}

#[test]
fn a_relay_that_shows_fewer_cells_than_before_is_told_and_read_anew() {
    //
    for kept in 0..3 {
        let (mut world, cells) = three_said();
        assert_eq!(shown(&mut world, &cells), Progress::Next(3));
        assert_eq!(shown(&mut world, &cells[..kept]), Progress::Rewound);
        assert_eq!(world.people[1].alarms(), [Alarm::RelayForgets]);
        assert_eq!(shown(&mut world, &cells[..kept]), Progress::Next(kept as u64));
        assert_eq!(shown(&mut world, &cells), Progress::Next(3));
        assert_eq!(world.bob().heard().len(), 3, "nothing twice");
    }
}

#[test]
fn an_end_that_was_shown_as_an_ordinary_cell_is_taken_once_it_is_proven() {
    //
    let (mut world, _) = three_said();
    let handle = world.handle(1);
    world.alice().rolls();
    world.alice().catches_up();
    let address = world.bob().now_in().address;
    let page = world.relays[0].read(&handle, &address, 0).unwrap();
    let inbound = |(index, cell)| Inbound::new(index, cell);
    let cells: Vec<Inbound> = page.cells.into_iter().map(inbound).collect();
    // The final cell is the fourth, and the relay keeps to itself that it is final; others follow it, over the
    // end of the page.
    let garbage = |index: u64| {
        let mut bytes = vec![7; 2048];
        bytes[..8].copy_from_slice(&index.to_be_bytes());
        Inbound::new(index, Cell::new(Bytes::from(bytes)).unwrap())
    };
    let invented: Vec<Inbound> = cells.iter().cloned().chain((4..40).map(garbage)).collect();
    let before = world.people[1].epoch();
    assert_eq!(shown(&mut world, &invented), Progress::Next(40));
    assert_eq!(world.people[1].epoch(), before, "the end was not taken for one");
    // By the next connection the relay shows the page that was read last, as it is: empty.
    let room = world.people[1].room;
    let honest = Shown { end: page.end.as_ref(), whole: true, ..Shown::open(&[]) };
    let progress = world.people[1].core(|core| core.receive_page(&room, &handle, 32, &honest));
    assert_eq!(progress.unwrap(), Progress::Rewound);
    world.settle();
    assert!(world.people[1].alarms().contains(&Alarm::RelayForgets));
    assert_eq!(world.bob().heard().len(), 3);
    world.agrees();
}

/// Bob believes that what is next in his errands is done, and the relay was never asked.
fn is_told_that_it_is_done(world: &mut World) {
    let room = world.people[1].room;
    let (id, errand, done) = world.people[1].store(|store| store.errands(&room)).remove(0);
    for step in done..errand.steps.len() {
        world.people[1].core(|core| core.step_done(id, step)).unwrap();
    }
}

#[test]
fn what_was_acknowledged_and_never_shown_is_said_again() {
    //
    let mut world = World::room(&["alice", "bob"]);
    world.bob().says("lost");
    assert!(world.bob().pumps());
    is_told_that_it_is_done(&mut world);
    world.bob().says("kept");
    world.settle();
    assert_eq!(world.alice().heard(), ["bob: kept"]);
    world.alice().rolls();
    world.settle();
    assert_eq!(world.alice().heard(), ["bob: kept", "bob: lost"]);
    assert_eq!(world.people[1].alarms(), [Alarm::RelayForgets]);
    world.alice().rolls();
    world.settle();
    assert_eq!(world.people[1].alarms(), [Alarm::RelayForgets], "what was read is not said again");
    world.agrees();
}

#[test]
fn a_message_that_was_read_and_is_gone_is_said_again() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let old = world.relays[0].clone();
    world.bob().says("gone");
    world.settle();
    world.relays[0] = old;
    assert_eq!(shown(&mut world, &[]), Progress::Rewound);
    let (room, handle) = (world.people[0].room, world.handle(0));
    let rewound =
        world.people[0].core(|core| core.receive_page(&room, &handle, 0, &Shown::open(&[])));
    assert_eq!(rewound.unwrap(), Progress::Rewound);
    world.alice().rolls();
    world.settle();
    let epoch = world.alice().now_in();
    let page = world.relays[0].read(&epoch.handle, &epoch.address, 0).unwrap();
    assert_eq!(page.cells.len(), 1, "it lies in the next mailbox");
    world.agrees();
}

#[test]
fn an_end_that_was_acknowledged_and_not_stored_is_asked_for_again() {
    //
    let mut world = World::room(&["alice", "bob"]);
    world.bob().says("x");
    world.settle();
    let room = world.people[0].room;
    let epoch = world.people[0].epoch();
    world.alice().rolls();
    assert!(world.alice().commits());
    let (id, errand, _) = world.people[0].store(|store| store.errands(&room)).remove(0);
    for step in 0..errand.steps.len() {
        world.people[0].core(|core| core.step_done(id, step)).unwrap();
    }
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch, "it waits for its own end");
    world.people[0].core(|core| core.resume(&room)).unwrap();
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 1);
    world.agrees();
}

/// The mailbox that an errand opens first: that of a body, where there is one.
fn opened_first(world: &World, who: usize) -> Handle {
    let room = world.people[who].room;
    let (_, errand, _) = world.people[who].store(|store| store.errands(&room)).remove(0);
    let [Step::Open(mailbox), Step::Append(..), ..] = errand.steps.as_slice() else {
        panic!("it has a body")
    };
    mailbox.handle(&world.relays[0].id())
}

#[test]
fn a_message_whose_body_the_relay_forgot_is_said_again() {
    //
    let mut world = World::room(&["alice", "bob", "carol"]);
    let long = "long ".repeat(500);
    world.bob().says(&long);
    assert!(world.bob().pumps());
    let body = opened_first(&world, 1);
    while world.work(1) {}
    world.relays[0].expire(&body);
    world.settle();
    assert_eq!(world.alice().heard(), Vec::<String>::new(), "nobody can read it");
    world.alice().rolls();
    world.settle();
    for who in [0, 2] {
        assert_eq!(world.of(who).heard(), [format!("bob: {long}")], "once");
    }
    assert_eq!(world.people[1].alarms(), [Alarm::RelayForgets]);
    world.alice().rolls();
    world.settle();
    assert_eq!(world.carol().heard().len(), 1);
    world.agrees();
}

#[test]
fn who_made_an_end_whose_body_the_relay_forgot_sends_all_of_it_again() {
    //
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"];
    let mut world = World::room(&names);
    let epoch = world.people[0].epoch();
    world.alice().gives_role(1, Role::Moderator).unwrap();
    assert!(world.alice().commits());
    let body = opened_first(&world, 0);
    while world.work(0) {}
    world.relays[0].expire(&body);
    // Whoever reads it waits, the one who made it too; and no other end is taken meanwhile.
    for who in [1, 0] {
        world.read(who);
        assert_eq!(world.people[who].alarms(), [Alarm::EndMissing]);
        assert_eq!(world.people[who].epoch(), epoch);
    }
    world.settle();
    assert_eq!(world.people[0].epoch(), epoch + 1);
    world.bob().says("all are here");
    world.settle();
    assert_eq!(world.of(13).heard(), ["b: all are here"]);
    world.agrees();
}

#[test]
fn what_a_relay_says_of_itself_is_told_once_and_whenever_it_changes() {
    // W-12
    let mut world = World::room(&["alice"]);
    let room = world.people[0].room;
    let mut greeted = |lineage: Option<u8>, retires_on: Option<u32>| {
        let before = world.people[0].events().len();
        let lineage = lineage.map(|byte| [byte; 16]);
        world.people[0].core(|core| core.greeted(&room, lineage, retires_on)).unwrap();
        world.people[0].events().split_off(before)
    };
    let restored = || Event::Alarm(Alarm::RelayRestored);
    assert_eq!(greeted(None, None), []);
    assert_eq!(greeted(Some(1), None), [], "met for the first time");
    assert_eq!(greeted(Some(1), Some(20_100)), [Event::Retires(Some(20_100))]);
    assert_eq!(greeted(Some(1), Some(20_100)), [], "told already");
    assert_eq!(greeted(Some(2), Some(20_200)), [restored(), Event::Retires(Some(20_200))]);
    assert_eq!(greeted(Some(2), None), [Event::Retires(None)]);
    assert_eq!(greeted(None, None), [restored()], "a relay that says no more what it said");
    assert_eq!(greeted(None, None), []);
}
