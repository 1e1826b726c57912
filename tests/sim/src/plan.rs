//! What a seed makes of a world: how many devices, which faults, which lie.

use crate::dice::Dice;

/// The faults of a world, each in a thousand of its occasions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// A connection is cut where a request or an answer is on its way.
    pub cuts: u64,
    /// The relay's disk takes nothing of a transaction.
    pub commit_fails: u64,
    /// The relay's process dies around a commit.
    pub relay_dies: u64,
    /// A device's disk fails in the middle of an operation.
    pub disk_fails: u64,
}

/// Which lie a relay tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lying {
    /// None.
    No,
    /// Some devices are shown nothing new for a while.
    Withholds,
    /// Some appends and closes are acknowledged and not stored.
    Forgets,
    /// Mailboxes are called closed.
    Closes,
    /// Some devices are shown another order.
    Swaps,
    /// It comes back from a backup.
    Backup,
}

impl Lying {
    const ALL: [Self; 4] = [Self::Withholds, Self::Forgets, Self::Closes, Self::Swaps];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "honest",
            Self::Withholds => "withholds",
            Self::Forgets => "forgets",
            Self::Closes => "closes",
            Self::Swaps => "swaps",
            Self::Backup => "backup",
        }
    }

    /// Whether what it acknowledged may be gone.
    #[must_use]
    pub fn loses(self) -> bool {
        matches!(self, Self::Forgets | Self::Backup)
    }
}

/// How time passes beside the minutes in which everything happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// It does not.
    None,
    /// A few days, while some devices are switched off.
    Few,
    /// A month, twice: longer than the relay keeps what is closed.
    Months,
}

/// A world before it begins.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// Devices.
    pub devices: usize,
    /// Things that people do.
    pub acts: u64,
    /// Faults.
    pub faults: Faults,
    /// Lies.
    pub lying: Lying,
    /// Days.
    pub days: Days,
    /// Whether profiles are put back from older copies.
    pub copies: bool,
    /// Whether people bring further devices.
    pub further: bool,
    /// Whether the relay acknowledges before the commit: a bug for the world to find.
    pub acknowledges_early: bool,
}

impl Plan {
    /// The world of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 1);
        let devices = match dice.roll(100) {
            0..70 => dice.between(3, 6),
            70..93 => dice.between(7, 12),
            93..99 => dice.between(13, 30),
            _ => dice.between(60, 200),
        };
        let lying =
            if dice.permille(300) { Lying::ALL[dice.pick(Lying::ALL.len())] } else { Lying::No };
        let days = match dice.roll(10) {
            0..6 => Days::None,
            6..9 => Days::Few,
            _ => Days::Months,
        };
        let copies = dice.permille(150) && lying == Lying::No;
        let mut some = |most: u64| if dice.permille(600) { dice.between(1, most) } else { 0 };
        let faults = Faults {
            cuts: some(60),
            commit_fails: some(40),
            relay_dies: some(15),
            disk_fails: some(60),
        };
        let acts = 40 + 4 * devices;
        let days = if lying == Lying::No { days } else { Days::None };
        Self {
            seed,
            devices: usize::try_from(devices).unwrap_or(3),
            acts,
            faults,
            lying,
            days,
            copies,
            further: dice.permille(400),
            acknowledges_early: false,
        }
    }
}
