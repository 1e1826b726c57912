//! Who is in a group, as the leaves tell. Leaves were verified when they came in; here they are only read, and
//! who looks for one reads that one, for a large room has thousands.

use std::collections::{BTreeMap, BTreeSet};

use openmls::prelude::{LeafNode, LeafNodeIndex, Member, MlsGroup};
use sitr_community::{Ballot, Device, Name, Persona, Stance, votes};

use sitr_wire::PublicKey;

use super::{box_key, encryption_key, stance};
use crate::body::{Identity, PersonaCredential};
use crate::ids::{DeviceId, MemberId};

/// A member as its leaf tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) persona: Persona,
    /// Which of the persona's devices it is.
    pub(crate) number: u8,
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
        let Identity { device: Device { persona, number }, name, serial } =
            PersonaCredential::read(identity)?;
        let device = leaf.signature_key().as_slice().try_into().ok()?;
        let key = encryption_key(leaf)?.try_into().ok()?;
        let (box_key, stance) = (box_key(leaf), stance(leaf));
        Some(Self { persona, number, name, box_key, serial, stance, device, key })
    }

    /// Whose it is, and which of them.
    pub(crate) fn seat(&self) -> Device {
        Device { persona: self.persona, number: self.number }
    }
}

fn seat_of(member: &Member) -> Option<Device> {
    PersonaCredential::device(member.credential.serialized_content())
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

/// Every device in the group, with the public encryption key of its leaf.
pub(crate) fn leaf_keys(group: &MlsGroup) -> Vec<(DeviceId, [u8; 32])> {
    let key = |member: Member| {
        let id = DeviceId::of(&seat_of(&member)?);
        Some((id, member.encryption_key.try_into().ok()?))
    };
    group.members().filter_map(key).collect()
}

/// The personas of a group.
pub(crate) fn personas(group: &MlsGroup) -> BTreeSet<Persona> {
    group.members().filter_map(|member| persona_of(&member)).collect()
}

/// The devices of a group.
pub(crate) fn seats(group: &MlsGroup) -> BTreeSet<Device> {
    group.members().filter_map(|member| seat_of(&member)).collect()
}

/// Whether a persona has a device in the group.
pub(crate) fn is_in(group: &MlsGroup, persona: &Persona) -> bool {
    group.members().any(|member| persona_of(&member).as_ref() == Some(persona))
}

/// Whether a device is in the group, and another of its persona too.
pub(crate) fn is_further(group: &MlsGroup, seat: &Device) -> bool {
    let all = group.members().filter_map(|member| seat_of(&member));
    let theirs: Vec<_> = all.filter(|one| one.persona == seat.persona).collect();
    theirs.len() > 1 && theirs.contains(seat)
}

/// The leaf of a device.
fn leaf_of(group: &MlsGroup, seat: &Device) -> Option<(LeafNodeIndex, Leaf)> {
    let index = group.members().find(|member| seat_of(member).as_ref() == Some(seat))?.index;
    Some((index, leaf_at(group, index)?))
}

/// The leaf of a member: of one that has several, any.
pub(crate) fn find(group: &MlsGroup, id: &MemberId) -> Option<(LeafNodeIndex, Leaf)> {
    let is_theirs =
        |member: &Member| persona_of(member).is_some_and(|one| MemberId::of(&one) == *id);
    let index = group.members().find(is_theirs)?.index;
    Some((index, leaf_at(group, index)?))
}

/// What this device's own leaf says.
pub(crate) fn own_stance(group: &MlsGroup) -> Stance {
    group.own_leaf_node().map(stance).unwrap_or_default()
}

/// Whether a persona accepts the guidelines of this hash: one of its leaves says so (rules ).
pub(crate) fn accepts(group: &MlsGroup, persona: &Persona, present: [u8; 32]) -> bool {
    let is_theirs = |member: &Member| persona_of(member).as_ref() == Some(persona);
    let accepts = |member: Member| {
        let stance = group.public_group().leaf(member.index).map(stance);
        stance.and_then(|it| it.accepts(Some(present))).is_some_and(|it| it.0 == present)
    };
    group.members().filter(is_theirs).any(accepts)
}

/// What members vote for, where their leaves say it.
pub(crate) fn ballots_in(group: &MlsGroup) -> BTreeMap<Persona, Ballot> {
    let ballot = |(_, leaf): (LeafNodeIndex, Leaf)| Some((leaf.persona, leaf.stance.ballot?));
    votes(leaves(group).into_iter().filter_map(ballot))
}

/// The signature key of the leaf that a device has in the group.
pub(crate) fn key_in(group: &MlsGroup, seat: &Device) -> Option<PublicKey> {
    leaf_of(group, seat).map(|(_, leaf)| PublicKey(leaf.device))
}

/// A group by persona and by device: for who asks about many.
#[derive(Default)]
pub(crate) struct Roster {
    seats: BTreeMap<Device, (LeafNodeIndex, u64)>,
    ids: BTreeMap<MemberId, Persona>,
    keys: BTreeSet<Vec<u8>>,
}

impl Roster {
    pub(crate) fn of(group: &MlsGroup) -> Self {
        let mut roster = Self::default();
        for member in group.members() {
            let identity = member.credential.serialized_content();
            if let Some(Identity { device, serial, .. }) = PersonaCredential::read(identity) {
                roster.seats.insert(device, (member.index, serial));
                roster.ids.insert(MemberId::of(&device.persona), device.persona);
            }
            roster.keys.insert(member.signature_key);
        }
        roster
    }

    /// Every device.
    pub(crate) fn seats(&self) -> BTreeSet<Device> {
        self.seats.keys().copied().collect()
    }

    /// The devices of a persona, in the order of their numbers: which, where in the tree, and its serial.
    pub(crate) fn of_persona(
        &self,
        persona: &Persona,
    ) -> impl Iterator<Item = (Device, LeafNodeIndex, u64)> {
        let (first, last) = (Device::from(*persona), Device { persona: *persona, number: u8::MAX });
        self.seats.range(first..=last).map(|(seat, (index, serial))| (*seat, *index, *serial))
    }

    /// The place of a device's leaf.
    pub(crate) fn index(&self, seat: &Device) -> Option<LeafNodeIndex> {
        self.seats.get(seat).map(|(index, _)| *index)
    }

    /// The persona of a member.
    pub(crate) fn member(&self, id: &MemberId) -> Option<Persona> {
        self.ids.get(id).copied()
    }

    /// The device of this id.
    pub(crate) fn device(&self, id: &DeviceId) -> Option<Device> {
        self.seats.keys().find(|seat| DeviceId::of(seat) == *id).copied()
    }

    /// Whether a device with this signature key is in.
    pub(crate) fn holds(&self, key: &[u8; 32]) -> bool {
        self.keys.contains(key.as_slice())
    }

    /// Whether a device may come in for its persona: the one in whose place it comes is older, or where none
    /// has its number, all that the persona has are (rule R-13).
    pub(crate) fn is_newer(&self, leaf: &Leaf) -> bool {
        let is_older = |serial: u64| serial < leaf.serial;
        match self.seats.get(&leaf.seat()) {
            Some((_, serial)) => is_older(*serial),
            None => self.of_persona(&leaf.persona).all(|(_, _, serial)| is_older(serial)),
        }
    }
}
