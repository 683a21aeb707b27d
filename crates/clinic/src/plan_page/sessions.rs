//! When the sessions are, how long they take and how they feel.

use needlework_outcome::Estimate;
use needlework_planning::{Plan, PlannedSession, SessionKind};
use needlework_protocol::screening::Permission;

use crate::chart::{Drawing, RangeRow, RangeRows, Timeline, TimelineMark};

use super::amount::{Spread, plain};
use super::day;
use super::evidence::Evidence;
use crate::language::Language;

/// The section "Your sessions".
pub(crate) struct Sessions {
    pub(crate) summary: String,
    pub(crate) timeline: String,
    pub(crate) has_upkeep: bool,
    pub(crate) rows: Vec<SessionRow>,
    pub(crate) time_zone: String,
    pub(crate) chair: String,
    pub(crate) chair_parts: Vec<(String, String)>,
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
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let discomfort = RangeRows {
            label: words.say("plan-pain-axis"),
            span: [0.0, 10.0],
            reference: None,
            decimal_mark: words.decimal_mark().to_owned(),
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
                    pain(&zone.outlook.discomfort.value, words),
                )
            })
            .collect();
        let said: Vec<String> = feels
            .iter()
            .map(|(zone, pain)| format!("{zone} {pain}"))
            .collect();
        let description = words.say_with("plan-pain-picture", "zones", &said.join("; "));
        Self {
            summary: summary(plan, words),
            timeline: timeline(plan, words),
            has_upkeep: treatments(plan).count() < plan.sessions.len(),
            rows: plan
                .sessions
                .iter()
                .map(|one| row(plan, one, words))
                .collect(),
            time_zone: plan.case.dates.time_zone.clone(),
            chair: Spread::of(words, &plan.chair_time.total_minutes, 1.0).about(words, "minutes"),
            chair_parts: chair_parts(plan, words),
            feels,
            discomfort: discomfort.picture(
                "discomfort",
                &words.say("plan-how-it-feels"),
                &description,
            ),
            evidence: Evidence::of(plan, basis, words),
        }
    }
}

fn pain(discomfort: &Estimate, words: &Language) -> String {
    if discomfort.p95 < 0.5 {
        words.say("plan-hardly-felt")
    } else {
        Spread::of(words, discomfort, 0.5).about(words, "of-ten")
    }
}

fn treatments(plan: &Plan) -> impl Iterator<Item = &PlannedSession> {
    plan.sessions
        .iter()
        .filter(|session| session.kind == SessionKind::Treatment)
}

fn summary(plan: &Plan, words: &Language) -> String {
    let days: Vec<f64> = treatments(plan).map(|session| session.day).collect();
    let gaps: Vec<f64> = days
        .iter()
        .zip(days.iter().skip(1))
        .map(|(a, b)| b - a)
        .collect();
    let shortest = gaps.iter().copied().fold(f64::INFINITY, f64::min);
    let longest = gaps.iter().copied().fold(0.0_f64, f64::max);
    let key = match days.len() {
        0 => "plan-no-session",
        1 => "plan-one-session",
        _ if longest - shortest < 1.0 => "plan-sessions-apart",
        _ => "plan-sessions-apart-between",
    };
    words.say_all(
        key,
        &[
            ("count", &days.len().to_string()),
            ("shortest", &format!("{shortest:.0}")),
            ("longest", &format!("{longest:.0}")),
        ],
    )
}

fn timeline(plan: &Plan, words: &Language) -> String {
    let mut marks: Vec<TimelineMark> = plan
        .sessions
        .iter()
        .map(|session| TimelineMark {
            day: session.day,
            sign: session.number.to_string(),
            date: day::short(words, &session.starts),
            label: kind(session.kind, words),
            class: match session.kind {
                SessionKind::Treatment => "treatment",
                SessionKind::Maintenance => "upkeep",
            },
        })
        .collect();
    marks.push(TimelineMark {
        day: plan.judged_day,
        sign: "✓".to_owned(),
        date: day::short(words, &plan.judged_on),
        label: words.say("plan-result-judged"),
        class: "judgement",
    });
    marks.sort_by(|one, other| one.day.total_cmp(&other.day));
    let said: Vec<String> = marks
        .iter()
        .map(|mark| format!("{}: {}", mark.date, mark.label))
        .collect();
    let description = words.say_with("plan-timeline-picture", "dates", &said.join("; "));
    Timeline {
        marks,
        course_ends_day: plan.judged_day,
    }
    .picture("timeline", &words.say("plan-timeline"), &description)
}

fn kind(kind: SessionKind, words: &Language) -> String {
    words.say(match kind {
        SessionKind::Treatment => "plan-treatment",
        SessionKind::Maintenance => "plan-upkeep",
    })
}

fn row(plan: &Plan, session: &PlannedSession, words: &Language) -> SessionRow {
    let kind = kind(session.kind, words);
    let unsure = |key: &str| words.say_with(key, "kind", &kind);
    SessionRow {
        number: session.number,
        kind: match plan.permission() {
            Permission::Permitted => kind.clone(),
            Permission::NotYet => unsure("plan-not-confirmed"),
            Permission::Refused => unsure("plan-not-as-planned"),
        },
        date: day::long(words, &session.starts),
        time: words.say_all(
            "plan-from-to",
            &[
                ("from", &day::clock(&session.starts)),
                ("to", &day::clock(&session.ends)),
            ],
        ),
        remark: session.moved_because.clone().unwrap_or_default(),
    }
}

fn chair_parts(plan: &Plan, words: &Language) -> Vec<(String, String)> {
    let chair = &plan.chair_time;
    let numbing = chair.numbing_minutes.map_or_else(
        || words.say("plan-no-numbing"),
        |minutes| words.say_with("plan-numbing-minutes", "minutes", &plain(words, minutes)),
    );
    vec![
        (words.say("plan-numbing"), numbing),
        (
            words.say("plan-needling"),
            Spread::of(words, &chair.needling_minutes, 1.0).about(words, "minutes"),
        ),
        (
            words.say("plan-preparation"),
            words.say_with(
                "plan-minutes-set-aside",
                "minutes",
                &plain(words, chair.preparation_minutes.value),
            ),
        ),
    ]
}
