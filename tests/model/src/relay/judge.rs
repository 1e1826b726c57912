//! What must hold, told from requests, answers and durable rows alone: nothing here asks the core.

use sitr_relay_core::{Answer, Day};
use sitr_wire::limit::{SUPERSEDE_DAYS, SUPERSEDES_MAX, TOMBSTONE_DAYS};
use sitr_wire::{Code, Mailbox, Refusal};
use stateright::Property;

use super::ask::{Ask, Verb};
use super::disk::{Row, Slot};
use super::model::{Relay, Seen, State};

/// The rules that are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// One close wins, and stays the winner.
    OneClose,
    /// A final cell is superseded by name, 8 times, for 7 days.
    Supersede,
    /// Only the right key appends, closes and burns.
    Key,
    /// Nothing is stored past a close but final cells.
    PastClose,
    /// No more cells than the capacity, finals not counted.
    Capacity,
    /// Indices have no gaps.
    Dense,
    /// What was acknowledged is durable, at its index.
    Durable,
    /// A cell is stored once, however often it is sent.
    Once,
    /// A handle is not reborn within 120 days of a close or burn.
    Reborn,
    /// What is past its time is not served.
    Expired,
    /// Nothing is refused without its cause.
    Withheld,
    /// A watcher hears every durable cell in order, and nothing else.
    Watched,
}

impl Rule {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::OneClose,
        Self::Supersede,
        Self::Key,
        Self::PastClose,
        Self::Capacity,
        Self::Dense,
        Self::Durable,
        Self::Once,
        Self::Reborn,
        Self::Expired,
        Self::Withheld,
        Self::Watched,
    ];

    /// As it is named to the checker.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneClose => "one close wins",
            Self::Supersede => "superseded by name and within bounds",
            Self::Key => "only the right key",
            Self::PastClose => "nothing past a close but finals",
            Self::Capacity => "capacity never exceeded",
            Self::Dense => "indices are dense",
            Self::Durable => "acknowledged is durable",
            Self::Once => "stored exactly once",
            Self::Reborn => "never reborn within 120 days",
            Self::Expired => "expired is never served",
            Self::Withheld => "nothing refused without cause",
            Self::Watched => "watchers hear all, in order",
        }
    }

    pub(crate) fn properties() -> Vec<Property<Relay>> {
        macro_rules! always {
            ($($rule:ident),*) => {
                vec![$(Property::always(Self::$rule.name(), |relay: &Relay, state: &State| {
                    Rule::$rule.holds(relay, state)
                })),*]
            };
        }
        always!(
            OneClose, Supersede, Key, PastClose, Capacity, Dense, Durable, Once, Reborn, Expired,
            Withheld, Watched
        )
    }

    /// Whether it holds in a state.
    #[must_use]
    pub fn holds(self, relay: &Relay, state: &State) -> bool {
        let rows = || {
            let pairs = state.disk.iter().zip(&state.seen);
            pairs.filter_map(|(slot, seen)| slot.row().map(|row| (row, seen)))
        };
        let stands = match self {
            Self::OneClose => rows().all(|(row, seen)| row.keeps_winner(seen)),
            Self::PastClose => rows().all(|(row, _)| row.ends_in_finals()),
            Self::Capacity => rows().all(|(row, _)| row.appended() <= relay.capacity()),
            Self::Once => rows().all(|(row, _)| row.has_no_twice()),
            Self::Durable => {
                state.disk.iter().zip(&state.seen).all(|(slot, seen)| seen.is_stored_in(slot))
            }
            _ => true,
        };
        stands && !state.broken.has(self)
    }
}

/// Rules that a step has broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Broken(u16);

impl Broken {
    pub(crate) fn set(&mut self, rule: Rule) {
        self.0 |= 1 << rule as u16;
    }

    fn has(self, rule: Rule) -> bool {
        self.0 & 1 << rule as u16 != 0
    }
}

/// What must happen somewhere in a world, or its rules hold for want of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// A cell was stored.
    Stored,
    /// A retry was answered as the first time.
    Retried,
    /// A stored cell was acknowledged again although the mailbox is closed.
    RetriedClosed,
    /// Full.
    Full,
    /// Closed.
    Closed,
    /// A final cell was superseded.
    Superseded,
    /// Refused: closed already.
    Conflict,
    /// Refused: superseded often enough.
    SupersedesUsed,
    /// Refused: too late to supersede.
    SupersedeLate,
    /// Burned.
    Burned,
    /// Refused for a tombstone.
    Gone,
    /// Opened again once the tombstone fell.
    OpenedAfterTombstone,
    /// Refused: past its time, and not swept yet.
    ExpiredUnswept,
    /// Swept.
    Swept,
    /// A commit failed.
    CommitFailed,
    /// Somebody joined.
    Joined,
    /// Refused for the time being: more is stored than the watcher has read.
    Behind,
    /// A watcher was told.
    Pushed,
    /// A rate was met.
    Rate,
}

impl Met {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Stored,
        Self::Retried,
        Self::RetriedClosed,
        Self::Full,
        Self::Closed,
        Self::Superseded,
        Self::Conflict,
        Self::SupersedesUsed,
        Self::SupersedeLate,
        Self::Burned,
        Self::Gone,
        Self::OpenedAfterTombstone,
        Self::ExpiredUnswept,
        Self::Swept,
        Self::CommitFailed,
        Self::Joined,
        Self::Behind,
        Self::Pushed,
        Self::Rate,
    ];

    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl Row {
    /// The rule that a Close breaks which is stored here today.
    pub(crate) fn may_close(&self, over: Option<u8>, today: Day) -> Option<Rule> {
        let last = self.cells.last().map(|stored| stored.cell);
        match (self.closed, over) {
            (None, None) => None,
            (Some((day, first)), Some(over)) => {
                let finals = self.count().saturating_sub(first);
                let timely = today <= day.plus(SUPERSEDE_DAYS);
                let named = last == Some(over);
                let holds = named && timely && finals <= u64::from(SUPERSEDES_MAX);
                (!holds).then_some(Rule::Supersede)
            }
            _ => Some(Rule::OneClose),
        }
    }

    fn keeps_winner(&self, seen: &Seen) -> bool {
        let Some((_, first)) = self.closed else { return true };
        let cell = usize::try_from(first).ok().and_then(|first| self.cells.get(first));
        cell.map(|stored| stored.cell) == seen.winner
    }

    fn ends_in_finals(&self) -> bool {
        let first = self.closed.map_or(self.count(), |(_, first)| first);
        (0..).zip(&self.cells).all(|(at, stored)| stored.by_close == (at >= first))
    }

    fn has_no_twice(&self) -> bool {
        let mut all: Vec<_> = self.cells.iter().map(|it| (it.by_close, it.cell)).collect();
        all.sort_unstable();
        all.windows(2).all(|pair| pair[0] != pair[1])
    }

    fn holds_at(&self, index: u64, cell: u8) -> bool {
        usize::try_from(index)
            .ok()
            .and_then(|at| self.cells.get(at))
            .is_some_and(|it| it.cell == cell)
    }
}

impl Seen {
    /// A mailbox that went by right has no acknowledgements left: what is left must be there.
    fn is_stored_in(&self, slot: &Slot) -> bool {
        let held = |index: u64, cell| slot.row().is_some_and(|row| row.holds_at(index, cell));
        self.acks.iter().all(|((_, cell), index)| held(*index, *cell))
    }
}

/// One answer that arrived.
struct Heard<'a> {
    relay: &'a Relay,
    ask: &'a Ask,
    fields: &'a Mailbox,
    before: &'a Slot,
    after: &'a Slot,
    today: Day,
}

impl Relay {
    fn capacity(&self) -> usize {
        usize::try_from(self.config.capacity).unwrap_or(usize::MAX)
    }

    /// Compares an answer with what was stored before and after it.
    pub(crate) fn heard(
        &self,
        state: &mut State,
        ask: &Ask,
        answer: &Answer,
        before: &Slot,
        after: &Slot,
    ) {
        let fields = self.requests.bound(ask.mailbox).mailbox();
        let today = self.now(state).day();
        let heard = Heard { relay: self, ask, fields, before, after, today };
        let seen = &mut state.seen[usize::from(ask.mailbox)];
        let broken = match answer {
            Answer::Refused(refusal) => heard.refused(refusal, seen),
            _ if ask.forged => Some(Rule::Key),
            answer => heard.granted(answer, seen),
        };
        if let Some(rule) = broken {
            state.broken.set(rule);
        }
    }
}

impl Heard<'_> {
    fn granted(&self, answer: &Answer, seen: &mut Seen) -> Option<Rule> {
        let was = self.before.served(self.fields, self.today);
        match (self.ask.verb, answer) {
            (Verb::Open, Answer::Opened) => {
                let is_served = self.after.served(self.fields, self.today).is_some();
                (!is_served).then_some(Rule::Expired)
            }
            (Verb::Append(cell), Answer::Appended(index)) => {
                self.acknowledged(was, (false, cell), *index, seen)
            }
            (Verb::Close(cell, over), Answer::Closed(index)) => {
                let what = if over.is_some() { Met::Superseded } else { Met::Closed };
                self.relay.met(what);
                self.acknowledged(was, (true, cell), *index, seen)
            }
            (Verb::Join(next), Answer::Joined(ended)) => {
                self.relay.met(Met::Joined);
                seen.joined = true;
                let Some(row) = was else { return Some(Rule::Expired) };
                let told = row.end(self.ask.mailbox, &self.relay.requests) == *ended;
                (!told || next < row.count()).then_some(Rule::Watched)
            }
            (Verb::Join(next), Answer::Behind) => {
                self.relay.met(Met::Behind);
                was.is_none_or(|row| row.count() <= next).then_some(Rule::Withheld)
            }
            (Verb::Burn | Verb::BurnAgain, Answer::Burned) => {
                self.relay.met(Met::Burned);
                // The core may still know of a burn whose tombstone was swept.
                let again = match self.before {
                    Slot::Gone(tombstone) => tombstone.burned,
                    Slot::Absent => seen.gone.is_some(),
                    Slot::Here(_) => false,
                };
                let burned = was.is_some() && self.ask.verb == Verb::Burn;
                (!(again || burned) || self.after.row().is_some()).then_some(Rule::Key)
            }
            _ => Some(Rule::Withheld),
        }
    }

    fn acknowledged(
        &self,
        was: Option<&Row>,
        key: (bool, u8),
        index: u64,
        seen: &mut Seen,
    ) -> Option<Rule> {
        let Some(was) = was else { return Some(Rule::Expired) };
        if was.holds_at(index, key.1) {
            self.relay.met(Met::Retried);
            if was.closed.is_some() {
                self.relay.met(Met::RetriedClosed);
            }
        } else {
            self.relay.met(Met::Stored);
        }
        let moved = seen.acks.insert(key, index).is_some_and(|before| before != index);
        moved.then_some(Rule::Durable)
    }

    fn refused(&self, refusal: &Refusal, seen: &Seen) -> Option<Rule> {
        let was = self.before.served(self.fields, self.today);
        let just = match refusal.code {
            Code::NotFound => {
                if was.is_none() && self.before.row().is_some() {
                    self.relay.met(Met::ExpiredUnswept);
                }
                was.is_none()
            }
            Code::Gone => {
                self.relay.met(Met::Gone);
                let closed = self.before.row().filter(|row| row.closed.is_some());
                let went = closed.map(|row| row.expires(self.fields)).or(seen.gone);
                was.is_none() && went.is_some_and(|day| self.today <= day.plus(TOMBSTONE_DAYS))
            }
            Code::Full => {
                self.relay.met(Met::Full);
                was.is_some_and(|row| row.appended() >= self.relay.capacity())
            }
            Code::Closed => was.is_some_and(|row| row.closed.is_some()),
            Code::Conflict => was.is_some_and(|row| self.is_conflict(row, refusal)),
            Code::Limit => {
                self.relay.met(Met::Rate);
                was.is_some()
            }
            Code::Busy => self.ask.verb == Verb::BurnAgain && was.is_some(),
            _ => false,
        };
        (!just).then_some(Rule::Withheld)
    }

    /// Whether a Conflict is one, and names the latest final cell.
    fn is_conflict(&self, row: &Row, refusal: &Refusal) -> bool {
        let Verb::Close(_, over) = self.ask.verb else { return false };
        match refusal.limit.as_ref().map(|(name, _)| name.as_str()) {
            None => self.relay.met(Met::Conflict),
            Some("supersedes") => self.relay.met(Met::SupersedesUsed),
            Some(_) => self.relay.met(Met::SupersedeLate),
        }
        let last = row.cells.last().map(|stored| self.relay.requests.hash(stored.cell));
        let winner = row.closed.and(last).map(|hash| (row.count() - 1, hash));
        refusal.winner == winner && row.may_close(over, self.today).is_some()
    }
}
