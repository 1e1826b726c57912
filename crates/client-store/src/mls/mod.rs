//! What openmls remembers, as rows of the profile database.
//!
//! openmls writes as it goes: a received commit is about fifteen writes, and a crash between two of
//! them would leave a group that can never be used again. So [`MlsStore`] borrows the connection of
//! a caller who has begun a transaction, and never begins or ends one itself.
//!
//! The message secrets of a group are its largest value, and openmls writes them with every message, sent
//! or received. The one inside a transaction of the profile keeps the newest in memory and writes it once, when
//! it is flushed (`batch.rs`). The tree is larger still, and is written in parts (`parts.rs`).
//!
//! Values that hold secrets are wiped from the buffers of this crate; SQLite's own page cache is not.

mod batch;
mod codec;
mod error;
mod field;
mod parts;
mod provider;
mod rows;

pub use error::MlsStoreError;

use std::cell::{Cell, RefCell};

use openmls_traits::storage::{CURRENT_VERSION, traits};
use rusqlite::Connection;

use batch::Batch;

/// The `StorageProvider` of openmls 0.9 (storage version 1) over a borrowed connection.
///
/// The database needs the schema [`crate::MIGRATIONS`], and the caller's transaction must be open
/// for as long as a group is worked on:
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use rusqlite::{Connection, TransactionBehavior};
/// use sitr_client_store::{MIGRATIONS, mls::MlsStore};
///
/// let mut connection = Connection::open_in_memory()?;
/// sitr_db::migrate(&mut connection, MIGRATIONS)?;
/// let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
/// let store = MlsStore::new(&tx);
/// // ... process, merge, store the message ...
/// # let _ = store;
/// tx.commit()?;
/// # Ok(())
/// # }
/// ```
pub struct MlsStore<'c> {
    connection: &'c Connection,
    failed: Cell<bool>,
    batch: Option<RefCell<Batch>>,
}

impl<'c> MlsStore<'c> {
    /// A store over this connection that writes everything at once. Costs nothing; make one per
    /// transaction.
    #[must_use]
    pub fn new(connection: &'c Connection) -> Self {
        Self { connection, failed: Cell::new(false), batch: None }
    }

    /// A store that holds message secrets back until [`Self::flush`]. Its owner flushes before the
    /// transaction commits, or the ratchet on the disk would stand where it stood before, and the next
    /// message would use a key again.
    pub(crate) fn batching(connection: &'c Connection) -> Self {
        Self { batch: Some(RefCell::default()), ..Self::new(connection) }
    }

    /// Writes what was held back.
    ///
    /// # Errors
    /// If SQLite says no.
    pub(crate) fn flush(&self) -> Result<(), MlsStoreError> {
        let Some(batch) = &self.batch else { return Ok(()) };
        for (group, value) in batch.borrow_mut().drain() {
            if let Some(value) = value {
                self.write_field(&group, field::Field::MessageSecrets, &value)?;
            }
        }
        Ok(())
    }

    /// Begins a savepoint of what is held back, beside that of the database.
    pub(crate) fn savepoint(&self) {
        self.batch.iter().for_each(|batch| batch.borrow_mut().savepoint());
    }

    /// Keeps what was held back since the last savepoint.
    pub(crate) fn release(&self) {
        self.batch.iter().for_each(|batch| batch.borrow_mut().release());
    }

    /// Forgets what was held back since the last savepoint.
    pub(crate) fn rollback(&self) {
        self.batch.iter().for_each(|batch| batch.borrow_mut().rollback());
    }

    /// Whether SQLite refused something since this store was made. Then the transaction must not be
    /// committed, even if the caller succeeded: openmls takes some failures of the storage for faults
    /// of a message.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// Deletes everything that belongs to one group, read or not. `MlsGroup::delete` does the same
    /// for a group that can be loaded; this is for one that cannot. Key packages, PSKs and
    /// signature keys belong to no group and stay.
    ///
    /// # Errors
    /// If SQLite says no.
    pub fn forget_group<G: traits::GroupId<CURRENT_VERSION>>(
        &self,
        group_id: &G,
    ) -> Result<(), MlsStoreError> {
        self.drop_group(group_id)
    }
}

impl std::fmt::Debug for MlsStore<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MlsStore").finish_non_exhaustive()
    }
}
