//! Stewards and members of one room, abstractly: what is decided alike and what fails alone.
//!
//! A mailbox is a list of plain cells and then of final ones. A steward who wants an epoch ended stages a
//! commit, writes it down, sends its final cell, and takes the next epoch only after reading to the winner.
//! A final cell is *inert* where a check fails that all members share, and *torn* for one member where
//! only that member cannot process it. Every person may crash between any two steps, and then remembers
//! what was written down and nothing else.

use stateright::{Model, Property};

/// People: the first two are stewards.
pub const PEOPLE: usize = 4;
/// The stewards among them.
pub const STEWARDS: usize = 2;

/// The attempt that stands for a fork, which no honest steward made.
const FORK: u8 = u8::MAX;
/// Final cells of a mailbox, as far as this model goes.
const FINALS: usize = 3;

/// What a twin does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A member who fails alone takes the next final cell that works.
    TakesLater,
    /// A steward merges its own commit when it is acknowledged, without reading what came before.
    MergesUnread,
    /// A steward merges its own commit before the relay has taken it.
    MergesUnsent,
    /// A steward who restarts makes another commit instead of sending the one written down.
    ForgetsIntent,
    /// The last final cell wins instead of the first good one.
    LastWins,
    /// A steward supersedes any final cell, inert or not, and then follows its own.
    FollowsOwn,
}

/// A final cell, as all see it but for those who are torn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Final {
    /// Who made it.
    pub steward: usize,
    /// Which attempt of that steward.
    pub attempt: u8,
    /// Whether it passes the checks common to all.
    pub good: bool,
    /// Who cannot process it, alone.
    pub torn: Option<usize>,
}

/// The relay's mailbox of the epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mailbox {
    /// Authors of the plain cells, in order.
    pub plain: Vec<usize>,
    /// The final cells, in order.
    pub finals: Vec<Final>,
}

/// Where a person stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// In the epoch.
    #[default]
    Here,
    /// In the next epoch, by this final cell.
    Moved(Final),
    /// Out until let in again.
    Stuck,
}

/// A person's device: what it wrote down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// Where it stands.
    pub standing: Standing,
    /// Plain cells that it has read.
    pub read: usize,
    /// Final cells that it has judged, all of them inert.
    pub judged: usize,
    /// The commit that it staged, and the final cell which that supersedes.
    pub pending: Option<(Final, Option<Final>)>,
    /// Commits made so far.
    pub attempts: u8,
    /// Whether it has posted.
    pub posted: bool,
    /// Whether it knows, in memory only, that its commit was taken.
    pub acked: bool,
}

/// The room's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// The mailbox.
    pub mailbox: Mailbox,
    /// The people.
    pub people: [Person; PEOPLE],
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Somebody posts a cell.
    Post(usize),
    /// A steward stages a commit and writes it down: good or not, torn for somebody or not.
    Stage(usize, bool, Option<usize>),
    /// A steward sends the final cell that it wrote down; whether the answer arrives.
    Send(usize, bool),
    /// Somebody reads on: one plain cell, or one final cell.
    Read(usize),
    /// A steward who was told that its commit is taken merges it: right only if all was read.
    Merge(usize),
    /// A device dies and comes back.
    Crash(usize),
    /// A steward, removed or hostile, supersedes whatever the latest final cell is by a good commit.
    Fork,
}

/// The model.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Commits that each steward may make.
    pub attempts: u8,
    /// People who post.
    pub posters: usize,
    /// What is wrong with this twin.
    pub fault: Option<Fault>,
}

impl Mailbox {
    /// The winner: the first final cell that passes the common checks.
    #[must_use]
    pub fn winner(&self) -> Option<&Final> {
        self.finals.iter().find(|it| it.good)
    }

    /// The relay's rule: the first close wins, a later one names the latest. A repeat succeeds.
    fn close(&mut self, cell: Final, over: Option<Final>) -> bool {
        if self.finals.contains(&cell) {
            return true;
        }
        let taken = self.finals.last().copied() == over && self.finals.len() < FINALS;
        if taken {
            self.finals.push(cell);
        }
        taken
    }
}

impl Room {
    fn is(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    fn stage(&self, state: &mut State, who: usize, good: bool, torn: Option<usize>) -> bool {
        let latest = state.mailbox.finals.last().copied();
        let full = state.mailbox.finals.len() >= FINALS;
        let person = &mut state.people[who];
        // A steward supersedes only what it has judged and found inert.
        let judged_all = person.judged == state.mailbox.finals.len();
        let may = judged_all || self.is(Fault::FollowsOwn);
        let ready = person.standing == Standing::Here && person.pending.is_none();
        if full || !ready || !may || person.attempts == self.attempts || torn == Some(who) {
            return false;
        }
        let cell = Final { steward: who, attempt: person.attempts, good, torn };
        person.attempts += 1;
        person.pending = Some((cell, latest));
        if self.is(Fault::MergesUnsent) {
            person.standing = Standing::Moved(cell);
        }
        true
    }

    fn send(&self, state: &mut State, who: usize, hears: bool) -> bool {
        let Some((cell, over)) = state.people[who].pending else { return false };
        let before = state.mailbox.finals.len();
        let taken = state.mailbox.close(cell, over);
        let changed = state.mailbox.finals.len() > before;
        let learned = taken && hears && !state.people[who].acked;
        state.people[who].acked |= learned;
        changed || learned
    }

    fn merge(&self, state: &mut State, who: usize) -> bool {
        let person = &mut state.people[who];
        let Some((cell, _)) = person.pending.filter(|_| person.acked) else { return false };
        if person.standing != Standing::Here {
            return false;
        }
        person.standing = Standing::Moved(cell);
        person.pending = None;
        true
    }

    fn read(&self, state: &mut State, who: usize) -> bool {
        let (mailbox, person) = (&state.mailbox, &mut state.people[who]);
        if person.standing != Standing::Here {
            return false;
        }
        if person.read < mailbox.plain.len() {
            person.read += 1;
            return true;
        }
        let next = if self.is(Fault::LastWins) {
            mailbox.finals.iter().rposition(|it| it.good)
        } else {
            (person.judged < mailbox.finals.len()).then_some(person.judged)
        };
        let Some(cell) = next.and_then(|at| mailbox.finals.get(at)) else { return false };
        self.judge(person, who, *cell);
        true
    }

    /// One final cell: inert for all, torn for this one alone, or the winner.
    fn judge(&self, person: &mut Person, who: usize, cell: Final) {
        person.judged += 1;
        let own = person.pending.is_some_and(|(pending, _)| pending == cell);
        let unknown = cell.steward == who && !own && cell.attempt != FORK;
        if self.is(Fault::FollowsOwn) && person.pending.is_some() && !own {
            return;
        }
        if !cell.good {
            // An own attempt that is inert, or that was lost to an inert one, is rebuilt.
            (person.pending, person.acked) = (None, false);
        } else if unknown || cell.torn == Some(who) && !own {
            // A commit of one's own can only be merged by who still has it.
            if unknown || !self.is(Fault::TakesLater) {
                person.standing = Standing::Stuck;
                person.pending = None;
            }
        } else {
            person.standing = Standing::Moved(cell);
            person.pending = None;
        }
    }

    /// The close key is shared by stewards: the relay takes whatever names the latest final cell.
    fn fork(state: &mut State) -> bool {
        let finals = &mut state.mailbox.finals;
        let cell = Final { steward: 1, attempt: FORK, good: true, torn: None };
        let may = !finals.is_empty() && finals.len() < FINALS && !finals.contains(&cell);
        if may {
            finals.push(cell);
        }
        may
    }

    fn crash(&self, state: &mut State, who: usize) -> bool {
        let person = &mut state.people[who];
        let before = person.clone();
        person.acked = false;
        if self.is(Fault::ForgetsIntent) {
            person.pending = None;
        }
        *person != before
    }

    fn post(&self, state: &mut State, who: usize) -> bool {
        let person = &mut state.people[who];
        let may = !person.posted && person.standing == Standing::Here;
        if !may || !state.mailbox.finals.is_empty() {
            return false;
        }
        person.posted = true;
        state.mailbox.plain.push(who);
        true
    }
}

impl Model for Room {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn actions(&self, _: &State, actions: &mut Vec<Action>) {
        actions.extend((0..self.posters).map(|at| Action::Post(PEOPLE - 1 - at)));
        actions.extend((0..PEOPLE).map(Action::Read));
        for who in 0..STEWARDS {
            actions.push(Action::Stage(who, false, None));
            actions.push(Action::Stage(who, true, None));
            let others = (0..PEOPLE).filter(|other| *other != who);
            actions.extend(others.map(|other| Action::Stage(who, true, Some(other))));
            actions.extend([Action::Send(who, true), Action::Send(who, false)]);
            if self.is(Fault::MergesUnread) {
                actions.push(Action::Merge(who));
            }
            actions.push(Action::Crash(who));
        }
        actions.push(Action::Fork);
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = last.clone();
        let changed = match action {
            Action::Post(who) => self.post(&mut next, who),
            Action::Stage(who, good, torn) => self.stage(&mut next, who, good, torn),
            Action::Send(who, hears) => self.send(&mut next, who, hears),
            Action::Read(who) => self.read(&mut next, who),
            Action::Merge(who) => self.merge(&mut next, who),
            Action::Crash(who) => self.crash(&mut next, who),
            Action::Fork => Self::fork(&mut next),
        };
        changed.then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = always();
        all.extend(sometimes());
        all
    }
}

/// No two rooms.
pub const ONE_ROOM: &str = "nobody moves by different final cells";
/// Whoever moved has read everything below the winner.
pub const NO_LOST_CELL: &str = "no cell below the winner is lost";
/// The winner is what the mailbox says.
pub const WINNER: &str = "whoever moved, moved by the winner";
/// Nobody is stuck but who fails alone.
pub const STUCK_ALONE: &str = "only who fails alone is stuck";

fn moved(state: &State) -> impl Iterator<Item = (&Person, Final)> {
    state.people.iter().filter_map(|person| match person.standing {
        Standing::Moved(cell) => Some((person, cell)),
        _ => None,
    })
}

fn always() -> Vec<Property<Room>> {
    vec![
        Property::always(ONE_ROOM, |_, state: &State| {
            let mut cells = moved(state).map(|(_, cell)| cell);
            let first = cells.next();
            cells.all(|cell| Some(cell) == first)
        }),
        Property::always(NO_LOST_CELL, |_, state: &State| {
            moved(state).all(|(person, _)| person.read == state.mailbox.plain.len())
        }),
        Property::always(WINNER, |_, state: &State| {
            moved(state).all(|(_, cell)| state.mailbox.winner() == Some(&cell))
        }),
        Property::always(STUCK_ALONE, |_, state: &State| {
            let torn = |who| state.mailbox.finals.iter().any(|it| it.torn == Some(who));
            let stuck = |person: &Person| person.standing == Standing::Stuck;
            state.people.iter().enumerate().all(|(who, person)| !stuck(person) || torn(who))
        }),
    ]
}

fn sometimes() -> Vec<Property<Room>> {
    vec![
        Property::sometimes("all move", |_, state: &State| moved(state).count() == PEOPLE),
        Property::sometimes("somebody is stuck while others move", |_, state: &State| {
            let stuck = state.people.iter().any(|person| person.standing == Standing::Stuck);
            stuck && moved(state).count() == PEOPLE - 1
        }),
        Property::sometimes("an inert final cell is superseded by a winner", |_, state: &State| {
            let inert = state.mailbox.finals.first().is_some_and(|it| !it.good);
            inert && moved(state).next().is_some()
        }),
        Property::sometimes("a loser of the race moves by the winner", |_, state: &State| {
            let lost = |who: usize| match state.people[who].standing {
                Standing::Moved(cell) => state.people[who].attempts > 0 && cell.steward != who,
                _ => false,
            };
            (0..STEWARDS).any(lost)
        }),
        Property::sometimes("a fork is attempted after the winner", |_, state: &State| {
            let good = state.mailbox.finals.iter().filter(|it| it.good).count();
            good > 1 && moved(state).next().is_some()
        }),
    ]
}
