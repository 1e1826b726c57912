//! Every method of openmls' storage trait: written, read back, replaced, deleted, and kept apart
//! from its neighbours. Real values of openmls go through the same methods in `mls_group.rs`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;

use openmls_traits::storage::{CURRENT_VERSION, Entity, Key, StorageProvider, traits};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sitr_client_store::MIGRATIONS;
use sitr_client_store::mls::{MlsStore, MlsStoreError};

const V: u16 = CURRENT_VERSION;

/// Stands in for every value of openmls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Value(Vec<u8>);

/// Stands in for every key of openmls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Name(Vec<u8>);

impl Entity<V> for Value {}
impl Entity<V> for Name {}
impl Key<V> for Name {}

macro_rules! stands_for {
    ($type:ty: $($name:ident)*) => { $(impl traits::$name<V> for $type {})* };
}

stands_for!(Name: GroupId SignaturePublicKey HashReference PskId EncryptionKey EpochKey ProposalRef);
stands_for!(Value: QueuedProposal TreeSync GroupContext InterimTranscriptHash ConfirmationTag
    SignatureKeyPair PskBundle HpkeKeyPair GroupState GroupEpochSecrets LeafNodeIndex MessageSecrets
    ResumptionPskStore KeyPackage MlsGroupJoinConfig LeafNode);

fn name(text: &str) -> Name {
    Name(text.as_bytes().to_vec())
}

fn value(text: &str) -> Value {
    Value(text.as_bytes().to_vec())
}

fn database() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    sitr_db::migrate(&mut connection, MIGRATIONS).unwrap();
    connection
}

type Result<T> = std::result::Result<T, MlsStoreError>;
type Store<'c> = MlsStore<'c>;

/// The three methods of a value that stands alone under a key.
struct Single {
    write: for<'a, 'c> fn(&'a Store<'c>, &'a Name, &'a Value) -> Result<()>,
    read: for<'a, 'c> fn(&'a Store<'c>, &'a Name) -> Result<Option<Value>>,
    delete: for<'a, 'c> fn(&'a Store<'c>, &'a Name) -> Result<()>,
}

macro_rules! single {
    ($write:ident $read:ident $delete:ident) => {
        Single {
            write: |store, key, value| store.$write(key, value),
            read: |store, key| store.$read(key),
            delete: |store, key| store.$delete(key),
        }
    };
}

fn singles() -> Vec<Single> {
    vec![
        single!(write_mls_join_config mls_group_join_config delete_group_config),
        single!(write_tree tree delete_tree),
        single!(write_interim_transcript_hash interim_transcript_hash delete_interim_transcript_hash),
        single!(write_context group_context delete_context),
        single!(write_confirmation_tag confirmation_tag delete_confirmation_tag),
        single!(write_group_state group_state delete_group_state),
        single!(write_message_secrets message_secrets delete_message_secrets),
        single!(write_resumption_psk_store resumption_psk_store delete_all_resumption_psk_secrets),
        single!(write_own_leaf_index own_leaf_index delete_own_leaf_index),
        single!(write_group_epoch_secrets group_epoch_secrets delete_group_epoch_secrets),
        single!(write_signature_key_pair signature_key_pair delete_signature_key_pair),
        single!(write_encryption_key_pair encryption_key_pair delete_encryption_key_pair),
        single!(write_key_package key_package delete_key_package),
        single!(write_psk psk delete_psk),
    ]
}

#[test]
fn single_values_come_back_are_replaced_and_deleted_each_for_itself() {
    let connection = database();
    let store = MlsStore::new(&connection);
    let (here, there) = (name("here"), name("there"));
    for (number, single) in singles().iter().enumerate() {
        assert_eq!((single.read)(&store, &here).unwrap(), None, "{number}");
        (single.delete)(&store, &here).unwrap();
        (single.write)(&store, &here, &value("older")).unwrap();
        (single.write)(&store, &here, &value(&format!("here {number}"))).unwrap();
        (single.write)(&store, &there, &value(&format!("there {number}"))).unwrap();
    }
    for (number, single) in singles().iter().enumerate() {
        assert_eq!((single.read)(&store, &here).unwrap(), Some(value(&format!("here {number}"))));
    }
    for (number, single) in singles().iter().enumerate() {
        (single.delete)(&store, &here).unwrap();
        assert_eq!((single.read)(&store, &here).unwrap(), None);
        assert_eq!((single.read)(&store, &there).unwrap(), Some(value(&format!("there {number}"))));
    }
    for single in singles() {
        (single.delete)(&store, &there).unwrap();
    }
    for table in ["mls_group", "mls_key_pair", "mls_key_package", "mls_psk"] {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(connection.query_row(&sql, [], |row| row.get::<_, u32>(0)).unwrap(), 0);
    }
}

#[test]
fn own_leaf_nodes_are_a_list_in_order() {
    let connection = database();
    let store = MlsStore::new(&connection);
    let (here, there) = (name("here"), name("there"));
    assert_eq!(store.own_leaf_nodes::<_, Value>(&here).unwrap(), []);
    for text in ["c", "a", "b", "a"] {
        store.append_own_leaf_node(&here, &value(text)).unwrap();
    }
    store.append_own_leaf_node(&there, &value("x")).unwrap();
    let leaves: Vec<Value> = store.own_leaf_nodes(&here).unwrap();
    assert_eq!(leaves, ["c", "a", "b", "a"].map(value));
    store.delete_own_leaf_nodes(&here).unwrap();
    assert_eq!(store.own_leaf_nodes::<_, Value>(&here).unwrap(), []);
    assert_eq!(store.own_leaf_nodes::<_, Value>(&there).unwrap(), [value("x")]);
}

#[test]
fn proposals_are_a_queue_by_reference() {
    let connection = database();
    let store = MlsStore::new(&connection);
    let (here, there) = (name("here"), name("there"));
    assert_eq!(store.queued_proposal_refs::<_, Name>(&here).unwrap(), []);
    for text in ["c", "a", "b"] {
        store.queue_proposal(&here, &name(text), &value(text)).unwrap();
    }
    store.queue_proposal(&there, &name("a"), &value("other")).unwrap();
    store.queue_proposal(&here, &name("c"), &value("newer")).unwrap();

    let refs: Vec<Name> = store.queued_proposal_refs(&here).unwrap();
    assert_eq!(refs, ["c", "a", "b"].map(name));
    let queued: Vec<(Name, Value)> = store.queued_proposals(&here).unwrap();
    assert_eq!(queued[0], (name("c"), value("newer")));
    assert_eq!(queued[2], (name("b"), value("b")));

    store.remove_proposal(&here, &name("a")).unwrap();
    store.remove_proposal(&here, &name("never there")).unwrap();
    let refs: Vec<Name> = store.queued_proposal_refs(&here).unwrap();
    assert_eq!(refs, ["c", "b"].map(name));
    store.clear_proposal_queue::<_, Name>(&here).unwrap();
    assert_eq!(store.queued_proposals::<_, Name, Value>(&here).unwrap(), []);
    assert_eq!(store.queued_proposals::<_, Name, Value>(&there).unwrap().len(), 1);
}

#[test]
fn epoch_key_pairs_stand_by_group_epoch_and_leaf() {
    let connection = database();
    let store = MlsStore::new(&connection);
    let (group, one, two) = (name("group"), name("1"), name("2"));
    let read = |group: &Name, epoch: &Name, leaf| -> Vec<Value> {
        store.encryption_epoch_key_pairs(group, epoch, leaf).unwrap()
    };
    assert_eq!(read(&group, &one, 0), []);
    store.write_encryption_epoch_key_pairs(&group, &one, 0, &[value("old")]).unwrap();
    store.write_encryption_epoch_key_pairs(&group, &one, 0, &[value("a"), value("b")]).unwrap();
    store.write_encryption_epoch_key_pairs(&group, &one, 7, &[value("leaf 7")]).unwrap();
    store.write_encryption_epoch_key_pairs(&group, &two, 0, &[value("epoch 2")]).unwrap();
    store.write_encryption_epoch_key_pairs(&name("other"), &one, 0, &[value("x")]).unwrap();
    store.write_encryption_epoch_key_pairs::<_, _, Value>(&group, &two, u32::MAX, &[]).unwrap();

    assert_eq!(read(&group, &one, 0), [value("a"), value("b")]);
    assert_eq!(read(&group, &two, u32::MAX), []);
    store.delete_encryption_epoch_key_pairs(&group, &one, 0).unwrap();
    assert_eq!(read(&group, &one, 0), []);
    assert_eq!(read(&group, &one, 7), [value("leaf 7")]);
    assert_eq!(read(&group, &two, 0), [value("epoch 2")]);
    assert_eq!(read(&name("other"), &one, 0), [value("x")]);
}

#[test]
fn values_carry_their_codec_and_damage_is_an_error_not_a_value() {
    let connection = database();
    let store = MlsStore::new(&connection);
    let group = name("g");
    store.write_tree(&group, &value("tree")).unwrap();
    store.write_mls_join_config(&group, &value("config")).unwrap();
    let tags: Vec<u8> = connection
        .prepare("SELECT substr(value, 1, 1) FROM mls_group ORDER BY field")
        .unwrap()
        .query_map([], |row| row.get::<_, Vec<u8>>(0))
        .unwrap()
        .map(|tag| tag.unwrap()[0])
        .collect();
    assert_eq!(tags, [2, 1], "the join config is JSON, the rest postcard");

    connection.execute("UPDATE mls_group SET value = x'7f00' WHERE field = 2", []).unwrap();
    let read = store.tree::<_, Value>(&group);
    assert!(matches!(read, Err(MlsStoreError::UnknownCodec { tag: 0x7f })));
    connection.execute("UPDATE mls_group SET value = x'0102' WHERE field = 2", []).unwrap();
    assert!(matches!(store.tree::<_, Value>(&group), Err(MlsStoreError::Decode(_))));
    connection.execute("DROP TABLE mls_psk", []).unwrap();
    assert!(matches!(store.psk::<Value, _>(&name("p")), Err(MlsStoreError::Sqlite(_))));
}

#[test]
fn a_forgotten_group_leaves_nothing_and_takes_nothing_else() {
    let connection = database();
    let store = MlsStore::new(&connection);
    for group in [name("here"), name("there")] {
        store.write_tree(&group, &value("t")).unwrap();
        store.append_own_leaf_node(&group, &value("l")).unwrap();
        store.queue_proposal(&group, &name("p"), &value("p")).unwrap();
        store.write_encryption_epoch_key_pairs(&group, &name("1"), 0, &[value("k")]).unwrap();
    }
    store.write_psk(&name("here"), &value("psk")).unwrap();
    store.forget_group(&name("here")).unwrap();
    for table in ["mls_group", "mls_own_leaf", "mls_proposal", "mls_epoch_keys", "mls_psk"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let rows: u32 = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 1, "{table}");
    }
    assert_eq!(store.tree::<_, Value>(&name("there")).unwrap(), Some(value("t")));
}

#[test]
fn what_is_deleted_or_replaced_is_overwritten() {
    // On a file in the clear, prepared like every other: only so the free space can be looked at.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("clear.db");
    let mut connection = sitr_db::open(&path).unwrap();
    sitr_db::prepare(&connection).unwrap();
    sitr_db::migrate(&mut connection, MIGRATIONS).unwrap();
    let store = MlsStore::new(&connection);
    let secret = |text: &str| value(&text.repeat(800));
    let found = |connection: &Connection, text: &str| {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    };
    let texts = ["first-canary", "second-canary", "third-canary", "fourth-canary"];
    store.write_message_secrets(&name("g"), &secret(texts[0])).unwrap();
    store.write_encryption_epoch_key_pairs(&name("g"), &name("1"), 0, &[secret(texts[1])]).unwrap();
    store.write_key_package(&name("k"), &value(texts[2])).unwrap();
    store.append_own_leaf_node(&name("g"), &value(texts[3])).unwrap();
    assert!(texts.iter().all(|text| found(&connection, text)));

    store.write_message_secrets(&name("g"), &value("newer")).unwrap();
    store.delete_encryption_epoch_key_pairs(&name("g"), &name("1"), 0).unwrap();
    store.delete_key_package(&name("k")).unwrap();
    store.delete_own_leaf_nodes(&name("g")).unwrap();
    assert!(!texts.iter().any(|text| found(&connection, text)));
}

#[test]
fn of_a_large_tree_only_what_changed_is_written() {
    let connection = database();
    let (store, group) = (MlsStore::new(&connection), name("g"));
    let parts = || -> BTreeSet<i64> {
        let mut statement = connection.prepare("SELECT seq FROM mls_tree_part").unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(|seq| seq.unwrap()).collect()
    };
    let tree = || store.tree::<_, Value>(&group);
    let hash = |n: u32| format!("{:x}", n.wrapping_mul(2_654_435_761));
    let text: String = (0..20_000).map(hash).collect();
    store.write_tree(&group, &value(&text)).unwrap();
    let before = parts();
    assert!(before.len() > 40 && tree().unwrap() == Some(value(&text)));

    let mut longer = text.clone();
    longer.insert_str(text.len() / 2, "a node that was blank");
    store.write_tree(&group, &value(&longer)).unwrap();
    assert!(before.difference(&parts()).count() <= 4, "{}", before.difference(&parts()).count());
    assert_eq!(tree().unwrap(), Some(value(&longer)));

    store.write_tree(&group, &value("small")).unwrap();
    assert!(parts().is_empty() && tree().unwrap() == Some(value("small")));
    store.write_tree(&group, &value(&text)).unwrap();
    let lost = "DELETE FROM mls_tree_part WHERE seq = (SELECT max(seq) FROM mls_tree_part)";
    connection.execute(lost, []).unwrap();
    assert!(matches!(tree(), Err(MlsStoreError::Length)));
    store.delete_tree(&group).unwrap();
    assert!(parts().is_empty() && tree().unwrap().is_none());
    store.write_tree(&group, &value(&text)).unwrap();
    store.forget_group(&group).unwrap();
    assert!(parts().is_empty());
}

#[test]
fn the_store_is_of_the_storage_version_of_openmls() {
    assert_eq!(<MlsStore<'_> as StorageProvider<V>>::version(), 1);
}
