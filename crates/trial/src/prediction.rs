//! The distribution of everything that a study reports.

use needlework_evidence::{Draw, ParameterSet};
use needlework_outcome::Estimate;
use needlework_planning::Settings;
use schemars::JsonSchema;
use serde::Serialize;

use crate::chance::study_seed;
use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::study_draw::{Attendance, Simulation};
use crate::trial::{Endpoint, Statistic, Trial};

/// Version of the document that [`TrialPrediction`] is written as.
pub const TRIAL_SCHEMA: u32 = 1;
/// Draws behind a prediction when nothing else is asked for.
pub const USUAL_TRIAL_DRAWS: usize = 512;
/// Fewest draws that give a 90 % interval any meaning.
const FEWEST_DRAWS: usize = 20;
/// Most draws: beyond it nothing is learned and memory runs out.
const MOST_DRAWS: usize = 100_000;

/// What a study is predicted to report.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TrialPrediction {
    /// Version of this document.
    pub schema: u32,
    /// Version of Needlework.
    pub version: &'static str,
    /// SHA-256 of the uncertain numbers.
    pub parameter_set: String,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Id of the study.
    pub id: String,
    /// Title of the study.
    pub title: String,
    /// One entry per endpoint, in the order of the file.
    pub endpoints: Vec<EndpointPrediction>,
}

/// One endpoint, predicted and, if known, observed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EndpointPrediction {
    /// Arm; absent in a study without arms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arm: Option<String>,
    /// Days since the first session.
    pub day: f64,
    /// Scale id.
    pub scale: String,
    /// Statistic as in the file.
    pub statistic: &'static str,
    /// What is needed to count as a responder, in units of the scale or in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Distribution of the reported number over draws.
    pub predicted: Estimate,
    /// What was found.
    pub observed: Option<f64>,
    /// Whether it lies within the central half of the predictions.
    pub inside_50: Option<bool>,
    /// Whether it lies between their 5 % and 95 % points.
    pub inside_90: Option<bool>,
}

/// Predicts every endpoint of a study. `report` is told how far the work has come, 0 to 1, from several threads.
///
/// # Errors
/// When the number of draws is out of range, or a technique of the study cannot be carried out.
pub fn predict(
    trial: &Trial,
    knowledge: &Knowledge,
    settings: &Settings,
    report: &(dyn Fn(f64) + Sync),
) -> Result<TrialPrediction, TrialError> {
    let reported = reported(trial, knowledge, settings, report)?;
    let endpoints = trial
        .endpoints
        .iter()
        .enumerate()
        .map(|(at, endpoint)| {
            let values: Vec<f64> = reported
                .iter()
                .filter_map(|draw| draw.get(at).copied())
                .collect();
            Ok(told(trial, endpoint, Estimate::of(&values)?))
        })
        .collect::<Result<_, TrialError>>()?;
    Ok(TrialPrediction {
        schema: TRIAL_SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        parameter_set: knowledge.parameters.hash().to_owned(),
        draws: settings.draws,
        seed: settings.seed,
        id: trial.id.clone(),
        title: trial.title.clone(),
        endpoints,
    })
}

fn told(trial: &Trial, endpoint: &Endpoint, predicted: Estimate) -> EndpointPrediction {
    let observed = endpoint.observed.map(|observed| observed.value);
    let within = |low: f64, high: f64| observed.map(|value| (low..=high).contains(&value));
    let (statistic, at_least) = statistic_in_words(endpoint.statistic);
    let arm = trial.arms.get(endpoint.arm).map(|arm| arm.id.clone());
    EndpointPrediction {
        arm: arm.filter(|id| !id.is_empty()),
        day: endpoint.day,
        scale: endpoint.scale.clone(),
        statistic,
        at_least,
        predicted,
        observed,
        inside_50: within(predicted.p25, predicted.p75),
        inside_90: within(predicted.p05, predicted.p95),
    }
}

pub(crate) fn statistic_in_words(statistic: Statistic) -> (&'static str, Option<f64>) {
    match statistic {
        Statistic::Mean => ("mean", None),
        Statistic::Median => ("median", None),
        Statistic::StandardDeviation => ("sd", None),
        Statistic::MeanChange => ("mean-change", None),
        Statistic::PercentChange => ("percent-change", None),
        Statistic::Responders(at_least) | Statistic::PercentResponders(at_least) => {
            ("responders", Some(at_least))
        }
        Statistic::Events => ("events", None),
        Statistic::Difference(_) => ("difference", None),
    }
}

/// The reported numbers of every draw, one per endpoint: what [`predict`] summarises.
///
/// # Errors
/// As [`predict`].
pub fn reported(
    trial: &Trial,
    knowledge: &Knowledge,
    settings: &Settings,
    report: &(dyn Fn(f64) + Sync),
) -> Result<Vec<Vec<f64>>, TrialError> {
    let Settings { draws, seed } = *settings;
    if !(FEWEST_DRAWS..=MOST_DRAWS).contains(&draws) {
        return Err(TrialError::Draws {
            draws,
            fewest: FEWEST_DRAWS,
            most: MOST_DRAWS,
        });
    }
    let simulation = Simulation {
        trial,
        knowledge,
        seed,
        attendance: Attendance::AsReported,
    };
    let draws = in_this_study(
        knowledge.parameters.draws(draws, seed),
        trial,
        knowledge,
        seed,
    );
    simulation.run(&draws, report)
}

/// The same draws of skin, each with an own draw of what differs between studies.
pub(crate) fn in_this_study(
    draws: Vec<Draw>,
    trial: &Trial,
    knowledge: &Knowledge,
    seed: u64,
) -> Vec<Draw> {
    let own_seed = study_seed(seed, &trial.id);
    let set = &knowledge.parameters;
    let studies = set.draws_of(&knowledge.of_study, draws.len(), own_seed);
    draws
        .into_iter()
        .zip(studies)
        .map(|(draw, study)| ParameterSet::overlaid(draw, &knowledge.of_study, &study))
        .collect()
}
