//! The end of an epoch: what every member checks alike, and what one member alone can fail at.
//!
//! In the order of the final cells, the first commit that passes the common checks wins (rule R-06).
//! Only a common failure makes a final cell inert; who fails alone is stuck and never takes a later one.

use openmls::group::StageCommitError;
use openmls::prelude::{
    LeafNodeIndex, ProcessMessageError, ProcessedMessageContent, Sender, StagedCommit,
};
use openmls::treesync::errors::ApplyUpdatePathError;
use sitr_community::{Change, Parent, Persona, Policy, authorize};
use sitr_wire::CellHash;

use super::receive::{Dropped, protocol_message};
use crate::body::{Final, decode};
use crate::core::{Core, Live};
use crate::crypto::schedule::{self, EpochSecrets};
use crate::crypto::{Secret, hpke};
use crate::error::CoreError;
use crate::mls;
use crate::state::{Alarm, Cursor};
use crate::store::{Store, StoreError};

/// What a cell led to.
pub(crate) enum Outcome {
    /// The room is where it was.
    Stays,
    /// A body is needed that the cell only points to.
    Wants,
    /// The epoch ended here.
    Moved,
}

/// A commit that passed every common check.
pub(crate) struct Accepted {
    pub(crate) body: Final,
    pub(crate) policy: Policy,
    /// None where the commit takes this device out.
    pub(crate) secrets: Option<EpochSecrets>,
    /// The steward secret after it, where this device is a steward and holds it.
    pub(crate) steward: Option<Secret>,
    /// None if it is our own and lies pending in MLS.
    pub(crate) staged: Option<Box<StagedCommit>>,
}

impl<S: Store> Core<'_, S> {
    pub(crate) fn end_epoch(
        &mut self,
        live: &mut Live,
        after: &mut Cursor,
        body: &[u8],
        index: u64,
        hash: &CellHash,
    ) -> Result<Outcome, Dropped> {
        let body: Final = decode(body).ok_or(Dropped::Cell)?;
        if !body.is_signed(&live.room.id, &live.epoch.handle) {
            return Err(Dropped::Cell);
        }
        let message = protocol_message(&body.commit).ok_or(Dropped::Cell)?;
        if !matches!(message, openmls::prelude::ProtocolMessage::PublicMessage(_)) {
            return Err(Dropped::Cell);
        }
        let processed = match live.group.process_message(&self.provider(), message) {
            Ok(processed) => processed,
            Err(error) => return self.process_failed(live, &body, error),
        };
        let Sender::Member(committer) = processed.sender().clone() else {
            return Err(Dropped::Cell);
        };
        let staged = match processed.into_content() {
            ProcessedMessageContent::StagedCommitMessage(staged) => Some(staged),
            ProcessedMessageContent::OwnPendingCommit => None,
            _ => return Err(Dropped::Cell),
        };
        let accepted = self.judge(live, body, committer, staged)?;
        self.compare_seen(live, after, &accepted.body.seen, index)?;
        self.merge(live, after, accepted, index, hash)?;
        Ok(Outcome::Moved)
    }

    /// Tells a failure that all members share from one of our own (rule R-06).
    fn process_failed<E>(
        &mut self,
        live: &mut Live,
        body: &Final,
        error: ProcessMessageError<E>,
    ) -> Result<Outcome, Dropped> {
        use StageCommitError as Stage;
        let alone = match error {
            ProcessMessageError::StorageError(_) => {
                let error = StoreError::new("the MLS state cannot be written");
                return Err(Dropped::Core(CoreError::Store(error)));
            }
            ProcessMessageError::InvalidCommit(error) => matches!(
                error,
                Stage::ConfirmationTagMismatch
                    | Stage::OwnCommitMismatch
                    | Stage::MissingDecryptionKey
                    | Stage::OwnKeyNotFound
                    | Stage::UpdatePathError(
                        ApplyUpdatePathError::UnableToDecrypt
                            | ApplyUpdatePathError::PathMismatch
                            | ApplyUpdatePathError::MissingCiphertext
                            // What openmls says of an own key that is not there.
                            | ApplyUpdatePathError::MissingSender
                            | ApplyUpdatePathError::MissingOwnLeaf
                    )
            ),
            _ => false,
        };
        let steward = live.policy.role(&Persona(body.closer)).is_steward();
        if !alone || !steward {
            return Err(Dropped::Cell);
        }
        self.stuck(&mut live.room)?;
        Ok(Outcome::Moved)
    }

    /// The common checks on a commit that MLS holds for valid.
    fn judge(
        &mut self,
        live: &Live,
        body: Final,
        committer: LeafNodeIndex,
        staged: Option<Box<StagedCommit>>,
    ) -> Result<Accepted, Dropped> {
        let commit = match &staged {
            Some(staged) => staged,
            None => live.group.pending_commit().ok_or(Dropped::Cell)?,
        };
        let policy = permitted(live, &body, committer, commit).ok_or(Dropped::Cell)?;
        if commit.self_removed() {
            return Ok(Accepted { body, policy, secrets: None, steward: None, staged });
        }
        let relay = live.room.relay.id.as_bytes();
        let exporter = mls::next_exporter(commit, self.crypto, relay).ok_or(Dropped::Cell)?;
        let secrets = EpochSecrets::derive(&exporter, &live.epoch.veil);
        if !next_fits(live, &body, &secrets) {
            return Err(Dropped::Cell);
        }
        let steward = self.dealt_secret(live, &body, &policy, &secrets)?;
        Ok(Accepted { body, policy, secrets: Some(secrets), steward, staged })
    }

    /// The steward secret after the commit, if this device is to hold it (rule R-09).
    fn dealt_secret(
        &mut self,
        live: &Live,
        body: &Final,
        policy: &Policy,
        secrets: &EpochSecrets,
    ) -> Result<Option<Secret>, CoreError> {
        let me = live.room.me.persona();
        if !policy.role(&me).is_steward() {
            return Ok(None);
        }
        let dealt = body.boxes.iter().find(|sealed| sealed.persona == me.0);
        let secret = match dealt {
            Some(dealt) => hpke::open(
                hpke::Kem::X25519,
                &live.room.me.box_private,
                "steward",
                &live.room.relay.id,
                &live.epoch.handle,
                &dealt.sealed,
            )
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Secret::new),
            None => live.room.steward.clone(),
        };
        let holds = secret.filter(|secret| {
            schedule::steward_hash(secret) == policy.steward_hash
                && secrets.close_seed(secret).public() == body.next.close_key
        });
        if holds.is_none() {
            self.alarm(&live.room.id, Alarm::NoStewardSecret)?;
        }
        Ok(holds)
    }
}

/// The policy after a commit, if the commit is one that may be made.
fn permitted(
    live: &Live,
    body: &Final,
    committer: LeafNodeIndex,
    commit: &StagedCommit,
) -> Option<Policy> {
    let members = mls::leaves(&live.group);
    let author = members.iter().find(|(index, _)| *index == committer)?;
    let personas = members.iter().map(|(_, leaf)| leaf.persona).collect();
    let change: Change = mls::change_of(&live.group, commit, &live.room.id);
    let parent = Parent { policy: &live.policy, members: &personas };
    authorize(parent, &Persona(body.closer), &author.1.persona, &change).ok()?;
    if !mls::keeps_identity(&live.group, committer, commit) {
        return None; // G-06
    }
    let policy = change.policy.unwrap_or_else(|| live.policy.clone());
    let agreed = mls::policy_of(commit.group_context().extensions())? == policy;
    (agreed && boxes_fit(live, body, &policy)).then_some(policy)
}

/// One box for every steward that remains where the secret changes, else none (rule R-09).
fn boxes_fit(live: &Live, body: &Final, policy: &Policy) -> bool {
    if policy.steward_hash == live.policy.steward_hash {
        return body.boxes.is_empty();
    }
    let boxed: Vec<_> = body.boxes.iter().map(|sealed| Persona(sealed.persona)).collect();
    let stewards: Vec<_> = policy.stewards().copied().collect();
    boxed == stewards // in the order of the policy
}

/// Whether the next mailbox is the one that every member derives (rule R-04).
fn next_fits(live: &Live, body: &Final, secrets: &EpochSecrets) -> bool {
    let (next, now) = (&body.next, &live.epoch.mailbox);
    next.address_hash == secrets.address.hash()
        && next.write_key == secrets.write_seed.public()
        && next.burn_key.is_none()
        && next.cell_size == now.cell_size
        && (next.capacity, next.life, next.keep) == (now.capacity, now.life, now.keep)
        && next.append_cost == now.append_cost
}
