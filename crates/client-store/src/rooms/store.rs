//! The trait of the core, method by method.

use minicbor::Encode;
use openmls::prelude::{GroupId, MlsGroup};
use rusqlite::Row;
use sitr_client_core::state::{
    Errand, Event, Intent, Invite, Knock, LeafSeen, Message, PendingCommit, Purpose, Room,
    RoomNote, Waiting,
};
use sitr_client_core::store::{ErrandId, IntentId, StoreError};
use sitr_client_core::{DeviceId, InviteId, KnockId, MemberId, RoomId, Store};
use sitr_content::{Expires, MessageId};
use sitr_wire::{CellHash, Handle, PublicKey, RelayId};
use zeroize::Zeroizing;

use super::row::{Result, bytes, decoded, signed, sql, unsigned};
use super::{RoomStore, record};
use crate::mls::MlsStore;

fn encoded<T: Encode<()>>(value: &T) -> Result<Zeroizing<Vec<u8>>> {
    Ok(record::encode(value)?)
}

/// Reads the columns `record, done`, from this one on.
fn errand(row: &Row<'_>, column: usize) -> Result<(Errand, usize)> {
    let done = unsigned(row, column + 1)?;
    Ok((decoded(row, column)?, usize::try_from(done).map_err(StoreError::new)?))
}

impl<'c> Store for RoomStore<'c> {
    type Mls = MlsStore<'c>;

    fn mls(&self) -> &Self::Mls {
        &self.mls
    }

    fn take_group(&self, room: &RoomId) -> Option<MlsGroup> {
        self.groups.and_then(|groups| groups.take(room))
    }

    fn leave_group(&self, room: &RoomId, group: MlsGroup) {
        if let Some(groups) = self.groups {
            groups.leave(room, group);
        }
    }

    // Savepoints of one name nest: a statement means the innermost.

    fn savepoint(&self) -> Result<()> {
        self.mls.savepoint();
        self.run("SAVEPOINT core", []).map(|_| ())
    }

    fn release(&self) -> Result<()> {
        self.mls.release();
        self.run("RELEASE core", []).map(|_| ())
    }

    fn rollback(&self) -> Result<()> {
        self.mls.rollback();
        if let Some(groups) = self.groups {
            groups.forget();
        }
        self.run("ROLLBACK TO core", [])?;
        self.run("RELEASE core", []).map(|_| ())
    }

    fn room(&self, id: &RoomId) -> Result<Option<Room>> {
        self.one("SELECT record FROM room WHERE id = ?1", [id.0], |row| decoded(row, 0))
    }

    fn rooms(&self) -> Result<Vec<Room>> {
        self.all("SELECT record FROM room ORDER BY seq", [], |row| decoded(row, 0))
    }

    fn put_room(&self, room: &Room) -> Result<()> {
        self.run(
            "INSERT INTO room (id, record) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET record = excluded.record",
            (room.id.0, encoded(room)?.as_slice()),
        )?;
        Ok(())
    }

    fn delete_room(&self, id: &RoomId) -> Result<()> {
        drop(self.take_group(id));
        self.mls.forget_group(&GroupId::from_slice(&id.0)).map_err(StoreError::new)?;
        // Every other table follows by its foreign key.
        self.run("DELETE FROM room WHERE id = ?1", [id.0]).map(|_| ())
    }

    fn pending(&self, room: &RoomId) -> Result<Option<PendingCommit>> {
        let text = "SELECT record FROM pending_commit WHERE room = ?1";
        self.one(text, [room.0], |row| decoded(row, 0))
    }

    fn put_pending(&self, room: &RoomId, pending: Option<&PendingCommit>) -> Result<()> {
        let Some(pending) = pending else {
            self.run("DELETE FROM pending_commit WHERE room = ?1", [room.0])?;
            return Ok(());
        };
        self.run(
            "INSERT INTO pending_commit (room, record) VALUES (?1, ?2)
             ON CONFLICT (room) DO UPDATE SET record = excluded.record",
            (room.0, encoded(pending)?.as_slice()),
        )?;
        Ok(())
    }

    fn intents(&self, room: &RoomId) -> Result<Vec<(IntentId, Intent)>> {
        self.all("SELECT seq, record FROM intent WHERE room = ?1 ORDER BY seq", [room.0], |row| {
            Ok((row.get(0).map_err(sql)?, decoded(row, 1)?))
        })
    }

    fn add_intent(&self, room: &RoomId, intent: &Intent) -> Result<()> {
        self.run(
            "INSERT INTO intent (room, record) VALUES (?1, ?2)
             ON CONFLICT (room, record) DO NOTHING",
            (room.0, encoded(intent)?.as_slice()),
        )?;
        Ok(())
    }

    fn delete_intent(&self, id: IntentId) -> Result<()> {
        self.run("DELETE FROM intent WHERE seq = ?1", [id]).map(|_| ())
    }

    fn add_errand(&self, errand: &Errand) -> Result<ErrandId> {
        self.run(
            "INSERT INTO errand (room, purpose, done, parked, record) VALUES (?1, ?2, 0, 0, ?3)",
            (errand.room.0, encoded(&errand.purpose)?.as_slice(), encoded(errand)?.as_slice()),
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    fn errand(&self, id: ErrandId) -> Result<Option<(Errand, usize)>> {
        self.one("SELECT record, done FROM errand WHERE id = ?1", [id], |row| errand(row, 0))
    }

    fn errands(&self, room: &RoomId) -> Result<Vec<(ErrandId, Errand, usize)>> {
        self.all(
            "SELECT id, record, done FROM errand WHERE room = ?1 AND parked = 0 ORDER BY id",
            [room.0],
            |row| {
                let (errand, done) = errand(row, 1)?;
                Ok((row.get(0).map_err(sql)?, errand, done))
            },
        )
    }

    fn first_waiting(&self, room: &RoomId, most: u32) -> Result<Vec<Waiting>> {
        self.waiting(room, most)
    }

    fn waiting_errands(&self, room: &RoomId) -> Result<Vec<Waiting>> {
        self.waiting(room, u32::MAX)
    }

    fn put_off_errand(&self, id: ErrandId, not_before_ms: u64) -> Result<()> {
        self.put_off(id, not_before_ms)
    }

    fn put_errand_done(&self, id: ErrandId, done: usize) -> Result<()> {
        let done = i64::try_from(done).map_err(StoreError::new)?;
        let text = "UPDATE errand SET done = ?2, not_before = 0, tries = 0 WHERE id = ?1";
        self.run(text, (id, done)).map(|_| ())
    }

    fn park_errand(&self, id: ErrandId) -> Result<()> {
        self.run("UPDATE errand SET parked = 1 WHERE id = ?1", [id]).map(|_| ())
    }

    fn unpark_errands(&self, room: &RoomId) -> Result<()> {
        self.run("UPDATE errand SET parked = 0 WHERE room = ?1 AND parked = 1", [room.0])
            .map(|_| ())
    }

    fn delete_errand(&self, id: ErrandId) -> Result<()> {
        self.run("DELETE FROM errand WHERE id = ?1", [id]).map(|_| ())
    }

    fn delete_errands(&self, room: &RoomId, purpose: &Purpose) -> Result<usize> {
        let purpose = encoded(purpose)?;
        let text = "DELETE FROM errand WHERE room = ?1 AND purpose = ?2";
        self.run(text, (room.0, purpose.as_slice()))
    }

    fn invite(&self, room: &RoomId, id: &InviteId) -> Result<Option<Invite>> {
        let text = "SELECT record FROM invite WHERE room = ?1 AND id = ?2";
        self.one(text, (room.0, id.0), |row| decoded(row, 0))
    }

    fn invites(&self, room: &RoomId) -> Result<Vec<Invite>> {
        let text = "SELECT record FROM invite WHERE room = ?1 ORDER BY seq";
        self.all(text, [room.0], |row| decoded(row, 0))
    }

    fn put_invite(&self, room: &RoomId, invite: &Invite) -> Result<()> {
        self.run(
            "INSERT INTO invite (room, id, record) VALUES (?1, ?2, ?3)
             ON CONFLICT (room, id) DO UPDATE SET record = excluded.record",
            (room.0, invite.keys.id().0, encoded(invite)?.as_slice()),
        )?;
        Ok(())
    }

    fn delete_invite(&self, room: &RoomId, id: &InviteId) -> Result<()> {
        let text = "DELETE FROM invite WHERE room = ?1 AND id = ?2";
        self.run(text, (room.0, id.0)).map(|_| ())
    }

    fn note_ended_invite(&self, room: &RoomId, id: &InviteId, keep: u32) -> Result<()> {
        self.note_ended(room, id, keep)
    }

    fn has_ended(&self, room: &RoomId, id: &InviteId) -> Result<bool> {
        self.ended(room, id)
    }

    fn knock(&self, room: &RoomId, id: &KnockId) -> Result<Option<Knock>> {
        let text = "SELECT record FROM knock WHERE room = ?1 AND id = ?2";
        self.one(text, (room.0, id.0), |row| decoded(row, 0))
    }

    fn knocks(&self, room: &RoomId) -> Result<Vec<Knock>> {
        let text = "SELECT record FROM knock WHERE room = ?1 ORDER BY seq";
        self.all(text, [room.0], |row| decoded(row, 0))
    }

    fn put_knock(&self, room: &RoomId, knock: &Knock) -> Result<()> {
        self.run(
            "INSERT INTO knock (room, id, record) VALUES (?1, ?2, ?3)
             ON CONFLICT (room, id) DO UPDATE SET record = excluded.record",
            (room.0, knock.id.0, encoded(knock)?.as_slice()),
        )?;
        Ok(())
    }

    fn delete_knock(&self, room: &RoomId, id: &KnockId) -> Result<()> {
        let text = "DELETE FROM knock WHERE room = ?1 AND id = ?2";
        self.run(text, (room.0, id.0)).map(|_| ())
    }

    fn leaves_seen(&self, room: &RoomId, until_day: u32) -> Result<Vec<LeafSeen>> {
        self.leaves_until(room, until_day)
    }

    fn leaf_seen(&self, room: &RoomId, device: &DeviceId) -> Result<Option<LeafSeen>> {
        self.leaf_of(room, device)
    }

    fn put_leaf_seen(&self, room: &RoomId, leaf: &LeafSeen) -> Result<()> {
        self.write_leaf(room, leaf)
    }

    fn delete_leaf_seen(&self, room: &RoomId, device: &DeviceId) -> Result<()> {
        self.drop_leaf(room, device)
    }

    fn add_message(&self, message: &Message) -> Result<bool> {
        self.insert_message(message)
    }

    fn message(&self, room: &RoomId, id: &MessageId) -> Result<Option<Message>> {
        self.message_of_id(room, id)
    }

    fn history(&self, room: &RoomId) -> Result<Vec<Message>> {
        self.messages_after(room, 0, u32::MAX)
    }

    fn outbox(&self, room: &RoomId) -> Result<Vec<Message>> {
        self.waiting_messages(room)
    }

    fn said_by(&self, room: &RoomId, member: &MemberId) -> Result<Vec<Message>> {
        self.messages_of(room, member)
    }

    fn last_said(&self, room: &RoomId, member: &MemberId) -> Result<Option<u64>> {
        self.said_at(room, member)
    }

    fn note_said(&self, room: &RoomId, member: &MemberId, at_ms: u64) -> Result<()> {
        self.write_said(room, member, at_ms)
    }

    fn forget_said(&self, room: &RoomId) -> Result<()> {
        self.drop_said(room)
    }

    fn note(&self, room: &RoomId, what: RoomNote) -> Result<Option<Vec<u8>>> {
        self.note_of(room, what)
    }

    fn put_end(&self, room: &RoomId, id: &MessageId, ends: Expires) -> Result<()> {
        self.write_end(room, id, ends)
    }

    fn put_note(&self, room: &RoomId, what: RoomNote, value: Option<&[u8]>) -> Result<()> {
        self.write_note(room, what, value)
    }

    fn put_content(&self, message: &Message) -> Result<()> {
        self.update_content(message)
    }

    fn put_delivery(&self, message: &Message) -> Result<()> {
        self.update_delivery(message)
    }

    fn next_queued(&self, room: &RoomId) -> Result<Option<Message>> {
        self.oldest_queued(room)
    }

    fn sealed(&self, room: &RoomId) -> Result<Option<Message>> {
        self.on_its_way(room)
    }

    fn note_read(&self, room: &RoomId, cell: &CellHash, index: u64) -> Result<()> {
        self.write_read(room, cell, index)
    }

    fn forget_read(&self, room: &RoomId, from: u64) -> Result<()> {
        let text = "UPDATE message SET read_at = NULL WHERE room = ?1 AND read_at >= ?2";
        self.run(text, (room.0, signed(from))).map(|_| ())
    }

    fn unread(&self, room: &RoomId) -> Result<Vec<Message>> {
        self.acknowledged(room)
    }

    fn forget_cells(&self, room: &RoomId) -> Result<()> {
        self.drop_cells(room)
    }

    fn message_of_cell(&self, room: &RoomId, cell: &CellHash) -> Result<Option<Message>> {
        self.message_in_cell(room, cell)
    }

    fn awaiting(&self, room: &RoomId, limit: u32) -> Result<Vec<Message>> {
        self.asides_awaiting(room, limit)
    }

    fn asides_received(&self, room: &RoomId) -> Result<u32> {
        self.count_asides_received(room)
    }

    fn put_mark(&self, room: &RoomId, handle: &Handle, mark: u64, chain: &[u8; 32]) -> Result<()> {
        self.run(
            "INSERT INTO mark (handle, mark, room, chain) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (handle, mark) DO UPDATE SET chain = excluded.chain",
            (handle.0, signed(mark), room.0, chain),
        )?;
        Ok(())
    }

    fn mark(&self, handle: &Handle, mark: u64) -> Result<Option<[u8; 32]>> {
        let text = "SELECT chain FROM mark WHERE handle = ?1 AND mark = ?2";
        self.one(text, (handle.0, signed(mark)), |row| bytes(row, 0))
    }

    fn delete_marks(&self, room: &RoomId) -> Result<()> {
        self.run("DELETE FROM mark WHERE room = ?1", [room.0]).map(|_| ())
    }

    fn relay_key(&self, relay: &RelayId) -> Result<Option<PublicKey>> {
        let text = "SELECT key FROM relay_key WHERE relay = ?1";
        self.one(text, [relay.0], |row| Ok(PublicKey(bytes(row, 0)?)))
    }

    fn put_relay_key(&self, relay: &RelayId, key: &PublicKey) -> Result<()> {
        self.run(
            "INSERT INTO relay_key (relay, key) VALUES (?1, ?2)
             ON CONFLICT (relay) DO UPDATE SET key = excluded.key",
            (relay.0, key.0),
        )?;
        Ok(())
    }

    fn add_event(&self, room: &RoomId, event: &Event) -> Result<()> {
        self.insert_event(room, &encoded(event)?)
    }
}
