//! What a commit is to do: intents are gathered into one change that `authorize` accepts.

use std::collections::{BTreeMap, BTreeSet};

use openmls::prelude::{KeyPackage, LeafNodeIndex};
use sitr_community::{Ballot, Change, Device, Parent, Persona, Policy, Role, authorize};

use crate::body::RelayRef;
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::{DeviceId, KnockId, MemberId};
use crate::mls::{self, Roster};
use crate::state::{Intent, KnockState, Setting};
use crate::store::Store;

/// Whether an intent changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is part of the draft now.
    Taken,
    /// What it wants is so already, or can no longer be: somebody else was first.
    Moot,
    /// It is for the commit after this one.
    Later,
}

/// A change in the making.
pub(super) struct Draft {
    roster: Roster,
    devices: BTreeSet<Device>,
    pub(super) adds: Vec<KeyPackage>,
    pub(super) removes: Vec<LeafNodeIndex>,
    pub(super) change: Change,
}

impl Draft {
    pub(super) fn new(live: &Live) -> Self {
        let roster = Roster::of(&live.group);
        Self {
            devices: roster.seats(),
            roster,
            adds: Vec::new(),
            removes: Vec::new(),
            change: Change::default(),
        }
    }

    /// Adds what an intent wants, or leaves everything as it was and says why not.
    pub(super) fn add<S: Store>(
        &mut self,
        core: &Core<'_, S>,
        live: &Live,
        intent: &Intent,
    ) -> Result<Use, CoreError> {
        let (adds, removes) = (self.adds.len(), self.removes.len());
        let before = self.change.clone();
        let result = self.apply(core, live, intent);
        let result = result.and_then(|used| self.check(live).map(|()| used));
        if result.is_err() {
            self.adds.truncate(adds);
            self.removes.truncate(removes);
            self.change = before;
        }
        result
    }

    fn apply<S: Store>(
        &mut self,
        core: &Core<'_, S>,
        live: &Live,
        intent: &Intent,
    ) -> Result<Use, CoreError> {
        match intent {
            Intent::Roll | Intent::Offer(_) => Ok(Use::Taken),
            Intent::Admit(id) => self.admit(core, live, id),
            Intent::Remove(id) => self.remove(live, id),
            Intent::Silent(id) if core.is_silent(&live.room.id, id)? => {
                Ok(self.roster.device(id).map_or(Use::Moot, |seat| self.part(live, seat)))
            }
            Intent::Silent(_) => Ok(Use::Moot),
            Intent::RemoveDevice(id, serial) => Ok(self.remove_device(live, id, *serial)),
            Intent::Role(id, role) => self.role(live, id, *role),
            Intent::Set(setting) => self.set(live, setting),
            Intent::Move(there) => Ok(self.moves(live, there)),
        }
    }

    fn remove(&mut self, live: &Live, id: &MemberId) -> Result<Use, CoreError> {
        let Some(persona) = self.roster.member(id) else { return Ok(Use::Moot) };
        if persona == live.room.me.persona() {
            return Err(CoreError::NoMember);
        }
        let mut used = Use::Moot;
        for seat in self.roster.of_persona(&persona).map(|(seat, ..)| seat).collect::<Vec<_>>() {
            if self.part(live, seat) == Use::Taken {
                used = Use::Taken;
            }
        }
        Ok(used)
    }

    /// Takes the device out that had this serial when it was asked.
    fn remove_device(&mut self, live: &Live, id: &DeviceId, serial: u64) -> Use {
        let Some(seat) = self.roster.device(id) else { return Use::Moot };
        let is_that = |(of, _, known): (Device, LeafNodeIndex, u64)| of == seat && known == serial;
        // Another one may have its number now.
        let is_there = self.roster.of_persona(&seat.persona).any(is_that);
        if is_there { self.part(live, seat) } else { Use::Moot }
    }

    /// Takes one device out. The member's role goes with the last.
    fn part(&mut self, live: &Live, seat: Device) -> Use {
        let Some(index) = self.roster.index(&seat) else { return Use::Moot };
        // No commit takes its own author out.
        if self.removes.contains(&index) || seat == live.room.me.seat() {
            return Use::Moot;
        }
        self.removes.push(index);
        self.change.removes.push(seat);
        let stays = |(of, ..): (Device, LeafNodeIndex, u64)| !self.change.removes.contains(&of);
        let is_last = !self.roster.of_persona(&seat.persona).any(stays);
        if is_last && live.policy.role(&seat.persona) != Role::Member {
            self.policy(live).roles.remove(&seat.persona);
        }
        Use::Taken
    }

    fn admit<S: Store>(
        &mut self,
        core: &Core<'_, S>,
        live: &Live,
        id: &KnockId,
    ) -> Result<Use, CoreError> {
        let knock = core.store.knock(&live.room.id, id)?.ok_or(CoreError::NoKnock)?;
        // A KeyPackage works once: who is in with it must not be added again.
        let is_in =
            mls::device_of(&knock.key_package).is_some_and(|device| self.roster.holds(&device));
        if knock.state != KnockState::Admitting || is_in {
            return Ok(Use::Moot);
        }
        let read = mls::read_key_package(core.crypto, &live.room.id, &knock.key_package);
        let (package, leaf) = read.ok_or(CoreError::NoKnock)?;
        if !self.roster.is_newer(&leaf) {
            return Err(CoreError::NoKnock);
        }
        let present: Vec<_> = self.roster.of_persona(&leaf.persona).collect();
        let is_beside = knock.beside.is_some();
        if present.iter().any(|(seat, ..)| self.change.removes.contains(seat)) {
            // no person decides about a further device, and others of theirs may stay.
            return if is_beside { Ok(Use::Later) } else { Err(CoreError::BeingRemoved) };
        }
        if is_beside && !present.iter().any(|(seat, ..)| *seat != leaf.seat()) {
            return Err(CoreError::NoKnock); // who is not in is let in by a person
        }
        // Who knocks again with the same persona rejoins: a device in its own place, who lost its devices and
        // comes as the first in the place of all.
        let is_all = leaf.number == 0 && !knock.is_back && !is_beside;
        let replaces = |seat: &Device| *seat == leaf.seat() || is_all;
        for (seat, index, _) in present.iter().filter(|(seat, ..)| replaces(seat)) {
            self.removes.push(*index);
            self.change.removes.push(*seat);
        }
        if present.is_empty() && live.policy.settings.probation {
            self.policy(live).set_role(leaf.persona, Role::Newcomer);
        }
        self.adds.push(package);
        self.change.adds.push(leaf.seat());
        Ok(Use::Taken)
    }

    fn role(&mut self, live: &Live, id: &MemberId, role: u8) -> Result<Use, CoreError> {
        let Some(persona) = self.roster.member(id) else { return Ok(Use::Moot) };
        let role = Role::ALL.into_iter().find(|known| *known as u8 == role);
        let role = role.ok_or(CoreError::Bug("a role without a name"))?;
        let present = self.change.policy.as_ref().unwrap_or(&live.policy);
        if present.role(&persona) == role {
            return Ok(Use::Moot);
        }
        self.policy(live).set_role(persona, role);
        Ok(Use::Taken)
    }

    /// Who is banned is taken out by the same commit (rule A-12).
    fn set(&mut self, live: &Live, setting: &Setting) -> Result<Use, CoreError> {
        let me = live.room.me.persona();
        let present = self.change.policy.as_ref().unwrap_or(&live.policy);
        let mut wanted = present.clone();
        setting.put(&mut wanted, me)?;
        if wanted == *present {
            return Ok(Use::Moot);
        }
        self.change.policy = Some(wanted);
        if let Some(banned) = setting.bans() {
            self.remove(live, &banned)?;
        }
        Ok(Use::Taken)
    }

    fn moves(&mut self, live: &Live, there: &RelayRef) -> Use {
        if there.id.0 == live.policy.relay {
            return Use::Moot;
        }
        let policy = self.policy(live);
        policy.relay = there.id.0;
        policy.settings.routes.clone_from(&there.routes);
        Use::Taken
    }

    fn policy(&mut self, live: &Live) -> &mut Policy {
        self.change.policy.get_or_insert_with(|| live.policy.clone())
    }

    /// Asks the same question that every member will ask. The new steward secret is drawn later; here a
    /// changed hash stands for it.
    fn check(&mut self, live: &Live) -> Result<(), CoreError> {
        let before: Vec<_> = live.policy.stewards().copied().collect();
        if let Some(policy) = &mut self.change.policy {
            let same = policy.stewards().copied().eq(before);
            policy.steward_hash = live.policy.steward_hash;
            if !same {
                policy.steward_hash[0] ^= 0xff;
            }
        }
        let ballots = ballots(live, self.change.policy.as_ref());
        let parent = Parent { policy: &live.policy, devices: &self.devices, ballots: &ballots };
        let me = live.room.me.persona();
        Ok(authorize(parent, &me, &me, &self.change)?)
    }
}

/// What members vote for, if a change of the policy may hang on it: only then are all leaves read.
pub(super) fn ballots(live: &Live, wanted: Option<&Policy>) -> BTreeMap<Persona, Ballot> {
    let counts = live.policy.settings.votes_required && wanted.is_some();
    if counts { mls::ballots_in(&live.group) } else { BTreeMap::new() }
}
