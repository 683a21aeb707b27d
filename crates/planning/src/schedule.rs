//! From wishes to dates: calendar arithmetic in the clinic's time zone.
//!
//! Dates only ever move forward, so that no interval becomes shorter than asked. Local time stays what it is across
//! daylight saving: a session at ten is at ten in summer and in winter.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};
use needlework_protocol::Phrases;

use crate::case::DateWishes;
use crate::error::PlanError;
use crate::plan::SessionKind;
use crate::read_case::LONGEST_COURSE_DAYS;

/// Months over which upkeep is planned after the last treatment session. A session at the very end would only be seen
/// as redness, so upkeep ends before.
const UPKEEP_MONTHS: u32 = 24;
/// Months of a year.
const MONTHS_PER_YEAR: u32 = 12;

/// How many sessions, how far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoursePattern {
    /// Treatment sessions.
    pub sessions: u32,
    /// Days between treatment sessions.
    pub interval_days: u32,
    /// Maintenance sessions per year after the course, 0 to 4.
    pub maintenance_per_year: u32,
    /// Earliest first session after the day of planning, d, where the wishes name none.
    pub lead_days: u32,
    /// No session lies before this day, which screening sets.
    pub not_before: Option<Date>,
}

/// One session with its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointment {
    /// Treatment or maintenance.
    pub kind: SessionKind,
    /// Start in the clinic's time zone.
    pub starts: Zoned,
    /// Why the day is not exactly one interval after the session before, if it is not.
    pub moved_because: Option<String>,
}

/// The dates of all sessions, treatment first, then upkeep.
///
/// The listed dates are taken as they are. Otherwise the first session is the wished one, or the first free working day
/// at least `lead_days` after `planned_on`, in both cases not before `not_before`; each following one is the first free day at least one interval after the one
/// before. Saturday and Sunday are free only if the first session is on one of them. Why a day was moved is said in `phrases`.
///
/// # Errors
/// When the time zone is unknown, or no free day is found within five years.
pub fn appointments(
    wishes: &DateWishes,
    planned_on: Date,
    pattern: CoursePattern,
    phrases: &Phrases,
) -> Result<Vec<Appointment>, PlanError> {
    let mut calendar = Calendar::new(wishes, planned_on, phrases)?;
    let mut starts = treatment_starts(&mut calendar, pattern)?;
    let Some((last, _)) = starts.last().cloned() else {
        return Err(PlanError::NoSession);
    };
    let treatments = starts.len();
    starts.extend(upkeep_starts(&calendar, last, pattern)?);
    starts
        .into_iter()
        .enumerate()
        .map(|(at, (start, moved_because))| {
            let kind = if at < treatments {
                SessionKind::Treatment
            } else {
                SessionKind::Maintenance
            };
            Ok(Appointment {
                kind,
                starts: calendar.zoned(start)?,
                moved_because,
            })
        })
        .collect()
}

type Start = (DateTime, Option<String>);

fn treatment_starts(
    calendar: &mut Calendar,
    pattern: CoursePattern,
) -> Result<Vec<Start>, PlanError> {
    let wishes = calendar.wishes;
    if !wishes.sessions.is_empty() {
        return Ok(wishes.sessions.iter().map(|start| (*start, None)).collect());
    }
    let not_before = pattern.not_before.unwrap_or(Date::MIN);
    let first = match wishes.first_session {
        Some(start) if start.date() >= not_before => (start, None),
        Some(start) => calendar.free_day_from(not_before, start.time())?,
        None => calendar.free_day_from(
            calendar
                .planned_on
                .saturating_add(days(pattern.lead_days))
                .max(not_before),
            wishes.time_of_day,
        )?,
    };
    calendar.weekends_are_free = is_weekend(first.0.date());
    let time = first.0.time();
    let mut starts = vec![first];
    while starts.len() < pattern.sessions as usize {
        let Some((last, _)) = starts.last() else {
            break;
        };
        let due = last.date().saturating_add(days(pattern.interval_days));
        let next = calendar.free_day_from(due, time)?;
        starts.push(next);
    }
    Ok(starts)
}

/// Upkeep by calendar months after the last treatment session. One that cannot take place before the next one is due is
/// left out.
fn upkeep_starts(
    calendar: &Calendar,
    last: DateTime,
    pattern: CoursePattern,
) -> Result<Vec<Start>, PlanError> {
    let Some(step) = MONTHS_PER_YEAR.checked_div(pattern.maintenance_per_year) else {
        return Ok(Vec::new());
    };
    let step = step.max(1);
    let after = |months: u32| last.date().saturating_add(Span::new().months(months));
    let mut starts = Vec::new();
    for months in (step..UPKEEP_MONTHS).step_by(step as usize) {
        let start = calendar.free_day_from(after(months), calendar.wishes.time_of_day)?;
        if start.0.date() < after(months + step) {
            starts.push(start);
        }
    }
    Ok(starts)
}

/// Which days are free.
struct Calendar<'a> {
    wishes: &'a DateWishes,
    planned_on: Date,
    zone: TimeZone,
    weekends_are_free: bool,
    phrases: &'a Phrases,
}

impl<'a> Calendar<'a> {
    fn new(
        wishes: &'a DateWishes,
        planned_on: Date,
        phrases: &'a Phrases,
    ) -> Result<Self, PlanError> {
        let zone = TimeZone::get(&wishes.time_zone)
            .map_err(|_| PlanError::UnknownTimeZone(wishes.time_zone.clone()))?;
        Ok(Self {
            wishes,
            planned_on,
            zone,
            weekends_are_free: false,
            phrases,
        })
    }

    /// The first free day from `due` on, and why it is not `due` itself.
    fn free_day_from(&self, due: Date, time: Time) -> Result<Start, PlanError> {
        let latest = due.saturating_add(Span::new().days(LONGEST_COURSE_DAYS));
        let mut reason = None;
        let mut day = due;
        while let Some(obstacle) = self.obstacle(day) {
            reason.get_or_insert(obstacle);
            day = day.tomorrow().unwrap_or(Date::MAX);
            if day > latest || day == Date::MAX {
                return Err(PlanError::NoFreeDay { due });
            }
        }
        Ok((day.to_datetime(time), reason))
    }

    fn obstacle(&self, day: Date) -> Option<String> {
        let said = |key: &str, values: &[(&str, &str)]| self.phrases.say(key, values);
        let spoken = |day: Date| self.phrases.day(day);
        let away = self
            .wishes
            .unavailable
            .iter()
            .find(|range| range.contains(day));
        match away {
            Some(range) if range.from == range.to => {
                Some(said("schedule.unavailable-day", &[("day", &spoken(day))]))
            }
            Some(range) => Some(said(
                "schedule.unavailable-days",
                &[("from", &spoken(range.from)), ("to", &spoken(range.to))],
            )),
            None if is_weekend(day) && !self.weekends_are_free => {
                Some(said("schedule.weekend", &[("day", &spoken(day))]))
            }
            None => None,
        }
    }

    /// The moment of a local time. A time that daylight saving skips moves forward by the skipped hour.
    fn zoned(&self, start: DateTime) -> Result<Zoned, PlanError> {
        start
            .to_zoned(self.zone.clone())
            .map_err(|_| PlanError::NoFreeDay { due: start.date() })
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn days(count: u32) -> Span {
    Span::new().days(i64::from(count))
}

/// Days from one start to another by the local calendar: daylight saving does not count.
pub(crate) fn days_between(from: &Zoned, to: &Zoned) -> f64 {
    const SECONDS_PER_DAY: f64 = 86_400.0;
    to.datetime().duration_since(from.datetime()).as_secs_f64() / SECONDS_PER_DAY
}
