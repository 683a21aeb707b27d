//! Dated instructions: what a timeline consists of.

use jiff::Zoned;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::card::CareCard;
use super::lane::CareLane;
use super::moment::CareMoment;
use super::rule::{EndsBy, InstructionKind, Phase};
use super::subject::Subject;

/// One instruction with its dates, for one session. Times are in the clinic's time zone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Instruction {
    /// Rule, session and part, for example `no-makeup@2`: the same plan gives the same id.
    pub id: String,
    /// The rule behind it.
    pub rule: String,
    /// Version of the rule.
    pub version: u32,
    /// The session that it belongs to.
    pub session: u32,
    /// Before or after that session.
    pub phase: Phase,
    /// What the patient is to do.
    pub kind: InstructionKind,
    /// A few words.
    pub label: String,
    /// The instruction in words, for the patient.
    pub text: String,
    /// First moment at which it holds. For what begins with a release by the clinic: the earliest possible moment.
    #[schemars(with = "String")]
    pub from: Zoned,
    /// Moment from which it certainly holds no longer; absent while only a release or a state ends it.
    #[schemars(with = "Option<String>")]
    pub until: Option<Zoned>,
    /// How it ends.
    pub ends_by: EndsBy,
    /// The hour of the rule: the end with `time`, the earliest end with `time+calm` and `condition`, the earliest release
    /// with `clearance`. Absent where the rule names none, or where the next session comes first.
    #[schemars(with = "Option<String>")]
    pub earliest_end: Option<Zoned>,
    /// The rule whose release by the clinic begins this instruction; absent where it begins by the clock.
    pub begins_with_clearance_of: Option<String>,
    /// The rule whose release by the clinic ends this instruction, with `clearance`.
    pub clearance_of: Option<String>,
    /// Whether the clinic releases it only once a check-in has reported neither redness nor flaking, with `clearance`.
    pub released_when_calm: bool,
    /// The session at which it is replaced by that session's own, where that comes before its end.
    pub replaced_by_session: Option<u32>,
    /// What it forbids, with everything that is part of it.
    pub forbids: Vec<Subject>,
    /// What it asks for or shows how to use.
    pub asks_for: Vec<Subject>,
    /// What it asks about.
    pub concerns: Vec<Subject>,
}

impl Instruction {
    /// Whether a report without flakes is the state that ends it.
    pub fn ends_without_flakes(&self) -> bool {
        self.ends_by == EndsBy::Condition
            && self.earliest_end.is_some()
            && self.forbids.contains(&Subject::Picking)
    }
}

/// A session as the timeline sees it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CareSession {
    /// Number within the plan, counted from 1.
    pub number: u32,
    /// Start of the visit.
    #[schemars(with = "String")]
    pub starts: Zoned,
    /// `T0`: end of the last needle pass. In a plan, the end of the visit stands in until the session is recorded.
    #[schemars(with = "String")]
    pub needling_ends: Zoned,
}

/// Something that a prescriber or clinician must decide before the timeline can be followed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CareDecision {
    /// The rule.
    pub rule: String,
    /// What was prescribed.
    pub subject: Subject,
    /// In words, for the clinician.
    pub text: String,
}

/// Something planned that the timeline forbids on those days.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CareClash {
    /// What is planned.
    pub subject: Subject,
    /// First planned day.
    #[schemars(with = "String")]
    pub from: Date,
    /// Last planned day.
    #[schemars(with = "String")]
    pub to: Date,
    /// The instructions in the way.
    pub instructions: Vec<String>,
    /// Names of their rules in `basis` lists.
    pub rules: Vec<String>,
    /// In words.
    pub text: String,
}

/// Everything that must be stopped, avoided, used, waited for and done, with day and hour.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CareTimeline {
    /// The sessions that it surrounds.
    pub sessions: Vec<CareSession>,
    /// All instructions in the order of their beginning.
    pub instructions: Vec<Instruction>,
    /// The first session day by day: cards that follow one another without a gap.
    pub cards: Vec<CareCard>,
    /// The first session as lanes of a picture.
    pub lanes: Vec<CareLane>,
    /// Moments of every session at which something begins, ends or is due.
    pub moments: Vec<CareMoment>,
    /// What a prescriber or clinician must decide first.
    pub decisions: Vec<CareDecision>,
    /// Planned things in the way.
    pub clashes: Vec<CareClash>,
    /// Numbers of the rules that decide what holds later on.
    pub release: ReleaseRules,
    /// Data rows behind it.
    pub basis: Vec<String>,
}

/// Numbers by which releases and reports are judged.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReleaseRules {
    /// Hours after `T0` before which make-up is not released while redness is present.
    pub make_up_while_red_hours: f64,
    /// Hours for which a check-in without redness and flaking counts.
    pub calm_check_in_hours: f64,
}
