//! What is kept beside a room, and what is kept for the person alone.

use sitr_client_core::state::{Message, RoomNote};
use sitr_client_core::{MemberId, RoomId};

use super::RoomStore;
use super::message::{message, select};
use super::row::{Result, signed, sql, unsigned};

impl RoomStore<'_> {
    pub(super) fn messages_of(&self, room: &RoomId, member: &MemberId) -> Result<Vec<Message>> {
        self.all(
            select!("WHERE room = ?1 AND sender = ?2 ORDER BY seq"),
            (room.0, member.0),
            message,
        )
    }

    pub(super) fn said_at(&self, room: &RoomId, member: &MemberId) -> Result<Option<u64>> {
        let text = "SELECT at_ms FROM said WHERE room = ?1 AND member = ?2";
        self.one(text, (room.0, member.0), |row| unsigned(row, 0))
    }

    pub(super) fn write_said(&self, room: &RoomId, member: &MemberId, at_ms: u64) -> Result<()> {
        self.run(
            "INSERT INTO said (room, member, at_ms) VALUES (?1, ?2, ?3)
             ON CONFLICT (room, member) DO UPDATE SET at_ms = excluded.at_ms",
            (room.0, member.0, signed(at_ms)),
        )
        .map(|_| ())
    }

    pub(super) fn drop_said(&self, room: &RoomId) -> Result<()> {
        self.run("DELETE FROM said WHERE room = ?1", [room.0]).map(|_| ())
    }

    pub(super) fn note_of(&self, room: &RoomId, what: RoomNote) -> Result<Option<Vec<u8>>> {
        let text = "SELECT value FROM room_note WHERE room = ?1 AND what = ?2";
        self.one(text, (room.0, what as u8), |row| row.get(0).map_err(sql))
    }

    pub(super) fn write_note(
        &self,
        room: &RoomId,
        what: RoomNote,
        value: Option<&[u8]>,
    ) -> Result<()> {
        let Some(value) = value else {
            let text = "DELETE FROM room_note WHERE room = ?1 AND what = ?2";
            return self.run(text, (room.0, what as u8)).map(|_| ());
        };
        self.run(
            "INSERT INTO room_note (room, what, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (room, what) DO UPDATE SET value = excluded.value",
            (room.0, what as u8, value),
        )
        .map(|_| ())
    }

    /// What the person keeps under a name, oldest first: number and value.
    ///
    /// # Errors
    /// If the storage fails; so all methods here.
    pub fn own_notes(&self, what: &str) -> Result<Vec<(i64, Vec<u8>)>> {
        let text = "SELECT seq, value FROM own_note WHERE what = ?1 ORDER BY seq";
        self.all(text, [what], |row| Ok((row.get(0).map_err(sql)?, row.get(1).map_err(sql)?)))
    }

    /// Adds something to what the person keeps under a name, and returns its number.
    ///
    /// # Errors
    /// See [`Self::own_notes`].
    pub fn add_own_note(&self, what: &str, value: &[u8]) -> Result<i64> {
        self.run("INSERT INTO own_note (what, value) VALUES (?1, ?2)", (what, value))?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Forgets one of them.
    ///
    /// # Errors
    /// See [`Self::own_notes`].
    pub fn delete_own_note(&self, seq: i64) -> Result<()> {
        self.run("DELETE FROM own_note WHERE seq = ?1", [seq]).map(|_| ())
    }

    /// Puts one value in the place of whatever stands under a name.
    ///
    /// # Errors
    /// See [`Self::own_notes`].
    pub fn set_own_note(&self, what: &str, value: Option<&[u8]>) -> Result<()> {
        self.run("DELETE FROM own_note WHERE what = ?1", [what])?;
        match value {
            Some(value) => self.add_own_note(what, value).map(|_| ()),
            None => Ok(()),
        }
    }
}
