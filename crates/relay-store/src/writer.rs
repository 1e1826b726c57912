//! The one connection that writes.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use sitr_relay_core::{Day, Known, Tombstone, Write};
use sitr_wire::close::Proof;
use sitr_wire::{CellHash, Handle, Mailbox};

use crate::row::{self, signed, tag, unsigned};
use crate::span::Span;
use crate::{Error, MIGRATIONS, lineage};

/// Bytes of a page of the file. Three cells of 2 KiB share one, where of 4 KiB each would need its own: a third
/// less is written for each, and read when somebody catches up.
const PAGE_BYTES: u32 = 8192;
/// Row numbers kept in memory, so that an append need not look its mailbox up.
const IDS_KEPT: usize = 16_384;

/// Writes, and reads what decisions need.
#[derive(Debug)]
pub struct Writer {
    pub(crate) db: Connection,
    ids: BTreeMap<Handle, i64>,
    /// Row number of the next cell to arrive, never below zero.
    pub(crate) next_cell: i64,
    pub(crate) shuffle_below: i64,
    lineage: [u8; 16],
}

/// An open transaction of the [`Writer`].
#[derive(Debug)]
pub struct Tx<'a> {
    db: &'a Connection,
    ids: &'a mut BTreeMap<Handle, i64>,
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
        Ok(Self { db, ids: BTreeMap::new(), next_cell, shuffle_below: 0, lineage })
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
            // Row numbers may have been learned from what was undone.
            self.ids.clear();
        }
        result
    }

    fn run<T>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
        if self.ids.len() > IDS_KEPT {
            self.ids.clear();
        }
        let span = Span::to_write(&self.db)?;
        let next_cell = &mut self.next_cell;
        let mut tx = Tx { db: &span, ids: &mut self.ids, next_cell };
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
    pub fn load(&self, handle: &Handle) -> Result<Known, Error> {
        if let Some(found) = row::find(self.db, handle)? {
            return Ok(Known::Here(Box::new(row::head(self.db, found)?)));
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
        let Some(id) = self.id(handle)? else { return Ok(Vec::new()) };
        // Named, for the planner would walk the whole mailbox by place to have the rows in order.
        let mut statement = self.db.prepare_cached(
            "SELECT place, bytes FROM cells INDEXED BY cells_by_tag
             WHERE mailbox = ?1 AND tag = ?2",
        )?;
        let mut rows = statement.query((id, tag(hash)))?;
        let mut places = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(1)?.as_blob().map_err(|_| Error::Damaged("not a blob"))?;
            if CellHash::of(bytes) == *hash {
                places.push(unsigned(row.get(0)?)?);
            }
        }
        places.sort_unstable();
        Ok(places)
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
                let id = self.id(handle)?.ok_or(Error::NoMailbox)?;
                self.insert(id, *index, hash, cell.bytes())?;
                if let Some(chain) = page_chain {
                    self.mark(id, index / cell.size().per_page(), chain)?;
                }
                proof.as_ref().map_or(Ok(()), |proof| self.prove(id, *index, proof))
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

    fn id(&mut self, handle: &Handle) -> Result<Option<i64>, Error> {
        if let Some(id) = self.ids.get(handle) {
            return Ok(Some(*id));
        }
        let mut statement = self.db.prepare_cached("SELECT id FROM mailboxes WHERE handle = ?1")?;
        let id = statement.query_row([&handle.0], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            self.ids.insert(*handle, id);
        }
        Ok(id)
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
        self.ids.insert(*handle, id);
        Ok(())
    }

    fn insert(&mut self, id: i64, place: u64, hash: &CellHash, bytes: &[u8]) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO cells (id, mailbox, place, tag, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        statement.execute((*self.next_cell, id, signed(place), tag(hash), bytes))?;
        *self.next_cell = self.next_cell.saturating_add(1);
        Ok(())
    }

    fn mark(&self, id: i64, page: u64, chain: &[u8; 32]) -> Result<(), Error> {
        let mut statement = self
            .db
            .prepare_cached("INSERT INTO marks (mailbox, page, chain) VALUES (?1, ?2, ?3)")?;
        statement.execute((id, signed(page), chain))?;
        Ok(())
    }

    fn prove(&self, id: i64, place: u64, proof: &Proof) -> Result<(), Error> {
        // M-13
        let mut statement = self.db.prepare_cached(
            "INSERT INTO finals (mailbox, place, signature, supersedes) VALUES (?1, ?2, ?3, ?4)",
        )?;
        let supersedes = proof.supersedes.as_ref().map(|hash| &hash.0);
        statement.execute((id, signed(place), &proof.signature.0, supersedes))?;
        Ok(())
    }

    /// The mailbox is gone at once; its cells are overwritten by [`Writer::reap`] right after.
    fn remove(&mut self, handle: &Handle, tombstone: Option<&Tombstone>) -> Result<(), Error> {
        if let Some(id) = self.id(handle)? {
            self.db.prepare_cached("INSERT INTO doomed (mailbox) VALUES (?1)")?.execute([id])?;
            self.db.prepare_cached("DELETE FROM mailboxes WHERE id = ?1")?.execute([id])?;
            self.ids.remove(handle);
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
