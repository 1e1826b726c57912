//! A disk that fails, and comes back.
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
async fn what_is_not_stored_is_answered_busy_and_did_not_happen() {
    // M-04
    let world = World::new().await;
    let room = Room::new(world.id(), 1);
    let mut author = world.client().await;
    let mut watcher = world.client().await;
    author.open(&room).await.unwrap();
    let (watch, _) = watcher.watch(&room).await;
    author.append(&room, &cell(0)).await.unwrap();
    let operator = rusqlite::Connection::open(world.dir.path().join("relay.db")).unwrap();
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON cells
                  BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    operator.execute_batch(broken).unwrap();
    // Many at once: the batch fails, then each alone.
    let mut numbers = Vec::new();
    for number in 1..9 {
        numbers.push(author.send(&room.append(&cell(number))).await);
    }
    for number in numbers {
        assert_eq!(common::refused(author.next(number).await).code, Code::Busy);
    }
    assert_eq!(code(author.close(&room, &cell(90)).await), Code::Busy);
    // What stores nothing still works.
    assert_eq!(author.append(&room, &cell(0)).await, Ok(0));
    assert_eq!(author.page(&room, 0).await.unwrap().cells.len(), 1);
    operator.execute_batch("DROP TRIGGER broken").unwrap();
    assert_eq!(author.append(&room, &cell(5)).await, Ok(1));
    // The watcher heard of what was stored, and of nothing else.
    for (index, number) in [(0, 0), (1, 5)] {
        let told = Reply::Cell { index, cell: cell(number), last: false };
        assert_eq!(watcher.next(watch).await, told);
    }
}
