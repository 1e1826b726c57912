//! openmls by itself: the suite and settings of our rooms, its storage in memory, identities of 32 bytes. What
//! of this any client must pay.

use openmls::prelude::OpenMlsProvider as _;
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

struct Person {
    provider: OpenMlsRustCrypto,
    signer: SignatureKeyPair,
    credential: CredentialWithKey,
}

impl Person {
    fn new(number: usize) -> Self {
        let signer = SignatureKeyPair::new(SUITE.signature_algorithm()).expect("a key");
        let mut identity = vec![7; 32];
        identity[..8].copy_from_slice(&(number as u64).to_be_bytes());
        let credential = CredentialWithKey {
            credential: BasicCredential::new(identity).into(),
            signature_key: signer.public().into(),
        };
        Self { provider: OpenMlsRustCrypto::default(), signer, credential }
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

fn read(person: &Person, bytes: &[u8]) -> KeyPackage {
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

/// Measures all operations in a group of so many leaves.
pub(crate) fn rows(leaves: usize, repeats: usize) -> Vec<Row> {
    let (founder, reader) = (Person::new(0), Person::new(1));
    let mut group = founder.found();
    let row = |operation: &str, cpu_us: f64| Row::new(operation, leaves, BARE, cpu_us);
    let packages: Vec<Vec<u8>> = (2..leaves).map(|number| Person::new(number).package()).collect();
    let (_, create) = cpu::of(|| {
        for batch in packages.chunks(BATCH) {
            let batch: Vec<_> = batch.iter().map(|bytes| read(&founder, bytes)).collect();
            founder.add(&mut group, &batch);
        }
    });
    let welcome = founder.add(&mut group, &[read(&founder, &reader.package())]);
    let tree = group.export_ratchet_tree().tls_serialize_detached().expect("a tree");
    let (mut theirs, join) = cpu::of(|| reader.join(welcome, &tree));
    let mut rows = vec![row("create", create), row("join", join)];
    rows.last_mut().expect("two").wire_bytes = Some(tree.len() as u64);

    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for _ in 0..=repeats * 4 {
        let (message, spent) = cpu::of(|| {
            group.create_message(&founder.provider, &founder.signer, WORDS).expect("a message")
        });
        sent.push(spent);
        let ((), spent) = cpu::of(|| {
            let message = theirs.process_message(&reader.provider, protocol(&message));
            let content = message.expect("a good one").into_content();
            assert!(matches!(content, ProcessedMessageContent::ApplicationMessage(_)));
        });
        received.push(spent);
    }
    rows.push(row("send", median(sent.split_off(1))));
    let received = median(received.split_off(1));
    rows.push(row("receive", received));
    rows.push(row("receive-batch", received));

    let (mut made, mut read) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        let (commit, spent) = cpu::of(|| {
            let parameters = LeafNodeParameters::default();
            let bundle = group.self_update(&founder.provider, &founder.signer, parameters);
            bundle.expect("a commit").into_commit()
        });
        made.push(spent);
        group.merge_pending_commit(&founder.provider).expect("merged");
        let ((), spent) = cpu::of(|| {
            let message = theirs.process_message(&reader.provider, protocol(&commit));
            match message.expect("a good one").into_content() {
                ProcessedMessageContent::StagedCommitMessage(staged) => {
                    theirs.merge_staged_commit(&reader.provider, *staged).expect("merged");
                }
                _ => panic!("no commit"),
            }
        });
        read.push(spent);
    }
    rows.push(row("commit", median(made)));
    rows.push(row("receive-commit", median(read)));
    rows
}
