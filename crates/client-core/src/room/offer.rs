//! Offers: a plain member's new keys, which a steward closes the epoch with (rule R-12).

use openmls::prelude::ProcessedMessageContent;
use sitr_wire::CellHash;

use super::commit::{Plan, next_mailbox};
use super::receive::protocol_message;
use crate::core::{Core, Live};
use crate::crypto::cell::Kind;
use crate::crypto::schedule::EpochSecrets;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls;
use crate::state::{Cursor, Errand, Intent, PendingCommit, Purpose};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Closes with a member's offer: its author's keys are renewed, and the tree with them. An offer that
    /// does not hold is dropped.
    pub(super) fn close_with_offer(
        &mut self,
        live: &mut Live,
        cursor: &Cursor,
        commit: &[u8],
        intent: &Intent,
    ) -> Result<bool, CoreError> {
        // The common checks let nothing through but commits; should reading one write, it is undone.
        self.store.savepoint()?;
        let secrets = self.offered_secrets(live, commit);
        self.store.rollback()?;
        live.group = self.load_group(&live.room.id)?;
        let (Some(secrets), Some(steward)) = (secrets, live.room.steward.clone()) else {
            for (number, waiting) in self.store.intents(&live.room.id)? {
                if waiting == *intent {
                    self.store.delete_intent(number)?;
                }
            }
            return Ok(false);
        };
        let close_key = secrets.close_seed(&steward).public();
        let pending = PendingCommit {
            cell: CellHash([0; 32]),
            intents: vec![intent.clone()],
            welcome: Vec::new(),
            steward: None,
            is_offer: true,
        };
        let next = next_mailbox(live, &secrets, close_key);
        self.close(live, cursor, commit.to_vec(), next, Vec::new(), pending)?;
        Ok(true)
    }

    fn offered_secrets(&mut self, live: &mut Live, commit: &[u8]) -> Option<EpochSecrets> {
        // What all will check when they read the final cell, so that no offer makes it inert.
        super::final_cell::common(live, self.crypto, &live.room.me.persona(), commit)?;
        let message = protocol_message(commit)?;
        let processed = live.group.process_message(&self.provider(), message).ok()?;
        let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
            return None;
        };
        let relay = live.room.relay.id.as_bytes();
        let exporter = mls::next_exporter(&staged, self.crypto, relay)?;
        Some(EpochSecrets::derive(&exporter, &live.epoch.veil))
    }

    /// Offers new keys of this device's leaf, for a steward to close with (rule R-12).
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn offer_keys(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let mut live = self.live(id)?;
        if live.role().is_steward() {
            return Ok(self.store.add_intent(id, &Intent::Roll)?);
        }
        if live.group.pending_commit().is_some() {
            self.leave_group(live);
            return Ok(());
        }
        let made = self.make_commit(&mut live, &Plan::default())?;
        let (mut steps, cell) = live.target().fit(Kind::Offer, &made.commit, self.rng)?;
        let (relay, epoch) = (&live.room.relay.id, &live.epoch);
        steps.push(crate::payload::append(relay, epoch.handle, &cell, &epoch.write_seed, 0));
        self.store.add_errand(&Errand { room: *id, purpose: Purpose::Offer, steps })?;
        Ok(())
    }
}
