//! Health and metrics: on their own listener, totals only.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::net::SocketAddr;

use common::{Room, World, cell, get};

#[tokio::test]
async fn totals_and_nothing_of_anybody() {
    // P-03
    let world = World::with(|config| {
        config.operations = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    })
    .await;
    let operations = world.running.operations().unwrap();
    let room = Room::new(world.id(), 1);
    let mut client = world.client().await;
    client.open(&room).await.unwrap();
    client.append(&room, &cell(1)).await.unwrap();
    client.append(&room, &cell(1)).await.unwrap();
    client.close(&room, &cell(2)).await.unwrap();
    client.append(&room, &cell(3)).await.unwrap_err();
    assert!(get(operations, "/healthz").await.ends_with("\r\n\r\nok\n"));
    let metrics = get(operations, "/metrics").await;
    for line in [
        "sitr_relay_connections 1",
        "sitr_relay_opened_total 1",
        "sitr_relay_cells_total 2",
        "sitr_relay_refused_total 1",
        "sitr_relay_requests_total 5",
    ] {
        assert!(metrics.lines().any(|have| have == line), "{line} is not in\n{metrics}");
    }
    // No labels, so nothing that could name one mailbox or client.
    assert!(!metrics.contains('{') && !metrics.contains(&room.handle().to_hex()[..12]));
    assert!(get(operations, "/other").await.starts_with("HTTP/1.1 404"));
}

#[tokio::test]
async fn ready_is_who_can_store() {
    let world = World::with(|config| {
        config.operations = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    })
    .await;
    let operations = world.running.operations().unwrap();
    let is_ready = async || {
        let answer = get(operations, "/readyz").await;
        assert!(get(operations, "/healthz").await.starts_with("HTTP/1.1 200"));
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("ready\n")
    };
    assert!(is_ready().await);
    let operator = rusqlite::Connection::open(world.dir.path().join("relay.db")).unwrap();
    let broken = "CREATE TRIGGER broken BEFORE UPDATE ON lineage
                  BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    operator.execute_batch(broken).unwrap();
    let answer = get(operations, "/readyz").await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("nothing can be stored"));
    operator.execute_batch("DROP TRIGGER broken").unwrap();
    assert!(is_ready().await);
}
