//! What guesses are worth, and how sure that is.

use std::collections::BTreeMap;

use rand::RngExt as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// A value with its interval of 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Draws for one interval.
const DRAWS: usize = 500;

/// The mean of all trials, with a bootstrap over communities and the trials in them.
pub(super) fn mean(communities: &[Vec<f64>], rng: &mut ChaCha8Rng) -> Estimate {
    let full: Vec<&Vec<f64>> = communities.iter().filter(|trials| !trials.is_empty()).collect();
    let value = average(&full);
    let mut draws = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        // With few communities, drawing among them would say more about the draw than about them.
        let drawn: Vec<&Vec<f64>> = if full.len() > 2 {
            (0..full.len()).map(|_| full[rng.random_range(0..full.len())]).collect()
        } else {
            full.clone()
        };
        let resampled: Vec<Vec<f64>> = drawn
            .iter()
            .map(|trials| {
                (0..trials.len()).map(|_| trials[rng.random_range(0..trials.len())]).collect()
            })
            .collect();
        draws.push(average(&resampled.iter().collect::<Vec<_>>()));
    }
    let (low, high) = middle(&mut draws);
    Estimate { value, low, high }
}

fn average(communities: &[&Vec<f64>]) -> f64 {
    let count: usize = communities.iter().map(|trials| trials.len()).sum();
    let sum: f64 = communities.iter().flat_map(|trials| trials.iter()).sum();
    sum / count.max(1) as f64
}

/// The bounds of the middle 95 %.
pub(super) fn middle(values: &mut [f64]) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
    (at(0.025), at(0.975))
}

/// A value of any kind, with an interval from random halves: where drawing twice the same would count as
/// agreement, the delete-half jackknife is honest and the bootstrap is not.
pub(super) fn halves(count: usize, of: impl Fn(&[usize]) -> f64, rng: &mut ChaCha8Rng) -> Estimate {
    let mut all: Vec<usize> = (0..count).collect();
    let value = of(&all);
    let mut squares = Vec::with_capacity(DRAWS / 5);
    for _ in 0..DRAWS / 5 {
        all.shuffle(rng);
        squares.push((of(&all[..count.div_ceil(2)]) - value).powi(2));
    }
    let spread = 1.96 * (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
    Estimate { value, low: value - spread, high: value + spread }
}

/// Pairs among so many.
fn pairs(count: usize) -> f64 {
    (count * count.saturating_sub(1)) as f64 / 2.0
}

/// How two labellings of the same things meet.
fn table(a: &[usize], b: &[usize]) -> BTreeMap<(usize, usize), usize> {
    let mut table = BTreeMap::new();
    for pair in a.iter().copied().zip(b.iter().copied()) {
        *table.entry(pair).or_insert(0) += 1;
    }
    table
}

fn sums(labels: &[usize]) -> BTreeMap<usize, usize> {
    let mut sums = BTreeMap::new();
    for label in labels {
        *sums.entry(*label).or_insert(0) += 1;
    }
    sums
}

/// Adjusted Rand index of two groupings (Hubert and Arabie, 1985).
pub(super) fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let of = |counts: &mut dyn Iterator<Item = usize>| counts.map(pairs).sum::<f64>();
    let both = of(&mut table(a, b).into_values());
    let (left, right) = (of(&mut sums(a).into_values()), of(&mut sums(b).into_values()));
    let expected = left * right / pairs(a.len()).max(1.0);
    let most = f64::midpoint(left, right);
    if (most - expected).abs() < 1e-9 { 0.0 } else { (both - expected) / (most - expected) }
}

/// Bits of uncertainty in labels.
pub(super) fn entropy(labels: &[usize]) -> f64 {
    let all = labels.len().max(1) as f64;
    let share = |count: usize| count as f64 / all;
    -sums(labels).into_values().map(|count| share(count) * share(count).log2()).sum::<f64>()
}

fn information(a: &[usize], b: &[usize]) -> f64 {
    let joint: f64 = {
        let all = a.len().max(1) as f64;
        let share = |count: usize| count as f64 / all;
        -table(a, b).into_values().map(|c| share(c) * share(c).log2()).sum::<f64>()
    };
    entropy(a) + entropy(b) - joint
}

/// Bits that `guesses` tell about `labels`, with what chance alone would seem to tell taken off: the adjusted
/// mutual information, in units of the labels' entropy. 1 is all.
pub(super) fn told(labels: &[usize], guesses: &[usize], rng: &mut ChaCha8Rng) -> f64 {
    const PERMUTATIONS: usize = 30;
    let all = entropy(labels);
    let mut shuffled = guesses.to_vec();
    let mut by_chance = 0.0;
    for _ in 0..PERMUTATIONS {
        shuffled.shuffle(rng);
        by_chance += information(labels, &shuffled) / PERMUTATIONS as f64;
    }
    let most = all.min(all.max(entropy(guesses)));
    if most - by_chance < 1e-9 {
        return 0.0;
    }
    (information(labels, guesses) - by_chance) / (most - by_chance)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;

    fn rng() -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(7)
    }

    #[test]
    fn the_rand_index_is_one_for_equal_groupings_and_zero_for_none() {
        let truth = [0, 0, 1, 1, 2, 2];
        assert!((adjusted_rand(&truth, &[5, 5, 3, 3, 9, 9]) - 1.0).abs() < 1e-9);
        assert!(adjusted_rand(&truth, &[0, 1, 2, 3, 4, 5]).abs() < 1e-9);
        assert!(adjusted_rand(&truth, &[0; 6]).abs() < 1e-9);
        // A value worked out by hand: 1 pair in common, 3 and 2 pairs, 15 in all: (1 - 0.4) / (2.5 - 0.4).
        let value = adjusted_rand(&truth, &[0, 0, 1, 2, 2, 3]);
        assert!((value - 0.6 / 2.1).abs() < 1e-9, "{value}");
    }

    #[test]
    fn knowing_all_is_all_bits_and_knowing_nothing_none() {
        let labels: Vec<usize> = (0..64).map(|i| i % 4).collect();
        assert!((entropy(&labels) - 2.0).abs() < 1e-9);
        assert!((told(&labels, &labels, &mut rng()) - 1.0).abs() < 1e-9);
        assert!(told(&labels, &[0; 64], &mut rng()).abs() < 1e-9);
        let mut mean_of_noise = 0.0;
        let mut noise = rng();
        for _ in 0..50 {
            let guesses: Vec<usize> = (0..64).map(|_| noise.random_range(0..4)).collect();
            mean_of_noise += told(&labels, &guesses, &mut rng()) / 50.0;
        }
        assert!(mean_of_noise.abs() < 0.02, "{mean_of_noise}");
    }

    #[test]
    fn an_interval_holds_its_value() {
        let trials: Vec<Vec<f64>> =
            (0..4).map(|c| (0..50).map(|i| f64::from((i + c) % 2)).collect()).collect();
        let estimate = mean(&trials, &mut rng());
        assert!((estimate.value - 0.5).abs() < 1e-9);
        assert!(estimate.low < 0.5 && 0.5 < estimate.high && estimate.high - estimate.low < 0.25);
        let certain = mean(&[vec![1.0; 20]], &mut rng());
        assert_eq!((certain.low, certain.high), (1.0, 1.0));
    }
}
