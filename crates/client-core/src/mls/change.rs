//! What a commit does, read from its proposals.

use std::collections::BTreeSet;

use openmls::prelude::{
    LeafNodeIndex, MlsGroup, Proposal, ProposalOrRefType, QueuedProposal, StagedCommit,
};
use sitr_community::{Change, Persona, Stance};

use super::{Leaf, Roster, encryption_key, leaf_at, policy_of, stance, verify_package};
use crate::ids::RoomId;

/// What a commit would change: what is decided upon, and whose leaves come, go, and get another key.
#[derive(Default)]
pub(crate) struct Moves {
    pub(crate) change: Change,
    pub(crate) came: Vec<Leaf>,
    pub(crate) gone: Vec<Leaf>,
    /// The committer with the key and the stance of its new leaf, if the commit has a path.
    pub(crate) renewed: Option<Leaf>,
    /// What that leaf said before.
    pub(crate) renewed_from: Stance,
    /// Whose first device comes in with it.
    newcomers: BTreeSet<Persona>,
}

impl Moves {
    /// Whether a persona comes in that had no device there.
    pub(crate) fn entered(&self, persona: &Persona) -> bool {
        self.newcomers.contains(persona)
    }
}

/// Reads what a commit would change (rules A-01, G-05): by-value adds, removes and one policy, and
/// nothing else. It costs what changes, not what the group holds.
pub(crate) fn moves_of(
    group: &MlsGroup,
    committer: LeafNodeIndex,
    staged: &StagedCommit,
    room: &RoomId,
) -> Moves {
    let mut moves = Moves::default();
    let roster = match staged.add_proposals().next() {
        Some(_) => Roster::of(group),
        None => Roster::default(),
    };
    for queued in staged.queued_proposals() {
        if let Err(what) = read_proposal(group, &roster, room, queued, &mut moves) {
            moves.change.unknown = Some(what);
        }
    }
    let was_in = |leaf: &Leaf| roster.of_persona(&leaf.persona).next().is_some();
    let newcomers = moves.came.iter().filter(|leaf| !was_in(leaf)).map(|leaf| leaf.persona);
    moves.newcomers = newcomers.collect();
    moves.renewed = renewed(group, committer, staged);
    let before = group.public_group().leaf(committer).filter(|_| moves.renewed.is_some());
    moves.renewed_from = before.map(stance).unwrap_or_default();
    moves
}

fn renewed(group: &MlsGroup, committer: LeafNodeIndex, staged: &StagedCommit) -> Option<Leaf> {
    let new = staged.update_path_leaf_node()?;
    let key = encryption_key(new)?.try_into().ok()?;
    Some(Leaf { key, stance: stance(new), ..leaf_at(group, committer)? })
}

fn read_proposal(
    group: &MlsGroup,
    roster: &Roster,
    room: &RoomId,
    queued: &QueuedProposal,
    moves: &mut Moves,
) -> Result<(), &'static str> {
    let change = &mut moves.change;
    if queued.proposal_or_ref_type() != ProposalOrRefType::Proposal {
        return Err("a proposal by reference"); // G-05
    }
    match queued.proposal() {
        Proposal::Add(add) => {
            let leaf = verify_package(add.key_package(), room).ok_or("a strange key package")?;
            if !roster.is_newer(&leaf) {
                return Err("an old key package");
            }
            change.adds.push(leaf.seat());
            moves.came.push(leaf);
        }
        Proposal::Remove(remove) => {
            let leaf = leaf_at(group, remove.removed()).ok_or("a removal of nobody")?;
            change.removes.push(leaf.seat());
            moves.gone.push(leaf);
        }
        Proposal::GroupContextExtensions(extensions) => {
            let policy = policy_of(extensions.extensions()).ok_or("a strange policy")?;
            if change.policy.replace(policy).is_some() {
                return Err("two policies");
            }
        }
        _ => return Err("a proposal of another kind"), // G-05
    }
    Ok(())
}
