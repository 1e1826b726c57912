//! Deciding and doing things together, from a terminal.

use serde_json::json;

use crate::world::World;

fn id(value: &serde_json::Value) -> String {
    value["message"].as_str().unwrap().to_owned()
}

/// Alice's room of three, who have read that all are in.
fn three(world: &World) {
    world.friends();
    world.profile("carol");
    let link = world.link("alice");
    world.sitr("carol", &["join", &link, "--as", "Carol", "--no-wait"]).one();
    world.sitr("alice", &["admit", "Friends", "Carol"]).one();
    world.sitr("carol", &["join", &link, "--as", "Carol", "--no-wait"]).one();
    world.sitr("bob", &["read", "Friends"]).all();
}

#[test]
fn members_vote_and_find_rooms_from_a_terminal() {
    let world = World::new();
    three(&world);
    world.sitr("alice", &["mod", "set", "Friends", "votes", "yes"]).one();
    std::fs::write(world.path("en.txt"), "Be kind.\n").unwrap();
    let rules = world.path("en.txt").to_str().unwrap().to_owned();
    assert_eq!(
        world.sitr("alice", &["mod", "guidelines", "Friends", &rules]).error(4),
        "forbidden"
    );
    let propose = ["motion", "propose", "Friends", &rules, "--why", "we need one"];
    let proposal = id(&world.sitr("bob", &propose).one());
    for who in ["bob", "carol"] {
        assert_eq!(
            world.sitr("alice", &["motion", "carry", "Friends", &proposal]).error(4),
            "forbidden"
        );
        world.sitr(who, &["read", "Friends"]).all();
        world.sitr(who, &["motion", "vote", "Friends", &proposal]).one();
        world.sitr("alice", &["read", "Friends"]).all();
        world.sitr(who, &["read", "Friends"]).all();
    }
    let motion = world.sitr("alice", &["motion", "list", "Friends"]).one();
    assert_eq!((&motion["ayes"], &motion["electors"]), (&json!(2), &json!(3)));
    assert_eq!((&motion["carried"], &motion["words"]), (&json!(true), &json!("we need one")));
    world.sitr("alice", &["motion", "carry", "Friends", &proposal]).one();
    let shown = world.sitr("carol", &["guidelines", "Friends"]).one();
    assert_eq!((&shown["accepted"], &shown["texts"]["en"][0]), (&json!(true), &json!("Be kind.")));

    // A second room, found in the first and entered as somebody new.
    let url = world.url();
    world.sitr("alice", &["room", "create", "Music", "--relay", &url, "--as", "A"]).one();
    let add = ["directory", "add", "Friends", "Music", "who plays the oud", "--language", "ar"];
    world.sitr("alice", &add).one();
    assert_eq!(
        world.sitr("bob", &["directory", "add", "Friends", "Music", "x"]).error(1),
        "no-room"
    );
    let found = world.sitr("bob", &["directory", "show", "Friends", "OUD"]).one();
    assert_eq!((&found["name"], &found["by"]), (&json!("Music"), &json!("Alice")));
    assert!(world.sitr("bob", &["directory", "show", "Friends", "football"]).all().is_empty());
    let enter = ["directory", "enter", "Friends", "Music", "--as", "B", "--no-wait"];
    assert_eq!(world.sitr("bob", &enter).one()["state"], "waiting");
    world.sitr("alice", &["admit", "Music", "B"]).one();
    assert_eq!(world.sitr("bob", &enter).one()["state"], "joined");
    world.sitr("bob", &["send", "Music", "a song"]).one();
    assert_eq!(world.sitr("alice", &["directory", "renew", "Friends"]).one()["rooms"], 1);
    // Who enters from now on shows who keeps it who they are in the community.
    let tie = ["directory", "tie", "Friends", "Music", "--remove-banned"];
    world.sitr("alice", &tie).one();
    world.sitr("carol", &["read", "Friends"]).all();
    let enter = ["directory", "enter", "Friends", "Music", "--as", "C", "--no-wait"];
    assert_eq!(world.sitr("carol", &enter).error(4), "as-member");
    let enter = [&enter[..], &["--as-member"]].concat();
    assert_eq!(world.sitr("carol", &enter).one()["state"], "waiting");
    world.sitr("alice", &["admit", "Music", "C"]).one();
    assert_eq!(world.sitr("carol", &enter).one()["state"], "joined");
    let who = world.sitr("alice", &["directory", "who", "Music"]).one();
    assert_eq!(who["banned"], false);
    world.sitr("alice", &["mod", "ban", "Friends", "Carol", "--reason", "threats"]).one();
    world.sitr("alice", &["read", "Music"]).all();
    let left = world.sitr("alice", &["members", "Music"]).all();
    assert!(left.iter().all(|member| member["name"] != "C"), "{left:?}");
    assert_eq!(world.sitr("bob", &["directory", "show", "Friends"]).one()["name"], "Music");
    world.sitr("alice", &["directory", "drop", "Friends", "Music"]).one();
    assert!(world.sitr("bob", &["directory", "show", "Friends"]).all().is_empty());
}

#[test]
fn meetings_petitions_and_joy_from_a_terminal() {
    let world = World::new();
    three(&world);
    world.sitr("carol", &["read", "Friends"]).all();
    // A place that is told late, to who comes.
    let event = [
        "event",
        "create",
        "Friends",
        "A walk",
        "slowly",
        "--starts",
        "2030-05-01T18:00",
        "--zone",
        "Africa/Cairo",
        "--late-place",
        "the second gate",
    ];
    let event = id(&world.sitr("alice", &event).one());
    world.sitr("bob", &["event", "rsvp", "Friends", &event, "yes"]).one();
    world.sitr("carol", &["event", "rsvp", "Friends", &event, "no"]).one();
    assert_eq!(
        world.sitr("bob", &["event", "place", "Friends", &event]).one()["place"],
        json!(null)
    );
    let came = world.sitr("alice", &["event", "answers", "Friends", &event]).one();
    assert_eq!((&came["yes"], &came["maybe"], &came["no"]), (&json!(1), &json!(0), &json!(1)));
    assert_eq!(world.sitr("alice", &["event", "tell", "Friends", &event]).one()["told"], 1);
    world.sitr("bob", &["read", "Friends"]).all();
    world.sitr("carol", &["read", "Friends"]).all();
    let place =
        |who| world.sitr(who, &["event", "place", "Friends", &event]).one()["place"].clone();
    assert_eq!((place("bob"), place("carol")), (json!("the second gate"), json!(null)));
    // One member signs once.
    let petition =
        ["petition", "create", "Friends", "Doors", "a door for all", "--to", "the school"];
    let petition = id(&world.sitr("bob", &petition).one());
    for _ in 0..2 {
        world.sitr("carol", &["petition", "sign", "Friends", &petition]).one();
    }
    assert_eq!(world.sitr("alice", &["petition", "sign", "Friends", &event]).error(2), "usage");
    assert_eq!(world.sitr("alice", &["petition", "list", "Friends"]).one()["signers"], 1);
    world.sitr("bob", &["celebrate", "Friends", "joy", "I passed"]).one();
    let campaign =
        ["campaign", "Friends", "Flags", "--task", "sew", "--reached", "3", "--goal", "10"];
    world.sitr("bob", &campaign).one();
    // A secret poll is counted by who asks.
    let poll = ["poll", "create", "Friends", "Stay?", "yes", "no", "--secret"];
    let poll = id(&world.sitr("alice", &poll).one());
    world.sitr("bob", &["poll", "vote", "Friends", &poll, "1"]).one();
    world.sitr("carol", &["poll", "vote", "Friends", &poll, "2"]).one();
    world.sitr("carol", &["poll", "vote", "Friends", &poll, "1"]).one();
    let counted = world.sitr("alice", &["poll", "show", "Friends"]).one();
    assert_eq!(
        (&counted["poll"]["counts"], &counted["poll"]["voters"]),
        (&json!([2, 0]), &json!(2))
    );
    let elsewhere = world.sitr("bob", &["poll", "show", "Friends"]).one();
    assert_eq!(
        (&elsewhere["poll"]["counts"], &elsewhere["poll"]["counted"]),
        (&json!(null), &json!(false))
    );
    // Three of them, if both agree.
    let mediate = ["mod", "mediate", "Friends", "Bob", "Carol", "about us", "--as", "M"];
    assert_eq!(world.sitr("bob", &mediate).error(4), "forbidden");
    world.sitr("alice", &mediate).one();
    for who in ["bob", "carol"] {
        let offer = world.sitr(who, &["mediation", "list", "Friends"]).one();
        assert_eq!((&offer["from"], &offer["words"]), (&json!("Alice"), &json!("about us")));
        let id = offer["mediation"].as_str().unwrap();
        let accept = ["mediation", "accept", "Friends", id, "--as", who, "--no-wait"];
        assert_eq!(world.sitr(who, &accept).one()["state"], "waiting");
        world.sitr("alice", &["read", "Mediation"]).all();
    }
    world.sitr("bob", &["read", "Mediation"]).all();
    world.sitr("bob", &["send", "Mediation", "it was late"]).one();
    world.sitr("carol", &["read", "Mediation"]).all();
    let heard = world.sitr("carol", &["read", "Mediation"]).all();
    assert_eq!(heard.last().unwrap()["text"], "it was late");
    let log = world.sitr("carol", &["mod", "log", "Friends"]).one();
    assert_eq!((&log["measure"], &log["whom"]), (&json!("mediation"), &json!(null)));
    // Talking alone, if both want to.
    assert_eq!(
        world.sitr("bob", &["direct", "ask", "Friends", "Carol", "--as", "X"]).error(4),
        "forbidden"
    );
    world.sitr("alice", &["mod", "set", "Friends", "direct-messages", "yes"]).one();
    world.sitr("bob", &["read", "Friends"]).all();
    world.sitr("bob", &["direct", "ask", "Friends", "Carol", "about yesterday", "--as", "X"]).one();
    let asked = world.sitr("carol", &["direct", "list", "Friends"]).one();
    assert_eq!((&asked["from"], asked.get("word")), (&json!("Bob"), None));
    let request = asked["request"].as_str().unwrap();
    let accept = ["direct", "accept", "Friends", request, "--as", "Y", "--no-wait"];
    let accepted = world.sitr("carol", &accept).all();
    assert_eq!(
        (&accepted[0]["word"], &accepted[1]["state"]),
        (&json!("about yesterday"), &json!("waiting"))
    );
    world.sitr("bob", &["read", "Direct"]).all();
    assert_eq!(world.sitr("carol", &accept).all()[1]["state"], "joined");
    world.sitr("carol", &["send", "Direct", "hello you"]).one();
    assert_eq!(world.sitr("bob", &["read", "Direct"]).all().last().unwrap()["text"], "hello you");
}

#[test]
fn knowledge_warnings_and_calls_from_a_terminal() {
    let world = World::new();
    three(&world);
    world.sitr("alice", &["role", "Friends", "Bob", "professional"]).one();
    world.sitr("bob", &["read", "Friends"]).all();
    world.sitr("carol", &["read", "Friends"]).all();
    // A library of versions, by who may publish.
    for (name, text) in
        [("one.txt", "you may complain\n"), ("two.txt", "you may complain in writing\n")]
    {
        std::fs::write(world.path(name), text).unwrap();
    }
    let publish = ["library", "publish", "Friends", "Your rights", "one.txt", "--language", "en"];
    assert_eq!(world.sitr("carol", &publish).error(4), "forbidden");
    world.sitr("bob", &publish).one();
    let first = world.sitr("carol", &["library", "list", "Friends"]).one();
    let resource = first["resource"].as_str().unwrap();
    let next =
        ["library", "publish", "Friends", "Your rights", "two.txt", "--of", resource, "--reviewed"];
    world.sitr("bob", &next).one();
    let second = world.sitr("carol", &["library", "list", "Friends"]).one();
    assert_eq!((&second["version"], &second["whole"]), (&json!(2), &json!(true)));
    assert_eq!(
        (&second["text"], &second["by"]),
        (&json!("you may complain in writing"), &json!("Bob"))
    );
    let message = second["message"].as_str().unwrap();
    world.sitr("carol", &["library", "export", "Friends", "rights.sitr", message]).one();
    let proven = world.sitr("alice", &["library", "check", "rights.sitr"]).one();
    assert!(proven["text"].as_str().unwrap().contains("in writing"));
    let mut bytes = std::fs::read(world.path("rights.sitr")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(world.path("rights.sitr"), bytes).unwrap();
    assert_eq!(world.sitr("alice", &["library", "check", "rights.sitr"]).error(2), "usage");
    // A warning, a wish, an end, a note on facts.
    let send = [
        "send",
        "Friends",
        "bleach cures it",
        "--warn",
        "medical",
        "--wish",
        "question",
        "--language",
        "en",
        "--ends-in",
        "1d",
    ];
    let claim = id(&world.sitr("carol", &send).one());
    world.sitr("bob", &["note", "Friends", &claim, "not-medical-advice", "it does not"]).one();
    world.sitr("carol", &["read", "Friends"]).all();
    let asked = world.sitr("carol", &["questions", "Friends"]).one();
    assert_eq!((&asked["fold"]["labels"][0], &asked["text"]), (&json!("medical"), &json!("")));
    assert_eq!((&asked["notes"][0], &asked["language"]), (&json!("it does not"), &json!("en")));
    assert!(asked["ends"].is_string());
    world.sitr("carol", &["answered", "Friends", &claim]).one();
    assert!(world.sitr("carol", &["questions", "Friends"]).all().is_empty());
    // Held back, and taken back.
    let held = world.sitr("carol", &["send", "Friends", "in anger", "--after", "1h"]).one();
    let number = held["held"].to_string();
    assert_eq!(world.sitr("carol", &["cancel", &number]).one()["cancelled"], true);
    assert_eq!(world.sitr("carol", &["cancel", &number]).error(2), "usage");
    // A call for help is taken, and all who answer such calls see by whom.
    world.sitr("carol", &["need", "Friends", "please"]).one();
    let call = world.sitr("bob", &["desk", "Friends"]).all();
    let call = call.iter().find(|aside| aside["kind"] == "crisis-call").unwrap();
    let call = call["message"].as_str().unwrap();
    assert_eq!(world.sitr("carol", &["take", "Friends", call]).error(4), "forbidden");
    world.sitr("bob", &["take", "Friends", call]).one();
    let taken = |who| {
        let asides = world.sitr(who, &["desk", "Friends"]).all();
        let call = asides.iter().find(|aside| aside["kind"] == "crisis-call").unwrap();
        call["taken_by"].clone()
    };
    assert_eq!(taken("alice"), "Bob");
    world.sitr("bob", &["take", "Friends", call, "--back"]).one();
    assert_eq!(taken("alice"), json!(null));
    assert_eq!(world.sitr("carol", &["care", "budget", "30"]).one()["budget"], 30);
    assert!(
        world.sitr("carol", &["care", "break", "2h"]).one()["break_until"].as_u64().unwrap() > 0
    );
}

#[test]
fn a_member_brings_somebody_and_a_ban_follows_the_lineage() {
    let world = World::new();
    world.friends();
    assert_eq!(world.sitr("bob", &["invite", "Friends"]).error(4), "not-steward");
    let ask = ["invite", "ask", "Friends", "--from", "Alice", "--no-wait"];
    assert_eq!(world.sitr("bob", &[&ask[..], &["--uses", "3"]].concat()).error(4), "forbidden");
    world.sitr("bob", &[&ask[..], &["--uses", "2"]].concat()).one();
    world.sitr("alice", &["read", "Friends"]).all();
    let link = |who| {
        let asides = world.sitr(who, &["desk", "Friends"]).all();
        let links: Vec<String> = asides
            .iter()
            .filter_map(|aside| aside["text"].as_str())
            .filter(|text| text.starts_with("sitr://join#"))
            .map(str::to_owned)
            .collect();
        links
    };
    let links = link("bob");
    assert_eq!(links.len(), 1);
    // Two uses are open: another request is not answered.
    world.sitr("bob", &ask).one();
    world.sitr("alice", &["read", "Friends"]).all();
    assert_eq!(link("bob").len(), 1);
    // Who comes is a newcomer, until a member stands for them and a moderator decides.
    world.sitr("alice", &["mod", "set", "Friends", "probation", "yes"]).one();
    world.sitr("alice", &["mod", "set", "Friends", "vouches", "1"]).one();
    for (who, name) in [("carol", "Carol"), ("dave", "Dave")] {
        world.profile(who);
        let join = ["join", &links[0], "--as", name, "--no-wait"];
        world.sitr(who, &join).one();
        world.sitr("alice", &["admit", "Friends", name]).one();
        assert_eq!(world.sitr(who, &join).one()["state"], "joined");
    }
    let lift = ["mod", "lift", "Friends", "Carol"];
    assert_eq!(world.sitr("alice", &lift).error(4), "unvouched");
    world.sitr("bob", &["read", "Friends"]).all();
    world.sitr("bob", &["vouch", "Friends", "Carol", "my sister"]).one();
    assert_eq!(world.sitr("bob", &["vouch", "Friends", "Alice"]).error(4), "forbidden");
    let queue = world.sitr("alice", &["mod", "queue", "Friends"]).all();
    let ready = |name: &str| {
        let of = queue.iter().find(|newcomer| newcomer["name"] == name).unwrap();
        (of["ready"].clone(), of["vouches"][0]["words"].clone())
    };
    assert_eq!(ready("Carol"), (json!(true), json!("my sister")));
    assert_eq!(ready("Dave"), (json!(false), json!(null)));
    assert_eq!(world.sitr("alice", &lift).one()["measure"], "lift");
    let lineage = world.sitr("alice", &["mod", "lineage", "Friends"]).all();
    let (vouched, lineage): (Vec<_>, Vec<_>) =
        lineage.into_iter().partition(|it| it.get("vouched_by").is_some());
    assert_eq!((vouched.len(), lineage.len()), (1, 2));
    assert!(world.sitr("carol", &["mod", "lineage", "Friends"]).all().is_empty());
    let bob = world.sitr("bob", &["members", "Friends"]).all();
    let bob = bob.iter().find(|member| member["me"] == true).unwrap()["member"].clone();
    assert!(lineage.iter().all(|came| came["invited_by"] == bob));
    assert_eq!(vouched[0]["vouched_by"], bob);
    let ban = ["mod", "ban", "Friends", "Bob", "--with-invited", "--reason", "they came together"];
    let banned = world.sitr("alice", &ban).all();
    assert_eq!(banned.len(), 4, "three bans, and who vouched for Carol");
    assert_eq!(banned[3]["vouched_by"], bob);
    assert_eq!(world.sitr("alice", &["members", "Friends"]).all().len(), 1);
    let log = world.sitr("alice", &["mod", "log", "Friends"]).all();
    assert_eq!(log[0]["measure"], "lift");
    assert!(log[1..].iter().all(|entry| entry["measure"] == "ban" && entry["gap"] == "none"));
}
