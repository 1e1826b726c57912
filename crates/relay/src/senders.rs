//! The threads that bring answers and news to connections, after the commit.
//!
//! Each connection belongs to one of them, so what it is sent keeps its order. What a batch brings to one
//! connection is one bundle: its line is locked once and its socket written to once, however many cells
//! that is, and its task is not woken.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use sitr_relay_core::ConnId;

use crate::line::queue::Queue;
use crate::line::{Line, Post};
use crate::metrics::Metrics;

/// Batches that may wait for one sender. The hub waits beyond that, and what is to be stored gathers meanwhile:
/// nobody would hear of it sooner, and one commit and one write carry more.
const WAITING: usize = 1;
/// Senders at most.
const MOST: usize = 8;

/// What a batch brings to one connection.
#[derive(Debug)]
struct Bundle {
    line: Arc<Line>,
    first: Post,
    more: Vec<Post>,
}

/// A connection's line, as the hub knows it.
#[derive(Debug)]
pub(crate) struct Listed {
    line: Arc<Line>,
    /// The latest batch that brought it something, and its bundle's place there.
    batch: u64,
    at: usize,
}

impl Listed {
    pub(crate) fn new(line: Arc<Line>) -> Self {
        Self { line, batch: 0, at: 0 }
    }
}

/// The hub's way to the senders.
#[derive(Debug)]
pub(crate) struct Senders {
    ways: Vec<(SyncSender<Vec<Bundle>>, Vec<Bundle>)>,
    /// Number of the batch that is gathered, from 1.
    batch: u64,
}

/// Starts as many as the machine has cores. They end when [`Senders`] is dropped.
///
/// # Errors
/// If the system gives no thread.
pub(crate) fn start(metrics: &Arc<Metrics>) -> std::io::Result<(Senders, Vec<JoinHandle<()>>)> {
    let count = thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST));
    let (mut ways, mut threads) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let (way, posts) = sync_channel(WAITING);
        let metrics = Arc::clone(metrics);
        let thread = thread::Builder::new().name("sitr-send".to_owned());
        threads.push(thread.spawn(move || send(&posts, &metrics))?);
        ways.push((way, Vec::new()));
    }
    Ok((Senders { ways, batch: 1 }, threads))
}

impl Senders {
    /// Adds a post; it goes with [`Senders::go`].
    pub(crate) fn post(&mut self, conn: ConnId, listed: &mut Listed, post: Post) {
        let way = usize::try_from(conn.0 % self.ways.len().max(1) as u64).unwrap_or(0);
        let Some((_, bundles)) = self.ways.get_mut(way) else { return };
        if listed.batch == self.batch
            && let Some(bundle) = bundles.get_mut(listed.at)
        {
            bundle.more.push(post);
            return;
        }
        listed.batch = self.batch;
        listed.at = bundles.len();
        bundles.push(Bundle { line: Arc::clone(&listed.line), first: post, more: Vec::new() });
    }

    /// Hands over all that was posted.
    pub(crate) fn go(&mut self) {
        self.batch += 1;
        for (way, bundles) in &mut self.ways {
            if !bundles.is_empty() {
                // A sender ends only after this.
                let _ = way.send(std::mem::take(bundles));
            }
        }
    }
}

fn send(way: &Receiver<Vec<Bundle>>, metrics: &Metrics) {
    let mut scratch = Queue::default();
    while let Ok(bundles) = way.recv() {
        for Bundle { line, first, more } in bundles {
            let fell = line.deliver(std::iter::once(first).chain(more), &mut scratch);
            if fell > 0 {
                metrics.fallen_total.add(fell);
            }
        }
    }
}
