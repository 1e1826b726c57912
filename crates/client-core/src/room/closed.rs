//! What the relay shows of the end of a mailbox, and must prove (rule M-13): of the present one, of the one
//! before, and of the one in which this device asked to be let go.

use sitr_wire::frame::End;
use sitr_wire::{CellHash, Handle, PublicKey, RelayId};

use super::receive::Progress;
use crate::body::{Final, decode};
use crate::core::{Core, Inbound, Live, Shown};
use crate::crypto::cell::{self, Kind};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Alarm, Cursor, Past, Purpose, Room, Standing};
use crate::store::Store;

/// A mailbox as far as it was read, for which the relay is to prove what it calls final.
pub(super) struct Closed<'a> {
    pub(super) relay: &'a RelayId,
    pub(super) handle: &'a Handle,
    pub(super) close_key: &'a PublicKey,
    /// The latest final cell that was read.
    pub(super) latest: Option<&'a CellHash>,
}

impl Closed<'_> {
    /// Whether the next cell is final, or none where the relay does not prove what it says: it calls the cell
    /// final that no close key signed as the successor of the latest, or shows another after the end.
    pub(super) fn tells(&self, end: Option<&End>, inbound: &Inbound) -> Option<bool> {
        let Some(end) = end.filter(|end| end.covers(inbound.index)) else {
            return self.latest.is_none().then_some(false);
        };
        let (hash, proof) = (inbound.cell.hash(), end.proof(inbound.index)?);
        let holds = proof.holds(self.relay, self.handle, self.close_key, &hash, self.latest);
        holds.then_some(true) // M-13
    }
}

/// Whether the relay tells of an end and does not show it, by so many cells read: final cells are missing,
/// or what it calls final now was none when it was read.
pub(super) fn is_short(shown: &Shown<'_>, read: u64, saw_final: bool) -> bool {
    let Some(end) = shown.end else { return false };
    (shown.whole && read < end.after()) || (read > end.first_final && !saw_final)
}

impl<S: Store> Core<'_, S> {
    /// Takes nothing more of the room's mailbox, and says so, once.
    pub(super) fn doubt_epoch(
        &mut self,
        mut live: Live,
        mut cursor: Cursor,
    ) -> Result<Progress, CoreError> {
        self.warn(&live.room.id, &mut cursor, Alarm::RelayEnd)?;
        live.room.cursor = Some(cursor);
        self.store.put_room(&live.room)?;
        Ok(Progress::Lied)
    }

    /// The body of a final cell is not to be had. What the cell is nobody knows who has not got it, so all wait
    /// (rule R-06) and are told so; and who made it sends all of it once more.
    pub(super) fn await_end(
        &mut self,
        mut live: Live,
        mut cursor: Cursor,
        cell: &CellHash,
    ) -> Result<Progress, CoreError> {
        let room = live.room.id;
        self.warn(&room, &mut cursor, Alarm::EndMissing)?;
        live.room.cursor = Some(cursor);
        self.store.put_room(&live.room)?;
        if self.store.pending(&room)?.is_some_and(|pending| pending.cell == *cell) {
            self.close_again(&room)?;
        }
        self.leave_group(live);
        Ok(Progress::Missing)
    }

    /// The commit that is under way is sent anew from its first step, unless that is being done.
    fn close_again(&mut self, room: &RoomId) -> Result<(), CoreError> {
        self.store.unpark_errands(room)?;
        for own in self.store.waiting_errands(room)? {
            let Some((errand, done)) = self.store.errand(own.id)? else { continue };
            if errand.purpose == Purpose::Commit && done + 1 >= errand.steps.len() {
                self.store.put_errand_done(own.id, 0)?;
            }
        }
        Ok(())
    }

    /// Cells of a mailbox that this device is through with. Another final cell that a steward of that epoch
    /// signed is a fork attempt (rule R-07), and changes nothing. Who asked to be let go has left.
    pub(super) fn receive_past(
        &mut self,
        mut room: Room,
        handle: &Handle,
        shown: &Shown<'_>,
    ) -> Result<Progress, CoreError> {
        let Some(mut past) = room.past.clone().filter(|past| past.handle == *handle) else {
            return Ok(Progress::Moved);
        };
        let (before, mut is_fork) = (past.clone(), false);
        let mut lies = false;
        for inbound in shown.cells.iter().filter(|inbound| inbound.index > before.won_at) {
            let closed = Closed {
                relay: &room.relay.id,
                handle,
                close_key: &past.close_key,
                latest: past.latest.as_ref(),
            };
            let Some(last) = closed.tells(shown.end, inbound) else {
                lies = true;
                break;
            };
            past.won_at = inbound.index;
            if last {
                past.latest = Some(inbound.cell.hash());
                is_fork |= is_fork_of(&past, &room, inbound);
            }
        }
        lies = lies || is_short(shown, past.won_at.saturating_add(1), past.latest.is_some());
        let progress = if lies { Progress::Lied } else { Progress::Next(past.won_at + 1) };
        if lies && !past.is_doubtful {
            past.is_doubtful = true;
            self.alarm(&room.id, Alarm::RelayEnd)?;
        }
        if is_fork {
            self.alarm(&room.id, Alarm::ForkAttempt)?;
        }
        if room.standing == Standing::Leaving && room.epoch.is_none() && past.latest.is_some() {
            self.left(room)?;
            return Ok(Progress::Moved);
        }
        if past != before {
            room.past = Some(past);
            self.store.put_room(&room)?; // it is told once
        }
        Ok(progress)
    }
}

/// Whether a final cell after the winning one is a steward's.
fn is_fork_of(past: &Past, room: &Room, inbound: &Inbound) -> bool {
    let Some((Kind::Final, body)) = cell::open(&past.seal, &past.handle, &inbound.cell) else {
        return false;
    };
    let Some(body) = decode::<Final>(&body) else { return false };
    let steward = past.stewards.iter().any(|steward| steward.0 == body.closer);
    steward && body.is_signed(&room.id, &past.handle)
}
