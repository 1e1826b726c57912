//! Watching: pages, then live, across a close, and for the slow.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use common::{Room, World, cell, code};
use sitr_wire::{Code, Reply};

#[tokio::test]
async fn two_watchers_hear_everything_in_order() {
    // W-08
    let world = World::new().await;
    let room = Room::new(world.id(), 1);
    let mut author = world.client().await;
    author.open(&room).await.unwrap();
    for number in 0..30 {
        author.append(&room, &cell(number)).await.unwrap();
    }
    let mut watchers = [world.client().await, world.client().await];
    let mut numbers = Vec::new();
    for watcher in &mut watchers {
        let (number, cells) = watcher.watch(&room).await;
        assert_eq!(cells.len(), 30);
        numbers.push(number);
    }
    for number in 30..33 {
        author.append(&room, &cell(number)).await.unwrap();
    }
    author.close(&room, &cell(90)).await.unwrap();
    author.supersede(&room, &cell(91), Some(cell(90).hash())).await.unwrap();
    for (watcher, number) in watchers.iter_mut().zip(numbers) {
        let mut heard = Vec::new();
        for _ in 0..8 {
            heard.push(watcher.next(number).await);
        }
        let live = |index, number, last| Reply::Cell { index, cell: cell(number), last };
        assert_eq!(heard[0], live(30, 30, false));
        assert_eq!(heard[1], live(31, 31, false));
        assert!(matches!(&heard[2], Reply::Mark(mark) if mark.mark == 32)); // M-08
        assert_eq!(heard[3], live(32, 32, false));
        assert_eq!(heard[4], live(33, 90, true));
        assert_eq!(heard[5], Reply::End(room.end(33, &[cell(90)])));
        // M-09, M-13
        assert_eq!(heard[6], live(34, 91, true));
        assert_eq!(heard[7], Reply::End(room.end(33, &[cell(90), cell(91)])));
    }
}

#[tokio::test]
async fn who_comes_and_goes_hears_what_is_theirs() {
    // W-08
    let world = World::new().await;
    let rooms = [Room::new(world.id(), 1), Room::new(world.id(), 2)];
    let live = |index, number| Reply::Cell { index, cell: cell(number), last: false };
    let mut author = world.client().await;
    for room in &rooms {
        author.open(room).await.unwrap();
    }
    // One who hears of its own cells, and of another mailbox.
    let watches = [author.watch(&rooms[0]).await.0, author.watch(&rooms[1]).await.0];
    let mut early = world.client().await;
    let (early_watch, _) = early.watch(&rooms[0]).await;
    // Both in one write, so that one transaction may carry both.
    for number in [10, 11] {
        for room in &rooms {
            author.send(&room.append(&cell(number))).await;
        }
    }
    for (index, number) in [(0, 10), (1, 11)] {
        assert_eq!(author.next(watches[0]).await, live(index, number));
        assert_eq!(author.next(watches[1]).await, live(index, number));
        assert_eq!(early.next(early_watch).await, live(index, number));
    }
    let mut late = world.client().await;
    let (late_watch, cells) = late.watch(&rooms[0]).await;
    assert_eq!(cells, [cell(10), cell(11)]);
    author.append(&rooms[0], &cell(12)).await.unwrap();
    assert_eq!(late.next(late_watch).await, live(2, 12));
    assert_eq!(early.next(early_watch).await, live(2, 12));
    drop(early);
    for number in 13..20 {
        author.append(&rooms[0], &cell(number)).await.unwrap();
        assert_eq!(late.next(late_watch).await, live(u64::from(number) - 10, number));
    }
    drop(author);
    let mut other = world.client().await;
    other.append(&rooms[0], &cell(20)).await.unwrap();
    assert_eq!(late.next(late_watch).await, live(10, 20));
}

#[tokio::test]
async fn a_closed_mailbox_is_read_to_its_end() {
    let world = World::new().await;
    let room = Room::new(world.id(), 1);
    let mut client = world.client().await;
    client.open(&room).await.unwrap();
    for number in 0..40 {
        client.append(&room, &cell(number)).await.unwrap();
    }
    client.close(&room, &cell(90)).await.unwrap();
    let number = client.send(&room.watch(1)).await;
    let Reply::Page(page) = client.next(number).await else { panic!() };
    assert_eq!((page.number, page.cells.len()), (1, 9));
    assert_eq!(client.next(number).await, Reply::End(room.end(40, &[cell(90)])));
}

#[tokio::test]
async fn watchers_hear_that_a_mailbox_is_gone() {
    let world = World::new().await;
    let (burned, expired) = (Room::new(world.id(), 1), Room::new(world.id(), 2));
    let mut client = world.client().await;
    client.open(&burned).await.unwrap();
    client.open(&expired).await.unwrap();
    let (first, _) = client.watch(&burned).await;
    let (second, _) = client.watch(&expired).await;
    world.client().await.burn(&burned).await.unwrap();
    assert_eq!(client.next(first).await, Reply::Burned);
    world.pass_days(31).await;
    assert_eq!(common::refused(client.next(second).await).code, Code::NotFound);
    // What is unknown and what has another address look alike.
    let stranger = Room::new(world.id(), 3);
    assert_eq!(common::refused(client.ask(&stranger.watch(0)).await).code, Code::NotFound);
}

#[tokio::test]
async fn a_wrong_address_is_like_no_mailbox() {
    // M-02
    let world = World::new().await;
    let mut client = world.client().await;
    let room = Room::new(world.id(), 1);
    client.open(&room).await.unwrap();
    let wrong = Room { address: sitr_wire::Address::new([9; 32]), ..room.clone() };
    let unknown = Room::new(world.id(), 2);
    let (wrong, unknown) = (client.page(&wrong, 0).await, client.page(&unknown, 0).await);
    assert_eq!(wrong, unknown);
    assert_eq!(code(wrong), Code::NotFound);
}

#[tokio::test]
async fn a_slow_watcher_falls_back_to_the_disk_and_loses_nothing() {
    // L-08
    let cells = 600;
    let world = World::with(|config| {
        config.bounds.outbound_bytes = 8 * 1024;
        config.limits.appends_per_minute = 10_000;
        config.operations = Some(std::net::SocketAddr::from(([127, 0, 0, 1], 0)));
    })
    .await;
    let room = Room::of(world.id(), 1, |mailbox| mailbox.capacity = 1000);
    let mut author = world.client().await;
    author.open(&room).await.unwrap();
    let mut slow = world.client().await;
    let mut quick = world.client().await;
    let (slow_number, _) = slow.watch(&room).await;
    let (quick_number, _) = quick.watch(&room).await;
    // The slow one reads nothing while everything is said; sixteen at a time, so that its queue
    // meets its bound even where the socket takes much.
    let mut next = 0;
    while next < cells {
        let mut numbers = Vec::new();
        for _ in 0..16 {
            numbers.push(author.send(&room.append(&cell(next))).await);
            next += 1;
        }
        for number in numbers {
            assert!(matches!(author.next(number).await, Reply::Appended(_)));
        }
    }
    let last = author.close(&room, &cell(10_000)).await.unwrap();
    for (client, number) in [(&mut quick, quick_number), (&mut slow, slow_number)] {
        let (mut heard, mut marks) = (Vec::new(), Vec::new());
        let end = loop {
            match client.next(number).await {
                Reply::Cell { index, last: is_last, .. } => {
                    heard.push(index);
                    assert_eq!(is_last, index == last);
                }
                Reply::Mark(mark) => {
                    assert_eq!(mark.mark, heard.len() as u64);
                    marks.push(mark.mark);
                }
                Reply::End(end) => break end,
                other => panic!("unexpected {other:?}"),
            }
        };
        assert_eq!(heard, (0..=last).collect::<Vec<_>>());
        assert_eq!(marks, (1..=last / 32).map(|page| page * 32).collect::<Vec<_>>());
        assert_eq!(end, room.end(last, &[cell(10_000)]));
    }
    let metrics = common::get(world.running.operations().unwrap(), "/metrics").await;
    assert!(!metrics.contains("sitr_relay_fallen_total 0\n"), "nobody fell back");
}
