//! Treatment sessions: the list, the start gate, the console, and amendments.

pub(in crate::server) mod cartridges;
pub(in crate::server) mod console;
pub(in crate::server) mod entries;
pub(in crate::server) mod gate;
mod once;
mod planned;
pub(in crate::server) mod signing;
mod typed;
mod zone_entry;

use askama::Template;
use axum::extract::Path;
use needlework_chart::fold::{Chart, Session, SessionState};
use needlework_chart::id::{PatientId, PlanId, SessionId};

use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::server::access::{Allowed, ReadCharts, Treat};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// A session in the list.
struct SessionRow {
    address: String,
    day: String,
    operator: String,
    state: String,
    class: &'static str,
    score: String,
}

#[derive(Template)]
#[template(path = "clinic/sessions.html")]
struct SessionsPage {
    page: Page,
    tabs: Tabs,
    rows: Vec<SessionRow>,
    /// Sessions done and planned, where a plan is in force.
    progress: Option<String>,
    start: Option<String>,
}

/// All sessions of a patient, the newest first.
pub(in crate::server) async fn show_sessions(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let in_force = chart.plan_in_force();
    let mut sessions: Vec<(&SessionId, &Session)> = chart.sessions.iter().collect();
    sessions.sort_by_key(|(_, session)| std::cmp::Reverse(session.started.facts.t0));
    let is_open = sessions
        .iter()
        .any(|(_, session)| session.state == SessionState::Open);
    let rows = sessions.iter().map(|(id, session)| SessionRow {
        address: format!("/patients/{patient}/sessions/{id}"),
        day: page.day(session.started.facts.day),
        operator: session.started.facts.operator.clone(),
        state: page.say(match session.state {
            SessionState::Open => "session-open",
            SessionState::Signed => "session-signed",
            SessionState::Abandoned => "session-abandoned",
        }),
        class: match session.state {
            SessionState::Open => "wait",
            SessionState::Signed => "yes",
            SessionState::Abandoned => "",
        },
        score: session
            .signed
            .as_ref()
            .and_then(|signed| signed.facts.score.as_ref())
            .map_or_else(String::new, |score| {
                score_words(&page, score.share_within_tolerance)
            }),
    });
    let may_start = reader.and::<Treat>().is_some() && !is_open;
    show(&SessionsPage {
        tabs: Tabs::of(&page, patient, "/sessions"),
        rows: rows.collect(),
        progress: in_force.map(|(id, plan)| {
            let done = chart.sessions.values().filter(|session| {
                session.started.facts.plan == id && session.state == SessionState::Signed
            });
            page.say_all(
                "session-progress",
                &[
                    ("done", &done.count().to_string()),
                    ("planned", &plan.sessions.to_string()),
                ],
            )
        }),
        start: in_force
            .filter(|_| may_start)
            .map(|_| format!("/patients/{patient}/sessions/start")),
        page,
    })
}

/// How far delivery agrees with the plan, in words.
fn score_words(page: &Page, share: f64) -> String {
    page.say_with(
        "delivery-score",
        "percent",
        &format!("{:.0}", 100.0 * share),
    )
}

/// The plan by which a session is held.
fn document_of(chart: &Chart, plan: PlanId) -> Result<PlanDocument, Problem> {
    let plan = chart.plans.get(&plan).ok_or(Problem::NotFound)?;
    PlanDocument::read(&plan.document)
}
