//! Treatment sessions: the list, the start gate, the console, and amendments.

pub(in crate::server) mod amend;
mod amended;
pub(in crate::server) mod cartridges;
pub(in crate::server) mod console;
pub(in crate::server) mod entries;
mod entry_row;
mod far;
pub(in crate::server) mod gate;
pub(in crate::server) mod numbing;
mod once;
mod place;
mod planned;
mod score;
pub(in crate::server) mod signing;
pub(in crate::server) mod start;
mod start_record;
mod typed;
mod zone_cards;
mod zone_entry;

use askama::Template;
use axum::extract::Path;
use needlework_chart::event::ConsentClass;
use needlework_chart::fold::{Chart, Session, SessionState};
use needlework_chart::id::{PatientId, PlanId, SessionId};

pub(super) use self::amended::amendment_words;
use self::score::score_words;
use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::server::access::{Allowed, ReadCharts, Treat};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;
use crate::server::results::signed_sessions;

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
    let library = reader.clinic().library().await;
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
            SessionState::Signed if !session.is_held() => "session-not-needled",
            SessionState::Signed => "session-signed",
            SessionState::Abandoned => "session-abandoned",
        }),
        class: match session.state {
            SessionState::Open => "wait",
            SessionState::Signed if !session.is_held() => "no",
            SessionState::Signed => "yes",
            SessionState::Abandoned => "",
        },
        score: document_of(chart, session.started.facts.plan)
            .map(|document| score_words(&page, &document, &library, session))
            .unwrap_or_default(),
    });
    let may_start = reader.and::<Treat>().is_some() && !is_open;
    show(&SessionsPage {
        tabs: Tabs::of(&page, patient, "/sessions"),
        rows: rows.collect(),
        progress: in_force.map(|(id, plan)| {
            let done = signed_sessions(chart, id);
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

/// Whether the consent to the treatment was taken back since a session began: nothing more is needled then.
fn is_consent_withdrawn(chart: &Chart, session: &Session) -> bool {
    let started = &session.started.facts;
    !chart.has_consent(ConsentClass::Treatment, Some(started.plan), started.day)
}

/// The plan by which a session is held.
fn document_of(chart: &Chart, plan: PlanId) -> Result<PlanDocument, Problem> {
    let plan = chart.plans.get(&plan).ok_or(Problem::NotFound)?;
    PlanDocument::read(&plan.document)
}
