//! The loads: what is published, who watches, and what is measured.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, Semaphore};
use tokio::task::{JoinHandle, LocalSet};

use crate::process::Server;
use crate::report::Row;
use crate::target::{self, Acks, Kind, Publisher, Watcher};

/// One load.
pub(crate) struct Load {
    pub(crate) name: &'static str,
    /// Whether the floor can bear it too: it has no disk.
    pub(crate) floor: bool,
    what: What,
}

enum What {
    Fanout { rooms: usize, watchers: usize, in_flight: usize, messages: usize, pace: Option<u64> },
    Idle { connections: usize },
    Store { cells: usize },
    Catchup { cells: usize },
    Stalled { messages: usize },
}

const fn fanout(
    name: &'static str,
    (rooms, watchers): (usize, usize),
    in_flight: usize,
    messages: usize,
    pace: Option<u64>,
) -> Load {
    Load { name, floor: true, what: What::Fanout { rooms, watchers, in_flight, messages, pace } }
}

/// All of them. Messages are for each room.
pub(crate) const ALL: [&Load; 8] = [
    &fanout("w1", (10, 100), 1, 200, None),
    &fanout("w16", (10, 100), 16, 960, None),
    &fanout("open", (10, 100), 64, 60, Some(10)),
    &fanout("hot", (1, 10_000), 1, 20, None),
    &Load { name: "idle", floor: true, what: What::Idle { connections: 5_000 } },
    &Load { name: "store", floor: false, what: What::Store { cells: 10_000 } },
    &Load { name: "catchup", floor: false, what: What::Catchup { cells: 10_000 } },
    &Load { name: "stalled", floor: false, what: What::Stalled { messages: 400 } },
];

/// What watchers of one room have seen.
struct Seen {
    sent: RefCell<Vec<Instant>>,
    /// Watchers that have not had a message yet.
    missing: RefCell<Vec<usize>>,
    /// As many permits as messages may be in flight.
    flight: Semaphore,
    totals: Rc<Totals>,
}

#[derive(Default)]
struct Totals {
    delivered: RefCell<u64>,
    duplicated: RefCell<u64>,
    out_of_order: RefCell<u64>,
    latencies: RefCell<Vec<u32>>,
    more: Notify,
}

struct Setup {
    rooms: Vec<(Publisher, Rc<Seen>)>,
    totals: Rc<Totals>,
    watchers: usize,
    _tasks: Vec<JoinHandle<()>>,
}

/// Runs one load against one server.
pub(crate) fn run(load: &Load, kind: Kind, short: bool, relay: &Path) -> Row {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let server = kind.start(relay);
    let row = LocalSet::new().block_on(&runtime.expect("a runtime"), async {
        match load.what {
            What::Fanout { rooms, watchers, in_flight, messages, pace } => {
                let (watchers, messages) = match (short, watchers) {
                    (true, 10_000) => (2_000, messages),
                    (true, _) => (watchers, messages / 3),
                    (false, _) => (watchers, messages),
                };
                fan_out(kind, &server, (rooms, watchers), in_flight, messages, pace).await
            }
            What::Idle { connections } => {
                idle(kind, &server, if short { connections / 5 } else { connections }).await
            }
            What::Store { cells } => store(kind, &server, cells).await,
            What::Catchup { cells } => catch_up(kind, &server, cells).await,
            What::Stalled { messages } => stalled(kind, &server, messages).await,
        }
    });
    Row { server: kind.name(), load: load.name, ..row }
}

async fn watch_all(mut watcher: Watcher, seen: Rc<Seen>) {
    let mut next = 0;
    while let Some(index) = watcher.delivered().await {
        seen.deliver(index, &mut next);
    }
}

impl Seen {
    fn deliver(&self, index: u64, next: &mut u64) {
        let totals = &self.totals;
        *totals.delivered.borrow_mut() += 1;
        if index < *next {
            *totals.duplicated.borrow_mut() += 1;
            return;
        }
        if index > *next {
            *totals.out_of_order.borrow_mut() += 1;
        }
        *next = index + 1;
        let at = usize::try_from(index).expect("small");
        let age = self.sent.borrow()[at].elapsed().as_micros();
        totals.latencies.borrow_mut().push(u32::try_from(age).unwrap_or(u32::MAX));
        let missing = &mut self.missing.borrow_mut()[at];
        *missing -= 1;
        if *missing == 0 {
            self.flight.add_permits(1);
            totals.more.notify_one();
        }
    }
}

/// Publishers first, since they open; then all watchers, each a task.
async fn set_up(
    kind: Kind,
    server: &Server,
    rooms: usize,
    watchers: usize,
    in_flight: usize,
) -> Setup {
    let totals = Rc::new(Totals::default());
    let mut setup = Setup { rooms: Vec::new(), totals, watchers, _tasks: Vec::new() };
    for room in 0..rooms {
        let number = room * (watchers + 1);
        let (publisher, acks) = target::publish(kind, server.address, number, room).await;
        let seen = Rc::new(Seen {
            sent: RefCell::default(),
            missing: RefCell::default(),
            flight: Semaphore::new(in_flight),
            totals: Rc::clone(&setup.totals),
        });
        for at in 0..watchers {
            let watcher = target::watch(kind, server.address, number + 1 + at, room).await;
            setup._tasks.push(tokio::task::spawn_local(watch_all(watcher, Rc::clone(&seen))));
        }
        setup._tasks.push(tokio::task::spawn_local(take_acks(acks)));
        setup.rooms.push((publisher, seen));
    }
    setup
}

async fn take_acks(mut acks: Acks) {
    loop {
        acks.one().await;
    }
}

/// Publishes so many messages in a room, at most as many in flight as there are permits, or at a pace.
async fn speak(
    publisher: &mut Publisher,
    seen: &Seen,
    watchers: usize,
    messages: usize,
    pace: Option<u64>,
) {
    let mut left = messages;
    let mut tick =
        pace.map(|a_second| tokio::time::interval(Duration::from_millis(1000 / a_second)));
    while left > 0 {
        if let Some(tick) = &mut tick {
            tick.tick().await;
        }
        let mut free = 1;
        seen.flight.acquire().await.expect("open").forget();
        while tick.is_none()
            && free < left
            && seen.flight.try_acquire().map(|it| it.forget()).is_ok()
        {
            free += 1;
        }
        let prepared = publisher.prepared(free);
        for _ in 0..free {
            seen.sent.borrow_mut().push(Instant::now());
            seen.missing.borrow_mut().push(watchers);
        }
        publisher.say(&prepared).await;
        left -= free;
    }
}

impl Setup {
    /// All rooms speak, and everything has arrived when this returns, or nothing has for ten seconds.
    async fn speak(&mut self, messages: usize, pace: Option<u64>) {
        let (watchers, totals) = (self.watchers, Rc::clone(&self.totals));
        let wanted = *totals.delivered.borrow() + (self.rooms.len() * watchers * messages) as u64;
        let local: Vec<_> = std::mem::take(&mut self.rooms)
            .into_iter()
            .map(|(mut publisher, seen)| {
                tokio::task::spawn_local(async move {
                    speak(&mut publisher, &seen, watchers, messages, pace).await;
                    (publisher, seen)
                })
            })
            .collect();
        for task in local {
            self.rooms.push(task.await.expect("it spoke"));
        }
        let mut before = 0;
        while *totals.delivered.borrow() < wanted {
            let some = totals.more.notified();
            if tokio::time::timeout(Duration::from_secs(10), some).await.is_err() {
                let now = *totals.delivered.borrow();
                if now == before {
                    return;
                }
                before = now;
            }
        }
    }
}

/// The value below which so many hundredths lie.
fn percentile(sorted: &[u32], hundredths: usize) -> Option<u64> {
    sorted
        .get((sorted.len() * hundredths / 100).min(sorted.len().checked_sub(1)?))
        .map(|it| u64::from(*it))
}

async fn fan_out(
    kind: Kind,
    server: &Server,
    (rooms, watchers): (usize, usize),
    in_flight: usize,
    messages: usize,
    pace: Option<u64>,
) -> Row {
    let mut setup = set_up(kind, server, rooms, watchers, in_flight).await;
    let warm = (messages / 10).max(in_flight).min(messages);
    setup.speak(warm, pace).await;
    setup.totals.latencies.borrow_mut().clear();
    let (before, cpu) = (*setup.totals.delivered.borrow(), server.cpu_us());
    setup.speak(messages, pace).await;
    let cpu = server.cpu_us() - cpu;
    let totals = &setup.totals;
    let delivered = *totals.delivered.borrow() - before;
    let wanted = (rooms * watchers * messages) as u64;
    let mut latencies = totals.latencies.borrow_mut();
    latencies.sort_unstable();
    Row {
        deliveries: delivered,
        cpu_us: Some(cpu / delivered as f64),
        p50_us: percentile(&latencies, 50),
        p99_us: percentile(&latencies, 99),
        lost: wanted.saturating_sub(delivered),
        duplicated: *totals.duplicated.borrow(),
        out_of_order: *totals.out_of_order.borrow(),
        ..Row::default()
    }
}

/// Connections that watch and hear nothing; then a burst of 16 KiB to each.
async fn idle(kind: Kind, server: &Server, connections: usize) -> Row {
    const ROOMS: usize = 10;
    // Threads, caches and allocator are there before the first is counted.
    let _warm = set_up(kind, server, 1, 50, 1).await;
    let before = server.rss();
    let mut setup = {
        let totals = Rc::new(Totals::default());
        Setup { rooms: Vec::new(), totals, watchers: connections / ROOMS, _tasks: Vec::new() }
    };
    for room in 0..ROOMS {
        let number = 1_000 + room * (setup.watchers + 1);
        let (publisher, acks) = target::publish(kind, server.address, number, 10 + room).await;
        let seen = Rc::new(Seen {
            sent: RefCell::default(),
            missing: RefCell::default(),
            flight: Semaphore::new(8),
            totals: Rc::clone(&setup.totals),
        });
        for at in 0..setup.watchers {
            let watcher = target::watch(kind, server.address, number + 1 + at, 10 + room).await;
            setup._tasks.push(tokio::task::spawn_local(watch_all(watcher, Rc::clone(&seen))));
        }
        setup._tasks.push(tokio::task::spawn_local(take_acks(acks)));
        setup.rooms.push((publisher, seen));
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = server.rss();
    setup.speak(8, None).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = server.rss();
    let each = |from: u64, to: u64| to.saturating_sub(from) / connections as u64;
    let delivered = *setup.totals.delivered.borrow();
    Row {
        deliveries: delivered,
        rss_per_connection: Some(each(before, idle)),
        rss_after_burst: Some(each(idle, after)),
        lost: (connections as u64 * 8).saturating_sub(delivered),
        duplicated: *setup.totals.duplicated.borrow(),
        out_of_order: *setup.totals.out_of_order.borrow(),
        note: Some(format!("{connections} connections")),
        ..Row::default()
    }
}

/// Fills a mailbox over one connection, 64 in flight.
async fn fill(publisher: &mut Publisher, acks: &mut Acks, cells: usize) {
    const FLIGHT: usize = 64;
    let mut waiting = 0;
    let mut left = cells;
    while left > 0 || waiting > 0 {
        let more = (FLIGHT - waiting).min(left);
        // Half a flight at a time, so that some are always on their way.
        if more >= FLIGHT / 2 || (left > 0 && left < FLIGHT) {
            let prepared = publisher.prepared(more);
            publisher.say(&prepared).await;
            left -= more;
            waiting += more;
        }
        acks.one().await;
        waiting -= 1;
    }
}

async fn store(kind: Kind, server: &Server, cells: usize) -> Row {
    let (mut publisher, mut acks) = target::publish(kind, server.address, 0, 0).await;
    fill(&mut publisher, &mut acks, cells / 10).await;
    let cpu = server.cpu_us();
    fill(&mut publisher, &mut acks, cells).await;
    let cpu = (server.cpu_us() - cpu) / cells as f64;
    let note = Some("each verified, stored, acknowledged".to_owned());
    Row { deliveries: cells as u64, cpu_us: Some(cpu), note, ..Row::default() }
}

async fn catch_up(kind: Kind, server: &Server, cells: usize) -> Row {
    const READERS: usize = 5;
    let (mut publisher, mut acks) = target::publish(kind, server.address, 0, 0).await;
    fill(&mut publisher, &mut acks, cells).await;
    let mut row = Row::default();
    let mut cpu = 0.0;
    // The first one warms the caches.
    for reader in 0..=READERS {
        let before = server.cpu_us();
        let mut watcher = target::watch(kind, server.address, 1 + reader, 0).await;
        for wanted in 0..cells as u64 {
            match watcher.delivered().await {
                Some(index) if index == wanted => {}
                Some(_) => row.out_of_order += 1,
                None => row.lost += 1,
            }
        }
        if reader > 0 {
            cpu += server.cpu_us() - before;
            row.deliveries += cells as u64;
        }
    }
    Row { cpu_us: Some(cpu / row.deliveries as f64), ..row }
}

/// A room of a hundred of which one reads nothing for a while.
async fn stalled(kind: Kind, server: &Server, messages: usize) -> Row {
    let mut setup = set_up(kind, server, 1, 99, 4).await;
    setup.speak(messages, None).await;
    let mut usual = std::mem::take(&mut *setup.totals.latencies.borrow_mut());
    let mut sleeper = target::watch(kind, server.address, 5_000, 0).await;
    let rss = server.rss();
    let delivered = *setup.totals.delivered.borrow();
    setup.speak(messages * 2, None).await;
    let grown = server.rss().saturating_sub(rss);
    let mut latencies = std::mem::take(&mut *setup.totals.latencies.borrow_mut());
    // It wakes, and everything is there, in order.
    let mut row = Row::default();
    for wanted in 0..(messages * 3) as u64 {
        let next = tokio::time::timeout(Duration::from_secs(10), sleeper.delivered()).await;
        match next.ok().flatten() {
            Some(index) if index == wanted => {}
            Some(index) if index < wanted => row.duplicated += 1,
            Some(_) => row.out_of_order += 1,
            None => row.lost += 1,
        }
    }
    usual.sort_unstable();
    latencies.sort_unstable();
    let (before, now) = (percentile(&usual, 99), percentile(&latencies, 99));
    let delivered = *setup.totals.delivered.borrow() - delivered;
    Row {
        deliveries: delivered,
        p50_us: percentile(&latencies, 50),
        p99_us: now,
        lost: row.lost + (messages as u64 * 2 * 99).saturating_sub(delivered),
        note: Some(format!(
            "others' p99 {} us before; {} KiB grown; the sleeper had all",
            before.unwrap_or(0),
            grown / 1024
        )),
        ..row
    }
}
