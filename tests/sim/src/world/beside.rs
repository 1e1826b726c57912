//! Further devices of a person (rules ), and the list of a community's rooms. What two devices say to each
//! other in the mailbox between them is left out here: one hands it to the other.

use std::collections::BTreeSet;

use sitr_client_core::state::Standing;
use sitr_client_core::{CoreError, RoomId};
use sitr_content::{Body, Digest, ListedRoom, Own, Rooms, decode};

use super::World;
use crate::device::Device;
use crate::oracle::Broken;

/// Devices that come beside others in one world.
const FURTHER_MAX: usize = 6;
/// After how many looks at a device that is not let in its owner begins anew.
const PATIENT: u32 = 15;

impl World {
    /// Somebody brings another device of theirs in.
    pub(super) fn brings_device(&mut self, old: usize) -> Result<String, Broken> {
        if !self.plan.further || self.devices.len() >= self.plan.devices + FURTHER_MAX {
            return Ok("waits".to_owned());
        }
        let (new, owner) = (self.devices.len(), self.devices[old].owner);
        let name =
            format!("{}{}", self.devices[owner].name, ["b", "c", "d", "e", "f", "g"][new % 6]);
        let mut device = Device::new(name.clone(), self.plan.seed, new as u64);
        device.owner = owner;
        let kept = device.keeps_relay_key(&self.relay.id(), &self.relay.key());
        kept.map_err(|why| Broken(why.to_string()))?;
        self.devices.push(device);
        self.counts.further += 1;
        let done = self.links(old, new);
        Ok(format!("brings {name}: {done}"))
    }

    /// One device tells another its room, and asks for it there.
    fn links(&mut self, old: usize, new: usize) -> &'static str {
        self.sets_clock(old);
        self.sets_clock(new);
        let room = self.devices[old].room;
        let Ok(mut shared) = self.devices[old].core(|core| core.share_rooms(&[room])) else {
            return "refused";
        };
        let shared = shared.remove(0);
        let entered = self.devices[new].core(|core| core.enter_beside(&shared));
        let Ok(Some(keys)) = entered else { return "refused" };
        self.devices[new].room = room;
        // Whose disk fails tries again.
        let mut ask = || self.devices[old].core(|core| core.ask_beside(keys.clone()));
        let failed = |asked: &Result<(), CoreError>| matches!(asked, Err(CoreError::Store(_)));
        let asked = (0..20).map(|_| ask()).find(|asked| !failed(asked));
        self.dials_after(new, 1, 500);
        self.wakes_after(new, 5);
        self.wakes_after(old, 5);
        match asked {
            Some(Ok(())) => "asked",
            _ => "refused",
        }
    }

    /// Somebody takes another device of theirs out: it is lost, or sold, or it is this one.
    pub(super) fn takes_device_out(&mut self, number: usize) -> String {
        let room = self.devices[number].room;
        let seats = self.devices[number].core(|core| core.devices(&room)).unwrap_or_default();
        if seats.len() < 2 {
            return "waits".to_owned();
        }
        let seat = seats[self.dice.pick(seats.len())].number;
        let done = self.wish(number, |device| device.core(|core| core.remove_device(&room, seat)));
        format!("takes its device {seat} out: {done}")
    }

    /// Whether this device is one of the founder's.
    pub(super) fn is_founders(&self, number: usize) -> bool {
        self.devices[number].owner == 0
    }

    /// Whose further device waits for an answer that does not come begins anew with it, or gives it up; and takes
    /// out what stands in the room and is no device of theirs.
    pub(super) fn people_link(&mut self, looks: u32) {
        if looks == 0 || !looks.is_multiple_of(PATIENT) {
            return;
        }
        let all = 0..self.devices.len();
        let waits = |device: &Device| {
            device.is_further() && matches!(device.standing(), Some(Standing::Joining))
        };
        for new in all.clone().filter(|it| waits(&self.devices[*it])).collect::<Vec<_>>() {
            let owner = self.devices[new].owner;
            let is_theirs =
                |it: &usize| self.devices[*it].owner == owner && self.devices[*it].is_in();
            match all.clone().find(is_theirs) {
                Some(old) => drop(self.links(old, new)),
                None => self.devices[new].room = RoomId([0; 32]),
            }
        }
        for number in all {
            self.takes_lost_out(number);
        }
    }

    fn takes_lost_out(&mut self, number: usize) {
        if !self.plan.further || !self.devices[number].is_in() {
            return;
        }
        let (room, owner) = (self.devices[number].room, self.devices[number].owner);
        let seats = self.devices[number].core(|core| core.devices(&room)).unwrap_or_default();
        let seat = |device: &Device| Some(device.record()?.me.seat());
        let mine = seat(&self.devices[number]).map(|seat| seat.persona);
        let is_held = |it: &Device| it.owner == owner && !it.has_given_up();
        let held: BTreeSet<u8> = self
            .devices
            .iter()
            .filter(|it| is_held(it))
            .filter_map(seat)
            .filter(|seat| Some(seat.persona) == mine)
            .map(|seat| seat.number)
            .collect();
        for lost in seats.iter().filter(|it| !it.is_this && !held.contains(&it.number)) {
            let number_of = lost.number;
            let _ = self.devices[number].core(|core| core.remove_device(&room, number_of));
            self.wakes_after(number, 5);
        }
    }

    /// Who keeps the room lists another one in it.
    pub(super) fn lists(&mut self, number: usize) -> String {
        let Some(link) = self.link.as_ref().map(|link| link.to_text()) else {
            return "waits".to_owned();
        };
        self.counts.lists += 1;
        let count = self.counts.lists;
        let listed = ListedRoom {
            room: Digest([u8::try_from(count % 256).unwrap_or(0); 32]),
            name: format!("room {count}"),
            words: "another".to_owned(),
            languages: vec!["en".to_owned()],
            age: 0,
            link,
        };
        let rooms = Rooms { rooms: vec![listed] };
        let done = self.wish(number, |device| {
            let room = device.room;
            device.core(|core| core.list_rooms(&room, rooms)).map(drop)
        });
        if done == "done" {
            self.listers.insert(number);
        }
        format!("lists room {count}: {done}")
    }

    /// Who is in has the present list of everybody who has kept the room since they made one, also who came later.
    pub(super) fn lists_are_known(&self, active: &[usize]) -> Result<(), Broken> {
        let keeps = |it: &&usize| self.oracle.is_constant(**it) && !self.oracle.was_put_back(**it);
        for lister in self.listers.iter().filter(keeps) {
            let by = &self.devices[*lister];
            let listed = by.store(|store| {
                sitr_client_core::Store::note(
                    store,
                    &by.room,
                    sitr_client_core::state::RoomNote::Listing,
                )
            });
            let Some(record) = by.record() else { continue };
            let author = sitr_client_core::MemberId::of(&record.me.persona());
            let others =
                active.iter().filter(|it| *it != lister && !self.oracle.was_put_back(**it));
            for number in others.filter(|it| self.devices[**it].alarms().is_empty()) {
                let said = self.devices[*number].messages_after(0).into_iter().rev();
                let last = said.filter(|said| said.from == author).find_map(|said| {
                    match decode(&said.content).ok()?.body {
                        Body::Own(_, Own::Rooms(rooms)) => Some(rooms),
                        _ => None,
                    }
                });
                if last.map(|rooms| sitr_client_core::body::encode(&rooms)) != listed {
                    let (name, by) = (&self.devices[*number].name, &by.name);
                    return Err(Broken(format!("{name} does not have the list of {by}")));
                }
            }
        }
        Ok(())
    }
}
