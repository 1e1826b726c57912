//! What a message costs as the relay grows: with mailboxes stored, and with connections open. Written as a
//! table, as JSON, and as plots for the book.

use std::path::Path;

use serde_json::{Value, json};
use tokio::task::LocalSet;

use crate::fanout::Setup;
use crate::peer::{Heard, relay};
use crate::plot::{self, Plot};
use crate::process::Server;
use crate::rooms::Room;
use crate::socket::{BINARY, frame};
use crate::target::Kind;

/// Where the plots of the book are.
const PLOTS: &str = "docs/src/plots";

/// Appends to mailboxes all over.
const APPENDS: usize = 2_000;
/// Requests of one connection that wait for their answer while mailboxes are made.
const FLIGHT: usize = 48;

/// What was measured at one size.
struct Point {
    size: usize,
    /// CPU time for each delivery in a room of a hundred.
    delivery_us: f64,
    /// CPU time for each append to a mailbox that was not spoken of before.
    append_us: Option<f64>,
    rss: u64,
    disk: u64,
}

impl Point {
    fn json(&self) -> Value {
        json!({
            "size": self.size,
            "cpu_us_per_delivery": self.delivery_us,
            "cpu_us_per_append_anywhere": self.append_us,
            "rss_bytes": self.rss,
            "disk_bytes": self.disk,
        })
    }
}

pub(crate) fn run(program: &Path, short: bool, out: &Path, write: bool) -> std::io::Result<()> {
    let (mailboxes, connections): (&[usize], &[usize]) = if short {
        (&[10, 100, 1_000, 10_000], &[100, 1_000, 3_000])
    } else {
        (&[10, 100, 1_000, 10_000, 100_000, 1_000_000], &[100, 1_000, 5_000, 10_000, 19_000])
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let stored = LocalSet::new().block_on(&runtime, with_mailboxes(program, mailboxes));
    println!("mailboxes stored\n{}", table(&stored));
    let open = LocalSet::new().block_on(&runtime, with_connections(program, connections));
    println!("connections open\n{}", table(&open));
    let both = json!({
        "mailboxes": stored.iter().map(Point::json).collect::<Vec<_>>(),
        "connections": open.iter().map(Point::json).collect::<Vec<_>>(),
    });
    if let Some(dir) = out.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(out, format!("{both:#}\n"))?;
    println!("written: {}", out.display());
    if write {
        std::fs::create_dir_all(PLOTS)?;
        for (name, plot) in plots(&stored, &open) {
            std::fs::write(Path::new(PLOTS).join(name), plot::svg(&plot))?;
            println!("written: {PLOTS}/{name}");
        }
    }
    Ok(())
}

fn table(points: &[Point]) -> String {
    let mut text =
        "      size  us/delivery  us/append anywhere      RSS MB     disk MB\n".to_owned();
    for point in points {
        text += &format!(
            "{:>10} {:>12.2} {:>19} {:>11.1} {:>11.1}\n",
            point.size,
            point.delivery_us,
            point.append_us.map_or_else(|| "-".to_owned(), |us| format!("{us:.0}")),
            point.rss as f64 / 1e6,
            point.disk as f64 / 1e6,
        );
    }
    text
}

fn plots(stored: &[Point], open: &[Point]) -> [(&'static str, Plot); 4] {
    let line = |points: &[Point], of: fn(&Point) -> f64| {
        points.iter().map(|point| (point.size as f64, of(point))).collect::<Vec<_>>()
    };
    let plot = |title, x, y, points| Plot { title, x, y, points };
    let cpu = |point: &Point| point.delivery_us;
    let mb = |point: &Point| point.rss as f64 / 1e6;
    let (mailboxes, connections) = ("mailboxes stored", "connections open");
    [
        (
            "cpu-by-mailboxes.svg",
            plot("CPU for a delivery", mailboxes, "microseconds", line(stored, cpu)),
        ),
        (
            "memory-by-mailboxes.svg",
            plot("Memory of the relay", mailboxes, "megabytes", line(stored, mb)),
        ),
        (
            "cpu-by-connections.svg",
            plot("CPU for a delivery", connections, "microseconds", line(open, cpu)),
        ),
        (
            "memory-by-connections.svg",
            plot("Memory of the relay", connections, "megabytes", line(open, mb)),
        ),
    ]
}

/// A room of a hundred speaks: CPU time for each delivery.
async fn delivery(server: &Server, room: usize, number: usize) -> f64 {
    const MESSAGES: usize = 300;
    let mut setup = Setup::new();
    setup.add(Kind::Relay, server, (number, room), 100, 1).await;
    setup.speak(MESSAGES / 10, None).await;
    let (cpu, before) = (server.cpu_us(), setup.delivered());
    setup.speak(MESSAGES, None).await;
    (server.cpu_us() - cpu) / (setup.delivered() - before) as f64
}

async fn with_mailboxes(program: &Path, sizes: &[usize]) -> Vec<Point> {
    let server = Kind::Relay.start(program);
    let (mut points, mut there) = (Vec::new(), 0);
    for (at, size) in sizes.iter().enumerate() {
        eprintln!("{size} mailboxes ...");
        ask(&server, at, (there..*size).map(|room| (room, 1)), Room::open).await;
        there = *size;
        // Appends to mailboxes all over, each of which the relay must look up on the disk.
        let step = (size / APPENDS).max(1);
        let anywhere = (0..APPENDS).map(|it| (it * step % size, (2 + at * APPENDS + it) as u64));
        let cpu = server.cpu_us();
        ask(&server, 100 + at, anywhere, Room::append).await;
        let append = (server.cpu_us() - cpu) / APPENDS as f64;
        let delivery_us = delivery(&server, 10_000_000 + at, 10_000 + 1_000 * at).await;
        points.push(Point {
            size: *size,
            delivery_us,
            append_us: Some(append),
            rss: server.rss(),
            disk: server.stored(),
        });
    }
    points
}

/// Asks something of each of these mailboxes, under these numbers, over one connection, and waits until all is
/// answered.
async fn ask(
    server: &Server,
    number: usize,
    rooms: impl IntoIterator<Item = (usize, u64)>,
    request: impl Fn(&Room, u64) -> Vec<u8>,
) {
    let (mut ear, mut mouth, id) = relay::greeted(server.address, number).await;
    let mut rooms = rooms.into_iter().peekable();
    let mut waiting = 0;
    while waiting > 0 || rooms.peek().is_some() {
        if waiting <= FLIGHT / 2 {
            let some = rooms.by_ref().take(FLIGHT - waiting);
            let frames: Vec<_> = some
                .map(|(room, number)| frame(BINARY, &request(&Room::new(id, room), number)))
                .collect();
            waiting += frames.len();
            mouth.write(&frames.concat()).await;
        }
        match relay::take(&mut ear.buffer) {
            Some(Heard::Ack) => waiting -= 1,
            Some(Heard::Answer(answer, _)) => mouth.write(&answer).await,
            Some(other) => panic!("unexpected {other:?}"),
            None => assert!(ear.more().await, "the relay ended it"),
        }
    }
}

async fn with_connections(program: &Path, sizes: &[usize]) -> Vec<Point> {
    const ROOMS: usize = 10;
    let server = Kind::Relay.start(program);
    let mut idle = Setup::new();
    let (mut points, mut there) = (Vec::new(), 0);
    for (at, size) in sizes.iter().enumerate() {
        eprintln!("{size} connections ...");
        let watchers = (size - there) / ROOMS;
        for room in 0..ROOMS {
            let number = there + room * (watchers + 1);
            idle.add(Kind::Relay, &server, (number, at * ROOMS + room), watchers, 1).await;
        }
        there = *size;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let (rss, disk) = (server.rss(), server.stored());
        let delivery_us = delivery(&server, 10_000_000 + at, 30_000 + 1_000 * at).await;
        points.push(Point { size: *size, delivery_us, append_us: None, rss, disk });
    }
    points
}
