//! Real groups of openmls over the store, on encrypted files, with restarts and rollbacks.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use common::{Provider, begin, load, pair, receive};
use openmls::prelude::tls_codec::Deserialize as _;
use openmls::prelude::*;
use sitr_client_store::mls::MlsStore;

const TABLES: [&str; 8] = [
    "mls_group",
    "mls_tree_part",
    "mls_own_leaf",
    "mls_proposal",
    "mls_epoch_keys",
    "mls_key_pair",
    "mls_key_package",
    "mls_psk",
];

fn count(connection: &rusqlite::Connection, table: &str) -> u32 {
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[test]
fn two_members_talk_across_restarts() {
    let (mut alice, mut bob, id) = pair();
    for round in 0..3_u8 {
        let text = [b'a', round];
        let message = alice.send(&id, &text);
        bob = bob.restart();
        assert_eq!(bob.receive(&id, &message).unwrap(), text);

        let commit = bob.update(&id);
        alice = alice.restart();
        assert_eq!(alice.receive(&id, &commit), None);
        assert_eq!(alice.epoch(&id), bob.epoch(&id));

        let message = bob.send(&id, b"back");
        assert_eq!(alice.receive(&id, &message).unwrap(), b"back");
    }
    assert_eq!(alice.epoch(&id).0, 4);
}

#[test]
fn the_join_config_survives_although_it_is_not_self_describing() {
    let (alice, mut bob, id) = pair();
    for member in [&alice, &bob] {
        let group = load(&Provider::new(member.profile.connection()), &id);
        assert_eq!(group.configuration().padding_size(), 256);
        assert_eq!(group.configuration().wire_format_policy(), MIXED_PLAINTEXT_WIRE_FORMAT_POLICY);
    }
    bob.step(|provider, _, _| {
        let config = MlsGroupJoinConfig::builder().max_past_epochs(3).build();
        load(provider, &id).set_configuration(provider.storage(), &config).unwrap();
    });
    let bob = bob.restart();
    let group = load(&Provider::new(bob.profile.connection()), &id);
    assert_eq!(group.configuration().padding_size(), 0);
}

#[test]
fn after_a_rollback_the_loaded_group_is_the_old_one_and_works() {
    let (mut alice, mut bob, id) = pair();
    let before = bob.epoch(&id);
    let message = alice.send(&id, b"hello");
    let commit = alice.update(&id);

    let tx = begin(&mut bob.profile);
    let provider = Provider::new(&tx);
    let mut kept = load(&provider, &id);
    let parsed = || {
        MlsMessageIn::tls_deserialize_exact(&message).unwrap().try_into_protocol_message().unwrap()
    };
    kept.process_message(&provider, parsed()).unwrap();
    receive(&provider, &id, &commit).unwrap();
    tx.rollback().unwrap();

    // The object in memory is ahead of the database: it has used the key up.
    let tx = begin(&mut bob.profile);
    assert!(kept.process_message(&Provider::new(&tx), parsed()).is_err());
    tx.rollback().unwrap();

    assert_eq!(bob.epoch(&id), before);
    assert_eq!(bob.receive(&id, &message).unwrap(), b"hello");
    assert_eq!(bob.receive(&id, &commit), None);
    assert_eq!(alice.epoch(&id), bob.epoch(&id));
}

#[test]
fn a_welcome_that_fails_does_not_burn_its_key_package() {
    let (mut alice, mut bob) = (common::Member::new("alice"), common::Member::new("bob"));
    let package = bob.key_package();
    let id = alice.create_group();
    let (_, welcome) = alice.add(&id, &[package]);
    let mut broken = welcome.clone();
    *broken.last_mut().unwrap() ^= 1;

    let tx = begin(&mut bob.profile);
    assert!(common::join(&Provider::new(&tx), &broken).is_err());
    tx.rollback().unwrap();
    assert_eq!(count(bob.profile.connection(), "mls_key_package"), 1);

    bob.join(&welcome);
    assert_eq!(count(bob.profile.connection(), "mls_key_package"), 0);
    assert_eq!(alice.epoch(&id), bob.epoch(&id));
}

#[test]
fn proposals_wait_in_the_store_and_go_with_the_commit() {
    let (mut alice, mut bob, id) = pair();
    let proposal = bob.step(|provider, signer, _| {
        let mut group = load(provider, &id);
        let (message, _) =
            group.propose_self_update(provider, signer, LeafNodeParameters::default()).unwrap();
        message.to_bytes().unwrap()
    });
    assert_eq!(count(bob.profile.connection(), "mls_proposal"), 1);
    assert_eq!(count(bob.profile.connection(), "mls_own_leaf"), 1);
    let mut bob = bob.restart();
    assert_eq!(alice.receive(&id, &proposal), None);
    let mut alice = alice.restart();

    let commit = alice.step(|provider, signer, _| {
        let mut group = load(provider, &id);
        assert_eq!(group.pending_proposals().count(), 1);
        let (commit, _, _) = group.commit_to_pending_proposals(provider, signer).unwrap();
        group.merge_pending_commit(provider).unwrap();
        commit.to_bytes().unwrap()
    });
    assert_eq!(bob.receive(&id, &commit), None);
    assert_eq!(alice.epoch(&id), bob.epoch(&id));
    for member in [&alice, &bob] {
        assert_eq!(count(member.profile.connection(), "mls_proposal"), 0);
        assert_eq!(count(member.profile.connection(), "mls_own_leaf"), 0);
    }
    let message = bob.send(&id, b"after");
    assert_eq!(alice.receive(&id, &message).unwrap(), b"after");
}

#[test]
fn old_epochs_leave_no_rows_and_a_deleted_group_none_at_all() {
    let (mut alice, mut bob, id) = pair();
    let rows = |member: &common::Member| TABLES.map(|t| count(member.profile.connection(), t));
    let commit = alice.update(&id);
    bob.receive(&id, &commit);
    let steady = (rows(&alice), rows(&bob));
    for _ in 0..5 {
        let commit = alice.update(&id);
        bob.receive(&id, &commit);
    }
    assert_eq!((rows(&alice), rows(&bob)), steady);

    bob.step(|provider, _, _| load(provider, &id).delete(provider.storage()).unwrap());
    // Only the signature key stays: it belongs to the application.
    assert_eq!(rows(&bob), [0, 0, 0, 0, 0, 1, 0, 0]);
    assert!(MlsGroup::load(&MlsStore::new(bob.profile.connection()), &id).unwrap().is_none());
}
