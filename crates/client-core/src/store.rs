//! How a client remembers. The caller opens a transaction and hands the core something that writes
//! into it: MLS state, records, messages and errands change together or not at all.

use openmls::prelude::MlsGroup;
use openmls_traits::storage::{CURRENT_VERSION, StorageProvider};
use sitr_content::{Expires, MessageId};
use sitr_wire::{CellHash, Handle, PublicKey, RelayId};

use crate::ids::{DeviceId, InviteId, KnockId, MemberId, RoomId};
use crate::state::{
    Errand, Event, Intent, Invite, Knock, LeafSeen, Message, PendingCommit, Room, RoomNote, Waiting,
};

/// The storage failed: disk full, file damaged, lock not granted.
#[derive(Debug, thiserror::Error)]
#[error("the profile's storage failed")]
pub struct StoreError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

impl StoreError {
    /// Wraps what the storage said.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// Number of an errand.
pub type ErrandId = i64;
/// Number of an intent.
pub type IntentId = i64;

/// The open transaction of the caller.
///
/// After an error of one of its methods, or of [`Self::Mls`], the transaction must not be committed:
/// openmls does not always tell a failed storage from a bad message, so the core may have gone on.
pub trait Store {
    /// Where MLS keeps its state, in the same transaction.
    type Mls: StorageProvider<CURRENT_VERSION>;

    /// See [`Self::Mls`].
    fn mls(&self) -> &Self::Mls;

    /// Takes a group that an earlier transaction left, if nobody has written since: loading one reads and
    /// decodes the whole tree. Who changed it and leaves it again has written every change.
    fn take_group(&self, _: &RoomId) -> Option<MlsGroup> {
        None
    }
    /// Leaves a group to the next transaction. It is dropped if this one is not committed, or rolls a savepoint
    /// back after this.
    fn leave_group(&self, _: &RoomId, _: MlsGroup) {}

    /// Begins a savepoint; they nest.
    ///
    /// # Errors
    /// If the storage fails; so all methods here.
    fn savepoint(&self) -> Result<(), StoreError>;
    /// Keeps what was written since the last savepoint.
    fn release(&self) -> Result<(), StoreError>;
    /// Undoes what was written since the last savepoint, and ends it.
    fn rollback(&self) -> Result<(), StoreError>;

    /// A room.
    fn room(&self, id: &RoomId) -> Result<Option<Room>, StoreError>;
    /// All rooms.
    fn rooms(&self) -> Result<Vec<Room>, StoreError>;
    /// Writes a room.
    fn put_room(&self, room: &Room) -> Result<(), StoreError>;
    /// Forgets a room and everything that belongs to it.
    fn delete_room(&self, id: &RoomId) -> Result<(), StoreError>;

    /// The commit that was made and not merged.
    fn pending(&self, room: &RoomId) -> Result<Option<PendingCommit>, StoreError>;
    /// Writes or forgets it.
    fn put_pending(&self, room: &RoomId, pending: Option<&PendingCommit>)
    -> Result<(), StoreError>;

    /// What the next commits should do, oldest first.
    fn intents(&self, room: &RoomId) -> Result<Vec<(IntentId, Intent)>, StoreError>;
    /// Adds one, unless the same is there.
    fn add_intent(&self, room: &RoomId, intent: &Intent) -> Result<(), StoreError>;
    /// Forgets one.
    fn delete_intent(&self, id: IntentId) -> Result<(), StoreError>;

    /// Adds an errand.
    fn add_errand(&self, errand: &Errand) -> Result<ErrandId, StoreError>;
    /// An errand, and how many of its steps are done.
    fn errand(&self, id: ErrandId) -> Result<Option<(Errand, usize)>, StoreError>;
    /// Errands of a room that are not parked, oldest first.
    fn errands(&self, room: &RoomId) -> Result<Vec<(ErrandId, Errand, usize)>, StoreError>;
    /// The same, as far as one must know to choose the next.
    fn waiting_errands(&self, room: &RoomId) -> Result<Vec<Waiting>, StoreError>;
    /// The first of them, at most so many.
    fn first_waiting(&self, room: &RoomId, most: u32) -> Result<Vec<Waiting>, StoreError>;
    /// Puts an errand off until a time in milliseconds since 1970-01-01 UTC, and counts that.
    fn put_off_errand(&self, id: ErrandId, not_before_ms: u64) -> Result<(), StoreError>;
    /// Notes how many of an errand's steps are done; it is put off no more.
    fn put_errand_done(&self, id: ErrandId, done: usize) -> Result<(), StoreError>;
    /// Sets an errand aside: it waits for the room to move on.
    fn park_errand(&self, id: ErrandId) -> Result<(), StoreError>;
    /// Takes up again what was set aside.
    fn unpark_errands(&self, room: &RoomId) -> Result<(), StoreError>;
    /// Forgets an errand.
    fn delete_errand(&self, id: ErrandId) -> Result<(), StoreError>;
    /// Forgets the room's errands with this purpose, parked or not, and tells how many there were.
    fn delete_errands(
        &self,
        room: &RoomId,
        purpose: &crate::state::Purpose,
    ) -> Result<usize, StoreError>;

    /// An invite.
    fn invite(&self, room: &RoomId, id: &InviteId) -> Result<Option<Invite>, StoreError>;
    /// The room's invites.
    fn invites(&self, room: &RoomId) -> Result<Vec<Invite>, StoreError>;
    /// Writes an invite.
    fn put_invite(&self, room: &RoomId, invite: &Invite) -> Result<(), StoreError>;
    /// Forgets an invite with its secrets.
    fn delete_invite(&self, room: &RoomId, id: &InviteId) -> Result<(), StoreError>;
    /// Remembers that an invite is over; of the room's, only the newest `keep`.
    fn note_ended_invite(&self, room: &RoomId, id: &InviteId, keep: u32) -> Result<(), StoreError>;
    /// Whether that is remembered of an invite.
    fn has_ended(&self, room: &RoomId, id: &InviteId) -> Result<bool, StoreError>;

    /// A knock.
    fn knock(&self, room: &RoomId, id: &KnockId) -> Result<Option<Knock>, StoreError>;
    /// The room's knocks, oldest first.
    fn knocks(&self, room: &RoomId) -> Result<Vec<Knock>, StoreError>;
    /// Writes a knock.
    fn put_knock(&self, room: &RoomId, knock: &Knock) -> Result<(), StoreError>;
    /// Forgets a knock.
    fn delete_knock(&self, room: &RoomId, id: &KnockId) -> Result<(), StoreError>;

    /// The leaves of a room that did not change after this day, as this device saw it; `u32::MAX` for all.
    fn leaves_seen(&self, room: &RoomId, until_day: u32) -> Result<Vec<LeafSeen>, StoreError>;
    /// The leaf of one device.
    fn leaf_seen(&self, room: &RoomId, device: &DeviceId) -> Result<Option<LeafSeen>, StoreError>;
    /// Remembers a leaf.
    fn put_leaf_seen(&self, room: &RoomId, leaf: &LeafSeen) -> Result<(), StoreError>;
    /// Forgets a leaf.
    fn delete_leaf_seen(&self, room: &RoomId, device: &DeviceId) -> Result<(), StoreError>;

    /// Adds a message, unless the room has one with this id, which is its author's; tells whether it was added.
    fn add_message(&self, message: &Message) -> Result<bool, StoreError>;
    /// A message.
    fn message(&self, room: &RoomId, id: &MessageId) -> Result<Option<Message>, StoreError>;
    /// All messages said to a room, oldest first.
    fn history(&self, room: &RoomId) -> Result<Vec<Message>, StoreError>;
    /// Messages of one member in a room's history or outbox, oldest first.
    fn said_by(&self, room: &RoomId, member: &MemberId) -> Result<Vec<Message>, StoreError>;
    /// What waits in a room's outbox or is on its way, oldest first.
    fn outbox(&self, room: &RoomId) -> Result<Vec<Message>, StoreError>;
    /// The time that a member claimed for what it said last in the present epoch.
    fn last_said(&self, room: &RoomId, member: &MemberId) -> Result<Option<u64>, StoreError>;
    /// Remembers that time.
    fn note_said(&self, room: &RoomId, member: &MemberId, at_ms: u64) -> Result<(), StoreError>;
    /// Forgets those times: the epoch is over.
    fn forget_said(&self, room: &RoomId) -> Result<(), StoreError>;
    /// Notes when a message that is there ends.
    fn put_end(&self, room: &RoomId, id: &MessageId, ends: Expires) -> Result<(), StoreError>;
    /// What is kept beside a room.
    fn note(&self, room: &RoomId, what: RoomNote) -> Result<Option<Vec<u8>>, StoreError>;
    /// Writes or forgets it.
    fn put_note(
        &self,
        room: &RoomId,
        what: RoomNote,
        value: Option<&[u8]>,
    ) -> Result<(), StoreError>;
    /// Writes the content of a message that is there.
    fn put_content(&self, message: &Message) -> Result<(), StoreError>;
    /// Writes delivery and cell of a message that is there.
    fn put_delivery(&self, message: &Message) -> Result<(), StoreError>;
    /// The oldest message that is queued, if none of the room's is on its way.
    fn next_queued(&self, room: &RoomId) -> Result<Option<Message>, StoreError>;
    /// The message on its way.
    fn sealed(&self, room: &RoomId) -> Result<Option<Message>, StoreError>;
    /// Notes where the cell of an own message was read.
    fn note_read(&self, room: &RoomId, cell: &CellHash, index: u64) -> Result<(), StoreError>;
    /// Forgets that own messages were read at this index or a later one.
    fn forget_read(&self, room: &RoomId, from: u64) -> Result<(), StoreError>;
    /// Own messages that the relay acknowledged and that were not read from the mailbox, oldest first.
    fn unread(&self, room: &RoomId) -> Result<Vec<Message>, StoreError>;
    /// Forgets the cells of own messages that are durable: their mailbox is over.
    fn forget_cells(&self, room: &RoomId) -> Result<(), StoreError>;
    /// An own message whose sealed cell this is.
    fn message_of_cell(
        &self,
        room: &RoomId,
        cell: &CellHash,
    ) -> Result<Option<Message>, StoreError>;

    /// Own asides whose answer this device can open, newest first, at most so many.
    fn awaiting(&self, room: &RoomId, limit: u32) -> Result<Vec<Message>, StoreError>;
    /// How many asides were received in a room, and are still here.
    fn asides_received(&self, room: &RoomId) -> Result<u32, StoreError>;

    /// Remembers the chain at a full page of a mailbox.
    fn put_mark(
        &self,
        room: &RoomId,
        handle: &Handle,
        mark: u64,
        chain: &[u8; 32],
    ) -> Result<(), StoreError>;
    /// The chain at a full page of a mailbox.
    fn mark(&self, handle: &Handle, mark: u64) -> Result<Option<[u8; 32]>, StoreError>;
    /// Forgets the room's marks.
    fn delete_marks(&self, room: &RoomId) -> Result<(), StoreError>;

    /// The key of a relay, once it proved it.
    fn relay_key(&self, relay: &RelayId) -> Result<Option<PublicKey>, StoreError>;
    /// Remembers the key that a relay proved.
    fn put_relay_key(&self, relay: &RelayId, key: &PublicKey) -> Result<(), StoreError>;

    /// Adds an event.
    fn add_event(&self, room: &RoomId, event: &Event) -> Result<(), StoreError>;
}
