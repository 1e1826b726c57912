//! Leases: of the processes that share a profile, one runs a room's errands.

use sitr_client_core::RoomId;

use super::RoomStore;
use super::row::{Result, signed};

/// Names one process, or one client in it: 16 random bytes.
pub type Owner = [u8; 16];

/// A lease that is younger than this part of its time is not written anew: whoever asks for it often writes it seldom.
pub const LEASE_FRESH: u64 = 6;

/// Milliseconds by which the clock may seem to go back between two processes. A lease from further
/// ahead was taken before the clock was set back, and holds nobody off.
const SLACK_MS: i64 = 60_000;

impl RoomStore<'_> {
    /// Takes or renews the right to run a room's errands for `ttl_ms` milliseconds from `now_ms`
    /// (milliseconds since 1970-01-01 UTC), or for a little less: see [`LEASE_FRESH`]. `false` while somebody else has
    /// it.
    ///
    /// # Errors
    /// If the storage fails, or there is no such room when the transaction commits.
    pub fn take_lease(
        &self,
        room: &RoomId,
        owner: &Owner,
        now_ms: u64,
        ttl_ms: u64,
    ) -> Result<bool> {
        let (now, young) = (signed(now_ms), signed(ttl_ms / LEASE_FRESH));
        let until = now.saturating_add(signed(ttl_ms));
        let fresh = self.one(
            "SELECT 1 FROM lease WHERE room = ?1 AND owner = ?2 AND from_ms BETWEEN ?3 AND ?4 AND until_ms >= ?5",
            (room.0, owner, now.saturating_sub(young), now, until.saturating_sub(young)),
            |_| Ok(()),
        )?;
        if fresh.is_some() {
            return Ok(true);
        }
        let taken = self.run(
            "INSERT INTO lease (room, owner, from_ms, until_ms) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (room) DO UPDATE
             SET owner = excluded.owner, from_ms = excluded.from_ms, until_ms = excluded.until_ms
             WHERE lease.owner = ?2 OR lease.until_ms <= ?3 OR lease.from_ms > ?5",
            (room.0, owner, now, until, now.saturating_add(SLACK_MS)),
        )?;
        Ok(taken > 0)
    }

    /// Whether somebody else has the right to run a room's errands.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn is_leased_away(&self, room: &RoomId, owner: &Owner, now_ms: u64) -> Result<bool> {
        let now = signed(now_ms);
        let theirs = self.one(
            "SELECT 1 FROM lease
             WHERE room = ?1 AND owner <> ?2 AND until_ms > ?3 AND from_ms <= ?4",
            (room.0, owner, now, now.saturating_add(SLACK_MS)),
            |_| Ok(()),
        )?;
        Ok(theirs.is_some())
    }

    /// Gives the right back, if it is this owner's.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn release_lease(&self, room: &RoomId, owner: &Owner) -> Result<()> {
        self.run("DELETE FROM lease WHERE room = ?1 AND owner = ?2", (room.0, owner))?;
        Ok(())
    }
}
