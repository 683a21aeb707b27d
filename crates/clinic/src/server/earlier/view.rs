//! What earlier results taught, as a part of a page: which results the forecast knows, and the forecast with and without them.

use askama::Template;
use jiff::civil::Date;
use needlework_planning::{LockedForecast, Quantiles};
use needlework_registry::Change;

use super::draft::{Against, EarlierDraft, ResultDraft, Seen};
use super::learned::{Compared, Learned, Moved};
use crate::chart::{Drawing, RangeRow, RangeRows};
use crate::server::page::Page;
use crate::server::pages::results::{change_key, dated};
use crate::server::problem::Problem;

/// One result that the forecast knows.
struct KnownRow {
    course: String,
    what: String,
    before: String,
    after: String,
    came: String,
    rater: String,
}

/// The forecast of a zone without and with earlier results.
struct ForecastRow {
    name: String,
    without: ForecastCell,
    with: ForecastCell,
    moved: String,
}

/// A forecast, and whether its middle is too small to be seen.
struct ForecastCell {
    band: String,
    is_too_small: bool,
}

#[derive(Template)]
#[template(path = "clinic/learned.html")]
struct LearnedView<'a> {
    page: &'a Page,
    /// Each course in a sentence.
    sentences: Vec<String>,
    is_unlikely: bool,
    known: Vec<KnownRow>,
    forecasts: Vec<ForecastRow>,
    picture: Option<String>,
    /// How many draws stand behind it.
    behind: String,
    /// Where the sessions do not tell how much was needled.
    is_coverage_assumed: bool,
}

/// The section about earlier results of a plan.
///
/// # Errors
/// When the template fails to write, which no plan is known to cause.
pub(in crate::server) fn learned_html(
    page: &Page,
    courses: &[EarlierDraft],
    learned: &Learned,
    forecast: &LockedForecast,
) -> Result<String, Problem> {
    let compared = learned.compared(forecast);
    let view = LearnedView {
        sentences: courses
            .iter()
            .flat_map(|course| sentences(page, course))
            .collect(),
        is_unlikely: learned.is_unlikely(),
        known: courses
            .iter()
            .flat_map(|course| {
                course
                    .results
                    .iter()
                    .map(|result| known(page, course, result))
            })
            .collect(),
        forecasts: compared.iter().map(|one| forecast_row(page, one)).collect(),
        picture: picture(page, &compared),
        behind: page.say_all(
            "learned-behind",
            &[
                ("weighed", &learned.weighed.to_string()),
                ("draws", &page.number(learned.effective_draws, 0)),
            ],
        ),
        is_coverage_assumed: courses.iter().any(|course| !course.is_coverage_noted),
        page,
    };
    Ok(view.render()?)
}

/// Days of the first and the last session of a course.
pub(super) fn ends(course: &EarlierDraft) -> Option<(Date, Date)> {
    Some((*course.sessions.first()?, *course.sessions.last()?))
}

/// A course and its zone: "Cheeks, 3 March 2025 to 2 June 2025".
fn course_words(page: &Page, course: &EarlierDraft) -> String {
    let zone = page.zone_name(&course.zone);
    match ends(course) {
        Some((first, last)) => page.say_all(
            "learned-course",
            &[
                ("zone", &zone),
                ("first", &page.day(first)),
                ("last", &page.day(last)),
            ],
        ),
        None => zone,
    }
}

/// What each scale did in a course, against what was predicted before it.
fn sentences(page: &Page, course: &EarlierDraft) -> Vec<String> {
    let Some((first, last)) = ends(course) else {
        return Vec::new();
    };
    let results = course.results.iter();
    results
        .filter_map(|result| {
            let Seen::Scale { told, against, .. } = result.seen else {
                return None;
            };
            let values = [
                ("zone", page.zone_name(&course.zone)),
                ("scale", page.known_scale_name(&result.id)),
                ("first", page.day(first)),
                ("last", page.day(last)),
            ];
            let values = values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            Some(match (told, against) {
                (Change::Better, Against::Less) => page.say_all("learned-better-less", &values),
                (Change::Better, Against::LowerPart) => {
                    page.say_all("learned-better-lower", &values)
                }
                (Change::Better, Against::UpperPart) => {
                    page.say_all("learned-better-upper", &values)
                }
                (Change::Better, Against::AsExpected) => {
                    page.say_all("learned-better-as-expected", &values)
                }
                (Change::Better, Against::More) => page.say_all("learned-better-more", &values),
                (Change::NotTold, Against::Less) => page.say_all("learned-nothing-less", &values),
                (Change::NotTold, _) => page.say_all("learned-nothing-as-expected", &values),
                (Change::Worse, _) => page.say_all("learned-worse", &values),
            })
        })
        .collect()
}

fn known(page: &Page, course: &EarlierDraft, result: &ResultDraft) -> KnownRow {
    let course = course_words(page, course);
    match &result.seen {
        Seen::Scale {
            before,
            before_on,
            after,
            on,
            blinded,
            least,
            told,
            ..
        } => KnownRow {
            course,
            what: page.known_scale_name(&result.id),
            before: dated(page, *before, *before_on),
            after: dated(page, *after, *on),
            came: page.say_with(change_key(*told), "least", &page.number(*least, 1)),
            rater: page.say(if *blinded {
                "rater-blinded"
            } else {
                "rater-clinician"
            }),
        },
        Seen::Hours { from, to } => KnownRow {
            course,
            what: page.known_sign_name(&result.id),
            before: String::new(),
            after: String::new(),
            came: page.say_all(
                "learned-hours",
                &[
                    ("from", &page.number(*from, 0)),
                    ("to", &page.number(*to, 0)),
                ],
            ),
            rater: page.say("rater-patient"),
        },
    }
}

fn forecast_row(page: &Page, compared: &Compared<'_>) -> ForecastRow {
    let cell = |at: &Quantiles| ForecastCell {
        band: format!(
            "{} {}",
            page.band([at.p05, at.p50, at.p95], 1),
            page.units(&compared.scale.unit)
        ),
        is_too_small: at.p50 < compared.scale.minimal_detectable_change,
    };
    ForecastRow {
        name: row_name(page, compared),
        without: cell(&compared.without),
        with: cell(&compared.with),
        moved: moved_words(page, compared),
    }
}

fn row_name(page: &Page, compared: &Compared<'_>) -> String {
    let scale = &compared.scale;
    format!(
        "{}: {}",
        page.zone_name(compared.zone),
        page.scale_name(&scale.id, &scale.plain_name)
    )
}

/// Which way the forecast moved, and whether by more than one could see.
fn moved_words(page: &Page, compared: &Compared<'_>) -> String {
    let scale = &compared.scale;
    let size = |by: f64| page.amount(&page.number(by, 2), &scale.unit);
    let (moved, by) = match compared.moved() {
        Moved::Hardly => return page.say("learned-hardly-moved"),
        Moved::Up(by) => (page.say_with("learned-moved-up", "size", &size(by)), by),
        Moved::Down(by) => (page.say_with("learned-moved-down", "size", &size(by)), by),
    };
    if by >= scale.minimal_detectable_change {
        return moved;
    }
    let least = size(scale.minimal_detectable_change);
    format!(
        "{moved} {}",
        page.say_with("learned-moved-unseen", "least", &least)
    )
}

/// Both forecasts of every zone: two ranges in a row, of which the second is the one without earlier results.
fn picture(page: &Page, compared: &[Compared<'_>]) -> Option<String> {
    let rows = compared.iter().map(|one| RangeRow {
        label: row_name(page, one),
        ranges: vec![(&one.with).into(), (&one.without).into()],
    });
    let drawn = RangeRows {
        decimal_mark: page.language().decimal_mark().to_owned(),
        label: page.say("results-axis"),
        span: [0.0, 1.0],
        reference: Some(0.0),
        rows: rows.collect(),
    };
    let title = page.say("learned-picture");
    (!compared.is_empty()).then(|| drawn.picture("learned", &title, &page.say("learned-key")))
}
