//! Looking after oneself.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sitr_client::care::{Quiet, Shelf, crisis_card};
use sitr_client::{Delivery, Notice, Since, What};
use sitr_e2e::tap::tap;
use sitr_e2e::{Member, PATIENCE};

use crate::world::{Room, text};

fn frames_of(frames: &sitr_e2e::tap::Frames) -> usize {
    frames.from_clients.lock().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn need_19_the_crisis_card_needs_no_network() {
    let relay = crate::world::relay();
    let (url, frames) = tap(&relay.url).await;
    let layla = Member::new("Layla");
    layla.founds_at("Evening", &url).await;
    layla.client.close().await;
    let before = frames_of(&frames);
    // One call, which is no future and so waits for nothing, on a device that is connected to nothing.
    let card = crisis_card("ar");
    assert!(card.language == "ar" && card.steps.len() >= 5);
    assert_eq!(frames_of(&frames), before);
    // 'I need someone now' is for oneself, to those who answer such calls, without a name.
    let room_of_three = Room::of(&["Host", "Mentor", "Caller"]).await;
    room_of_three.gives(1, sitr_client::Role::Mentor).await;
    let caller = room_of_three.client(2);
    caller.call_for_help(&room_of_three.id, "please", "en").await.unwrap();
    room_of_three.settled(2).await;
    let called = async {
        loop {
            let asides = room_of_three.client(1).asides(&room_of_three.id, 0, 9).await.unwrap();
            if let [only] = asides.as_slice() {
                return only.clone();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let called = tokio::time::timeout(PATIENCE, called).await.unwrap();
    assert!(called.by.is_none() && called.is_answerable);
    // A mentor takes it, and all who answer such calls see that; who called does not take it.
    let (room, mentor) = (&room_of_three, room_of_three.client(1));
    let tried = caller.take_call(&room.id, called.id, true).await;
    assert_eq!(tried.unwrap_err().code(), "forbidden");
    mentor.take_call(&room.id, called.id, true).await.unwrap();
    room.settled(1).await;
    let taken = async {
        loop {
            if let Some((who, _)) =
                room.client(0).taken_calls(&room.id).await.unwrap().get(&called.id)
            {
                return *who;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert_eq!(tokio::time::timeout(PATIENCE, taken).await.unwrap(), room.member(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn need_20_a_journal_leaves_the_device_in_no_frame() {
    let relay = crate::world::relay();
    let (url, frames) = tap(&relay.url).await;
    let room = Room::at(&["Layla", "Omar"], &url, relay).await;
    let secret = "canary of a journal that nobody reads";
    let layla = room.client(0);
    layla.keep_words(Shelf::Journal, secret).await.unwrap();
    layla.keep_words(Shelf::CopingKit, secret).await.unwrap();
    room.say(0, text("good evening")).await;
    room.people[1].hears(&room.id, "good evening").await;
    let kept = layla.kept_words(Shelf::Journal).await.unwrap();
    assert_eq!(kept[0].words, secret);
    let sent = frames.from_clients.lock().unwrap().concat();
    let words = secret.as_bytes();
    assert!(!sent.is_empty() && !sent.windows(words.len()).any(|window| window == words));
    // Frames are sealed; what was sealed is in the rooms, and there is nothing of it.
    for member in &room.people {
        assert!(member.texts(&room.id).await.iter().all(|text| !text.contains("canary")));
    }
    assert_eq!(room.client(1).kept_words(Shelf::Journal).await.unwrap(), []);
    layla.forget_words(kept[0].number).await.unwrap();
    assert_eq!(layla.kept_words(Shelf::Journal).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn need_28_a_mention_at_two_at_night_makes_no_sound() {
    let room = Room::of(&["Layla", "Omar"]).await;
    let omar = room.client(1);
    let wanted = Quiet { hours: Some((22 * 60, 7 * 60)), budget_minutes: 30, ..Quiet::default() };
    omar.set_quiet(wanted).await.unwrap();
    room.say(0, text("@Omar are you there?")).await;
    let mut events = omar.events(Some(0)).await.unwrap();
    let mention = async {
        loop {
            let event = events.next().await.unwrap();
            if matches!(&event.what, What::Message(message) if !message.is_mine()) {
                return event;
            }
        }
    };
    let mention = tokio::time::timeout(PATIENCE, mention).await.unwrap();
    let at = |time: &str| format!("2026-11-21T{time}:00Z").parse::<Timestamp>().unwrap();
    let quiet = omar.quiet().await.unwrap();
    let sound = |time: &str| Notice::of(&mention, &quiet, at(time), &TimeZone::UTC).unwrap().sound;
    assert!(!sound("02:00") && !sound("23:30") && sound("12:00"));
    // A break: no notice at all, and nobody else learns of it.
    let until = u64::try_from(at("12:00").as_second()).unwrap() + 60;
    let rests = Quiet { break_until: until, ..quiet };
    assert_eq!(Notice::of(&mention, &rests, at("12:00"), &TimeZone::UTC), None);
    assert!(quiet.is_enough(30) && !quiet.is_enough(29));
}

#[tokio::test(flavor = "multi_thread")]
async fn need_29_a_pause_takes_back_what_was_never_sent() {
    let relay = crate::world::relay();
    let (url, frames) = tap(&relay.url).await;
    let room = Room::at(&["Layla", "Omar"], &url, relay).await;
    let appends = || {
        let is_append = |frame: &&Vec<u8>| {
            let frame = bytes::Bytes::from((*frame).clone());
            matches!(sitr_wire::Request::decode(&frame), Ok((_, sitr_wire::Request::Append(_))))
        };
        frames.from_clients.lock().unwrap().iter().filter(is_append).count()
    };
    let before = appends();
    let hour = Duration::from_secs(3600);
    let held = room.client(0).say_later(&room.id, text("in anger"), hour).await.unwrap();
    assert!(room.client(0).cancel(held).await.unwrap());
    assert!(!room.client(0).cancel(held).await.unwrap(), "it is gone");
    let soon = Duration::from_millis(500);
    room.client(0).say_later(&room.id, text("in calm"), soon).await.unwrap();
    room.people[1].hears(&room.id, "in calm").await;
    assert_eq!(appends(), before + 1, "one message went over the wire");
    let own = room.client(0).history(&room.id, Since::Last, 99).await.unwrap();
    assert_eq!(own.len(), 1);
    assert_ne!(own[0].delivery, Delivery::Failed);
}
