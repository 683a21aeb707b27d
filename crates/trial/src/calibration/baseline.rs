//! Two plain rivals of the model: the mean of the other studies, and so much per session.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::measure::Measure;
use crate::trial::{Endpoint, Statistic, Trial};

const PER_CENT: f64 = 100.0;
/// Fewest other studies of which a spread can be told.
const FEWEST_OTHERS: usize = 2;
/// Upper point of a 90 % interval.
const UPPER: f64 = 0.95;

/// A reported number in a unit that studies of the same kind share.
#[derive(Debug, Clone, PartialEq)]
pub struct Yardstick {
    /// What is compared, for example `acne-scar-score percent-change`.
    pub kind: String,
    /// Whether it is a clinical score or its responders.
    pub clinical: bool,
    /// What the reported number is multiplied by, after `shift` was added.
    factor: f64,
    shift: f64,
}

/// What a rival predicts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rival {
    /// Its prediction.
    pub value: f64,
    /// 5 % and 95 % points, where it has any.
    pub interval: Option<[f64; 2]>,
}

impl Yardstick {
    /// The yardstick of an endpoint.
    pub fn of(trial: &Trial, endpoint: &Endpoint) -> Self {
        if let Some(fall) = Self::fall_of_grade(trial, endpoint) {
            return fall;
        }
        let statistic = match endpoint.statistic {
            Statistic::Mean | Statistic::Median => "value".to_owned(),
            Statistic::StandardDeviation => "sd".to_owned(),
            Statistic::MeanChange | Statistic::Difference(_) => "change".to_owned(),
            Statistic::PercentChange => "percent-change".to_owned(),
            Statistic::Responders(at_least) => format!("responders of {at_least}"),
            Statistic::PercentResponders(at_least) => format!("responders of {at_least} %"),
            Statistic::Events => "events".to_owned(),
        };
        Self {
            kind: format!("{} {statistic}", endpoint.scale),
            clinical: endpoint.measure.is_judged(),
            factor: 1.0,
            shift: 0.0,
        }
    }

    /// A grade whose value before is known counts as a fall in per cent, beside scores.
    fn fall_of_grade(trial: &Trial, endpoint: &Endpoint) -> Option<Self> {
        let before = trial.population.baseline.as_ref()?;
        let Measure::Grade(id) = endpoint.measure else {
            return None;
        };
        let is_mean = endpoint.statistic == Statistic::Mean && before.scale == id;
        (is_mean && id == "goodman-baron" && before.mean > 0.0).then(|| Self {
            kind: "acne-scar-score percent-change".to_owned(),
            clinical: true,
            factor: PER_CENT / before.mean,
            shift: -before.mean,
        })
    }

    /// How much one unit of the reported number is on the yardstick.
    pub(crate) fn per_reported(&self) -> f64 {
        self.factor
    }

    /// The reported number at a place on the yardstick.
    pub fn reported(&self, measured: f64) -> f64 {
        measured / self.factor - self.shift
    }

    /// A reported number on the yardstick.
    pub fn measure(&self, reported: f64) -> f64 {
        (reported + self.shift) * self.factor
    }
}

/// By how many sessions a study differs from the mean of the others on the same yardstick; `None` where either is not stated.
pub(crate) fn sessions_apart(trials: &[Trial], trial: &Trial, endpoint: &Endpoint) -> Option<f64> {
    let own = sessions(trial, endpoint)?;
    let kind = Yardstick::of(trial, endpoint).kind;
    let stated: Vec<f64> = others(trials, &kind, publication_of(trial))
        .into_iter()
        .filter_map(|known| known.sessions)
        .collect();
    let mean = stated.iter().sum::<f64>() / stated.len() as f64;
    (!stated.is_empty()).then(|| (own - mean).abs())
}

/// A study's own number on a yardstick.
struct Known {
    publication: String,
    value: f64,
    sessions: Option<f64>,
}

/// Everything observed on one yardstick by publications other than `publication`, each publication once.
fn others(trials: &[Trial], kind: &str, publication: &str) -> Vec<Known> {
    let mut known: Vec<(Known, f64)> = Vec::new();
    for trial in trials {
        let own = publication_of(trial);
        if own == publication {
            continue;
        }
        for endpoint in &trial.endpoints {
            let yardstick = Yardstick::of(trial, endpoint);
            let (Some(observed), true) = (endpoint.observed, yardstick.kind == kind) else {
                continue;
            };
            let value = yardstick.measure(observed.value);
            match known.iter_mut().find(|(it, _)| it.publication == own) {
                Some((it, count)) => {
                    it.value = (it.value * *count + value) / (*count + 1.0);
                    *count += 1.0;
                }
                None => known.push((
                    Known {
                        publication: own.to_owned(),
                        value,
                        sessions: sessions(trial, endpoint),
                    },
                    1.0,
                )),
            }
        }
    }
    known.into_iter().map(|(known, _)| known).collect()
}

pub(crate) fn publication_of(trial: &Trial) -> &str {
    trial.source.first().unwrap_or(&trial.id)
}

fn sessions(trial: &Trial, endpoint: &Endpoint) -> Option<f64> {
    let protocol = &trial.arms.get(endpoint.arm)?.protocol;
    protocol
        .sessions
        .map(f64::from)
        .filter(|count| *count > 0.0)
}

/// The mean of the other studies on the same yardstick, with the interval in which the next one would lie if studies
/// scattered like a Gaussian. `None` with fewer than two others.
pub fn mean_of_others(trials: &[Trial], trial: &Trial, endpoint: &Endpoint) -> Option<Rival> {
    let kind = Yardstick::of(trial, endpoint).kind;
    let values: Vec<f64> = others(trials, &kind, publication_of(trial))
        .into_iter()
        .map(|known| known.value)
        .collect();
    if values.len() < FEWEST_OTHERS {
        return None;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (squares / (count - 1.0)).sqrt();
    let reach = StudentsT::new(0.0, 1.0, count - 1.0)
        .ok()?
        .inverse_cdf(UPPER)
        * deviation
        * (1.0 + 1.0 / count).sqrt();
    Some(Rival {
        value: mean,
        interval: Some([mean - reach, mean + reach]),
    })
}

/// So much for every session as the other studies report on average, times the sessions of this one. `None` where sessions are
/// not stated or fewer than two others state them.
pub fn per_session(trials: &[Trial], trial: &Trial, endpoint: &Endpoint) -> Option<Rival> {
    let own = sessions(trial, endpoint)?;
    let kind = Yardstick::of(trial, endpoint).kind;
    let rates: Vec<f64> = others(trials, &kind, publication_of(trial))
        .into_iter()
        .filter_map(|known| Some(known.value / known.sessions?))
        .collect();
    (rates.len() >= FEWEST_OTHERS).then(|| Rival {
        value: own * rates.iter().sum::<f64>() / rates.len() as f64,
        interval: None,
    })
}
