//! People talk by the real binary, through a relay in this process.

use crate::world::{Live, World, run};

fn texts(objects: &[serde_json::Value]) -> Vec<&str> {
    objects.iter().map(|object| object["text"].as_str().unwrap()).collect()
}

#[test]
fn a_conversation_from_first_knock_to_removal() {
    let world = World::new();
    world.profile("alice");
    world.profile("bob");
    let url = world.url();
    let create = ["room", "create", "Friends", "--relay", &url, "--as", "Alice"];
    let room = world.sitr("alice", &create).one();
    assert_eq!(room["name"], "Friends");
    assert_eq!(world.sitr("alice", &["room", "list"]).one()["room"], room["room"]);

    let invite =
        world.sitr("alice", &["invite", "Friends", "--uses", "2", "--expires", "1h"]).one();
    let link = invite["link"].as_str().unwrap();
    let join = ["join", link, "--as", "Bob", "--note", "hello there", "--no-wait"];
    assert_eq!(world.sitr("bob", &join).one()["state"], "waiting");
    assert_eq!(world.sitr("bob", &join).one()["state"], "waiting");
    let knock = world.sitr("alice", &["knocks", "frie"]).one();
    assert_eq!(
        (knock["name"].as_str(), knock["note"].as_str()),
        (Some("Bob"), Some("hello there"))
    );
    let id = knock["knock"].as_str().unwrap();
    assert_eq!(world.sitr("alice", &["admit", "Friends", id]).one()["state"], "admitted");
    assert_eq!(world.sitr("alice", &["admit", "Friends", id]).error(1), "knock-answered");
    assert_eq!(world.sitr("bob", &["join", link, "--as", "Bob"]).one()["state"], "joined");

    let first = world.sitr("bob", &["send", "Friends", "hello from bob"]).one();
    world.sitr("alice", &["send", "Friends", "it was I, alice"]).one();
    world.sitr("alice", &["read", "Friends"]);
    let read = world.sitr("bob", &["read", "Friends"]).all();
    assert_eq!(texts(&read), ["hello from bob", "it was I, alice"]);
    assert_eq!(read[0]["from"], "Bob");
    assert!(read[0]["at"].as_str().unwrap().ends_with('Z'));
    let since = ["read", "Friends", "--since", first["message"].as_str().unwrap()];
    assert_eq!(texts(&world.sitr("bob", &since).all()), ["it was I, alice"]);
    assert_eq!(world.sitr("bob", &["read", "Friends", "--last", "1"]).all().len(), 1);
    assert!(world.sitr("bob", &["read", "Friends", "--since", "2999-01-01"]).all().is_empty());
    assert_eq!(
        world.sitr("bob", &["read", "Friends", "--since", &"ab".repeat(32)]).error(1),
        "no-message"
    );

    let role = world.sitr("alice", &["role", "Friends", "Bob", "moderator"]).one();
    assert_eq!(role["role"], "moderator");
    let members = world.sitr("bob", &["members", "Friends"]).all();
    assert_eq!(members.len(), 2);
    assert!(members.iter().any(|one| one["name"] == "Bob" && one["role"] == "moderator"));
    let number = |who| world.sitr(who, &["room", "safety", "Friends"]).one()["safety"].clone();
    assert_eq!(number("alice"), number("bob"));

    world.sitr("alice", &["remove", "Friends", "Bob"]).one();
    assert_eq!(world.sitr("alice", &["members", "Friends"]).all().len(), 1);
    world.sitr("bob", &["read", "Friends"]);
    assert_eq!(world.sitr("bob", &["room", "list"]).one()["state"], "removed");
    assert_eq!(world.sitr("bob", &["send", "Friends", "still here?"]).error(4), "not-active");
}

#[test]
fn long_text_by_standard_input_and_a_member_who_leaves() {
    let world = World::new();
    world.friends();
    let long = "many words ".repeat(3000);
    std::fs::write(world.path("long"), &long).unwrap();
    let mut send = world.command("bob", &["send", "Friends"]);
    send.stdin(std::fs::File::open(world.path("long")).unwrap());
    run(&mut send).one();
    let read = world.sitr("alice", &["read", "Friends"]).all();
    assert!(texts(&read) == [long.as_str()], "the long text came whole");

    assert_eq!(world.sitr("bob", &["leave", "Friends"]).one()["state"], "leaving");
    assert_eq!(world.sitr("alice", &["members", "Friends"]).all().len(), 1);
    world.sitr("alice", &["leave", "Friends"]).one();
    assert_eq!(world.sitr("alice", &["room", "list"]).one()["state"], "left");
}

#[test]
fn what_is_sent_while_the_relay_is_away_is_delivered_later() {
    let mut world = World::new();
    world.friends();
    world.stop_relay();
    let sent = world.sitr("alice", &["send", "Friends", "from the outbox"]);
    assert_eq!(sent.error(3), "unreachable");
    assert_eq!(sent.objects()[0]["delivery"], "sealed");
    assert_eq!(
        world.sitr("bob", &["join", "sitr://join#AA", "--as", "B"]).error(2),
        "link-damaged"
    );
    world.start_relay();
    world.sitr("alice", &["members", "Friends"]).all();
    assert_eq!(texts(&world.sitr("bob", &["read", "Friends"]).all()), ["from the outbox"]);
}

#[test]
fn a_chat_shows_knocks_and_messages_and_nothing_commands_the_terminal() {
    let world = World::new();
    world.friends();
    let link = world.link("alice");
    let mut chat =
        world.bare(&["chat", "Friends", "--profile", "alice", "--passphrase-file", "pass"]);
    let mut chat = Live::start(&mut chat);
    chat.hears(|line| line.contains("You are in"));
    world.profile("carol");
    let carol = Live::start(&mut world.command("carol", &["join", &link, "--as", "Carol"]));
    assert_eq!(carol.object("state")["state"], "waiting");
    chat.hears(|line| line.contains("Carol") && line.contains("/admit"));
    chat.types("/admit carol");
    assert_eq!(carol.object("state")["state"], "joined");
    chat.hears(|line| line.contains("Carol") && line.contains("is in the room"));

    let hostile = "\u{1b}[2Jcleared\u{9b}31m\n[09:00] Alice: forged\u{202e}\u{7}";
    world.sitr("bob", &["send", "Friends", hostile]).one();
    let first = chat.hears(|line| line.contains("cleared"));
    let second = chat.hears(|line| line.contains("forged"));
    assert!(second.starts_with("    | "), "{second}");
    for c in ['\u{1b}', '\u{9b}', '\u{7}', '\u{202e}'] {
        assert!(!first.contains(c) && !second.contains(c), "{c:?}");
    }
    chat.types("hello all");
    chat.hears(|line| line.ends_with("hello all"));
    chat.types("//slash");
    chat.types("/nonsense");
    chat.hears(|line| line.contains("no command"));
    let ran = chat.ends();
    assert_eq!(ran.code, 0, "{ran:?}");
    let read = world.sitr("carol", &["read", "Friends"]).all();
    assert_eq!(texts(&read), [hostile, "hello all", "/slash"]);
    assert_eq!(carol.ends().code, 0);
}

#[test]
fn a_doorkeeper_lets_in_whoever_knocks() {
    let world = World::new();
    world.friends();
    let link = world.link("alice");
    let keep = ["doorkeeper", "Friends", "--policy", "everyone"];
    let keeper = Live::start(&mut world.command("alice", &keep));
    assert_eq!(keeper.object("policy")["policy"], "everyone");
    world.profile("carol");
    let carol = world.sitr("carol", &["join", &link, "--as", "Carol"]).all();
    assert_eq!(carol.last().unwrap()["state"], "joined");
    keeper.hears(|line| line.contains("\"joined\"") && line.contains("Carol"));
}

#[test]
fn messages_are_answered_changed_and_taken_back() {
    //
    let world = World::new();
    world.friends();
    let sent = world.sitr("bob", &["send", "Friends", "helo"]).one();
    let id = sent["message"].as_str().unwrap();
    assert_eq!(id.len(), 64);
    let start = &id[..20];
    world.sitr("alice", &["reply", "Friends", start, "and to you"]).one();
    world.sitr("alice", &["react", "Friends", start, "🤗"]).one();
    world.sitr("bob", &["edit", "Friends", start, "hello"]).one();
    assert_eq!(world.sitr("alice", &["edit", "Friends", start, "his"]).error(4), "forbidden");
    assert_eq!(world.sitr("alice", &["react", "Friends", start, "👎"]).error(4), "forbidden");
    assert_eq!(world.sitr("alice", &["reply", "Friends", "ffff", "x"]).error(1), "no-message");
    let regret = world.sitr("alice", &["send", "Friends", "canary words"]).one();
    world.sitr("bob", &["read", "Friends"]).all();
    world.sitr("alice", &["delete", "Friends", regret["message"].as_str().unwrap()]).one();
    let read = world.sitr("bob", &["read", "Friends"]).all();
    let said: Vec<_> = read.iter().map(|object| object["said"].as_str().unwrap()).collect();
    assert_eq!(said, ["text", "reply", "reaction", "edit", "deleted", "deletion"]);
    assert_eq!(texts(&read), ["helo", "and to you", "🤗", "hello", "", ""]);
    for object in &read[1..4] {
        assert_eq!(object["about"], id);
    }
    assert_eq!(read[5]["about"], regret["message"]);
    // A person reads it as it is now: changes stand in what they change.
    let mut command = world.bare(&["read", "Friends"]);
    command.arg("--profile").arg(world.path("bob"));
    let shown = run(command.arg("--passphrase-file").arg(world.path("pass"))).out;
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 4, "{shown}");
    assert!(lines[0].ends_with("hello  (changed)") && !shown.contains("helo"), "{shown}");
    assert!(lines[3].contains("(taken back)"), "{shown}");

    // A newcomer speaks, and sends no links.
    world.sitr("alice", &["role", "Friends", "Bob", "newcomer"]).one();
    world.sitr("bob", &["send", "Friends", "only words"]).one();
    let link = ["send", "Friends", "https://relay.example"];
    assert_eq!(world.sitr("bob", &link).error(4), "forbidden");
}

#[test]
fn a_locked_chat_shows_that_there_is_something_and_no_more() {
    let world = World::new();
    world.friends();
    let mut alice = Live::start(&mut world.command("alice", &["chat", "Friends"]));
    alice.types("/lock");
    alice.hears(|line| line.contains("\"locked\""));
    world.sitr("bob", &["send", "Friends", "canary for alice"]).one();
    let notice = alice.hears(|line| line.contains("canary") || line.contains("\"notice\""));
    let notice: serde_json::Value = serde_json::from_str(&notice).unwrap();
    assert_eq!((&notice["event"], &notice["kind"]), (&"notice".into(), &"something".into()));
    assert_eq!(notice.as_object().unwrap().len(), 3, "{notice}");
    // Whatever is typed at the lock is no message, and the profile is opened as it was before.
    alice.types("typed by whoever holds the device");
    alice.hears(|line| line.contains("\"unlocked\""));
    assert_eq!(alice.object("text")["text"], "canary for alice");
    // Words that lead to a person wait for a second word.
    alice.types("call +49 170 1234567");
    assert_eq!(alice.object("found")["found"][0], "phone");
    alice.types("/send");
    alice.types("/quit");
    assert_eq!(alice.ends().code, 0);
    let heard = world.sitr("bob", &["read", "Friends"]).all();
    let heard: Vec<_> = heard.iter().map(|message| message["text"].as_str().unwrap()).collect();
    assert_eq!(heard, ["canary for alice", "call +49 170 1234567"]);
    // Where the key lies beside the database a lock would hold nothing.
    std::fs::copy(world.path("pass"), world.path("bob").join("passphrase")).unwrap();
    let mut bob =
        Live::start(&mut world.command("bob", &["chat", "Friends", "--lock-after", "1s"]));
    bob.types("/lock");
    bob.types("/quit");
    let ran = bob.ends();
    assert!(ran.err.contains("\"passphrase\"") && !ran.out.contains("\"locked\""), "{ran:?}");
}
