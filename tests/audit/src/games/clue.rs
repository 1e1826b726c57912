//! Attacks that tie two things together. Each is one function, and each speaks for itself: positive where
//! the two seem to come from one device (or mailboxes: to belong together), negative where they do not, zero
//! where it has nothing to say. Evidence adds up; one unit is about one nat.

use std::collections::BTreeSet;

use sitr_wire::Handle;

use crate::view::{CellRef, Desk, Item};

/// An attack that ties two things together.
pub type Clue = fn(&Desk<'_>, &Item, &Item) -> f64;

/// All of them.
pub const ALL: &[Clue] = &[
    address,
    connection,
    marks,
    rows,
    neighbours_in_rows,
    neighbours_in_file,
    watchers,
    opened_before_close,
    opened_in_turn,
];

/// Evidence above which two things are held to belong together.
pub const THRESHOLD: f64 = 2.0;

/// All evidence.
#[must_use]
pub fn evidence(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    ALL.iter().map(|clue| clue(desk, a, b)).sum()
}

/// They came from one network address. Says nothing where everybody shares one, nor of two mailboxes, which
/// members of one room may open in turn.
fn address(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    if a.mailbox.is_some() && b.mailbox.is_some() {
        return 0.0;
    }
    let of = |item| desk.connection(item).and_then(|connection| desk.address(connection));
    match (of(a), of(b)) {
        (Some(a), Some(b)) if desk.addresses > 1 => {
            if a == b {
                5.0
            } else {
                -5.0
            }
        }
        _ => 0.0,
    }
}

/// They came over one connection.
fn connection(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    match (desk.connection(a), desk.connection(b)) {
        (Some(a), Some(b)) if a == b => 6.0,
        _ => 0.0,
    }
}

/// They hold equal bytes, where all bytes should be as good as random.
fn marks(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    if desk.marks(a).is_disjoint(&desk.marks(b)) { 0.0 } else { 8.0 }
}

/// Their mailboxes' rows were numbered one after the other.
fn rows(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    let row =
        |item: &Item| item.mailbox.and_then(|handle| desk.mailbox(&handle)).map(|row| row.row);
    match (row(a), row(b)) {
        (Some(a), Some(b)) if b.checked_sub(a) == Some(1) => 8.0,
        _ => 0.0,
    }
}

/// Their cells arrived one after the other: weak, but a day's order is a day's rhythm.
fn neighbours_in_rows(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    near(desk, a, b, |cell| desk.arrival.get(cell).copied())
}

/// Their cells lie beside each other in the file.
fn neighbours_in_file(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    near(desk, a, b, |cell| desk.position.get(cell).copied())
}

/// For mailboxes: from the last cell of one to the first of the other; at most 1.
fn near(desk: &Desk<'_>, a: &Item, b: &Item, rank: impl Fn(&CellRef) -> Option<usize>) -> f64 {
    let (Some(a), Some(b)) = (a.mailbox, b.mailbox) else { return 0.0 };
    let first = |handle: Handle| desk.cells_of(handle).next().map(|row| row.place);
    let last = |handle: Handle| desk.cells_of(handle).next_back().map(|row| row.place);
    let end = last(a).and_then(|place| rank(&CellRef { mailbox: a, place }));
    let begin = first(b).and_then(|place| rank(&CellRef { mailbox: b, place }));
    match (end, begin) {
        (Some(end), Some(begin)) if begin > end => 1.0 / (begin - end) as f64,
        (Some(end), Some(begin)) => 0.25 / (1 + end - begin) as f64,
        _ => 0.0,
    }
}

/// For mailboxes: who watched one turned to the other right after it.
fn watchers(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    let (Some(a), Some(b)) = (a.mailbox, b.mailbox) else { return 0.0 };
    let (all, then) = (desk.watchers(&a), desk.watchers(&b));
    let both: BTreeSet<_> = all.intersection(&then).collect();
    let next = |connection: &&&usize| {
        let list = desk.watched.get(**connection).map(Vec::as_slice).unwrap_or_default();
        list.windows(2).any(|pair| pair[0].1 == a && pair[1].1 == b)
    };
    let turned = both.iter().filter(next).count();
    let any = all.union(&then).count().max(1) as f64;
    (both.len() as f64 + 3.0 * turned as f64) / any
}

/// For mailboxes: whoever closed the first had opened the second right before.
fn opened_before_close(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    let (Some(a), Some(b)) = (a.mailbox, b.mailbox) else { return 0.0 };
    match (desk.closed.get(&a), desk.opener.get(&b)) {
        (Some((closer, closed)), Some((opener, opened)))
            if closer == opener && desk.last_open(*closer, *closed) == Some(*opened) =>
        {
            6.0
        }
        _ => 0.0,
    }
}

/// For mailboxes: the second was opened right before the first, over one connection.
fn opened_in_turn(desk: &Desk<'_>, a: &Item, b: &Item) -> f64 {
    let (Some(a), Some(b)) = (a.mailbox, b.mailbox) else { return 0.0 };
    match (desk.opener.get(&a), desk.opener.get(&b)) {
        (Some((first, later)), Some((second, earlier)))
            if first == second && desk.last_open(*first, *later) == Some(*earlier) =>
        {
            3.0
        }
        _ => 0.0,
    }
}
