//! The gate of every message, as a table of decisions (rules ).

use sitr_community::{
    Accepted, Act, AgeBand, Hearing, Hours, Policy, Role, Sanction, Settings, Unsaid, may_say,
};
use sitr_content::{Body, Content, DirectOffer, Own, Person, Topic, encode};

use crate::Vector;
use crate::authorize::{parent, who};
use crate::content::{content, hides, id, poll};
use crate::json::{Json, hex};
use crate::kit::bytes;

pub(crate) const NOTE: &str = "The room of `authorize`, in which `policy` stands. Who says the content; what \
    the speaker's leaf accepts; the time that the speaker claimed for the message before; whether what it \
    replaces is the speaker's own. Null: none, or not known.";

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = Vec::new();
    for (name, content) in sayings() {
        for role in Role::ALL {
            all.push(Case::new(name, role, content.clone()).vector());
        }
    }
    all.extend(states().iter().map(Case::vector));
    all
}

struct Case {
    name: String,
    policy: Policy,
    speaker: Role,
    accepted: Option<Accepted>,
    last_at_ms: Option<u64>,
    replaces_own: Option<bool>,
    content: Content,
}

impl Case {
    fn new(name: &str, speaker: Role, content: Content) -> Self {
        let mut policy = parent();
        policy.settings.direct = true;
        policy.settings.open_topics = [id("open topic").0].into();
        Self {
            name: format!("{}: {name}", speaker.name()),
            policy,
            speaker,
            accepted: None,
            last_at_ms: None,
            replaces_own: None,
            content,
        }
    }

    fn set(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(&mut self.policy.settings);
        self
    }

    fn vector(&self) -> Vector {
        let speaker = who(self.speaker.name());
        let hearing = Hearing {
            policy: &self.policy,
            speaker: &speaker,
            accepted: self.accepted,
            last_at_ms: self.last_at_ms,
            replaces_own: self.replaces_own,
        };
        let decided = may_say(&hearing, &self.content);
        Vector::new(self.name.clone(), "The decision of every member.")
            .given("policy", hex(self.policy.encode()))
            .given("speaker", self.speaker.name())
            .given("accepted", self.accepted.map_or(Json::Null, |accepted| hex(accepted.0)))
            .given("last_at_ms", self.last_at_ms.map_or(Json::Null, Json::from))
            .given("replaces_own", self.replaces_own.map_or(Json::Null, Json::from))
            .given("content", hex(encode(&self.content)))
            .gives("verdict", verdict(decided))
    }
}

fn verdict(decided: Result<(), Unsaid>) -> &'static str {
    match decided {
        Ok(()) => "accept",
        Err(Unsaid::Role(_)) => "A-20 role",
        Err(Unsaid::Timeout) => "A-21 timeout",
        Err(Unsaid::Guidelines) => "A-22 guidelines",
        Err(Unsaid::Palette) => "A-23 palette",
        Err(Unsaid::TooSoon) => "A-24 too soon",
        Err(Unsaid::Closed) => "A-25 closed",
        Err(Unsaid::Locked) => "A-26 locked",
        Err(Unsaid::Direct) => "A-27 direct",
        Err(Unsaid::NotOwn) => "A-28 not own",
        Err(Unsaid::Peer) => "A-29 peer",
        Err(Unsaid::Invites) => "A-32 invites",
        Err(Unsaid::Vouch) => "A-39 vouch",
        Err(Unsaid::Over) => "A-42 over",
        Err(Unsaid::Manner) => "D-05 manner",
    }
}

fn own(own: impl Into<Own>) -> Content {
    content(Body::Own("en".to_owned(), own.into()))
}

fn reaction(reaction: &str) -> Content {
    let about = Some(id("said"));
    Content { reply_to: about, ..content(Body::Reaction(reaction.to_owned())) }
}

fn offer() -> Content {
    own(DirectOffer { to: Person(bytes("member")), sealed: vec![1].into() })
}

/// One of every act that has words, by everybody.
fn sayings() -> Vec<(&'static str, Content)> {
    let topical = Content { topic: Some(id("open topic")), ..content(Body::text("x")) };
    let all = vec![
        ("a text", content(Body::text("x"))),
        ("a text in a topic that is open to allies", topical),
        ("a link", content(Body::text("see https://example.org"))),
        ("that the room is founded anew", own(anew())),
        ("a reaction", reaction("🤗")),
        ("a topic", own(Topic { title: "x".to_owned() })),
        ("a poll", own(poll())),
        ("a vote", own(sitr_content::Vote { poll: id("poll"), choices: vec![0] })),
        ("an offer to talk alone", offer()),
        ("a draft of a note", note(true)),
        ("a note", note(false)),
        (
            "the answer to a crisis call",
            own(sitr_content::CrisisAnswer { call: id("call"), taken: true }),
        ),
        ("that a member's message is hidden", own(hides(who("member").0))),
        ("that a moderator's message is hidden", own(hides(who("peer").0))),
        ("a call for help", own(call_for_help())),
        ("for stewards", content(Body::Stewards(vec![1]))),
        ("a request to leave", content(Body::Leave)),
    ];
    let acts: Vec<Act> = all.iter().map(|(_, content)| Act::of(content)).collect();
    assert!(acts.contains(&Act::Share) && acts.contains(&Act::DraftKnowledge));
    all
}

fn anew() -> sitr_content::Refounding {
    let room = sitr_content::Digest(bytes("anew"));
    sitr_content::Refounding { room, link: "sitr://join#bbb".to_owned() }
}

fn call_for_help() -> sitr_content::CrisisCall {
    sitr_content::CrisisCall { words: "x".to_owned(), language: String::new() }
}

fn note(draft: bool) -> Content {
    let note = sitr_content::Note {
        verdict: sitr_content::Verdict::Wrong,
        words: "x".to_owned(),
        sources: Vec::new(),
        draft,
    };
    Content { reply_to: Some(id("said")), ..own(note) }
}

/// What the state of the room decides.
fn states() -> Vec<Case> {
    let (member, moderator) = (Role::Member, Role::Moderator);
    let words = || content(Body::text("x"));
    let retraction = || Content { replaces: Some(id("said")), ..content(Body::Deleted) };
    let edit = || Content { replaces: Some(id("said")), ..words() };
    let at = words().at_ms;
    let timeout = |settings: &mut Settings| {
        let sanction = Sanction { by: who("moderator"), rule: 1, until_day: 20_000 };
        settings.timeouts.insert(who("member"), sanction);
    };
    let rules = |settings: &mut Settings| settings.guidelines = Some(bytes("guidelines"));
    let slow = |settings: &mut Settings| settings.slow_seconds = 30;
    let lock = |settings: &mut Settings| settings.locked = true;
    let minute = u16::try_from((at / 60_000) % 1440).unwrap();
    let day = u32::try_from(at / 86_400_000).unwrap();
    let ends_on = |ago: u32| move |settings: &mut Settings| settings.last_day = day - ago;
    let closed = move |settings: &mut Settings| {
        settings.hours = Some(Hours { from: (minute + 60) % 1440, to: minute });
    };
    let mut all = vec![
        Case::new("in a timeout", member, words()).set(timeout),
        Case::new("taking back in a timeout", member, retraction()).set(timeout),
        Case::new("leaving in a timeout", member, content(Body::Leave)).set(timeout),
        Case::new("on the last day", member, words()).set(ends_on(0)),
        Case::new("after the last day", Role::Admin, words()).set(ends_on(1)),
        Case::new("leaving after the last day", member, content(Body::Leave)).set(ends_on(1)),
        Case::new("without the guidelines", member, words()).set(rules),
        Case::new("a reaction off the palette", moderator, reaction("👎")),
        Case::new("where it is closed", member, words()).set(closed),
        Case::new("where it is closed", moderator, words()).set(closed),
        Case::new("where it is locked", member, words()).set(lock),
        Case::new("where it is locked", moderator, words()).set(lock),
        Case::new("an offer where there are none", member, offer()).set(|it| it.direct = false),
        Case::new("an offer among the young", member, offer()).set(|it| it.age = AgeBand::Youth),
        Case::new(
            "changing a vote",
            member,
            Content {
                replaces: Some(id("said")),
                ..own(sitr_content::Vote { poll: id("poll"), choices: vec![0] })
            },
        ),
    ];
    for (name, hash) in [("with the guidelines", "guidelines"), ("with older ones", "older")] {
        let accepted = Some(Accepted(bytes(hash)));
        all.push(Case { accepted, ..Case::new(name, member, words()).set(rules) });
    }
    for (name, last) in [("in time", at - 30_000), ("too soon", at - 29_999)] {
        let last_at_ms = Some(last);
        all.push(Case { last_at_ms, ..Case::new(name, member, words()).set(slow) });
        all.push(Case { last_at_ms, ..Case::new(name, moderator, words()).set(slow) });
    }
    for replaces_own in [Some(true), Some(false), None] {
        all.push(Case { replaces_own, ..Case::new("an edit", member, edit()) });
        all.push(Case { replaces_own, ..Case::new("a deletion", Role::Admin, retraction()) });
    }
    all
}
