//! Rooms as rows of the profile database: the [`Store`](sitr_client_core::Store) that the client core
//! works on, and the queries of whoever shows the rooms to a person.
//!
//! [`Profile::transaction`](crate::profile::Profile::transaction) is the door: it begins, hands out a
//! [`RoomStore`], and commits, or undoes everything after an error.

mod care;
mod ends;
mod groups;
mod history;
mod lease;
mod message;
mod note;
mod record;
mod row;
mod search;
mod store;

pub use history::{EVENTS_KEPT, EVENTS_SLACK};
pub use lease::{LEASE_FRESH, Owner};

use std::cell::Cell;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use sitr_client_core::store::StoreError;

use crate::mls::MlsStore;
use crate::profile::Profile;
pub(crate) use groups::Groups;
use row::sql;

/// Everything that is remembered of rooms, over a connection whose owner has begun a transaction.
/// For reading alone a bare connection does, such as one of
/// [`Profile::reader`](crate::profile::Profile::reader).
pub struct RoomStore<'c> {
    connection: &'c Connection,
    mls: MlsStore<'c>,
    groups: Option<&'c Groups>,
    failed: Cell<bool>,
}

/// The operation succeeded although the storage had failed in the middle of it.
#[derive(Debug, thiserror::Error)]
#[error("the storage failed in the middle of an operation: nothing was changed, try again")]
struct FailedBefore;

impl<'c> RoomStore<'c> {
    /// A store over this connection. Costs nothing; make one per transaction.
    #[must_use]
    pub fn new(connection: &'c Connection) -> Self {
        Self { connection, mls: MlsStore::new(connection), groups: None, failed: Cell::new(false) }
    }

    /// A store that holds the message secrets of its groups back until [`Self::flush`], as
    /// [`Profile::transaction`] does.
    #[must_use]
    pub fn batching(connection: &'c Connection) -> Self {
        Self { mls: MlsStore::batching(connection), ..Self::new(connection) }
    }

    /// Writes what [`Self::batching`] held back: the last thing before the commit.
    ///
    /// # Errors
    /// If the storage fails, now or before: then nothing of the transaction may be committed.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.mls.flush().map_err(StoreError::new)?;
        let failed = self.failed.get() || self.mls.has_failed();
        if failed { Err(StoreError::new(FailedBefore)) } else { Ok(()) }
    }
}

impl std::fmt::Debug for RoomStore<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RoomStore").finish_non_exhaustive()
    }
}

impl Profile {
    /// Runs one operation in a transaction of its own (`BEGIN IMMEDIATE`): committed if it succeeds,
    /// undone if not, or if a statement failed in it and the operation went on. Waits for other writers up to [`sitr_db::BUSY_TIMEOUT_MS`].
    ///
    /// # Errors
    /// The operation's own, and [`StoreError`] if the transaction cannot begin or commit.
    pub fn transaction<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&RoomStore<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let behavior = TransactionBehavior::Immediate;
        let (connection, groups) = self.parts();
        let tx: Transaction<'_> = connection.transaction_with_behavior(behavior).map_err(sql)?;
        groups.begin(&tx).map_err(sql)?;
        let store = RoomStore { groups: Some(groups), ..RoomStore::batching(&tx) };
        let result = work(&store)?;
        store.flush()?;
        tx.commit().map_err(sql)?;
        groups.committed();
        Ok(result)
    }
}
