//! The state behind the decisions: heads that were loaded, and who watches what.

use std::collections::{BTreeMap, BTreeSet};

use sitr_wire::limit::Limits;
use sitr_wire::{CellHash, Handle, Keep, Life, Mailbox, Refusal};

use crate::batch::{Asker, Batch, ConnId, Event};
use crate::cache::Cache;
use crate::decide;
use crate::head::Known;
use crate::time::{Day, Seconds};
use crate::verify::Asked;

/// What must be known before a request can be decided upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Needs {
    /// Its mailbox must have been [learned](Core::learn).
    pub handle: Handle,
    /// The places at which exactly this cell is stored in it already must be given to
    /// [`Core::decide`].
    pub places_of: Option<CellHash>,
}

/// Decides what mailboxes accept. See the crate's own page for the order of calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Core {
    pub(crate) limits: Bounds,
    pub(crate) heads: Cache<Handle, Known>,
    watchers: BTreeMap<Handle, BTreeSet<Asker>>,
    watched: BTreeMap<ConnId, BTreeSet<(u64, Handle)>>,
}

/// The limits that are held here; those of a connection are held by [`crate::session`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Bounds {
    pub(crate) appends_per_minute: u32,
    pub(crate) closes_per_hour: u32,
    max_capacity: u32,
    max_life: Life,
    max_keep: Keep,
    retires_on: Option<Day>,
}

impl Bounds {
    /// Whether the operator allows such a mailbox.
    pub(crate) fn allow(&self, mailbox: &Mailbox, today: Day) -> Result<(), Refusal> {
        // W-11
        if let Some(last) = self.retires_on.filter(|last| today > *last) {
            return Err(Refusal::limit("retires_on", u64::from(last.0), 0));
        }
        // L-06
        let met = if mailbox.capacity > self.max_capacity {
            ("max_capacity", self.max_capacity)
        } else if mailbox.life > self.max_life {
            ("max_life", self.max_life.days())
        } else if mailbox.keep > self.max_keep {
            ("max_keep", self.max_keep.days())
        } else {
            return Ok(());
        };
        Err(Refusal::limit(met.0, u64::from(met.1), 0))
    }
}

impl Core {
    /// Begins with nothing known. At most twice `heads` heads are kept in memory.
    #[must_use]
    pub fn new(limits: &Limits, heads: usize) -> Self {
        Self {
            limits: Bounds {
                appends_per_minute: limits.appends_per_minute,
                closes_per_hour: limits.closes_per_hour,
                max_capacity: limits.max_capacity,
                max_life: limits.max_life,
                max_keep: limits.max_keep,
                retires_on: None,
            },
            heads: Cache::new(heads),
            watchers: BTreeMap::new(),
            watched: BTreeMap::new(),
        }
    }

    /// The same, of a relay that is to be given up: the last day on which mailboxes open (rule W-11).
    #[must_use]
    pub fn retiring(mut self, on: Option<Day>) -> Self {
        self.limits.retires_on = on;
        self
    }

    /// What must be known before this request can be decided upon.
    #[must_use]
    pub fn needs(&self, asked: &Asked) -> Needs {
        Needs { handle: *asked.handle(), places_of: asked.cell_hash().copied() }
    }

    /// Whether a mailbox need not be loaded.
    pub fn knows(&mut self, handle: &Handle) -> bool {
        self.heads.get_mut(handle).is_some()
    }

    /// Takes what is stored under a handle.
    pub fn learn(&mut self, handle: Handle, known: Known) {
        self.heads.insert(handle, known);
    }

    /// Forgets what is known of a mailbox, so that it is loaded again.
    pub fn forget(&mut self, handle: &Handle) {
        self.heads.remove(handle);
    }

    /// Number of mailboxes in memory.
    #[must_use]
    pub fn known(&self) -> usize {
        self.heads.len()
    }

    /// Decides. `places` are the indices, in order, at which exactly the asked cell is stored in the
    /// mailbox. A mailbox that was not learned before is answered Busy.
    #[must_use]
    pub fn decide(&mut self, from: Asker, asked: &Asked, places: &[u64], now: Seconds) -> Batch {
        decide::decide(self, from, asked, places, now)
    }

    /// Everyone who watches a mailbox, in order.
    pub fn watchers(&self, handle: &Handle) -> impl Iterator<Item = &Asker> {
        self.watchers.get(handle).into_iter().flatten()
    }

    /// Whether anybody watches a mailbox.
    #[must_use]
    pub fn is_watched(&self, handle: &Handle) -> bool {
        self.watchers.contains_key(handle)
    }

    pub(crate) fn join(&mut self, handle: Handle, watcher: Asker) {
        self.watchers.entry(handle).or_default().insert(watcher);
        self.watched.entry(watcher.conn).or_default().insert((watcher.request, handle));
    }

    /// One watcher watches no longer.
    pub fn leave(&mut self, handle: &Handle, watcher: Asker) {
        self.drop_watcher(handle, &watcher);
        if let Some(watched) = self.watched.get_mut(&watcher.conn) {
            watched.remove(&(watcher.request, *handle));
            if watched.is_empty() {
                self.watched.remove(&watcher.conn);
            }
        }
    }

    /// A connection is gone, and all that it watched with it: which mailboxes.
    pub fn disconnect(&mut self, conn: ConnId) -> BTreeSet<Handle> {
        let watched = self.watched.remove(&conn).unwrap_or_default();
        for (request, handle) in &watched {
            self.drop_watcher(handle, &Asker { conn, request: *request });
        }
        watched.into_iter().map(|(_, handle)| handle).collect()
    }

    fn drop_watcher(&mut self, handle: &Handle, watcher: &Asker) {
        if let Some(watchers) = self.watchers.get_mut(handle) {
            watchers.remove(watcher);
            if watchers.is_empty() {
                self.watchers.remove(handle);
            }
        }
    }

    /// These mailboxes were removed by the daily sweep; says what their watchers are to be told.
    pub fn expired(&mut self, handles: &[Handle]) -> Batch {
        let mut batch = Batch::default();
        for handle in handles {
            self.heads.remove(handle);
            if self.is_watched(handle) {
                batch.push(*handle, Event::Expired);
            }
        }
        batch
    }

    /// Ends every watch of a mailbox, once its watchers were told that it is gone.
    pub fn release(&mut self, handle: &Handle) {
        for watcher in self.watchers.remove(handle).unwrap_or_default() {
            if let Some(watched) = self.watched.get_mut(&watcher.conn) {
                watched.remove(&(watcher.request, *handle));
            }
        }
    }
}
