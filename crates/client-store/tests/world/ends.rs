//! A relay that calls cells final, or mailboxes closed, and does not prove it.

use std::rc::Rc;

use bytes::Bytes;
use sitr_client_core::crypto::cell::Kind;
use sitr_client_core::state::{Alarm, Epoch, Standing};
use sitr_community::Role;
use sitr_wire::frame::{End, Proof};
use sitr_wire::statement::Statement;
use sitr_wire::{Cell, CellHash, Seed, Signature};

use crate::hand::World;
use crate::relay::Page;

/// Alice admin, Bob moderator, Carol a plain member.
fn trio() -> World {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world
}

/// From now on whoever reads this epoch's mailbox is shown something else.
fn forges(world: &mut World, epoch: &Epoch, forge: impl Fn(&mut Page) + 'static) {
    let of = epoch.handle;
    let forge = move |handle: &_, page: &mut Page| {
        if *handle == of {
            forge(page);
        }
    };
    world.relays[0].forges = Some(Rc::new(Box::new(forge)));
}

fn signed(world: &World, epoch: &Epoch, seed: &Seed, cell: &CellHash) -> Proof {
    let statement = Statement::close(&world.relays[0].id(), &epoch.handle, cell, None);
    Proof { signature: statement.sign(seed), supersedes: None }
}

fn garbage(fill: u8) -> Cell {
    Cell::new(Bytes::from(vec![fill; 2048])).unwrap()
}

/// Alice reads, twice, and is where she was, with an alarm; then the relay is honest and all go on.
fn takes_nothing(mut world: World, epoch: &Epoch) {
    let before = world.people[0].record().cursor.unwrap();
    let heard = world.alice().heard();
    for _ in 0..2 {
        world.read(0);
        let room = world.people[0].record();
        assert_eq!(room.epoch.unwrap().handle, epoch.handle);
        let cursor = room.cursor.unwrap();
        assert_eq!((cursor.inert, cursor.mark), (before.inert, before.mark));
        assert_eq!(world.alice().heard(), heard);
        assert_eq!(world.people[0].alarms(), [Alarm::RelayEnd], "told once");
    }
    world.relays[0].forges = None;
    world.carol().says("goes on");
    world.settle();
    for who in 0..3 {
        assert_eq!(world.people[who].standing(), Standing::Active);
        assert!(world.of(who).heard().contains(&"carol: goes on".to_owned()));
    }
    assert_eq!(world.people[1].alarms(), []);
    world.agrees();
}

/// What the relay says of a commit of Bob's that nobody closed with, given proofs that it can have.
fn with_false_final(prove: impl Fn(&World, &Epoch, &CellHash) -> Vec<Proof>) {
    let mut world = trio();
    let epoch = world.bob().now_in();
    let body = world.bob().drafts_final();
    let body = world.bob().signs(body);
    let cell = world.bob().seals_final(Kind::Final, &body);
    let first_final = world.carol().appends_cell(&cell);
    let finals = prove(&world, &epoch, &cell.hash());
    let end = End { first_final, finals };
    forges(&mut world, &epoch, move |page| page.end = Some(end.clone()));
    takes_nothing(world, &epoch);
}

#[test]
fn nothing_is_final_that_the_close_key_did_not_sign() {
    // M-13, R-14
    with_false_final(|_, _, _| vec![Proof { signature: Signature([7; 64]), supersedes: None }]);
    with_false_final(|world, epoch, cell| vec![signed(world, epoch, &epoch.write_seed, cell)]);
    with_false_final(|world, epoch, _| {
        // The close key's, for another cell.
        let seed = epoch.close_seed.clone().unwrap();
        vec![signed(world, epoch, &seed, &garbage(1).hash())]
    });
    with_false_final(|world, epoch, cell| {
        // As the successor of something that was never shown.
        let seed = epoch.close_seed.clone().unwrap();
        let proof = signed(world, epoch, &seed, cell);
        vec![Proof { supersedes: Some(garbage(1).hash()), ..proof }]
    });
}

/// Bob closes with one cell and then another; the relay shows something else of that.
fn with_false_order(forge: impl Fn(&mut Page) + 'static) {
    let mut world = trio();
    world.people[1].online = false;
    let epoch = world.bob().now_in();
    world.bob().closes_with(&epoch, &garbage(1), None).unwrap();
    world.bob().closes_with(&epoch, &garbage(2), Some(garbage(1).hash())).unwrap();
    forges(&mut world, &epoch, forge);
    world.people[1].online = true;
    takes_nothing(world, &epoch);
}

#[test]
fn final_cells_are_taken_in_their_order_and_none_is_left_out() {
    // M-13, R-14
    with_false_order(|page| {
        let at = page.end.as_ref().unwrap().first_final;
        page.cells.retain(|(index, _)| *index != at);
        page.cells.iter_mut().for_each(|(index, _)| *index -= 1);
        page.end.as_mut().unwrap().finals.remove(0);
    });
    with_false_order(|page| {
        page.cells[0].1 = garbage(2);
        page.cells[1].1 = garbage(1);
        page.end.as_mut().unwrap().finals.reverse();
    });
    // An end without its cells.
    with_false_order(|page| page.cells.clear());
    // A proof too few.
    with_false_order(|page| {
        page.cells.clear();
        page.cells.push((page.end.as_ref().unwrap().first_final, garbage(3)));
    });
}

#[test]
fn nothing_follows_a_final_cell_but_final_cells() {
    //
    let mut world = trio();
    let epoch = world.bob().now_in();
    world.bob().closes_with(&epoch, &garbage(1), None).unwrap();
    world.read(0);
    assert_eq!(world.people[0].record().cursor.unwrap().inert, Some(garbage(1).hash()));
    forges(&mut world, &epoch, |page| {
        let next = page.end.take().unwrap().after();
        page.cells.push((next, garbage(2)));
    });
    takes_nothing(world, &epoch);
}

#[test]
fn no_steward_is_accused_by_a_final_cell_that_nobody_closed_with() {
    //
    let mut world = trio();
    let epoch = world.bob().now_in();
    let body = world.bob().drafts_final();
    let body = world.bob().signs(body);
    let cell = world.bob().seals_final(Kind::Final, &body);
    world.alice().rolls();
    world.settle();
    forges(&mut world, &epoch, move |page| {
        let end = page.end.as_mut().unwrap();
        let winner = page.cells.first().map(|(_, cell)| cell.hash());
        page.cells.push((end.after(), cell.clone()));
        end.finals.push(Proof { signature: Signature([7; 64]), supersedes: winner });
    });
    for _ in 0..2 {
        world.read(0);
        assert_eq!(world.people[0].alarms(), [Alarm::RelayEnd]);
    }
    world.relays[0].forges = None;
    world.settle();
    world.agrees();
}

#[test]
fn who_leaves_has_left_when_a_steward_has_ended_the_epoch() {
    // M-13, R-14
    let mut world = trio();
    let epoch = world.carol().now_in();
    world.carol().leaves().unwrap();
    world.carol().catches_up();
    assert_eq!(world.people[2].standing(), Standing::Leaving);
    assert!(world.people[2].record().epoch.is_none(), "the keys are gone");
    forges(&mut world, &epoch, |page| {
        let at = page.cells.last().map_or(9, |(index, _)| index + 1);
        page.cells.push((at, garbage(1)));
        let proof = Proof { signature: Signature([7; 64]), supersedes: None };
        page.end = Some(End { first_final: at, finals: vec![proof] });
    });
    for _ in 0..2 {
        world.read(2);
        assert_eq!(world.people[2].standing(), Standing::Leaving);
        assert_eq!(world.people[2].alarms(), [Alarm::RelayEnd]);
    }
    world.relays[0].forges = None;
    // It waits for as long as it takes.
    world.pass_days(100);
    world.read(2);
    assert_eq!(world.people[2].standing(), Standing::Leaving);
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Left);
    assert_eq!(world.people[0].members().len(), 2);
    let room = world.people[2].room;
    assert!(world.people[2].core(|core| core.watching(&room)).unwrap().is_empty());
    world.agrees();
}
