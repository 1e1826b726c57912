//! The world: devices, a network and a relay in virtual time. One event after the other; after each the oracle
//! looks at what changed.

mod acts;
mod beside;
mod ends;

use std::collections::BTreeSet;

use sitr_client_core::CoreError;
use sitr_relay_core::Seconds;

use crate::agenda::Agenda;
use crate::device::{Device, Outgoing, START_MS, Want};
use crate::dice::Dice;
use crate::oracle::{Broken, Oracle};
use crate::plan::{Days, Faults, Lying, Plan};
use crate::relay::{Fate, Line, Relay, Request, Told};
use crate::trace::Trace;

/// How often a device looks without being told to, in milliseconds.
const POLL_MS: u64 = 30_000;

/// Something that happens.
#[derive(Debug)]
enum Event {
    /// A device dials.
    Dials(usize),
    /// A device looks what there is to do.
    Wakes(usize),
    /// A line is noticed to be dead.
    Cuts(usize, u64),
    /// A device looks whether there is anything new anywhere.
    Polls(usize, u64),
    /// A request reaches the relay.
    Arrives(Request),
    /// The relay runs a transaction.
    Serves,
    /// An answer reaches a device.
    Answers(Line, u64, Told),
    /// The relay's process begins again.
    RelayBegins,
    /// Somebody does something.
    Acts,
}

/// What happened, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Events.
    pub events: u64,
    /// Cells that were acknowledged.
    pub acknowledged: u64,
    /// Connections that were cut.
    pub cuts: u64,
    /// Transactions of the relay that failed.
    pub commits_failed: u64,
    /// Times that the relay's process died.
    pub relay_deaths: u64,
    /// Times that a device's process died.
    pub device_deaths: u64,
    /// Row writes of devices that failed.
    pub disk_faults: u64,
    /// Lies that were begun.
    pub lies: u64,
    /// Days that passed.
    pub days: u64,
    /// Profiles that were put back from an older copy.
    pub copies: u64,
    /// Texts that were said while the room was whole.
    pub texts: u64,
    /// Epochs of the room.
    pub epochs: u64,
    /// Devices that came beside others.
    pub further: u64,
    /// Lists of rooms that were said.
    pub lists: u64,
    /// Rooms that were left without a steward: they are to be founded anew.
    pub orphaned: u64,
}

/// A world.
pub struct World {
    plan: Plan,
    dice: Dice,
    agenda: Agenda<Event>,
    relay: Relay,
    is_relay_up: bool,
    devices: Vec<Device>,
    oracle: Oracle,
    /// What happened.
    pub trace: Trace,
    /// In numbers.
    pub counts: Counts,
    leapt_ms: u64,
    /// Whether no more faults happen.
    is_calm: bool,
    acts_left: u64,
    link: Option<sitr_client_core::body::Link>,
    backup: Option<Box<crate::relay::Disk>>,
    copy: Option<(usize, tempfile::TempDir)>,
    /// Who has listed a room and kept this one ever since.
    listers: BTreeSet<usize>,
}

impl World {
    /// The world of a plan, before anything has happened.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        let mut relay = Relay::default();
        relay.acknowledges_early = plan.acknowledges_early;
        let name = |number: usize| format!("d{number}");
        let devices = (0..plan.devices).map(|it| Device::new(name(it), plan.seed, it as u64));
        let mut oracle = Oracle::default();
        oracle.relay_may_lose = plan.lying.loses();
        Self {
            dice: Dice::new(plan.seed, 2),
            agenda: Agenda::default(),
            relay,
            is_relay_up: true,
            devices: devices.collect(),
            oracle,
            trace: Trace::default(),
            counts: Counts::default(),
            leapt_ms: 0,
            is_calm: false,
            acts_left: 0,
            link: None,
            backup: None,
            copy: None,
            listers: BTreeSet::new(),
            plan,
        }
    }

    /// The devices of a room that has gathered, the first one its admin's, and nothing else has happened: for
    /// tests that go on by themselves.
    ///
    /// # Errors
    /// If they did not find together.
    pub fn gathered(seed: u64, devices: usize) -> Result<Vec<Device>, Broken> {
        let (faults, lying, days) = (Faults::default(), Lying::No, Days::None);
        let acknowledges_early = false;
        let mut world = Self::new(Plan {
            seed,
            devices,
            acts: 0,
            faults,
            lying,
            days,
            copies: false,
            further: false,
            acknowledges_early,
        });
        world.gathers()?;
        Ok(world.devices)
    }

    /// Lives through everything.
    ///
    /// # Errors
    /// The first promise that was broken.
    pub fn lives(&mut self) -> Result<(), Broken> {
        self.gathers()?;
        self.acts_left = self.plan.acts;
        self.agenda.plan(1_000, Event::Acts);
        while self.acts_left > 0 {
            self.happens()?;
        }
        self.ends()
    }

    fn now_ms(&self) -> u64 {
        START_MS + self.leapt_ms + self.agenda.now()
    }

    fn now(&self) -> Seconds {
        Seconds(self.now_ms() / 1000)
    }

    fn relay_day(&self) -> u32 {
        self.now().day().0
    }

    /// The next event.
    fn happens(&mut self) -> Result<(), Broken> {
        let Some(event) = self.agenda.happens() else {
            return Err(Broken("nothing happens any more".into()));
        };
        self.counts.events += 1;
        match event {
            Event::Dials(device) => self.dials(device),
            Event::Wakes(device) => self.wakes(device),
            Event::Cuts(device, connection) => {
                if self.stands(Line { device, connection }) {
                    self.cuts(device);
                }
                Ok(())
            }
            Event::Polls(device, connection) => {
                if self.stands(Line { device, connection }) {
                    self.devices[device].is_told_of(None);
                    self.wakes_after(device, 1);
                    self.agenda.plan(POLL_MS, Event::Polls(device, connection));
                }
                Ok(())
            }
            Event::Arrives(request) => {
                let line = request.from;
                if self.is_relay_up && self.stands(line) && self.relay.take(request) {
                    let delay = self.dice.between(1, 15);
                    self.agenda.plan(delay, Event::Serves);
                }
                Ok(())
            }
            Event::Serves => self.serves(),
            Event::Answers(line, number, told) => self.answers(line, number, told),
            Event::RelayBegins => {
                self.is_relay_up = true;
                Ok(())
            }
            Event::Acts => self.acts(),
        }
    }

    fn stands(&self, line: Line) -> bool {
        let device = &self.devices[line.device];
        device.is_connected && device.connection == line.connection
    }

    fn chance(&mut self, permille: u64) -> bool {
        !self.is_calm && self.dice.permille(permille)
    }

    fn dials_after(&mut self, device: usize, least: u64, most: u64) {
        let delay = self.dice.between(least, most);
        self.agenda.plan(delay, Event::Dials(device));
    }

    fn dials(&mut self, number: usize) -> Result<(), Broken> {
        let device = &mut self.devices[number];
        if device.is_connected || !device.is_on {
            return Ok(());
        }
        if !self.is_relay_up {
            self.dials_after(number, 200, 2_000);
            return Ok(());
        }
        self.sets_clock(number);
        match self.devices[number].connects() {
            Ok(()) => {
                let connection = self.devices[number].connection;
                self.agenda.plan(1, Event::Polls(number, connection));
            }
            Err(_) => self.dials_after(number, 200, 2_000),
        }
        Ok(())
    }

    fn sets_clock(&mut self, number: usize) {
        let now_ms = self.now_ms();
        let fails = if self.is_calm { 0 } else { self.plan.faults.disk_fails };
        let device = &mut self.devices[number];
        (device.now_ms, device.disk_fails) = (now_ms, fails);
    }

    fn wakes_after(&mut self, number: usize, delay: u64) {
        let at = self.agenda.now() + delay;
        let device = &mut self.devices[number];
        if device.wakes_at.is_none_or(|planned| planned > at) {
            device.wakes_at = Some(at);
            self.agenda.plan(delay, Event::Wakes(number));
        }
    }

    fn wakes(&mut self, number: usize) -> Result<(), Broken> {
        let now = self.agenda.now();
        let device = &mut self.devices[number];
        if device.wakes_at != Some(now) {
            return Ok(());
        }
        device.wakes_at = None;
        if !device.is_connected {
            return Ok(());
        }
        self.sets_clock(number);
        let day = self.relay_day();
        let out = self.devices[number].wakes(day);
        self.goes_on(number, out)
    }

    /// Sends what a device wants sent; and the oracle looks at it.
    fn goes_on(&mut self, number: usize, out: Result<Outgoing, CoreError>) -> Result<(), Broken> {
        self.oracle.looks_at(number, &mut self.devices[number])?;
        let out = match out {
            Ok(out) => out,
            // As a worker does it: the connection ends, and begins anew after a while.
            Err(CoreError::Store(_)) => Outgoing { hangs_up: true, ..Outgoing::default() },
            Err(why) => {
                let name = &self.devices[number].name;
                return Err(Broken(format!("{name}: an operation failed: {why}")));
            }
        };
        if out.hangs_up {
            self.cuts(number);
            return Ok(());
        }
        let from = Line { device: number, connection: self.devices[number].connection };
        for (number_of, ask) in out.asks {
            let request = Request { from, number: number_of, ask };
            let delay = self.dice.between(5, 200);
            if self.chance(self.plan.faults.cuts) {
                // It may have left before the line was cut.
                if self.dice.permille(500) {
                    self.relay_hears(delay, request);
                }
                self.cuts(number);
                return Ok(());
            }
            self.agenda.plan(delay, Event::Arrives(request));
        }
        if let Some(delay) = out.wakes {
            self.wakes_after(number, delay.max(1));
        }
        Ok(())
    }

    /// A request that the relay takes although nobody waits for the answer any more.
    fn relay_hears(&mut self, _delay: u64, request: Request) {
        if self.is_relay_up && self.relay.take(request) {
            self.agenda.plan(1, Event::Serves);
        }
    }

    fn cuts(&mut self, number: usize) {
        self.counts.cuts += 1;
        self.devices[number].hangs_up();
        self.dials_after(number, 100, 3_000);
    }

    fn serves(&mut self) -> Result<(), Broken> {
        if !self.is_relay_up {
            return Ok(());
        }
        let faults = self.plan.faults;
        let fate = if self.chance(faults.commit_fails) {
            self.counts.commits_failed += 1;
            Fate::Failed
        } else if self.chance(faults.relay_dies) {
            if self.dice.permille(500) { Fate::DiesBefore } else { Fate::DiesAfter }
        } else {
            Fate::Heard
        };
        let served = self.relay.serve(self.now(), fate);
        let looked = if served.died { None } else { Some(served.changed.as_slice()) };
        self.oracle.looks_at_relay(&self.relay, looked)?;
        for (line, number, told) in served.answers {
            let delay = self.dice.between(5, 200);
            self.agenda.plan(delay, Event::Answers(line, number, told));
        }
        if served.died {
            self.trace.add(self.agenda.now(), "relay", &format!("dies {fate:?}"));
            self.relay_falls();
            return Ok(());
        }
        for number in 0..self.devices.len() {
            let device = &mut self.devices[number];
            let heard: Vec<_> = served.changed.iter().filter(|it| device.hears(it)).collect();
            heard.iter().for_each(|handle| device.is_told_of(Some(handle)));
            if device.is_connected && !heard.is_empty() {
                let delay = self.dice.between(5, 300);
                self.wakes_after(number, delay);
            }
        }
        if self.relay.is_busy() {
            self.agenda.plan(1, Event::Serves);
        }
        Ok(())
    }

    fn relay_falls(&mut self) {
        self.counts.relay_deaths += 1;
        self.is_relay_up = false;
        let delay = self.dice.between(200, 3_000);
        self.agenda.plan(delay, Event::RelayBegins);
        // Answers that have left arrive: a line is noticed to be dead by whoever reads next.
        for number in 0..self.devices.len() {
            if self.devices[number].is_connected && !self.plan.acknowledges_early {
                self.cuts(number);
            } else if self.devices[number].is_connected {
                let connection = self.devices[number].connection;
                self.agenda.plan(250, Event::Cuts(number, connection));
            }
        }
    }

    fn answers(&mut self, line: Line, number: u64, told: Told) -> Result<(), Broken> {
        if !self.stands(line) {
            return Ok(());
        }
        if self.chance(self.plan.faults.cuts) {
            self.cuts(line.device);
            return Ok(());
        }
        self.sets_clock(line.device);
        let device = &mut self.devices[line.device];
        if let (Some(Want::Step(_, _, step)), Told::Done) = (device.want(number), &told) {
            let step = step.as_ref().clone();
            self.counts.acknowledged += 1;
            self.oracle.acknowledged(&self.relay, &step)?;
        }
        let out = self.devices[line.device].told(number, told);
        self.goes_on(line.device, out)
    }
}
