//! Things to say.
#![allow(dead_code, reason = "each test takes what it needs")]

use sitr_community::Persona;
use sitr_content::{
    Acceptance, Answered, Body, Campaign, Celebration, Content, CrisisAnswer, CrisisCall, Digest,
    DirectOffer, Disposition, Event, File, Guidelines, Measure, MessageId, ModerationAct, Note,
    Occasion, Own, Part, Person, Petition, Place, Poll, Proposal, Refounding, Resource, Rooms,
    Shape, Signature, Topic, Verdict, Vote,
};

pub(crate) const AT_MS: u64 = 1_790_000_000_000;
pub(crate) const TOPIC: MessageId = MessageId([1; 32]);

pub(crate) fn content(body: Body) -> Content {
    Content::new([0; 16], AT_MS, body)
}

pub(crate) fn text(words: &str) -> Content {
    content(Body::text(words))
}

pub(crate) fn own(own: impl Into<Own>) -> Content {
    content(Body::Own(String::new(), own.into()))
}

pub(crate) fn reaction(reaction: &str) -> Content {
    let mut content = content(Body::Reaction(reaction.to_owned()));
    content.reply_to = Some(TOPIC);
    content
}

pub(crate) fn hides(whom: &Persona) -> Content {
    act(Measure::Hide, Some(*whom))
}

pub(crate) fn act(measure: Measure, whom: Option<Persona>) -> Content {
    own(ModerationAct {
        number: 1,
        previous: None,
        measure,
        person: whom.map(|persona| Person(persona.0)),
        message: Some(TOPIC),
        rule: 1,
        until_day: 0,
        reason: "rule one".to_owned(),
    })
}

pub(crate) fn offer() -> Content {
    own(DirectOffer { to: Person([1; 32]), sealed: vec![1].into() })
}

pub(crate) fn file() -> Content {
    let file = File {
        media: "image/png".to_owned(),
        language: String::new(),
        inline: true,
        pointer: vec![1],
        size: 1,
        hash: Digest([1; 32]),
        description: String::new(),
        name: String::new(),
    };
    content(Body::Files { caption: None, files: vec![file] })
}

pub(crate) fn retraction() -> Content {
    let mut content = content(Body::Deleted);
    content.replaces = Some(TOPIC);
    content
}

fn note(draft: bool) -> Content {
    let verdict = Verdict::Wrong;
    own(Note { verdict, words: "x".to_owned(), sources: Vec::new(), draft })
}

fn resource(draft: bool) -> Content {
    own(Resource {
        id: Digest([1; 32]),
        version: 1,
        previous: None,
        title: "x".to_owned(),
        words: String::new(),
        jurisdiction: String::new(),
        languages: Vec::new(),
        sources: Vec::new(),
        reviewed_on: 0,
        draft,
    })
}

pub(crate) fn call_for_help() -> CrisisCall {
    CrisisCall { words: "x".to_owned(), language: String::new() }
}

fn guidelines() -> Guidelines {
    Guidelines { texts: [("en".to_owned(), vec!["x".to_owned()])].into() }
}

/// One of every kind.
pub(crate) fn everything() -> Vec<Content> {
    let x = || "x".to_owned();
    let place = Place::Open(String::new());
    let unknown = Part {
        disposition: Disposition::RENDER,
        language: String::new(),
        shape: Shape::Single { media: "a/b".to_owned(), content: Vec::new() },
    };
    vec![
        content(Body::Leave),
        own(Acceptance { guidelines: Digest([1; 32]) }),
        retraction(),
        text("hello"),
        own(Celebration { occasion: Occasion::Joy, words: x() }),
        own(Answered { answered: true, by: Vec::new() }),
        reaction("🤗"),
        text("see https://example.org"),
        own(Celebration { occasion: Occasion::Joy, words: "www.example.org".to_owned() }),
        file(),
        content(Body::Other(unknown)),
        own(Refounding { room: Digest([2; 32]), link: "sitr://join#x".to_owned() }),
        own(Topic { title: x() }),
        own(Event {
            title: x(),
            words: x(),
            starts_at: 1,
            ends_at: 1,
            zone: String::new(),
            place,
            room_for: 0,
        }),
        own(Poll {
            question: x(),
            options: vec![x(), x()],
            choices: 1,
            closes_at: 0,
            secret: false,
            hidden_below: 0,
        }),
        own(Petition { title: x(), words: x(), addressee: x(), closes_at: 0 }),
        own(Campaign {
            title: x(),
            words: x(),
            tasks: Vec::new(),
            domain: x(),
            reached: 0,
            goal: 0,
            unit: x(),
        }),
        own(Vote { poll: TOPIC, choices: vec![0] }),
        own(Signature { petition: TOPIC, text: Digest([1; 32]), public_name: String::new() }),
        offer(),
        note(true),
        note(false),
        resource(true),
        resource(false),
        own(CrisisAnswer { call: TOPIC, taken: true }),
        own(call_for_help()),
        act(Measure::SlowMode, None),
        content(Body::Stewards(vec![1])),
        own(guidelines()),
        own(Proposal { guidelines: guidelines(), words: x() }),
        own(Rooms::default()),
    ]
}
