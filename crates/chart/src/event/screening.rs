//! Answers before a treatment, and decisions against a rule.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::author::SecondName;
use crate::id::{IntakeId, OverrideId, ScreeningId, SessionId};

/// Whether this skin may be needled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Yes.
    Permitted,
    /// Not yet: a date or a decision is missing.
    NotYet,
    /// No.
    Refused,
}

/// A rule that spoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiredRule {
    /// Id of the rule.
    pub rule: String,
    /// Its version.
    pub version: u32,
    /// Its grade, as the rule names it.
    pub grade: String,
}

/// Somebody sent answers before the first visit, and the clinic took them into a chart. Nobody has confirmed them: what counts
/// before a treatment is [`ScreeningAnswered`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntakeSent {
    /// These answers.
    pub intake: IntakeId,
    /// When they were sent.
    pub sent_at: Timestamp,
    /// Version of the questions.
    pub form_version: String,
    /// The answers, as the person gave them.
    pub answers: Value,
}

/// The screening questions were answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreeningAnswered {
    /// These answers.
    pub screening: ScreeningId,
    /// Version of the questions.
    pub form_version: String,
    /// The answers, as the form gives them.
    pub answers: Value,
    /// What followed from them.
    pub verdict: Verdict,
    /// Rules that spoke, the gravest first.
    pub fired: Vec<FiredRule>,
}

/// What was decided otherwise than the program says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum OverrideSubject {
    /// A rule of a screening.
    ScreeningRule {
        /// Answers.
        screening: ScreeningId,
        /// Id of the rule.
        rule: String,
        /// Its version.
        version: u32,
    },
    /// A setting beyond its tolerance.
    Tolerance {
        /// Session.
        session: SessionId,
        /// Zone id.
        zone: String,
    },
    /// A condition of the start gate, for example a photograph that was not taken.
    StartGate {
        /// Session.
        session: SessionId,
        /// Which condition.
        condition: String,
    },
}

/// A decision against a rule or beyond a tolerance: a record of its own, listed every month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideDecided {
    /// This decision.
    pub override_id: OverrideId,
    /// Against what.
    pub subject: OverrideSubject,
    /// Reason as a code.
    pub reason_code: String,
    /// Reason in words.
    pub reason: String,
    /// Who else answers for it.
    pub second_name: Option<SecondName>,
}
