//! Rows and what they mean. SQLite's integers have a sign, ours have none.

use rusqlite::{Connection, OptionalExtension, Row};
use sitr_relay_core::head::Closing;
use sitr_relay_core::{Day, Head};
use sitr_wire::chain::Chain;
use sitr_wire::close::{End, Proof};
use sitr_wire::{
    AddressHash, CellHash, CellSize, Handle, Keep, Life, Mailbox, PublicKey, Signature,
};

use crate::Error;
use crate::tags::{Recent, tag};

/// All columns of a mailbox, in the order that [`mailbox`] reads them; conditions follow.
macro_rules! select_mailboxes {
    ($rest:literal) => {
        concat!(
            "SELECT id, handle, address_hash, write_key, close_key, burn_key, cell_size, life,
                 keep, capacity, append_cost, opened, closed, expires, first_final
             FROM mailboxes ",
            $rest
        )
    };
}
pub(crate) use select_mailboxes;

/// A mailbox as it is stored.
pub(crate) struct MailboxRow {
    pub(crate) id: i64,
    pub(crate) handle: Handle,
    pub(crate) mailbox: Mailbox,
    pub(crate) opened: Day,
    pub(crate) closed: Option<(Day, u64)>,
    pub(crate) expires: Day,
}

pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> Result<u64, Error> {
    u64::try_from(number).map_err(|_| Error::Damaged("a negative number"))
}

pub(crate) fn bytes<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Error> {
    bytes.try_into().map_err(|_| Error::Damaged("bytes of a wrong width"))
}

pub(crate) fn class<T>(number: u8, of_byte: impl Fn(u8) -> Option<T>) -> Result<T, Error> {
    of_byte(number).ok_or(Error::Damaged("mailboxes: an unknown class"))
}

pub(crate) fn day(number: i64) -> Result<Day, Error> {
    u32::try_from(number).map(Day).map_err(|_| Error::Damaged("a day out of range"))
}

fn fixed<const N: usize>(row: &Row<'_>, column: usize) -> Result<[u8; N], Error> {
    bytes(row.get_ref(column)?.as_blob().map_err(|_| Error::Damaged("not a blob"))?)
}

pub(crate) fn mailbox(row: &Row<'_>) -> Result<MailboxRow, Error> {
    let burn: Option<Vec<u8>> = row.get(5)?;
    let closed: Option<i64> = row.get(12)?;
    let first_final: Option<i64> = row.get(14)?;
    Ok(MailboxRow {
        id: row.get(0)?,
        handle: Handle(fixed(row, 1)?),
        mailbox: Mailbox {
            address_hash: AddressHash(fixed(row, 2)?),
            write_key: PublicKey(fixed(row, 3)?),
            close_key: PublicKey(fixed(row, 4)?),
            burn_key: burn.map(|key| bytes(&key).map(PublicKey)).transpose()?,
            cell_size: class(row.get(6)?, CellSize::of_byte)?,
            life: class(row.get(7)?, Life::of_byte)?,
            keep: class(row.get(8)?, Keep::of_byte)?,
            capacity: row.get(9)?,
            append_cost: row.get(10)?,
        },
        opened: day(row.get(11)?)?,
        closed: match (closed, first_final) {
            (Some(closed), Some(first)) => Some((day(closed)?, unsigned(first)?)),
            _ => None,
        },
        expires: day(row.get(13)?)?,
    })
}

/// The row of a mailbox.
pub(crate) fn find(db: &Connection, handle: &Handle) -> Result<Option<MailboxRow>, Error> {
    let mut statement = db.prepare_cached(select_mailboxes!("WHERE handle = ?1"))?;
    let mut rows = statement.query([&handle.0])?;
    rows.next()?.map(mailbox).transpose()
}

/// Number of cells of a mailbox. Places are dense, so it is the last one's successor.
pub(crate) fn count(db: &Connection, id: i64) -> Result<u64, Error> {
    let mut statement = db.prepare_cached("SELECT max(place) FROM cells WHERE mailbox = ?1")?;
    let last: Option<i64> = statement.query_row([id], |row| row.get(0))?;
    last.map_or(Ok(0), |last| Ok(unsigned(last)? + 1))
}

/// One cell.
pub(crate) fn cell(db: &Connection, id: i64, place: u64) -> Result<Option<Vec<u8>>, Error> {
    let mut statement =
        db.prepare_cached("SELECT bytes FROM cells WHERE mailbox = ?1 AND place = ?2")?;
    Ok(statement.query_row((id, signed(place)), |row| row.get(0)).optional()?)
}

/// The chain's value at the end of a full page.
pub(crate) fn mark(db: &Connection, id: i64, page: u64) -> Result<Option<[u8; 32]>, Error> {
    let mut statement =
        db.prepare_cached("SELECT chain FROM marks WHERE mailbox = ?1 AND page = ?2")?;
    let mut rows = statement.query((id, signed(page)))?;
    rows.next()?.map(|row| fixed(row, 0)).transpose()
}

/// Where the final cells stand, with their proofs, if the mailbox is closed.
pub(crate) fn end(db: &Connection, found: &MailboxRow) -> Result<Option<End>, Error> {
    let Some((_, first_final)) = found.closed else { return Ok(None) };
    let mut statement = db.prepare_cached(
        "SELECT signature, supersedes FROM finals WHERE mailbox = ?1 ORDER BY place",
    )?;
    let mut rows = statement.query([found.id])?;
    let mut finals = Vec::new();
    while let Some(row) = rows.next()? {
        let supersedes: Option<Vec<u8>> = row.get(1)?;
        let supersedes = supersedes.map(|hash| bytes(&hash).map(CellHash)).transpose()?;
        finals.push(Proof { signature: Signature(fixed(row, 0)?), supersedes });
    }
    // M-13: without the proofs there is nothing to show.
    if first_final + finals.len() as u64 != count(db, found.id)? {
        return Err(Error::Damaged("finals: one is missing"));
    }
    Ok(Some(End { first_final, finals }))
}

/// The head of a stored mailbox, and the tags of its newest cells: the chain goes on from the last full page.
pub(crate) fn head(db: &Connection, row: MailboxRow) -> Result<(Head, Recent), Error> {
    let count = count(db, row.id)?;
    let per_page = row.mailbox.cell_size.per_page();
    let full = count / per_page;
    let mut chain = match full.checked_sub(1) {
        None => Chain::start(&row.handle),
        Some(page) => {
            let value = mark(db, row.id, page)?.ok_or(Error::Damaged("marks: one is missing"))?;
            Chain::resume(full * per_page, value)
        }
    };
    let mut rest = Vec::new();
    for place in full * per_page..count {
        let bytes = cell(db, row.id, place)?.ok_or(Error::Damaged("cells: one is missing"))?;
        let hash = CellHash::of(&bytes);
        rest.push(tag(&hash));
        chain = chain.push(&hash);
    }
    let recent = Recent::load(db, row.id, row.mailbox.cell_size, count, Some(rest))?;
    let closing = match row.closed.zip(end(db, &row)?) {
        None => None,
        Some(((day, _), end)) => {
            let last = cell(db, row.id, count.saturating_sub(1))?;
            let latest = last.ok_or(Error::Damaged("cells: closed without a final cell"))?;
            Some(Closing { day, end, latest: CellHash::of(&latest) })
        }
    };
    Ok((Head::new(row.mailbox, row.opened, chain, closing), recent))
}
