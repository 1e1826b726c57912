//! The guidelines: who may sets them, and every member accepts them in its own leaf (rule A-22).

use sitr_community::Accepted;
use sitr_content::{Body, Content, Digest, Guidelines, Own};

use crate::core::Core;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls;
use crate::state::{Bytes32, Intent, Manner, Room, RoomNote, Setting};
use crate::store::Store;

/// Bytes of encoded guidelines: they stand on every card of the room.
pub const GUIDELINES_MAX_BYTES: usize = 12 * 1024;

impl<S: Store> Core<'_, S> {
    /// The present guidelines, if this device has their text.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn guidelines(&self, id: &RoomId) -> Result<Option<Guidelines>, CoreError> {
        let live = self.live(id)?;
        let present = live.policy.settings.guidelines;
        let known = self.store.note(id, RoomNote::Guidelines)?;
        let known = known.and_then(|bytes| crate::body::decode::<Guidelines>(&bytes));
        Ok(known.filter(|known| Some(known.hash().0) == present))
    }

    /// Whether this member's leaf accepts the present guidelines, or there are none.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn has_accepted(&self, id: &RoomId) -> Result<bool, CoreError> {
        let live = self.live(id)?;
        let mine = mls::accepted_in(&live.group, &live.room.me.persona());
        let present = live.policy.settings.guidelines;
        Ok(present.is_none() || mine.map(|accepted| accepted.0) == present)
    }

    /// Sets the guidelines and says them to everybody. Who sets them keeps them; everybody else reads only
    /// until they have accepted them. Cards that show others are taken back.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where this device's own role does not allow it, or the room asks for a vote;
    /// [`CoreError::TooLong`] beyond [`GUIDELINES_MAX_BYTES`].
    pub fn set_guidelines(&mut self, id: &RoomId, text: Guidelines) -> Result<(), CoreError> {
        let mut live = self.steward(id)?;
        let bytes = crate::body::encode(&text);
        if bytes.len() > GUIDELINES_MAX_BYTES {
            return Err(CoreError::TooLong);
        }
        let hash = Bytes32(text.hash().0);
        let content = Content::new([0; 16], self.now_ms, Body::Own(String::new(), text.into()));
        content.check().map_err(CoreError::Content)?;
        self.set(id, &Setting::Guidelines(Some(hash)))?;
        live.room.accepts = Some(hash);
        self.store.put_room(&live.room)?;
        self.store.put_note(id, RoomNote::Guidelines, Some(&bytes))?;
        self.queue(&live.room, content, Manner::Room)?;
        for invite in self.store.invites(id)?.into_iter().filter(|invite| !invite.revoked) {
            self.revoke_invite(id, &invite.keys.id())?;
        }
        Ok(())
    }

    /// Keeps these guidelines, which must be the present ones: the leaf says so with the next keys.
    ///
    /// # Errors
    /// [`CoreError::NotTheGuidelines`] for any others.
    pub fn accept_guidelines(&mut self, id: &RoomId, hash: &Digest) -> Result<(), CoreError> {
        let mut live = self.live(id)?;
        if live.policy.settings.guidelines != Some(hash.0) {
            return Err(CoreError::NotTheGuidelines);
        }
        live.room.accepts = Some(Bytes32(hash.0));
        self.store.put_room(&live.room)?;
        self.accept_if_due(&live.room)
    }

    /// Brings into the leaf what this member accepts, until it stands there: an offer is good for one epoch
    /// only, and somebody else's commit may be first.
    pub(super) fn accept_if_due(&mut self, room: &Room) -> Result<(), CoreError> {
        if room.accepts.is_none() {
            return Ok(());
        }
        let live = self.live(&room.id)?;
        let wanted = mls::accepted_by(room);
        let present = live.policy.settings.guidelines.map(Accepted);
        let stands = mls::accepted_in(&live.group, &room.me.persona()) == wanted;
        if stands || wanted != present || live.group.pending_commit().is_some() {
            return Ok(());
        }
        let rolls = self.store.intents(&room.id)?.iter().any(|(_, it)| *it == Intent::Roll);
        if rolls { Ok(()) } else { self.offer_keys(&room.id) }
    }

    /// Keeps the text of guidelines that an admin said.
    pub(super) fn note_guidelines(
        &self,
        room: &RoomId,
        content: &Content,
    ) -> Result<(), CoreError> {
        let Body::Own(_, Own::Guidelines(text)) = &content.body else { return Ok(()) };
        let bytes = crate::body::encode(text);
        Ok(self.store.put_note(room, RoomNote::Guidelines, Some(&bytes))?)
    }
}
