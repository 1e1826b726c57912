//! Keeping a room: settings, timeouts, bans, and the log that members can read.

use sitr_community::{Act, Persona, Policy};
use sitr_content::{Body, Content, Digest, MessageId, ModerationAct, Own};

use crate::core::{Core, Live};
use crate::crypto::sha256;
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls;
use crate::state::{Bytes32, Delivery, Intent, Room, Setting, Term};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// The policy of the present epoch.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn policy(&self, id: &RoomId) -> Result<Policy, CoreError> {
        Ok(self.live(id)?.policy)
    }

    /// Wants something of the policy otherwise; done with the next commit.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where this device's own role does not allow it; [`CoreError::Setting`] for
    /// what no room can have.
    pub fn set(&mut self, id: &RoomId, setting: &Setting) -> Result<(), CoreError> {
        self.want(id, &Intent::Set(setting.clone()))
    }

    /// The persona of a member, of somebody who is banned, or of somebody who knocks.
    ///
    /// # Errors
    /// [`CoreError::NoMember`] if this device knows nobody of this id.
    pub fn persona(&self, id: &RoomId, who: &MemberId) -> Result<Persona, CoreError> {
        let live = self.live(id)?;
        if let Some((_, leaf)) = mls::find(&live.group, who) {
            return Ok(leaf.persona);
        }
        let knocked = self.store.knocks(id)?.into_iter().map(|knock| Persona(knock.persona));
        let mut all = live.policy.settings.bans.keys().copied().chain(knocked);
        all.find(|persona| MemberId::of(persona) == *who).ok_or(CoreError::NoMember)
    }

    /// Wants a member to read and not speak, or to speak again.
    ///
    /// # Errors
    /// See [`Self::set`]; [`CoreError::NoMember`] if there is none of this id.
    pub fn time_out(
        &mut self,
        id: &RoomId,
        who: &MemberId,
        term: Option<Term>,
    ) -> Result<(), CoreError> {
        let persona = Bytes32(self.persona(id, who)?.0);
        self.set(id, &Setting::Timeout(persona, term))
    }

    /// Wants somebody out for good, or lets them come back. Whoever was admitted and is banned before the
    /// commit is not let in.
    ///
    /// # Errors
    /// See [`Self::time_out`].
    pub fn ban(
        &mut self,
        id: &RoomId,
        who: &MemberId,
        term: Option<Term>,
    ) -> Result<(), CoreError> {
        let persona = Bytes32(self.persona(id, who)?.0);
        self.set(id, &Setting::Ban(persona, term))
    }

    /// Writes an entry of the moderation log and says it. Number and hash of the entry before are made
    /// here, from this member's own entries: one that is left out shows.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role does not allow it; see [`Self::say`].
    pub fn log(&mut self, id: &RoomId, act: ModerationAct) -> Result<MessageId, CoreError> {
        let me = MemberId::of(&self.room(id)?.me.persona());
        let last = self.entries_of(id, &me)?.into_iter().next_back();
        let (number, previous) = match last {
            Some(last) => (last.number.saturating_add(1), Some(entry_hash(&last))),
            None => (1, None),
        };
        let act = ModerationAct { number, previous, ..act };
        self.say(id, Content::new([0; 16], 0, Body::Own(String::new(), act.into())))
    }

    fn entries_of(&self, id: &RoomId, who: &MemberId) -> Result<Vec<ModerationAct>, CoreError> {
        let said = self.store.said_by(id, who)?;
        let entry = |content: Content| match content.body {
            Body::Own(_, Own::ModerationAct(act)) => Some(act),
            _ => None,
        };
        let stands = said.iter().filter(|message| message.delivery != Delivery::Failed);
        Ok(stands
            .filter_map(|it| sitr_content::decode(&it.content).ok())
            .filter_map(entry)
            .collect())
    }

    /// Lifts what has ended by its day, where this steward may: no rule reads a clock, so a commit does it.
    pub(super) fn lift_ended(
        &mut self,
        room: &Room,
        relay_day: Option<u32>,
    ) -> Result<(), CoreError> {
        let today = self.today();
        if room.steward.is_none() || relay_day.is_none_or(|day| day.abs_diff(today) > 1) {
            return Ok(());
        }
        let over = |until: u32| until != 0 && until < today;
        let ended = |live: &Live| -> Vec<Setting> {
            if !live.role().may(Act::Sanction) {
                return Vec::new();
            }
            let settings = &live.policy.settings;
            let timeouts = settings.timeouts.iter().filter(|(_, it)| over(it.until_day));
            let bans = settings.bans.iter().filter(|(_, it)| over(it.until_day));
            timeouts
                .map(|(persona, _)| Setting::Timeout(Bytes32(persona.0), None))
                .chain(bans.map(|(persona, _)| Setting::Ban(Bytes32(persona.0), None)))
                .collect()
        };
        for setting in self.peek(&room.id, ended)? {
            // What this one may not lift, somebody else may (rule A-16).
            if let Err(CoreError::Store(error)) = self.set(&room.id, &setting) {
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Whether a persona is banned from a room.
    pub(crate) fn is_banned(live: &Live, persona: &Persona) -> bool {
        live.policy.settings.bans.contains_key(persona)
    }
}

/// The hash by which the next entry of a log names this one.
#[must_use]
pub fn entry_hash(entry: &ModerationAct) -> Digest {
    Digest(sha256(&[&minicbor::to_vec(entry).unwrap_or_default()])) // writing to a Vec cannot fail
}
