//! The plan: everything a page, a calendar or a second program needs, and nothing drawn.

use std::collections::BTreeMap;

use jiff::Zoned;
use needlework_evidence::{Citation, Parameter, Provenance, Sourced};
use needlework_needling::{Device, Technique};
use needlework_outcome::{Estimate, Outlook, Series};
use needlework_protocol::ClinicSettings;
use needlework_protocol::care::CareTimeline;
use needlework_protocol::check_in::{CheckInGuide, ExpectedDay};
use needlework_protocol::screening::{Permission, Screening, Standing};
use needlework_protocol::{Comparison, ScaleDefinition};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Case, ConsentFact, NamedRisk, PersonalUpdate};

/// Name and version of the format of `plan.json`.
pub const PLAN_SCHEMA: &str = "needlework.plan/1";

/// A plan for one person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Plan {
    /// [`PLAN_SCHEMA`].
    pub schema: String,
    /// What must be known to repeat this result.
    pub identity: Identity,
    /// The case that was planned.
    pub case: Case,
    /// Name of the indication for a clinician.
    pub indication_name: String,
    /// Name of the indication for a patient.
    pub indication_plain_name: String,
    /// The device.
    pub device: Device,
    /// Sessions in order, maintenance included.
    pub sessions: Vec<PlannedSession>,
    /// Day of judgement: when the result is compared with the prediction.
    #[schemars(with = "String")]
    pub judged_on: Zoned,
    /// The same day, counted from the first session.
    pub judged_day: f64,
    /// What is done and expected in each zone that screening does not leave out, the main one first.
    pub zones: Vec<ZonePlan>,
    /// Screening of the day that was asked for, or proposed without looking at the answers.
    pub screening: Screening,
    /// How the booking stands on the day of the first session, which respects every date of `screening`.
    pub first_session: Standing,
    /// Defaults that the clinic changed; `None`: none.
    pub clinic: Option<ClinicSettings>,
    /// Time in the chair per treatment session.
    pub chair_time: ChairTime,
    /// The main zone under other courses, on the same draws: no upkeep, one and two maintenance sessions a year, one
    /// session more or fewer.
    pub scenarios: Vec<Scenario>,
    /// What earlier results of the person did to the forecast; `None`: none are known.
    pub own_results: Option<PersonalUpdate>,
    /// What the published studies taught about the numbers behind the forecast.
    pub calibrated: CalibratedOn,
    /// What to stop, avoid, use, wait for and do around every session, with day and hour.
    pub care: CareTimeline,
    /// Grades, response levels and warning signs for the days after a session.
    pub check_ins: CheckInGuide,
    /// What the person should know before agreeing: the own predicted risks, each in the zone where it is worst.
    pub consent: Vec<ConsentFact>,
    /// The risks that a consent names, from regulators and reviews.
    pub named_risks: Vec<NamedRisk>,
    /// The same wish by other ways; absent where no source speaks about it.
    pub comparison: Option<Comparison>,
    /// What the grades of the predicted scales mean, where that is known.
    pub scale_definitions: Vec<ScaleDefinition>,
    /// Wording that stands on a page, by id.
    pub texts: BTreeMap<String, String>,
    /// What the clinician must know or decide, the gravest first.
    pub notices: Vec<Notice>,
    /// Every parameter behind the numbers, by key; `basis` lists of the outlook name whole tables of them.
    pub parameters: BTreeMap<String, Parameter>,
    /// Every data row behind the numbers (zones, devices, courses, depths ...), by key.
    pub rows: BTreeMap<String, BasisRow>,
    /// The sources that parameters and rows name, by key.
    pub sources: BTreeMap<String, Citation>,
}

impl Plan {
    /// Whether the first session may take place on its day.
    pub fn permission(&self) -> Permission {
        self.first_session.permission()
    }

    /// The words that nobody may be needled by this plan; why stands in `first_session`. `None`: the session may take place.
    pub fn stop(&self) -> Option<&str> {
        match self.permission() {
            Permission::Permitted => None,
            Permission::NotYet => Some(self.wording("not-permitted-yet")),
            Permission::Refused => Some(self.wording("not-permitted")),
        }
    }

    /// A wording of the protocol; empty where the plan holds none with this id.
    pub fn wording(&self, id: &str) -> &str {
        self.texts.get(id).map_or("", String::as_str)
    }
}

/// What must be known to repeat a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// Version of the program that made the plan.
    pub engine_version: String,
    /// SHA-256 of the parameter set.
    pub parameter_set: String,
    /// SHA-256 of the case as it was read and of what the clinic changed, written as JSON.
    pub input: String,
    /// SHA-256 of what stays the same when sessions move: the identifier of the case, else title and person; then indication
    /// and zones. Calendars know their events by it.
    pub course: String,
    /// Number of parameter draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
}

/// What the published studies taught.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CalibratedOn {
    /// Hash of the studies.
    pub studies: String,
    /// Sampler and settings, in words.
    pub sampler: String,
    /// Seed of the calibration.
    pub seed: u64,
    /// Parameters whose draws come from the posterior; those of all others come from their priors.
    pub parameters: Vec<String>,
}

/// A data row that is not a single parameter.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BasisRow {
    /// What the row says, in words.
    pub text: String,
    /// Where it comes from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Treatment or upkeep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SessionKind {
    /// Part of the course.
    Treatment,
    /// Upkeep after the course; proposed, never booked automatically.
    Maintenance,
}

/// One session with its date.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlannedSession {
    /// Counted from 1 over the whole plan.
    pub number: u32,
    /// Treatment or maintenance.
    pub kind: SessionKind,
    /// Start in the clinic's time zone.
    #[schemars(with = "String")]
    pub starts: Zoned,
    /// End of the visit.
    #[schemars(with = "String")]
    pub ends: Zoned,
    /// Days since the first session.
    pub day: f64,
    /// Why the date is not exactly one interval after the last, if it is not.
    pub moved_because: Option<String>,
}

/// What is done and expected in one zone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ZonePlan {
    /// Zone id.
    pub zone: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Treated area, cm².
    pub area_cm2: f64,
    /// What the hand does.
    pub technique: Technique,
    /// What one session does to the skin.
    pub injury: PlannedInjury,
    /// What is expected over the course.
    pub outlook: Outlook,
    /// The first days after a session in words, with the predicted strength of each sign.
    pub expected_days: Vec<ExpectedDay>,
    /// Data rows behind the choice of technique.
    pub basis: Vec<String>,
}

/// What one session does to the skin of a zone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlannedInjury {
    /// Channels per cm².
    pub channels_per_cm2: Estimate,
    /// Depth that the needles reach, mm.
    pub channel_depth_mm: Estimate,
    /// Channel radius at the surface, mm.
    pub channel_radius_mm: Estimate,
    /// Thickness of the epidermis, mm.
    pub epidermis_mm: Estimate,
    /// Thickness of the dermis, mm.
    pub dermis_mm: Estimate,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// Time in the chair.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChairTime {
    /// Needling alone, min.
    pub needling_minutes: Estimate,
    /// Cleaning, marking and aftercare at the chair, min.
    pub preparation_minutes: Sourced<f64>,
    /// Numbing contact time set by the clinic, min; `None` without numbing.
    pub numbing_minutes: Option<f64>,
    /// All together, min.
    pub total_minutes: Estimate,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// The main zone under another course, compared on the same draws.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Scenario {
    /// Id, for example `maintenance-2`.
    pub id: String,
    /// In words.
    pub name: String,
    /// Treatment sessions.
    pub sessions: u32,
    /// Maintenance sessions per year.
    pub maintenance_per_year: u32,
    /// The main scale.
    pub scale: ScenarioScale,
    /// Parameter tables and data rows behind it.
    pub basis: Vec<String>,
}

/// The main scale under a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScenarioScale {
    /// Scale id.
    pub id: String,
    /// Improvement at the day of judgement and after one and two years, in scale units.
    pub improvement: Series,
    /// Difference from the plan itself on the same draws, positive = better than the plan.
    pub difference: Series,
    /// Share of draws in which the scenario is better than the plan, at the same days.
    pub probability_better: Vec<f64>,
}

/// How grave a notice is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeLevel {
    /// Worth knowing.
    Note,
    /// Allowed; must be acknowledged with a reason.
    Warning,
    /// A clinician must decide before the plan is used.
    Decision,
}

/// Something the clinician must know or decide.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Notice {
    /// Id, for example `above-usual-depth`.
    pub id: String,
    /// How grave.
    pub level: NoticeLevel,
    /// One sentence.
    pub text: String,
    /// Data rows behind it.
    pub basis: Vec<String>,
}
