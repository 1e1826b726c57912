//! A relay that is another one, or was another one yesterday.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sitr_client::{Alarm, Client, NetError, Status};
use sitr_e2e::{Member, PATIENCE, RelayProcess};
use sitr_hostile::liar::{Act, Liar, Lie};
use sitr_hostile::stage::{Stage, alarms, by_way_of};
use sitr_wire::frame::Hi;
use sitr_wire::statement::Statement;
use sitr_wire::ticket::{Difficulty, Policy};
use sitr_wire::{RelayId, Reply, Request, Seed};

/// Waits until the room's relay was found out of reach for this reason.
async fn is_offline(stage: &Stage, why: &str) {
    let offline = async {
        loop {
            match stage.bob.client.status(&stage.room) {
                Some(Status::Offline(_, reason)) if reason == why => return,
                _ => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    assert!(tokio::time::timeout(PATIENCE, offline).await.is_ok(), "not offline for {why}");
}

/// A lie about the hello.
fn hi(mut change: impl FnMut(&mut Hi) + Send + 'static) -> Lie {
    Lie::of_replies(move |_, number, reply| match reply {
        Reply::Hi(mut hi) => {
            change(&mut hi);
            vec![Act::Tell(number, Reply::Hi(hi))]
        }
        other => vec![Act::Tell(number, other)],
    })
}

/// The lie, and every request that came meanwhile.
fn noting(lie: Lie) -> (Lie, Arc<Mutex<Vec<Request>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    let lie = lie.and_requests(move |number, request| {
        kept.lock().unwrap().push(request.clone());
        vec![Act::Ask(number, request)]
    });
    (lie, asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_prove_the_rooms_key_is_sent_nothing() {
    // W-02, W-03, W-04, T-02
    let mut stage = Stage::set().await;
    let thief = Seed::new([9; 32]);
    let own_key = move |hi: &mut Hi| {
        // A key of its own over another nonce than the client's.
        hi.relay_key = thief.public();
        let id = RelayId::of(&hi.relay_key);
        hi.signature = Statement::hello(&id, &[0; 32]).sign(&thief);
    };
    let costs = |gate_bits, argon_kib, argon_bits| {
        hi(move |hi| hi.tickets = Policy::Work(Difficulty { gate_bits, argon_kib, argon_bits }))
    };
    let lies = [
        ("relay-identity", hi(own_key)),
        ("relay-identity", hi(|hi| hi.signature.0[0] ^= 1)),
        ("relay-identity", hi(|hi| hi.relay_key = Seed::new([8; 32]).public())),
        ("relay-protocol", hi(|hi| hi.version = 2)),
        ("relay-work", costs(25, 8, 0)),
        ("relay-work", costs(1, 4097, 0)),
        ("relay-work", costs(1, 8, 17)),
        ("relay-work", costs(24, 4096, 16)),
    ];
    for (why, lie) in lies {
        let (lie, asked) = noting(lie);
        stage.liar.lies(lie);
        stage.liar.cut();
        stage.bob_writes().await;
        is_offline(&stage, why).await;
        let hello = |request: &Request| matches!(request, Request::Hello(_));
        assert!(asked.lock().unwrap().iter().all(hello), "nothing but the hello is said");
        stage.liar.is_honest();
        stage.agree(why).await;
        assert_eq!(stage.alarms().await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_proof_of_the_right_key_is_none() {
    // W-03
    let mut stage = Stage::set().await;
    let old = Lie::of_requests(|number, request| match request {
        Request::Hello(mut hello) => {
            hello.nonce = [7; 32];
            vec![Act::Ask(number, Request::Hello(hello))]
        }
        other => vec![Act::Ask(number, other)],
    });
    stage.liar.lies(old);
    stage.liar.cut();
    stage.bob_writes().await;
    is_offline(&stage, "relay-identity").await;
    stage.liar.is_honest();
    stage.agree("an old proof").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_relay_at_the_same_address_is_not_followed() {
    // W-03, A-11
    let mut stage = Stage::set().await;
    let other = RelayProcess::start();
    stage.liar.stand_before(&other.url);
    stage.liar.cut();
    stage.bob_writes().await;
    is_offline(&stage, "relay-identity").await;
    stage.liar.stand_before(&stage.relay.url);
    stage.agree("another relay").await;
    // Nor does a newcomer follow it.
    let invite = stage.alice.invites(&stage.room, 1).await;
    let liar = Liar::before(&other.url).await;
    let carol = Member::new("Carol");
    let refused = carol.client.join(&by_way_of(&liar, &invite.link), "Carol", "").await;
    assert!(matches!(refused, Err(sitr_client::Error::Net(NetError::Identity))));
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_went_back_to_an_old_copy_is_told_and_healed() {
    //
    let mut stage = Stage::set().await;
    stage.alice_says().await;
    let kept = stage.relay.data().join("kept");
    stage.relay.kill();
    copy(&stage.relay.data().join("relay"), &kept);
    stage.relay.restart();
    stage.liar.stand_before(&stage.relay.url);
    // Gone with the old copy, heard by both.
    for _ in 0..3 {
        stage.alice_says().await;
        let text = stage.bob_writes().await;
        stage.alice.hears(&stage.room, &text).await;
    }
    stage.relay.kill();
    copy(&kept, &stage.relay.data().join("relay"));
    stage.relay.restart();
    stage.agree("an old copy").await;
    let raised = [alarms(&stage.alice).await, stage.alarms().await];
    for who in raised {
        assert!(who.contains(&Alarm::RelayForgets), "{who:?}");
    }
    // Room for one more end of an epoch, in which everybody goes on.
    stage.alice_rolls().await;
    stage.agree("after an old copy").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relays_with_one_key_are_caught_when_their_rooms_touch() {
    // R-01, M-08
    let mut stage = Stage::set().await;
    let mut other = RelayProcess::start();
    other.kill();
    stage.relay.kill();
    copy(&stage.relay.data().join("relay"), &other.data().join("relay"));
    stage.relay.restart();
    other.restart();
    stage.liar.stand_before(&other.url);
    // A page of each room that the other has not.
    for _ in 0..34 {
        stage.alice_says().await;
        let text = stage.bob_writes().await;
        stage.bob.client.settled(&stage.room, PATIENCE).await.expect(&text);
    }
    assert_eq!(stage.alarms().await, [], "nobody can know yet");
    stage.liar.stand_before(&stage.relay.url);
    stage.liar.cut();
    stage.bob_writes().await;
    let proven = |raised: Vec<Alarm>| raised.contains(&Alarm::RelaySplits);
    let told =
        async { while !proven(stage.alarms().await) && !proven(alarms(&stage.alice).await) {} };
    assert!(tokio::time::timeout(PATIENCE, told).await.is_ok(), "nobody was told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_says_nothing_is_given_up() {
    // A listener that takes connections, and says nothing; and one that ends them.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/sitr/v1", silent.local_addr().unwrap());
    let held = tokio::spawn(async move {
        let mut all = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            all.push(stream);
        }
    });
    let relay = RelayProcess::start();
    let mute = Liar::before(&relay.url).await;
    mute.lies(Lie::of_replies(|_, _, _| vec![]));
    let (alice, bob) = (Member::new("Alice"), Member::new("Bob"));
    let asks =
        |client: Client, url: String| async move { client.create_room("a", "b", &url).await };
    let (one, two) = tokio::join!(asks(alice.client, url), asks(bob.client, mute.url.clone()));
    for refused in [one, two] {
        assert!(matches!(refused, Err(sitr_client::Error::Net(NetError::Closed))));
    }
    held.abort();
}
