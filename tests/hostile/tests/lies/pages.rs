//! A relay that lies about what a mailbox holds: pages of the past, holes, other orders, other cells.

use sitr_client::Alarm;
use sitr_hostile::liar::Lie;
use sitr_hostile::lies::{cells, garbage, pages};
use sitr_hostile::stage::Stage;
use sitr_wire::frame::{Mark, Page};
use sitr_wire::{Cell, CellSize, Handle, Reply, Signature};

fn cell(index: u64, cell: Cell, last: bool) -> Reply {
    Reply::Cell { index, cell, last }
}

/// Lies about cells as they come.
fn of_cells(handle: Handle) -> Vec<(&'static str, Lie)> {
    let (mut first, mut held, mut known) = (true, None, None);
    let unsigned = |mark| Mark { mark, chain: [1; 32], signature: Signature([2; 64]) };
    vec![
        (
            "one cell is left out",
            cells(handle, move |index, one, last| {
                let out = std::mem::take(&mut first);
                if out { vec![] } else { vec![cell(index, one, last)] }
            }),
        ),
        ("no cell comes any more", cells(handle, |_, _, _| vec![])),
        (
            "two cells change places",
            cells(handle, move |index, one, last| match held.take() {
                None => {
                    held = Some(cell(index, one, last));
                    vec![]
                }
                Some(earlier) => vec![cell(index, one, last), earlier],
            }),
        ),
        (
            "each comes twice",
            cells(handle, |index, one, last| {
                vec![cell(index, one.clone(), last), cell(index, one, last)]
            }),
        ),
        ("one place too far", cells(handle, |index, one, last| vec![cell(index + 1, one, last)])),
        ("at the end of the world", cells(handle, |_, one, last| vec![cell(u64::MAX, one, last)])),
        ("at the beginning", cells(handle, |_, one, last| vec![cell(0, one, last)])),
        (
            "of another size",
            cells(handle, |index, _, last| vec![cell(index, garbage(CellSize::K16, 1), last)]),
        ),
        (
            "a mark in the middle of a page",
            cells(handle, move |index, one, last| {
                vec![cell(index, one, last), Reply::Mark(unsigned(index + 1))]
            }),
        ),
        (
            "other cells in their places",
            cells(handle, |index, _, last| vec![cell(index, garbage(CellSize::K2, 2), last)]),
        ),
        (
            "the first one again and again",
            cells(handle, move |index, one, last| {
                vec![cell(index, known.get_or_insert(one).clone(), last)]
            }),
        ),
        (
            "a hundred more than there are",
            cells(handle, |index, one, last| {
                let more =
                    (1..100).map(|at| cell(index + at, garbage(CellSize::K2, at as u8), false));
                [cell(index, one, last)].into_iter().chain(more).collect()
            }),
        ),
    ]
}

/// Lies about the pages with which a watch begins.
fn of_pages(handle: Handle) -> Vec<(&'static str, Lie)> {
    let alter = |change: fn(&mut Page)| {
        move |mut page: Page| {
            change(&mut page);
            vec![page]
        }
    };
    let cut = |page: &mut Page, count: usize| {
        page.cells.truncate(count);
        page.mark = None;
    };
    vec![
        (
            "yesterday's page",
            pages(handle, move |mut page| {
                let half = page.cells.len() / 2;
                cut(&mut page, half);
                vec![page]
            }),
        ),
        (
            "an empty page",
            pages(handle, move |mut page| {
                cut(&mut page, 0);
                vec![page]
            }),
        ),
        ("another page's number", pages(handle, alter(|page| page.number += 7))),
        ("no page at all", pages(handle, |_| vec![])),
        ("the same page twice", pages(handle, |page| vec![page.clone(), page])),
        ("its cells the other way round", pages(handle, alter(|page| page.cells.reverse()))),
        (
            "larger cells",
            pages(
                handle,
                alter(|page| {
                    page.cell_size = CellSize::K16;
                    page.cells = vec![garbage(CellSize::K16, 3); 2];
                    page.mark = None;
                }),
            ),
        ),
        (
            "garbage",
            pages(
                handle,
                alter(|page| page.cells = vec![garbage(CellSize::K2, 4); page.cells.len()]),
            ),
        ),
        (
            "garbage behind what is there",
            pages(
                handle,
                alter(|page| page.cells.resize(31.max(page.cells.len()), garbage(CellSize::K2, 5))),
            ),
        ),
        (
            "pages without end",
            pages(handle, |mut page| {
                page.cells.resize(32, garbage(CellSize::K2, 6));
                let next = |at| Page { number: page.number + at, mark: None, ..page.clone() };
                (0..400).map(next).collect()
            }),
        ),
    ]
}

/// What a device may say of a relay that showed it cells that are not there: they are gone when it looks
/// again, or the relay's own mark is over others.
const TOLD: &[Alarm] = &[Alarm::RelayForgets, Alarm::RelayMark];

#[tokio::test(flavor = "multi_thread")]
async fn no_lie_about_cells_leads_astray() {
    // W-08, R-15
    let mut stage = Stage::set().await;
    for (name, lie) in of_cells(stage.mailbox()) {
        stage.survives(name, lie, false, TOLD).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_lie_about_pages_leads_astray() {
    // W-06, W-08, R-15
    let mut stage = Stage::set().await;
    stage.agree("before there is anything to lie about").await;
    for (name, lie) in of_pages(stage.mailbox()) {
        stage.survives(name, lie, true, TOLD).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_shown_other_cells_is_told() {
    //
    let mut stage = Stage::set().await;
    let other = |index, _, last| vec![cell(index, garbage(CellSize::K2, 2), last)];
    let lie = cells(stage.mailbox(), other);
    stage.survives("other cells", lie, false, TOLD).await;
    assert_eq!(stage.alarms().await, [Alarm::RelayForgets]);
}
