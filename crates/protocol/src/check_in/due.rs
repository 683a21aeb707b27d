//! Until when somebody must have responded: a level, the moment of the report, and when the clinic is open.

use std::collections::BTreeMap;

use jiff::civil::{Time, Weekday};
use jiff::{ToSpan as _, Zoned};
use needlework_evidence::elapsed;

use super::level::ResponseTime;

/// Days in which a clinic that opens at all is open at least once.
const DAYS_OF_A_WEEK: i64 = 7;

/// From when to when a clinic is open, by day of the week; a day that is missing is closed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening(BTreeMap<i8, [Time; 2]>);

impl Opening {
    /// Hours by day of the week, 1 Monday to 7 Sunday.
    pub const fn new(hours: BTreeMap<i8, [Time; 2]>) -> Self {
        Self(hours)
    }

    /// Whether somebody is there at a moment.
    pub fn is_open(&self, at: &Zoned) -> bool {
        let hours = self.hours(at.weekday());
        hours.is_some_and(|[opens, closes]| (opens..closes).contains(&at.time()))
    }

    fn hours(&self, day: Weekday) -> Option<[Time; 2]> {
        self.0.get(&day.to_monday_one_offset()).copied()
    }

    /// When somebody is there next: at once while somebody is; `None`: never.
    pub fn opens_next(&self, at: &Zoned) -> Option<Zoned> {
        if self.is_open(at) {
            return Some(at.clone());
        }
        (0..=DAYS_OF_A_WEEK).find_map(|days| {
            let day = at.saturating_add(days.days());
            let [opens, _] = self.hours(day.weekday())?;
            let opens = day.with().time(opens).build().ok()?;
            (opens > *at).then_some(opens)
        })
    }

    /// Whether somebody is there in the last moment before another one.
    fn is_open_before(&self, at: &Zoned) -> bool {
        let hours = self.hours(at.weekday());
        hours.is_some_and(|[opens, closes]| opens < at.time() && at.time() <= closes)
    }

    /// When the clinic closes for the last time after a moment and not after a later one; `None`: it is closed all the while.
    fn closes_last(&self, after: &Zoned, until: &Zoned) -> Option<Zoned> {
        let days = (0..=DAYS_OF_A_WEEK).map(|days| until.saturating_sub(days.days()));
        let mut closings = days
            .filter(|day| self.hours(day.weekday()).is_some())
            .map(|day| self.end_of_work(&day));
        closings.find(|closes| after < closes && closes <= until)
    }

    /// When the clinic closes on the next day on which it is open; the end of the next day for a clinic that never is.
    fn end_of_next_working_day(&self, after: &Zoned) -> Zoned {
        let mut day = after.clone();
        for _ in 0..DAYS_OF_A_WEEK {
            day = day.saturating_add(1.day());
            if self.hours(day.weekday()).is_some() {
                return self.end_of_work(&day);
            }
        }
        end_of_day(&after.saturating_add(1.day()))
    }

    /// When the clinic closes on a day on which it is open; the moment itself on another day.
    fn end_of_work(&self, day: &Zoned) -> Zoned {
        let closes = self.hours(day.weekday()).map(|[_, closes]| closes);
        let closes = closes.and_then(|closes| day.with().time(closes).build().ok());
        closes.unwrap_or_else(|| day.clone())
    }
}

/// The last moment of a response. A contact of the same day is due within the hours after which the patient is sent to urgent
/// care, and in any case before the day ends. A review whose hours end while nobody is there is due when the clinic closes for the
/// last time before that, so that its hours are kept; one for which nobody is there within its hours, by the end of the next day on
/// which somebody is. That is what the patient is told.
pub fn response_due(response: ResponseTime, reported: &Zoned, opening: &Opening) -> Zoned {
    match response {
        ResponseTime::Now => reported.clone(),
        ResponseTime::SameDay {
            urgent_care_after_hours,
        } => reported
            .saturating_add(elapsed(urgent_care_after_hours))
            .min(end_of_day(reported)),
        ResponseTime::Within { hours } => {
            let due = reported.saturating_add(elapsed(hours));
            if opening.is_open_before(&due) {
                return due;
            }
            if let Some(closes) = opening.closes_last(reported, &due) {
                return closes;
            }
            match opening.opens_next(reported) {
                Some(opens) => opening.end_of_work(&opens),
                None => opening.end_of_next_working_day(reported).max(due),
            }
        }
        ResponseTime::NextWorkingDay => opening.end_of_next_working_day(reported),
    }
}

/// The last moment of a response that counts by hours, where the clinic closes for the last time before these are over; `None`: the
/// hours are what can be promised, or nobody is there within them.
pub fn due_at_closing(
    response: ResponseTime,
    reported: &Zoned,
    opening: &Opening,
) -> Option<Zoned> {
    let ResponseTime::Within { hours } = response else {
        return None;
    };
    let due = response_due(response, reported, opening);
    (due < reported.saturating_add(elapsed(hours))).then_some(due)
}

fn end_of_day(of: &Zoned) -> Zoned {
    of.end_of_day().unwrap_or_else(|_| of.clone())
}
