//! What came of the courses of one patient, against what was predicted before.

use askama::Template;
use axum::extract::Path;
use jiff::ToSpan as _;
use jiff::civil::Date;
use needlework_chart::id::PatientId;
use needlework_outcome::Estimate;
use needlework_planning::{Library, Quantiles};
use needlework_registry::{Change, JudgedScale, Place};

use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::chart::{Drawing, RangeRow, RangeRows};
use crate::server::access::{Allowed, ReadCharts};
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::results::{CourseResult, course_results};

/// One scale in words.
struct ScaleRow {
    name: String,
    before: String,
    after: String,
    came: String,
    predicted: String,
    place: String,
    class: &'static str,
    change: String,
    raters: String,
}

/// One course.
struct CourseView {
    name: String,
    address: String,
    sessions: String,
    judged_on: String,
    /// Why the comparison is not one of this plan, or what is missing for it.
    remark: Option<String>,
    rows: Vec<ScaleRow>,
    picture: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/results.html")]
struct ResultsPage {
    page: Page,
    tabs: Tabs,
    courses: Vec<CourseView>,
}

/// Shows every course with its results.
pub(in crate::server) async fn show_results(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let library = reader.clinic().library().await;
    let today = reader.clinic().today().await;
    let results = course_results(opened.chart(), &library);
    let courses = results
        .iter()
        .enumerate()
        .map(|(at, course)| course_view(&page, patient, course, at, &library, today));
    show(&ResultsPage {
        courses: courses.collect::<Result<_, _>>()?,
        tabs: Tabs::of(&page, patient, "/results"),
        page,
    })
}

fn course_view(
    page: &Page,
    patient: PatientId,
    course: &CourseResult,
    at: usize,
    library: &Library,
    today: Date,
) -> Result<CourseView, Problem> {
    let document = &course.document;
    let judged_on = judged_on(course, library)?;
    let rows = course.judged.iter().map(|judged| scale_row(page, judged));
    let name = match document.name.as_str() {
        "" => document.case.title.clone(),
        name => name.to_owned(),
    };
    Ok(CourseView {
        name,
        address: format!("/patients/{patient}/plans/{}", course.plan),
        sessions: page.say_all(
            "results-sessions",
            &[
                ("held", &course.signed.to_string()),
                ("planned", &document.treatments().to_string()),
                ("first", &page.day(course.first_session)),
                ("last", &page.day(course.last_session)),
            ],
        ),
        remark: remark(page, course, judged_on, today),
        judged_on: page.day(judged_on),
        rows: rows.collect(),
        picture: picture(page, course, at),
    })
}

/// When the result is judged, counted from when the last session was really held.
fn judged_on(course: &CourseResult, library: &Library) -> Result<Date, Problem> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the data file allows 1 to 365 days"
    )]
    let days = library.visits.judge_after_days.value as i64;
    course
        .last_session
        .checked_add(days.days())
        .map_err(|_| Problem::Fault("day of judgement"))
}

fn remark(page: &Page, course: &CourseResult, judged_on: Date, today: Date) -> Option<String> {
    if !course.is_as_planned() {
        return Some(page.say("results-not-as-planned"));
    }
    if !course.judged.is_empty() {
        return None;
    }
    let key = if today < judged_on {
        "results-later"
    } else {
        "results-missing"
    };
    Some(page.say_with(key, "day", &page.day(judged_on)))
}

fn scale_row(page: &Page, judged: &JudgedScale) -> ScaleRow {
    let judgement = &judged.judgement;
    let predicted = &judgement.predicted;
    let zone = page.zone_name(&judged.zone);
    let scale = page.known_scale_name(&judged.scale);
    let number = |value: f64| page.number(value, 1);
    let dated = |value: f64, day| format!("{} ({})", number(value), page.day(day));
    ScaleRow {
        name: format!("{zone}: {scale}"),
        before: dated(judged.before, judged.before_on),
        after: dated(judged.after, judged.after_on),
        came: number(judgement.improvement),
        predicted: page.band([predicted.p05, predicted.p50, predicted.p95], 1),
        place: page.say(place_key(judgement.place)),
        class: match judgement.place {
            Place::Below => "no",
            Place::LowerPart | Place::Middle | Place::UpperPart => "yes",
            Place::Above => "wait",
        },
        change: page.say_with(
            change_key(judgement.change),
            "least",
            &number(judged.minimal_detectable_change),
        ),
        raters: page.say(if judged.is_blinded {
            "results-blinded"
        } else {
            "results-open"
        }),
    }
}

const fn place_key(place: Place) -> &'static str {
    match place {
        Place::Below => "place-below",
        Place::LowerPart => "place-lower",
        Place::Middle => "place-middle",
        Place::UpperPart => "place-upper",
        Place::Above => "place-above",
    }
}

const fn change_key(change: Change) -> &'static str {
    match change {
        Change::Better => "change-better",
        Change::NotTold => "change-not-told",
        Change::Worse => "change-worse",
    }
}

/// Prediction and result of every scale: two ranges in a row, of which the second is the result with its error.
fn picture(page: &Page, course: &CourseResult, at: usize) -> Option<String> {
    const TO_P75: f64 = 0.674;
    const TO_P95: f64 = 1.645;
    if course.judged.is_empty() {
        return None;
    }
    let rows = course.judged.iter().map(|judged| {
        let (came, error) = (judged.judgement.improvement, judged.reading_error());
        let came =
            Quantiles::from([-TO_P95, -TO_P75, 0.0, TO_P75, TO_P95].map(|z| came + z * error));
        RangeRow {
            label: format!(
                "{}: {}",
                page.zone_name(&judged.zone),
                page.known_scale_name(&judged.scale)
            ),
            ranges: vec![estimate(&judged.judgement.predicted), estimate(&came)],
        }
    });
    let drawn = RangeRows {
        decimal_mark: page.language().decimal_mark().to_owned(),
        label: page.say("results-axis"),
        span: [0.0, 1.0],
        reference: Some(0.0),
        rows: rows.collect(),
    };
    let title = page.say("results-picture");
    Some(drawn.picture(&format!("results-{at}"), &title, &page.say("results-key")))
}

fn estimate(quantiles: &Quantiles) -> Estimate {
    let Quantiles {
        p05,
        p25,
        p50,
        p75,
        p95,
    } = *quantiles;
    Estimate {
        mean: p50,
        p05,
        p25,
        p50,
        p75,
        p95,
    }
}
