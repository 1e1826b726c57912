//! The daily sweep: what has had its time goes, a little at a time so that nobody waits long.

use rusqlite::{Connection, OptionalExtension as _, Row};
use sitr_relay_core::{Day, Tombstone, Write};
use sitr_wire::Handle;
use sitr_wire::limit::TOMBSTONE_DAYS;

use crate::row::{self, select_mailboxes};
use crate::{Error, Writer};

/// Bytes of cells after which one step of shuffling takes no more.
const SHUFFLE_BYTES: usize = 4 << 20;

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
        let mut reaped = transaction.execute(
            "DELETE FROM cells WHERE id IN (SELECT id FROM cells WHERE mailbox = ?1 LIMIT ?2)",
            (id, limit),
        )?;
        if reaped == 0 {
            reaped = transaction.execute(
                "DELETE FROM tags WHERE mailbox = ?1 AND (tag, place) IN
                    (SELECT tag, place FROM tags WHERE mailbox = ?1 LIMIT ?2)",
                (id, limit),
            )?;
        }
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
    /// Cells taken from anywhere are all removed before any is put back, in an order of chance: one
    /// that was moved alone would get the pages again that it has just left.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn shuffle(&mut self, limit: u32) -> Result<bool, Error> {
        // P-02
        let transaction = self.db.transaction()?;
        let (mut taken, mut bytes) = (Vec::new(), 0);
        for _ in 0..limit {
            let Some(cell) = Loose::take(&transaction, self.shuffle_below)? else { break };
            bytes += cell.bytes.len();
            taken.push(cell);
            if bytes >= SHUFFLE_BYTES {
                break;
            }
        }
        taken.sort_unstable_by_key(|cell| cell.place_in_file);
        for cell in &taken {
            cell.put(&transaction)?;
        }
        transaction.commit()?;
        Ok(!taken.is_empty())
    }
}

/// A row of `cells` between two places.
struct Loose {
    /// Drawn at random, below zero.
    place_in_file: i64,
    mailbox: i64,
    place: i64,
    tag: i64,
    bytes: Vec<u8>,
}

impl Loose {
    /// Takes a row from somewhere between zero and `below`, if there is one.
    fn take(db: &Connection, below: i64) -> Result<Option<Self>, Error> {
        let lowest = "SELECT min(id) FROM cells WHERE id >= 0 AND id < ?1";
        let lowest: Option<i64> =
            db.prepare_cached(lowest)?.query_row([below], |row| row.get(0))?;
        let Some(lowest) = lowest else { return Ok(None) };
        let from = "SELECT ?1 + abs(random() % (?2 - ?1))";
        let from: i64 = db.prepare_cached(from)?.query_row([lowest, below], |row| row.get(0))?;
        let next = "DELETE FROM cells WHERE id = coalesce(
                (SELECT min(id) FROM cells WHERE id >= ?1 AND id < ?2), ?3)
            RETURNING -1 - (random() & 0x3fffffffffffffff), mailbox, place, tag, bytes";
        let read = |row: &Row<'_>| {
            let (place_in_file, mailbox) = (row.get(0)?, row.get(1)?);
            let (place, tag, bytes) = (row.get(2)?, row.get(3)?, row.get(4)?);
            Ok(Self { place_in_file, mailbox, place, tag, bytes })
        };
        Ok(db.prepare_cached(next)?.query_row([from, below, lowest], read).optional()?)
    }

    fn put(&self, db: &Connection) -> Result<(), Error> {
        let sql = "INSERT INTO cells (id, mailbox, place, tag, bytes) VALUES (?1, ?2, ?3, ?4, ?5)";
        let Self { place_in_file, mailbox, place, tag, bytes } = self;
        db.prepare_cached(sql)?.execute((place_in_file, mailbox, place, tag, bytes))?;
        Ok(())
    }
}
