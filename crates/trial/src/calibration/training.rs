//! Runs of the model from which the response surfaces are fitted.

use needlework_evidence::{Draw, ParameterSet};

use crate::calibration::inputs::Inputs;
use crate::calibration::target::Target;
use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::prediction::in_this_study;
use crate::study_draw::{Attendance, Simulation};
use crate::trial::Trial;

/// People of a run: so many that who they are hardly matters.
const CROWD: u32 = 256;
/// Runs that are repeated with as many people as the study had, to see how far chance among them reaches.
const REPEATED: usize = 256;

/// Runs of one study.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runs {
    /// Inputs of every run.
    pub(crate) inputs: Vec<Vec<f64>>,
    /// For every target its value in every run, on the scale of comparison.
    pub(crate) values: Vec<Vec<f64>>,
    /// For every target the variance by who takes part and how readings err.
    pub(crate) sampling_variance: Vec<f64>,
}

/// Runs a study at these draws, each with an own draw of what differs between studies.
pub(crate) fn run(
    trial: &Trial,
    targets: &[Target],
    inputs: &Inputs,
    knowledge: &Knowledge,
    (draws, seed): (&[Draw], u64),
) -> Result<Runs, TrialError> {
    let draws = in_this_study(draws.to_vec(), trial, knowledge, seed);
    let simulate = |attendance, draws: &[Draw]| -> Result<Vec<Vec<f64>>, TrialError> {
        let simulation = Simulation {
            trial,
            knowledge,
            seed,
            attendance,
        };
        let reported = simulation.run(draws, &|_| {})?;
        Ok(targets
            .iter()
            .map(|target| {
                let values = reported.iter().filter_map(|draw| draw.get(target.endpoint));
                values
                    .map(|value| target.comparison.of_reported(*value))
                    .collect()
            })
            .collect())
    };
    let values = simulate(Attendance::Crowd(CROWD), &draws)?;
    let repeated = draws.get(..REPEATED).unwrap_or(&draws);
    let as_reported = simulate(Attendance::AsReported, repeated)?;
    let set: &ParameterSet = &knowledge.parameters;
    Ok(Runs {
        inputs: draws
            .iter()
            .map(|draw| inputs.at(set, draw))
            .collect::<Result<_, _>>()?,
        sampling_variance: values
            .iter()
            .zip(&as_reported)
            .map(|(expected, reported)| mean_square(expected, reported))
            .collect(),
        values,
    })
}

fn mean_square(expected: &[f64], reported: &[f64]) -> f64 {
    let squares = expected.iter().zip(reported);
    let sum: f64 = squares.map(|(a, b)| (a - b).powi(2)).sum();
    sum / reported.len().max(1) as f64
}
