//! The threads that bring answers and news to connections, after the commit.
//!
//! Each connection belongs to one of them, so what it is sent keeps its order. A sender puts all that
//! waits into the queues first and then writes to each socket once: a batch costs a connection one
//! system call, however many cells it holds, and none of their tasks is woken.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use sitr_relay_core::ConnId;

use crate::line::{Line, Post, Taken};
use crate::metrics::Metrics;

/// Batches that may wait for one sender; the hub waits beyond that.
const WAITING: usize = 64;
/// Posts that are queued before their sockets are written to.
const AT_ONCE: usize = 16_384;
/// Senders at most.
const MOST: usize = 8;

/// Posts with whom they are for.
type Posts = Vec<(Arc<Line>, Post)>;

/// The hub's way to the senders.
#[derive(Debug)]
pub(crate) struct Senders {
    ways: Vec<(SyncSender<Posts>, Posts)>,
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
        ways.push((way, Posts::new()));
    }
    Ok((Senders { ways }, threads))
}

impl Senders {
    /// Adds a post; it goes with [`Senders::go`].
    pub(crate) fn post(&mut self, conn: ConnId, line: &Arc<Line>, post: Post) {
        let at = usize::try_from(conn.0 % self.ways.len().max(1) as u64).unwrap_or(0);
        if let Some((_, posts)) = self.ways.get_mut(at) {
            posts.push((Arc::clone(line), post));
        }
    }

    /// Hands over all that was posted.
    pub(crate) fn go(&mut self) {
        for (way, posts) in &mut self.ways {
            if !posts.is_empty() {
                // A sender ends only after this.
                let _ = way.send(std::mem::take(posts));
            }
        }
    }
}

fn send(ways: &Receiver<Posts>, metrics: &Metrics) {
    let mut lines: Vec<Arc<Line>> = Vec::new();
    while let Ok(first) = ways.recv() {
        let mut next = Some(first);
        let mut taken = 0;
        while let Some(posts) = next {
            taken += posts.len();
            take(posts, &mut lines, metrics);
            next = if taken < AT_ONCE { ways.try_recv().ok() } else { None };
        }
        for line in lines.drain(..) {
            line.flush();
        }
    }
}

fn take(posts: Posts, lines: &mut Vec<Arc<Line>>, metrics: &Metrics) {
    for (line, post) in posts {
        match line.take(post) {
            Taken::First => lines.push(line),
            Taken::Yes => {}
            Taken::Fell => metrics.fallen_total.one(),
        }
    }
}
