//! What a study is: who was treated, how, and what was measured.

use needlework_needling::{Coverage, HandPressure};
use needlework_skin::{Photodamage, Phototype};

use crate::measure::Measure;

/// A study, published or planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Id, lower case.
    pub id: String,
    /// One line.
    pub title: String,
    /// Rows of the evidence table.
    pub evidence: Vec<String>,
    /// Where it was published, as far as the file says so.
    pub source: Vec<String>,
    /// How much it counts in calibration.
    pub weight: Weight,
    /// What is unclear.
    pub note: Option<String>,
    /// How it was judged.
    pub design: Design,
    /// Who took part.
    pub population: Population,
    /// What was done, one entry per arm; a study without arms has one whose id is empty.
    pub arms: Vec<Arm>,
    /// What was measured.
    pub endpoints: Vec<Endpoint>,
}

/// How much a study counts in calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// As its numbers say.
    Usual,
    /// Less: confounded or unclear (evidence trap 8).
    Low,
    /// Not at all.
    None,
}

/// How a study was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Design {
    /// Whether those who graded did not know who was treated.
    pub blinded: bool,
    /// Whether there was an untreated or sham side or group.
    pub controlled: bool,
    /// Whether the arms are sides of the same people.
    pub split: bool,
}

/// Who took part; what a study leaves open is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// People, or sides, that were analysed; those who began where a share of them leaves.
    pub participants: Option<u32>,
    /// Share of the participants who leave before they are read, 0 to 1.
    pub dropout_share: f64,
    /// Ages, years.
    pub age_years: Option<AgeOfPeople>,
    /// Share of women, 0 to 1.
    pub female_share: Option<f64>,
    /// Phototypes; empty: not stated.
    pub phototypes: Vec<Phototype>,
    /// Classes of photodamage; empty: not stated.
    pub photodamage: Vec<Photodamage>,
    /// Indication id.
    pub indication: String,
    /// Zones treated and judged; empty: not stated.
    pub zones: Vec<String>,
    /// Grade before treatment.
    pub baseline: Option<Baseline>,
}

/// Ages of the people of a study, years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AgeOfPeople {
    /// Everybody at about this age.
    Mean(f64),
    /// Youngest and oldest.
    Range([f64; 2]),
}

/// A grade before treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// Scale id.
    pub scale: String,
    /// Mean, in units of the scale.
    pub mean: f64,
    /// Standard deviation between people.
    pub sd: Option<f64>,
}

/// One group, or one side of everybody.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Id; empty in a study without arms.
    pub id: String,
    /// What was done.
    pub protocol: Protocol,
}

/// What was done; what a study leaves open is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Protocol {
    /// Device id of the catalogue.
    pub device: Option<String>,
    /// Needle length or setting.
    pub needle_length_mm: Option<Length>,
    /// Coverage.
    pub coverage: Option<Coverage>,
    /// How hard the device was pressed.
    pub hand_pressure: HandPressure,
    /// Number of sessions; 0 for an untreated arm.
    pub sessions: Option<u32>,
    /// Days between sessions.
    pub interval_days: Option<f64>,
}

/// A needle length, mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// The same everywhere.
    Exactly(f64),
    /// Anything between two lengths.
    Range([f64; 2]),
}

/// One reported number.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Index of the arm in [`Trial::arms`].
    pub arm: usize,
    /// Days since the first session; 0 for what belongs to the session itself.
    pub day: f64,
    /// Scale id as in the file.
    pub scale: String,
    /// What is measured.
    pub measure: Measure,
    /// What is reported of it.
    pub statistic: Statistic,
    /// What was found; `None` in a planned study.
    pub observed: Option<Observed>,
}

/// What is reported of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// Mean of the value.
    Mean,
    /// Median of the value.
    Median,
    /// Standard deviation of the value.
    StandardDeviation,
    /// Mean value less mean value before.
    MeanChange,
    /// Mean change in per cent of the mean before.
    PercentChange,
    /// Share of people who improve by at least this much, in units of the scale.
    Responders(f64),
    /// Share of people who improve by at least this many per cent of their value before.
    PercentResponders(f64),
    /// Share of people to whom it happens.
    Events,
    /// Mean change less that of another arm, given by its index.
    Difference(usize),
}

/// What a study found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// The reported number.
    pub value: f64,
    /// Its confidence interval.
    pub interval: Option<[f64; 2]>,
    /// Level of that interval, 0 to 1.
    pub interval_level: f64,
}

impl Trial {
    /// The last day on which something is measured.
    pub(crate) fn last_day(&self) -> f64 {
        self.endpoints
            .iter()
            .map(|endpoint| endpoint.day)
            .fold(0.0, f64::max)
    }
}

impl Endpoint {
    /// Whether another endpoint asks for the same number.
    pub(crate) fn asks_the_same(&self, other: &Self) -> bool {
        self.arm == other.arm
            && (self.day - other.day).abs() < f64::EPSILON
            && self.scale == other.scale
            && self.statistic == other.statistic
    }
}
