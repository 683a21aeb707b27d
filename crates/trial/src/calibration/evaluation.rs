//! What the report tells of predictions: each beside what was observed and beside two plain rivals, and all of them counted.

use needlework_outcome::Estimate;
use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF};

use crate::calibration::baseline::{Rival, Yardstick, mean_of_others, per_session, sessions_apart};
use crate::calibration::validation::Validation;
use crate::prediction::TrialPrediction;
use crate::trial::{Endpoint, Trial, Weight};

/// Sessions by which a protocol differs in dose from the others.
const DIFFERENT_DOSE_SESSIONS: f64 = 1.5;
/// Shares in per cent, so that errors of shares and of falls in per cent can be added.
const PER_CENT: f64 = 100.0;

/// One reported number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EndpointEvaluation {
    /// Id of the study.
    pub study: String,
    /// Id of the arm; empty in a study without arms.
    pub arm: String,
    /// Days since the first session.
    pub day: f64,
    /// Scale.
    pub scale: String,
    /// Statistic.
    pub statistic: &'static str,
    /// Bar of responders.
    pub at_least: Option<f64>,
    /// Whether it counts in calibration as its numbers say.
    pub full_weight: bool,
    /// What is compared.
    pub yardstick: String,
    /// Whether it is a clinical score or a share of responders by one.
    pub clinical: bool,
    /// What the study found.
    pub observed: f64,
    /// From the priors alone.
    pub from_priors: Estimate,
    /// By what the other studies teach.
    pub left_out: Estimate,
    /// With this study among those that teach.
    pub fitted: Estimate,
    /// Mean of the other studies.
    pub mean_of_others: Option<Rival>,
    /// So much per session.
    pub per_session: Option<Rival>,
    /// Whether the number of sessions differs from that of the others.
    pub different_dose: bool,
    /// Factor that turns errors of this number into per cent.
    pub per_cent: f64,
}

/// How many observed numbers an interval holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// Numbers inside.
    pub inside: usize,
    /// All numbers.
    pub of: usize,
    /// Range of the true share that fits, 90 %, by Jeffreys' interval; numbers of one study hang together, so it is too
    /// narrow rather than too wide.
    pub range: [f64; 2],
}

/// The model against one rival on the numbers that the rival can predict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contest {
    /// Numbers compared.
    pub numbers: usize,
    /// Mean absolute error of the model (its median), in per cent of the value before or percentage points.
    pub model_error: f64,
    /// Mean absolute error of the rival.
    pub rival_error: f64,
}

/// What the report tells of predictions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Every observed number.
    pub endpoints: Vec<EndpointEvaluation>,
    /// Middle half: from priors, left out, fitted.
    pub coverage_50: [Coverage; 3],
    /// 90 % range: from priors, left out, fitted.
    pub coverage_90: [Coverage; 3],
    /// Median over numbers of the width of the left-out 90 % range over that of the mean of the other studies.
    pub width_against_mean_of_others: Option<f64>,
    /// Clinical scores, against the mean of the other studies.
    pub against_mean_of_others: Contest,
    /// The same where the number of sessions differs.
    pub against_mean_at_other_dose: Contest,
    /// Clinical scores, against so much per session.
    pub against_per_session: Contest,
}

impl Evaluation {
    /// Puts predictions beside observations and rivals; `validation` is of the same trials in the same order.
    pub fn of(trials: &[Trial], validation: &Validation) -> Self {
        let endpoints = endpoints(trials, validation);
        let coverage = |inside: fn(&Estimate, f64) -> bool| {
            [
                |it: &EndpointEvaluation| it.from_priors,
                |it: &EndpointEvaluation| it.left_out,
                |it: &EndpointEvaluation| it.fitted,
            ]
            .map(|of| {
                let held = endpoints.iter().filter(|it| inside(&of(it), it.observed));
                Coverage::of(held.count(), endpoints.len())
            })
        };
        let ratios = endpoints.iter().filter_map(EndpointEvaluation::width_ratio);
        let mean_of_others = |it: &EndpointEvaluation| it.mean_of_others;
        Self {
            coverage_50: coverage(|it, value| (it.p25..=it.p75).contains(&value)),
            coverage_90: coverage(|it, value| (it.p05..=it.p95).contains(&value)),
            width_against_mean_of_others: median(ratios.collect()),
            against_mean_of_others: Contest::of(&endpoints, mean_of_others, |_| true),
            against_mean_at_other_dose: Contest::of(&endpoints, mean_of_others, |it| {
                it.different_dose
            }),
            against_per_session: Contest::of(&endpoints, |it| it.per_session, |_| true),
            endpoints,
        }
    }
}

impl EndpointEvaluation {
    /// Width of the left-out 90 % range over that of the mean of the other studies.
    fn width_ratio(&self) -> Option<f64> {
        let [low, high] = self.mean_of_others?.interval?;
        let width = high - low;
        (width > 0.0).then(|| (self.left_out.p95 - self.left_out.p05) / width)
    }

    /// Whether the study lies inside the 90 % range of the posterior that has seen it.
    pub fn is_reached(&self) -> bool {
        (self.fitted.p05..=self.fitted.p95).contains(&self.observed)
    }
}

impl Coverage {
    /// So many of so many, which must be at least as many.
    pub fn of(inside: usize, of: usize) -> Self {
        let (held, missed) = (inside as f64 + 0.5, of.saturating_sub(inside) as f64 + 0.5);
        let range = Beta::new(held, missed).map_or([0.0, 1.0], |beta| {
            [beta.inverse_cdf(0.05), beta.inverse_cdf(0.95)]
        });
        Self { inside, of, range }
    }
}

impl Contest {
    fn of(
        endpoints: &[EndpointEvaluation],
        rival: impl Fn(&EndpointEvaluation) -> Option<Rival>,
        counts: impl Fn(&EndpointEvaluation) -> bool,
    ) -> Self {
        let mut contest = Self {
            numbers: 0,
            model_error: 0.0,
            rival_error: 0.0,
        };
        let clinical = endpoints.iter().filter(|it| it.clinical && counts(it));
        for (endpoint, rival) in clinical.filter_map(|it| rival(it).map(|rival| (it, rival))) {
            let error = |value: f64| (value - endpoint.observed).abs() * endpoint.per_cent;
            contest.numbers += 1;
            contest.model_error += error(endpoint.left_out.p50);
            contest.rival_error += error(rival.value);
        }
        let numbers = contest.numbers.max(1) as f64;
        contest.model_error /= numbers;
        contest.rival_error /= numbers;
        contest
    }
}

fn endpoints(trials: &[Trial], validation: &Validation) -> Vec<EndpointEvaluation> {
    let predictions = validation
        .from_priors
        .iter()
        .zip(&validation.left_out)
        .zip(&validation.fitted);
    trials
        .iter()
        .zip(predictions)
        .flat_map(|(trial, ((priors, left_out), fitted))| {
            let endpoints = trial.endpoints.iter().enumerate();
            endpoints.filter_map(|(at, endpoint)| {
                evaluated(trials, trial, (at, endpoint), [priors, left_out, fitted])
            })
        })
        .collect()
}

fn evaluated(
    trials: &[Trial],
    trial: &Trial,
    (at, endpoint): (usize, &Endpoint),
    told: [&TrialPrediction; 3],
) -> Option<EndpointEvaluation> {
    let observed = endpoint.observed?.value;
    let [from_priors, left_out, fitted] = told.map(|study| study.endpoints.get(at));
    let yardstick = Yardstick::of(trial, endpoint);
    let reported = |rival: Rival| Rival {
        value: yardstick.reported(rival.value),
        interval: rival
            .interval
            .map(|ends| ends.map(|end| yardstick.reported(end))),
    };
    let is_share = matches!(left_out?.statistic, "responders" | "events");
    Some(EndpointEvaluation {
        study: trial.id.clone(),
        arm: trial.arms.get(endpoint.arm)?.id.clone(),
        day: endpoint.day,
        scale: endpoint.scale.clone(),
        statistic: left_out?.statistic,
        at_least: left_out?.at_least,
        full_weight: trial.weight == Weight::Usual,
        clinical: yardstick.clinical,
        observed,
        from_priors: from_priors?.predicted,
        left_out: left_out?.predicted,
        fitted: fitted?.predicted,
        mean_of_others: mean_of_others(trials, trial, endpoint).map(reported),
        per_session: per_session(trials, trial, endpoint).map(reported),
        different_dose: sessions_apart(trials, trial, endpoint)
            .is_some_and(|apart| apart >= DIFFERENT_DOSE_SESSIONS),
        per_cent: if is_share {
            PER_CENT
        } else {
            yardstick.per_reported()
        },
        yardstick: yardstick.kind,
    })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
