//! A connection for pages.

use std::path::Path;

use bytes::BytesMut;
use rusqlite::Connection;
use sitr_relay_core::Day;
use sitr_wire::close::End;
use sitr_wire::{Cell, CellSize, Handle, Mailbox};

use crate::Error;
use crate::row::{self, MailboxRow, signed};
use crate::span::Span;

/// KiB of the database that one reader keeps in memory.
const CACHE_KIB: i64 = 512;

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
        // Pages are read once and sent; what is read again and again is the top of the indexes.
        db.pragma_update(None, "cache_size", -CACHE_KIB)?;
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
        let snapshot = Span::to_read(&self.db)?;
        let Some(found) = served(&snapshot, handle, today)? else { return Ok(None) };
        let size = found.mailbox.cell_size;
        let per_page = size.per_page();
        let cells = cells(&snapshot, found.id, size, u64::from(page) * per_page, per_page)?;
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
        let snapshot = Span::to_read(&self.db)?;
        let Some(found) = served(&snapshot, handle, today)? else { return Ok(None) };
        let size = found.mailbox.cell_size;
        let per_page = size.per_page();
        let cells = cells(&snapshot, found.id, size, from, limit)?;
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

/// Cells of one size, in one allocation that they share.
fn cells(
    db: &Connection,
    id: i64,
    size: CellSize,
    from: u64,
    limit: u64,
) -> Result<Vec<Cell>, Error> {
    let damaged = || Error::Damaged("cells: one has not its mailbox's size");
    let mut statement = db.prepare_cached(
        "SELECT bytes FROM cells WHERE mailbox = ?1 AND place >= ?2 ORDER BY place LIMIT ?3",
    )?;
    let mut rows = statement.query((id, signed(from), signed(limit)))?;
    let most = usize::try_from(limit.min(size.per_page())).unwrap_or(0);
    let mut bytes = BytesMut::with_capacity(most * size.bytes());
    while let Some(row) = rows.next()? {
        let cell = row.get_ref(0)?.as_blob().map_err(|_| Error::Damaged("not a blob"))?;
        if cell.len() != size.bytes() {
            return Err(damaged());
        }
        bytes.extend_from_slice(cell);
    }
    let (bytes, size) = (bytes.freeze(), size.bytes());
    let slices = (0..bytes.len() / size).map(|at| bytes.slice(at * size..(at + 1) * size));
    slices.map(Cell::new).collect::<Result<_, _>>().map_err(|_| damaged())
}
