//! A database as an earlier program left it still opens, with everything in it, and goes on.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::path::{Path, PathBuf};

use sitr_relay_core::{Day, Known, Write};
use sitr_relay_store::{Reader, Tx, Writer};
use sitr_wire::chain::Chain;
use sitr_wire::close::Proof;
use sitr_wire::statement::Statement;
use sitr_wire::{Address, Cell, CellSize, Handle, Keep, Life, Mailbox, RelayId, Seed};

const RELAY: RelayId = RelayId([9; 32]);
const OPENED: Day = Day(20_700);
/// A mailbox of a full page of cells, and one more.
const LONG: u8 = 5;
const LONG_CELLS: u8 = 33;

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept").join(name)
}

fn mailbox(number: u8) -> Mailbox {
    Mailbox {
        address_hash: Address::new([number; 32]).hash(),
        write_key: Seed::new([number; 32]).public(),
        close_key: Seed::new([number + 1; 32]).public(),
        burn_key: None,
        cell_size: CellSize::K2,
        capacity: if number == LONG { 64 } else { 8 },
        life: Life::Days180,
        keep: Keep::Days90,
        append_cost: 0,
    }
}

fn cell(fill: u8) -> Cell {
    Cell::new(vec![fill; 2048].into()).unwrap()
}

/// A mailbox of two cells, and one that was closed after its first.
fn fill(writer: &mut Writer) {
    for (number, ends) in [(1, false), (3, true)] {
        let (mailbox, cells) = (mailbox(number), [cell(number), cell(number + 10)]);
        let handle = mailbox.handle(&RELAY);
        let expires = OPENED.plus(if ends { 90 } else { 180 });
        writer
            .transaction(|tx| {
                let opened = OPENED;
                let mailbox = mailbox.clone();
                tx.apply(&Write::Create { handle, mailbox, opened, expires: OPENED.plus(180) })?;
                for (index, cell) in (0..).zip(&cells) {
                    let statement = Statement::close(&RELAY, &handle, &cell.hash(), None);
                    let signature = statement.sign(&Seed::new([number + 1; 32]));
                    let proof = Proof { signature, supersedes: None };
                    let proof = (ends && index == 1).then_some(proof);
                    let (cell, hash) = (cell.clone(), cell.hash());
                    let page_chain = None;
                    tx.apply(&Write::Append { handle, index, cell, hash, page_chain, proof })?;
                }
                if ends {
                    let closed = OPENED;
                    tx.apply(&Write::Freeze { handle, first_final: 1, closed, expires })?;
                }
                Ok(())
            })
            .unwrap();
    }
}

/// The chain's values after each cell of the long mailbox.
fn long_chain() -> Vec<Chain> {
    let mut chain = Chain::start(&mailbox(LONG).handle(&RELAY));
    let push = |number: u8| {
        chain = chain.push(&cell(number).hash());
        chain
    };
    (0..LONG_CELLS).map(push).collect()
}

fn fill_long(writer: &mut Writer) {
    let mailbox = mailbox(LONG);
    let (handle, opened, expires) = (mailbox.handle(&RELAY), OPENED, OPENED.plus(180));
    let mut writes = vec![Write::Create { handle, mailbox, opened, expires }];
    for (number, chain) in (0..).zip(long_chain()) {
        let (cell, hash) = (cell(number), cell(number).hash());
        let (index, is_full) = (u64::from(number), chain.count().is_multiple_of(32));
        let page_chain = is_full.then(|| *chain.value());
        writes.push(Write::Append { handle, index, cell, hash, page_chain, proof: None });
    }
    let all = |tx: &mut Tx<'_>| writes.iter().try_for_each(|write| tx.apply(write));
    writer.transaction(all).unwrap();
}

/// Writes the database that is kept: once for each format, by the program of its time, never again.
#[test]
#[ignore = "makes what is kept"]
fn makes_what_is_kept() {
    let path = kept("relay-0004.db");
    let mut writer = Writer::open(&path).unwrap();
    fill(&mut writer);
    fill_long(&mut writer);
    drop(writer);
    assert!(path.exists());
}

fn holds(path: &Path) {
    let mut writer = Writer::open(path).unwrap();
    let mut reader = Reader::open(path).unwrap();
    for (number, ends) in [(1, false), (3, true)] {
        let mailbox = mailbox(number);
        let handle: Handle = mailbox.handle(&RELAY);
        let known = writer.transaction(|tx| tx.load(&handle)).unwrap();
        let Known::Here(head) = known else { panic!("{number} is gone") };
        let chain = Chain::start(&handle).push(&cell(number).hash());
        assert_eq!(head.chain, chain.push(&cell(number + 10).hash()));
        assert_eq!((head.mailbox, head.opened), (mailbox.clone(), OPENED));
        assert_eq!(head.closing.is_some(), ends);
        let page = reader.page(&handle, 0, OPENED).unwrap().unwrap();
        assert_eq!(page.cells, [cell(number), cell(number + 10)]);
        if let Some(end) = page.end {
            assert_eq!(end.first_final, 1);
            end.verify(&RELAY, &mailbox, &[cell(number + 10).hash()]).unwrap();
        }
    }
    // It goes on.
    let (handle, cell) = (mailbox(1).handle(&RELAY), cell(99));
    let hash = cell.hash();
    let append = Write::Append { handle, index: 2, cell, hash, page_chain: None, proof: None };
    writer.transaction(|tx| tx.apply(&append)).unwrap();
    assert_eq!(reader.page(&handle, 0, OPENED).unwrap().unwrap().cells.len(), 3);
}

fn holds_long(path: &Path) {
    let mut writer = Writer::open(path).unwrap();
    let mut reader = Reader::open(path).unwrap();
    let handle = mailbox(LONG).handle(&RELAY);
    // M-05: whichever of its cells is sent again is found.
    for number in 0..LONG_CELLS {
        let places = writer.transaction(|tx| tx.places(&handle, &cell(number).hash())).unwrap();
        assert_eq!(places, [u64::from(number)]);
    }
    let known = writer.transaction(|tx| tx.load(&handle)).unwrap();
    let Known::Here(head) = known else { panic!("the long one is gone") };
    let chain = long_chain();
    assert_eq!(Some(&head.chain), chain.last());
    let cells: Vec<Cell> = (0..LONG_CELLS).map(cell).collect();
    let pages = [(0, &cells[..32], Some(chain[31].value())), (1, &cells[32..], None)];
    for (number, cells, chain) in pages {
        let page = reader.page(&handle, number, OPENED).unwrap().unwrap();
        assert_eq!((&page.cells[..], page.chain.as_ref()), (cells, chain));
    }
}

#[test]
fn a_kept_database_opens_and_goes_on() {
    let formats: Vec<_> = std::fs::read_dir(kept("")).unwrap().collect();
    assert!(formats.len() >= 2, "each format that a release may have left");
    for entry in formats {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("relay.db");
        std::fs::copy(entry.unwrap().path(), &copy).unwrap();
        holds(&copy);
        holds_long(&copy);
    }
}
