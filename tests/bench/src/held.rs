//! Connections that are held: as many as there may be, half of them in one room, for minutes. Each watches and
//! is told something now and then, and answers the relay's pings; nobody may be dropped, and nothing lost.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::LocalSet;

use crate::fanout::{Setup, Words, percentile};
use crate::process::{self, Server};
use crate::report::{self, Row};
use crate::target::Kind;

/// Where the record of a long run is kept.
const EVIDENCE: &str = "docs/evidence";
/// Connections of the long run, where the system has a descriptor for each.
const MOST: usize = 20_000;
/// Descriptors of the server that are no connections of ours: its listener, its database, the runtime's own.
const SPARED: usize = 100;
/// Rooms beside the large one.
const SMALL: usize = 10;
/// From one message of the large room to the next.
const LARGE_EVERY: Duration = Duration::from_secs(5);
/// From one message of a small room to the next; shorter than the silence after which the relay pings, since a
/// publisher hears nothing but acknowledgements.
const SMALL_EVERY: Duration = Duration::from_secs(20);

/// How many, and how long.
struct Size {
    connections: usize,
    seconds: u64,
}

impl Size {
    fn of(short: bool) -> Self {
        if short {
            return Self { connections: 1_000, seconds: 40 };
        }
        let connections = process::descriptors().saturating_sub(SPARED).min(MOST);
        Self { connections, seconds: 600 }
    }

    /// Watchers of the large room, then of each small one; a publisher for each room is a connection too.
    fn watchers(&self) -> (usize, usize) {
        let watchers = self.connections - SMALL - 1;
        let large = (MOST / 2).min(watchers * 11 / 20);
        let small = (watchers - large) / SMALL;
        (watchers - small * SMALL, small)
    }
}

pub(crate) fn run(
    program: &Path,
    short: bool,
    out: &Path,
    record: bool,
) -> std::io::Result<Option<String>> {
    let size = Size::of(short);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let server = Kind::Relay.start(program);
    let found = LocalSet::new().block_on(&runtime, hold(&server, &size));
    println!("{found:#}");
    write(out, &found)?;
    if record {
        let name = format!("held-{}.json", found["date"].as_str().unwrap_or("undated"));
        write(&Path::new(EVIDENCE).join(name), &found)?;
    }
    let is_whole = ["ended", "lost", "duplicated", "out_of_order"]
        .iter()
        .all(|name| found[*name].as_u64() == Some(0));
    Ok((!is_whole).then(|| "connections were dropped, or cells lost".to_owned()))
}

fn write(path: &Path, found: &Value) -> std::io::Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(path, format!("{found:#}\n"))?;
    println!("written: {}", path.display());
    Ok(())
}

async fn hold(server: &Server, size: &Size) -> Value {
    let (large, small) = size.watchers();
    let before = server.rss();
    let mut setup = Setup::new();
    let mut number = 0;
    for room in 0..=SMALL {
        let watchers = if room == 0 { large } else { small };
        setup.add(Kind::Relay, server, (number, room), watchers, 4).await;
        number += watchers + 1;
    }
    eprintln!("{number} connections are open ...");
    let (rss, cpu) = (server.rss(), server.cpu_us());
    let words: Vec<Words> = (0..=SMALL)
        .map(|room| {
            let every = if room == 0 { LARGE_EVERY } else { SMALL_EVERY };
            let messages = usize::try_from(size.seconds / every.as_secs()).unwrap_or(0) + 1;
            Words { messages, every: Some(every) }
        })
        .collect();
    let lost = setup.say(&words).await;
    let cpu = server.cpu_us() - cpu;
    let latencies = setup.latencies();
    let Row { duplicated, out_of_order, .. } = setup.counted(Row::default());
    json!({
        "date": report::date(),
        "commit": report::commit(),
        "connections": number,
        "watchers_of_one_mailbox": large,
        "seconds": size.seconds,
        "delivered": setup.delivered(),
        "ended": setup.ended(),
        "lost": lost,
        "duplicated": duplicated,
        "out_of_order": out_of_order,
        "server_cpu_us_per_delivery_pings_included": cpu / setup.delivered().max(1) as f64,
        "server_rss_bytes_without_connections": before,
        "server_rss_bytes_once_all_are_open": rss,
        "server_rss_bytes_at_the_end": server.rss(),
        "load_average_at_the_end": process::load_average(),
        "p50_us": percentile(&latencies, 500),
        "p99_us": percentile(&latencies, 990),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_all_watch_one_mailbox() {
        for connections in [500, 1_000, 19_900, 20_000] {
            let (large, small) = Size { connections, seconds: 1 }.watchers();
            assert_eq!(large + SMALL * small + SMALL + 1, connections);
            assert!(large > SMALL * small && large < 2 * SMALL * small, "{connections}");
            assert!(connections < 19_000 || large >= 10_000);
        }
    }
}
