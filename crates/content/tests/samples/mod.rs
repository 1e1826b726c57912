//! One of everything that can be said.
#![allow(dead_code, reason = "each test takes what it needs")]

use sitr_content::{
    Acceptance, Answered, Appeal, Body, Campaign, Celebration, Coming, Content, CrisisAnswer,
    CrisisCall, DeviceRequest, Digest, DirectOffer, Event, File, Format, Guidelines, InviteRequest,
    Label, Lineage, ListedRoom, Measure, MediationOffer, MessageId, ModerationAct, Note, Occasion,
    Opening, Own, Person, Petition, Place, PlaceTold, Poll, Proposal, Reason, Refounding, Report,
    Resource, Rooms, Rsvp, Signature, Text, Topic, Verdict, Vote, Vouch,
};

pub(crate) const AT_MS: u64 = 1_790_000_000_000;

pub(crate) fn id(byte: u8) -> MessageId {
    let mut id = [byte; 32];
    id[0] = 1;
    MessageId(id)
}

/// A body with what it must refer to.
pub(crate) fn content(body: Body) -> Content {
    let mut content = Content::new([7; 16], AT_MS, body);
    match &content.body {
        Body::Deleted | Body::Unreacted => content.replaces = Some(id(9)),
        Body::Reaction(_) | Body::Own(_, Own::Note(_) | Own::Answered(_)) => {
            content.reply_to = Some(id(8));
        }
        _ => {}
    }
    content
}

pub(crate) fn text(language: &str, words: &str) -> Text {
    Text { language: language.to_owned(), format: Format::Markdown, words: words.to_owned() }
}

pub(crate) fn file(media: &str, inline: bool) -> File {
    File {
        media: media.to_owned(),
        language: "en".to_owned(),
        inline,
        pointer: vec![5; 200],
        size: 70_000,
        hash: Digest([6; 32]),
        description: "two cats".to_owned(),
        name: "cats.jpg".to_owned(),
    }
}

pub(crate) fn bodies() -> Vec<Body> {
    let one = |file| Body::Files { caption: None, files: vec![file] };
    let mut all = vec![
        Body::text("سلام"),
        Body::text(""),
        Body::Text(vec![text("en", "**hello**"), text("ar", "مرحبا"), text("zh-Hans", "你好")]),
        Body::Reaction("❤️".to_owned()),
        Body::Deleted,
        Body::Unreacted,
        one(file("image/jpeg", true)),
        one(file("audio/ogg;codecs=opus", true)),
        Body::Files {
            caption: Some(text("", "see")),
            files: vec![file("application/pdf", false), file("image/png", true)],
        },
        Body::Leave,
        Body::Stewards(vec![1, 2, 3]),
    ];
    all.extend(owns().into_iter().map(|own| Body::Own("ar".to_owned(), own)));
    all
}

pub(crate) fn owns() -> Vec<Own> {
    let mut all = asked();
    all.extend(known());
    all.extend(together());
    all.extend(aside());
    all
}

fn asked() -> Vec<Own> {
    vec![
        Topic { title: "First steps".to_owned() }.into(),
        Rooms { rooms: vec![listed(1, "Music"), listed(2, "Exams")] }.into(),
        poll().into(),
        Vote { poll: id(1), choices: vec![0, 2] }.into(),
        Petition {
            title: "Toilets for all".to_owned(),
            words: "We ask for them.".to_owned(),
            addressee: "the council".to_owned(),
            closes_at: 0,
        }
        .into(),
        Signature { petition: id(4), text: Digest([1; 32]), public_name: String::new() }.into(),
        Event {
            title: "March".to_owned(),
            words: String::new(),
            starts_at: 1,
            ends_at: 2,
            zone: "Europe/Berlin".to_owned(),
            place: Place::Later(Digest([2; 32])),
            room_for: 0,
        }
        .into(),
    ]
}

pub(crate) fn listed(at: usize, name: &str) -> ListedRoom {
    let mut room = [0; 32];
    room[..8].copy_from_slice(&(at as u64).to_be_bytes());
    ListedRoom {
        room: Digest(room),
        name: name.to_owned(),
        words: "for who plays".to_owned(),
        languages: vec!["ar".to_owned()],
        age: 1,
        link: "sitr://join#x".to_owned(),
    }
}

pub(crate) fn poll() -> Poll {
    Poll {
        question: "كيف حالكم".to_owned(),
        options: vec!["good".to_owned(), "so-so".to_owned(), "bad".to_owned()],
        choices: 2,
        closes_at: 1_790_000_600,
        secret: false,
        hidden_below: 5,
    }
}

fn known() -> Vec<Own> {
    let texts = [("ar", "لا كراهية"), ("en", "No hate")];
    let rules = texts.map(|(tag, rule)| (tag.to_owned(), vec![rule.to_owned()]));
    vec![
        resource().into(),
        Note {
            verdict: Verdict::NotMedicalAdvice,
            words: "Ask a doctor.".to_owned(),
            sources: vec!["https://example.org".to_owned()],
            draft: false,
        }
        .into(),
        Guidelines { texts: rules.clone().into() }.into(),
        Proposal {
            guidelines: Guidelines { texts: rules.into() },
            words: "It is time.".to_owned(),
        }
        .into(),
        Acceptance { guidelines: Digest([3; 32]) }.into(),
        Answered { answered: true, by: vec![id(5)] }.into(),
        CrisisAnswer { call: id(4), taken: true }.into(),
    ]
}

pub(crate) fn resource() -> Resource {
    Resource {
        id: Digest([1; 32]),
        version: 2,
        previous: Some(Digest([2; 32])),
        title: "Your rights".to_owned(),
        words: "You may.".to_owned(),
        jurisdiction: "DE".to_owned(),
        languages: vec!["de".to_owned(), "ar".to_owned()],
        sources: vec!["https://example.org/law".to_owned()],
        reviewed_on: 20_000,
        draft: true,
    }
}

fn together() -> Vec<Own> {
    vec![
        Celebration { occasion: Occasion::Pride, words: "Today!".to_owned() }.into(),
        Campaign {
            title: "Flags".to_owned(),
            words: String::new(),
            tasks: vec!["sew".to_owned()],
            domain: "example.org".to_owned(),
            reached: 3,
            goal: 10,
            unit: "flags".to_owned(),
        }
        .into(),
        DirectOffer { to: Person([1; 32]), sealed: vec![2; 100].into() }.into(),
        Refounding { room: Digest([7; 32]), link: "sitr://join#bbb".to_owned() }.into(),
        act(Measure::Fold(vec![Label::Abuse])).into(),
    ]
}

pub(crate) fn act(measure: Measure) -> ModerationAct {
    ModerationAct {
        number: 2,
        previous: Some(Digest([5; 32])),
        measure,
        person: Some(Person([2; 32])),
        message: Some(id(6)),
        rule: 3,
        until_day: 20_100,
        reason: "rule three".to_owned(),
    }
}

pub(crate) fn opening() -> Opening {
    Opening {
        author: Person([1; 32]),
        epoch: 7,
        content: vec![1, 2, 3].into(),
        frank_key: Digest([2; 32]),
        frank: vec![3; 64].into(),
    }
}

fn aside() -> Vec<Own> {
    let words = "please".to_owned();
    vec![
        report(2).into(),
        Appeal { entry: id(1), words: words.clone() }.into(),
        CrisisCall { words, language: "ar".to_owned() }.into(),
        InviteRequest { uses: 2, words: "my sister".to_owned() }.into(),
        Lineage { invite: vec![3; 8].into(), by: Person([4; 32]) }.into(),
        Vouch { whom: Person([6; 32]), stands: true, words: "my sister".to_owned() }.into(),
        MediationOffer {
            with: Person([6; 32]),
            link: "sitr://join#x".to_owned(),
            words: "about yesterday".to_owned(),
            last_day: 20_100,
            kept_days: 7,
        }
        .into(),
        DeviceRequest { request: vec![6; 9].into() }.into(),
        Rsvp { event: id(2), coming: Coming::Maybe }.into(),
        PlaceTold { event: id(2), salt: Digest([5; 32]), place: "the square".to_owned() }.into(),
    ]
}

pub(crate) fn report(messages: usize) -> Report {
    Report {
        reason: Reason::Orientation,
        words: "please".to_owned(),
        messages: vec![opening(); messages],
    }
}
