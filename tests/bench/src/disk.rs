//! Loads that are about what is stored: filling a room, and reading it from its beginning.

use crate::process::Server;
use crate::report::Row;
use crate::target::{self, Acks, Kind, Publisher};

/// Fills a room over one connection, 64 in flight.
pub(crate) async fn fill(publisher: &mut Publisher, acks: &mut Acks, messages: usize) {
    const FLIGHT: usize = 64;
    let (mut waiting, mut left) = (0, messages);
    while left > 0 || waiting > 0 {
        let more = (FLIGHT - waiting).min(left);
        // Half a flight at a time, so that some are always on their way.
        if more >= FLIGHT / 2 || (left > 0 && left < FLIGHT) {
            let prepared = publisher.prepared(more);
            publisher.say(&prepared).await;
            left -= more;
            waiting += more;
        }
        assert!(acks.one().await, "the server ended a publisher's connection");
        waiting -= 1;
    }
}

pub(crate) async fn store(kind: Kind, server: &Server, messages: usize) -> Row {
    let (mut publisher, mut acks) = target::publish(kind, server.address, 0, 0).await;
    fill(&mut publisher, &mut acks, messages / 10).await;
    let (cpu, stored) = (server.cpu_us(), server.stored());
    fill(&mut publisher, &mut acks, messages).await;
    let cpu = (server.cpu_us() - cpu) / messages as f64;
    let each = server.stored().saturating_sub(stored) / messages as u64;
    let note = (each > 0).then(|| format!("{each} bytes of disk each, logs included"));
    Row { deliveries: messages as u64, cpu_us: Some(cpu), note, ..Row::default() }
}

pub(crate) async fn catch_up(kind: Kind, server: &Server, messages: usize) -> Row {
    const READERS: usize = 5;
    let (mut publisher, mut acks) = target::publish(kind, server.address, 0, 0).await;
    fill(&mut publisher, &mut acks, messages).await;
    let mut row = Row::default();
    let mut cpu = 0.0;
    // The first one warms the caches.
    for reader in 0..=READERS {
        let before = server.cpu_us();
        let mut watcher = target::watch(kind, server.address, 1 + reader, 0, true).await;
        for wanted in 0..messages as u64 {
            match watcher.delivered().await {
                Some(index) if index == wanted => {}
                Some(_) => row.out_of_order += 1,
                None => row.lost += 1,
            }
        }
        if reader > 0 {
            cpu += server.cpu_us() - before;
            row.deliveries += messages as u64;
        }
    }
    Row { cpu_us: Some(cpu / row.deliveries as f64), ..row }
}
