//! Ratings on scales: what each grade means, and what was rated so far.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{Event, Role, ScaleRated};
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, RatingId};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;
use needlework_protocol::ScaleDefinition;
use serde::Deserialize;

use super::patient::{Tabs, open_chart};
use super::twice::{recorded_already, version_seen};
use super::{Done, Shown, show};
use crate::server::access::{Allowed, FollowUp, ReadCharts};
use crate::server::own_rating::words;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// A scale that the clinic may use.
struct ScaleRow {
    id: String,
    name: String,
    measures: String,
    low: String,
    high: String,
    /// Grades with what each means.
    grades: Vec<(String, String)>,
}

/// A rating.
struct RatingRow {
    day: String,
    scale: String,
    zone: String,
    grade: String,
    meaning: String,
    by: String,
}

#[derive(Template)]
#[template(path = "clinic/ratings.html")]
struct RatingsPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    /// Version of the chart that the form is drawn from.
    seen: u64,
    today: Date,
    scales: Vec<ScaleRow>,
    zones: Vec<(String, String)>,
    rows: Vec<RatingRow>,
    may_rate: bool,
}

/// Shows the ratings of a patient, and a form for another one.
pub(in crate::server) async fn show_ratings(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let library = reader.clinic().library().await;
    let zones = library.zones.iter().filter(|zone| zone.blocked.is_none());
    show(&RatingsPage {
        tabs: Tabs::of(&page, patient, "/ratings"),
        today: reader.clinic().today().await,
        scales: usable(&library).map(|scale| row(&page, scale)).collect(),
        zones: zones
            .map(|zone| (zone.id.clone(), page.zone_name(&zone.id)))
            .collect(),
        rows: rows(&page, &library, opened.chart()),
        may_rate: reader.and::<FollowUp>().is_some(),
        seen: opened.sequence(),
        patient,
        page,
    })
}

/// Scales that may be graded here.
fn usable(library: &Library) -> impl Iterator<Item = &ScaleDefinition> {
    let scales = library.scale_definitions.iter();
    scales.filter(|scale| scale.may_be_graded())
}

/// The id under which a scale is rated: that of the forecast where there is one, so that both can be compared.
fn id_of(scale: &ScaleDefinition) -> &str {
    scale.predicted_as.as_deref().unwrap_or(&scale.id)
}

fn row(page: &Page, scale: &ScaleDefinition) -> ScaleRow {
    let [low, high] = scale.range.unwrap_or_default();
    let grades = scale.grades.iter().map(|grade| {
        let values = if (grade.from - grade.to).abs() < f64::EPSILON {
            page.plain_number(grade.from)
        } else {
            let (from, to) = (page.plain_number(grade.from), page.plain_number(grade.to));
            format!("{from} – {to}")
        };
        (values, page.quoted(&grade.label))
    });
    ScaleRow {
        id: id_of(scale).to_owned(),
        name: page.quoted(&scale.name),
        measures: page.quoted(&scale.measures),
        grades: grades.collect(),
        low: page.plain_number(low),
        high: page.plain_number(high),
    }
}

fn rows(page: &Page, library: &Library, chart: &Chart) -> Vec<RatingRow> {
    let mut ratings: Vec<_> = chart.ratings.values().collect();
    ratings.sort_by_key(|stated| (stated.facts.day, stated.recorded_at));
    let rows = ratings.into_iter().rev().map(|stated| {
        let facts = &stated.facts;
        let scale = find(library, &facts.scale);
        let is_by_patient = stated.author.role == Role::Patient;
        let chosen = scale.filter(|_| is_by_patient);
        let chosen = chosen.and_then(|scale| words(page, scale, facts.grade));
        let label = scale.and_then(|scale| scale.label(facts.grade));
        let meaning = chosen.or_else(|| label.map(|label| page.quoted(label)));
        let how = match (is_by_patient, facts.is_blinded) {
            (true, _) => format!(", {}", page.say("rating-by-patient")),
            (false, true) => format!(", {}", page.say("rating-blinded")),
            (false, false) => String::new(),
        };
        let whole = if is_by_patient {
            "rating-whole-treatment"
        } else {
            "whole-face"
        };
        RatingRow {
            day: page.day(facts.day),
            scale: scale.map_or_else(|| facts.scale.clone(), |scale| page.quoted(&scale.name)),
            zone: facts
                .zone
                .as_deref()
                .map_or_else(|| page.say(whole), |zone| page.zone_name(zone)),
            grade: page.plain_number(facts.grade),
            meaning: meaning.unwrap_or_default(),
            by: format!("{}{how}", stated.author.name),
        }
    });
    rows.collect()
}

fn find<'a>(library: &'a Library, id: &str) -> Option<&'a ScaleDefinition> {
    library
        .scale_definitions
        .iter()
        .find(|scale| id_of(scale) == id)
}

/// A rating that is sent.
#[derive(Deserialize)]
pub(in crate::server) struct Rated {
    scale: String,
    #[serde(default)]
    zone: String,
    grade: String,
    day: Date,
    /// Version of the chart that the form was drawn from.
    #[serde(default)]
    seen: String,
}

/// Records a rating, once however often its form is sent.
pub(in crate::server) async fn rate(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Form(rated): Form<Rated>,
) -> Done {
    let (_, opened) = open_chart(&follower, patient).await?;
    let clinic = follower.clinic();
    let library = clinic.library().await;
    let scale = usable(&library).find(|scale| id_of(scale) == rated.scale);
    let scale = scale.ok_or_else(|| Problem::refused("refused-no-scale"))?;
    let [low, high] = scale.range.unwrap_or_default();
    let grade: Option<f64> = rated.grade.trim().replace(',', ".").parse().ok();
    let grade = grade.filter(|grade| (low..=high).contains(grade));
    let grade = grade.ok_or_else(|| {
        Problem::refused_with(
            "refused-grade",
            &[("low", &low.to_string()), ("high", &high.to_string())],
        )
    })?;
    if rated.day > clinic.today().await {
        return Err(Problem::refused("refused-future-day"));
    }
    let zone = Some(rated.zone).filter(|zone| !zone.is_empty());
    if zone
        .as_ref()
        .is_some_and(|zone| library.zones.get(zone).is_none())
    {
        return Err(Problem::refused("refused-no-zone"));
    }
    let facts = ScaleRated {
        rating: RatingId::new(clinic.now(), clinic.chance())?,
        scale: rated.scale,
        zone,
        grade,
        day: rated.day,
        is_blinded: false,
    };
    rate_once(&follower, &opened, facts, version_seen(&rated.seen)).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/ratings")))
}

/// Records a rating, unless the same form recorded it already.
async fn rate_once(
    follower: &Allowed<FollowUp>,
    chart: &OpenChart,
    facts: ScaleRated,
    seen: u64,
) -> Result<(), Problem> {
    let fact = Event::from(facts.clone());
    if is_rated(follower, chart.patient(), &fact, seen).await? {
        return Ok(());
    }
    match follower.rate(chart, facts).await {
        // Of two taps at once, the other one may have been faster.
        Err(Problem::Conflict(told)) => {
            let is_rated = is_rated(follower, chart.patient(), &fact, seen).await?;
            is_rated.then_some(()).ok_or(Problem::Conflict(told))
        }
        told => told.map(|_| ()),
    }
}

/// Whether the same form recorded a rating before.
async fn is_rated(
    follower: &Allowed<FollowUp>,
    patient: PatientId,
    fact: &Event,
    seen: u64,
) -> Result<bool, Problem> {
    let since = follower.recorded_since(patient, seen).await?;
    let own = follower.who().account().user;
    Ok(recorded_already(&since, own, fact).is_some())
}
