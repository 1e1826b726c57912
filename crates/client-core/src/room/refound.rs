//! Founding a room anew with those who are left, when nobody is left who could let anybody in or out.

use sitr_community::{Act, Name, Persona, Settings, Unsaid};
use sitr_content::{Body, Content, Digest, MessageId, Own, Refounding};

use crate::body::{RelayRef, decode, encode};
use crate::core::{Class, Core};
use crate::error::CoreError;
use crate::ids::{InviteId, RoomId};
use crate::knock::RAID_KNOCKS;
use crate::mls::{self, Leaf, Moves};
use crate::state::{Bytes32, RoomNote};
use crate::store::Store;

/// Days for which no steward has ended an epoch before a room passes for one that nobody keeps: those who keep one
/// end an epoch daily (rule R-11).
pub const FORSAKEN_DAYS: u32 = 3;

/// What a room that is founded anew keeps of what the one before had decided. What speaks of messages or of members
/// who are not there yet it does not; nor is anybody a newcomer who was a member before.
fn kept(settings: Settings) -> Settings {
    Settings {
        timeouts: Default::default(),
        routes: Vec::new(),
        probation: false,
        open_topics: Default::default(),
        locked: false,
        locked_topics: Default::default(),
        ..settings
    }
}

impl<S: Store> Core<'_, S> {
    /// Founds a room anew: another one, with the name, the guidelines and the settings of this, in which this device's
    /// member has the same persona and is admin. Its members are let in unseen if they come (rule J-12). Nobody is
    /// told yet: see [`Self::offer_anew`]. Where this device has done so before, it is that room.
    ///
    /// # Errors
    /// [`CoreError::Unsaid`] where the own role could not tell the others; [`CoreError::StillKept`] while stewards
    /// have ended an epoch within [`FORSAKEN_DAYS`], as this device saw it, unless `sure`.
    pub fn refound(
        &mut self,
        id: &RoomId,
        relay: RelayRef,
        class: Class,
        sure: bool,
    ) -> Result<RoomId, CoreError> {
        let live = self.live(id)?;
        if !live.role().may(Act::Share) {
            return Err(Unsaid::Role(Act::Share).into());
        }
        if !sure && self.today() < live.epoch.since_day.saturating_add(FORSAKEN_DAYS) {
            return Err(CoreError::StillKept);
        }
        if let Some(before) = self.founded_anew(id)? {
            return Ok(before);
        }
        let me = self.new_me(&live.room.me.name()?)?.instead_of(&live.room.me); // J-12
        let settings = kept(live.policy.settings.clone());
        // As often as they have devices: all of them may come.
        let others: Vec<Bytes32> = mls::leaves(&live.group)
            .into_iter()
            .filter(|(_, leaf)| leaf.persona != me.persona())
            .map(|(_, leaf)| Bytes32(leaf.persona.0))
            .collect();
        let name = Name::new(live.policy.name.as_str())?;
        let anew = self.found_as(me, &name, settings, relay, class)?;
        let mut room = self.room(&anew)?;
        room.accepts = live.room.accepts;
        self.store.put_room(&room)?;
        let guidelines = self.store.note(id, RoomNote::Guidelines)?;
        self.store.put_note(&anew, RoomNote::Guidelines, guidelines.as_deref())?;
        // Personas stay, and with them who is who in the community.
        let ties = self.store.note(id, RoomNote::Ties)?;
        self.store.put_note(&anew, RoomNote::Ties, ties.as_deref())?;
        // So many come within an hour that it would pass for a raid.
        let most = u32::try_from(2 * others.len() + RAID_KNOCKS).unwrap_or(u32::MAX);
        self.store.put_note(&anew, RoomNote::RaidLimit, Some(&encode(&most)))?;
        self.store.put_note(&anew, RoomNote::Expected, Some(&encode(&others)))?;
        self.store.put_note(id, RoomNote::Anew, Some(&anew.0))?;
        Ok(anew)
    }

    /// The room that this device has founded in the place of another, if it still has it.
    fn founded_anew(&self, id: &RoomId) -> Result<Option<RoomId>, CoreError> {
        let note = self.store.note(id, RoomNote::Anew)?;
        let anew = note.and_then(|bytes| bytes.try_into().ok()).map(RoomId);
        let Some(anew) = anew else { return Ok(None) };
        Ok(self.store.room(&anew)?.map(|room| room.id))
    }

    /// How many knocks an invite needs by which all of them come who are expected, and once more each.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn uses_anew(&self, anew: &RoomId) -> Result<u32, CoreError> {
        Ok(u32::try_from(2 * self.expected(anew)?.len()).unwrap_or(u32::MAX))
    }

    /// Tells the members of a room that it was founded anew, and by which invite they come in.
    ///
    /// # Errors
    /// [`CoreError::NoInvite`] if there is none of this id; otherwise as for [`Self::say`].
    pub fn offer_anew(
        &mut self,
        id: &RoomId,
        anew: &RoomId,
        invite: &InviteId,
    ) -> Result<MessageId, CoreError> {
        let invite = self.store.invite(anew, invite)?.ok_or(CoreError::NoInvite)?;
        let offer = Refounding { room: Digest(anew.0), link: invite.keys.link.to_text() };
        self.say(id, Content::new([0; 16], 0, Body::Own(String::new(), offer.into())))
    }

    /// What a message offers, if it is such an offer.
    ///
    /// # Errors
    /// [`CoreError::NoMessage`] if it is not here.
    pub fn offered_anew(
        &self,
        id: &RoomId,
        message: &MessageId,
    ) -> Result<Option<Refounding>, CoreError> {
        let said = self.store.message(id, message)?.ok_or(CoreError::NoMessage)?;
        let content = sitr_content::decode(&said.content).map_err(CoreError::Content)?;
        Ok(match content.body {
            Body::Own(_, Own::Refounding(offer)) => Some(offer),
            _ => None,
        })
    }

    fn expected(&self, room: &RoomId) -> Result<Vec<Bytes32>, CoreError> {
        let note = self.store.note(room, RoomNote::Expected)?;
        Ok(note.and_then(|bytes| decode(&bytes)).unwrap_or_default())
    }

    /// Whether this device founded the room anew and this persona was a member of the one before, and has not come
    /// yet with all the devices that it had there (rule J-12).
    pub(crate) fn is_expected(&self, room: &RoomId, persona: &Persona) -> Result<bool, CoreError> {
        Ok(self.expected(room)?.iter().any(|one| one.0 == persona.0))
    }

    /// A device that has come is expected no more; and who is taken out comes back with none unless a person
    /// decides it.
    pub(super) fn came_along(&self, room: &RoomId, moves: &Moves) -> Result<(), CoreError> {
        if moves.came.is_empty() && moves.gone.is_empty() {
            return Ok(());
        }
        let mut expected = self.expected(room)?;
        let before = expected.len();
        let is_of = |leaf: &Leaf, one: &Bytes32| leaf.persona.0 == one.0;
        for leaf in &moves.came {
            if let Some(at) = expected.iter().position(|one| is_of(leaf, one)) {
                expected.remove(at); // J-12
            }
        }
        let stays = |one: &Bytes32| moves.came.iter().any(|leaf| is_of(leaf, one));
        expected.retain(|one| stays(one) || !moves.gone.iter().any(|leaf| is_of(leaf, one)));
        if expected.len() == before {
            return Ok(());
        }
        Ok(self.store.put_note(room, RoomNote::Expected, Some(&encode(&expected)))?)
    }
}
