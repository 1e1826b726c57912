//! What goes wrong is said in one way: an exit code, a stable code, and what to do next.

use crate::world::{World, run};

#[test]
fn wrong_use_is_told_from_failure() {
    let world = World::new();
    assert_eq!(world.sitr("nobody", &["nonsense"]).error(2), "usage");
    assert_eq!(world.sitr("nobody", &["send"]).error(2), "usage");
    assert_eq!(world.sitr("nobody", &["room", "list"]).error(1), "no-profile");
    assert!(!world.path("nobody").exists(), "a command that only reads makes no profile");
    world.profile("alice");
    let url = world.url();
    let create = ["room", "create", "\u{202e}", "--relay", &url];
    assert_eq!(world.sitr("alice", &create).error(2), "name");
    assert_eq!(
        world.sitr("alice", &["room", "create", "R", "--relay", "http://x"]).error(2),
        "route"
    );
    assert_eq!(
        world.sitr("alice", &["room", "create", "R", "--relay", "ws://127.0.0.1:1/"]).error(3),
        "unreachable"
    );
    assert_eq!(
        world.sitr("alice", &["join", "https://example.org", "--as", "A"]).error(2),
        "link-foreign"
    );
    std::fs::write(world.path("wrong"), "not it").unwrap();
    let mut list = world.bare(&["room", "list", "--json", "--profile", "alice"]);
    assert_eq!(run(list.arg("--passphrase-file").arg("wrong")).error(1), "wrong-passphrase");
    let help = run(&mut world.bare(&["send", "--help"]));
    assert!(help.code == 0 && help.out.contains("What the relay can learn"));
}

#[test]
fn rules_of_the_room_are_told_from_failure() {
    let world = World::new();
    let room = world.friends();
    assert_eq!(world.sitr("bob", &["invite", "Friends"]).error(4), "not-steward");
    assert_eq!(world.sitr("bob", &["remove", "Friends", "Alice"]).code, 4);
    assert_eq!(world.sitr("alice", &["leave", "Friends"]).error(4), "last-admin");
    assert_eq!(world.sitr("alice", &["read", "Foes"]).error(1), "no-room");
    let url = world.url();
    let second = ["room", "create", "friends", "--relay", &url, "--as", "Alice"];
    let second = world.sitr("alice", &second).one()["room"].as_str().unwrap().to_owned();
    assert_ne!(room, second);
    assert_eq!(world.sitr("alice", &["members", "FRIENDS"]).error(1), "ambiguous");
    assert_eq!(world.sitr("alice", &["members", &second[..12]]).all().len(), 1);

    let link = world.link("alice");
    world.profile("carol");
    world.sitr("carol", &["join", &link, "--as", "Carol", "--no-wait"]).one();
    world.sitr("alice", &["refuse", "Friends", "Carol", "--reason", "we are full"]).one();
    let refused = world.sitr("carol", &["join", &link, "--as", "Carol"]);
    assert_eq!(refused.error(4), "refused");
    assert_eq!(refused.objects()[0]["state"], "refused");
    assert!(refused.err.contains("we are full"));

    let list = world.sitr("alice", &["invite", "list", "Friends"]).all();
    let invite = list.iter().find(|one| one["link"] == link.as_str()).unwrap();
    let revoke = ["invite", "revoke", "Friends", invite["invite"].as_str().unwrap()];
    assert_eq!(world.sitr("alice", &revoke).one()["state"], "revoked");
    world.profile("dave");
    assert_eq!(world.sitr("dave", &["join", &link, "--as", "Dave"]).error(4), "expired");
}
