//! The age of leaves: own keys are renewed in time, and devices that renewed theirs no more are taken out.
//!
//! Ages are what this device saw, and no rule of validity: who decides by them is a member about its own keys,
//! or a steward who may remove anyhow.

use std::collections::BTreeMap;

use openmls::prelude::MlsGroup;
use sitr_community::{Act, Persona};

use super::hear::may_remove;
use crate::core::{Core, DAY_MS, Live};
use crate::error::CoreError;
use crate::ids::{DeviceId, RoomId};
use crate::mls::{self, Moves, Roster};
use crate::state::{Intent, LeafSeen, Room};
use crate::store::Store;

/// Days after its last change from which on a leaf's keys are due for renewal.
const RENEW_AFTER_DAYS: u32 = 20;
/// Days over which the renewals of devices that came in together are spread. The last of them is due three
/// days before the 30 in which every device renews its keys: a lost race has time to be run again.
const RENEW_SPREAD_DAYS: u32 = 7;
/// Days without a change after which a leaf's device counts as silent. A device that is switched on once in
/// these days renews its keys then.
pub const SILENT_DAYS: u32 = 75;
/// The same, for telling why somebody was taken out: another device saw the last change some days before or
/// after this one.
const SILENT_TOLD_DAYS: u32 = 70;
/// Days by which the relay's day may differ from ours before our clock is not trusted to count days with.
const CLOCK_SLACK_DAYS: u32 = 1;
/// The most days that one steward leaves it to those before it.
const TURNS_MAX_DAYS: u32 = 7;

/// When the keys of a leaf are due, in milliseconds since 1970-01-01 UTC. The leaf's own key says where in the
/// spread: every device and every renewal has another place there.
fn due_ms(leaf: &LeafSeen) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = leaf.key;
    let jitter = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let spread = jitter % (u64::from(RENEW_SPREAD_DAYS) * DAY_MS);
    u64::from(leaf.day.saturating_add(RENEW_AFTER_DAYS)) * DAY_MS + spread
}

impl<S: Store> Core<'_, S> {
    /// Remembers which leaves a commit has brought, taken and changed.
    pub(super) fn note_moves(&self, room: &RoomId, moves: &Moves) -> Result<(), CoreError> {
        for leaf in &moves.gone {
            self.store.delete_leaf_seen(room, &DeviceId::of(&leaf.seat()))?;
        }
        for leaf in moves.came.iter().chain(&moves.renewed) {
            let (device, key, day) = (DeviceId::of(&leaf.seat()), leaf.key, self.today());
            self.store.put_leaf_seen(room, &LeafSeen { device, key, day })?;
        }
        Ok(())
    }

    /// Remembers which leaves are new or changed since this device looked last, of all that there are.
    pub(crate) fn note_leaves(&self, room: &RoomId, group: &MlsGroup) -> Result<(), CoreError> {
        let today = self.today();
        let known = self.store.leaves_seen(room, u32::MAX)?;
        let mut known: BTreeMap<_, _> = known.into_iter().map(|leaf| (leaf.device, leaf)).collect();
        for (device, key) in mls::leaf_keys(group) {
            // A day to come was written before the clock was set back.
            let same = |leaf: &LeafSeen| leaf.key == key && leaf.day <= today;
            if !known.remove(&device).is_some_and(|leaf| same(&leaf)) {
                self.store.put_leaf_seen(room, &LeafSeen { device, key, day: today })?;
            }
        }
        for device in known.keys() {
            self.store.delete_leaf_seen(room, device)?;
        }
        Ok(())
    }

    /// Renews this device's keys when they are due: by an offer where it is a plain member (rule R-12), by a
    /// commit of its own where it is a steward.
    pub(super) fn renew_if_due(&mut self, room: &Room) -> Result<(), CoreError> {
        let own = DeviceId::of(&room.me.seat());
        if room.warm_at_ms.is_some_and(|at| at <= self.now_ms) {
            return self.offer_keys(&room.id);
        }
        match self.store.leaf_seen(&room.id, &own)? {
            Some(leaf) if leaf.day <= self.today() => match due_ms(&leaf) <= self.now_ms {
                true => self.offer_keys(&room.id),
                false => Ok(()),
            },
            _ => self.note_leaves(&room.id, &self.load_group(&room.id)?),
        }
    }

    /// When this device, which has just come into a group, offers new keys so that the tree warms (rule R-19).
    pub(crate) fn warm_at(&mut self, group: &MlsGroup) -> Option<u64> {
        let (devices, leaf) = (group.members().count(), group.own_leaf_index().u32());
        let after = crate::plan::warms_after(devices, leaf, self.rng.next_u64())?;
        Some(self.now_ms.saturating_add(after))
    }

    /// The same after a commit: not any more, where it renewed this device's keys; later, where another one took
    /// the place of its offer.
    pub(super) fn still_to_warm(&mut self, live: &Live, moves: &Moves) -> Option<u64> {
        let at = live.room.warm_at_ms?;
        let me = live.room.me.seat();
        if moves.renewed.as_ref().is_some_and(|leaf| leaf.seat() == me) {
            None
        } else if at > self.now_ms {
            Some(at)
        } else {
            self.warm_at(&live.group)
        }
    }

    /// Days since a device's leaf changed.
    fn age(&self, room: &RoomId, device: &DeviceId) -> Result<u32, CoreError> {
        let leaf = self.store.leaf_seen(room, device)?;
        Ok(leaf.map_or(0, |leaf| self.today().saturating_sub(leaf.day)))
    }

    /// Days since the leaf of a device that is out changed, if they say why.
    pub(super) fn silent_days(
        &self,
        room: &RoomId,
        device: &DeviceId,
    ) -> Result<Option<u32>, CoreError> {
        Ok(Some(self.age(room, device)?).filter(|days| *days >= SILENT_TOLD_DAYS))
    }

    /// Whether a device counts as silent.
    pub(super) fn is_silent(&self, room: &RoomId, device: &DeviceId) -> Result<bool, CoreError> {
        Ok(self.age(room, device)? >= SILENT_DAYS)
    }

    /// Wants silent devices out, where this steward's role allows it and it is its turn: the stewards stand in
    /// the order of the policy, and each leaves a day to the one before it, who may be silent itself. Should
    /// two act at once, one commit wins and the other finds nothing left to do.
    pub(super) fn remove_silent(
        &mut self,
        room: &Room,
        relay_day: Option<u32>,
    ) -> Result<(), CoreError> {
        let today = self.today();
        let clock_fits = relay_day.is_some_and(|day| day.abs_diff(today) <= CLOCK_SLACK_DAYS);
        if room.steward.is_none() || !clock_fits {
            return Ok(());
        }
        let silent = self.store.leaves_seen(&room.id, today.saturating_sub(SILENT_DAYS))?;
        let me = room.me.persona();
        let own = DeviceId::of(&room.me.seat());
        if !silent.iter().any(|leaf| leaf.device != own) {
            return Ok(());
        }
        let reached = self.peek(&room.id, |live| {
            let until = today.saturating_sub(SILENT_DAYS + turn(live, &me));
            let roster = Roster::of(&live.group);
            let old = silent.iter().filter(|leaf| leaf.day <= until && leaf.device != own);
            let mine_to_remove = |leaf: &&LeafSeen| {
                let seat = roster.device(&leaf.device);
                seat.is_some_and(|seat| seat.persona == me || may_remove(live, &seat.persona))
            };
            old.filter(mine_to_remove).map(|leaf| leaf.device).collect::<Vec<_>>()
        })?;
        for device in reached {
            self.store.add_intent(&room.id, &Intent::Silent(device))?;
        }
        Ok(())
    }
}

/// How many days a steward leaves it to others: as many as stand before it who may remove members.
fn turn(live: &Live, me: &Persona) -> u32 {
    let before = live.policy.stewards().take_while(|persona| *persona != me);
    let able = before.filter(|persona| live.policy.role(persona).may(Act::Remove)).count();
    u32::try_from(able).unwrap_or(u32::MAX).min(TURNS_MAX_DAYS)
}
