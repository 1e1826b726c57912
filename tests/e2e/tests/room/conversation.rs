//! People talk.

use sitr_client::{Role, Standing, What};
use sitr_e2e::{Member, PATIENCE, RelayProcess, room_of_two};

#[tokio::test(flavor = "multi_thread")]
async fn three_members_hear_each_other() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    alice.says(&room, "welcome").await;
    bob.hears(&room, "welcome").await;
    let carol = Member::new("Carol");
    let invite = alice.invites(&room, 1).await;
    carol.knocks(&invite.link).await;
    alice.admits(&room).await;
    carol.stands(&room, Standing::Active).await;
    carol.says(&room, "مرحبا").await;
    bob.says(&room, "hello").await;
    for member in [&alice, &bob, &carol] {
        member.hears(&room, "مرحبا").await;
        member.hears(&room, "hello").await;
    }
    assert!(!carol.texts(&room).await.contains(&"welcome".to_owned()), "said before she came");
    alice.agrees_with(&carol, &room).await;
    assert_eq!(alice.client.members(&room).await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_arrives_whole() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let long = "كلمة word ".repeat(4000);
    bob.says(&room, &long).await;
    alice.hears(&room, &long).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_was_away_reads_all_in_order() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    bob.client.caught_up(&room, PATIENCE).await.unwrap();
    let bob = bob.restarted();
    let mut said = Vec::new();
    for round in 0..4 {
        for line in 0..40 {
            said.push(format!("{round}.{line}"));
            alice.client.send(&room, said.last().unwrap()).await.unwrap();
        }
        alice.client.settled(&room, PATIENCE).await.unwrap();
        alice.client.renew_keys(&room).await.unwrap();
        alice.client.settled(&room, PATIENCE).await.unwrap();
    }
    bob.client.connect().await.unwrap();
    bob.hears(&room, said.last().unwrap()).await;
    assert_eq!(bob.texts(&room).await, said);
    alice.agrees_with(&bob, &room).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_given_and_a_moderator_lets_people_in() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let bob_id = alice.client.members(&room).await.unwrap().into_iter().find(|m| m.name == "Bob");
    alice.client.set_role(&room, bob_id.unwrap().id, Role::Moderator).await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Role(_, name, Role::Moderator) if name == "Bob"))
        .await;
    let carol = Member::new("Carol");
    let invite = bob.invites(&room, 1).await;
    carol.knocks(&invite.link).await;
    bob.admits(&room).await;
    carol.stands(&room, Standing::Active).await;
    carol.says(&room, "here").await;
    alice.hears(&room, "here").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_leaves_and_one_is_removed() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let carol = Member::new("Carol");
    let invite = alice.invites(&room, 1).await;
    carol.knocks(&invite.link).await;
    alice.admits(&room).await;
    carol.stands(&room, Standing::Active).await;
    bob.client.leave(&room).await.unwrap();
    alice.sees(&room, |what| matches!(what, What::Gone(_, name) if name == "Bob")).await;
    bob.stands(&room, Standing::Left).await;
    let carol_id =
        alice.client.members(&room).await.unwrap().into_iter().find(|m| m.name == "Carol");
    alice.client.remove(&room, carol_id.unwrap().id).await.unwrap();
    carol.stands(&room, Standing::Removed).await;
    assert!(carol.client.send(&room, "still here?").await.is_err());
    assert_eq!(alice.client.members(&room).await.unwrap().len(), 1);
}
