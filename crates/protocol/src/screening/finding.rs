//! What a rule found in the answers.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::overrides::Override;
use super::rule::{Blocks, Grade, Scope};
use crate::role::Role;

/// One finding: a rule that fired, for the person, the booking or one zone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// Rule id.
    pub rule: String,
    /// Version of the rule.
    pub version: u32,
    /// How much it restricts, before any override.
    pub grade: Grade,
    /// What it restricts.
    pub scope: Scope,
    /// What must not happen.
    pub blocks: Blocks,
    /// The zone, where it is about one.
    pub zone: Option<String>,
    /// First day on which it no longer holds; `None`: no date can be told.
    #[schemars(with = "Option<String>")]
    pub earliest: Option<Date>,
    /// Lowest role that may override or decide; `None`: nobody.
    pub override_role: Option<Role>,
    /// What a decision may say; empty: any decision with a reason.
    pub decisions: Vec<String>,
    /// The cause as a noun phrase, for "because of ...".
    pub because: String,
    /// Dates, names and places behind it.
    pub detail: Option<String>,
    /// What the patient reads.
    pub patient: String,
    /// The question that was not answered for this appointment.
    pub unanswered: Option<String>,
    /// The decision that sets it aside; it is then shown like a precaution.
    pub overridden: Option<Override>,
    /// Why a recorded decision does not count.
    pub override_refused: Option<String>,
    /// Keys of the sources of the rule.
    pub sources: Vec<String>,
}

impl Finding {
    /// How much it restricts the needling now: like a precaution when it was set aside or is about something else.
    pub fn effective(&self) -> Grade {
        if self.overridden.is_some() || self.blocks != Blocks::Needling {
            Grade::Precaution
        } else {
            self.grade
        }
    }

    /// The day until which it defers, if it defers the needling.
    pub(super) fn deferred_until(&self) -> Option<Date> {
        (self.effective() == Grade::DeferUntil)
            .then_some(self.earliest)
            .flatten()
    }

    /// Whether it defers the needling without a date: until a change is recorded.
    pub(super) fn waits_for_change(&self) -> bool {
        self.effective() == Grade::DeferUntil && self.earliest.is_none()
    }
}
