//! What members say: opened, checked, kept.

use openmls::prelude::{ProcessedMessageContent, Sender};
use sitr_community::{Act, Persona};
use sitr_content::{Body, Content, MessageId, Own};

use super::receive::{Dropped, protocol_message};
use super::send::open_note;
use crate::body::{Envelope, StewardNote, decode};
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls;
use crate::state::{
    Alarm, Cursor, Delivery, Event, Franked, Intent, KnockState, Manner, Message, Room, Standing,
};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    pub(super) fn hear(
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
        let said = match processed.into_content() {
            ProcessedMessageContent::ApplicationMessage(said) => said,
            ProcessedMessageContent::OwnPrivateMessage => return self.hear_copy(live, after),
            _ => return Err(Dropped::Cell),
        };
        let envelope: Envelope = decode(&said.into_bytes()).ok_or(Dropped::Cell)?;
        let leaf = mls::leaf_at(&live.group, sender).ok_or(Dropped::Cell)?;
        if !envelope.is_franked_by(&leaf.persona, &live.room.id, live.epoch.number) {
            return Err(Dropped::Cell); // F-01
        }
        let content = sitr_content::decode(&envelope.content).map_err(|_| Dropped::Cell)?;
        self.compare_seen(live, after, &envelope.seen, index)?;
        let from = MemberId::of(&leaf.persona);
        let last = match live.policy.settings.slow_seconds {
            0 => None,
            _ => self.store.last_said(&live.room.id, &from)?,
        };
        if let Err(why) = self.allows(live, &leaf, last, &content)? {
            let name = leaf.name.as_str().to_owned();
            return Ok(self.event(&live.room.id, &Event::Unsaid(from, name, why.to_string()))?);
        }
        self.note_said(&live.room, &from, &content)?;
        let franked = Franked {
            persona: leaf.persona.0,
            epoch: live.epoch.number,
            franking: envelope.franking(),
        };
        self.keep(live, &leaf, &content, envelope.content, franked)
    }

    /// A message in the name of this device's leaf that it did not send. It may come from another copy of the
    /// profile, or from this one before an older copy was put back; a bad member can replay or make one too, so
    /// it proves nothing. The epoch is to end, and what was said in it is said once more.
    fn hear_copy(&mut self, live: &Live, after: &mut Cursor) -> Result<(), Dropped> {
        if !after.is_copied {
            after.is_copied = true;
            self.alarm(&live.room.id, Alarm::Copied)?;
        }
        Ok(())
    }

    fn keep(
        &mut self,
        live: &mut Live,
        leaf: &mls::Leaf,
        content: &Content,
        canonical: Vec<u8>,
        franked: Franked,
    ) -> Result<(), Dropped> {
        let from = MemberId::of(&leaf.persona);
        let is_own = leaf.persona == live.room.me.persona();
        match &content.body {
            // Who leaves goes with all devices.
            Body::Leave if is_own && live.room.standing == Standing::Active => {
                self.stand(&mut live.room, Standing::Leaving)?;
            }
            Body::Leave if is_own => {}
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
        let (author, room) = (&leaf.persona.0, &live.room.id.0);
        let id = MessageId::of(author, room, &canonical).map_err(|_| Dropped::Cell)?;
        let added = self.store.add_message(&Message {
            seq: 0,
            room: live.room.id,
            id,
            from,
            name: leaf.name.as_str().to_owned(),
            at_ms: content.at_ms,
            content: canonical,
            // What another device of this member says is its own.
            delivery: if is_own { Delivery::Sent } else { Delivery::Received },
            cell: None,
            manner: Manner::Room,
            franked: Some(franked),
        })?;
        if added {
            if let Some(ends) = content.expires {
                self.store.put_end(&live.room.id, &id, ends)?;
            }
            self.note_guidelines(&live.room.id, content)?;
            self.after_said(&live.room.id, content)?;
            self.event(&live.room.id, &Event::Message(id.into()))?;
            if matches!(content.body, Body::Own(_, Own::Refounding(_))) {
                let (who, name) = (MemberId::of(&leaf.persona), leaf.name.as_str().to_owned());
                self.event(&live.room.id, &Event::Refounded(who, name, id.into()))?; // J-13
            }
        }
        Ok(())
    }

    /// Remembers when somebody spoke, for slow mode (rule A-24). Whether a room is slow changes with an epoch, and what
    /// is remembered ends with one.
    pub(crate) fn note_said(
        &self,
        room: &Room,
        who: &MemberId,
        content: &Content,
    ) -> Result<(), CoreError> {
        if room.slow_seconds != Some(0) && !Act::of(content).is_always_open() {
            self.store.note_said(&room.id, who, content.at_ms)?;
        }
        Ok(())
    }

    /// What is taken back is gone: its words and those of its changes leave this device, and what stands in their
    /// place says so.
    pub(crate) fn after_said(&mut self, room: &RoomId, content: &Content) -> Result<(), CoreError> {
        let taken_back = matches!(content.body, Body::Deleted | Body::Unreacted);
        let Some(target) = content.replaces.filter(|_| taken_back) else { return Ok(()) };
        let Some(message) = self.store.message(room, &target)? else { return Ok(()) };
        if !is_changeable(&message) {
            return Ok(());
        }
        let instead = sitr_content::encode(content);
        for mut said in self.store.said_by(room, &message.from)? {
            if said.id == target || (is_changeable(&said) && replaces(&said, &target)) {
                said.content.clone_from(&instead);
                self.store.put_content(&said)?;
            }
        }
        self.event(room, &Event::Message(target.into()))
    }

    fn hear_steward(&mut self, live: &Live, sealed: &[u8]) -> Result<(), Dropped> {
        let room = &live.room;
        let note = room.steward.as_ref().and_then(|secret| open_note(secret, &room.id, sealed));
        match note {
            Some(StewardNote::Invite(keys, read)) => self.note_invite(room, *keys, read)?,
            Some(StewardNote::Revoked(id)) => match self.store.invite(&room.id, &id)? {
                Some(mut invite) => {
                    invite.revoked = true;
                    self.store.put_invite(&room.id, &invite)?;
                }
                None => self.end_invite(&room.id, &id)?,
            },
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
}

/// Whether this device's role lets it take a member out who asks for it (rule A-06).
pub(crate) fn may_remove(live: &Live, persona: &Persona) -> bool {
    let (mine, theirs) = (live.role(), live.policy.role(persona));
    mine.may(Act::Remove) && mine.is_above(theirs)
}

/// Whether a message is one that its author can change: what is logged or counted stays (rule A-28).
fn replaces(message: &Message, other: &MessageId) -> bool {
    sitr_content::decode(&message.content).is_ok_and(|content| content.replaces == Some(*other))
}

fn is_changeable(message: &Message) -> bool {
    let changeable = |content: Content| {
        matches!(content.body, Body::Text(_) | Body::Files { .. } | Body::Reaction(_))
    };
    message.manner == Manner::Room && sitr_content::decode(&message.content).is_ok_and(changeable)
}
