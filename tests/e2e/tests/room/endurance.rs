//! Things fall: relays are killed, stewards race, clients end in the middle of something.

use std::time::{Duration, SystemTime};

use sitr_client::{Role, Standing, What};
use sitr_e2e::{Member, PATIENCE, RelayProcess, room_of_two};

/// Makes somebody a moderator and waits until they know.
async fn promote(admin: &Member, other: &Member, name: &str, room: &sitr_client::RoomId) {
    let members = admin.client.members(room).await.unwrap();
    let id = members.into_iter().find(|member| member.name == name).unwrap().id;
    admin.client.set_role(room, id, Role::Moderator).await.unwrap();
    let promoted = |what: &What| matches!(what, What::Role(_, _, Role::Moderator));
    other.sees(room, promoted).await;
    admin.agrees_with(other, room).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_stewards_race_and_nothing_is_lost() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    promote(&alice, &bob, "Bob", &room).await;
    for round in 0..5 {
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        let both = tokio::join!(
            alice.client.send(&room, &a),
            bob.client.send(&room, &b),
            alice.client.renew_keys(&room),
            bob.client.renew_keys(&room),
        );
        assert!(both.0.is_ok() && both.1.is_ok() && both.2.is_ok() && both.3.is_ok());
        let settled = tokio::join!(
            alice.client.settled(&room, PATIENCE),
            bob.client.settled(&room, PATIENCE)
        );
        settled.0.unwrap();
        settled.1.unwrap();
        alice.hears(&room, &b).await;
        bob.hears(&room, &a).await;
    }
    alice.agrees_with(&bob, &room).await;
    let (mut a, mut b) = (alice.texts(&room).await, bob.texts(&room).await);
    a.sort();
    b.sort();
    assert_eq!(a, b, "both have each message once");
    assert_eq!(a.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_relay_loses_nothing_that_it_acknowledged() {
    let mut relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let mut said = Vec::new();
    for round in 0..4 {
        for line in 0..10 {
            let text = format!("{round}.{line}");
            alice.client.send(&room, &text).await.unwrap();
            said.push(text);
        }
        relay.kill();
        let unheard = format!("{round}.while it was down");
        alice.client.send(&room, &unheard).await.unwrap();
        said.push(unheard);
        relay.restart();
        alice.client.settled(&room, PATIENCE).await.unwrap();
    }
    bob.hears(&room, said.last().unwrap()).await;
    assert_eq!(bob.texts(&room).await, said, "all of it, once, in order");
    assert_eq!(alice.texts(&room).await, said);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_offline_is_sent_after_a_restart() {
    let mut relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    relay.kill();
    alice.client.send(&room, "into the dark").await.unwrap();
    let alice = alice.restarted();
    relay.restart();
    alice.client.connect().await.unwrap();
    bob.hears(&room, "into the dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_who_restarts_while_waiting_is_let_in() {
    let relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;
    let invite = alice.invites(&room, 2).await;
    let bob = Member::new("Bob");
    bob.knocks(&invite.link).await;
    let bob = bob.restarted();
    alice.admits(&room).await;
    bob.client.join(&invite.link, "Bob", "").await.unwrap();
    bob.stands(&room, Standing::Active).await;
    alice.agrees_with(&bob, &room).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_of_one_profile_share_its_rooms() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let second = bob.second_process();
    second.connect().await.unwrap();
    alice.says(&room, "to both").await;
    bob.hears(&room, "to both").await;
    second.send(&room, "from the second").await.unwrap();
    bob.client.send(&room, "from the first").await.unwrap();
    second.settled(&room, PATIENCE).await.unwrap();
    alice.hears(&room, "from the second").await;
    alice.hears(&room, "from the first").await;
    alice.says(&room, "good night").await;
    bob.hears(&room, "good night").await;
    let mut texts = bob.texts(&room).await;
    texts.sort();
    assert_eq!(texts, ["from the first", "from the second", "good night", "to both"]);
}

/// When a profile's files were written last.
fn written(member: &Member) -> Vec<SystemTime> {
    let file = |name: &str| member.profile().join(name).metadata().unwrap().modified().unwrap();
    ["profile.db", "profile.db-wal"].map(file).to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_nothing_to_do_writes_nothing() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    for member in [&alice, &bob] {
        member.client.settled(&room, PATIENCE).await.unwrap();
        member.client.caught_up(&room, PATIENCE).await.unwrap();
        // What followed from the joining may still be under way: it has to come to an end.
        let looks = async {
            loop {
                let before = written(member);
                for _ in 0..10 {
                    member.client.keep(room); // has its worker look whether there is something to do
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                if written(member) == before {
                    return;
                }
            }
        };
        let quiet = tokio::time::timeout(PATIENCE, looks).await;
        assert!(quiet.is_ok(), "a look at a room in which nothing happens is written down");
    }
}
