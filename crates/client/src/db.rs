//! One thread owns the profile's database; everybody else asks it to run a transaction.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sitr_client_core::{Core, Crypto, Store as _};
use sitr_client_store::profile::Profile;
use sitr_client_store::rooms::RoomStore;
use tokio::sync::{oneshot, watch};

use crate::client::release;
use crate::error::Error;

/// How often the thread looks whether another process wrote.
const LOOK: Duration = Duration::from_millis(200);
/// How often it looks after what ends or is due.
const LOOK_AFTER: Duration = Duration::from_secs(1);
/// How often it looks after what is older than its room keeps, which rooms count in days.
const LOOK_AFTER_OLD: Duration = Duration::from_secs(60);

type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// What the thread works with.
pub(crate) struct Desk {
    pub(crate) profile: Profile,
    crypto: Crypto,
    rng: StdRng,
    /// When it was last looked for what is older than its room keeps.
    swept: Option<Instant>,
    /// Whether this was the last job.
    over: bool,
}

/// A handle on the thread; clones share it. The thread ends, and the database is closed, with the last
/// handle.
#[derive(Clone)]
pub(crate) struct Db {
    jobs: Sender<Job>,
    changes: watch::Receiver<u64>,
    changed: Arc<watch::Sender<u64>>,
    foreign: watch::Receiver<u64>,
    /// Whether the program is locked: what is asked through this handle is refused then. None on the handles of
    /// what works on behind a locked screen.
    lock: Option<Arc<AtomicBool>>,
    // Last, so that no handle can send any more when it is dropped: fields are dropped in their order.
    thread: Arc<Worker>,
}

/// The thread, waited for when nobody holds a handle any more. A process that ended with it at work would
/// take the cryptographic library away beneath it.
struct Worker(Mutex<Option<JoinHandle<()>>>);

impl Worker {
    fn take(&self) -> Option<JoinHandle<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The last handle may lie in a job that the thread itself has just done.
        if let Some(thread) = self.take()
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

/// Milliseconds since 1970-01-01 UTC.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

impl Db {
    pub(crate) fn start(profile: Profile) -> Self {
        let (jobs, orders) = channel();
        let (changed, changes) = watch::channel(0);
        let (wrote, foreign) = watch::channel(0);
        let changed = Arc::new(changed);
        let bell = Arc::clone(&changed);
        // A seed from the system, once: the generator is cryptographic.
        let rng = StdRng::from_rng(&mut rand::rng());
        let thread = std::thread::spawn(move || {
            let desk = Desk { profile, crypto: Crypto::default(), rng, swept: None, over: false };
            work(desk, &orders, &bell, &wrote);
        });
        let thread = Arc::new(Worker(Mutex::new(Some(thread))));
        Self { jobs, changes, changed, foreign, lock: Some(Arc::default()), thread }
    }

    /// Closes the database whoever else holds a handle, and waits until its thread has ended. Everything
    /// after it is [`Error::Closed`].
    pub(crate) async fn close(&self) {
        // It may be over already.
        let _ = self.behind_the_lock().run(|desk| desk.over = true).await;
        if let Some(thread) = self.thread.take() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }

    /// Rings at every transaction of this process and of others that share the profile.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// Rings when another process wrote into the profile.
    pub(crate) fn foreign(&self) -> watch::Receiver<u64> {
        self.foreign.clone()
    }

    /// A handle for what goes on while the program is locked, and shows nothing of it.
    pub(crate) fn behind_the_lock(&self) -> Self {
        Self { lock: None, ..self.clone() }
    }

    /// Locks, or unlocks, this handle and those that were cloned from it.
    pub(crate) fn set_locked(&self, locked: bool) {
        if let Some(lock) = &self.lock {
            lock.store(locked, Ordering::SeqCst);
        }
    }

    /// Whether what is asked through this handle is refused.
    pub(crate) fn is_locked(&self) -> bool {
        self.lock.as_ref().is_some_and(|lock| lock.load(Ordering::SeqCst))
    }

    /// Runs something on the thread.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Desk) -> T + Send + 'static,
    ) -> Result<T, Error> {
        if self.is_locked() {
            return Err(Error::Locked);
        }
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |desk| {
            // Who asked may be gone.
            let _ = answer.send(job(desk));
        });
        self.jobs.send(job).map_err(|_| Error::Closed)?;
        answered.await.map_err(|_| Error::Closed)
    }

    /// Runs one operation in one transaction: all of it happens, or nothing.
    pub(crate) async fn core<T: Send + 'static>(
        &self,
        operation: impl for<'a> FnOnce(
            &mut Core<'a, RoomStore<'a>>,
            &'a RoomStore<'a>,
        ) -> Result<T, Error>
        + Send
        + 'static,
    ) -> Result<T, Error> {
        let done = self.run(move |desk| desk.transaction(operation)).await?;
        self.changed.send_modify(|count| *count += 1);
        done
    }

    /// Asks the core something that changes nothing, without a write lock.
    pub(crate) async fn read_core<T: Send + 'static>(
        &self,
        query: impl for<'a> FnOnce(&Core<'a, RoomStore<'a>>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.run(move |desk| {
            let Desk { profile, crypto, rng, .. } = desk;
            let store = RoomStore::new(profile.connection());
            query(&Core::new(&store, crypto, rng, now_ms()))
        })
        .await?
    }

    /// Reads, without a write lock.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        query: impl for<'a> FnOnce(&RoomStore<'a>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.run(move |desk| query(&RoomStore::new(desk.profile.connection()))).await?
    }
}

impl Desk {
    fn transaction<T>(
        &mut self,
        operation: impl for<'a> FnOnce(
            &mut Core<'a, RoomStore<'a>>,
            &'a RoomStore<'a>,
        ) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Self { profile, crypto, rng, .. } = self;
        profile.transaction(|store| {
            let mut core = Core::new(store, crypto, rng, now_ms());
            operation(&mut core, store)
        })
    }

    /// Forgets what has ended and says what is due: also where no relay is. Tells whether anything was.
    fn look_after(&mut self) -> Result<bool, Error> {
        let is_old_due = self.swept.is_none_or(|at| at.elapsed() >= LOOK_AFTER_OLD);
        let any = self.transaction(|core, store| {
            let ended = store.forget_ended(now_ms())?;
            let old = if is_old_due { store.forget_old(now_ms())? } else { Vec::new() };
            Ok(release(core, store, now_ms())? || !ended.is_empty() || !old.is_empty())
        })?;
        if is_old_due {
            self.swept = Some(Instant::now());
        }
        Ok(any)
    }

    /// Writes a copy of the profile in which no key is left that could be used twice.
    pub(crate) fn backup(&mut self, to: &Path) -> Result<(), Error> {
        let Self { profile, crypto, rng, .. } = self;
        profile.backup(to, |copy| {
            copy.transaction(|store| {
                let mut core = Core::new(store, crypto, rng, now_ms());
                store.rooms()?.iter().try_for_each(|room| Ok(core.take_keys_out(&room.id)?))
            })
        })
    }

    fn version(&self) -> i64 {
        self.profile.data_version().unwrap_or_default()
    }
}

fn work(
    mut desk: Desk,
    orders: &Receiver<Job>,
    bell: &watch::Sender<u64>,
    wrote: &watch::Sender<u64>,
) {
    let mut version = desk.version();
    let mut looked: Option<Instant> = None;
    loop {
        if looked.is_none_or(|at| at.elapsed() >= LOOK_AFTER) {
            // What fails now is tried again; whoever asks for something is told that the storage fails.
            if desk.look_after().unwrap_or(false) {
                bell.send_modify(|count| *count += 1);
                wrote.send_modify(|count| *count += 1);
            }
            looked = Some(Instant::now());
        }
        match orders.recv_timeout(LOOK) {
            Ok(job) => {
                job(&mut desk);
                if desk.over {
                    break;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                let now = desk.version();
                if now != version {
                    version = now;
                    bell.send_modify(|count| *count += 1);
                    wrote.send_modify(|count| *count += 1);
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    // The write-ahead log holds keys of epochs that are over.
    let _ = desk.profile.checkpoint();
}

#[cfg(test)]
mod tests {
    use sitr_client_store::profile::Profile;

    use super::Db;

    #[tokio::test]
    async fn the_database_is_closed_when_the_last_handle_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (profile, _) = Profile::create(folder.path(), &[]).unwrap();
        let path = profile.connection().path().unwrap().to_owned();
        let log = format!("{path}-wal");
        let db = Db::start(profile);
        drop(db.clone());
        assert!(db.run(|_| ()).await.is_ok());
        assert!(std::path::Path::new(&log).exists());
        drop(db);
        assert!(!std::path::Path::new(&log).exists());
    }
}
