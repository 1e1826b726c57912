//! MLS as this project uses it (RFC 9420): one suite, two extensions of our own, commits by value in
//! public messages under our seal. Everything that touches openmls types is here and in [`crate::room`].

mod change;
mod roster;
mod split;

pub(crate) use change::{Moves, moves_of};
pub(crate) use roster::{
    Leaf, Roster, accepts, ballots_in, find, is_further, is_in, key_in, leaf_at, leaf_keys, leaves,
    own_stance, personas, seats,
};
pub(crate) use split::split;

use curve25519_dalek::montgomery::MontgomeryPoint;
use openmls::prelude::hash_ref::make_key_package_ref;
use openmls::prelude::{
    BasicCredential, Capabilities, Ciphersuite, CredentialWithKey, Extension, ExtensionType,
    Extensions, GroupContext, GroupId, KeyPackage, KeyPackageIn, KeyPackageRef, LeafNode,
    LeafNodeIndex, LeafNodeParameters, Lifetime, MlsGroup, MlsGroupJoinConfig,
    PURE_PLAINTEXT_WIRE_FORMAT_POLICY, ProtocolVersion, RequiredCapabilitiesExtension,
    SenderRatchetConfiguration, StagedCommit, UnknownExtension,
};
use openmls_traits::OpenMlsProvider;
use openmls_traits::signatures::{Signer, SignerError};
use openmls_traits::storage::{CURRENT_VERSION, StorageProvider};
use openmls_traits::types::SignatureScheme;
use sitr_community::{Accepted, Ballot, Policy, Stance};
use sitr_wire::{PublicKey, Seed};
use tls_codec::{Deserialize as _, Serialize as _};

use crate::body::{Identity, PersonaCredential, Wanted};
use crate::crypto::provider::Crypto;
use crate::ids::RoomId;
use crate::state::Me;

/// The one ciphersuite (rule G-01).
pub(crate) const SUITE: Ciphersuite =
    Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519;
/// GroupContext extension that holds the policy (rule G-02).
pub(crate) const POLICY_EXTENSION: u16 = 0xF0A1;
/// Leaf extension that holds the box key (rule G-03).
pub(crate) const BOX_KEY_EXTENSION: u16 = 0xF0A2;
/// Leaf extension that says which guidelines the member accepts (rule G-03).
const ACCEPTANCE_EXTENSION: u16 = sitr_community::ACCEPTANCE_EXTENSION;
/// Leaf extension that says what the member votes for (rule G-03).
const BALLOT_EXTENSION: u16 = sitr_community::BALLOT_EXTENSION;
/// Private-use types that every leaf declares from the start, so that later versions can use them.
const DECLARED: std::ops::RangeInclusive<u16> = 0xF0A1..=0xF0A8;
/// Generations that a sender may be ahead: a whole mailbox.
const FORWARD_DISTANCE: u32 = 8192;
/// Generations of a sender that may come out of order. A mailbox is ordered; but what a page shows to have
/// been withheld is still read (rule R-15). Only keys that were skipped are kept.
const OUT_OF_ORDER: u32 = 32;

/// Crypto and storage, as openmls wants them.
pub(crate) struct Provider<'a, M> {
    crypto: &'a Crypto,
    storage: &'a M,
}

impl<'a, M> Provider<'a, M> {
    pub(crate) fn new(crypto: &'a Crypto, storage: &'a M) -> Self {
        Self { crypto, storage }
    }
}

impl<M: StorageProvider<CURRENT_VERSION>> OpenMlsProvider for Provider<'_, M> {
    type CryptoProvider = Crypto;
    type RandProvider = Crypto;
    type StorageProvider = M;

    fn storage(&self) -> &M {
        self.storage
    }
    fn crypto(&self) -> &Crypto {
        self.crypto
    }
    fn rand(&self) -> &Crypto {
        self.crypto
    }
}

/// Signs for this device's leaf.
pub(crate) struct Device<'a>(pub &'a Seed);

impl Signer for Device<'_> {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        use ed25519_dalek::Signer as _;
        let key = ed25519_dalek::SigningKey::from_bytes(self.0.expose());
        Ok(key.sign(payload).to_bytes().to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// Valid whenever: no rule of validity reads a clock (rule G-04).
fn always() -> Lifetime {
    Lifetime::init(0, u64::MAX)
}

fn capabilities() -> Capabilities {
    let extensions: Vec<_> = DECLARED.map(ExtensionType::Unknown).collect();
    Capabilities::new(None, Some(&[SUITE]), Some(&extensions), None, None)
}

/// A leaf's extensions: the box key, the guidelines that the member accepts, if it does, and what it votes for,
/// if it does (rule G-03).
fn leaf_extensions(box_key: &[u8; 32], stance: Stance) -> Option<Extensions<LeafNode>> {
    let unknown = |kind, bytes| Extension::Unknown(kind, UnknownExtension(bytes));
    let mut all = vec![unknown(BOX_KEY_EXTENSION, box_key.to_vec())];
    all.extend(stance.accepted.map(|it| unknown(ACCEPTANCE_EXTENSION, it.encode())));
    all.extend(stance.ballot.map(|it| unknown(BALLOT_EXTENSION, it.encode())));
    Extensions::from_vec(all).ok()
}

/// What the leaf of this device's next path is to say, where that is not what it says now.
pub(crate) fn leaf_parameters(live: &crate::core::Live) -> Option<LeafNodeParameters> {
    let me = &live.room.me;
    let wanted = leaf_extensions(&me.box_public, stance_of(&live.room))?;
    let present = live.group.own_leaf_node()?.extensions();
    let differs = wanted != *present;
    differs.then(|| LeafNodeParameters::builder().with_extensions(wanted).build())
}

/// What this device's member wants its leaf to say in a room.
pub(crate) fn stance_of(room: &crate::state::Room) -> Stance {
    stance_wanted(Wanted { accepts: room.accepts, ballot: room.ballot })
}

/// The same, of what is wanted.
pub(crate) fn stance_wanted(wanted: Wanted) -> Stance {
    let accepted = wanted.accepts.map(|hash| Accepted(hash.0));
    Stance { accepted, ballot: wanted.ballot.map(|hash| Ballot(hash.0)) }
}

/// The GroupContext extensions for a policy: the policy, and what a leaf must be able to hold.
pub(crate) fn context_extensions(policy: &Policy) -> Option<Extensions<GroupContext>> {
    let ours = [POLICY_EXTENSION, BOX_KEY_EXTENSION].map(ExtensionType::Unknown);
    let required = RequiredCapabilitiesExtension::new(&ours, &[], &[]);
    let policy = UnknownExtension(policy.encode());
    Extensions::from_vec(vec![
        Extension::RequiredCapabilities(required),
        Extension::Unknown(POLICY_EXTENSION, policy),
    ])
    .ok()
}

/// The policy in a group context, if it is of our form and nothing stands beside it (rule G-02).
pub(crate) fn policy_of(extensions: &Extensions<GroupContext>) -> Option<Policy> {
    let policy = Policy::decode(&extensions.unknown(POLICY_EXTENSION)?.0).ok()?;
    (context_extensions(&policy)? == *extensions).then_some(policy) // G-02
}

fn credential(me: &Me, room: &RoomId) -> Option<CredentialWithKey> {
    let device = me.device_seed.public();
    let name = me.name().ok()?;
    let (persona, serial, number) = (&me.persona_seed, me.serial, me.number);
    let identity = PersonaCredential::numbered(persona, &name, room, &device, serial, number);
    Some(CredentialWithKey {
        credential: BasicCredential::new(crate::body::encode(&identity)).into(),
        signature_key: device.0.to_vec().into(),
    })
}

pub(crate) fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .max_past_epochs(0)
        .use_ratchet_tree_extension(false)
        .sender_ratchet_configuration(SenderRatchetConfiguration::new(
            OUT_OF_ORDER,
            FORWARD_DISTANCE,
        ))
        .build()
}

/// Founds a group of one.
pub(crate) fn found<P: OpenMlsProvider>(
    provider: &P,
    me: &Me,
    room: &RoomId,
    policy: &Policy,
) -> Option<MlsGroup> {
    MlsGroup::builder()
        .with_group_id(GroupId::from_slice(&room.0))
        .with_wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .max_past_epochs(0)
        .use_ratchet_tree_extension(false)
        .sender_ratchet_configuration(SenderRatchetConfiguration::new(
            OUT_OF_ORDER,
            FORWARD_DISTANCE,
        ))
        .lifetime(always())
        .ciphersuite(SUITE)
        .with_capabilities(capabilities())
        .with_leaf_node_extensions(leaf_extensions(&me.box_public, Stance::default())?)
        .ok()?
        .with_group_context_extensions(context_extensions(policy)?)
        .build(provider, &Device(&me.device_seed), credential(me, room)?)
        .ok()
}

/// Makes a KeyPackage for one knock; its private half goes into the storage.
pub(crate) fn key_package<P: OpenMlsProvider>(
    provider: &P,
    me: &Me,
    room: &RoomId,
    stance: Stance,
) -> Option<Vec<u8>> {
    KeyPackage::builder()
        .key_package_lifetime(always())
        .leaf_node_capabilities(capabilities())
        .leaf_node_extensions(leaf_extensions(&me.box_public, stance)?)
        .build(SUITE, provider, &Device(&me.device_seed), credential(me, room)?)
        .ok()?
        .key_package()
        .tls_serialize_detached()
        .ok()
}

/// Whether HPKE can seal to a key: one of low order would make every commit that must reach it fail
/// (rule G-07). Such a key, and no other, is taken to the neutral element by the cofactor, 8; an X25519 with any
/// secret would tell the same at sixty times the price, and a joiner asks it of each leaf.
fn is_sound(key: &[u8]) -> bool {
    const EIGHT: [bool; 4] = [true, false, false, false];
    let times_eight = |key| MontgomeryPoint(key).mul_bits_be(EIGHT.into_iter()).to_bytes();
    <[u8; 32]>::try_from(key).is_ok_and(|key| times_eight(key) != [0; 32]) // G-07
}

/// The raw bytes of a leaf's encryption key.
fn encryption_key(leaf: &LeafNode) -> Option<Vec<u8>> {
    let framed = leaf.encryption_key().tls_serialize_detached().ok()?;
    framed.len().checked_sub(32).and_then(|at| framed.get(at..)).map(<[u8]>::to_vec)
}

fn has_sound_keys(leaf: &LeafNode) -> bool {
    encryption_key(leaf).is_some_and(|key| is_sound(&key))
        && box_key(leaf).is_some_and(|key| is_sound(&key))
}

fn box_key(leaf: &LeafNode) -> Option<[u8; 32]> {
    leaf.extensions().unknown(BOX_KEY_EXTENSION)?.0.as_slice().try_into().ok()
}

/// What a leaf says; an acceptance or ballot that is none is no extension of ours.
fn stance(leaf: &LeafNode) -> Stance {
    let said = |kind| leaf.extensions().unknown(kind).map(|extension| extension.0.as_slice());
    Stance {
        accepted: said(ACCEPTANCE_EXTENSION).and_then(|bytes| Accepted::decode(bytes).ok()),
        ballot: said(BALLOT_EXTENSION).and_then(|bytes| Ballot::decode(bytes).ok()),
    }
}

/// Whether a leaf holds its box key and at most an acceptance and a ballot, in this order (rule G-03).
fn is_plain(leaf: &LeafNode, box_key: &[u8; 32]) -> bool {
    leaf_extensions(box_key, stance(leaf)).is_some_and(|ours| ours == *leaf.extensions()) // G-03
}

/// Reads a leaf that is about to become a member, strictly (rules G-03, R-03).
fn verify_leaf(leaf: &LeafNode, room: &RoomId) -> Option<Leaf> {
    let device = PublicKey::try_from(leaf.signature_key().as_slice()).ok()?;
    let identity = leaf.credential().serialized_content();
    PersonaCredential::verify(identity, room, &device)?;
    let Identity { device: seat, name, serial } = PersonaCredential::read(identity)?;
    let (persona, number) = (seat.persona, seat.number);
    let box_key = box_key(leaf)?;
    let ours = is_plain(leaf, &box_key);
    let declared = DECLARED
        .into_iter()
        .all(|kind| leaf.capabilities().extensions().contains(&ExtensionType::Unknown(kind)));
    let (box_key, stance) = (Some(box_key), stance(leaf));
    let (device, key) = (device.0, encryption_key(leaf)?.try_into().ok()?);
    let leaf_is_sound = ours && declared && has_sound_keys(leaf);
    leaf_is_sound.then_some(Leaf { persona, number, name, box_key, serial, stance, device, key })
}

/// Reads a KeyPackage from a knock: who it is for, if its form is ours (rules G-01, G-03, G-04).
pub(crate) fn read_key_package(
    crypto: &Crypto,
    room: &RoomId,
    bytes: &[u8],
) -> Option<(KeyPackage, Leaf)> {
    let mut rest = bytes;
    let package = KeyPackageIn::tls_deserialize(&mut rest).ok()?;
    let package = package.validate(crypto, ProtocolVersion::Mls10).ok()?;
    let leaf = verify_package(&package, room)?;
    rest.is_empty().then_some((package, leaf))
}

fn verify_package(package: &KeyPackage, room: &RoomId) -> Option<Leaf> {
    let lifetime = package.life_time();
    let timeless = lifetime.not_before() == 0 && lifetime.not_after() == u64::MAX; // G-04
    let ours = package.ciphersuite() == SUITE // G-01
        && package.extensions().iter().next().is_none()
        && is_sound(package.hpke_init_key().as_slice());
    (timeless && ours).then(|| verify_leaf(package.leaf_node(), room)).flatten()
}

/// The signature key of a KeyPackage that was read before: nothing of it is verified anew.
pub(crate) fn device_of(package: &[u8]) -> Option<[u8; 32]> {
    let package = KeyPackageIn::tls_deserialize(&mut &*package).ok()?;
    package.unverified_credential().signature_key.as_slice().try_into().ok()
}

/// The reference of a KeyPackage that was read before: nothing of it is verified anew.
pub(crate) fn reference_of(crypto: &Crypto, package: &[u8]) -> Option<KeyPackageRef> {
    make_key_package_ref(package, SUITE, crypto).ok()
}

/// Which device a KeyPackage is of, and its serial, that was read before: nothing of it is verified anew.
pub(crate) fn identity_of(package: &[u8]) -> Option<Identity> {
    let package = KeyPackageIn::tls_deserialize(&mut &*package).ok()?;
    PersonaCredential::read(package.unverified_credential().credential.serialized_content())
}

/// The exporter of a group's present epoch (rule K-01).
pub(crate) fn exporter(group: &MlsGroup, crypto: &Crypto, relay: &[u8; 32]) -> Option<[u8; 32]> {
    let label = crate::crypto::schedule::EXPORTER_LABEL;
    group.export_secret(crypto, label, relay, 32).ok()?.try_into().ok()
}

/// The exporter of the epoch that a staged commit leads to (rule K-01).
pub(crate) fn next_exporter(
    staged: &StagedCommit,
    crypto: &Crypto,
    relay: &[u8; 32],
) -> Option<[u8; 32]> {
    let label = crate::crypto::schedule::EXPORTER_LABEL;
    staged.export_secret(crypto, label, relay, 32).ok()?.try_into().ok()
}

/// Whether every leaf of a group that is joined is one that would have been let in.
pub(crate) fn all_leaves_verify(group: &openmls::group::PublicGroup, room: &RoomId) -> bool {
    group.members().all(|member| {
        group.leaf(member.index).is_some_and(|leaf| verify_leaf(leaf, room).is_some())
    })
}

/// Whether the committer's new leaf, if there is one, is the old one with other keys; what it says is its
/// member's (rule G-06).
pub(crate) fn keeps_identity(
    group: &MlsGroup,
    committer: LeafNodeIndex,
    staged: &StagedCommit,
) -> bool {
    let Some(new) = staged.update_path_leaf_node() else { return true };
    let Some(old) = group.public_group().leaf(committer) else { return false };
    let Some(key) = box_key(old) else { return false };
    new.credential() == old.credential()
        && new.signature_key() == old.signature_key()
        && is_plain(new, &key)
        && new.capabilities() == old.capabilities()
        && has_sound_keys(new) // G-06
}

#[cfg(test)]
mod tests;
