//! The games: a question to the operator, and what a guess is worth.
//!
//! To add an attack, write one function and put it into a list: a [`clue`] weighs whether two things come
//! from one device, a [`feature`] measures something about one thing. Every game tries all of them. To add a
//! game, implement [`Game`] and put it into [`all`].

pub mod clue;
pub mod feature;
mod linking;
mod plant;
mod sorting;

use rand_chacha::ChaCha8Rng;

use crate::truth::Truth;
use crate::view::{Item, View};

/// What the operator has when they play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Everything: trace, memory, disk, while members connect without a detour.
    Direct,
    /// A copy of the disk after the daily sweep.
    CopiedDisk,
    /// A copy of the disk of the present day.
    CopiedDiskToday,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Direct, Self::CopiedDisk, Self::CopiedDiskToday];

    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::CopiedDisk => "copied-disk",
            Self::CopiedDiskToday => "copied-disk-today",
        }
    }
}

/// How guesses are valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How far above guessing among the candidates: 0 is chance, 1 is always right.
    Advantage,
    /// How often the right one of two is held for likelier: 0.5 is chance.
    Auc,
    /// Adjusted Rand index of a grouping: 0 is chance, 1 is exact.
    Rand,
    /// Mean of the shares of each class that are told: 0.5 is chance.
    Balanced,
    /// Bits learned of a number: 0 is chance, its entropy is all.
    Bits,
}

impl Measure {
    /// What somebody gets who knows nothing.
    #[must_use]
    pub const fn chance(self) -> f64 {
        match self {
            Self::Auc | Self::Balanced => 0.5,
            Self::Advantage | Self::Rand | Self::Bits => 0.0,
        }
    }
}

/// One of several candidates is right.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is asked about.
    pub target: Item,
    /// Who or what it could belong to.
    pub candidates: Vec<Item>,
    /// Which one is right.
    pub answer: usize,
}

/// What a game asks about one community.
#[derive(Clone, Debug)]
pub enum Board {
    /// Which candidate is right.
    Choices(Vec<Choice>),
    /// Which items belong together, with the true groups.
    Groups(Vec<(Item, usize)>),
    /// Of which class each item is, with the true classes.
    Classes(Vec<(Item, usize)>),
}

/// One game.
pub trait Game: Sync {
    /// Its name in tables.
    fn name(&self) -> &'static str;
    /// The question, in words.
    fn question(&self) -> &'static str;
    /// How it is valued.
    fn measure(&self) -> Measure;
    /// Makes the questions of one community from the truth.
    fn board(&self, truth: &Truth, rng: &mut ChaCha8Rng) -> Board;
    /// Plants a leak that an attack worth its name must find.
    fn plant(&self, view: &mut View, truth: &Truth);
    /// Permutes the truth, so that nothing is left to be guessed.
    fn shuffle(&self, truth: &mut Truth, rng: &mut ChaCha8Rng);
}

/// All games.
#[must_use]
pub fn all() -> Vec<Box<dyn Game>> {
    vec![
        Box::new(linking::Sender),
        Box::new(linking::SameSender),
        Box::new(linking::SameDevice),
        Box::new(linking::RoomsOfDevice),
        Box::new(linking::Inviter),
        Box::new(sorting::RoomSize),
        Box::new(sorting::KindOfCell),
        Box::new(linking::Succession),
        Box::new(linking::InvitePair),
    ]
}
