//! A member's devices: several leaves of one persona, told apart by a number (rules ).

use std::collections::{BTreeMap, BTreeSet};

use crate::{Ballot, Persona};

/// Devices that a persona may have in a room at the same time; they are numbered from 0 on (rule A-33).
pub const DEVICES_MAX: u8 = 4;

/// One leaf, as its credential says: whose it is, and which of its persona's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Device {
    /// Whose.
    pub persona: Persona,
    /// Which: 0 for the one that came first.
    pub number: u8,
}

impl From<Persona> for Device {
    /// The one that a persona comes with.
    fn from(persona: Persona) -> Self {
        Self { persona, number: 0 }
    }
}

/// Those of a persona, in the order of their numbers.
pub(crate) fn of<'a>(
    devices: &'a BTreeSet<Device>,
    persona: &Persona,
) -> impl Iterator<Item = &'a Device> {
    let (first, last) = (Device::from(*persona), Device { persona: *persona, number: u8::MAX });
    devices.range(first..=last)
}

/// Whose devices these are.
#[must_use]
pub fn personas(devices: &BTreeSet<Device>) -> BTreeSet<Persona> {
    devices.iter().map(|device| device.persona).collect()
}

/// What each persona votes for, from the ballots of all leaves: the one that its leaves name, if they name no
/// two. So a member has one vote with however many devices, and none while they differ (rule A-35).
#[must_use]
pub fn votes(ballots: impl IntoIterator<Item = (Persona, Ballot)>) -> BTreeMap<Persona, Ballot> {
    let mut votes: BTreeMap<Persona, Option<Ballot>> = BTreeMap::new();
    for (persona, ballot) in ballots {
        let vote = votes.entry(persona).or_insert(Some(ballot));
        if *vote != Some(ballot) {
            *vote = None;
        }
    }
    votes.into_iter().filter_map(|(persona, vote)| Some((persona, vote?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHE: Persona = Persona([1; 32]);
    const HE: Persona = Persona([2; 32]);

    #[test]
    fn one_member_has_one_vote_and_none_while_its_devices_differ() {
        //
        let (yes, no) = (Ballot([7; 32]), Ballot::AS_IT_IS);
        let counted = |all: &[(Persona, Ballot)]| votes(all.iter().copied());
        assert_eq!(counted(&[(SHE, yes), (SHE, yes), (HE, no)]), [(SHE, yes), (HE, no)].into());
        assert_eq!(counted(&[(SHE, yes), (SHE, no), (HE, no)]), [(HE, no)].into());
        assert_eq!(counted(&[(SHE, yes), (SHE, no), (SHE, yes)]), [].into(), "in any order");
    }
}
