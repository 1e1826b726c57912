//! The end of an epoch: what every member checks alike, and what one member alone can fail at.
//!
//! In the order of the final cells, the first commit that passes the common checks wins (rule R-06).
//! Those read only what every member has, who is taken out by the commit and who cannot decrypt its path
//! too: so all find the same. Who fails at anything else is stuck and never takes a later one.

use openmls::group::StageCommitError;
use openmls::prelude::{
    LeafNodeIndex, ProcessMessageError, ProcessedMessage, ProcessedMessageContent, ProtocolMessage,
    Sender, StagedCommit,
};
use sitr_community::{Parent, Persona, Policy, authorize};
use sitr_wire::CellHash;

use super::draft::ballots;
use super::receive::{Dropped, protocol_message};
use crate::body::{Final, decode};
use crate::core::{Core, Live};
use crate::crypto::provider::Crypto;
use crate::crypto::schedule::{self, EpochSecrets};
use crate::crypto::{Secret, hpke};
use crate::error::CoreError;
use crate::mls::{self, Moves};
use crate::state::{Alarm, Cursor};
use crate::store::{Store, StoreError};

/// What a cell led to.
pub(crate) enum Outcome {
    /// The room is where it was.
    Stays,
    /// A body is needed that the cell only points to.
    Wants,
    /// The body that the cell points to is not to be had, and others may have it.
    Missing,
    /// The epoch ended here.
    Moved,
}

/// A commit that passed every common check.
pub(crate) struct Accepted {
    pub(crate) body: Final,
    pub(crate) moves: Moves,
    pub(crate) policy: Policy,
    /// None where the commit takes this device out.
    pub(crate) secrets: Option<EpochSecrets>,
    /// The steward secret after it, where this device is a steward and holds it.
    pub(crate) steward: Option<Secret>,
    /// None if it is our own and lies pending in MLS.
    pub(crate) staged: Option<Box<StagedCommit>>,
    /// Whether it takes this device out and lets another of the same persona in.
    pub(crate) is_replaced: bool,
}

/// What every member finds alike in a commit.
pub(super) struct Common {
    /// The policy after it.
    policy: Policy,
    moves: Moves,
    /// Whether each member decrypts a part of it that is its own alone.
    has_path: bool,
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
        let closer = Persona(body.closer);
        let message = public_message(&body.commit).ok_or(Dropped::Cell)?;
        // The whole of MLS accepts nothing that its public half refuses: to whom it gives a commit, the common
        // checks need not be made twice. Who fails asks the public half what the others find.
        let (common, staged) = match live.group.process_message(&self.provider(), message) {
            Ok(processed) => whole(live, &closer, processed).ok_or(Dropped::Cell)?,
            Err(error) => {
                let common =
                    common(live, self.crypto, &closer, &body.commit).ok_or(Dropped::Cell)?;
                if !boxes_fit(live, &body, &common.policy) || !is_alone(&error, &common)? {
                    return Err(Dropped::Cell);
                }
                let copied = StageCommitError::OwnCommitMismatch;
                if matches!(&error, ProcessMessageError::InvalidCommit(why) if *why == copied) {
                    self.alarm(&live.room.id, Alarm::Copied)?;
                }
                self.stuck(&mut live.room)?;
                return Ok(Outcome::Moved);
            }
        };
        if !boxes_fit(live, &body, &common.policy) {
            return Err(Dropped::Cell);
        }
        let accepted = self.accept(live, body, common, staged)?;
        self.compare_seen(live, after, &accepted.body.seen, index)?;
        self.merge(live, after, accepted, index, hash)?;
        Ok(Outcome::Moved)
    }

    /// What follows for this device from a commit that passed every common check.
    fn accept(
        &mut self,
        live: &Live,
        body: Final,
        common: Common,
        staged: Option<Box<StagedCommit>>,
    ) -> Result<Accepted, CoreError> {
        let Common { policy, moves, .. } = common;
        let commit = match &staged {
            Some(staged) => staged,
            None => live.group.pending_commit().ok_or(CoreError::Bug("no commit is pending"))?,
        };
        if commit.self_removed() {
            let me = live.room.me.persona();
            let is_replaced = moves.change.adds.iter().any(|seat| seat.persona == me);
            return Ok(Accepted {
                body,
                moves,
                policy,
                secrets: None,
                steward: None,
                staged,
                is_replaced,
            });
        }
        // K-01: of the relay at which the next epoch is.
        let exporter = mls::next_exporter(commit, self.crypto, &policy.relay)
            .ok_or(CoreError::Bug("MLS did not export the next epoch's secret"))?;
        let secrets = EpochSecrets::derive(&exporter, &live.epoch.veil);
        let steward = self.dealt_secret(live, &body, &policy, &secrets)?;
        let secrets = Some(secrets);
        Ok(Accepted { body, moves, policy, secrets, steward, staged, is_replaced: false })
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
                && secrets.close_seed(secret).public() == body.close_key
        });
        if holds.is_none() {
            self.alarm(&live.room.id, Alarm::NoStewardSecret)?;
        }
        Ok(holds)
    }
}

/// The common checks on a commit. They read the public half of the group and nothing of this device's own
/// (rule R-06).
pub(super) fn common(
    live: &Live,
    crypto: &Crypto,
    closer: &Persona,
    commit: &[u8],
) -> Option<Common> {
    let message = public_message(commit)?;
    let processed = live.group.public_group().process_message(crypto, message).ok()?;
    let Sender::Member(committer) = *processed.sender() else { return None };
    let ProcessedMessageContent::StagedCommitMessage(commit) = processed.into_content() else {
        return None;
    };
    permitted(live, closer, committer, &commit)
}

fn public_message(commit: &[u8]) -> Option<ProtocolMessage> {
    protocol_message(commit).filter(|one| matches!(one, ProtocolMessage::PublicMessage(_)))
}

/// The common checks on a commit that the whole of MLS has accepted, and the commit, unless it is our own and
/// lies pending.
fn whole(
    live: &Live,
    closer: &Persona,
    processed: ProcessedMessage,
) -> Option<(Common, Option<Box<StagedCommit>>)> {
    let Sender::Member(committer) = *processed.sender() else { return None };
    let staged = match processed.into_content() {
        ProcessedMessageContent::StagedCommitMessage(staged) => Some(staged),
        ProcessedMessageContent::OwnPendingCommit => None,
        _ => return None,
    };
    let commit = match &staged {
        Some(staged) => staged,
        None => live.group.pending_commit()?,
    };
    Some((permitted(live, closer, committer, commit)?, staged))
}

/// Tells what this device alone fails at, once the common checks are passed, from what all members fail at
/// (rule R-06): the framing, and the confirmation tag where there is no path, for then all compute it from
/// the same.
fn is_alone<E>(error: &ProcessMessageError<E>, common: &Common) -> Result<bool, CoreError> {
    match error {
        ProcessMessageError::StorageError(_) => {
            Err(CoreError::Store(StoreError::new("the MLS state cannot be written")))
        }
        ProcessMessageError::InvalidCommit(StageCommitError::ConfirmationTagMismatch) => {
            Ok(common.has_path)
        }
        ProcessMessageError::InvalidCommit(_) => Ok(true),
        _ => Ok(false),
    }
}

/// What a commit leads to, if it is one that may be made.
fn permitted(
    live: &Live,
    closer: &Persona,
    committer: LeafNodeIndex,
    commit: &StagedCommit,
) -> Option<Common> {
    let author = mls::leaf_at(&live.group, committer)?;
    let devices = mls::seats(&live.group);
    let moves = mls::moves_of(&live.group, committer, commit, &live.room.id);
    let ballots = ballots(live, moves.change.policy.as_ref());
    let parent = Parent { policy: &live.policy, devices: &devices, ballots: &ballots };
    authorize(parent, closer, &author.persona, &moves.change).ok()?;
    if !mls::keeps_identity(&live.group, committer, commit) {
        return None; // G-06
    }
    let policy = moves.change.policy.clone().unwrap_or_else(|| live.policy.clone());
    let agrees = mls::policy_of(commit.group_context().extensions())? == policy;
    let has_path = commit.update_path_leaf_node().is_some();
    agrees.then_some(Common { policy, moves, has_path })
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
