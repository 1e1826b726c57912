//! `device ...`: two profiles of one person.

use crate::world::{Live, World};

#[test]
fn a_second_device_is_linked_by_the_digits_that_it_shows() {
    //
    let world = World::new();
    world.friends();
    world.profile("phone");
    let mut old = Live::start(&mut world.command("alice", &["device", "link"]));
    let link = old.object("link")["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with("sitr://device#"));
    let new = Live::start(&mut world.command("phone", &["device", "join", &link]));
    let code = new.object("code")["code"].as_str().unwrap().to_owned();
    old.object("notice");
    old.types(&code);
    assert_eq!(old.object("linked")["linked"], 1);
    assert_eq!(new.object("room")["state"], "joined");
    assert_eq!((old.ends().code, new.ends().code), (0, 0));

    world.sitr("phone", &["send", "Friends", "from my phone"]).one();
    let read = world.sitr("alice", &["read", "Friends"]).one();
    assert_eq!((&read["text"], &read["mine"]), (&"from my phone".into(), &true.into()));
    let all = world.sitr("phone", &["device", "list", "Friends"]).all();
    let seen: Vec<_> =
        all.iter().map(|one| (one["device"].as_u64(), one["this"].as_bool())).collect();
    assert_eq!(seen, [(Some(0), Some(false)), (Some(1), Some(true))]);
    let removed = world.sitr("alice", &["device", "remove", "--others"]).one();
    assert_eq!(removed["device"], 1);
    let gone = world.sitr("phone", &["send", "Friends", "am I here?"]);
    assert_ne!(gone.code, 0, "{gone:?}");
    assert_eq!(world.sitr("alice", &["device", "remove", "Friends", "0"]).error(1), "last-device");
}

#[test]
fn other_digits_end_the_link() {
    //
    let world = World::new();
    world.friends();
    world.profile("phone");
    let mut old = Live::start(&mut world.command("alice", &["device", "link"]));
    let link = old.object("link")["link"].as_str().unwrap().to_owned();
    let new = Live::start(&mut world.command("phone", &["device", "join", &link]));
    new.object("code");
    old.object("notice");
    old.types("not the digits");
    assert_eq!(old.ends().error(1), "device-code");
    assert_eq!(new.ends().error(4), "expired");
    assert!(world.sitr("phone", &["room", "list"]).all().is_empty());
}
