//! What is said to a few: who hears it, who does not, and what nobody believes.

use sitr_client_core::body::{BOXES_MIN, Confidence, Deposit, Place};
use sitr_client_core::crypto::Secret;
use sitr_client_core::crypto::cell::Kind;
use sitr_client_core::state::{Aside, Delivery, Event, Manner, Message, To};
use sitr_client_core::{ANSWERS_AWAITED, Confiding, CoreError, MemberId, Store};
use sitr_community::{Role, Unsaid};
use sitr_content::{
    Appeal, Body, Coming, Content, CrisisCall, Digest, Event as Meeting, InviteRequest, Lineage,
    MediationOffer, MessageId, Opening, Own, Person, Place as Where, PlaceTold, Poll, Reason,
    Report, Rsvp, Vote, Vouch, decode,
};

use crate::client::{Client, START_MS};
use crate::hand::{Hand, World};

pub(crate) fn own(own: impl Into<Own>) -> Content {
    Content::new([7; 16], START_MS, Body::Own("en".to_owned(), own.into()))
}

pub(crate) fn text(words: &str) -> Content {
    Content::new([7; 16], START_MS, Body::text(words))
}

pub(crate) fn to(to: To) -> Confiding {
    Confiding { to, except: Vec::new(), named: false, answerable: false, re: None }
}

pub(crate) fn report(messages: Vec<Opening>) -> Content {
    own(Report { reason: Reason::Harassment, words: "look".to_owned(), messages })
}

impl Hand<'_> {
    pub(crate) fn confides(
        &mut self,
        how: Confiding,
        content: Content,
    ) -> Result<MessageId, CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.confide(&room, how.clone(), content.clone()))
    }

    pub(crate) fn opens(&mut self, message: &MessageId) -> Result<Opening, CoreError> {
        let room = self.client().room;
        self.client().core(|core| core.opening(&room, message))
    }

    /// Sends a deposit of its own making to these members.
    pub(crate) fn deposits(&mut self, confidence: &Confidence, to: &[usize]) {
        let keys: Vec<_> =
            to.iter().map(|who| self.world.people[*who].record().me.box_public).collect();
        let (epoch, relay) = (self.now_in(), self.client().record().relay.id);
        let place = Place { relay: &relay, handle: &epoch.handle };
        let rng = self.client().random();
        let body = Deposit::seal(confidence, &keys, BOXES_MIN, place, rng).unwrap();
        self.appends(Kind::Deposit, &body);
    }

    /// What an own program deposits under its own name.
    fn says_aside(&mut self, content: &Content) -> Confidence {
        let (room, epoch) = (self.client().record(), self.now_in());
        let content = sitr_content::encode(content);
        Confidence { content, ..Confidence::default() }.by(
            &room.me.persona_seed,
            &room.id,
            epoch.number,
            Secret::new([3; 32]),
        )
    }
}

pub(crate) fn asides(client: &Client) -> Vec<(Message, Aside)> {
    let all = client.store(|store| store.asides_after(&client.room, 0, 1000));
    let aside = |message: Message| match &message.manner {
        Manner::Aside(aside) => Some((message.clone(), (**aside).clone())),
        Manner::Room => None,
    };
    all.into_iter().filter_map(aside).collect()
}

/// What came to a device, with who is said to have said it.
pub(crate) fn heard(client: &Client) -> Vec<(String, Body)> {
    asides(client)
        .into_iter()
        .filter(|(message, _)| message.delivery == Delivery::Received)
        .map(|(message, _)| (message.name.clone(), decode(&message.content).unwrap().body))
        .collect()
}

/// Alice admin, Bob moderator, Carol member, Dave mentor, Erin member.
pub(crate) fn five() -> World {
    let mut world = World::room(&["alice", "bob", "carol", "dave", "erin"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.alice().gives_role(3, Role::Mentor).unwrap();
    world.settle();
    world
}

fn nobody_heard(world: &World, but: &[usize]) {
    for (who, client) in world.people.iter().enumerate() {
        assert!(but.contains(&who) != heard(client).is_empty(), "{}", client.name);
        assert!(client.history().is_empty(), "{} shows it to all", client.name);
    }
}

#[test]
fn a_whisper_reaches_the_desk_and_names_nobody() {
    // D-01, D-05
    let mut world = five();
    let asked = world
        .carol()
        .confides(Confiding { answerable: true, ..to(To::Desk) }, text("canary of carol"));
    let asked = asked.unwrap();
    world.settle();
    nobody_heard(&world, &[0, 1]);
    for who in [0, 1] {
        let [(message, aside)] = &asides(&world.people[who])[..] else { panic!("one") };
        assert_eq!((message.name.as_str(), aside.named), ("", false));
        assert_ne!(message.from, world.people[2].record().id_of_me());
        assert!(aside.answer.is_some() && aside.private.is_none());
    }
    assert!(world.people[0].events().iter().any(|event| matches!(event, Event::Aside(_))));

    // Bob answers with his name; it reaches Carol alone, and she answers him without hers.
    let (question, aside) = asides(&world.people[1]).remove(0);
    let how = Confiding { named: true, answerable: true, ..to(To::Asker(aside.answer.unwrap())) };
    let answer = Confiding { re: Some(question.id), ..how };
    world.bob().confides(answer, text("we see it")).unwrap();
    world.settle();
    assert_eq!(heard(&world.people[2]), [("bob".to_owned(), Body::text("we see it"))]);
    let (_, aside) = asides(&world.people[2]).pop().unwrap();
    assert_eq!(aside.re.map(|re| re.0), Some(asked.0));
    world.carol().confides(to(To::Asker(aside.answer.unwrap())), text("thanks")).unwrap();
    world.settle();
    assert_eq!(heard(&world.people[1]).pop(), Some((String::new(), Body::text("thanks"))));
    assert_eq!(heard(&world.people[0]).len(), 1);
    for who in [3, 4] {
        assert_eq!(heard(&world.people[who]), []);
    }
    world.agrees();
}

trait Mine {
    fn id_of_me(&self) -> MemberId;
}

impl Mine for sitr_client_core::state::Room {
    fn id_of_me(&self) -> MemberId {
        MemberId::of(&self.me.persona())
    }
}

#[test]
fn who_it_is_about_need_not_hear_it() {
    let mut world = five();
    let bob = world.id_of(1);
    let how = Confiding { except: vec![bob], ..to(To::Desk) };
    world.erin().confides(how, text("about bob")).unwrap();
    world.settle();
    nobody_heard(&world, &[0]);
    // Nobody is left to say it to.
    let both = vec![bob, world.id_of(0)];
    let nobody = world.erin().confides(Confiding { except: both, ..to(To::Desk) }, text("x"));
    assert!(matches!(nobody, Err(CoreError::Nobody)));
}

impl World {
    pub(crate) fn erin(&mut self) -> Hand<'_> {
        self.of(4)
    }
}

#[test]
fn a_crisis_call_reaches_those_who_answer() {
    // D-05
    let mut world = five();
    let call = CrisisCall { words: String::new(), language: "ar".to_owned() };
    world.erin().confides(to(To::Helpers), own(call.clone())).unwrap();
    world.settle();
    nobody_heard(&world, &[0, 1, 3]);
    // Whoever sends a mentor what is for the desk is not heard.
    let astray = own(Appeal { entry: MessageId([1; 32]), words: "x".to_owned() });
    let content = sitr_content::encode(&astray);
    world.erin().deposits(&Confidence { content, ..Confidence::default() }, &[3]);
    let content = sitr_content::encode(&own(call));
    world.erin().deposits(&Confidence { content, ..Confidence::default() }, &[2]);
    world.settle();
    assert_eq!((heard(&world.people[3]).len(), heard(&world.people[2]).len()), (1, 0));
}

pub(crate) fn nobody_heard_anything(world: &World) {
    for client in &world.people {
        assert_eq!(heard(client), [], "{}", client.name);
    }
}

fn secret_poll() -> Content {
    own(Poll {
        question: "Shall we?".to_owned(),
        options: vec!["yes".to_owned(), "no".to_owned()],
        choices: 1,
        closes_at: 0,
        secret: true,
        hidden_below: 0,
    })
}

#[test]
fn a_secret_vote_is_for_its_teller_alone() {
    // D-05
    let mut world = five();
    let poll = world.dave().tries(secret_poll()).unwrap();
    let open = world.dave().tries(own(Poll { secret: false, ..a_poll() })).unwrap();
    world.settle();
    let vote = |poll| own(Vote { poll, choices: vec![1] });
    let teller = world.id_of(3);
    let how = Confiding { named: true, ..to(To::Member(teller)) };
    world.carol().confides(how.clone(), vote(poll)).unwrap();
    world.settle();
    let expected = Body::Own("en".to_owned(), Vote { poll, choices: vec![1] }.into());
    assert_eq!(heard(&world.people[3]), [("carol".to_owned(), expected)]);
    for who in [0, 1, 2, 4] {
        assert_eq!(heard(&world.people[who]), []);
    }
    // Without a name it is no vote; nor in an open poll, by somebody else's hand, or to who did not ask.
    let nameless = world.erin().confides(to(To::Member(teller)), vote(poll));
    assert!(matches!(nameless, Err(CoreError::Unsaid(Unsaid::Manner))));
    let mut stolen = world.erin().says_aside(&vote(poll));
    stolen.author[0].persona = world.people[2].record().me.persona().0;
    world.erin().deposits(&stolen, &[3]);
    let nameless = Confidence { author: Vec::new(), ..stolen };
    world.erin().deposits(&nameless, &[3]);
    let in_the_open = world.erin().says_aside(&vote(open));
    world.erin().deposits(&in_the_open, &[3]);
    let astray = world.erin().says_aside(&vote(poll));
    world.erin().deposits(&astray, &[0]);
    world.settle();
    assert_eq!((heard(&world.people[3]).len(), heard(&world.people[0]).len()), (1, 0));
}

fn a_poll() -> Poll {
    let Body::Own(_, Own::Poll(poll)) = secret_poll().body else { panic!("a poll") };
    poll
}

/// An event whose place is told later.
fn meeting() -> Meeting {
    Meeting {
        title: "March".to_owned(),
        words: String::new(),
        starts_at: 1,
        ends_at: 2,
        zone: String::new(),
        place: Where::Later(Digest([1; 32])),
        room_for: 0,
    }
}

#[test]
fn a_place_is_told_to_those_who_come() {
    // D-05
    let mut world = five();
    let event = world.dave().tries(own(meeting())).unwrap();
    world.settle();
    let host = world.id_of(3);
    let how = Confiding { answerable: true, ..to(To::Member(host)) };
    world.carol().confides(how, own(Rsvp { event, coming: Coming::Yes })).unwrap();
    world.settle();
    let (_, rsvp) = asides(&world.people[3]).remove(0);
    assert!(!rsvp.named);
    let told = PlaceTold { event, salt: Digest([2; 32]), place: "the square".to_owned() };
    let how = Confiding { named: true, ..to(To::Asker(rsvp.answer.unwrap())) };
    world.dave().confides(how, own(told.clone())).unwrap();
    // From who is not the host nobody takes it.
    let answer = rsvp.answer.unwrap();
    let other = Confiding { named: true, ..to(To::Asker(answer)) };
    world.erin().confides(other, own(PlaceTold { place: "a trap".to_owned(), ..told })).unwrap();
    world.settle();
    let places: Vec<_> = heard(&world.people[2]).into_iter().map(|(name, _)| name).collect();
    assert_eq!(places, ["dave"]);
}

#[test]
fn what_is_for_a_few_is_not_said_to_all() {
    // D-05
    let mut world = five();
    world.carol().says("hello");
    world.settle();
    let said = world.people[4].messages()[0].id;
    let opening = world.erin().opens(&said).unwrap();
    let refused = world.erin().tries(report(vec![opening]));
    assert!(matches!(refused, Err(CoreError::Unsaid(Unsaid::Manner))));
    for content in [secret_poll(), Content { topic: Some(said), ..text("x") }] {
        let refused = world.erin().confides(to(To::Desk), content);
        assert!(matches!(refused, Err(CoreError::Unsaid(Unsaid::Manner))));
    }
    // An aside is no message that others could answer or change.
    let aside = world.erin().confides(to(To::Desk), text("x")).unwrap();
    let answer = world.erin().tries(Content { reply_to: Some(aside), ..text("y") });
    assert!(matches!(answer, Err(CoreError::NoMessage)));
}

/// To the relay a deposit is one append of one cell like any other, whatever is in it.
#[test]
fn a_deposit_has_the_shape_of_a_message() {
    // D-02; what a device asks for is in devices.rs
    let mut world = five();
    world.alice().gives_role(2, Role::Newcomer).unwrap();
    let poll = world.dave().tries(secret_poll()).unwrap();
    let event = world.dave().tries(own(meeting())).unwrap();
    let said = world.dave().tries(text("look at this")).unwrap();
    world.settle();
    let opening = world.erin().opens(&said).unwrap();
    let (alice, carol, dave) = (world.id_of(0), world.id_of(2), world.id_of(3));
    let person = |world: &World, who: usize| Person(world.people[who].record().me.persona().0);
    let (newcomer, erin) = (person(&world, 2), person(&world, 4));
    let named = |who| Confiding { named: true, answerable: true, ..to(who) };
    let asked = |who| Confiding { answerable: true, ..to(who) };
    let call = CrisisCall { words: "now".to_owned(), language: String::new() };
    let offer = MediationOffer {
        with: erin,
        link: format!("sitr://join#{}", "x".repeat(200)),
        words: "the two of you".to_owned(),
        last_day: 1,
        kept_days: 1,
    };
    let vouch = Vouch { whom: newcomer, stands: true, words: "a friend".to_owned() };
    let appeal = Appeal { entry: said, words: "that was not me".to_owned() };

    world.is_one_cell(4, "a message", |world| world.of(4).says("a message"));
    for (what, who, how, content) in [
        ("a whisper", 4, asked(To::Desk), text("a whisper")),
        ("a report", 4, asked(To::Desk), report(vec![opening])),
        ("an appeal", 4, asked(To::Desk), own(appeal)),
        ("a crisis call", 4, asked(To::Helpers), own(call)),
        ("a ballot", 4, named(To::Member(dave)), own(Vote { poll, choices: vec![0] })),
        ("an RSVP", 4, asked(To::Member(dave)), own(Rsvp { event, coming: Coming::Yes })),
        ("a vouch", 4, named(To::Desk), own(vouch)),
        (
            "a wish to invite",
            4,
            named(To::Member(alice)),
            own(InviteRequest { uses: 1, words: String::new() }),
        ),
        ("a lineage", 1, named(To::Desk), own(Lineage { invite: vec![1; 8].into(), by: erin })),
        ("an offer to mediate", 1, named(To::Member(carol)), own(offer)),
    ] {
        world.is_one_cell(who, what, |world| {
            world.of(who).confides(how, content).unwrap();
        });
    }
    let coming = asides(&world.people[3])
        .into_iter()
        .find_map(|(_, aside)| aside.answer.filter(|_| !aside.named));
    let told = PlaceTold { event, salt: Digest([2; 32]), place: "the square".to_owned() };
    world.is_one_cell(3, "a place", |world| {
        let how = Confiding { answerable: false, ..named(To::Asker(coming.unwrap())) };
        world.dave().confides(how, own(told)).unwrap();
    });
}

#[test]
fn deposits_of_nobody_come_by_the_clock() {
    // D-04
    let mut world = five();
    world.tends = true;
    world.settle();
    let mut made = 0;
    for _ in 0..6 {
        let before = world.relays[0].count(&world.handle(0));
        world.pass_hours(12);
        world.settle();
        world.pass_hours(1);
        world.settle();
        if world.people[0].epoch() == world.people[1].epoch() {
            made += world.relays[0].count(&world.handle(0)).saturating_sub(before);
        }
    }
    assert!(made > 0, "three days without any");
    nobody_heard_anything(&world);
    world.agrees();
}

/// The room moves on while a whisper is on its way: it is sealed anew, and heard once.
#[test]
fn an_aside_outlives_the_epoch() {
    let mut world = five();
    world.erin().confides(to(To::Desk), text("once")).unwrap();
    world.people[4].online = false;
    world.alice().rolls();
    world.settle();
    world.people[4].online = true;
    world.settle();
    for who in [0, 1] {
        assert_eq!(heard(&world.people[who]), [(String::new(), Body::text("once"))]);
    }
    world.agrees();
}

/// Every write of it fails in turn, and the process dies after each call.
#[test]
fn an_aside_survives_every_fault() {
    let mut world = five();
    for client in &mut world.people {
        client.mode.tortured = true;
        client.mode.mortal = true;
    }
    let how = Confiding { answerable: true, ..to(To::Desk) };
    world.erin().confides(how, text("once")).unwrap();
    world.settle();
    for who in [0, 1] {
        assert_eq!(heard(&world.people[who]).len(), 1);
    }
    assert!(world.people[0].faults + world.people[4].faults > 10);
}

#[test]
fn only_so_many_answers_are_awaited() {
    let mut world = five();
    for _ in 0..=ANSWERS_AWAITED {
        let how = Confiding { answerable: true, ..to(To::Desk) };
        world.erin().confides(how, text("x")).unwrap();
        world.settle();
    }
    let awaited = world.people[4].store(|store| store.awaiting(&world.people[4].room, 100));
    assert!(awaited.len() > ANSWERS_AWAITED as usize);
    // The first question's answer finds nobody who looks for it; the last one's does.
    let asked = asides(&world.people[0]);
    for (at, (_, aside)) in [asked.first().unwrap(), asked.last().unwrap()].iter().enumerate() {
        let how = Confiding { named: true, ..to(To::Asker(aside.answer.unwrap())) };
        world.alice().confides(how, text(&format!("answer {at}"))).unwrap();
    }
    world.settle();
    assert_eq!(heard(&world.people[4]), [("alice".to_owned(), Body::text("answer 1"))]);
}
