//! Deposits that say nothing, so that a deposit says nothing (rule D-04).

use crate::body::Confidence;
use crate::core::{Core, DAY_MS};
use crate::crypto::cell::Kind;
use crate::error::CoreError;
use crate::payload::append;
use crate::state::{Errand, Purpose, Room};
use crate::store::Store;

/// How many a room has in a day, by all of its devices together, while they are online.
pub const COVER_A_DAY: u64 = 8;
/// A device of a large room makes one in so many days.
const RAREST_DAYS: u64 = 30;
/// None follows another sooner than that, in milliseconds.
const SOONEST_MS: u64 = 10 * 60_000;
/// Who was offline when it was due makes it within so many milliseconds, and not at once: coming online is not
/// to be seen by it.
const LATE_WITHIN_MS: u64 = 60 * 60_000;

impl<S: Store> Core<'_, S> {
    /// Makes one if it is due, and draws the time of the next.
    pub(super) fn cover_if_due(&mut self, room: &Room) -> Result<(), CoreError> {
        let due = room.cover_at_ms;
        if due > self.now_ms
            && due < self.now_ms.saturating_add(2 * RAREST_DAYS * DAY_MS + SOONEST_MS)
        {
            return Ok(());
        }
        let mut room = self.room(&room.id)?; // others have written it since
        if due != 0 && due <= self.now_ms && self.now_ms - due > SOONEST_MS {
            room.cover_at_ms = self.now_ms + 1 + self.below(LATE_WITHIN_MS);
            return Ok(self.store.put_room(&room)?);
        }
        if due != 0 && due <= self.now_ms {
            self.cover(&room)?;
        }
        let devices = self.store.leaves_seen(&room.id, u32::MAX)?.len() as u64;
        let mean = (devices * DAY_MS / COVER_A_DAY).min(RAREST_DAYS * DAY_MS);
        room.cover_at_ms = self.now_ms + SOONEST_MS + self.below(2 * mean);
        Ok(self.store.put_room(&room)?)
    }

    fn cover(&mut self, room: &Room) -> Result<(), CoreError> {
        let live = self.live(&room.id)?;
        let body = self.sealed_deposit(&live, &Confidence::default(), &[])?;
        let (mut steps, cell) = live.target().fit(Kind::Deposit, &body, self.rng)?;
        let relay = &live.room.relay.id;
        steps.push(append(relay, live.epoch.handle, &cell, &live.epoch.write_seed, 0));
        self.store.add_errand(&Errand { room: room.id, purpose: Purpose::Cover, steps })?;
        Ok(())
    }

    /// A number below this one, each as likely as the others but for a bias that nobody sees in 64 bits.
    fn below(&mut self, end: u64) -> u64 {
        self.rng.next_u64().checked_rem(end).unwrap_or(0)
    }
}
