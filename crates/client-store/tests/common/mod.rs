//! What the tests of this crate share: cheap profiles, a fake keyring, members over the real store.
#![allow(dead_code)]

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::Path;

use openmls::prelude::tls_codec::Deserialize as _;
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::RustCrypto;
use openmls_traits::OpenMlsProvider;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use sitr_client_store::mls::MlsStore;
use sitr_client_store::profile::{
    Keyring, KeyringError, NewSlot, Passphrase, PassphraseCost, Profile, Unlock,
};
use zeroize::Zeroizing;

pub(crate) const SUITE: Ciphersuite =
    Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519;

pub(crate) fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

pub(crate) fn cheap() -> PassphraseCost {
    PassphraseCost::new(8, 1, 1).unwrap()
}

/// A profile that opens with the passphrase `open`.
pub(crate) fn new_profile(dir: &Path) -> Profile {
    Profile::create(dir, &[NewSlot::Passphrase(&passphrase("open"), cheap())]).unwrap().0
}

pub(crate) fn reopen(dir: &Path) -> Profile {
    Profile::open(dir, &Unlock::Passphrase(&passphrase("open"))).unwrap()
}

pub(crate) fn begin(profile: &mut Profile) -> Transaction<'_> {
    profile.connection_mut().transaction_with_behavior(TransactionBehavior::Immediate).unwrap()
}

/// A keyring in memory that can be locked, absent or forgetful.
#[derive(Default)]
pub(crate) struct FakeKeyring {
    pub(crate) kept: RefCell<HashMap<String, Vec<u8>>>,
    pub(crate) mood: Cell<Mood>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Well,
    /// Refuses to take, answers "none" when asked, as Secret Service does.
    Locked,
    Absent,
    /// Takes and loses.
    Forgetful,
}

impl FakeKeyring {
    pub(crate) fn in_mood(mood: Mood) -> Self {
        Self { mood: Cell::new(mood), ..Self::default() }
    }
}

impl Keyring for FakeKeyring {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        match self.mood.get() {
            Mood::Absent => Err(KeyringError::Absent),
            Mood::Locked => Ok(None),
            _ => Ok(self.kept.borrow().get(account).cloned().map(Zeroizing::new)),
        }
    }

    fn set(&self, account: &str, secret: &[u8]) -> Result<(), KeyringError> {
        match self.mood.get() {
            Mood::Absent => return Err(KeyringError::Absent),
            Mood::Locked => return Err(KeyringError::Refused),
            Mood::Forgetful => {}
            Mood::Well => {
                self.kept.borrow_mut().insert(account.to_owned(), secret.to_vec());
            }
        }
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), KeyringError> {
        match self.mood.get() {
            Mood::Absent => return Err(KeyringError::Absent),
            Mood::Locked => return Err(KeyringError::Refused),
            _ => self.kept.borrow_mut().remove(account),
        };
        Ok(())
    }
}

/// The provider that a client hands to openmls: its crypto, our store.
pub(crate) struct Provider<'c> {
    crypto: RustCrypto,
    store: MlsStore<'c>,
}

impl<'c> Provider<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { crypto: RustCrypto::default(), store: MlsStore::new(connection) }
    }
}

impl<'c> OpenMlsProvider for Provider<'c> {
    type CryptoProvider = RustCrypto;
    type RandProvider = RustCrypto;
    type StorageProvider = MlsStore<'c>;

    fn storage(&self) -> &Self::StorageProvider {
        &self.store
    }

    fn crypto(&self) -> &Self::CryptoProvider {
        &self.crypto
    }

    fn rand(&self) -> &Self::RandProvider {
        &self.crypto
    }
}

/// A member: a profile on disk and a signature key that is kept in it.
pub(crate) struct Member {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) profile: Profile,
    pub(crate) signer: SignatureKeyPair,
    pub(crate) credential: CredentialWithKey,
}

impl Member {
    pub(crate) fn new(name: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut profile = new_profile(&dir.path().join("profile"));
        let signer = SignatureKeyPair::new(SUITE.signature_algorithm()).unwrap();
        let tx = begin(&mut profile);
        signer.store(&MlsStore::new(&tx)).unwrap();
        tx.commit().unwrap();
        let credential = CredentialWithKey {
            credential: BasicCredential::new(name.as_bytes().to_vec()).into(),
            signature_key: signer.public().into(),
        };
        Self { dir, profile, signer, credential }
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.dir.path().join("profile")
    }

    /// Closes the profile and opens it again, as after the end of a process; the signature key too
    /// comes from the disk.
    pub(crate) fn restart(self) -> Self {
        let Self { dir, profile, signer, credential } = self;
        drop(profile);
        let profile = reopen(&dir.path().join("profile"));
        let store = MlsStore::new(profile.connection());
        let signer =
            SignatureKeyPair::read(&store, signer.public(), SUITE.signature_algorithm()).unwrap();
        Self { dir, profile, signer, credential }
    }

    /// Runs one step in a transaction and commits it.
    pub(crate) fn step<T>(
        &mut self,
        step: impl FnOnce(&Provider<'_>, &SignatureKeyPair, &CredentialWithKey) -> T,
    ) -> T {
        let tx = begin(&mut self.profile);
        let result = step(&Provider::new(&tx), &self.signer, &self.credential);
        tx.commit().unwrap();
        result
    }

    pub(crate) fn key_package(&mut self) -> KeyPackage {
        self.step(|provider, signer, credential| {
            KeyPackage::builder()
                .build(SUITE, provider, signer, credential.clone())
                .unwrap()
                .key_package()
                .clone()
        })
    }

    pub(crate) fn create_group(&mut self) -> GroupId {
        self.step(|provider, signer, credential| {
            let group = MlsGroup::builder()
                .ciphersuite(SUITE)
                .max_past_epochs(0)
                .padding_size(256)
                .use_ratchet_tree_extension(true)
                .with_wire_format_policy(MIXED_PLAINTEXT_WIRE_FORMAT_POLICY)
                .build(provider, signer, credential.clone())
                .unwrap();
            group.group_id().clone()
        })
    }

    /// Adds members: commit, Welcome; merged at once.
    pub(crate) fn add(&mut self, id: &GroupId, packages: &[KeyPackage]) -> (Vec<u8>, Vec<u8>) {
        self.step(|provider, signer, _| {
            let mut group = load(provider, id);
            let (commit, welcome, _) = group.add_members(provider, signer, packages).unwrap();
            group.merge_pending_commit(provider).unwrap();
            (commit.to_bytes().unwrap(), welcome.to_bytes().unwrap())
        })
    }

    pub(crate) fn join(&mut self, welcome: &[u8]) {
        self.step(|provider, _, _| join(provider, welcome).unwrap());
    }

    /// A commit that replaces the own keys; merged at once.
    pub(crate) fn update(&mut self, id: &GroupId) -> Vec<u8> {
        self.step(|provider, signer, _| {
            let mut group = load(provider, id);
            let bundle =
                group.self_update(provider, signer, LeafNodeParameters::default()).unwrap();
            let bytes = bundle.commit().to_bytes().unwrap();
            group.merge_pending_commit(provider).unwrap();
            bytes
        })
    }

    pub(crate) fn send(&mut self, id: &GroupId, text: &[u8]) -> Vec<u8> {
        self.step(|provider, signer, _| {
            let mut group = load(provider, id);
            group.create_message(provider, signer, text).unwrap().to_bytes().unwrap()
        })
    }

    pub(crate) fn receive(&mut self, id: &GroupId, bytes: &[u8]) -> Option<Vec<u8>> {
        self.step(|provider, _, _| receive(provider, id, bytes).unwrap())
    }

    pub(crate) fn epoch(&self, id: &GroupId) -> (u64, Vec<u8>) {
        let group = load(&Provider::new(self.profile.connection()), id);
        (group.epoch().as_u64(), group.epoch_authenticator().as_slice().to_vec())
    }
}

/// Errors of a step, without their types: a test only asks whether there was one.
pub(crate) type StepResult<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn load(provider: &Provider<'_>, id: &GroupId) -> MlsGroup {
    MlsGroup::load(provider.storage(), id).unwrap().unwrap()
}

pub(crate) fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .max_past_epochs(0)
        .padding_size(256)
        .use_ratchet_tree_extension(true)
        .wire_format_policy(MIXED_PLAINTEXT_WIRE_FORMAT_POLICY)
        .build()
}

pub(crate) fn join(provider: &Provider<'_>, welcome: &[u8]) -> StepResult<GroupId> {
    let message = MlsMessageIn::tls_deserialize_exact(welcome)?;
    let MlsMessageBodyIn::Welcome(welcome) = message.extract() else {
        return Err("not a welcome".into());
    };
    let staged = StagedWelcome::new_from_welcome(provider, &join_config(), welcome, None)?;
    Ok(staged.into_group(provider)?.group_id().clone())
}

/// Processes a message: the text of an application message, or `None` after a merged commit or a
/// stored proposal.
pub(crate) fn receive(
    provider: &Provider<'_>,
    id: &GroupId,
    bytes: &[u8],
) -> StepResult<Option<Vec<u8>>> {
    let mut group = MlsGroup::load(provider.storage(), id)?.ok_or("no group")?;
    let message = MlsMessageIn::tls_deserialize_exact(bytes)?.try_into_protocol_message()?;
    match group.process_message(provider, message)?.into_content() {
        ProcessedMessageContent::ApplicationMessage(text) => Ok(Some(text.into_bytes())),
        ProcessedMessageContent::StagedCommitMessage(commit) => {
            group.merge_staged_commit(provider, *commit)?;
            Ok(None)
        }
        ProcessedMessageContent::ProposalMessage(proposal) => {
            group.store_pending_proposal(provider.storage(), *proposal)?;
            Ok(None)
        }
        _ => Err("unexpected content".into()),
    }
}

/// Alice and Bob in one group.
pub(crate) fn pair() -> (Member, Member, GroupId) {
    let (mut alice, mut bob) = (Member::new("alice"), Member::new("bob"));
    let package = bob.key_package();
    let id = alice.create_group();
    let (_, welcome) = alice.add(&id, &[package]);
    bob.join(&welcome);
    (alice, bob, id)
}
