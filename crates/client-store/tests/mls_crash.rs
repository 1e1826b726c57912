//! Every crash point: each write of a step fails once, the transaction rolls back, and the step is
//! then done again from what is on the disk.
//!
//! The fault is in the database, where no code of ours can step around it: temporary triggers count
//! the rows that are written, and the k-th one is refused.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use common::{Member, Provider, StepResult, begin, join, load, pair, receive};
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use rusqlite::Connection;

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

fn set_traps(connection: &Connection) {
    connection
        .execute_batch("CREATE TEMP TABLE fault (written INTEGER NOT NULL, at INTEGER NOT NULL);")
        .unwrap();
    for table in TABLES {
        for action in ["INSERT", "UPDATE", "DELETE"] {
            connection
                .execute_batch(&format!(
                    "CREATE TEMP TRIGGER fault_{table}_{action} BEFORE {action} ON main.{table}
                     BEGIN
                       UPDATE fault SET written = written + 1;
                       SELECT RAISE(ABORT, 'fault') FROM fault WHERE written = at;
                     END;"
                ))
                .unwrap();
        }
    }
}

/// Lets the `at`-th write from now on fail; none if it is 0.
fn arm(connection: &Connection, at: u32) {
    connection.execute("DELETE FROM fault", []).unwrap();
    connection.execute("INSERT INTO fault (written, at) VALUES (0, ?1)", [at]).unwrap();
}

fn written(connection: &Connection) -> u32 {
    connection.query_row("SELECT written FROM fault", [], |row| row.get(0)).unwrap()
}

/// Runs a step with a fault at each of its writes in turn, from the same state each time, and in the
/// end without one. Returns how many writes there were.
fn survive_every_fault(
    member: &mut Member,
    step: impl Fn(&Provider<'_>, &SignatureKeyPair) -> StepResult<()>,
    check: impl Fn(&Provider<'_>),
) -> u32 {
    set_traps(member.profile.connection());
    arm(member.profile.connection(), 0);
    let tx = begin(&mut member.profile);
    step(&Provider::new(&tx), &member.signer).unwrap();
    let writes = written(&tx);
    tx.rollback().unwrap();
    assert!(writes > 0);

    for at in 1..=writes {
        arm(member.profile.connection(), at);
        let tx = begin(&mut member.profile);
        let result = step(&Provider::new(&tx), &member.signer);
        assert!(result.is_err(), "the fault at write {at} of {writes} was swallowed");
        tx.rollback().unwrap();

        // From the disk alone the step can be done, whatever had been written before the fault.
        arm(member.profile.connection(), 0);
        let tx = begin(&mut member.profile);
        let provider = Provider::new(&tx);
        step(&provider, &member.signer).unwrap_or_else(|error| panic!("bricked at {at}: {error}"));
        check(&provider);
        tx.rollback().unwrap();
    }
    let tx = begin(&mut member.profile);
    step(&Provider::new(&tx), &member.signer).unwrap();
    check(&Provider::new(&tx));
    tx.commit().unwrap();
    writes
}

#[test]
fn a_received_commit_survives_every_fault() {
    let (mut alice, mut bob, id) = pair();
    let commit = alice.update(&id);
    let after = alice.send(&id, b"after");
    let writes = survive_every_fault(
        &mut bob,
        |provider, _| receive(provider, &id, &commit).map(|_| ()),
        |provider| assert_eq!(receive(provider, &id, &after).unwrap().unwrap(), b"after"),
    );
    // About as many as openmls makes: were it one, the test would prove nothing.
    assert!((10..=60).contains(&writes), "{writes}");
    assert_eq!(alice.epoch(&id).0, 2);
}

/// The control: the same faults without a transaction do brick the client, so the tests above would
/// notice.
#[test]
fn without_a_transaction_some_faults_brick_the_client() {
    let mut bricked = 0;
    for at in 1.. {
        let (mut alice, bob, id) = pair();
        let commit = alice.update(&id);
        set_traps(bob.profile.connection());
        arm(bob.profile.connection(), at);
        let provider = Provider::new(bob.profile.connection());
        if receive(&provider, &id, &commit).is_ok() {
            break;
        }
        arm(bob.profile.connection(), 0);
        bricked += u32::from(receive(&provider, &id, &commit).is_err());
    }
    assert!(bricked > 0);
}

#[test]
fn a_join_survives_every_fault() {
    let (mut alice, mut bob) = (Member::new("alice"), Member::new("bob"));
    let package = bob.key_package();
    let id = alice.create_group();
    let (_, welcome) = alice.add(&id, &[package]);
    let hello = alice.send(&id, b"hello");
    let writes = survive_every_fault(
        &mut bob,
        |provider, _| join(provider, &welcome).map(|_| ()),
        |provider| assert_eq!(receive(provider, &id, &hello).unwrap().unwrap(), b"hello"),
    );
    assert!(writes >= 10, "{writes}");
}

#[test]
fn an_own_commit_and_its_merge_survive_every_fault() {
    let (mut alice, bob, id) = pair();
    survive_every_fault(
        &mut alice,
        |provider, signer| {
            let mut group = MlsGroup::load(provider.storage(), &id)?.ok_or("no group")?;
            group.self_update(provider, signer, LeafNodeParameters::default())?;
            Ok(())
        },
        |provider| assert!(load(provider, &id).pending_commit().is_some()),
    );
    let mut alice = alice.restart();
    let writes = survive_every_fault(
        &mut alice,
        |provider, _| {
            let mut group = MlsGroup::load(provider.storage(), &id)?.ok_or("no group")?;
            group.merge_pending_commit(provider)?;
            Ok(())
        },
        |provider| assert_eq!(load(provider, &id).epoch().as_u64(), 2),
    );
    assert!(writes >= 10, "{writes}");
    assert_eq!(bob.epoch(&id).0, 1);
}

#[test]
fn messages_sent_and_received_survive_every_fault() {
    let (mut alice, mut bob, id) = pair();
    let message = alice.send(&id, b"once");
    survive_every_fault(
        &mut bob,
        |provider, _| {
            let text = receive(provider, &id, &message)?.ok_or("no text")?;
            if text == b"once" { Ok(()) } else { Err("another text".into()) }
        },
        |provider| assert!(receive(provider, &id, &message).is_err(), "a key is used once"),
    );
    survive_every_fault(
        &mut alice,
        |provider, signer| {
            let mut group = MlsGroup::load(provider.storage(), &id)?.ok_or("no group")?;
            group.create_message(provider, signer, b"again")?;
            Ok(())
        },
        |_| {},
    );
}

#[test]
fn creating_and_adding_survive_every_fault() {
    let (mut alice, mut bob) = (Member::new("alice"), Member::new("bob"));
    let package = bob.key_package();
    let id = GroupId::from_slice(b"a room");
    let credential = alice.credential.clone();
    survive_every_fault(
        &mut alice,
        |provider, signer| {
            MlsGroup::builder()
                .with_group_id(id.clone())
                .ciphersuite(common::SUITE)
                .max_past_epochs(0)
                .build(provider, signer, credential.clone())?;
            Ok(())
        },
        |provider| assert_eq!(load(provider, &id).epoch().as_u64(), 0),
    );
    let mut alice = alice.restart();
    survive_every_fault(
        &mut alice,
        |provider, signer| {
            let mut group = MlsGroup::load(provider.storage(), &id)?.ok_or("no group")?;
            group.add_members(provider, signer, std::slice::from_ref(&package))?;
            group.merge_pending_commit(provider)?;
            Ok(())
        },
        |provider| assert_eq!(load(provider, &id).members().count(), 2),
    );
}
