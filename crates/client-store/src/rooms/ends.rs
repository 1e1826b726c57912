//! Messages that end: by their author's wish, or by the room's.

use rusqlite::Params;
use sitr_client_core::RoomId;
use sitr_client_core::state::Event;
use sitr_content::{Expires, MessageId};

use super::RoomStore;
use super::row::{Result, bytes, signed};

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

impl RoomStore<'_> {
    pub(super) fn write_end(&self, room: &RoomId, id: &MessageId, ends: Expires) -> Result<()> {
        let (at, life) = match ends {
            Expires::At(seconds) => (Some(signed(u64::from(seconds) * 1000)), None),
            Expires::AfterReading(seconds) => (None, Some(signed(u64::from(seconds) * 1000))),
        };
        let text = "UPDATE message SET ends_ms = ?3, life_ms = ?4 WHERE room = ?1 AND id = ?2";
        self.run(text, (room.0, id.0, at, life)).map(|_| ())
    }

    /// The person has seen a room's messages up to this place: those that end some time after that begin
    /// to count.
    ///
    /// # Errors
    /// If the storage fails; so all methods here.
    pub fn saw(&self, room: &RoomId, seq: i64, now_ms: u64) -> Result<()> {
        self.run(
            "UPDATE message SET ends_ms = ?3 + life_ms
             WHERE room = ?1 AND seq <= ?2 AND life_ms IS NOT NULL AND ends_ms IS NULL",
            (room.0, seq, signed(now_ms)),
        )
        .map(|_| ())
    }

    /// Forgets what has ended by now, whether or not a relay is there. What is still to be sent stays.
    ///
    /// # Errors
    /// See [`Self::saw`].
    pub fn forget_ended(&self, now_ms: u64) -> Result<Vec<(RoomId, MessageId)>> {
        let gone = self.forgotten(
            "DELETE FROM message WHERE ends_ms <= ?1 AND delivery <> 0 AND delivery <> 1
             RETURNING room, id",
            [signed(now_ms)],
        )?;
        self.tell_ended(gone)
    }

    /// Forgets what is older than its room keeps, likewise. It looks at the time of every message of such a room, and a
    /// room keeps by days: once a minute is often enough.
    ///
    /// # Errors
    /// See [`Self::saw`].
    pub fn forget_old(&self, now_ms: u64) -> Result<Vec<(RoomId, MessageId)>> {
        let mut gone = Vec::new();
        for room in sitr_client_core::Store::rooms(self)? {
            let Some(days) = room.retention_days.filter(|days| *days > 0) else { continue };
            let until = now_ms.saturating_sub(u64::from(days) * DAY_MS);
            gone.extend(self.forgotten(
                "DELETE FROM message INDEXED BY message_by_room
                 WHERE room = ?1 AND at_ms < ?2 AND delivery <> 0 AND delivery <> 1
                 RETURNING room, id",
                (room.id.0, signed(until)),
            )?);
        }
        self.tell_ended(gone)
    }

    fn forgotten(&self, text: &str, params: impl Params) -> Result<Vec<(RoomId, MessageId)>> {
        self.all(text, params, |row| Ok((RoomId(bytes(row, 0)?), MessageId(bytes(row, 1)?))))
    }

    fn tell_ended(&self, gone: Vec<(RoomId, MessageId)>) -> Result<Vec<(RoomId, MessageId)>> {
        for (room, id) in &gone {
            sitr_client_core::Store::add_event(self, room, &Event::Ended((*id).into()))?;
        }
        Ok(gone)
    }
}
