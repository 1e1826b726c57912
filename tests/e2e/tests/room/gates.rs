//! Who is let in, who is not, and who is let out.

use std::time::Duration;

use sitr_client::{CoreError, Error, KnockState, Role, Standing, What};
use sitr_e2e::{Member, PATIENCE, RelayProcess, room_of_two};

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_knock_learns_why() {
    let relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;
    let invite = alice.invites(&room, 2).await;
    let mallory = Member::new("Mallory");
    mallory.knocks(&invite.link).await;
    alice.sees(&room, |what| matches!(what, What::Knock(_))).await;
    let knock = alice.client.knocks(&room).await.unwrap().remove(0);
    alice.client.refuse(&room, knock.id, "not today").await.unwrap();
    mallory.sees(&room, |what| matches!(what, What::Refused(why) if why == "not today")).await;
    mallory.stands(&room, Standing::Refused).await;
    let again = alice.client.admit(&room, knock.id).await;
    assert!(matches!(again, Err(Error::Core(CoreError::KnockAnswered))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_invite_leads_nowhere() {
    let relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;
    let invite = alice.invites(&room, 2).await;
    alice.client.revoke_invite(&room, invite.id).await.unwrap();
    alice.client.settled(&room, PATIENCE).await.unwrap();
    let refused = Member::new("Bob").client.join(&invite.link, "Bob", "").await;
    assert!(matches!(refused, Err(Error::Core(CoreError::Expired))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_takes_as_many_knocks_as_it_has_uses() {
    let relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;
    let invite = alice.invites(&room, 1).await;
    let (bob, carol) = (Member::new("Bob"), Member::new("Carol"));
    bob.knocks(&invite.link).await;
    carol.client.join(&invite.link, "Carol", "").await.unwrap();
    carol.stands(&room, Standing::Refused).await;
    alice.admits(&room).await;
    bob.stands(&room, Standing::Active).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invite_is_refused_by_the_newcomers_own_client() {
    let relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;
    let invite = alice.client.create_invite(&room, 1, Duration::ZERO).await.unwrap();
    alice.client.settled(&room, PATIENCE).await.unwrap();
    let refused = Member::new("Bob").client.join(&invite.link, "Bob", "").await;
    assert!(matches!(refused, Err(Error::Core(CoreError::Expired))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_and_foreign_links_say_what_to_do() {
    let relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;
    let link = alice.invites(&room, 1).await.link;
    let bob = Member::new("Bob");
    for (text, code) in [
        (&link[..link.len() - 5], "link-damaged"),
        ("https://example.org/invite", "link-foreign"),
        ("", "link-foreign"),
    ] {
        let error = bob.client.join(text, "Bob", "").await.unwrap_err();
        assert_eq!(error.code(), code);
        assert!(!error.hint().is_empty());
    }
    assert!(bob.client.rooms().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_at_the_relays_address_is_recognised() {
    let relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;
    let link = alice.invites(&room, 1).await.link;
    let other = RelayProcess::start();
    let mut elsewhere = sitr_client_core::body::Link::from_text(&link).unwrap();
    elsewhere.relay.routes = vec![other.url.clone()];
    let refused = Member::new("Bob").client.join(&elsewhere.to_text(), "Bob", "").await;
    assert_eq!(refused.unwrap_err().code(), "relay-identity"); // W-03
}

#[tokio::test(flavor = "multi_thread")]
async fn members_do_what_their_role_allows() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let members = alice.client.members(&room).await.unwrap();
    let id = |name: &str| members.iter().find(|member| member.name == name).unwrap().id;
    let hour = Duration::from_secs(3600);
    assert!(bob.client.create_invite(&room, 1, hour).await.unwrap_err().is_policy());
    assert!(bob.client.remove(&room, id("Alice")).await.unwrap_err().is_policy());
    assert!(bob.client.set_role(&room, id("Bob"), Role::Admin).await.unwrap_err().is_policy());
    let last = alice.client.leave(&room).await;
    assert!(matches!(last, Err(Error::Core(CoreError::LastAdmin))));
    alice.client.set_role(&room, id("Bob"), Role::Moderator).await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Role(_, _, Role::Moderator))).await;
    assert!(bob.client.remove(&room, id("Alice")).await.unwrap_err().is_policy());
    bob.client.create_invite(&room, 1, hour).await.unwrap();
    alice.client.set_role(&room, id("Bob"), Role::Admin).await.unwrap();
    bob.sees(&room, |what| matches!(what, What::Role(_, _, Role::Admin))).await;
    alice.client.leave(&room).await.unwrap();
    alice.stands(&room, Standing::Left).await;
    bob.sees(&room, |what| matches!(what, What::Gone(_, name) if name == "Alice")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doorkeeper_lets_everybody_in() {
    let relay = RelayProcess::start();
    let (alice, keeper, room) = room_of_two(&relay).await;
    let members = alice.client.members(&room).await.unwrap();
    let id = members.iter().find(|member| member.name == "Bob").unwrap().id;
    alice.client.set_role(&room, id, Role::Doorkeeper).await.unwrap();
    keeper.sees(&room, |what| matches!(what, What::Role(_, _, Role::Doorkeeper))).await;
    keeper.client.admit_everyone(&room, true).await.unwrap();
    let invite = alice.invites(&room, 3).await;
    // Nobody but the doorkeeper is there when somebody knocks.
    let alice = alice.restarted();
    let carol = Member::new("Carol");
    carol.knocks(&invite.link).await;
    carol.stands(&room, Standing::Active).await;
    carol.says(&room, "that was quick").await;
    alice.client.connect().await.unwrap();
    alice.hears(&room, "that was quick").await;
    let knocks = alice.client.knocks(&room).await.unwrap();
    assert!(knocks.iter().all(|knock| knock.state == KnockState::Admitted), "{knocks:?}");
}
