//! Attacks that sort: each measures one thing about an item, and the referee's learner finds out, on
//! examples whose answer it is told, which of them tells the classes apart.

use sitr_wire::Handle;

use crate::view::{CellRef, Desk, Item};

/// An attack that measures something.
pub type Feature = fn(&Desk<'_>, &Item) -> f64;

/// What is measured of a cell.
pub const OF_CELLS: &[Feature] =
    &[length, cells_after, until_close, since_open, larger_before, until_next_by_same];

/// What is measured of a mailbox.
pub const OF_MAILBOXES: &[Feature] =
    &[addresses_watching, connections_watching, cells, last_length, final_follows];

/// Stands for what does not come at all.
const NEVER: f64 = 1e12;

/// Bytes that are stored.
fn length(desk: &Desk<'_>, item: &Item) -> f64 {
    let row = item.cell.and_then(|cell| desk.cell(&cell));
    row.map_or(0.0, |row| row.bytes.len() as f64)
}

/// How many cells its mailbox took afterwards, where it was closed.
fn cells_after(desk: &Desk<'_>, item: &Item) -> f64 {
    let Some(cell) = item.cell else { return NEVER };
    let first_final = desk.mailbox(&cell.mailbox).and_then(|row| row.first_final);
    first_final.map_or(NEVER, |first| first.saturating_sub(cell.place) as f64)
}

/// How soon its mailbox was closed.
fn until_close(desk: &Desk<'_>, item: &Item) -> f64 {
    let Some(cell) = item.cell else { return NEVER };
    match (desk.came.get(&cell), desk.closed.get(&cell.mailbox)) {
        (Some(came), Some((_, closed))) => closed.saturating_sub(*came) as f64,
        _ => NEVER,
    }
}

/// How long before it the same connection had opened a mailbox.
fn since_open(desk: &Desk<'_>, item: &Item) -> f64 {
    let (Some(cell), Some(connection)) = (item.cell, desk.connection(item)) else { return NEVER };
    let came = desk.came.get(&cell).copied().unwrap_or(0);
    let opens = desk.opens.get(&connection).map(Vec::as_slice).unwrap_or_default();
    let last = opens.iter().filter(|at| **at <= came).max();
    last.map_or(NEVER, |at| (came - at) as f64)
}

/// How long after it the same connection wrote again.
fn until_next_by_same(desk: &Desk<'_>, item: &Item) -> f64 {
    let (Some(cell), Some(connection)) = (item.cell, desk.connection(item)) else { return NEVER };
    let came = desk.came.get(&cell).copied().unwrap_or(0);
    let later = desk.writer.iter().filter(|(_, by)| **by == connection);
    let later = later.filter_map(|(other, _)| desk.came.get(other)).filter(|at| **at > came);
    later.min().map_or(NEVER, |at| (at - came) as f64)
}

/// How many cells before it, in the order of arrival, a cell of a larger class stands.
fn larger_before(desk: &Desk<'_>, item: &Item) -> f64 {
    let Some(rank) = item.cell.and_then(|cell| desk.arrival.get(&cell)) else { return NEVER };
    let is_large = |cell: &CellRef| desk.cell(cell).is_some_and(|row| row.bytes.len() > 2048);
    let before = desk.arrival.iter().filter(|(cell, at)| *at < rank && is_large(cell));
    before.map(|(_, at)| rank - at).min().map_or(NEVER, |distance| distance as f64)
}

fn mailbox(item: &Item) -> Handle {
    item.mailbox.unwrap_or(Handle([0; 32]))
}

/// Addresses from which it was watched.
fn addresses_watching(desk: &Desk<'_>, item: &Item) -> f64 {
    let watchers = desk.watchers(&mailbox(item));
    let addresses: std::collections::BTreeSet<_> =
        watchers.iter().filter_map(|connection| desk.address(*connection)).collect();
    addresses.len() as f64
}

/// Connections over which it was watched.
fn connections_watching(desk: &Desk<'_>, item: &Item) -> f64 {
    desk.watchers(&mailbox(item)).len() as f64
}

/// Cells in it.
fn cells(desk: &Desk<'_>, item: &Item) -> f64 {
    desk.cells_of(mailbox(item)).count() as f64
}

/// Length of its last cell.
fn last_length(desk: &Desk<'_>, item: &Item) -> f64 {
    desk.cells_of(mailbox(item)).next_back().map_or(0.0, |row| row.bytes.len() as f64)
}

/// Whether it was closed, and after how many cells.
fn final_follows(desk: &Desk<'_>, item: &Item) -> f64 {
    let row = desk.mailbox(&mailbox(item)).and_then(|row| row.first_final);
    row.map_or(-1.0, |first| first as f64)
}
