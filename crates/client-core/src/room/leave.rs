//! Leaving: a request that a steward commits.

use openmls::prelude::GroupId;
use sitr_community::Role;
use sitr_content::{Body, Content};

use crate::core::Core;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls;
use crate::state::{Cursor, Epoch, Manner, Message, Past, Room, Standing};
use crate::store::{Store, StoreError};

impl<S: Store> Core<'_, S> {
    /// Asks to be taken out. This device speaks no more; once the request is at the relay its keys are
    /// gone; once a steward has committed, it has left. Who does not follow a room that has moved is out at once.
    ///
    /// # Errors
    /// [`CoreError::LastAdmin`] while others would be left without an admin.
    pub fn leave(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let mut room = self.room(id)?;
        if room.standing == Standing::Moving {
            return self.leave_behind(&mut room);
        }
        let mut live = self.live(id)?;
        let members = mls::personas(&live.group);
        let me = live.room.me.persona();
        if members.len() == 1 {
            self.forget_keys(&mut live.room)?;
            live.room.past = None;
            self.fail_outbox(id)?;
            return self.stand(&mut live.room, Standing::Left);
        }
        let is_admin = |persona| live.policy.role(persona) == Role::Admin;
        let others = members.iter().filter(|persona| **persona != me);
        if is_admin(&me) && !others.into_iter().any(is_admin) {
            return Err(CoreError::LastAdmin);
        }
        if live.room.standing == Standing::Leaving {
            return Ok(());
        }
        self.queue(&live.room, Content::new([0; 16], 0, Body::Leave), Manner::Room)?;
        self.stand(&mut live.room, Standing::Leaving)
    }

    /// Called when an own message became durable: what it takes back is gone, and if it was the request to
    /// leave, the keys go.
    pub(crate) fn after_sent(&mut self, id: &RoomId, message: &Message) -> Result<(), CoreError> {
        let Ok(content) = sitr_content::decode(&message.content) else { return Ok(()) };
        self.after_said(id, &content)?;
        let mut room = self.room(id)?;
        if message.manner == Manner::Room {
            self.note_said(&room, &message.from, &content)?;
        }
        if room.standing != Standing::Leaving || content.body != Body::Leave {
            return Ok(());
        }
        room.past =
            room.epoch.as_ref().map(|epoch| self.until_its_end(epoch, room.cursor.as_ref()));
        self.forget_keys(&mut room)?;
        self.fail_outbox(id)?;
        Ok(self.store.put_room(&room)?)
    }

    /// What is left of an epoch to who asked to be let go in it: the right to see it end.
    fn until_its_end(&self, epoch: &Epoch, cursor: Option<&Cursor>) -> Past {
        Past {
            handle: epoch.handle,
            address: epoch.address.clone(),
            seal: crate::crypto::Secret::new([0; 32]),
            won_at: cursor.map_or(0, |cursor| cursor.chain.count().saturating_sub(1)),
            stewards: Vec::new(),
            day: self.today(),
            close_key: epoch.mailbox.close_key,
            latest: cursor.and_then(|cursor| cursor.inert),
            is_doubtful: false,
        }
    }

    /// The mailbox in which this device asked to be let go is gone: the epoch has ended, or the room with it.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn past_gone(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let room = self.room(id)?;
        if room.standing == Standing::Leaving && room.epoch.is_none() {
            self.left(room)
        } else {
            Ok(())
        }
    }

    pub(super) fn left(&mut self, mut room: Room) -> Result<(), CoreError> {
        room.past = None;
        self.stand(&mut room, Standing::Left)
    }

    /// Deletes everything that could read or speak.
    pub(crate) fn forget_keys(&mut self, room: &mut Room) -> Result<(), CoreError> {
        let group_id = GroupId::from_slice(&room.id.0);
        if let Ok(mut group) = self.load_group(&room.id) {
            debug_assert_eq!(group.group_id(), &group_id);
            group.delete(self.store.mls()).map_err(|_| {
                CoreError::Store(StoreError::new("the MLS state cannot be deleted"))
            })?;
        }
        room.epoch = None;
        room.cursor = None;
        room.steward = None;
        self.epoch_over(&room.id)?;
        for (number, _) in self.store.intents(&room.id)? {
            self.store.delete_intent(number)?;
        }
        for invite in self.store.invites(&room.id)? {
            self.store.delete_invite(&room.id, &invite.keys.id())?;
        }
        for leaf in self.store.leaves_seen(&room.id, u32::MAX)? {
            self.store.delete_leaf_seen(&room.id, &leaf.device)?;
        }
        Ok(())
    }
}
