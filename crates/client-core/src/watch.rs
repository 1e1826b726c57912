//! What a room wants to hear from its relay.

use sitr_wire::{Address, CellSize, Handle, Mailbox, RelayId, limit};

use crate::core::Core;
use crate::crypto::Secret;
use crate::error::CoreError;
use crate::ids::{InviteId, RoomId};
use crate::state::{Room, Standing};
use crate::store::Store;

/// Days for which the mailbox before is still watched for other final cells.
const PAST_DAYS: u32 = limit::SUPERSEDE_DAYS;

/// Which of a room's mailboxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Watched {
    /// That of the present epoch.
    Epoch,
    /// That of the epoch before.
    Past,
    /// The knocks of an invite.
    Knocks(InviteId),
    /// The answer to an own knock.
    Reply,
    /// The card of the invite by which a device that is stuck knocks again.
    Card,
}

/// A mailbox to watch, and from where.
#[derive(Clone, Debug)]
pub struct Watching {
    /// Which.
    pub what: Watched,
    /// Its handle.
    pub handle: Handle,
    /// The right to read it.
    pub address: Address,
    /// Opens its cells, to see which point to more.
    pub seal: Secret,
    /// The first cell wanted.
    pub from: u64,
    /// Size of its cells.
    pub cell_size: CellSize,
    /// The most cells that it can ever hold, final ones included.
    pub most: u64,
}

/// What fits into a mailbox of this capacity: the final cells are not counted (rule M-06).
fn most(capacity: u32) -> u64 {
    u64::from(capacity) + u64::from(limit::SUPERSEDES_MAX) + 1
}

fn size_of(mailbox: &Mailbox) -> (CellSize, u64) {
    (mailbox.cell_size, most(mailbox.capacity))
}

impl<S: Store> Core<'_, S> {
    /// The mailboxes of a room to watch now at this relay: none at any but the one that the room is at (rule R-30).
    ///
    /// # Errors
    /// If the storage fails.
    pub fn watching_at(&self, id: &RoomId, relay: &RelayId) -> Result<Vec<Watching>, CoreError> {
        if self.room(id)?.relay.id == *relay { self.watching(id) } else { Ok(Vec::new()) }
    }

    /// The mailboxes of a room that this device should be watching now.
    ///
    /// # Errors
    /// If the storage fails.
    pub fn watching(&self, id: &RoomId) -> Result<Vec<Watching>, CoreError> {
        let room = self.room(id)?;
        let mut all: Vec<_> = [own(&room), self.past(&room), reply(&room), self.way(&room)]
            .into_iter()
            .flatten()
            .collect();
        if room.standing == Standing::Active && room.steward.is_some() {
            for invite in self.store.invites(id)? {
                let keys = &invite.keys;
                let over = keys.is_over(self.now_ms / 1000);
                if invite.revoked || over || invite.read >= u64::from(keys.uses) {
                    continue;
                }
                let (cell_size, most) = size_of(&keys.knocks);
                all.push(Watching {
                    what: Watched::Knocks(keys.id()),
                    handle: keys.knocks.handle(&room.relay.id),
                    address: keys.knocks_address.clone(),
                    seal: keys.knocks_seal.clone(),
                    from: invite.read,
                    cell_size,
                    most,
                });
            }
        }
        Ok(all)
    }

    fn past(&self, room: &Room) -> Option<Watching> {
        let past = room.past.as_ref()?;
        let fresh = self.today() <= past.day.saturating_add(PAST_DAYS);
        // Who leaves waits for as long as it takes.
        let leaves = room.standing == Standing::Leaving && room.epoch.is_none();
        (fresh || leaves).then(|| Watching {
            what: Watched::Past,
            handle: past.handle,
            address: past.address.clone(),
            seal: past.seal.clone(),
            from: past.won_at + 1,
            cell_size: CellSize::K2,
            most: most(limit::CAPACITY_MAX),
        })
    }
}

fn own(room: &Room) -> Option<Watching> {
    let (epoch, cursor) = (room.epoch.as_ref()?, room.cursor.as_ref()?);
    let open = matches!(room.standing, Standing::Active | Standing::Leaving);
    let (cell_size, most) = size_of(&epoch.mailbox);
    open.then(|| Watching {
        what: Watched::Epoch,
        handle: epoch.handle,
        address: epoch.address.clone(),
        seal: epoch.seal.clone(),
        from: cursor.chain.count(),
        cell_size,
        most,
    })
}

fn reply(room: &Room) -> Option<Watching> {
    let knocking = room.knocking.as_ref().filter(|_| room.standing == Standing::Joining)?;
    let mailbox = &knocking.reply.mailbox;
    let (cell_size, most) = size_of(mailbox);
    Some(Watching {
        what: Watched::Reply,
        handle: mailbox.handle(&room.relay.id),
        address: knocking.reply.address.clone(),
        seal: knocking.reply.seal.clone(),
        from: knocking.read,
        cell_size,
        most,
    })
}
