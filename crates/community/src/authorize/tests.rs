//! Rules one by one; `table.rs` goes through all roles.

use super::*;
use crate::{Name, Settings};

const ADMIN: Persona = Persona([4; 32]);
const MODERATOR: Persona = Persona([3; 32]);
const DOORKEEPER: Persona = Persona([2; 32]);
const MEMBER: Persona = Persona([1; 32]);
const STRANGER: Persona = Persona([9; 32]);

fn policy() -> Policy {
    Policy {
        name: Name::new("room").unwrap(),
        relay: [0; 32],
        roles: [(ADMIN, Role::Admin), (MODERATOR, Role::Moderator), (DOORKEEPER, Role::Doorkeeper)]
            .into(),
        steward_hash: [0; 32],
        settings: Settings::default(),
    }
}

fn decide_as(closer: Persona, committer: Persona, change: &Change) -> Result<(), Reject> {
    let policy = policy();
    let devices = [ADMIN, MODERATOR, DOORKEEPER, MEMBER].map(Device::from);
    let devices = devices.into_iter().chain([MEMBER, ADMIN].map(second)).collect();
    let ballots = [].into();
    let parent = Parent { policy: &policy, devices: &devices, ballots: &ballots };
    authorize(parent, &closer, &committer, change)
}

/// Another device: the member and the admin have one.
fn second(persona: Persona) -> Device {
    Device { persona, number: 1 }
}

fn decide(closer: Persona, change: &Change) -> Result<(), Reject> {
    decide_as(closer, closer, change)
}

fn add(device: impl Into<Device>) -> Change {
    Change { adds: vec![device.into()], ..Change::default() }
}

/// A removal as an honest client makes it: roles and secret follow.
fn remove(persona: Persona) -> Change {
    let mut after = policy();
    let steward = after.roles.remove(&persona).is_some();
    after.steward_hash = [1; 32];
    let policy = steward.then_some(after);
    let mut removes = vec![Device::from(persona)];
    removes.extend([MEMBER, ADMIN].map(second).into_iter().filter(|it| it.persona == persona));
    Change { removes, policy, ..Change::default() }
}

fn remove_device(device: Device) -> Change {
    Change { removes: vec![device], ..Change::default() }
}

/// A change of role as an honest client makes it.
fn role(persona: Persona, role: Role) -> Change {
    let mut after = policy();
    let was = after.role(&persona).is_steward();
    after.roles.remove(&persona);
    after.set_role(persona, role);
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
    let twice = Change { adds: vec![STRANGER.into(), STRANGER.into()], ..Change::default() };
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
    let (first, second) = (Device::from(MEMBER), second(MEMBER));
    let rejoin = |removes: &[Device], with| {
        let change = Change { adds: vec![with], removes: removes.to_vec(), ..Change::default() };
        decide(DOORKEEPER, &change)
    };
    assert_eq!(rejoin(&[first], first), Ok(()));
    assert_eq!(rejoin(&[second], second), Ok(()));
    assert_eq!(rejoin(&[first, second], first), Ok(()), "in the place of all");
    assert_eq!(rejoin(&[first], Device { number: 2, ..first }), Err(Reject::RemoveRank));
    assert_eq!(rejoin(&[first, second], second), Err(Reject::RemoveRank));
}

#[test]
fn a_persona_has_four_devices_at_most() {
    //
    let nth = |number| Device { persona: MEMBER, number };
    assert_eq!(decide(DOORKEEPER, &add(nth(1))), Err(Reject::AddTwice));
    for number in 2..DEVICES_MAX {
        assert_eq!(decide(DOORKEEPER, &add(nth(number))), Ok(()));
    }
    assert_eq!(decide(ADMIN, &add(nth(DEVICES_MAX))), Err(Reject::DeviceNumber));
    let mut promoted = role(MEMBER, Role::Admin);
    promoted.adds = vec![nth(2)];
    assert_eq!(decide(DOORKEEPER, &promoted), Err(Reject::PolicyRank), "nobody enters by it");
}

#[test]
fn a_device_goes_by_rank_or_by_its_own_persona() {
    //
    assert_eq!(decide(MODERATOR, &remove_device(second(MEMBER))), Ok(()));
    assert_eq!(decide(DOORKEEPER, &remove_device(second(MEMBER))), Err(Reject::RemoveRank));
    assert_eq!(decide(MODERATOR, &remove_device(second(ADMIN))), Err(Reject::RemoveRank));
    assert_eq!(decide(ADMIN, &remove_device(second(ADMIN))), Ok(()));
    assert_eq!(decide(MODERATOR, &remove_device(second(MODERATOR))), Err(Reject::RemoveAbsent));
    let own = |persona: Persona| {
        let (policy, ballots) = (policy(), [].into());
        let all = [ADMIN, MODERATOR, DOORKEEPER].map(Device::from);
        let devices = all.into_iter().chain([second(persona)]).collect();
        let parent = Parent { policy: &policy, devices: &devices, ballots: &ballots };
        authorize(parent, &persona, &persona, &remove_device(second(persona)))
    };
    assert_eq!(own(DOORKEEPER), Ok(()), "the role stays with the device that stays");
    assert_eq!(own(MODERATOR), Ok(()));
}

#[test]
fn only_admins_give_roles() {
    //
    for to in Role::ALL {
        assert_eq!(decide(ADMIN, &role(MEMBER, to)), Ok(()), "{to:?}");
        let may = if to == Role::Member { Ok(()) } else { Err(Reject::PolicyRank) };
        let probation = if to == Role::Newcomer { Ok(()) } else { may };
        assert_eq!(decide(MODERATOR, &role(MEMBER, to)), probation, "{to:?}");
        assert_eq!(decide(DOORKEEPER, &role(MEMBER, to)), may, "{to:?}");
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
    let kept = remove_device(MODERATOR.into());
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

fn moved() -> Policy {
    let mut moved = policy();
    moved.relay = [7; 32];
    moved.settings.routes = vec!["wss://elsewhere.example/sitr/v1".to_owned()];
    moved
}

fn to(policy: Policy) -> Change {
    Change { policy: Some(policy), ..Change::default() }
}

#[test]
fn only_an_admin_moves_the_room_to_another_relay() {
    //
    assert_eq!(decide(ADMIN, &to(moved())), Ok(()));
    for who in [MODERATOR, DOORKEEPER] {
        assert_eq!(decide(who, &to(moved())), Err(Reject::Relay), "{who:?}");
    }
    assert_eq!(decide_as(ADMIN, MEMBER, &to(moved())), Err(Reject::OfferTooMuch));
}

#[test]
fn a_move_names_its_routes_and_does_nothing_else() {
    //
    let mut nowhere = moved();
    nowhere.settings.routes.clear();
    let mut back = policy();
    back.settings.routes = moved().settings.routes;
    let mut renamed = moved();
    renamed.name = Name::new("other").unwrap();
    let mut demoting = moved();
    demoting.roles.remove(&MODERATOR);
    demoting.steward_hash = [1; 32];
    let mut slow = moved();
    slow.settings.slow_seconds = 5;
    for policy in [nowhere, back, renamed, demoting, slow] {
        assert_eq!(decide(ADMIN, &to(policy)), Err(Reject::Move));
    }
    let adding = Change { adds: vec![STRANGER.into()], ..to(moved()) };
    let removing = Change { removes: vec![MEMBER.into()], ..to(moved()) };
    assert_eq!(decide(ADMIN, &adding), Err(Reject::Move));
    assert_eq!(decide(ADMIN, &removing), Err(Reject::Move));
}

#[test]
fn a_steward_who_is_no_member_ends_nothing() {
    //
    let (policy, devices) = (policy(), [ADMIN, MEMBER].map(Device::from).into());
    let ballots = [].into();
    let parent = Parent { policy: &policy, devices: &devices, ballots: &ballots };
    let decided = authorize(parent, &MODERATOR, &MODERATOR, &Change::default());
    assert_eq!(decided, Err(Reject::NotSteward));
}
