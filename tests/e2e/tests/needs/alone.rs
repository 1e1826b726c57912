//! Talking alone, and young people's rooms.

use sitr_client::content::{Body, Content, DirectOffer, Person};
use sitr_client::{AgeBand, Setting, Standing};
use sitr_e2e::Member;

use crate::dishonest::{record, says_anyway};
use crate::world::Room;

fn offer(to: [u8; 32]) -> Content {
    let offer = DirectOffer { to: Person(to), sealed: vec![7; 200].into() };
    Content::new([8; 16], 3, Body::Own(String::new(), offer.into()))
}

#[tokio::test(flavor = "multi_thread")]
async fn need_16_who_does_not_accept_is_shown_nothing() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    let (omar, salma) = (room.client(1), room.client(2));
    let whom = room.member(2).await;
    let early = omar.ask_direct(&room.id, whom, "Omar", "hi").await;
    assert_eq!(early.unwrap_err().code(), "forbidden", "the room does not have them yet");
    room.client(0).set(&room.id, Setting::Direct(true)).await.unwrap();
    room.settled(0).await;
    room.agree().await;
    let alone = omar.ask_direct(&room.id, whom, "O", "canary word").await.unwrap();
    room.settled(1).await;
    omar.send(&alone, "canary in the room of two").await.unwrap();
    let asked = async {
        loop {
            let asked = salma.direct_requests(&room.id).await.unwrap();
            if let [only] = asked.as_slice() {
                return only.clone();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let asked = tokio::time::timeout(sitr_e2e::PATIENCE, asked).await.unwrap();
    assert_eq!(asked.from, room.member(1).await);
    // Not accepted: no word, no room, no message of it; and nothing for anybody else.
    assert!(!format!("{asked:?}").contains("canary"));
    assert_eq!(salma.rooms().await.unwrap().len(), 1);
    assert!(!format!("{:?}", room.timeline(2).await).contains("canary"));
    assert!(room.client(0).direct_requests(&room.id).await.unwrap().is_empty());
    // Accepted: the two talk, each as somebody whom the room does not know.
    let (entered, word) = salma.accept_direct(&room.id, asked.id, "S").await.unwrap();
    assert_eq!((entered, word.as_str()), (alone, "canary word"));
    room.people[2].stands(&alone, Standing::Active).await;
    room.people[2].says(&alone, "hello you").await;
    room.people[1].hears(&alone, "hello you").await;
    let personas = [1, 2].map(|who: usize| {
        let member: &Member = &room.people[who];
        (record(member, &room.id).me.persona(), record(member, &alone).me.persona())
    });
    assert!(personas.iter().all(|(there, here)| there != here));
}

#[tokio::test(flavor = "multi_thread")]
async fn need_17_a_room_for_young_people_has_no_direct_messages() {
    let room = Room::of(&["Layla", "Omar", "Salma", "Dina"]).await;
    for setting in [Setting::Direct(true), Setting::Age(AgeBand::Youth as u8)] {
        room.client(0).set(&room.id, setting).await.unwrap();
    }
    room.settled(0).await;
    room.agree().await;
    let whom = room.member(2).await;
    let asked = room.client(1).ask_direct(&room.id, whom, "O", "hi").await;
    assert_eq!(asked.unwrap_err().code(), "forbidden");
    let to = record(&room.people[2], &room.id).me.persona().0;
    says_anyway(&room.people[1], &room.relay.url, &room.id, &offer(to)).await;
    room.all_drop(1, 1).await;
    assert!(room.client(2).direct_requests(&room.id).await.unwrap().is_empty());
}
