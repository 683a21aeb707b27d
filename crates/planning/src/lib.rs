//! From a case to a plan: default course, dates, technique per zone, predicted outlook, scenarios.

mod basis;
mod care;
mod case;
mod chain;
mod chair;
mod consent;
mod document;
mod eligibility;
mod error;
mod library;
mod notice;
mod outline;
mod personal;
mod plan;
mod planner;
mod read_case;
mod read_technique;
mod scenario;
mod schedule;
mod simulation;
mod technique;
mod weights;

pub use case::{
    Baseline, CareAnswers, Case, CaseDevice, CaseZone, CourseWish, DateWishes, EarlierCourse,
    OwnResult, PlannedThing, ResultKind, Unavailable,
};
pub use chain::{ChainError, Needled, Treated, observe_courses};
pub use consent::{ConsentFact, ConsentMeasure, NamedRisk};
pub use document::schema;
pub use error::PlanError;
pub use library::{Library, PARAMETER_FILES, posterior};
pub use personal::PersonalUpdate;
pub use plan::{
    BasisRow, CalibratedOn, ChairTime, Identity, Notice, NoticeLevel, PLAN_SCHEMA, Plan,
    PlannedInjury, PlannedSession, Scenario, ScenarioScale, SessionKind, ZonePlan,
};
pub use planner::{Settings, USUAL_DRAWS, plan, screening};
pub use read_case::CASE_FILE;
pub use read_technique::{read_coverage, read_hand_pressure};
pub use schedule::{Appointment, CoursePattern, appointments};
pub use technique::usual_coverage;
