//! Saying how it is, and being answered kindly.

use sitr_client::content::{
    Answered, Body, Content, Expires, Label, Measure, ModerationAct, Person, Text, Warning, Wish,
};
use sitr_client::words::{Group, Language, Words, first_guidelines, told};
use sitr_client::{Direction, FoldReason, Move, Role, Setting, Since, What, Why, direction};

use crate::dishonest::{record, says_anyway};
use crate::world::{Room, text};

#[tokio::test(flavor = "multi_thread")]
async fn need_10_every_message_has_a_direction_and_a_language() {
    let room = Room::of(&["ليلى", "Omar"]).await;
    let body = Body::Text(vec![Text {
        language: "ar".to_owned(),
        ..Text::plain("@Omar مرحبا hello")
    }]);
    let arabic = room.say(0, Content::new([0; 16], 0, body)).await;
    let english = room.say(0, text("hello @ليلى")).await;
    let post = room.post(1, arabic, |_| true).await;
    assert_eq!((post.direction, post.language.as_str()), (Direction::RightToLeft, "ar"));
    assert_eq!(room.post(1, english, |_| true).await.direction, Direction::LeftToRight);
    what_happens_is_told_in_twelve_languages(&room).await;
    guidelines_are_there_in_twelve_languages(&room).await;
}

/// In the direction of the language, with names in another script isolated.
async fn what_happens_is_told_in_twelve_languages(room: &Room) {
    let mut events = room.client(0).events(Some(0)).await.unwrap();
    let joined = async {
        loop {
            let what = events.next().await.unwrap().what;
            if matches!(&what, What::Joined(_, name) if name == "Omar") {
                return what;
            }
        }
    };
    let joined = tokio::time::timeout(sitr_e2e::PATIENCE, joined).await.unwrap();
    let mut said = std::collections::BTreeSet::new();
    for language in Language::ALL {
        let words = Words::of(language);
        let line = told(&words, &joined, |_, name| name.to_owned()).unwrap();
        let turned = if language.is_right_to_left() { "rtl" } else { "ltr" };
        assert_eq!(direction(&line).name(), turned, "{line}");
        assert!(line.contains("\u{2068}Omar\u{2069}"), "{line}");
        assert_eq!(words.is_reviewed(), language == Language::English);
        said.insert(line);
    }
    assert_eq!(said.len(), Language::ALL.len());
}

async fn guidelines_are_there_in_twelve_languages(room: &Room) {
    room.client(0).set_guidelines(&room.id, first_guidelines()).await.unwrap();
    room.settled(0).await;
    room.agree().await;
    let text = async {
        loop {
            if let Some(text) = room.client(1).guidelines(&room.id).await.unwrap() {
                return text;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let text = tokio::time::timeout(sitr_e2e::PATIENCE, text).await.unwrap();
    assert_eq!(text.texts.len(), 12);
    for (tag, rules) in &text.texts {
        let turned = if tag == "ar" { Direction::RightToLeft } else { Direction::LeftToRight };
        assert!(rules.iter().all(|rule| direction(rule) == turned), "{tag}");
    }
    // Who has not accepted them is refused: by a code for machines, by words for people.
    let refused = room.client(1).send(&room.id, "hello").await.unwrap_err();
    assert_eq!(refused.code(), "forbidden");
    let arabic = Words::of(Language::Arabic);
    let why = arabic.name(Group::Why, "guidelines");
    assert!(refused.message_in(&arabic).contains(&why), "{}", refused.message_in(&arabic));
    assert_eq!(direction(&refused.hint_in(&arabic)), Direction::RightToLeft);
}

#[tokio::test(flavor = "multi_thread")]
async fn need_13_a_story_has_its_wish_and_ends_without_a_relay() {
    let room = Room::of(&["Layla", "Omar"]).await;
    let ends = u32::try_from(jiff::Timestamp::now().as_second()).unwrap() + 4;
    let story = Content {
        wish: Some(Wish::ListenOnly),
        expires: Some(Expires::At(ends)),
        ..text("a canary came out")
    };
    let id = room.say(0, story).await;
    let lasting = room.say(0, text("this one lasts")).await;
    let post = room.post(1, id, |_| true).await;
    assert_eq!(post.wish, Some(Wish::ListenOnly));
    room.post(1, lasting, |_| true).await;
    let edited = room.client(0).edit(&room.id, lasting, "this one lasts long").await.unwrap();
    room.settled(0).await;
    room.post(1, lasting, |post| post.edited && post.text == "this one lasts long").await;
    assert_ne!(edited, lasting);
    // Omar's device is alone: opened again, and connected to nothing.
    let Room { id: place, mut people, relay } = room;
    let omar = people.remove(1).restarted();
    let gone = async {
        while omar.client.history(&place, Since::Last, 99).await.unwrap().len() > 2 {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(sitr_e2e::PATIENCE, gone).await.unwrap();
    let timeline = omar.client.timeline(&place, 99).await.unwrap();
    assert_eq!(timeline.len(), 1);
    assert!(!format!("{timeline:?}").contains("canary"));
    drop((people, relay));
}

#[tokio::test(flavor = "multi_thread")]
async fn need_14_a_reaction_off_the_palette_is_dropped_by_all() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    let palette = vec!["🌈".to_owned(), "🙏".to_owned()];
    room.client(0).set(&room.id, Setting::Palette(palette)).await.unwrap();
    room.settled(0).await;
    room.agree().await;
    let id = room.say(0, text("I did it")).await;
    for who in 1..3 {
        room.post(who, id, |_| true).await;
    }
    room.client(1).react(&room.id, id, "🌈").await.unwrap();
    assert_eq!(room.client(1).react(&room.id, id, "👎").await.unwrap_err().code(), "forbidden");
    room.settled(1).await;
    let down = Content {
        reply_to: Some(id),
        ..Content::new([3; 16], 1, Body::Reaction("👎".to_owned()))
    };
    says_anyway(&room.people[2], &room.relay.url, &room.id, &down).await;
    room.all_drop(2, 1).await;
    for who in 0..2 {
        let post = room.post(who, id, |post| !post.reactions.is_empty()).await;
        assert_eq!(post.reactions, [("🌈".to_owned(), vec![room.member(1).await])]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn need_15_open_questions_are_listed_without_a_relay() {
    let room = Room::of(&["Layla", "Omar"]).await;
    let ask = |words: &str| Content { wish: Some(Wish::Question), ..text(words) };
    let first = room.say(0, ask("how do I sleep?")).await;
    let second = room.say(0, ask("how do I eat?")).await;
    room.post(1, second, |_| true).await;
    let answer = room.client(1).reply(&room.id, first, "read something dull").await.unwrap();
    room.settled(1).await;
    room.post(0, answer, |_| true).await;
    let mut answered = crate::world::own(Answered { answered: true, by: vec![answer] });
    answered.reply_to = Some(first);
    room.say(0, answered).await;
    room.post(1, first, |post| post.answered).await;
    let Room { id, mut people, relay } = room;
    let omar = people.remove(1).restarted();
    let open = omar.client.open_questions(&id).await.unwrap();
    assert_eq!(open.iter().map(|post| post.id).collect::<Vec<_>>(), [second]);
    drop((people, relay));
}

fn hidden(act: ModerationAct) -> Content {
    Content::new([5; 16], 2, Body::Own(String::new(), act.into()))
}

#[tokio::test(flavor = "multi_thread")]
async fn need_26_what_is_folded_is_in_no_preview() {
    let room = Room::of(&["Layla", "Omar", "Salma", "Dina"]).await;
    room.gives(1, Role::Moderator).await;
    let warning = Warning { labels: vec![Label::SelfHarm], note: String::new() };
    let warned = room.say(3, Content { warning: Some(warning), ..text("canary one") }).await;
    let plain = room.say(3, text("canary two")).await;
    room.post(1, plain, |_| true).await;
    let why = Why { reason: "about war".to_owned(), ..Why::default() };
    room.client(1).moderate(&room.id, Move::Fold(plain, vec![Label::War]), why).await.unwrap();
    room.settled(1).await;
    let by = room.member(1).await;
    let folded = room.post(2, plain, |post| post.fold.is_some()).await;
    assert_eq!(folded.fold.as_ref().unwrap().why, FoldReason::Moderator(by));
    let author = room.post(2, warned, |_| true).await;
    for post in [&folded, &author] {
        assert_eq!((post.preview(99), post.text.as_str()), (String::new(), ""));
        assert!(!format!("{post:?}").contains("canary"), "nothing for a screen reader either");
    }
    let opened = room.client(2).unfold(&room.id, warned).await.unwrap();
    assert_eq!((opened.text.as_str(), opened.preview(99).as_str()), ("canary one", ""));
    // A person's own limits stay on the device.
    let third = room.say(3, text("about my exams")).await;
    room.client(2).set_filters(vec!["EXAMS".to_owned()]).await.unwrap();
    let post = room.post(2, third, |_| true).await;
    assert_eq!(post.fold.unwrap().why, FoldReason::Filter);
    assert!(room.post(1, third, |_| true).await.fold.is_none());
    // A plain member folds and hides nothing.
    let persona = record(&room.people[3], &room.id).me.persona();
    let act = ModerationAct {
        number: 1,
        previous: None,
        measure: Measure::Hide,
        person: Some(Person(persona.0)),
        message: Some(third),
        rule: 0,
        until_day: 0,
        reason: String::new(),
    };
    says_anyway(&room.people[2], &room.relay.url, &room.id, &hidden(act)).await;
    room.all_drop(2, 1).await;
    assert!(room.post(1, third, |_| true).await.fold.is_none());
}
