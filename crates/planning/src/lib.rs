//! From a case to a plan: default course, dates, technique per zone, predicted outlook, scenarios.

mod case;
mod plan;

pub use case::{Baseline, Case, CaseDevice, CaseZone, CourseWish, DateWishes, Unavailable};
pub use plan::{
    BasisRow, ChairTime, Identity, Notice, NoticeLevel, PLAN_SCHEMA, Plan, PlannedInjury,
    PlannedSession, Scenario, ScenarioScale, SessionKind, ZonePlan,
};
