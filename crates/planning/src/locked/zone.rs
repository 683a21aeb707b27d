//! What the record keeps of one zone.

use needlework_needling::{Coverage, HandPressure};
use needlework_outcome::{RiskOutlook, ScaleOutlook, SessionOutlook, SideEffectOutlook, chance_at};
use serde::{Deserialize, Serialize};

use super::numbers::{Quantiles, estimate_at, series, to_decimals};
use crate::plan::ZonePlan;

/// Decimals of a share of draws, of which there are hundreds.
const SHARE_DECIMALS: usize = 4;
/// Decimals of the strength of a sign, 0 to 3: no person tells a hundredth of a grade.
const GRADE_DECIMALS: usize = 3;
/// Steps into which the range of a scale is cut at least.
const STEPS_OF_A_SCALE: f64 = 1000.0;

/// What was planned and predicted for one zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedZone {
    /// Zone id.
    pub zone: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Treated area, cm².
    pub area_cm2: f64,
    /// What the hand is to do.
    pub technique: LockedTechnique,
    /// Improvement scales, the main one first.
    pub scales: Vec<LockedScale>,
    /// Signs after each session.
    pub side_effects: Vec<LockedSideEffect>,
    /// Pain during needling without numbing, 0 to 10.
    pub discomfort: Quantiles,
    /// Visible bleeding points in a session, 1/cm².
    pub bleeding_points_per_cm2: Quantiles,
    /// Risks over the whole course.
    pub risks: Vec<LockedRisk>,
    /// Probability of each grade of global improvement at the day of judgement: worse, none, improved, much, very much.
    pub global_improvement: Vec<f64>,
}

/// What the hand is to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedTechnique {
    /// Needle length of the roller or stamp, or setting of the pen, mm.
    pub needle_length_mm: f64,
    /// How much of the skin is covered.
    pub coverage: LockedCoverage,
    /// How hard the device is pressed: `light`, `usual` or `firm`.
    pub hand_pressure: String,
}

/// How much of the skin is covered, as [`Coverage`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockedCoverage {
    /// Passes over every spot.
    Passes(f64),
    /// Channels per cm².
    ChannelsPerCm2(f64),
    /// Time that a pen spends on each cm², s.
    SecondsPerCm2(f64),
}

impl From<Coverage> for LockedCoverage {
    fn from(coverage: Coverage) -> Self {
        match coverage {
            Coverage::Passes(passes) => Self::Passes(passes),
            Coverage::ChannelsPerCm2(channels) => Self::ChannelsPerCm2(channels),
            Coverage::SecondsPerCm2(seconds) => Self::SecondsPerCm2(seconds),
        }
    }
}

impl From<LockedCoverage> for Coverage {
    fn from(coverage: LockedCoverage) -> Self {
        match coverage {
            LockedCoverage::Passes(passes) => Self::Passes(passes),
            LockedCoverage::ChannelsPerCm2(channels) => Self::ChannelsPerCm2(channels),
            LockedCoverage::SecondsPerCm2(seconds) => Self::SecondsPerCm2(seconds),
        }
    }
}

/// The prediction of one improvement scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedScale {
    /// Scale id, for example `lemperle-wrinkles`.
    pub id: String,
    /// What it means, for a patient.
    pub plain_name: String,
    /// Unit of improvement.
    pub unit: String,
    /// Lowest and highest value of the scale.
    pub range: [f64; 2],
    /// Smallest improvement that the scale can tell from rating error.
    pub minimal_detectable_change: f64,
    /// Value before treatment.
    pub baseline: Quantiles,
    /// Improvement since before treatment at the days of the forecast, positive = better, as a blinded rater sees it.
    pub improvement: Vec<Quantiles>,
    /// Share of draws whose improvement exceeds the minimal detectable change, at the same days.
    pub probability_detectable: Vec<f64>,
}

/// The prediction of one sign after one session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedSideEffect {
    /// Id, for example `redness`.
    pub id: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Probability that a person has it at all, 0 to 1.
    pub probability: Quantiles,
    /// Grade at the hours of the forecast, 0 none to 3 severe.
    pub grade: Vec<Quantiles>,
    /// Hours after the session at which it is no longer noticeable.
    pub ends_hour: Quantiles,
}

/// The probability of a risk over the whole course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedRisk {
    /// Id, for example `pigment-darkening`.
    pub id: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Probability, 0 to 1.
    pub probability: Quantiles,
}

impl From<&ZonePlan> for LockedZone {
    fn from(zone: &ZonePlan) -> Self {
        let outlook = &zone.outlook;
        let felt = |session: &SessionOutlook| Quantiles::from(&session.value);
        Self {
            zone: zone.zone.clone(),
            name: zone.name.clone(),
            plain_name: zone.plain_name.clone(),
            area_cm2: zone.area_cm2,
            technique: LockedTechnique {
                needle_length_mm: zone.technique.needle_length_mm,
                coverage: zone.technique.coverage.into(),
                hand_pressure: pressure_name(zone.technique.hand_pressure).to_owned(),
            },
            scales: outlook.scales.iter().map(scale).collect(),
            side_effects: outlook.side_effects.iter().map(side_effect).collect(),
            discomfort: felt(&outlook.discomfort),
            bleeding_points_per_cm2: felt(&outlook.bleeding),
            risks: outlook.risks.iter().map(risk).collect(),
            global_improvement: rounded(&outlook.global_improvement),
        }
    }
}

impl LockedScale {
    /// The improvement at a day, between two of the days of the forecast on a straight line; the nearest one beyond the
    /// ends. `None` for a forecast without days.
    pub fn improvement_at(&self, days: &[f64], day: f64) -> Option<Quantiles> {
        estimate_at(days, &self.improvement, day)
    }

    /// Probability of a detectable change at a day, as [`chance_at`]: that of the last day of the forecast that is not after it.
    pub fn chance_at(&self, days: &[f64], day: f64) -> Option<f64> {
        chance_at(days, &self.probability_detectable, day)
    }
}

impl LockedSideEffect {
    /// The grade at an hour after the session, between two of the hours of the forecast on a straight line; the nearest one
    /// beyond the ends. `None` for a forecast without hours.
    pub fn grade_at(&self, hours: &[f64], hour: f64) -> Option<Quantiles> {
        estimate_at(hours, &self.grade, hour)
    }
}

/// Decimals that cut the range of a scale into at least [`STEPS_OF_A_SCALE`].
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to integer cast saturates, and scales are 1 to 100 wide"
)]
fn decimals_of([low, high]: [f64; 2]) -> usize {
    (STEPS_OF_A_SCALE / (high - low)).log10().ceil().max(0.0) as usize
}

fn pressure_name(pressure: HandPressure) -> &'static str {
    HandPressure::NAMES
        .iter()
        .find(|(_, named)| *named == pressure)
        .map_or("usual", |(name, _)| name)
}

fn scale(scale: &ScaleOutlook) -> LockedScale {
    LockedScale {
        id: scale.id.clone(),
        plain_name: scale.plain_name.clone(),
        unit: scale.improvement.unit.clone(),
        range: scale.range,
        minimal_detectable_change: scale.minimal_detectable_change.value,
        baseline: (&scale.baseline).into(),
        improvement: series(&scale.improvement, decimals_of(scale.range)),
        probability_detectable: rounded(&scale.probability_detectable),
    }
}

fn side_effect(effect: &SideEffectOutlook) -> LockedSideEffect {
    LockedSideEffect {
        id: effect.id.clone(),
        plain_name: effect.plain_name.clone(),
        probability: (&effect.probability).into(),
        grade: series(&effect.grade, GRADE_DECIMALS),
        ends_hour: (&effect.ends_hour).into(),
    }
}

fn risk(risk: &RiskOutlook) -> LockedRisk {
    LockedRisk {
        id: risk.id.clone(),
        plain_name: risk.plain_name.clone(),
        probability: (&risk.probability).into(),
    }
}

fn rounded(values: &[f64]) -> Vec<f64> {
    let rounded = values
        .iter()
        .map(|value| to_decimals(*value, SHARE_DECIMALS));
    rounded.collect()
}
