//! The single place where an epoch ends on this device: received, own and replayed commits alike.

use std::collections::BTreeSet;

use sitr_community::Policy;
use sitr_wire::{CellHash, RelayId};

use super::commit::next_mailbox;
use super::final_cell::Accepted;
use super::moving::leads_to;
use super::receive::Dropped;
use crate::core::{Core, Live};
use crate::crypto::schedule;
use crate::error::CoreError;
use crate::ids::{DeviceId, MemberId, RoomId};
use crate::knock::is_open;
use crate::mls::{self, Leaf, Moves};
use crate::state::{
    Alarm, Bytes32, Cursor, Delivery, Epoch, Event, Intent, KnockState, Past, PendingCommit,
    Purpose, Room, Standing, StewardKey,
};
use crate::store::{Store, StoreError};

/// Where MLS could not write, the disk failed: nothing was decided, and it is tried again.
pub(super) fn broken<E>(_: E) -> CoreError {
    CoreError::Store(StoreError::new("the MLS state cannot be written"))
}

impl<S: Store> Core<'_, S> {
    /// Merges an accepted commit and moves the room to its next mailbox. Everything below the final
    /// cell has been read by now: after the merge it never could be.
    pub(crate) fn merge(
        &mut self,
        live: &mut Live,
        after: &Cursor,
        accepted: Accepted,
        index: u64,
        hash: &CellHash,
    ) -> Result<(), Dropped> {
        let before = live.policy.clone();
        let previous_veil = live.epoch.veil.clone();
        let provider = self.provider();
        match accepted.staged {
            Some(staged) => {
                live.group.merge_staged_commit(&provider, *staged).map_err(broken)?;
            }
            None => live.group.merge_pending_commit(&provider).map_err(broken)?,
        }
        let pending = self.store.pending(&live.room.id)?;
        if after.is_copied {
            self.say_again(&live.room.id)?;
        }
        self.send_again(&live.room.id)?;
        self.epoch_over(&live.room.id)?;
        let Some(secrets) = accepted.secrets else {
            self.forget_keys(&mut live.room)?;
            live.room.past = None;
            self.fail_outbox(&live.room.id)?;
            if accepted.is_replaced {
                self.alarm(&live.room.id, Alarm::Replaced)?;
            }
            let wished = live.room.standing == Standing::Leaving;
            let standing = if wished { Standing::Left } else { Standing::Removed };
            self.stand(&mut live.room, standing)?;
            return Ok(());
        };
        let old = live.epoch.clone();
        let next = next_mailbox(live, &secrets, accepted.body.close_key);
        live.policy = accepted.policy;
        let there = leads_to(&live.room, &live.policy);
        live.epoch = Epoch {
            number: old.number + 1,
            handle: next.handle(&RelayId(live.policy.relay)),
            close_seed: accepted.steward.as_ref().map(|secret| secrets.close_seed(secret)),
            address: secrets.address,
            write_seed: secrets.write_seed,
            seal: secrets.seal,
            veil: secrets.veil,
            previous_end: schedule::transcript_next(
                &old.previous_end,
                &old.handle,
                after.chain.value(),
            ),
            since_day: self.today(),
            since_ms: Some(self.now_ms),
            mailbox: next,
        };
        live.room.warm_at_ms = self.still_to_warm(live, &accepted.moves);
        adopt(&mut live.room, &accepted.moves);
        live.room.steward = accepted.steward;
        live.room.name = live.policy.name.as_str().to_owned();
        live.room.retention_days = Some(live.policy.settings.retention_days);
        live.room.slow_seconds = Some(live.policy.settings.slow_seconds);
        live.room.past = Some(self.past_of(&old, &before, index, hash));
        live.room.cursor = Some(Cursor::start(&live.epoch.handle));
        live.room.epoch = Some(live.epoch.clone());
        self.store.put_room(&live.room)?;
        self.event(&live.room.id, &Event::Epoch(live.epoch.number))?;
        self.tell_changes(live, &accepted.moves, &before)?;
        self.note_moves(&live.room.id, &accepted.moves)?;
        self.knocks_after(&live.room.id, &accepted.moves)?;
        self.list_again(live, &accepted.moves)?;
        let own = pending.filter(|pending| pending.cell == *hash);
        self.stewards_after(live, &before, own.is_some())?;
        if let Some(pending) = &own {
            self.after_own_commit(live, pending, &previous_veil)?;
        }
        if let Some(there) = there {
            self.moved(live, there, own.is_some())?;
        }
        Ok(())
    }

    fn past_of(&self, old: &Epoch, policy: &Policy, won_at: u64, winner: &CellHash) -> Past {
        Past {
            handle: old.handle,
            address: old.address.clone(),
            seal: old.seal.clone(),
            won_at,
            stewards: policy.stewards().map(|persona| StewardKey(persona.0)).collect(),
            day: self.today(),
            close_key: old.mailbox.close_key,
            latest: Some(*winner),
            is_doubtful: false,
        }
    }

    /// What was meant for the mailbox that ended is over. A message on its way that did not make it
    /// into it is encrypted anew.
    pub(crate) fn epoch_over(&mut self, room: &RoomId) -> Result<(), CoreError> {
        self.store.put_pending(room, None)?;
        self.store.delete_errands(room, &Purpose::Commit)?;
        self.store.delete_errands(room, &Purpose::Offer)?;
        self.store.delete_errands(room, &Purpose::Cover)?;
        self.store.delete_marks(room)?;
        self.store.forget_cells(room)?;
        self.store.forget_said(room)?;
        // Whoever ended it, its keys are renewed; and an offer is good for its own epoch.
        for (number, intent) in self.store.intents(room)? {
            if matches!(intent, Intent::Roll | Intent::Offer(_)) {
                self.store.delete_intent(number)?;
            }
        }
        if let Some(mut message) = self.store.sealed(room)? {
            self.store.delete_errands(room, &Purpose::Message(message.id.into()))?;
            message.delivery = Delivery::Queued;
            message.cell = None;
            self.store.put_delivery(&message)?;
        }
        Ok(())
    }

    /// What this device will never say, because it is out.
    pub(crate) fn fail_outbox(&mut self, room: &RoomId) -> Result<(), CoreError> {
        while let Some(mut message) = self.store.next_queued(room)? {
            message.delivery = Delivery::Failed;
            self.store.put_delivery(&message)?;
            self.tell(&message)?;
        }
        Ok(())
    }

    fn tell_changes(
        &mut self,
        live: &Live,
        moves: &Moves,
        before: &Policy,
    ) -> Result<(), CoreError> {
        let room = live.room.id;
        let changed = changed_settings(before, &live.policy);
        if !changed.is_empty() {
            self.event(&room, &Event::Settings(changed))?;
        }
        self.tell_devices(live, moves)?;
        if moves.change.policy.is_none() {
            return Ok(());
        }
        let named: BTreeSet<_> = before.roles.keys().chain(live.policy.roles.keys()).collect();
        for persona in named {
            let (id, role) = (MemberId::of(persona), live.policy.role(persona));
            if before.role(persona) != role
                && !moves.entered(persona)
                && let Some((_, leaf)) = mls::find(&live.group, &id)
            {
                self.event(&room, &Event::Role(id, leaf.name.as_str().to_owned(), role as u8))?;
            }
        }
        Ok(())
    }

    /// Who came and went, and with which devices. The group is that after the commit.
    fn tell_devices(&mut self, live: &Live, moves: &Moves) -> Result<(), CoreError> {
        let room = live.room.id;
        let name = |leaf: &Leaf| leaf.name.as_str().to_owned();
        let mut left = BTreeSet::new();
        for leaf in &moves.gone {
            let member = MemberId::of(&leaf.persona);
            let stays = mls::is_in(&live.group, &leaf.persona);
            let is_replaced = moves.came.iter().any(|new| new.seat() == leaf.seat());
            if is_replaced || (!stays && !left.insert(leaf.persona)) {
                continue;
            }
            if let Some(days) = self.silent_days(&room, &DeviceId::of(&leaf.seat()))? {
                self.event(&room, &Event::Silent(member, name(leaf), days))?;
            }
            let gone = match stays {
                true => Event::DeviceGone(member, name(leaf), leaf.number),
                false => Event::Gone(member, name(leaf)),
            };
            self.event(&room, &gone)?;
        }
        for leaf in &moves.came {
            let id = MemberId::of(&leaf.persona);
            match moves.gone.iter().find(|old| old.seat() == leaf.seat()) {
                Some(old) if old.serial < leaf.serial => {
                    self.event(&room, &Event::Returned(id, name(leaf)))?;
                }
                Some(_) => {}
                None if moves.entered(&leaf.persona) => {
                    self.event(&room, &Event::Joined(id, name(leaf)))?;
                }
                None => self.event(&room, &Event::DeviceCame(id, name(leaf), leaf.number))?,
            }
        }
        Ok(())
    }

    /// Knocks of devices that came in need nobody any more.
    fn knocks_after(&mut self, room: &RoomId, moves: &Moves) -> Result<(), CoreError> {
        self.came_along(room, moves)?;
        let came: BTreeSet<_> = moves.came.iter().map(|leaf| leaf.device).collect();
        if came.is_empty() {
            return Ok(());
        }
        for mut knock in self.store.knocks(room)? {
            let is_in =
                || mls::device_of(&knock.key_package).is_some_and(|one| came.contains(&one));
            if is_open(&knock) && is_in() {
                knock.state = KnockState::Admitted;
                self.store.put_knock(room, &knock)?;
            }
        }
        Ok(())
    }

    /// Where a steward was lost, no invite that it knows lives on (rule R-10): the committer burns them
    /// all, who made one burns it too, and nobody serves them any more. Where one was gained, the
    /// committer shares what there is.
    fn stewards_after(
        &mut self,
        live: &Live,
        before: &Policy,
        is_committer: bool,
    ) -> Result<(), CoreError> {
        if !live.role().is_steward() {
            self.drop_intents(&live.room.id)?;
        }
        let now: Vec<_> = live.policy.stewards().copied().collect();
        let lost = before.stewards().any(|persona| !now.contains(persona));
        let gained = now.iter().any(|persona| !before.role(persona).is_steward());
        for mut invite in self.store.invites(&live.room.id)? {
            if invite.revoked {
                continue;
            }
            if lost && (is_committer || invite.made_here) {
                self.burn_invite(&live.room, invite)?;
            } else if lost {
                invite.revoked = true;
                self.store.put_invite(&live.room.id, &invite)?;
            } else if gained && (is_committer || invite.made_here) {
                self.share_invite(live, invite)?;
            }
        }
        Ok(())
    }

    /// What the steward whose commit won does next: answer the knocks.
    fn after_own_commit(
        &mut self,
        live: &mut Live,
        pending: &PendingCommit,
        previous_veil: &crate::crypto::Secret,
    ) -> Result<(), CoreError> {
        for (id, intent) in self.store.intents(&live.room.id)? {
            if pending.intents.contains(&intent) {
                self.store.delete_intent(id)?;
            }
        }
        self.welcome_all(live, pending, previous_veil)
    }
}

/// What another device of this member's has said of the guidelines, this one says too: so their votes do not differ
/// for long (rule A-35).
fn adopt(room: &mut Room, moves: &Moves) {
    let (me, mine) = (room.me.persona(), room.me.seat());
    let is_sibling = |leaf: &&Leaf| leaf.persona == me && leaf.seat() != mine;
    let Some(leaf) = moves.renewed.as_ref().filter(is_sibling) else { return };
    if leaf.stance != moves.renewed_from {
        room.accepts = leaf.stance.accepted.map(|hash| Bytes32(hash.0));
        room.ballot = leaf.stance.ballot.map(|hash| Bytes32(hash.0));
    }
}

/// The names of what differs between two policies, for people and machines.
fn changed_settings(before: &Policy, after: &Policy) -> Vec<String> {
    let (a, b) = (&before.settings, &after.settings);
    let all = [
        ("name", before.name != after.name),
        ("bans", a.bans != b.bans),
        ("timeouts", a.timeouts != b.timeouts),
        ("guidelines", a.guidelines != b.guidelines),
        ("slow-mode", a.slow_seconds != b.slow_seconds),
        ("palette", a.palette != b.palette),
        ("hours", a.hours != b.hours),
        ("retention", a.retention_days != b.retention_days),
        ("direct-messages", a.direct != b.direct),
        ("age", a.age != b.age),
        ("votes", a.votes_required != b.votes_required),
        ("probation", a.probation != b.probation),
        ("vouches", a.vouches != b.vouches),
        ("last-day", a.last_day != b.last_day),
        ("community", a.community != b.community),
        ("open-topics", a.open_topics != b.open_topics),
        ("lock", a.locked != b.locked || a.locked_topics != b.locked_topics),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}
