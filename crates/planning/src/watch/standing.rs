//! How urgently something waits: its level, until when somebody must have responded, and who may.

use std::cmp::Reverse;

use jiff::Zoned;
use needlework_evidence::HOURS_PER_DAY;
use needlework_protocol::Role;
use needlework_protocol::care::{CareRules, Start};
use needlework_protocol::check_in::{
    Actor, CheckInRules, Level, Opening, response_due, silent_since,
};

/// The care rule that says on which days a check-in is due.
const CHECK_IN_RULE: &str = "daily-checkin";
/// The row of the expected course up to whose last day silence is pointed out.
const LAST_DAYS_RULE: &str = "next-visit";

/// How something stands that waits for the clinic. It sorts the most urgent first: what is overdue stands with the level above
/// its own, but never beside an emergency, before which nothing stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    order: Reverse<(Level, bool)>,
    /// Until when somebody must have responded.
    pub due: Zoned,
    /// The level.
    pub level: Level,
    /// Whether that time has passed.
    pub is_overdue: bool,
}

impl Standing {
    /// The level with which it stands on a board: its own, or the one above where it is overdue.
    pub const fn stands_with(&self) -> Level {
        self.order.0.0
    }
}

/// How a report of a level stands that has waited since a moment.
pub fn standing(
    rules: &CheckInRules,
    level: Level,
    since: &Zoned,
    now: &Zoned,
    opening: &Opening,
) -> Standing {
    let row = rules.level_row(level);
    let due = row.map_or_else(
        || since.clone(),
        |row| response_due(row.response(), since, opening),
    );
    let is_overdue = *now > due;
    let counts_as = match level {
        Level::Message if is_overdue => Level::Review,
        Level::Review if is_overdue => Level::Urgent,
        level => level,
    };
    Standing {
        order: Reverse((counts_as, is_overdue)),
        due,
        level,
        is_overdue,
    }
}

/// Whether somebody in a role answers reports of a level: the rules say who acts. What a milder level leaves to a clinician, a
/// graver one does too, whoever else acts on it.
pub fn may_answer(rules: &CheckInRules, level: Option<Level>, role: Role) -> bool {
    let mut up_to = rules.levels().iter().filter(|row| Some(row.level) <= level);
    let is_for_clinicians = up_to.any(|row| row.acts.contains(&Actor::Clinician));
    !is_for_clinicians || role >= Role::Clinician
}

/// The hour after `T0` since which somebody is silent who should have answered check-ins; `None` for whoever is not, and once
/// the days are over in which healing is followed. `reminded_ahead_hours`: how long before a check-in is due somebody may have been
/// reminded of it.
pub fn silence(
    rules: &CheckInRules,
    care: &CareRules,
    reminded_ahead_hours: f64,
    heard_hours: &[f64],
    now_hour: f64,
) -> Option<f64> {
    if now_hour > followed_hours(rules) {
        return None;
    }
    let due = due_hours(care);
    silent_since(rules, &due, reminded_ahead_hours, heard_hours, now_hour)
}

/// The beginnings of the days on which a check-in is due, in hours after `T0`.
fn due_hours(care: &CareRules) -> Vec<f64> {
    match care.get(CHECK_IN_RULE).map(|rule| &rule.start) {
        Some(Start::OnDays(days)) => days
            .iter()
            .map(|day| f64::from(*day) * HOURS_PER_DAY)
            .collect(),
        _ => Vec::new(),
    }
}

/// The last day after a session on which a check-in is due; 0 where the rules ask for none.
pub fn last_check_in_day(care: &CareRules) -> f64 {
    let hours = due_hours(care).into_iter();
    hours.fold(0.0, f64::max) / HOURS_PER_DAY
}

/// Hours after `T0` for which healing is followed.
pub fn followed_hours(rules: &CheckInRules) -> f64 {
    let rows = rules.course().iter();
    let mut rows = rows.filter(|row| row.record.id == LAST_DAYS_RULE);
    let last = rows.find_map(|row| row.days).map(|[_, last]| last);
    last.map_or(0.0, |day| (f64::from(day) + 1.0) * HOURS_PER_DAY)
}
