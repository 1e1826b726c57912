//! A say in the place.

use sitr_client::content::Guidelines;
use sitr_client::{Aye, Setting};
use sitr_e2e::PATIENCE;

use crate::dishonest::decides_anyway;
use crate::world::{Room, text};

fn rules(first: &str) -> Guidelines {
    Guidelines { texts: [("en".to_owned(), vec![first.to_owned()])].into() }
}

/// Waits until this device counts so many votes for a proposal.
async fn counts(room: &Room, who: usize, proposal: sitr_client::MessageId, ayes: u32) {
    let counted = async {
        loop {
            let motions = room.client(who).motions(&room.id).await.unwrap();
            if motions.iter().any(|motion| motion.id == proposal && motion.ayes == ayes) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, counted).await.expect("the votes are counted");
}

/// Waits until this device's room has guidelines and slow mode so.
async fn is_so(room: &Room, who: usize, guidelines: &Guidelines, slow_seconds: u32) {
    let so = async {
        loop {
            let settings = room.client(who).settings(&room.id).await.unwrap();
            if settings.slow_seconds == slow_seconds {
                assert_eq!(settings.guidelines, Some(guidelines.hash().0));
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, so).await.expect("the room is so");
}

#[tokio::test(flavor = "multi_thread")]
async fn need_18_guidelines_change_by_the_vote_that_the_room_asks_for() {
    let room = Room::of(&["Layla", "Omar", "Salma"]).await;
    room.client(0).set(&room.id, Setting::Votes(true)).await.unwrap();
    room.settled(0).await;
    room.agree().await;
    // Proposed by a member; the admin alone cannot have it so.
    let wanted = rules("be kind");
    let proposal = room.client(1).propose(&room.id, wanted.clone(), "we need one").await.unwrap();
    room.settled(1).await;
    for who in 0..3 {
        counts(&room, who, proposal, 0).await;
    }
    let early = room.client(0).carry(&room.id, proposal).await;
    assert_eq!(early.unwrap_err().code(), "forbidden");
    // One of three is not enough, two are; everybody counts the same.
    for (voter, ayes) in [(1, 1), (2, 2)] {
        room.client(voter).vote_on_guidelines(&room.id, Aye::Proposal(proposal)).await.unwrap();
        for who in 0..3 {
            counts(&room, who, proposal, ayes).await;
        }
        let carried = room.client(0).motions(&room.id).await.unwrap()[0].is_carried;
        assert_eq!(carried, ayes == 2);
    }
    room.client(0).carry(&room.id, proposal).await.unwrap();
    room.settled(0).await;
    room.agree().await;
    // Who voted for them has accepted them.
    room.say(2, text("as we wanted")).await;
    room.all_hear("as we wanted").await;
    // A dishonest admin sets others without a vote, and takes the need of votes away: ignored by all.
    let mine = rules("mine");
    let decide = |policy: &mut sitr_community::Policy| {
        policy.settings.guidelines = Some(mine.hash().0);
    };
    decides_anyway(&room.people[0], &room.relay.url, &room.id, decide).await;
    let free = |policy: &mut sitr_community::Policy| policy.settings.votes_required = false;
    decides_anyway(&room.people[0], &room.relay.url, &room.id, free).await;
    // The same program does what the rules allow, and is heard: it was the missing vote.
    let slow = |policy: &mut sitr_community::Policy| policy.settings.slow_seconds = 7;
    decides_anyway(&room.people[0], &room.relay.url, &room.id, slow).await;
    for who in 1..3 {
        is_so(&room, who, &wanted, 7).await;
        assert!(room.client(who).settings(&room.id).await.unwrap().votes_required);
    }
}
