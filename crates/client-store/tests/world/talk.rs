//! Founding, inviting, joining, speaking: the everyday of a room.

use sitr_client_core::state::{Event, Standing};
use sitr_client_core::{Class, CoreError};

use crate::hand::World;

#[test]
fn a_founder_speaks_to_an_own_history() {
    let mut world = World::new(&["alice"]);
    world.alice().founds(Class::default());
    world.alice().says("first words");
    world.alice().catches_up();
    assert_eq!(world.alice().heard(), ["alice: first words"]);
    assert_eq!(world.people[0].undelivered(), 0);
    world.people[0].restart();
    assert_eq!(world.alice().heard(), ["alice: first words"]);
}

#[test]
fn two_talk_after_invite_knock_and_welcome() {
    // J-01, J-02, J-03, J-06
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(Class::default());
    world.alice().says("before");
    let link = world.alice().invites(1);
    world.bob().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Joining);
    assert_eq!(world.alice().waiting().len(), 1);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    world.alice().says("hello bob");
    world.bob().says("hello alice");
    world.settle();
    assert_eq!(world.bob().heard(), ["bob: hello alice", "alice: hello bob"]);
    let mut heard = world.alice().heard();
    heard.sort_unstable();
    assert_eq!(heard, ["alice: before", "alice: hello bob", "bob: hello alice"]);
    world.agrees();
}

#[test]
fn three_hear_each_other() {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().says("one");
    world.settle();
    world.bob().says("two");
    world.settle();
    world.carol().says("three");
    world.settle();
    for who in 0..3 {
        assert_eq!(world.of(who).heard(), ["alice: one", "bob: two", "carol: three"]);
    }
    world.agrees();
}

#[test]
fn a_long_text_goes_by_a_payload_mailbox() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let long = "سلام ".repeat(7_000);
    world.alice().says(&long);
    world.alice().says("short");
    world.settle();
    assert_eq!(world.bob().heard(), [format!("alice: {long}"), "alice: short".to_owned()]);
    let longest = "x".repeat(sitr_content::TEXT_MAX_BYTES);
    world.bob().says(&longest);
    world.settle();
    assert_eq!(world.alice().heard()[2], format!("bob: {longest}"));
    let refused = world.bob().tries_to_say(&format!("{longest}y"));
    assert!(matches!(refused, Err(CoreError::TooLong)));
    world.agrees();
}

#[test]
fn who_was_away_catches_up_in_order_over_epochs() {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.people[1].online = false;
    let mut said = Vec::new();
    for round in 0..5 {
        for text in 0..3 {
            let text = format!("{round}.{text}");
            world.alice().says(&text);
            said.push(format!("alice: {text}"));
        }
        world.settle();
        world.pass_days(1);
        world.alice().tends();
        world.settle();
    }
    assert_eq!(world.people[0].epoch(), world.people[2].epoch());
    assert!(world.people[0].epoch() > world.people[1].epoch() + 4);
    world.people[1].online = true;
    world.bob().catches_up();
    assert_eq!(world.bob().heard(), said);
    world.agrees();
}

#[test]
fn a_steward_rolls_daily_and_before_the_mailbox_is_full() {
    //
    let mut world = World::new(&["alice"]);
    world.alice().founds(Class { capacity: 8, ..Class::default() });
    world.alice().tends();
    world.settle();
    assert_eq!(world.people[0].epoch(), 0);
    for text in 0..6 {
        world.alice().says(&text.to_string());
    }
    world.settle();
    world.alice().tends();
    world.settle();
    assert_eq!(world.people[0].epoch(), 1);
    // Nobody looked in time: the mailbox is full, and the message waits for the next one.
    for text in 0..20 {
        world.alice().says(&text.to_string());
    }
    world.settle();
    assert_eq!(world.people[0].epoch(), 3);
    assert_eq!(world.people[0].undelivered(), 0);
}

#[test]
fn a_used_up_revoked_or_expired_invite_lets_nobody_in() {
    let mut world = World::new(&["alice", "bob", "carol", "dave"]);
    world.alice().founds(Class::default());
    let link = world.alice().invites(1);
    world.bob().knocks(&link).unwrap();
    world.settle();
    world.carol().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Refused);
    let said = Event::Refused("this invite is used up: ask for a new link".to_owned());
    assert!(world.people[2].events().contains(&said));

    let link = world.alice().invites(5);
    world.carol().knocks(&link).unwrap();
    world.alice().revokes(&link);
    world.alice().catches_up();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Refused);
    assert!(matches!(world.dave().knocks(&link), Err(CoreError::Card)), "the card is burned");

    let link = world.alice().invites(5);
    world.people[3].now_ms += 86_400_000;
    assert!(matches!(world.dave().knocks(&link), Err(CoreError::Expired)));
    // Whoever was refused may knock again by another link.
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[2].standing(), Standing::Active);
    world.agrees();
}

#[test]
fn a_card_that_does_not_fit_its_link_is_refused() {
    // J-01, J-04
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(Class::default());
    let (link, other) = (world.alice().invites(5), world.alice().invites(5));
    let mut swapped = link.clone();
    swapped.card_hash = other.card_hash;
    assert!(matches!(world.bob().knocks(&swapped), Err(CoreError::Card)));
    let mut damaged = link.clone();
    damaged.secret = other.secret.clone();
    assert!(matches!(world.bob().knocks(&damaged), Err(CoreError::Card)));
    let mut elsewhere = link.clone();
    elsewhere.relay.id = sitr_wire::RelayId([8; 32]);
    assert!(matches!(world.bob().knocks(&elsewhere), Err(CoreError::Card)));
    world.bob().knocks(&link).unwrap();
    assert!(matches!(world.bob().knocks(&link), Err(CoreError::AlreadyMember)), "once by a link");
}

#[test]
fn a_refused_knock_is_told_why() {
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(Class::default());
    let link = world.alice().invites(5);
    let first = world.bob().knocks(&link).unwrap();
    world.settle();
    world.alice().refuses_all("not\u{1b}[2J now");
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Refused);
    assert!(world.people[1].events().contains(&Event::Refused("not[2J now".to_owned())));
    let again = world.alice().tries_to_admit_first();
    assert!(matches!(again, Err(CoreError::KnockAnswered)));
    // By the same link a person may ask again, as somebody new.
    let persona = world.people[1].record().me.persona();
    assert_eq!(world.bob().knocks(&link).unwrap(), first);
    assert_ne!(world.people[1].record().me.persona(), persona);
    world.settle();
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
}

#[test]
fn who_waits_too_long_may_knock_by_another_link() {
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(Class::default());
    let (lost, link) = (world.alice().invites(5), world.alice().invites(5));
    world.bob().knocks(&lost).unwrap();
    world.settle();
    let persona = world.people[1].record().me.persona();
    world.bob().knocks(&link).unwrap();
    assert_eq!(world.people[1].record().me.persona(), persona, "the same persona waits");
    world.settle();
    // The newer knock takes the place of the older one, whose answer nobody would read.
    assert_eq!(world.alice().waiting().len(), 1);
    world.alice().admits_all();
    world.settle();
    world.bob().says("in");
    world.settle();
    assert_eq!(world.alice().heard(), ["bob: in"]);
    world.agrees();
}

#[test]
fn an_older_knock_that_was_let_in_too_late_gives_way_to_the_newer() {
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(Class::default());
    let (lost, link) = (world.alice().invites(5), world.alice().invites(5));
    world.bob().knocks(&lost).unwrap();
    world.settle();
    world.alice().admits_all();
    assert!(world.alice().commits());
    world.bob().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Joining);
    world.alice().admits_all();
    world.settle();
    assert_eq!(world.people[1].standing(), Standing::Active);
    assert_eq!(world.people[0].members().len(), 2);
    world.agrees();
}

#[test]
fn knocks_are_admitted_together_and_by_policy() {
    let mut world = World::new(&["alice", "bob", "carol", "dave"]);
    world.alice().founds(Class::default());
    let link = world.alice().invites(9);
    world.bob().knocks(&link).unwrap();
    world.carol().knocks(&link).unwrap();
    world.settle();
    world.alice().admits_everyone();
    world.settle();
    assert_eq!(world.people[0].epoch(), 1, "one commit for both");
    world.dave().knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.people[0].members().len(), 4);
    world.agrees();
}

#[test]
fn a_message_that_missed_the_close_is_encrypted_anew_exactly_once() {
    // O-01
    let mut world = World::room(&["alice", "bob"]);
    world.bob().says("late");
    assert!(world.bob().pumps());
    assert!(!world.bob().pumps(), "one at a time");
    world.alice().rolls();
    world.alice().catches_up();
    assert_eq!(world.people[0].epoch(), 2);
    world.settle();
    assert_eq!(world.alice().heard(), ["bob: late"]);
    world.agrees();
}

#[test]
fn a_message_whose_answer_was_lost_is_not_said_twice() {
    let mut world = World::room(&["alice", "bob"]);
    world.bob().says("once");
    assert!(world.bob().pumps());
    world.people[1].deaf = 1;
    world.work(1); // durable, but the answer is lost
    world.alice().rolls();
    world.alice().catches_up();
    assert_eq!(world.alice().heard(), ["bob: once"]);
    world.settle();
    assert_eq!(world.alice().heard(), ["bob: once"]);
    assert_eq!(world.bob().heard(), ["bob: once"]);
    world.agrees();
}

#[test]
fn the_committer_reads_everything_below_its_own_final_cell() {
    let mut world = World::room(&["alice", "bob", "carol"]);
    world.alice().rolls();
    assert!(world.alice().commits());
    // Between her last read and her close, others speak and offer.
    world.bob().says("just in time");
    world.bob().catches_up();
    world.carol().says("me too");
    world.carol().catches_up();
    while world.work(0) {}
    world.settle();
    assert_eq!(world.alice().heard(), ["bob: just in time", "carol: me too"]);
    world.agrees();
}

#[test]
fn a_mailbox_that_nobody_opened_is_opened_by_who_finds_it_missing() {
    //
    let mut world = World::room(&["alice", "bob"]);
    let handle = world.handle(0);
    world.relays[0].expire(&handle);
    world.bob().says("anybody here?");
    world.settle();
    assert_eq!(world.alice().heard(), ["bob: anybody here?"]);
    world.agrees();
}

#[test]
fn a_mailbox_that_was_read_and_is_gone_is_never_opened_anew() {
    //
    let mut world = World::room(&["alice", "bob"]);
    world.alice().says("in the mailbox that will be lost");
    world.settle();
    let handle = world.handle(0);
    world.relays[0].expire(&handle);
    world.bob().forgets_ways();
    world.bob().says("kept");
    world.settle();
    assert_eq!(world.relays[0].count(&handle), 0);
    assert_eq!(world.people[1].standing(), Standing::Stuck);
    assert_eq!(world.people[1].undelivered(), 1, "to be said once it is back");
}

#[test]
fn a_limit_that_waiting_does_not_help_with_blocks_nothing_else() {
    let mut world = World::room(&["alice", "bob"]);
    world.alice().says("refused");
    assert!(world.alice().pumps());
    world.alice().is_refused(&sitr_wire::Refusal::limit("appends_per_minute", 1, 5));
    assert_eq!(world.people[0].undelivered(), 1, "asked again later");
    world.alice().is_refused(&sitr_wire::Refusal::limit("max_keep", 30, 0));
    world.alice().says("next");
    world.settle();
    assert_eq!(world.bob().heard(), ["alice: next"]);
    assert_eq!(world.people[0].undelivered(), 1);
}
