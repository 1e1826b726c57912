//! A client process is killed again and again while it does something.

use std::process::Child;
use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use sitr_client::Standing;
use sitr_e2e::{Member, PATIENCE, RelayProcess, room_of_two, sitr};

/// Lets a process run for a while that chance decides, kills it as a power cut would, and tells whether it
/// had finished its work before.
fn cut_short(mut child: Child, most_ms: u64, rng: &mut rand::rngs::StdRng) -> bool {
    let pause = Duration::from_millis(rng.random_range(0..most_ms));
    std::thread::park_timeout(pause);
    let _ = child.kill();
    child.wait().expect("it ended").success()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_sender_says_each_thing_once() {
    let seed = 7;
    let mut rng = rand::rngs::StdRng::seed_from_u64(seed);
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let (profile, words) = (bob.profile(), bob.passphrase_file());
    bob.client.close().await;
    let mut finished = Vec::new();
    for number in 0..15 {
        let text = format!("line {number}");
        let child = sitr(&profile, &words, &["send", "Evening", &text]).expect("sitr starts");
        if cut_short(child, 400, &mut rng) {
            finished.push(text);
        }
    }
    // Whatever lay in the outbox is sent by the next command that connects.
    let last = sitr(&profile, &words, &["send", "Evening", "the end"])
        .expect("sitr starts")
        .wait()
        .expect("it ended");
    assert!(last.success(), "the profile is well after 15 kills (seed {seed})");
    alice.hears(&room, "the end").await;
    let mut heard = alice.texts(&room).await;
    for text in &finished {
        assert!(heard.contains(text), "{text:?} was finished and is lost (seed {seed})");
    }
    let count = heard.len();
    heard.sort();
    heard.dedup();
    assert_eq!(heard.len(), count, "nothing is said twice (seed {seed})");
    let bob = bob.restarted();
    bob.client.connect().await.expect("connected");
    alice.agrees_with(&bob, &room).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_steward_leaves_one_room() {
    let seed = 11;
    let mut rng = rand::rngs::StdRng::seed_from_u64(seed);
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let invite = alice.invites(&room, 8).await;
    let (profile, words) = (alice.profile(), alice.passphrase_file());
    alice.client.close().await;
    let mut newcomers = Vec::new();
    for number in 0..4 {
        let newcomer = Member::new(&format!("Newcomer {number}"));
        newcomer.knocks(&invite.link).await;
        let name = format!("Newcomer {number}");
        // Killed between reading the knock, opening the next mailbox, closing this one, and the Welcome.
        while !cut_short(
            sitr(&profile, &words, &["admit", "Evening", &name]).expect("sitr starts"),
            500,
            &mut rng,
        ) {
            let knocks = sitr(&profile, &words, &["knocks", "Evening"])
                .expect("sitr starts")
                .wait()
                .expect("it ended");
            assert!(knocks.success(), "the profile is well (seed {seed})");
            if newcomer.client.room(&room).await.expect("the room").standing == Standing::Active {
                break;
            }
        }
        newcomer.stands(&room, Standing::Active).await;
        newcomers.push(newcomer);
    }
    let alice = alice.restarted();
    alice.client.connect().await.expect("connected");
    alice.client.settled(&room, PATIENCE).await.expect("settled");
    for member in newcomers.iter().chain([&bob]) {
        alice.agrees_with(member, &room).await;
    }
    alice.says(&room, "one room").await;
    for member in newcomers.iter().chain([&bob]) {
        member.hears(&room, "one room").await;
    }
}
