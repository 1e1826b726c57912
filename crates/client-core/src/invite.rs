//! Invites, from the stewards' side.

use sitr_content::Guidelines;
use sitr_wire::statement::Statement;
use sitr_wire::{Address, CellHash, CellSize, Keep, Life, Mailbox, Seed};

use crate::body::{Card, Face, InviteKeys, Link, StewardNote, decode, encode};
use crate::core::{Core, Live};
use crate::crypto::cell::{self, Kind};
use crate::crypto::hpke::{Kem, KeyPair};
use crate::crypto::{Secret, expand, schedule};
use crate::error::CoreError;
use crate::ids::{InviteId, RoomId};
use crate::payload::append;
use crate::state::{Errand, Invite, Purpose, Room, RoomNote, Step};
use crate::store::Store;

/// The most knocks that one invite takes.
pub const USES_MAX: u32 = 1000;
/// Invites of one room that are open at the same time: each is a mailbox that every steward watches.
pub const INVITES_MAX: usize = 32;
/// The longest time that an invite is open.
const LIFE_MAX: Life = Life::Days180;
/// Seconds by which stewards' clocks may differ.
const SLACK_SECONDS: u64 = 86_400;
/// Leading zero bits that the ticket of a knock must show.
const KNOCK_COST: u8 = 3;

/// The burn keys of an invite's two mailboxes. They differ, and so does everything else of the two: a copied
/// disk must not tie the card to the knocks (rule P-04).
struct BurnSeeds {
    card: Seed,
    knocks: Seed,
}

impl BurnSeeds {
    fn of(invite: &Seed) -> Self {
        let secret = Secret::new(*invite.expose());
        Self {
            card: Seed::new(expand(&secret, "sitr/v1/invite/burn-card")),
            knocks: Seed::new(expand(&secret, "sitr/v1/invite/burn-knocks")),
        }
    }
}

impl<S: Store> Core<'_, S> {
    fn seed(&mut self) -> Seed {
        Seed::new(*Secret::random(self.rng).expose())
    }

    /// Makes an invite: a card mailbox and a knock mailbox, opened by an errand. `expires_at` is in seconds
    /// since 1970-01-01 UTC; the relay enforces it by the day, clients by the second.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members; [`CoreError::TooManyInvites`] while [`INVITES_MAX`] are
    /// open.
    pub fn create_invite(
        &mut self,
        id: &RoomId,
        uses: u32,
        expires_at: u64,
    ) -> Result<InviteId, CoreError> {
        let live = self.steward(id)?;
        if self.open_invites(id)? >= INVITES_MAX {
            return Err(CoreError::TooManyInvites);
        }
        let (relay, face) = (live.room.relay.clone(), self.face(&live)?);
        let expires_at = expires_at.min(latest_end(self.now_ms / 1000));
        let days = (expires_at.saturating_sub(self.now_ms / 1000)).div_ceil(86_400);
        let wanted = u64::from(Life::Days30.days());
        let longest = if days <= wanted { Life::Days30 } else { LIFE_MAX };
        let life = if days <= 1 { Life::Days1 } else { longest };
        let pair = KeyPair::generate(Kem::XWing, self.rng)
            .map_err(|_| CoreError::Bug("no X-Wing key could be made"))?;
        let (burn_seed, write_seed, card_write) = (self.seed(), self.seed(), self.seed());
        let (answer_seed, knocks_seal) = (self.seed(), Secret::random(self.rng));
        let knocks_address = Address::new(*Secret::random(self.rng).expose());
        let (burns, secret) = (BurnSeeds::of(&burn_seed), Secret::random(self.rng)); // P-04
        let mut mailbox =
            |address: &Address, write: &Seed, burn: &Seed, capacity, append_cost| Mailbox {
                address_hash: address.hash(),
                write_key: write.public(),
                close_key: schedule::nobody(self.rng),
                burn_key: Some(burn.public()),
                cell_size: CellSize::K16,
                capacity,
                life,
                keep: Keep::Days7,
                append_cost,
            };
        let uses = uses.clamp(1, USES_MAX);
        let knocks = mailbox(&knocks_address, &write_seed, &burns.knocks, uses, KNOCK_COST);
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
            face,
        };
        let mut link = Link {
            version: 1,
            relay: relay.clone(),
            secret,
            card: knocks.handle(&relay.id),
            card_hash: CellHash([0; 32]),
        };
        let card_box = mailbox(&link.card_address(), &card_write, &burns.card, 1, 0);
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

    /// What the cards of a room show beside its name.
    fn face(&self, live: &Live) -> Result<Option<Face>, CoreError> {
        let (id, present) = (&live.room.id, live.policy.settings.guidelines);
        let questions = self.questions(id)?;
        let known = self.store.note(id, RoomNote::Guidelines)?;
        let known = known.and_then(|bytes| decode::<Guidelines>(&bytes));
        let guidelines = known.filter(|known| Some(known.hash().0) == present);
        let community = live.policy.settings.community.map(|community| RoomId(community.room));
        let face = Face { questions, guidelines, community };
        Ok((!face.is_empty()).then_some(face))
    }

    /// What this device's invites ask newcomers.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn questions(&self, id: &RoomId) -> Result<Vec<String>, CoreError> {
        let asked = self.store.note(id, RoomNote::Questions)?;
        Ok(asked.and_then(|bytes| decode(&bytes)).unwrap_or_default())
    }

    /// Has the invites that this device makes from now on ask these questions.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members; [`CoreError::TooLong`] beyond [`QUESTIONS_MAX`] and
    /// [`QUESTION_MAX_BYTES`].
    ///
    /// [`QUESTIONS_MAX`]: crate::body::QUESTIONS_MAX
    /// [`QUESTION_MAX_BYTES`]: crate::body::QUESTION_MAX_BYTES
    pub fn ask(&mut self, id: &RoomId, questions: Vec<String>) -> Result<(), CoreError> {
        self.steward(id)?;
        let face = Face { questions, guidelines: None, community: None };
        if !face.is_sane() {
            return Err(CoreError::TooLong);
        }
        Ok(self.store.put_note(id, RoomNote::Questions, Some(&encode(&face.questions)))?)
    }

    fn open_invites(&self, id: &RoomId) -> Result<usize, CoreError> {
        let now = self.now_ms / 1000;
        let invites = self.store.invites(id)?;
        Ok(invites.iter().filter(|invite| !invite.revoked && !invite.keys.is_over(now)).count())
    }

    /// Takes in an invite that another steward made, if this one's own program could have made it
    /// (rule J-09).
    pub(crate) fn note_invite(
        &mut self,
        room: &Room,
        keys: InviteKeys,
        read: u64,
    ) -> Result<(), CoreError> {
        let sane = is_honest(&keys, room, self.now_ms / 1000) && read <= u64::from(keys.uses);
        let id = keys.id();
        let is_new =
            self.store.invite(&room.id, &id)?.is_none() && !self.store.has_ended(&room.id, &id)?;
        if sane && is_new && self.open_invites(&room.id)? < INVITES_MAX {
            let invite = Invite { keys, read, revoked: false, made_here: false };
            self.store.put_invite(&room.id, &invite)?; // J-09
        }
        Ok(())
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
        let burn = |handle, seed| Step::Burn(handle, Statement::burn(relay, &handle).sign(seed));
        let (id, burns) = (keys.id(), BurnSeeds::of(&keys.burn_seed));
        let knocks = keys.knocks.handle(relay);
        let steps = vec![burn(keys.link.card, &burns.card), burn(knocks, &burns.knocks)];
        let purpose = Purpose::Revoke(id);
        self.store.add_errand(&Errand { room: room.id, purpose, steps })?;
        invite.revoked = true;
        Ok(self.store.put_invite(&room.id, &invite)?)
    }

    /// Lets the other stewards serve an invite too.
    pub(crate) fn share_invite(&mut self, live: &Live, invite: Invite) -> Result<(), CoreError> {
        let settled = self.settled_knocks(&live.room.id, &invite)?;
        self.tell_stewards(live, &StewardNote::Invite(Box::new(invite.keys), settled))
    }
}

/// The latest time at which an invite made now may end, in seconds since 1970-01-01 UTC.
fn latest_end(now: u64) -> u64 {
    now.saturating_add(u64::from(LIFE_MAX.days()) * 86_400)
}

/// Whether an invite is one as [`Core::create_invite`] makes them (rule J-09).
fn is_honest(keys: &InviteKeys, room: &Room, now: u64) -> bool {
    let (link, knocks) = (&keys.link, &keys.knocks);
    let belongs = link.version == 1 && link.relay.id == room.relay.id && link.relay.is_sane();
    let derived = knocks.address_hash == keys.knocks_address.hash()
        && knocks.burn_key == Some(BurnSeeds::of(&keys.burn_seed).knocks.public());
    let modest = (1..=USES_MAX).contains(&keys.uses)
        && knocks.capacity == keys.uses
        && knocks.cell_size == CellSize::K16
        && knocks.keep == Keep::Days7
        && knocks.append_cost == KNOCK_COST;
    let ends = keys.expires_at <= latest_end(now).saturating_add(SLACK_SECONDS);
    belongs && derived && modest && ends && !keys.is_over(now)
}
