//! Being together: topics, search, events, petitions.

use std::sync::Arc;

use sitr_client::content::{Coming, Content, Digest, Event, Petition, Place, Signature, Topic};
use sitr_client::{Delivery, RoomId};
use sitr_e2e::{Member, PATIENCE, RelayProcess};

use crate::keyboard::refused;
use crate::world::{Room, own, text};

fn event(hash: [u8; 32]) -> Event {
    Event {
        title: "A walk".to_owned(),
        words: "slowly".to_owned(),
        starts_at: 1_900_000_000,
        ends_at: 1_900_003_600,
        zone: "Africa/Cairo".to_owned(),
        place: Place::Later(Digest(hash)),
        room_for: 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn need_30_a_place_is_told_late_and_a_member_signs_once() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    let canary = "canary garden, by the second gate";
    let walk = room.client(0).announce(&room.id, event([0; 32]), canary).await.unwrap();
    room.settled(0).await;
    for who in 1..3 {
        room.post(who, walk, |_| true).await;
    }
    room.client(1).rsvp(&room.id, walk, Coming::Yes).await.unwrap();
    room.client(2).rsvp(&room.id, walk, Coming::No).await.unwrap();
    room.settled(1).await;
    room.settled(2).await;
    let answers = async {
        while room.client(0).asides(&room.id, 0, 9).await.unwrap().len() < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, answers).await.unwrap();
    // Before it is told, no other client holds it.
    for who in 1..3 {
        assert_eq!(room.client(who).place(&room.id, walk).await.unwrap(), None);
        assert!(!format!("{:?}", room.timeline(who).await).contains("canary"));
    }
    assert_eq!(room.client(0).tell_place(&room.id, walk).await.unwrap(), 1);
    room.settled(0).await;
    let told = async {
        while room.client(1).place(&room.id, walk).await.unwrap().as_deref() != Some(canary) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, told).await.unwrap();
    room.say(0, text("after")).await;
    room.people[2].hears(&room.id, "after").await;
    assert_eq!(room.client(2).place(&room.id, walk).await.unwrap(), None, "who does not come");
    signatures(&room).await;
}

async fn signatures(room: &Room) {
    use sha2::Digest as _;
    let words = "a door that everybody can use";
    let petition = Petition {
        title: "Doors".to_owned(),
        words: words.to_owned(),
        addressee: "the school".to_owned(),
        closes_at: 0,
    };
    let petition = room.say(0, own(petition)).await;
    room.post(1, petition, |_| true).await;
    let sign = |text: &str| {
        own(Signature {
            petition,
            text: Digest(sha2::Sha256::digest(text.as_bytes()).into()),
            public_name: String::new(),
        })
    };
    for text in [words, words, "another text"] {
        room.say(1, sign(text)).await;
    }
    room.say(0, sign(words)).await;
    let signers = |post: &sitr_client::Post| post.petition.as_ref().unwrap().signers.len();
    let post = room.post(1, petition, |post| signers(post) == 2).await;
    assert!(post.petition.unwrap().signers.contains(&room.member(1).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn need_31_a_muted_topic_raises_no_count() {
    let room = Room::of(&["Layla", "Omar"]).await;
    let music = room.say(0, own(Topic { title: "Music".to_owned() })).await;
    let exams = room.say(0, own(Topic { title: "Exams".to_owned() })).await;
    let last = room.post(1, exams, |_| true).await.seq;
    room.client(1).saw(&room.id, last).await.unwrap();
    room.client(1).mute(&room.id, exams, true).await.unwrap();
    let in_topic = |topic, words: &str| Content { topic: Some(topic), ..text(words) };
    for words in ["one", "two", "three"] {
        room.say(0, in_topic(exams, words)).await;
    }
    room.say(0, in_topic(music, "a song")).await;
    room.people[1].hears(&room.id, "a song").await;
    assert_eq!(room.client(1).unread(&room.id).await.unwrap(), 1);
    let topics = room.client(1).topics(&room.id).await.unwrap();
    let counts: Vec<_> =
        topics.iter().map(|topic| (topic.title.as_str(), topic.is_muted, topic.unread)).collect();
    assert_eq!(counts, [("Music", false, 1), ("Exams", true, 0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn need_32_search_and_the_contact_box_need_no_relay() {
    let relay = Arc::new(RelayProcess::start());
    let url = relay.url.clone();
    let room = Room::at(&["ليلى", "Omar"], &url, relay).await;
    let wanted = room.say(0, text("شُكْرًا جَزِيلًا يا أصدقاء")).await;
    room.say(0, text("good night")).await;
    room.people[1].hears(&room.id, "good night").await;
    let Room { id, mut people, relay } = room;
    let mut relay = Arc::try_unwrap(relay).ok().expect("nobody else has it");
    relay.kill();
    // The relay is gone. What was heard is found, with and without the marks, by other forms of a letter.
    let omar = people.remove(1).restarted();
    omar.client.connect().await.unwrap();
    for words in ["شكرا", "شُكْرًا", "جزيلا", "اصدقاء", "أصدقاء", "أصدقـــاء"]
    {
        let found = omar.client.search(&id, words).await.unwrap();
        assert_eq!(found.iter().map(|post| post.id).collect::<Vec<_>>(), [wanted], "{words}");
    }
    assert_eq!(omar.client.search(&id, "GOOD").await.unwrap().len(), 1);
    assert!(omar.client.search(&id, "nothing").await.unwrap().is_empty());
    the_contact_box_waits(&id, &people[0], &omar, &mut relay).await;
}

/// What is said to those who keep the room is written down, and sealed and sent when the relay is back; from the
/// terminal too, which says that it waits.
async fn the_contact_box_waits(
    id: &RoomId,
    keeper: &Member,
    omar: &Member,
    relay: &mut RelayProcess,
) {
    omar.client.whisper(id, "can we talk?", &[], true).await.unwrap();
    let waits = refused(omar, &["whisper", "Evening", "tomorrow?", "--timeout", "1s"]);
    assert_eq!(waits.0, 3, "{}", waits.1);
    let own = omar.client.asides(id, 0, 9).await.unwrap();
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|aside| aside.is_mine && aside.delivery == Delivery::Queued));
    relay.restart();
    omar.client.connect().await.unwrap();
    omar.client.settled(id, PATIENCE).await.unwrap();
    keeper.client.connect().await.unwrap();
    let heard = ["can we talk?", "tomorrow?"];
    let there = async {
        loop {
            let asides = keeper.client.asides(id, 0, 9).await.unwrap();
            if asides.len() == heard.len() {
                return asides;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let there = tokio::time::timeout(PATIENCE, there).await.expect("both came");
    for (aside, words) in there.iter().zip(heard) {
        assert!(aside.by.is_none() && aside.is_answerable, "without a name");
        assert_eq!(aside.body.words(), words);
    }
}
