//! The hub: one thread that decides and writes. It takes what waits, decides all of it, commits it
//! in one transaction, and only then lets anybody know (rule M-04).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc as blocking};

use sitr_relay_core::verify::Asked;
use sitr_relay_core::{Answer, Asker, ConnId, Core, Day, Seconds, Send};
use sitr_relay_store::{Error, Tx, Writer};
use sitr_wire::{Code, Handle, Refusal};
use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;
use crate::fanout::Fanout;
use crate::line::Line;
use crate::metrics::Metrics;
use crate::shared::SharedLoad;

/// Requests that one transaction carries at most.
const BATCH_JOBS: usize = 256;
/// Bytes of cells after which a transaction takes no more.
const BATCH_BYTES: usize = 1 << 20;
/// Mailboxes or cells that one step of the daily chores takes.
const CHORE_STEP: u32 = 256;
/// Bytes written after which the log is worth a checkpoint.
const CHECKPOINT_BYTES: usize = 16 << 20;
/// What a write adds to the log beside its cell: rows and indexes, in whole pages that it shares with others.
const WRITE_BYTES: usize = 8 << 10;

/// Something for the hub to do.
#[derive(Debug)]
pub(crate) enum Job {
    /// A connection that wants to hear of its answers here.
    Connect(ConnId, Arc<Line>),
    /// Verified requests of one connection, in order.
    Ask(Vec<(Asker, Asked)>),
    /// A watch is given up.
    Leave(Handle, Asker),
    /// A connection is gone.
    Disconnect(ConnId),
    /// Look at the day; say when the chores are done.
    Tick(Option<oneshot::Sender<()>>),
    /// Say whether something can be stored.
    Probe(oneshot::Sender<bool>),
    /// Stop, once everything before is done.
    Stop,
}

/// A request that waits for its decision.
#[derive(Debug)]
struct Waiting {
    from: Asker,
    asked: Asked,
}

impl Waiting {
    fn of((from, asked): (Asker, Asked)) -> Self {
        Self { from, asked }
    }
}

/// The thread's state.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) core: Core,
    pub(crate) writer: Writer,
    pub(crate) fanout: Fanout,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) load: Arc<SharedLoad>,
    /// Wakes the checkpointer.
    pub(crate) checkpoints: blocking::SyncSender<()>,
    /// The checkpointer has moved most of the log; the rest is for who writes.
    pub(crate) moved: Arc<AtomicBool>,
    pub(crate) chores: Chores,
    written: usize,
}

/// What is still to be done of the daily sweep.
#[derive(Debug, Default)]
pub(crate) struct Chores {
    swept: Option<Day>,
    sweeping: bool,
    shuffling: bool,
    reaping: bool,
    done: Vec<oneshot::Sender<()>>,
}

impl Hub {
    pub(crate) fn new(
        core: Core,
        writer: Writer,
        fanout: Fanout,
        clock: Arc<dyn Clock>,
        load: Arc<SharedLoad>,
        (checkpoints, moved): (blocking::SyncSender<()>, Arc<AtomicBool>),
    ) -> Self {
        let metrics = Arc::clone(&fanout.metrics);
        // What an earlier run left undone is looked for at the first step.
        let chores = Chores { reaping: true, ..Chores::default() };
        Self { core, writer, fanout, clock, metrics, load, checkpoints, moved, chores, written: 0 }
    }

    /// Runs until it is told to stop, or nobody is left who could tell it anything.
    pub(crate) fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        loop {
            let job = match jobs.try_recv() {
                Ok(job) => job,
                Err(mpsc::error::TryRecvError::Disconnected) => return,
                Err(mpsc::error::TryRecvError::Empty) if self.has_chores() => {
                    self.chore();
                    continue;
                }
                Err(mpsc::error::TryRecvError::Empty) => match jobs.blocking_recv() {
                    Some(job) => job,
                    None => return,
                },
            };
            let (waiting, next) = gather(job, &mut jobs);
            self.serve(waiting);
            self.finish_checkpoint();
            if let Some(job) = next
                && self.control(job)
            {
                return;
            }
            if self.has_chores() {
                // One step even under load, so that what must go does go.
                self.chore();
            }
        }
    }

    /// True if it was told to stop.
    fn control(&mut self, job: Job) -> bool {
        match job {
            Job::Connect(conn, line) => {
                self.fanout.connect(conn, line);
            }
            Job::Leave(handle, watcher) => self.fanout.leave(&mut self.core, &handle, watcher),
            Job::Disconnect(conn) => {
                self.fanout.disconnect(&mut self.core, conn);
            }
            Job::Tick(done) => {
                let today = self.clock.now().day();
                if self.chores.swept != Some(today) {
                    self.chores.swept = Some(today);
                    self.chores.sweeping = true;
                }
                self.chores.done.extend(done);
                self.finish_chores();
            }
            Job::Probe(answer) => {
                // Who asked may have stopped waiting.
                let _ = answer.send(self.writer.probe().is_ok());
            }
            Job::Stop => return true,
            Job::Ask(asked) => self.serve(asked.into_iter().map(Waiting::of).collect()),
        }
        false
    }

    /// All in one transaction; if that fails, each in its own, so that what one request meets does
    /// not fail the others.
    fn serve(&mut self, waiting: Vec<Waiting>) {
        if waiting.is_empty() {
            return;
        }
        let now = self.clock.now();
        if self.commit(&waiting, now).is_ok() {
            return;
        }
        for one in waiting {
            let from = one.from;
            if let Err(error) = self.commit(&[one], now) {
                tracing::error!(%error, "storing failed: nothing of it was acknowledged");
                let busy = Answer::Refused(Refusal::new(Code::Busy));
                let sends = vec![Send::Answer { to: from, answer: busy }];
                self.fanout.deliver(&mut self.core, sends);
            }
        }
    }

    fn commit(&mut self, waiting: &[Waiting], now: Seconds) -> Result<(), Error> {
        let core = &mut self.core;
        let mut decided = Decided::default();
        let result = self.writer.transaction(|tx| {
            for one in waiting {
                decided.take(core, tx, one, now)?;
            }
            Ok(())
        });
        match result {
            Ok(()) => {
                self.metrics.commits_total.one();
                self.metrics.cells_total.add(decided.cells);
                self.metrics.opened_total.add(decided.opened);
                if decided.opened > 0 {
                    let opened = u32::try_from(decided.opened).unwrap_or(u32::MAX);
                    self.load.lock().opened(opened, now);
                }
                self.metrics.refused_total.add(decided.refused);
                self.chores.reaping |= decided.removed;
                self.note_written(decided.bytes);
                for joined in waiting.iter().filter(|one| one.asked.is_join()) {
                    self.fanout.changed(joined.asked.handle());
                }
                self.fanout.deliver(&mut self.core, decided.sends);
                Ok(())
            }
            Err(error) => {
                // M-04: what was not committed is not known.
                for one in waiting {
                    self.core.forget(one.asked.handle());
                    self.fanout.leave(&mut self.core, one.asked.handle(), one.from);
                }
                self.metrics.commits_failed_total.one();
                Err(error)
            }
        }
    }

    fn finish_checkpoint(&self) {
        if self.moved.swap(false, Ordering::Relaxed)
            && let Err(error) = self.writer.finish_checkpoint()
        {
            tracing::warn!(%error, "a checkpoint failed: it is tried again");
        }
    }

    fn note_written(&mut self, bytes: usize) {
        self.written += bytes;
        if self.written >= CHECKPOINT_BYTES {
            self.written = 0;
            // Full: it is awake already.
            let _ = self.checkpoints.try_send(());
        }
    }

    fn has_chores(&self) -> bool {
        self.chores.sweeping || self.chores.reaping || self.chores.shuffling
    }

    /// One step of what a day's end leaves to do.
    fn chore(&mut self) {
        let result = if self.chores.sweeping {
            self.sweep()
        } else if self.chores.reaping {
            self.writer.reap(CHORE_STEP).map(|reaped| self.chores.reaping = reaped > 0)
        } else {
            self.writer.shuffle(CHORE_STEP).map(|left| self.chores.shuffling = left)
        };
        if let Err(error) = result {
            tracing::error!(%error, "the daily sweep failed: it goes on tomorrow");
            self.chores.sweeping = false;
            self.chores.reaping = false;
            self.chores.shuffling = false;
        }
        self.finish_chores();
    }

    fn finish_chores(&mut self) {
        if !self.has_chores() {
            for done in self.chores.done.drain(..) {
                // Who asked may have stopped waiting.
                let _ = done.send(());
            }
        }
    }

    fn sweep(&mut self) -> Result<(), Error> {
        let today = self.clock.now().day();
        let swept = self.writer.sweep(today, CHORE_STEP)?;
        if swept.is_empty() {
            self.chores.sweeping = false;
            self.chores.reaping = true;
            self.chores.shuffling = true;
            self.writer.begin_shuffle();
        }
        self.metrics.expired_total.add(swept.mailboxes.len() as u64);
        let batch = self.core.expired(&swept.mailboxes);
        self.fanout.deliver(&mut self.core, batch.sends);
        Ok(())
    }
}

/// What was decided within one transaction.
#[derive(Debug, Default)]
struct Decided {
    sends: Vec<Send>,
    bytes: usize,
    cells: u64,
    opened: u64,
    refused: u64,
    removed: bool,
}

impl Decided {
    fn take(
        &mut self,
        core: &mut Core,
        tx: &mut Tx<'_>,
        one: &Waiting,
        now: Seconds,
    ) -> Result<(), Error> {
        let needs = core.needs(&one.asked);
        if !core.knows(&needs.handle) {
            core.learn(needs.handle, tx.load(&needs.handle)?);
        }
        let places = match &needs.places_of {
            Some(hash) => tx.places(&needs.handle, hash)?,
            None => Vec::new(),
        };
        let batch = core.decide(one.from, &one.asked, &places, now);
        for write in &batch.writes {
            use sitr_relay_core::Write;
            tx.apply(write)?;
            match write {
                Write::Create { .. } => self.opened += 1,
                Write::Append { .. } => self.cells += 1,
                Write::Remove { .. } => self.removed = true,
                Write::Freeze { .. } => {}
            }
        }
        if !batch.writes.is_empty() {
            self.bytes += one.asked.bytes() + WRITE_BYTES;
        }
        let refused =
            |send: &&Send| matches!(send, Send::Answer { answer: Answer::Refused(_), .. });
        self.refused += batch.sends.iter().filter(refused).count() as u64;
        self.sends.extend(batch.sends);
        Ok(())
    }
}

/// Requests that wait, up to the bounds of one transaction, and the first job of another kind.
fn gather(first: Job, jobs: &mut mpsc::Receiver<Job>) -> (Vec<Waiting>, Option<Job>) {
    let mut waiting = Vec::new();
    let mut bytes = 0;
    let mut next = Some(first);
    while let Some(job) = next.take() {
        match job {
            Job::Ask(asked) => {
                bytes += asked.iter().map(|(_, asked)| asked.bytes()).sum::<usize>();
                waiting.extend(asked.into_iter().map(Waiting::of));
            }
            other => return (waiting, Some(other)),
        }
        if waiting.len() < BATCH_JOBS && bytes < BATCH_BYTES {
            next = jobs.try_recv().ok();
        }
    }
    (waiting, None)
}
