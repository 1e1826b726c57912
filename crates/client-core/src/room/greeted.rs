//! What a room's relay says of itself in its hello.

use minicbor::{Decode, Encode};

use crate::body::{decode, encode};
use crate::core::Core;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Alarm, Event, RoomNote};
use crate::store::Store;

/// What it said last, kept beside the room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Greeting {
    /// Which memory the relay has.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    lineage: Option<[u8; 16]>,
    /// The last day on which mailboxes open there, in days since 1970-01-01 UTC.
    #[n(1)]
    retires_on: Option<u32>,
}

impl<S: Store> Core<'_, S> {
    /// Takes what the room's relay announced, and tells people what is another than before: that it came
    /// back from a copy, or when it is given up (rule W-12). Of a room that is gone nothing is kept.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn greeted(
        &mut self,
        id: &RoomId,
        lineage: Option<[u8; 16]>,
        retires_on: Option<u32>,
    ) -> Result<(), CoreError> {
        let now = Greeting { lineage, retires_on };
        let known = self.store.note(id, RoomNote::Greeting)?;
        let before = known.and_then(|bytes| decode::<Greeting>(&bytes)).unwrap_or_default();
        if now == before || self.store.room(id)?.is_none() {
            return Ok(());
        }
        // W-12
        if before.lineage.is_some() && now.lineage != before.lineage {
            self.alarm(id, Alarm::RelayRestored)?;
        }
        if now.retires_on != before.retires_on {
            self.event(id, &Event::Retires(retires_on))?;
        }
        Ok(self.store.put_note(id, RoomNote::Greeting, Some(&encode(&now)))?)
    }
}
