//! All that is stored, as the operator sees it; also while the relay runs.

use std::path::Path;

use sitr_relay_core::Day;
use sitr_wire::{Handle, Mailbox};

use crate::Error;
use crate::row::{self, select_mailboxes};

/// One mailbox, with every column that is stored of it but its public keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its handle.
    pub handle: Handle,
    /// Its fixed fields.
    pub mailbox: Mailbox,
    /// Day of the Open.
    pub opened: Day,
    /// Day of the first Close.
    pub closed: Option<Day>,
    /// Last day on which it is served.
    pub expires: Day,
    /// Cells stored, finals included.
    pub cells: u64,
    /// Final cells, each with the close key's signature.
    pub finals: u64,
}

/// All that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// The mailboxes, by handle.
    pub mailboxes: Vec<Entry>,
    /// Handles that never open again.
    pub tombstones: u64,
}

impl Entry {
    /// Bytes of its cells.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.cells * self.mailbox.cell_size.bytes() as u64
    }
}

/// Reads the whole inventory in one snapshot.
///
/// # Errors
/// If there is no database, or it is damaged.
pub fn inventory(path: &Path) -> Result<Inventory, Error> {
    let mut db = sitr_db::open_read_only(path)?;
    let snapshot = db.transaction()?;
    let mut statement = snapshot.prepare(select_mailboxes!("ORDER BY handle"))?;
    let mut rows = statement.query([])?;
    let mut mailboxes = Vec::new();
    while let Some(row) = rows.next()? {
        let found = row::mailbox(row)?;
        mailboxes.push(Entry {
            cells: row::count(&snapshot, found.id)?,
            finals: row::end(&snapshot, &found)?.map_or(0, |end| end.finals.len() as u64),
            handle: found.handle,
            mailbox: found.mailbox,
            opened: found.opened,
            closed: found.closed.map(|(day, _)| day),
            expires: found.expires,
        });
    }
    let tombstones: i64 =
        snapshot.query_row("SELECT count(*) FROM tombstones", [], |row| row.get(0))?;
    Ok(Inventory { mailboxes, tombstones: row::unsigned(tombstones)? })
}
