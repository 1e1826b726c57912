//! What is written is there, what is undone is not, and pages are what was written.

use std::path::PathBuf;

use bytes::Bytes;
use sitr_relay_core::{Day, Head, Known, Tombstone, Write};
use sitr_wire::chain::Chain;
use sitr_wire::close::{End, Proof};
use sitr_wire::{
    AddressHash, Cell, CellSize, Handle, Keep, Life, Mailbox, PublicKey, RelayId, Signature,
};

use crate::{Checkpointer, Error, MIGRATIONS, Reader, Writer, inspect};

const TODAY: Day = Day(20_000);

fn mailbox(number: u8) -> Mailbox {
    Mailbox {
        address_hash: AddressHash([number; 32]),
        write_key: PublicKey([1; 32]),
        close_key: PublicKey([2; 32]),
        burn_key: None,
        cell_size: CellSize::K16,
        capacity: 100,
        life: Life::Days30,
        keep: Keep::Days7,
        append_cost: 3,
    }
}

fn handle(number: u8) -> Handle {
    mailbox(number).handle(&RelayId([9; 32]))
}

fn cell(number: u8) -> Cell {
    Cell::new(Bytes::from(vec![number; CellSize::K16.bytes()])).unwrap()
}

fn create(number: u8, opened: Day) -> Write {
    let (handle, mailbox) = (handle(number), mailbox(number));
    Write::Create { handle, mailbox, opened, expires: opened.plus(30) }
}

/// A mailbox with so many cells, as the core would have written them.
fn filled(number: u8, cells: u8) -> (Vec<Write>, Chain) {
    let handle = handle(number);
    let mut chain = Chain::start(&handle);
    let mut writes = vec![create(number, TODAY)];
    for index in 0..cells {
        let (cell, hash) = (cell(index), cell(index).hash());
        chain = chain.push(&hash);
        let page_chain = chain.count().is_multiple_of(4).then(|| *chain.value());
        writes.push(Write::Append {
            handle,
            index: u64::from(index),
            cell,
            hash,
            page_chain,
            proof: None,
        });
    }
    (writes, chain)
}

fn proof(number: u8, supersedes: Option<u8>) -> Proof {
    let supersedes = supersedes.map(|number| cell(number).hash());
    Proof { signature: Signature([number; 64]), supersedes }
}

/// The same, closed by its last cell.
fn closed(number: u8, cells: u8) -> (Vec<Write>, Chain) {
    let (mut writes, chain) = filled(number, cells);
    let Some(Write::Append { proof: last, .. }) = writes.last_mut() else { panic!("no cell") };
    *last = Some(proof(cells - 1, None));
    writes.push(freeze(number, u64::from(cells) - 1));
    (writes, chain)
}

fn freeze(number: u8, first_final: u64) -> Write {
    Write::Freeze { handle: handle(number), first_final, closed: TODAY, expires: TODAY.plus(7) }
}

struct Disk {
    _dir: tempfile::TempDir,
    path: PathBuf,
    writer: Writer,
}

impl Disk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("relay.db");
        let writer = Writer::open(&path).unwrap();
        Self { _dir: dir, path, writer }
    }

    fn write(&mut self, writes: &[Write]) {
        self.writer.transaction(|tx| writes.iter().try_for_each(|write| tx.apply(write))).unwrap();
    }

    fn load(&mut self, number: u8) -> Known {
        self.writer.transaction(|tx| tx.load(&handle(number))).unwrap()
    }

    fn head(&mut self, number: u8) -> Head {
        match self.load(number) {
            Known::Here(head) => *head,
            other => panic!("expected a head, got {other:?}"),
        }
    }
}

#[test]
fn heads_come_back_as_they_were() {
    // M-07
    let mut disk = Disk::new();
    let (writes, chain) = closed(1, 7);
    disk.write(&writes);
    let superseding = Write::Append {
        handle: handle(1),
        index: 7,
        cell: cell(7),
        hash: cell(7).hash(),
        page_chain: Some(*chain.push(&cell(7).hash()).value()),
        proof: Some(proof(7, Some(6))),
    };
    disk.write(&[superseding]);
    let chain = chain.push(&cell(7).hash());
    // A writer that was never closed: as after a kill.
    disk.writer = Writer::open(&disk.path).unwrap();
    let head = disk.head(1);
    assert_eq!((head.mailbox.clone(), head.opened, head.chain), (mailbox(1), TODAY, chain));
    // M-13
    let finals = vec![proof(6, None), proof(7, Some(6))];
    assert_eq!(head.ended(), Some(&End { first_final: 6, finals }));
    assert_eq!(head.closing.unwrap().latest, cell(7).hash());
    assert_eq!(disk.load(2), Known::Absent);
    let places = |disk: &mut Disk, number| {
        disk.writer.transaction(|tx| tx.places(&handle(1), &cell(number).hash())).unwrap()
    };
    // M-05
    assert_eq!(places(&mut disk, 5), [5]);
    assert_eq!(places(&mut disk, 99), [0; 0]);
}

#[test]
fn a_transaction_is_done_wholly_or_not_at_all() {
    // M-04
    let mut disk = Disk::new();
    let (writes, _) = filled(1, 3);
    let undone = disk.writer.transaction(|tx| {
        writes.iter().try_for_each(|write| tx.apply(write))?;
        Err::<(), _>(Error::NoMailbox)
    });
    assert!(matches!(undone, Err(Error::NoMailbox)));
    assert_eq!(disk.load(1), Known::Absent);
    // Nothing of what was undone is remembered: the same again is done.
    disk.write(&writes);
    assert_eq!(disk.head(1).count(), 3);
    // The same place twice is refused by the schema itself.
    let twice = disk.writer.transaction(|tx| tx.apply(&writes[1]));
    assert!(matches!(twice, Err(Error::Sqlite(_))));
    let nowhere = disk.writer.transaction(|tx| tx.apply(&filled(2, 1).0[1]));
    assert!(matches!(nowhere, Err(Error::NoMailbox)));
}

#[test]
fn pages_and_tails_are_what_was_written() {
    // W-06, W-08
    let mut disk = Disk::new();
    let (writes, chain) = filled(1, 9);
    disk.write(&writes);
    let mut reader = Reader::open(&disk.path).unwrap();
    assert_eq!(reader.mailbox(&handle(1)).unwrap(), Some(mailbox(1)));
    let mut page = |number| reader.page(&handle(1), number, TODAY).unwrap().unwrap();
    let full = page(1);
    assert_eq!(full.cells, (4..8).map(cell).collect::<Vec<_>>());
    assert!(full.chain.is_some() && full.end.is_none());
    let tail = page(2);
    assert_eq!((tail.cells, tail.chain), (vec![cell(8)], None));
    assert!(page(7).cells.is_empty());
    disk.write(&closed(1, 10).0[10..]);
    let rest = reader.tail(&handle(1), 4, 4, TODAY).unwrap().unwrap();
    assert_eq!(rest.cells.len(), 4);
    assert_eq!(rest.marks.iter().map(|(mark, _)| *mark).collect::<Vec<_>>(), [4, 8]);
    let end = End { first_final: 9, finals: vec![proof(9, None)] };
    assert_eq!(rest.end, Some(end));
    assert_eq!(chain.count(), 9);
    // M-10
    assert!(reader.page(&handle(1), 0, TODAY.plus(7)).unwrap().is_some());
    assert!(reader.page(&handle(1), 0, TODAY.plus(8)).unwrap().is_none());
    assert!(reader.tail(&handle(1), 0, 9, TODAY.plus(8)).unwrap().is_none());
}

#[test]
fn the_sweep_takes_what_is_due_and_leaves_tombstones_of_the_closed() {
    // M-10, M-11
    let mut disk = Disk::new();
    for number in 1..=3 {
        disk.write(&filled(number, 5).0);
    }
    disk.write(&closed(1, 6).0[6..]);
    assert!(disk.writer.sweep(TODAY.plus(7), 10).unwrap().is_empty());
    let swept = disk.writer.sweep(TODAY.plus(8), 10).unwrap();
    assert_eq!(swept.mailboxes, [handle(1)]);
    assert_eq!(disk.load(1), Known::Gone(Tombstone { day: TODAY.plus(7), burned: false }));
    let mut due = Vec::new();
    loop {
        let swept = disk.writer.sweep(TODAY.plus(31), 1).unwrap();
        if swept.is_empty() {
            break;
        }
        due.extend(swept.mailboxes);
    }
    assert_eq!(due.len(), 2);
    assert_eq!(disk.load(2), Known::Absent);
    while disk.writer.reap(2).unwrap() > 0 {}
    let cells: i64 =
        disk.writer.db.query_row("SELECT count(*) FROM cells", [], |row| row.get(0)).unwrap();
    assert_eq!(cells, 0);
    let finals: i64 =
        disk.writer.db.query_row("SELECT count(*) FROM finals", [], |row| row.get(0)).unwrap();
    assert_eq!(finals, 0);
    assert!(disk.writer.sweep(TODAY.plus(127), 10).unwrap().is_empty());
    assert_eq!(disk.writer.sweep(TODAY.plus(128), 10).unwrap().tombstones, 1);
    assert_eq!(disk.load(1), Known::Absent);
}

#[test]
fn a_mailbox_that_comes_again_does_not_inherit_cells() {
    // M-11
    let mut disk = Disk::new();
    disk.write(&filled(1, 5).0);
    let again = [Write::Remove { handle: handle(1), tombstone: None }, create(1, TODAY.plus(40))];
    disk.write(&again);
    // Its old cells are not overwritten yet.
    assert_eq!(disk.head(1).count(), 0);
    disk.write(&filled(1, 2).0[1..]);
    while disk.writer.reap(3).unwrap() > 0 {}
    assert_eq!(disk.head(1).count(), 2);
}

#[test]
fn the_order_of_arrival_is_shuffled_away() {
    // P-02
    let mut disk = Disk::new();
    for number in 1..=4 {
        disk.write(&filled(number, 5).0);
    }
    disk.writer.begin_shuffle();
    disk.write(&filled(5, 3).0);
    while disk.writer.shuffle(3).unwrap() {}
    let order = |disk: &Disk, sql: &str| -> Vec<i64> {
        let mut statement = disk.writer.db.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(order(&disk, "SELECT count(*) FROM cells WHERE id >= 0"), [3]);
    let shuffled = order(&disk, "SELECT place FROM cells WHERE id < 0 ORDER BY id");
    let arrival: Vec<i64> = (0..4).flat_map(|_| 0..5).collect();
    assert_ne!(shuffled, arrival);
    // Reading is as before, and what comes next goes on above zero.
    disk.writer = Writer::open(&disk.path).unwrap();
    disk.write(&filled(6, 1).0);
    assert_eq!(order(&disk, "SELECT max(id) FROM cells"), [23]);
    let (_, chain) = filled(1, 5);
    assert_eq!(disk.head(1).chain, chain);
}

#[test]
fn large_cells_do_not_stay_where_they_came_to_lie() {
    // P-02: what does not fit a page of the file lies in pages of its own, which tell an order too.
    const CELLS: u8 = 40;
    let mut disk = Disk::new();
    disk.write(&filled(1, CELLS).0);
    disk.writer.begin_shuffle();
    while disk.writer.shuffle(100).unwrap() {}
    Checkpointer::open(&disk.path).unwrap().truncate().unwrap();
    let file = std::fs::read(&disk.path).unwrap();
    let at = |number: u8| {
        let part = [number; 2048];
        file.windows(part.len()).position(|bytes| bytes == part).unwrap()
    };
    let places: Vec<_> = (0..CELLS).map(at).collect();
    let rising = places.windows(2).filter(|pair| pair[0] < pair[1]).count();
    // Of 39 pairs about half rise; as many as these by chance once in a million times.
    assert!((6..=33).contains(&rising), "{rising} of {} pairs lie in order", CELLS - 1);
}

#[test]
fn the_log_is_emptied_and_nothing_deleted_lives_on() {
    let mut disk = Disk::new();
    disk.write(&filled(1, 5).0);
    let checkpointer = Checkpointer::open(&disk.path).unwrap();
    assert_eq!(checkpointer.passive().unwrap(), 0);
    disk.write(&[Write::Remove { handle: handle(1), tombstone: None }]);
    while disk.writer.reap(100).unwrap() > 0 {}
    checkpointer.truncate().unwrap();
    let log = disk.path.with_extension("db-wal");
    assert_eq!(std::fs::metadata(log).unwrap().len(), 0);
    let file = std::fs::read(&disk.path).unwrap();
    let canary = vec![3; 1024];
    assert!(!file.windows(canary.len()).any(|bytes| bytes == canary));
}

#[test]
fn the_inventory_shows_everything_while_the_writer_is_open() {
    let mut disk = Disk::new();
    disk.write(&filled(1, 5).0);
    disk.write(&closed(2, 2).0);
    let tombstone = Some(Tombstone { day: TODAY, burned: true });
    disk.write(&[create(3, TODAY), Write::Remove { handle: handle(3), tombstone }]);
    let inventory = inspect::inventory(&disk.path).unwrap();
    assert_eq!(inventory.tombstones, 1);
    assert_eq!(inventory.mailboxes.len(), 2);
    let first = inventory.mailboxes.iter().find(|entry| entry.handle == handle(1)).unwrap();
    assert_eq!((first.cells, first.bytes()), (5, 5 * 16 * 1024));
    assert_eq!((first.opened, first.closed, first.expires), (TODAY, None, TODAY.plus(30)));
    let closed = inventory.mailboxes.iter().find(|entry| entry.handle == handle(2)).unwrap();
    assert_eq!((closed.closed, closed.expires), (Some(TODAY), TODAY.plus(7)));
    assert_eq!((closed.cells, closed.finals, first.finals), (2, 1, 0));
}

#[test]
fn a_file_of_the_future_and_a_file_of_garbage_are_refused() {
    let disk = Disk::new();
    let known = MIGRATIONS.len() as u32;
    disk.writer.db.pragma_update(None, "user_version", known + 1).unwrap();
    let error = Writer::open(&disk.path).unwrap_err();
    assert!(matches!(error, Error::Open(sitr_db::OpenError::TooNew { .. })));
    let garbage = disk.path.with_file_name("garbage.db");
    std::fs::write(&garbage, vec![7; 8192]).unwrap();
    assert!(Writer::open(&garbage).is_err());
}

#[test]
fn what_was_closed_before_proofs_were_kept_goes_and_stays_closed() {
    // M-11, M-13
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let mut old = sitr_db::open(&path).unwrap();
    sitr_db::prepare(&old).unwrap();
    sitr_db::migrate(&mut old, &MIGRATIONS[..1]).unwrap();
    let insert = "INSERT INTO mailboxes VALUES
        (?1, ?2, ?3, ?3, ?3, NULL, 2, 2, 1, 100, 0, 20000, ?4, 20007, ?5)";
    for (id, closed, first) in [(1, Some(20_000), Some(0)), (2, None::<i64>, None::<i64>)] {
        let handle = handle(u8::try_from(id).unwrap());
        old.execute(insert, (id, &handle.0, &[1u8; 32], closed, first)).unwrap();
    }
    drop(old);
    let writer = Writer::open(&path).unwrap();
    let mut disk = Disk { _dir: dir, path, writer };
    assert_eq!(disk.load(1), Known::Gone(Tombstone { day: TODAY.plus(7), burned: false }));
    assert_eq!(disk.head(2).ended(), None);
    assert!(disk.writer.reap(10).unwrap() > 0);
}

#[test]
fn a_file_of_an_older_program_keeps_its_pages_and_gets_a_lineage() {
    // W-10
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let mut old = sitr_db::open(&path).unwrap();
    sitr_db::prepare(&old).unwrap();
    sitr_db::migrate(&mut old, &MIGRATIONS[..2]).unwrap();
    drop(old);
    let writer = Writer::open(&path).unwrap();
    let mut disk = Disk { _dir: dir, path, writer };
    disk.write(&filled(1, 5).0);
    let lineage = disk.writer.lineage();
    assert_ne!(lineage, [0; 16]);
    disk.writer = Writer::open(&disk.path).unwrap();
    assert_eq!((disk.head(1).count(), disk.writer.lineage()), (5, lineage));
    let page_bytes = |db: &rusqlite::Connection| -> u32 {
        db.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(page_bytes(&disk.writer.db), 4096);
    assert_eq!(page_bytes(&Disk::new().writer.db), 8192);
}

#[test]
fn the_log_begins_anew_once_all_of_it_is_moved() {
    let mut disk = Disk::new();
    let log = disk.path.with_extension("db-wal");
    let bytes = || std::fs::metadata(&log).unwrap().len();
    disk.write(&filled(1, 20).0);
    disk.write(&filled(2, 20).0);
    let before = bytes();
    disk.writer.finish_checkpoint().unwrap();
    disk.write(&filled(3, 20).0);
    assert_eq!(bytes(), before);
    disk.write(&filled(4, 20).0);
    disk.write(&filled(5, 20).0);
    assert!(bytes() > before, "unless nobody moves it");
}

#[test]
fn cells_of_an_older_file_are_found_again_and_their_tags_go_with_them() {
    // M-05
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("relay.db");
    let mut old = sitr_db::open(&path).unwrap();
    sitr_db::prepare(&old).unwrap();
    sitr_db::migrate(&mut old, &MIGRATIONS[..3]).unwrap();
    let (handle, mailbox) = (handle(1), mailbox(1));
    let insert = "INSERT INTO mailboxes VALUES
        (1, ?1, ?2, ?2, ?2, NULL, ?3, 2, 1, 1000, 0, 20000, NULL, 20030, NULL)";
    old.execute(insert, (&handle.0, &[1u8; 32], mailbox.cell_size as u8)).unwrap();
    let mut chain = Chain::start(&handle);
    for index in 0..7u8 {
        let (cell, hash) = (cell(index), cell(index).hash());
        let tag = crate::tags::tag(&hash);
        let insert = "INSERT INTO cells (mailbox, place, tag, bytes) VALUES (1, ?1, ?2, ?3)";
        old.execute(insert, (index, tag, &cell.bytes()[..])).unwrap();
        chain = chain.push(&hash);
        if index == 3 {
            let insert = "INSERT INTO marks (mailbox, page, chain) VALUES (1, 0, ?1)";
            old.execute(insert, [chain.value()]).unwrap();
        }
    }
    drop(old);
    let writer = Writer::open(&path).unwrap();
    let mut disk = Disk { _dir: dir, path, writer };
    let places = |disk: &mut Disk, cell: &Cell| {
        disk.writer.transaction(|tx| tx.places(&handle, &cell.hash())).unwrap()
    };
    // Before anything was loaded, after it, and past the number that goes to the table together.
    for index in 0..7u8 {
        assert_eq!(places(&mut disk, &cell(index)), [u64::from(index)]);
    }
    assert_eq!(disk.head(1).chain, chain);
    let numbered = |number: u64| {
        let mut bytes = vec![0; CellSize::K16.bytes()];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        Cell::new(Bytes::from(bytes)).unwrap()
    };
    let mut writes = Vec::new();
    for index in 7..300 {
        let cell = numbered(index);
        let hash = cell.hash();
        chain = chain.push(&hash);
        let page_chain = chain.count().is_multiple_of(4).then(|| *chain.value());
        writes.push(Write::Append { handle, index, cell, hash, page_chain, proof: None });
    }
    disk.write(&writes);
    for _ in 0..2 {
        assert_eq!(places(&mut disk, &cell(6)), [6]);
        for index in [7, 255, 256, 299] {
            assert_eq!(places(&mut disk, &numbered(index)), [index]);
        }
        assert!(places(&mut disk, &numbered(300)).is_empty());
        disk.writer = Writer::open(&disk.path).unwrap();
    }
    disk.write(&[Write::Remove { handle, tombstone: None }]);
    while disk.writer.reap(50).unwrap() > 0 {}
    for table in ["cells", "tags", "marks", "doomed"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let left: i64 = disk.writer.db.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
}

/// The columns that hold handles or keys, and no others: a new column must be thought about.
#[test]
fn the_schema_holds_what_is_promised_and_nothing_finer_than_a_day() {
    // P-02
    let disk = Disk::new();
    let sql = "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
               WHERE m.type = 'table' ORDER BY 1";
    let mut statement = disk.writer.db.prepare(sql).unwrap();
    let columns: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let expected = "cells.bytes cells.id cells.mailbox cells.place cells.tag doomed.mailbox \
        finals.mailbox finals.place finals.signature finals.supersedes \
        lineage.id lineage.is_copy lineage.only_row \
        mailboxes.address_hash mailboxes.append_cost mailboxes.burn_key mailboxes.capacity \
        mailboxes.cell_size mailboxes.close_key mailboxes.closed mailboxes.expires \
        mailboxes.first_final mailboxes.handle mailboxes.id mailboxes.keep mailboxes.life \
        mailboxes.opened mailboxes.write_key marks.chain marks.mailbox marks.page marks.tags \
        tags.mailbox tags.place tags.tag tombstones.burned tombstones.day tombstones.handle";
    assert_eq!(columns.join(" "), expected.split_whitespace().collect::<Vec<_>>().join(" "));
}
