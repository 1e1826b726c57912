//! What the relay showed: to this device, and to others.

use sitr_wire::frame::Mark;
use sitr_wire::statement::Statement;

use crate::body::Seen;
use crate::core::{Core, Live};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Alarm, Cursor};
use crate::store::Store;

impl<S: Store> Core<'_, S> {
    /// Compares the relay's signed chain with that of the cells it gave (rule M-08).
    pub(super) fn check_marks(
        &mut self,
        live: &Live,
        cursor: &mut Cursor,
        marks: &[Mark],
    ) -> Result<(), CoreError> {
        self.check_proof(live, cursor, marks)?;
        let count = cursor.chain.count();
        let fresh = cursor.mark.is_none_or(|mark| mark.mark < count);
        let Some(mark) = marks.iter().find(|mark| mark.mark == count && fresh) else {
            return Ok(());
        };
        let relay = &live.room.relay;
        let statement = Statement::mark(&relay.id, &live.epoch.handle, mark.mark, &mark.chain);
        let Some(key) = self.store.relay_key(&relay.id)? else { return Ok(()) };
        if !statement.verifies(&key, &mark.signature) {
            return Ok(());
        }
        if mark.chain != *cursor.chain.value() {
            return self.warn(&live.room.id, cursor, Alarm::RelayMark);
        }
        cursor.mark = Some(*mark);
        Ok(())
    }

    /// Two different chains of one mailbox that the relay signed for this device alone prove it too
    /// (rule R-01).
    pub(super) fn check_proof(
        &mut self,
        live: &Live,
        cursor: &mut Cursor,
        marks: &[Mark],
    ) -> Result<(), CoreError> {
        let Some(known) = cursor.mark else { return Ok(()) };
        let relay = &live.room.relay.id;
        let other = marks.iter().find(|mark| mark.mark == known.mark && mark.chain != known.chain);
        let (Some(other), Some(key)) = (other, self.store.relay_key(relay)?) else {
            return Ok(());
        };
        let statement = Statement::mark(relay, &live.epoch.handle, other.mark, &other.chain);
        if statement.verifies(&key, &other.signature) {
            return self.warn(&live.room.id, cursor, Alarm::RelaySplits);
        }
        Ok(())
    }

    /// Raises an alarm once an epoch.
    pub(super) fn warn(
        &mut self,
        id: &RoomId,
        cursor: &mut Cursor,
        alarm: Alarm,
    ) -> Result<(), CoreError> {
        let bit = 1_u16 << alarm as u8;
        if cursor.alarms & bit == 0 {
            cursor.alarms |= bit;
            self.alarm(id, alarm)?;
        }
        Ok(())
    }

    /// Remembers the chain at each full page, whether or not the relay signs it: what others say that
    /// they were shown is compared with it.
    pub(super) fn note_page(&mut self, live: &Live, cursor: &Cursor) -> Result<(), CoreError> {
        let (count, chain) = (cursor.chain.count(), cursor.chain.value());
        if count.is_multiple_of(live.epoch.mailbox.cell_size.per_page()) {
            self.store.put_mark(&live.room.id, &live.epoch.handle, count, chain)?;
        }
        Ok(())
    }

    /// Compares what another member was shown with what this device was shown (rule R-01). `index` is
    /// where it says so: nobody has read more cells than stand before the own one.
    pub(super) fn compare_seen(
        &mut self,
        live: &Live,
        cursor: &mut Cursor,
        seen: &Seen,
        index: u64,
    ) -> Result<(), CoreError> {
        if seen.previous_end != live.epoch.previous_end {
            return self.warn(&live.room.id, cursor, Alarm::TranscriptDiffers);
        }
        let Some(theirs) = seen.mark else { return Ok(()) };
        let ours = self.store.mark(&live.epoch.handle, theirs.mark)?;
        if ours == Some(theirs.chain) || (ours.is_none() && theirs.mark <= index) {
            return Ok(());
        }
        let relay = &live.room.relay.id;
        let statement = Statement::mark(relay, &live.epoch.handle, theirs.mark, &theirs.chain);
        let signed = self
            .store
            .relay_key(relay)?
            .is_some_and(|key| statement.verifies(&key, &theirs.signature));
        let alarm = if signed { Alarm::RelaySplits } else { Alarm::TranscriptDiffers };
        self.warn(&live.room.id, cursor, alarm)
    }
}
