//! Under which id a form is recorded: what is sent twice is one report, and other answers are a report of their own.

use needlework_chart::fold::{self, Chart};
use needlework_chart::id::CheckInId;
use needlework_protocol::check_in::CheckIn;

use super::answers::CheckInAnswers;
use super::form::Filled;
use crate::server::form_key::id_of_other;
use crate::server::problem::Problem;

/// The id of the report that a form makes or has made: its key, unless that names a report with other answers. Whoever sends a
/// page again because no answer came may have ticked a fever meanwhile.
///
/// # Errors
/// When the answers cannot be written as JSON, which none are known to cause.
pub(in crate::server) fn report_id(chart: &Chart, filled: &Filled) -> Result<CheckInId, Problem> {
    let known = chart.check_ins.get(&filled.key);
    if known.is_none_or(|known| says_the_same(known, filled)) {
        return Ok(filled.key);
    }
    let other = id_of_other(filled.key.uuid(), &filled.told)?;
    Ok(CheckInId::from_uuid(other))
}

/// Whether a report says what a form says; one that this version cannot read says something else.
fn says_the_same(known: &fold::CheckIn, filled: &Filled) -> bool {
    let facts = &known.reported.facts;
    CheckInAnswers::read(&facts.answers).is_some_and(|answers| {
        let said = CheckIn {
            hour: filled.told.hour,
            free_text: facts.free_text.clone(),
            ..answers.told().clone()
        };
        said == filled.told
    })
}
