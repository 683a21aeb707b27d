//! Run charts for somebody who may not see small counts.
//!
//! Months are merged until every period has sessions of enough people; that asks the sessions alone, so that all signs have the same
//! periods, and what is told of one sign cannot be taken from what is told of another one. Then two and two periods are merged until
//! the sign was recorded of enough people in each, or of nobody. That a shorter period was not told says that one of the counts in it
//! is small, and not which: where at most half of the sessions of a told period have the sign, they could as well be the other way
//! round.

use crate::outcome::TreatedSession;
use crate::research::SMALLEST_CELL;
use crate::run_chart::{Counted, RunChart, by_month};
use crate::suppression::ToldReview;

/// The run chart of one sign, for those who may see small counts and for those who may not.
#[derive(Debug, Clone, PartialEq)]
pub struct SignRun {
    /// Id of the sign.
    pub sign: String,
    /// By month.
    pub by_month: RunChart,
    /// By the shortest periods in which no count is small; `None`: even all months together have one.
    by_period: Option<RunChart>,
}

impl SignRun {
    /// The charts of one sign over these sessions.
    pub fn of(sessions: &[TreatedSession], sign: &str) -> Self {
        let months = by_month(sessions.iter(), sign);
        Self {
            sign: sign.to_owned(),
            by_month: RunChart::of_counted(&months),
            by_period: without_small_counts(months),
        }
    }

    fn events(&self) -> u64 {
        self.by_month.points.iter().map(|point| point.events).sum()
    }
}

/// The run chart of one sign as it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldRun {
    /// Id of the sign.
    pub sign: String,
    /// Its chart; `None`: it would tell of too few people.
    pub chart: Option<RunChart>,
}

impl ToldRun {
    /// All charts by month: for those who may open charts or keep the clinic.
    pub fn in_full(runs: &[SignRun]) -> Vec<Self> {
        let all = runs.iter().map(|run| Self {
            sign: run.sign.clone(),
            chart: Some(run.by_month.clone()),
        });
        all.collect()
    }

    /// Charts without any count of from 1 to below [`SMALLEST_CELL`] people, and without any from which such a one could be worked
    /// out, neither one of the charts nor one of the review that stands beside them: a session with an adverse event is one with
    /// trouble, so that no more events are told than that review tells of trouble.
    pub fn without_small_counts(runs: &[SignRun], review: &ToldReview) -> Vec<Self> {
        let mut trouble_left = review.least_troubled();
        let told = runs.iter().map(|run| {
            let fits = trouble_left.is_none_or(|left| run.events() <= left);
            let chart = run.by_period.as_ref().filter(|_| fits);
            if chart.is_some() {
                trouble_left = trouble_left.map(|left| left.saturating_sub(run.events()));
            }
            Self {
                sign: run.sign.clone(),
                chart: chart.cloned(),
            }
        });
        told.collect()
    }
}

/// The chart of the shortest periods in which no count is small; `None`: even all months together have one.
fn without_small_counts(months: Vec<Counted<'_>>) -> Option<RunChart> {
    let mut periods = by_people(months);
    while !periods.iter().all(is_large) {
        if periods.len() == 1 {
            return None;
        }
        periods = in_pairs(periods);
    }
    Some(RunChart::of_counted(&periods))
}

/// Whether a period may be told: its events are none or of enough people, and those of at most half of its sessions.
fn is_large(period: &Counted<'_>) -> bool {
    period.people.len() >= SMALLEST_CELL
        && (period.events == 0 || period.people_with_event.len() >= SMALLEST_CELL)
        && 2 * period.events <= period.sessions
}

/// Months in a row in which enough people were treated. A period begins with the month after the one before, whether or not there
/// were sessions in it; what is left at the end belongs to the last one.
fn by_people(months: Vec<Counted<'_>>) -> Vec<Counted<'_>> {
    let mut periods: Vec<Counted<'_>> = Vec::new();
    let mut open: Option<Counted<'_>> = None;
    for month in months {
        let begins = periods.last().map_or(month.from, |last| last.to.next());
        let nothing = Counted::nothing(begins, month.to);
        let period = merged(open.take().unwrap_or(nothing), month);
        if period.people.len() >= SMALLEST_CELL {
            periods.push(period);
        } else {
            open = Some(period);
        }
    }
    match (open, periods.pop()) {
        (Some(rest), Some(last)) => periods.push(merged(last, rest)),
        (rest, last) => periods.extend(rest.or(last)),
    }
    periods
}

/// Every two periods as one; one that is left over stays.
fn in_pairs(periods: Vec<Counted<'_>>) -> Vec<Counted<'_>> {
    let mut pairs = Vec::with_capacity(periods.len().div_ceil(2));
    let mut rest = periods.into_iter();
    while let Some(one) = rest.next() {
        pairs.push(match rest.next() {
            Some(next) => merged(one, next),
            None => one,
        });
    }
    pairs
}

fn merged<'a>(mut one: Counted<'a>, next: Counted<'a>) -> Counted<'a> {
    one.to = next.to;
    one.sessions += next.sessions;
    one.events += next.events;
    one.people.extend(next.people);
    one.people_with_event.extend(next.people_with_event);
    one
}
