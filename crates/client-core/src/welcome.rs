//! Welcoming: what the steward whose commit won sends to those whom it let in.

use sitr_community::Persona;
use sitr_wire::{CellSize, Keep, Life};
use tls_codec::Serialize as _;

use crate::body::{Answer, Tree, WelcomeBundle};
use crate::core::{Core, Live};
use crate::crypto::Secret;
use crate::crypto::cell::{Kind, body_max};
use crate::error::CoreError;
use crate::mls;
use crate::payload::Target;
use crate::state::{Errand, Intent, Knock, KnockState, PendingCommit, Purpose};
use crate::store::Store;

/// Bytes of an answer beside Welcome and tree: secrets, mailbox, signatures, lengths.
const ANSWER_BYTES: usize = 1024;
/// How long a shared tree can be fetched: as long as the answers that point to it.
const TREE_LIFE: Life = Life::Days30;

impl<S: Store> Core<'_, S> {
    /// Answers those whom an own commit let in: a Welcome for each, and the tree once (rule J-11).
    pub(crate) fn welcome_all(
        &mut self,
        live: &Live,
        pending: &PendingCommit,
        previous_veil: &Secret,
    ) -> Result<(), CoreError> {
        let mut knocks = Vec::new();
        for intent in &pending.intents {
            if let Intent::Admit(id) = intent {
                knocks.extend(self.store.knock(&live.room.id, id)?);
            }
        }
        if knocks.is_empty() {
            return Ok(());
        }
        let split = mls::split(&pending.welcome)
            .ok_or(CoreError::Bug("the Welcome does not come apart"))?;
        let mut welcomes = Vec::with_capacity(knocks.len());
        for knock in &knocks {
            let own = split.of_package(self.crypto, &knock.key_package); // J-11
            welcomes.push(own.ok_or(CoreError::Bug("the Welcome lacks a newcomer"))?);
        }
        let longest = welcomes.iter().map(Vec::len).max().unwrap_or_default();
        let tree = self.tree(live, longest)?;
        let mut has_steward = false;
        for (mut knock, welcome) in knocks.into_iter().zip(welcomes) {
            let bundle = bundle(live, &knock, welcome, tree.clone(), previous_veil);
            has_steward |= bundle.steward.is_some();
            knock.state = KnockState::Admitted;
            self.store.put_knock(&live.room.id, &knock)?;
            self.answer(&live.room, &knock, &Answer::Welcome(Box::new(bundle)))?;
        }
        if has_steward {
            let open = self.store.invites(&live.room.id)?.into_iter().filter(|one| !one.revoked);
            for invite in open {
                self.share_invite(live, invite)?;
            }
        }
        Ok(())
    }

    /// The tree for answers with Welcomes of this length: in each of them, where all of it fits into one cell,
    /// or once for all.
    fn tree(&mut self, live: &Live, welcome: usize) -> Result<Tree, CoreError> {
        let tree = live
            .group
            .export_ratchet_tree()
            .tls_serialize_detached()
            .map_err(|_| CoreError::Bug("the tree does not encode"))?;
        if welcome + tree.len() + ANSWER_BYTES <= body_max(CellSize::K16) {
            return Ok(Tree::Here(tree));
        }
        let target = Target { life: TREE_LIFE, keep: Keep::Days7, ..live.target() };
        let (steps, pointer) = target.spill(Kind::Reply, &tree, self.rng)?;
        self.store.add_errand(&Errand { room: live.room.id, purpose: Purpose::Tree, steps })?;
        Ok(Tree::Shared(Box::new(pointer)))
    }
}

fn bundle(
    live: &Live,
    knock: &Knock,
    welcome: Vec<u8>,
    tree: Tree,
    previous_veil: &Secret,
) -> WelcomeBundle {
    let is_steward = live.policy.role(&Persona(knock.persona)).is_steward();
    WelcomeBundle {
        welcome,
        tree,
        previous_veil: previous_veil.clone(),
        previous_end: live.epoch.previous_end,
        mailbox: live.epoch.mailbox.clone(),
        steward: is_steward.then(|| live.room.steward.clone()).flatten(),
    }
}
