//! For how long answers to the screening questions hold.

use jiff::civil::Date;
use needlework_protocol::Record;

use super::days_from;
use crate::library::Library;

/// Whether answers of one day still hold for a session on another, by the same rule as at the start: a clinic asks again in
/// time whom it expects.
pub fn answers_hold(
    answered_on: Date,
    last_session_on: Option<Date>,
    session_on: Date,
    library: &Library,
) -> bool {
    outdated(answered_on, last_session_on, session_on, library).is_none()
}

/// Why answers do not hold for a session, as the key of its sentence: they hold for one appointment (protocol 0.3), and not
/// for long before it.
pub(super) fn outdated(
    answered_on: Date,
    last_session_on: Option<Date>,
    session_on: Date,
    library: &Library,
) -> Option<&'static str> {
    let age = days_from(answered_on, session_on);
    let is_before_last =
        last_session_on.is_some_and(|last| answered_on <= last && last <= session_on);
    if age < 0 {
        Some("start-screening.ahead")
    } else if is_before_last {
        Some("start-screening.before-last-session")
    } else if f64::from(age) > days_of_answers(library) {
        Some("start-screening.old")
    } else {
        None
    }
}

/// Days for which answers hold.
pub(super) fn days_of_answers(library: &Library) -> f64 {
    let rule = library.gate.get("start-screening");
    rule.and_then(Record::number).unwrap_or(0.0)
}
