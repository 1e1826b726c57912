//! Keeping a room: settings, guidelines, sanctions and the log of them, as every member sees them.

use sitr_client_core::state::{Alarm, Bytes32, Event, Setting, Standing, Term};
use sitr_client_core::{CoreError, MemberId, RAID_KNOCKS, RoomId, Tally, entry_hash};
use sitr_community::{Ballot, Persona, Policy, Reject, Role, Unsaid};
use sitr_content::{
    Body, Content, Digest, Guidelines, Measure, ModerationAct, Own, Person, decode,
};

use crate::client::{Client, START_MS};
use crate::hand::{Hand, World};

const TERM: Term = Term { rule: 1, until_day: 30_000 };

fn text(words: &str) -> Content {
    Content::new([7; 16], START_MS, Body::text(words))
}

fn rules(first: &str) -> Guidelines {
    let texts = [("en".to_owned(), vec![first.to_owned(), "no advice".to_owned()])];
    Guidelines { texts: texts.into() }
}

impl Hand<'_> {
    fn sets(&mut self, setting: &Setting) -> Result<(), CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.set(&room, setting))
    }

    fn sets_guidelines(&mut self, text: &Guidelines) -> Result<(), CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.set_guidelines(&room, text.clone()))
    }

    fn accepts(&mut self, text: &Guidelines) -> Result<(), CoreError> {
        let (room, hash) = (self.client().room, text.hash());
        self.client().core(|core| core.accept_guidelines(&room, &hash))
    }

    fn votes(&mut self, wanted: Ballot) -> Result<(), CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.vote(&room, wanted))
    }

    fn tally(&mut self) -> Tally {
        let room = self.client().room;
        self.client().core(|core| core.tally(&room)).unwrap()
    }

    fn has_accepted(&mut self) -> bool {
        let room = self.client().room;
        self.client().core(|core| core.has_accepted(&room)).unwrap()
    }

    fn bans(&mut self, whom: usize, term: Option<Term>) -> Result<(), CoreError> {
        let (room, who) = (self.client().room, self.world.id_of(whom));
        self.client().core(|core| core.ban(&room, &who, term))
    }

    fn times_out(&mut self, whom: usize, term: Option<Term>) -> Result<(), CoreError> {
        let (room, who) = (self.client().room, self.world.id_of(whom));
        self.client().core(|core| core.time_out(&room, &who, term))
    }

    fn policy(&mut self) -> Policy {
        let room = self.client().room;
        self.client().core(|core| core.policy(&room)).unwrap()
    }
}

fn unsaid(client: &Client) -> usize {
    client.events().iter().filter(|event| matches!(event, Event::Unsaid(..))).count()
}

fn refused<T: std::fmt::Debug>(tried: Result<T, CoreError>) -> Unsaid {
    match tried {
        Err(CoreError::Unsaid(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// Alice admin, Bob moderator, Carol and Dave plain members.
fn four() -> World {
    let mut world = World::room(&["alice", "bob", "carol", "dave"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world
}

#[test]
fn what_is_set_is_set_for_everybody() {
    //
    let mut world = four();
    let topic = Bytes32([1; 32]);
    let wanted = [
        Setting::Name("Good friends".to_owned()),
        Setting::SlowMode(30),
        Setting::Palette(vec!["🌈".to_owned()]),
        Setting::Hours(Some((60, 120))),
        Setting::Retention(30),
        Setting::Direct(true),
        Setting::Age(2),
        Setting::Probation(true),
        Setting::OpenTopic(topic, true),
        Setting::Lock(true),
        Setting::LockTopic(topic, true),
    ];
    for setting in &wanted {
        world.alice().sets(setting).unwrap();
    }
    world.settle();
    let policy = world.alice().policy();
    assert_eq!(policy.name.as_str(), "Good friends");
    assert_eq!((policy.settings.slow_seconds, policy.settings.retention_days), (30, 30));
    assert!(policy.settings.direct && policy.settings.probation && policy.settings.locked);
    for who in 1..4 {
        assert_eq!(world.of(who).policy(), policy);
        assert_eq!(world.people[who].record().retention_days, Some(30));
        let told = world.people[who].events().iter().any(|event| {
            matches!(event, Event::Settings(names) if names.len() == 10 && names[0] == "name")
        });
        assert!(told, "{who}");
    }
    // Moderators keep, admins govern; members do neither, and nobody has what no room can.
    world.bob().sets(&Setting::Lock(false)).unwrap();
    let governs = world.bob().sets(&Setting::Direct(false));
    assert!(matches!(governs, Err(CoreError::Forbidden(Reject::PolicyRank))));
    assert!(matches!(world.carol().sets(&Setting::Lock(true)), Err(CoreError::NotSteward)));
    for setting in [Setting::SlowMode(6 * 3600 + 1), Setting::Age(9), Setting::Hours(Some((5, 5)))]
    {
        assert!(matches!(world.alice().sets(&setting), Err(CoreError::Setting)), "{setting:?}");
    }
    world.settle();
    assert!(!world.dave().policy().settings.locked);
    world.agrees();
}

#[test]
fn who_has_not_accepted_the_guidelines_reads_only() {
    // A-22, G-03, G-06
    let mut world = four();
    let first = rules("be kind");
    world.alice().sets_guidelines(&first).unwrap();
    world.settle();
    for who in 0..4 {
        let room = world.people[who].room;
        let known = world.people[who].core(|core| core.guidelines(&room)).unwrap();
        assert_eq!(known, Some(first.clone()), "{who}");
        assert_eq!(world.of(who).has_accepted(), who == 0, "who sets them keeps them");
    }
    assert_eq!(refused(world.carol().tries(text("hello"))), Unsaid::Guidelines);
    world.dave().says_anyway(&text("I do not care"));
    world.settle();
    assert_eq!(unsaid(&world.people[0]), 1);
    let other = world.carol().accepts(&rules("be rude"));
    assert!(matches!(other, Err(CoreError::NotTheGuidelines)));
    world.carol().accepts(&first).unwrap();
    world.bob().accepts(&first).unwrap();
    world.settle();
    for _ in 0..3 {
        // An offer is good for one epoch, and somebody's commit may have been first.
        (1..3).for_each(|who| world.of(who).tends());
        world.settle();
    }
    assert!(world.carol().has_accepted() && world.bob().has_accepted());
    world.carol().says("hello");
    world.settle();
    assert!(world.dave().heard().contains(&"carol: hello".to_owned()));
    // They change, and are accepted anew.
    let second = rules("be kind, always");
    world.alice().sets_guidelines(&second).unwrap();
    world.settle();
    assert_eq!(refused(world.carol().tries(text("still me"))), Unsaid::Guidelines);
    world.carol().accepts(&second).unwrap();
    world.settle();
    world.carol().says("still me");
    world.settle();
    assert!(world.dave().heard().contains(&"carol: still me".to_owned()));
    world.agrees();
}

#[test]
fn guidelines_do_not_change_without_the_vote_that_the_room_asks_for() {
    //
    let mut world = four();
    world.alice().sets(&Setting::Votes(true)).unwrap();
    world.settle();
    let (wanted, other) = (rules("be kind"), rules("mine"));
    let ballot = Ballot(wanted.hash().0);
    let refused = |world: &mut World, text: &Guidelines| {
        let tried = world.alice().sets_guidelines(text);
        assert!(matches!(tried, Err(CoreError::Forbidden(Reject::NeedsVote))));
    };
    refused(&mut world, &wanted);
    // Half of the four is not enough.
    for who in [2, 3] {
        world.of(who).votes(ballot).unwrap();
    }
    world.settle();
    votes_stand(&mut world, &ballot, 2);
    assert!(!world.alice().tally().carries(&ballot));
    refused(&mut world, &wanted);
    world.bob().votes(ballot).unwrap();
    world.settle();
    votes_stand(&mut world, &ballot, 3);
    refused(&mut world, &other);
    world.alice().sets_guidelines(&wanted).unwrap();
    world.settle();
    // Who voted for them has accepted them, and keeps them with another vote.
    world.carol().says("as we wanted");
    world.settle();
    assert!(world.dave().heard().contains(&"carol: as we wanted".to_owned()));
    world.carol().votes(Ballot::NO_MORE_VOTES).unwrap();
    world.settle();
    votes_stand(&mut world, &Ballot::NO_MORE_VOTES, 1);
    assert!(world.carol().has_accepted() && world.dave().has_accepted());
    assert!(matches!(
        world.alice().sets(&Setting::Votes(false)),
        Err(CoreError::Forbidden(Reject::NeedsVote))
    ));
    world.agrees();
}

/// So many votes stand in the leaves, for everybody alike.
fn votes_stand(world: &mut World, wanted: &Ballot, count: u32) {
    for _ in 0..3 {
        // An offer is good for one epoch, and somebody's commit may have been first.
        (1..4).for_each(|who| world.of(who).tends());
        world.settle();
    }
    for who in 0..4 {
        let tally = world.of(who).tally();
        assert_eq!((tally.electors, tally.ayes.get(&wanted.0)), (4, Some(&count)), "{who}");
    }
}

#[test]
fn slow_mode_holds_for_members_and_against_dishonest_ones() {
    //
    let mut world = four();
    world.bob().sets(&Setting::SlowMode(60)).unwrap();
    world.settle();
    world.carol().says("one");
    assert_eq!(refused(world.carol().tries(text("two"))), Unsaid::TooSoon);
    world.settle();
    assert_eq!(refused(world.carol().tries(text("two"))), Unsaid::TooSoon);
    world.bob().says("moderators");
    world.bob().says("speak on");
    // A dishonest client claims a time that is too early, then one that is late enough.
    let at = |seconds: u64| Content { at_ms: START_MS + seconds * 1000, ..text("again") };
    world.dave().says_anyway(&at(0));
    world.dave().says_anyway(&at(59));
    world.dave().says_anyway(&at(60));
    world.settle();
    for who in [0, 1, 2] {
        let heard = world.of(who).heard();
        assert_eq!(heard.iter().filter(|line| *line == "dave: again").count(), 2, "{heard:?}");
        assert_eq!(unsaid(&world.people[who]), 1);
    }
    world.people[2].now_ms += 60_000;
    world.carol().says("two");
    world.settle();
    world.alice().sets(&Setting::SlowMode(0)).unwrap();
    world.settle();
    world.carol().says("three");
    world.carol().says("four");
    world.settle();
    assert!(world.alice().heard().contains(&"carol: four".to_owned()));
}

#[test]
fn a_timeout_ends_on_its_day_by_a_moderators_commit() {
    //
    let mut world = four();
    let today = u32::try_from(START_MS / crate::hand::DAY_MS).unwrap();
    let term = Term { rule: 2, until_day: today + 1 };
    world.bob().times_out(2, Some(term)).unwrap();
    let out_of_reach = world.bob().times_out(0, Some(term));
    assert!(matches!(out_of_reach, Err(CoreError::Forbidden(Reject::Sanction))));
    world.settle();
    assert_eq!(refused(world.carol().tries(text("but"))), Unsaid::Timeout);
    world.carol().says_anyway(&text("but"));
    world.settle();
    assert_eq!(unsaid(&world.people[3]), 1);
    world.pass_days(1);
    world.bob().tends();
    world.settle();
    assert_eq!(refused(world.carol().tries(text("but"))), Unsaid::Timeout, "its last day");
    world.pass_days(1);
    world.bob().tends();
    world.settle();
    world.carol().says("thank you");
    world.settle();
    assert!(world.dave().heard().contains(&"carol: thank you".to_owned()));
}

#[test]
fn who_is_banned_stays_out_with_that_persona() {
    //
    let mut world = four();
    world.bob().bans(3, Some(TERM)).unwrap();
    world.settle();
    assert_eq!(world.people[3].standing(), Standing::Removed);
    let banned = world.people[3].record().me.persona();
    assert!(world.alice().policy().settings.bans.contains_key(&banned));
    // The same persona knocks by another invite, and is refused by the program, whoever would admit.
    let link = world.alice().invites(3);
    world.alice().admits_everyone();
    let kit_of = |world: &World| world.people[3].record().me.persona_seed;
    let seed = kit_of(&world);
    world.dave().knocks_as(&link, &seed);
    world.settle();
    assert_eq!(world.people[3].standing(), Standing::Refused);
    // Who banned does not end the ban; an admin does.
    let who = MemberId::of(&banned);
    let room = world.people[1].room;
    let own = world.people[1].core(|core| core.ban(&room, &who, None));
    assert!(matches!(own, Err(CoreError::Forbidden(Reject::LiftRank))));
    world.people[0].core(|core| core.ban(&room, &who, None)).unwrap();
    world.settle();
    world.dave().knocks_as(&link, &seed);
    world.settle();
    assert!(world.people[3].is_in());
    world.agrees();
}

impl Hand<'_> {
    /// Knocks with a persona of before, as a recovery kit does.
    fn knocks_as(&mut self, link: &sitr_client_core::body::Link, seed: &sitr_wire::Seed) {
        use sitr_client_core::body::{Hello, RecoveryKit};
        let relay = self.client().relay;
        let page = self.world.relays[relay].read(&link.card, &link.card_address(), 0).unwrap();
        let card = sitr_client_core::open_card(link, &page.cells[0].1, START_MS).unwrap();
        let kit = RecoveryKit {
            version: 1,
            room: card.room,
            relay: card.relay.clone(),
            name: "dave".to_owned(),
            persona_seed: seed.clone(),
            link: None,
        };
        self.client().now_ms += 1; // a greater serial
        let hello = Hello::default();
        self.client().core(|core| core.knock_with_kit(link, &card, &kit, &hello)).unwrap();
    }
}

#[test]
fn newcomers_see_the_door_and_answer() {
    //
    let mut world = World::new(&["alice", "bob"]);
    world.alice().founds(sitr_client_core::Class::default());
    let text = rules("be kind");
    world.alice().sets_guidelines(&text).unwrap();
    let room = world.people[0].room;
    let questions = vec!["Who are you?".to_owned()];
    world.people[0].core(|core| core.ask(&room, questions.clone())).unwrap();
    let many = vec!["?".to_owned(); 6];
    let asked = world.people[0].core(|core| core.ask(&room, many.clone()));
    assert!(matches!(asked, Err(CoreError::TooLong)));
    world.settle();
    let link = world.alice().invites(1);
    world.settle();
    let page = world.relays[0].read(&link.card, &link.card_address(), 0).unwrap();
    let card = sitr_client_core::open_card(&link, &page.cells[0].1, START_MS).unwrap();
    let face = card.face.clone().unwrap();
    assert_eq!((face.questions, face.guidelines.clone()), (questions, Some(text.clone())));
    let hello = sitr_client_core::body::Hello {
        note: String::new(),
        answers: vec!["Bob".to_owned()],
        accepts: Some(text.hash()),
        as_member: false,
    };
    let bob = crate::hand::name("bob");
    let joined = world.people[1].core(|core| core.knock(&link, &card, &bob, &hello)).unwrap();
    world.people[1].room = joined;
    world.settle();
    let knock = world.people[0].store(|store| sitr_client_core::Store::knocks(store, &room));
    assert_eq!(knock[0].answers, Some(vec!["Bob".to_owned()]));
    world.alice().admits_all();
    world.settle();
    assert!(world.bob().has_accepted(), "who accepted at the door speaks at once");
    world.bob().says("here");
    world.settle();
    assert!(world.alice().heard().contains(&"bob: here".to_owned()));
    let known = world.people[1].core(|core| core.guidelines(&joined)).unwrap();
    assert_eq!(known, Some(text));
}

/// Knocks until the door closes.
#[test]
fn so_many_knocks_in_an_hour_close_the_door() {
    //
    const NAMES: [&str; 5] = ["alice", "bob", "carol", "dave", "eve"];
    let mut world = World::new(&NAMES);
    world.alice().founds(sitr_client_core::Class::default());
    let (link, room) = (world.alice().invites(100), world.people[0].room);
    world.alice().admits_everyone();
    world.people[0].core(|core| core.set_raid_limit(&room, 3)).unwrap();
    for who in 1..4 {
        world.of(who).knocks(&link).unwrap();
    }
    world.settle();
    assert!(world.people[0].alarms().contains(&Alarm::Raid));
    assert!(!world.people[0].record().admits_everyone);
    assert!(world.of(4).knocks(&link).is_err(), "the link leads nowhere");
    // A new invite opens the door again, to those whom somebody lets in.
    let link = world.alice().invites(1);
    world.of(4).knocks(&link).unwrap();
    world.settle();
    assert_eq!(world.alice().waiting().len(), 1);
    assert_eq!(RAID_KNOCKS, 50);
}

fn act(number: u32, previous: Option<Digest>, whom: Persona) -> ModerationAct {
    ModerationAct {
        number,
        previous,
        measure: Measure::Nudge,
        person: Some(Person(whom.0)),
        message: None,
        rule: 0,
        until_day: 0,
        reason: format!("entry {number}"),
    }
}

#[test]
fn entries_of_the_log_name_the_one_before() {
    let mut world = four();
    let room: RoomId = world.people[1].room;
    let carol = world.people[2].record().me.persona();
    for _ in 0..2 {
        world.people[1].core(|core| core.log(&room, act(9, None, carol))).unwrap();
    }
    world.settle();
    let entries: Vec<ModerationAct> = world.people[3]
        .messages()
        .iter()
        .filter_map(|message| match decode(&message.content).unwrap().body {
            Body::Own(_, Own::ModerationAct(act)) => Some(act),
            _ => None,
        })
        .collect();
    assert_eq!((entries[0].number, entries[0].previous), (1, None));
    assert_eq!((entries[1].number, entries[1].previous), (2, Some(entry_hash(&entries[0]))));
    let plain = world.people[2].core(|core| core.log(&room, act(1, None, carol)));
    assert!(matches!(plain, Err(CoreError::Unsaid(Unsaid::Role(_)))));
}
