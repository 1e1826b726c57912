//! Keeping a room: settings, measures against persons and on messages, the log of them.

use sitr_client_core::state::{Bytes32, Setting, Term};
use sitr_client_core::{MemberId, RoomId, Store as _};
use sitr_community::{Role, Settings};
use sitr_content::{Digest, Guidelines, Label, Measure, MessageId, ModerationAct, Person};

use super::Client;
use crate::error::Error;
use crate::log::{LogEntry, read_log};

/// What is done, to whom or to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// A message is not shown.
    Hide(MessageId),
    /// A message is folded under these labels: ascending, at least one.
    Fold(MessageId, Vec<Label>),
    /// A message is as it was.
    Restore(MessageId),
    /// A member reads and does not speak, until the day of [`Why`].
    Timeout(MemberId),
    /// A member speaks again.
    EndTimeout(MemberId),
    /// A member speaks in words only.
    Probation(MemberId),
    /// A newcomer is a member.
    EndProbation(MemberId),
    /// A member is taken out.
    Remove(MemberId),
    /// Somebody is taken out and stays out.
    Ban(MemberId),
    /// Somebody may come back.
    Unban(MemberId),
    /// Only those who keep the room speak, or everybody again.
    Lock(bool),
    /// The same, in one topic.
    LockTopic(MessageId, bool),
    /// Seconds between two messages of a member; 0 for none.
    SlowMode(u32),
}

/// What a measure goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// The number of the rule, from 1 on; 0 if the room has no guidelines.
    pub rule: u16,
    /// The day after which it ends, in days since 1970-01-01 UTC; 0 where it has no end.
    pub until_day: u32,
    /// In words that the member can understand.
    pub reason: String,
}

impl Move {
    fn measure(&self) -> Measure {
        match self {
            Self::Hide(_) => Measure::Hide,
            Self::Fold(_, labels) => Measure::Fold(labels.clone()),
            Self::Restore(_) => Measure::Restore,
            Self::Timeout(_) => Measure::Timeout,
            Self::Probation(_) => Measure::Probation,
            Self::Remove(_) => Measure::Remove,
            Self::Ban(_) => Measure::Ban,
            Self::EndTimeout(_) | Self::EndProbation(_) | Self::Unban(_) => Measure::Lift,
            Self::Lock(_) | Self::LockTopic(..) => Measure::Lock,
            Self::SlowMode(_) => Measure::SlowMode,
        }
    }

    const fn on_message(&self) -> Option<MessageId> {
        match self {
            Self::Hide(id) | Self::Fold(id, _) | Self::Restore(id) | Self::LockTopic(id, _) => {
                Some(*id)
            }
            _ => None,
        }
    }

    const fn on_member(&self) -> Option<MemberId> {
        match self {
            Self::Timeout(who)
            | Self::EndTimeout(who)
            | Self::Probation(who)
            | Self::EndProbation(who)
            | Self::Remove(who)
            | Self::Ban(who)
            | Self::Unban(who) => Some(*who),
            _ => None,
        }
    }
}

impl Client {
    /// What a room has decided beyond its roles.
    ///
    /// # Errors
    /// [`crate::CoreError::NotActive`] where this device is no member.
    pub async fn settings(&self, id: &RoomId) -> Result<Settings, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.policy(&id)?.settings)).await
    }

    /// Wants something of the room otherwise; done with the next commit.
    ///
    /// # Errors
    /// [`crate::CoreError::Forbidden`] where the own role does not allow it, [`crate::CoreError::Setting`] for
    /// what no room can have.
    pub async fn set(&self, id: &RoomId, setting: Setting) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.set(&id, &setting)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Takes a measure, and tells the room what was done, to whom, by which rule, until when and why. What
    /// a commit must do is done with the next one. A ban also ends the ways into other rooms that this device
    /// lists in this one, and lists new ones.
    ///
    /// # Errors
    /// [`crate::CoreError::Forbidden`] or [`crate::CoreError::Unsaid`] where the own role does not reach the
    /// person, [`crate::CoreError::NoMember`] and [`crate::CoreError::NoMessage`] for what is not here.
    pub async fn moderate(&self, id: &RoomId, what: Move, why: Why) -> Result<MessageId, Error> {
        let id = *id;
        let bans = matches!(what, Move::Ban(_));
        let entry = self
            .db
            .core(move |core, store| {
                let on = what.on_message();
                let who = match (what.on_member(), on) {
                    (Some(who), _) => Some(who),
                    (None, Some(on)) if what.measure().is_on_message() => {
                        let message = store.message(&id, &on)?;
                        Some(message.ok_or(crate::CoreError::NoMessage)?.from)
                    }
                    _ => None,
                };
                let persona = who.map(|who| core.persona(&id, &who)).transpose()?;
                let term = Term { rule: why.rule, until_day: why.until_day };
                match &what {
                    Move::Hide(_) | Move::Fold(..) | Move::Restore(_) => {}
                    Move::Timeout(who) => core.time_out(&id, who, Some(term))?,
                    Move::EndTimeout(who) => core.time_out(&id, who, None)?,
                    Move::Ban(who) => {
                        core.ban(&id, who, Some(term))?;
                        core.revoke_invites_of(&id, who)?;
                    }
                    Move::Unban(who) => core.ban(&id, who, None)?,
                    Move::Remove(who) => core.remove(&id, who)?,
                    Move::Probation(who) => core.set_role(&id, who, Role::Newcomer)?,
                    Move::EndProbation(who) => core.set_role(&id, who, Role::Member)?,
                    Move::Lock(locked) => core.set(&id, &Setting::Lock(*locked))?,
                    Move::LockTopic(topic, locked) => {
                        core.set(&id, &Setting::LockTopic(Bytes32(topic.0), *locked))?;
                    }
                    Move::SlowMode(seconds) => core.set(&id, &Setting::SlowMode(*seconds))?,
                }
                let act = ModerationAct {
                    number: 1,
                    previous: None,
                    measure: what.measure(),
                    person: persona.map(|persona| Person(persona.0)),
                    message: on,
                    rule: why.rule,
                    until_day: why.until_day,
                    reason: why.reason,
                };
                Ok(core.log(&id, act)?)
            })
            .await?;
        self.keep(id);
        if bans {
            self.renew_listing(&id).await?;
        }
        Ok(entry)
    }

    /// What those who keep the room did, as it was said, with what is missing in it.
    ///
    /// # Errors
    /// If the storage fails.
    pub async fn moderation_log(&self, id: &RoomId) -> Result<Vec<LogEntry>, Error> {
        let id = *id;
        let all = self.db.read(move |store| Ok(store.messages_after(&id, 0, u32::MAX)?)).await?;
        Ok(read_log(&all))
    }

    /// The present guidelines, if this device has their text.
    ///
    /// # Errors
    /// [`crate::CoreError::NotActive`] where this device is no member.
    pub async fn guidelines(&self, id: &RoomId) -> Result<Option<Guidelines>, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.guidelines(&id)?)).await
    }

    /// Sets the guidelines, and says them to the room. Everybody else reads only until they have accepted
    /// them; invites that show others are revoked.
    ///
    /// # Errors
    /// [`crate::CoreError::Forbidden`] where the own role does not allow it.
    pub async fn set_guidelines(&self, id: &RoomId, text: Guidelines) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.set_guidelines(&id, text)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Accepts the guidelines of this hash, which must be the present ones; done with the next keys of this
    /// device.
    ///
    /// # Errors
    /// [`crate::CoreError::NotTheGuidelines`] for any others.
    pub async fn accept_guidelines(&self, id: &RoomId, hash: Digest) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.accept_guidelines(&id, &hash)?)).await?;
        self.keep(id);
        Ok(())
    }

    /// Whether this member may speak as far as guidelines go: it has accepted the present ones, or there
    /// are none.
    ///
    /// # Errors
    /// [`crate::CoreError::NotActive`] where this device is no member.
    pub async fn has_accepted(&self, id: &RoomId) -> Result<bool, Error> {
        let id = *id;
        self.db.read_core(move |core| Ok(core.has_accepted(&id)?)).await
    }

    /// Has invites that this device makes from now on ask newcomers these questions.
    ///
    /// # Errors
    /// [`crate::CoreError::NotSteward`] for plain members, [`crate::CoreError::TooLong`] for too much.
    pub async fn ask_newcomers(&self, id: &RoomId, questions: Vec<String>) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.ask(&id, questions)?)).await
    }

    /// Sets how many knocks of an hour close the door; 0 for never. [`sitr_client_core::RAID_KNOCKS`] unless
    /// it was set.
    ///
    /// # Errors
    /// [`crate::CoreError::NotSteward`] for plain members.
    pub async fn set_raid_limit(&self, id: &RoomId, most: u32) -> Result<(), Error> {
        let id = *id;
        self.db.core(move |core, _| Ok(core.set_raid_limit(&id, most)?)).await
    }
}
