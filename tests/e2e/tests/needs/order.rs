//! Keeping a room, and being held to account for it.

use std::time::Duration;

use sitr_client::content::{
    Body, Content, Guidelines, Measure, ModerationAct, Opening, Own, Person, Reason, Report,
};
use sitr_client::{
    Alarm, Confiding, Gap, Mediation, Move, RAID_KNOCKS, Role, Setting, Standing, To, What, Why,
};
use sitr_e2e::raw::Raw;
use sitr_e2e::{Member, PATIENCE};

use crate::dishonest::{record, says_anyway};
use crate::world::{Room, own, text};

fn why(rule: u16) -> Why {
    Why { rule, until_day: 40_000, reason: "rule one".to_owned() }
}

fn act(number: u32, measure: Measure, whom: [u8; 32]) -> ModerationAct {
    ModerationAct {
        number,
        previous: (number > 1).then_some(sitr_client::content::Digest([4; 32])),
        measure,
        person: Some(Person(whom)),
        message: None,
        rule: 0,
        until_day: 0,
        reason: "because".to_owned(),
    }
}

fn said(act: ModerationAct, salt: u8) -> Content {
    Content::new([salt; 16], 5, Body::Own(String::new(), act.into()))
}

/// Whatever a plain member does of what moderators and admins may do changes nothing on three other clients.
#[tokio::test(flavor = "multi_thread")]
async fn need_24_a_plain_member_keeps_nothing() {
    let room = Room::of(&["Layla", "Omar", "Salma", "Dina"]).await;
    let target = room.say(1, text("hello")).await;
    room.post(3, target, |_| true).await;
    let (omar, before) = (room.member(1).await, room.client(0).settings(&room.id).await.unwrap());
    let liar = room.client(3);
    for what in [
        Move::Hide(target),
        Move::Restore(target),
        Move::Timeout(omar),
        Move::Probation(omar),
        Move::Remove(omar),
        Move::Ban(omar),
        Move::Lock(true),
        Move::SlowMode(60),
    ] {
        let refused = liar.moderate(&room.id, what.clone(), why(1)).await.unwrap_err();
        assert!(["forbidden", "not-steward"].contains(&refused.code()), "{what:?}");
    }
    for setting in [Setting::Direct(true), Setting::Votes(true), Setting::Name("mine".to_owned())] {
        assert_eq!(liar.set(&room.id, setting).await.unwrap_err().code(), "not-steward");
    }
    // A dishonest program says it all the same.
    let whom = record(&room.people[1], &room.id).me.persona().0;
    let guidelines = Guidelines { texts: [("en".to_owned(), vec!["mine".to_owned()])].into() };
    let mut hide = act(1, Measure::Hide, whom);
    hide.message = Some(target);
    let mut all = vec![said(hide, 1), own(guidelines)];
    for (salt, measure) in
        (2..).zip([Measure::Nudge, Measure::Timeout, Measure::Probation, Measure::Remove])
    {
        all.push(said(act(1, measure, whom), salt));
    }
    for content in &all {
        says_anyway(&room.people[3], &room.relay.url, &room.id, content).await;
    }
    room.all_drop(3, all.len()).await;
    // And it cannot end an epoch: the relay takes a close under the close key alone.
    let epoch = record(&room.people[3], &room.id).epoch.unwrap();
    assert!(epoch.close_seed.is_none());
    let cell = sitr_wire::Cell::new(bytes::Bytes::from(vec![7; 2048])).unwrap();
    let mut raw = Raw::connect(&room.relay.url).await;
    let refused = raw.close(epoch.handle, &epoch.write_seed, &cell, None).await.unwrap_err();
    assert_eq!(refused.code, sitr_wire::Code::Signature);
    for who in 0..3 {
        assert_eq!(room.client(who).settings(&room.id).await.unwrap(), before);
        assert!(room.post(who, target, |_| true).await.fold.is_none());
        assert!(room.client(who).moderation_log(&room.id).await.unwrap().is_empty());
    }
    room.agree().await;
    mediation(&room).await;
}

/// Something that this client has sooner or later.
async fn awaited<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let there = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, there).await.expect(what)
}

/// Two who are at odds talk with a moderator, in a room that opens when both agree and that ends; the others learn
/// that there is one.
async fn mediation(room: &Room) {
    let between = [room.member(1).await, room.member(2).await];
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let last_day = u32::try_from(now.as_secs() / 86_400).unwrap() + 14;
    let words = "canary between two".to_owned();
    let what = Mediation { between, words, last_day, kept_days: 2 };
    let refused = room.client(3).mediate(&room.id, what.clone(), "D").await.unwrap_err();
    assert_eq!(refused.code(), "forbidden");
    let aside = room.client(0).mediate(&room.id, what, "Mediator").await.unwrap();
    room.settled(0).await;
    let mut offers = Vec::new();
    for who in [1, 2] {
        let offer = awaited("it is offered", async || {
            room.client(who).mediations(&room.id).await.unwrap().pop()
        });
        offers.push(offer.await);
    }
    assert_eq!((offers[0].with, offers[1].with), (between[1], between[0]));
    assert_eq!((offers[0].last_day, offers[0].kept_days), (last_day, 2));
    let accept = async |who: usize, name: &str| {
        room.client(who).accept_mediation(&room.id, offers[who - 1].id, name).await.unwrap()
    };
    assert_eq!(accept(1, "Reed").await, aside);
    let knock = awaited("one knocks", async || room.client(0).knocks(&aside).await.unwrap().pop());
    let alone = room.client(0).admit(&aside, knock.await.id).await.unwrap_err();
    assert_eq!(alone.code(), "no-consent");
    accept(2, "Rush").await;
    for who in [1, 2] {
        room.people[who].stands(&aside, Standing::Active).await;
    }
    assert_eq!(room.client(1).members(&aside).await.unwrap().len(), 3);
    let settings = room.client(1).settings(&aside).await.unwrap();
    assert_eq!((settings.last_day, settings.retention_days), (last_day, 2));
    room.client(1).send(&aside, "I am sorry").await.unwrap();
    room.people[2].hears(&aside, "I am sorry").await;
    let entry = awaited("the log tells it", async || {
        room.client(3).moderation_log(&room.id).await.unwrap().pop()
    });
    let entry = entry.await;
    assert_eq!((entry.measure, entry.whom, entry.reason.as_str()), (Measure::Mediation, None, ""));
    assert!(room.client(3).asides(&room.id, 0, 9).await.unwrap().is_empty());
    assert!(room.client(3).rooms().await.unwrap().iter().all(|known| known.id != aside));
}

/// The report that the desk has, once it is there.
async fn reports(room: &Room, who: usize, count: usize) -> Vec<Report> {
    let there = async {
        loop {
            let asides = room.client(who).asides(&room.id, 0, 99).await.unwrap();
            let reports: Vec<Report> = asides
                .into_iter()
                .filter_map(|aside| match aside.body {
                    Body::Own(_, Own::Report(report)) => Some(report),
                    _ => None,
                })
                .collect();
            if reports.len() >= count {
                return reports;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, there).await.expect("the report is there")
}

const GROUNDS: [Reason; 9] = [
    Reason::Race,
    Reason::SexOrGender,
    Reason::Orientation,
    Reason::Religion,
    Reason::Ability,
    Reason::Age,
    Reason::Nationality,
    Reason::Belief,
    Reason::Culture,
];

#[tokio::test(flavor = "multi_thread")]
async fn need_11_every_ground_of_discrimination_can_be_chosen() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    let insult = room.say(1, text("an insult")).await;
    room.post(2, insult, |_| true).await;
    for ground in GROUNDS {
        room.client(2).report(&room.id, &[insult], ground, "", false).await.unwrap();
    }
    room.settled(2).await;
    let came = reports(&room, 0, GROUNDS.len()).await;
    assert_eq!(came.iter().map(|report| report.reason).collect::<Vec<_>>(), GROUNDS);
    // The guidelines that a room can begin with name each of them.
    let template = sitr_client::words::first_guidelines();
    let english = template.texts["en"].join("\n");
    for ground in [
        "race",
        "sex",
        "gender",
        "orientation",
        "religion",
        "ability",
        "age",
        "nationality",
        "belief",
        "culture",
    ] {
        assert!(english.contains(ground), "{ground}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn need_25_a_report_proves_its_author_and_shows_to_the_desk_alone() {
    let room = Room::of(&["Layla", "Omar", "Salma", "Dina"]).await;
    let threat = room.say(1, text("a threat")).await;
    room.post(2, threat, |_| true).await;
    room.post(3, threat, |_| true).await;
    room.client(2).report(&room.id, &[threat], Reason::Threat, "help", false).await.unwrap();
    room.settled(2).await;
    let report = reports(&room, 0, 1).await.remove(0);
    let omar = record(&room.people[1], &room.id).me.persona();
    assert_eq!(report.messages[0].author.0, omar.0);
    assert_eq!(
        sitr_client::content::decode(&report.messages[0].content).unwrap().body,
        Body::text("a threat")
    );
    // Forged: Layla's words put into Omar's mouth, altered, and of another author.
    let opening = report.messages[0].clone();
    let altered = Opening {
        content: sitr_client::content::encode(&Content::new([1; 16], 1, Body::text("worse")))
            .into(),
        ..opening.clone()
    };
    let other = Opening { author: persona_of(&room, 3), ..opening.clone() };
    let how =
        Confiding { to: To::Desk, except: Vec::new(), named: false, answerable: false, re: None };
    for forged in [altered, other] {
        let report =
            Report { reason: Reason::Threat, words: "forged".to_owned(), messages: vec![forged] };
        room.client(2).confide(&room.id, how.clone(), own(report)).await.unwrap();
    }
    room.client(2).report(&room.id, &[threat], Reason::Spam, "the last", false).await.unwrap();
    room.settled(2).await;
    let came = reports(&room, 0, 2).await;
    let words: Vec<_> = came.iter().map(|report| report.words.as_str()).collect();
    assert_eq!(words, ["help", "the last"], "the forged ones are not among them");
    // Peers see nothing of it, and to the relay it was a cell like any other.
    room.all_hear("a threat").await;
    room.say(0, text("after")).await;
    for who in [1, 3] {
        room.people[who].hears(&room.id, "after").await;
        assert!(room.client(who).asides(&room.id, 0, 99).await.unwrap().is_empty());
        assert_eq!(room.timeline(who).await.len(), 2);
    }
}

fn persona_of(room: &Room, who: usize) -> Person {
    Person(record(&room.people[who], &room.id).me.persona().0)
}

#[tokio::test(flavor = "multi_thread")]
async fn need_27_a_missing_entry_shows_and_fifty_joins_an_hour_close_the_door() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    room.gives(1, Role::Moderator).await;
    let salma = room.member(2).await;
    room.client(1).moderate(&room.id, Move::Timeout(salma), why(1)).await.unwrap();
    room.settled(1).await;
    room.agree().await;
    // The moderator's own program would number the next entry 2; a dishonest one leaves that out.
    let whom = record(&room.people[2], &room.id).me.persona().0;
    says_anyway(&room.people[1], &room.relay.url, &room.id, &said(act(3, Measure::Nudge, whom), 1))
        .await;
    let log = async {
        loop {
            let log = room.client(2).moderation_log(&room.id).await.unwrap();
            if log.len() == 2 {
                return log;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let log = tokio::time::timeout(PATIENCE, log).await.unwrap();
    assert_eq!((log[0].gap, log[0].rule, log[0].until_day), (Gap::None, 1, 40_000));
    assert_eq!(log[0].whom, Some(salma));
    assert_eq!(log[1].gap, Gap::Missing);
    brought(&room).await;
    raid().await;
}

/// A member brings somebody; who keeps the room knows by whom they came, and nobody else does.
async fn brought(room: &Room) {
    let (salma, layla) = (room.member(2).await, room.member(0).await);
    room.client(1).moderate(&room.id, Move::EndTimeout(salma), why(1)).await.unwrap();
    room.settled(1).await;
    room.agree().await;
    let asked = room.client(2).ask_for_invite(&room.id, layla, 1, "my sister").await.unwrap();
    room.settled(2).await;
    let link = async {
        loop {
            if let Some(link) = room.client(2).granted_invite(&room.id, asked).await.unwrap() {
                return link;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let link = tokio::time::timeout(PATIENCE, link).await.expect("the invite is granted");
    room.settled(0).await; // and it is open
    let sister = Member::new("Sister");
    sister.knocks(&link).await;
    sister.stands(&room.id, Standing::Active).await;
    let members = sister.client.members(&room.id).await.unwrap();
    let newcomer = members.into_iter().find(|member| member.is_me).unwrap().id;
    let told = async {
        while room.client(1).lineage(&room.id).await.unwrap() != [(newcomer, salma)] {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, told).await.expect("the other moderator knows too");
    assert_eq!(room.client(0).lineage(&room.id).await.unwrap(), [(newcomer, salma)]);
    assert_eq!(room.client(0).came_by(&room.id, salma).await.unwrap(), [newcomer].into());
    for client in [room.client(2), &sister.client] {
        assert!(client.lineage(&room.id).await.unwrap().is_empty());
    }
}

async fn raid() {
    let host = Member::new("Host");
    let relay = crate::world::relay();
    let room = host.founds("Door", &relay).await;
    let invite = host.invites(&room, 100).await;
    let mut crowd = Vec::new();
    for number in 0..RAID_KNOCKS {
        let somebody = Member::new("Somebody");
        somebody.client.join(&invite.link, &format!("S{number}"), "").await.unwrap();
        crowd.push(somebody);
    }
    assert_eq!(crowd.len(), 50);
    host.sees(&room, |what| matches!(what, What::Alarm(Alarm::Raid))).await;
    host.client.settled(&room, PATIENCE).await.unwrap();
    assert!(host.client.invites(&room).await.unwrap().iter().all(|invite| invite.revoked));
    let late = Member::new("Late");
    assert!(late.client.join(&invite.link, "Late", "").await.is_err(), "the door is closed");
    assert_eq!(host.client.room(&room).await.unwrap().standing, Standing::Active);
}
