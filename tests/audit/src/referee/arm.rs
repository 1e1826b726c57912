//! Three arms of one game: as it is, with a planted leak, and with a shuffled truth.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::Case;
use super::learner::{balanced, learned, stump};
use super::score::{Estimate, adjusted_rand, entropy, halves, mean, middle};
use crate::games::clue::{THRESHOLD, evidence};
use crate::games::{Board, Choice, Game, Level, Measure, feature};
use crate::truth::Truth;
use crate::view::{Desk, Item, View};

/// An arm of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// As it is.
    Real,
    /// With a leak that must be found.
    Planted,
    /// With the truth permuted: nothing can be found.
    Shuffled,
}

impl Arm {
    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Planted => "planted",
            Self::Shuffled => "shuffled",
        }
    }
}

/// A line of the result.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The game.
    pub game: &'static str,
    /// What the operator had.
    pub level: Level,
    /// The arm.
    pub arm: Arm,
    /// What the guesses are worth.
    pub value: f64,
    /// Lower bound of 95 %.
    pub low: f64,
    /// Upper bound of 95 %.
    pub high: f64,
}

/// What the arms say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The number counts, and the operator learns nothing that shuffled truths would not give as well.
    Chance,
    /// The number counts, and the operator learns something.
    Learns,
    /// The planted leak was not found: the attack is too weak for its number to mean anything.
    Blind,
    /// The shuffled arm is not at chance: the questions give their answers away.
    Biased,
    /// A short run asked too few questions to say anything.
    Few,
}

/// One game at one level.
#[derive(Clone, Debug)]
pub struct Played {
    /// Its three arms.
    pub rows: [Row; 3],
    /// What they say.
    pub verdict: Verdict,
    /// How many questions were asked.
    pub trials: usize,
    /// All that could be told, for a number in bits; else 1.
    pub most: f64,
}

/// Questions below which nothing is said.
const FEW: usize = 16;
/// A planted leak must be found this well, as a share of what there is to tell.
const FOUND: f64 = 0.9;

/// Plays a game in its three arms.
#[must_use]
pub fn play(game: &dyn Game, level: Level, cases: &[Case], shuffles: usize, seed: u64) -> Played {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let views: Vec<&View> = cases.iter().map(|case| of_level(case, level)).collect();
    let truths: Vec<Truth> = cases.iter().map(|case| case.truth.clone()).collect();
    let desks: Vec<Desk<'_>> = views.iter().map(|view| Desk::new(view)).collect();
    let mut measured = None;
    let real = Trial::of(game, level, &desks, &truths, &mut measured, &mut rng);
    let most = if game.measure() == Measure::Bits { real.entropy() } else { 1.0 };

    let planted_views: Vec<View> =
        views.iter().zip(&truths).map(|(view, truth)| planted(game, view, truth)).collect();
    let planted_desks: Vec<Desk<'_>> = planted_views.iter().map(Desk::new).collect();
    let planted = Trial::of(game, level, &planted_desks, &truths, &mut None, &mut rng);

    let mut values: Vec<f64> = Vec::with_capacity(shuffles);
    for _ in 0..shuffles {
        let mut truths = truths.clone();
        truths.iter_mut().for_each(|truth| game.shuffle(truth, &mut rng));
        let trial = Trial::of(game, level, &desks, &truths, &mut measured, &mut rng);
        values.push(trial.value(&mut rng));
    }
    let value = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (low, high) = middle(&mut values);
    let arms = [
        (Arm::Real, real.estimate(&mut rng)),
        (Arm::Planted, planted.estimate(&mut rng)),
        (Arm::Shuffled, Estimate { value, low, high }),
    ];
    let rows = arms.map(|(arm, e)| Row {
        game: game.name(),
        level,
        arm,
        value: e.value,
        low: e.low,
        high: e.high,
    });
    let highest = values.last().copied().unwrap_or(f64::INFINITY);
    let verdict = if real.count() < FEW {
        Verdict::Few
    } else {
        verdict(game.measure().chance(), &rows, most, highest)
    };
    Played { rows, verdict, trials: real.count(), most }
}

/// What three arms say together; `highest` is the best that any shuffled truth gave.
fn verdict(chance: f64, [real, planted, shuffled]: &[Row; 3], most: f64, highest: f64) -> Verdict {
    if planted.value <= FOUND * most {
        Verdict::Blind
    } else if chance < shuffled.low || shuffled.high < chance {
        Verdict::Biased
    } else if real.low > chance && real.value > highest {
        Verdict::Learns
    } else {
        Verdict::Chance
    }
}

fn planted(game: &dyn Game, view: &View, truth: &Truth) -> View {
    let mut view = view.clone();
    game.plant(&mut view, truth);
    view
}

fn of_level(case: &Case, level: Level) -> &View {
    match level {
        Level::Direct => &case.live,
        Level::CopiedDisk => &case.swept,
        Level::CopiedDiskToday => &case.today,
    }
}

/// The answers to one round of questions.
enum Trial {
    /// For each community the worth of each choice.
    Means(Vec<Vec<f64>>),
    /// For each community the true and the guessed groups.
    Groups(Vec<(Vec<usize>, Vec<usize>)>),
    /// True and guessed classes.
    Classes(Vec<usize>, Vec<usize>),
    /// What was measured, and the numbers.
    Numbers(Vec<Vec<f64>>, Vec<usize>),
}

impl Trial {
    /// Asks all questions. `measured` keeps the features of all items from one round to the next.
    fn of(
        game: &dyn Game,
        level: Level,
        desks: &[Desk<'_>],
        truths: &[Truth],
        measured: &mut Option<Vec<Vec<f64>>>,
        rng: &mut ChaCha8Rng,
    ) -> Self {
        let boards: Vec<(&Desk<'_>, Board)> =
            desks.iter().zip(truths).map(|(desk, truth)| (desk, game.board(truth, rng))).collect();
        let mut means = Vec::new();
        let mut groups = Vec::new();
        let (mut rows, mut labels) = (Vec::new(), Vec::new());
        let features =
            if game.measure() == Measure::Bits { feature::OF_MAILBOXES } else { feature::OF_CELLS };
        for (desk, board) in boards {
            match board {
                Board::Choices(choices) => {
                    let worth = |choice: &Choice| worth(game.measure(), level, desk, choice);
                    means.push(choices.iter().map(worth).collect());
                }
                Board::Groups(items) => {
                    let things: Vec<Item> =
                        items.iter().map(|(item, _)| shown(*item, level)).collect();
                    let truth = items.iter().map(|(_, group)| *group).collect();
                    groups.push((truth, grouped(desk, &things)));
                }
                Board::Classes(items) => {
                    if measured.is_none() {
                        let row = |(item, _): &(Item, usize)| -> Vec<f64> {
                            features.iter().map(|feature| feature(desk, item)).collect()
                        };
                        rows.extend(items.iter().map(row));
                    }
                    labels.extend(items.iter().map(|(_, class)| *class));
                }
            }
        }
        // A shuffled truth asks of the same items, in the same order.
        let rows = measured.get_or_insert(rows);
        match game.measure() {
            Measure::Advantage | Measure::Auc => Self::Means(means),
            Measure::Rand => Self::Groups(groups),
            Measure::Balanced => {
                let guesses = stump(rows, &labels, rng);
                Self::Classes(labels, guesses)
            }
            Measure::Bits => Self::Numbers(rows.clone(), labels),
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Means(means) => means.iter().map(Vec::len).sum(),
            Self::Groups(groups) => groups.iter().map(|(truth, _)| truth.len()).sum(),
            Self::Classes(labels, _) | Self::Numbers(_, labels) => labels.len(),
        }
    }

    fn entropy(&self) -> f64 {
        match self {
            Self::Numbers(_, labels) => entropy(labels),
            Self::Means(_) | Self::Groups(_) | Self::Classes(..) => 1.0,
        }
    }

    /// The value alone.
    fn value(&self, rng: &mut ChaCha8Rng) -> f64 {
        match self {
            Self::Means(means) => {
                let all: Vec<f64> = means.concat();
                all.iter().sum::<f64>() / all.len().max(1) as f64
            }
            Self::Groups(groups) => rand_of(groups, |_| true),
            Self::Classes(labels, guesses) => balanced(labels, guesses),
            Self::Numbers(rows, labels) => {
                let all: Vec<usize> = (0..labels.len()).collect();
                learned(rows, labels, &all, rng) * entropy(labels)
            }
        }
    }

    fn estimate(&self, rng: &mut ChaCha8Rng) -> Estimate {
        match self {
            Self::Means(means) => mean(means, rng),
            Self::Groups(groups) => {
                let count = groups.iter().map(|(truth, _)| truth.len()).sum();
                halves(count, |kept| rand_of(groups, |index| kept.contains(&index)), rng)
            }
            Self::Classes(labels, guesses) => {
                let of = |kept: &[usize]| {
                    let pick = |from: &[usize]| kept.iter().map(|i| from[*i]).collect::<Vec<_>>();
                    balanced(&pick(labels), &pick(guesses))
                };
                halves(labels.len(), of, rng)
            }
            Self::Numbers(rows, labels) => {
                let inner = std::cell::RefCell::new(rng.clone());
                let of = |kept: &[usize]| {
                    learned(rows, labels, kept, &mut inner.borrow_mut()) * entropy(labels)
                };
                halves(labels.len(), of, rng)
            }
        }
    }
}

/// Mean adjusted Rand index over communities, of the things that are kept.
fn rand_of(groups: &[(Vec<usize>, Vec<usize>)], kept: impl Fn(usize) -> bool) -> f64 {
    let mut from = 0;
    let mut sum = 0.0;
    for (truth, guesses) in groups {
        let here: Vec<usize> = (0..truth.len()).filter(|index| kept(from + index)).collect();
        let pick = |labels: &[usize]| here.iter().map(|i| labels[*i]).collect::<Vec<_>>();
        sum += adjusted_rand(&pick(truth), &pick(guesses)) / groups.len() as f64;
        from += truth.len();
    }
    sum
}

/// An item as it can be pointed at on this level.
fn shown(item: Item, level: Level) -> Item {
    if level == Level::Direct { item } else { item.without_connection() }
}

/// The worth of one choice: candidates that seem equally likely share it.
fn worth(measure: Measure, level: Level, desk: &Desk<'_>, choice: &Choice) -> f64 {
    let target = shown(choice.target, level);
    let weights: Vec<f64> = choice
        .candidates
        .iter()
        .map(|candidate| evidence(desk, &target, &shown(*candidate, level)))
        .collect();
    let most = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let best: Vec<usize> = (0..weights.len()).filter(|i| most - weights[*i] < 1e-9).collect();
    let right = if best.contains(&choice.answer) { 1.0 / best.len() as f64 } else { 0.0 };
    let guess = 1.0 / weights.len() as f64;
    match measure {
        Measure::Auc => right,
        _ => (right - guess) / (1.0 - guess),
    }
}

/// Groups of things that enough evidence ties together.
fn grouped(desk: &Desk<'_>, items: &[Item]) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..items.len()).collect();
    for (a, first) in items.iter().enumerate() {
        for (b, second) in items.iter().enumerate().skip(a + 1) {
            if evidence(desk, first, second) > THRESHOLD {
                let (keep, lose) = (groups[a], groups[b]);
                groups.iter_mut().filter(|group| **group == lose).for_each(|group| *group = keep);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(real: [f64; 3], planted: [f64; 3], shuffled: [f64; 3]) -> [Row; 3] {
        [(Arm::Real, real), (Arm::Planted, planted), (Arm::Shuffled, shuffled)].map(
            |(arm, [value, low, high])| Row {
                game: "x",
                level: Level::Direct,
                arm,
                value,
                low,
                high,
            },
        )
    }

    #[test]
    fn a_number_counts_only_with_a_leak_that_is_found_and_a_shuffle_at_chance() {
        let (none, found) = ([0.0, -0.1, 0.1], [1.0, 1.0, 1.0]);
        assert_eq!(verdict(0.0, &rows(none, found, none), 1.0, 0.2), Verdict::Chance);
        assert_eq!(verdict(0.0, &rows(found, found, none), 1.0, 0.2), Verdict::Learns);
        assert_eq!(verdict(0.0, &rows(found, [0.9, 0.8, 1.0], none), 1.0, 0.2), Verdict::Blind);
        assert_eq!(verdict(0.0, &rows(none, found, [0.2, 0.1, 0.3]), 1.0, 0.3), Verdict::Biased);
        assert_eq!(verdict(0.0, &rows(none, [1.9; 3], none), 2.0, 0.2), Verdict::Chance);
        assert_eq!(verdict(0.0, &rows(none, [1.7; 3], none), 2.0, 0.2), Verdict::Blind);
        // Above chance, but no further than some shuffled truth came.
        assert_eq!(verdict(0.0, &rows([0.15, 0.05, 0.2], found, none), 1.0, 0.2), Verdict::Chance);
    }
}
