//! The daily sweep: what has had its time goes, a little at a time so that nobody waits long.

use sitr_relay_core::{Day, Tombstone, Write};
use sitr_wire::Handle;
use sitr_wire::limit::TOMBSTONE_DAYS;

use crate::row::{self, select_mailboxes};
use crate::{Error, Writer};

/// What one step of the sweep did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Mailboxes that are gone.
    pub mailboxes: Vec<Handle>,
    /// Tombstones that were forgotten.
    pub tombstones: usize,
}

impl Swept {
    /// Whether nothing was left to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mailboxes.is_empty() && self.tombstones == 0
    }
}

impl Writer {
    /// Removes up to `limit` mailboxes and tombstones whose time has passed (rules M-10, M-11). To
    /// be called until nothing is left.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn sweep(&mut self, today: Day, limit: u32) -> Result<Swept, Error> {
        let due = self.due(today, limit)?;
        let forgotten = today.0.saturating_sub(TOMBSTONE_DAYS);
        let mut swept = Swept::default();
        self.transaction(|tx| {
            for (handle, tombstone) in &due {
                tx.apply(&Write::Remove { handle: *handle, tombstone: *tombstone })?;
            }
            Ok(())
        })?;
        // M-11
        swept.tombstones = self.db.execute(
            "DELETE FROM tombstones WHERE handle IN
                (SELECT handle FROM tombstones WHERE day < ?1 LIMIT ?2)",
            (forgotten, limit),
        )?;
        swept.mailboxes = due.into_iter().map(|(handle, _)| handle).collect();
        Ok(swept)
    }

    fn due(&self, today: Day, limit: u32) -> Result<Vec<(Handle, Option<Tombstone>)>, Error> {
        // M-10
        let mut statement =
            self.db.prepare_cached(select_mailboxes!("WHERE expires < ?1 LIMIT ?2"))?;
        let mut rows = statement.query((today.0, limit))?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            let found = row::mailbox(row)?;
            let day = found.expires;
            due.push((found.handle, found.closed.map(|_| Tombstone { day, burned: false })));
        }
        Ok(due)
    }

    /// Overwrites up to `limit` cells of mailboxes that are gone; how many there were. To be called
    /// until there are none.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn reap(&mut self, limit: u32) -> Result<usize, Error> {
        let next = "SELECT mailbox FROM doomed LIMIT 1";
        let mut statement = self.db.prepare_cached(next)?;
        let mut rows = statement.query([])?;
        let Some(id) = rows.next()?.map(|row| row.get::<_, i64>(0)).transpose()? else {
            return Ok(0);
        };
        drop(rows);
        drop(statement);
        let transaction = self.db.transaction()?;
        let reaped = transaction.execute(
            "DELETE FROM cells WHERE id IN (SELECT id FROM cells WHERE mailbox = ?1 LIMIT ?2)",
            (id, limit),
        )?;
        if reaped == 0 {
            transaction.execute("DELETE FROM marks WHERE mailbox = ?1", [id])?;
            transaction.execute("DELETE FROM finals WHERE mailbox = ?1", [id])?;
            transaction.execute("DELETE FROM doomed WHERE mailbox = ?1", [id])?;
        }
        transaction.commit()?;
        Ok(reaped.max(1))
    }

    /// From here on, [`Writer::shuffle`] takes all cells that are stored now.
    pub fn begin_shuffle(&mut self) {
        self.shuffle_below = self.next_cell;
    }

    /// Moves up to `limit` cells that stand in order of arrival to random places, below zero, so
    /// that a copied disk does not tell which mailboxes spoke after each other (rule P-02). Whether
    /// some are left.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn shuffle(&mut self, limit: u32) -> Result<bool, Error> {
        // P-02
        let moved = self.db.execute(
            "UPDATE cells SET id = -1 - (random() & 0x3fffffffffffffff)
             WHERE id IN (SELECT id FROM cells WHERE id >= 0 AND id < ?1 ORDER BY id LIMIT ?2)",
            (self.shuffle_below, limit),
        )?;
        Ok(moved > 0)
    }
}
