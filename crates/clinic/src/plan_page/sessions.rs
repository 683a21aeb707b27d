//! When the sessions are, how long they take and how they feel.

use needlework_outcome::Estimate;
use needlework_planning::{Plan, PlannedSession, SessionKind};
use needlework_protocol::screening::Permission;

use crate::chart::{Drawing, RangeRow, RangeRows, Timeline, TimelineMark};

use super::amount::{Spread, plain};
use super::day;
use super::evidence::Evidence;

/// The section "Your sessions".
pub(crate) struct Sessions {
    pub(crate) summary: String,
    pub(crate) timeline: String,
    pub(crate) has_upkeep: bool,
    pub(crate) rows: Vec<SessionRow>,
    pub(crate) time_zone: String,
    pub(crate) chair: String,
    pub(crate) chair_parts: Vec<(&'static str, String)>,
    pub(crate) feels: Vec<(String, String)>,
    pub(crate) discomfort: String,
    pub(crate) evidence: Evidence,
}

/// One session in the table.
pub(crate) struct SessionRow {
    pub(crate) number: u32,
    pub(crate) kind: String,
    pub(crate) date: String,
    pub(crate) time: String,
    pub(crate) remark: String,
}

impl Sessions {
    pub(crate) fn of(plan: &Plan) -> Self {
        let discomfort = RangeRows {
            label: "pain, 0 none to 10 worst, without numbing".to_owned(),
            span: [0.0, 10.0],
            reference: None,
            rows: plan
                .zones
                .iter()
                .map(|zone| RangeRow {
                    label: zone.plain_name.clone(),
                    ranges: vec![zone.outlook.discomfort.value],
                })
                .collect(),
        };
        let injuries = plan.zones.iter().flat_map(|zone| &zone.injury.basis);
        let felt = plan
            .zones
            .iter()
            .flat_map(|zone| &zone.outlook.discomfort.basis);
        let basis = plan.chair_time.basis.iter().chain(injuries).chain(felt);
        let feels: Vec<(String, String)> = plan
            .zones
            .iter()
            .map(|zone| {
                (
                    zone.plain_name.clone(),
                    pain(&zone.outlook.discomfort.value),
                )
            })
            .collect();
        let said: Vec<String> = feels
            .iter()
            .map(|(zone, pain)| format!("{zone} {pain}"))
            .collect();
        let description = format!("Expected pain during needling: {}.", said.join("; "));
        Self {
            summary: summary(plan),
            timeline: timeline(plan),
            has_upkeep: treatments(plan).count() < plan.sessions.len(),
            rows: plan.sessions.iter().map(|one| row(plan, one)).collect(),
            time_zone: plan.case.dates.time_zone.clone(),
            chair: Spread::of(&plan.chair_time.total_minutes, 1.0).about("minutes"),
            chair_parts: chair_parts(plan),
            feels,
            discomfort: discomfort.picture("discomfort", "How it feels", &description),
            evidence: Evidence::of(plan, basis),
        }
    }
}

fn pain(discomfort: &Estimate) -> String {
    if discomfort.p95 < 0.5 {
        "hardly felt (below 1 of 10)".to_owned()
    } else {
        Spread::of(discomfort, 0.5).about("of 10")
    }
}

fn treatments(plan: &Plan) -> impl Iterator<Item = &PlannedSession> {
    plan.sessions
        .iter()
        .filter(|session| session.kind == SessionKind::Treatment)
}

fn summary(plan: &Plan) -> String {
    let days: Vec<f64> = treatments(plan).map(|session| session.day).collect();
    let gaps: Vec<f64> = days
        .iter()
        .zip(days.iter().skip(1))
        .map(|(a, b)| b - a)
        .collect();
    let shortest = gaps.iter().copied().fold(f64::INFINITY, f64::min);
    let longest = gaps.iter().copied().fold(0.0_f64, f64::max);
    match days.len() {
        0 => "No session is planned.".to_owned(),
        1 => "One session.".to_owned(),
        count if longest - shortest < 1.0 => {
            format!("{count} sessions, {shortest:.0} days apart.")
        }
        count => format!("{count} sessions, {shortest:.0} to {longest:.0} days apart."),
    }
}

fn timeline(plan: &Plan) -> String {
    let mut marks: Vec<TimelineMark> = plan
        .sessions
        .iter()
        .map(|session| TimelineMark {
            day: session.day,
            sign: session.number.to_string(),
            date: day::short(&session.starts),
            label: kind(session.kind).to_owned(),
            class: match session.kind {
                SessionKind::Treatment => "treatment",
                SessionKind::Maintenance => "upkeep",
            },
        })
        .collect();
    marks.push(TimelineMark {
        day: plan.judged_day,
        sign: "✓".to_owned(),
        date: day::short(&plan.judged_on),
        label: "result judged".to_owned(),
        class: "judgement",
    });
    marks.sort_by(|one, other| one.day.total_cmp(&other.day));
    let said: Vec<String> = marks
        .iter()
        .map(|mark| format!("{}: {}", mark.date, mark.label))
        .collect();
    let description = format!("{}. All dates stand in the table below.", said.join("; "));
    Timeline {
        marks,
        course_ends_day: plan.judged_day,
    }
    .picture("timeline", "Sessions along the year", &description)
}

fn kind(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Treatment => "treatment",
        SessionKind::Maintenance => "upkeep, proposed",
    }
}

fn row(plan: &Plan, session: &PlannedSession) -> SessionRow {
    let kind = kind(session.kind);
    SessionRow {
        number: session.number,
        kind: match plan.permission() {
            Permission::Permitted => kind.to_owned(),
            Permission::NotYet => format!("{kind}, not confirmed"),
            Permission::Refused => format!("{kind}, does not take place as planned"),
        },
        date: day::long(&session.starts),
        time: format!(
            "{} to {}",
            day::clock(&session.starts),
            day::clock(&session.ends)
        ),
        remark: session.moved_because.clone().unwrap_or_default(),
    }
}

fn chair_parts(plan: &Plan) -> Vec<(&'static str, String)> {
    let chair = &plan.chair_time;
    let numbing = chair.numbing_minutes.map_or_else(
        || "none planned".to_owned(),
        |minutes| format!("{}\u{a0}minutes, set by the clinic", plain(minutes)),
    );
    vec![
        ("Numbing cream", numbing),
        (
            "Needling",
            Spread::of(&chair.needling_minutes, 1.0).about("minutes"),
        ),
        (
            "Cleaning, marking, aftercare",
            format!(
                "{}\u{a0}minutes, set aside",
                plain(chair.preparation_minutes.value)
            ),
        ),
    ]
}
