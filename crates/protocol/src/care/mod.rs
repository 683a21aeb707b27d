//! What must be stopped, avoided, used, waited for and done around each session, with day and hour (protocol 2 and 4).
//!
//! [`CareRules`] are the rows of `data/precare.toml` and `data/aftercare.toml`. [`timeline`] turns them into dated
//! [`Instruction`]s for the sessions of one person; [`holds_at`] says what holds at an instant once releases, check-ins and
//! reports are known. Everything here is pure.

mod background;
mod builder;
mod card;
mod clearance;
mod holding;
mod instruction;
mod lane;
mod moment;
mod overlap;
mod rule;
mod stretch;
mod subject;
mod subject_set;
mod timeline;

pub use background::{allow_list, open_channels};
pub use card::{CardPhase, CareCard};
pub use clearance::{Clearance, ClearanceRefused, check_clearance, earliest_release};
pub use holding::{Because, CareEvent, CareState, Holding, holds_at};
pub use instruction::{
    CareClash, CareDecision, CareSession, CareTimeline, Instruction, ReleaseRules,
};
pub use lane::{CareLane, LaneKind, LaneSpan};
pub use moment::CareMoment;
pub use rule::{
    CareRule, CareRules, EndsBy, InstructionKind, MOST_DAYS_AFTER_SESSION, NEW_SCREENING, OnlyIf,
    Phase, Start,
};
pub use subject::{Products, Subject};
pub use timeline::{
    CareError, CarePerson, PlannedActivity, keeps_pre_care, last_allowed_use, timeline,
};
