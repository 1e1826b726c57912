//! How often the message secrets of a group are written: once a transaction, however many messages it takes
//! in, and as they stood before a cell that was undone.
//!
//! `SITR_LEAVES=1000` measures a larger room; what is counted is printed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use common::{Member, Provider, SUITE, load, reopen};
use openmls::prelude::tls_codec::Deserialize as _;
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::RustCrypto;
use openmls_traits::OpenMlsProvider;
use rusqlite::Connection;
use sitr_client_core::Store as _;
use sitr_client_core::store::StoreError;
use sitr_client_store::RoomStore;
use sitr_client_store::mls::MlsStore;

/// Cells of a page.
const CELLS: usize = 32;

/// Openmls over a store that somebody else owns.
struct Borrowed<'a, 'c>(RustCrypto, &'a MlsStore<'c>);

impl<'c> OpenMlsProvider for Borrowed<'_, 'c> {
    type CryptoProvider = RustCrypto;
    type RandProvider = RustCrypto;
    type StorageProvider = MlsStore<'c>;

    fn storage(&self) -> &Self::StorageProvider {
        self.1
    }
    fn crypto(&self) -> &Self::CryptoProvider {
        &self.0
    }
    fn rand(&self) -> &Self::RandProvider {
        &self.0
    }
}

/// Alice and Bob, and others who only have leaves.
fn room_of(leaves: usize) -> (Member, Member, GroupId) {
    let (mut alice, mut bob) = (Member::new("alice"), Member::new("bob"));
    let mut scratch = Connection::open_in_memory().unwrap();
    sitr_db::migrate(&mut scratch, sitr_client_store::MIGRATIONS).unwrap();
    let provider = Provider::new(&scratch);
    let mut packages = vec![bob.key_package()];
    for at in 2..leaves {
        let signer = SignatureKeyPair::new(SUITE.signature_algorithm()).unwrap();
        let credential = CredentialWithKey {
            credential: BasicCredential::new(at.to_be_bytes().to_vec()).into(),
            signature_key: signer.public().into(),
        };
        let package = KeyPackage::builder().build(SUITE, &provider, &signer, credential).unwrap();
        packages.push(package.key_package().clone());
    }
    let id = alice.create_group();
    let (_, welcome) = alice.add(&id, &packages);
    bob.join(&welcome);
    (alice, bob, id)
}

/// Counts writes of message secrets (field 7) and their bytes, once a connection.
fn tally(connection: &Connection) {
    connection
        .execute_batch("CREATE TEMP TABLE tally (writes INTEGER, bytes INTEGER, rest INTEGER);")
        .unwrap();
    for action in ["INSERT", "UPDATE"] {
        connection
            .execute_batch(&format!(
                "CREATE TEMP TRIGGER tally_{action} AFTER {action} ON main.mls_group BEGIN
                   UPDATE tally SET writes = writes + (new.field = 7),
                     bytes = bytes + (new.field = 7) * length(new.value),
                     rest = rest + (new.field <> 7);
                 END;"
            ))
            .unwrap();
    }
    reset(connection);
}

fn reset(connection: &Connection) {
    connection.execute_batch("DELETE FROM tally; INSERT INTO tally VALUES (0, 0, 0)").unwrap();
}

fn counted(connection: &Connection) -> (i64, i64, i64) {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    connection.query_row("SELECT writes, bytes, rest FROM tally", [], read).unwrap()
}

/// Takes messages in, each in a savepoint of its own, as the client core does; damaged ones are undone.
fn take_in(store: &RoomStore<'_>, id: &GroupId, cells: &[Vec<u8>]) -> usize {
    let provider = Borrowed(RustCrypto::default(), store.mls());
    let mut group = MlsGroup::load(provider.storage(), id).unwrap().unwrap();
    let mut heard = 0;
    for cell in cells {
        store.savepoint().unwrap();
        let message = MlsMessageIn::tls_deserialize_exact(cell).unwrap();
        let message = message.try_into_protocol_message().unwrap();
        let processed = group.process_message(&provider, message);
        // Every fourth is undone although MLS took it, as one with bad content is.
        if processed.is_ok() && heard % 4 != 3 {
            store.release().unwrap();
        } else {
            store.rollback().unwrap();
            group = MlsGroup::load(provider.storage(), id).unwrap().unwrap();
        }
        heard += 1;
    }
    heard
}

#[test]
fn a_batch_of_messages_writes_their_secrets_once() {
    let leaves = std::env::var("SITR_LEAVES").ok().and_then(|text| text.parse().ok());
    let leaves = leaves.unwrap_or(100);
    let (mut alice, mut bob, id) = room_of(leaves);
    let cells: Vec<_> = (0..CELLS).map(|_| alice.send(&id, b"hello")).collect();
    tally(bob.profile.connection());

    // At once: what it was before, and is still for a store of one's own.
    let tx = common::begin(&mut bob.profile);
    take_in(&RoomStore::new(&tx), &id, &cells);
    let (writes, bytes, rest) = counted(&tx);
    tx.rollback().unwrap();
    println!(
        "{leaves} leaves, {CELLS} cells, at once: {writes} writes, {bytes} bytes, {rest} others"
    );
    // What is undone is not counted.
    assert_eq!(writes, i64::try_from(CELLS * 3 / 4).unwrap());

    let heard =
        bob.profile.transaction(|store| Ok::<_, StoreError>(take_in(store, &id, &cells))).unwrap();
    assert_eq!(heard, CELLS);
    let (writes, once, rest) = counted(bob.profile.connection());
    println!(
        "{leaves} leaves, {CELLS} cells, batched: {writes} writes, {once} bytes, {rest} others"
    );
    assert_eq!((writes, rest), (1, 0));
    assert!(once * 16 < bytes, "{once} of {bytes}");

    // What was kept is gone from the ratchet, what was undone is not, from the disk.
    let mut bob = bob.restart();
    for (at, cell) in cells.iter().enumerate().skip(CELLS - 4) {
        let provider = Provider::new(bob.profile.connection());
        let again = common::receive(&provider, &id, cell).is_ok();
        assert_eq!(again, at % 4 == 3, "{at}");
    }
    let next = alice.send(&id, b"and on");
    assert_eq!(bob.receive(&id, &next).unwrap(), b"and on");
}

#[test]
fn what_an_operation_that_fails_held_back_is_never_written() {
    let (mut alice, mut bob, id) = room_of(2);
    let cell = alice.send(&id, b"hello");
    let failed = bob.profile.transaction(|store| {
        take_in(store, &id, std::slice::from_ref(&cell));
        Err::<(), _>(StoreError::new("no"))
    });
    assert!(failed.is_err());
    assert_eq!(bob.receive(&id, &cell).unwrap(), b"hello");
}

#[test]
fn a_group_that_is_deleted_takes_along_what_was_held_back() {
    let (mut alice, mut bob, id) = room_of(2);
    let cell = alice.send(&id, b"hello");
    bob.profile
        .transaction(|store| {
            take_in(store, &id, std::slice::from_ref(&cell));
            let provider = Borrowed(RustCrypto::default(), store.mls());
            let mut group = MlsGroup::load(provider.storage(), &id).unwrap().unwrap();
            group.delete(provider.storage()).map_err(StoreError::new)
        })
        .unwrap();
    let count = "SELECT count(*) FROM mls_group";
    let rows: u32 = bob.profile.connection().query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0);
    let path = bob.path();
    drop(bob.profile);
    let profile = reopen(&path);
    assert!(MlsGroup::load(&MlsStore::new(profile.connection()), &id).unwrap().is_none());
    let _ = load(&Provider::new(alice.profile.connection()), &id);
}
