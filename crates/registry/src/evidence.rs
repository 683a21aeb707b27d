//! How strongly a stream of standard scores speaks against 'nothing changed'.
//!
//! The evidence is a betting capital that starts at 1 and, as long as the scores are independent and standard normal, is
//! expected to stay there: a mixture of likelihood ratios over every moment at which a shift may have begun and over several
//! sizes of it. By Ville's inequality (1939) the chance that it ever reaches 1/a is at most a, however often one looks.

/// Sizes of the shift that are looked for, in standard deviations: from the smallest that matters to one that nobody misses.
const SHIFTS: [f64; 6] = [-1.0, -0.5, -0.25, 0.25, 0.5, 1.0];

/// Shares of streams that change at any one score, if they have not before: nobody knows how soon a device changes, so all of
/// these are believed alike.
const CHANGING_SHARES: [f64; 4] = [1.0 / 50.0, 1.0 / 200.0, 1.0 / 800.0, 1.0 / 3200.0];

/// Evidence of one stream, kept score by score.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Evidence {
    /// For every shift the capital of bets that have begun.
    begun: [f64; SHIFTS.len()],
    /// For every changing share what still waits for a later change.
    waiting: [f64; CHANGING_SHARES.len()],
    largest: f64,
}

impl Evidence {
    pub(crate) fn new() -> Self {
        Self {
            begun: [0.0; SHIFTS.len()],
            waiting: [1.0 / CHANGING_SHARES.len() as f64; CHANGING_SHARES.len()],
            largest: 1.0,
        }
    }

    /// Takes the next score and returns the evidence after it.
    pub(crate) fn take(&mut self, score: f64) -> f64 {
        let mut begins = 0.0;
        for (waiting, share) in self.waiting.iter_mut().zip(CHANGING_SHARES) {
            begins += *waiting * share;
            *waiting *= 1.0 - share;
        }
        for (capital, shift) in self.begun.iter_mut().zip(SHIFTS) {
            *capital = (*capital + begins) * (shift * score - shift * shift / 2.0).exp();
        }
        let waiting: f64 = self.waiting.iter().sum();
        let now = waiting + self.begun.iter().sum::<f64>() / SHIFTS.len() as f64;
        self.largest = self.largest.max(now);
        now
    }

    /// The largest that it has ever been: what has been found once does not go away by itself.
    pub(crate) fn largest(&self) -> f64 {
        self.largest
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha12Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::Evidence;
    use crate::position::score_of;
    use crate::ranks::unit;

    fn after(seed: u64, quiet: usize, shifted: usize, shift: f64) -> f64 {
        let mut chance = ChaCha12Rng::seed_from_u64(seed);
        let mut evidence = Evidence::new();
        for at in 0..quiet + shifted {
            let by = if at < quiet { 0.0 } else { shift };
            evidence.take(score_of(unit(&mut chance)) + by);
        }
        evidence.largest()
    }

    #[test]
    fn without_change_the_chance_of_ever_reaching_twenty_is_below_one_in_twenty() {
        let reached = (0..2000)
            .filter(|seed| after(*seed, 1000, 0, 0.0) >= 20.0)
            .count();
        assert!(reached <= 100, "{reached} of 2000");
    }

    #[test]
    fn a_shift_of_half_a_deviation_is_found_within_two_hundred_scores() {
        let found = (0..200)
            .filter(|seed| after(*seed, 300, 200, -0.5) >= 100.0)
            .count();
        assert!(found >= 180, "{found} of 200");
    }
}
