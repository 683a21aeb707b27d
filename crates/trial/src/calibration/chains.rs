//! Chains of the no-U-turn sampler.
//!
//! The density has a gradient and a few hundred coordinates, many of them hardly informed: an ensemble without gradients
//! mixes slowly in so many dimensions, the no-U-turn sampler does not. The
//! sampler is `nuts-rs`, by the authors of `PyMC`.

use std::collections::HashMap;
use std::fmt;

use nuts_rs::rand::{Rng, SeedableRng};
use nuts_rs::{
    Chain, CpuLogpFunc, CpuMath, CpuMathError, DiagNutsSettings, HasDims, LogpError, Settings,
};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::calibration::density::Density;
use crate::error::TrialError;

/// Trajectories of at most 2^8 steps: far beyond what a density near a Gaussian needs.
const DEEPEST_TREE: u64 = 8;
/// Chains begin within so many prior standard deviations of the middle of the prior.
const START_SPREAD: f64 = 0.5;

/// How long chains run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChainSettings {
    pub(crate) chains: usize,
    pub(crate) tuning: usize,
    pub(crate) draws: usize,
    pub(crate) seed: u64,
}

/// What chains found.
#[derive(Debug, Clone)]
pub(crate) struct Chains {
    /// By chain, by draw: the shared coordinates.
    pub(crate) draws: Vec<Vec<Vec<f64>>>,
    /// Trajectories after tuning whose energy ran away.
    pub(crate) divergences: usize,
}

impl Chains {
    /// `count` draws evenly from all chains, in an order that mixes them.
    pub(crate) fn thinned(&self, count: usize) -> Vec<Vec<f64>> {
        let length = self.draws.first().map_or(0, Vec::len);
        let all: Vec<&Vec<f64>> = (0..length)
            .flat_map(|at| self.draws.iter().filter_map(move |chain| chain.get(at)))
            .collect();
        (0..count)
            .filter_map(|nth| all.get(nth * all.len() / count.max(1)))
            .map(|row| (*row).clone())
            .collect()
    }
}

/// Runs all chains; each depends on the seed and its own number alone.
pub(crate) fn run(density: &Density, settings: ChainSettings) -> Result<Chains, TrialError> {
    let shared = density.seen.len() + density.families.len();
    let told: Vec<(Vec<Vec<f64>>, usize)> = (0..settings.chains)
        .into_par_iter()
        .map(|chain| run_one(density, settings, chain, shared))
        .collect::<Result<_, _>>()?;
    let divergences = told.iter().map(|(_, divergences)| divergences).sum();
    Ok(Chains {
        draws: told.into_iter().map(|(draws, _)| draws).collect(),
        divergences,
    })
}

fn run_one(
    density: &Density,
    settings: ChainSettings,
    chain: usize,
    shared: usize,
) -> Result<(Vec<Vec<f64>>, usize), TrialError> {
    let mut random = ChaCha8Rng::seed_from_u64(settings.seed);
    random.set_stream(chain as u64);
    let nuts = DiagNutsSettings {
        num_tune: settings.tuning as u64,
        num_draws: settings.draws as u64,
        maxdepth: DEEPEST_TREE,
        num_chains: settings.chains,
        ..DiagNutsSettings::default()
    };
    let start: Vec<f64> = (0..density.dimensions())
        .map(|_| START_SPREAD * (2.0 * uniform(&mut random) - 1.0))
        .collect();
    let math = CpuMath::new(Target { density });
    let mut sampler = nuts
        .new_chain(chain as u64, math, &mut random)
        .map_err(broken)?;
    sampler.set_position(&start).map_err(broken)?;
    let mut draws = Vec::with_capacity(settings.draws);
    let mut divergences = 0;
    for number in 0..settings.tuning + settings.draws {
        let (draw, progress) = sampler.draw().map_err(broken)?;
        if number >= settings.tuning {
            divergences += usize::from(progress.diverging);
            draws.push(draw.iter().take(shared).copied().collect());
        }
    }
    Ok((draws, divergences))
}

fn broken(error: impl fmt::Display) -> TrialError {
    TrialError::Sampler {
        reason: error.to_string(),
    }
}

fn uniform(random: &mut impl Rng) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// The density in the form that the sampler asks for.
struct Target<'a> {
    density: &'a Density<'a>,
}

/// A density that is not a number; the sampler treats it as a divergence.
#[derive(Debug)]
struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("the density is not a number")
    }
}

impl std::error::Error for NotANumber {}

impl LogpError for NotANumber {
    fn is_recoverable(&self) -> bool {
        true
    }
}

impl HasDims for Target<'_> {
    fn dim_sizes(&self) -> HashMap<String, u64> {
        HashMap::from([(
            "unconstrained_parameter".to_owned(),
            self.density.dimensions() as u64,
        )])
    }
}

impl CpuLogpFunc for Target<'_> {
    type LogpError = NotANumber;
    type FlowParameters = ();
    type ExpandedVector = Vec<f64>;

    fn dim(&self) -> usize {
        self.density.dimensions()
    }

    fn logp(&mut self, position: &[f64], gradient: &mut [f64]) -> Result<f64, NotANumber> {
        let value = self.density.log_density(position, gradient);
        if value.is_finite() {
            Ok(value)
        } else {
            Err(NotANumber)
        }
    }

    fn expand_vector<R: Rng + ?Sized>(
        &mut self,
        _: &mut R,
        position: &[f64],
    ) -> Result<Vec<f64>, CpuMathError> {
        Ok(position.to_vec())
    }
}
