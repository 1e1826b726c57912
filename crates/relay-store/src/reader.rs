//! A connection for pages.

use std::path::Path;

use bytes::Bytes;
use rusqlite::Connection;
use sitr_relay_core::Day;
use sitr_wire::close::End;
use sitr_wire::{Cell, Handle, Mailbox};

use crate::Error;
use crate::row::{self, MailboxRow, signed};

/// Reads, beside the writer and any number of its kind; sees only what is durable.
#[derive(Debug)]
pub struct Reader {
    db: Connection,
}

/// One page as it is stored.
#[derive(Debug)]
pub struct StoredPage {
    /// Its cells; fewer than a page holds at the tail.
    pub cells: Vec<Cell>,
    /// The chain's value at its end, if it is full.
    pub chain: Option<[u8; 32]>,
    /// Where the final cells stand, if the mailbox is closed.
    pub end: Option<End>,
}

/// Some cells, one after the other.
#[derive(Debug)]
pub struct StoredTail {
    /// The cells, from the place that was asked for.
    pub cells: Vec<Cell>,
    /// Marks that fall among them or right before them: cells covered, and the chain's value.
    pub marks: Vec<(u64, [u8; 32])>,
    /// Where the final cells stand, if the mailbox is closed.
    pub end: Option<End>,
}

impl Reader {
    /// Opens a database that a [`crate::Writer`] has made.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let db = sitr_db::open_read_only(path)?;
        db.set_prepared_statement_cache_capacity(32);
        Ok(Self { db })
    }

    /// The fixed fields of a mailbox that is stored, past its time or not.
    ///
    /// # Errors
    /// If the disk fails, or the file is damaged.
    pub fn mailbox(&self, handle: &Handle) -> Result<Option<Mailbox>, Error> {
        Ok(row::find(&self.db, handle)?.map(|found| found.mailbox))
    }

    /// One whole page; none if the mailbox is not served today (rule M-10). A page beyond the end
    /// is empty.
    ///
    /// # Errors
    /// If the disk fails, or the file is damaged.
    pub fn page(
        &mut self,
        handle: &Handle,
        page: u32,
        today: Day,
    ) -> Result<Option<StoredPage>, Error> {
        let snapshot = self.db.transaction()?;
        let Some(found) = served(&snapshot, handle, today)? else { return Ok(None) };
        let per_page = found.mailbox.cell_size.per_page();
        let cells = cells(&snapshot, found.id, u64::from(page) * per_page, per_page)?;
        let is_full = cells.len() as u64 == per_page;
        let chain = if is_full { row::mark(&snapshot, found.id, u64::from(page))? } else { None };
        let end = row::end(&snapshot, &found)?;
        Ok(Some(StoredPage { cells, chain, end }))
    }

    /// Up to `limit` cells from a place on; none if the mailbox is not served today.
    ///
    /// # Errors
    /// If the disk fails, or the file is damaged.
    pub fn tail(
        &mut self,
        handle: &Handle,
        from: u64,
        limit: u64,
        today: Day,
    ) -> Result<Option<StoredTail>, Error> {
        let snapshot = self.db.transaction()?;
        let Some(found) = served(&snapshot, handle, today)? else { return Ok(None) };
        let per_page = found.mailbox.cell_size.per_page();
        let cells = cells(&snapshot, found.id, from, limit)?;
        let mut marks = Vec::new();
        let until = from + cells.len() as u64;
        for page in (from / per_page).saturating_sub(1)..until / per_page {
            if let Some(chain) = row::mark(&snapshot, found.id, page)? {
                marks.push(((page + 1) * per_page, chain));
            }
        }
        let end = row::end(&snapshot, &found)?;
        Ok(Some(StoredTail { cells, marks, end }))
    }
}

fn served(db: &Connection, handle: &Handle, today: Day) -> Result<Option<MailboxRow>, Error> {
    // M-10
    Ok(row::find(db, handle)?.filter(|found| today <= found.expires))
}

fn cells(db: &Connection, id: i64, from: u64, limit: u64) -> Result<Vec<Cell>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT bytes FROM cells WHERE mailbox = ?1 AND place >= ?2 ORDER BY place LIMIT ?3",
    )?;
    let mut rows = statement.query((id, signed(from), signed(limit)))?;
    let mut cells = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(0)?;
        let cell = Cell::new(Bytes::from(bytes));
        cells.push(cell.map_err(|_| Error::Damaged("cells: one has no cell's size"))?);
    }
    Ok(cells)
}
