//! The operations. Each is called inside one transaction of the caller, which commits it if it
//! succeeded and rolls it back if not; no MLS group outlives the call.

use std::collections::BTreeMap;

use openmls::prelude::{GroupId, MlsGroup};
use sitr_community::{Policy, Role};
use sitr_wire::frame::{End, Mark};
use sitr_wire::{Cell, CellSize, Keep, Life, Mailbox};

use crate::body::Pointer;
use crate::crypto::provider::Crypto;
use crate::crypto::schedule::EpochSecrets;
use crate::error::CoreError;
use crate::ids::{MemberId, RoomId};
use crate::mls::{self, Provider};
use crate::payload::Target;
use crate::state::{Alarm, Epoch, Event, Room, Standing};
use crate::store::{Store, StoreError};

/// Milliseconds of a day.
pub(crate) const DAY_MS: u64 = 86_400_000;

/// Everything an operation works with: an open transaction, a generator, the time.
pub struct Core<'a, S: Store> {
    pub(crate) store: &'a S,
    pub(crate) crypto: &'a Crypto,
    pub(crate) rng: &'a mut dyn rand::CryptoRng,
    pub(crate) now_ms: u64,
}

/// Classes of a room's mailboxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// Cells of one epoch.
    pub capacity: u32,
    /// How long an epoch may stay open: a room without a steward ends with it.
    pub life: Life,
    /// How long a device may be away.
    pub keep: Keep,
}

impl Default for Class {
    fn default() -> Self {
        Self { capacity: 4096, life: Life::Days180, keep: Keep::Days30 }
    }
}

/// A member, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    /// The id.
    pub id: MemberId,
    /// The pseudonym.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether it is this device's own.
    pub is_me: bool,
    /// How many devices it has in the room (rule A-33).
    pub devices: u8,
}

/// A room that this device is an active member of, with its group loaded.
pub(crate) struct Live {
    pub(crate) room: Room,
    pub(crate) epoch: Epoch,
    pub(crate) group: MlsGroup,
    pub(crate) policy: Policy,
}

impl Live {
    pub(crate) fn role(&self) -> Role {
        self.policy.role(&self.room.me.persona())
    }

    pub(crate) fn target(&self) -> Target<'_> {
        Target {
            relay: &self.room.relay.id,
            handle: &self.epoch.handle,
            size: self.epoch.mailbox.cell_size,
            seal: &self.epoch.seal,
            life: self.epoch.mailbox.life,
            keep: self.epoch.mailbox.keep,
        }
    }
}

impl<'a, S: Store> Core<'a, S> {
    /// Brings together what an operation needs. `now_ms` is in milliseconds since 1970-01-01 UTC; no rule
    /// of validity reads it.
    pub fn new(
        store: &'a S,
        crypto: &'a Crypto,
        rng: &'a mut dyn rand::CryptoRng,
        now_ms: u64,
    ) -> Self {
        Self { store, crypto, rng, now_ms }
    }

    pub(crate) fn provider(&self) -> Provider<'a, S::Mls> {
        Provider::new(self.crypto, self.store.mls())
    }

    pub(crate) fn today(&self) -> u32 {
        u32::try_from(self.now_ms / DAY_MS).unwrap_or(u32::MAX)
    }

    pub(crate) fn room(&self, id: &RoomId) -> Result<Room, CoreError> {
        self.store.room(id)?.ok_or(CoreError::NoRoom)
    }

    /// Loads a room and its group, if this device is a member that may act.
    pub(crate) fn live(&self, id: &RoomId) -> Result<Live, CoreError> {
        self.live_of(self.room(id)?)
    }

    /// The same, of a room that was read.
    pub(crate) fn live_of(&self, room: Room) -> Result<Live, CoreError> {
        let epoch = match (&room.epoch, room.standing) {
            (Some(epoch), Standing::Active | Standing::Leaving) => epoch.clone(),
            (_, standing) => return Err(CoreError::not_active(standing)),
        };
        let group = self.load_group(&room.id)?;
        let policy = mls::policy_of(group.extensions())
            .ok_or(CoreError::Bug("the room's policy does not decode"))?;
        Ok(Live { room, epoch, group, policy })
    }

    /// Leaves the group to the next transaction. Everything that changed it has been written.
    pub(crate) fn leave_group(&self, live: Live) {
        self.store.leave_group(&live.room.id, live.group);
    }

    /// Asks a room and its group something that changes neither. What is asked at every look at a room must not
    /// cost it the group that stays in memory.
    pub(crate) fn peek<T>(
        &self,
        id: &RoomId,
        read: impl FnOnce(&Live) -> T,
    ) -> Result<T, CoreError> {
        let live = self.live(id)?;
        let seen = read(&live);
        self.leave_group(live);
        Ok(seen)
    }

    pub(crate) fn load_group(&self, id: &RoomId) -> Result<MlsGroup, CoreError> {
        if let Some(group) = self.store.take_group(id) {
            return Ok(group);
        }
        MlsGroup::load(self.store.mls(), &GroupId::from_slice(&id.0))
            .map_err(|_| CoreError::Store(StoreError::new("the MLS state cannot be read")))?
            .ok_or(CoreError::NotActive)
    }

    pub(crate) fn steward(&self, id: &RoomId) -> Result<Live, CoreError> {
        let live = self.live(id)?;
        if live.role().is_steward() { Ok(live) } else { Err(CoreError::NotSteward) }
    }

    pub(crate) fn event(&self, room: &RoomId, event: &Event) -> Result<(), CoreError> {
        Ok(self.store.add_event(room, event)?)
    }

    pub(crate) fn alarm(&self, room: &RoomId, alarm: Alarm) -> Result<(), CoreError> {
        self.event(room, &Event::Alarm(alarm))
    }

    pub(crate) fn stand(&self, room: &mut Room, standing: Standing) -> Result<(), CoreError> {
        room.standing = standing;
        self.store.put_room(room)?;
        self.event(&room.id, &Event::Standing(standing))
    }

    /// The members of a room, as the present epoch has them.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn members(&self, id: &RoomId) -> Result<Vec<MemberView>, CoreError> {
        let live = self.live(id)?;
        let me = live.room.me.persona();
        let mut known = BTreeMap::new();
        let mut members: Vec<MemberView> = Vec::new();
        for (_, leaf) in mls::leaves(&live.group) {
            let at = *known.entry(leaf.persona).or_insert(members.len());
            if let Some(member) = members.get_mut(at) {
                member.devices += 1;
                continue;
            }
            members.push(MemberView {
                id: MemberId::of(&leaf.persona),
                name: leaf.name.as_str().to_owned(),
                role: live.policy.role(&leaf.persona),
                is_me: leaf.persona == me,
                devices: 1,
            });
        }
        Ok(members)
    }

    /// A number that all members of the room's present epoch share, and nobody else can make: members
    /// compare it over another channel. 32 bytes, from the MLS epoch authenticator (RFC 9420 section 8.7).
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn safety_number(&self, id: &RoomId) -> Result<[u8; 32], CoreError> {
        let live = self.live(id)?;
        let epoch = live.epoch.number.to_be_bytes();
        let authenticator = live.group.epoch_authenticator().as_slice().to_vec();
        let parts: [&[u8]; 4] = [b"sitr/v1/safety", &id.0, &epoch, &authenticator];
        Ok(crate::crypto::sha256(&parts))
    }

    /// The MLS epoch authenticator itself, to compare with another implementation's.
    ///
    /// # Errors
    /// [`CoreError::NotActive`] where this device is no member.
    pub fn epoch_authenticator(&self, id: &RoomId) -> Result<(u64, Vec<u8>), CoreError> {
        let live = self.live(id)?;
        Ok((live.epoch.number, live.group.epoch_authenticator().as_slice().to_vec()))
    }
}

/// The mailbox of an epoch: what its secrets and its room's class determine (rule R-04).
pub(crate) fn epoch_mailbox(
    secrets: &EpochSecrets,
    close_key: sitr_wire::PublicKey,
    class: Class,
) -> Mailbox {
    Mailbox {
        address_hash: secrets.address.hash(),
        write_key: secrets.write_seed.public(),
        close_key,
        burn_key: None,
        cell_size: CellSize::K2,
        capacity: class.capacity,
        life: class.life,
        keep: class.keep,
        append_cost: 0,
    }
}

/// A cell of a watched mailbox.
#[derive(Clone, Debug)]
pub struct Inbound {
    /// Its index.
    pub index: u64,
    /// The cell.
    pub cell: Cell,
    /// The body that it points to, if it is a pointer and the body could be had.
    pub payload: Option<Vec<u8>>,
    /// The ratchet tree that the answer in it points to, once that was asked for; empty if it is not there.
    pub tree: Option<Vec<u8>>,
}

impl Inbound {
    /// A cell as it came, with nothing of what it may point to.
    #[must_use]
    pub fn new(index: u64, cell: Cell) -> Self {
        Self { index, cell, payload: None, tree: None }
    }
}

/// What cells of a newcomer's reply mailbox led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The answer has not come.
    Waits,
    /// It has: this device is in, or stays out.
    Over,
    /// The answer in the cell at this index needs the ratchet tree in this payload mailbox first.
    Wants(u64, Box<Pointer>),
}

/// What a relay shows of a mailbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown<'a> {
    /// Cells, in order.
    pub cells: &'a [Inbound],
    /// The relay's marks.
    pub marks: &'a [Mark],
    /// Where it says that the final cells stand, and its proofs of that (rule M-13); none where it says
    /// nothing of an end.
    pub end: Option<&'a End>,
    /// Whether it says that there is no further cell.
    pub whole: bool,
}

impl<'a> Shown<'a> {
    /// Cells of a mailbox that is open, as far as the relay says.
    #[must_use]
    pub fn open(cells: &'a [Inbound]) -> Self {
        Self { cells, ..Self::default() }
    }
}
