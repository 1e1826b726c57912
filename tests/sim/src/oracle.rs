//! What must be true after every step, whatever happened.

use std::collections::{BTreeMap, BTreeSet};

use sitr_client_core::MemberId;
use sitr_client_core::state::{Delivery, SignedCell, Standing, Step};
use sitr_content::{Body, decode};
use sitr_wire::{Cell, Handle};

use crate::device::Device;
use crate::relay::Relay;

/// A promise that was broken, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(pub String);

/// What one device was seen to be.
#[derive(Clone, Debug, Default)]
struct Seen {
    epoch: Option<u64>,
    seq: i64,
    heard: BTreeSet<String>,
    /// Whether it has been a member ever since the room was whole.
    constant: bool,
    /// The right to write where it was last a member.
    last: Option<(Handle, sitr_wire::Seed)>,
}

/// Remembers what was acknowledged and seen.
#[derive(Default)]
pub struct Oracle {
    acknowledged: BTreeMap<Handle, Vec<Cell>>,
    authenticators: BTreeMap<u64, Vec<u8>>,
    members: BTreeMap<u64, BTreeSet<MemberId>>,
    devices: BTreeMap<usize, Seen>,
    put_back: BTreeSet<usize>,
    /// Cells that were acknowledged.
    pub acks: u64,
    /// Texts that members wrote while the room was whole.
    pub texts: BTreeMap<String, usize>,
    /// Epochs that members stood in at the same number with different keys.
    pub forks: u64,
    /// Whether what was acknowledged may be gone, because the relay lies about it.
    pub relay_may_lose: bool,
    /// Whether two rooms are held against the alarms at the end, instead of at once.
    pub relay_may_split: bool,
}

fn stored(step: &Step) -> Option<&SignedCell> {
    match step {
        Step::Append(signed, _) | Step::Close(signed, _) => Some(signed),
        Step::Open(_) | Step::OpenAt(..) | Step::Burn(..) => None,
    }
}

impl Oracle {
    /// A device was told that a step is done.
    ///
    /// # Errors
    /// If its cell is not on the relay's disk, or is there twice.
    pub fn acknowledged(&mut self, relay: &Relay, step: &Step) -> Result<(), Broken> {
        if let Step::Open(mailbox) = step
            && !self.relay_may_lose
            && relay.disk.row(&mailbox.handle(&relay.id())).is_none()
        {
            return Err(Broken("a mailbox was acknowledged and is not there".into()));
        }
        let Some(signed) = stored(step) else { return Ok(()) };
        let Some(cell) = signed.cell() else { return Ok(()) };
        self.acks += 1;
        self.is_kept(relay, &signed.handle, &cell)?;
        self.acknowledged.entry(signed.handle).or_default().push(cell);
        Ok(())
    }

    fn is_kept(&self, relay: &Relay, handle: &Handle, cell: &Cell) -> Result<(), Broken> {
        if self.relay_may_lose {
            return Ok(());
        }
        // Burned or past its time: gone by the rules.
        if relay.disk.row(handle).is_none() {
            return match relay.disk.load(handle) {
                sitr_relay_core::Known::Gone(_) => Ok(()),
                _ if self.acknowledged.contains_key(handle) => Ok(()),
                _ => Err(Broken("a cell was acknowledged in a mailbox that is not there".into())),
            };
        }
        match relay.count(handle, cell) {
            1 => Ok(()),
            0 => Err(Broken("an acknowledged cell is not on the disk".into())),
            _ => Err(Broken("an acknowledged cell is stored twice".into())),
        }
    }

    /// The relay's disk changed, or its process died.
    ///
    /// # Errors
    /// If a cell that was acknowledged is gone or doubled.
    pub fn looks_at_relay(&self, relay: &Relay, changed: Option<&[Handle]>) -> Result<(), Broken> {
        let all = self.acknowledged.iter();
        for (handle, cells) in
            all.filter(|(handle, _)| changed.is_none_or(|it| it.contains(handle)))
        {
            cells.iter().try_for_each(|cell| self.is_kept(relay, handle, cell))?;
        }
        Ok(())
    }

    /// From now on the room is whole: who is in is to hear everything.
    pub fn begins(&mut self, devices: &mut [Device]) -> Result<(), Broken> {
        for (number, device) in devices.iter_mut().enumerate() {
            self.looks_at(number, device)?;
            let constant = device.is_in();
            self.devices.entry(number).or_default().constant = constant;
        }
        Ok(())
    }

    /// A device did something.
    ///
    /// # Errors
    /// If it stands in an epoch with other keys than others, or as somebody who is no member of it, or has
    /// something twice.
    pub fn looks_at(&mut self, number: usize, device: &mut Device) -> Result<(), Broken> {
        let Some(room) = device.record() else { return Ok(()) };
        let name = device.name.clone();
        let mut seen = self.devices.remove(&number).unwrap_or_default();
        if room.standing != Standing::Active {
            seen.constant = false;
            seen.epoch = None;
        }
        let epoch = room.epoch.filter(|_| room.standing == Standing::Active);
        if let Some(epoch) = epoch.filter(|epoch| seen.epoch != Some(epoch.number)) {
            seen.epoch = Some(epoch.number);
            seen.last = Some((epoch.handle, epoch.write_seed.clone()));
            self.enters(device, epoch.number, &name)?;
        }
        for message in device.messages_after(seen.seq) {
            seen.seq = message.seq;
            let Ok(content) = decode(&message.content) else { continue };
            let Body::Text(_) = &content.body else { continue };
            let text = content.body.words();
            // What another device of this one's owner said is its own.
            let is_anothers = || self.texts.get(&text).is_some_and(|by| *by != number);
            let is_heard = match message.delivery {
                Delivery::Received => true,
                Delivery::Sent => is_anothers(),
                _ => false,
            };
            if is_heard && !seen.heard.insert(text.clone()) {
                return Err(Broken(format!("{name} heard {text:?} twice")));
            }
        }
        self.devices.insert(number, seen);
        Ok(())
    }

    fn enters(&mut self, device: &mut Device, number: u64, name: &str) -> Result<(), Broken> {
        let room = device.room;
        let fails = std::mem::take(&mut device.disk_fails);
        let looked =
            device.core(|core| Ok((core.epoch_authenticator(&room)?.1, core.members(&room)?)));
        device.disk_fails = fails;
        let (authenticator, members) =
            looked.map_err(|why| Broken(format!("{name} cannot read its room: {why}")))?;
        let ids: BTreeSet<MemberId> = members.iter().map(|member| member.id).collect();
        if !members.iter().any(|member| member.is_me) {
            return Err(Broken(format!("{name} reads epoch {number} and is no member of it")));
        }
        let known = self.authenticators.entry(number).or_insert_with(|| authenticator.clone());
        if *known != authenticator {
            self.forks += 1;
            if !self.relay_may_split {
                return Err(Broken(format!("two rooms: {name} has other keys in epoch {number}")));
            }
        } else if *self.members.entry(number).or_insert_with(|| ids.clone()) != ids {
            return Err(Broken(format!("{name} sees other members in epoch {number}")));
        }
        Ok(())
    }

    /// A device's memory becomes an older one: it reads again what it has read.
    pub fn has_another_past(&mut self, number: usize) {
        self.devices.insert(number, Seen::default());
        // What its outbox held, and what it was told, is not in the copy.
        self.put_back.insert(number);
    }

    /// Whether a device was put back from an older copy.
    #[must_use]
    pub fn was_put_back(&self, number: usize) -> bool {
        self.put_back.contains(&number)
    }

    /// The right to write that a device had where it was last a member.
    #[must_use]
    pub fn last_right(&self, number: usize) -> Option<(Handle, sitr_wire::Seed)> {
        self.devices.get(&number).and_then(|seen| seen.last.clone())
    }

    /// Whether a device has been a member ever since the room was whole.
    #[must_use]
    pub fn is_constant(&self, number: usize) -> bool {
        self.devices.get(&number).is_some_and(|seen| seen.constant)
    }

    /// What a device has heard.
    #[must_use]
    pub fn heard(&self, number: usize) -> BTreeSet<String> {
        self.devices.get(&number).map(|seen| seen.heard.clone()).unwrap_or_default()
    }
}
