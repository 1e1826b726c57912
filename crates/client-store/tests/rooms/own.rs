//! What this device says itself, and what a message writes beside itself.

use sitr_client_core::state::{Delivery, Message, Purpose};
use sitr_client_core::{MemberId, Store};
use sitr_content::{Body, Content, Expires, MessageId};
use sitr_wire::CellHash;

use super::{Bench, message};

const DAY_MS: u64 = 86_400_000;

fn text(words: &str) -> Content {
    Content::new([0; 16], 0, Body::text(words))
}

#[test]
fn what_is_said_is_sealed_at_once_and_what_follows_waits() {
    // O-01
    let mut bench = Bench::new();
    let room = bench.room();
    let first = bench.core(|core| core.send(&room, text("first"))).unwrap();
    let second = bench.core(|core| core.send(&room, text("second"))).unwrap();
    let (sealed, queued, errands) = bench.run(|store| {
        Ok((store.sealed(&room)?.unwrap(), store.next_queued(&room)?, store.errands(&room)?))
    });
    assert_eq!((sealed.id, queued), (first, None));
    let on_its_way = Purpose::Message(first.into());
    assert_eq!(errands.iter().filter(|(_, errand, _)| errand.purpose == on_its_way).count(), 1);
    let (id, errand, done) = errands.into_iter().next_back().unwrap();
    assert_eq!((errand.purpose, errand.steps.len(), done), (on_its_way, 1, 0));
    bench.core(|core| core.step_done(id, 0)).unwrap();
    let sent = bench.run(|store| store.message_of_cell(&room, &sealed.cell.unwrap()));
    assert_eq!(sent.unwrap().delivery, Delivery::Sent);
    assert_eq!(bench.run(|store| store.next_queued(&room)).unwrap().id, second);
    assert!(bench.core(|core| core.pump(&room)).unwrap());
    assert_eq!(bench.run(|store| store.outbox(&room)).len(), 1);
}

#[test]
fn an_own_message_is_found_by_its_cell_wherever_it_stands() {
    let mut bench = Bench::new();
    let (room, other) = (bench.room(), bench.room());
    bench.run(|store| {
        for (id, delivery) in [(1, Delivery::Sent), (2, Delivery::Failed), (3, Delivery::Sealed)] {
            let cell = Some(CellHash([id; 32]));
            store.add_message(&Message { delivery, cell, ..message(room, id) })?;
            let found = store.message_of_cell(&room, &CellHash([id; 32]))?;
            assert_eq!(found.unwrap().id, MessageId([id; 32]));
            assert_eq!(store.message_of_cell(&other, &CellHash([id; 32]))?, None);
        }
        let ids = |messages: Vec<Message>| -> Vec<u8> {
            messages.iter().map(|message| message.id.0[0]).collect()
        };
        assert_eq!(ids(store.unread(&room)?), [1]);
        store.note_read(&room, &CellHash([1; 32]), 7)?;
        assert!(store.unread(&room)?.is_empty());
        store.forget_read(&room, 7)?;
        assert_eq!(ids(store.unread(&room)?), [1]);
        store.forget_cells(&room)?;
        assert_eq!(store.message_of_cell(&room, &CellHash([1; 32]))?, None);
        assert_eq!(ids(store.outbox(&room)?), [3], "what is on its way keeps its cell");
        assert!(store.message_of_cell(&room, &CellHash([3; 32]))?.is_some());
        Ok(())
    });
}

#[test]
fn the_outbox_keeps_its_order() {
    let mut bench = Bench::new();
    let room = bench.room();
    bench.run(|store| {
        for id in [9, 4, 7] {
            store.add_message(&message(room, id))?;
        }
        for id in [9, 4, 7] {
            let next = store.next_queued(&room)?.unwrap();
            assert_eq!(next.id.0[0], id);
            store.put_delivery(&Message { delivery: Delivery::Failed, ..next })?;
        }
        Ok(())
    });
}

#[test]
fn what_is_over_goes_and_what_is_to_be_sent_stays() {
    let mut bench = Bench::new();
    let (room, other) = (bench.room(), bench.room());
    let now = 10 * DAY_MS;
    bench.run(|store| {
        let mut record = store.room(&room)?.unwrap();
        record.retention_days = Some(2);
        store.put_room(&record)?;
        for (id, at_ms) in [(1, now - 3 * DAY_MS), (2, now - DAY_MS), (3, 5)] {
            let delivery = if id == 3 { Delivery::Queued } else { Delivery::Received };
            for place in [room, other] {
                store.add_message(&Message { at_ms, delivery, ..message(place, id) })?;
            }
        }
        assert!(store.forget_ended(now)?.is_empty());
        assert_eq!(store.forget_old(now)?, [(room, MessageId([1; 32]))]);
        store.put_end(&other, &MessageId([2; 32]), Expires::At(60))?;
        store.put_end(&other, &MessageId([3; 32]), Expires::At(60))?;
        assert_eq!(store.forget_ended(now)?, [(other, MessageId([2; 32]))]);
        assert!(store.forget_old(now)?.is_empty());
        assert_eq!((store.history(&room)?.len(), store.history(&other)?.len()), (2, 2));
        assert_eq!(store.said_by(&room, &MemberId([2; 8]))?.len(), 1);
        Ok(())
    });
}

#[test]
fn who_spoke_when_is_written_down_where_somebody_asks() {
    //
    for (slow, known) in [(Some(0), false), (Some(5), true), (None, true)] {
        let mut bench = Bench::new();
        let room = bench.room();
        let mut record = bench.run(|store| store.room(&room)).unwrap();
        assert_eq!(record.slow_seconds, Some(0));
        record.slow_seconds = slow;
        bench.run(|store| store.put_room(&record));
        bench.core(|core| core.send(&room, text("words"))).unwrap();
        let (id, ..) = bench.run(|store| store.errands(&room)).pop().unwrap();
        bench.core(|core| core.step_done(id, 0)).unwrap();
        let me = MemberId::of(&record.me.persona());
        let last = bench.run(|store| store.last_said(&room, &me));
        assert_eq!(last.is_some(), known, "{slow:?}");
    }
}
