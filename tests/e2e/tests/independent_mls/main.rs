//! A member of another make: all of its MLS is mls-rs, its cells go over a socket of its own. Whatever
//! it and the SDK agree on here is the protocol, and no accident of one implementation.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod insider;
mod judge;
mod newcomer;

use insider::{Heard, Insider, next};
use mls_rs::client_builder::MlsConfig;
use newcomer::Newcomer;
use sitr_client::{KnockState, MemberId, Role, RoomId, Standing, What};
use sitr_client_core::crypto::cell::{self, Kind};
use sitr_e2e::{Member, PATIENCE, RelayProcess, room_of_two};
use sitr_wire::{Code, Mailbox};

/// The member is in the very same epoch of MLS.
async fn agree<C: MlsConfig>(eve: &Insider<C>, member: &Member, room: &RoomId) {
    let mut events = member.client.events(Some(0)).await.unwrap();
    let same = async {
        while member.client.epoch_authenticator(room).await.ok() != Some(eve.epoch()) {
            events.next().await.unwrap();
        }
    };
    let same = tokio::time::timeout(PATIENCE, same).await;
    let theirs = member.client.epoch_authenticator(room).await;
    assert!(same.is_ok(), "epoch {:?} and {:?}", eve.epoch(), theirs);
}

async fn follows<C: MlsConfig>(eve: &mut Insider<C>, author: &str) {
    let before = eve.group.current_epoch();
    let heard = eve.hears(|heard| matches!(heard, Heard::Epoch(..))).await;
    assert_eq!(heard, Heard::Epoch(before + 1, author.to_owned()));
}

async fn hears<C: MlsConfig>(eve: &mut Insider<C>, from: &str, text: &str) {
    let wanted = Heard::Text(from.to_owned(), text.to_owned());
    eve.hears(|heard| *heard == wanted).await;
}

async fn id_of(of: &str, member: &Member, room: &RoomId) -> MemberId {
    let members = member.client.members(room).await.unwrap();
    members.into_iter().find(|member| member.name == of).unwrap().id
}

/// Follows a link, is let in, agrees with everybody. A KeyPackage that ends some day is never shown.
async fn joins(relay: &RelayProcess, alice: &Member, room: &RoomId) -> Insider<impl MlsConfig> {
    let invite = alice.invites(room, 2).await;
    let mut newcomer = Newcomer::follow(&relay.url, &invite.link, "Eve").await;
    newcomer.knock_for_a_year().await;
    let waiting = newcomer.knock_for_good().await;
    alice.admits(room).await;
    let knocks = alice.client.knocks(room).await.unwrap();
    let hers: Vec<_> = knocks.iter().filter(|knock| knock.name == "Eve").collect();
    assert_eq!(hers.len(), 1, "G-04: the other KeyPackage is none");
    assert_eq!(hers[0].note, "of another make");
    assert_eq!(hers[0].state, KnockState::Admitted);
    waiting.enter().await
}

/// Everybody hears everybody, in words short and long.
async fn talk<C: MlsConfig>(eve: &mut Insider<C>, others: &[(&str, &Member)], room: &RoomId) {
    let epoch = eve.group.current_epoch();
    let hers = format!("eve in {epoch}");
    eve.says(&hers).await;
    for (name, member) in others {
        member.hears(room, &hers).await;
        let theirs = format!("{name} in {epoch}");
        member.says(room, &theirs).await;
        hears(eve, name, &theirs).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_mls_rs_member_lives_in_a_room() {
    let relay = RelayProcess::start();
    let (alice, bob, room) = room_of_two(&relay).await;
    let mut eve = joins(&relay, &alice, &room).await;
    let pair = [("Alice", &alice), ("Bob", &bob)];
    agree(&eve, &alice, &room).await;
    agree(&eve, &bob, &room).await;
    talk(&mut eve, &pair, &room).await;
    let long = "سلام and more words ".repeat(1000);
    bob.says(&room, &long).await;
    hears(&mut eve, "Bob", &long).await;
    for line in 0..40 {
        alice.client.send(&room, &format!("line {line}")).await.unwrap();
    }
    hears(&mut eve, "Alice", "line 39").await;
    assert!(eve.mark.is_some(), "a page is full");
    talk(&mut eve, &pair, &room).await; // what was shown travels with it

    alice.client.renew_keys(&room).await.unwrap();
    follows(&mut eve, "Alice").await;
    agree(&eve, &bob, &room).await;
    talk(&mut eve, &pair, &room).await;

    let carol = Member::new("Carol");
    let invite = alice.invites(&room, 1).await;
    carol.knocks(&invite.link).await;
    alice.admits(&room).await;
    follows(&mut eve, "Alice").await;
    carol.stands(&room, Standing::Active).await;
    agree(&eve, &carol, &room).await;
    talk(&mut eve, &[("Alice", &alice), ("Carol", &carol)], &room).await;

    let bobs = id_of("Bob", &alice, &room).await;
    alice.client.set_role(&room, bobs, Role::Moderator).await.unwrap();
    follows(&mut eve, "Alice").await;
    assert_eq!(eve.policy.stewards().count(), 2);
    agree(&eve, &bob, &room).await;

    eve.offers().await;
    follows(&mut eve, "Eve").await;
    for member in [&alice, &bob, &carol] {
        agree(&eve, member, &room).await;
    }
    talk(&mut eve, &pair, &room).await;

    let carols = id_of("Carol", &bob, &room).await;
    bob.client.remove(&room, carols).await.unwrap();
    follows(&mut eve, "Bob").await;
    carol.stands(&room, Standing::Removed).await;
    agree(&eve, &alice, &room).await;
    talk(&mut eve, &pair, &room).await;
    is_taken_out(&mut eve, &alice, &bob, &room).await;
}

/// Who is removed sees it, and can do nothing in the room any more.
async fn is_taken_out<C: MlsConfig>(
    eve: &mut Insider<C>,
    alice: &Member,
    bob: &Member,
    room: &RoomId,
) {
    let hers = id_of("Eve", alice, room).await;
    alice.client.remove(room, hers).await.unwrap();
    let heard = eve.hears(|heard| matches!(heard, Heard::Removed(_))).await;
    let Heard::Removed(close_key) = heard else { panic!("{heard:?}") };
    bob.sees(room, |what| matches!(what, What::Gone(_, name) if name == "Eve")).await;
    alice.says(room, "without her").await;
    bob.hears(room, "without her").await;

    let (relay, seal) = (eve.raw.relay, eve.secrets.seal.clone());
    let cell_for = |mailbox: &Mailbox| {
        let (handle, rng) = (mailbox.handle(&relay), &mut rand::rng());
        let size = mailbox.cell_size;
        cell::seal(&seal, &handle, size, Kind::Message, b"still here", rng).unwrap()
    };
    let (old, write) = (eve.mailbox.clone(), eve.secrets.write_seed.clone());
    let refused = eve.raw.append(&old, &write, &cell_for(&old)).await;
    assert_eq!(refused.unwrap_err().code, Code::Closed);
    // Of the mailbox that the room lives in now she can name no handle, for she derives none of its keys.
    for secrets in eve.stale_secrets() {
        let guess = next(&old, &secrets, close_key);
        let refused = eve.raw.append(&guess, &secrets.write_seed, &cell_for(&guess)).await;
        assert_eq!(refused.unwrap_err().code, Code::NotFound);
        let refused = eve.raw.page(guess.handle(&relay), &secrets.address, 0).await;
        assert_eq!(refused.unwrap_err().code, Code::NotFound);
    }
    for member in [alice, bob] {
        let gone = |what: &What| {
            assert!(!matches!(what, What::Alarm(_)), "{what:?}");
            matches!(what, What::Gone(_, name) if name == "Eve")
        };
        member.sees(room, gone).await;
    }
}
