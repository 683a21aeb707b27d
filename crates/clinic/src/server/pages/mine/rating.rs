//! What the patient says of the result: one question for the whole treatment, and where zones differ, one for each.

use askama::Template;
use axum::extract::Query;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::ScaleRated;
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, RatingId};
use needlework_planning::Library;
use needlework_protocol::ScaleDefinition;
use serde::Deserialize;

use crate::server::access::{Allowed, OwnChart};
use crate::server::form_key::id_of_other;
use crate::server::intake::Fields;
use crate::server::own_rating::{OwnRating, PatientVerdict, asked_scale, said, words};
use crate::server::page::Page;
use crate::server::pages::{Done, Shown, show};
use crate::server::problem::Problem;
use crate::server::rated_scale::{Given, rated};
use crate::server::results::Yardstick;

/// Where the question stands.
const ADDRESS: &str = "/mine/rating";
/// Name of the answer about the whole treatment, and the beginning of those about a zone.
const WHOLE: &str = "whole";
const OF_ZONE: &str = "zone_";
/// Grades that differ by less are one.
const SAME: f64 = 1e-9;

/// An answer that can be chosen.
struct Choice {
    value: String,
    text: String,
    is_chosen: bool,
}

/// What is asked about the whole treatment or one zone.
struct Question {
    field: String,
    /// Name of the zone; empty: the whole treatment.
    zone: String,
    choices: Vec<Choice>,
}

/// The question with what was said before.
struct RatingForm {
    /// Id of the rating that it makes, however often its answers are sent.
    key: RatingId,
    /// Whose form it is.
    whose: PatientId,
    until: String,
    whole: Question,
    /// Empty where the plan has one zone.
    zones: Vec<Question>,
    /// What was said before, in words.
    said: Vec<String>,
}

#[derive(Template)]
#[template(path = "clinic/mine/rating.html")]
struct RatingPage {
    page: Page,
    is_saved: bool,
    /// `None`: nothing is asked today.
    form: Option<RatingForm>,
    /// When something will be asked, in words.
    later: Option<String>,
}

/// What was done just before.
#[derive(Deserialize)]
pub(in crate::server) struct Came {
    #[serde(default)]
    from: String,
}

/// Shows the question.
pub(in crate::server) async fn show_rating(
    own: Allowed<OwnChart>,
    Query(came): Query<Came>,
) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), "/mine").await;
    let clinic = own.clinic();
    let (library, today) = (clinic.library().await, clinic.today().await);
    let yardstick = Yardstick::of(clinic, &library).await;
    let chart = opened.chart();
    let asked = OwnRating::asked_on(chart, &yardstick, today);
    let later = match &asked {
        Some(_) => None,
        None => OwnRating::next_after(chart, &yardstick, today),
    };
    let key = RatingId::new(clinic.now(), clinic.chance())?;
    let form = asked.zip(asked_scale(&library)).map(|(asked, scale)| {
        let asking = Asking {
            page: &page,
            library: &library,
            scale,
        };
        asking.form(&asked, key, opened.patient())
    });
    show(&RatingPage {
        is_saved: came.from == "saved",
        form,
        later: later
            .map(|own| page.say_with("own-rating-later", "day", &page.day(own.window.opens))),
        page,
    })
}

/// In which words is asked.
struct Asking<'a> {
    page: &'a Page,
    library: &'a Library,
    scale: &'a ScaleDefinition,
}

impl Asking<'_> {
    fn form(&self, asked: &OwnRating, key: RatingId, whose: PatientId) -> RatingForm {
        let several = Some(&asked.zones).filter(|zones| zones.len() > 1);
        let zones = several.into_iter().flatten();
        RatingForm {
            key,
            whose,
            until: self.page.day(asked.window.closes),
            whole: self.question(WHOLE.to_owned(), String::new(), asked.of_whole()),
            zones: zones
                .map(|zone| {
                    let field = format!("{OF_ZONE}{zone}");
                    let name = self.page.zone_name(zone);
                    self.question(field, name, asked.verdict(Some(zone)))
                })
                .collect(),
            said: said(self.page, self.library, asked),
        }
    }

    fn question(&self, field: String, zone: String, given: Option<&PatientVerdict>) -> Question {
        let grades = self.scale.grades.iter();
        let choices = grades.filter_map(|grade| {
            let value = grade.from;
            Some(Choice {
                value: value.to_string(),
                text: words(self.page, self.scale, value)?,
                is_chosen: given.is_some_and(|given| (given.grade - value).abs() < SAME),
            })
        });
        Question {
            field,
            zone,
            choices: choices.collect(),
        }
    }
}

/// Records what was said. A form that is sent twice is recorded once; other answers from the same page correct the first ones.
pub(in crate::server) async fn send(
    own: Allowed<OwnChart>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let fields = Fields::new(fields);
    let key = fields.get("key").parse().map_err(|_| not_this_form())?;
    let whose: PatientId = fields.get("whose").parse().map_err(|_| not_this_form())?;
    let clinic = own.clinic();
    let (library, today) = (clinic.library().await, clinic.today().await);
    let yardstick = Yardstick::of(clinic, &library).await;
    let scale = asked_scale(&library).ok_or_else(not_asked)?;
    loop {
        let opened = own.look_again().await?;
        if whose != opened.patient() {
            return Err(Problem::refused("refused-answers-of-another"));
        }
        let asked = OwnRating::asked_on(opened.chart(), &yardstick, today);
        let asked = asked.ok_or_else(not_asked)?;
        let answers = answers(&fields, &asked, scale)?;
        let new = not_yet_said(opened.chart(), key, &answers)?;
        if new.is_empty() {
            return Ok(saved());
        }
        let rated = new.into_iter();
        let rated = rated.map(|(rating, said)| rating_of(rating, scale, said, today));
        match own.rate(&opened, rated.collect()).await {
            Ok(_) => return Ok(saved()),
            // Somebody else wrote meanwhile, perhaps the same form: look again.
            Err(Problem::Conflict(_)) => {}
            Err(problem) => return Err(problem),
        }
    }
}

/// What was said of the whole treatment (`None`) or of a zone: the grade.
type Said = (Option<String>, f64);

/// What was not recorded yet, each with the id of its rating: the key of the form for the whole treatment, and what follows from
/// key and answers for a zone. Where the key names another grade, everything follows from both.
fn not_yet_said(
    chart: &Chart,
    key: RatingId,
    answers: &[Said],
) -> Result<Vec<(RatingId, Said)>, Problem> {
    let of = |said: &Said| id_of_other(key.uuid(), &(answers, said)).map(RatingId::from_uuid);
    let is_other = |(zone, grade): &Said| {
        let known = chart.ratings.get(&key);
        zone.is_none() && known.is_some_and(|known| (known.facts.grade - grade).abs() >= SAME)
    };
    let is_corrected = answers.iter().any(is_other);
    let mut new = Vec::new();
    for said in answers {
        let is_first = said.0.is_none() && !is_corrected;
        let id = if is_first { key } else { of(said)? };
        if !chart.ratings.contains_key(&id) {
            new.push((id, said.clone()));
        }
    }
    Ok(new)
}

fn rating_of(
    rating: RatingId,
    scale: &ScaleDefinition,
    (zone, grade): Said,
    day: Date,
) -> ScaleRated {
    let given = Given {
        zone,
        grade,
        day,
        seen: None,
    };
    rated(rating, scale, given)
}

/// What was answered: for the whole treatment, and for each zone that was told apart.
fn answers(
    fields: &Fields,
    asked: &OwnRating,
    scale: &ScaleDefinition,
) -> Result<Vec<Said>, Problem> {
    let whole = fields.some(WHOLE);
    let whole = whole.ok_or_else(|| Problem::refused("refused-own-rating-open"))?;
    let mut answers = vec![(None, grade_of(scale, whole)?)];
    for zone in &asked.zones {
        if let Some(answer) = fields.some(&format!("{OF_ZONE}{zone}")) {
            answers.push((Some(zone.clone()), grade_of(scale, answer)?));
        }
    }
    Ok(answers)
}

/// A grade that can be chosen.
fn grade_of(scale: &ScaleDefinition, answer: &str) -> Result<f64, Problem> {
    let grade: Option<f64> = answer.parse().ok();
    let is_choice = |grade: &f64| {
        let mut grades = scale.grades.iter();
        grades.any(|one| (one.from - grade).abs() < SAME)
    };
    grade.filter(is_choice).ok_or_else(not_this_form)
}

fn saved() -> Redirect {
    Redirect::to(&format!("{ADDRESS}?from=saved"))
}

fn not_asked() -> Problem {
    Problem::refused("refused-own-rating-not-now")
}

fn not_this_form() -> Problem {
    Problem::refused("refused-answer-kind")
}
