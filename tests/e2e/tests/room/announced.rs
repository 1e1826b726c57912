//! What a relay announces of itself reaches people, and a room moves to another one.

use std::path::Path;
use std::process::Command;

use sitr_client::{Alarm, CoreError, Error, MessageId, RoomId, Since, Standing, ToAttach, What};
use sitr_e2e::tap::{Frames, tap};
use sitr_e2e::{Member, RelayProcess, binary, room_of_two, sitr};

fn run(verb: &str, copy: &Path, data: &Path) {
    let mut relay = Command::new(binary("SITR_RELAY_BIN"));
    let status = relay.arg(verb).arg(copy).arg("--data").arg(data).status();
    assert!(status.expect("the relay's program").success(), "{verb}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_hear_that_a_relay_is_given_up_and_that_it_came_back_from_a_copy() {
    // W-12
    let mut relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;

    relay.kill();
    relay.add_to_config("retires_on = 2099-12-31\n");
    relay.restart();
    let last_day = 47_481;
    alice.sees(&room, |what| *what == What::Retires(Some(last_day))).await;
    alice.says(&room, "until then all goes on").await;

    let (copy, data) = (relay.data().join("copy"), relay.data().join("relay"));
    run("backup", &copy, &data);
    relay.kill();
    std::fs::remove_dir_all(&data).expect("the data is lost");
    run("restore", &copy, &data);
    relay.restart();
    alice.sees(&room, |what| matches!(what, What::Alarm(Alarm::RelayRestored))).await;
    alice.says(&room, "and goes on after it").await;
}

/// Frames that came to the new relay by the routes that the move names.
fn came(frames: &Frames) -> usize {
    frames.from_clients.lock().expect("frames").len()
}

/// Sends a file, and gives the message that it hangs on.
async fn sends_a_file(member: &Member, room: &RoomId) -> MessageId {
    let file = ToAttach {
        name: "minutes.txt".to_owned(),
        media: "text/plain".to_owned(),
        bytes: b"what was decided".to_vec(),
        ..ToAttach::default()
    };
    let message = member.client.attach_as_it_is(room, file).await.expect("a file");
    member.client.settled(room, sitr_e2e::PATIENCE).await.expect("the file is sent");
    message
}

/// What a member does who does not consent: everything, but to follow.
async fn stays_behind(carol: &Member, room: &RoomId) {
    carol.stands(room, Standing::Moving).await;
    let moves = |what: &What| matches!(what, What::Moves(routes) if routes.len() == 1);
    carol.sees(room, moves).await;
    carol.client.connect().await.expect("the client");
    carol.client.caught_up(room, sitr_e2e::PATIENCE).await.expect("nothing to read");
    let refused = carol.client.send(room, "where are you?").await;
    assert!(matches!(refused, Err(Error::Core(CoreError::Moves))));
    let history = carol.client.history(room, Since::Last, 100).await.expect("the history");
    assert!(history.iter().any(|message| message.text == "we go before the year ends"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_is_retired_and_its_room_moves_with_those_who_consent() {
    // W-11, R-29, R-30, R-32
    let mut old = RelayProcess::start();
    let new = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&old).await;
    let invite = alice.invites(&room, 2).await;
    let carol = Member::new("Carol");
    carol.knocks(&invite.link).await;
    alice.admits(&room).await;
    carol.stands(&room, Standing::Active).await;
    old.kill();
    old.add_to_config("retires_on = 2099-12-31\n");
    old.restart();
    alice.sees(&room, |what| matches!(what, What::Retires(Some(_)))).await;
    alice.says(&room, "we go before the year ends").await;
    let minutes = sends_a_file(&alice, &room).await;
    bob.hears(&room, "we go before the year ends").await;

    let (route, frames) = tap(&new.url).await;
    alice.client.move_room(&room, std::slice::from_ref(&route)).await.expect("the move is wanted");
    alice.client.settled(&room, sitr_e2e::PATIENCE).await.expect("the room has moved");
    assert_eq!(alice.client.room(&room).await.expect("the room").relay, route);
    stays_behind(&carol, &room).await;
    bob.stands(&room, Standing::Moving).await;
    assert_eq!(bob.client.moves_to(&room).await.expect("a place").routes, [route]);

    // Alice sleeps and Bob goes by a route of his own: whoever comes to the named one is Carol.
    alice.client.close().await;
    let before = came(&frames);
    bob.client.follow(&room, Some(std::slice::from_ref(&new.url))).await.expect("he follows");
    bob.says(&room, "here we are").await;
    stays_behind(&carol, &room).await;
    assert_eq!(came(&frames), before, "who has not consented contacts nobody");
    let file = bob.client.fetch_file(&room, minutes, 0).await.expect("it lies at the old relay");
    assert_eq!(file, b"what was decided");

    carol.client.close().await;
    let mut program =
        sitr(&carol.profile(), &carol.passphrase_file(), &["room", "follow", "Evening"])
            .expect("the program");
    assert!(program.wait().expect("it ends").success());
    assert!(came(&frames) > before);
    old.kill();
    let (alice, carol) = (alice.restarted(), carol.restarted());
    alice.client.connect().await.expect("the client");
    carol.client.connect().await.expect("the client");
    carol.hears(&room, "here we are").await;
    carol.says(&room, "and I came too").await;
    alice.hears(&room, "and I came too").await;
    alice.agrees_with(&carol, &room).await;
    let anew = alice.invites(&room, 1).await;
    let dave = Member::new("Dave");
    dave.knocks(&anew.link).await;
    alice.admits(&room).await;
    dave.stands(&room, Standing::Active).await;
    dave.says(&room, "hello").await;
    bob.hears(&room, "hello").await;
}
