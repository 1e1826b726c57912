//! Ending an epoch: what stewards want is gathered into one commit, staged, written down whole, and
//! only then sent. A lost race costs a rebuild on the new epoch, nothing else.

use openmls::group::CommitBuilderStageError;
use openmls::prelude::{KeyPackage, LeafNodeIndex};
use sitr_community::{Change, Persona, Policy};
use sitr_wire::statement::Statement;
use sitr_wire::{CellHash, Mailbox, Signature};
use tls_codec::{Serialize as _, Size as _};

use super::draft::{Draft, Use};
use super::merge::broken;
use super::moving::{moves_by, opens};
use crate::body::{Final, Seen, StewardBox, encode};
use crate::core::{Class, Core, Live, epoch_mailbox};
use crate::crypto::cell::Kind;
use crate::crypto::schedule::{self, EpochSecrets};
use crate::crypto::{Secret, hpke};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls::{self, Device};
use crate::payload::PAYLOAD_MAX_BYTES;
use crate::plan::{self, Next, Size, Wish};
use crate::state::{
    Cursor, Errand, Event, Intent, PendingCommit, Purpose, SignedCell, Standing, Step,
};
use crate::store::{IntentId, Store};

/// What the next commit will do.
#[derive(Default)]
pub(super) struct Plan {
    intents: Vec<Intent>,
    adds: Vec<KeyPackage>,
    removes: Vec<LeafNodeIndex>,
    change: Change,
}

/// A commit that was made and is staged.
pub(super) struct Made {
    pub(super) commit: Vec<u8>,
    welcome: Vec<u8>,
    /// Bytes of the tree that those whom it lets in are sent; 0 if it lets in nobody.
    tree: usize,
    exporter: [u8; 32],
}

impl<S: Store> Core<'_, S> {
    /// Makes the next commit, if this device is a steward, none of its own is under way, and there is
    /// something to do. Tells whether there is something to send now.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn commit_next(&mut self, id: &RoomId) -> Result<bool, CoreError> {
        let Some(room) = self.store.room(id)? else { return Ok(false) };
        let idle = self.store.intents(id)?.is_empty()
            && room.cursor.is_none_or(|cursor| cursor.inert.is_none());
        if idle || room.steward.is_none() {
            return Ok(false);
        }
        let Ok(mut live) = self.steward(id) else { return Ok(false) };
        let Some(cursor) = live.room.cursor else { return Ok(false) };
        let busy = self.store.pending(id)?.is_some() || live.room.standing != Standing::Active;
        if busy || live.epoch.close_seed.is_none() {
            return Ok(false);
        }
        let intents = self.store.intents(id)?;
        let (offers, wishes) = match self.decide(&live, &cursor, &intents) {
            Next::Commit { offers, wishes } => (offers, wishes),
            Next::Nothing | Next::At(_) => {
                self.leave_group(live);
                return Ok(false);
            }
        };
        for (_, intent) in offers.iter().filter_map(|at| intents.get(*at)) {
            if let Intent::Offer(commit) = intent
                && self.close_with_offer(&mut live, &cursor, commit, intent)?
            {
                self.leave_group(live);
                return Ok(true);
            }
        }
        let wanted: Vec<_> = wishes.iter().filter_map(|at| intents.get(*at)).collect();
        let moves = wanted.iter().any(|(_, intent)| matches!(intent, Intent::Move(_)));
        if moves && !self.ends_its_errands(&live)? {
            self.leave_group(live);
            return Ok(false);
        }
        // A commit that cannot be made must not stand in the way of the next: if the intents together fail,
        // half of them are tried, down to the first alone, and if it fails alone it is dropped.
        let mut most = usize::MAX;
        loop {
            let plan = self.plan(&live, &wanted, most)?;
            if plan.intents.is_empty() && cursor.inert.is_none() {
                return Ok(false);
            }
            let (count, first) = (plan.intents.len(), plan.intents.first().cloned());
            self.store.savepoint()?;
            match self.close_with_plan(&mut live, &cursor, plan) {
                Ok(()) => {
                    self.store.release()?;
                    self.leave_group(live);
                    return Ok(true);
                }
                Err(CoreError::Store(error)) => return Err(error.into()),
                Err(why) => {
                    self.store.rollback()?;
                    live = self.steward(id)?;
                    if count <= 1 {
                        self.drop_intent(id, first.as_ref(), &why)?;
                        return Ok(false);
                    }
                    most = count / 2;
                }
            }
        }
    }

    /// Drops an intent that no commit can carry out; a knock that it was to let in is refused.
    fn drop_intent(
        &mut self,
        id: &RoomId,
        culprit: Option<&Intent>,
        why: &CoreError,
    ) -> Result<(), CoreError> {
        for (number, intent) in self.store.intents(id)? {
            if Some(&intent) != culprit {
                continue;
            }
            self.store.delete_intent(number)?;
            if let Intent::Admit(knock) = &intent
                && let Some(mut knock) = self.store.knock(id, knock)?
            {
                knock.state = crate::state::KnockState::Refused;
                self.store.put_knock(id, &knock)?;
            }
        }
        self.event(id, &Event::Dropped(why.to_string()))
    }

    /// Takes a commit back that the relay will never accept, with what it wanted.
    pub(crate) fn abandon_commit(&mut self, id: &RoomId) -> Result<(), CoreError> {
        if let Some(pending) = self.store.pending(id)? {
            for (number, intent) in self.store.intents(id)? {
                if pending.intents.contains(&intent) {
                    self.store.delete_intent(number)?;
                    self.not_admitted(id, &intent)?;
                }
            }
            self.store.put_pending(id, None)?;
            // What the relay refuses today it is not asked again before tomorrow.
            if let Some(mut room) = self.store.room(id)?
                && let Some(epoch) = room.epoch.as_mut()
            {
                epoch.since_day = self.today();
                self.store.put_room(&room)?;
            }
            let why = match moves_by(&pending.intents) {
                Some(_) => "the other relay does not take the room: it stays where it is",
                None => "the relay does not take this change of the room",
            };
            self.event(id, &Event::Dropped(why.to_owned()))?;
        }
        let Ok(mut live) = self.live(id) else { return Ok(()) };
        live.group.clear_pending_commit(self.store.mls()).map_err(broken)
    }

    fn decide(&self, live: &Live, cursor: &Cursor, intents: &[(IntentId, Intent)]) -> Next {
        let size = Size {
            devices: live.group.members().count(),
            since_ms: live.epoch.since_ms.unwrap_or_default(),
            is_frozen: cursor.inert.is_some(),
        };
        let wishes: Vec<_> = intents.iter().map(|(_, intent)| wish(intent)).collect();
        plan::next(size, &wishes, self.now_ms)
    }

    /// Gathers the first of these intents into one plan, at most so many of them.
    fn plan(
        &mut self,
        live: &Live,
        wanted: &[&(IntentId, Intent)],
        most: usize,
    ) -> Result<Plan, CoreError> {
        let mut draft = Draft::new(live);
        let mut intents = Vec::new();
        for (number, intent) in wanted {
            if intents.len() >= most {
                break;
            }
            match draft.add(self, live, intent) {
                Ok(Use::Taken) => intents.push(intent.clone()),
                Ok(Use::Moot) => self.store.delete_intent(*number)?,
                Ok(Use::Later) => {}
                Err(CoreError::Store(error)) => return Err(error.into()),
                Err(why) => {
                    self.store.delete_intent(*number)?;
                    self.not_admitted(&live.room.id, intent)?;
                    self.event(&live.room.id, &Event::Dropped(why.to_string()))?;
                }
            }
        }
        Ok(Plan { intents, adds: draft.adds, removes: draft.removes, change: draft.change })
    }

    fn close_with_plan(
        &mut self,
        live: &mut Live,
        cursor: &Cursor,
        mut plan: Plan,
    ) -> Result<(), CoreError> {
        let policy = plan.change.policy.clone().unwrap_or_else(|| live.policy.clone());
        let renews = policy.steward_hash != live.policy.steward_hash;
        let mut steward =
            live.room.steward.clone().ok_or(CoreError::Bug("a steward without the secret"))?;
        let mut boxes = Vec::new();
        if renews {
            steward = Secret::random(self.rng);
            let mut renewed = policy;
            renewed.steward_hash = schedule::steward_hash(&steward);
            boxes = deal(live, &renewed, &steward)?;
            plan.change.policy = Some(renewed);
        }
        let made = self.make_commit(live, &plan)?;
        if made.tree > PAYLOAD_MAX_BYTES {
            return Err(CoreError::TooLarge); // nobody could be sent the Welcome
        }
        let secrets = EpochSecrets::derive(&made.exporter, &live.epoch.veil);
        let close_key = secrets.close_seed(&steward).public();
        let pending = PendingCommit {
            cell: CellHash([0; 32]),
            intents: plan.intents,
            welcome: made.welcome,
            steward: renews.then(|| steward.clone()),
            is_offer: false,
        };
        let next = next_mailbox(live, &secrets, close_key);
        self.close(live, cursor, made.commit, next, boxes, pending)
    }

    pub(super) fn make_commit(&mut self, live: &mut Live, plan: &Plan) -> Result<Made, CoreError> {
        let bug = || CoreError::Bug("MLS did not make the commit");
        let provider = self.provider();
        // Adds alone need no path: half the bytes, and no work for everybody else.
        let only_adds = plan.removes.is_empty() && plan.change.policy.is_none();
        let path = !only_adds || plan.adds.is_empty();
        let leaf = mls::leaf_parameters(live).filter(|_| path);
        let mut builder = live
            .group
            .commit_builder()
            .force_self_update(path)
            .propose_removals(plan.removes.iter().copied())
            .propose_adds(plan.adds.iter().cloned());
        if let Some(leaf) = leaf {
            builder = builder.leaf_node_parameters(leaf);
        }
        if let Some(policy) = &plan.change.policy {
            let extensions = mls::context_extensions(policy).ok_or_else(bug)?;
            builder = builder.propose_group_context_extensions(extensions).map_err(|_| bug())?;
        }
        let device = Device(&live.room.me.device_seed);
        let bundle = builder
            .load_psks(self.store.mls())
            .map_err(|_| bug())?
            .build(self.crypto, self.crypto, &device, |_| true)
            .map_err(|_| bug())?
            .stage_commit(&provider)
            .map_err(|why| match why {
                CommitBuilderStageError::KeyStoreError(why) => broken(why),
                CommitBuilderStageError::LibraryError(_) => bug(),
            })?;
        let (commit, welcome, _) = bundle.into_messages();
        let welcome = welcome.map(|message| message.tls_serialize_detached()).transpose();
        let welcome = welcome.map_err(|_| bug())?.unwrap_or_default();
        let staged = live.group.pending_commit().ok_or_else(bug)?;
        let tree = if welcome.is_empty() {
            0
        } else {
            let tree = staged.export_ratchet_tree(self.crypto, live.group.export_ratchet_tree());
            let tree = tree.map_err(|_| bug())?.ok_or_else(bug)?;
            tree.tls_serialized_len()
        };
        // K-01: of the relay at which the next epoch is.
        let relay = &plan.change.policy.as_ref().unwrap_or(&live.policy).relay;
        Ok(Made {
            commit: commit.tls_serialize_detached().map_err(|_| bug())?,
            welcome,
            tree,
            exporter: mls::next_exporter(staged, self.crypto, relay).ok_or_else(bug)?,
        })
    }

    /// Writes the final cell and everything that follows from it, before any byte leaves.
    pub(super) fn close(
        &mut self,
        live: &Live,
        cursor: &Cursor,
        commit: Vec<u8>,
        next: Mailbox,
        boxes: Vec<StewardBox>,
        mut pending: PendingCommit,
    ) -> Result<(), CoreError> {
        let close_seed = live.epoch.close_seed.as_ref().ok_or(CoreError::NotSteward)?;
        let (room, handle, relay) = (&live.room, &live.epoch.handle, &live.room.relay.id);
        let body = Final {
            commit,
            close_key: next.close_key,
            boxes,
            seen: Seen { previous_end: live.epoch.previous_end, mark: cursor.mark },
            closer: [0; 32],
            signature: Signature([0; 64]),
        }
        .signed(&room.me.persona_seed, &room.id, handle);
        let (mut steps, cell) = live.target().fit(Kind::Final, &encode(&body), self.rng)?;
        let superseded = cursor.inert;
        let statement = Statement::close(relay, handle, &cell.hash(), superseded.as_ref());
        let signed = SignedCell::new(*handle, &cell, statement.sign(close_seed));
        steps.extend([opens(next, &pending.intents), Step::Close(signed, superseded)]);
        pending.cell = cell.hash();
        self.store.put_pending(&room.id, Some(&pending))?;
        self.store.add_errand(&Errand { room: room.id, purpose: Purpose::Commit, steps })?;
        Ok(())
    }

    /// A final cell was inert. If it was our own superseded attempt it is rebuilt on the same epoch.
    pub(crate) fn after_inert(&mut self, live: &mut Live) -> Result<(), CoreError> {
        self.store.delete_errands(&live.room.id, &Purpose::Commit)?;
        if self.store.pending(&live.room.id)?.is_some() {
            self.store.put_pending(&live.room.id, None)?;
            live.group.clear_pending_commit(self.store.mls()).map_err(broken)?;
        }
        Ok(())
    }
}

/// What an intent is to the planner.
fn wish(intent: &Intent) -> Wish {
    match intent {
        Intent::Remove(_) | Intent::RemoveDevice(..) => Wish::Remove,
        Intent::Admit(_) => Wish::Admit,
        Intent::Set(setting) if setting.bans().is_some() => Wish::Remove,
        Intent::Role(..) | Intent::Set(_) => Wish::Change,
        Intent::Move(_) => Wish::Move,
        Intent::Roll | Intent::Silent(_) => Wish::Renew,
        Intent::Offer(commit) => Wish::Offer(commit.len()),
    }
}

pub(super) fn next_mailbox(
    live: &Live,
    secrets: &EpochSecrets,
    close_key: sitr_wire::PublicKey,
) -> Mailbox {
    let now = &live.epoch.mailbox;
    let class = Class { capacity: now.capacity, life: now.life, keep: now.keep };
    epoch_mailbox(secrets, close_key, class)
}

/// Seals the new steward secret to every steward that remains (rule R-09).
fn deal(live: &Live, policy: &Policy, secret: &Secret) -> Result<Vec<StewardBox>, CoreError> {
    let leaves = mls::leaves(&live.group);
    let seal = |persona: &Persona| {
        let (_, leaf) = leaves.iter().find(|(_, leaf)| leaf.persona == *persona)?;
        let (relay, handle) = (&live.room.relay.id, &live.epoch.handle);
        let key = leaf.box_key?;
        let sealed = hpke::seal(hpke::Kem::X25519, &key, "steward", relay, handle, secret.expose());
        Some(StewardBox { persona: persona.0, sealed: sealed.ok()? })
    };
    policy
        .stewards()
        .map(|persona| seal(persona).ok_or(CoreError::Bug("a steward without a box key")))
        .collect()
}
