//! Groups that stay in memory between transactions: loading one reads and decodes a tree with a leaf for each
//! device, which costs many times what a message does.
//!
//! A group may stay for as long as it is what the database holds. It is left by a transaction that wrote every
//! change of it; it goes when a transaction or a savepoint is undone, and when another connection has written.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use openmls::prelude::MlsGroup;
use rusqlite::Connection;
use sitr_client_core::RoomId;

/// Groups that stay at the same time. One of 1,000 devices takes three quarters of a megabyte.
const GROUPS_KEPT: usize = 4;

/// The groups of a profile's own connection.
#[derive(Default)]
pub(crate) struct Groups {
    /// The one that was left last stands last.
    left: RefCell<VecDeque<(RoomId, MlsGroup)>>,
    /// What SQLite counts of other connections' writes.
    version: Cell<i64>,
    /// Whether a transaction began and has not been committed.
    is_open: Cell<bool>,
}

impl Groups {
    /// A transaction has begun: nobody else writes until it ends.
    pub(crate) fn begin(&self, connection: &Connection) -> rusqlite::Result<()> {
        let version =
            connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        let was_undone = self.is_open.replace(true);
        if self.version.replace(version) != version || was_undone {
            self.forget();
        }
        Ok(())
    }

    /// It was committed.
    pub(crate) fn committed(&self) {
        self.is_open.set(false);
    }

    pub(crate) fn forget(&self) {
        self.left.borrow_mut().clear();
    }

    pub(super) fn take(&self, room: &RoomId) -> Option<MlsGroup> {
        let mut left = self.left.borrow_mut();
        let at = left.iter().position(|(id, _)| id == room)?;
        left.remove(at).map(|(_, group)| group)
    }

    pub(super) fn leave(&self, room: &RoomId, group: MlsGroup) {
        let mut left = self.left.borrow_mut();
        left.retain(|(id, _)| id != room);
        left.push_back((*room, group));
        if left.len() > GROUPS_KEPT {
            left.pop_front();
        }
    }
}
