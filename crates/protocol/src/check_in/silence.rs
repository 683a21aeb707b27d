//! What the clinic hears although no answer says it: check-ins that were not answered, and a sign beyond the forecast.

use needlework_evidence::HOURS_PER_DAY;

use super::assess::{Finding, Outside};
use super::rules::{CheckInRules, OUTSIDE_FORECAST};
use super::symptom::GradedSign;

/// The row about check-ins that were not answered.
const NO_ANSWER: &str = "no-answer";

/// A finding that signs are stronger than this person's forecast reaches on that day; `None`: none is.
pub fn outside_forecast(rules: &CheckInRules, signs: Vec<GradedSign>) -> Option<Outside> {
    let finding = Finding::of_result(rules, OUTSIDE_FORECAST)?;
    (!signs.is_empty()).then_some(Outside { finding, signs })
}

/// The hour after `T0` at which enough check-ins in a row had gone by without an answer (protocol 5.3): a message to the
/// clinic, no conclusion. `None` before, and once somebody was heard of after the last of them, by whatever way. `due_hours` are
/// the beginnings of the days on which a check-in is due, in hours after `T0`; `reminded_ahead_hours` says how long before it
/// somebody may have been reminded, since whoever answers a reminder has answered.
pub fn silent_since(
    rules: &CheckInRules,
    due_hours: &[f64],
    reminded_ahead_hours: f64,
    heard_hours: &[f64],
    now_hour: f64,
) -> Option<f64> {
    let missed = missed_in_a_row(due_hours, reminded_ahead_hours, heard_hours, now_hour);
    let last = missed.last()? + HOURS_PER_DAY;
    if heard_hours.iter().any(|hour| *hour >= last) {
        return None;
    }
    let enough = missed.get(enough(rules) - 1)?;
    Some(enough + HOURS_PER_DAY)
}

/// How many in a row are enough; one at least.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the row allows 1 to 3 check-ins"
)]
fn enough(rules: &CheckInRules) -> usize {
    rules.number(NO_ANSWER).ceil().max(1.0) as usize
}

/// The last check-ins whose day is over and of which nobody was heard since the reminder until that day ended, the earliest
/// first.
fn missed_in_a_row(
    due_hours: &[f64],
    reminded_ahead_hours: f64,
    heard_hours: &[f64],
    now_hour: f64,
) -> Vec<f64> {
    let over = due_hours
        .iter()
        .filter(|due| **due + HOURS_PER_DAY <= now_hour);
    let mut missed: Vec<f64> = over
        .rev()
        .take_while(|due| {
            let day = **due - reminded_ahead_hours..**due + HOURS_PER_DAY;
            !heard_hours.iter().any(|hour| day.contains(hour))
        })
        .copied()
        .collect();
    missed.reverse();
    missed
}
