//! A published number that is calibrated on.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::calibration::comparison::Comparison;
use crate::measure::Family;
use crate::trial::{Endpoint, Observed, Statistic, Trial, Weight};

/// People of a study that counts people without saying of how many.
const USUAL_PARTICIPANTS: f64 = 25.0;
/// What a number of low weight counts.
const LOW_WEIGHT: f64 = 0.25;

/// A reported number, ready for comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Target {
    /// Index in [`Trial::endpoints`].
    pub(crate) endpoint: usize,
    pub(crate) comparison: Comparison,
    pub(crate) family: Option<Family>,
    /// On the scale of comparison.
    pub(crate) observed: f64,
    /// Standard error by the interval that the study states, on the scale of comparison.
    pub(crate) stated_error: Option<f64>,
    /// Whether people were counted.
    pub(crate) counted: Option<Count>,
    /// What the number counts, 0 to 1.
    pub(crate) weight: f64,
}

/// So many of so many people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Count {
    pub(crate) happened: f64,
    pub(crate) people: f64,
}

#[cfg(test)]
impl Target {
    /// Puts another reported number in place of the observed one.
    pub(crate) fn observe(&mut self, reported: f64) {
        self.observed = self.comparison.of_reported(reported);
        self.stated_error = None;
        if let Some(count) = &mut self.counted {
            count.happened = reported * count.people;
        }
    }
}

/// All numbers of a study that were observed; none when it is told only.
pub(crate) fn targets(trial: &Trial) -> Vec<Target> {
    let weight = match trial.weight {
        Weight::Usual => 1.0,
        Weight::Low => LOW_WEIGHT,
        Weight::None => return Vec::new(),
    };
    let endpoints = trial.endpoints.iter().enumerate();
    endpoints
        .filter_map(|(at, endpoint)| {
            let observed = endpoint.observed?;
            let comparison = Comparison::of(endpoint);
            let value = comparison.of_reported(observed.value);
            Some(Target {
                endpoint: at,
                comparison,
                family: endpoint.measure.family(),
                observed: value,
                stated_error: stated_error(comparison, &observed),
                counted: (comparison == Comparison::LogOdds).then(|| Count {
                    happened: observed.value * people(trial),
                    people: people(trial),
                }),
                weight: weight / shares_of_the_same(trial, endpoint),
            })
        })
        .collect()
}

fn people(trial: &Trial) -> f64 {
    let population = &trial.population;
    let began = population
        .participants
        .map_or(USUAL_PARTICIPANTS, f64::from);
    (began * (1.0 - population.dropout_share)).max(1.0)
}

/// How many shares of the same people, by different bars, stand side by side: together they count once.
fn shares_of_the_same(trial: &Trial, endpoint: &Endpoint) -> f64 {
    let is_share = |statistic| {
        matches!(
            statistic,
            Statistic::Responders(_) | Statistic::PercentResponders(_)
        )
    };
    if !is_share(endpoint.statistic) {
        return 1.0;
    }
    let same = trial.endpoints.iter().filter(|other| {
        is_share(other.statistic)
            && other.arm == endpoint.arm
            && other.measure == endpoint.measure
            && (other.day - endpoint.day).abs() < f64::EPSILON
    });
    same.count() as f64
}

/// Standard error of the stated interval: of its wider half, since many a lower end is a mere 0.
fn stated_error(comparison: Comparison, observed: &Observed) -> Option<f64> {
    let [low, high] = observed.interval?;
    let value = comparison.of_reported(observed.value);
    let above = comparison.of_reported(high) - value;
    let below = value - comparison.of_reported(low);
    let half = if low > 0.0 || high < 0.0 {
        above.max(below)
    } else {
        above
    };
    // The reader allows levels of at most 0.999.
    let score = Normal::standard().inverse_cdf(f64::midpoint(1.0, observed.interval_level));
    (half > 0.0).then_some(half / score)
}
