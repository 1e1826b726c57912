//! The one connection that writes.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use sitr_relay_core::cache::Cache;
use sitr_relay_core::{Day, Known, Tombstone, Write};
use sitr_wire::{CellHash, Handle, Mailbox};

use crate::append::Appender;
use crate::row::{self, signed};
use crate::span::Span;
use crate::tags::Recent;
use crate::{Error, MIGRATIONS, lineage};

/// Bytes of a page of the file. Three cells of 2 KiB share one, where of 4 KiB each would need its own: a third
/// less is written for each, and read when somebody catches up.
const PAGE_BYTES: u32 = 8192;
/// Mailboxes whose row number and newest tags are kept in memory, within a factor of two, so that an append need
/// not look them up: at most 2 KiB each.
const ROWS_KEPT: usize = 8_192;

/// Writes, and reads what decisions need.
#[derive(Debug)]
pub struct Writer {
    pub(crate) db: Connection,
    rows: Cache<Handle, Appender>,
    /// Row number of the next cell to arrive, never below zero.
    pub(crate) next_cell: i64,
    pub(crate) shuffle_below: i64,
    lineage: [u8; 16],
}

/// An open transaction of the [`Writer`].
#[derive(Debug)]
pub struct Tx<'a> {
    db: &'a Connection,
    rows: &'a mut Cache<Handle, Appender>,
    next_cell: &'a mut i64,
}

impl Writer {
    /// Opens the database, makes it where there is none, and brings its schema forward.
    ///
    /// # Errors
    /// If it cannot be opened, or comes from a newer program.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut db = sitr_db::open(path)?;
        // Counts for a file that is made now; others keep what they were made with.
        db.pragma_update(None, "page_size", PAGE_BYTES)?;
        sitr_db::prepare(&db)?;
        sitr_db::migrate(&mut db, MIGRATIONS)?;
        // The Checkpointer does it: a checkpoint within a commit is what every waiter would wait for.
        db.pragma_update(None, "wal_autocheckpoint", 0)?;
        db.set_prepared_statement_cache_capacity(64);
        let last: Option<i64> = db.query_row("SELECT max(id) FROM cells", [], |row| row.get(0))?;
        let next_cell = last.map_or(0, |last| last.saturating_add(1).max(0));
        let lineage = lineage::of(&db)?;
        let rows = Cache::new(ROWS_KEPT);
        Ok(Self { db, rows, next_cell, shuffle_below: 0, lineage })
    }

    /// Which memory this is (rule W-10).
    #[must_use]
    pub fn lineage(&self) -> [u8; 16] {
        self.lineage
    }

    /// Moves the last of the log into the file, after a [`crate::Checkpointer`] moved most of it. The next
    /// transaction begins the log anew then, in room that the file has already: a log that grows costs the
    /// disk twice as much for each commit.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn finish_checkpoint(&self) -> Result<(), Error> {
        Ok(self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
    }

    /// Writes and commits something that changes nothing: whether the disk takes what it is given.
    ///
    /// # Errors
    /// If it does not.
    pub fn probe(&self) -> Result<(), Error> {
        self.db.execute("UPDATE lineage SET is_copy = is_copy", [])?;
        Ok(())
    }

    /// Runs all of it in one transaction: committed and durable when this returns Ok, undone wholly
    /// when it returns an error.
    ///
    /// # Errors
    /// What `work` or the commit failed with.
    pub fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let result = self.run(work);
        if result.is_err() {
            // Some may have been learned from what was undone.
            self.rows = Cache::new(ROWS_KEPT);
        }
        result
    }

    fn run<T>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let span = Span::to_write(&self.db)?;
        let next_cell = &mut self.next_cell;
        let mut tx = Tx { db: &span, rows: &mut self.rows, next_cell };
        let done = work(&mut tx)?;
        span.commit()?;
        Ok(done)
    }
}

impl Tx<'_> {
    /// What is stored under a handle.
    ///
    /// # Errors
    /// If the disk fails, or the file is damaged.
    pub fn load(&mut self, handle: &Handle) -> Result<Known, Error> {
        if let Some(found) = row::find(self.db, handle)? {
            let (id, cell_size) = (found.id, found.mailbox.cell_size);
            let (head, recent) = row::head(self.db, found)?;
            self.rows.insert(*handle, Appender { id, cell_size, recent });
            return Ok(Known::Here(Box::new(head)));
        }
        let mut statement =
            self.db.prepare_cached("SELECT day, burned FROM tombstones WHERE handle = ?1")?;
        let found: Option<(i64, bool)> =
            statement.query_row([&handle.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match found {
            None => Ok(Known::Absent),
            Some((day, burned)) => Ok(Known::Gone(Tombstone { day: row::day(day)?, burned })),
        }
    }

    /// The places at which exactly this cell is stored, in order. The tag finds candidates, the
    /// whole hash decides.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn places(&mut self, handle: &Handle, hash: &CellHash) -> Result<Vec<u64>, Error> {
        let db = self.db;
        self.appender(handle)?.map_or_else(|| Ok(Vec::new()), |it| it.places(db, hash))
    }

    /// Does what a decision says.
    ///
    /// # Errors
    /// If the disk fails; the transaction must be given up then.
    pub fn apply(&mut self, write: &Write) -> Result<(), Error> {
        match write {
            Write::Create { handle, mailbox, opened, expires } => {
                self.create(handle, mailbox, *opened, *expires)
            }
            Write::Append { handle, index, cell, hash, page_chain, proof } => {
                let (db, next) = (self.db, *self.next_cell);
                let appender = self.appender(handle)?.ok_or(Error::NoMailbox)?;
                appender.insert(db, next, (*index, hash, cell.bytes()), page_chain.as_ref())?;
                if let Some(proof) = proof {
                    appender.prove(db, *index, proof)?;
                }
                *self.next_cell = next.saturating_add(1);
                Ok(())
            }
            Write::Freeze { handle, first_final, closed, expires } => {
                let mut statement = self.db.prepare_cached(
                    "UPDATE mailboxes SET closed = ?2, first_final = ?3, expires = ?4
                     WHERE handle = ?1",
                )?;
                statement.execute((&handle.0, closed.0, signed(*first_final), expires.0))?;
                Ok(())
            }
            Write::Remove { handle, tombstone } => self.remove(handle, tombstone.as_ref()),
        }
    }

    fn appender(&mut self, handle: &Handle) -> Result<Option<&mut Appender>, Error> {
        if self.rows.get_mut(handle).is_none()
            && let Some(appender) = Appender::load(self.db, handle)?
        {
            self.rows.insert(*handle, appender);
        }
        Ok(self.rows.get_mut(handle))
    }

    fn create(
        &mut self,
        handle: &Handle,
        mailbox: &Mailbox,
        opened: Day,
        expires: Day,
    ) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO mailboxes (id, handle, address_hash, write_key, close_key, burn_key,
                cell_size, life, keep, capacity, append_cost, opened, expires)
             VALUES (random(), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             RETURNING id",
        )?;
        let id = statement.query_row(
            (
                &handle.0,
                &mailbox.address_hash.0,
                &mailbox.write_key.0,
                &mailbox.close_key.0,
                mailbox.burn_key.as_ref().map(|key| &key.0),
                mailbox.cell_size as u8,
                mailbox.life as u8,
                mailbox.keep as u8,
                mailbox.capacity,
                mailbox.append_cost,
                opened.0,
                expires.0,
            ),
            |row| row.get(0),
        )?;
        let (cell_size, recent) = (mailbox.cell_size, Recent::default());
        self.rows.insert(*handle, Appender { id, cell_size, recent });
        Ok(())
    }

    /// The mailbox is gone at once; its cells are overwritten by [`Writer::reap`] right after.
    fn remove(&mut self, handle: &Handle, tombstone: Option<&Tombstone>) -> Result<(), Error> {
        if let Some(Appender { id, .. }) = self.appender(handle)? {
            let id = *id;
            self.db.prepare_cached("INSERT INTO doomed (mailbox) VALUES (?1)")?.execute([id])?;
            self.db.prepare_cached("DELETE FROM mailboxes WHERE id = ?1")?.execute([id])?;
            self.rows.remove(handle);
        }
        self.db.prepare_cached("DELETE FROM tombstones WHERE handle = ?1")?.execute([&handle.0])?;
        if let Some(Tombstone { day, burned }) = tombstone {
            let mut statement = self.db.prepare_cached(
                "INSERT INTO tombstones (handle, day, burned) VALUES (?1, ?2, ?3)",
            )?;
            statement.execute((&handle.0, day.0, burned))?;
        }
        Ok(())
    }
}
