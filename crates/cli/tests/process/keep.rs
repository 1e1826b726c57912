//! Keeping a room from a terminal: guidelines, measures, the log.

use crate::world::World;

fn write(world: &World, name: &str, text: &str) -> String {
    let path = world.path(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_room_is_kept_from_a_terminal() {
    let world = World::new();
    world.friends();
    let rules = write(&world, "en.txt", "Be kind.\nNo medical advice.\n");
    let uneven = write(&world, "de.txt", "Sei freundlich.\n");
    let ran = world.sitr("alice", &["mod", "guidelines", "Friends", &rules, &uneven]);
    assert_eq!(ran.error(2), "usage");
    assert_eq!(world.sitr("alice", &["mod", "guidelines", "Friends", &rules]).one()["rules"], 2);

    // Bob reads only until he accepts.
    let shown = world.sitr("bob", &["guidelines", "Friends"]).one();
    assert_eq!(shown["accepted"], false);
    assert_eq!(shown["texts"]["en"][0], "Be kind.");
    assert_eq!(world.sitr("bob", &["send", "Friends", "hello"]).error(4), "forbidden");
    world.sitr("bob", &["guidelines", "Friends", "--accept"]).one();
    world.sitr("alice", &["members", "Friends"]).all();
    assert_eq!(world.sitr("bob", &["guidelines", "Friends"]).one()["accepted"], true);
    let sent = world.sitr("bob", &["send", "Friends", "hello"]).one();
    let message = sent["message"].as_str().unwrap();

    // Carol sees the door before she knocks, and answers.
    world.profile("carol");
    world.sitr("alice", &["mod", "ask", "Friends", "Who are you?"]).one();
    let link = world.link("alice");
    let door = world.sitr("carol", &["door", &link]).one();
    assert_eq!(door["questions"][0], "Who are you?");
    let join = ["join", &link, "--as", "Carol", "--no-wait"];
    assert_eq!(world.sitr("carol", &join).error(2), "usage");
    let answered = [&join[..], &["--accept", "--answer", "a friend"]].concat();
    assert_eq!(world.sitr("carol", &answered).one()["state"], "waiting");
    assert_eq!(world.sitr("alice", &["knocks", "Friends"]).one()["answers"][0], "a friend");
    world.sitr("alice", &["admit", "Friends", "Carol"]).one();
    world.sitr("carol", &join).one();
    world.sitr("carol", &["send", "Friends", "here"]).one();

    // Measures are logged with rule, end and reason; plain members take none, and read the log.
    let hide = ["mod", "hide", "Friends", message, "--rule", "1", "--reason", "unkind"];
    assert_eq!(world.sitr("bob", &hide).error(4), "forbidden");
    assert_eq!(world.sitr("alice", &hide).one()["measure"], "hide");
    let without_end = world.sitr("alice", &["mod", "timeout", "Friends", "Bob", "--rule", "1"]);
    assert_eq!(without_end.error(2), "usage");
    world.sitr("alice", &["mod", "timeout", "Friends", "Bob", "--for", "3d", "--rule", "1"]).one();
    assert_eq!(world.sitr("bob", &["read", "Friends"]).code, 0);
    assert_eq!(world.sitr("bob", &["send", "Friends", "but"]).error(4), "forbidden");
    world.sitr("alice", &["mod", "lift", "Friends", "Bob", "--reason", "on appeal"]).one();
    world.sitr("bob", &["read", "Friends"]).all();
    world.sitr("bob", &["send", "Friends", "thank you"]).one();
    let log = world.sitr("carol", &["mod", "log", "Friends"]).all();
    let measures: Vec<_> = log.iter().map(|entry| entry["measure"].as_str().unwrap()).collect();
    assert_eq!(measures, ["hide", "timeout", "lift"]);
    assert!(log.iter().all(|entry| entry["gap"] == "none"), "{log:?}");
    assert!(!log[1]["until"].as_str().unwrap().is_empty());

    // Settings are the room's, for everybody to see.
    world.sitr("alice", &["mod", "set", "Friends", "age", "youth"]).one();
    assert_eq!(
        world.sitr("alice", &["mod", "set", "Friends", "hours", "25:00-1"]).error(2),
        "usage"
    );
    world.sitr("alice", &["mod", "slow", "Friends", "30s"]).one();
    let settings = world.sitr("carol", &["mod", "settings", "Friends"]).one();
    assert_eq!((&settings["age"], &settings["slow-mode"]), (&"youth".into(), &"30s".into()));
    world.sitr("alice", &["mod", "ban", "Friends", "Bob", "--rule", "1"]).one();
    assert_eq!(world.sitr("alice", &["members", "Friends"]).all().len(), 2);
}
