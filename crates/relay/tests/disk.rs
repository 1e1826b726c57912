//! A disk that fails, and comes back.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::process::{BINARY, Process, open, read_all};
use common::{Client, Room, World, cell, code};
use sitr_wire::{Code, Reply};

#[tokio::test]
async fn what_is_not_stored_is_answered_busy_and_did_not_happen() {
    // M-04
    let world = World::new().await;
    let room = Room::new(world.id(), 1);
    let mut author = world.client().await;
    let mut watcher = world.client().await;
    author.open(&room).await.unwrap();
    let (watch, _) = watcher.watch(&room).await;
    author.append(&room, &cell(0)).await.unwrap();
    let operator = rusqlite::Connection::open(world.dir.path().join("relay.db")).unwrap();
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON cells
                  BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    operator.execute_batch(broken).unwrap();
    // Many at once: the batch fails, then each alone.
    let mut numbers = Vec::new();
    for number in 1..9 {
        numbers.push(author.send(&room.append(&cell(number))).await);
    }
    for number in numbers {
        assert_eq!(common::refused(author.next(number).await).code, Code::Busy);
    }
    assert_eq!(code(author.close(&room, &cell(90)).await), Code::Busy);
    // What stores nothing still works.
    assert_eq!(author.append(&room, &cell(0)).await, Ok(0));
    assert_eq!(author.page(&room, 0).await.unwrap().cells.len(), 1);
    operator.execute_batch("DROP TRIGGER broken").unwrap();
    assert_eq!(author.append(&room, &cell(5)).await, Ok(1));
    // The watcher heard of what was stored, and of nothing else.
    for (index, number) in [(0, 0), (1, 5)] {
        let told = Reply::Cell { index, cell: cell(number), last: false };
        assert_eq!(watcher.next(watch).await, told);
    }
}

/// A disk of 8 MiB of which half is taken by something else, until a file named `go` is made.
const SMALL_DISK: &str = r#"
    mount -t tmpfs -o size=8m tmpfs "$1" || exit 9
    head -c 4000000 /dev/zero > "$1/ballast"
    (while [ ! -e "$2/go" ]; do sleep 0.1; done; rm "$1/ballast") >/dev/null 2>&1 &
    exec "$0" --listen 127.0.0.1:0 --json --data "$1/data"
"#;

fn on_a_small_disk(disk: &Path, control: &Path) -> Option<Process> {
    let mut may = Command::new("unshare");
    may.args(["-rm", "mount", "-t", "tmpfs", "tmpfs"]).arg(disk);
    if !may.output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no disk of its own can be had here (`unshare -rm`, util-linux)");
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", SMALL_DISK, BINARY]).arg(disk).arg(control);
    Some(Process::run(command))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_and_goes_on_once_there_is_room() {
    // M-04
    let [disk, control] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let Some(process) = on_a_small_disk(disk.path(), control.path()) else { return };
    let room = Room::of(process.id, 1, |it| it.capacity = 8_192);
    let mut client = Client::connect(process.address).await;
    open(&mut client, &room).await;
    let mut taken = Vec::new();
    let mut number = 0;
    loop {
        match client.append(&room, &cell(number)).await {
            Ok(index) => {
                assert_eq!(index, taken.len() as u64);
                taken.push(number);
            }
            Err(refusal) => {
                assert_eq!(refusal.code, Code::Busy);
                break;
            }
        }
        number += 1;
        assert!(number < 4_000, "the disk was never full");
    }
    // What was acknowledged can be read, what was not is not there.
    assert_eq!(read_all(&mut client, &room).await, taken);
    std::fs::write(control.path().join("go"), "").unwrap();
    // The same again, until it is taken: it is there once.
    loop {
        match client.append(&room, &cell(number)).await {
            Ok(index) => break assert_eq!(index, taken.len() as u64),
            Err(refusal) => assert_eq!(refusal.code, Code::Busy),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    taken.push(number);
    assert_eq!(client.append(&room, &cell(number + 1)).await, Ok(taken.len() as u64));
    taken.push(number + 1);
    assert_eq!(read_all(&mut client, &room).await, taken);
}
