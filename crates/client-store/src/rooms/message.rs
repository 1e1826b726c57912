//! One message as a row.

use rusqlite::Row;
use rusqlite::types::ValueRef;
use sitr_client_core::state::{Delivery, Manner, Message};
use sitr_client_core::store::StoreError;
use sitr_client_core::{MemberId, RoomId};
use sitr_content::MessageId;
use sitr_wire::CellHash;

use super::RoomStore;
use super::record;
use super::row::{Result, bytes, decoded, signed, sql, unsigned};

/// Where a message stands that no version of this program wrote.
#[derive(Debug, thiserror::Error)]
#[error("a stored message has delivery {0}: update the program")]
struct UnknownDelivery(u8);

/// Reads the columns of [`select`].
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
        manner: match row.get_ref(9).map_err(sql)? {
            ValueRef::Null => Manner::Room,
            _ => Manner::Aside(Box::new(decoded(row, 9)?)),
        },
        franked: match row.get_ref(10).map_err(sql)? {
            ValueRef::Null => None,
            _ => Some(decoded(row, 10)?),
        },
    })
}

/// A statement that reads messages, as [`message`] takes them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT seq, room, id, sender, name, at_ms, content, delivery, cell, manner, franked ",
            "FROM message ",
            $rest
        )
    };
}
pub(super) use select;

impl RoomStore<'_> {
    pub(super) fn insert_message(&self, message: &Message) -> Result<bool> {
        let aside = match &message.manner {
            Manner::Room => None,
            Manner::Aside(aside) => Some(aside),
        };
        let manner = aside.map(record::encode).transpose()?;
        let franked = message.franked.as_ref().map(record::encode).transpose()?;
        let added = self.run(
            "INSERT INTO message
             (room, id, sender, name, at_ms, content, delivery, cell, manner, awaits, franked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (room, id) DO NOTHING",
            (
                message.room.0,
                message.id.0,
                message.from.0,
                &message.name,
                signed(message.at_ms),
                &message.content,
                message.delivery as u8,
                message.cell.map(|cell| cell.0),
                manner.as_deref(),
                aside.is_some_and(|aside| aside.private.is_some()),
                franked.as_deref(),
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
        self.one(select!("WHERE room = ?1 AND id = ?2"), (room.0, id.0), message)
    }

    pub(super) fn waiting_messages(&self, room: &RoomId) -> Result<Vec<Message>> {
        self.all(select!("WHERE room = ?1 AND delivery < 2 ORDER BY seq"), [room.0], message)
    }

    pub(super) fn oldest_queued(&self, room: &RoomId) -> Result<Option<Message>> {
        self.one(
            select!(
                "WHERE room = ?1 AND delivery = 0
               AND NOT EXISTS (SELECT 1 FROM message WHERE room = ?1 AND delivery = 1)
             ORDER BY seq LIMIT 1"
            ),
            [room.0],
            message,
        )
    }

    pub(super) fn on_its_way(&self, room: &RoomId) -> Result<Option<Message>> {
        self.one(select!("WHERE room = ?1 AND delivery = 1"), [room.0], message)
    }

    pub(super) fn acknowledged(&self, room: &RoomId) -> Result<Vec<Message>> {
        self.all(
            select!(
                "WHERE room = ?1 AND delivery = 2 AND cell IS NOT NULL AND read_at IS NULL
             ORDER BY seq"
            ),
            [room.0],
            message,
        )
    }

    pub(super) fn asides_awaiting(&self, room: &RoomId, limit: u32) -> Result<Vec<Message>> {
        self.all(
            select!(
                "WHERE room = ?1 AND manner IS NOT NULL AND awaits = 1 ORDER BY seq DESC LIMIT ?2"
            ),
            (room.0, limit),
            message,
        )
    }

    pub(super) fn count_asides_received(&self, room: &RoomId) -> Result<u32> {
        let text = "SELECT count(*) FROM message
             WHERE room = ?1 AND manner IS NOT NULL AND delivery = 3";
        let count = self.one(text, [room.0], |row| row.get(0).map_err(sql))?;
        Ok(count.unwrap_or(0))
    }

    pub(super) fn message_in_cell(
        &self,
        room: &RoomId,
        cell: &CellHash,
    ) -> Result<Option<Message>> {
        self.one(select!("WHERE cell = ?2 AND room = ?1"), (room.0, cell.0), message)
    }
}
