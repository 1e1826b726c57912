//! Loads that are about who watches: rooms in which publishers speak, idle connections, one stalled reader.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;

use crate::process::Server;
use crate::report::Row;
use crate::target::{self, Acks, Kind, Publisher, Watcher};

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

struct Room {
    publisher: Publisher,
    seen: Rc<Seen>,
    watchers: usize,
}

/// What a room has to say.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) messages: usize,
    /// Time from one to the next; none: as soon as there is room for it.
    pub(crate) every: Option<Duration>,
}

/// Rooms with all who watch, each a task.
pub(crate) struct Setup {
    rooms: Vec<Room>,
    totals: Rc<Totals>,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Setup {
    /// Everybody hangs up.
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn watch_all(mut watcher: Watcher, seen: Rc<Seen>) {
    let mut next = 0;
    while let Some(index) = watcher.delivered().await {
        seen.deliver(index, &mut next);
    }
}

async fn take_acks(mut acks: Acks) {
    while acks.one().await {}
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

impl Room {
    /// Publishes so many messages, at most as many in flight as there are permits, or one at a time.
    async fn speak(&mut self, Words { messages, every }: Words) {
        let mut left = messages;
        let mut tick = every.map(tokio::time::interval);
        while left > 0 {
            if let Some(tick) = &mut tick {
                tick.tick().await;
            }
            let mut free = 1;
            self.seen.flight.acquire().await.expect("open").forget();
            while tick.is_none()
                && free < left
                && self.seen.flight.try_acquire().map(|it| it.forget()).is_ok()
            {
                free += 1;
            }
            let prepared = self.publisher.prepared(free);
            for _ in 0..free {
                self.seen.sent.borrow_mut().push(Instant::now());
                self.seen.missing.borrow_mut().push(self.watchers);
            }
            self.publisher.say(&prepared).await;
            left -= free;
        }
    }
}

impl Setup {
    pub(crate) fn new() -> Self {
        Self { rooms: Vec::new(), totals: Rc::default(), tasks: Vec::new() }
    }

    /// Adds a room with so many who watch; its publisher comes first, since it opens it. Connections are
    /// numbered from `number` on.
    pub(crate) async fn add(
        &mut self,
        kind: Kind,
        server: &Server,
        (number, room): (usize, usize),
        watchers: usize,
        in_flight: usize,
    ) {
        let (publisher, acks) = target::publish(kind, server.address, number, room).await;
        self.tasks.push(tokio::task::spawn_local(take_acks(acks)));
        let seen = Rc::new(Seen {
            sent: RefCell::default(),
            missing: RefCell::default(),
            flight: Semaphore::new(in_flight),
            totals: Rc::clone(&self.totals),
        });
        for at in 0..watchers {
            let watcher = target::watch(kind, server.address, number + 1 + at, room, false).await;
            self.tasks.push(tokio::task::spawn_local(watch_all(watcher, Rc::clone(&seen))));
        }
        self.rooms.push(Room { publisher, seen, watchers });
    }

    /// All rooms say the same, so many times a second if there is a pace: see [`Setup::say`].
    pub(crate) async fn speak(&mut self, messages: usize, pace: Option<u64>) {
        let every = pace.map(|a_second| Duration::from_millis(1000 / a_second));
        let words = vec![Words { messages, every }; self.rooms.len()];
        self.say(&words).await;
    }

    /// Each room speaks. Everything has arrived when this returns, or nothing has for ten seconds. How many
    /// deliveries are missing.
    pub(crate) async fn say(&mut self, words: &[Words]) -> u64 {
        let totals = Rc::clone(&self.totals);
        let rooms = self.rooms.iter().zip(words);
        let deliveries: usize = rooms.map(|(room, words)| room.watchers * words.messages).sum();
        let wanted = *totals.delivered.borrow() + deliveries as u64;
        let speaking: Vec<_> = std::mem::take(&mut self.rooms)
            .into_iter()
            .zip(words)
            .map(|(mut room, words)| {
                let words = *words;
                tokio::task::spawn_local(async move {
                    room.speak(words).await;
                    room
                })
            })
            .collect();
        for task in speaking {
            self.rooms.push(task.await.expect("it spoke"));
        }
        let mut before = 0;
        while *totals.delivered.borrow() < wanted {
            let some = totals.more.notified();
            if tokio::time::timeout(Duration::from_secs(10), some).await.is_err() {
                let now = *totals.delivered.borrow();
                if now == before {
                    break;
                }
                before = now;
            }
        }
        let delivered = *totals.delivered.borrow();
        wanted.saturating_sub(delivered)
    }

    /// Connections that the server ended.
    pub(crate) fn ended(&self) -> usize {
        self.tasks.iter().filter(|task| task.is_finished()).count()
    }

    /// What has been delivered so far.
    pub(crate) fn delivered(&self) -> u64 {
        *self.totals.delivered.borrow()
    }

    /// What so many messages in each room come to.
    fn deliveries(&self, messages: usize) -> u64 {
        (self.rooms.iter().map(|room| room.watchers).sum::<usize>() * messages) as u64
    }

    pub(crate) fn counted(&self, row: Row) -> Row {
        Row {
            duplicated: *self.totals.duplicated.borrow(),
            out_of_order: *self.totals.out_of_order.borrow(),
            ..row
        }
    }

    pub(crate) fn latencies(&self) -> Vec<u32> {
        let mut latencies = std::mem::take(&mut *self.totals.latencies.borrow_mut());
        latencies.sort_unstable();
        latencies
    }
}

/// The value below which so many thousandths lie.
pub(crate) fn percentile(sorted: &[u32], thousandths: usize) -> Option<u64> {
    sorted
        .get((sorted.len() * thousandths / 1_000).min(sorted.len().checked_sub(1)?))
        .map(|it| u64::from(*it))
}

pub(crate) async fn fan_out(
    kind: Kind,
    server: &Server,
    rooms: &[usize],
    in_flight: usize,
    messages: usize,
    pace: Option<u64>,
) -> Row {
    let mut setup = Setup::new();
    let mut number = 0;
    for (room, watchers) in rooms.iter().enumerate() {
        setup.add(kind, server, (number, room), *watchers, in_flight).await;
        number += watchers + 1;
    }
    let warm = (messages / 10).max(in_flight).min(messages);
    setup.speak(warm, pace).await;
    setup.totals.latencies.borrow_mut().clear();
    let (before, cpu) = (*setup.totals.delivered.borrow(), server.cpu_us());
    setup.speak(messages, pace).await;
    let cpu = server.cpu_us() - cpu;
    let delivered = *setup.totals.delivered.borrow() - before;
    let latencies = setup.latencies();
    setup.counted(Row {
        deliveries: delivered,
        messages: (rooms.len() * messages) as u64,
        cpu_us: Some(cpu / delivered as f64),
        p50_us: percentile(&latencies, 500),
        p99_us: percentile(&latencies, 990),
        p999_us: percentile(&latencies, 999),
        lost: setup.deliveries(messages).saturating_sub(delivered),
        ..Row::default()
    })
}

/// Connections that watch and hear nothing; then a burst of 16 KiB to each.
pub(crate) async fn idle(kind: Kind, server: &Server, connections: usize) -> Row {
    const ROOMS: usize = 10;
    // Threads, caches and allocator are there before the first is counted.
    let mut warm = Setup::new();
    warm.add(kind, server, (0, 0), 50, 1).await;
    let before = server.rss();
    let mut setup = Setup::new();
    let watchers = connections / ROOMS;
    for room in 0..ROOMS {
        let number = 1_000 + room * (watchers + 1);
        setup.add(kind, server, (number, 10 + room), watchers, 8).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = server.rss();
    setup.speak(8, None).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = server.rss();
    let each = |from: u64, to: u64| to.saturating_sub(from) / connections as u64;
    let delivered = *setup.totals.delivered.borrow();
    setup.counted(Row {
        deliveries: delivered,
        rss_per_connection: Some(each(before, idle)),
        rss_after_burst: Some(each(idle, after)),
        lost: setup.deliveries(8).saturating_sub(delivered),
        note: Some(format!("{connections} connections")),
        ..Row::default()
    })
}

/// A room of a hundred of which one reads nothing for a while. The same load runs before without it, so
/// that what the server needs for the load itself is not taken for what the sleeper costs.
pub(crate) async fn stalled(kind: Kind, server: &Server, messages: usize) -> Row {
    let mut setup = Setup::new();
    setup.add(kind, server, (0, 0), 99, 4).await;
    setup.speak(messages, None).await;
    setup.latencies();
    let rss = server.rss();
    setup.speak(messages * 2, None).await;
    let usual = setup.latencies();
    let without = server.rss().saturating_sub(rss);
    let mut sleeper = target::watch(kind, server.address, 5_000, 0, false).await;
    let rss = server.rss();
    let delivered = *setup.totals.delivered.borrow();
    setup.speak(messages * 2, None).await;
    let grown = server.rss().saturating_sub(rss);
    let latencies = setup.latencies();
    // It wakes, and everything is there, in order.
    let mut row = Row::default();
    for wanted in 0..(messages * 5) as u64 {
        let next = tokio::time::timeout(Duration::from_secs(10), sleeper.delivered()).await;
        match next.ok().flatten() {
            Some(index) if index == wanted => {}
            Some(index) if index < wanted => row.duplicated += 1,
            Some(_) => row.out_of_order += 1,
            None => row.lost += 1,
        }
    }
    let delivered = *setup.totals.delivered.borrow() - delivered;
    Row {
        deliveries: delivered,
        p50_us: percentile(&latencies, 500),
        p99_us: percentile(&latencies, 990),
        p999_us: percentile(&latencies, 999),
        rss_for_stalled: Some(grown.saturating_sub(without)),
        lost: row.lost + setup.deliveries(messages * 2).saturating_sub(delivered),
        note: Some(format!(
            "without it p99 {} us, {} KiB grown; with it {} KiB; it had all afterwards",
            percentile(&usual, 990).unwrap_or(0),
            without / 1024,
            grown / 1024
        )),
        ..row
    }
}
