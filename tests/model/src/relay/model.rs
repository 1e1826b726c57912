//! The state space.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use sitr_relay_core::time::DAY_SECONDS;
use sitr_relay_core::{Core, Day, Seconds};
use stateright::{Model, Property};

use super::ask::{Ask, FIRST_DAY, Requests, Verb};
use super::config::Config;
use super::disk::Slot;
use super::fault::Fault;
use super::judge::{Broken, Met, Rule};

/// What happens to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is durable, and the answers arrive.
    Heard,
    /// It is durable, and the answers are lost.
    Unheard,
    /// It fails: nothing of it is durable.
    Failed,
}

/// One step of the world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Requests decided in one transaction.
    Ask(Vec<Ask>, Fate),
    /// The watcher of a mailbox reads all that is stored.
    Read(u8),
    /// The next day of the world's list.
    Pass,
    /// The daily sweep.
    Sweep,
    /// The process dies; what is durable stays.
    Crash,
}

/// What somebody outside has seen of one mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Seen {
    /// Acknowledged cells with their index; whether by a Close.
    pub acks: BTreeMap<(bool, u8), u64>,
    /// The cell that won the first Close.
    pub winner: Option<u8>,
    /// The day on which the last closed or burned mailbox under this handle went.
    pub gone: Option<Day>,
    /// The place from which the watcher reads on.
    pub next: u64,
    /// Whether the watcher was told that it will hear all from there on.
    pub joined: bool,
}

/// The state of the world.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The real core.
    pub core: Core,
    /// The durable rows.
    pub disk: Vec<Slot>,
    /// The durable rows before the last commit, for the twin that loses one.
    pub undo: Option<Vec<Slot>>,
    /// Which of the world's days it is.
    pub day: usize,
    /// What was seen, by mailbox.
    pub seen: Vec<Seen>,
    /// Rules that a step has broken.
    pub broken: Broken,
}

/// The model.
#[derive(Debug)]
pub struct Relay {
    /// Its bounds.
    pub config: Config,
    /// Its requests.
    pub requests: Requests,
    met: AtomicU32,
}

impl Relay {
    /// A world within these bounds.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let Config { mailboxes, capacity, life, keep, .. } = config;
        let requests = Requests::new(mailboxes, capacity, life, keep, &config.asks);
        Self { config, requests, met: AtomicU32::new(0) }
    }

    /// Whether the fault of this twin is this one.
    pub(crate) fn is(&self, fault: Fault) -> bool {
        self.config.fault == Some(fault)
    }

    /// The time of a state.
    #[must_use]
    pub fn now(&self, state: &State) -> Seconds {
        let day = FIRST_DAY.plus(self.config.days[state.day]);
        Seconds(u64::from(day.0) * DAY_SECONDS)
    }

    /// Remembers that something interesting happened. It is no part of the state, which would only
    /// multiply with it.
    pub(crate) fn met(&self, what: Met) {
        self.met.fetch_or(what.bit(), Ordering::Relaxed);
    }

    /// What has happened so far.
    #[must_use]
    pub fn all_met(&self) -> Vec<Met> {
        let bits = self.met.load(Ordering::Relaxed);
        Met::ALL.into_iter().filter(|what| bits & what.bit() != 0).collect()
    }

    /// Whether somebody would ask for this now: a watcher joins where it has read to, and once.
    #[must_use]
    pub fn may(&self, state: &State, ask: &Ask) -> bool {
        let seen = &state.seen[usize::from(ask.mailbox)];
        match ask.verb {
            Verb::Join(next) => !seen.joined && seen.next == next,
            _ => true,
        }
    }

    fn pass(&self, last: &State) -> Option<State> {
        let day = last.day + 1;
        (day < self.config.days.len()).then(|| {
            let next = State { day, ..last.clone() };
            if self.config.sweeps_first { self.sweep(&next) } else { next }
        })
    }

    fn fresh_core(&self) -> Core {
        Core::new(&self.config.limits(), self.config.heads)
    }

    fn crash(&self, last: &State) -> State {
        let mut next = last.clone();
        next.core = self.fresh_core();
        if let Some(undo) = next.undo.take() {
            next.disk = undo;
        }
        for seen in &mut next.seen {
            // Who comes back reads from the beginning of a page again.
            (seen.joined, seen.next) = (false, 0);
        }
        next
    }

    fn read(&self, last: &State, mailbox: u8) -> Option<State> {
        let at = usize::from(mailbox);
        let fields = self.requests.bound(mailbox).mailbox();
        let count = last.disk[at].served(fields, self.now(last).day())?.count();
        let may = !last.seen[at].joined && last.seen[at].next != count;
        may.then(|| {
            let mut next = last.clone();
            next.seen[at].next = count;
            next
        })
    }
}

impl Model for Relay {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let mailboxes = usize::from(self.config.mailboxes);
        vec![State {
            core: self.fresh_core(),
            disk: vec![Slot::Absent; mailboxes],
            undo: None,
            day: 0,
            seen: vec![Seen::default(); mailboxes],
            broken: Broken::default(),
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        // What follows from a broken rule is of no interest.
        if state.broken != Broken::default() {
            return;
        }
        let fates = &self.config.fates;
        let may = |ask: &&Ask| self.may(state, ask);
        for first in self.config.asks.iter().filter(may) {
            let seconds = self.config.asks.iter().filter(may).filter(|_| self.config.group > 1);
            let groups = std::iter::once(vec![*first]).chain(seconds.map(|ask| vec![*first, *ask]));
            for group in groups {
                actions.extend(fates.iter().map(|fate| Action::Ask(group.clone(), *fate)));
            }
        }
        if self.config.is_watched() {
            actions.extend((0..self.config.mailboxes).map(Action::Read));
        }
        actions.push(Action::Sweep);
        actions.push(Action::Pass);
        if self.config.crashes {
            actions.push(Action::Crash);
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        match action {
            Action::Ask(asks, fate) => self.transaction(last, &asks, fate),
            Action::Read(mailbox) => self.read(last, mailbox),
            Action::Pass => self.pass(last),
            Action::Sweep => Some(self.sweep(last)),
            Action::Crash => Some(self.crash(last)),
        }
    }

    fn properties(&self) -> Vec<Property<Self>> {
        Rule::properties()
    }
}
