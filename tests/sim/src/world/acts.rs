//! What people do, and what befalls them, by chance.

use std::cell::{Cell as Mutable, RefCell};
use std::collections::BTreeSet;

use sitr_client_core::body::{Hello, Link, RelayRef};
use sitr_client_core::state::{Intent, Standing};
use sitr_client_core::{Class, CoreError, MemberId, Store as _, open_card};
use sitr_community::{Name, Role};
use sitr_content::{Body, Content};
use sitr_relay_core::time::DAY_SECONDS;

use super::{Event, World};
use crate::oracle::Broken;
use crate::plan::{Days, Lying};
use crate::relay::Lie;

const DAY_MS: u64 = DAY_SECONDS * 1000;
/// Newcomers that knock within an hour: fewer than what closes the door.
const WAVE: usize = sitr_client_core::RAID_KNOCKS / 2;
/// The longest that a room may take to come to rest, in milliseconds of its own time.
pub(super) const PATIENCE_MS: u64 = 3 * 3_600_000;

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

impl World {
    /// A room is founded and everybody comes in, under all faults; then it is calm until it is whole.
    pub(super) fn gathers(&mut self) -> Result<(), Broken> {
        let (id, key) = (self.relay.id(), self.relay.key());
        for number in 0..self.devices.len() {
            self.sets_clock(number);
            let device = &mut self.devices[number];
            device.disk_fails = 0;
            let kept = device.keeps_relay_key(&id, &key);
            kept.map_err(|why| Broken(why.to_string()))?;
        }
        let relay = RelayRef { id, routes: vec!["ws://relay.example/sitr/v1".to_owned()] };
        let founder = &mut self.devices[0];
        let pseudonym = name(&founder.name);
        let room = founder
            .core(|core| {
                let room = core.found(&name("room"), &pseudonym, relay, Class::default())?;
                core.admit_everyone(&room, true)?;
                Ok(room)
            })
            .map_err(|why| Broken(why.to_string()))?;
        founder.room = room;
        self.dials_after(0, 1, 10);
        self.opens_door(0)?;
        for number in 1..self.devices.len() {
            if number % WAVE == 0 {
                // More of them within an hour would be taken for a raid (rule A-31).
                self.calms();
                self.rests("gather in waves")?;
                self.is_calm = false;
                self.leapt_ms += 2 * 3_600_000;
            }
            let wait = self.dice.between(1, 3_000);
            self.until(wait)?;
            self.knocks(number)?;
        }
        self.calms();
        self.rests("gather")?;
        if let Some(out) = self.devices.iter().find(|device| !device.is_in()) {
            return Err(Broken(format!("{} did not come in", out.name)));
        }
        self.is_calm = false;
        self.oracle.begins(&mut self.devices)
    }

    /// A steward makes an invite, and others learn its link.
    pub(super) fn opens_door(&mut self, steward: usize) -> Result<(), Broken> {
        self.sets_clock(steward);
        let device = &mut self.devices[steward];
        let (room, end) = (device.room, device.now_ms / 1000 + 20 * DAY_SECONDS);
        let mut make = || device.core(|core| core.create_invite(&room, 1_000, end)).ok();
        // Whose disk fails tries again.
        let Some(invite) = (0..20).find_map(|_| make()) else { return Ok(()) };
        let link = device.store(|store| store.invite(&room, &invite)).expect("made").keys.link;
        self.wakes_after(steward, 1);
        let card = (link.card, link.clone());
        for _ in 0..600 {
            if self.relay.disk.row(&card.0).is_some_and(|row| !row.cells.is_empty()) {
                self.link = Some(card.1);
                return Ok(());
            }
            self.until(500)?;
        }
        Ok(())
    }

    /// Somebody follows the link.
    pub(super) fn knocks(&mut self, number: usize) -> Result<(), Broken> {
        let Some(link) = self.link.clone() else { return Ok(()) };
        let link = Link::from_text(&link.to_text()).expect("a link is a text");
        let card = self.relay.disk.row(&link.card).and_then(|row| row.cells.first());
        let Some(card) = card.cloned() else { return Ok(()) };
        self.sets_clock(number);
        let device = &mut self.devices[number];
        let Ok(card) = open_card(&link, &card, device.now_ms) else { return Ok(()) };
        let pseudonym = name(&device.name);
        // Who has a room already, or whose disk fails, tries again another time.
        for _ in 0..20 {
            match device.core(|core| core.knock(&link, &card, &pseudonym, &Hello::note("please"))) {
                Ok(room) => device.room = room,
                Err(CoreError::Store(_)) => continue,
                Err(why) => self.trace.add(self.agenda.now(), "knock", &why.to_string()),
            }
            break;
        }
        self.dials_after(number, 1, 100);
        self.wakes_after(number, 200);
        Ok(())
    }

    /// So many milliseconds go by.
    pub(super) fn until(&mut self, wait: u64) -> Result<(), Broken> {
        let end = self.agenda.now() + wait;
        // Something happens at the end of it, so that time gets there.
        self.agenda.plan(wait, Event::Wakes(0));
        while self.agenda.now() < end {
            self.happens()?;
        }
        Ok(())
    }

    /// One thing that somebody does.
    pub(super) fn acts(&mut self) -> Result<(), Broken> {
        if self.acts_left == 0 {
            return Ok(());
        }
        self.acts_left -= 1;
        let number = self.dice.pick(self.devices.len());
        let what = self.dice.roll(100);
        self.sets_clock(number);
        let active = self.devices[number].is_in();
        let done = match what {
            0..35 if active => self.says(number),
            35..40 if active => self.renews(number),
            40..45 if active => self.gives_role(number),
            45..47 if active => self.removes(number),
            47..48 if active && !self.is_founders(number) => self.leaves(number),
            48..52 => self.comes_back(number)?,
            52..60 => self.is_switched(number),
            60..68 => self.is_killed(number),
            68..72 => self.relay_is_killed(),
            72..76 => self.days_pass(),
            76..82 => self.lies(),
            82..86 if active => self.writes_garbage(number),
            86..88 => self.is_tried_by_who_left(number)?,
            88..91 => self.profile_is_copied(number),
            91..94 if active => self.brings_device(number)?,
            94..96 if active => self.takes_device_out(number),
            96..98 if active => self.lists(number),
            _ => "waits".to_owned(),
        };
        let at = self.agenda.now();
        let who = self.devices[number].name.clone();
        self.trace.add(at, &who, &done);
        self.oracle.looks_at(number, &mut self.devices[number])?;
        let delay = self.dice.between(200, 15_000);
        self.agenda.plan(delay, Event::Acts);
        Ok(())
    }

    pub(super) fn wish(
        &mut self,
        number: usize,
        wish: impl FnOnce(&mut crate::device::Device) -> Result<(), CoreError>,
    ) -> &'static str {
        let done = match wish(&mut self.devices[number]) {
            Ok(()) => "done",
            Err(CoreError::Store(_)) => "the disk failed",
            // Who may not do it is told so.
            Err(_) => "refused",
        };
        self.wakes_after(number, 5);
        done
    }

    fn says(&mut self, number: usize) -> String {
        let text = format!("{} {}", self.devices[number].name, self.counts.texts);
        let long = self.dice.permille(60);
        let words = if long { format!("{text} {}", "long ".repeat(500)) } else { text.clone() };
        let said = self.wish(number, |device| {
            let room = device.room;
            let content = Content::new([0; 16], 0, Body::text(words.as_str()));
            device.core(|core| core.send(&room, content)).map(drop)
        });
        if said == "done" {
            self.counts.texts += 1;
            self.oracle.texts.insert(words, number);
        }
        format!("says {text}: {said}")
    }

    fn renews(&mut self, number: usize) -> String {
        let done = self.wish(number, |device| {
            let room = device.room;
            device.core(|core| core.offer_keys(&room))
        });
        format!("renews its keys: {done}")
    }

    fn whom(&mut self) -> (usize, Option<MemberId>) {
        let other = self.dice.pick(self.devices.len());
        let me = self.devices[other].record().map(|room| MemberId::of(&room.me.persona()));
        (other, me)
    }

    fn gives_role(&mut self, number: usize) -> String {
        let (other, id) = self.whom();
        let role = [Role::Moderator, Role::Admin, Role::Member][self.dice.pick(3)];
        let Some(id) = id else { return "nobody".to_owned() };
        // Who lost the role for a while did not list its rooms to who came meanwhile.
        let owner = self.devices[other].owner;
        self.listers.retain(|it| self.devices[*it].owner != owner);
        let done = self.wish(number, |device| {
            let room = device.room;
            device.core(|core| core.set_role(&room, &id, role))
        });
        format!("makes d{other} {role:?}: {done}")
    }

    fn removes(&mut self, number: usize) -> String {
        let (other, id) = self.whom();
        let Some(id) = id.filter(|_| !self.is_founders(other)) else { return "nobody".to_owned() };
        let done = self.wish(number, |device| {
            let room = device.room;
            device.core(|core| core.remove(&room, &id))
        });
        format!("removes d{other}: {done}")
    }

    fn leaves(&mut self, number: usize) -> String {
        let done = self.wish(number, |device| {
            let room = device.room;
            device.core(|core| core.leave(&room))
        });
        format!("leaves: {done}")
    }

    /// Who is out is invited again.
    fn comes_back(&mut self, number: usize) -> Result<String, Broken> {
        let standing = self.devices[number].standing();
        let out =
            matches!(standing, None | Some(Standing::Left | Standing::Removed | Standing::Refused));
        if !out || !self.devices[number].is_on || self.devices[number].is_further() {
            return Ok("stays".to_owned());
        }
        self.knocks(number)?;
        Ok("knocks again".to_owned())
    }

    fn is_switched(&mut self, number: usize) -> String {
        let device = &mut self.devices[number];
        device.is_on = !device.is_on;
        if device.is_on {
            self.dials_after(number, 1, 500);
            "is switched on".to_owned()
        } else {
            device.hangs_up();
            "is switched off".to_owned()
        }
    }

    fn is_killed(&mut self, number: usize) -> String {
        self.counts.device_deaths += 1;
        self.devices[number].restarts();
        self.dials_after(number, 100, 2_000);
        "is killed".to_owned()
    }

    fn relay_is_killed(&mut self) -> String {
        if self.plan.faults.relay_dies == 0 || !self.is_relay_up {
            return "waits".to_owned();
        }
        self.relay.dies();
        self.relay_falls();
        "the relay is killed".to_owned()
    }

    fn days_pass(&mut self) -> String {
        let days = match self.plan.days {
            Days::None => return "waits".to_owned(),
            // In all fewer than after which keys are due: when they are depends on the keys themselves.
            Days::Few if self.counts.days < 12 => self.dice.between(1, 5),
            Days::Months if self.counts.days < 62 => 31,
            _ => return "waits".to_owned(),
        };
        self.counts.days += days;
        self.leapt_ms += days * DAY_MS;
        self.relay.sweep(self.now());
        format!("{days} days pass")
    }

    fn lies(&mut self) -> String {
        let who = |world: &mut Self| -> BTreeSet<usize> {
            let count = world.devices.len();
            let mut who: BTreeSet<usize> =
                (0..count).filter(|_| world.dice.permille(400)).collect();
            who.insert(world.dice.pick(count));
            who
        };
        if !self.relay.lies.is_empty() {
            self.relay.lies.clear();
            return "the relay is honest again".to_owned();
        }
        let lie = match self.plan.lying {
            Lying::No => return "waits".to_owned(),
            Lying::Withholds => Lie::Withholds(who(self), Box::new(self.relay.disk.clone())),
            Lying::Forgets => Lie::Forgets(self.dice.between(3, 9), Mutable::new(0)),
            Lying::Closes => Lie::Closes(who(self)),
            Lying::Swaps => Lie::Swaps(who(self), RefCell::default()),
            Lying::Backup => return self.comes_from_backup(),
        };
        self.counts.lies += 1;
        let told = format!("the relay {}", lie.name());
        self.relay.lies.push(lie);
        told
    }

    /// The relay is copied; and later the copy is put in its place.
    fn comes_from_backup(&mut self) -> String {
        match self.backup.take() {
            None => {
                self.backup = Some(Box::new(self.relay.disk.clone()));
                "the relay is copied".to_owned()
            }
            Some(backup) => {
                self.counts.lies += 1;
                self.relay.disk = *backup;
                self.relay.dies();
                self.relay_falls();
                "the relay comes back from its backup".to_owned()
            }
        }
    }

    /// A member's program writes what is no cell of anybody.
    fn writes_garbage(&mut self, number: usize) -> String {
        let Some(epoch) = self.devices[number].record().and_then(|room| room.epoch) else {
            return "waits".to_owned();
        };
        let fill = u8::try_from(self.dice.roll(256)).unwrap_or(0);
        let told = self.puts(&epoch.handle, &epoch.write_seed, fill);
        self.wakes_after(number, 50);
        format!("writes garbage: {told}")
    }

    /// A profile is copied; and later the copy is put in its place, as by who restores a backup.
    fn profile_is_copied(&mut self, number: usize) -> String {
        if !self.plan.copies || !self.relay.lies.is_empty() {
            return "waits".to_owned();
        }
        match self.copy.take() {
            None => {
                self.copy = Some((number, self.devices[number].copies()));
                "has a copy made of its profile".to_owned()
            }
            Some((of, copy)) => {
                self.counts.copies += 1;
                self.oracle.has_another_past(of);
                self.devices[of].puts_back(copy.path());
                self.dials_after(of, 10, 2_000);
                format!("has d{of}'s copy put in the place of its profile")
            }
        }
    }

    /// Who was a member tries to write where it was one.
    fn is_tried_by_who_left(&mut self, number: usize) -> Result<String, Broken> {
        let standing = self.devices[number].standing();
        let out = matches!(standing, Some(Standing::Left | Standing::Removed));
        let Some((handle, seed)) = self.oracle.last_right(number).filter(|_| out) else {
            return Ok("waits".to_owned());
        };
        if self.puts(&handle, &seed, 0xee) == "taken" {
            return Err(Broken(format!("{} writes and is out", self.devices[number].name)));
        }
        Ok("is out, tries to write, and is refused".to_owned())
    }

    /// Keeps only the wish that the epoch ends.
    pub(super) fn wants_roll(&mut self, number: usize) {
        let room = self.devices[number].room;
        let _ = self.devices[number].wants(&room, &Intent::Roll);
        self.wakes_after(number, 1);
    }
}
