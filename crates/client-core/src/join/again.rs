//! Knocking again where nobody answers: the steward who let the newcomer in may be gone for good before the
//! Welcome was sent. The knock before stays good until the new one is at the relay.

use openmls_traits::storage::StorageProvider as _;
use sitr_wire::refusal::Code;

use super::Attempt;
use crate::body::{Card, Hello, decode};
use crate::core::{Core, DAY_MS};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls;
use crate::state::{Event, Purpose, Room, RoomNote, Standing};
use crate::store::{Store, StoreError};

/// How long a knock waits before it is sent again of its own accord, in milliseconds.
pub const KNOCK_AGAIN_MS: u64 = DAY_MS;
/// How long it waits at least where a person asks for it, by following the same link again: each knock is one
/// of the invite's uses.
pub const KNOCK_AGAIN_ASKED_MS: u64 = 3_600_000;
/// How long a newcomer waits at all: what is sent later lies in a mailbox that is gone.
const ANSWER_MAX_MS: u64 = super::REPLY_LIFE.days() as u64 * DAY_MS;

impl<S: Store> Core<'_, S> {
    /// Follows a link again by which this device has knocked: where nobody answered for
    /// [`KNOCK_AGAIN_ASKED_MS`], the same persona knocks anew.
    ///
    /// # Errors
    /// [`CoreError::NoRoom`] if there is none; if the storage fails.
    pub fn resume_knock(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let room = self.room(id)?;
        self.knock_after(room, KNOCK_AGAIN_ASKED_MS)
    }

    pub(crate) fn knock_again_if_due(&mut self, room: Room) -> Result<(), CoreError> {
        self.knock_after(room, KNOCK_AGAIN_MS)
    }

    fn knock_after(&mut self, mut room: Room, patience_ms: u64) -> Result<(), CoreError> {
        let Some(knocking) = room.knocking.as_mut() else { return Ok(()) };
        if room.standing != Standing::Joining || knocking.again.is_some() {
            return Ok(());
        }
        let on_its_way = self.store.waiting_errands(&room.id)?;
        if on_its_way.iter().any(|errand| errand.purpose == Purpose::Knock) {
            return Ok(());
        }
        if knocking.at_ms > self.now_ms {
            knocking.at_ms = self.now_ms; // the clock was set back
            return Ok(self.store.put_room(&room)?);
        }
        let waited = self.now_ms - knocking.at_ms;
        if knocking.is_spent {
            let over = waited >= ANSWER_MAX_MS;
            return if over { self.unanswered(room) } else { Ok(()) };
        }
        if waited < patience_ms {
            return Ok(());
        }
        let card: Option<Card> = decode(&knocking.card);
        match card.filter(|card| self.now_ms / 1000 < card.expires_at) {
            Some(card) => self.knock_again(room, &card),
            None => {
                knocking.is_spent = true;
                Ok(self.store.put_room(&room)?)
            }
        }
    }

    fn knock_again(&mut self, mut room: Room, card: &Card) -> Result<(), CoreError> {
        let mut me = self.new_me(&room.me.name()?)?.instead_of(&room.me);
        me.serial = room.me.serial.saturating_add(1); // R-13, J-10
        let said = room.knocking.as_ref();
        let hello = Hello {
            note: said.map(|knocking| knocking.note.clone()).unwrap_or_default(),
            answers: said.and_then(|knocking| knocking.answers.clone()).unwrap_or_default(),
            accepts: room.accepts.map(|hash| sitr_content::Digest(hash.0)),
            as_member: self.store.note(&room.id, RoomNote::AsMember)?.is_some(),
        };
        let leaf = room.back.leaf.clone();
        let (attempt, steps) = self.attempt(me, card, &hello, leaf.as_ref())?;
        if let Some(knocking) = room.knocking.as_mut() {
            knocking.again = Some(Box::new(attempt));
        }
        self.store.put_room(&room)?;
        let purpose = Purpose::Knock;
        self.store.add_errand(&crate::state::Errand { room: room.id, purpose, steps })?;
        Ok(())
    }

    /// A knock is at the relay. If it is a repeat, the one before is over, and its keys go.
    pub(crate) fn knock_sent(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let mut room = self.room(id)?;
        let now = self.now_ms;
        let Some(knocking) = room.knocking.as_mut() else { return Ok(()) };
        knocking.at_ms = now;
        if let Some(again) = knocking.again.take() {
            let Attempt { me, reply, key_package } = *again;
            let before = std::mem::replace(&mut knocking.key_package, key_package);
            knocking.reply = reply;
            knocking.read = 0;
            room.me = me;
            self.forget_key_package(&before)?;
        }
        Ok(self.store.put_room(&room)?)
    }

    /// The relay takes no knock by this link, now or ever. Where one lies there already, its answer may
    /// yet come.
    pub(crate) fn knock_failed(&mut self, mut room: Room, code: Code) -> Result<(), CoreError> {
        let why = match code {
            Code::Full => "this invite is used up: ask for a new link",
            Code::NotFound | Code::Gone | Code::Closed => {
                "this invite was revoked or has expired: ask for a new link"
            }
            other => other.hint(),
        };
        if let Some(knocking) = room.knocking.as_mut()
            && let Some(again) = knocking.again.take()
        {
            knocking.is_spent = true;
            self.forget_key_package(&again.key_package)?;
            self.event(&room.id, &Event::Dropped(format!("the knock is not repeated: {why}")))?;
            return Ok(self.store.put_room(&room)?);
        }
        if room.back.leaf.is_some() {
            return self.tries_another_way(room);
        }
        self.event(&room.id, &Event::Refused(why.to_owned()))?;
        self.forget_knock(&mut room)?;
        self.stand(&mut room, Standing::Refused)
    }

    fn unanswered(&mut self, mut room: Room) -> Result<(), CoreError> {
        let why = "nobody has answered, and nobody can any more: ask for a new link";
        self.event(&room.id, &Event::Refused(why.to_owned()))?;
        self.forget_knock(&mut room)?;
        self.stand(&mut room, Standing::Refused)
    }

    /// Forgets a room that this device has no part in any more, with its history and every key.
    ///
    /// # Errors
    /// [`CoreError::AlreadyMember`] while it is still a member.
    pub fn forget(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let mut room = self.room(id)?;
        if matches!(room.standing, Standing::Active | Standing::Leaving | Standing::Moving) {
            return Err(CoreError::AlreadyMember);
        }
        self.forget_knock(&mut room)?;
        Ok(self.store.delete_room(id)?)
    }

    /// Ends this device's knock: nobody's answer to it will be opened.
    pub(crate) fn forget_knock(&mut self, room: &mut Room) -> Result<(), CoreError> {
        let Some(knocking) = room.knocking.take() else { return Ok(()) };
        self.forget_key_package(&knocking.key_package)?;
        if let Some(again) = &knocking.again {
            self.forget_key_package(&again.key_package)?;
        }
        self.store.delete_errands(&room.id, &Purpose::Knock)?;
        Ok(())
    }

    /// Deletes the private half of a KeyPackage that opens nothing any more.
    fn forget_key_package(&self, key_package: &[u8]) -> Result<(), CoreError> {
        let Some(reference) = mls::reference_of(self.crypto, key_package) else { return Ok(()) };
        self.store
            .mls()
            .delete_key_package(&reference)
            .map_err(|_| CoreError::Store(StoreError::new("a key package cannot be deleted")))
    }
}
