//! What a device keeps at most. What is over goes in the transaction in which it is over, or in the next
//! that looks: secrets of invites first.

use crate::core::Core;
use crate::error::CoreError;
use crate::ids::{InviteId, RoomId};
use crate::knock::is_open;
use crate::state::{Invite, Knock, Purpose, Room};
use crate::store::Store;

/// Knocks of a room that wait for somebody's decision. Further ones stay at the relay until these are answered.
pub const KNOCKS_OPEN_MAX: usize = 1000;
/// Answered knocks of a room that are kept, the newest.
pub const KNOCKS_KEPT: usize = 200;
/// Invites that are over and whose ids a room remembers, the newest.
pub const INVITES_REMEMBERED: u32 = 500;

impl<S: Store> Core<'_, S> {
    /// Forgets answered knocks beyond [`KNOCKS_KEPT`], of all that there are, oldest first.
    pub(crate) fn prune_knocks(&mut self, id: &RoomId, all: &[Knock]) -> Result<(), CoreError> {
        let answered: Vec<_> = all.iter().filter(|knock| !is_open(knock)).collect();
        for knock in answered.iter().take(answered.len().saturating_sub(KNOCKS_KEPT)) {
            self.store.delete_knock(id, &knock.id)?;
        }
        Ok(())
    }

    /// Forgets invites that are over, with their secrets: revoked, expired or used up, and nothing that
    /// came by them is left to be answered, made or burned.
    pub(super) fn end_invites(&mut self, room: &Room) -> Result<(), CoreError> {
        let now = self.now_ms / 1000;
        let over = |invite: &Invite| {
            let is_used_up = invite.read >= u64::from(invite.keys.uses);
            invite.revoked || is_used_up || invite.keys.is_over(now)
        };
        let ended: Vec<_> = self.store.invites(&room.id)?.into_iter().filter(over).collect();
        if ended.is_empty() {
            return Ok(());
        }
        let knocks = self.store.knocks(&room.id)?;
        let errands = self.store.waiting_errands(&room.id)?;
        for invite in ended {
            let id = invite.keys.id();
            let waits = knocks.iter().any(|knock| knock.invite == id && is_open(knock))
                || errands.iter().any(|errand| {
                    matches!(&errand.purpose, Purpose::Invite(of) | Purpose::Revoke(of) if *of == id)
                });
            if !waits {
                self.end_invite(&room.id, &id)?;
            }
        }
        Ok(())
    }

    /// Forgets an invite, and remembers that it is over.
    pub(crate) fn end_invite(&mut self, room: &RoomId, id: &InviteId) -> Result<(), CoreError> {
        self.store.delete_invite(room, id)?;
        Ok(self.store.note_ended_invite(room, id, INVITES_REMEMBERED)?)
    }
}
