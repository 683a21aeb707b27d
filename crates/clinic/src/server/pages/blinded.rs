//! Grading two photographs without knowing whose skin it is and which came first. Neither page nor addresses tell: no name, no
//! day, no id of a patient or a photograph.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{Redirect, Response};
use axum_extra::extract::Form;
use needlework_chart::event::{BlindedVerdict, LooksBetter};
use needlework_outcome::Scale;
use needlework_planning::Library;
use needlework_protocol::ScaleDefinition;
use serde::Deserialize;
use uuid::Uuid;

use super::{Done, Shown, photograph_file, show};
use crate::server::access::{Allowed, RateBlinded};
use crate::server::blinded::{definition, grades};
use crate::server::office::blinded_pair::{BlindedPair, Side};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Longest words beside a reason, characters.
const LONGEST_WORDS: usize = 300;
/// Why a pair cannot be judged.
const REASONS: [&str; 5] = ["blurred", "light", "pose", "covered", "known"];
/// What somebody finds better.
const CHOICES: [(&str, LooksBetter); 3] = [
    ("first", LooksBetter::First),
    ("second", LooksBetter::Second),
    ("cannot-tell", LooksBetter::CannotTell),
];
/// A grade lies on a step of its scale if it is no further from it than this share of the step.
const STEP_SLACK: f64 = 1e-6;

/// What was done just before.
#[derive(Deserialize)]
pub(in crate::server) struct Came {
    #[serde(default)]
    from: String,
}

#[derive(Template)]
#[template(path = "clinic/blinded.html")]
struct BlindedPage {
    page: Page,
    /// What was done just before, in words.
    done: Option<String>,
    is_waiting: bool,
    sentence: String,
}

/// Says whether a pair waits.
pub(in crate::server) async fn show_blinded(
    rater: Allowed<RateBlinded>,
    Query(came): Query<Came>,
) -> Shown {
    let page = Page::of(rater.who(), "/blinded").await;
    let waiting = rater.pairs_waiting().await?;
    let done = match came.from.as_str() {
        "saved" => Some(page.say("blinded-saved")),
        "none" => Some(page.say("blinded-none-for-you")),
        _ => None,
    };
    show(&BlindedPage {
        sentence: if waiting.may_be_more {
            let least = waiting.number.to_string();
            page.say_with("blinded-waiting-many", "least", &least)
        } else {
            page.count("blinded-waiting", waiting.number)
        },
        is_waiting: waiting.number > 0,
        done,
        page,
    })
}

/// Draws the next pair, or finds the one that was drawn and not graded.
pub(in crate::server) async fn draw(rater: Allowed<RateBlinded>) -> Done {
    Ok(match rater.draw_pair().await? {
        Some(pair) => Redirect::to(&format!("/blinded/{pair}")),
        None => Redirect::to("/blinded?from=none"),
    })
}

/// One of the two photographs, with what is graded on it.
struct PictureView {
    /// End of its address, and name of its field.
    side: &'static str,
    field: &'static str,
    letter: &'static str,
}

const PICTURES: [PictureView; 2] = [
    PictureView {
        side: "a",
        field: "first",
        letter: "A",
    },
    PictureView {
        side: "b",
        field: "second",
        letter: "B",
    },
];

/// A grade that can be chosen.
struct GradeView {
    value: String,
    shown: String,
    label: String,
}

#[derive(Template)]
#[template(path = "clinic/blinded_pair.html")]
struct PairPage {
    page: Page,
    pair: Uuid,
    zone: String,
    scale: String,
    measures: String,
    range: String,
    is_labelled: bool,
    /// Empty: any number of the range can be given.
    grades: Vec<GradeView>,
    pictures: [PictureView; 2],
    choices: Vec<(&'static str, String)>,
    reasons: Vec<(&'static str, String)>,
    longest_words: usize,
}

/// Shows a pair.
pub(in crate::server) async fn show_pair(
    rater: Allowed<RateBlinded>,
    Path(pair): Path<Uuid>,
) -> Shown {
    let held = rater.pair(pair).await?;
    let page = Page::of(rater.who(), "/blinded").await;
    let library = rater.clinic().library().await;
    let (scale, words) = scale_of(&library, &held.value)?;
    let [low, high] = scale.range;
    show(&PairPage {
        pair,
        zone: page.zone_name(&held.value.pair.zone),
        scale: page.quoted(&words.name),
        measures: page.quoted(&words.measures),
        range: format!("{} – {}", page.plain_number(low), page.plain_number(high)),
        is_labelled: !words.grades.is_empty(),
        grades: grade_views(&page, scale, words),
        pictures: PICTURES,
        choices: CHOICES
            .map(|(choice, _)| (choice, page.say(&format!("blinded-better-{choice}"))))
            .into(),
        reasons: REASONS
            .map(|reason| (reason, page.say(&format!("blinded-reason-{reason}"))))
            .into(),
        longest_words: LONGEST_WORDS,
        page,
    })
}

fn scale_of<'a>(
    library: &'a Library,
    pair: &BlindedPair,
) -> Result<(&'a Scale, &'a ScaleDefinition), Problem> {
    let id = &pair.pair.scale;
    let both = library.scales.scale(id).zip(definition(library, id));
    both.ok_or(Problem::NotFound)
}

fn grade_views(page: &Page, scale: &Scale, words: &ScaleDefinition) -> Vec<GradeView> {
    grades(scale)
        .into_iter()
        .map(|grade| GradeView {
            value: grade.to_string(),
            shown: page.plain_number(grade),
            label: page.quoted(words.label(grade).unwrap_or_default()),
        })
        .collect()
}

/// The pixels of one side. They are kept nowhere on the way.
pub(in crate::server) async fn picture(
    rater: Allowed<RateBlinded>,
    Path((pair, side)): Path<(Uuid, Side)>,
) -> Result<Response, Problem> {
    let held = rater.pair(pair).await?;
    Ok(photograph_file(rater.pixels_of(&held.value, side).await?))
}

/// Grades that are sent.
#[derive(Deserialize)]
pub(in crate::server) struct Graded {
    #[serde(default)]
    first: String,
    #[serde(default)]
    second: String,
    #[serde(default)]
    looks_better: String,
}

/// Records the grades of a pair.
pub(in crate::server) async fn grade(
    rater: Allowed<RateBlinded>,
    Path(pair): Path<Uuid>,
    Form(graded): Form<Graded>,
) -> Done {
    let held = rater.pair(pair).await?;
    let library = rater.clinic().library().await;
    let (scale, _) = scale_of(&library, &held.value)?;
    let looks_better = match graded.looks_better.as_str() {
        "" => None,
        chosen => {
            let found = CHOICES.iter().find(|(name, _)| *name == chosen);
            let found = found.ok_or_else(|| Problem::refused("refused-pair-better"))?;
            Some(found.1)
        }
    };
    let verdict = BlindedVerdict::Graded {
        first: grade_of(scale, &graded.first, "A")?,
        second: grade_of(scale, &graded.second, "B")?,
        looks_better,
    };
    rater.rate_pair(&held, verdict).await?;
    Ok(Redirect::to("/blinded?from=saved"))
}

fn grade_of(scale: &Scale, typed: &str, letter: &str) -> Result<f64, Problem> {
    let [low, high] = scale.range;
    let grade: Option<f64> = typed.trim().replace(',', ".").parse().ok();
    let is_step = |grade: f64| {
        let steps = (grade - low) / scale.reading_step;
        scale.reading_step <= 0.0 || (steps - steps.round()).abs() < STEP_SLACK
    };
    grade
        .filter(|grade| (low..=high).contains(grade) && is_step(*grade))
        .ok_or_else(|| {
            let (low, high) = (low.to_string(), high.to_string());
            let values = [
                ("photograph", letter),
                ("low", low.as_str()),
                ("high", high.as_str()),
            ];
            Problem::refused_with("refused-pair-grade", &values)
        })
}

/// Why a pair is not judged.
#[derive(Deserialize)]
pub(in crate::server) struct PassedOver {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
}

/// Records that a pair cannot be judged.
pub(in crate::server) async fn pass_over(
    rater: Allowed<RateBlinded>,
    Path(pair): Path<Uuid>,
    Form(passed): Form<PassedOver>,
) -> Done {
    let held = rater.pair(pair).await?;
    if !REASONS.contains(&passed.reason.as_str()) {
        return Err(Problem::refused("refused-pair-reason"));
    }
    let words = passed.words.trim();
    if words.chars().count() > LONGEST_WORDS {
        return Err(Problem::refused("refused-pair-words"));
    }
    let verdict = BlindedVerdict::NotJudged {
        reason_code: passed.reason,
        words: (!words.is_empty()).then(|| words.to_owned()),
    };
    rater.rate_pair(&held, verdict).await?;
    Ok(Redirect::to("/blinded?from=saved"))
}
