//! What stewards want: checked at once, carried out by the next commit, dropped with a word.

use sitr_community::Role;

use super::draft::{Draft, Use};
use crate::core::Core;
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls;
use crate::state::{Event, Intent, KnockState};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Wants a member to have a role.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where this device's own role does not allow it; [`CoreError::Unvouched`] where
    /// the room wants more members to vouch for a newcomer first.
    pub fn set_role(
        &mut self,
        id: &RoomId,
        member: &MemberId,
        role: Role,
    ) -> Result<(), CoreError> {
        if role != Role::Newcomer {
            self.check_vouches(id, member)?;
        }
        self.want(id, &Intent::role(*member, role))
    }

    /// Wants a member out.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where this device's own role does not allow it.
    pub fn remove(&mut self, id: &RoomId, member: &MemberId) -> Result<(), CoreError> {
        self.want(id, &Intent::Remove(*member))
    }

    pub(crate) fn want(&mut self, id: &RoomId, intent: &Intent) -> Result<(), CoreError> {
        let live = self.steward(id)?;
        if let Intent::Remove(member) | Intent::Role(member, _) = intent {
            mls::find(&live.group, member).ok_or(CoreError::NoMember)?;
        }
        if Draft::new(&live).add(self, &live, intent)? == Use::Taken {
            self.store.add_intent(id, intent)?;
        }
        Ok(())
    }

    /// Drops what a steward wanted who is none any more.
    pub(super) fn drop_intents(&mut self, id: &RoomId) -> Result<(), CoreError> {
        for (number, intent) in self.store.intents(id)? {
            self.store.delete_intent(number)?;
            self.not_admitted(id, &intent)?;
            if !matches!(intent, Intent::Roll | Intent::Offer(_) | Intent::Silent(_)) {
                self.event(id, &Event::Dropped(CoreError::NotSteward.to_string()))?;
            }
        }
        Ok(())
    }

    /// Somebody whose admission was dropped waits again, for another decision. No person decides about a further
    /// device: who asked for it begins anew (rule R-25).
    pub(super) fn not_admitted(&mut self, id: &RoomId, intent: &Intent) -> Result<(), CoreError> {
        let Intent::Admit(knock) = intent else { return Ok(()) };
        if let Some(mut knock) = self.store.knock(id, knock)?
            && knock.state == KnockState::Admitting
        {
            let is_further = knock.beside.is_some();
            knock.state = if is_further { KnockState::Refused } else { KnockState::Waiting };
            self.store.put_knock(id, &knock)?;
        }
        Ok(())
    }
}
