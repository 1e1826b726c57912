//! Not being known, not being shown.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sitr_client::care::{Personal, Quiet, personal_data};
use sitr_client::content::{Guidelines, Topic};
use sitr_client::{
    KnockView, MemberView, MessageView, Notice, Role, RoomView, ToAttach, look_alikes,
};
use sitr_e2e::canary::{files, forms, found, memory};
use sitr_e2e::tap::tap;
use sitr_e2e::{Member, PATIENCE, RelayProcess};

use crate::world::{Room, own, text};

/// Runs of bytes that say something: long enough for a key, and no filling.
fn runs(bytes: &[u8]) -> HashSet<[u8; 20]> {
    let tells = |run: &&[u8]| {
        let distinct: HashSet<u8> = run.iter().copied().collect();
        distinct.len() >= 16 && run.iter().filter(|byte| **byte == 0).count() <= 2
    };
    bytes.windows(20).filter(tells).map(|run| run.try_into().unwrap()).collect()
}

/// One person in two rooms, of two relays: what the relays' disks have in common, a third relay's has too,
/// which the person never used.
#[tokio::test(flavor = "multi_thread")]
async fn need_01_one_person_in_two_rooms_is_two_strangers() {
    let relays = [RelayProcess::start(), RelayProcess::start(), RelayProcess::start()];
    let (layla, other) = (Member::new("Layla"), Member::new("Somebody"));
    for (member, relay) in [(&layla, &relays[0]), (&layla, &relays[1]), (&other, &relays[2])] {
        let room = member.founds("Evening", relay).await;
        member.invites(&room, 2).await;
        member.says(&room, "good evening").await;
    }
    let disk = |relay: &RelayProcess| runs(&files(&relay.data().join("relay")));
    let (a, b, nobody) = (disk(&relays[0]), disk(&relays[1]), disk(&relays[2]));
    let common: Vec<_> = a.intersection(&b).filter(|run| !nobody.contains(*run)).collect();
    assert!(common.is_empty(), "{common:02x?}");
    assert!(a.difference(&b).count() > 10_000, "the disks were read");
}

#[tokio::test(flavor = "multi_thread")]
async fn need_02_a_notice_names_no_room_sender_or_topic() {
    let room = Room::of(&["Layla-canary", "Omar"]).await;
    let topic = room.say(0, own(Topic { title: "Topic-canary".to_owned() })).await;
    let mut spoken = text("words-canary");
    spoken.topic = Some(topic);
    room.say(0, spoken).await;
    room.people[1].hears(&room.id, "words-canary").await;
    let mut events = room.client(1).events(Some(0)).await.unwrap();
    let mut notices = Vec::new();
    while notices.len() < 2 {
        let event = tokio::time::timeout(PATIENCE, events.next()).await.unwrap().unwrap();
        notices.extend(Notice::of(&event, &Quiet::default(), Timestamp::now(), &TimeZone::UTC));
    }
    for notice in notices {
        let shown = format!("{notice:?} {}", notice.kind.text());
        for word in ["canary", "Evening", "Layla", "Omar", "Topic"] {
            assert!(!shown.contains(word), "{shown}");
        }
    }
}

/// Every field that tells of a person is taken apart here: a count, a rank or a date of entry would have to
/// be added to this list.
#[tokio::test(flavor = "multi_thread")]
async fn need_03_no_field_ranks_people() {
    let room = Room::of(&["Layla", "Omar"]).await;
    room.say(1, text("hello")).await;
    let members = room.client(0).members(&room.id).await.unwrap();
    for MemberView { id: _, name: _, role: _, is_me: _ } in members.clone() {}
    for view in room.client(0).rooms().await.unwrap() {
        let RoomView { id: _, name: _, standing: _, relay: _, pseudonym: _, admits_everyone: _ } =
            view;
    }
    for knock in room.client(0).knocks(&room.id).await.unwrap() {
        let KnockView { id: _, name: _, note: _, state: _, at_ms: _, answers: _, member: _ } =
            knock;
    }
    room.people[0].hears(&room.id, "hello").await;
    let history = room.client(0).history(&room.id, sitr_client::Since::Last, 9).await.unwrap();
    for message in history {
        let MessageView {
            seq: _,
            id: _,
            room: _,
            from: _,
            name: _,
            at_ms: _,
            said: _,
            about: _,
            text: _,
            delivery: _,
        } = message;
    }
    // The order of members is that of the tree, whatever they say.
    for _ in 0..5 {
        room.say(1, text("again")).await;
    }
    room.people[0].hears(&room.id, "again").await;
    assert_eq!(room.client(0).members(&room.id).await.unwrap(), members);
}

const CANARIES: [&str; 10] = [
    "canary of a name",
    "canary of a room",
    "canary of a text",
    "canary of a long text",
    "canary of a rule",
    "canary of a question",
    "canary of an answer",
    "canary of a topic",
    "canary of a whisper",
    "كناري",
];

#[tokio::test(flavor = "multi_thread")]
async fn need_04_the_relay_holds_no_word() {
    let relay = RelayProcess::start();
    let (layla, omar) = (Member::new(CANARIES[0]), Member::new("Omar"));
    let room = layla.founds(CANARIES[1], &relay).await;
    let texts = [("en".to_owned(), vec![CANARIES[4].to_owned()])];
    let rules = Guidelines { texts: texts.into() };
    layla.client.set_guidelines(&room, rules.clone()).await.unwrap();
    layla.client.ask_newcomers(&room, vec![CANARIES[5].to_owned()]).await.unwrap();
    layla.client.settled(&room, PATIENCE).await.unwrap();
    let invite = layla.invites(&room, 2).await;
    let hello = sitr_client::Hello {
        note: CANARIES[9].to_owned(),
        answers: vec![CANARIES[6].to_owned()],
        accepts: Some(rules.hash()),
    };
    omar.client.join_as_asked(&invite.link, "Omar", hello).await.unwrap();
    layla.admits(&room).await;
    omar.stands(&room, sitr_client::Standing::Active).await;
    layla.says(&room, CANARIES[2]).await;
    layla.says(&room, &CANARIES[3].repeat(400)).await;
    omar.client.say(&room, own(Topic { title: CANARIES[7].to_owned() })).await.unwrap();
    omar.client.whisper(&room, CANARIES[8], &[], false).await.unwrap();
    omar.client.settled(&room, PATIENCE).await.unwrap();
    let heard = async {
        while layla.client.asides(&room, 0, 9).await.unwrap().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, heard).await.unwrap();
    let canaries: Vec<_> = CANARIES.iter().flat_map(|word| forms(word, word.as_bytes())).collect();
    assert_eq!(found(&files(relay.data()), &canaries), [""; 0], "on its disk or in its log");
    assert_eq!(found(&memory(relay.pid()), &canaries), [""; 0], "in its memory");
}

/// A picture as a telephone makes it: EXIF with a place, a comment, and more behind its end.
fn photo() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    for (marker, body) in [
        (0xe0, &b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"[..]),
        (0xe1, b"Exif\0\0GPS 30.0444N 31.2357E canary"),
        (0xfe, b"canary"),
        (0xdb, &[0; 65]),
        (0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        (0xc4, &[0; 19]),
        (0xda, &[1, 1, 0, 0, 63, 0]),
    ] {
        bytes.extend([0xff, marker]);
        bytes.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        bytes.extend(body);
    }
    bytes.extend([0x12, 0x34, 0xff, 0xd9]);
    bytes.extend(b"canary behind the end");
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn need_05_a_sent_photo_has_no_place_and_a_telephone_number_is_noticed() {
    let room = Room::of(&["Layla", "Omar"]).await;
    let file = ToAttach {
        media: "image/jpeg".to_owned(),
        bytes: photo(),
        inline: true,
        description: "my cat".to_owned(),
        ..ToAttach::default()
    };
    let sent = room.client(0).attach(&room.id, file).await.unwrap();
    room.settled(0).await;
    room.post(1, sent, |_| true).await;
    let got = room.client(1).fetch_file(&room.id, sent, 0).await.unwrap();
    assert!(got.starts_with(&[0xff, 0xd8]) && got.ends_with(&[0xff, 0xd9]));
    for word in [&b"GPS"[..], b"canary", b"Exif"] {
        assert!(!got.windows(word.len()).any(|window| window == word));
    }
    let unknown = ToAttach { media: "image/heic".to_owned(), ..ToAttach::default() };
    assert_eq!(room.client(0).attach(&room.id, unknown).await.unwrap_err().code(), "file-kind");
    assert_eq!(personal_data("call +49 170 1234567"), [Personal::Phone]);
    assert_eq!(personal_data("I am well"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn need_06_a_name_like_a_moderators_is_flagged_and_bears_no_badge() {
    let room = Room::of(&["Layla", "Omar", "\u{41e}mar"]).await; // a Cyrillic letter
    room.gives(1, Role::Moderator).await;
    let (members, omar) = (room.client(0).members(&room.id).await.unwrap(), room.member(1).await);
    let alike = look_alikes(&members, &omar);
    assert_eq!(alike.len(), 1);
    assert_eq!((alike[0].id, alike[0].role), (room.member(2).await, Role::Member));
    let id = room.say(2, text("I am the moderator Omar")).await;
    let post = room.post(0, id, |_| true).await;
    assert_eq!(post.role, Some(Role::Member), "the badge is the room's, whatever a name says");
}

#[tokio::test(flavor = "multi_thread")]
async fn need_08_a_join_and_a_hundred_texts_are_light() {
    let relay = crate::world::relay();
    let (url, frames) = tap(&relay.url).await;
    let (layla, omar) = (Member::new("Layla"), Member::new("Omar"));
    let room = layla.founds("Evening", &relay).await;
    // The link leads over the tap: its bytes are the newcomer's own.
    layla.client.set_routes(&room, &[url]).await.unwrap();
    let invite = layla.invites(&room, 1).await;
    layla.client.set_routes(&room, std::slice::from_ref(&relay.url)).await.unwrap();
    omar.knocks(&invite.link).await;
    layla.admits(&room).await;
    omar.stands(&room, sitr_client::Standing::Active).await;
    for number in 0..100 {
        omar.client.send(&room, &format!("text number {number}")).await.unwrap();
    }
    omar.client.settled(&room, PATIENCE).await.unwrap();
    layla.hears(&room, "text number 99").await;
    let sum = |frames: &std::sync::Mutex<Vec<Vec<u8>>>| {
        frames.lock().unwrap().iter().map(Vec::len).sum::<usize>()
    };
    let bytes = sum(&frames.from_clients) + sum(&frames.from_relay);
    assert!(bytes > 200_000 && bytes < 1_000_000, "{bytes} bytes");
}

/// A device that is away reads what it missed: a room ends its epoch daily, so fourteen ends of an epoch are
/// what fourteen days leave at the relay.
#[tokio::test(flavor = "multi_thread")]
async fn need_07_after_fourteen_epochs_away_everything_is_there_in_order() {
    let mut room = Room::of(&["Layla", "Omar", "Salma"]).await;
    let away = room.people.pop().unwrap();
    away.client.close().await;
    let mut said = Vec::new();
    for day in 0..14 {
        for hour in 0..2 {
            let words = format!("day {day} hour {hour}");
            room.say(hour % 2, text(&words)).await;
            said.push(words);
        }
        room.people[0].hears(&room.id, &format!("day {day} hour 1")).await;
        room.client(0).renew_keys(&room.id).await.unwrap();
        room.settled(0).await;
        room.people[0].agrees_with(&room.people[1], &room.id).await;
    }
    let back = away.restarted();
    back.client.connect().await.unwrap();
    back.hears(&room.id, "day 13 hour 1").await;
    assert_eq!(back.texts(&room.id).await, said);
}
