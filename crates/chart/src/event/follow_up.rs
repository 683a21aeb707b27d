//! What comes after a session: reports of the patient, releases by the clinic, adverse events.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{AdverseEventId, CheckInId, ClearanceId, SessionId};

/// A patient reported how the skin is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckInReported {
    /// This report.
    pub check_in: CheckInId,
    /// Session.
    pub session: SessionId,
    /// Hours after T0.
    pub hours_after_t0: f64,
    /// Answers, as the form gives them.
    pub answers: Value,
    /// Response level 1 to 4; absent: all is as expected.
    pub level: Option<u8>,
    /// What the patient wrote; a person reads it.
    pub free_text: Option<String>,
}

/// Somebody answered a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckInAnswered {
    /// The report.
    pub check_in: CheckInId,
    /// What was done: the record of the clinic, which the pages of the patient do not show.
    pub response: String,
    /// What the patient reads of it; absent: nothing.
    pub words: Option<String>,
}

/// The patient read what the clinic wrote about a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRead {
    /// The report.
    pub check_in: CheckInId,
}

/// Nobody had been heard of when a check-in was due, and somebody tried to reach the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilenceNoted {
    /// Session.
    pub session: SessionId,
    /// What was tried.
    pub note: String,
    /// When it is looked at again.
    pub look_again_at: Timestamp,
}

/// The clinic released instructions that end only by its word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearanceGiven {
    /// This release.
    pub clearance: ClearanceId,
    /// Session.
    pub session: SessionId,
    /// Ids of the instructions.
    pub instructions: Vec<String>,
}

/// An adverse event was opened against the treatment record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdverseEventOpened {
    /// This adverse event.
    pub adverse_event: AdverseEventId,
    /// Session; absent: none is known.
    pub session: Option<SessionId>,
    /// Sign id.
    pub sign: String,
    /// What was seen.
    pub description: String,
    /// Day on which it began, as far as anybody knows; absent: not known.
    pub onset_on: Option<Date>,
    /// Whether a clinician calls it serious.
    pub is_serious: bool,
    /// Whether somebody who is no clinician thinks that it may be serious; a clinician decides.
    pub is_thought_serious: bool,
    /// Grade 1 to 5.
    pub grade: u8,
}

/// Somebody looked after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdverseEventFollowedUp {
    /// The adverse event.
    pub adverse_event: AdverseEventId,
    /// What was found and done.
    pub note: String,
    /// Grade from now on.
    pub grade: u8,
    /// Whether it is serious from now on.
    pub is_serious: bool,
}

impl AdverseEventFollowedUp {
    /// Whether it finds the event graver than it stood.
    pub(crate) const fn is_worse_than(&self, grade: u8, is_serious: bool) -> bool {
        self.grade > grade || (self.is_serious && !is_serious)
    }
}

/// It was reported to an authority or a maker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdverseEventReported {
    /// The adverse event.
    pub adverse_event: AdverseEventId,
    /// To whom.
    pub recipient: String,
    /// When it was sent.
    pub sent_on: Date,
    /// Their number.
    pub reference: Option<String>,
}

/// A clinician decided that no report to an authority or a maker is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdverseEventReportNotDue {
    /// The adverse event.
    pub adverse_event: AdverseEventId,
    /// Why not.
    pub reason: String,
}

/// It is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdverseEventClosed {
    /// The adverse event.
    pub adverse_event: AdverseEventId,
    /// How it ended.
    pub outcome: String,
}
