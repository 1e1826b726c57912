//! The real binary: killed, stopped, inspected, and listened to.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::collections::BTreeMap;

use common::process::{Process, open, read_all, sitr_relay};
use common::{Client, Room, cell};
use sitr_wire::{Handle, Reply};
use tokio::net::TcpStream;

/// What a mailbox was acknowledged to hold: index by number of the cell.
type Oracle = BTreeMap<u32, u64>;

/// Sends cells without waiting for answers, until so many were acknowledged; notes them.
async fn write_until(client: &mut Client<TcpStream>, room: &Room, from: u32, oracle: &mut Oracle) {
    let mut sent = BTreeMap::new();
    for number in from..from + 60 {
        sent.insert(client.send(&room.append(&cell(number))).await, number);
    }
    // The last twenty are still under way when the kill comes.
    for _ in 0..40 {
        let Some((number, reply)) = client.any().await else { return };
        let Reply::Appended(index) = reply else { panic!("unexpected {reply:?}") };
        oracle.insert(sent[&number], index);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_nothing_acknowledged_is_lost_moved_or_doubled() {
    // M-04, M-05
    let data = tempfile::tempdir().unwrap();
    let mut process = Process::start(data.path());
    let id = process.id;
    let room = |number: u8| Room::of(id, number, |mailbox| mailbox.capacity = 1000);
    let rooms: Vec<Room> = (1..=3).map(room).collect();
    let mut oracles = vec![Oracle::new(); rooms.len()];
    let mut client = Client::connect(process.address).await;
    for room in &rooms {
        open(&mut client, room).await;
    }
    for round in 0..5u32 {
        let writers = rooms.iter().zip(oracles.clone()).map(|(room, mut oracle)| {
            let (room, address) = (room.clone(), process.address);
            tokio::spawn(async move {
                let mut client = Client::connect(address).await;
                write_until(&mut client, &room, round * 60, &mut oracle).await;
                oracle
            })
        });
        let writers: Vec<_> = writers.collect();
        for (writer, oracle) in writers.into_iter().zip(&mut oracles) {
            *oracle = writer.await.unwrap();
        }
        process.kill();
        process = Process::start(data.path());
        assert_eq!(process.id, id); // W-02
        let mut client = Client::connect(process.address).await;
        for (room, oracle) in rooms.iter().zip(&mut oracles) {
            let stored = read_all(&mut client, room).await;
            for (number, index) in oracle.iter() {
                assert_eq!(stored[usize::try_from(*index).unwrap()], *number, "lost or moved");
            }
            // Sent again, each answers the place it has, or gets its only one.
            for number in round * 60..(round + 1) * 60 {
                let index = client.append(room, &cell(number)).await.unwrap();
                assert_eq!(*oracle.entry(number).or_insert(index), index, "doubled");
            }
            let mut unique = read_all(&mut client, room).await;
            assert_eq!(unique.len(), oracle.len());
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), oracle.len(), "doubled");
        }
    }
    process.kill();
}

#[tokio::test]
async fn asked_to_stop_it_finishes_and_leaves_an_empty_log() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(data.path());
    let room = Room::new(process.id, 1);
    let mut client = Client::connect(process.address).await;
    open(&mut client, &room).await;
    let mut sent = BTreeMap::new();
    for number in 0..50 {
        sent.insert(client.send(&room.append(&cell(number))).await, number);
    }
    let stopping = tokio::task::spawn_blocking(move || process.stop());
    let mut oracle = Oracle::new();
    while let Some((number, reply)) = client.any().await {
        let Reply::Appended(index) = reply else { panic!("unexpected {reply:?}") };
        oracle.insert(sent[&number], index);
    }
    let (code, log) = stopping.await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    assert!(!data.path().join("relay.db-wal").exists());
    let process = Process::start(data.path());
    let mut client = Client::connect(process.address).await;
    let stored = read_all(&mut client, &room).await;
    for (number, index) in oracle {
        assert_eq!(stored[usize::try_from(index).unwrap()], number);
    }
    process.kill();
}

/// All ways in which bytes could stand in a log.
fn spellings(bytes: &[u8]) -> Vec<String> {
    let hex = data_encoding::HEXLOWER.encode(&bytes[..6]);
    let base64 = data_encoding::BASE64_NOPAD.encode(&bytes[..6]);
    let url = data_encoding::BASE64URL_NOPAD.encode(&bytes[..6]);
    let base32 = data_encoding::BASE32_NOPAD.encode(&bytes[..5]);
    let list = format!("{:?}", &bytes[..4]);
    let list = list.trim_matches(['[', ']']).to_owned();
    vec![hex.to_uppercase(), hex, base64, url, base32.to_lowercase(), base32, list]
}

#[tokio::test]
async fn the_most_verbose_log_tells_nothing_of_anybody() {
    // P-01
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(data.path());
    let room = Room::new(process.id, 1);
    let stranger = Room::new(process.id, 2);
    let mut author = Client::connect(process.address).await;
    let mut reader = Client::connect(process.address).await;
    open(&mut author, &room).await;
    let (watch, _) = reader.watch(&room).await;
    for number in 0..40 {
        author.append(&room, &cell(number)).await.unwrap();
    }
    reader.page(&room, 0).await.unwrap();
    reader.page(&stranger, 0).await.unwrap_err();
    author.append(&stranger, &cell(1)).await.unwrap_err();
    author.open(&stranger).await.unwrap_err();
    author.close(&room, &cell(90)).await.unwrap();
    author.close(&room, &cell(91)).await.unwrap_err();
    author.burn(&room).await.unwrap();
    while reader.next(watch).await != Reply::Burned {}
    let ports = [&author, &reader].map(|client| client.ws.get_ref().local_addr().unwrap().port());
    drop((author, reader));
    let (code, log) = process.stop();
    assert_eq!(code, Some(0));
    let handles = [room.handle(), stranger.handle()].map(|Handle(bytes)| bytes.to_vec());
    let mut secrets: Vec<String> = handles.iter().flat_map(|bytes| spellings(bytes)).collect();
    for bytes in [room.address.expose(), &room.mailbox.write_key.0, &room.mailbox.address_hash.0] {
        secrets.extend(spellings(bytes));
    }
    secrets.extend(spellings(cell(1).bytes()));
    secrets.extend(ports.map(|port| format!(":{port}")));
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} stands in the log:\n{log}");
    }
    assert!(log.contains("the relay is up"));
    // No line a request: there were more requests than this.
    assert!(log.lines().count() < 20, "{log}");
}

#[tokio::test]
async fn inspect_shows_what_is_stored_while_the_relay_runs() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(data.path());
    let room = Room::new(process.id, 1);
    let mut client = Client::connect(process.address).await;
    open(&mut client, &room).await;
    for number in 0..3 {
        client.append(&room, &cell(number)).await.unwrap();
    }
    let data_arg = data.path().to_str().unwrap();
    let shown = sitr_relay(&["inspect", "--json", "--data", data_arg]);
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let mailbox = &shown["mailboxes"][0];
    assert_eq!(mailbox["handle_prefix"], room.handle().to_hex()[..12]);
    assert_eq!((&mailbox["cells"], &mailbox["bytes"]), (&3.into(), &6144.into()));
    assert_eq!((&mailbox["state"], &mailbox["life_days"]), (&"open".into(), &30.into()));
    #[cfg(unix)]
    for file in ["relay.db", "relay.db-wal", "relay.key"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(data.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} is not its owner's only");
    }
    let text = sitr_relay(&["inspect", "--data", data_arg]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains(&room.handle().to_hex()[..12]) && text.contains("3 cells"), "{text}");
    process.kill();
}

#[test]
fn what_goes_wrong_is_said_with_its_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("relay.toml");
    let path = file.to_str().unwrap();
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let output = sitr_relay(&["--config", path, "--data", "x", "--check-config"]);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(check("").0, Some(0));
    let (code, error) = check("colour = 1");
    assert_eq!(code, Some(2));
    assert!(error.contains("unknown field `colour`"), "{error}");
    let tls = "listen = [{ address = \"127.0.0.1:0\", cert = \"no.pem\", key = \"no.pem\" }]";
    let (code, error) = check(tls);
    assert_eq!(code, Some(3));
    assert!(error.contains("no.pem"), "{error}");
    let nowhere = sitr_relay(&["--config", "/nowhere/relay.toml", "--check-config"]);
    assert_eq!(nowhere.status.code(), Some(2));
    let empty = sitr_relay(&["inspect", "--data", dir.path().to_str().unwrap()]);
    assert_eq!(empty.status.code(), Some(3));
    assert_eq!(sitr_relay(&["--colour"]).status.code(), Some(2));
}
