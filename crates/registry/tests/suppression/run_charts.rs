//! Run charts: counts of single months and of periods that are too short.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use needlework_registry::{
    ChartPoint, Group, OverrideReview, RunChart, SignRun, SyntheticClinic, ToldCount, ToldReview,
    ToldRun, TreatedSession,
};
use proptest::prelude::*;

use crate::{Alike, is_small};

const SIGN: &str = "pigment-darkening";

/// Sessions and events of a month.
type Month = (usize, usize);

fn session(person: String, day: Date, came: bool) -> TreatedSession {
    TreatedSession {
        person,
        group: Group {
            zone: "cheek".to_owned(),
            indication: "fine-lines".to_owned(),
            phototype: 2,
            age_years: 44,
            device: "device-1".to_owned(),
            operator: "operator-1".to_owned(),
        },
        day,
        signs: came.then(|| SIGN.to_owned()).into_iter().collect(),
    }
}

/// The sessions of months in a row, each of another person.
fn sessions_of(months: &[Month]) -> Vec<TreatedSession> {
    (1..)
        .zip(months)
        .flat_map(|(month, (sessions, events))| {
            let day = date(2025, month, 10);
            (0..*sessions).map(move |number| {
                let person = format!("person-{month}-{number}");
                session(person, day, number < *events)
            })
        })
        .collect()
}

/// The charts of months in a row.
fn run_of(months: &[Month]) -> SignRun {
    SignRun::of(&sessions_of(months), SIGN)
}

/// The charts of one month.
pub(crate) fn run_of_one_month(sessions: usize, events: usize) -> SignRun {
    run_of(&[(sessions, events)])
}

/// A review of a clinic in which nobody decided against a rule: it tells nothing of trouble.
fn no_review() -> ToldReview {
    ToldReview::without_small_counts(&OverrideReview::of(&BTreeMap::new(), &[], &[]))
}

fn told(runs: &[SignRun]) -> Vec<ToldRun> {
    ToldRun::without_small_counts(runs, &no_review())
}

/// Tells every clinic, and judges the counts of each month and of months in a row that are not told as they are.
fn judge(clinics: impl Iterator<Item = Vec<Month>>) -> usize {
    let mut alike = Alike::default();
    for months in clinics {
        let events: usize = months.iter().map(|(_, events)| events).sum();
        if events == 0 {
            continue;
        }
        let sessions: usize = months.iter().map(|(sessions, _)| sessions).sum();
        let told = told(&[run_of(&months)]).remove(0);
        alike.tell(
            // The page tells how many sessions there are, if they are not few.
            format!("{:?} sessions, {told:?}", ToldCount::of_any(sessions)),
            withheld(&months, told.chart.as_ref()).into_iter(),
        );
    }
    alike.judge(is_small)
}

/// Counts of months, and of months in a row, that no period of the chart tells.
fn withheld(months: &[Month], told: Option<&RunChart>) -> Vec<(String, usize)> {
    let mut withheld = Vec::new();
    for from in 0..months.len() {
        for to in from..months.len() {
            let is_told = |point: &ChartPoint| {
                point.from.month == number(from) && point.to.month == number(to)
            };
            if told.is_some_and(|chart| chart.points.iter().any(is_told)) {
                continue;
            }
            let (sessions, events) = months[from..=to]
                .iter()
                .fold((0, 0), |sum, month| (sum.0 + month.0, sum.1 + month.1));
            for (what, count) in [("sessions", sessions), ("events", events)] {
                withheld.push((format!("{what} of {from} to {to}"), count));
            }
        }
    }
    withheld
}

fn number(at: usize) -> i8 {
    i8::try_from(at + 1).unwrap()
}

/// Every way to choose one for each of some months.
fn every(of_month: &[Month], months: u32) -> impl Iterator<Item = Vec<Month>> {
    let ways = of_month.len();
    (0..ways.pow(months)).map(move |way| {
        (0..months)
            .map(|month| of_month[way / ways.pow(month) % ways])
            .collect()
    })
}

/// Every number of events for these numbers of sessions.
fn months_of(sessions: impl IntoIterator<Item = usize>) -> Vec<Month> {
    let of = |sessions| (0..=sessions).map(move |events| (sessions, events));
    sessions.into_iter().flat_map(of).collect()
}

#[test]
fn of_two_large_months_no_small_count_can_be_worked_out() {
    assert!(judge(every(&months_of(0..=16), 2)) > 10_000);
}

#[test]
fn of_three_months_no_small_count_can_be_worked_out() {
    assert!(judge(every(&months_of(0..=7), 3)) > 40_000);
}

#[test]
fn of_four_months_that_are_merged_twice_no_small_count_can_be_worked_out() {
    assert!(judge(every(&months_of([5, 11]), 4)) > 100_000);
}

#[test]
fn the_guess_of_a_half_is_what_keeps_a_month_in_which_everybody_had_it() {
    // Twenty-four of twenty-five: who knew that one of two months is small would know both.
    let months = [(5, 4), (20, 20)];
    assert_eq!(told(&[run_of(&months)])[0].chart, None);
}

#[test]
fn months_are_merged_until_no_count_is_small_and_the_chart_stays_a_chart() {
    let months = [
        (12, 0),
        (3, 1),
        (12, 4),
        (20, 2),
        (20, 5),
        (25, 0),
        (25, 7),
        (2, 0),
    ];
    let run = [run_of(&months)];
    let full = &run[0].by_month;
    let told = told(&run);
    let chart = told[0].chart.as_ref().unwrap();
    let periods: Vec<_> = chart
        .points
        .iter()
        .map(|point| {
            (
                point.from.month,
                point.to.month,
                point.sessions,
                point.events,
            )
        })
        .collect();
    // By sessions: 1, 2-3, 4, 5, 6, 7-8. In pairs the events are 5, 7 and 7.
    assert_eq!(periods, [(1, 3, 27, 5), (4, 5, 40, 7), (6, 8, 52, 7)]);
    assert!((chart.centre - full.centre).abs() < 1e-12);
    let in_full = ToldRun::in_full(&run);
    assert_eq!(in_full[0].chart.as_ref(), Some(full));
}

#[test]
fn few_events_are_told_by_no_chart_at_all() {
    assert_eq!(told(&[run_of(&[(300, 2), (300, 2)])])[0].chart, None);
}

#[test]
fn many_events_of_few_people_are_few() {
    let mut sessions = sessions_of(&[(300, 5)]);
    let is_told = |sessions: &[TreatedSession]| {
        let told = told(&[SignRun::of(sessions, SIGN)]);
        told[0].chart.is_some()
    };
    assert!(is_told(&sessions));
    // The first two are of one person.
    sessions[1].person = sessions[0].person.clone();
    assert!(!is_told(&sessions));
}

#[test]
fn all_signs_have_periods_that_are_made_of_the_same_ones() {
    let record = SyntheticClinic {
        courses: 150,
        ..SyntheticClinic::steady(4)
    }
    .record();
    let told = told(&[SIGN, "blister"].map(|sign| SignRun::of(&record.sessions, sign)));
    let [rare, never] = [0, 1].map(|at| told[at].chart.as_ref().unwrap());
    assert!(rare.points.len() < never.points.len());
    let ends: Vec<_> = never.points.iter().map(|point| point.to).collect();
    assert!(rare.points.iter().all(|point| ends.contains(&point.to)));
}

proptest! {
    #[test]
    fn no_small_count_is_on_a_chart_and_all_sessions_are(
        months in prop::collection::vec((0_usize..40, 0.0..1.0_f64), 1..12),
        rare in 1_usize..12,
    ) {
        let months: Vec<Month> = months
            .into_iter()
            .map(|(sessions, share)| (sessions, whole(share * sessions as f64 / rare as f64)))
            .collect();
        let run = [run_of(&months)];
        let full = &run[0].by_month;
        if let Some(chart) = &told(&run)[0].chart {
            for point in &chart.points {
                prop_assert!(point.events == 0 || point.events >= 5, "{point:?}");
                prop_assert!(point.sessions >= 5 && point.events * 2 <= point.sessions, "{point:?}");
            }
            let sum = |chart: &RunChart| chart.points.iter().fold((0, 0), |sum, point| {
                (sum.0 + point.sessions, sum.1 + point.events)
            });
            prop_assert_eq!(sum(chart), sum(full));
            prop_assert!(chart.points.windows(2).all(|pair| pair[0].to.next() == pair[1].from));
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a small count"
)]
fn whole(count: f64) -> usize {
    count as usize
}
