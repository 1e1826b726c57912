//! One profile, several connections, threads and processes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use common::{begin, cheap, new_profile, passphrase, reopen};
use rusqlite::Connection;
use sitr_client_store::profile::{NewSlot, Profile, SlotKind};

/// How the test calls itself as another process.
const CHILD: &str = "SITR_TEST_PROFILE";

fn add(connection: &Connection, number: u32) {
    connection
        .execute(
            "INSERT INTO mls_own_leaf (group_id, value) VALUES (x'00', ?1)",
            [number.to_be_bytes().as_slice()],
        )
        .unwrap();
}

fn count(connection: &Connection) -> u32 {
    connection.query_row("SELECT count(*) FROM mls_own_leaf", [], |row| row.get(0)).unwrap()
}

#[test]
fn writers_wait_for_each_other_and_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(new_profile(dir.path()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut profile = reopen(dir.path());
                for _ in 0..25 {
                    // Read, then write what was read: without BEGIN IMMEDIATE two would get the
                    // same number, or one an error.
                    let tx = begin(&mut profile);
                    let number = count(&tx);
                    add(&tx, number);
                    tx.commit().unwrap();
                }
            });
        }
    });
    let profile = reopen(dir.path());
    assert_eq!(count(profile.connection()), 100);
    let sql = "SELECT count(DISTINCT value) FROM mls_own_leaf";
    let distinct: u32 = profile.connection().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(distinct, 100);
}

#[test]
fn a_reader_sees_what_is_committed_and_cannot_write() {
    let dir = tempfile::tempdir().unwrap();
    let mut profile = new_profile(dir.path());
    let reader = profile.reader().unwrap();
    let tx = begin(&mut profile);
    add(&tx, 1);
    assert_eq!(count(&reader), 0, "and it does not wait");
    tx.commit().unwrap();
    assert_eq!(count(&reader), 1);
    let error = reader.execute("DELETE FROM mls_own_leaf", []).unwrap_err();
    assert_eq!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::ReadOnly));
}

#[test]
fn changes_of_slots_at_the_same_time_are_all_kept() {
    let dir = tempfile::tempdir().unwrap();
    drop(new_profile(dir.path()));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let profile = reopen(dir.path());
            let keyring = common::FakeKeyring::default();
            for _ in 0..20 {
                profile.add_slot(&NewSlot::Keyring(&keyring)).unwrap();
            }
        });
        scope.spawn(|| {
            let profile = reopen(dir.path());
            let open = passphrase("open");
            for _ in 0..20 {
                profile.change_passphrase(&open, &open, cheap()).unwrap();
            }
        });
        scope.spawn(|| {
            let profile = reopen(dir.path());
            for _ in 0..20 {
                profile.renew_recovery_code().unwrap();
            }
        });
    });
    let mut kinds = Profile::slots(dir.path()).unwrap();
    kinds.sort_by_key(|kind| *kind as u8);
    assert_eq!(kinds, [SlotKind::Passphrase, SlotKind::Keyring, SlotKind::Recovery]);
    reopen(dir.path());
}

#[test]
fn first_starts_at_the_same_time_make_one_profile() {
    for _ in 0..5 {
        let dir = tempfile::tempdir().unwrap();
        let made = std::thread::scope(|scope| {
            let start = || {
                Profile::create(dir.path(), &[NewSlot::Passphrase(&passphrase("open"), cheap())])
            };
            let both = [scope.spawn(start), scope.spawn(start)];
            both.map(|thread| thread.join().unwrap().is_ok())
        });
        assert_eq!(made.iter().filter(|made| **made).count(), 1);
        reopen(dir.path());
    }
}

/// The other process: holds a transaction for a while and dies in the middle of it.
#[test]
fn child_that_dies_in_a_transaction() {
    let Some(dir) = std::env::var_os(CHILD) else { return };
    let mut profile = reopen(Path::new(&dir));
    let tx = begin(&mut profile);
    add(&tx, 1);
    std::fs::write(Path::new(&dir).join("began"), b"").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    std::process::abort();
}

#[test]
fn a_process_that_dies_in_a_transaction_leaves_the_old_state_and_no_lock() {
    let dir = tempfile::tempdir().unwrap();
    let mut profile = new_profile(dir.path());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_dies_in_a_transaction"])
        .env(CHILD, dir.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while !dir.path().join("began").exists() {
        assert!(start.elapsed() < Duration::from_secs(20), "the other process does not begin");
        std::thread::sleep(Duration::from_millis(5));
    }
    let tx = begin(&mut profile);
    assert_eq!(count(&tx), 0, "nothing of the dead transaction is seen");
    add(&tx, 2);
    tx.commit().unwrap();
    assert!(!child.wait().unwrap().success());
    assert_eq!(count(reopen(dir.path()).connection()), 1);
}
