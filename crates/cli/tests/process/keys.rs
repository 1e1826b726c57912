//! What opens a profile, and `quickstart`, which makes one unasked.

use crate::world::{Live, World, run};
use serde_json::Value;

#[test]
fn a_lost_passphrase_is_replaced_by_the_recovery_code() {
    let world = World::new();
    let url = world.url();
    let create = ["room", "create", "Friends", "--relay", &url];
    let made = world.sitr("alice", &create);
    assert_eq!(made.code, 0, "{made:?}");
    let told: Vec<Value> =
        made.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let code = told.iter().find_map(|object| object["code"].as_str()).unwrap();
    std::fs::write(world.path("code"), code).unwrap();
    std::fs::write(world.path("new"), "another one").unwrap();
    let recover = ["profile", "recover", "--profile", "alice", "--json"];
    let mut recover = world.bare(&recover);
    recover.args(["--code-file", "code", "--new-passphrase-file", "new"]);
    run(&mut recover).one();
    assert_eq!(world.sitr("alice", &["room", "list"]).error(1), "wrong-passphrase");
    let list = ["room", "list", "--json", "--profile", "alice", "--passphrase-file", "new"];
    assert_eq!(run(&mut world.bare(&list)).one()["name"], "Friends");
}

#[test]
fn quickstart_asks_nothing_and_goes_on_where_it_was() {
    let world = World::new();
    let args = ["quickstart", "--json", "--listen", "127.0.0.1:0"];
    let mut host = Live::start(&mut world.bare(&args));
    let first = host.object("listening");
    assert!(first["listening"].as_str().unwrap().starts_with("ws://127.0.0.1:"));
    let link = first["link"].as_str().unwrap();

    world.profile("bob");
    let bob = Live::start(&mut world.command("bob", &["join", link, "--as", "Bob"]));
    assert_eq!(host.object("knock")["name"], "Bob");
    host.types("/admit Bob");
    bob.hears(|line| line.contains("\"joined\""));
    host.types("welcome");
    assert_eq!(host.object("text")["text"], "welcome");
    let ran = host.ends();
    assert_eq!(ran.code, 0, "{ran:?}");

    let folder = world.path("home").join("sitr").join("quickstart");
    let header = std::fs::read(folder.join("profile.db")).unwrap();
    assert!(!header.starts_with(b"SQLite format 3"), "the profile is encrypted");
    let relay = std::fs::read(folder.join("relay").join("relay.db")).unwrap();
    assert!(relay.starts_with(b"SQLite format 3"), "the relay is plain, and needs no key");

    let mut host = Live::start(&mut world.bare(&args));
    let again = host.object("listening");
    assert_eq!((&again["room"], &again["link"]), (&first["room"], &first["link"]));
    assert_eq!(again["listening"], first["listening"]);
    assert_eq!(host.object("text")["text"], "welcome");
    assert_eq!(world.sitr("bob", &["read", "Quickstart"]).all().len(), 1);
    host.types("/quit");
    assert_eq!(host.ends().code, 0);

    let copy = world.path("copy").display().to_string();
    assert_eq!(world.sitr("bob", &["profile", "backup", &copy]).one()["backup"], copy.as_str());
    assert_eq!(world.sitr("copy", &["room", "list"]).one()["state"], "stuck");
    assert_eq!(world.sitr("bob", &["room", "list"]).one()["state"], "joined");
    assert_ne!(world.sitr("bob", &["profile", "backup", &copy]).code, 0, "there is one already");

    std::fs::write(world.path("own"), "my own").unwrap();
    let mut change =
        world.bare(&["profile", "passphrase", "--json", "--new-passphrase-file", "own"]);
    let changed = run(change.arg("--profile").arg(&folder));
    assert!(changed.code == 0 && changed.err.contains("recovery-code"), "{changed:?}");
    assert!(!folder.join("passphrase").exists());
    let mut list = world.bare(&["room", "list", "--json", "--passphrase-file", "own"]);
    assert_eq!(run(list.arg("--profile").arg(&folder)).one()["name"], "Quickstart");
}
