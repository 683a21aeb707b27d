//! The expected course day by day (protocol 5.1), joined to what is predicted for this technique and this person.

use needlework_outcome::{Estimate, Series, SideEffectOutlook};
use schemars::JsonSchema;
use serde::Serialize;

use super::rules::{CheckInRules, CourseRow};
use super::symptom::Grade;

/// Last day that is told by itself: the sources say that most people are settled within a week.
const LAST_DAY: u32 = 7;

/// Names of grades, so that a page can call a predicted value by its name.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GradeName {
    /// Number of the grade, 0 to 3.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its meaning.
    pub meaning: String,
    /// Predicted value from which it is used.
    pub from: f64,
}

/// What is expected on one day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExpectedDay {
    /// Day n after the session begins 24 n hours after `T0`.
    pub day: u32,
    /// What patients read.
    pub patient: Vec<String>,
    /// What clinicians read.
    pub clinician: Vec<String>,
    /// What is predicted of each sign on that day.
    pub signs: Vec<ExpectedSign>,
    /// Data rows behind the words.
    pub basis: Vec<String>,
}

/// What is predicted of a sign on one day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExpectedSign {
    /// Id of the side effect.
    pub id: String,
    /// Strongest grade of the day in the middle forecast, for people who have the sign.
    pub expected: Grade,
    /// Strongest grade of the day in 95 of 100 forecasts.
    pub at_most: Grade,
    /// Share of people who have the sign at all after the session, 0 to 1.
    pub probability: Estimate,
}

/// The names of the grades, the lowest first.
pub fn grade_names(rules: &CheckInRules) -> Vec<GradeName> {
    rules
        .grades()
        .iter()
        .map(|row| GradeName {
            number: row.grade.number(),
            name: row.name.clone(),
            meaning: row.record.text.clone(),
            from: row.from,
        })
        .collect()
}

impl CheckInRules {
    /// What is expected on a day: day n after the session begins 24 n hours after `T0`.
    pub fn on_day(&self, day: u32) -> impl Iterator<Item = &CourseRow> {
        self.course().iter().filter(move |row| {
            row.days
                .is_some_and(|[first, last]| (first..=last).contains(&day))
        })
    }
}

/// Days 0 to 7: the words of the protocol and the predicted bands.
pub fn expected_course(rules: &CheckInRules, signs: &[SideEffectOutlook]) -> Vec<ExpectedDay> {
    (0..=LAST_DAY)
        .map(|day| {
            let mut expected = ExpectedDay {
                day,
                patient: Vec::new(),
                clinician: Vec::new(),
                signs: signs
                    .iter()
                    .map(|sign| expected_sign(rules, sign, day))
                    .collect(),
                basis: Vec::new(),
            };
            for row in rules.on_day(day) {
                expected.patient.extend(row.record.patient.clone());
                expected.clinician.push(row.record.text.clone());
                expected
                    .basis
                    .push(format!("protocol.effects.course.{}", row.record.id));
            }
            expected
        })
        .collect()
}

fn expected_sign(rules: &CheckInRules, sign: &SideEffectOutlook, day: u32) -> ExpectedSign {
    let (from, to) = (f64::from(day), f64::from(day + 1));
    let (middle, high) = strongest_within(&sign.grade, from, to).unwrap_or((0.0, 0.0));
    ExpectedSign {
        id: sign.id.clone(),
        expected: grade_of(rules, middle),
        at_most: grade_of(rules, high),
        probability: sign.probability,
    }
}

/// The grade that a predicted value is called by.
pub fn grade_of(rules: &CheckInRules, value: f64) -> Grade {
    rules
        .grades()
        .iter()
        .rev()
        .find(|row| value >= row.from)
        .map_or(Grade::None, |row| row.grade)
}

/// The strongest grade between two days after the session, middle forecast and 95 % point; `None` for an empty series.
pub fn strongest_within(grade: &Series, from_day: f64, to_day: f64) -> Option<(f64, f64)> {
    let inside = grade
        .days
        .iter()
        .zip(&grade.values)
        .filter(|(day, _)| **day >= from_day && **day < to_day)
        .map(|(_, value)| (value.p50, value.p95));
    let ends = [between(grade, from_day), between(grade, to_day)];
    inside
        .chain(ends.into_iter().flatten())
        .reduce(|one, other| (one.0.max(other.0), one.1.max(other.1)))
}

/// Middle forecast and 95 % point at a day, interpolated between the days of the series.
fn between(series: &Series, day: f64) -> Option<(f64, f64)> {
    let points = || series.days.iter().zip(&series.values);
    let before = points().rfind(|(at, _)| **at <= day)?;
    let Some(after) = points().find(|(at, _)| **at > day) else {
        return Some((before.1.p50, before.1.p95));
    };
    let share = (day - before.0) / (after.0 - before.0);
    let mix = |low: f64, high: f64| low + share * (high - low);
    Some((
        mix(before.1.p50, after.1.p50),
        mix(before.1.p95, after.1.p95),
    ))
}
