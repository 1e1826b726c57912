//! The change that a commit makes, as mls-rs read its proposals, put before the room's own gate.

use std::collections::BTreeMap;

use mls_rs::group::NewEpoch;
use mls_rs::group::proposal::Proposal;
use mls_rs::mls_rules::ProposalSource;
use sitr_client_core::RoomId;
use sitr_client_core::body::PersonaCredential;
use sitr_community::{Change, Device, Parent, Persona, Policy, authorize};
use sitr_wire::PublicKey;

use super::insider::policy_in;

/// The persona and pseudonym of a leaf (rule R-03).
pub fn persona_of(
    identity: &mls_rs::identity::SigningIdentity,
    room: &RoomId,
) -> (Persona, String) {
    let key = PublicKey::try_from(identity.signature_key.as_bytes()).unwrap();
    let credential = identity.credential.as_basic().unwrap();
    let (persona, name) = PersonaCredential::verify(&credential.identifier, room, &key).unwrap();
    (persona, name.as_str().to_owned())
}

/// The room before a commit.
pub struct Before {
    pub policy: Policy,
    pub members: BTreeMap<u32, Persona>,
}

impl Before {
    /// The change must be one that the parent epoch's roles allow: proposals by value only (rule G-05).
    pub fn must_allow(&self, closer: [u8; 32], committer: u32, epoch: &NewEpoch, room: &RoomId) {
        let mut change = Change::default();
        for proposed in epoch.applied_proposals() {
            assert_eq!(proposed.source, ProposalSource::ByValue, "G-05");
            match &proposed.proposal {
                Proposal::Add(add) => {
                    change.adds.push(persona_of(add.signing_identity(), room).0.into());
                }
                Proposal::Remove(remove) => {
                    change.removes.push(self.members[&remove.to_remove()].into());
                }
                Proposal::GroupContextExtensions(all) => change.policy = Some(policy_in(all)),
                other => panic!("G-05: {other:?}"),
            }
        }
        let devices = self.members.values().copied().map(Device::from).collect();
        let ballots = BTreeMap::new(); // this room asks for no votes
        let parent = Parent { policy: &self.policy, devices: &devices, ballots: &ballots };
        let committer = self.members[&committer];
        assert_eq!(authorize(parent, &Persona(closer), &committer, &change), Ok(()));
    }
}
