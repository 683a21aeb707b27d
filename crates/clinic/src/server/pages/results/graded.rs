//! Grades of colleagues that the table of results does not hold: of the change as a whole, and those that came too late.

use std::collections::BTreeMap;

use needlework_chart::event::ScaleRated;
use needlework_chart::fold::{Chart, Stated};
use needlework_planning::Library;
use needlework_registry::Rater;

use crate::server::own_rating::asked_scale;
use crate::server::page::Page;
use crate::server::results::{CourseResult, forecast_scale, open_rater};

/// What clinicians said of the improvement while that judges the course (CGAIS, protocol 6): of each the newest for the whole face and
/// for each zone.
pub(super) fn clinician_said(
    page: &Page,
    library: &Library,
    chart: &Chart,
    course: &CourseResult,
) -> Vec<String> {
    let Some(scale) = asked_scale(library) else {
        return Vec::new();
    };
    let mut given: Vec<&Stated<ScaleRated>> = of_clinicians(chart)
        .filter(|stated| stated.facts.scale == scale.id)
        .filter(|stated| course.days_from_judgement(stated.facts.day).is_some())
        .collect();
    given.sort_by_key(|stated| (stated.facts.day, stated.recorded_at));
    let mut newest = BTreeMap::new();
    for stated in given {
        newest.insert((stated.facts.zone.as_deref(), stated.author.user), stated);
    }
    let sentences = newest.into_values().map(|stated| {
        let facts = &stated.facts;
        let label = facts.label.as_deref().or_else(|| scale.label(facts.grade));
        page.say_all(
            "results-clinician-said",
            &[
                ("zone", &zone_name(page, facts)),
                ("grade", &page.plain_number(facts.grade)),
                (
                    "words",
                    &label.map_or_else(String::new, |label| page.quoted(label)),
                ),
                ("day", &page.day(facts.day)),
                ("by", &by(page, stated)),
            ],
        )
    });
    sentences.collect()
}

/// Grades on the scales of the forecast that name a day before the course and were entered after it had begun.
pub(super) fn entered_afterwards(
    page: &Page,
    library: &Library,
    chart: &Chart,
    course: &CourseResult,
) -> Vec<String> {
    let zones = &course.document.forecast.zones;
    let is_forecast = |facts: &ScaleRated| {
        let scale = forecast_scale(library, &facts.scale);
        zones.iter().any(|zone| {
            let is_of_zone = facts.zone.as_ref().is_none_or(|rated| *rated == zone.zone);
            is_of_zone && zone.scales.iter().any(|one| one.id == scale)
        })
    };
    let late = of_clinicians(chart).filter(|stated| {
        stated.facts.day <= course.first_session
            && stated.recorded_at > course.began_at
            && is_forecast(&stated.facts)
    });
    let sentences = late.map(|stated| {
        let facts = &stated.facts;
        let scale = page.known_scale_name(&forecast_scale(library, &facts.scale));
        page.say_all(
            "results-entered-afterwards-grade",
            &[
                ("zone", &zone_name(page, facts)),
                ("scale", &scale),
                ("grade", &page.plain_number(facts.grade)),
                ("day", &page.day(facts.day)),
                ("entered", &page.moment(stated.recorded_at)),
                ("by", &by(page, stated)),
            ],
        )
    });
    sentences.collect()
}

/// Open grades that clinicians gave and nobody took back.
fn of_clinicians(chart: &Chart) -> impl Iterator<Item = &Stated<ScaleRated>> {
    let ratings = chart.standing_ratings();
    ratings.filter(|stated| open_rater(stated.author.role) == Some(Rater::Clinician))
}

fn zone_name(page: &Page, facts: &ScaleRated) -> String {
    let zone = facts.zone.as_deref();
    zone.map_or_else(|| page.say("whole-face"), |zone| page.zone_name(zone))
}

/// Who gave it, in which role, and where the skin was seen where somebody was asked.
fn by(page: &Page, stated: &Stated<ScaleRated>) -> String {
    let role = page.chart_role_name(stated.author.role);
    let by = format!("{}, {role}", stated.author.name);
    match stated.facts.seen {
        Some(seen) => format!("{by}, {}", page.seen_name(seen)),
        None => by,
    }
}
