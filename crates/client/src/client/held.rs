//! A pause before something is sent: it lies on this device until its time, and can be taken back without a
//! trace.

use std::time::Duration;

use minicbor::bytes::ByteVec;
use sitr_client_core::state::{Bytes32, Event};
use sitr_client_core::{Core, CoreError, RoomId, Store};
use sitr_client_store::rooms::RoomStore;
use sitr_content::Content;

use super::Client;
use crate::db::now_ms;
use crate::error::Error;

/// Under which name held messages are kept.
const HELD: &str = "held";

/// Room, time to send in milliseconds since 1970-01-01 UTC, content.
type Held = (Bytes32, u64, ByteVec);

impl Client {
    /// Says something after a pause. Until then nothing of it is in a room or on the wire, and
    /// [`Self::cancel`] takes it back.
    ///
    /// # Errors
    /// [`CoreError::Content`] for what nobody would take; [`CoreError::NoRoom`].
    pub async fn say_later(
        &self,
        id: &RoomId,
        content: Content,
        pause: Duration,
    ) -> Result<i64, Error> {
        let id = *id;
        let due = now_ms().saturating_add(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX));
        let number = self
            .db
            .core(move |_, store| {
                content.check().map_err(CoreError::Content)?;
                store.room(&id)?.ok_or(CoreError::NoRoom)?;
                let bytes = ByteVec::from(sitr_content::encode(&content));
                let held: Held = (Bytes32(id.0), due, bytes);
                let held = sitr_client_core::body::encode(&held);
                Ok(store.add_own_note(HELD, &held)?)
            })
            .await?;
        Ok(number)
    }

    /// Takes back what waits for its time. Tells whether it still did.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn cancel(&self, number: i64) -> Result<bool, Error> {
        self.db
            .core(move |_, store| {
                let held = store.own_notes(HELD)?.iter().any(|(seq, _)| *seq == number);
                if held {
                    store.delete_own_note(number)?;
                }
                Ok(held)
            })
            .await
    }
}

/// Says what was held and is due. Tells whether anything was.
pub(crate) fn release(
    core: &mut Core<'_, RoomStore<'_>>,
    store: &RoomStore<'_>,
    now_ms: u64,
) -> Result<bool, Error> {
    let mut any = false;
    for (number, bytes) in store.own_notes(HELD)? {
        let Some((room, due, content)) = sitr_client_core::body::decode::<Held>(&bytes) else {
            continue;
        };
        if due > now_ms {
            continue;
        }
        any = true;
        store.delete_own_note(number)?;
        let Ok(content) = sitr_content::decode(&content) else { continue };
        match core.say(&RoomId(room.0), content) {
            Ok(_) => {}
            Err(CoreError::Store(error)) => return Err(error.into()),
            Err(why) => store.add_event(&RoomId(room.0), &Event::Dropped(why.to_string()))?,
        }
    }
    Ok(any)
}
