//! What members do beside talking, from a terminal.

use crate::world::World;

#[test]
fn confidences_polls_topics_and_files_from_a_terminal() {
    let world = World::new();
    world.friends();
    let sent = world.sitr("alice", &["send", "Friends", "thank you, مُحَمَّد"]).one();
    let message = sent["message"].as_str().unwrap().to_owned();
    world.sitr("bob", &["react", "Friends", &message, "🙏"]).one();
    world.sitr("alice", &["edit", "Friends", &message, "thanks, مُحَمَّد"]).one();
    world.sitr("bob", &["read", "Friends"]).all();
    let shown = world.sitr("bob", &["show", "Friends"]).one();
    assert_eq!((&shown["text"], &shown["edited"]), (&"thanks, مُحَمَّد".into(), &true.into()));
    assert_eq!(shown["reactions"][0]["reaction"], "🙏");
    assert_eq!(shown["role"], "admin");
    assert_eq!(world.sitr("bob", &["search", "Friends", "محمد"]).all().len(), 1);

    // In confidence, and an answer.
    world.sitr("bob", &["whisper", "Friends", "can we talk?"]).one();
    let asides = world.sitr("alice", &["desk", "Friends"]).all();
    assert_eq!((&asides[0]["kind"], &asides[0]["name"]), (&"whisper".into(), &().into()));
    let asked = asides[0]["message"].as_str().unwrap();
    world.sitr("alice", &["answer", "Friends", asked, "yes"]).one();
    let answered = world.sitr("bob", &["desk", "Friends"]).all();
    assert!(answered.iter().any(|aside| aside["text"] == "yes" && aside["name"] == "Alice"));
    let wrong = ["report", "Friends", &message, "--reason", "because"];
    assert_eq!(world.sitr("bob", &wrong).error(2), "usage");

    // A poll: one member, one vote.
    let poll = ["poll", "create", "Friends", "When?", "Monday", "Friday"];
    let poll = world.sitr("alice", &poll).one()["message"].as_str().unwrap().to_owned();
    world.sitr("bob", &["read", "Friends"]).all();
    world.sitr("bob", &["poll", "vote", "Friends", &poll, "1"]).one();
    world.sitr("bob", &["poll", "vote", "Friends", &poll, "2"]).one();
    let counted = world.sitr("alice", &["poll", "show", "Friends"]).one();
    assert_eq!(counted["poll"]["counts"], serde_json::json!([0, 1]));
    assert_eq!(world.sitr("bob", &["poll", "vote", "Friends", &poll, "0"]).error(2), "usage");

    // A topic, muted on one device.
    let topic = world.sitr("alice", &["topic", "Friends", "Music"]).one();
    let topic = topic["message"].as_str().unwrap().to_owned();
    world.sitr("bob", &["mute", "Friends", &topic]).one();
    let topics = world.sitr("bob", &["topics", "Friends"]).one();
    assert_eq!((&topics["title"], &topics["muted"]), (&"Music".into(), &true.into()));

    // A file comes back as it went, and unknown kinds need a word.
    std::fs::write(world.path("poem.txt"), "roses").unwrap();
    std::fs::write(world.path("thing.bin"), "?").unwrap();
    let path = world.path("poem.txt");
    let attached = ["attach", "Friends", path.to_str().unwrap(), "--alt", "a poem"];
    let file = world.sitr("alice", &attached).one()["message"].as_str().unwrap().to_owned();
    let target = world.path("copy.txt");
    world.sitr("bob", &["fetch", "Friends", &file, target.to_str().unwrap()]).one();
    assert_eq!(std::fs::read(&target).unwrap(), b"roses");
    let other = world.path("thing.bin");
    let refused = world.sitr("alice", &["attach", "Friends", other.to_str().unwrap()]);
    assert_eq!(refused.error(1), "file-kind");

    // Care stays here.
    assert!(world.sitr("bob", &["care", "card", "--language", "de"]).all().len() >= 5);
    world.sitr("bob", &["care", "journal", "slept well"]).one();
    assert_eq!(world.sitr("bob", &["care", "journal"]).one()["text"], "slept well");
    world.sitr("bob", &["care", "filter", "THANKS"]).one();
    let folded = world.sitr("bob", &["show", "Friends"]).all();
    assert_eq!(folded[0]["text"], "");
    assert_eq!(world.sitr("bob", &["open", "Friends", &message]).one()["text"], "thanks, مُحَمَّد");
    let found = world.sitr("bob", &["care", "check", "call +49 170 1234567"]).one();
    assert_eq!(found["found"][0], "phone");
}
