//! Mediation: somebody who keeps a room offers two of its members to talk, the three of them, in a room of its own that
//! ends on a day. It opens when both agree, and the first room learns that there is one, and not between whom (rules
//! J-15).

use minicbor::{Decode, Encode};
use sitr_community::{Persona, may_confide};
use sitr_content::{Body, Content, Measure, MediationOffer, ModerationAct, Person};

use super::aside::Confiding;
use crate::body::{decode, encode};
use crate::core::Core;
use crate::error::CoreError;
use crate::ids::{InviteId, KnockId, MemberId, RoomId};
use crate::mls;
use crate::state::{Bytes32, KnockState, RoomNote, Setting, To};
use crate::store::Store;

/// Knocks that each of the two has: who waits for the other knocks again daily.
const USES: u32 = 16;

/// What a mediation is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mediation {
    /// Between whom: two others.
    pub between: [MemberId; 2],
    /// What it is to be about; both read it.
    pub words: String,
    /// The last day on which anything is said, in days since 1970-01-01 UTC.
    pub last_day: u32,
    /// Days for which devices keep what is said, at least 1.
    pub kept_days: u32,
}

/// What a device remembers of a room that it mediates in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Kept {
    /// The room whose members they are.
    #[n(0)]
    parent: Bytes32,
    /// One for each of the two, in their order.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    first: [u8; 8],
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    second: [u8; 8],
    /// Whether both had agreed, and were let in.
    #[n(3)]
    is_open: bool,
}

impl<S: Store> Core<'_, S> {
    /// Checks that this device's member may mediate so, before anything is made.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role does not keep the room, or it is one for young people;
    /// [`CoreError::NoMember`] unless they are two others; [`CoreError::Setting`] for days that cannot be.
    pub fn may_mediate(&self, id: &RoomId, what: &Mediation) -> Result<(), CoreError> {
        let [first, second] = self.both(id, what)?;
        let live = self.live(id)?;
        let me = live.room.me.persona();
        let sample = offer(what, second, "sitr://join#".to_owned());
        may_confide(&live.policy, Some(&me), &sample)?;
        if first == second || [first, second].contains(&me) {
            return Err(CoreError::NoMember);
        }
        let kept = 1..=sitr_community::RETENTION_MAX_DAYS;
        if what.last_day < self.today() || !kept.contains(&what.kept_days) {
            return Err(CoreError::Setting);
        }
        sample.check().map_err(CoreError::Content)
    }

    fn both(&self, id: &RoomId, what: &Mediation) -> Result<[Persona; 2], CoreError> {
        let live = self.live(id)?;
        let [first, second] = what.between;
        let persona = |who: MemberId| mls::find(&live.group, &who).map(|(_, leaf)| leaf.persona);
        let both = persona(first).zip(persona(second)).ok_or(CoreError::NoMember)?;
        Ok(both.into())
    }

    /// Makes a room of this device a mediation for members of another: it ends on its day, forgets, and has one way
    /// in for each of the two. `expires_at` is until when they may agree, in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// As for [`Self::may_mediate`] and [`Self::create_invite`].
    pub fn prepare_mediation(
        &mut self,
        id: &RoomId,
        aside: &RoomId,
        what: &Mediation,
        expires_at: u64,
    ) -> Result<(), CoreError> {
        self.may_mediate(id, what)?;
        self.set(aside, &Setting::Retention(what.kept_days))?;
        self.set(aside, &Setting::LastDay(what.last_day))?;
        let first = self.create_invite(aside, USES, expires_at)?.0;
        let second = self.create_invite(aside, USES, expires_at)?.0;
        let kept = Kept { parent: Bytes32(id.0), first, second, is_open: false };
        Ok(self.store.put_note(aside, RoomNote::Mediation, Some(&encode(&kept)))?)
    }

    /// Asks both, each by a deposit that nobody else can read.
    ///
    /// # Errors
    /// [`CoreError::NoInvite`] if the room is no mediation; otherwise as for [`Self::confide`].
    pub fn offer_mediation(
        &mut self,
        id: &RoomId,
        aside: &RoomId,
        what: &Mediation,
    ) -> Result<(), CoreError> {
        let kept = self.mediation(aside)?.ok_or(CoreError::NoInvite)?;
        let ([first, second], [to_first, to_second]) = (self.both(id, what)?, what.between);
        for (to, with, invite) in [(to_first, second, kept.first), (to_second, first, kept.second)]
        {
            let made = self.store.invite(aside, &InviteId(invite))?.ok_or(CoreError::NoInvite)?;
            let how = Confiding {
                to: To::Member(to),
                except: Vec::new(),
                named: true,
                answerable: true,
                re: None,
            };
            self.confide(id, how, offer(what, with, made.keys.link.to_text()))?;
        }
        Ok(())
    }

    fn mediation(&self, id: &RoomId) -> Result<Option<Kept>, CoreError> {
        let kept = self.store.note(id, RoomNote::Mediation)?;
        Ok(kept.and_then(|bytes| decode(&bytes)))
    }

    /// The knocks of the two, once each has knocked by its own way in. Whoever knocked first by it is meant: who
    /// got the link passed on is not.
    fn consents(&self, id: &RoomId, kept: &Kept) -> Result<Option<[KnockId; 2]>, CoreError> {
        let knocks = self.store.knocks(id)?;
        let consent = |invite: [u8; 8]| {
            let by = || knocks.iter().filter(move |knock| knock.invite.0 == invite);
            let first = by().min_by_key(|knock| knock.index)?.persona;
            let waits = |knock: &&crate::state::Knock| {
                knock.persona == first && knock.state == KnockState::Waiting
            };
            by().find(waits).map(|knock| knock.id)
        };
        Ok(consent(kept.first).zip(consent(kept.second)).map(<[KnockId; 2]>::from))
    }

    /// Nobody is let in before both have agreed (rule J-15).
    pub(crate) fn check_consent(&self, id: &RoomId) -> Result<(), CoreError> {
        match self.mediation(id)? {
            Some(kept) if !kept.is_open => Err(CoreError::NoConsent), // J-15
            _ => Ok(()),
        }
    }

    /// Lets both in, once each has knocked, and tells their room that there is a mediation.
    pub(crate) fn open_mediation(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let Some(mut kept) = self.mediation(id)?.filter(|kept| !kept.is_open) else {
            return Ok(());
        };
        let Some(knocks) = self.consents(id, &kept)? else { return Ok(()) };
        kept.is_open = true;
        self.store.put_note(id, RoomNote::Mediation, Some(&encode(&kept)))?;
        for knock in knocks {
            self.admit(id, &knock)?;
        }
        let act = ModerationAct {
            number: 1,
            previous: None,
            measure: Measure::Mediation,
            person: None,
            message: None,
            rule: 0,
            until_day: 0,
            reason: String::new(),
        };
        // Who keeps that room no more, or is in it no more, has nothing to tell it.
        match self.log(&RoomId(kept.parent.0), act) {
            Err(CoreError::Store(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }
}

fn offer(what: &Mediation, with: Persona, link: String) -> Content {
    let Mediation { words, last_day, kept_days, .. } = what.clone();
    let offer = MediationOffer { with: Person(with.0), link, words, last_day, kept_days };
    Content::new([0; 16], 0, Body::Own(String::new(), offer.into()))
}
