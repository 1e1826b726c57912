//! Joining, from the newcomer's side.

mod again;
mod along;
mod back;
mod copy;

pub use again::{KNOCK_AGAIN_ASKED_MS, KNOCK_AGAIN_MS};
pub(crate) use back::comes_back;

use openmls::prelude::{MlsGroup, MlsMessageBodyIn, MlsMessageIn, RatchetTreeIn, StagedWelcome};
use sitr_community::{Accepted, Name, Persona, Stance};
use sitr_wire::{Address, Cell, CellSize, Handle, Keep, Life, Mailbox, Seed, Signature};
use tls_codec::Deserialize as _;

use crate::body::{
    Answer, Card, Face, Hello, KnockBody, Link, RecoveryKit, ReplyTo, SignedAnswer, Tree,
    WelcomeBundle, decode, encode,
};
use crate::core::{Core, Entry, Inbound};
use crate::crypto::cell::{self, Kind};
use crate::crypto::hpke::{self, Kem};
use crate::crypto::schedule::{self, EpochSecrets};
use crate::crypto::{Secret, sha256};
use crate::error::CoreError;
use crate::ids::{InviteId, RoomId};
use crate::mls;
use crate::payload::{append, is_honest};
use crate::state::{
    Attempt, Back, Bytes32, Cursor, Epoch, Errand, Event, Knocking, Me, Purpose, Room, RoomNote,
    Standing, Step,
};
use crate::store::{Store, StoreError};

/// Cells of a reply mailbox: the answer, and room for repeats.
const REPLY_CAPACITY: u32 = 4;
/// How long a reply mailbox is open.
const REPLY_LIFE: Life = Life::Days30;

/// Reads the card that a link leads to (rule J-01).
///
/// # Errors
/// [`CoreError::Card`] if the cell is not the one that the link names; [`CoreError::Expired`] after its
/// end.
pub fn open_card(link: &Link, card: &Cell, now_ms: u64) -> Result<Card, CoreError> {
    if card.hash() != link.card_hash {
        return Err(CoreError::Card); // J-01
    }
    let (kind, body) = cell::open(&link.card_seal(), &link.card, card).ok_or(CoreError::Card)?;
    let card: Card = decode(&body).ok_or(CoreError::Card)?;
    let fits = kind == Kind::Card && card.relay.id == link.relay.id && card.relay.is_sane();
    let shown = card.face.as_ref().is_none_or(Face::is_sane);
    if !fits || !shown || Name::new(&card.name).is_err() {
        return Err(CoreError::Card);
    }
    if now_ms / 1000 >= card.expires_at {
        return Err(CoreError::Expired);
    }
    Ok(card)
}

impl<S: Store> Core<'_, S> {
    /// Knocks: a fresh persona, reply mailbox and KeyPackage for this room, sent by an errand. After a
    /// crash, or when stuck, the same persona knocks again.
    ///
    /// # Errors
    /// [`CoreError::AlreadyMember`] where this device is in the room or has knocked by this link;
    /// [`CoreError::AsMember`] and [`CoreError::NotOfCommunity`] where the card is for members of a community.
    pub fn knock(
        &mut self,
        link: &Link,
        card: &Card,
        pseudonym: &Name,
        hello: &Hello,
    ) -> Result<RoomId, CoreError> {
        let community = card.face.as_ref().and_then(|face| face.community);
        if let Some(community) = community {
            self.seed_in(&community)?.ok_or(CoreError::NotOfCommunity)?;
            if !hello.as_member {
                return Err(CoreError::AsMember); // J-16
            }
        }
        let earlier = self.store.room(&card.room)?;
        let me = match &earlier {
            Some(room) => self.me_again(room, link, pseudonym)?,
            None => self.new_me(pseudonym)?,
        };
        self.knock_as(me, link, card, hello)
    }

    /// Knocks as the persona of a recovery kit, with new device keys (rule J-07).
    ///
    /// # Errors
    /// [`CoreError::Card`] if the link leads to another room than the kit's;
    /// [`CoreError::AlreadyMember`] where this device is in the room.
    pub fn knock_with_kit(
        &mut self,
        link: &Link,
        card: &Card,
        kit: &RecoveryKit,
        hello: &Hello,
    ) -> Result<RoomId, CoreError> {
        if kit.room != card.room {
            return Err(CoreError::Card); // J-07
        }
        let standing = self.store.room(&card.room)?.map(|room| room.standing);
        if matches!(standing, Some(Standing::Active | Standing::Leaving | Standing::Moving)) {
            return Err(CoreError::AlreadyMember);
        }
        let mut me = self.new_me(&Name::new(&kit.name)?)?;
        me.persona_seed = kit.persona_seed.clone();
        // Greater than that of any device which counted from zero, and than that of an earlier return.
        me.serial = self.now_ms;
        self.knock_as(me, link, card, hello)
    }

    fn knock_as(
        &mut self,
        me: Me,
        link: &Link,
        card: &Card,
        hello: &Hello,
    ) -> Result<RoomId, CoreError> {
        let mut back = Back::default();
        if let Some(mut earlier) = self.store.room(&card.room)? {
            self.forget_knock(&mut earlier)?;
            back = self.back_of(&earlier, &me);
        }
        back.goes_by(link);
        let (attempt, steps) = self.attempt(me, card, hello, back.leaf.as_ref())?;
        let Attempt { me, reply, key_package } = attempt;
        let knocking = Knocking {
            link: Some(link.clone()),
            card: encode(card),
            reply,
            read: 0,
            key_package,
            note: hello.note.clone(),
            at_ms: self.now_ms,
            again: None,
            is_spent: false,
            answers: answers_of(hello),
            answer_key: None,
        };
        let guidelines = card.face.as_ref().and_then(|face| face.guidelines.as_ref());
        let shown = guidelines.map(encode);
        let mut room = Room {
            accepts: hello.accepts.map(|hash| Bytes32(hash.0)),
            back,
            ..Room::joining(card.room, card.name.clone(), link.relay.clone(), me, knocking)
        };
        self.store.add_errand(&Errand { room: room.id, purpose: Purpose::Knock, steps })?;
        self.stand(&mut room, Standing::Joining)?;
        self.store.put_note(&room.id, RoomNote::Guidelines, shown.as_deref())?;
        let agreed: Option<&[u8]> = if hello.as_member { Some(&[1]) } else { None };
        self.store.put_note(&room.id, RoomNote::AsMember, agreed)?;
        Ok(room.id)
    }

    /// Makes a knock: what this device keeps of it, and the steps that send it.
    fn attempt(
        &mut self,
        me: Me,
        card: &Card,
        hello: &Hello,
        leaf: Option<&Seed>,
    ) -> Result<(Attempt, Vec<Step>), CoreError> {
        let reply = self.reply_to();
        let accepted = hello.accepts.map(|hash| Accepted(hash.0));
        let stance = Stance { accepted, ballot: None };
        let key_package = mls::key_package(&self.provider(), &me, &card.room, stance)
            .ok_or(StoreError::new("the key package cannot be written"))?;
        let relay = &card.relay.id;
        let handle = card.knocks.handle(relay);
        let body = KnockBody {
            key_package: key_package.clone(),
            note: hello.note.clone(),
            reply: reply.clone(),
            signature: Signature([0; 64]),
            answers: answers_of(hello),
            device: None,
            member: None,
        };
        let community = card.face.as_ref().and_then(|face| face.community);
        let there = match community.filter(|_| hello.as_member) {
            Some(community) => self.seed_in(&community)?.map(|seed| (community, seed)),
            None => None,
        };
        let body = match there {
            Some((community, seed)) => body.by_member(&seed, &community, &card.room, &handle),
            None => body,
        };
        let body = match leaf {
            Some(leaf) => body.by_device(leaf, &card.room, &handle),
            None => body,
        };
        let body = body.signed(&me.persona_seed, &card.room, &handle); // J-08
        if !body.is_sane() {
            return Err(CoreError::TooLong);
        }
        let sealed =
            hpke::seal(Kem::XWing, &card.knock_key, "knock", relay, &handle, &encode(&body))
                .map_err(|_| CoreError::Card)?;
        let size = card.knocks.cell_size;
        let cell = cell::seal(&card.knocks_seal, &handle, size, Kind::Knock, &sealed, self.rng)
            .map_err(|_| CoreError::TooLong)?;
        let cost = card.knocks.append_cost;
        let steps = vec![
            Step::Open(reply.mailbox.clone()),
            append(relay, handle, &cell, &card.knocks_write_seed, cost),
        ];
        Ok((Attempt { me, reply, key_package }, steps))
    }

    /// The recovery kit of a room, with an invite of this device for the way back, if one is given.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn recovery_kit(
        &self,
        id: &RoomId,
        invite: Option<&InviteId>,
    ) -> Result<RecoveryKit, CoreError> {
        let room = self.live(id)?.room;
        let invite = invite.map(|invite| self.store.invite(id, invite)).transpose()?.flatten();
        Ok(RecoveryKit {
            version: 1,
            room: *id,
            relay: room.relay,
            name: room.me.name()?.as_str().to_owned(),
            persona_seed: room.me.persona_seed.clone(),
            link: invite.map(|invite| invite.keys.link),
        })
    }

    /// Who knocks again: the same persona with new device keys where it was stuck or waits, a new one
    /// where it had left or was refused.
    fn me_again(&mut self, room: &Room, link: &Link, pseudonym: &Name) -> Result<Me, CoreError> {
        let mut fresh = self.new_me(pseudonym)?;
        let again = room.knocking.as_ref().and_then(|knocking| knocking.again.as_ref());
        let last = again.map_or(room.me.serial, |again| again.me.serial);
        fresh.serial = last.saturating_add(1);
        let same =
            room.knocking.as_ref().is_some_and(|knocking| knocking.link.as_ref() == Some(link));
        match room.standing {
            Standing::Active | Standing::Leaving | Standing::Moving => {
                Err(CoreError::AlreadyMember)
            }
            Standing::Joining if same => Err(CoreError::AlreadyMember),
            Standing::Joining => Ok(fresh.instead_of(&room.me)),
            Standing::Stuck => {
                let mut room = room.clone();
                self.forget_keys(&mut room)?;
                // A copy of this profile may have come back before.
                fresh.serial = fresh.serial.max(self.now_ms);
                Ok(fresh.instead_of(&room.me))
            }
            Standing::Left | Standing::Removed | Standing::Refused => Ok(fresh),
        }
    }

    pub(crate) fn reply_to(&mut self) -> ReplyTo {
        let address = Address::new(*Secret::random(self.rng).expose());
        let write_seed = Seed::new(*Secret::random(self.rng).expose());
        let mailbox = Mailbox {
            address_hash: address.hash(),
            write_key: write_seed.public(),
            close_key: schedule::nobody(self.rng),
            burn_key: None,
            cell_size: CellSize::K16,
            capacity: REPLY_CAPACITY,
            life: REPLY_LIFE,
            keep: Keep::Days7,
            append_cost: 0,
        };
        ReplyTo { mailbox, address, write_seed, seal: Secret::random(self.rng) }
    }

    /// Takes in cells of this device's reply mailbox. Those of the reply mailbox of a knock before are nobody's
    /// any more.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn receive_answer(
        &mut self,
        id: &RoomId,
        handle: &Handle,
        cells: &[Inbound],
    ) -> Result<Entry, CoreError> {
        let mut room = self.room(id)?;
        for inbound in cells {
            let Some(knocking) = room.knocking.as_ref() else { return Ok(Entry::Over) };
            if knocking.reply.mailbox.handle(&room.relay.id) != *handle {
                return Ok(Entry::Waits);
            }
            if inbound.index != knocking.read {
                continue;
            }
            let read = read_answer(&room, inbound);
            if let Some((_, Answer::Welcome(bundle))) = &read
                && let Tree::Shared(pointer) = &bundle.tree
                && inbound.tree.is_none()
                && is_honest(pointer)
            {
                return Ok(Entry::Wants(inbound.index, pointer.clone()));
            }
            if let Some(knocking) = room.knocking.as_mut() {
                knocking.read += 1;
            }
            self.store.put_room(&room)?;
            match read {
                Some((_, Answer::Refused(why))) => {
                    self.forget_knock(&mut room)?;
                    self.event(id, &Event::Refused(plain(&why)))?;
                    self.stand(&mut room, Standing::Refused)?;
                    return Ok(Entry::Over);
                }
                Some((by, Answer::Welcome(bundle))) => {
                    self.store.savepoint()?;
                    if let Some(group) = self.enter(&mut room, &by, &bundle, inbound) {
                        self.store.release()?;
                        self.forget_knock(&mut room)?;
                        self.stand(&mut room, Standing::Active)?;
                        self.note_leaves(id, &group)?;
                        self.store.leave_group(id, group);
                        return Ok(Entry::Over);
                    }
                    // A Welcome that does not hold must not burn the KeyPackage.
                    self.store.rollback()?;
                    room = self.room(id)?;
                }
                None => {}
            }
        }
        Ok(Entry::Waits)
    }

    /// The group that a Welcome opens, if it is the room's.
    fn open_welcome(
        &mut self,
        room: &Room,
        bundle: &WelcomeBundle,
        inbound: &Inbound,
    ) -> Option<MlsGroup> {
        drop(self.store.take_group(&room.id)); // of an earlier membership
        let mut rest = bundle.welcome.as_slice();
        let message = MlsMessageIn::tls_deserialize(&mut rest).ok()?;
        let MlsMessageBodyIn::Welcome(welcome) = message.extract() else { return None };
        let mut tree = tree_of(bundle, inbound)?;
        let tree = RatchetTreeIn::tls_deserialize(&mut tree).ok()?;
        let provider = self.provider();
        let staged = StagedWelcome::build_from_welcome(&provider, &mls::join_config(), welcome)
            .ok()?
            .with_ratchet_tree(tree)
            .replace_old_group()
            .build()
            .ok()?;
        if staged.group_context().group_id().as_slice() != room.id.0 {
            return None; // J-06
        }
        staged.into_group(&provider).ok()
    }

    /// Enters a room by a Welcome, if everything in it agrees (rule J-06).
    fn enter(
        &mut self,
        room: &mut Room,
        by: &Persona,
        bundle: &WelcomeBundle,
        inbound: &Inbound,
    ) -> Option<MlsGroup> {
        let group = self.open_welcome(room, bundle, inbound)?;
        let policy = mls::policy_of(group.extensions())?;
        let own = group.own_leaf_node()?.signature_key().as_slice();
        let is_mine = own == room.me.device_seed.public().as_bytes();
        let by_steward = policy.role(by).is_steward() && mls::personas(&group).contains(by);
        let agrees = policy.relay == room.relay.id.0
            && is_mine
            && by_steward
            && group.ciphersuite() == mls::SUITE
            && mls::all_leaves_verify(group.public_group(), &room.id);
        let exporter = mls::exporter(&group, self.crypto, room.relay.id.as_bytes())?;
        let secrets = EpochSecrets::derive(&exporter, &bundle.previous_veil);
        let class = &bundle.mailbox;
        let fits = class.burn_key.is_none()
            && class.cell_size == CellSize::K2
            && class.append_cost == 0
            && bundle.mailbox.address_hash == secrets.address.hash()
            && bundle.mailbox.write_key == secrets.write_seed.public();
        if !agrees || !fits {
            return None; // J-06
        }
        let steward = bundle.steward.clone().filter(|secret| {
            policy.role(&room.me.persona()).is_steward()
                && schedule::steward_hash(secret) == policy.steward_hash
        });
        let handle = bundle.mailbox.handle(&room.relay.id);
        room.name = policy.name.as_str().to_owned();
        room.retention_days = Some(policy.settings.retention_days);
        room.slow_seconds = Some(policy.settings.slow_seconds);
        room.epoch = Some(Epoch {
            number: group.epoch().as_u64(),
            mailbox: bundle.mailbox.clone(),
            handle,
            address: secrets.address.clone(),
            write_seed: secrets.write_seed.clone(),
            close_seed: steward.as_ref().map(|secret| secrets.close_seed(secret)),
            seal: secrets.seal.clone(),
            veil: secrets.veil.clone(),
            previous_end: bundle.previous_end,
            since_day: self.today(),
            since_ms: Some(self.now_ms),
        });
        room.warm_at_ms = self.warm_at(&group);
        room.cursor = Some(Cursor::start(&handle));
        room.steward = steward;
        room.back.leaf = None;
        Some(group)
    }
}

/// No answers stand nowhere: what is optional is left out.
fn answers_of(hello: &Hello) -> Option<Vec<String>> {
    (!hello.answers.is_empty()).then(|| hello.answers.clone())
}

/// The ratchet tree of an answer: in it, or fetched (rule J-11). MLS compares it with the hash that stands in
/// the Welcome.
fn tree_of<'a>(bundle: &'a WelcomeBundle, inbound: &'a Inbound) -> Option<&'a [u8]> {
    match &bundle.tree {
        Tree::Here(tree) => Some(tree),
        Tree::Shared(_) => inbound.tree.as_deref(),
    }
}

fn read_answer(room: &Room, inbound: &Inbound) -> Option<(Persona, Answer)> {
    let knocking = room.knocking.as_ref()?;
    let card: Option<Card> = decode(&knocking.card);
    let answer_key = knocking.answer_key.or(card.map(|card| card.answer_key))?;
    let reply = &knocking.reply;
    let handle = reply.mailbox.handle(&room.relay.id);
    let (kind, body) = cell::open(&reply.seal, &handle, &inbound.cell)?;
    let body = match kind {
        Kind::Reply => body,
        Kind::Pointer => {
            let pointer: crate::body::Pointer = decode(&body)?;
            let payload = inbound.payload.clone()?;
            let fits = pointer.kind == Kind::Reply as u8 && sha256(&[&payload]) == pointer.hash;
            fits.then_some(payload)?
        }
        _ => return None,
    };
    decode::<SignedAnswer>(&body)?.verify_by(&room.id, &answer_key, &handle)
}

/// A reason as it may be shown: short, without control characters.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
