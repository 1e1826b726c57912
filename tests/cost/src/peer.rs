//! mls-rs by itself: another implementation of the same protocol, with its storage in memory.

use mls_rs::client_builder::MlsConfig;
use mls_rs::group::{ExportedTree, ReceivedMessage};
use mls_rs::identity::SigningIdentity;
use mls_rs::identity::basic::{BasicCredential, BasicIdentityProvider};
use mls_rs::mls_rules::{CommitOptions, DefaultMlsRules};
use mls_rs::{
    CipherSuite, CipherSuiteProvider as _, Client, CryptoProvider as _, ExtensionList, Group,
    MlsMessage,
};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;

use crate::cpu::{self, median};
use crate::row::{PEER, Row};
use crate::words::{BATCH, WORDS};

const SUITE: CipherSuite = CipherSuite::CURVE25519_CHACHA;

fn person(number: usize) -> Client<impl MlsConfig> {
    let suite = RustCryptoProvider::new().cipher_suite_provider(SUITE).expect("the suite");
    let (signer, public) = suite.signature_key_generate().expect("a key");
    let mut identity = vec![7; 32];
    identity[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let credential = BasicCredential::new(identity).into_credential();
    let options = CommitOptions::new().with_ratchet_tree_extension(false).with_path_required(false);
    Client::builder()
        .crypto_provider(RustCryptoProvider::with_enabled_cipher_suites(vec![SUITE]))
        .identity_provider(BasicIdentityProvider::new())
        .mls_rules(DefaultMlsRules::new().with_commit_options(options))
        .signing_identity(SigningIdentity::new(credential, public), signer, SUITE)
        .build()
}

fn package(client: &Client<impl MlsConfig>) -> MlsMessage {
    let none = ExtensionList::new;
    client.generate_key_package_message(none(), none(), None).expect("a KeyPackage")
}

/// One commit that adds these.
fn add(group: &mut Group<impl MlsConfig>, packages: &[Vec<u8>]) -> Vec<MlsMessage> {
    let mut builder = group.commit_builder();
    for bytes in packages {
        let package = MlsMessage::from_bytes(bytes).expect("a KeyPackage");
        builder = builder.add_member(package).expect("a good one");
    }
    let output = builder.build().expect("a commit");
    group.apply_pending_commit().expect("merged");
    output.welcome_messages
}

/// Measures all operations in a group of so many leaves.
pub(crate) fn rows(leaves: usize, repeats: usize) -> Vec<Row> {
    let (founder, reader) = (person(0), person(1));
    let mut group =
        founder.create_group(ExtensionList::new(), ExtensionList::new(), None).expect("a group");
    let row = |operation: &str, cpu_us: f64| Row::new(operation, leaves, PEER, cpu_us);
    let packages: Vec<Vec<u8>> =
        (2..leaves).map(|number| package(&person(number)).to_bytes().expect("bytes")).collect();
    let (_, create) = cpu::of(|| {
        for batch in packages.chunks(BATCH) {
            add(&mut group, batch);
        }
    });
    let last = package(&reader).to_bytes().expect("bytes");
    let welcomes = add(&mut group, &[last]);
    let tree = group.export_tree().to_bytes().expect("a tree");
    let (joined, join) = cpu::of(|| {
        let tree = ExportedTree::from_bytes(&tree).expect("a tree");
        reader.join_group(Some(tree), &welcomes[0], None).expect("it opens")
    });
    let (mut theirs, _) = joined;
    let mut rows = vec![row("create", create), row("join", join)];

    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for _ in 0..=repeats * 4 {
        let (message, spent) =
            cpu::of(|| group.encrypt_application_message(WORDS, Vec::new()).expect("a message"));
        sent.push(spent);
        let bytes = message.to_bytes().expect("bytes");
        let ((), spent) = cpu::of(|| {
            let message = MlsMessage::from_bytes(&bytes).expect("a message");
            let heard = theirs.process_incoming_message(message).expect("a good one");
            assert!(matches!(heard, ReceivedMessage::ApplicationMessage(_)));
        });
        received.push(spent);
    }
    rows.push(row("send", median(sent.split_off(1))));
    let received = median(received.split_off(1));
    rows.push(row("receive", received));
    rows.push(row("receive-batch", received));

    let (mut made, mut read) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        let (output, spent) = cpu::of(|| group.commit(Vec::new()).expect("a commit"));
        made.push(spent);
        group.apply_pending_commit().expect("merged");
        let bytes = output.commit_message.to_bytes().expect("bytes");
        let ((), spent) = cpu::of(|| {
            let message = MlsMessage::from_bytes(&bytes).expect("a message");
            let heard = theirs.process_incoming_message(message).expect("a good one");
            assert!(matches!(heard, ReceivedMessage::Commit(_)));
        });
        read.push(spent);
    }
    rows.push(row("commit", median(made)));
    rows.push(row("receive-commit", median(read)));
    rows
}
