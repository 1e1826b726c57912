//! What every connection's task needs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sitr_relay_core::cache::Cache;
use sitr_relay_core::load::Load;
use sitr_relay_core::ticket::{Payment, Step, Tickets};
use sitr_relay_core::verify::Bound;
use sitr_relay_core::{Day, Seconds};
use sitr_wire::frame::Mark;
use sitr_wire::limit::Limits;
use sitr_wire::statement::Statement;
use sitr_wire::{Code, Handle, Refusal};
use tokio::sync::{Semaphore, mpsc, watch};

use crate::clock::Clock;
use crate::config::Bounds;
use crate::hub::Job;
use crate::identity::Identity;
use crate::metrics::Metrics;
use crate::readers::Readers;

/// Fixed fields kept in memory, within a factor of two.
const BOUND_KEPT: usize = 8192;

/// Signed marks kept in memory, within a factor of two: pages that many read one after the other.
const MARKS_KEPT: usize = 2048;

/// One relay, as its connections see it.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) identity: Identity,
    pub(crate) limits: Limits,
    /// Which memory this is.
    pub(crate) lineage: [u8; 16],
    /// The last day on which mailboxes open.
    pub(crate) retires_on: Option<Day>,
    pub(crate) bounds: Bounds,
    pub(crate) tickets: Tickets,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) hub: mpsc::Sender<Job>,
    pub(crate) readers: Readers,
    pub(crate) metrics: Arc<Metrics>,
    /// Becomes true once the relay stops.
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) checks: Arc<Semaphore>,
    pub(crate) fields: Fields,
    pub(crate) marks: Marks,
    pub(crate) load: Arc<SharedLoad>,
}

/// What the work for an Open follows: the hub counts, connections ask.
#[derive(Debug)]
pub(crate) struct SharedLoad(Mutex<Load>);

impl SharedLoad {
    pub(crate) fn new(load: Load) -> Self {
        Self(Mutex::new(load))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Load> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Fixed fields by handle. A handle binds its fields for good, so what is here is true even of a
/// mailbox that is gone; whether it exists, only the hub says.
#[derive(Debug)]
pub(crate) struct Fields(Mutex<Cache<Handle, Arc<Bound>>>);

impl Fields {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Cache::new(BOUND_KEPT)))
    }

    fn get(&self, handle: &Handle) -> Option<Arc<Bound>> {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get_mut(handle).cloned()
    }

    pub(crate) fn insert(&self, bound: &Arc<Bound>) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.insert(*bound.handle(), Arc::clone(bound));
    }
}

/// Marks that were signed already, by handle and number of cells.
#[derive(Debug)]
pub(crate) struct Marks(Mutex<Cache<(Handle, u64), Mark>>);

impl Marks {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Cache::new(MARKS_KEPT)))
    }

    fn lock(&self) -> MutexGuard<'_, Cache<(Handle, u64), Mark>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, handle: &Handle, mark: u64) -> Option<Mark> {
        self.lock().get_mut(&(*handle, mark)).copied()
    }

    fn insert(&self, handle: &Handle, signed: &Mark) {
        self.lock().insert((*handle, signed.mark), *signed);
    }
}

impl Shared {
    pub(crate) fn now(&self) -> Seconds {
        self.clock.now()
    }

    pub(crate) fn today(&self) -> Day {
        self.now().day()
    }

    /// The fixed fields of a mailbox, if it is or recently was stored.
    ///
    /// # Errors
    /// NotFound, or Busy if the disk fails.
    pub(crate) async fn bound(&self, handle: &Handle) -> Result<Arc<Bound>, Refusal> {
        if let Some(bound) = self.fields.get(handle) {
            return Ok(bound);
        }
        let wanted = *handle;
        let found = self.readers.run(move |reader| reader.mailbox(&wanted)).await;
        let mailbox = found.map_err(|_| Refusal::new(Code::Busy))?;
        let mailbox = mailbox.ok_or_else(|| Refusal::new(Code::NotFound))?;
        let bound = Arc::new(Bound::of(&self.identity.id, mailbox));
        self.fields.insert(&bound);
        Ok(bound)
    }

    /// The dear step of a ticket runs where blocking is allowed, only so many at once.
    ///
    /// # Errors
    /// Busy, if the relay is stopping.
    pub(crate) async fn settle(&self, step: Step) -> Result<Payment, Refusal> {
        let check = match step {
            Step::Settled(payment) => return Ok(payment),
            Step::Work(check) => check,
        };
        let busy = || Refusal::new(Code::Busy);
        // L-12
        let permits = Arc::clone(&self.checks);
        let permit = permits.acquire_owned().await.map_err(|_| busy())?;
        let task = tokio::task::spawn_blocking(move || {
            let payment = check.run();
            drop(permit);
            payment
        });
        task.await.map_err(|_| busy())
    }

    /// The relay's signature over the chain at a full page.
    pub(crate) fn mark(&self, handle: &Handle, mark: u64, chain: [u8; 32]) -> Mark {
        if let Some(known) = self.marks.get(handle, mark).filter(|known| known.chain == chain) {
            return known;
        }
        let signed = sign(&self.identity, handle, mark, chain);
        self.marks.insert(handle, &signed);
        signed
    }
}

/// Ed25519 is deterministic: the same mark is signed alike, whenever it is asked for (rule M-08).
pub(crate) fn sign(identity: &Identity, handle: &Handle, mark: u64, chain: [u8; 32]) -> Mark {
    let statement = Statement::mark(&identity.id, handle, mark, &chain);
    Mark { mark, chain, signature: statement.sign_by(&identity.signer) }
}
