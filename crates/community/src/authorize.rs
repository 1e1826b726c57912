//! The one gate that every commit passes, on every path to a merge.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Act, Ballot, DEVICES_MAX, Device, Persona, Policy, Role, authorize_settings as settings, device,
};

/// The state that decides: the epoch before the commit.
#[derive(Clone, Copy, Debug)]
pub struct Parent<'a> {
    /// Its policy.
    pub policy: &'a Policy,
    /// Its members' devices: whoever has one is a member.
    pub devices: &'a BTreeSet<Device>,
    /// What members vote for, as [`crate::votes`] finds it in their leaves; may be empty where the policy asks
    /// for no votes.
    pub ballots: &'a BTreeMap<Persona, Ballot>,
}

impl Parent<'_> {
    fn is_member(&self, persona: &Persona) -> bool {
        device::of(self.devices, persona).next().is_some()
    }
}

/// What a commit would change, read from its proposals. Whatever has no field here cannot be
/// authorized: the reader of proposals sets [`Change::unknown`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Devices added.
    pub adds: Vec<Device>,
    /// Devices removed.
    pub removes: Vec<Device>,
    /// The policy after it, if the commit carries one.
    pub policy: Option<Policy>,
    /// A proposal that no rule knows, or one that breaks a rule of form; its name.
    pub unknown: Option<&'static str>,
}

impl Change {
    fn is_only_an_update(&self) -> bool {
        *self == Self::default()
    }
}

/// Why a commit is inert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Reject {
    /// Carries something that no rule knows (rule A-01).
    #[error("the commit carries something that no rule allows: {0}")]
    Unknown(&'static str),
    /// Not closed by a steward (rule A-02).
    #[error("only a steward can end an epoch")]
    NotSteward,
    /// Committed by another than the closer, and more than a key update (rule A-03).
    #[error("a member's offer may only update the member's own keys")]
    OfferTooMuch,
    /// Adds a device that is there already, or the same twice (rule A-04).
    #[error("the commit adds somebody who is a member already")]
    AddTwice,
    /// Adds a device with a number that none has (rule A-33).
    #[error("a member has at most {DEVICES_MAX} devices in a room: remove one of them first")]
    DeviceNumber,
    /// Removes who is not there, or the same twice (rule A-05).
    #[error("the commit removes somebody who is not a member")]
    RemoveAbsent,
    /// Removes an equal or a better (rule A-06).
    #[error("the committer's role does not allow this removal")]
    RemoveRank,
    /// Changes policy without being an admin (rule A-07).
    #[error("only an admin changes roles and policy")]
    PolicyRank,
    /// Leaves the room without an admin (rule A-08).
    #[error("the room would have no admin")]
    NoAdmin,
    /// Names a role for somebody who is no member, or keeps one for who goes (rule A-09).
    #[error("the policy gives a role to somebody who is not a member")]
    RoleAbsent,
    /// The steward secret must change exactly when the stewards do (rule A-10).
    #[error("the steward secret must be renewed with the stewards, and only then")]
    StewardSecret,
    /// Moves the room to another relay without being an admin (rule A-11).
    #[error("only an admin moves the room to another relay")]
    Relay,
    /// Keeps in, or lets in, somebody who is banned (rule A-12).
    #[error("the commit has a member who is banned")]
    Banned,
    /// Gives who enters another role than the policy says (rule A-13).
    #[error("who is new enters as the policy says")]
    Probation,
    /// Sets what only those set who keep the room (rule A-14).
    #[error("only a moderator or an admin sets slow mode, locks, timeouts and bans")]
    KeeperRank,
    /// A timeout or a ban that is not as it must be (rule A-15).
    #[error(
        "the sanction is not the committer's own, lacks its end, or is of somebody out of reach"
    )]
    Sanction,
    /// Ends a ban that only others may end (rule A-16).
    #[error("a ban is ended by an admin, or by another moderator than who imposed it")]
    LiftRank,
    /// Changes the guidelines without the vote that the policy asks for (rule A-17).
    #[error("the guidelines of this room change by vote only")]
    NeedsVote,
    /// A move to another relay that names no route to it or does something else too (rule A-36).
    #[error("a commit that moves the room names the routes to its relay, and does nothing else")]
    Move,
}

/// Decides whether a commit stands. `closer` ended the epoch, `committer` made the commit; they
/// differ only for a member's offer.
///
/// # Errors
/// [`Reject`] names the rule that the commit breaks.
pub fn authorize(
    parent: Parent<'_>,
    closer: &Persona,
    committer: &Persona,
    change: &Change,
) -> Result<(), Reject> {
    if let Some(what) = change.unknown {
        return Err(Reject::Unknown(what));
    }
    let rank = parent.policy.role(closer);
    if !rank.is_steward() || !parent.is_member(closer) {
        return Err(Reject::NotSteward);
    }
    if closer != committer {
        let own_keys = change.is_only_an_update() && parent.is_member(committer);
        return if own_keys { Ok(()) } else { Err(Reject::OfferTooMuch) };
    }
    let members = device::personas(&devices_after(parent, closer, change)?);
    if !change.adds.is_empty() && !rank.may(Act::Admit) {
        return Err(Reject::NotSteward); // no role ends epochs and admits nobody
    }
    policy_after(parent, closer, change, &members)
}

fn devices_after(
    parent: Parent<'_>,
    closer: &Persona,
    change: &Change,
) -> Result<BTreeSet<Device>, Reject> {
    let rank = parent.policy.role(closer);
    let mut devices = parent.devices.clone();
    for device in &change.removes {
        if !devices.remove(device) {
            return Err(Reject::RemoveAbsent);
        }
        // a rejoin takes out the old leaf and puts a newer one in its place, or the persona's first in
        // the place of all; anybody who may add may do that. Else the remover must be above the removed.
        let persona = &device.persona;
        let is_replaced =
            [*device, Device::from(*persona)].iter().any(|newer| change.adds.contains(newer));
        let rejoins = is_replaced && rank.may(Act::Admit);
        let removes = rank.may(Act::Remove) && rank.is_above(parent.policy.role(persona));
        let stays = device::of(&devices, closer).next().is_some();
        let is_own = persona == closer && stays;
        if !rejoins && !removes && !is_own {
            return Err(Reject::RemoveRank);
        }
    }
    for device in &change.adds {
        if device.number >= DEVICES_MAX {
            return Err(Reject::DeviceNumber);
        }
        if !devices.insert(*device) {
            return Err(Reject::AddTwice);
        }
    }
    Ok(devices)
}

fn policy_after(
    parent: Parent<'_>,
    author: &Persona,
    change: &Change,
    members: &BTreeSet<Persona>,
) -> Result<(), Reject> {
    let policy = change.policy.as_ref().unwrap_or(parent.policy);
    let rank = parent.policy.role(author);
    if where_of(policy) != where_of(parent.policy) {
        return moves(parent, rank, policy, change);
    }
    if policy.roles.keys().any(|persona| !members.contains(persona)) {
        return Err(Reject::RoleAbsent);
    }
    roles_after(parent, rank, policy, members)?;
    if !rank.may(Act::Govern) && policy.name != parent.policy.name {
        return Err(Reject::PolicyRank);
    }
    settings::after(parent, author, &policy.settings, members)?;
    if !policy.roles.values().any(|role| *role == Role::Admin) {
        return Err(Reject::NoAdmin);
    }
    let before: BTreeSet<_> = parent.policy.stewards().collect();
    let after: BTreeSet<_> = policy.stewards().collect();
    let renewed = policy.steward_hash != parent.policy.steward_hash;
    if renewed != (before != after) {
        return Err(Reject::StewardSecret);
    }
    Ok(())
}

/// Where a room is, and how one gets there.
fn where_of(policy: &Policy) -> (&[u8; 32], &[String]) {
    (&policy.relay, &policy.settings.routes)
}

/// A move to another relay is an admin's act. Its commit does nothing else: whoever does not follow has missed
/// nothing but the move.
fn moves(parent: Parent<'_>, rank: Role, policy: &Policy, change: &Change) -> Result<(), Reject> {
    if !rank.may(Act::Govern) {
        return Err(Reject::Relay);
    }
    let mut rest = policy.clone();
    rest.relay = parent.policy.relay;
    rest.settings.routes.clone_from(&parent.policy.settings.routes);
    let is_alone = change.adds.is_empty() && change.removes.is_empty() && rest == *parent.policy;
    let leads_there = policy.relay != parent.policy.relay && !policy.settings.routes.is_empty();
    if is_alone && leads_there { Ok(()) } else { Err(Reject::Move) }
}

/// Every member has the role that it had, or that newcomers have, or one that the author may give.
fn roles_after(
    parent: Parent<'_>,
    rank: Role,
    policy: &Policy,
    members: &BTreeSet<Persona>,
) -> Result<(), Reject> {
    for persona in members {
        // who was not there before enters as the policy says.
        let entered = !parent.is_member(persona);
        let before = match (entered, parent.policy.settings.probation) {
            (true, true) => Role::Newcomer,
            (true, false) => Role::Member,
            (false, _) => parent.policy.role(persona),
        };
        let after = policy.role(persona);
        let probation =
            [before, after].iter().all(|role| matches!(role, Role::Newcomer | Role::Member));
        let act = if probation { Act::EndProbation } else { Act::Govern };
        if before != after && !rank.may(act) {
            return Err(if entered { Reject::Probation } else { Reject::PolicyRank });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
