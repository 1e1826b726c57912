//! Everything is lost but the kit.

use sitr_client::{KnockState, Role, Standing, What};
use sitr_e2e::{Member, PATIENCE, RelayProcess, room_of_two};

#[tokio::test(flavor = "multi_thread")]
async fn a_member_comes_back_by_the_kit_and_the_lost_device_is_out() {
    // J-07
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let before = bob.client.members(&room).await.unwrap();
    let kit = bob.client.recovery_kit(&room).await.unwrap();
    let link = alice.invites(&room, 1).await.link;
    let found_again = Member::new("Bob");
    assert!(
        found_again.client.restore(&kit, None, "").await.is_err(),
        "a plain member's kit has no link"
    );
    found_again.client.restore(&kit, Some(&link), "my phone is gone").await.unwrap();
    alice.admits(&room).await;
    found_again.stands(&room, Standing::Active).await;
    bob.stands(&room, Standing::Removed).await;
    alice.says(&room, "welcome back").await;
    found_again.hears(&room, "welcome back").await;
    let after = alice.client.members(&room).await.unwrap();
    let id = |members: &[sitr_client::MemberView]| {
        members.iter().find(|member| member.name == "Bob").unwrap().id
    };
    assert_eq!(id(&before), id(&after), "the same person to everybody");
    assert_eq!(after.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stewards_kit_brings_its_own_way_back() {
    // J-07
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let members = alice.client.members(&room).await.unwrap();
    let id = members.iter().find(|member| member.name == "Bob").unwrap().id;
    alice.client.set_role(&room, id, Role::Moderator).await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Role(_, _, Role::Moderator))).await;
    let kit = bob.client.recovery_kit(&room).await.unwrap();
    bob.client.settled(&room, PATIENCE).await.unwrap();
    alice.client.admit_everyone(&room, true).await.unwrap();
    let again = Member::new("Bob");
    again.client.restore(&kit, None, "").await.unwrap();
    // Who comes back with a role is let in by a person, even where the door opens by itself.
    alice
        .sees(
            &room,
            |what| matches!(what, What::Knock(knock) if knock.state == KnockState::Waiting),
        )
        .await;
    alice.admits(&room).await;
    again.stands(&room, Standing::Active).await;
    let mine = again.client.members(&room).await.unwrap();
    let me = mine.iter().find(|member| member.is_me).unwrap();
    assert_eq!(me.role, Role::Moderator);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_cannot_follow_comes_back_by_itself() {
    //
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    alice.says(&room, "before").await;
    bob.hears(&room, "before").await;
    bob.client.close().await;
    // The keys that the next commit is sealed to are damaged.
    let profile = sitr_e2e::unlock(|unlock| {
        sitr_client_store::profile::Profile::open(&bob.profile(), unlock).unwrap()
    });
    let lost = profile.connection().execute("DELETE FROM mls_epoch_keys", []).unwrap();
    assert!(lost > 0);
    drop(profile);
    alice.client.renew_keys(&room).await.unwrap();
    alice.says(&room, "while he cannot follow").await;
    let bob = bob.restarted();
    bob.client.connect().await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Standing(Standing::Stuck))).await;
    bob.stands(&room, Standing::Active).await;
    alice.sees(&room, |what| matches!(what, What::Returned(_, name) if name == "Bob")).await;
    alice.agrees_with(&bob, &room).await;
    alice.says(&room, "welcome back").await;
    bob.hears(&room, "welcome back").await;
    assert_eq!(bob.texts(&room).await, ["before", "welcome back"], "his history stays");
}
