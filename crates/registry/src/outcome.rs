//! The rows of the registry: one judged course, one treated session. Nobody's name is in them, only ids of a course and of
//! whoever needled.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_planning::Quantiles;
use serde::Serialize;

use crate::position::Position;

/// What groups are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trait {
    /// Zone id.
    Zone,
    /// Indication id.
    Indication,
    /// Phototype, I to VI.
    Phototype,
    /// Age in decades.
    Age,
    /// Device of the clinic.
    Device,
    /// Who needled.
    Operator,
}

impl Trait {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Zone,
        Self::Indication,
        Self::Phototype,
        Self::Age,
        Self::Device,
        Self::Operator,
    ];

    /// Name in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Indication => "indication",
            Self::Phototype => "phototype",
            Self::Age => "age",
            Self::Device => "device",
            Self::Operator => "operator",
        }
    }
}

/// Who was treated, where, with what and by whom: by what results are grouped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Zone id.
    pub zone: String,
    /// Indication id.
    pub indication: String,
    /// Phototype, 1 to 6.
    pub phototype: u8,
    /// Age at the first session, years.
    pub age_years: u32,
    /// The device, as the clinic tells its devices apart.
    pub device: String,
    /// The operator, by an id.
    pub operator: String,
}

/// Width of an age group, years.
const AGE_GROUP_YEARS: u32 = 10;

/// First year of the group of an age.
pub(crate) const fn decade(age_years: u32) -> u32 {
    age_years / AGE_GROUP_YEARS * AGE_GROUP_YEARS
}

impl Group {
    /// The group by one trait, as text: ids as they are, phototypes as numbers, ages by the first year of their decade.
    pub fn by(&self, of: Trait) -> String {
        match of {
            Trait::Zone => self.zone.clone(),
            Trait::Indication => self.indication.clone(),
            Trait::Phototype => self.phototype.to_string(),
            Trait::Age => decade(self.age_years).to_string(),
            Trait::Device => self.device.clone(),
            Trait::Operator => self.operator.clone(),
        }
    }
}

/// Which result of a course is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The change of the main scale of a zone on the day of judgement.
    Improvement,
    /// How long redness was seen after the first session.
    Redness,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Improvement, Self::Redness];

    /// Name in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Improvement => "improvement",
            Self::Redness => "redness",
        }
    }
}

/// One result of one zone of a course with what was predicted before it began: of improvement one for every zone whose main scale
/// was judged, of redness one, of the main zone. Several zones or sessions of one person are no independent witnesses: the watch
/// follows the main zone alone, and shares count a course once (see [`crate::Weighed`]). Rows of one kind of a course stand together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CourseOutcome {
    /// Id of the course: chance is drawn for it alone, whatever other courses come in.
    pub course: String,
    /// What is compared.
    pub kind: Kind,
    /// Whether it is of the main zone of the plan.
    pub is_main_zone: bool,
    /// Who, where, with what.
    pub group: Group,
    /// When the record knew of it: rows are followed in this order, so that a new one changes nothing that was said before.
    pub known_at: Timestamp,
    /// Id of the scale or sign.
    pub scale: String,
    /// The locked prediction.
    pub predicted: Quantiles,
    /// Standard error of the reading, in the unit of the prediction.
    pub reading_error: f64,
    /// Distance between two values that can be read; 0 for a continuous reading.
    pub reading_step: f64,
    /// What came.
    pub observed: f64,
    /// When it was seen.
    pub observed_on: Date,
}

impl CourseOutcome {
    /// Where it lies in its prediction.
    pub fn position(&self) -> Position {
        Position::of(
            &self.predicted,
            self.observed,
            self.reading_error,
            self.reading_step,
        )
    }
}

/// One signed session, with the unwanted signs that were recorded after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TreatedSession {
    /// Tells people apart while sessions are counted; never shown.
    pub person: String,
    /// Who, where, with what.
    pub group: Group,
    /// Day of the session.
    pub day: Date,
    /// Ids of signs that were recorded as adverse events; with them [`REPORTED_URGENT`], where that is so.
    pub signs: Vec<String>,
}

/// What stands among the signs of a session after which a report of the patient asked for a clinician the same day, or at once.
pub const REPORTED_URGENT: &str = "reported-urgent";
