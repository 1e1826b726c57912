//! What a commit is to do: intents are gathered into one change that `authorize` accepts.

use std::collections::{BTreeMap, BTreeSet};

use openmls::prelude::{KeyPackage, LeafNodeIndex};
use sitr_community::{Ballot, Change, Parent, Persona, Policy, Role, authorize};

use crate::body::RelayRef;
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::{KnockId, MemberId};
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
}

/// A change in the making.
pub(super) struct Draft {
    roster: Roster,
    members: BTreeSet<Persona>,
    pub(super) adds: Vec<KeyPackage>,
    pub(super) removes: Vec<LeafNodeIndex>,
    pub(super) change: Change,
}

impl Draft {
    pub(super) fn new(live: &Live) -> Self {
        let roster = Roster::of(&live.group);
        Self {
            members: roster.personas(),
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
            Intent::Silent(id) if core.is_silent(&live.room.id, id)? => self.remove(live, id),
            Intent::Silent(_) => Ok(Use::Moot),
            Intent::Role(id, role) => self.role(live, id, *role),
            Intent::Set(setting) => self.set(live, setting),
            Intent::Move(there) => Ok(self.moves(live, there)),
        }
    }

    fn remove(&mut self, live: &Live, id: &MemberId) -> Result<Use, CoreError> {
        let Some((index, persona)) = self.roster.member(id) else { return Ok(Use::Moot) };
        if persona == live.room.me.persona() {
            return Err(CoreError::NoMember);
        }
        if self.removes.contains(&index) {
            return Ok(Use::Moot);
        }
        self.removes.push(index);
        self.change.removes.push(persona);
        if live.policy.role(&persona) != Role::Member {
            self.policy(live).roles.remove(&persona);
        }
        Ok(Use::Taken)
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
        if let Some(index) = self.roster.index(&leaf.persona) {
            if self.removes.contains(&index) {
                return Err(CoreError::BeingRemoved);
            }
            self.removes.push(index); // who knocks again with the same persona rejoins
            self.change.removes.push(leaf.persona);
        } else if live.policy.settings.probation {
            self.policy(live).set_role(leaf.persona, Role::Newcomer);
        }
        self.adds.push(package);
        self.change.adds.push(leaf.persona);
        Ok(Use::Taken)
    }

    fn role(&mut self, live: &Live, id: &MemberId, role: u8) -> Result<Use, CoreError> {
        let Some((_, persona)) = self.roster.member(id) else { return Ok(Use::Moot) };
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
        let parent = Parent { policy: &live.policy, members: &self.members, ballots: &ballots };
        let me = live.room.me.persona();
        Ok(authorize(parent, &me, &me, &self.change)?)
    }
}

/// What members vote for, if a change of the policy may hang on it: only then are all leaves read.
pub(super) fn ballots(live: &Live, wanted: Option<&Policy>) -> BTreeMap<Persona, Ballot> {
    let counts = live.policy.settings.votes_required && wanted.is_some();
    if counts { mls::ballots_in(&live.group) } else { BTreeMap::new() }
}
