//! One message as a row.

use rusqlite::Row;
use sitr_client_core::state::{Delivery, Message};
use sitr_client_core::store::StoreError;
use sitr_client_core::{MemberId, RoomId};
use sitr_content::MessageId;
use sitr_wire::CellHash;

use super::RoomStore;
use super::row::{Result, bytes, signed, sql, unsigned};

/// Where a message stands that no version of this program wrote.
#[derive(Debug, thiserror::Error)]
#[error("a stored message has delivery {0}: update the program")]
struct UnknownDelivery(u8);

/// Reads the columns `seq, room, id, sender, name, at_ms, content, delivery, cell`, in this order.
pub(super) fn message(row: &Row<'_>) -> Result<Message> {
    let delivery: u8 = row.get(7).map_err(sql)?;
    let cell: Option<[u8; 32]> = row.get(8).map_err(sql)?;
    Ok(Message {
        seq: row.get(0).map_err(sql)?,
        room: RoomId(bytes(row, 1)?),
        id: MessageId(bytes(row, 2)?),
        from: MemberId(bytes(row, 3)?),
        name: row.get(4).map_err(sql)?,
        at_ms: unsigned(row, 5)?,
        content: row.get(6).map_err(sql)?,
        delivery: Delivery::of_byte(delivery)
            .ok_or_else(|| StoreError::new(UnknownDelivery(delivery)))?,
        cell: cell.map(CellHash),
    })
}

impl RoomStore<'_> {
    pub(super) fn insert_message(&self, message: &Message) -> Result<bool> {
        let added = self.run(
            "INSERT INTO message (room, id, sender, name, at_ms, content, delivery, cell)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (room, id) DO NOTHING",
            (
                message.room.0,
                message.id.0,
                message.from.0,
                &message.name,
                signed(message.at_ms),
                &message.content,
                message.delivery as u8,
                message.cell.map(|cell| cell.0),
            ),
        )?;
        Ok(added > 0)
    }

    pub(super) fn update_content(&self, message: &Message) -> Result<()> {
        self.run(
            "UPDATE message SET content = ?3 WHERE room = ?1 AND id = ?2",
            (message.room.0, message.id.0, &message.content),
        )?;
        Ok(())
    }

    pub(super) fn update_delivery(&self, message: &Message) -> Result<()> {
        self.run(
            "UPDATE message SET delivery = ?3, cell = ?4 WHERE room = ?1 AND id = ?2",
            (message.room.0, message.id.0, message.delivery as u8, message.cell.map(|cell| cell.0)),
        )?;
        Ok(())
    }

    pub(super) fn message_of_id(&self, room: &RoomId, id: &MessageId) -> Result<Option<Message>> {
        self.one(
            "SELECT seq, room, id, sender, name, at_ms, content, delivery, cell FROM message
             WHERE room = ?1 AND id = ?2",
            (room.0, id.0),
            message,
        )
    }

    pub(super) fn oldest_queued(&self, room: &RoomId) -> Result<Option<Message>> {
        self.one(
            "SELECT seq, room, id, sender, name, at_ms, content, delivery, cell FROM message
             WHERE room = ?1 AND delivery = 0
               AND NOT EXISTS (SELECT 1 FROM message WHERE room = ?1 AND delivery = 1)
             ORDER BY seq LIMIT 1",
            [room.0],
            message,
        )
    }

    pub(super) fn on_its_way(&self, room: &RoomId) -> Result<Option<Message>> {
        self.one(
            "SELECT seq, room, id, sender, name, at_ms, content, delivery, cell FROM message
             WHERE room = ?1 AND delivery = 1",
            [room.0],
            message,
        )
    }

    pub(super) fn acknowledged(&self, room: &RoomId) -> Result<Vec<Message>> {
        self.all(
            "SELECT seq, room, id, sender, name, at_ms, content, delivery, cell FROM message
             WHERE room = ?1 AND delivery = 2 AND cell IS NOT NULL AND read_at IS NULL
             ORDER BY seq",
            [room.0],
            message,
        )
    }

    pub(super) fn message_in_cell(
        &self,
        room: &RoomId,
        cell: &CellHash,
    ) -> Result<Option<Message>> {
        self.one(
            "SELECT seq, room, id, sender, name, at_ms, content, delivery, cell FROM message
             WHERE cell = ?2 AND room = ?1",
            (room.0, cell.0),
            message,
        )
    }
}
