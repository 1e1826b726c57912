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
    ($($rest:tt)+) => {
        concat!(
            "SELECT seq, room, id, sender, name, at_ms, content, delivery, cell, manner, franked ",
            "FROM message ",
            $($rest)+
        )
    };
}
pub(super) use select;

/// What this device itself said to a room (the first parameter) and may yet have to say again: the rows of their own
/// index, whose words these are. It is named, since to SQLite it looks no better than a room's whole history.
macro_rules! own {
    ($($set:literal)?) => {
        concat!(
            " INDEXED BY message_own ",
            $($set,)?
            " WHERE room = ?1 AND (delivery < 2 OR cell IS NOT NULL) "
        )
    };
}

/// What tells them apart, as that index has it: the place in the outbox; nothing for the one on its way, of which there
/// is one at most (rule O-01); the cell of what the relay was given.
macro_rules! apart {
    () => {
        " (CASE delivery WHEN 0 THEN seq WHEN 1 THEN 0 ELSE cell END) "
    };
}

/// The rows of [`own`] whose cell is the second parameter.
macro_rules! of_cell {
    ($($set:literal)?) => {
        concat!(
            own!($($set)?),
            "AND delivery IN (1, 2, 4) AND",
            apart!(),
            "IN (0, ?2) AND cell = ?2"
        )
    };
}

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
        self.all(select!(own!(), "AND delivery < 2 ORDER BY seq"), [room.0], message)
    }

    pub(super) fn oldest_queued(&self, room: &RoomId) -> Result<Option<Message>> {
        self.one(
            select!(
                own!(),
                "AND delivery = 0 AND NOT EXISTS (SELECT 1 FROM message",
                own!(),
                "AND delivery = 1) ORDER BY",
                apart!(),
                "LIMIT 1"
            ),
            [room.0],
            message,
        )
    }

    pub(super) fn on_its_way(&self, room: &RoomId) -> Result<Option<Message>> {
        self.one(select!(own!(), "AND delivery = 1"), [room.0], message)
    }

    pub(super) fn acknowledged(&self, room: &RoomId) -> Result<Vec<Message>> {
        self.all(
            select!(own!(), "AND delivery = 2 AND read_at IS NULL ORDER BY seq"),
            [room.0],
            message,
        )
    }

    pub(super) fn write_read(&self, room: &RoomId, cell: &CellHash, index: u64) -> Result<()> {
        let text = concat!("UPDATE message", of_cell!("SET read_at = ?3"));
        self.run(text, (room.0, cell.0, signed(index))).map(|_| ())
    }

    pub(super) fn drop_cells(&self, room: &RoomId) -> Result<()> {
        let text = concat!(
            "UPDATE message",
            own!("SET cell = NULL, read_at = NULL"),
            "AND delivery = 2 AND cell IS NOT NULL"
        );
        self.run(text, [room.0]).map(|_| ())
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
        self.one(select!(of_cell!()), (room.0, cell.0), message)
    }
}
