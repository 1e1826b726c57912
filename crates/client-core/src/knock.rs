//! Knocks, from the stewards' side: read, decided upon, answered.

use sitr_community::Persona;

use crate::body::{Answer, InviteKeys, KnockBody, SignedAnswer, StewardNote, decode, encode};
use crate::core::{Core, Inbound, Live};
use crate::crypto::cell::{self, Kind};
use crate::crypto::hpke::{self, Kem};
use crate::error::CoreError;
use crate::ids::{InviteId, KnockId, RoomId};
use crate::join::comes_back;
use crate::mls::{self, Roster};
use crate::payload::{Target, append};
use crate::room::{KNOCKS_OPEN_MAX, Stands, strange};
use crate::state::{
    Alarm, Bytes32, Errand, Event, Intent, Invite, Knock, KnockState, Purpose, Room, RoomNote,
    Standing,
};
use crate::store::Store;

/// How long after an invite's end its knocks still count: clocks differ.
const GRACE_SECONDS: u64 = 3600;
/// Knocks of an hour at which the door closes (rule A-31).
pub const RAID_KNOCKS: usize = 50;
const HOUR_MS: u64 = 3_600_000;
/// What somebody is told who is banned.
const BANNED: &str = "you are banned from this room";

impl<S: Store> Core<'_, S> {
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
        // It may have ended while its mailbox was still watched.
        let Some(mut invite) = self.store.invite(id, invite)? else { return Ok(0) };
        let mut desk = self.desk(id)?;
        // The relay ends an invite by the day, its stewards by the hour.
        let over = self.now_ms / 1000 > invite.keys.expires_at.saturating_add(GRACE_SECONDS);
        let mut open = desk.seen.iter().filter(|knock| is_open(knock)).count();
        for inbound in cells {
            if inbound.index != invite.read {
                continue;
            }
            if open >= KNOCKS_OPEN_MAX {
                break;
            }
            invite.read += 1;
            if !over
                && let Some(knock) = self.read_knock(&desk, &invite.keys, inbound)
                && self.store.knock(id, &knock.id)?.is_none()
                && let Some(knock) = self.note_knock(&mut desk, knock)?
            {
                desk.seen.push(knock);
                open += 1;
            }
        }
        // The knocks themselves may have ended it.
        let ended = self.store.invite(id, &invite.keys.id())?.is_some_and(|now| now.revoked);
        invite.revoked |= ended;
        self.store.put_invite(id, &invite)?;
        self.prune_knocks(id, &desk.seen)?;
        self.open_mediation(id)?;
        if let Some(live) = desk.live {
            self.leave_group(live);
        }
        Ok(invite.read)
    }

    fn desk(&self, id: &RoomId) -> Result<Desk, CoreError> {
        let room = self.room(id)?;
        let live = self.live(id).ok();
        let roster = live.as_ref().map(|live| Roster::of(&live.group)).unwrap_or_default();
        Ok(Desk { room, seen: self.store.knocks(id)?, live, roster })
    }

    /// Writes a knock down that was not seen before, and gives it as it stands then.
    fn note_knock(
        &mut self,
        desk: &mut Desk,
        mut knock: Knock,
    ) -> Result<Option<Knock>, CoreError> {
        let Desk { room, seen, live, roster } = desk;
        if seen.iter().any(|other| other.key_package == knock.key_package) {
            return Ok(None); // J-05
        }
        self.note_comer(&room.id, &knock.invite, knock.persona)?;
        // Another steward may have let it in before this device read of it.
        if mls::device_of(&knock.key_package).is_some_and(|device| roster.holds(&device)) {
            knock.state = KnockState::Admitted;
            self.store.put_knock(&room.id, &knock)?;
            return Ok(Some(knock));
        }
        // Who is banned stays out, by whatever invite.
        if let Some(live) = live
            && Self::is_banned(live, &Persona(knock.persona))
        {
            knock.state = KnockState::Refused;
            self.store.put_knock(&room.id, &knock)?;
            self.answer(room, &knock, &Answer::Refused(BANNED.to_owned()))?;
            return Ok(Some(knock));
        }
        // Who knocks again no longer waits for the answer to the knock before. Knocks that came by different
        // invites may be read in another order.
        let own = mls::identity_of(&knock.key_package);
        let of = |other: &Knock| mls::identity_of(&other.key_package);
        let same =
            |other: &Knock| of(other).map(|it| it.device) == own.as_ref().map(|it| it.device);
        let is_newer =
            |other: &Knock| of(other).map(|it| it.serial) >= own.as_ref().map(|it| it.serial);
        if seen.iter().any(|other| same(other) && is_newer(other)) {
            knock.state = KnockState::Refused;
            self.store.put_knock(&room.id, &knock)?;
            return Ok(Some(knock)); // R-13, J-10
        }
        for other in seen.iter_mut().filter(|other| same(other) && is_open(other)) {
            other.state = KnockState::Refused;
            self.store.put_knock(&room.id, other)?;
        }
        // Who would come back with a steward's role is let in by a person.
        let returns = live
            .as_ref()
            .is_some_and(|live| live.policy.role(&Persona(knock.persona)).is_steward());
        let comes_back = comes_back(live.as_ref(), &Persona(knock.persona), knock.is_back);
        let comes_along = !returns && self.is_expected(&room.id, &Persona(knock.persona))?; // J-12
        let stands = match live {
            Some(live) if !comes_back && !comes_along => self.stands(live, &knock)?,
            _ => Stands::Free,
        };
        if stands == Stands::Strange {
            knock.state = KnockState::Refused;
            self.store.put_knock(&room.id, &knock)?;
            self.answer(room, &knock, &Answer::Refused(strange().to_owned()))?;
            return Ok(Some(knock)); // J-16
        }
        if let Some(there) = knock.member {
            self.note_tie(&room.id, Bytes32(knock.persona), there)?;
        }
        let unseen = room.admits_everyone && !returns && stands == Stands::Free;
        if unseen || comes_back || comes_along {
            knock.state = KnockState::Admitting;
            self.store.add_intent(&room.id, &Intent::Admit(knock.id))?;
        }
        self.store.put_knock(&room.id, &knock)?;
        self.event(&room.id, &Event::Knock(knock.id))?;
        self.close_on_raid(desk, &knock)?;
        Ok(Some(knock))
    }

    /// Closes the door when as many came within an hour as the room takes: nobody is let in unseen any more, and
    /// the open invites end. Whoever keeps the room opens it again by a new invite.
    fn close_on_raid(&mut self, desk: &mut Desk, knock: &Knock) -> Result<(), CoreError> {
        let id = &desk.room.id.clone();
        let most = self.raid_limit(id)?;
        if !desk.live.as_ref().is_some_and(|live| live.role().is_steward()) {
            return Ok(());
        }
        let since = self.now_ms.saturating_sub(HOUR_MS);
        let open = self.store.invites(id)?.into_iter().filter(|invite| !invite.revoked);
        let open: Vec<InviteId> = open.map(|invite| invite.keys.id()).collect();
        let fresh = |knock: &&Knock| knock.at_ms >= since && open.contains(&knock.invite);
        if most == 0 || desk.seen.iter().chain([knock]).filter(fresh).count() < most {
            return Ok(());
        }
        desk.room.admits_everyone = false;
        self.store.put_room(&desk.room)?;
        for invite in open {
            self.revoke_invite(id, &invite)?;
        }
        self.alarm(id, Alarm::Raid)
    }

    /// Knocks of an hour at which this device closes the door; 0 for never.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn raid_limit(&self, id: &RoomId) -> Result<usize, CoreError> {
        let set = self.store.note(id, RoomNote::RaidLimit)?;
        let set = set.and_then(|bytes| decode::<u32>(&bytes));
        Ok(set.and_then(|most| usize::try_from(most).ok()).unwrap_or(RAID_KNOCKS))
    }

    /// Sets that number: for a room that expects many at once.
    ///
    /// # Errors
    /// [`CoreError::NotSteward`] for plain members.
    pub fn set_raid_limit(&mut self, id: &RoomId, most: u32) -> Result<(), CoreError> {
        self.steward(id)?;
        Ok(self.store.put_note(id, RoomNote::RaidLimit, Some(&encode(&most)))?)
    }

    /// Reads a knock, strictly (rules J-02, J-08): `None` for anything else.
    fn read_knock(&self, desk: &Desk, keys: &InviteKeys, inbound: &Inbound) -> Option<Knock> {
        let Desk { room, live, .. } = desk;
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
        let device = live.as_ref().and_then(|live| mls::key_in(&live.group, &leaf.seat()));
        let is_back = device.is_some_and(|key| body.is_by_device(&key, &room.id, &handle));
        let is_own = body.is_signed(&leaf.persona, &room.id, &handle); // J-08
        let community = live.as_ref().and_then(|live| live.policy.settings.community);
        let member = community
            .and_then(|community| body.member_of(&RoomId(community.room), &room.id, &handle));
        (is_own && body.is_sane()).then(|| Knock {
            id: KnockId::of(&inbound.cell.hash()),
            invite: keys.id(),
            name: leaf.name.as_str().to_owned(),
            persona: leaf.persona.0,
            note: body.note,
            answers: body.answers,
            key_package: body.key_package,
            reply: body.reply,
            state: KnockState::Waiting,
            at_ms: self.now_ms,
            index: inbound.index,
            is_back,
            member: member.map(|persona| Bytes32(persona.0)), // J-16
            beside: None,
        })
    }

    /// How many of an invite's knocks, from the first on, need nobody any more.
    pub(crate) fn settled_knocks(&self, id: &RoomId, invite: &Invite) -> Result<u64, CoreError> {
        let open = |knock: &Knock| knock.invite == invite.keys.id() && is_open(knock);
        let knocks = self.store.knocks(id)?;
        let first = knocks.iter().filter(|knock| open(knock)).map(|knock| knock.index).min();
        Ok(first.unwrap_or(invite.read))
    }

    /// Lets a knock in with the next commit.
    ///
    /// # Errors
    /// [`CoreError::NoKnock`], or [`CoreError::KnockAnswered`] if somebody decided before;
    /// [`CoreError::NoConsent`] for one of two whom a mediation waits for.
    pub fn admit(&mut self, id: &RoomId, knock: &KnockId) -> Result<(), CoreError> {
        self.steward(id)?;
        let mut knock = self.store.knock(id, knock)?.ok_or(CoreError::NoKnock)?;
        match knock.state {
            KnockState::Waiting => {}
            KnockState::Admitting => return Ok(()),
            KnockState::Admitted | KnockState::Refused => return Err(CoreError::KnockAnswered),
        }
        self.check_consent(id)?;
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
        if everyone {
            self.check_consent(id)?;
        }
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

    pub(crate) fn answer(
        &mut self,
        room: &Room,
        knock: &Knock,
        answer: &Answer,
    ) -> Result<(), CoreError> {
        let invite = self.store.invite(&room.id, &knock.invite)?;
        let invited = invite.map(|invite| invite.keys.answer_seed);
        let answers = &knock.beside.clone().or(invited).ok_or(CoreError::NoInvite)?;
        let relay = &room.relay.id;
        let reply = &knock.reply;
        let handle = reply.mailbox.handle(relay);
        let persona = &room.me.persona_seed;
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

    /// Whether this device serves the room's invites: it is an active steward.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn serves(&self, id: &RoomId) -> Result<bool, CoreError> {
        let room = self.room(id)?;
        Ok(room.standing == Standing::Active && room.steward.is_some())
    }
}

/// Whether a knock waits for a decision, or for the commit that was decided upon.
pub(crate) fn is_open(knock: &Knock) -> bool {
    matches!(knock.state, KnockState::Waiting | KnockState::Admitting)
}

/// What knocks are read against: loaded once for all that a page brings.
struct Desk {
    room: Room,
    seen: Vec<Knock>,
    /// None where this device is no member any more.
    live: Option<Live>,
    roster: Roster,
}
