//! A room of a community: who enters shows those who keep it, and nobody else, which member of the community's first room
//! they are; so a ban there reaches them here (rules A-43, J-16, J-17).

use minicbor::{Decode, Encode};
use sitr_community::{Act, Persona};
use sitr_content::{Measure, ModerationAct, Person};
use sitr_wire::Seed;

use super::lineage::REMEMBERED;
use crate::body::{decode, encode};
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls;
use crate::state::{Bytes32, Intent, Knock, Room, RoomNote, Setting, Standing};
use crate::store::Store;

/// What somebody is told who is let in by nobody.
pub(crate) const fn strange() -> &'static str {
    "this room is for members of its community: enter it from there"
}

/// Somebody here, and who they are in the community's first room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Tie {
    #[n(0)]
    here: Bytes32,
    #[n(1)]
    there: Bytes32,
}

/// Who somebody is in the community's first room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tied {
    /// The member here.
    pub here: MemberId,
    /// The same person there.
    pub there: MemberId,
    /// Whether they are banned there, as far as this device knows.
    pub is_banned: bool,
}

/// How a knock stands to the community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// Nothing is asked, or it is a member there.
    Free,
    /// A person decides: this device is not in the community, or somebody comes back who is in already.
    Unknown,
    /// No member there, or banned there, or not proven.
    Strange,
}

impl<S: Store> Core<'_, S> {
    /// Makes a room one of a community whose first room this device is in, or of none. Invites that ask nobody who
    /// they are there end.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is not in the community; otherwise as for [`Self::set`].
    pub fn belong(
        &mut self,
        id: &RoomId,
        community: Option<(RoomId, bool)>,
    ) -> Result<(), CoreError> {
        if let Some((first, _)) = community {
            self.live(&first)?;
            if first == *id {
                return Err(CoreError::Setting);
            }
        }
        let wanted = community.map(|(first, removes)| (Bytes32(first.0), removes));
        self.set(id, &Setting::Community(wanted))?;
        for invite in self.store.invites(id)?.into_iter().filter(|invite| !invite.revoked) {
            self.revoke_invite(id, &invite.keys.id())?;
        }
        Ok(())
    }

    /// What grows this device's persona in a room that it is in.
    pub(crate) fn seed_in(&self, id: &RoomId) -> Result<Option<Seed>, CoreError> {
        let room = self.store.room(id)?;
        let active = room.filter(|room| room.standing == Standing::Active);
        Ok(active.map(|room| room.me.persona_seed))
    }

    fn ties(&self, id: &RoomId) -> Result<Vec<Tie>, CoreError> {
        let kept = self.store.note(id, RoomNote::Ties)?;
        Ok(kept.and_then(|bytes| decode(&bytes)).unwrap_or_default())
    }

    /// Remembers who somebody is in the community.
    pub(crate) fn note_tie(
        &self,
        id: &RoomId,
        here: Bytes32,
        there: Bytes32,
    ) -> Result<(), CoreError> {
        let mut ties = self.ties(id)?;
        ties.retain(|tie| tie.here != here);
        ties.push(Tie { here, there });
        let over = ties.len().saturating_sub(REMEMBERED);
        ties.drain(..over);
        Ok(self.store.put_note(id, RoomNote::Ties, Some(&encode(&ties)))?)
    }

    /// How a knock stands to the community that the room belongs to (rules J-16, J-17).
    pub(crate) fn stands(&self, live: &Live, knock: &Knock) -> Result<Stands, CoreError> {
        let Some(community) = live.policy.settings.community else { return Ok(Stands::Free) };
        let here = MemberId::of(&Persona(knock.persona));
        if mls::find(&live.group, &here).is_some() {
            return Ok(Stands::Unknown);
        }
        let Some(there) = knock.member else { return Ok(Stands::Strange) }; // J-16
        let Ok(first) = self.live(&RoomId(community.room)) else { return Ok(Stands::Unknown) };
        let there = Persona(there.0);
        let is_member = mls::find(&first.group, &MemberId::of(&there)).is_some();
        let is_banned = Self::is_banned(&first, &there);
        Ok(if is_member && !is_banned { Stands::Free } else { Stands::Strange }) // J-17
    }

    /// Who is who in the community, of those who are in the room, as far as this device was shown: for those who
    /// keep the room.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn tied(&self, id: &RoomId) -> Result<Vec<Tied>, CoreError> {
        let first = self.peek(id, |live| live.policy.settings.community)?;
        let bans = |first: &Live| first.policy.settings.bans.clone();
        let bans = first.and_then(|first| self.peek(&RoomId(first.room), bans).ok());
        let bans = bans.unwrap_or_default();
        let view = |tie: Tie| Tied {
            here: MemberId::of(&Persona(tie.here.0)),
            there: MemberId::of(&Persona(tie.there.0)),
            is_banned: bans.contains_key(&Persona(tie.there.0)),
        };
        let all = self.ties(id)?.into_iter().map(view);
        self.peek(id, |live| {
            all.filter(|tied| mls::find(&live.group, &tied.here).is_some()).collect()
        })
    }

    /// Takes out who is banned in the community, where the room has decided so and this device may (rule J-17).
    pub(super) fn carry_bans(&mut self, room: &Room) -> Result<(), CoreError> {
        if room.steward.is_none() || self.ties(&room.id)?.is_empty() {
            return Ok(());
        }
        let removes = |live: &Live| {
            let settings = &live.policy.settings;
            let decided = settings.community.as_ref().is_some_and(|community| community.removes);
            decided && live.role().may(Act::Remove)
        };
        if !self.peek(&room.id, removes)? {
            return Ok(());
        }
        let mut banned = self.tied(&room.id)?;
        banned.retain(|tied| tied.is_banned);
        if banned.is_empty() {
            return Ok(());
        }
        let live = self.live(&room.id)?;
        let waits = self.store.intents(&room.id)?;
        for tied in banned {
            let Some((_, leaf)) = mls::find(&live.group, &tied.here) else { continue };
            let intent = Intent::Remove(tied.here);
            let reaches = live.role().is_above(live.policy.role(&leaf.persona));
            let waits = waits.iter().any(|(_, waiting)| *waiting == intent);
            if !reaches || waits || self.store.pending(&room.id)?.is_some() {
                continue;
            }
            self.remove(&room.id, &tied.here)?; // J-17
            let act = ModerationAct {
                number: 1,
                previous: None,
                measure: Measure::Remove,
                person: Some(Person(leaf.persona.0)),
                message: None,
                rule: 0,
                until_day: 0,
                reason: String::new(),
            };
            self.log(&room.id, act)?;
        }
        Ok(())
    }
}
