//! How often a side effect came, month by month.

use std::collections::BTreeMap;

use serde::Serialize;
use statrs::distribution::{DiscreteCDF, Hypergeometric};

use crate::outcome::TreatedSession;

/// Chance that a month without anything unusual lies beyond its limit: that of a point beyond three standard deviations on
/// one side, as on the charts of Shewhart (1931).
pub const FALSE_POINT_SHARE: f64 = 0.001_35;

/// One month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartPoint {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
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
    /// Months with sessions, in order.
    pub points: Vec<ChartPoint>,
}

impl RunChart {
    /// The chart of one sign over these sessions.
    ///
    /// A limit is exact, given how many events there were in all: it is drawn as if the events fell on sessions by chance
    /// alone (the hypergeometric distribution), so that no rate has to be estimated and small months are judged fairly.
    pub fn of<'a>(sessions: impl Iterator<Item = &'a TreatedSession>, sign: &str) -> Self {
        let mut months: BTreeMap<(i16, i8), (u64, u64)> = BTreeMap::new();
        for session in sessions {
            let month = months
                .entry((session.day.year(), session.day.month()))
                .or_default();
            month.0 += 1;
            month.1 += u64::from(session.signs.iter().any(|one| one == sign));
        }
        let all: u64 = months.values().map(|(sessions, _)| sessions).sum();
        let events: u64 = months.values().map(|(_, events)| events).sum();
        let points = months
            .into_iter()
            .map(|((year, month), (sessions, came))| ChartPoint {
                year,
                month,
                sessions,
                events: came,
                limit: limit(all, events, sessions),
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

    /// Months beyond their limit.
    pub fn beyond(&self) -> impl Iterator<Item = &ChartPoint> {
        self.points.iter().filter(|point| point.is_beyond())
    }

    /// Months that would lie beyond their limit by chance alone: at most so many.
    pub fn expected_by_chance(&self) -> f64 {
        self.points.len() as f64 * FALSE_POINT_SHARE
    }
}

/// Fewest events in a month of `sessions` that chance explains in at most [`FALSE_POINT_SHARE`] of all months.
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
