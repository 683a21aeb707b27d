//! Weights of draws by how well each explains what was seen, and draws anew by them.

/// Steps of the search for the power: each halves what is left.
const HALVINGS: u32 = 40;

/// Weights of draws; they add up to one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    shares: Vec<f64>,
    /// Equally weighted draws that would tell as much: one over the sum of squares.
    pub(crate) effective: f64,
    /// Power to which likelihoods were taken so that enough draws count: 1 unless what was seen lies where hardly any draw
    /// goes.
    pub(crate) power: f64,
}

impl Weights {
    /// Weights by the logarithms of likelihoods, with at least `least` effective draws.
    pub(crate) fn of(log_likelihoods: &[f64], least: f64) -> Self {
        let at = |power: f64| {
            let weights = powered(log_likelihoods, power);
            let effective = effective(&weights);
            Self {
                shares: weights,
                effective,
                power,
            }
        };
        let whole = at(1.0);
        if whole.effective >= least {
            return whole;
        }
        let (mut enough, mut too_few) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(enough, too_few);
            if at(middle).effective >= least {
                enough = middle;
            } else {
                too_few = middle;
            }
        }
        at(enough)
    }

    /// `count` draws by systematic resampling: a draw of weight `w` comes `count w` times, rounded up or down.
    pub(crate) fn resample(&self, count: usize) -> Vec<usize> {
        let mut chosen = Vec::with_capacity(count);
        let (mut at, mut reached) = (0, self.shares.first().copied().unwrap_or(0.0));
        for nth in 0..count {
            let place = (nth as f64 + 0.5) / count as f64;
            while reached < place && at + 1 < self.shares.len() {
                at += 1;
                reached += self.shares.get(at).copied().unwrap_or(0.0);
            }
            chosen.push(at);
        }
        chosen
    }
}

fn powered(log_likelihoods: &[f64], power: f64) -> Vec<f64> {
    let largest = log_likelihoods
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    if !largest.is_finite() {
        let count = log_likelihoods.len();
        return vec![1.0 / count.max(1) as f64; count];
    }
    let raw: Vec<f64> = log_likelihoods
        .iter()
        .map(|it| (power * (it - largest)).exp())
        .collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|weight| weight / sum).collect()
}

fn effective(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn equal_likelihoods_keep_every_draw_once() {
        let weights = Weights::of(&[-3.0; 8], 2.0);
        assert!((weights.effective - 8.0).abs() < 1e-9);
        assert_eq!(weights.resample(8), (0..8).collect::<Vec<_>>());
    }

    #[test]
    fn a_draw_comes_as_often_as_its_weight_says() {
        let likelihoods = [0.5_f64, 0.25, 0.125, 0.125].map(f64::ln);
        let chosen = Weights::of(&likelihoods, 1.0).resample(16);
        let times = |draw: usize| chosen.iter().filter(|it| **it == draw).count();
        assert_eq!([0, 1, 2, 3].map(times), [8, 4, 2, 2]);
    }

    #[test]
    fn what_hardly_any_draw_explains_is_believed_less_until_enough_draws_count() {
        let likelihoods: Vec<f64> = (0..100).map(|draw| -f64::from(draw) * 50.0).collect();
        let weights = Weights::of(&likelihoods, 20.0);
        assert!(weights.power < 0.01, "{}", weights.power);
        assert!(
            (weights.effective - 20.0).abs() < 0.1,
            "{}",
            weights.effective
        );
    }

    #[test]
    fn likelihoods_that_are_no_numbers_leave_all_draws_equal() {
        let weights = Weights::of(&[f64::NEG_INFINITY; 4], 1.0);
        assert!((weights.effective - 4.0).abs() < 1e-12);
    }
}
