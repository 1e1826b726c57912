//! A community of rooms, and the way from one to another.

use sitr_client::content::{Body, Content, Digest, ListedRoom, Own, Rooms};
use sitr_client::{Hello, Listed, Move, RoomId, Standing, Why};
use sitr_e2e::canary::{files, forms, found, memory};
use sitr_e2e::{Member, PATIENCE, RelayProcess};

use crate::dishonest::{record, says_anyway};
use crate::world::Room;

/// The directory, once it has so many rooms.
async fn directory(of: &Member, community: &RoomId, count: usize) -> Vec<Listed> {
    let there = async {
        loop {
            let rooms = of.client.directory(community).await.unwrap();
            if rooms.len() == count {
                return rooms;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, there).await.expect("the rooms are listed")
}

async fn lists(keeper: &Member, community: &RoomId, url: &str, name: &str, words: &str) -> RoomId {
    let room = keeper.founds_at(name, url).await;
    keeper.client.admit_everyone(&room, true).await.unwrap();
    let languages = vec!["ar".to_owned()];
    keeper.client.list_room(community, &room, words, languages).await.unwrap();
    keeper.client.settled(&room, PATIENCE).await.unwrap();
    keeper.client.settled(community, PATIENCE).await.unwrap();
    room
}

#[tokio::test(flavor = "multi_thread")]
async fn need_12_members_find_a_room_and_the_relay_cannot_list_rooms() {
    let relay = std::sync::Arc::new(RelayProcess::start());
    let url = relay.url.clone();
    let home = Room::at(&["Layla", "Omar", "Salma"], &url, relay).await;
    let music = lists(&home.people[0], &home.id, &url, "canary-music", "who plays the oud").await;
    let exams = lists(&home.people[0], &home.id, &url, "canary-exams", "who learns").await;
    // Members find a room by what it is about.
    for who in 1..3 {
        let rooms = directory(&home.people[who], &home.id, 2).await;
        let about: Vec<_> = rooms.iter().filter(|room| room.is_about("OUD")).collect();
        assert_eq!(about.len(), 1);
        assert_eq!((about[0].room, about[0].name.as_str()), (music, "canary-music"));
        assert_eq!((about[0].by, about[0].standing), (home.member(0).await, None));
    }
    // Omar enters as somebody whom the community does not know.
    let hello = Hello::note("from the community");
    let omar = &home.people[1];
    assert_eq!(omar.client.enter(&home.id, &music, "O", hello.clone()).await.unwrap(), music);
    omar.stands(&music, Standing::Active).await;
    omar.says(&music, "a song").await;
    home.people[0].hears(&music, "a song").await;
    assert_ne!(record(omar, &home.id).me.persona(), record(omar, &music).me.persona());
    // Who comes into the community later finds them too, though nobody shows newcomers what was said before.
    let late = Member::new("Late");
    let invite = home.people[0].invites(&home.id, 1).await;
    late.knocks(&invite.link).await;
    late.stands(&home.id, Standing::Active).await;
    directory(&late, &home.id, 2).await;
    // What a plain member lists is dropped by all.
    let trap = ListedRoom {
        room: Digest([9; 32]),
        name: "trap".to_owned(),
        words: String::new(),
        languages: Vec::new(),
        age: 0,
        link: invite.link,
    };
    let body = Body::Own(String::new(), Own::Rooms(Rooms { rooms: vec![trap] }));
    let listed = Content::new([6; 16], 1, body);
    assert_eq!(home.client(2).say(&home.id, listed.clone()).await.unwrap_err().code(), "forbidden");
    says_anyway(&home.people[2], &url, &home.id, &listed).await;
    home.all_drop(2, 1).await;
    assert_eq!(directory(omar, &home.id, 2).await[1].standing, Some(Standing::Active));
    // Who is banned from the community holds no way into its rooms any more; the others find new ones.
    let old = directory(&home.people[2], &home.id, 2).await.remove(0).link;
    let whom = home.member(2).await;
    home.client(0).moderate(&home.id, Move::Ban(whom), Why::default()).await.unwrap();
    for room in [&home.id, &music, &exams] {
        home.client(0).settled(room, PATIENCE).await.unwrap();
    }
    home.people[2].stands(&home.id, Standing::Removed).await;
    assert_eq!(home.client(2).join(&old, "S", "").await.unwrap_err().code(), "expired");
    let renewed = async {
        while directory(&late, &home.id, 2).await.iter().any(|room| room.link == old) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, renewed).await.expect("there is another way in");
    late.client.enter(&home.id, &exams, "L", hello.clone()).await.unwrap();
    late.stands(&exams, Standing::Active).await;
    // What is taken off the list is found no more, and who is in stays in.
    home.client(0).unlist_room(&home.id, &music).await.unwrap();
    home.settled(0).await;
    assert_eq!(directory(omar, &home.id, 1).await[0].room, exams);
    let gone = omar.client.enter(&home.id, &music, "O", hello).await;
    assert_eq!(gone.unwrap_err().code(), "no-room");
    assert_eq!(omar.client.room(&music).await.unwrap().standing, Standing::Active);
    holds_no_list(&home, &[music, exams]);
}

/// Neither names, ids nor links of the rooms are anywhere at the relay.
fn holds_no_list(home: &Room, rooms: &[RoomId]) {
    let mut marks = forms("canary-music", b"canary-music");
    marks.extend(forms("canary-exams", b"canary-exams"));
    for room in rooms.iter().chain([&home.id]) {
        marks.extend(forms("a room's id", &room.0));
    }
    assert_eq!(found(&files(home.relay.data()), &marks), [""; 0], "on its disk or in its log");
    assert_eq!(found(&memory(home.relay.pid()), &marks), [""; 0], "in its memory");
}

/// A room of the community whose stewards see who is who: a ban in the community reaches who is in it.
#[tokio::test(flavor = "multi_thread")]
async fn a_ban_in_the_community_reaches_its_rooms() {
    let home = Room::of(&["Layla", "Omar", "Salma"]).await;
    let (layla, omar, salma) = (&home.people[0], &home.people[1], &home.people[2]);
    let music = lists(layla, &home.id, &home.relay.url, "Music", "who plays the oud").await;
    layla.client.belong(&music, Some(home.id), true).await.unwrap();
    layla.client.settled(&music, PATIENCE).await.unwrap();
    layla.client.renew_listing(&home.id).await.unwrap();
    layla.client.settled(&home.id, PATIENCE).await.unwrap();
    let open = async |member: &Member| loop {
        let link = directory(member, &home.id, 1).await.remove(0).link;
        match member.client.door(&link).await {
            Ok((_, face)) if face.community == Some(home.id) => return link,
            _ => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    };
    let link = tokio::time::timeout(PATIENCE, open(omar)).await.expect("the new way in is listed");
    tokio::time::timeout(PATIENCE, open(salma)).await.expect("for all");
    // Nobody shows who they are without having agreed to it.
    let hidden = omar.client.enter(&home.id, &music, "O", Hello::note("")).await.unwrap_err();
    assert_eq!(hidden.code(), "as-member");
    for (member, name) in [(omar, "O"), (salma, "S")] {
        let hello = Hello { as_member: true, ..Hello::note("") };
        member.client.enter(&home.id, &music, name, hello).await.unwrap();
        member.stands(&music, Standing::Active).await;
    }
    let tied = layla.client.tied(&music).await.unwrap();
    let there = home.member(1).await;
    let here = omar.client.members(&music).await.unwrap();
    let here = here.into_iter().find(|member| member.is_me).unwrap().id;
    assert_eq!(tied.len(), 2);
    assert!(tied.iter().any(|tied| (tied.here, tied.there) == (here, there)));
    for member in [omar, salma] {
        assert!(member.client.tied(&music).await.unwrap().is_empty(), "members are not told");
    }
    layla.client.moderate(&home.id, Move::Ban(there), Why::default()).await.unwrap();
    omar.stands(&home.id, Standing::Removed).await;
    omar.stands(&music, Standing::Removed).await;
    salma.client.settled(&music, PATIENCE).await.unwrap();
    assert_eq!(salma.client.room(&music).await.unwrap().standing, Standing::Active);
    let again = omar.client.join(&link, "O", "").await.unwrap_err();
    assert!(["not-of-community", "expired"].contains(&again.code()), "{again:?}");
}
