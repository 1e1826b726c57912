//! The rules of form, each met.

use openmls_rust_crypto::OpenMlsRustCrypto;

use super::*;
use crate::crypto::hpke::{Kem, KeyPair};
use sitr_community::Name;

#[path = "split_tests.rs"]
mod split_tests;

const ROOM: RoomId = RoomId([1; 32]);

fn me(name: &str) -> Me {
    let rng = &mut rand::rng();
    let pair = KeyPair::generate(Kem::X25519, rng).unwrap();
    Me::new(&Name::new(name).unwrap(), pair, rng)
}

fn policy(admin: &Me) -> Policy {
    Policy {
        name: Name::new("room").unwrap(),
        relay: [2; 32],
        roles: [(admin.persona(), sitr_community::Role::Admin)].into(),
        steward_hash: [3; 32],
        settings: sitr_community::Settings::default(),
    }
}

struct World {
    provider: OpenMlsRustCrypto,
    me: Me,
    group: MlsGroup,
}

fn world() -> World {
    let (provider, me) = (OpenMlsRustCrypto::default(), me("Layla"));
    let group = found(&provider, &me, &ROOM, &policy(&me)).unwrap();
    World { provider, me, group }
}

/// A KeyPackage that differs from ours in one thing.
fn package(me: &Me, change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mut parts = Parts {
        suite: SUITE,
        lifetime: always(),
        capabilities: capabilities(),
        extensions: leaf_extensions(&me.box_public, Stance::default()).unwrap(),
    };
    change(&mut parts);
    KeyPackage::builder()
        .key_package_lifetime(parts.lifetime)
        .leaf_node_capabilities(parts.capabilities)
        .leaf_node_extensions(parts.extensions)
        .build(
            parts.suite,
            &OpenMlsRustCrypto::default(),
            &Device(&me.device_seed),
            credential(me, &ROOM).unwrap(),
        )
        .unwrap()
        .key_package()
        .tls_serialize_detached()
        .unwrap()
}

struct Parts {
    suite: Ciphersuite,
    lifetime: Lifetime,
    capabilities: Capabilities,
    extensions: Extensions<LeafNode>,
}

fn is_taken(bytes: &[u8]) -> bool {
    read_key_package(&Crypto::default(), &ROOM, bytes).is_some()
}

#[test]
fn only_key_packages_of_our_form_are_taken() {
    let omar = me("Omar");
    assert!(is_taken(&package(&omar, |_| {})));
    // G-01
    let other = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    let all = Capabilities::new(
        None,
        Some(&[SUITE, other]),
        Some(&DECLARED.map(ExtensionType::Unknown).collect::<Vec<_>>()),
        None,
        None,
    );
    assert!(!is_taken(&package(&omar, |parts| {
        parts.suite = other;
        parts.capabilities = all;
    })));
    // G-03
    let few = Capabilities::new(
        None,
        Some(&[SUITE]),
        Some(&[ExtensionType::Unknown(BOX_KEY_EXTENSION)]),
        None,
        None,
    );
    assert!(!is_taken(&package(&omar, |parts| parts.capabilities = few)));
    // After the box key an acceptance, then a ballot, and nothing else (G-03).
    let unknown = |kind, bytes: &[u8]| Extension::Unknown(kind, UnknownExtension(bytes.to_vec()));
    let key = unknown(BOX_KEY_EXTENSION, &omar.box_public);
    let accepts = unknown(ACCEPTANCE_EXTENSION, &Accepted([7; 32]).encode());
    let with = |all: Vec<Extension>| {
        let all = Extensions::from_vec(all).unwrap();
        is_taken(&package(&omar, |parts| parts.extensions = all))
    };
    let votes = unknown(BALLOT_EXTENSION, &Ballot([8; 32]).encode());
    assert!(with(vec![key.clone(), accepts.clone()]));
    assert!(with(vec![key.clone(), votes.clone()]));
    assert!(with(vec![key.clone(), accepts.clone(), votes.clone()]));
    assert!(!with(vec![key.clone(), votes, accepts.clone()]));
    assert!(!with(vec![accepts, key.clone()]));
    for kind in [ACCEPTANCE_EXTENSION, BALLOT_EXTENSION] {
        assert!(!with(vec![key.clone(), unknown(kind, b"yes")]));
    }
    assert!(!with(vec![key, unknown(0xF0A5, b"")]));
    // G-04
    assert!(!is_taken(&package(&omar, |parts| parts.lifetime = Lifetime::new(3600))));
    // G-07
    let weak = leaf_extensions(&[0; 32], Stance::default()).unwrap();
    assert!(!is_taken(&package(&omar, |parts| parts.extensions = weak)));
    let mut cut = package(&omar, |_| {});
    cut.pop();
    assert!(!is_taken(&cut));
}

#[test]
fn keys_of_low_order_are_told_apart() {
    // G-07
    assert!(is_sound(&me("Omar").box_public));
    let mut one = [0; 32];
    one[0] = 1;
    for weak in [[0; 32], one] {
        assert!(!is_sound(&weak));
    }
    assert!(!is_sound(&[9; 31]));
}

#[test]
fn the_policy_stands_alone() {
    // G-02
    let World { group, me, .. } = world();
    assert_eq!(policy_of(group.extensions()), Some(policy(&me)));
    let more = Extension::Unknown(0xF0A3, UnknownExtension(vec![1]));
    let mut crowded = context_extensions(&policy(&me)).unwrap();
    crowded.add(more).unwrap();
    assert_eq!(policy_of(&crowded), None);
}

#[test]
fn proposals_stand_by_value() {
    // G-05
    let World { provider, me, mut group } = world();
    let omar = self::me("Omar");
    let bytes = package(&omar, |_| {});
    let (package, _) = read_key_package(&Crypto::default(), &ROOM, &bytes).unwrap();
    let device = Device(&me.device_seed);
    group.propose_add_member(&provider, &device, &package).unwrap();
    group.commit_to_pending_proposals(&provider, &device).unwrap();
    let own = group.own_leaf_index();
    let moves = moves_of(&group, own, group.pending_commit().unwrap(), &ROOM);
    assert_eq!(moves.change.unknown, Some("a proposal by reference"));
}

#[test]
fn a_commit_keeps_its_authors_identity() {
    // G-06
    let World { provider, me, mut group } = world();
    let own = group.own_leaf_index();
    let mut update = |parameters: LeafNodeParameters| {
        let device = Device(&me.device_seed);
        group.self_update(&provider, &device, parameters).unwrap();
        let kept = keeps_identity(&group, own, group.pending_commit().unwrap());
        group.clear_pending_commit(provider.storage()).unwrap();
        kept
    };
    let holds = |box_key: &[u8; 32], stance| {
        let extensions = leaf_extensions(box_key, stance).unwrap();
        LeafNodeParameters::builder().with_extensions(extensions).build()
    };
    assert!(update(holds(&me.box_public, Stance::default())));
    let stance = Stance { accepted: Some(Accepted([7; 32])), ballot: Some(Ballot([8; 32])) };
    assert!(update(holds(&me.box_public, stance)), "what it says is its own");
    assert!(!update(holds(&self::me("Omar").box_public, Stance::default())));
    let all: Vec<_> = DECLARED.chain([0xF0B0]).map(ExtensionType::Unknown).collect();
    let more = Capabilities::new(None, Some(&[SUITE]), Some(&all), None, None);
    assert!(!update(LeafNodeParameters::builder().with_capabilities(more).build()));
    let mut renamed = me.clone();
    renamed.serial += 1;
    let other = credential(&renamed, &ROOM).unwrap();
    assert!(!update(LeafNodeParameters::builder().with_credential_with_key(other).build()));
}

#[test]
fn only_a_newer_device_takes_the_place_of_an_older_one() {
    //
    let World { me, group, .. } = world();
    let with = |number, serial| {
        let mut again = me.clone();
        (again.number, again.serial) = (number, serial);
        let bytes = package(&again, |_| {});
        let (_, leaf) = read_key_package(&Crypto::default(), &ROOM, &bytes).unwrap();
        Roster::of(&group).is_newer(&leaf)
    };
    assert!(!with(0, 0), "an old key package brings nobody back");
    assert!(with(0, 1));
    assert!(!with(1, 0), "nor beside");
    assert!(with(1, 1));
}
