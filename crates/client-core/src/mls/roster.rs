//! Who is in a group, as the leaves tell. Leaves were verified when they came in; here they are only read, and
//! who looks for one reads that one, for a large room has thousands.

use std::collections::{BTreeMap, BTreeSet};

use openmls::prelude::{LeafNode, LeafNodeIndex, Member, MlsGroup};
use sitr_community::{Ballot, Name, Persona, Stance};

use sitr_wire::PublicKey;

use super::{box_key, encryption_key, stance};
use crate::body::PersonaCredential;
use crate::ids::MemberId;

/// A member as its leaf tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) persona: Persona,
    pub(crate) name: Name,
    pub(crate) box_key: Option<[u8; 32]>,
    pub(crate) serial: u64,
    /// What it says of the guidelines (rules ).
    pub(crate) stance: Stance,
    /// The public signature key.
    pub(crate) device: [u8; 32],
    /// The public encryption key.
    pub(crate) key: [u8; 32],
}

impl Leaf {
    fn read(leaf: &LeafNode) -> Option<Self> {
        let identity = leaf.credential().serialized_content();
        let (persona, name, serial) = PersonaCredential::read(identity)?;
        let device = leaf.signature_key().as_slice().try_into().ok()?;
        let key = encryption_key(leaf)?.try_into().ok()?;
        let (box_key, stance) = (box_key(leaf), stance(leaf));
        Some(Self { persona, name, box_key, serial, stance, device, key })
    }
}

fn persona_of(member: &Member) -> Option<Persona> {
    PersonaCredential::persona(member.credential.serialized_content())
}

/// The leaf at a place.
pub(crate) fn leaf_at(group: &MlsGroup, index: LeafNodeIndex) -> Option<Leaf> {
    Leaf::read(group.public_group().leaf(index)?)
}

/// Everybody in the group.
pub(crate) fn leaves(group: &MlsGroup) -> Vec<(LeafNodeIndex, Leaf)> {
    let read = |member: Member| Some((member.index, leaf_at(group, member.index)?));
    group.members().filter_map(read).collect()
}

/// Everybody in the group, with the public encryption key of the leaf.
pub(crate) fn leaf_keys(group: &MlsGroup) -> Vec<(MemberId, [u8; 32])> {
    let key = |member: Member| {
        let id = MemberId::of(&persona_of(&member)?);
        Some((id, member.encryption_key.try_into().ok()?))
    };
    group.members().filter_map(key).collect()
}

/// The personas of a group.
pub(crate) fn personas(group: &MlsGroup) -> BTreeSet<Persona> {
    group.members().filter_map(|member| persona_of(&member)).collect()
}

/// The leaf of a member.
pub(crate) fn find(group: &MlsGroup, id: &MemberId) -> Option<(LeafNodeIndex, Leaf)> {
    let is_theirs =
        |member: &Member| persona_of(member).is_some_and(|one| MemberId::of(&one) == *id);
    let index = group.members().find(is_theirs)?.index;
    Some((index, leaf_at(group, index)?))
}

/// What a member's leaf says.
pub(crate) fn stance_in(group: &MlsGroup, persona: &Persona) -> Stance {
    find(group, &MemberId::of(persona)).map(|(_, leaf)| leaf.stance).unwrap_or_default()
}

/// What members vote for, where their leaves say it.
pub(crate) fn ballots_in(group: &MlsGroup) -> BTreeMap<Persona, Ballot> {
    let ballot = |(_, leaf): (LeafNodeIndex, Leaf)| Some((leaf.persona, leaf.stance.ballot?));
    leaves(group).into_iter().filter_map(ballot).collect()
}

/// The signature key of the leaf that a persona has in the group.
pub(crate) fn device_in(group: &MlsGroup, persona: &Persona) -> Option<PublicKey> {
    find(group, &MemberId::of(persona)).map(|(_, leaf)| PublicKey(leaf.device))
}

/// A group by persona and by device: for who asks about many.
#[derive(Default)]
pub(crate) struct Roster {
    personas: BTreeMap<Persona, (LeafNodeIndex, u64)>,
    ids: BTreeMap<MemberId, Persona>,
    devices: BTreeSet<Vec<u8>>,
}

impl Roster {
    pub(crate) fn of(group: &MlsGroup) -> Self {
        let mut roster = Self::default();
        for member in group.members() {
            let identity = member.credential.serialized_content();
            if let Some((persona, _, serial)) = PersonaCredential::read(identity) {
                let entry = roster.personas.entry(persona).or_insert((member.index, serial));
                entry.1 = entry.1.max(serial);
                roster.ids.insert(MemberId::of(&persona), persona);
            }
            roster.devices.insert(member.signature_key);
        }
        roster
    }

    /// Everybody.
    pub(crate) fn personas(&self) -> BTreeSet<Persona> {
        self.personas.keys().copied().collect()
    }

    /// The place of a persona's leaf.
    pub(crate) fn index(&self, persona: &Persona) -> Option<LeafNodeIndex> {
        self.personas.get(persona).map(|(index, _)| *index)
    }

    /// The place and persona of a member.
    pub(crate) fn member(&self, id: &MemberId) -> Option<(LeafNodeIndex, Persona)> {
        let persona = self.ids.get(id)?;
        Some((self.index(persona)?, *persona))
    }

    /// Whether a device with this signature key is in.
    pub(crate) fn holds(&self, device: &[u8; 32]) -> bool {
        self.devices.contains(device.as_slice())
    }

    /// Whether a device may come in for its persona: none of the persona's is in, or only older ones
    /// (rule R-13).
    pub(crate) fn is_newer(&self, leaf: &Leaf) -> bool {
        self.personas.get(&leaf.persona).is_none_or(|(_, serial)| *serial < leaf.serial)
    }
}
