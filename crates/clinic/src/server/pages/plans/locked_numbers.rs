//! What is locked with a plan, where its pictures cannot be drawn again: days and technique. The goal sheet says the rest.

use askama::Template;
use needlework_planning::{LockedForecast, LockedZone, SessionKind};

use super::calculation::problem_note;
use crate::plan_page::how_it_works::coverage;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// The technique of one zone.
struct TechniqueRow {
    zone: String,
    length: String,
    coverage: String,
}

#[derive(Template)]
#[template(path = "clinic/locked_numbers.html")]
struct LockedNumbers<'a> {
    page: &'a Page,
    sessions: Vec<String>,
    judged: String,
    techniques: Vec<TechniqueRow>,
    /// What the clinician was told, in the words that were locked.
    notices: Vec<String>,
}

/// Why there are no pictures, and what is locked.
///
/// # Errors
/// When it cannot be written as HTML.
pub(super) fn locked_numbers(
    page: &Page,
    forecast: &LockedForecast,
    problem: &Problem,
) -> Result<String, Problem> {
    let numbers = LockedNumbers {
        sessions: forecast
            .sessions
            .iter()
            .map(|session| {
                let day = page.day(session.starts.date());
                match session.kind {
                    SessionKind::Treatment => day,
                    SessionKind::Maintenance => page.say_with("upkeep-on", "day", &day),
                }
            })
            .collect(),
        judged: page.day(forecast.judged_on.date()),
        techniques: forecast
            .zones
            .iter()
            .map(|zone| technique(page, zone))
            .collect(),
        notices: forecast
            .notices
            .iter()
            .map(|notice| notice.text.clone())
            .collect(),
        page,
    };
    Ok(problem_note(page, problem) + &numbers.render()?)
}

fn technique(page: &Page, zone: &LockedZone) -> TechniqueRow {
    TechniqueRow {
        zone: page.zone_name(&zone.zone),
        length: page.number(zone.technique.needle_length_mm, 2),
        coverage: coverage(zone.technique.coverage.into(), page.language()),
    }
}
