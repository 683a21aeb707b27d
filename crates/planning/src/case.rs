//! The case: one person, the wish, the zones, the device at hand and the dates to respect.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};
use needlework_needling::{Coverage, HandPressure, Technique};
use needlework_protocol::care::Subject;
use needlework_protocol::screening::Answers;
use needlework_skin::Person;
use schemars::JsonSchema;
use serde::Serialize;

/// What a clinician tells the planner about one person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Case {
    /// A title without a name, for example "Cheek lines, woman of 52".
    pub title: String,
    /// The clinic's own mark of this course, for example a number that only the clinic can look up; never a name. Calendars
    /// then keep apart two people who are alike in everything else, and know the course again when its title or the age
    /// changes.
    pub identifier: Option<String>,
    /// The day on which the plan is made; sessions lie after it.
    #[schemars(with = "String")]
    pub planned_on: Date,
    /// The person.
    pub person: Person,
    /// Indication id, for example `facial-wrinkles`.
    pub indication: String,
    /// Zones to treat, the main one first.
    pub zones: Vec<CaseZone>,
    /// The device at hand.
    pub device: CaseDevice,
    /// Number of sessions and interval where they differ from the indication's default.
    pub course: CourseWish,
    /// Dates to respect.
    pub dates: DateWishes,
    /// What care around the sessions must know.
    pub care: CareAnswers,
    /// Answers to the screening questions; `None`: nobody has been asked.
    pub screening: Option<Answers>,
    /// Earlier courses of this person and what came of them: the plan then knows this skin.
    pub earlier: Vec<EarlierCourse>,
}

/// One zone of a case.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CaseZone {
    /// Zone id.
    pub zone: String,
    /// Treated area, cm²; the zone's usual area when absent.
    pub area_cm2: Option<f64>,
    /// Needle length or setting, mm; the protocol's depth for zone and indication when absent.
    pub needle_length_mm: Option<f64>,
    /// Coverage; the protocol's default for the device when absent.
    pub coverage: Option<Coverage>,
    /// How the zone looks before treatment.
    pub baseline: Baseline,
}

/// How a zone looks before treatment, as far as it was graded.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct Baseline {
    /// Lemperle wrinkle grade, 0 to 5.
    pub lemperle_grade: Option<f64>,
    /// Goodman-Baron scar grade, 1 to 4.
    pub goodman_baron_grade: Option<f64>,
    /// Laxity grade, 0 to 4.
    pub laxity_grade: Option<f64>,
}

/// The device at hand.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CaseDevice {
    /// Device id of the catalogue.
    pub id: String,
    /// How hard the operator presses.
    pub hand_pressure: HandPressure,
    /// The clinic's numbing contact time, min; absent when the clinic does not numb.
    pub numbing_minutes: Option<f64>,
}

/// What the case asks of the course.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct CourseWish {
    /// Number of treatment sessions; the indication's default when absent.
    pub sessions: Option<u32>,
    /// Days between sessions; the indication's default when absent.
    pub interval_days: Option<u32>,
    /// Maintenance sessions per year after the course; none when absent.
    pub maintenance_per_year: Option<u32>,
}

/// Dates to respect.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DateWishes {
    /// IANA time zone of the clinic, for example `Europe/Zurich`.
    pub time_zone: String,
    /// First session, local time; the planner proposes one when absent.
    #[schemars(with = "Option<String>")]
    pub first_session: Option<DateTime>,
    /// Usual start of a session, local time.
    #[schemars(with = "String")]
    pub time_of_day: Time,
    /// Explicit dates of all sessions, local time, in order; computed from the interval when empty.
    #[schemars(with = "Vec<String>")]
    pub sessions: Vec<DateTime>,
    /// Days on which the person cannot come.
    pub unavailable: Vec<Unavailable>,
    /// A day on which the person wants to look calm, for example a wedding.
    #[schemars(with = "Option<String>")]
    pub event: Option<Date>,
}

/// What care around the sessions must know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct CareAnswers {
    /// Products that somebody prescribed: the plan asks the prescriber about them and never says to stop them.
    pub prescribed: BTreeSet<Subject>,
    /// Whether the area has dense hair.
    pub dense_hair: bool,
    /// What the person has planned and care may forbid, for example a week in the sun.
    pub planned: Vec<PlannedThing>,
}

/// Something that the person has planned, both days included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlannedThing {
    /// What.
    pub what: Subject,
    /// First day.
    #[schemars(with = "String")]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String")]
    pub to: Date,
}

/// A range of days, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unavailable {
    /// First day.
    #[schemars(with = "String")]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String")]
    pub to: Date,
}

impl Unavailable {
    /// Whether a day lies in the range.
    pub fn contains(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// An earlier course of this person in one zone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EarlierCourse {
    /// Zone id.
    pub zone: String,
    /// What the hand did.
    pub technique: Technique,
    /// Days of the sessions, in order.
    #[schemars(with = "Vec<String>")]
    pub sessions: Vec<Date>,
    /// How the zone looked before the first of them.
    pub baseline: Baseline,
    /// What came of it.
    pub results: Vec<OwnResult>,
}

/// One result of an earlier course.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OwnResult {
    /// What was observed.
    pub what: ResultKind,
    /// Improvement since before the course, in units of the scale, positive = better; or hours.
    pub value: f64,
    /// Standard error of the value, where a photograph or an instrument states it; else that of the scale.
    pub error: Option<f64>,
    /// Whether whoever judged it did not know which picture was before.
    pub blinded: bool,
}

/// What a result is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResultKind {
    /// Improvement on a clinical scale on a day.
    Scale {
        /// Scale id.
        id: String,
        /// The day.
        #[schemars(with = "String")]
        on: Date,
    },
    /// How long a sign was noticeable after the first session, h.
    SignHours {
        /// Sign id, for example `redness`.
        id: String,
    },
}
