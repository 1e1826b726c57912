//! Hearing: cells are read in order, each in a savepoint of its own, so that one bad cell never undoes
//! a batch.

use openmls::prelude::{MlsMessageBodyIn, MlsMessageIn, ProtocolMessage};
use sitr_wire::{CellHash, Handle};
use tls_codec::Deserialize as _;

use super::closed::{Closed, is_short};
use super::final_cell::Outcome;
use crate::body::{Pointer, decode};
use crate::core::{Core, Inbound, Live, Shown};
use crate::crypto::cell::{self, Kind};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Cursor, Delivery, Intent, Message, Standing};
use crate::store::Store;

/// Offers that wait for a steward at the same time.
const OFFERS_MAX: usize = 8;

/// What a batch of cells led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Read so far; cells from this index on are wanted.
    Next(u64),
    /// The room moved to another mailbox, or ended here.
    Moved,
    /// The body that the cell at this index points to is needed first.
    Wants(u64),
    /// The body of a final cell is not to be had: all wait for it (rule R-06), and ask again over another
    /// connection.
    Missing,
    /// The relay showed what it does not prove: nothing of that was taken, and nothing more is to be taken
    /// from this connection.
    Lied,
    /// The relay showed other cells before; the device went back, and reads anew from there.
    Rewound,
}

/// Why a cell changed nothing.
pub(crate) enum Dropped {
    /// It breaks a rule; the next one is read.
    Cell,
    /// The storage or the code failed; the whole batch is undone.
    Core(CoreError),
}

impl<E: Into<CoreError>> From<E> for Dropped {
    fn from(error: E) -> Self {
        Self::Core(error.into())
    }
}

impl<S: Store> Core<'_, S> {
    /// Takes in what the relay shows of a room's mailbox. Cells that were read already are skipped. No cell
    /// is final that the relay does not prove to be (rule M-13).
    ///
    /// # Errors
    /// If the storage fails; the caller rolls back and may give the same again.
    pub fn receive(
        &mut self,
        id: &RoomId,
        handle: &Handle,
        shown: &Shown<'_>,
    ) -> Result<Progress, CoreError> {
        let mut live = match self.live(id) {
            Ok(live) if live.epoch.handle == *handle => live,
            Ok(live) => return self.receive_past(live.room, handle, shown),
            Err(CoreError::NotActive | CoreError::Moves) => {
                let room = self.room(id)?;
                return self.receive_past(room, handle, shown);
            }
            Err(error) => return Err(error),
        };
        let Some(mut cursor) = live.room.cursor else { return Ok(Progress::Moved) };
        let mut whole = shown.whole;
        for (at, inbound) in shown.cells.iter().enumerate() {
            self.check_marks(&live, &mut cursor, shown.marks)?;
            let next = cursor.chain.count();
            if inbound.index < next {
                continue;
            }
            if inbound.index > next {
                whole = false;
                break;
            }
            let closed = Closed {
                relay: &live.room.relay.id,
                handle,
                close_key: &live.epoch.mailbox.close_key,
                latest: cursor.inert.as_ref(),
            };
            let Some(last) = closed.tells(shown.end, inbound) else {
                return self.doubt_epoch(live, cursor);
            };
            match self.receive_one(&mut live, &mut cursor, inbound, last)? {
                Outcome::Stays => self.note_page(&live, &cursor)?,
                Outcome::Wants => {
                    self.save_cursor(&mut live, cursor)?;
                    return Ok(Progress::Wants(next));
                }
                Outcome::Missing => return self.await_end(live, cursor, &inbound.cell.hash()),
                Outcome::Moved => {
                    let room = self.room(id)?;
                    if room.standing == Standing::Active && room.epoch.is_some() {
                        self.leave_group(live);
                    }
                    let rest =
                        Shown { cells: shown.cells.get(at + 1..).unwrap_or_default(), ..*shown };
                    return match self.receive_past(room, handle, &rest)? {
                        Progress::Lied => Ok(Progress::Lied),
                        _ => Ok(Progress::Moved),
                    };
                }
            }
        }
        self.check_marks(&live, &mut cursor, shown.marks)?;
        if is_short(&Shown { whole, ..*shown }, cursor.chain.count(), cursor.inert.is_some()) {
            return self.doubt_epoch(live, cursor);
        }
        self.save_cursor(&mut live, cursor)?;
        self.leave_group(live);
        Ok(Progress::Next(cursor.chain.count()))
    }

    fn save_cursor(&mut self, live: &mut Live, cursor: Cursor) -> Result<(), CoreError> {
        live.room.cursor = Some(cursor);
        Ok(self.store.put_room(&live.room)?)
    }

    fn receive_one(
        &mut self,
        live: &mut Live,
        cursor: &mut Cursor,
        inbound: &Inbound,
        last: bool,
    ) -> Result<Outcome, CoreError> {
        let hash = inbound.cell.hash();
        let mut after = Cursor { chain: cursor.chain.push(&hash), ..*cursor };
        self.store.savepoint()?;
        match self.take(live, &mut after, inbound, last, &hash) {
            Ok(outcome) => {
                self.store.release()?;
                if !matches!(outcome, Outcome::Wants | Outcome::Missing) {
                    *cursor = after;
                }
                Ok(outcome)
            }
            Err(Dropped::Cell) => {
                self.store.rollback()?;
                live.group = self.load_group(&live.room.id)?;
                if last {
                    after.inert = Some(hash);
                    self.after_inert(live)?;
                }
                *cursor = after;
                Ok(Outcome::Stays)
            }
            Err(Dropped::Core(error)) => Err(error),
        }
    }

    /// Placement (rule R-08): a commit counts only in a final cell, everything else only before it.
    fn take(
        &mut self,
        live: &mut Live,
        after: &mut Cursor,
        inbound: &Inbound,
        last: bool,
        hash: &CellHash,
    ) -> Result<Outcome, Dropped> {
        if !last && let Some(own) = self.store.message_of_cell(&live.room.id, hash)? {
            return Ok(self.own_cell(live, own, inbound, hash)?);
        }
        let (kind, body) = match unwrap(live, inbound) {
            Unwrapped::Body(kind, body) => (kind, body),
            Unwrapped::Wants => return Ok(Outcome::Wants),
            Unwrapped::Missing if last => return Ok(Outcome::Missing),
            Unwrapped::Missing | Unwrapped::Nothing => return Err(Dropped::Cell),
        };
        match (kind, last) {
            (Kind::Message, false) => {
                self.hear(live, after, &body, inbound.index).map(|()| Outcome::Stays)
            }
            (Kind::Deposit, false) => self.overhear(live, &body).map(|()| Outcome::Stays),
            (Kind::Offer, false) => self.note_offer(live, body).map(|()| Outcome::Stays),
            (Kind::Final, true) => self.end_epoch(live, after, &body, inbound.index, hash),
            _ => Err(Dropped::Cell),
        }
    }

    /// An own message is at the relay: its cell, and what that points to, without which nobody could read it.
    fn own_cell(
        &mut self,
        live: &Live,
        mut message: Message,
        inbound: &Inbound,
        hash: &CellHash,
    ) -> Result<Outcome, CoreError> {
        let room = &live.room.id;
        match unwrap(live, inbound) {
            Unwrapped::Wants => return Ok(Outcome::Wants),
            Unwrapped::Body(..) => self.store.note_read(room, hash, inbound.index)?,
            Unwrapped::Missing | Unwrapped::Nothing => {}
        }
        // Said to have been refused, it is there nevertheless.
        if matches!(message.delivery, Delivery::Sealed | Delivery::Failed) {
            let purpose = crate::state::Purpose::Message(message.id.into());
            self.store.delete_errands(room, &purpose)?;
            message.delivery = Delivery::Sent;
            self.store.put_delivery(&message)?;
            self.tell(&message)?;
            self.after_sent(room, &message)?;
        }
        // It may have been the request to leave: then the keys are gone.
        let epoch = self.room(room)?.epoch;
        Ok(if epoch.is_some() { Outcome::Stays } else { Outcome::Moved })
    }

    fn note_offer(&mut self, live: &Live, body: Vec<u8>) -> Result<(), Dropped> {
        let intents = self.store.intents(&live.room.id)?;
        let waiting = intents.iter().filter(|(_, intent)| matches!(intent, Intent::Offer(_)));
        if live.role().is_steward() && waiting.count() < OFFERS_MAX {
            self.store.add_intent(&live.room.id, &Intent::Offer(body))?;
        }
        Ok(())
    }
}

enum Unwrapped {
    Body(Kind, Vec<u8>),
    /// What the cell points to is to be fetched.
    Wants,
    /// What it points to was not there, or is something else. That says nothing of what others can have.
    Missing,
    Nothing,
}

/// Opens a cell, and puts the body that it points to in its place.
fn unwrap(live: &Live, inbound: &Inbound) -> Unwrapped {
    let Some((kind, body)) = cell::open(&live.epoch.seal, &live.epoch.handle, &inbound.cell) else {
        return Unwrapped::Nothing;
    };
    if kind != Kind::Pointer {
        return Unwrapped::Body(kind, body);
    }
    let Some(pointer) = decode::<Pointer>(&body) else { return Unwrapped::Nothing };
    let Some(kind) = Kind::of_byte(pointer.kind) else { return Unwrapped::Nothing };
    if !crate::payload::is_honest(&pointer) {
        return Unwrapped::Nothing;
    }
    match &inbound.payload {
        Some(payload) if crate::crypto::sha256(&[payload]) == pointer.hash => {
            Unwrapped::Body(kind, payload.clone())
        }
        Some(_) => Unwrapped::Missing,
        None => Unwrapped::Wants,
    }
}

/// An MLS message of a group: public or private, and nothing after it.
pub(crate) fn protocol_message(bytes: &[u8]) -> Option<ProtocolMessage> {
    let mut rest = bytes;
    let message = MlsMessageIn::tls_deserialize(&mut rest).ok()?;
    if !rest.is_empty() {
        return None;
    }
    match message.extract() {
        MlsMessageBodyIn::PublicMessage(public) => Some(public.into()),
        MlsMessageBodyIn::PrivateMessage(private) => Some(private.into()),
        _ => None,
    }
}
