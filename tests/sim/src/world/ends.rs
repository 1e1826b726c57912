//! The end of a world: no more faults, everybody is on, the relay is honest. Then all is to be well.

use std::collections::BTreeSet;

use sitr_client_core::Store as _;
use sitr_client_core::state::{Delivery, Knock, KnockState, Standing};
use sitr_content::{Body, decode};
use sitr_wire::frame::Append;
use sitr_wire::statement::Statement;
use sitr_wire::{Cell, Handle, Seed};

use super::World;
use super::acts::PATIENCE_MS;
use crate::oracle::Broken;
use crate::plan::Lying;

impl World {
    pub(super) fn calms(&mut self) {
        self.is_calm = true;
        self.relay.lies.clear();
        self.backup = None;
        if !self.is_relay_up {
            self.agenda.plan(1, super::Event::RelayBegins);
        }
        for number in 0..self.devices.len() {
            self.devices[number].is_on = true;
            self.dials_after(number, 2, 500);
        }
    }

    /// Waits until nobody has anything left to do.
    pub(super) fn rests(&mut self, when: &str) -> Result<(), Broken> {
        let end = self.agenda.now() + PATIENCE_MS;
        let (mut still, mut looks) = (0, 0);
        while self.agenda.now() < end {
            self.until(20_000)?;
            self.people_decide();
            self.people_help()?;
            self.people_link(looks);
            looks += 1;
            // Everybody has looked once more, since the last one had something to do.
            still = if self.is_at_rest() { still + 1 } else { 0 };
            if still > 2 {
                return Ok(());
            }
        }
        let busy = self.busy();
        Err(Broken(format!("{when}: the world does not come to rest: {busy}")))
    }

    /// Who has no way back by itself is given a link.
    fn people_help(&mut self) -> Result<(), Broken> {
        let lost = |device: &crate::device::Device| {
            let room = device.record();
            room.is_some_and(|room| room.standing == Standing::Stuck && room.back.ways.is_empty())
        };
        let Some(number) = self.devices.iter().position(lost) else { return Ok(()) };
        let serves = |device: &crate::device::Device| {
            device.record().is_some_and(|room| room.steward.is_some() && device.is_in())
        };
        let Some(steward) = self.devices.iter().position(serves) else { return Ok(()) };
        self.opens_door(steward)?;
        self.knocks(number)
    }

    /// Who waits at the door for a person's decision is let in.
    fn people_decide(&mut self) {
        for number in 0..self.devices.len() {
            let device = &mut self.devices[number];
            let room = device.room;
            let waits = |knock: &Knock| knock.state == KnockState::Waiting;
            let waiting: Vec<Knock> = device.store(|store| store.knocks(&room));
            for knock in waiting.iter().filter(|knock| waits(knock)) {
                if device.core(|core| core.admit(&room, &knock.id)).is_ok() {
                    self.wakes_after(number, 1);
                    break;
                }
            }
        }
    }

    fn is_at_rest(&self) -> bool {
        self.busy().is_empty()
    }

    /// Whether anybody is left who lets people in and ends epochs.
    fn has_steward(&self) -> bool {
        let serves = |room: &sitr_client_core::state::Room| {
            room.standing == Standing::Active && room.steward.is_some()
        };
        self.devices.iter().any(|device| device.record().is_some_and(|room| serves(&room)))
    }

    /// Who still has something to do, and what.
    fn busy(&self) -> String {
        let numbers = |it: &crate::device::Device| Some(it.record()?.epoch?.number);
        let furthest = self.devices.iter().filter(|it| it.is_in()).filter_map(numbers).max();
        let mut all = String::new();
        // Where no steward is left, nobody lets anybody in or ends an epoch: the room is to be founded anew.
        if !self.has_steward() {
            return all;
        }
        for device in &self.devices {
            let Some(room) = device.record() else { continue };
            let what = match room.standing {
                Standing::Joining | Standing::Leaving | Standing::Stuck => Some("is on its way"),
                Standing::Active if device.has_work() => Some("has something to do"),
                Standing::Active if numbers(device) != furthest => Some("is behind"),
                _ => None,
            };
            if let Some(what) = what {
                let (name, standing) = (&device.name, room.standing);
                let (number, work) = (numbers(device), device.work());
                all.push_str(&format!("{name} {what} ({standing:?}, {number:?}: {work}); "));
            }
        }
        all
    }

    pub(super) fn ends(&mut self) -> Result<(), Broken> {
        self.calms();
        self.rests("at the end")?;
        // Once more round: whoever was shown something wrong hears of it with the next end of an epoch.
        let steward = (0..self.devices.len()).find(|it| {
            self.devices[*it]
                .record()
                .is_some_and(|room| room.standing == Standing::Active && room.steward.is_some())
        });
        if let Some(steward) = steward {
            self.wants_roll(steward);
            self.rests("after the last epoch")?;
        }
        let events = &mut self.counts;
        events.disk_faults = self.devices.iter().map(|device| device.faults).sum();
        self.is_whole()
    }

    fn is_whole(&mut self) -> Result<(), Broken> {
        for number in 0..self.devices.len() {
            self.oracle.looks_at(number, &mut self.devices[number])?;
        }
        self.oracle.looks_at_relay(&self.relay, None)?;
        let active: Vec<usize> =
            (0..self.devices.len()).filter(|it| self.devices[*it].is_in()).collect();
        let mut rooms = BTreeSet::new();
        for number in &active {
            let room = self.devices[*number].room;
            let looked = self.devices[*number].core(|core| {
                let members = core.members(&room)?;
                let members = members.into_iter().map(|it| (it.id, it.devices)).collect();
                Ok((core.safety_number(&room)?, members))
            });
            let looked: ([u8; 32], BTreeSet<_>) = looked.map_err(|why| Broken(why.to_string()))?;
            rooms.insert(looked);
        }
        if rooms.len() > 1 {
            return Err(Broken("two rooms at the end".into()));
        }
        self.counts.orphaned = u64::from(!self.has_steward());
        let seats = |members: &BTreeSet<(_, u8)>| -> usize {
            members.iter().map(|(_, devices)| usize::from(*devices)).sum()
        };
        let outside = rooms.first().is_some_and(|(_, members)| seats(members) != active.len());
        if outside && self.has_steward() {
            return Err(Broken("there are members whose devices stand outside".into()));
        }
        self.counts.epochs = active
            .first()
            .and_then(|it| self.devices[*it].record()?.epoch)
            .map_or(0, |it| it.number);
        self.all_was_heard(&active)?;
        self.lists_are_known(&active)?;
        self.alarms_fit()
    }

    /// Who was in all the time has every text that was sent, its own too.
    fn all_was_heard(&self, active: &[usize]) -> Result<(), Broken> {
        let mut sent = BTreeSet::new();
        for (number, device) in self.devices.iter().enumerate() {
            for message in device.messages_after(0) {
                let Ok(content) = decode(&message.content) else { continue };
                let (Body::Text(_), text) = (&content.body, content.body.words()) else { continue };
                let own = self.oracle.texts.get(&text) == Some(&number);
                match message.delivery {
                    // Who is out cannot say again what the relay has lost of it.
                    Delivery::Sent if own && self.oracle.relay_may_lose && !device.is_in() => {}
                    Delivery::Sent if own => {
                        sent.insert(text);
                    }
                    // The copy knows less of it than there is to know.
                    _ if self.oracle.was_put_back(number) => {}
                    Delivery::Failed if own && self.is_heard_by_anybody(number, &text) => {
                        let why = format!("{} was told that {text:?} failed", device.name);
                        return Err(Broken(format!("{why}, and it was heard")));
                    }
                    Delivery::Failed if own && self.oracle.is_constant(number) => {
                        return Err(Broken(format!("{text:?} of a member failed")));
                    }
                    _ => {}
                }
            }
        }
        // Whom the relay showed something else has been told so.
        let is_told = |number: usize| {
            self.plan.lying != Lying::No && !self.devices[number].alarms().is_empty()
        };
        let constant = |it: &&usize| self.oracle.is_constant(**it) && !is_told(**it);
        for number in active.iter().filter(constant) {
            let heard = self.oracle.heard(*number);
            let own = |text: &&String| self.oracle.texts.get(*text) == Some(number);
            if let Some(text) = sent.iter().find(|text| !own(text) && !heard.contains(*text)) {
                let name = &self.devices[*number].name;
                let all = 0..self.devices.len();
                let heard: Vec<_> =
                    all.filter(|it| self.oracle.heard(*it).contains(text)).collect();
                let text: String = text.chars().take(20).collect();
                let why = format!("{name} never heard {text:?}, which was sent");
                return Err(Broken(format!("{why} and {heard:?} have")));
            }
        }
        Ok(())
    }

    fn is_heard_by_anybody(&self, author: usize, text: &str) -> bool {
        (0..self.devices.len()).any(|it| it != author && self.oracle.heard(it).contains(text))
    }

    /// An honest relay is accused by nobody; where two rooms were seen, somebody was told of it.
    fn alarms_fit(&self) -> Result<(), Broken> {
        let alarms: BTreeSet<&str> = self.devices.iter().flat_map(|it| it.alarms()).collect();
        let allowed: &[&str] = match self.plan.lying {
            Lying::No | Lying::Withholds => &[],
            Lying::Closes => &["relay-end"],
            Lying::Forgets => &["relay-forgets"],
            Lying::Swaps => {
                &["relay-splits", "relay-mark", "transcript-differs", "relay-forgets", "relay-end"]
            }
            Lying::Backup => return Ok(()),
        };
        let stray: Vec<_> = alarms.iter().filter(|it| !allowed.contains(it)).collect();
        let months = self.plan.days == crate::plan::Days::Months;
        let expected = |it: &&&&str| match **it {
            &"stuck" => months || self.counts.copies > 0,
            &"copied-profile" | &"replaced" => self.counts.copies > 0,
            _ => false,
        };
        let stray: Vec<_> = stray.into_iter().filter(|it| !expected(&it)).collect();
        if stray.is_empty() {
            Ok(())
        } else {
            Err(Broken(format!("alarms that nothing calls for: {stray:?}")))
        }
    }

    /// Appends a cell of one's own, past every client.
    pub(super) fn puts(&mut self, handle: &Handle, seed: &Seed, fill: u8) -> &'static str {
        let cell = Cell::new(vec![fill; 2048].into()).expect("a cell");
        let statement = Statement::append(&self.relay.id(), handle, &cell.hash());
        if !self.is_relay_up || !self.relay.lies.is_empty() {
            return "not now";
        }
        let signature = statement.sign(seed);
        let append = Append { handle: *handle, cell, signature, ticket: None };
        match self.relay.put(append, self.now()) {
            Ok(()) => "taken",
            Err(_) => "refused",
        }
    }
}
