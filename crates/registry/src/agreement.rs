//! How far two raters agree who graded the same skin.

use std::collections::BTreeMap;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

use crate::ranks::unit;

/// Fewest people of whom agreement is told: with fewer, chance alone gives nearly any value.
pub const FEWEST_PEOPLE: usize = 10;
/// How sure the interval around a measure of agreement is.
const CONFIDENCE: f64 = 0.95;
/// Standard deviations between which nineteen of twenty differences lie.
const LIMIT_DEVIATIONS: f64 = 1.96;
/// Samples of the bootstrap: its ends then move by less than the second decimal that is shown.
const SAMPLES: usize = 2000;
/// Samples of a large clinic, whose interval is narrow by itself.
const FEWEST_SAMPLES: usize = 200;
/// Readings that are drawn in all samples together: a page is to come at once.
const MOST_DRAWN: usize = 10_000_000;
/// Seed of the bootstrap: the same rows give the same interval.
const SEED: u64 = 6;

/// One state of one skin, graded by two raters on the same scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatedTwice {
    /// Tells people apart: grades of one person are no independent witnesses.
    pub person: String,
    /// Scale id.
    pub scale: String,
    /// Grade of whoever knew what was done.
    pub open: f64,
    /// Grade of whoever did not.
    pub blinded: f64,
}

/// How agreement is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreementMeasure {
    /// Weighted kappa, for scales of grades.
    WeightedKappa,
    /// Intraclass correlation, for scales on which any value can be given.
    IntraclassCorrelation,
}

/// Agreement on one scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Scale id.
    pub scale: String,
    /// States of skin that both graded.
    pub readings: usize,
    /// People of whom they are.
    pub people: usize,
    /// What is measured; `None`: too few people, or all grades are the same and nothing could differ.
    pub measured: Option<MeasuredAgreement>,
}

/// What two raters were found to agree on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeasuredAgreement {
    /// By which measure.
    pub measure: AgreementMeasure,
    /// Its value; 1 is full agreement, 0 what chance gives.
    pub value: f64,
    /// Interval in which the true value lies in nineteen of twenty cases.
    pub interval: [f64; 2],
    /// Mean of open less blinded grade, in units of the scale.
    pub mean_difference: f64,
    /// Limits between which nineteen of twenty differences lie.
    pub limits: [f64; 2],
}

/// Measures agreement of two raters; `None`: it cannot be told.
type MeasureOf = fn(&[[f64; 2]]) -> Option<f64>;

impl Agreement {
    /// Agreement on one scale; `has_grades` says whether it is one of grades. Rows of other scales are passed over.
    pub fn of(rows: &[RatedTwice], scale: &str, has_grades: bool) -> Self {
        let mut people: BTreeMap<&str, Vec<[f64; 2]>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.scale == scale) {
            let readings = people.entry(&row.person).or_default();
            readings.push([row.open, row.blinded]);
        }
        let people: Vec<Vec<[f64; 2]>> = people.into_values().collect();
        let readings: Vec<[f64; 2]> = people.iter().flatten().copied().collect();
        let is_enough = people.len() >= FEWEST_PEOPLE;
        Self {
            scale: scale.to_owned(),
            readings: readings.len(),
            people: people.len(),
            measured: is_enough
                .then(|| measured(&people, &readings, has_grades))
                .flatten(),
        }
    }
}

fn measured(
    people: &[Vec<[f64; 2]>],
    readings: &[[f64; 2]],
    has_grades: bool,
) -> Option<MeasuredAgreement> {
    let (measure, value_of): (_, MeasureOf) = if has_grades {
        (AgreementMeasure::WeightedKappa, weighted_kappa)
    } else {
        (
            AgreementMeasure::IntraclassCorrelation,
            intraclass_correlation,
        )
    };
    let (mean_difference, limits) = limits_of_agreement(readings)?;
    Some(MeasuredAgreement {
        measure,
        value: value_of(readings)?,
        interval: interval(people, value_of)?,
        mean_difference,
        limits,
    })
}

/// Weighted kappa with quadratic weights (Cohen, 1968): 1 less the mean squared difference of grades, over the one that would
/// come if each rater gave the same grades to the skins in any order. `None` where nothing could differ, or of nothing.
pub fn weighted_kappa(readings: &[[f64; 2]]) -> Option<f64> {
    let count = readings.len() as f64;
    let squares = readings.iter().map(|[one, other]| (one - other).powi(2));
    let observed = squares.sum::<f64>() / count;
    // The mean of (x - y)² over every pair of a grade of one and a grade of the other, without the double sum.
    let [first, second] = [0, 1].map(|rater| {
        let of_rater = || readings.iter().map(move |both| grade(both, rater));
        let mean = of_rater().sum::<f64>() / count;
        let squares = of_rater().map(|grade| (grade - mean).powi(2));
        let spread = squares.sum::<f64>() / count;
        (mean, spread)
    });
    let expected = (first.0 - second.0).powi(2) + first.1 + second.1;
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Intraclass correlation of single ratings by absolute agreement, raters taken as a sample of raters: ICC(2,1) of Shrout and
/// Fleiss (1979). `None` where nothing varies, or with fewer than two skins.
pub fn intraclass_correlation<const RATERS: usize>(readings: &[[f64; RATERS]]) -> Option<f64> {
    let (skins, raters) = (readings.len() as f64, RATERS as f64);
    if readings.len() < 2 || RATERS < 2 {
        return None;
    }
    let grand = readings.iter().flatten().sum::<f64>() / (skins * raters);
    let between_skins = readings
        .iter()
        .map(|of_skin| (of_skin.iter().sum::<f64>() / raters - grand).powi(2));
    let between_skins = raters * between_skins.sum::<f64>();
    let between_raters = (0..RATERS).map(|rater| {
        let of_rater = readings.iter().map(|both| grade(both, rater));
        let mean = of_rater.sum::<f64>() / skins;
        (mean - grand).powi(2)
    });
    let between_raters = skins * between_raters.sum::<f64>();
    let squares = readings
        .iter()
        .flatten()
        .map(|value| (value - grand).powi(2));
    let all: f64 = squares.sum();
    let rest = (all - between_skins - between_raters) / ((skins - 1.0) * (raters - 1.0));
    let skin = between_skins / (skins - 1.0);
    let rater = between_raters / (raters - 1.0);
    let whole = skin + (raters - 1.0) * rest + raters * (rater - rest) / skins;
    (whole > 0.0).then(|| (skin - rest) / whole)
}

/// Mean difference with the limits of agreement (Bland and Altman, 1986): mean ± 1.96 standard deviations of the differences.
/// `None` with fewer than two readings.
pub fn limits_of_agreement(readings: &[[f64; 2]]) -> Option<(f64, [f64; 2])> {
    let count = readings.len() as f64;
    if readings.len() < 2 {
        return None;
    }
    let differences = || readings.iter().map(|[one, other]| one - other);
    let mean = differences().sum::<f64>() / count;
    let squares = differences().map(|one| (one - mean).powi(2));
    let spread = squares.sum::<f64>() / (count - 1.0);
    let reach = LIMIT_DEVIATIONS * spread.sqrt();
    Some((mean, [mean - reach, mean + reach]))
}

/// Percentile interval of a bootstrap that draws people with all of their readings (Efron and Tibshirani, 1993; Davison and
/// Hinkley, 1997, for clusters). Samples in which nothing varies say nothing and are left out.
fn interval(people: &[Vec<[f64; 2]>], value_of: MeasureOf) -> Option<[f64; 2]> {
    let mut chance = ChaCha12Rng::seed_from_u64(SEED);
    let readings: usize = people.iter().map(Vec::len).sum();
    let samples = (MOST_DRAWN / readings.max(1)).clamp(FEWEST_SAMPLES, SAMPLES);
    let mut drawn = Vec::new();
    let mut values: Vec<f64> = (0..samples)
        .filter_map(|_| {
            drawn.clear();
            for _ in people {
                drawn.extend_from_slice(somebody(people, unit(&mut chance)));
            }
            value_of(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - CONFIDENCE) / 2.0;
    Some([quantile(&values, tail)?, quantile(&values, 1.0 - tail)?])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length lies between 0 and the length"
)]
fn somebody(people: &[Vec<[f64; 2]>], share: f64) -> &[[f64; 2]] {
    let at = (share * people.len() as f64) as usize;
    people.get(at).map_or(&[], Vec::as_slice)
}

/// The value below which a share of sorted values lies: the nearest one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length lies between 0 and the length"
)]
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((share * last as f64).round() as usize).copied()
}

fn grade<const RATERS: usize>(of_skin: &[f64; RATERS], rater: usize) -> f64 {
    of_skin.get(rater).copied().unwrap_or_default()
}
