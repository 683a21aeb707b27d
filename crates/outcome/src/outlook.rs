//! What a person may expect in one zone.

use needlework_evidence::Sourced;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Estimate, Series};

/// Which way a scale improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeDirection {
    /// A lower value is better.
    LowerIsBetter,
    /// A higher value is better.
    HigherIsBetter,
}

/// The prediction of one improvement scale.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScaleOutlook {
    /// Scale id, for example `lemperle-wrinkles`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// What it means, for a patient: "wrinkles", "smoothness" ...
    pub plain_name: String,
    /// Lowest and highest value of the scale.
    pub range: [f64; 2],
    /// Which way it improves.
    pub direction: ChangeDirection,
    /// Value before treatment.
    pub baseline: Estimate,
    /// Improvement since before treatment over time, in scale units, positive = better, as a blinded rater would see it.
    pub improvement: Series,
    /// Smallest improvement that the scale can tell from rating error.
    pub minimal_detectable_change: Sourced<f64>,
    /// Share of draws whose improvement exceeds the minimal detectable change, at the days of `improvement`.
    pub probability_detectable: Vec<f64>,
    /// What is thin or contradictory in the evidence, for the page; absent when nothing is.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

impl ScaleOutlook {
    /// Probability of a detectable change at a day, as [`chance_at`].
    pub fn chance_at(&self, day: f64) -> Option<f64> {
        chance_at(&self.improvement.days, &self.probability_detectable, day)
    }
}

/// A probability that is known at some days, at any day: that of the last of them that is not after it. What lies within half a
/// day is the same day. `None` before the first one.
pub fn chance_at(days: &[f64], chances: &[f64], day: f64) -> Option<f64> {
    /// Days within which two moments are the same day.
    const SAME_DAY: f64 = 0.5;
    let samples = days.iter().zip(chances);
    samples
        .take_while(|(sample, _)| **sample <= day + SAME_DAY)
        .last()
        .map(|(_, chance)| *chance)
}

/// The prediction of one side effect after one session.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SideEffectOutlook {
    /// Id, for example `redness`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Probability that a person has it at all, 0 to 1.
    pub probability: Estimate,
    /// Severity grade over time after the session, 0 none to 3 severe (protocol 5.3).
    pub grade: Series,
    /// Hours after the session at which it is strongest.
    pub peak_hour: Estimate,
    /// Hours after the session at which it is no longer noticeable.
    pub ends_hour: Estimate,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// What every session brings: a number that a person meets.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SessionOutlook {
    /// Id, for example `discomfort`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Unit of the value.
    pub unit: String,
    /// The value.
    pub value: Estimate,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// How long the skin is open after a session.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BarrierOutlook {
    /// Open channel area relative to right after the session, over time.
    pub open: Series,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// How much more of a skin-care product gets in, for one class of molecules.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AbsorptionOutlook {
    /// Id of the molecule class, for example `peptides`.
    pub id: String,
    /// Name of the class with examples.
    pub name: String,
    /// Uptake relative to untouched skin over time after the session (1 = no gain).
    pub gain: Series,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// The probability of a risk over the whole course.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RiskOutlook {
    /// Id, for example `pigment-darkening`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Probability over the whole course, 0 to 1.
    pub probability: Estimate,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// What a biopsy would show, relative to before treatment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HistologyOutlook {
    /// Id, for example `collagen-1`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Relative change over time, 0 = as before, 0.1 = 10 % more.
    pub change: Series,
    /// What is thin or contradictory in the evidence.
    pub caveat: Option<String>,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// Matrix of one dermal layer over time, for the drawing under the skin.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LayerOutlook {
    /// Depth of its upper and lower face, mm.
    pub depth_mm: [Estimate; 2],
    /// Damaged share of its volume in one session, 0 to 1.
    pub damaged: Estimate,
    /// Total collagen relative to before treatment over time, 0 = as before.
    pub collagen_change: Series,
    /// Of the collagen present, the share that is new since the first session, 0 to 1.
    pub new_collagen_share: Series,
    /// New elastin relative to the mature elastin before treatment.
    pub new_elastin_share: Series,
}

/// What a person may expect in one zone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Outlook {
    /// Improvement scales that matter for the indication, the main one first.
    pub scales: Vec<ScaleOutlook>,
    /// Side effects after each session.
    pub side_effects: Vec<SideEffectOutlook>,
    /// How long the skin is open after a session.
    pub barrier: BarrierOutlook,
    /// Absorption of skin care after a session.
    pub absorption: Vec<AbsorptionOutlook>,
    /// Risks over the course.
    pub risks: Vec<RiskOutlook>,
    /// What a biopsy would show.
    pub histology: Vec<HistologyOutlook>,
    /// The six dermal layers, papillary first.
    pub layers: Vec<LayerOutlook>,
    /// Visible bleeding points in a session, 1/cm².
    pub bleeding: SessionOutlook,
    /// Pain during needling without numbing, 0 to 10.
    pub discomfort: SessionOutlook,
    /// Probability of each grade of global improvement at the day of judgement: worse, none, improved, much, very much.
    pub global_improvement: Vec<f64>,
}

#[cfg(test)]
mod tests {
    use super::chance_at;

    #[test]
    fn a_probability_is_that_of_the_same_day_or_of_the_last_one_before_it() {
        let (days, chances) = ([0.0, 90.0, 182.6], [0.0, 0.4, 0.7]);
        let at =
            [-1.0, 0.0, 89.4, 89.5, 182.0, 182.1, 900.0].map(|day| chance_at(&days, &chances, day));
        let expected = [
            None,
            Some(0.0),
            Some(0.0),
            Some(0.4),
            Some(0.4),
            Some(0.7),
            Some(0.7),
        ];
        assert_eq!(at, expected);
        assert_eq!(chance_at(&[], &[], 1.0), None);
    }
}
