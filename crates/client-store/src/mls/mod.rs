//! What openmls remembers, as rows of the profile database.
//!
//! openmls writes as it goes: a received commit is about fifteen writes, and a crash between two of
//! them would leave a group that can never be used again. So [`MlsStore`] borrows the connection of
//! a caller who has begun a transaction, and never begins or ends one itself.
//!
//! Values that hold secrets are wiped from the buffers of this crate; SQLite's own page cache is not.

mod codec;
mod error;
mod field;
mod provider;
mod rows;

pub use error::MlsStoreError;

use std::cell::Cell;

use openmls_traits::storage::{CURRENT_VERSION, traits};
use rusqlite::Connection;

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
}

impl<'c> MlsStore<'c> {
    /// A store over this connection. Costs nothing; make one per transaction.
    #[must_use]
    pub fn new(connection: &'c Connection) -> Self {
        Self { connection, failed: Cell::new(false) }
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
