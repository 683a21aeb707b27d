//! From studies to a posterior.

use std::fmt::Write as _;

use needlework_evidence::{Draw, Posterior};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::calibration::chains::{self, ChainSettings, Chains};
use crate::calibration::density::Density;
use crate::calibration::inputs::Inputs;
use crate::calibration::learned::{Learned, learned};
use crate::calibration::workbench::{FittedStudy, Rounds, Workbench, terms};
use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::trial::Trial;

/// How much wider than the posterior its runs lie, so that surfaces hold around it.
const WIDENING: f64 = 1.3;
/// Share of the work that running the model takes.
const SIMULATION_SHARE: f64 = 0.9;

/// How a calibration is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CalibrationSettings {
    /// Runs of every study at draws of the priors.
    pub runs: usize,
    /// Runs of every study where the posterior lies.
    pub refining_runs: usize,
    /// Chains of the sampler.
    pub chains: usize,
    /// Draws of every chain that are spent on tuning.
    pub tuning: usize,
    /// Draws of every chain after tuning.
    pub draws: usize,
    /// Joint draws that are kept.
    pub kept: usize,
    /// Seed of everything.
    pub seed: u64,
}

impl Default for CalibrationSettings {
    fn default() -> Self {
        Self {
            runs: 2048,
            refining_runs: 1536,
            chains: 4,
            tuning: 1000,
            draws: 2000,
            kept: 512,
            seed: 1,
        }
    }
}

/// A calibration: the posterior, and what is needed to ask how good it is.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// The posterior.
    pub posterior: Posterior,
    /// Every number that the studies could have taught about.
    pub learned: Vec<Learned>,
    /// Trajectories after tuning whose energy ran away.
    pub divergences: usize,
    pub(crate) inputs: Inputs,
    pub(crate) studies: Vec<FittedStudy>,
    pub(crate) settings: CalibrationSettings,
}

/// Calibrates on studies. `knowledge` is used without any posterior that it may carry. `report` hears how far the work has
/// come, 0 to 1. The same studies, knowledge and settings give the same numbers at any number of threads.
///
/// # Errors
/// When a study cannot be simulated, a surface cannot be fitted, or a chain breaks off.
pub fn calibrate(
    trials: &[Trial],
    knowledge: &Knowledge,
    settings: CalibrationSettings,
    report: &(dyn Fn(f64) + Sync),
) -> Result<Calibration, TrialError> {
    let knowledge = knowledge.clone().uninformed();
    let bench = Workbench::new(trials, &knowledge)?;
    let in_all = (settings.runs + settings.refining_runs).max(1) as f64;
    let told = |before: usize, runs: usize| {
        move |share: f64| {
            report(SIMULATION_SHARE * (before as f64 + share * runs as f64) / in_all);
        }
    };
    let draws = knowledge.parameters.draws(settings.runs, settings.seed);
    let runs = bench.simulate(&draws, settings.seed, told(0, settings.runs))?;
    let mut rounds: Vec<Rounds> = runs.into_iter().map(Rounds::first).collect();
    let mut studies = bench.fit(&rounds)?;
    if settings.refining_runs > 0 {
        let (found, names) = sample(&bench.inputs, &studies, settings)?;
        let draws = around(&found, &names, settings, &knowledge)?;
        let seed = settings.seed.wrapping_add(1);
        let refined = bench.simulate(&draws, seed, told(settings.runs, settings.refining_runs))?;
        for (rounds, refined) in rounds.iter_mut().zip(refined) {
            rounds.refine(refined);
        }
        studies = bench.fit(&rounds)?;
    }
    let (found, names) = sample(&bench.inputs, &studies, settings)?;
    let learned = learned(&found, &names);
    report(1.0);
    Ok(Calibration {
        posterior: posterior(&found, &learned, trials, &knowledge, settings),
        learned,
        divergences: found.divergences,
        inputs: bench.inputs,
        studies,
        settings,
    })
}

/// Chains over the density of all studies, and the names of their coordinates.
fn sample(
    inputs: &Inputs,
    studies: &[FittedStudy],
    settings: CalibrationSettings,
) -> Result<(Chains, Vec<String>), TrialError> {
    let density = Density::of(inputs, &terms(studies));
    let chain_settings = ChainSettings {
        chains: settings.chains,
        tuning: settings.tuning,
        draws: settings.draws,
        seed: settings.seed,
    };
    let found = chains::run(&density, chain_settings)?;
    Ok((found, density.shared_names(inputs)))
}

/// Draws around the posterior, somewhat wider than it.
fn around(
    found: &Chains,
    names: &[String],
    settings: CalibrationSettings,
    knowledge: &Knowledge,
) -> Result<Vec<Draw>, TrialError> {
    let set = &knowledge.parameters;
    let keys = set.keys_under(names)?;
    let rows = found.thinned(settings.refining_runs);
    let middle: Vec<f64> = (0..names.len())
        .map(|at| {
            let column = rows.iter().filter_map(|row| row.get(at));
            column.sum::<f64>() / rows.len().max(1) as f64
        })
        .collect();
    let base = set.draws(rows.len(), settings.seed.wrapping_add(1));
    Ok(base
        .into_iter()
        .zip(rows)
        .map(|(draw, row)| {
            let scores: Vec<f64> = row
                .iter()
                .zip(&middle)
                .map(|(score, middle)| middle + WIDENING * (score - middle))
                .collect();
            set.at_scores(draw, &keys, &scores)
        })
        .collect())
}

fn posterior(
    found: &Chains,
    learned: &[Learned],
    trials: &[Trial],
    knowledge: &Knowledge,
    settings: CalibrationSettings,
) -> Posterior {
    let kept = |row: &[f64]| -> Vec<f64> {
        let pairs = row.iter().zip(learned).filter(|(_, learned)| learned.kept);
        pairs.map(|(score, _)| *score).collect()
    };
    Posterior {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        parameter_set: knowledge.parameters.hash().to_owned(),
        studies: studies_hash(trials),
        sampler: format!(
            "no-U-turn sampler (nuts-rs), {} chains of {} draws after {} for tuning, on response surfaces of {} and {} runs",
            settings.chains, settings.draws, settings.tuning, settings.runs, settings.refining_runs
        ),
        seed: settings.seed,
        keys: learned
            .iter()
            .filter(|learned| learned.kept)
            .map(|learned| learned.key.clone())
            .collect(),
        draws: found
            .thinned(settings.kept)
            .iter()
            .map(|row| kept(row))
            .collect(),
    }
}

/// SHA-256 of everything that studies say, in hexadecimal.
pub fn studies_hash(trials: &[Trial]) -> String {
    let mut hasher = Sha256::new();
    for trial in trials {
        hasher.update(format!("{trial:?}\n"));
    }
    let mut digits = String::new();
    for byte in hasher.finalize() {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
