//! Learners: they are shown examples with their answers, and guess the others.

use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::score::told;

/// Parts that examples are split into.
const FOLDS: usize = 5;
/// Thresholds that are tried for one feature.
const CUTS: usize = 16;
/// Bins of a feature with many values.
const BINS: usize = 6;

/// Guesses a yes or no for every row, each from a rule learned on rows of other folds: the one feature and
/// threshold that tell the two classes apart best.
pub(super) fn stump(rows: &[Vec<f64>], labels: &[usize], rng: &mut ChaCha8Rng) -> Vec<usize> {
    let folds = folds(rows.len(), FOLDS, rng);
    let mut guesses = vec![0; rows.len()];
    for fold in 0..FOLDS {
        let learn: Vec<usize> = (0..rows.len()).filter(|row| folds[*row] != fold).collect();
        let Some(rule) = best_rule(rows, labels, &learn) else { continue };
        for row in (0..rows.len()).filter(|row| folds[*row] == fold) {
            let above = rows[row][rule.feature] > rule.cut;
            guesses[row] = usize::from(above == rule.above_is_one);
        }
    }
    guesses
}

fn folds(count: usize, folds: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut all: Vec<usize> = (0..count).map(|row| row % folds).collect();
    all.shuffle(rng);
    all
}

struct Rule {
    feature: usize,
    cut: f64,
    above_is_one: bool,
}

fn best_rule(rows: &[Vec<f64>], labels: &[usize], learn: &[usize]) -> Option<Rule> {
    let mut best: Option<(f64, Rule)> = None;
    let features: Vec<usize> = (0..rows.first()?.len()).collect();
    for feature in features {
        let mut values: Vec<f64> = learn.iter().map(|row| rows[*row][feature]).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let step = values.len().div_ceil(CUTS).max(1);
        for pair in values.windows(2).step_by(step) {
            let cut = f64::midpoint(pair[0], pair[1]);
            let guess = |row: &usize| usize::from(rows[*row][feature] > cut);
            let truth: Vec<usize> = learn.iter().map(|row| labels[*row]).collect();
            let guesses: Vec<usize> = learn.iter().map(guess).collect();
            let balanced = balanced(&truth, &guesses);
            let (worth, above_is_one) =
                if balanced >= 0.5 { (balanced, true) } else { (1.0 - balanced, false) };
            if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                best = Some((worth, Rule { feature, cut, above_is_one }));
            }
        }
    }
    best.map(|(_, rule)| rule)
}

/// Mean of the shares of both classes that are told.
pub(super) fn balanced(truth: &[usize], guesses: &[usize]) -> f64 {
    let share = |class: usize| {
        let of: Vec<usize> = (0..truth.len()).filter(|row| truth[*row] == class).collect();
        if of.is_empty() {
            return 0.5;
        }
        of.iter().filter(|row| guesses[**row] == class).count() as f64 / of.len() as f64
    };
    f64::midpoint(share(0), share(1))
}

/// The share of a number's entropy that is learned: the feature is chosen on one half of the examples and
/// valued on the other.
pub(super) fn learned(
    rows: &[Vec<f64>],
    labels: &[usize],
    of: &[usize],
    rng: &mut ChaCha8Rng,
) -> f64 {
    let features = rows.first().map_or(0, Vec::len);
    let binned: Vec<Vec<usize>> = (0..features).map(|feature| bins(rows, feature)).collect();
    let halves = folds(of.len(), 2, rng);
    let pick = |half: usize, from: &[usize]| -> Vec<usize> {
        (0..of.len()).filter(|index| halves[*index] == half).map(|index| from[of[index]]).collect()
    };
    let mut sum = 0.0;
    for half in 0..2 {
        let (here, there) = (pick(half, labels), pick(1 - half, labels));
        let worth =
            |binned: &Vec<usize>, rng: &mut ChaCha8Rng| told(&here, &pick(half, binned), rng);
        let best = binned
            .iter()
            .map(|binned| (worth(binned, rng), binned))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, binned)) = best {
            sum += told(&there, &pick(1 - half, binned), rng) / 2.0;
        }
    }
    sum
}

/// The values of a feature as small numbers: themselves where they are few, else by size.
fn bins(rows: &[Vec<f64>], feature: usize) -> Vec<usize> {
    let mut values: Vec<f64> = rows.iter().map(|row| row[feature]).collect();
    values.sort_by(f64::total_cmp);
    let mut different = values.clone();
    different.dedup();
    let edges: Vec<f64> = if different.len() <= 2 * BINS {
        different
    } else {
        (1..BINS).map(|bin| values[bin * values.len() / BINS]).collect()
    };
    rows.iter().map(|row| edges.iter().filter(|edge| row[feature] > **edge).count()).collect()
}

#[cfg(test)]
mod tests {
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;

    #[test]
    fn a_stump_finds_the_feature_that_tells_and_nothing_in_noise() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let labels: Vec<usize> = (0..200).map(|_| usize::from(rng.random_bool(0.2))).collect();
        let rows: Vec<Vec<f64>> = labels
            .iter()
            .map(|label| vec![rng.random_range(0.0..1.0), if *label == 1 { 3.0 } else { 7.0 }])
            .collect();
        assert!(balanced(&labels, &stump(&rows, &labels, &mut rng)) > 0.99);
        let noise: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[0]]).collect();
        let mut sum = 0.0;
        for _ in 0..40 {
            let mut shuffled = labels.clone();
            shuffled.shuffle(&mut rng);
            sum += balanced(&shuffled, &stump(&noise, &shuffled, &mut rng)) / 40.0;
        }
        assert!((sum - 0.5).abs() < 0.04, "{sum}");
    }

    #[test]
    fn a_number_is_learned_from_the_feature_that_follows_it() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let labels: Vec<usize> = (0..80).map(|_| rng.random_range(2..6)).collect();
        let rows: Vec<Vec<f64>> = labels
            .iter()
            .map(|label| vec![rng.random_range(0.0..1.0), 400.0 + 90.0 * *label as f64])
            .collect();
        let all: Vec<usize> = (0..80).collect();
        assert!(learned(&rows, &labels, &all, &mut rng) > 0.99);
        let noise: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[0]]).collect();
        let none: f64 = (0..20).map(|_| learned(&noise, &labels, &all, &mut rng) / 20.0).sum();
        assert!(none.abs() < 0.08, "{none}");
    }
}
