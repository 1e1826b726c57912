//! What appends to one mailbox need of it, kept in memory from one to the next.

use rusqlite::{Connection, OptionalExtension};
use sitr_wire::close::Proof;
use sitr_wire::{CellHash, CellSize, Handle};

use crate::Error;
use crate::row::{self, signed};
use crate::tags::{Recent, tag};

/// A stored mailbox that is appended to.
#[derive(Debug)]
pub(crate) struct Appender {
    pub(crate) id: i64,
    pub(crate) cell_size: CellSize,
    pub(crate) recent: Recent,
}

impl Appender {
    /// Reads it from the disk, if the mailbox is stored.
    ///
    /// # Errors
    /// If the disk fails, or the file is damaged.
    pub(crate) fn load(db: &Connection, handle: &Handle) -> Result<Option<Self>, Error> {
        let mut statement =
            db.prepare_cached("SELECT id, cell_size FROM mailboxes WHERE handle = ?1")?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let found: Option<(i64, u8)> = statement.query_row([&handle.0], read).optional()?;
        let Some((id, cell_size)) = found else { return Ok(None) };
        let cell_size = row::class(cell_size, CellSize::of_byte)?;
        let recent = Recent::load(db, id, cell_size, row::count(db, id)?, None)?;
        Ok(Some(Self { id, cell_size, recent }))
    }

    /// The places at which exactly this cell is stored, in order. The tag finds candidates, the whole hash
    /// decides.
    ///
    /// # Errors
    /// If the disk fails.
    pub(crate) fn places(&self, db: &Connection, hash: &CellHash) -> Result<Vec<u64>, Error> {
        let mut places = Vec::new();
        for place in self.recent.find(db, self.id, tag(hash))? {
            let bytes = row::cell(db, self.id, place)?;
            if bytes.is_some_and(|bytes| CellHash::of(&bytes) == *hash) {
                places.push(place);
            }
        }
        Ok(places)
    }

    /// A cell in the next row of the file, and the chain's value at the page's end where it fills one.
    ///
    /// # Errors
    /// If the disk fails, or something stands there already.
    pub(crate) fn insert(
        &mut self,
        db: &Connection,
        row: i64,
        (place, hash, bytes): (u64, &CellHash, &[u8]),
        page_chain: Option<&[u8; 32]>,
    ) -> Result<(), Error> {
        let mut statement = db.prepare_cached(
            "INSERT INTO cells (id, mailbox, place, tag, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        statement.execute((row, self.id, signed(place), tag(hash), bytes))?;
        self.recent.push(tag(hash));
        if let Some(chain) = page_chain {
            self.mark(db, place / self.cell_size.per_page(), chain)?;
        }
        self.recent.settle(db, self.id, self.cell_size)
    }

    fn mark(&self, db: &Connection, page: u64, chain: &[u8; 32]) -> Result<(), Error> {
        let mut statement = db.prepare_cached(
            "INSERT INTO marks (mailbox, page, chain, tags) VALUES (?1, ?2, ?3, ?4)",
        )?;
        let tags = self.recent.of_last(self.cell_size.per_page());
        statement.execute((self.id, signed(page), chain, tags))?;
        Ok(())
    }

    /// The close key's signature over the cell at a place.
    ///
    /// # Errors
    /// If the disk fails.
    pub(crate) fn prove(&self, db: &Connection, place: u64, proof: &Proof) -> Result<(), Error> {
        // M-13
        let mut statement = db.prepare_cached(
            "INSERT INTO finals (mailbox, place, signature, supersedes) VALUES (?1, ?2, ?3, ?4)",
        )?;
        let supersedes = proof.supersedes.as_ref().map(|hash| &hash.0);
        statement.execute((self.id, signed(place), &proof.signature.0, supersedes))?;
        Ok(())
    }
}
