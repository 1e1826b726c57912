//! The client of this project: whole transactions of the core on an encrypted profile, as they run in the
//! product, each durable before it counts. What others do in between, relay included, is not measured.

use sitr_client_core::state::Standing;
use sitr_content::{Body, Content};

use crate::cpu::median;
use crate::device::{Cost, Device};
use crate::relay::Relay;
use crate::row::{OURS, Row};

/// Repeats of what is short.
const REPEATS: usize = 41;
/// Knocks that one invite takes.
const USES: u32 = 1000;
/// Virtual milliseconds between two looks at the room.
const STEP_MS: u64 = 11_000;

/// A room of so many devices: who founded it, one who writes, one who reads, and the rest, who sleep.
struct World {
    relay: Relay,
    founder: Device,
    reader: Device,
    rows: Vec<Row>,
    leaves: usize,
}

/// Measures all operations in a room of so many devices.
pub(crate) fn rows(leaves: usize, short: bool) -> Vec<Row> {
    let mut world = World::new(leaves);
    world.join();
    let repeats = if short { 5 } else { REPEATS };
    world.messages(repeats);
    world.batch(if short { 64 } else { 512 });
    world.commits(if short { 1 } else { 3 });
    // Counting bytes costs time, so that it is done once more for that.
    let timed = std::mem::take(&mut world.rows);
    world.founder.count_bytes();
    world.reader.count_bytes();
    world.messages(3);
    world.batch(64);
    world.commits(1);
    world.join_counted();
    let counted = |row: &Row| {
        let same = world.rows.iter().find(|other| other.operation == row.operation);
        Row { bytes_written: same.and_then(|same| same.bytes_written), ..row.clone() }
    };
    timed.iter().map(counted).collect()
}

/// Somebody who knocks and then sleeps.
fn sleeper(relay: &mut Relay, link: &sitr_client_core::body::Link, number: usize) {
    Device::in_memory(&format!("n{number}"), 1_000 + number as u64).knock(relay, link);
}

impl World {
    /// Founds the room, and lets all but one in, in batches.
    fn new(leaves: usize) -> Self {
        let mut relay = Relay::new();
        let (mut founder, mut reader) =
            (Device::on_disk("founder", 1), Device::on_disk("reader", 2));
        founder.found(&relay);
        founder.work(&mut relay);
        for device in [&mut founder, &mut reader] {
            device.trust(&relay);
        }
        founder.expect_many();
        founder.cpu_us = 0.0;
        let mut heard = 0.0;
        let mut next = 0;
        while next + 2 < leaves {
            let link = founder.invite(&mut relay, USES);
            let batch = (leaves - 2 - next).min(USES as usize);
            for number in next..next + batch {
                sleeper(&mut relay, &link, number);
            }
            next += batch;
            let before = founder.cpu_us;
            founder.read(&relay);
            heard += founder.cpu_us - before;
            let_in(&mut founder, &mut relay);
        }
        let mut row = Row::new("create", leaves, OURS, founder.cpu_us - heard);
        row.wire_bytes = Some(relay.taken);
        let mut rows = vec![row];
        if leaves > 2 {
            rows.push(Row::new("read-knock", leaves, OURS, heard / (leaves - 2) as f64));
        }
        let link = founder.invite(&mut relay, 1);
        reader.knock(&mut relay, &link);
        founder.read(&relay);
        let_in(&mut founder, &mut relay);
        Self { relay, founder, reader, rows, leaves }
    }

    fn push(&mut self, operation: &str, costs: &[Cost]) {
        let cpu_us = median(costs.iter().map(|cost| cost.cpu_us).collect());
        let mut row = Row::new(operation, self.leaves, OURS, cpu_us);
        let middle = |of: fn(&Cost) -> u64| {
            let mut all: Vec<u64> = costs.iter().map(of).collect();
            all.sort_unstable();
            all.get(all.len() / 2).copied()
        };
        row.bytes_written = middle(|cost| cost.bytes);
        row.log_bytes = middle(|cost| cost.log_bytes);
        self.rows.push(row);
    }

    fn join(&mut self) {
        self.begin_logs();
        let (relay, reader) = (&self.relay, &mut self.reader);
        let (room, heard) = (reader.room, reader.heard);
        let answer = reader.core(|core| core.watching(&room)).remove(0);
        let cost = reader.cost(|reader| {
            while reader.take(relay, &answer) && reader.standing() != Some(Standing::Active) {}
        });
        assert_eq!(self.reader.standing(), Some(Standing::Active));
        let wire = self.reader.heard - heard;
        self.push("join", &[cost]);
        self.rows.last_mut().expect("pushed").wire_bytes = Some(wire);
    }

    /// Another one joins, whose bytes are counted.
    fn join_counted(&mut self) {
        let mut third = Device::on_disk("third", 3);
        third.trust(&self.relay);
        third.count_bytes();
        let link = self.founder.invite(&mut self.relay, 1);
        third.knock(&mut self.relay, &link);
        self.founder.read(&self.relay);
        let_in(&mut self.founder, &mut self.relay);
        std::mem::swap(&mut self.reader, &mut third);
        self.join();
        std::mem::swap(&mut self.reader, &mut third);
    }

    fn say(&mut self, text: &str) {
        let room = self.founder.room;
        let content = Content::new([0; 16], 0, Body::text(text));
        self.founder.core(|core| core.send(&room, content));
    }

    fn begin_logs(&self) {
        self.founder.begin_log();
        self.reader.begin_log();
    }

    /// Single messages, out and in, each in transactions of its own. The first of each brings caches up.
    fn messages(&mut self, repeats: usize) {
        let (mut sent, mut acknowledged, mut received) = (Vec::new(), Vec::new(), Vec::new());
        self.begin_logs();
        for number in 0..=repeats {
            let (room, text) =
                (self.founder.room, format!("message {number} of many, as long as people write"));
            let content = Content::new([0; 16], 0, Body::text(&text));
            sent.push(self.founder.cost(|founder| {
                founder.core(|core| core.send(&room, content));
            }));
            let relay = &mut self.relay;
            acknowledged.push(self.founder.cost(|founder| {
                founder.work(relay);
                let epoch = founder.epoch();
                founder.take(relay, &epoch);
            }));
            let (relay, epoch) = (&self.relay, self.reader.epoch());
            received.push(self.reader.cost(|reader| {
                reader.take(relay, &epoch);
            }));
        }
        self.push("send", &sent[1..]);
        self.push("send-acknowledged", &acknowledged[1..]);
        self.push("receive", &received[1..]);
    }

    /// Messages that waited, a page in a transaction.
    fn batch(&mut self, count: usize) {
        for number in 0..count {
            self.say(&format!("missed {number}, as long as people write"));
            self.founder.work(&mut self.relay);
        }
        let mut costs = Vec::new();
        self.begin_logs();
        loop {
            let (relay, epoch) = (&self.relay, self.reader.epoch());
            let (mut more, before) = (false, epoch.from);
            let mut cost = self.reader.cost(|reader| more = reader.take(relay, &epoch));
            if !more {
                break;
            }
            let taken = self.reader.epoch().from - before;
            cost.cpu_us /= taken as f64;
            cost.bytes /= taken;
            cost.log_bytes /= taken;
            costs.push(cost);
        }
        self.push("receive-batch", &costs);
    }

    /// Commits with a path, made by one and read by another.
    fn commits(&mut self, repeats: usize) {
        let (mut made, mut read) = (Vec::new(), Vec::new());
        self.begin_logs();
        for _ in 0..repeats {
            for device in [&mut self.founder, &mut self.reader] {
                device.now_ms += STEP_MS;
            }
            let room = self.founder.room;
            self.founder.core(|core| core.offer_keys(&room));
            made.push(self.founder.cost(|founder| {
                assert!(founder.core(|core| core.commit_next(&room)), "there is something to do");
            }));
            self.founder.work(&mut self.relay);
            self.founder.read(&self.relay);
            let (relay, epoch) = (&self.relay, self.reader.epoch());
            read.push(self.reader.cost(|reader| {
                assert!(reader.take(relay, &epoch), "the epoch ended");
            }));
        }
        self.push("commit", &made);
        self.push("receive-commit", &read);
    }
}

/// Lets everybody in who waits.
fn let_in(founder: &mut Device, relay: &mut Relay) {
    loop {
        founder.now_ms += STEP_MS;
        let acted = founder.act(relay);
        founder.read(relay);
        founder.work(relay);
        if !acted {
            return;
        }
    }
}
