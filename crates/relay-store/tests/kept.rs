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
use sitr_relay_store::{Reader, Writer};
use sitr_wire::chain::Chain;
use sitr_wire::close::Proof;
use sitr_wire::statement::Statement;
use sitr_wire::{Address, Cell, CellSize, Handle, Keep, Life, Mailbox, RelayId, Seed};

const RELAY: RelayId = RelayId([9; 32]);
const OPENED: Day = Day(20_700);

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
        capacity: 8,
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

/// Writes the database that is kept: once for each format, never again.
#[test]
#[ignore = "makes what is kept"]
fn makes_what_is_kept() {
    let path = kept("relay-0002.db");
    let mut writer = Writer::open(&path).unwrap();
    fill(&mut writer);
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

#[test]
fn a_kept_database_opens_and_goes_on() {
    for entry in std::fs::read_dir(kept("")).unwrap() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("relay.db");
        std::fs::copy(entry.unwrap().path(), &copy).unwrap();
        holds(&copy);
    }
}
