//! The rooms that this device lists in a community. Who comes in later cannot read what was said before, so the
//! list is said again.

use sitr_community::Act;
use sitr_content::{Body, Content, MessageId, Own, Rooms};

use crate::body::{decode, encode};
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls::Moves;
use crate::state::{Delivery, Manner, Message, RoomNote};
use crate::store::Store;

fn content(rooms: Rooms) -> Content {
    Content::new([0; 16], 0, Body::Own(String::new(), rooms.into()))
}

impl<S: Store> Core<'_, S> {
    /// The rooms that this device lists in a community.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn listing(&self, id: &RoomId) -> Result<Rooms, CoreError> {
        let kept = self.store.note(id, RoomNote::Listing)?;
        Ok(kept.and_then(|bytes| decode(&bytes)).unwrap_or_default())
    }

    /// Lists these rooms and no others; says it again whenever somebody new has come in.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role does not allow it; otherwise as for [`Self::say`].
    pub fn list_rooms(&mut self, id: &RoomId, rooms: Rooms) -> Result<MessageId, CoreError> {
        let kept = encode(&rooms);
        let said = self.say(id, content(rooms))?;
        self.store.put_note(id, RoomNote::Listing, Some(&kept))?;
        Ok(said)
    }

    /// Says the list again, once for all whom a commit let in, unless it waits to be said.
    pub(super) fn list_again(&mut self, live: &Live, moves: &Moves) -> Result<(), CoreError> {
        if moves.came.is_empty() || !live.role().may(Act::Moderate) {
            return Ok(());
        }
        let rooms = self.listing(&live.room.id)?;
        if rooms.rooms.is_empty() {
            return Ok(());
        }
        let waits = |message: &Message| {
            message.delivery == Delivery::Queued
                && sitr_content::decode(&message.content)
                    .is_ok_and(|content| matches!(content.body, Body::Own(_, Own::Rooms(_))))
        };
        if self.store.outbox(&live.room.id)?.iter().any(waits) {
            return Ok(());
        }
        self.queue(&live.room, content(rooms), Manner::Room).map(|_| ())
    }
}
