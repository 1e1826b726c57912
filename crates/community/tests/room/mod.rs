//! One room with somebody in every role.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::collections::{BTreeMap, BTreeSet};

use sitr_community::{
    Ballot, Change, Device, Name, Parent, Persona, Policy, Reject, Role, Sanction, Settings,
    authorize,
};

pub(crate) const STRANGER: Persona = Persona([99; 32]);

/// Somebody of that role; `peer` is another one.
pub(crate) fn who(role: Role) -> Persona {
    Persona([role as u8; 32])
}

pub(crate) fn peer(role: Role) -> Persona {
    Persona([role as u8 + 20; 32])
}

pub(crate) fn policy() -> Policy {
    let mut policy = Policy {
        name: Name::new("room").unwrap(),
        relay: [0; 32],
        roles: [].into(),
        steward_hash: [0; 32],
        settings: Settings::default(),
    };
    for role in Role::ALL {
        policy.set_role(who(role), role);
        policy.set_role(peer(role), role);
    }
    policy
}

pub(crate) fn devices() -> BTreeSet<Device> {
    Role::ALL.into_iter().flat_map(|role| [who(role), peer(role)]).map(Device::from).collect()
}

pub(crate) fn decide(policy: &Policy, author: Persona, change: &Change) -> Result<(), Reject> {
    decide_as_voted(policy, &BTreeMap::new(), author, change)
}

pub(crate) fn decide_as_voted(
    policy: &Policy,
    ballots: &BTreeMap<Persona, Ballot>,
    author: Persona,
    change: &Change,
) -> Result<(), Reject> {
    authorize(Parent { policy, devices: &devices(), ballots }, &author, &author, change)
}

/// A commit that changes the policy; the steward secret follows the stewards.
pub(crate) fn changed(before: &Policy, change: impl FnOnce(&mut Policy)) -> Change {
    let mut after = before.clone();
    change(&mut after);
    let stewards = |policy: &Policy| policy.stewards().copied().collect::<Vec<_>>();
    if stewards(before) != stewards(&after) {
        after.steward_hash[0] ^= 1;
    }
    Change { policy: Some(after), ..Change::default() }
}

/// A removal as an honest client makes it.
pub(crate) fn removal(before: &Policy, whom: Persona) -> Change {
    let change = changed(before, |after| after.set_role(whom, Role::Member));
    Change { removes: vec![whom.into()], ..change }
}

pub(crate) fn sanction(by: Persona) -> Sanction {
    Sanction { by, rule: 2, until_day: 20_000 }
}
