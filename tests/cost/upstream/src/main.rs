//! openmls with the storage of its own project, as an application would use it: JSON values, one transaction an
//! operation, durable, and keys of the last three epochs kept, as relays without frozen epochs make clients do.
//! Prints a line of JSON for each operation; `sitr-cost` takes them in.

use std::cell::Cell;

use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::RustCrypto;
use openmls_sqlite_storage::{Codec, SqliteStorageProvider};
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;

const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519;
/// Members that one commit adds.
const BATCH: usize = 500;
/// A message.
const WORDS: &[u8] = &[0x5a; 320];
/// Epochs whose message keys are kept.
const PAST: usize = 3;

thread_local! {
    static WRITTEN: Cell<u64> = const { Cell::new(0) };
}

/// JSON, and how much of it was written.
#[derive(Default)]
struct Json;

impl Codec for Json {
    type Error = serde_json::Error;

    fn to_vec<T: Serialize>(value: &T) -> Result<Vec<u8>, Self::Error> {
        let bytes = serde_json::to_vec(value)?;
        WRITTEN.with(|written| written.set(written.get() + bytes.len() as u64));
        Ok(bytes)
    }

    fn from_slice<T: DeserializeOwned>(slice: &[u8]) -> Result<T, Self::Error> {
        serde_json::from_slice(slice)
    }
}

struct Provider<'c> {
    crypto: &'c RustCrypto,
    storage: SqliteStorageProvider<Json, &'c Connection>,
}

impl<'c> OpenMlsProvider for Provider<'c> {
    type CryptoProvider = RustCrypto;
    type RandProvider = RustCrypto;
    type StorageProvider = SqliteStorageProvider<Json, &'c Connection>;

    fn storage(&self) -> &Self::StorageProvider {
        &self.storage
    }
    fn crypto(&self) -> &RustCrypto {
        self.crypto
    }
    fn rand(&self) -> &RustCrypto {
        self.crypto
    }
}

struct Person {
    connection: Connection,
    crypto: RustCrypto,
    signer: SignatureKeyPair,
    credential: CredentialWithKey,
}

struct Cost {
    cpu_us: f64,
    bytes: u64,
}

fn cpu_us() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    stat.split(' ').next().and_then(|it| it.parse::<f64>().ok()).expect("a number") / 1000.0
}

impl Person {
    fn new(number: usize, connection: Connection) -> Self {
        let mut connection = connection;
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
            .expect("settings");
        SqliteStorageProvider::<Json, &mut Connection>::new(&mut connection)
            .run_migrations()
            .expect("the schema");
        let signer = SignatureKeyPair::new(SUITE.signature_algorithm()).expect("a key");
        let mut identity = vec![7; 32];
        identity[..8].copy_from_slice(&(number as u64).to_be_bytes());
        let credential = CredentialWithKey {
            credential: BasicCredential::new(identity).into(),
            signature_key: signer.public().into(),
        };
        Self { connection, crypto: RustCrypto::default(), signer, credential }
    }

    /// One operation in one transaction, and what it costs.
    fn does<T>(&self, work: impl FnOnce(&Provider<'_>) -> T) -> (T, Cost) {
        let (before, bytes) = (cpu_us(), WRITTEN.with(Cell::get));
        let transaction = self.connection.unchecked_transaction().expect("a transaction");
        let storage = SqliteStorageProvider::new(&*transaction);
        let done = work(&Provider { crypto: &self.crypto, storage });
        transaction.commit().expect("committed");
        let bytes = WRITTEN.with(Cell::get) - bytes;
        (done, Cost { cpu_us: cpu_us() - before, bytes })
    }

    fn package(&self) -> Vec<u8> {
        self.does(|provider| {
            let bundle = KeyPackage::builder()
                .build(SUITE, provider, &self.signer, self.credential.clone())
                .expect("a KeyPackage");
            bundle.key_package().tls_serialize_detached().expect("bytes")
        })
        .0
    }
}

fn read(person: &Person, bytes: &[u8]) -> KeyPackage {
    KeyPackageIn::tls_deserialize(&mut &*bytes)
        .expect("a KeyPackage")
        .validate(&person.crypto, ProtocolVersion::Mls10)
        .expect("a good one")
}

fn add(person: &Person, group: &mut MlsGroup, packages: &[Vec<u8>]) -> (Welcome, Cost) {
    person.does(|provider| {
        let packages: Vec<_> = packages.iter().map(|bytes| read(person, bytes)).collect();
        let bundle = group
            .commit_builder()
            .propose_adds(packages)
            .load_psks(provider.storage())
            .expect("no PSK")
            .build(provider.rand(), provider.crypto(), &person.signer, |_| true)
            .expect("a commit")
            .stage_commit(provider)
            .expect("staged");
        let welcome = bundle.into_welcome().expect("a Welcome");
        group.merge_pending_commit(provider).expect("merged");
        welcome
    })
}

fn protocol(message: &MlsMessageOut) -> ProtocolMessage {
    let bytes = message.tls_serialize_detached().expect("bytes");
    match MlsMessageIn::tls_deserialize(&mut &*bytes).expect("a message").extract() {
        MlsMessageBodyIn::PublicMessage(message) => message.into(),
        MlsMessageBodyIn::PrivateMessage(message) => message.into(),
        _ => panic!("another message"),
    }
}

fn tell(operation: &str, leaves: usize, costs: &[Cost]) {
    let mut costs: Vec<(f64, u64)> = costs.iter().map(|cost| (cost.cpu_us, cost.bytes)).collect();
    costs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (cpu_us, bytes) = costs[costs.len() / 2];
    let row = serde_json::json!({
        "operation": operation,
        "leaves": leaves,
        "implementation": "openmls_sqlite_storage",
        "cpu_us": cpu_us,
        "bytes_written": bytes,
    });
    println!("{row}");
}

fn main() {
    let leaves: usize =
        std::env::args().nth(1).and_then(|it| it.parse().ok()).expect("a number of leaves");
    let folder = tempfile::tempdir().expect("a folder");
    let disk = |name: &str| Connection::open(folder.path().join(name)).expect("a database");
    let founder = Person::new(0, disk("founder.db"));
    let reader = Person::new(1, disk("reader.db"));
    let (mut group, _) = founder.does(|provider| {
        let config = MlsGroupCreateConfig::builder()
            .ciphersuite(SUITE)
            .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .max_past_epochs(PAST)
            .build();
        MlsGroup::new(provider, &founder.signer, &config, founder.credential.clone())
            .expect("a group")
    });
    let packages: Vec<Vec<u8>> = (2..leaves)
        .map(|number| {
            Person::new(number, Connection::open_in_memory().expect("memory")).package()
        })
        .collect();
    let mut create = Cost { cpu_us: 0.0, bytes: 0 };
    for batch in packages.chunks(BATCH) {
        let (_, cost) = add(&founder, &mut group, batch);
        create.cpu_us += cost.cpu_us;
        create.bytes += cost.bytes;
    }
    tell("create", leaves, &[create]);
    let (welcome, _) = add(&founder, &mut group, &[reader.package()]);
    let tree = group.export_ratchet_tree().tls_serialize_detached().expect("a tree");
    let (mut theirs, cost) = reader.does(|provider| {
        let config = MlsGroupJoinConfig::builder()
            .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .max_past_epochs(PAST)
            .build();
        let tree = RatchetTreeIn::tls_deserialize(&mut tree.as_slice()).expect("a tree");
        StagedWelcome::new_from_welcome(provider, &config, welcome, Some(tree))
            .expect("it opens")
            .into_group(provider)
            .expect("a group")
    });
    tell("join", leaves, &[cost]);

    let (mut made, mut read) = (Vec::new(), Vec::new());
    // As many epochs as are kept, so that messages cost what they do in a room that has lived.
    for _ in 0..PAST {
        let (commit, cost) = founder.does(|provider| {
            let parameters = LeafNodeParameters::default();
            group.self_update(provider, &founder.signer, parameters).expect("a commit").into_commit()
        });
        made.push(cost);
        founder.does(|provider| group.merge_pending_commit(provider).expect("merged"));
        let (_, cost) = reader.does(|provider| {
            match theirs.process_message(provider, protocol(&commit)).expect("good").into_content() {
                ProcessedMessageContent::StagedCommitMessage(staged) => {
                    theirs.merge_staged_commit(provider, *staged).expect("merged");
                }
                _ => panic!("no commit"),
            }
        });
        read.push(cost);
    }
    tell("commit", leaves, &made);
    tell("receive-commit", leaves, &read);

    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for _ in 0..12 {
        let (message, cost) = founder.does(|provider| {
            group.create_message(provider, &founder.signer, WORDS).expect("a message")
        });
        sent.push(cost);
        let (_, cost) = reader.does(|provider| {
            theirs.process_message(provider, protocol(&message)).expect("good").into_content()
        });
        received.push(cost);
    }
    tell("send", leaves, &sent[1..]);
    tell("receive", leaves, &received[1..]);
}
