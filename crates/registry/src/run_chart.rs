//! How often a side effect came, month by month or by longer periods.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use statrs::distribution::{DiscreteCDF, Hypergeometric};

use crate::outcome::TreatedSession;

/// Chance that a period without anything unusual lies beyond its limit: that of a point beyond three standard deviations on
/// one side, as on the charts of Shewhart (1931).
pub const FALSE_POINT_SHARE: f64 = 0.001_35;

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// The month after it.
    #[must_use]
    pub const fn next(self) -> Self {
        const LAST: i8 = 12;
        if self.month < LAST {
            Self {
                month: self.month + 1,
                ..self
            }
        } else {
            Self {
                year: self.year.saturating_add(1),
                month: 1,
            }
        }
    }
}

/// One month, or several in a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartPoint {
    /// First month.
    pub from: Month,
    /// Last month, itself in it; the first one where it is one month.
    pub to: Month,
    /// Sessions in it.
    pub sessions: u64,
    /// Sessions after which the sign was recorded.
    pub events: u64,
    /// Fewest events that are more than chance explains.
    pub limit: u64,
}

impl ChartPoint {
    /// Whether more came than chance explains.
    pub fn is_beyond(&self) -> bool {
        self.events >= self.limit
    }
}

/// A run chart with its control limits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunChart {
    /// Share of all sessions after which the sign was recorded.
    pub centre: f64,
    /// Months with sessions, in order; or longer periods, where months are not told.
    pub points: Vec<ChartPoint>,
}

impl RunChart {
    /// The chart of one sign over these sessions.
    ///
    /// A limit is exact, given how many events there were in all: it is drawn as if the events fell on sessions by chance
    /// alone (the hypergeometric distribution), so that no rate has to be estimated and small months are judged fairly.
    pub fn of<'a>(sessions: impl Iterator<Item = &'a TreatedSession>, sign: &str) -> Self {
        Self::of_counted(&by_month(sessions, sign))
    }

    /// The chart of these periods.
    pub(crate) fn of_counted(periods: &[Counted<'_>]) -> Self {
        let all: u64 = periods.iter().map(|period| period.sessions).sum();
        let events: u64 = periods.iter().map(|period| period.events).sum();
        let points = periods.iter().map(|period| ChartPoint {
            from: period.from,
            to: period.to,
            sessions: period.sessions,
            events: period.events,
            limit: limit(all, events, period.sessions),
        });
        Self {
            centre: if all == 0 {
                0.0
            } else {
                events as f64 / all as f64
            },
            points: points.collect(),
        }
    }

    /// Periods beyond their limit.
    pub fn beyond(&self) -> impl Iterator<Item = &ChartPoint> {
        self.points.iter().filter(|point| point.is_beyond())
    }

    /// Periods that would lie beyond their limit by chance alone: at most so many.
    pub fn expected_by_chance(&self) -> f64 {
        self.points.len() as f64 * FALSE_POINT_SHARE
    }
}

/// What was counted in one period, and of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted<'a> {
    pub(crate) from: Month,
    pub(crate) to: Month,
    pub(crate) sessions: u64,
    pub(crate) events: u64,
    /// Who was treated.
    pub(crate) people: BTreeSet<&'a str>,
    /// Of whom the sign was recorded.
    pub(crate) people_with_event: BTreeSet<&'a str>,
}

impl Counted<'_> {
    pub(crate) const fn nothing(from: Month, to: Month) -> Self {
        Self {
            from,
            to,
            sessions: 0,
            events: 0,
            people: BTreeSet::new(),
            people_with_event: BTreeSet::new(),
        }
    }
}

/// What was counted in every month with sessions.
pub(crate) fn by_month<'a>(
    sessions: impl Iterator<Item = &'a TreatedSession>,
    sign: &str,
) -> Vec<Counted<'a>> {
    let mut months: BTreeMap<Month, Counted<'a>> = BTreeMap::new();
    for session in sessions {
        let month = Month::of(session.day);
        let counted = months
            .entry(month)
            .or_insert_with(|| Counted::nothing(month, month));
        counted.sessions += 1;
        counted.people.insert(&session.person);
        if session.signs.iter().any(|one| one == sign) {
            counted.events += 1;
            counted.people_with_event.insert(&session.person);
        }
    }
    months.into_values().collect()
}

/// Fewest events in a period of `sessions` that chance explains in at most [`FALSE_POINT_SHARE`] of all periods.
fn limit(all: u64, events: u64, sessions: u64) -> u64 {
    let Ok(chance) = Hypergeometric::new(all, events, sessions) else {
        return sessions + 1;
    };
    let most = events.min(sessions);
    // `sf(n)` is the chance of more than `n`.
    (1..=most)
        .find(|count| chance.sf(count - 1) <= FALSE_POINT_SHARE)
        .unwrap_or(most + 1)
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn a_limit_is_the_first_count_whose_tail_is_small_enough() {
        // 1000 sessions, 10 events, 100 of them in the month. By summing the hypergeometric distribution in another program
        // (hypergeom.sf): P(>= 4) = 0.01233, P(>= 5) = 0.00152, P(>= 6) = 0.00013.
        assert_eq!(limit(1000, 10, 100), 6);
    }

    #[test]
    fn where_all_events_in_one_month_are_no_surprise_there_is_no_alarm() {
        assert_eq!(limit(100, 1, 60), 2);
        assert_eq!(limit(100, 0, 10), 1);
    }
}
