//! What a room's upkeep needs: errands that wait, leaves and their age, invites that are over.

use rusqlite::Row;
use sitr_client_core::state::{LeafSeen, Waiting};
use sitr_client_core::store::{ErrandId, StoreError};
use sitr_client_core::{DeviceId, InviteId, RoomId};

use super::RoomStore;
use super::row::{Result, bytes, decoded, signed, sql, unsigned};

/// Reads the columns `member`, which holds the device's id, `key` and `day`.
fn leaf(row: &Row<'_>) -> Result<LeafSeen> {
    let day = u32::try_from(unsigned(row, 2)?).map_err(StoreError::new)?;
    Ok(LeafSeen { device: DeviceId(bytes(row, 0)?), key: bytes(row, 1)?, day })
}

impl RoomStore<'_> {
    pub(super) fn waiting(&self, room: &RoomId, most: u32) -> Result<Vec<Waiting>> {
        self.all(
            "SELECT id, purpose, not_before, tries FROM errand
             WHERE room = ?1 AND parked = 0 ORDER BY id LIMIT ?2",
            (room.0, most),
            |row| {
                Ok(Waiting {
                    id: row.get(0).map_err(sql)?,
                    purpose: decoded(row, 1)?,
                    not_before_ms: unsigned(row, 2)?,
                    tries: u32::try_from(unsigned(row, 3)?).map_err(StoreError::new)?,
                })
            },
        )
    }

    pub(super) fn put_off(&self, id: ErrandId, not_before_ms: u64) -> Result<()> {
        let text = "UPDATE errand SET not_before = ?2, tries = tries + 1 WHERE id = ?1";
        self.run(text, (id, signed(not_before_ms))).map(|_| ())
    }

    pub(super) fn leaves_until(&self, room: &RoomId, day: u32) -> Result<Vec<LeafSeen>> {
        let text = "SELECT member, key, day FROM leaf WHERE room = ?1 AND day <= ?2";
        self.all(text, (room.0, day), leaf)
    }

    pub(super) fn leaf_of(&self, room: &RoomId, device: &DeviceId) -> Result<Option<LeafSeen>> {
        let text = "SELECT member, key, day FROM leaf WHERE room = ?1 AND member = ?2";
        self.one(text, (room.0, device.0), leaf)
    }

    pub(super) fn write_leaf(&self, room: &RoomId, leaf: &LeafSeen) -> Result<()> {
        self.run(
            "INSERT INTO leaf (room, member, key, day) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (room, member) DO UPDATE SET key = excluded.key, day = excluded.day",
            (room.0, leaf.device.0, leaf.key, leaf.day),
        )
        .map(|_| ())
    }

    pub(super) fn drop_leaf(&self, room: &RoomId, device: &DeviceId) -> Result<()> {
        let text = "DELETE FROM leaf WHERE room = ?1 AND member = ?2";
        self.run(text, (room.0, device.0)).map(|_| ())
    }

    pub(super) fn note_ended(&self, room: &RoomId, id: &InviteId, keep: u32) -> Result<()> {
        let text = "INSERT INTO ended_invite (room, id) VALUES (?1, ?2)
                    ON CONFLICT (room, id) DO NOTHING";
        self.run(text, (room.0, id.0))?;
        self.run(
            "DELETE FROM ended_invite WHERE room = ?1 AND seq NOT IN
             (SELECT seq FROM ended_invite WHERE room = ?1 ORDER BY seq DESC LIMIT ?2)",
            (room.0, keep),
        )
        .map(|_| ())
    }

    pub(super) fn ended(&self, room: &RoomId, id: &InviteId) -> Result<bool> {
        let text = "SELECT 1 FROM ended_invite WHERE room = ?1 AND id = ?2";
        Ok(self.one(text, (room.0, id.0), |_| Ok(()))?.is_some())
    }
}
