//! Not being known, not being shown.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sitr_client::care::{Personal, Quiet, Shelf, personal_data};
use sitr_client::content::{Content, Guidelines, Topic};
use sitr_client::profile::{OpenError, Passphrase, Profile, Unlock};
use sitr_client::words::{Group, Language, Words};
use sitr_client::{
    KnockView, MemberView, MessageView, Notice, Role, RoomView, Since, ToAttach, look_alikes,
};
use sitr_e2e::canary::{files, forms, found, memory};
use sitr_e2e::tap::tap;
use sitr_e2e::{Member, PATIENCE, RelayProcess, unlock};
use sitr_relay::{Clock, Config, PATH, Relay, Running, Seconds, StartError};
use sitr_wire::ticket::{Difficulty, Policy};

use crate::keyboard::{refused, sitr};
use crate::world::{Room, gathered, own, text};

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

/// What no screen shows that anybody can see.
const UNSEEN: [&str; 5] = ["canary", "Evening", "Layla", "Omar", "Topic"];

/// The notice in its own words, and in those of every language.
fn is_neutral(notice: &Notice) {
    let spoken = Language::ALL.map(|language| {
        let words = Words::of(language);
        assert!(Group::Notice.names().contains(&notice.kind.name()));
        words.name(Group::Notice, notice.kind.name())
    });
    let shown = format!("{notice:?} {} {}", notice.kind.text(), spoken.join(" "));
    assert!(UNSEEN.iter().all(|word| !shown.contains(word)), "{shown}");
}

fn opened(member: &Member) -> Profile {
    unlock(|unlock| Profile::open(&member.profile(), unlock)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn need_02_a_locked_screen_names_no_room_sender_or_topic() {
    let room = Room::of(&["Layla-canary", "Omar"]).await;
    let topic = room.say(0, own(Topic { title: "Topic-canary".to_owned() })).await;
    let in_topic = |words: &str| Content { topic: Some(topic), ..text(words) };
    room.say(0, in_topic("words-canary")).await;
    room.people[1].hears(&room.id, "words-canary").await;
    let mut events = room.client(1).events(Some(0)).await.unwrap();
    let mut notices = Vec::new();
    while notices.len() < 2 {
        let event = tokio::time::timeout(PATIENCE, events.next()).await.unwrap().unwrap();
        notices.extend(Notice::of(&event, &Quiet::default(), Timestamp::now(), &TimeZone::UTC));
    }
    notices.iter().for_each(is_neutral);
    the_lock_shows_notices_and_nothing_else(&room, in_topic("canary behind the lock")).await;
    duress_leaves_nothing(&room).await;
}

/// The lock of the program: rooms stay current behind it, and whoever holds the device learns that there is
/// something new.
async fn the_lock_shows_notices_and_nothing_else(room: &Room, said: Content) {
    let omar = room.client(1);
    let (mut notices, mut events) =
        (omar.notices().await.unwrap(), omar.events(None).await.unwrap());
    omar.lock();
    room.say(0, said).await;
    let notice = tokio::time::timeout(PATIENCE, notices.next()).await.unwrap().unwrap();
    is_neutral(&notice);
    let refused = [
        omar.rooms().await.err(),
        omar.room(&room.id).await.err(),
        omar.members(&room.id).await.err(),
        omar.timeline(&room.id, 9).await.err(),
        omar.history(&room.id, Since::Last, 9).await.err(),
        omar.search(&room.id, "canary").await.err(),
        omar.topics(&room.id).await.err(),
        omar.asides(&room.id, 0, 9).await.err(),
        omar.kept_words(Shelf::Journal).await.err(),
        omar.send(&room.id, "by whoever holds it").await.err(),
        events.next().await.err(),
    ];
    for error in refused {
        assert_eq!(error.unwrap().code(), "locked");
    }
    // A wrong passphrase, or another profile, is no key.
    let wrong = Passphrase::new("not it".to_owned()).unwrap();
    let tried = Profile::open(&room.people[1].profile(), &Unlock::Passphrase(&wrong));
    assert!(matches!(tried, Err(OpenError::WrongPassphrase)));
    let tried = omar.unlock(opened(&room.people[0])).await;
    assert_eq!(tried.unwrap_err().code(), "locked");
    assert!(omar.is_locked());
    omar.unlock(opened(&room.people[1])).await.unwrap();
    room.people[1].hears(&room.id, "canary behind the lock").await;
    assert!(events.next().await.is_ok(), "what was not seen is not lost");
}

/// Who is made to unlock does it by the duress passphrase.
async fn duress_leaves_nothing(room: &Room) {
    let omar = room.client(1);
    let duress = Passphrase::new("under duress".to_owned()).unwrap();
    opened(&room.people[1]).set_duress_passphrase(&duress).unwrap();
    omar.lock();
    let folder = room.people[1].profile();
    let empty = Profile::open(&folder, &Unlock::Passphrase(&duress)).unwrap();
    omar.unlock(empty).await.unwrap();
    assert!(omar.rooms().await.unwrap().is_empty());
    assert_eq!(omar.timeline(&room.id, 9).await.unwrap().len(), 0);
    let before = unlock(|unlock| Profile::open(&folder, unlock));
    assert!(matches!(before, Err(OpenError::WrongPassphrase)), "nothing is left of it");
}

/// Every field that tells of a person is taken apart here: a count, a rank or a date of entry would have to
/// be added to this list.
#[tokio::test(flavor = "multi_thread")]
async fn need_03_no_field_ranks_people() {
    let room = Room::of(&["Layla", "Omar"]).await;
    room.say(1, text("hello")).await;
    let members = room.client(0).members(&room.id).await.unwrap();
    for MemberView { id: _, name: _, role: _, is_me: _, devices: _ } in members.clone() {}
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
        as_member: false,
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

/// A picture of another kind: its place and its history in chunks of their own.
fn webp() -> Vec<u8> {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [name, length.as_slice(), body, &vec![0; body.len() % 2]].concat()
    };
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8L", &[0x2f, 7, 0xc0, 1, 0, 0]),
        chunk(b"EXIF", b"II*\0GPS 30.0444N 31.2357E canary"),
        chunk(b"XMP ", b"GPSLatitude canary"),
    ];
    chunk(b"RIFF", &body.concat())
}

async fn sends_without_a_place(room: &Room, media: &str, bytes: Vec<u8>) -> Vec<u8> {
    let file = ToAttach {
        media: media.to_owned(),
        bytes,
        inline: true,
        description: "my cat".to_owned(),
        ..ToAttach::default()
    };
    let sent = room.client(0).attach(&room.id, file).await.unwrap();
    room.settled(0).await;
    room.post(1, sent, |_| true).await;
    let got = room.client(1).fetch_file(&room.id, sent, 0).await.unwrap();
    for word in [&b"GPS"[..], b"canary", b"Exif", b"EXIF", b"30.0444"] {
        assert!(!got.windows(word.len()).any(|window| window == word), "{media}");
    }
    got
}

#[tokio::test(flavor = "multi_thread")]
async fn need_05_a_sent_photo_has_no_place_and_what_leads_to_a_person_is_noticed() {
    let room = Room::of(&["Layla", "Omar"]).await;
    let got = sends_without_a_place(&room, "image/jpeg", photo()).await;
    assert!(got.starts_with(&[0xff, 0xd8]) && got.ends_with(&[0xff, 0xd9]));
    let got = sends_without_a_place(&room, "image/webp", webp()).await;
    assert!(got.starts_with(b"RIFF") && got.windows(4).any(|window| window == b"VP8L"));
    let unknown = ToAttach { media: "image/heic".to_owned(), ..ToAttach::default() };
    assert_eq!(room.client(0).attach(&room.id, unknown).await.unwrap_err().code(), "file-kind");
    // From the terminal, a file as it lies on the disk.
    let layla = &room.people[0];
    let file = layla.profile().with_file_name("cat.jpg");
    std::fs::write(&file, photo()).unwrap();
    let path = file.to_str().unwrap();
    let sent = sitr(layla, &["attach", "Evening", path, "--alt", "my cat"]);
    let id = sent[0]["message"].as_str().unwrap();
    room.people[1].hears(&room.id, "my cat").await;
    let copy = room.people[1].profile().with_file_name("copy.jpg");
    sitr(&room.people[1], &["fetch", "Evening", id, copy.to_str().unwrap()]);
    let got = std::fs::read(copy).unwrap();
    assert!(!got.windows(3).any(|window| window == b"GPS"));
    words_that_lead_to_a_person_wait(&room).await;
}

/// The device warns before it sends, and not after: what seems to lead to a person is held back until that
/// person says that it is meant so.
async fn words_that_lead_to_a_person_wait(room: &Room) {
    let layla = &room.people[0];
    for (words, wanted) in [
        ("call +49 170 1234567", Personal::Phone),
        ("اتصل بي ٠١٠١٢٣٤٥٦٧٨", Personal::Phone),
        ("write to omar@mail.example", Personal::Email),
        ("I am @omar_k on insta", Personal::Handle),
        ("I live in 12 Long Street", Personal::Address),
        ("أسكن في شارع النيل ١٢", Personal::Address),
    ] {
        assert_eq!(personal_data(words), [wanted]);
        let checked = sitr(layla, &["care", "check", words]);
        assert_eq!(checked[0]["found"][0], wanted.name());
        assert_eq!(refused(layla, &["send", "Evening", words]), (2, "personal".to_owned()));
        assert!(layla.texts(&room.id).await.iter().all(|said| said != words), "nothing is queued");
    }
    assert_eq!(personal_data("I am well"), []);
    sitr(layla, &["send", "Evening", "call +49 170 1234567", "--anyway"]);
    room.people[1].hears(&room.id, "call +49 170 1234567").await;
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

/// A calendar that is turned by hand.
#[derive(Debug, Default)]
struct Calendar(AtomicU64);

impl Clock for Calendar {
    fn now(&self) -> Seconds {
        Seconds(self.0.load(Ordering::SeqCst))
    }
}

/// A relay in this process, so that its days are those of a calendar: everything of it is what ships, but for the
/// clock. It is started anew each day, on the same data and port.
struct Days {
    calendar: Arc<Calendar>,
    data: tempfile::TempDir,
    listen: SocketAddr,
    relay: Option<Running>,
}

impl Days {
    async fn begin() -> Self {
        let now = u64::try_from(Timestamp::now().as_second()).unwrap();
        let calendar = Arc::new(Calendar(AtomicU64::new(now)));
        let data = tempfile::tempdir().unwrap();
        let listen = "127.0.0.1:0".parse().unwrap();
        let mut days = Self { calendar, data, listen, relay: None };
        days.begins().await;
        days
    }

    /// The relay opens; what has become too old is swept.
    async fn begins(&mut self) {
        let relay = loop {
            match Relay::start(self.config()).await {
                // A process that another test was just starting holds a copy of the closed relay's lock until it runs.
                Err(StartError::Locked(_)) => tokio::time::sleep(Duration::from_millis(5)).await,
                relay => break relay.unwrap(),
            }
        };
        relay.sweep().await;
        self.listen = relay.addresses()[0];
        self.relay = Some(relay);
    }

    fn config(&self) -> Config {
        let mut config = Config::at(self.data.path()).listening(self.listen);
        config.clock = Arc::<Calendar>::clone(&self.calendar);
        let easy = Difficulty { gate_bits: 1, argon_kib: 8, argon_bits: 0 };
        config.tickets = Policy::Work(easy);
        config
    }

    /// The relay closes, and a day passes.
    async fn ends(&mut self) {
        self.relay.take().unwrap().shutdown().await;
        self.calendar.0.fetch_add(86_400, Ordering::SeqCst);
    }

    fn url(&self) -> String {
        format!("ws://{}{PATH}", self.listen)
    }
}

/// Fourteen days of the relay's clock, and an end of the room's epoch on each, as rooms have it; what was written
/// on a device that is away leaves when it is back.
#[tokio::test(flavor = "multi_thread")]
async fn need_07_after_fourteen_days_away_everything_is_there_in_order() {
    let mut days = Days::begin().await;
    let (id, mut people) = gathered(&["Layla", "Omar", "Salma"], &days.url()).await;
    people[0].agrees_with(&people[2], &id).await;
    let mut away = people.pop().unwrap();
    away.client.close().await;
    let (mut said, mut written): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for day in 0..14 {
        days.ends().await;
        if day % 5 == 0 {
            // In the train: opened where nothing is reached, written, closed.
            let words = format!("from the train, day {day}");
            away = away.restarted();
            away.client.send(&id, &words).await.unwrap();
            away.client.close().await;
            written.push(words);
        }
        days.begins().await;
        for (hour, member) in people.iter().enumerate() {
            member.client.connect().await.unwrap();
            if let Some(last) = said.last() {
                member.hears(&id, last).await;
            }
            let words = format!("day {day} hour {hour}");
            member.says(&id, &words).await;
            said.push(words);
        }
        people[0].hears(&id, &format!("day {day} hour 1")).await;
        people[0].client.renew_keys(&id).await.unwrap();
        people[0].client.settled(&id, PATIENCE).await.unwrap();
        people[0].agrees_with(&people[1], &id).await;
    }
    let away = away.restarted();
    away.client.connect().await.unwrap();
    away.hears(&id, "day 13 hour 1").await;
    away.client.settled(&id, PATIENCE).await.unwrap();
    let begun = |texts: Vec<String>, with: &str| -> Vec<String> {
        texts.into_iter().filter(|text| text.starts_with(with)).collect()
    };
    assert_eq!(begun(away.texts(&id).await, "day"), said);
    assert_eq!(begun(away.texts(&id).await, "from"), written);
    for member in &people {
        member.hears(&id, "from the train, day 10").await;
        let texts = member.texts(&id).await;
        assert_eq!(texts, [said.clone(), written.clone()].concat(), "in order, on every device");
    }
    days.ends().await;
}
