//! What chains say about each number.

use rayon::prelude::*;
use serde::Serialize;

use crate::calibration::chains::Chains;
use crate::calibration::convergence::Convergence;

/// Share of its prior deviation to which a number must shrink, or by which it must move or hang on another one, to count as
/// learned. Everything else stays at its prior.
const LEARNED_SHRINKAGE: f64 = 0.05;
const LEARNED_SHIFT: f64 = 0.15;
const LEARNED_CORRELATION: f64 = 0.12;

/// What was learned about one number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learned {
    /// Key of the parameter.
    pub key: String,
    /// Posterior mean, in standard deviations of the prior above its middle.
    pub mean: f64,
    /// Posterior standard deviation over that of the prior.
    pub deviation: f64,
    /// Whether chains agree.
    pub convergence: Convergence,
    /// Whether it is part of the posterior; everything else stays at its prior.
    pub kept: bool,
}

fn column(found: &Chains, at: usize) -> Vec<Vec<f64>> {
    let chains = found.draws.iter();
    chains
        .map(|chain| {
            chain
                .iter()
                .filter_map(|row| row.get(at).copied())
                .collect()
        })
        .collect()
}

/// Mean and standard deviation.
fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / count).sqrt())
}

/// What was learned about each of `names`, the shared coordinates.
pub(crate) fn learned(found: &Chains, names: &[String]) -> Vec<Learned> {
    let columns: Vec<Vec<Vec<f64>>> = (0..names.len()).map(|at| column(found, at)).collect();
    let standardised: Vec<(Vec<f64>, f64, f64)> = columns
        .iter()
        .map(|chains| {
            let all = chains.concat();
            let (mean, deviation) = moments(&all);
            let scores = all
                .iter()
                .map(|value| (value - mean) / deviation.max(f64::MIN_POSITIVE))
                .collect();
            (scores, mean, deviation)
        })
        .collect();
    names
        .par_iter()
        .zip(&columns)
        .zip(&standardised)
        .enumerate()
        .map(|(at, ((key, chains), (scores, mean, deviation)))| {
            let hangs = standardised
                .iter()
                .enumerate()
                .any(|(other, (others, ..))| {
                    let products = scores.iter().zip(others).map(|(a, b)| a * b);
                    let correlation = products.sum::<f64>() / scores.len().max(1) as f64;
                    other != at && correlation.abs() > LEARNED_CORRELATION
                });
            Learned {
                key: key.clone(),
                mean: *mean,
                deviation: *deviation,
                convergence: Convergence::of(chains),
                kept: hangs || *deviation < 1.0 - LEARNED_SHRINKAGE || mean.abs() > LEARNED_SHIFT,
            }
        })
        .collect()
}
