//! From a case to a plan: default course, dates, technique per zone, predicted outlook, scenarios.

mod amount;
mod basis;
mod care;
mod case;
mod chain;
mod chair;
mod consent;
mod delivery;
mod document;
mod eligibility;
mod error;
mod forecast;
mod identity;
mod library;
mod locked;
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
mod spoken;
mod start_gate;
mod technique;
mod watch;
mod weights;

pub use basis::Basis;
pub use care::{care_around, care_in};
pub use case::{
    Baseline, CareAnswers, Case, CaseDevice, CaseZone, CourseWish, DateWishes, EarlierCourse,
    OwnResult, PlannedThing, ResultKind, Unavailable,
};
pub use chain::{ChainError, Needled, Treated, observe_courses};
pub use consent::{ConsentFact, ConsentMeasure, NamedRisk};
pub use delivery::{
    Comparison, DELIVERY_VERSION, DeliveredTechnique, DeliveredZone, DeliveryScore, DeviationClass,
    Difference, Measured, Planned, PlannedZone, compare, delivered_technique, delivery_score,
};
pub use document::schema;
pub use error::PlanError;
pub use identity::identity;
pub use library::{Library, PARAMETER_FILES, posterior};
pub use locked::{
    FORECAST_SCHEMA, LockedConsentFact, LockedCoverage, LockedForecast, LockedNotice, LockedRisk,
    LockedScale, LockedSession, LockedSideEffect, LockedTechnique, LockedZone, Quantiles,
};
pub use personal::{
    ForecastWithout, KnownResult, PersonDraws, PersonalUpdate, without_own_results,
};
pub use plan::{
    BasisRow, CalibratedOn, ChairTime, Identity, Notice, NoticeLevel, PLAN_SCHEMA, Plan,
    PlannedInjury, PlannedSession, Scenario, ScenarioScale, SessionKind, ZonePlan,
};
pub use planner::{
    Settings, USUAL_DRAWS, beside_other_ways, notices_in, plan, plan_of, preview, preview_of,
    screening, screening_in, screening_on,
};
pub use read_case::{
    CASE_FILE, HOURS_ENDING, MOST_EARLIER_COURSES, TOLD_SIGNS, YOUNGEST_MENOPAUSE_YEARS,
};
pub use read_technique::{read_coverage, read_hand_pressure};
pub use schedule::{Appointment, CoursePattern, appointments};
pub use spoken::plan_in;
pub use start_gate::{
    BarredNumbing, GateCartridge, GateCheck, GateConsent, GateDevice, GateFacts, GateHealing,
    GateNumbing, GateReason, GateScreening, GateState, answers_hold, start_gate,
};
pub use technique::usual_coverage;
pub use watch::{
    AgainstForecast, Judged, Standing, against_forecast, followed_hours, judge, last_check_in_day,
    may_answer, silence, standing,
};
