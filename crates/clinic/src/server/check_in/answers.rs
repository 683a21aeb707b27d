//! Answers of a check-in as they lie in the chart.

use needlework_chart::event::CheckInReported;
use needlework_chart::id::PhotographId;
use needlework_planning::Judged;
use needlework_protocol::check_in::{CheckIn, Grade, GradedSign};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::server::problem::Problem;

/// Name and version of the format.
const SCHEMA: &str = "needlework.check-in/1";

/// What was answered, and what followed from it on that day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct CheckInAnswers {
    schema: String,
    /// The answers, without what was written in free words.
    told: CheckIn,
    /// Rules that spoke, with their versions.
    rules: Vec<String>,
    /// Signs beyond what was forecast for this person, with the grade that nearly no forecast exceeds.
    beyond: Vec<Beyond>,
    /// The id of its photograph, whether that came along, comes later or never; `None`: no consent to photographs held.
    pub photograph: Option<PhotographId>,
}

/// A sign beyond the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct Beyond {
    sign: GradedSign,
    at_most: Grade,
}

impl CheckInAnswers {
    /// What is kept of a report.
    pub(super) fn new(told: &CheckIn, judged: &Judged, photograph: Option<PhotographId>) -> Self {
        let findings = judged.assessment.findings.iter();
        let outside = judged.against.iter().filter(|one| one.is_outside());
        Self {
            schema: SCHEMA.to_owned(),
            told: CheckIn {
                free_text: None,
                ..told.clone()
            },
            rules: findings
                .map(|finding| format!("{}@{}", finding.rule, finding.version))
                .collect(),
            beyond: outside
                .map(|one| Beyond {
                    sign: one.sign,
                    at_most: one.at_most,
                })
                .collect(),
            photograph,
        }
    }

    /// As it is recorded.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which no answers are known to cause.
    pub(super) fn to_value(&self) -> Result<Value, Problem> {
        Ok(serde_json::to_value(self)?)
    }

    /// Reads what lies in the record; `None` for a form that this version does not know.
    pub(in crate::server) fn read(answers: &Value) -> Option<Self> {
        let read: Self = serde_json::from_value(answers.clone()).ok()?;
        (read.schema == SCHEMA).then_some(read)
    }

    /// The answers, without free words.
    pub(in crate::server) const fn told(&self) -> &CheckIn {
        &self.told
    }

    /// The grade that nearly no forecast exceeded, of a sign that did.
    pub(in crate::server) fn beyond(&self, sign: GradedSign) -> Option<Grade> {
        let found = self.beyond.iter().find(|one| one.sign == sign);
        found.map(|one| one.at_most)
    }
}

/// The check-in of a report with everything that was said; of an answer in another form the hour and the free words are left.
pub(super) fn check_in_of(reported: &CheckInReported) -> CheckIn {
    let told = CheckInAnswers::read(&reported.answers).map(|answers| answers.told);
    CheckIn {
        hour: reported.hours_after_t0,
        free_text: reported.free_text.clone(),
        ..told.unwrap_or_default()
    }
}
