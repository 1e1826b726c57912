//! openmls by itself: the suite and settings of our rooms, identities of 32 bytes, and a storage that it is given: in
//! memory, what any client must pay; on a disk, what one pays that takes the storage as it comes (`upstream/`).

use openmls::prelude::OpenMlsProvider;
use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::{
    BasicCredential, Ciphersuite, CredentialWithKey, KeyPackage, KeyPackageIn, LeafNodeParameters,
    MlsGroup, MlsGroupCreateConfig, MlsGroupJoinConfig, MlsMessageBodyIn, MlsMessageIn,
    MlsMessageOut, PURE_PLAINTEXT_WIRE_FORMAT_POLICY, ProcessedMessageContent, ProtocolMessage,
    ProtocolVersion, RatchetTreeIn, StagedWelcome, Welcome,
};
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::OpenMlsRustCrypto;

use crate::cpu::{self, median};
use crate::row::{BARE, Row};
use crate::words::{BATCH, WORDS};

const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519;

/// Where MLS state is kept.
pub(crate) trait Storage: OpenMlsProvider {
    /// By what name it stands in the table.
    const NAME: &'static str;

    /// An empty one.
    fn empty() -> Self;

    /// All that the work writes, at once and durable.
    fn durably<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    /// Length of its write-ahead log, if it has one.
    fn log_bytes(&self) -> Option<u64> {
        None
    }
}

impl Storage for OpenMlsRustCrypto {
    const NAME: &'static str = BARE;

    fn empty() -> Self {
        Self::default()
    }
}

struct Person<S> {
    provider: S,
    signer: SignatureKeyPair,
    credential: CredentialWithKey,
}

/// A thing that was done: what came of it, CPU time in microseconds, bytes of the log.
type Spent<T> = (T, f64, Option<u64>);

impl<S: Storage> Person<S> {
    fn new(number: usize) -> Self {
        let signer = SignatureKeyPair::new(SUITE.signature_algorithm()).expect("a key");
        let mut identity = vec![7; 32];
        identity[..8].copy_from_slice(&(number as u64).to_be_bytes());
        let credential = CredentialWithKey {
            credential: BasicCredential::new(identity).into(),
            signature_key: signer.public().into(),
        };
        Self { provider: S::empty(), signer, credential }
    }

    fn durably<T>(&self, work: impl FnOnce() -> T) -> Spent<T> {
        let before = self.provider.log_bytes();
        let (done, cpu_us) = cpu::of(|| self.provider.durably(work));
        let after = self.provider.log_bytes();
        (done, cpu_us, after.zip(before).map(|(after, before)| after - before))
    }

    fn package(&self) -> Vec<u8> {
        let bundle = KeyPackage::builder()
            .build(SUITE, &self.provider, &self.signer, self.credential.clone())
            .expect("a KeyPackage");
        bundle.key_package().tls_serialize_detached().expect("bytes")
    }

    fn found(&self) -> MlsGroup {
        let config = MlsGroupCreateConfig::builder()
            .ciphersuite(SUITE)
            .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .build();
        MlsGroup::new(&self.provider, &self.signer, &config, self.credential.clone())
            .expect("a group")
    }

    fn add(&self, group: &mut MlsGroup, packages: &[KeyPackage]) -> Welcome {
        let bundle = group
            .commit_builder()
            .propose_adds(packages.iter().cloned())
            .load_psks(self.provider.storage())
            .expect("no PSK")
            .build(self.provider.rand(), self.provider.crypto(), &self.signer, |_| true)
            .expect("a commit")
            .stage_commit(&self.provider)
            .expect("staged");
        let welcome = bundle.into_welcome().expect("a Welcome");
        group.merge_pending_commit(&self.provider).expect("merged");
        welcome
    }

    fn join(&self, welcome: Welcome, tree: &[u8]) -> MlsGroup {
        let config = MlsGroupJoinConfig::builder()
            .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .build();
        let tree = RatchetTreeIn::tls_deserialize(&mut &*tree).expect("a tree");
        StagedWelcome::new_from_welcome(&self.provider, &config, welcome, Some(tree))
            .expect("it opens")
            .into_group(&self.provider)
            .expect("a group")
    }
}

fn read<S: Storage>(person: &Person<S>, bytes: &[u8]) -> KeyPackage {
    KeyPackageIn::tls_deserialize(&mut &*bytes)
        .expect("a KeyPackage")
        .validate(person.provider.crypto(), ProtocolVersion::Mls10)
        .expect("a good one")
}

fn protocol(message: &MlsMessageOut) -> ProtocolMessage {
    let bytes = message.tls_serialize_detached().expect("bytes");
    match MlsMessageIn::tls_deserialize(&mut &*bytes).expect("a message").extract() {
        MlsMessageBodyIn::PublicMessage(message) => message.into(),
        MlsMessageBodyIn::PrivateMessage(message) => message.into(),
        _ => panic!("another message"),
    }
}

fn row<T, S: Storage>(operation: &str, leaves: usize, spent: Vec<Spent<T>>) -> Row {
    let log = spent.last().and_then(|(.., log)| *log);
    let cpu_us = median(spent.into_iter().map(|(_, cpu_us, _)| cpu_us).collect());
    let mut row = Row::new(operation, leaves, S::NAME, cpu_us);
    row.log_bytes = log;
    row
}

/// Measures all operations in a group of so many leaves.
pub(crate) fn rows<S: Storage>(leaves: usize, repeats: usize) -> Vec<Row> {
    let (founder, reader) = (Person::<S>::new(0), Person::<S>::new(1));
    let mut group = founder.found();
    let package = |number| Person::<OpenMlsRustCrypto>::new(number).package();
    let packages: Vec<Vec<u8>> = (2..leaves).map(package).collect();
    let create = founder.durably(|| {
        for batch in packages.chunks(BATCH) {
            let batch: Vec<_> = batch.iter().map(|bytes| read(&founder, bytes)).collect();
            founder.add(&mut group, &batch);
        }
    });
    let welcome = founder.add(&mut group, &[read(&founder, &reader.package())]);
    let tree = group.export_ratchet_tree().tls_serialize_detached().expect("a tree");
    let (mut theirs, cpu_us, log) = reader.durably(|| reader.join(welcome, &tree));
    let mut rows = vec![row::<_, S>("create", leaves, vec![create])];
    rows.push(row::<_, S>("join", leaves, vec![((), cpu_us, log)]));
    rows.last_mut().expect("two").wire_bytes = Some(tree.len() as u64);

    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for _ in 0..=repeats * 4 {
        let (message, cpu_us, log) = founder.durably(|| {
            group.create_message(&founder.provider, &founder.signer, WORDS).expect("a message")
        });
        sent.push(((), cpu_us, log));
        received.push(reader.durably(|| {
            let message = theirs.process_message(&reader.provider, protocol(&message));
            let content = message.expect("a good one").into_content();
            assert!(matches!(content, ProcessedMessageContent::ApplicationMessage(_)));
        }));
    }
    rows.push(row::<_, S>("send", leaves, sent.split_off(1)));
    let received = row::<_, S>("receive", leaves, received.split_off(1));
    rows.push(received.clone());
    // Without a disk a message of many costs what one by itself does.
    if S::NAME == BARE {
        rows.push(Row { operation: "receive-batch".to_owned(), ..received });
    }

    let (mut made, mut read) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        let (commit, cpu_us, log) = founder.durably(|| {
            let parameters = LeafNodeParameters::default();
            let bundle = group.self_update(&founder.provider, &founder.signer, parameters);
            bundle.expect("a commit").into_commit()
        });
        made.push(((), cpu_us, log));
        founder.durably(|| group.merge_pending_commit(&founder.provider).expect("merged"));
        read.push(reader.durably(|| {
            let message = theirs.process_message(&reader.provider, protocol(&commit));
            match message.expect("a good one").into_content() {
                ProcessedMessageContent::StagedCommitMessage(staged) => {
                    theirs.merge_staged_commit(&reader.provider, *staged).expect("merged");
                }
                _ => panic!("no commit"),
            }
        }));
    }
    rows.push(row::<_, S>("commit", leaves, made));
    rows.push(row::<_, S>("receive-commit", leaves, read));
    rows
}
