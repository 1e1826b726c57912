//! The one gate that every commit passes, on every path to a merge.

use std::collections::BTreeSet;

use crate::{Persona, Policy, Role};

/// The state that decides: the epoch before the commit.
#[derive(Clone, Copy, Debug)]
pub struct Parent<'a> {
    /// Its policy.
    pub policy: &'a Policy,
    /// Its members.
    pub members: &'a BTreeSet<Persona>,
}

/// What a commit would change, read from its proposals. Whatever has no field here cannot be
/// authorized: the reader of proposals sets [`Change::unknown`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Members added.
    pub adds: Vec<Persona>,
    /// Members removed.
    pub removes: Vec<Persona>,
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
    /// Adds who is there already, or the same twice (rule A-04).
    #[error("the commit adds somebody who is a member already")]
    AddTwice,
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
    /// Moves the room to another relay, which this version does not do (rule A-11).
    #[error("the commit moves the room to another relay")]
    Relay,
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
    let is_member = |persona: &Persona| parent.members.contains(persona);
    let rank = parent.policy.role(closer);
    if !rank.is_steward() || !is_member(closer) {
        return Err(Reject::NotSteward);
    }
    if closer != committer {
        let own_keys = change.is_only_an_update() && is_member(committer);
        return if own_keys { Ok(()) } else { Err(Reject::OfferTooMuch) };
    }
    let members = members_after(parent, rank, change)?;
    let policy = change.policy.as_ref().unwrap_or(parent.policy);
    policy_after(parent, rank, policy, &members)
}

fn members_after(
    parent: Parent<'_>,
    rank: Role,
    change: &Change,
) -> Result<BTreeSet<Persona>, Reject> {
    let mut members = parent.members.clone();
    for persona in &change.removes {
        if !members.remove(persona) {
            return Err(Reject::RemoveAbsent);
        }
        // a rejoin takes out the old leaf and puts the same persona back; anybody who may
        // add may do that. Else the remover must be above the removed, and admins above all.
        let rejoins = change.adds.contains(persona);
        let above = rank >= Role::Moderator && rank > parent.policy.role(persona);
        if !rejoins && !above && rank != Role::Admin {
            return Err(Reject::RemoveRank);
        }
    }
    for persona in &change.adds {
        if !members.insert(*persona) {
            return Err(Reject::AddTwice);
        }
    }
    Ok(members)
}

fn policy_after(
    parent: Parent<'_>,
    rank: Role,
    policy: &Policy,
    members: &BTreeSet<Persona>,
) -> Result<(), Reject> {
    if policy.relay != parent.policy.relay {
        return Err(Reject::Relay);
    }
    if policy.roles.keys().any(|persona| !members.contains(persona)) {
        return Err(Reject::RoleAbsent);
    }
    // who is no admin changes nothing but what a removal itself takes away.
    let mut expected = parent.policy.roles.clone();
    expected.retain(|persona, _| members.contains(persona));
    let unchanged = policy.roles == expected && policy.name == parent.policy.name;
    if rank != Role::Admin && !unchanged {
        return Err(Reject::PolicyRank);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Name;

    const ADMIN: Persona = Persona([4; 32]);
    const MODERATOR: Persona = Persona([3; 32]);
    const DOORKEEPER: Persona = Persona([2; 32]);
    const MEMBER: Persona = Persona([1; 32]);
    const STRANGER: Persona = Persona([9; 32]);

    fn policy() -> Policy {
        Policy {
            name: Name::new("room").unwrap(),
            relay: [0; 32],
            roles: [
                (ADMIN, Role::Admin),
                (MODERATOR, Role::Moderator),
                (DOORKEEPER, Role::Doorkeeper),
            ]
            .into(),
            steward_hash: [0; 32],
        }
    }

    fn decide_as(closer: Persona, committer: Persona, change: &Change) -> Result<(), Reject> {
        let policy = policy();
        let members = [ADMIN, MODERATOR, DOORKEEPER, MEMBER].into();
        authorize(Parent { policy: &policy, members: &members }, &closer, &committer, change)
    }

    fn decide(closer: Persona, change: &Change) -> Result<(), Reject> {
        decide_as(closer, closer, change)
    }

    fn add(persona: Persona) -> Change {
        Change { adds: vec![persona], ..Change::default() }
    }

    /// A removal as an honest client makes it: roles and secret follow.
    fn remove(persona: Persona) -> Change {
        let mut after = policy();
        let steward = after.roles.remove(&persona).is_some();
        after.steward_hash = [1; 32];
        let policy = steward.then_some(after);
        Change { removes: vec![persona], policy, ..Change::default() }
    }

    /// A change of role as an honest client makes it.
    fn role(persona: Persona, role: Role) -> Change {
        let mut after = policy();
        let was = after.role(&persona).is_steward();
        after.roles.remove(&persona);
        if role.is_steward() {
            after.roles.insert(persona, role);
        }
        if was != role.is_steward() {
            after.steward_hash = [1; 32];
        }
        Change { policy: Some(after), ..Change::default() }
    }

    #[test]
    fn what_no_rule_knows_is_refused() {
        //
        let change = Change { unknown: Some("psk"), ..Change::default() };
        assert_eq!(decide(ADMIN, &change), Err(Reject::Unknown("psk")));
    }

    #[test]
    fn only_stewards_close() {
        //
        let roll = Change::default();
        for (who, expected) in [
            (ADMIN, Ok(())),
            (MODERATOR, Ok(())),
            (DOORKEEPER, Ok(())),
            (MEMBER, Err(Reject::NotSteward)),
            (STRANGER, Err(Reject::NotSteward)),
        ] {
            assert_eq!(decide(who, &roll), expected, "{who:?}");
        }
    }

    #[test]
    fn an_offer_is_an_update_of_its_authors_own_keys() {
        //
        assert_eq!(decide_as(ADMIN, MEMBER, &Change::default()), Ok(()));
        assert_eq!(decide_as(ADMIN, MEMBER, &add(STRANGER)), Err(Reject::OfferTooMuch));
        assert_eq!(decide_as(ADMIN, STRANGER, &Change::default()), Err(Reject::OfferTooMuch));
        assert_eq!(decide_as(MEMBER, ADMIN, &Change::default()), Err(Reject::NotSteward));
    }

    #[test]
    fn stewards_add_whoever_is_not_there() {
        //
        for who in [ADMIN, MODERATOR, DOORKEEPER] {
            assert_eq!(decide(who, &add(STRANGER)), Ok(()));
            assert_eq!(decide(who, &add(MEMBER)), Err(Reject::AddTwice));
        }
        let twice = Change { adds: vec![STRANGER, STRANGER], ..Change::default() };
        assert_eq!(decide(ADMIN, &twice), Err(Reject::AddTwice));
    }

    #[test]
    fn removal_follows_rank() {
        //
        assert_eq!(decide(ADMIN, &remove(STRANGER)), Err(Reject::RemoveAbsent));
        let allowed = |who, whom| decide(who, &remove(whom));
        assert_eq!(allowed(ADMIN, MEMBER), Ok(()));
        assert_eq!(allowed(ADMIN, MODERATOR), Ok(()));
        assert_eq!(allowed(MODERATOR, MEMBER), Ok(()));
        assert_eq!(allowed(MODERATOR, DOORKEEPER), Ok(()));
        assert_eq!(allowed(MODERATOR, ADMIN), Err(Reject::RemoveRank));
        assert_eq!(allowed(MODERATOR, MODERATOR), Err(Reject::RemoveRank));
        assert_eq!(allowed(DOORKEEPER, MEMBER), Err(Reject::RemoveRank));
        let rejoin = Change { adds: vec![MEMBER], removes: vec![MEMBER], ..Change::default() };
        assert_eq!(decide(DOORKEEPER, &rejoin), Ok(()));
    }

    #[test]
    fn only_admins_give_roles() {
        //
        for to in Role::ALL {
            assert_eq!(decide(ADMIN, &role(MEMBER, to)), Ok(()), "{to:?}");
            let refused = if to == Role::Member { Ok(()) } else { Err(Reject::PolicyRank) };
            assert_eq!(decide(MODERATOR, &role(MEMBER, to)), refused, "{to:?}");
            assert_eq!(decide(DOORKEEPER, &role(MEMBER, to)), refused, "{to:?}");
        }
        let mut renamed = policy();
        renamed.name = Name::new("other").unwrap();
        let rename = Change { policy: Some(renamed), ..Change::default() };
        assert_eq!(decide(ADMIN, &rename), Ok(()));
        assert_eq!(decide(MODERATOR, &rename), Err(Reject::PolicyRank));
    }

    #[test]
    fn an_admin_remains() {
        //
        assert_eq!(decide(ADMIN, &role(ADMIN, Role::Member)), Err(Reject::NoAdmin));
        assert_eq!(decide(ADMIN, &role(ADMIN, Role::Moderator)), Err(Reject::NoAdmin));
    }

    #[test]
    fn roles_belong_to_members() {
        //
        assert_eq!(decide(ADMIN, &role(STRANGER, Role::Moderator)), Err(Reject::RoleAbsent));
        let kept = Change { removes: vec![MODERATOR], ..Change::default() };
        assert_eq!(decide(ADMIN, &kept), Err(Reject::RoleAbsent));
    }

    #[test]
    fn the_steward_secret_changes_with_the_stewards() {
        //
        let mut stale = role(MEMBER, Role::Moderator);
        stale.policy.as_mut().unwrap().steward_hash = [0; 32];
        assert_eq!(decide(ADMIN, &stale), Err(Reject::StewardSecret));
        let mut needless = role(MODERATOR, Role::Doorkeeper);
        needless.policy.as_mut().unwrap().steward_hash = [1; 32];
        assert_eq!(decide(ADMIN, &needless), Err(Reject::StewardSecret));
    }

    #[test]
    fn the_room_stays_on_its_relay() {
        //
        let mut moved = policy();
        moved.relay = [7; 32];
        let change = Change { policy: Some(moved), ..Change::default() };
        assert_eq!(decide(ADMIN, &change), Err(Reject::Relay));
    }

    #[test]
    fn a_steward_who_is_no_member_ends_nothing() {
        //
        let (policy, members) = (policy(), [ADMIN, MEMBER].into());
        let parent = Parent { policy: &policy, members: &members };
        let decided = authorize(parent, &MODERATOR, &MODERATOR, &Change::default());
        assert_eq!(decided, Err(Reject::NotSteward));
    }
}
