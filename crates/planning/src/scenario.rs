//! The main zone under other courses, on the same draws.

use jiff::Zoned;
use needlework_outcome::{ObservedDraw, Series};
use needlework_protocol::Phrases;

use crate::case::Case;
use crate::error::PlanError;
use crate::plan::{Scenario, ScenarioScale, SessionKind};
use crate::schedule::{Appointment, CoursePattern, appointments, days_between};
use crate::simulation::{Simulation, Timetable, TreatedZone, ZoneDraw};

/// Another course for the same person.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variant {
    pub(crate) id: &'static str,
    pub(crate) name: String,
    pub(crate) pattern: CoursePattern,
    pub(crate) session_days: Vec<f64>,
}

/// The courses that are compared with the plan: no upkeep, upkeep once and twice a year, one session fewer and more, and
/// half and double the interval where every session can still be moved.
///
/// # Errors
/// When no free day is found for one of the sessions.
pub(crate) fn variants(
    case: &Case,
    pattern: CoursePattern,
    shortest_usual_interval_days: u32,
    phrases: &Phrases,
) -> Result<Vec<Variant>, PlanError> {
    let upkeep = |per_year| CoursePattern {
        maintenance_per_year: per_year,
        ..pattern
    };
    let mut wanted = vec![
        ("no-upkeep", upkeep(0)),
        ("maintenance-1", upkeep(1)),
        ("maintenance-2", upkeep(2)),
    ];
    for (id, sessions) in [
        ("one-session-fewer", pattern.sessions - 1),
        ("one-session-more", pattern.sessions + 1),
    ] {
        if sessions > 0 {
            wanted.push((
                id,
                CoursePattern {
                    sessions,
                    ..pattern
                },
            ));
        }
    }
    let dates_are_open = case.dates.sessions.is_empty() && pattern.sessions > 1;
    for (id, interval_days) in [
        ("half-interval", pattern.interval_days / 2),
        ("double-interval", pattern.interval_days * 2),
    ] {
        if dates_are_open && interval_days >= shortest_usual_interval_days {
            wanted.push((
                id,
                CoursePattern {
                    interval_days,
                    ..pattern
                },
            ));
        }
    }
    wanted
        .into_iter()
        .map(|(id, pattern)| {
            let interval = pattern.interval_days.to_string();
            Ok(Variant {
                id,
                name: phrases.say(&format!("scenario.{id}"), &[("days", &interval)]),
                pattern,
                session_days: session_days(&dates(case, pattern, phrases)?),
            })
        })
        .collect()
}

/// The dates of a course that may have fewer or more sessions than the case lists.
fn dates(
    case: &Case,
    pattern: CoursePattern,
    phrases: &Phrases,
) -> Result<Vec<Appointment>, PlanError> {
    let mut wishes = case.dates.clone();
    if let Some(last) = wishes.sessions.last().copied() {
        let interval = jiff::Span::new().days(i64::from(pattern.interval_days));
        wishes.sessions.truncate(pattern.sessions as usize);
        if wishes.sessions.len() < pattern.sessions as usize {
            wishes.sessions.push(last.saturating_add(interval));
        }
    }
    appointments(&wishes, case.planned_on, pattern, phrases)
}

/// Days of sessions since the first.
pub(crate) fn session_days(appointments: &[Appointment]) -> Vec<f64> {
    let first: Option<&Zoned> = appointments.first().map(|first| &first.starts);
    appointments
        .iter()
        .filter_map(|one| Some(days_between(first?, &one.starts)))
        .collect()
}

/// The plan itself, with which the others are compared.
pub(crate) struct Reference<'a> {
    pub(crate) observed: &'a [ObservedDraw],
    pub(crate) scale: &'a str,
    pub(crate) unit: &'a str,
    pub(crate) basis: &'a [String],
    pub(crate) session_days: &'a [f64],
    /// Day of judgement, one and two years after the last treatment session, d.
    pub(crate) days: Vec<f64>,
    pub(crate) horizon_days: f64,
}

/// Follows the main zone under another course and compares it draw by draw.
///
/// # Errors
/// When a parameter or a course is refused.
pub(crate) fn compare(
    variant: &Variant,
    reference: &Reference,
    simulation: &Simulation,
    treated: TreatedZone,
    zone_draws: &[ZoneDraw],
) -> Result<Scenario, PlanError> {
    let followed;
    let observed = if variant.session_days == reference.session_days {
        reference.observed
    } else {
        let last = variant.session_days.last().copied().unwrap_or(0.0);
        let timetable = Timetable {
            session_days: &variant.session_days,
            horizon_days: reference.horizon_days.max(last),
        };
        followed = simulation.follow(treated, zone_draws, timetable)?;
        &followed
    };
    let rows: Vec<(Vec<f64>, Vec<f64>)> = observed
        .iter()
        .zip(reference.observed)
        .map(|(variant, plan)| {
            let values = improvements(variant, reference);
            let differences = values
                .iter()
                .zip(improvements(plan, reference))
                .map(|(value, plan)| value - plan)
                .collect();
            (values, differences)
        })
        .collect();
    let (values, differences): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    Ok(Scenario {
        id: variant.id.to_owned(),
        name: variant.name.clone(),
        sessions: variant.pattern.sessions,
        maintenance_per_year: variant.pattern.maintenance_per_year,
        scale: ScenarioScale {
            id: reference.scale.to_owned(),
            improvement: Series::of(reference.unit, &reference.days, &values)?,
            probability_better: shares_above_zero(&differences, reference.days.len()),
            difference: Series::of(reference.unit, &reference.days, &differences)?,
        },
        basis: reference.basis.to_vec(),
    })
}

fn improvements(observed: &ObservedDraw, reference: &Reference) -> Vec<f64> {
    reference
        .days
        .iter()
        .filter_map(|day| observed.improvement(reference.scale, *day))
        .collect()
}

fn shares_above_zero(draws: &[Vec<f64>], days: usize) -> Vec<f64> {
    (0..days)
        .map(|day| {
            let better = draws
                .iter()
                .filter(|draw| draw.get(day).is_some_and(|difference| *difference > 0.0));
            better.count() as f64 / draws.len().max(1) as f64
        })
        .collect()
}

/// Treatment sessions of a list of appointments.
pub(crate) fn treatments(appointments: &[Appointment]) -> impl Iterator<Item = &Appointment> {
    appointments
        .iter()
        .filter(|one| one.kind == SessionKind::Treatment)
}
