//! A relay keeps what it acknowledged and what it showed. Whoever reads on looks again at the page that
//! it read last, and sees whether cells are gone or have changed (rule R-15).

use sitr_wire::Handle;
use sitr_wire::chain::Chain;

use super::receive::Progress;
use crate::core::{Core, Inbound, Live, Shown};
use crate::error::CoreError;
use crate::ids::RoomId;
use crate::state::{Alarm, Cursor, Delivery, Message};
use crate::store::Store;

/// What a page shows of cells that were read before.
enum Look {
    Same,
    /// Others stand there, from the page's first cell on.
    Changed(Chain),
    /// There were more.
    Fewer,
}

impl<S: Store> Core<'_, S> {
    /// Takes in a whole page of a room's mailbox, whose first cell has the index `first`. Where it shows
    /// less than was read, or something else, the device goes back, and reads what it was not shown:
    /// [`Progress::Rewound`]. What it heard before it does not hear again.
    ///
    /// # Errors
    /// See [`Self::receive`].
    pub fn receive_page(
        &mut self,
        id: &RoomId,
        handle: &Handle,
        first: u64,
        shown: &Shown<'_>,
    ) -> Result<Progress, CoreError> {
        let room = self.room(id)?;
        let is_present = room.epoch.as_ref().is_some_and(|epoch| epoch.handle == *handle);
        if let Some(mut cursor) = room.cursor.filter(|_| is_present)
            && first < cursor.chain.count()
            && let Ok(live) = self.live(id)
        {
            let chain = match self.look(&live, &cursor, first, shown)? {
                Look::Same => {
                    self.leave_group(live);
                    return self.receive(id, handle, shown);
                }
                Look::Changed(chain) => chain,
                Look::Fewer => Chain::start(handle),
            };
            self.check_proof(&live, &mut cursor, shown.marks)?;
            self.rewind(live, cursor, chain)?;
            return Ok(Progress::Rewound);
        }
        self.receive(id, handle, shown)
    }

    fn look(
        &mut self,
        live: &Live,
        cursor: &Cursor,
        first: u64,
        shown: &Shown<'_>,
    ) -> Result<Look, CoreError> {
        let start = if first == 0 {
            Chain::start(&live.epoch.handle)
        } else {
            match self.store.mark(&live.epoch.handle, first)? {
                Some(value) => Chain::resume(first, value),
                None => return Ok(Look::Same), // no page of ours begins here
            }
        };
        let read = cursor.chain.count();
        let mut chain = start;
        for inbound in shown.cells.iter().take_while(|inbound| inbound.index < read) {
            if cursor.inert.is_none() && is_first_final(live, shown, inbound) {
                return Ok(Look::Changed(start));
            }
            chain = chain.push(&inbound.cell.hash());
        }
        Ok(if chain == cursor.chain {
            Look::Same
        } else if chain.count() < read.min(first + live.epoch.mailbox.cell_size.per_page()) {
            Look::Fewer
        } else if chain.count() < read {
            Look::Same // a page before the last one says nothing of those after it
        } else {
            Look::Changed(start)
        })
    }

    fn rewind(
        &mut self,
        mut live: Live,
        mut cursor: Cursor,
        chain: Chain,
    ) -> Result<(), CoreError> {
        self.warn(&live.room.id, &mut cursor, Alarm::RelayForgets)?;
        let mark = cursor.mark.filter(|mark| mark.mark <= chain.count());
        self.store.forget_read(&live.room.id, chain.count())?;
        live.room.cursor = Some(Cursor { chain, mark, inert: None, ..cursor });
        Ok(self.store.put_room(&live.room)?)
    }

    /// Another copy of this device spoke in the epoch that ends: whether others could read what this one said in
    /// it is not known. It is said again in the next; who has heard it knows it by its id.
    pub(super) fn say_again(&mut self, id: &RoomId) -> Result<(), CoreError> {
        self.store.forget_read(id, 0)?;
        let doubtful = self.store.unread(id)?;
        doubtful.into_iter().try_for_each(|message| self.queue_again(message))
    }

    fn queue_again(&mut self, mut message: Message) -> Result<(), CoreError> {
        message.delivery = Delivery::Queued;
        message.cell = None;
        self.store.put_delivery(&message)?;
        self.tell(&message)
    }

    /// The mailbox has ended, and was read to its end. Own messages that the relay acknowledged and that
    /// are not in it are encrypted anew (rule R-15).
    pub(super) fn send_again(&mut self, id: &RoomId) -> Result<(), CoreError> {
        let lost = self.store.unread(id)?;
        if !lost.is_empty() {
            self.alarm(id, Alarm::RelayForgets)?;
        }
        lost.into_iter().try_for_each(|message| self.queue_again(message))
    }
}

/// Whether the relay proves that this cell is the first final one (rule M-13): it called it an ordinary one
/// if it was read as none.
fn is_first_final(live: &Live, shown: &Shown<'_>, inbound: &Inbound) -> bool {
    let Some(end) = shown.end.filter(|end| end.first_final == inbound.index) else { return false };
    let (relay, epoch, cell) = (&live.room.relay.id, &live.epoch, inbound.cell.hash());
    let close_key = &epoch.mailbox.close_key;
    end.proof(inbound.index)
        .is_some_and(|proof| proof.holds(relay, &epoch.handle, close_key, &cell, None))
}
