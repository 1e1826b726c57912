//! What is due by the clock, looked at again and again by whoever drives the core: keys, silent devices, the
//! daily end of an epoch, a knock that nobody answers, what need not be kept, deposits of nobody.

use crate::core::Core;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Intent, Room, Standing};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Wants done what is due in a room by now. `relay_day` is the relay's day (days since 1970-01-01 UTC), if
    /// it is known: where this device's clock is another, nobody is taken for silent.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn tend(&mut self, id: &RoomId, relay_day: Option<u32>) -> Result<(), CoreError> {
        let Some(room) = self.store.room(id)? else { return Ok(()) };
        match room.standing {
            Standing::Active => {
                if room.cursor.is_some_and(|cursor| cursor.is_copied) {
                    self.offer_keys(id)?;
                }
                self.roll_if_due(&room)?;
                self.renew_if_due(&room)?;
                self.remove_silent(&room, relay_day)?;
                self.cover_if_due(&room)?;
                self.lift_ended(&room, relay_day)?;
                self.carry_bans(&room)?;
                self.accept_if_due(&room)?;
                self.end_invites(&room)
            }
            Standing::Joining => self.knock_again_if_due(room),
            _ => Ok(()),
        }
    }

    /// Wants the epoch ended, where a steward should by now: daily, or when the mailbox is three
    /// quarters full (rule R-11).
    fn roll_if_due(&mut self, room: &Room) -> Result<(), CoreError> {
        let (Some(epoch), Some(_)) = (&room.epoch, &room.steward) else { return Ok(()) };
        let read = room.cursor.map_or(0, |cursor| cursor.chain.count());
        let full = read * 4 >= u64::from(epoch.mailbox.capacity) * 3;
        if full || self.today() > epoch.since_day {
            self.store.add_intent(&room.id, &Intent::Roll)?;
        }
        Ok(())
    }
}
