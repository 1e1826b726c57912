//! Knowing what holds, and from whom.

use std::collections::BTreeSet;

use sitr_client::care::crisis_card;
use sitr_client::content::{Body, Content, Digest, Note, Own, Resource, Verdict};
use sitr_client::words::{Group, Language, Words, standing_notice};
use sitr_client::{Evidence, Role, ToPublish, verdict_name};

use crate::dishonest::says_anyway;
use crate::keyboard::sitr;
use crate::world::{Room, own, text};

fn resource(version: u32, previous: Option<Digest>, words: &str) -> Resource {
    Resource {
        id: Digest([7; 32]),
        version,
        previous,
        title: "Your rights".to_owned(),
        words: words.to_owned(),
        jurisdiction: String::new(),
        languages: vec!["en".to_owned()],
        sources: Vec::new(),
        reviewed_on: 0,
        draft: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn need_21_the_library_is_signed_and_its_export_is_checked_without_a_network() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    room.gives(1, Role::Professional).await;
    // A plain member publishes nothing.
    let version = |of, words: &str| ToPublish {
        of,
        title: "Your rights".to_owned(),
        words: words.to_owned(),
        languages: vec!["en".to_owned()],
        ..ToPublish::default()
    };
    let tried = room.client(2).publish(&room.id, version(None, "no")).await;
    assert_eq!(tried.unwrap_err().code(), "forbidden");
    let first = room.client(1).publish(&room.id, version(None, "you may complain")).await.unwrap();
    let shelf = room.client(1).library(&room.id).await.unwrap();
    let of = shelf[0].resource.id;
    let next = version(Some(of), "you may complain in writing");
    let second = room.client(1).publish(&room.id, next).await.unwrap();
    // A version that does not name the one before takes nobody's place.
    let astray = Resource { id: of, ..resource(3, Some(Digest([1; 32])), "astray") };
    let astray = room.say(1, own(astray)).await;
    room.post(2, astray, |_| true).await;
    let shelf = room.client(2).library(&room.id).await.unwrap();
    assert_eq!(shelf.len(), 1);
    assert_eq!((shelf[0].message, shelf[0].resource.version), (second, 2));
    assert_eq!((shelf[0].by, shelf[0].is_whole), (room.member(1).await, true));
    let bytes = room.client(2).evidence(&room.id, &[first, second]).await.unwrap().to_bytes();
    let author = room.member(1).await;
    drop(room);
    // The bytes alone are enough, and one flipped bit is too many.
    let proven = Evidence::check(&bytes).unwrap();
    assert_eq!(proven.len(), 2, "the old version opens too");
    for (proof, words) in proven.iter().zip(["you may complain", "you may complain in writing"]) {
        assert_eq!(proof.author, author);
        let Body::Own(_, Own::Resource(resource)) = &proof.content.body else { panic!() };
        assert_eq!(resource.words, words);
    }
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert!(Evidence::check(&flipped).is_err(), "byte {at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn need_22_a_note_on_facts_by_a_plain_member_is_dropped() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    room.gives(1, Role::Professional).await;
    let claim = room.say(0, text("bleach cures it")).await;
    for who in 1..3 {
        room.post(who, claim, |_| true).await;
    }
    let note = |verdict, words: &str| {
        let note = Note { verdict, words: words.to_owned(), sources: Vec::new(), draft: false };
        Content { reply_to: Some(claim), salt: [9; 16], at_ms: 1, ..own(note) }
    };
    let plain = note(Verdict::Right, "it is so");
    assert_eq!(room.client(2).say(&room.id, plain.clone()).await.unwrap_err().code(), "forbidden");
    says_anyway(&room.people[2], &room.relay.url, &room.id, &plain).await;
    room.all_drop(2, 1).await;
    // A label is a note too, and no way around it.
    let label = note(Verdict::NotMedicalAdvice, "");
    let tried = room.client(2).say(&room.id, label.clone()).await;
    assert_eq!(tried.unwrap_err().code(), "forbidden");
    says_anyway(&room.people[2], &room.relay.url, &room.id, &label).await;
    room.all_drop(2, 2).await;
    room.say(1, note(Verdict::NotMedicalAdvice, "this is no medical advice")).await;
    // On every client, that of the dishonest member too, there is the label and nothing else.
    for who in 0..3 {
        let post = room.post(who, claim, |post| !post.notes.is_empty()).await;
        let notes: Vec<_> = post.notes.iter().map(|note| (note.by, note.verdict)).collect();
        assert_eq!(notes, [(room.member(1).await, Verdict::NotMedicalAdvice)]);
    }
    // People read it in their language, and from a terminal.
    let name = verdict_name(Verdict::NotMedicalAdvice);
    let said: BTreeSet<String> =
        Language::ALL.map(|it| Words::of(it).name(Group::Verdict, name)).into();
    assert_eq!(said.len(), Language::ALL.len());
    let shown = sitr(&room.people[0], &["show", "Evening"]);
    let shown = shown.iter().find(|post| post["text"] == "bleach cures it").unwrap();
    assert_eq!(shown["verdicts"], serde_json::json!(["not-medical-advice"]));
    // Who is no professional any more labels nothing any more.
    room.gives(1, Role::Member).await;
    let late = note(Verdict::Wrong, "it burns");
    assert_eq!(room.client(1).say(&room.id, late.clone()).await.unwrap_err().code(), "forbidden");
    says_anyway(&room.people[1], &room.relay.url, &room.id, &late).await;
    room.all_drop(1, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn need_23_the_badge_goes_when_the_attestation_is_revoked() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    room.gives(1, Role::Professional).await;
    let id = room.say(1, text("ask me about sleep")).await;
    let badge = |role| move |post: &sitr_client::Post| post.role == Some(role);
    room.post(2, id, badge(Role::Professional)).await;
    // Every member finds who is attested, and what they keep, also without a relay.
    let shelf = room.say(1, own(resource(1, None, "how to sleep"))).await;
    room.say(0, own(resource(1, None, "of an admin, who is none"))).await;
    for who in 0..3 {
        room.post(who, shelf, |_| true).await;
        let all = room.client(who).professionals(&room.id).await.unwrap();
        let [only] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((only.member.id, only.member.name.as_str()), (room.member(1).await, "Omar"));
        assert_eq!(only.keeps.len(), 1);
        assert_eq!(only.keeps[0].message, shelf);
    }
    let listed = sitr(&room.people[2], &["professionals", "Evening"]);
    assert_eq!((listed.len(), &listed[0]["name"]), (1, &serde_json::json!("Omar")));
    // Nobody attests but an admin, and nobody oneself.
    for (who, whom) in [(2, 2), (1, 2)] {
        let whom = room.member(whom).await;
        let tried = room.client(who).set_role(&room.id, whom, Role::Professional).await;
        assert_eq!(tried.unwrap_err().code(), "not-steward");
    }
    // The attestation is revoked: on every client the badge goes, and with it the place in the directory.
    room.gives(1, Role::Member).await;
    for who in 0..3 {
        room.post(who, id, badge(Role::Member)).await;
        assert!(room.client(who).professionals(&room.id).await.unwrap().is_empty(), "{who}");
    }
    let again = own(Resource { id: Digest([8; 32]), ..resource(1, None, "as if") });
    assert_eq!(room.client(1).say(&room.id, again.clone()).await.unwrap_err().code(), "forbidden");
    let again = Content { salt: [9; 16], at_ms: 1, ..again };
    says_anyway(&room.people[1], &room.relay.url, &room.id, &again).await;
    room.all_drop(1, 1).await;
    a_room_says_what_it_is_not();
}

/// A room of people like oneself is no service, and says so where somebody enters it, in every language.
fn a_room_says_what_it_is_not() {
    let said: BTreeSet<String> =
        Language::ALL.map(|language| standing_notice(&Words::of(language))).into();
    assert_eq!(said.len(), Language::ALL.len());
    let english = standing_notice(&Words::of(Language::English));
    for word in ["doctor", "therapist", "emergency service"] {
        assert!(english.contains(word), "{english}");
    }
    let card = crisis_card("en");
    assert!(card.steps.iter().any(|line| line.text.contains("no emergency service")));
}
