//! The guidelines: who may sets them, and every member accepts them, and votes for others, in its own leaf
//! (rules ).

use std::collections::BTreeMap;

use sitr_community::{Act, Ballot, Unsaid};
use sitr_content::{Body, Content, Digest, Guidelines, Own};

use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::mls;
use crate::state::{Bytes32, Intent, Manner, Room, RoomNote, Setting};
use crate::store::Store;

/// Bytes of encoded guidelines: they stand on every card of the room.
pub const GUIDELINES_MAX_BYTES: usize = 12 * 1024;

/// How the members' vote on guidelines stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Members whose role may vote.
    pub electors: u32,
    /// How many of them vote for the guidelines of a hash, or for [`Ballot::NO_MORE_VOTES`].
    pub ayes: BTreeMap<[u8; 32], u32>,
    /// What this member votes for.
    pub mine: Option<Ballot>,
}

impl Tally {
    /// Whether so many are enough: more than half (rule A-17).
    #[must_use]
    pub fn carries(&self, wanted: &Ballot) -> bool {
        self.ayes.get(&wanted.0).is_some_and(|ayes| 2 * ayes > self.electors)
    }
}

impl<S: Store> Core<'_, S> {
    /// The present guidelines, if this device has their text.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn guidelines(&self, id: &RoomId) -> Result<Option<Guidelines>, CoreError> {
        let live = self.live(id)?;
        let present = live.policy.settings.guidelines;
        let known = self.store.note(id, RoomNote::Guidelines)?;
        let known = known.and_then(|bytes| crate::body::decode::<Guidelines>(&bytes));
        Ok(known.filter(|known| Some(known.hash().0) == present))
    }

    /// Whether this member's leaf accepts the present guidelines, or there are none.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn has_accepted(&self, id: &RoomId) -> Result<bool, CoreError> {
        let live = self.live(id)?;
        let me = live.room.me.persona();
        let present = live.policy.settings.guidelines;
        Ok(present.is_none_or(|present| mls::accepts(&live.group, &me, present)))
    }

    /// Votes for the guidelines of this hash, for [`Ballot::NO_MORE_VOTES`], or for [`Ballot::AS_IT_IS`]: the
    /// leaf says so with the next keys, for every member to count (rule A-17). The last vote counts.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role does not vote.
    pub fn vote(&mut self, id: &RoomId, wanted: Ballot) -> Result<(), CoreError> {
        let mut live = self.live(id)?;
        if !live.role().may(Act::Vote) {
            return Err(Unsaid::Role(Act::Vote).into());
        }
        // Who voted for the present guidelines has accepted them, and keeps them with another vote.
        let present = live.policy.settings.guidelines;
        let mine = mls::own_stance(&live.group);
        if mine.ballot.is_some_and(|ballot| Some(ballot.0) == present) {
            live.room.accepts = present.map(Bytes32);
        }
        live.room.ballot = Some(Bytes32(wanted.0));
        self.store.put_room(&live.room)?;
        self.accept_if_due(&live.room)
    }

    /// How the members' vote stands, as everybody counts it.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn tally(&self, id: &RoomId) -> Result<Tally, CoreError> {
        let live = self.live(id)?;
        let mut tally = Tally { mine: live.room.ballot.map(|it| Ballot(it.0)), ..Tally::default() };
        let ballots = mls::ballots_in(&live.group);
        for persona in mls::personas(&live.group) {
            if !live.policy.role(&persona).may(Act::Vote) {
                continue;
            }
            tally.electors += 1;
            if let Some(Ballot(hash)) = ballots.get(&persona) {
                *tally.ayes.entry(*hash).or_default() += 1;
            }
        }
        Ok(tally)
    }

    /// Sets the guidelines and says them to everybody. Who sets them keeps them; everybody else reads only
    /// until they have accepted them. Cards that show others are taken back.
    ///
    /// # Errors
    /// [`CoreError::Forbidden`] where this device's own role does not allow it, or the room asks for a vote;
    /// [`CoreError::TooLong`] beyond [`GUIDELINES_MAX_BYTES`].
    pub fn set_guidelines(&mut self, id: &RoomId, text: Guidelines) -> Result<(), CoreError> {
        let mut live = self.steward(id)?;
        let bytes = crate::body::encode(&text);
        if bytes.len() > GUIDELINES_MAX_BYTES {
            return Err(CoreError::TooLong);
        }
        let hash = Bytes32(text.hash().0);
        let content = Content::new([0; 16], self.now_ms, Body::Own(String::new(), text.into()));
        content.check().map_err(CoreError::Content)?;
        self.set(id, &Setting::Guidelines(Some(hash)))?;
        live.room.accepts = Some(hash);
        self.store.put_room(&live.room)?;
        self.store.put_note(id, RoomNote::Guidelines, Some(&bytes))?;
        self.queue(&live.room, content, Manner::Room)?;
        for invite in self.store.invites(id)?.into_iter().filter(|invite| !invite.revoked) {
            self.revoke_invite(id, &invite.keys.id())?;
        }
        Ok(())
    }

    /// Keeps these guidelines, which must be the present ones: the leaf says so with the next keys.
    ///
    /// # Errors
    /// [`CoreError::NotTheGuidelines`] for any others.
    pub fn accept_guidelines(&mut self, id: &RoomId, hash: &Digest) -> Result<(), CoreError> {
        let mut live = self.live(id)?;
        if live.policy.settings.guidelines != Some(hash.0) {
            return Err(CoreError::NotTheGuidelines);
        }
        live.room.accepts = Some(Bytes32(hash.0));
        self.store.put_room(&live.room)?;
        self.accept_if_due(&live.room)
    }

    /// Brings into the leaf what this member accepts and votes for, until it stands there: an offer is good for
    /// one epoch only, and somebody else's commit may be first.
    pub(super) fn accept_if_due(&mut self, room: &Room) -> Result<(), CoreError> {
        if room.accepts.is_none() && room.ballot.is_none() {
            return Ok(());
        }
        let is_due = |live: &Live| is_to_be_said(live) && live.group.pending_commit().is_none();
        if !self.peek(&room.id, is_due)? {
            return Ok(());
        }
        let rolls = self.store.intents(&room.id)?.iter().any(|(_, it)| *it == Intent::Roll);
        if rolls { Ok(()) } else { self.offer_keys(&room.id) }
    }

    /// Keeps the text of guidelines that an admin said.
    pub(super) fn note_guidelines(
        &self,
        room: &RoomId,
        content: &Content,
    ) -> Result<(), CoreError> {
        let Body::Own(_, Own::Guidelines(text)) = &content.body else { return Ok(()) };
        let bytes = crate::body::encode(text);
        Ok(self.store.put_note(room, RoomNote::Guidelines, Some(&bytes))?)
    }
}

/// Whether the leaf does not yet say what counts: the vote, and the acceptance of the present guidelines.
fn is_to_be_said(live: &Live) -> bool {
    let wanted = mls::stance_of(&live.room);
    let present = live.policy.settings.guidelines;
    let said = mls::own_stance(&live.group);
    let accepts = wanted.accepts(present).filter(|accepted| Some(accepted.0) == present);
    said.ballot != wanted.ballot || (accepts.is_some() && said.accepts(present) != accepts)
}
