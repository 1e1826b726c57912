//! What a person is shown: history and events, in order.

use std::cell::RefCell;
use std::collections::HashMap;

use sitr_client_core::RoomId;
use sitr_client_core::state::{Event, Message};
use sitr_content::MessageId;

use super::RoomStore;
use super::message::{message, select};
use super::row::{Result, bytes, decoded, signed, sql};

/// Events of a room that are remembered; older ones are forgotten, and a lively room takes none of a quiet
/// one's.
pub const EVENTS_KEPT: u32 = 2_000;
/// Events between two looks at that limit, which read them all: so many more than the limit there may be.
pub const EVENTS_SLACK: u32 = 1_024;

const BETWEEN: &str =
    select!("WHERE room = ?1 AND id BETWEEN ?2 AND ?3 AND manner IS NULL ORDER BY id LIMIT ?4");

impl RoomStore<'_> {
    /// The last messages of a room, at most `limit` of them, oldest first.
    ///
    /// # Errors
    /// If the storage fails; so all methods here.
    pub fn last_messages(&self, room: &RoomId, limit: u32) -> Result<Vec<Message>> {
        let mut messages = self.all(
            select!("WHERE room = ?1 AND manner IS NULL ORDER BY seq DESC LIMIT ?2"),
            (room.0, limit),
            message,
        )?;
        messages.reverse();
        Ok(messages)
    }

    /// The place of the message of a room that is this many from the end, the last one being the first; none if
    /// there are not so many.
    ///
    /// # Errors
    /// See [`Self::last_messages`].
    pub fn place_from_end(&self, room: &RoomId, messages: u32) -> Result<Option<i64>> {
        self.one(
            "SELECT seq FROM message WHERE room = ?1 AND manner IS NULL ORDER BY seq DESC LIMIT 1 OFFSET ?2",
            (room.0, messages.saturating_sub(1)),
            |row| row.get(0).map_err(sql),
        )
    }

    /// The messages of a room whose ids lie between these two, both included, at most `limit` of them, in the order
    /// of their ids. Costs what is found, however long the history is.
    ///
    /// # Errors
    /// See [`Self::last_messages`].
    pub fn messages_between(
        &self,
        room: &RoomId,
        first: &MessageId,
        last: &MessageId,
        limit: u32,
    ) -> Result<Vec<Message>> {
        self.all(BETWEEN, (room.0, first.0, last.0, limit), message)
    }

    /// The first messages of a room after this `seq`, at most `limit` of them, oldest first.
    ///
    /// # Errors
    /// See [`Self::last_messages`].
    pub fn messages_after(&self, room: &RoomId, seq: i64, limit: u32) -> Result<Vec<Message>> {
        self.all(
            select!("WHERE room = ?1 AND manner IS NULL AND seq > ?2 ORDER BY seq LIMIT ?3"),
            (room.0, seq, limit),
            message,
        )
    }

    /// The first messages of a room whose senders claim this time (milliseconds since 1970-01-01 UTC)
    /// or a later one, at most `limit` of them, in the order in which they were read.
    ///
    /// # Errors
    /// See [`Self::last_messages`].
    pub fn messages_since(&self, room: &RoomId, at_ms: u64, limit: u32) -> Result<Vec<Message>> {
        self.all(
            select!("WHERE room = ?1 AND manner IS NULL AND at_ms >= ?2 ORDER BY seq LIMIT ?3"),
            (room.0, signed(at_ms), limit),
            message,
        )
    }

    /// The first asides of a room after this `seq`, sent and received, at most `limit` of them, oldest first.
    ///
    /// # Errors
    /// See [`Self::last_messages`].
    pub fn asides_after(&self, room: &RoomId, seq: i64, limit: u32) -> Result<Vec<Message>> {
        self.all(
            select!("WHERE room = ?1 AND manner IS NOT NULL AND seq > ?2 ORDER BY seq LIMIT ?3"),
            (room.0, seq, limit),
            message,
        )
    }

    /// The first events of all rooms after this `seq`, at most `limit` of them: number, room, event.
    ///
    /// # Errors
    /// See [`Self::last_messages`].
    pub fn events_after(&self, seq: i64, limit: u32) -> Result<Vec<(i64, RoomId, Event)>> {
        self.all(
            "SELECT seq, room, record FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            (seq, limit),
            |row| Ok((row.get(0).map_err(sql)?, RoomId(bytes(row, 1)?), decoded(row, 2)?)),
        )
    }

    /// Number of the newest event there ever was; 0 before the first. Never goes back.
    ///
    /// # Errors
    /// See [`Self::last_messages`].
    pub fn last_event(&self) -> Result<i64> {
        let text = "SELECT seq FROM sqlite_sequence WHERE name = 'event'";
        let last = self.one(text, [], |row| row.get(0).map_err(sql))?;
        Ok(last.unwrap_or(0))
    }

    pub(super) fn insert_event(&self, room: &RoomId, record: &[u8]) -> Result<()> {
        self.run("INSERT INTO event (room, record) VALUES (?1, ?2)", (room.0, record))?;
        if self.connection.last_insert_rowid() % i64::from(EVENTS_SLACK) == 0 {
            self.prune_events()?;
        }
        Ok(())
    }

    fn prune_events(&self) -> Result<()> {
        let kept: RefCell<HashMap<[u8; 32], u32>> = RefCell::default();
        let over = self.all("SELECT seq, room FROM event ORDER BY seq DESC", [], |row| {
            let (mut kept, seq) = (kept.borrow_mut(), row.get::<_, i64>(0).map_err(sql)?);
            let newer = kept.entry(bytes(row, 1)?).or_default();
            *newer += 1;
            Ok((*newer > EVENTS_KEPT).then_some(seq))
        })?;
        for seq in over.into_iter().flatten() {
            self.run("DELETE FROM event WHERE seq = ?1", [seq])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    #[test]
    fn a_beginning_of_an_id_is_looked_up_and_no_history_read_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let (profile, _) = Profile::create(folder.path(), &[]).unwrap();
        let plan = format!("EXPLAIN QUERY PLAN {BETWEEN}");
        let mut plan = profile.connection().prepare(&plan).unwrap();
        let range = ([0_u8; 32], [0_u8; 32], [255_u8; 32], 8);
        let steps = plan.query_map(range, |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.map(|step| step.unwrap()).collect();
        assert_eq!(steps.len(), 1, "{steps:?}");
        assert!(steps[0].starts_with("SEARCH message USING INDEX"), "{steps:?}");
        assert!(steps[0].ends_with("(room=? AND id>? AND id<?)"), "{steps:?}");
    }
}
