//! How good the calibrated model is: every study predicted by what the others teach.

use std::collections::BTreeSet;

use needlework_evidence::Posterior;
use needlework_planning::Settings;

use crate::calibration::baseline::publication_of;
use crate::calibration::calibrate::{Calibration, studies_hash};
use crate::calibration::chains::{self, ChainSettings};
use crate::calibration::density::{Density, StudyTerm};
use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::prediction::{TrialPrediction, predict};
use crate::trial::Trial;

/// Draws of every chain when one study is left out, after as many for tuning.
const DRAWS: usize = 400;
const TUNING: usize = 400;

/// Predictions of every study, in the order of the trials.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// From the priors.
    pub from_priors: Vec<TrialPrediction>,
    /// From a posterior that has not seen the study, nor any other file of the same publication.
    pub left_out: Vec<TrialPrediction>,
    /// From the posterior that has seen all of them.
    pub fitted: Vec<TrialPrediction>,
}

/// Predicts every study three times. `report` hears how far the work has come, 0 to 1.
///
/// # Errors
/// When a chain breaks off or a study cannot be simulated.
pub fn validate(
    calibration: &Calibration,
    trials: &[Trial],
    knowledge: &Knowledge,
    settings: &Settings,
    report: &(dyn Fn(f64) + Sync),
) -> Result<Validation, TrialError> {
    let priors = knowledge.clone().uninformed();
    let fitted = priors.clone().informed_by(&calibration.posterior);
    let mut told = Validation {
        from_priors: Vec::with_capacity(trials.len()),
        left_out: Vec::with_capacity(trials.len()),
        fitted: Vec::with_capacity(trials.len()),
    };
    let mut without: Vec<(BTreeSet<usize>, Knowledge)> = Vec::new();
    for (at, trial) in trials.iter().enumerate() {
        let together = same_publication(trials, at);
        if !without.iter().any(|(group, _)| *group == together) {
            let posterior = posterior_without(calibration, trials, &together, settings)?;
            without.push((together.clone(), priors.clone().informed_by(&posterior)));
        }
        let unseen = without.iter().find(|(group, _)| *group == together);
        let unseen = unseen.map_or(&fitted, |(_, knowledge)| knowledge);
        told.from_priors
            .push(predict(trial, &priors, settings, &|_| {})?);
        told.left_out
            .push(predict(trial, unseen, settings, &|_| {})?);
        told.fitted
            .push(predict(trial, &fitted, settings, &|_| {})?);
        report((at + 1) as f64 / trials.len() as f64);
    }
    Ok(told)
}

/// This study and all others of the same publication.
fn same_publication(trials: &[Trial], at: usize) -> BTreeSet<usize> {
    let own = trials.get(at).map(publication_of);
    let others = trials.iter().enumerate();
    others
        .filter(|(_, trial)| Some(publication_of(trial)) == own)
        .map(|(other, _)| other)
        .collect()
}

fn posterior_without(
    calibration: &Calibration,
    trials: &[Trial],
    left_out: &BTreeSet<usize>,
    settings: &Settings,
) -> Result<Posterior, TrialError> {
    let terms: Vec<&StudyTerm> = calibration
        .studies
        .iter()
        .filter(|study| !left_out.contains(&study.trial))
        .map(|study| &study.term)
        .collect();
    let density = Density::of(&calibration.inputs, &terms);
    let found = chains::run(
        &density,
        ChainSettings {
            chains: calibration.settings.chains,
            tuning: TUNING,
            draws: DRAWS,
            seed: settings.seed,
        },
    )?;
    Ok(Posterior {
        keys: density.shared_names(&calibration.inputs),
        draws: found.thinned(settings.draws),
        studies: studies_hash(trials),
        ..calibration.posterior.clone()
    })
}
