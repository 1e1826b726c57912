//! Copies of a running relay, and what becomes of them.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::path::Path;

use common::process::{Process, open, read_all, sitr_relay};
use common::{Client, Room, cell};

fn run(verb: &str, dir: &Path, data: &Path) -> (Option<i32>, String) {
    let [dir, data] = [dir, data].map(|path| path.to_str().unwrap());
    let output = sitr_relay(&[verb, dir, "--data", data]);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_a_running_relay_is_whole_and_says_that_it_is_older() {
    // W-10
    let [data, backups] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let process = Process::start(data.path());
    let (id, room) = (process.id, Room::new(process.id, 1));
    let mut client = Client::connect(process.address).await;
    let lineage = client.hi.lineage.unwrap();
    open(&mut client, &room).await;
    for number in 0..40 {
        client.append(&room, &cell(number)).await.unwrap();
    }
    // More are on their way while it is copied.
    let mut waiting = Vec::new();
    for number in 40..100 {
        waiting.push(client.send(&room.append(&cell(number))).await);
    }
    let copy = backups.path().join("one");
    let (from, into) = (data.path().to_owned(), copy.clone());
    let copying = tokio::task::spawn_blocking(move || run("backup", &into, &from));
    for number in waiting {
        client.next(number).await;
    }
    assert_eq!(copying.await.unwrap(), (Some(0), String::new()));
    // Nothing is overwritten.
    let (code, error) = run("backup", &copy, data.path());
    assert!(code == Some(3) && error.contains("is there already"), "{error}");
    let (code, error) = run("restore", &copy, data.path());
    assert!(code == Some(3) && error.contains("another relay is running"), "{error}");
    process.kill();
    let (code, error) = run("restore", &copy, data.path());
    assert!(code == Some(3) && error.contains("is there already"), "{error}");

    let restored = tempfile::tempdir().unwrap();
    assert_eq!(run("restore", &copy, restored.path()), (Some(0), String::new()));
    let mut lineages = vec![lineage];
    for _ in 0..2 {
        let process = Process::start(restored.path());
        assert_eq!(process.id, id);
        let mut client = Client::connect(process.address).await;
        let stored = read_all(&mut client, &room).await;
        // What was acknowledged before the copy, and a beginning of what came meanwhile.
        assert!(stored.len() >= 40 && stored.iter().copied().eq(0..stored.len() as u32));
        lineages.push(client.hi.lineage.unwrap());
        process.kill();
    }
    assert_ne!(lineages[0], lineages[1], "another memory");
    assert_eq!(lineages[1], lineages[2], "the same memory");
    // Put to work again, the same copy is yet another memory.
    let again = tempfile::tempdir().unwrap();
    assert_eq!(run("restore", &copy, again.path()).0, Some(0));
    let process = Process::start(again.path());
    let client = Client::connect(process.address).await;
    assert!(!lineages.contains(&client.hi.lineage.unwrap()));
}

#[test]
fn a_backup_is_private_and_goes_to_its_own_relay_only() {
    let [data, other, backups] = [(); 3].map(|()| tempfile::tempdir().unwrap());
    Process::start(data.path()).kill();
    Process::start(other.path()).kill();
    let copy = backups.path().join("one");
    assert_eq!(run("backup", &copy, data.path()).0, Some(0));
    #[cfg(unix)]
    for (path, others) in [("", 0o077), ("relay.db", 0o177), ("relay.key", 0o177)] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(copy.join(path)).unwrap().permissions().mode();
        assert_eq!(mode & others, 0, "{path} is not its owner's only");
    }
    let names = std::fs::read_dir(&copy).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["relay.db", "relay.key"]);
    std::fs::remove_file(other.path().join("relay.db")).unwrap();
    let (code, error) = run("restore", &copy, other.path());
    assert!(code == Some(3) && error.contains("another relay than the backup"), "{error}");
    let nothing = run("backup", &backups.path().join("two"), backups.path());
    assert_eq!(nothing.0, Some(3), "{}", nothing.1);
}
