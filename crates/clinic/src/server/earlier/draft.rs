//! An earlier course as it lies in a case of the chart, and as a case file tells it.

use jiff::civil::Date;
use needlework_chart::id::PlanId;
use needlework_planning::{DeliveredTechnique, LockedCoverage};
use needlework_registry::{Change, JudgedScale, Place, Rater};
use serde::{Deserialize, Serialize};

/// How much came, against what was predicted before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::server) enum Against {
    /// Less than nine of ten forecasts.
    Less,
    /// Within them, and told from their middle to be less.
    LowerPart,
    /// About their middle.
    AsExpected,
    /// Within them, and told from their middle to be more.
    UpperPart,
    /// More.
    More,
}

impl Against {
    /// A result lies in the upper or the lower part where it lies further from the middle of the forecasts than raters err. What
    /// is no change is not more than was expected.
    fn of(judged: &JudgedScale) -> Self {
        let beyond = judged.judgement.beyond_median;
        let least = judged.measured.minimal_detectable_change;
        match (judged.judgement.place, judged.judgement.change) {
            (Place::Below, _) => Self::Less,
            (Place::Above, Change::Better) => Self::More,
            (_, Change::Better) if beyond > least => Self::UpperPart,
            _ if beyond < -least => Self::LowerPart,
            _ => Self::AsExpected,
        }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub(in crate::server) enum Seen {
    /// A scale was rated before and after.
    Scale {
        /// Grade before the course.
        before: f64,
        /// Its day.
        before_on: Date,
        /// Grade after it.
        after: f64,
        /// Its day.
        on: Date,
        /// Whether both were given without knowing which was before.
        blinded: bool,
        /// Smallest improvement that the scale can tell from rating error.
        least: f64,
        /// Whether it is a change.
        told: Change,
        /// Against what was predicted.
        against: Against,
    },
    /// Reports bracket how long a sign was noticeable after the first session.
    Hours {
        /// Hour of the last report with it.
        from: f64,
        /// Hour of the first one after that without it.
        to: f64,
    },
}

/// One result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::server) struct ResultDraft {
    /// Scale or sign id.
    pub id: String,
    /// Improvement since before the course, in units of the scale, positive = better; or hours.
    pub value: f64,
    /// Its standard error, where it is not that of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
    /// What was seen.
    pub seen: Seen,
}

/// A number as it is kept: four decimals are finer than anybody grades or sets, and are read back as they were written.
pub(super) fn kept(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

fn kept_coverage(coverage: LockedCoverage) -> LockedCoverage {
    match coverage {
        LockedCoverage::Passes(passes) => LockedCoverage::Passes(kept(passes)),
        LockedCoverage::ChannelsPerCm2(channels) => LockedCoverage::ChannelsPerCm2(kept(channels)),
        LockedCoverage::SecondsPerCm2(seconds) => LockedCoverage::SecondsPerCm2(kept(seconds)),
    }
}

impl ResultDraft {
    /// A scale, as it was held against the forecast.
    pub(super) fn of_scale(judged: &JudgedScale) -> Self {
        Self {
            id: judged.scale.clone(),
            value: kept(judged.measured.improvement),
            error: None,
            seen: Seen::Scale {
                before: kept(judged.before),
                before_on: judged.before_on,
                after: kept(judged.after),
                on: judged.after_on,
                blinded: judged.rater == Rater::Blinded,
                least: judged.measured.minimal_detectable_change,
                told: judged.judgement.change,
                against: Against::of(judged),
            },
        }
    }
}

/// How a zone looked before a course, under the keys of a case file.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the keys of a case file")]
pub(in crate::server) struct GradesBefore {
    /// Lemperle wrinkle grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lemperle_grade: Option<f64>,
    /// Goodman-Baron scar grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goodman_baron_grade: Option<f64>,
    /// Laxity grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laxity_grade: Option<f64>,
}

/// An earlier course in one zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::server) struct EarlierDraft {
    /// Plan by which it was held.
    pub plan: PlanId,
    /// Zone id.
    pub zone: String,
    /// Device id.
    pub device: String,
    /// Mean depth that was set, mm.
    pub needle_length_mm: f64,
    /// Mean coverage.
    pub coverage: LockedCoverage,
    /// Whether the sessions tell the coverage; else it is what was planned.
    pub is_coverage_noted: bool,
    /// How hard the hand was to press.
    pub hand_pressure: String,
    /// Days of the sessions in which the zone was needled.
    pub sessions: Vec<Date>,
    /// How the zone looked before.
    #[serde(flatten)]
    pub before: GradesBefore,
    /// What came of it.
    pub results: Vec<ResultDraft>,
}

impl EarlierDraft {
    /// A course without results and grades.
    pub(super) fn new(
        plan: PlanId,
        zone: &str,
        delivered: &DeliveredTechnique,
        hand_pressure: &str,
        sessions: Vec<Date>,
    ) -> Self {
        let technique = &delivered.technique;
        Self {
            plan,
            zone: zone.to_owned(),
            device: technique.device.clone(),
            needle_length_mm: kept(technique.needle_length_mm),
            coverage: kept_coverage(technique.coverage.into()),
            is_coverage_noted: delivered.is_coverage_noted,
            hand_pressure: hand_pressure.to_owned(),
            sessions,
            before: GradesBefore::default(),
            results: Vec::new(),
        }
    }

    /// As a case file tells it.
    pub(in crate::server) fn in_case(&self) -> EarlierTable<'_> {
        EarlierTable {
            zone: &self.zone,
            device: &self.device,
            needle_length_mm: self.needle_length_mm,
            coverage: self.coverage.into(),
            hand_pressure: &self.hand_pressure,
            sessions: &self.sessions,
            before: self.before,
            result: self.results.iter().map(ResultDraft::in_case).collect(),
        }
    }
}

impl ResultDraft {
    fn in_case(&self) -> ResultTable {
        let (scale, on, blinded) = match &self.seen {
            Seen::Scale { on, blinded, .. } => (self.id.clone(), Some(*on), *blinded),
            Seen::Hours { .. } => {
                let scale = format!("{}{}", self.id, needlework_planning::HOURS_ENDING);
                (scale, None, false)
            }
        };
        ResultTable {
            scale,
            on,
            value: self.value,
            error: self.error,
            blinded,
        }
    }
}

/// The table `[[earlier]]` of a case file.
#[derive(Debug, Serialize)]
pub(in crate::server) struct EarlierTable<'a> {
    zone: &'a str,
    device: &'a str,
    needle_length_mm: f64,
    #[serde(flatten)]
    coverage: CoverageKey,
    hand_pressure: &'a str,
    sessions: &'a [Date],
    #[serde(flatten)]
    before: GradesBefore,
    result: Vec<ResultTable>,
}

/// Coverage under the key of a case file.
#[derive(Debug, Default, Serialize)]
struct CoverageKey {
    #[serde(skip_serializing_if = "Option::is_none")]
    passes: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channels_per_cm2: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_per_cm2: Option<f64>,
}

impl From<LockedCoverage> for CoverageKey {
    fn from(coverage: LockedCoverage) -> Self {
        let mut key = Self::default();
        match coverage {
            LockedCoverage::Passes(passes) => key.passes = Some(passes),
            LockedCoverage::ChannelsPerCm2(channels) => key.channels_per_cm2 = Some(channels),
            LockedCoverage::SecondsPerCm2(seconds) => key.seconds_per_cm2 = Some(seconds),
        }
        key
    }
}

/// The table `[[earlier.result]]`.
#[derive(Debug, Serialize)]
struct ResultTable {
    scale: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<Date>,
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<f64>,
    blinded: bool,
}

/// Earlier courses as a file of their own.
#[derive(Debug, Serialize)]
pub(super) struct EarlierFile<'a> {
    pub(super) earlier: Vec<EarlierTable<'a>>,
}
