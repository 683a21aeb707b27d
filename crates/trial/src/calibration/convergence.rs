//! Whether chains agree: rank-normalised split R-hat and effective number of draws (Vehtari, Gelman, Simpson, Carpenter
//! and Bürkner 2021, doi 10.1214/20-BA1221).

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// How well chains agree about one number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Convergence {
    /// 1 when chains cannot be told apart; above 1.01 they can.
    pub r_hat: f64,
    /// Independent draws that would tell the middle as well.
    pub effective_draws: f64,
}

impl Convergence {
    /// Of the draws of one number, chain by chain; chains are equally long.
    pub fn of(chains: &[Vec<f64>]) -> Self {
        let halves = halved(chains);
        let ranked = rank_normalised(&halves);
        let middle = median(&halves);
        let folded: Vec<Vec<f64>> = halves
            .iter()
            .map(|half| half.iter().map(|value| (value - middle).abs()).collect())
            .collect();
        Self {
            r_hat: r_hat(&ranked).max(r_hat(&rank_normalised(&folded))),
            effective_draws: effective_draws(&ranked),
        }
    }
}

fn halved(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    chains
        .iter()
        .flat_map(|chain| {
            let half = chain.len() / 2;
            let (first, rest) = chain.split_at(half);
            let second = rest.get(rest.len() - half..).unwrap_or(rest);
            [first.to_vec(), second.to_vec()]
        })
        .collect()
}

fn median(chains: &[Vec<f64>]) -> f64 {
    let mut all: Vec<f64> = chains.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}

/// Gaussian scores of the ranks among all draws; equal draws share their middle rank.
fn rank_normalised(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut sorted: Vec<f64> = chains.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let score = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        let up_to = sorted.partition_point(|other| other <= value);
        let rank = (below + up_to + 1) as f64 / 2.0;
        Normal::standard().inverse_cdf((rank - 0.375) / (count + 0.25))
    };
    chains
        .iter()
        .map(|chain| chain.iter().map(score).collect())
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    squares / values.len().saturating_sub(1).max(1) as f64
}

/// Mean variance within chains, and the variance that chains together suggest.
fn variances(chains: &[Vec<f64>]) -> (f64, f64) {
    let length = chains.first().map_or(0, Vec::len).max(1) as f64;
    let within = mean(
        &chains
            .iter()
            .map(|chain| variance(chain))
            .collect::<Vec<_>>(),
    );
    let between = variance(&chains.iter().map(|chain| mean(chain)).collect::<Vec<_>>());
    (within, (length - 1.0) / length * within + between)
}

fn r_hat(chains: &[Vec<f64>]) -> f64 {
    let (within, together) = variances(chains);
    if within > 0.0 {
        (together / within).sqrt()
    } else {
        1.0
    }
}

/// Geyer's initial monotone sequence over the mean autocorrelation of the chains.
fn effective_draws(chains: &[Vec<f64>]) -> f64 {
    let length = chains.first().map_or(0, Vec::len);
    let total = (length * chains.len()) as f64;
    let (within, together) = variances(chains);
    if together <= 0.0 || length < 4 {
        return total;
    }
    let correlation = |lag: usize| {
        let covariances: Vec<f64> = chains
            .iter()
            .map(|chain| autocovariance(chain, lag))
            .collect();
        1.0 - (within - mean(&covariances)) / together
    };
    let mut sum = 0.0;
    let mut least = f64::INFINITY;
    let mut lag = 0;
    while lag + 1 < length {
        let pair = correlation(lag) + correlation(lag + 1);
        if pair < 0.0 {
            break;
        }
        least = least.min(pair);
        sum += least;
        lag += 2;
    }
    let time = (2.0 * sum - 1.0).max(1.0 / total.log10().max(1.0));
    total / time
}

fn autocovariance(chain: &[f64], lag: usize) -> f64 {
    let centre = mean(chain);
    let later = chain.get(lag..).unwrap_or_default();
    let products = chain.iter().zip(later);
    let sum: f64 = products.map(|(a, b)| (a - centre) * (b - centre)).sum();
    sum / chain.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};
    use statrs::distribution::{ContinuousCDF, Normal};

    use super::Convergence;

    /// Chains of an autoregression `x' = memory x + noise`, whose effective share is `(1 - memory) / (1 + memory)`.
    fn chains(memory: f64, shift: f64) -> Vec<Vec<f64>> {
        (0..4_u64)
            .map(|chain| {
                let mut random = ChaCha8Rng::seed_from_u64(7 + chain);
                let mut state = 0.0;
                (0..4000)
                    .map(|_| {
                        let share = ((random.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
                        state = memory * state + Normal::standard().inverse_cdf(share);
                        state + if chain == 0 { shift } else { 0.0 }
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn an_autoregression_has_the_effective_draws_that_its_memory_leaves() {
        for memory in [0.0, 0.5, 0.9] {
            let told = Convergence::of(&chains(memory, 0.0));
            let expected = 16_000.0 * (1.0 - memory) / (1.0 + memory);
            let ratio = told.effective_draws / expected;
            assert!((0.8..1.25).contains(&ratio), "{memory}: {ratio}");
            assert!(told.r_hat < 1.01, "{memory}: {}", told.r_hat);
        }
    }

    #[test]
    fn one_chain_that_lies_apart_is_found() {
        assert!(Convergence::of(&chains(0.5, 1.0)).r_hat > 1.05);
    }
}
