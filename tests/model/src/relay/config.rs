//! The worlds.

use sitr_wire::limit::Limits;
use sitr_wire::{Keep, Life};

use super::ask::{Ask, Verb};
use super::fault::Fault;
use super::model::Fate;

/// The bounds of a world.
#[derive(Clone, Debug)]
pub struct Config {
    /// Mailboxes.
    pub mailboxes: u8,
    /// Capacity of each.
    pub capacity: u32,
    /// Life of each.
    pub life: Life,
    /// Keep of each.
    pub keep: Keep,
    /// Every request that may be made.
    pub asks: Vec<Ask>,
    /// Days since the first at which time may stand, rising.
    pub days: Vec<u32>,
    /// Most requests of one transaction: 1 or 2.
    pub group: usize,
    /// What may happen to a transaction.
    pub fates: Vec<Fate>,
    /// Whether the relay crashes.
    pub crashes: bool,
    /// Closes that one mailbox takes in an hour.
    pub closes_per_hour: u32,
    /// Whether the sweep comes before any request of a new day.
    pub sweeps_first: bool,
    /// Heads kept in memory, as the core counts them.
    pub heads: usize,
    /// What is wrong with this twin.
    pub fault: Option<Fault>,
}

fn base() -> Config {
    Config {
        mailboxes: 1,
        capacity: 2,
        life: Life::Days1,
        keep: Keep::Days7,
        asks: Vec::new(),
        days: vec![0],
        group: 1,
        fates: vec![Fate::Heard, Fate::Unheard, Fate::Failed],
        crashes: true,
        closes_per_hour: 3,
        sweeps_first: false,
        heads: 16,
        fault: None,
    }
}

fn asks(verbs: &[Verb]) -> Vec<Ask> {
    verbs.iter().map(|verb| Ask::new(0, *verb)).collect()
}

impl Config {
    /// Two who close and supersede each other while others write, two requests at a time.
    #[must_use]
    pub fn race() -> Self {
        use Verb::{Append, Burn, Close, Open};
        let verbs = [
            Open,
            Append(1),
            Append(2),
            Close(10, None),
            Close(11, None),
            Close(11, Some(10)),
            Close(10, Some(11)),
            Close(12, Some(11)),
            Burn,
        ];
        Self { asks: asks(&verbs), group: 2, closes_per_hour: 4, ..base() }
    }

    /// Three cells for two places, one of them also a final cell; burns, forgeries, lost answers.
    #[must_use]
    pub fn retries() -> Self {
        use Verb::{Append, Burn, BurnAgain, Close, Open};
        let verbs = [
            Open,
            Append(1),
            Append(2),
            Append(3),
            Close(1, None),
            Close(10, None),
            Close(10, Some(1)),
            Burn,
            BurnAgain,
        ];
        let mut asks = asks(&verbs);
        let forged = [Append(3), Close(10, None), Close(10, Some(1)), Burn];
        asks.extend(forged.map(|verb| Ask::new(0, verb).forged()));
        Self { asks, closes_per_hour: 2, ..base() }
    }

    /// Every bound of time, one day before, on and after it: life, keep, supersede days, tombstone.
    #[must_use]
    pub fn time() -> Self {
        use Verb::{Append, Burn, BurnAgain, Close, Open};
        let verbs = [Open, Append(1), Close(10, None), Close(11, Some(10)), Burn, BurnAgain];
        let days = vec![0, 1, 2, 7, 8, 9, 30, 31, 120, 121, 127, 128, 150, 151];
        Self { asks: asks(&verbs), days, keep: Keep::Days30, capacity: 1, ..base() }
    }

    /// Final cells superseded one by one, past the number that is allowed.
    #[must_use]
    pub fn supersedes() -> Self {
        let mut verbs = vec![Verb::Open, Verb::Append(1), Verb::Close(10, None)];
        verbs.extend((10..21).map(|cell| Verb::Close(cell + 1, Some(cell))));
        verbs.push(Verb::Close(13, Some(10)));
        let days = vec![0, 7, 8];
        Self { asks: asks(&verbs), days, keep: Keep::Days30, closes_per_hour: 12, ..base() }
            .without_accidents()
    }

    /// Somebody watches while others write, close, burn, and days pass, each beginning with the sweep:
    /// it is the sweep that tells a watcher of the end.
    #[must_use]
    pub fn watch() -> Self {
        use Verb::{Append, Burn, Close, Join, Open};
        let mut verbs =
            vec![Open, Append(1), Append(2), Close(10, None), Close(11, Some(10)), Burn];
        verbs.extend((0..5).map(Join));
        Self { asks: asks(&verbs), days: vec![0, 2, 8, 10], sweeps_first: true, ..base() }
    }

    /// Three mailboxes over a cache that holds fewer.
    #[must_use]
    pub fn many() -> Self {
        let verbs = [Verb::Open, Verb::Append(1), Verb::Close(10, None), Verb::Close(11, None)];
        let all = (0..3).flat_map(|mailbox| verbs.map(|verb| Ask::new(mailbox, verb)));
        let fates = vec![Fate::Heard, Fate::Failed];
        Self {
            mailboxes: 3,
            asks: all.collect(),
            capacity: 1,
            closes_per_hour: 2,
            heads: 1,
            fates,
            ..base()
        }
    }

    /// A world too large to be explored whole, for sequences at random.
    #[must_use]
    pub fn wide() -> Self {
        use Verb::{Append, Burn, BurnAgain, Close, Join, Open};
        let mut verbs = vec![Open, Burn, BurnAgain];
        verbs.extend((1..6).map(Append));
        verbs.extend((4..7).map(|cell| Close(cell, None)));
        verbs.extend((4..18).map(|cell| Close(cell + 1, Some(cell))));
        verbs.extend([Close(4, Some(5)), Close(20, Some(4))]);
        verbs.extend((0..16).map(Join));
        let all = (0..3).flat_map(|mailbox| verbs.iter().map(move |it| Ask::new(mailbox, *it)));
        let mut asks: Vec<Ask> = all.collect();
        let forged = [Append(5), Close(6, None), Close(5, Some(4)), Burn];
        asks.extend(forged.map(|verb| Ask::new(0, verb).forged()));
        let days = (0..10).chain(28..40).chain(118..130).chain(148..160).collect();
        let (keep, closes_per_hour) = (Keep::Days30, 12);
        let sweeps_first = true;
        Self {
            mailboxes: 3,
            asks,
            days,
            capacity: 3,
            keep,
            closes_per_hour,
            sweeps_first,
            ..base()
        }
    }

    /// Retries and burns past every bound of time, two requests at a time: for the long run.
    #[must_use]
    pub fn long() -> Self {
        let days = vec![0, 2, 8, 121, 129];
        Self { days, group: 2, ..Self::retries() }
    }

    /// Watching with more days and more requests, for the long run.
    #[must_use]
    pub fn long_watch() -> Self {
        let mut config = Self { days: vec![0, 1, 2, 7, 8, 9, 10, 128, 129], ..Self::watch() };
        config.asks.extend(asks(&[Verb::Close(11, None), Verb::BurnAgain]));
        config
    }

    fn without_accidents(self) -> Self {
        Self { fates: vec![Fate::Heard], crashes: false, ..self }
    }

    /// Whether somebody watches.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.asks.iter().any(|ask| matches!(ask.verb, Verb::Join(_)))
    }

    /// The twin with this fault.
    #[must_use]
    pub fn with(self, fault: Fault) -> Self {
        Self { fault: Some(fault), ..self }
    }

    /// The limits that the core is given.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits { closes_per_hour: self.closes_per_hour, ..Limits::default() }
    }
}
