//! The relay's database, as somebody reads it who has the file and no key.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use sitr_wire::Handle;

use super::pages;

/// A row of `mailboxes`.
#[derive(Clone, Debug)]
pub struct MailboxRow {
    /// The row's number.
    pub row: i64,
    /// The handle.
    pub handle: Handle,
    /// Address hash, write key, close key, and burn key where there is one.
    pub keys: Vec<Vec<u8>>,
    /// Cell size, life, keep, capacity, append cost, day of opening, expiry: what may be alike by chance.
    pub classes: Vec<i64>,
    /// Place of the first final cell, if it is closed.
    pub first_final: Option<u64>,
}

/// A row of `cells`.
#[derive(Clone, Debug)]
pub struct CellRow {
    /// The row's number: below zero once it was shuffled.
    pub row: i64,
    /// Where it lies in the file.
    pub position: pages::Position,
    /// Its mailbox.
    pub mailbox: Handle,
    /// Its index there.
    pub place: u64,
    /// The cell.
    pub bytes: Vec<u8>,
}

/// A copied disk.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// All mailboxes.
    pub mailboxes: Vec<MailboxRow>,
    /// All cells.
    pub cells: Vec<CellRow>,
}

/// Copies the database as it lies there, its log included, while the relay runs.
///
/// # Panics
/// If it cannot be read.
pub fn copy(database: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    let name = |suffix: &str| {
        let mut name = database.file_name().expect("a file").to_owned();
        name.push(suffix);
        name
    };
    // The log first: what is moved from it into the file meanwhile stands in both.
    for suffix in ["-wal", ""] {
        let from = database.with_file_name(name(suffix));
        if from.exists() {
            fs::copy(from, to.join(name(suffix))).expect("a copy");
        }
    }
}

/// Reads a copied database.
///
/// # Panics
/// If it is none.
#[must_use]
pub fn read(copied: &Path) -> Disk {
    let db = Connection::open(copied).expect("a database");
    // Every page to its place in the file.
    let mode: String = db
        .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))
        .expect("the log is read");
    assert_eq!(mode, "delete", "somebody else holds the copy");
    let root = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'cells'";
    let root: u32 = db.query_row(root, [], |row| row.get(0)).expect("the table of cells");
    let mailboxes = mailboxes(&db);
    let file = fs::read(copied).expect("the file");
    let positions = pages::positions(&file, root);
    let mut statement = db
        .prepare(
            "SELECT c.id, m.handle, c.place, c.bytes FROM cells c
             JOIN mailboxes m ON m.id = c.mailbox",
        )
        .expect("the columns that are known");
    let cells = statement
        .query_map([], |row| {
            let number: i64 = row.get(0)?;
            Ok(CellRow {
                row: number,
                position: positions.get(&number).copied().unwrap_or_default(),
                mailbox: handle(&row.get::<_, Vec<u8>>(1)?),
                place: row.get::<_, i64>(2)?.cast_unsigned(),
                bytes: row.get(3)?,
            })
        })
        .expect("the table of cells")
        .collect::<Result<_, _>>()
        .expect("rows");
    Disk { mailboxes, cells }
}

fn handle(bytes: &[u8]) -> Handle {
    Handle(bytes.try_into().expect("32 bytes"))
}

fn mailboxes(db: &Connection) -> Vec<MailboxRow> {
    let mut statement = db
        .prepare(
            "SELECT id, handle, address_hash, write_key, close_key, burn_key, cell_size, life, keep,
                capacity, append_cost, opened, expires, first_final FROM mailboxes",
        )
        .expect("the columns that are known");
    statement
        .query_map([], |row| {
            let mut keys: Vec<Vec<u8>> = vec![row.get(2)?, row.get(3)?, row.get(4)?];
            keys.extend(row.get::<_, Option<Vec<u8>>>(5)?);
            let classes = (6..13).map(|column| row.get(column)).collect::<Result<_, _>>()?;
            let first_final: Option<i64> = row.get(13)?;
            Ok(MailboxRow {
                row: row.get(0)?,
                handle: handle(&row.get::<_, Vec<u8>>(1)?),
                keys,
                classes,
                first_final: first_final.map(i64::cast_unsigned),
            })
        })
        .expect("the table of mailboxes")
        .collect::<Result<_, _>>()
        .expect("rows")
}
