//! Hearing: cells are read in order, each in a savepoint of its own, so that one bad cell never undoes
//! a batch.

use openmls::prelude::{
    MlsMessageBodyIn, MlsMessageIn, ProcessedMessageContent, ProtocolMessage, Sender,
};
use sitr_community::Role;
use sitr_content::{Body, Content};
use sitr_wire::frame::Mark;
use sitr_wire::statement::Statement;
use sitr_wire::{CellHash, Handle};
use tls_codec::Deserialize as _;

use super::final_cell::Outcome;
use super::send::open_note;
use crate::body::{Envelope, Pointer, Seen, StewardNote, decode};
use crate::core::{Core, Inbound, Live};
use crate::crypto::cell::{self, Kind};
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls;
use crate::state::{
    Alarm, Cursor, Delivery, Event, Intent, Invite, KnockState, Message, Past, Standing,
};
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
    /// Takes in cells of a room's mailbox, in order. Those read already are skipped.
    ///
    /// # Errors
    /// If the storage fails; the caller rolls back and may give the same cells again.
    pub fn receive(
        &mut self,
        id: &RoomId,
        handle: &Handle,
        cells: &[Inbound],
        marks: &[Mark],
    ) -> Result<Progress, CoreError> {
        let mut live = match self.live(id) {
            Ok(live) if live.epoch.handle == *handle => live,
            Ok(live) => return self.receive_past(live, handle, cells),
            Err(CoreError::NotActive) => return Ok(Progress::Moved),
            Err(error) => return Err(error),
        };
        let Some(mut cursor) = live.room.cursor else { return Ok(Progress::Moved) };
        for (at, inbound) in cells.iter().enumerate() {
            self.check_marks(&live, &mut cursor, marks)?;
            let next = cursor.chain.count();
            if inbound.index < next {
                continue;
            }
            if inbound.index > next {
                break;
            }
            match self.receive_one(&mut live, &mut cursor, inbound)? {
                Outcome::Stays => self.note_page(&live, &cursor)?,
                Outcome::Wants => {
                    self.save_cursor(&mut live, cursor)?;
                    return Ok(Progress::Wants(next));
                }
                Outcome::Moved => {
                    let rest = cells.get(at + 1..).unwrap_or_default();
                    if let Ok(live) = self.live(id) {
                        self.receive_past(live, handle, rest)?;
                    }
                    return Ok(Progress::Moved);
                }
            }
        }
        self.check_marks(&live, &mut cursor, marks)?;
        self.save_cursor(&mut live, cursor)?;
        Ok(Progress::Next(cursor.chain.count()))
    }

    fn save_cursor(&mut self, live: &mut Live, cursor: Cursor) -> Result<(), CoreError> {
        live.room.cursor = Some(cursor);
        Ok(self.store.put_room(&live.room)?)
    }

    /// Compares the relay's signed chain with that of the cells it gave (rule M-08).
    fn check_marks(
        &mut self,
        live: &Live,
        cursor: &mut Cursor,
        marks: &[Mark],
    ) -> Result<(), CoreError> {
        let count = cursor.chain.count();
        let fresh = cursor.mark.is_none_or(|mark| mark.mark < count);
        let Some(mark) = marks.iter().find(|mark| mark.mark == count && fresh) else {
            return Ok(());
        };
        let relay = &live.room.relay;
        let statement = Statement::mark(&relay.id, &live.epoch.handle, mark.mark, &mark.chain);
        let Some(key) = self.store.relay_key(&relay.id)? else { return Ok(()) };
        if !statement.verifies(&key, &mark.signature) {
            return Ok(());
        }
        if mark.chain != *cursor.chain.value() {
            return self.warn(&live.room.id, cursor, Alarm::RelayMark);
        }
        cursor.mark = Some(*mark);
        Ok(())
    }

    /// Raises an alarm once an epoch.
    fn warn(&mut self, id: &RoomId, cursor: &mut Cursor, alarm: Alarm) -> Result<(), CoreError> {
        let bit = 1 << alarm as u8;
        if cursor.alarms & bit == 0 {
            cursor.alarms |= bit;
            self.alarm(id, alarm)?;
        }
        Ok(())
    }

    /// Remembers the chain at each full page, whether or not the relay signs it: what others say that
    /// they were shown is compared with it.
    fn note_page(&mut self, live: &Live, cursor: &Cursor) -> Result<(), CoreError> {
        let (count, chain) = (cursor.chain.count(), cursor.chain.value());
        if count.is_multiple_of(live.epoch.mailbox.cell_size.per_page()) {
            self.store.put_mark(&live.room.id, &live.epoch.handle, count, chain)?;
        }
        Ok(())
    }

    fn receive_one(
        &mut self,
        live: &mut Live,
        cursor: &mut Cursor,
        inbound: &Inbound,
    ) -> Result<Outcome, CoreError> {
        let hash = inbound.cell.hash();
        let mut after = Cursor { chain: cursor.chain.push(&hash), ..*cursor };
        self.store.savepoint()?;
        match self.take(live, &mut after, inbound, &hash) {
            Ok(outcome) => {
                self.store.release()?;
                if !matches!(outcome, Outcome::Wants) {
                    *cursor = after;
                }
                Ok(outcome)
            }
            Err(Dropped::Cell) => {
                self.store.rollback()?;
                live.group = self.load_group(&live.room.id)?;
                if inbound.last {
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
        hash: &CellHash,
    ) -> Result<Outcome, Dropped> {
        if !inbound.last && self.own_cell(&live.room.id, hash)? {
            // It may have been the request to leave: then the keys are gone.
            let epoch = self.room(&live.room.id)?.epoch;
            return Ok(if epoch.is_some() { Outcome::Stays } else { Outcome::Moved });
        }
        let (kind, body) = match unwrap(live, inbound) {
            Unwrapped::Body(kind, body) => (kind, body),
            Unwrapped::Wants => return Ok(Outcome::Wants),
            Unwrapped::Nothing => return Err(Dropped::Cell),
        };
        match (kind, inbound.last) {
            (Kind::Message, false) => {
                self.hear(live, after, &body, inbound.index).map(|()| Outcome::Stays)
            }
            (Kind::Offer, false) => self.note_offer(live, body).map(|()| Outcome::Stays),
            (Kind::Final, true) => self.end_epoch(live, after, &body, inbound.index, hash),
            _ => Err(Dropped::Cell),
        }
    }

    /// Recognises an own message by its cell: it is at the relay.
    fn own_cell(&mut self, room: &RoomId, hash: &CellHash) -> Result<bool, CoreError> {
        let Some(mut message) = self.store.message_of_cell(room, hash)? else { return Ok(false) };
        if message.delivery == Delivery::Sealed {
            let purpose = crate::state::Purpose::Message(message.id.into());
            self.store.delete_errands(room, &purpose)?;
            message.delivery = Delivery::Sent;
            self.store.put_delivery(&message)?;
            self.event(room, &Event::Message(message.id.into()))?;
            self.after_leave_request(room, &message)?;
        }
        Ok(true)
    }

    fn note_offer(&mut self, live: &Live, body: Vec<u8>) -> Result<(), Dropped> {
        let intents = self.store.intents(&live.room.id)?;
        let waiting = intents.iter().filter(|(_, intent)| matches!(intent, Intent::Offer(_)));
        if live.role().is_steward() && waiting.count() < OFFERS_MAX {
            self.store.add_intent(&live.room.id, &Intent::Offer(body))?;
        }
        Ok(())
    }

    fn hear(
        &mut self,
        live: &mut Live,
        after: &mut Cursor,
        body: &[u8],
        index: u64,
    ) -> Result<(), Dropped> {
        let message = protocol_message(body).ok_or(Dropped::Cell)?;
        let processed =
            live.group.process_message(&self.provider(), message).map_err(|_| Dropped::Cell)?;
        let Sender::Member(sender) = processed.sender().clone() else { return Err(Dropped::Cell) };
        let ProcessedMessageContent::ApplicationMessage(said) = processed.into_content() else {
            return Err(Dropped::Cell);
        };
        let envelope: Envelope = decode(&said.into_bytes()).ok_or(Dropped::Cell)?;
        let (_, leaf) = mls::leaves(&live.group)
            .into_iter()
            .find(|(index, _)| *index == sender)
            .ok_or(Dropped::Cell)?;
        if !envelope.is_franked_by(&leaf.persona, &live.room.id, live.epoch.number) {
            return Err(Dropped::Cell); // F-01
        }
        let content = sitr_content::decode(&envelope.content).map_err(|_| Dropped::Cell)?;
        self.compare_seen(live, after, &envelope.seen, index)?;
        self.keep(live, &leaf, content, envelope.content)
    }

    fn keep(
        &mut self,
        live: &Live,
        leaf: &mls::Leaf,
        content: Content,
        canonical: Vec<u8>,
    ) -> Result<(), Dropped> {
        let from = MemberId::of(&leaf.persona);
        match &content.body {
            Body::Leave if may_remove(live, &leaf.persona) => {
                self.store.add_intent(&live.room.id, &Intent::Remove(from))?;
            }
            Body::Stewards(sealed) => {
                if live.policy.role(&leaf.persona).is_steward() {
                    self.hear_steward(live, sealed)?;
                }
                return Ok(());
            }
            _ => {}
        }
        let added = self.store.add_message(&Message {
            seq: 0,
            room: live.room.id,
            id: content.id,
            from,
            name: leaf.name.as_str().to_owned(),
            at_ms: content.at_ms,
            content: canonical,
            delivery: Delivery::Received,
            cell: None,
        })?;
        if added {
            self.event(&live.room.id, &Event::Message(content.id.into()))?;
        }
        Ok(())
    }

    fn hear_steward(&mut self, live: &Live, sealed: &[u8]) -> Result<(), Dropped> {
        let room = &live.room;
        let note = room.steward.as_ref().and_then(|secret| open_note(secret, &room.id, sealed));
        match note {
            Some(StewardNote::Invite(keys, read)) => {
                if self.store.invite(&room.id, &keys.id())?.is_none() {
                    let invite = Invite { keys: *keys, read, revoked: false, made_here: false };
                    self.store.put_invite(&room.id, &invite)?;
                }
            }
            Some(StewardNote::Revoked(id)) => {
                if let Some(mut invite) = self.store.invite(&room.id, &id)? {
                    invite.revoked = true;
                    self.store.put_invite(&room.id, &invite)?;
                }
            }
            Some(StewardNote::Refused(id)) => {
                if let Some(mut knock) = self.store.knock(&room.id, &id)?
                    && knock.state == KnockState::Waiting
                {
                    knock.state = KnockState::Refused;
                    self.store.put_knock(&room.id, &knock)?;
                }
            }
            None => {}
        }
        Ok(())
    }

    /// Compares what another member was shown with what this device was shown (rule R-01). `index` is
    /// where it says so: nobody has read more cells than stand before the own one.
    pub(crate) fn compare_seen(
        &mut self,
        live: &Live,
        cursor: &mut Cursor,
        seen: &Seen,
        index: u64,
    ) -> Result<(), CoreError> {
        if seen.previous_end != live.epoch.previous_end {
            return self.warn(&live.room.id, cursor, Alarm::TranscriptDiffers);
        }
        let Some(theirs) = seen.mark else { return Ok(()) };
        let ours = self.store.mark(&live.epoch.handle, theirs.mark)?;
        if ours == Some(theirs.chain) || (ours.is_none() && theirs.mark <= index) {
            return Ok(());
        }
        let relay = &live.room.relay.id;
        let statement = Statement::mark(relay, &live.epoch.handle, theirs.mark, &theirs.chain);
        let signed = self
            .store
            .relay_key(relay)?
            .is_some_and(|key| statement.verifies(&key, &theirs.signature));
        let alarm = if signed { Alarm::RelaySplits } else { Alarm::TranscriptDiffers };
        self.warn(&live.room.id, cursor, alarm)
    }

    /// Cells of the mailbox before: another final cell that a steward signed is a fork attempt
    /// (rule R-07); it changes nothing.
    fn receive_past(
        &mut self,
        mut live: Live,
        handle: &Handle,
        cells: &[Inbound],
    ) -> Result<Progress, CoreError> {
        let Some(past) = live.room.past.clone().filter(|past| past.handle == *handle) else {
            return Ok(Progress::Moved);
        };
        let mut read = past.won_at;
        for inbound in cells.iter().filter(|inbound| inbound.last && inbound.index > past.won_at) {
            read = read.max(inbound.index);
            let Some((Kind::Final, body)) = cell::open(&past.seal, handle, &inbound.cell) else {
                continue;
            };
            let Some(body) = decode::<crate::body::Final>(&body) else { continue };
            let steward = past.stewards.iter().any(|steward| steward.0 == body.closer);
            if steward && body.is_signed(&live.room.id, handle) {
                self.alarm(&live.room.id, Alarm::ForkAttempt)?;
            }
        }
        if read > past.won_at {
            live.room.past = Some(Past { won_at: read, ..past });
            self.store.put_room(&live.room)?; // it is told once
        }
        Ok(Progress::Next(read + 1))
    }

    /// The mailbox in which this device asked to be let go has ended: it has left.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn past_ended(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let mut room = self.room(id)?;
        if room.standing == Standing::Leaving && room.epoch.is_none() {
            room.past = None;
            self.stand(&mut room, Standing::Left)?;
        }
        Ok(())
    }
}

/// Whether this device's role lets it take a member out who asks for it (rule A-06).
fn may_remove(live: &Live, persona: &sitr_community::Persona) -> bool {
    let (mine, theirs) = (live.role(), live.policy.role(persona));
    mine == Role::Admin || (mine >= Role::Moderator && mine > theirs)
}

enum Unwrapped {
    Body(Kind, Vec<u8>),
    Wants,
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
    match &inbound.payload {
        Some(payload) if crate::crypto::sha256(&[payload]) == pointer.hash => {
            Unwrapped::Body(kind, payload.clone())
        }
        Some(_) => Unwrapped::Nothing,
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
