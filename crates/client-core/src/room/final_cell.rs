//! The end of an epoch: what every member checks alike, and what one member alone can fail at.
//!
//! In the order of the final cells, the first commit that passes the common checks wins (rule R-06).
//! Those read only what every member has, who is taken out by the commit and who cannot decrypt its path
//! too: so all find the same. Who fails at anything else is stuck and never takes a later one.

use openmls::group::StageCommitError;
use openmls::prelude::{
    LeafNodeIndex, ProcessMessageError, ProcessedMessageContent, ProtocolMessage, Sender,
    StagedCommit,
};
use openmls_rust_crypto::RustCrypto;
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
    /// Whether it takes this device out and lets another of the same persona in.
    pub(crate) is_replaced: bool,
}

/// What every member finds alike in a commit.
pub(super) struct Common {
    /// The policy after it.
    policy: Policy,
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
        let common =
            common(live, self.crypto, &Persona(body.closer), &body.commit).ok_or(Dropped::Cell)?;
        if !boxes_fit(live, &body, &common.policy) {
            return Err(Dropped::Cell);
        }
        let message = protocol_message(&body.commit).ok_or(Dropped::Cell)?;
        let processed = match live.group.process_message(&self.provider(), message) {
            Ok(processed) => processed,
            Err(error) if is_alone(&error, &common)? => {
                let copied = StageCommitError::OwnCommitMismatch;
                if matches!(&error, ProcessMessageError::InvalidCommit(why) if *why == copied) {
                    self.alarm(&live.room.id, Alarm::Copied)?;
                }
                self.stuck(&mut live.room)?;
                return Ok(Outcome::Moved);
            }
            Err(_) => return Err(Dropped::Cell),
        };
        let staged = match processed.into_content() {
            ProcessedMessageContent::StagedCommitMessage(staged) => Some(staged),
            ProcessedMessageContent::OwnPendingCommit => None,
            _ => return Err(Dropped::Cell),
        };
        let accepted = self.accept(live, body, common.policy, staged)?;
        self.compare_seen(live, after, &accepted.body.seen, index)?;
        self.merge(live, after, accepted, index, hash)?;
        Ok(Outcome::Moved)
    }

    /// What follows for this device from a commit that passed every common check.
    fn accept(
        &mut self,
        live: &Live,
        body: Final,
        policy: Policy,
        staged: Option<Box<StagedCommit>>,
    ) -> Result<Accepted, CoreError> {
        let commit = match &staged {
            Some(staged) => staged,
            None => live.group.pending_commit().ok_or(CoreError::Bug("no commit is pending"))?,
        };
        if commit.self_removed() {
            let adds = mls::change_of(&live.group, commit, &live.room.id).adds;
            let is_replaced = adds.contains(&live.room.me.persona());
            return Ok(Accepted {
                body,
                policy,
                secrets: None,
                steward: None,
                staged,
                is_replaced,
            });
        }
        let relay = live.room.relay.id.as_bytes();
        let exporter = mls::next_exporter(commit, self.crypto, relay)
            .ok_or(CoreError::Bug("MLS did not export the next epoch's secret"))?;
        let secrets = EpochSecrets::derive(&exporter, &live.epoch.veil);
        let steward = self.dealt_secret(live, &body, &policy, &secrets)?;
        let secrets = Some(secrets);
        Ok(Accepted { body, policy, secrets, steward, staged, is_replaced: false })
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
    crypto: &RustCrypto,
    closer: &Persona,
    commit: &[u8],
) -> Option<Common> {
    let message = protocol_message(commit)?;
    if !matches!(message, ProtocolMessage::PublicMessage(_)) {
        return None;
    }
    let processed = live.group.public_group().process_message(crypto, message).ok()?;
    let Sender::Member(committer) = *processed.sender() else { return None };
    let ProcessedMessageContent::StagedCommitMessage(commit) = processed.into_content() else {
        return None;
    };
    let policy = permitted(live, closer, committer, &commit)?;
    Some(Common { policy, has_path: commit.update_path_leaf_node().is_some() })
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

/// The policy after a commit, if the commit is one that may be made.
fn permitted(
    live: &Live,
    closer: &Persona,
    committer: LeafNodeIndex,
    commit: &StagedCommit,
) -> Option<Policy> {
    let members = mls::leaves(&live.group);
    let author = members.iter().find(|(index, _)| *index == committer)?;
    let personas = members.iter().map(|(_, leaf)| leaf.persona).collect();
    let change: Change = mls::change_of(&live.group, commit, &live.room.id);
    let parent = Parent { policy: &live.policy, members: &personas };
    authorize(parent, closer, &author.1.persona, &change).ok()?;
    if !mls::keeps_identity(&live.group, committer, commit) {
        return None; // G-06
    }
    let policy = change.policy.unwrap_or_else(|| live.policy.clone());
    (mls::policy_of(commit.group_context().extensions())? == policy).then_some(policy)
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
