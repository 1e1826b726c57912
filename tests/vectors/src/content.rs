//! What members say (rules C-01 to C-07).

use sitr_content::{
    Acceptance, Appeal, Body, Coming, Content, CrisisCall, DecodeError, DeviceRequest, Digest,
    Disposition, Expires, File, Guidelines, InviteRequest, Label, Lineage, ListedRoom, Measure,
    MediationOffer, MessageId, ModerationAct, Own, Part, Person, PlaceTold, Poll, Proposal, Reason,
    Refounding, Report, Rooms, Rsvp, Semantics, Shape, TEXT_MAX_BYTES, Text, Topic, Vote, Vouch,
    Warning, Wish, decode, encode,
};

use crate::Vector;
use crate::json::{Json, hex, object};
use crate::kit::{bytes, room};

pub(crate) const NOTE: &str = "draft-ietf-mimi-content-08: `[salt, replaces, topic, expires, reply to, \
    extensions, part]`, deterministic CBOR. Extension -1 is the claimed time in milliseconds, -2 the \
    author's warning, -3 the wish. `part` stands as it is encoded; `kind` says what it is, `words` what \
    stands for it. What is not the one encoding of something is refused.";

const AT_MS: u64 = 1_790_000_000_000;

pub(crate) fn content(body: Body) -> Content {
    Content::new([7; 16], AT_MS, body)
}

/// The name of some message.
pub(crate) fn id(word: &str) -> MessageId {
    let mut id = bytes(word);
    id[0] = 1;
    MessageId(id)
}

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all: Vec<Vector> = plain().into_iter().map(|(name, body)| said(name, body)).collect();
    all.extend(owns().into_iter().map(|own| {
        let name = own.name();
        said(name, content(Body::Own("en".to_owned(), own)))
    }));
    all.extend(refused());
    all
}

fn plain() -> Vec<(&'static str, Content)> {
    let text =
        |language: &str, words: &str| Text { language: language.to_owned(), ..Text::plain(words) };
    let several = vec![text("en", "hello"), text("ar", "مرحبا")];
    let about = |body| Content { reply_to: Some(id("asked")), ..content(body) };
    let instead = |body| Content { replaces: Some(id("said")), ..content(body) };
    let warned = Content {
        warning: Some(Warning {
            labels: vec![Label::SelfHarm, Label::Addiction],
            note: "hard".to_owned(),
        }),
        wish: Some(Wish::ListenOnly),
        expires: Some(Expires::AfterReading(3600)),
        topic: Some(id("topic")),
        ..content(Body::text("my story"))
    };
    vec![
        ("a text", content(Body::text("سلام"))),
        ("an empty text", content(Body::text(""))),
        ("a text in two languages", content(Body::Text(several))),
        ("a reply", about(Body::text("so am I"))),
        ("an edit", instead(Body::text("better"))),
        ("a deletion", instead(Body::Deleted)),
        ("a reaction", about(Body::Reaction("🤗".to_owned()))),
        ("a reaction taken back", instead(Body::Unreacted)),
        ("a story with a warning, in a topic, for an hour", warned),
        (
            "until a time",
            Content { expires: Some(Expires::At(1_790_000_600)), ..content(Body::text("x")) },
        ),
        ("a picture", content(Body::Files { caption: None, files: vec![file()] })),
        (
            "two pictures and a text",
            content(Body::Files { caption: Some(Text::plain("see")), files: vec![file(), file()] }),
        ),
        ("a request to leave", content(Body::Leave)),
        ("for stewards", content(Body::Stewards(vec![1, 2, 3]))),
        ("a kind of tomorrow", content(Body::Other(tomorrow()))),
    ]
}

fn file() -> File {
    File {
        media: "image/jpeg".to_owned(),
        language: String::new(),
        inline: true,
        pointer: vec![9; 40],
        size: 70_000,
        hash: Digest(bytes("picture")),
        description: "two cats".to_owned(),
        name: "cats.jpg".to_owned(),
    }
}

fn tomorrow() -> Part {
    let single = |media: &str, content: &[u8]| Part {
        disposition: Disposition::RENDER,
        language: "en".to_owned(),
        shape: Shape::Single { media: media.to_owned(), content: content.to_vec() },
    };
    let parts = vec![
        single("application/vnd.sitr.tomorrow", &[1]),
        single("text/plain;charset=utf-8", b"what it is"),
    ];
    Part { shape: Shape::Multi(Semantics::ChooseOne, parts), ..single("", b"") }
}

pub(crate) fn poll() -> Poll {
    Poll {
        question: "Tea?".to_owned(),
        options: vec!["yes".to_owned(), "no".to_owned()],
        choices: 1,
        closes_at: 0,
        secret: false,
        hidden_below: 0,
    }
}

pub(crate) fn hides(whom: [u8; 32]) -> Own {
    ModerationAct {
        number: 1,
        previous: None,
        measure: Measure::Hide,
        person: Some(Person(whom)),
        message: Some(id("said")),
        rule: 2,
        until_day: 0,
        reason: "rule two".to_owned(),
    }
    .into()
}

fn listed() -> ListedRoom {
    ListedRoom {
        room: Digest(bytes("listed room")),
        name: "Exams".to_owned(),
        words: "for who learns".to_owned(),
        languages: vec!["ar".to_owned(), "en".to_owned()],
        age: 1,
        link: "sitr://join#x".to_owned(),
    }
}

fn owns() -> Vec<Own> {
    let rules = [("ar", "لا كراهية"), ("en", "No hate")];
    let texts = rules.map(|(tag, rule)| (tag.to_owned(), vec![rule.to_owned()]));
    vec![
        Topic { title: "First steps".to_owned() }.into(),
        Rooms { rooms: vec![listed()] }.into(),
        Refounding { room: Digest(bytes("anew")), link: "sitr://join#bbb".to_owned() }.into(),
        poll().into(),
        Vote { poll: id("poll"), choices: vec![0] }.into(),
        Guidelines { texts: texts.clone().into() }.into(),
        Proposal {
            guidelines: Guidelines { texts: texts.into() },
            words: "It is time.".to_owned(),
        }
        .into(),
        Acceptance { guidelines: Digest(bytes("guidelines")) }.into(),
        hides(bytes("member")),
        Report {
            reason: Reason::Orientation,
            words: "please look".to_owned(),
            messages: vec![crate::deposits::opening()],
        }
        .into(),
        Appeal { entry: id("entry"), words: "it was not I".to_owned() }.into(),
        CrisisCall { words: String::new(), language: "ar".to_owned() }.into(),
        InviteRequest { uses: 2, words: "my sister".to_owned() }.into(),
        Lineage { invite: vec![3; 8].into(), by: Person(bytes("member")) }.into(),
        Vouch { whom: Person(bytes("newcomer")), stands: true, words: "my sister".to_owned() }
            .into(),
        MediationOffer {
            with: Person(bytes("other")),
            link: "sitr://join#x".to_owned(),
            words: "about yesterday".to_owned(),
            last_day: 20_100,
            kept_days: 7,
        }
        .into(),
        DeviceRequest { request: bytes("request").to_vec().into() }.into(),
        Rsvp { event: id("event"), coming: Coming::Maybe }.into(),
        PlaceTold {
            event: id("event"),
            salt: Digest(bytes("salt")),
            place: "the square".to_owned(),
        }
        .into(),
    ]
}

fn kind(body: &Body) -> &'static str {
    match body {
        Body::Text(_) => "text",
        Body::Reaction(_) => "reaction",
        Body::Deleted => "deleted",
        Body::Unreacted => "unreacted",
        Body::Files { .. } => "files",
        Body::Own(_, own) => own.name(),
        Body::Leave => "leave",
        Body::Stewards(_) => "stewards",
        Body::Other(_) => "other",
    }
}

fn reference(id: Option<MessageId>) -> Json {
    id.map_or(Json::Null, |id| hex(id.0))
}

fn warning(content: &Content) -> Json {
    content.warning.as_ref().map_or(Json::Null, |Warning { labels, note }| {
        let labels = labels.iter().map(|label| Json::from(*label as u32));
        object([("labels", labels.collect::<Vec<_>>().into()), ("note", note.as_str().into())])
    })
}

fn said(name: &str, content: Content) -> Vector {
    let encoded = encode(&content);
    assert_eq!(decode(&encoded).as_ref(), Ok(&content));
    // The part is what differs from a content whose part is empty: `83 01 60 00`.
    let bare = encode(&Content { body: Body::Deleted, ..content.clone() });
    let part = &encoded[bare.len() - 4..];
    let sender = bytes("author");
    let message = MessageId::of(&sender, &room().0, &encoded).unwrap();
    let expires = match content.expires {
        None => Json::Null,
        Some(Expires::At(at)) => format!("at {at}").into(),
        Some(Expires::AfterReading(seconds)) => format!("after {seconds}").into(),
    };
    Vector::new(name, "Encodes to these bytes, and they decode to it; C-04: the message's name.")
        .given("sender", hex(sender))
        .given("room", hex(room().0))
        .given("salt", hex(content.salt))
        .given("at_ms", content.at_ms)
        .given("replaces", reference(content.replaces))
        .given("topic", reference(content.topic))
        .given("expires", expires)
        .given("reply_to", reference(content.reply_to))
        .given("warning", warning(&content))
        .given("wish", content.wish.map_or(Json::Null, |wish| Json::from(wish as u32)))
        .given("kind", kind(&content.body))
        .given("words", content.body.words())
        .given("part", hex(part))
        .gives("content", hex(&encoded))
        .gives("message", hex(message.0))
}

fn refused() -> Vec<Vector> {
    let good = encode(&content(Body::text("x")));
    let part = good.len() - (1 + 1 + 1 + 1 + 2 + 24 + 2);
    let extensions = part - 11;
    assert_eq!((good[extensions], good[part]), (0xa1, 0x85));
    let with = |at: usize, cut: usize, new: &[u8]| [&good[..at], new, &good[at + cut..]].concat();
    let poll = encode(&content(Body::Own("en".to_owned(), poll().into())));
    let mut other_words = poll.clone();
    let last = other_words.len() - 1;
    other_words[last] ^= 1;
    let long = encode(&content(Body::text("x".repeat(TEXT_MAX_BYTES + 1))));
    assert!(matches!(decode(&long), Err(DecodeError::Limit(_))));
    let bare = |body| encode(&content(body));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("something behind it", [good.as_slice(), &[0]].concat()),
        ("cut off", good[..good.len() - 1].to_vec()),
        ("a number in more bytes than it needs", with(part + 1, 1, &[0x18, 1])),
        ("an array without a length", [&[0x9f], &good[1..], &[0xff]].concat()),
        ("a salt of 15 bytes", [&[0x87, 0x4f], &good[3..]].concat()),
        ("no time", with(extensions, 11, &[0xa0])),
        ("a sender", with(extensions, 1, &[0xa2, 0x01, 0x61, b'u'])),
        (
            "a float",
            with(
                extensions,
                11,
                &[&[0xa2][..], &good[extensions + 1..part], &[0x29, 0xf9, 0x3c, 0]].concat(),
            ),
        ),
        ("a topic that is no message's name", with(19, 1, &[0x41, 1])),
        ("another hash", with(21, 1, &[&[0x58, 0x20][..], &[2; 32]].concat())),
        ("a deletion of nothing", bare(Body::Deleted)),
        ("a reaction to nothing", bare(Body::Reaction("🤗".to_owned()))),
        ("a poll with other words", other_words),
    ];
    let mut all: Vec<Vector> =
        cases.into_iter().map(|(name, bytes)| refusal(name, bytes)).collect();
    all.push(
        Vector::new("refused: a text of more than 64 KiB", "C-02: the letter x, 65,537 times.")
            .given("text_bytes", (TEXT_MAX_BYTES + 1) as u64)
            .gives("refused", "limit"),
    );
    all
}

fn refusal(name: &str, bytes: Vec<u8>) -> Vector {
    let refused = match decode(&bytes).expect_err(name) {
        DecodeError::Form => "form",
        DecodeError::NotCanonical => "not canonical",
        DecodeError::Limit(_) => "limit",
    };
    Vector::new(format!("refused: {name}"), "C-01: dropped, whatever it might mean.")
        .given("content", hex(bytes))
        .gives("refused", refused)
}
