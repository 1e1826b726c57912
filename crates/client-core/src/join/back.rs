//! Coming back of one's own accord: a device that cannot follow its room knocks again with its persona, where it
//! has a way in (rule R-23). Its history stays, and what it has to say waits.

use sitr_community::Persona;
use sitr_wire::{CellSize, Handle};

use crate::body::{Hello, Link};
use crate::core::{Core, Inbound, Live};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::join::{KNOCK_AGAIN_ASKED_MS, open_card};
use crate::state::{Back, Event, Me, Room, Standing};
use crate::store::Store;
use crate::watch::{Watched, Watching};

/// Ways back that are remembered of a room.
const WAYS_MAX: usize = 4;
/// What a person is told where no way is left.
const NO_WAY: &str =
    "this device has no way back into the room by itself: ask a steward for a link and follow it";

impl Back {
    /// This link is the likeliest now.
    pub(crate) fn goes_by(&mut self, link: &Link) {
        self.ways.retain(|other| other != link);
        self.ways.insert(0, link.clone());
        self.ways.truncate(WAYS_MAX);
    }
}

impl<S: Store> Core<'_, S> {
    /// What a room's record keeps for the way back when this device knocks anew as `me`.
    pub(super) fn back_of(&self, earlier: &Room, me: &Me) -> Back {
        let mut back = earlier.back.clone();
        let is_same = earlier.me.persona() == me.persona();
        match (is_same, earlier.standing) {
            (true, Standing::Stuck) if back.leaf.is_none() => {
                back.leaf = Some(earlier.me.device_seed.clone());
            }
            (true, _) => {}
            (false, _) => back.leaf = None,
        }
        back
    }

    /// Gathers the ways by which a device that is stuck now may come back: the link that it came by, and the
    /// open invites that it knows as a steward.
    pub(crate) fn find_ways(&mut self, room: &mut Room) -> Result<(), CoreError> {
        let now = self.now_ms / 1000;
        for invite in self.store.invites(&room.id)? {
            let link = &invite.keys.link;
            let known = room.back.ways.contains(link);
            if !invite.revoked && !invite.keys.is_over(now) && !known {
                room.back.ways.push(link.clone());
            }
        }
        room.back.ways.truncate(WAYS_MAX);
        if room.back.ways.is_empty() {
            self.event(&room.id, &Event::Dropped(NO_WAY.to_owned()))?;
        }
        Ok(())
    }

    /// The card that leads back, to be read next; none for who is not stuck, or has knocked of its own accord
    /// a short while ago.
    pub(crate) fn way(&self, room: &Room) -> Option<Watching> {
        let rested = room.back.at_ms.saturating_add(KNOCK_AGAIN_ASKED_MS) <= self.now_ms
            || room.back.at_ms > self.now_ms;
        if room.standing != Standing::Stuck || !rested {
            return None;
        }
        let link = room.back.ways.iter().find(|link| link.relay.id == room.relay.id)?;
        Some(Watching {
            what: Watched::Card,
            handle: link.card,
            address: link.card_address(),
            seal: link.card_seal(),
            from: 0,
            cell_size: CellSize::K16,
            most: 1,
        })
    }

    /// Takes in the card that leads back, and knocks. Tells whether it did.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn receive_card(
        &mut self,
        id: &RoomId,
        handle: &Handle,
        cells: &[Inbound],
    ) -> Result<bool, CoreError> {
        let mut room = self.room(id)?;
        let is_way = |link: &&Link| link.card == *handle;
        let (Some(link), Some(cell)) = (room.back.ways.iter().find(is_way).cloned(), cells.first())
        else {
            return Ok(false);
        };
        if room.standing != Standing::Stuck {
            return Ok(false);
        }
        match open_card(&link, &cell.cell, self.now_ms) {
            Ok(card) if card.room == *id => {
                let name = room.me.name()?;
                room.back.at_ms = self.now_ms;
                self.store.put_room(&room)?;
                // The words were said when it came the first time.
                let accepts = room.accepts.map(|hash| sitr_content::Digest(hash.0));
                let hello = Hello { accepts, ..Hello::default() };
                self.knock(&link, &card, &name, &hello)?;
                Ok(true)
            }
            _ => self.no_way(id, handle).map(|()| false),
        }
    }

    /// The card is gone: its invite has ended.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn no_way(&mut self, id: &RoomId, handle: &Handle) -> Result<(), CoreError> {
        let mut room = self.room(id)?;
        let before = room.back.ways.len();
        room.back.ways.retain(|link| link.card != *handle);
        if room.back.ways.len() == before {
            return Ok(());
        }
        if room.back.ways.is_empty() {
            self.event(id, &Event::Dropped(NO_WAY.to_owned()))?;
        }
        Ok(self.store.put_room(&room)?)
    }

    /// The invite by which this device came back takes no more knocks: the next way is tried.
    pub(super) fn tries_another_way(&mut self, mut room: Room) -> Result<(), CoreError> {
        let link = room.knocking.as_ref().and_then(|knocking| knocking.link.clone());
        self.forget_knock(&mut room)?;
        room.back.ways.retain(|way| Some(way) != link.as_ref());
        room.back.at_ms = 0;
        if room.back.ways.is_empty() {
            self.event(&room.id, &Event::Dropped(NO_WAY.to_owned()))?;
        }
        self.stand(&mut room, Standing::Stuck)
    }
}

/// Whether a persona that knocks is to be let in without asking a person: the very device that it has in
/// the room comes back, and brings no power with it (rule R-23).
pub(crate) fn comes_back(live: Option<&Live>, persona: &Persona, is_back: bool) -> bool {
    is_back && live.is_some_and(|live| !live.policy.role(persona).is_steward())
}
