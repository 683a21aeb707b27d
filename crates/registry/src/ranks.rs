//! Sequential ranks: of every value, where it lies among those that came before it.
//!
//! If nothing changes, every order of the values is equally likely; the ranks, with ties broken by chance, are then
//! independent and evenly spread, whatever the values are (Barndorff-Nielsen, 1963; the basis of conformal tests of
//! exchangeability, Vovk et al., 2003). No distribution has to be assumed and none estimated.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use crate::position::score_of;

/// Of every value, in order of time, the standard score of its rank among itself and all before it: independent standard
/// normal numbers as long as nothing changes. Each value comes with a key of its own from which its chance is drawn: values that
/// come later change no score that was given before.
pub(crate) fn sequential_scores(values: &[(f64, &str)]) -> Vec<f64> {
    let chances: Vec<[f64; 2]> = values.iter().map(|(_, key)| chance_of(key)).collect();
    let keys: Vec<(f64, f64)> = values
        .iter()
        .zip(&chances)
        .map(|((value, _), [tie, _])| (*value, *tie))
        .collect();
    let mut seen = Counter::new(values.len());
    places(&keys)
        .into_iter()
        .zip(&chances)
        .enumerate()
        .map(|(before, (place, [_, within]))| {
            let below = seen.below(place);
            seen.add(place);
            score_of((below as f64 + within) / (before as f64 + 1.0))
        })
        .collect()
}

/// How ties of a value are broken, and where within its rank it lies.
fn chance_of(key: &str) -> [f64; 2] {
    let mut chance = ChaCha12Rng::from_seed(Sha256::digest(key).into());
    [unit(&mut chance), unit(&mut chance)]
}

/// A number between 0 and 1, neither included.
pub(crate) fn unit(chance: &mut ChaCha12Rng) -> f64 {
    const LARGEST: f64 = 4_503_599_627_370_496.0;
    ((chance.next_u64() >> 12) as f64 + 0.5) / LARGEST
}

/// The place of every key among all, from 0.
fn places(keys: &[(f64, f64)]) -> Vec<usize> {
    let mut order: Vec<(usize, (f64, f64))> = keys.iter().copied().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut by_time: Vec<(usize, usize)> = order
        .iter()
        .enumerate()
        .map(|(place, (at, _))| (*at, place))
        .collect();
    by_time.sort_unstable();
    by_time.into_iter().map(|(_, place)| place).collect()
}

/// Counts how many places below one are taken, by Fenwick's tree.
struct Counter {
    sums: Vec<usize>,
}

impl Counter {
    fn new(places: usize) -> Self {
        Self {
            sums: vec![0; places + 1],
        }
    }

    fn add(&mut self, place: usize) {
        let mut at = place + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// Taken places before `place`.
    fn below(&self, place: usize) -> usize {
        let mut at = place;
        let mut count = 0;
        while at > 0 {
            count += self.sums.get(at).copied().unwrap_or(0);
            at &= at - 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha12Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::{chance_of, sequential_scores, unit};
    use crate::position::score_of;

    /// Values with a key for each.
    fn keyed(values: &[f64]) -> Vec<(f64, String)> {
        let keys = (0..).map(|number: usize| format!("course {number}"));
        values.iter().copied().zip(keys).collect()
    }

    fn scores(keyed: &[(f64, String)]) -> Vec<f64> {
        let borrowed: Vec<(f64, &str)> = keyed
            .iter()
            .map(|(value, key)| (*value, key.as_str()))
            .collect();
        sequential_scores(&borrowed)
    }

    proptest! {
        #[test]
        fn a_rank_counts_the_smaller_ones_before(values in prop::collection::vec(-100_i32..100, 1..60)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let keyed = keyed(&values);
            let tied: Vec<(f64, f64)> = keyed.iter().map(|(value, key)| (*value, chance_of(key)[0])).collect();
            for (at, score) in scores(&keyed).iter().enumerate() {
                let below = (0..at).filter(|other| tied[*other] < tied[at]).count() as f64;
                let count = at as f64 + 1.0;
                prop_assert!(*score >= score_of(below / count) - 1e-9);
                prop_assert!(*score <= score_of((below + 1.0) / count) + 1e-9);
            }
        }

        #[test]
        fn what_comes_later_changes_no_score_from_before(
            values in prop::collection::vec(-5_i32..5, 2..60),
            kept in 1_usize..30,
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let keyed = keyed(&values);
            let kept = kept.min(keyed.len());
            prop_assert_eq!(&scores(&keyed)[..kept], &scores(&keyed[..kept])[..]);
        }
    }

    #[test]
    fn scores_of_unchanging_values_are_standard_normal_whatever_their_distribution() {
        let mut chance = ChaCha12Rng::seed_from_u64(4);
        // Far from normal: exponential, and in steps.
        let values: Vec<f64> = (0..20_000)
            .map(|_| (-unit(&mut chance).ln() * 3.0).floor())
            .collect();
        let scores = scores(&keyed(&values));
        let count = scores.len() as f64;
        let mean = scores.iter().sum::<f64>() / count;
        let variance = scores.iter().map(|score| score * score).sum::<f64>() / count;
        let neighbours: f64 = scores.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / count;
        assert!(mean.abs() < 0.03, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.04, "variance {variance}");
        assert!(neighbours.abs() < 0.03, "neighbours {neighbours}");
    }
}
