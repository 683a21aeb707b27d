//! Running the model for every study, and fitting response surfaces to the runs.

use needlework_evidence::Draw;
use rayon::prelude::*;

use crate::calibration::density::{FittedTarget, StudyTerm};
use crate::calibration::inputs::Inputs;
use crate::calibration::surface::{Sample, Surface};
use crate::calibration::target::{Target, targets};
use crate::calibration::training::{Runs, run};
use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::trial::Trial;

/// What a run of an earlier round counts once there are runs where the posterior lies.
const EARLIER_WEIGHT: f64 = 0.2;

/// The studies that have something to teach, with what is known before them.
pub(crate) struct Workbench<'a> {
    trials: &'a [Trial],
    knowledge: &'a Knowledge,
    pub(crate) inputs: Inputs,
    studies: Vec<(usize, Vec<Target>)>,
}

/// A study with its surfaces.
#[derive(Debug, Clone)]
pub(crate) struct FittedStudy {
    /// Index among the trials.
    pub(crate) trial: usize,
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "tests put simulated numbers in place of observed ones"
        )
    )]
    pub(crate) targets: Vec<FittedTarget>,
    pub(crate) term: StudyTerm,
}

/// Runs of one study in all rounds.
pub(crate) struct Rounds {
    runs: Runs,
    weights: Vec<f64>,
}

impl<'a> Workbench<'a> {
    /// `knowledge` holds priors alone.
    pub(crate) fn new(trials: &'a [Trial], knowledge: &'a Knowledge) -> Result<Self, TrialError> {
        Ok(Self {
            inputs: Inputs::of(knowledge)?,
            studies: trials
                .iter()
                .enumerate()
                .map(|(at, trial)| (at, targets(trial)))
                .filter(|(_, targets)| !targets.is_empty())
                .collect(),
            trials,
            knowledge,
        })
    }

    fn trial(&self, at: usize) -> Result<&Trial, TrialError> {
        self.trials
            .get(at)
            .ok_or_else(|| TrialError::NotInCatalogue {
                name: format!("study number {at}"),
            })
    }

    /// Runs every study at these draws. `report` hears how far the work has come, 0 to 1.
    pub(crate) fn simulate(
        &self,
        draws: &[Draw],
        seed: u64,
        report: impl Fn(f64),
    ) -> Result<Vec<Runs>, TrialError> {
        let studies = self.studies.iter().enumerate();
        studies
            .map(|(nth, (at, targets))| {
                let trial = self.trial(*at)?;
                let runs = run(trial, targets, &self.inputs, self.knowledge, (draws, seed))?;
                report((nth + 1) as f64 / self.studies.len() as f64);
                Ok(runs)
            })
            .collect()
    }

    /// Surfaces of every study.
    pub(crate) fn fit(&self, rounds: &[Rounds]) -> Result<Vec<FittedStudy>, TrialError> {
        self.studies
            .par_iter()
            .zip(rounds)
            .map(|((at, targets), rounds)| self.fit_study(*at, targets, rounds))
            .collect()
    }

    fn fit_study(
        &self,
        at: usize,
        targets: &[Target],
        rounds: &Rounds,
    ) -> Result<FittedStudy, TrialError> {
        let trial = self.trial(at)?;
        let runs = &rounds.runs;
        let fitted = targets
            .iter()
            .zip(&runs.values)
            .zip(&runs.sampling_variance)
            .map(|((target, values), sampling_variance)| {
                let sample = Sample {
                    runs: &runs.inputs,
                    values,
                    weights: &rounds.weights,
                };
                let forced = target.family.map(|family| self.inputs.place(family));
                let fitted =
                    Surface::fit(sample, forced).ok_or_else(|| unfitted(trial, target.endpoint))?;
                Ok(FittedTarget {
                    target: target.clone(),
                    surface: fitted.surface,
                    misfits: fitted.misfits,
                    sampling_variance: *sampling_variance,
                })
            })
            .collect::<Result<Vec<_>, TrialError>>()?;
        let term = StudyTerm::of(&fitted).ok_or_else(|| unfitted(trial, 0))?;
        Ok(FittedStudy {
            trial: at,
            targets: fitted,
            term,
        })
    }
}

impl Rounds {
    /// Runs of the first round.
    pub(crate) fn first(runs: Runs) -> Self {
        Self {
            weights: vec![1.0; runs.inputs.len()],
            runs,
        }
    }

    /// Adds runs where the posterior lies; the earlier ones count less.
    pub(crate) fn refine(&mut self, refined: Runs) {
        self.weights.fill(EARLIER_WEIGHT);
        self.weights
            .extend(std::iter::repeat_n(1.0, refined.inputs.len()));
        self.runs.inputs.extend(refined.inputs);
        for (values, more) in self.runs.values.iter_mut().zip(refined.values) {
            values.extend(more);
        }
        self.runs.sampling_variance = refined.sampling_variance;
    }
}

fn unfitted(trial: &Trial, endpoint: usize) -> TrialError {
    TrialError::Surface {
        study: trial.id.clone(),
        scale: trial
            .endpoints
            .get(endpoint)
            .map_or_else(String::new, |endpoint| endpoint.scale.clone()),
    }
}

/// The terms of studies, for a density.
pub(crate) fn terms(studies: &[FittedStudy]) -> Vec<&StudyTerm> {
    studies.iter().map(|study| &study.term).collect()
}
