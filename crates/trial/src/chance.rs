//! Chance within one study: which people take part and how each reading errs.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};
use statrs::distribution::{ContinuousCDF, Normal};

/// A stream of random numbers that depends on seed, purpose, study, arm and draw alone.
pub(crate) struct Chance(ChaCha12Rng);

/// What a stream decides.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Who takes part.
    People,
    /// How readings err.
    Readings,
}

impl Chance {
    pub(crate) fn of(seed: u64, purpose: Purpose, trial: &str, arm: usize, draw: usize) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(seed.to_le_bytes());
        hasher.update([purpose as u8]);
        hasher.update((arm as u64).to_le_bytes());
        hasher.update((draw as u64).to_le_bytes());
        hasher.update(trial.as_bytes());
        Self(ChaCha12Rng::from_seed(hasher.finalize().into()))
    }

    /// Strictly between 0 and 1.
    pub(crate) fn share(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// A standard normal number.
    pub(crate) fn normal(&mut self) -> f64 {
        Normal::standard().inverse_cdf(self.share())
    }

    /// A whole number below `count`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a small count"
    )]
    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.share() * count as f64) as usize
    }
}

/// Seed of the numbers that differ between studies: each study lies elsewhere, the same one always in the same place.
pub(crate) fn study_seed(seed: u64, trial: &str) -> u64 {
    let mut hasher = Sha256::new();
    hasher.update(seed.to_le_bytes());
    hasher.update(trial.as_bytes());
    let digest = hasher.finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
