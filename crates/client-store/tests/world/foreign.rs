//! Commits of kinds that no client of ours makes: external ones, pre-shared keys, devices that stand twice. MLS
//! holds them for valid; the room does not.

use openmls::messages::proposals::PreSharedKeyProposal;
use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::{
    BasicCredential, Capabilities, Ciphersuite, CredentialWithKey, Extension, ExtensionType,
    Extensions, KeyPackage, LeafNodeParameters, Lifetime, MlsGroup, MlsMessageBodyIn, MlsMessageIn,
    OpenMlsProvider as _, Proposal, UnknownExtension,
};
use openmls::schedule::{ExternalPsk, PreSharedKeyId, Psk};
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::OpenMlsRustCrypto;
use sitr_client_core::RoomId;
use sitr_client_core::body::{Final, PersonaCredential, encode};
use sitr_community::{Name, Role};
use sitr_wire::Seed;

use crate::hand::World;
use crate::insider::{bytes, is_inert, trio};

const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519;

/// Every leaf's own: declared extensions, a box key.
fn capabilities() -> Capabilities {
    let declared: Vec<_> = (0xF0A1..=0xF0A8).map(ExtensionType::Unknown).collect();
    Capabilities::new(None, Some(&[SUITE]), Some(&declared), None, None)
}

fn box_key() -> Extension {
    Extension::Unknown(0xF0A2, UnknownExtension(vec![9; 32]))
}

/// A device of this persona.
fn device(persona: &Seed, room: &RoomId, serial: u64) -> (SignatureKeyPair, CredentialWithKey) {
    let seed = Seed::new([41 + u8::try_from(serial).unwrap(); 32]);
    let public = seed.public();
    let signer = SignatureKeyPair::from_raw(
        SUITE.signature_algorithm(),
        seed.expose().to_vec(),
        public.0.to_vec(),
    );
    let name = Name::new("twin").unwrap();
    let identity = PersonaCredential::renewed(persona, &name, room, &public, serial);
    let credential = BasicCredential::new(encode(&identity)).into();
    (signer, CredentialWithKey { credential, signature_key: public.0.to_vec().into() })
}

fn key_package(persona: &Seed, room: &RoomId, serial: u64) -> KeyPackage {
    let provider = OpenMlsRustCrypto::default();
    let (signer, credential) = device(persona, room, serial);
    KeyPackage::builder()
        .key_package_lifetime(Lifetime::init(0, u64::MAX))
        .leaf_node_capabilities(capabilities())
        .leaf_node_extensions(Extensions::single(box_key()).unwrap())
        .build(SUITE, &provider, &signer, credential)
        .unwrap()
        .key_package()
        .clone()
}

fn adds(package: KeyPackage) -> Proposal {
    Proposal::Add(Box::new(package.into()))
}

/// A commit of Bob's with these proposals and no others.
fn commits(world: &mut World, proposals: &[Proposal]) -> Vec<u8> {
    world.people[1].with_group(|group, provider, signer| {
        group.clear_pending_commit(provider.storage()).unwrap();
        let bundle = group
            .commit_builder()
            .add_proposals(proposals.to_vec())
            .load_psks(provider.storage())
            .unwrap()
            .build(provider.rand(), provider.crypto(), signer, |_| true)
            .unwrap()
            .stage_commit(provider)
            .unwrap();
        bytes(bundle.commit())
    })
}

#[test]
fn a_commit_with_a_pre_shared_key_is_inert() {
    // A-01, G-05
    is_inert(trio(Role::Moderator), "a pre-shared key", |world, body| {
        let commit = world.people[1].with_group(|group, provider, signer| {
            group.clear_pending_commit(provider.storage()).unwrap();
            // Our storage keeps no such key, so Bob's program keeps it elsewhere.
            let elsewhere = OpenMlsRustCrypto::default();
            let psk = Psk::External(ExternalPsk::new(b"known to bob and carol".to_vec()));
            let id = PreSharedKeyId::new(SUITE, elsewhere.rand(), psk).unwrap();
            id.store(&elsewhere, b"a secret of theirs").unwrap();
            let proposal = Proposal::PreSharedKey(Box::new(PreSharedKeyProposal::new(id)));
            let bundle = group
                .commit_builder()
                .add_proposal(proposal)
                .load_psks(elsewhere.storage())
                .unwrap()
                .build(provider.rand(), provider.crypto(), signer, |_| true)
                .unwrap()
                .stage_commit(provider)
                .unwrap();
            bytes(bundle.commit())
        });
        Final { commit, ..body }
    });
}

/// Somebody who was given the group's public state joins by an external commit, and Bob closes with it.
#[test]
fn an_external_commit_is_inert() {
    //
    for persona in [Seed::new([51; 32]), Seed::new([0; 32])] {
        is_inert(trio(Role::Moderator), "an external commit", |world, body| {
            let mut persona = persona;
            if persona.expose() == &[0; 32] {
                persona = world.people[2].record().me.persona_seed; // Carol once more
            }
            Final { commit: external(world, &persona), ..body }
        });
    }
}

fn external(world: &mut World, persona: &Seed) -> Vec<u8> {
    let room = world.people[1].record().id;
    let (info, tree) = world.people[1].with_group(|group, provider, signer| {
        group.clear_pending_commit(provider.storage()).unwrap();
        let info = group.export_group_info(provider.crypto(), signer, true).unwrap();
        (info.tls_serialize_detached().unwrap(), group.export_ratchet_tree())
    });
    let info = MlsMessageIn::tls_deserialize_exact(&info).unwrap();
    let MlsMessageBodyIn::GroupInfo(info) = info.extract() else { panic!("a group info") };
    let provider = OpenMlsRustCrypto::default();
    let (signer, credential) = device(persona, &room, 7);
    let leaf = LeafNodeParameters::builder()
        .with_capabilities(capabilities())
        .with_extensions(Extensions::single(box_key()).unwrap())
        .build();
    let (_, bundle) = MlsGroup::external_commit_builder()
        .with_ratchet_tree(tree.into())
        .skip_lifetime_validation()
        .build_group(&provider, info, credential)
        .unwrap()
        .leaf_node_parameters(leaf)
        .load_psks(provider.storage())
        .unwrap()
        .build(provider.rand(), provider.crypto(), &signer, |_| true)
        .unwrap()
        .finalize(&provider)
        .unwrap();
    bytes(bundle.commit())
}

#[test]
fn a_persona_does_not_stand_twice() {
    //
    // Bob's own persona: on an older device, and on a newer one beside the old.
    for serial in [0, 3] {
        is_inert(trio(Role::Moderator), "a twin", |world, body| {
            let me = world.people[1].record();
            let package = key_package(&me.me.persona_seed, &me.id, serial);
            let commit = commits(world, &[adds(package)]);
            Final { commit, ..body }
        });
    }
    // A stranger's, with two devices at once.
    is_inert(trio(Role::Moderator), "two at once", |world, body| {
        let (room, persona) = (world.people[1].record().id, Seed::new([61; 32]));
        let both = [0, 1].map(|serial| {
            let package = key_package(&persona, &room, serial);
            adds(package)
        });
        Final { commit: commits(world, &both), ..body }
    });
}
