//! Invites and knocks, from the stewards' side.

use sitr_community::Persona;
use sitr_wire::statement::Statement;
use sitr_wire::{Address, CellHash, CellSize, Keep, Life, Mailbox, Seed};

use crate::body::{
    Answer, Card, InviteKeys, KnockBody, Link, SignedAnswer, StewardNote, WelcomeBundle, decode,
    encode,
};
use crate::core::{Core, Inbound, Live};
use crate::crypto::cell::{self, Kind};
use crate::crypto::hpke::{self, Kem, KeyPair};
use crate::crypto::{Secret, schedule};
use crate::error::CoreError;
use crate::ids::{InviteId, KnockId, RoomId};
use crate::mls;
use crate::payload::{Target, append};
use crate::state::{
    Errand, Event, Intent, Invite, Knock, KnockState, Purpose, Room, Standing, Step,
};
use crate::store::Store;

/// The most knocks that one invite takes.
pub const USES_MAX: u32 = 1000;
/// Leading zero bits that the ticket of a knock must show.
const KNOCK_COST: u8 = 3;

impl<S: Store> Core<'_, S> {
    fn seed(&mut self) -> Seed {
        Seed::new(*Secret::random(self.rng).expose())
    }

    /// Makes an invite: a card mailbox and a knock mailbox, opened by an errand. `expires_at` is in seconds
    /// since 1970-01-01 UTC; the relay enforces it by the day, clients by the second.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members.
    pub fn create_invite(
        &mut self,
        id: &RoomId,
        uses: u32,
        expires_at: u64,
    ) -> Result<InviteId, CoreError> {
        let live = self.steward(id)?;
        let relay = live.room.relay.clone();
        let days = (expires_at.saturating_sub(self.now_ms / 1000)).div_ceil(86_400);
        let wanted = u64::from(Life::Days30.days());
        let longest = if days <= wanted { Life::Days30 } else { Life::Days180 };
        let life = if days <= 1 { Life::Days1 } else { longest };
        let pair = KeyPair::generate(Kem::XWing, self.rng)
            .map_err(|_| CoreError::Bug("no X-Wing key could be made"))?;
        let (burn_seed, write_seed, card_write) = (self.seed(), self.seed(), self.seed());
        let (answer_seed, knocks_seal) = (self.seed(), Secret::random(self.rng));
        let knocks_address = Address::new(*Secret::random(self.rng).expose());
        let close_key = schedule::nobody(self.rng);
        let mailbox = |address: &Address, write: &Seed, capacity, append_cost| Mailbox {
            address_hash: address.hash(),
            write_key: write.public(),
            close_key,
            burn_key: Some(burn_seed.public()),
            cell_size: CellSize::K16,
            capacity,
            life,
            keep: Keep::Days7,
            append_cost,
        };
        let uses = uses.clamp(1, USES_MAX);
        let knocks = mailbox(&knocks_address, &write_seed, uses, KNOCK_COST);
        let card = Card {
            room: *id,
            name: live.policy.name.as_str().to_owned(),
            relay: relay.clone(),
            knock_key: pair.public,
            knocks: knocks.clone(),
            knocks_write_seed: write_seed,
            knocks_seal: knocks_seal.clone(),
            answer_key: answer_seed.public(),
            expires_at,
        };
        let mut link = Link {
            version: 1,
            relay: relay.clone(),
            secret: Secret::random(self.rng),
            card: knocks.handle(&relay.id),
            card_hash: CellHash([0; 32]),
        };
        let card_box = mailbox(&link.card_address(), &card_write, 1, 0);
        link.card = card_box.handle(&relay.id);
        let (size, seal) = (CellSize::K16, link.card_seal());
        let cell = cell::seal(&seal, &link.card, size, Kind::Card, &encode(&card), self.rng)
            .map_err(|_| CoreError::TooLong)?;
        link.card_hash = cell.hash();
        let steps = vec![
            Step::Open(knocks.clone()),
            Step::Open(card_box),
            append(&relay.id, link.card, &cell, &card_write, 0),
        ];
        let keys = InviteKeys {
            link,
            expires_at,
            uses,
            knock_key: pair.private,
            answer_seed,
            knocks,
            knocks_address,
            knocks_seal,
            burn_seed,
        };
        self.publish(&live, keys, steps)
    }

    fn publish(
        &mut self,
        live: &Live,
        keys: InviteKeys,
        steps: Vec<Step>,
    ) -> Result<InviteId, CoreError> {
        let (room, invite) = (live.room.id, keys.id());
        self.store.add_errand(&Errand { room, purpose: Purpose::Invite(invite), steps })?;
        self.tell_stewards(live, &StewardNote::Invite(Box::new(keys.clone()), 0))?;
        self.store.put_invite(&room, &Invite { keys, read: 0, revoked: false, made_here: true })?;
        Ok(invite)
    }

    /// Ends an invite: both its mailboxes are burned.
    ///
    /// # Errors
    /// [`CoreError::NoInvite`] if there is none of this id.
    pub fn revoke_invite(&mut self, id: &RoomId, invite: &InviteId) -> Result<(), CoreError> {
        let live = self.steward(id)?;
        let invite = self.store.invite(id, invite)?.ok_or(CoreError::NoInvite)?;
        let note = StewardNote::Revoked(invite.keys.id());
        self.burn_invite(&live.room, invite)?;
        self.tell_stewards(&live, &note)
    }

    pub(crate) fn burn_invite(&mut self, room: &Room, mut invite: Invite) -> Result<(), CoreError> {
        let relay = &room.relay.id;
        let keys = &invite.keys;
        let burn =
            |handle| Step::Burn(handle, Statement::burn(relay, &handle).sign(&keys.burn_seed));
        let id = keys.id();
        let steps = vec![burn(keys.link.card), burn(keys.knocks.handle(relay))];
        let purpose = Purpose::Revoke(id);
        self.store.add_errand(&Errand { room: room.id, purpose, steps })?;
        invite.revoked = true;
        Ok(self.store.put_invite(&room.id, &invite)?)
    }

    /// Takes in cells of an invite's knock mailbox, in order.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn receive_knocks(
        &mut self,
        id: &RoomId,
        invite: &InviteId,
        cells: &[Inbound],
    ) -> Result<u64, CoreError> {
        let mut invite = self.store.invite(id, invite)?.ok_or(CoreError::NoInvite)?;
        let room = self.room(id)?;
        for inbound in cells {
            if inbound.index != invite.read {
                continue;
            }
            invite.read += 1;
            if let Some(knock) = self.read_knock(&room, &invite.keys, inbound)
                && self.store.knock(id, &knock.id)?.is_none()
            {
                self.note_knock(&room, knock)?;
            }
        }
        self.store.put_invite(id, &invite)?;
        Ok(invite.read)
    }

    fn note_knock(&mut self, room: &Room, mut knock: Knock) -> Result<(), CoreError> {
        let seen = self.store.knocks(&room.id)?;
        if seen.iter().any(|other| other.key_package == knock.key_package) {
            return Ok(()); // J-05
        }
        // Another steward may have let it in before this device read of it.
        if self.live(&room.id).is_ok_and(|live| self.is_in(&live, &knock)) {
            knock.state = KnockState::Admitted;
            return Ok(self.store.put_knock(&room.id, &knock)?);
        }
        // Who knocks again no longer waits for the answer to the knock before.
        let waits = |other: &Knock| {
            other.persona == knock.persona
                && matches!(other.state, KnockState::Waiting | KnockState::Admitting)
        };
        for mut other in seen.into_iter().filter(waits) {
            other.state = KnockState::Refused;
            self.store.put_knock(&room.id, &other)?;
        }
        if room.admits_everyone {
            knock.state = KnockState::Admitting;
            self.store.add_intent(&room.id, &Intent::Admit(knock.id))?;
        }
        self.store.put_knock(&room.id, &knock)?;
        self.event(&room.id, &Event::Knock(knock.id))
    }

    /// Reads a knock, strictly (rules J-02, J-05): `None` for anything else.
    fn read_knock(&self, room: &Room, keys: &InviteKeys, inbound: &Inbound) -> Option<Knock> {
        let relay = &room.relay.id;
        let handle = keys.knocks.handle(relay);
        let (kind, sealed) = cell::open(&keys.knocks_seal, &handle, &inbound.cell)?;
        if kind != Kind::Knock {
            return None;
        }
        let body =
            hpke::open(Kem::XWing, &keys.knock_key, "knock", relay, &handle, &sealed).ok()?; // J-02
        let body: KnockBody = decode(&body)?;
        let (_, leaf) = mls::read_key_package(self.crypto, &room.id, &body.key_package)?;
        body.is_sane().then(|| Knock {
            id: KnockId::of(&inbound.cell.hash()),
            invite: keys.id(),
            name: leaf.name.as_str().to_owned(),
            persona: leaf.persona.0,
            note: body.note,
            key_package: body.key_package,
            reply: body.reply,
            state: KnockState::Waiting,
            at_ms: self.now_ms,
            index: inbound.index,
        })
    }

    /// How many of an invite's knocks, from the first on, need nobody any more.
    pub(crate) fn settled_knocks(&self, id: &RoomId, invite: &Invite) -> Result<u64, CoreError> {
        let open = |knock: &Knock| {
            knock.invite == invite.keys.id()
                && matches!(knock.state, KnockState::Waiting | KnockState::Admitting)
        };
        let knocks = self.store.knocks(id)?;
        let first = knocks.iter().filter(|knock| open(knock)).map(|knock| knock.index).min();
        Ok(first.unwrap_or(invite.read))
    }

    /// Lets a knock in with the next commit.
    ///
    /// # Errors
    /// [`CoreError::NoKnock`], or [`CoreError::KnockAnswered`] if somebody decided before.
    pub fn admit(&mut self, id: &RoomId, knock: &KnockId) -> Result<(), CoreError> {
        self.steward(id)?;
        let mut knock = self.store.knock(id, knock)?.ok_or(CoreError::NoKnock)?;
        match knock.state {
            KnockState::Waiting => {}
            KnockState::Admitting => return Ok(()),
            KnockState::Admitted | KnockState::Refused => return Err(CoreError::KnockAnswered),
        }
        knock.state = KnockState::Admitting;
        self.store.put_knock(id, &knock)?;
        Ok(self.store.add_intent(id, &Intent::Admit(knock.id))?)
    }

    /// Refuses a knock, and tells the newcomer so.
    ///
    /// # Errors
    /// [`CoreError::NoKnock`], or [`CoreError::KnockAnswered`] if somebody decided before.
    pub fn refuse(&mut self, id: &RoomId, knock: &KnockId, why: &str) -> Result<(), CoreError> {
        let live = self.steward(id)?;
        let mut knock = self.store.knock(id, knock)?.ok_or(CoreError::NoKnock)?;
        if knock.state != KnockState::Waiting {
            return Err(CoreError::KnockAnswered);
        }
        knock.state = KnockState::Refused;
        self.store.put_knock(id, &knock)?;
        self.answer(&live.room, &knock, &Answer::Refused(why.to_owned()))?;
        self.tell_stewards(&live, &StewardNote::Refused(knock.id))
    }

    /// Admits whoever knocks, from now on, or asks a person again.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members.
    pub fn admit_everyone(&mut self, id: &RoomId, everyone: bool) -> Result<(), CoreError> {
        let mut live = self.steward(id)?;
        live.room.admits_everyone = everyone;
        self.store.put_room(&live.room)?;
        if everyone {
            for knock in self.store.knocks(id)? {
                if knock.state == KnockState::Waiting {
                    self.admit(id, &knock.id)?;
                }
            }
        }
        Ok(())
    }

    /// Sends the Welcome to somebody whom the last commit let in.
    pub(crate) fn welcome(
        &mut self,
        live: &Live,
        knock: &KnockId,
        welcome: &[u8],
        previous_veil: &Secret,
    ) -> Result<(), CoreError> {
        use tls_codec::Serialize as _;
        let Some(mut knock) = self.store.knock(&live.room.id, knock)? else { return Ok(()) };
        let tree = live
            .group
            .export_ratchet_tree()
            .tls_serialize_detached()
            .map_err(|_| CoreError::Bug("the tree does not encode"))?;
        let is_steward = live.policy.role(&Persona(knock.persona)).is_steward();
        let bundle = WelcomeBundle {
            welcome: welcome.to_vec(),
            tree,
            previous_veil: previous_veil.clone(),
            previous_end: live.epoch.previous_end,
            mailbox: live.epoch.mailbox.clone(),
            steward: is_steward.then(|| live.room.steward.clone()).flatten(),
        };
        knock.state = KnockState::Admitted;
        self.store.put_knock(&live.room.id, &knock)?;
        self.answer(&live.room, &knock, &Answer::Welcome(Box::new(bundle)))?;
        if is_steward {
            let open = self.store.invites(&live.room.id)?.into_iter().filter(|one| !one.revoked);
            for invite in open {
                self.share_invite(live, invite)?;
            }
        }
        Ok(())
    }

    /// Lets the other stewards serve an invite too.
    pub(crate) fn share_invite(&mut self, live: &Live, invite: Invite) -> Result<(), CoreError> {
        let settled = self.settled_knocks(&live.room.id, &invite)?;
        self.tell_stewards(live, &StewardNote::Invite(Box::new(invite.keys), settled))
    }

    fn answer(&mut self, room: &Room, knock: &Knock, answer: &Answer) -> Result<(), CoreError> {
        let invite = self.store.invite(&room.id, &knock.invite)?.ok_or(CoreError::NoInvite)?;
        let relay = &room.relay.id;
        let reply = &knock.reply;
        let handle = reply.mailbox.handle(relay);
        let (persona, answers) = (&room.me.persona_seed, &invite.keys.answer_seed);
        let signed = SignedAnswer::new(answer, &room.id, &handle, persona, answers);
        let target = Target {
            relay,
            handle: &handle,
            size: reply.mailbox.cell_size,
            seal: &reply.seal,
            life: reply.mailbox.life,
            keep: reply.mailbox.keep,
        };
        let (mut steps, cell) = target.fit(Kind::Reply, &encode(&signed), self.rng)?;
        steps.push(append(relay, handle, &cell, &reply.write_seed, reply.mailbox.append_cost));
        let purpose = Purpose::Answer(knock.id);
        self.store.add_errand(&Errand { room: room.id, purpose, steps })?;
        Ok(())
    }

    /// Whether this persona may be let in: it is known, and the room is one that this device serves.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn serves(&self, id: &RoomId) -> Result<bool, CoreError> {
        let room = self.room(id)?;
        Ok(room.standing == Standing::Active && room.steward.is_some())
    }

    /// Whether the very device that knocked is a member. A persona that is in with another device asks to
    /// come back.
    pub(crate) fn is_in(&self, live: &Live, knock: &Knock) -> bool {
        mls::holds(&live.group, self.crypto, &live.room.id, &knock.key_package)
    }
}
