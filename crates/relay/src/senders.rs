//! The threads that bring answers and news to connections, after the commit.
//!
//! Each connection belongs to one of them, so what it is sent keeps its order. However much a batch brings to
//! one connection, its socket is written to once, and its task is not woken.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use sitr_relay_core::{Answer, ConnId};

use crate::line::queue::Queue;
use crate::line::{Line, News, Told};
use crate::metrics::Metrics;

/// Batches that may wait for one sender. The hub waits beyond that, and what is to be stored gathers meanwhile:
/// nobody would hear of it sooner, and one commit and one write carry more.
const WAITING: usize = 1;
/// Senders at most.
const MOST: usize = 8;

/// One who watches a mailbox.
#[derive(Debug)]
struct Watching {
    line: Arc<Line>,
    /// The watch's number.
    request: u64,
}

/// Those of one mailbox whose connections belong to one sender.
type Group = Arc<[Watching]>;

/// Who watches one mailbox, each with its sender: put together once, and shared by all batches until somebody
/// comes or goes.
#[derive(Debug)]
pub(crate) struct Audience {
    /// For each sender; none where it has nobody to tell.
    ways: Vec<Option<Group>>,
    len: usize,
}

impl Audience {
    /// Number of watches.
    pub(crate) fn len(&self) -> usize {
        self.len
    }
}

/// What a batch brings to the connections of one sender.
#[derive(Debug, Default)]
struct Batch {
    answers: Vec<(Arc<Line>, u64, Answer)>,
    news: Vec<(Group, Arc<[News]>)>,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.news.is_empty()
    }
}

/// The hub's way to the senders.
#[derive(Debug)]
pub(crate) struct Senders {
    /// Each with what is gathered for it.
    ways: Vec<(SyncSender<Batch>, Batch)>,
}

/// Starts as many as the machine has cores. They end when [`Senders`] is dropped.
///
/// # Errors
/// If the system gives no thread.
pub(crate) fn start(metrics: &Arc<Metrics>) -> std::io::Result<(Senders, Vec<JoinHandle<()>>)> {
    let count = thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST));
    let (mut ways, mut threads) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let (way, batches) = sync_channel(WAITING);
        let metrics = Arc::clone(metrics);
        let thread = thread::Builder::new().name("sitr-send".to_owned());
        threads.push(thread.spawn(move || send(&batches, &metrics))?);
        ways.push((way, Batch::default()));
    }
    Ok((Senders { ways }, threads))
}

impl Senders {
    /// Number of the sender to which a connection belongs.
    fn way(&self, conn: ConnId) -> usize {
        usize::try_from(conn.0 % self.ways.len().max(1) as u64).unwrap_or(0)
    }

    /// Those who watch a mailbox, by connection, line and number of the watch.
    pub(crate) fn audience<'a>(
        &self,
        watchers: impl Iterator<Item = (ConnId, &'a Arc<Line>, u64)>,
    ) -> Audience {
        let mut ways: Vec<Vec<Watching>> = self.ways.iter().map(|_| Vec::new()).collect();
        for (conn, line, request) in watchers {
            if let Some(way) = ways.get_mut(self.way(conn)) {
                way.push(Watching { line: Arc::clone(line), request });
            }
        }
        let len = ways.iter().map(Vec::len).sum();
        let ways = ways.into_iter().map(|way| (!way.is_empty()).then(|| way.into())).collect();
        Audience { ways, len }
    }

    /// Adds an answer; it goes with [`Senders::go`].
    pub(crate) fn answer(&mut self, conn: ConnId, line: &Arc<Line>, request: u64, answer: Answer) {
        let way = self.way(conn);
        if let Some((_, batch)) = self.ways.get_mut(way) {
            batch.answers.push((Arc::clone(line), request, answer));
        }
    }

    /// Adds news of a mailbox for all who watch it; they go with [`Senders::go`], after the answers.
    pub(crate) fn tell(&mut self, audience: &Audience, news: &Arc<[News]>) {
        for ((_, batch), group) in self.ways.iter_mut().zip(&audience.ways) {
            if let Some(group) = group {
                batch.news.push((Arc::clone(group), Arc::clone(news)));
            }
        }
    }

    /// Hands over all that was added.
    pub(crate) fn go(&mut self) {
        for (way, batch) in &mut self.ways {
            if !batch.is_empty() {
                // A sender ends only after this.
                let _ = way.send(std::mem::take(batch));
            }
        }
    }
}

fn send(way: &Receiver<Batch>, metrics: &Metrics) {
    let mut scratch = Queue::default();
    while let Ok(Batch { answers, news }) = way.recv() {
        // Those to which the batch may bring more: they are written to at its end.
        let mut later: Vec<Arc<Line>> = Vec::new();
        for (line, request, answer) in answers {
            line.answer(request, answer);
            if !later.last().is_some_and(|last| Arc::ptr_eq(last, &line)) {
                later.push(line);
            }
        }
        for (group, news) in news {
            for Watching { line, request } in group.iter() {
                match line.tell(*request, &news, &mut scratch) {
                    Told::Done => {}
                    Told::Later => later.push(Arc::clone(line)),
                    Told::Fell => metrics.fallen_total.add(1),
                }
            }
        }
        for line in later {
            line.flush();
        }
    }
}
