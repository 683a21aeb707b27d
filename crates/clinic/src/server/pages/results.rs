//! What came of the courses of one patient, against what was predicted before.

mod beside;
mod graded;

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use needlework_chart::id::PatientId;
use needlework_planning::{Library, Quantiles};
use needlework_registry::{Change, JudgedScale, Place, Rater};

use self::beside::{ScaleBeside, beside};
use self::graded::{clinician_said, entered_afterwards};
use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::chart::{Drawing, RangeRow, RangeRows};
use crate::server::access::{Allowed, ReadCharts};
use crate::server::own_rating::said;
use crate::server::page::Page;
use crate::server::results::{CourseResult, Yardstick, course_results};

const DAYS_PER_WEEK: f64 = 7.0;

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
    /// What each kind of rater said.
    beside: Vec<ScaleBeside>,
    /// What clinicians said of the change as a whole, which no forecast is of.
    clinician: Vec<String>,
    /// Grades that look as if they were from before the course, and were entered later.
    entered_afterwards: Vec<String>,
    /// What the patient said, or that it is asked; empty: nothing is asked yet.
    patient: Vec<String>,
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
    let yardstick = Yardstick::of(reader.clinic(), &library).await;
    let results = course_results(opened.chart(), &yardstick);
    let courses = results.iter().enumerate().map(|(at, course)| CourseView {
        clinician: clinician_said(&page, &library, opened.chart(), course),
        entered_afterwards: entered_afterwards(&page, &library, opened.chart(), course),
        ..course_view(&page, &library, patient, course, (at, today))
    });
    show(&ResultsPage {
        courses: courses.collect(),
        tabs: Tabs::of(&page, patient, "/results"),
        page,
    })
}

fn course_view(
    page: &Page,
    library: &Library,
    patient: PatientId,
    course: &CourseResult,
    (at, today): (usize, Date),
) -> CourseView {
    let document = &course.document;
    let judged_on = course.judged_on();
    let rows = course.judged.iter().map(|judged| scale_row(page, judged));
    let name = match document.name.as_str() {
        "" => document.case.title_on(page),
        name => name.to_owned(),
    };
    CourseView {
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
        beside: beside(page, library, course),
        clinician: Vec::new(),
        entered_afterwards: Vec::new(),
        patient: patient_said(page, library, course, today),
    }
}

fn remark(page: &Page, course: &CourseResult, judged_on: Date, today: Date) -> Option<String> {
    if !course.is_as_planned() {
        return Some(page.say("results-not-as-planned"));
    }
    if !course.judged.is_empty() {
        return None;
    }
    let key = if course.waits_for_judgement(today) {
        "results-missing"
    } else {
        "results-later"
    };
    let weeks = course.document.forecast.judge_after_days() / (2.0 * DAYS_PER_WEEK);
    let (day, weeks) = (page.day(judged_on), page.number(weeks, 0));
    Some(page.say_all(key, &[("day", &day), ("weeks", &weeks)]))
}

/// What the patient said of the result in the words that were chosen, else whether it is still asked.
fn patient_said(page: &Page, library: &Library, course: &CourseResult, today: Date) -> Vec<String> {
    let Some(own) = course.own.as_ref().filter(|own| own.window.opens <= today) else {
        return Vec::new();
    };
    if own.verdicts.is_empty() {
        let closes = page.day(own.window.closes);
        return vec![if own.window.holds(today) {
            page.say_with("results-patient-asked", "day", &closes)
        } else {
            page.say_with("results-patient-silent", "day", &closes)
        }];
    }
    said(page, library, own)
}

fn scale_row(page: &Page, judged: &JudgedScale) -> ScaleRow {
    let judgement = &judged.judgement;
    let predicted = &judgement.predicted;
    let zone = page.zone_name(&judged.zone);
    let scale = page.known_scale_name(&judged.scale);
    let number = |value: f64| page.number(value, 1);
    ScaleRow {
        name: format!("{zone}: {scale}"),
        before: dated(page, judged.before, judged.before_on),
        after: dated(page, judged.after, judged.after_on),
        came: match judgement.change {
            Change::NotTold => page.say("results-came-not-told"),
            Change::Better | Change::Worse => page.say_all(
                "results-came-beyond",
                &[
                    ("came", &number(judged.measured.improvement)),
                    ("beyond", &signed(page, judgement.beyond_median)),
                ],
            ),
        },
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
            &number(judged.measured.minimal_detectable_change),
        ),
        raters: page.say(if judged.rater == Rater::Blinded {
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

/// Key of the text that says whether a change may be called one.
pub(in crate::server) const fn change_key(change: Change) -> &'static str {
    match change {
        Change::Better => "change-better",
        Change::NotTold => "change-not-told",
        Change::Worse => "change-worse",
    }
}

/// A grade with its day.
pub(in crate::server) fn dated(page: &Page, value: f64, day: Date) -> String {
    format!("{} ({})", page.number(value, 1), page.day(day))
}

/// A number with its sign.
fn signed(page: &Page, value: f64) -> String {
    let sign = if value < 0.0 { "\u{2212}" } else { "+" };
    format!("{sign}{}", page.number(value.abs(), 1))
}

/// Prediction and result of every scale: two ranges in a row, of which the second is the result with its error.
fn picture(page: &Page, course: &CourseResult, at: usize) -> Option<String> {
    const TO_P75: f64 = 0.674;
    const TO_P95: f64 = 1.645;
    if course.judged.is_empty() {
        return None;
    }
    let rows = course.judged.iter().map(|judged| {
        let (came, error) = (judged.measured.improvement, judged.measured.error);
        let came =
            Quantiles::from([-TO_P95, -TO_P75, 0.0, TO_P75, TO_P95].map(|z| came + z * error));
        RangeRow {
            label: format!(
                "{}: {}",
                page.zone_name(&judged.zone),
                page.known_scale_name(&judged.scale)
            ),
            ranges: vec![(&judged.judgement.predicted).into(), (&came).into()],
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
