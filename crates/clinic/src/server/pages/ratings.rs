//! Ratings on scales: what each grade means, and what was rated so far.

pub(in crate::server) mod given;
mod standing;

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use needlework_chart::event::{Role, ScaleRated};
use needlework_chart::fold::{Chart, Stated};
use needlework_chart::id::PatientId;
use needlework_planning::Library;
use needlework_protocol::{GradedOn, ScaleDefinition};
use needlework_skin::ZoneKind;

use self::standing::Standing;
use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::server::access::{Allowed, FollowUp, RateOutcomes, ReadCharts};
use crate::server::own_rating::words;
use crate::server::page::Page;
use crate::server::rated_scale::{id_of, rated_under, step_of};

/// A scale that the clinic may use.
struct ScaleRow {
    id: String,
    /// Name with range and step.
    choice: String,
    name: String,
    measures: String,
    /// Of what a grade may be, in words.
    graded_on: String,
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
    /// Where the skin was seen; empty: nobody was asked.
    seen: String,
    /// Whether it was taken back.
    is_withdrawn: bool,
    /// Why it does not count, or where not.
    remarks: Vec<String>,
    /// Where it can be taken back; `None`: this reader cannot, or it was.
    withdraw: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/ratings.html")]
struct RatingsPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    /// Version of the chart that the form is drawn from.
    drawn_from: u64,
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
        scales: usable(&library)
            .map(|scale| row(&page, &library, scale))
            .collect(),
        zones: zones
            .map(|zone| (zone.id.clone(), page.zone_name(&zone.id)))
            .collect(),
        rows: rows(&page, &library, (patient, opened.chart()), &reader),
        may_rate: reader.and::<RateOutcomes>().is_some(),
        drawn_from: opened.sequence(),
        patient,
        page,
    })
}

/// Scales that a clinician may grade here.
fn usable(library: &Library) -> impl Iterator<Item = &ScaleDefinition> {
    let scales = library.scale_definitions.iter();
    scales.filter(|scale| scale.is_graded_by_clinician())
}

fn row(page: &Page, library: &Library, scale: &ScaleDefinition) -> ScaleRow {
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
    let name = page.quoted(&scale.name);
    let places = scale.graded_on.iter().map(|on| page.say(place_key(*on)));
    ScaleRow {
        id: id_of(scale).to_owned(),
        choice: page.say_all(
            "rating-scale-choice",
            &[
                ("name", &name),
                ("low", &page.plain_number(low)),
                ("high", &page.plain_number(high)),
                ("step", &page.plain_number(step_of(library, scale))),
            ],
        ),
        name,
        measures: page.quoted(&scale.measures),
        graded_on: page.say_with(
            "rating-graded-on",
            "places",
            &places.collect::<Vec<_>>().join(", "),
        ),
        grades: grades.collect(),
    }
}

const fn place_key(on: GradedOn) -> &'static str {
    match on {
        GradedOn::WholeFace => "whole-face",
        GradedOn::Zone(ZoneKind::Face) => "rating-on-face",
        GradedOn::Zone(ZoneKind::Neck) => "rating-on-neck",
        GradedOn::Zone(ZoneKind::Body) => "rating-on-body",
    }
}

fn rows(
    page: &Page,
    library: &Library,
    (patient, chart): (PatientId, &Chart),
    reader: &Allowed<ReadCharts>,
) -> Vec<RatingRow> {
    let mut ratings: Vec<_> = chart.ratings.values().collect();
    ratings.sort_by_key(|stated| (stated.facts.day, stated.recorded_at));
    let standing = Standing::of(chart);
    let rows = ratings.into_iter().rev().map(|stated| {
        let is_withdrawn = standing.is_withdrawn(stated);
        let may_withdraw = !is_withdrawn && may_withdraw(reader, stated);
        let address = format!(
            "/patients/{patient}/ratings/{}/withdraw",
            stated.facts.rating
        );
        RatingRow {
            is_withdrawn,
            remarks: standing.remarks(page, stated),
            withdraw: may_withdraw.then_some(address),
            ..plain_row(page, library, stated)
        }
    });
    rows.collect()
}

/// What was rated, by whom and how.
fn plain_row(page: &Page, library: &Library, stated: &Stated<ScaleRated>) -> RatingRow {
    let facts = &stated.facts;
    let scale = rated_under(library, &facts.scale);
    let is_by_patient = stated.author.role == Role::Patient;
    let chosen = scale.filter(|_| is_by_patient);
    let chosen = chosen.and_then(|scale| words(page, scale, facts.grade));
    let label = facts.label.as_deref();
    let label = label.or_else(|| scale.and_then(|scale| scale.label(facts.grade)));
    let meaning = chosen.or_else(|| label.map(|label| page.quoted(label)));
    let whole = if is_by_patient {
        "rating-whole-treatment"
    } else {
        "whole-face"
    };
    let role = page.chart_role_name(stated.author.role);
    let mut by = format!("{}, {role}", stated.author.name);
    if facts.is_blinded && !is_by_patient {
        by = format!("{by}, {}", page.say("rating-blinded"));
    }
    RatingRow {
        day: page.day(facts.day),
        scale: scale.map_or_else(|| facts.scale.clone(), |scale| page.quoted(&scale.name)),
        zone: facts
            .zone
            .as_deref()
            .map_or_else(|| page.say(whole), |zone| page.zone_name(zone)),
        grade: page.plain_number(facts.grade),
        meaning: meaning.unwrap_or_default(),
        by,
        seen: facts
            .seen
            .map_or_else(String::new, |seen| page.seen_name(seen)),
        is_withdrawn: false,
        remarks: Vec::new(),
        withdraw: None,
    }
}

/// Whether the chart lets this reader take a rating back: the rater, or a clinician where a colleague gave it.
fn may_withdraw(reader: &Allowed<ReadCharts>, stated: &Stated<ScaleRated>) -> bool {
    let is_own = stated.author.user == reader.who().account().user;
    let is_of_colleague = stated.author.role != Role::Patient;
    let is_clinician = reader.and::<RateOutcomes>().is_some();
    reader.and::<FollowUp>().is_some() && (is_own || (is_of_colleague && is_clinician))
}
