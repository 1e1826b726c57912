//! A copy of a profile that is put away: it holds history, outbox and who one is, and no key with which anything
//! could be read or said. Whoever puts it to use comes back as a device that cannot follow does (rule R-23),
//! with new keys: so no key of the original is ever used twice.

use crate::core::Core;
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::Standing;
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Takes the keys out of a room of such a copy. What waits to be said still waits.
    ///
    /// # Errors
    /// [`CoreError::NoRoom`] if there is none; if the storage fails.
    pub fn take_keys_out(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let mut room = self.room(id)?;
        self.drop_errands(id)?;
        match room.standing {
            Standing::Active | Standing::Leaving | Standing::Moving => {
                self.find_ways(&mut room)?;
                room.back.leaf = Some(room.me.device_seed.clone());
            }
            Standing::Joining => {
                let link = room.knocking.as_ref().and_then(|knocking| knocking.link.clone());
                if let Some(link) = link {
                    room.back.goes_by(&link);
                }
            }
            Standing::Stuck => {}
            Standing::Left | Standing::Removed | Standing::Refused => return Ok(()),
        }
        self.forget_knock(&mut room)?;
        self.forget_keys(&mut room)?;
        room.past = None;
        room.warm_at_ms = None;
        room.admits_everyone = false;
        room.back.at_ms = 0;
        self.stand(&mut room, Standing::Stuck)
    }

    /// What the original still has to ask of the relay is the original's.
    fn drop_errands(&mut self, id: &RoomId) -> Result<(), CoreError> {
        self.store.unpark_errands(id)?;
        for waiting in self.store.waiting_errands(id)? {
            self.store.delete_errand(waiting.id)?;
        }
        Ok(())
    }
}
