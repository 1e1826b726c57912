//! Speaking: written down first, encrypted when it is sent, resent unchanged.

use sitr_community::{Accepted, Act, Hearing, Unsaid, may_confide, may_say};
use sitr_content::{Body, Content, DecodeError, MessageId, limit};
use tls_codec::Serialize as _;

use super::aside::{author_of, recipients};
use crate::body::{Envelope, Seen, StewardNote, encode};
use crate::core::{Core, Live};
use crate::crypto::cell::Kind;
use crate::crypto::{Secret, schedule};
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls::{self, Device};
use crate::payload::append;
use crate::state::{Cursor, Delivery, Errand, Manner, Message, Purpose, Room, Standing};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Writes something into a room's outbox. Its salt and its time are made here.
    ///
    /// # Errors
    /// [`CoreError::TooLong`] for a text beyond [`limit::TEXT`]; [`CoreError::Content`] for what nobody
    /// would take; [`CoreError::Unsaid`] for what this device's member may not say now;
    /// [`CoreError::NoMessage`] if it answers or replaces what is not here; [`CoreError::NotActive`]
    /// where this device may not speak.
    pub fn say(&mut self, id: &RoomId, content: Content) -> Result<MessageId, CoreError> {
        let room = self.room(id)?;
        if room.standing != Standing::Active {
            return Err(CoreError::not_active(room.standing));
        }
        let content = Content { at_ms: self.now_ms, ..content };
        content.check().map_err(|error| match error {
            DecodeError::Limit(limit::TEXT) => CoreError::TooLong,
            error => CoreError::Content(error),
        })?;
        for about in content.reply_to.iter().chain(&content.replaces) {
            let known = self.store.message(id, about)?;
            known.filter(|known| known.manner == Manner::Room).ok_or(CoreError::NoMessage)?;
        }
        let live = self.live_of(room)?;
        let me = self.own_leaf(&live)?;
        let last = self.last_written(id, &MemberId::of(&me.persona))?;
        self.allows(&live, &me, last, &content)??;
        self.note_guidelines(id, &content)?;
        let said = self.queue(&live.room, content, Manner::Room)?;
        self.leave_group(live);
        Ok(said)
    }

    /// Writes something into a room's outbox and, where nothing waits before it, encrypts it in the same transaction:
    /// [`Self::say`] and [`Self::pump`] in one, which costs half of what two do.
    ///
    /// # Errors
    /// See [`Self::say`].
    pub fn send(&mut self, id: &RoomId, content: Content) -> Result<MessageId, CoreError> {
        let said = self.say(id, content)?;
        self.pump(id)?;
        Ok(said)
    }

    fn own_leaf(&self, live: &Live) -> Result<mls::Leaf, CoreError> {
        mls::leaf_at(&live.group, live.group.own_leaf_index()).ok_or(CoreError::NotActive)
    }

    /// The time of the last thing that this device has said or wants to say and that slow mode counts.
    fn last_written(&self, id: &RoomId, me: &MemberId) -> Result<Option<u64>, CoreError> {
        let counts = |message: &Message| {
            message.manner == Manner::Room
                && sitr_content::decode(&message.content)
                    .is_ok_and(|content| !Act::of(&content).is_always_open())
        };
        let waiting = self.store.outbox(id)?;
        let waiting = waiting.iter().filter(|message| counts(message)).map(|message| message.at_ms);
        Ok(waiting.chain(self.store.last_said(id, me)?).max())
    }

    /// What every member decides on something that is said in the present epoch.
    pub(crate) fn allows(
        &self,
        live: &Live,
        leaf: &mls::Leaf,
        last_at_ms: Option<u64>,
        content: &Content,
    ) -> Result<Result<(), Unsaid>, CoreError> {
        let replaced = match &content.replaces {
            Some(id) => self.store.message(&live.room.id, id)?,
            None => None,
        };
        let hearing = Hearing {
            policy: &live.policy,
            speaker: &leaf.persona,
            accepted: accepted_by(live, leaf),
            last_at_ms,
            replaces_own: replaced.map(|message| message.from == MemberId::of(&leaf.persona)),
        };
        Ok(may_say(&hearing, content))
    }

    /// Puts content into the outbox.
    pub(crate) fn queue(
        &mut self,
        room: &Room,
        content: Content,
        manner: Manner,
    ) -> Result<MessageId, CoreError> {
        let mut salt = [0; 16];
        self.rng.fill_bytes(&mut salt);
        let content = Content { salt, at_ms: self.now_ms, ..content };
        let bytes = sitr_content::encode(&content);
        let author = author_of(room, &manner);
        let id = MessageId::of(&author.0, &room.id.0, &bytes).map_err(CoreError::Content)?;
        let message = Message {
            seq: 0,
            room: room.id,
            id,
            from: MemberId::of(&room.me.persona()),
            name: room.me.name()?.as_str().to_owned(),
            at_ms: self.now_ms,
            content: bytes,
            delivery: Delivery::Queued,
            cell: None,
            manner,
            franked: None,
        };
        self.store.add_message(&message)?;
        if let Some(ends) = content.expires {
            self.store.put_end(&room.id, &id, ends)?;
        }
        self.tell(&message)?;
        Ok(id)
    }

    /// Tells the room's other stewards something, under a key that only stewards hold. It is sealed when
    /// it is sent: the secret may change before.
    pub(crate) fn tell_stewards(
        &mut self,
        live: &Live,
        note: &StewardNote,
    ) -> Result<(), CoreError> {
        if live.policy.stewards().count() > 1 {
            let body = Body::Stewards(encode(note));
            self.queue(&live.room, Content::new([0; 16], 0, body), Manner::Room)?;
        }
        Ok(())
    }

    /// The content as it is sent. None for what nobody would take any more: a note to stewards from who is
    /// none, or what the room has forbidden since it was written.
    fn outgoing(&mut self, live: &Live, message: &Message) -> Result<Option<Vec<u8>>, CoreError> {
        let Ok(content) = sitr_content::decode(&message.content) else { return Ok(None) };
        if let Manner::Aside(aside) = &message.manner {
            let me = live.room.me.persona();
            let heard = may_confide(&live.policy, aside.named.then_some(&me), &content).is_ok()
                && !recipients(live, aside).is_empty();
            return Ok(heard.then(|| message.content.clone()));
        }
        let me = self.own_leaf(live)?;
        let last = self.store.last_said(&live.room.id, &MemberId::of(&me.persona))?;
        if self.allows(live, &me, last, &content)?.is_err() {
            return Ok(None);
        }
        let Body::Stewards(note) = &content.body else { return Ok(Some(message.content.clone())) };
        let Some(secret) = live.room.steward.as_ref() else { return Ok(None) };
        let sealed = seal_note(&schedule::steward_note_key(secret), &live.room.id, note, self.rng);
        Ok(Some(sitr_content::encode(&Content { body: Body::Stewards(sealed), ..content })))
    }

    /// Encrypts the next message of the outbox, unless one is on its way already: at most one append of
    /// a room and device is in flight (rule O-01). Tells whether there is something to send now.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn pump(&mut self, id: &RoomId) -> Result<bool, CoreError> {
        let Some(message) = self.store.next_queued(id)? else { return Ok(false) }; // O-01
        let Ok(mut live) = self.live(id) else { return Ok(false) };
        let Some(cursor) = live.room.cursor else { return Ok(false) };
        if cursor.inert.is_some() {
            self.leave_group(live);
            return Ok(false);
        }
        self.seal_message(&mut live, &cursor, message)?;
        self.leave_group(live);
        Ok(true)
    }

    fn seal_message(
        &mut self,
        live: &mut Live,
        cursor: &Cursor,
        mut message: Message,
    ) -> Result<(), CoreError> {
        let Some(content) = self.outgoing(live, &message)? else {
            message.delivery = Delivery::Failed;
            self.store.put_delivery(&message)?;
            return self.tell(&message);
        };
        let (kind, body) = match &message.manner {
            Manner::Room => self.said_to_all(live, cursor, content)?,
            Manner::Aside(aside) => self.deposit(live, content, aside)?,
        };
        let (mut steps, cell) = live.target().fit(kind, &body, self.rng)?;
        let relay = &live.room.relay.id;
        steps.push(append(relay, live.epoch.handle, &cell, &live.epoch.write_seed, 0));
        message.delivery = Delivery::Sealed;
        message.cell = Some(cell.hash());
        self.store.put_delivery(&message)?;
        let purpose = Purpose::Message(message.id.into());
        self.store.add_errand(&Errand { room: live.room.id, purpose, steps })?;
        Ok(())
    }

    /// The kind and the body that a message is sent as.
    fn said_to_all(
        &mut self,
        live: &mut Live,
        cursor: &Cursor,
        content: Vec<u8>,
    ) -> Result<(Kind, Vec<u8>), CoreError> {
        let envelope = Envelope::new(
            content,
            Secret::random(self.rng),
            &live.room.me.persona_seed,
            &live.room.id,
            live.epoch.number,
            Seen { previous_end: live.epoch.previous_end, mark: cursor.mark },
        );
        let device = Device(&live.room.me.device_seed);
        let sealed = live
            .group
            .create_message(&self.provider(), &device, &encode(&envelope))
            .map_err(|_| CoreError::Bug("MLS did not encrypt"))?
            .tls_serialize_detached()
            .map_err(|_| CoreError::Bug("MLS did not encode"))?;
        Ok((Kind::Message, sealed))
    }
}

const NONCE: usize = 24;

fn seal_note(key: &Secret, room: &RoomId, note: &[u8], rng: &mut dyn rand::CryptoRng) -> Vec<u8> {
    use chacha20poly1305::aead::{Aead, KeyInit, Payload};
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let cipher = chacha20poly1305::XChaCha20Poly1305::new(key.expose().into());
    let payload = Payload { msg: note, aad: &room.0 };
    // Sealing fails only beyond the cipher's limit of 256 GiB.
    let sealed = cipher.encrypt(&nonce.into(), payload).unwrap_or_default();
    [&nonce[..], &sealed].concat()
}

/// Opens what a steward told the stewards.
#[must_use]
pub fn open_note(steward: &Secret, room: &RoomId, sealed: &[u8]) -> Option<StewardNote> {
    use chacha20poly1305::aead::{Aead, KeyInit, Payload};
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let key = schedule::steward_note_key(steward);
    let cipher = chacha20poly1305::XChaCha20Poly1305::new(key.expose().into());
    let payload = Payload { msg: sealed, aad: &room.0 };
    crate::body::decode(&cipher.decrypt(nonce.into(), payload).ok()?)
}

/// What the member accepts whose leaf this is: with this one, or with another of its devices (rule A-35).
fn accepted_by(live: &Live, leaf: &mls::Leaf) -> Option<Accepted> {
    let present = live.policy.settings.guidelines;
    let own = leaf.stance.accepts(present);
    let elsewhere = || {
        let present = present?;
        mls::accepts(&live.group, &leaf.persona, present).then_some(Accepted(present))
    };
    own.filter(|own| Some(own.0) == present).or_else(elsewhere).or(own)
}
