//! The six verbs over real sockets.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use common::{Room, World, cell, code, sized};
use sitr_wire::chain::Chain;
use sitr_wire::statement::Statement;
use sitr_wire::ticket::{Difficulty, Policy, Purpose};
use sitr_wire::{CellSize, Code, Refusal, Reply};

#[tokio::test]
async fn open_append_read_close_burn() {
    let world = World::new().await;
    let mut client = world.client().await;
    assert_eq!(client.hi.day, 20_000);
    let room = Room::new(world.id(), 1);
    client.open(&room).await.unwrap();
    client.open(&room).await.unwrap(); // M-03
    for number in 0..33 {
        assert_eq!(client.append(&room, &cell(number)).await, Ok(u64::from(number)));
    }
    // M-05
    assert_eq!(client.append(&room, &cell(5)).await, Ok(5));
    // M-08
    let page = client.page(&room, 0).await.unwrap();
    assert_eq!(page.cells.len(), 32);
    let mark = page.mark.unwrap();
    let chain =
        page.cells.iter().fold(Chain::start(&room.handle()), |c, cell| c.push(&cell.hash()));
    assert_eq!((mark.mark, &mark.chain), (32, chain.value()));
    let statement = Statement::mark(&world.id(), &room.handle(), 32, &mark.chain);
    assert!(statement.verifies(&client.hi.relay_key, &mark.signature));
    // W-06
    let tail = client.page(&room, 1).await.unwrap();
    assert_eq!((tail.cells, tail.mark, tail.end), (vec![cell(32)], None, None));
    assert_eq!(client.page(&room, 9).await.unwrap().cells, vec![]);
    // M-09
    assert_eq!(client.close(&room, &cell(100)).await, Ok(33));
    assert_eq!(client.close(&room, &cell(100)).await, Ok(33));
    let conflict = client.close(&room, &cell(101)).await.unwrap_err();
    assert_eq!(conflict.code, Code::Conflict);
    assert_eq!(conflict.winner, Some((33, cell(100).hash())));
    let latest = Some(cell(100).hash());
    assert_eq!(client.supersede(&room, &cell(101), latest).await, Ok(34));
    assert_eq!(client.append(&room, &cell(5)).await, Ok(5));
    assert_eq!(code(client.append(&room, &cell(77)).await), Code::Closed);
    let end = client.page(&room, 1).await.unwrap().end;
    // M-13
    assert_eq!(end, Some(room.end(33, &[cell(100), cell(101)])));
    // M-11, M-12
    client.burn(&room).await.unwrap();
    client.burn(&room).await.unwrap();
    assert_eq!(code(client.page(&room, 0).await), Code::NotFound);
    assert_eq!(code(client.open(&room).await), Code::Gone);
    world.running.shutdown().await;
}

#[tokio::test]
async fn every_size_of_cell() {
    let world = World::new().await;
    let mut client = world.client().await;
    for (number, size) in (10..).zip(CellSize::ALL) {
        let room = Room::of(world.id(), number, |mailbox| mailbox.cell_size = size);
        client.open(&room).await.unwrap();
        let count = u32::try_from(size.per_page()).unwrap() + 1;
        for number in 0..count {
            client.append(&room, &sized(number, size)).await.unwrap();
        }
        let (watch, cells) = client.watch(&room).await;
        assert_eq!(cells, (0..count).map(|n| sized(n, size)).collect::<Vec<_>>());
        client.append(&room, &sized(99, size)).await.unwrap();
        let Reply::Cell { index, cell, .. } = client.next(watch).await else { panic!() };
        assert_eq!((index, cell), (u64::from(count), sized(99, size)));
    }
}

#[tokio::test]
async fn a_mailbox_lives_and_is_kept_for_its_days() {
    // M-10
    let world = World::new().await;
    let mut client = world.client().await;
    let (open, closed) = (Room::new(world.id(), 1), Room::new(world.id(), 2));
    client.open(&open).await.unwrap();
    client.open(&closed).await.unwrap();
    client.append(&open, &cell(1)).await.unwrap();
    client.close(&closed, &cell(1)).await.unwrap();
    world.pass_days(7).await;
    client.page(&closed, 0).await.unwrap();
    world.pass_days(1).await;
    assert_eq!(code(client.page(&closed, 0).await), Code::NotFound);
    // M-11
    assert_eq!(code(client.open(&closed).await), Code::Gone);
    world.pass_days(23).await;
    assert_eq!(code(client.page(&open, 0).await), Code::NotFound);
    // It expired while open: it may open again, identically, and is empty.
    client.open(&open).await.unwrap();
    assert_eq!(client.page(&open, 0).await.unwrap().cells, vec![]);
    world.pass_days(96).await;
    assert_eq!(code(client.open(&closed).await), Code::Gone);
    world.pass_days(1).await;
    client.open(&closed).await.unwrap();
}

#[tokio::test]
async fn tickets_are_asked_for_and_taken() {
    let difficulty = Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 2 };
    let asked = difficulty.clone();
    let world = World::with(|config| config.tickets = Policy::Work(asked)).await;
    let mut client = world.client().await;
    assert_eq!(client.hi.tickets, Policy::Work(difficulty.clone()));
    let room = Room::of(world.id(), 1, |mailbox| mailbox.append_cost = 3);
    // T-01
    assert_eq!(code(client.open(&room).await), Code::Ticket);
    // T-03
    let stale = room.ticket(Purpose::Open, &difficulty, client.hi.day - 2);
    assert_eq!(common::refused(client.ask(&room.open(Some(stale))).await).code, Code::Ticket);
    let ticket = room.ticket(Purpose::Open, &difficulty, client.hi.day - 1);
    assert_eq!(client.ask(&room.open(Some(ticket))).await, Reply::Opened);
    // M-03: what is open already needs none.
    client.open(&room).await.unwrap();
    assert_eq!(code(client.append(&room, &cell(1)).await), Code::Ticket);
    let hash = cell(1).hash();
    let work = room.ticket(Purpose::Append(&hash), &difficulty.with_bits(3), client.hi.day);
    let mut paid = room.append(&cell(1));
    if let sitr_wire::Request::Append(append) = &mut paid {
        append.ticket = Some(work);
    }
    assert_eq!(client.ask(&paid).await, Reply::Appended(0));
    // M-05: what is stored already needs none.
    assert_eq!(client.append(&room, &cell(1)).await, Ok(0));
}

#[tokio::test]
async fn tickets_wait_for_their_turn_and_none_is_forgotten() {
    // L-12
    let difficulty = Difficulty { gate_bits: 1, argon_kib: 4096, argon_bits: 0 };
    let asked = difficulty.clone();
    let world = World::with(|config| {
        config.tickets = Policy::Work(asked);
        config.bounds.ticket_checks = 1;
    })
    .await;
    let opens = (1..=8).map(|number| {
        let (world, difficulty) = (&world, &difficulty);
        async move {
            let mut client = world.client().await;
            let room = Room::of(world.id(), number, |_| {});
            let ticket = room.ticket(Purpose::Open, difficulty, client.hi.day);
            client.ask(&room.open(Some(ticket))).await
        }
    });
    for opened in futures_util::future::join_all(opens).await {
        assert_eq!(opened, Reply::Opened);
    }
}

#[tokio::test]
async fn operators_tokens_open_mailboxes() {
    // T-04
    let token = b"a token for one community".to_vec();
    let given = token.clone();
    let world = World::with(|config| {
        config.tickets = Policy::Token(Difficulty::default());
        config.tokens.insert(given);
    })
    .await;
    let mut client = world.client().await;
    let room = Room::new(world.id(), 1);
    let wrong = sitr_wire::ticket::Ticket::Token(b"another".to_vec());
    assert_eq!(common::refused(client.ask(&room.open(Some(wrong))).await).code, Code::Ticket);
    let right = sitr_wire::ticket::Ticket::Token(token);
    assert_eq!(client.ask(&room.open(Some(right))).await, Reply::Opened);
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart_and_the_relay_is_the_same() {
    // W-02
    let world = World::new().await;
    let room = Room::new(world.id(), 1);
    let mut client = world.client().await;
    client.open(&room).await.unwrap();
    for number in 0..40 {
        client.append(&room, &cell(number)).await.unwrap();
    }
    let common::World { running, clock, dir } = world;
    let id = running.relay_id();
    running.shutdown().await;
    assert!(client.any().await.is_none());
    let running = sitr_relay::Relay::start(common::config(dir.path(), &clock)).await.unwrap();
    assert_eq!(running.relay_id(), id);
    let mut client = common::Client::connect(running.addresses()[0]).await;
    // M-07: the chain goes on from the last page.
    for number in 40..64 {
        assert_eq!(client.append(&room, &cell(number)).await, Ok(u64::from(number)));
    }
    let chain = (0..64).fold(Chain::start(&room.handle()), |c, n| c.push(&cell(n).hash()));
    assert_eq!(client.page(&room, 1).await.unwrap().mark.unwrap().chain, *chain.value());
    // One relay at a time on the same data.
    let second = sitr_relay::Relay::start(common::config(dir.path(), &clock)).await;
    assert!(matches!(second, Err(sitr_relay::StartError::Locked(_))));
}

#[tokio::test]
async fn work_rises_with_the_mailboxes_opened_and_falls_again() {
    // T-05
    let easy = Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 1 };
    let world = World::with(|config| {
        config.tickets = Policy::Work(easy.clone());
        config.rise.opens_per_minute = 1;
        config.rise.most_bits = 3;
    })
    .await;
    let mut client = world.client().await;
    let day = client.hi.day;
    assert_eq!(client.hi.tickets, Policy::Work(easy.clone()));
    // Tickets made for what was announced are taken, though the work has risen meanwhile.
    for number in 1..=8 {
        let room = Room::new(world.id(), number);
        let ticket = room.ticket(Purpose::Open, &easy, day);
        assert_eq!(client.ask(&room.open(Some(ticket))).await, Reply::Opened);
    }
    assert_eq!(world.client().await.hi.tickets, Policy::Work(easy.with_bits(3)));
    world.clock.pass(120);
    assert_eq!(world.client().await.hi.tickets, Policy::Work(easy.with_bits(2)));
    world.clock.pass(600);
    assert_eq!(world.client().await.hi.tickets, Policy::Work(easy));
}

#[tokio::test]
async fn a_relay_that_retires_says_so_and_opens_nothing_new_after_its_day() {
    // W-11
    let last = sitr_relay::Day(20_000);
    let world = World::with(|config| config.retires_on = Some(last)).await;
    let (early, late) = (Room::new(world.id(), 1), Room::new(world.id(), 2));
    let mut client = world.client().await;
    assert_eq!(client.hi.retires_on, Some(last.0));
    client.open(&early).await.unwrap();
    world.pass_days(1).await;
    let refusal = client.open(&late).await.unwrap_err();
    assert_eq!(refusal, Refusal::limit("retires_on", u64::from(last.0), 0));
    // What is there goes on until its time.
    assert_eq!(client.open(&early).await, Ok(()));
    assert_eq!(client.append(&early, &cell(1)).await, Ok(0));
}
