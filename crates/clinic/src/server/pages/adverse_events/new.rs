//! Opening an adverse event.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::event::AdverseEventOpened;
use needlework_chart::id::{AdverseEventId, CheckInId, PatientId, SessionId};
use serde::Deserialize;

use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::Choice;
use super::super::{Done, Shown, show, written};
use super::{GRADES, LONGEST, grade_name};
use crate::server::access::{Allowed, FollowUp};
use crate::server::check_in::{CheckInAnswers, HealingSession};
use crate::server::page::Page;
use crate::server::problem::Problem;

#[derive(Template)]
#[template(path = "clinic/new_adverse_event.html")]
struct NewPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    sessions: Vec<Choice>,
    signs: Vec<Choice>,
    grades: Vec<(u8, String)>,
    /// Words of the report that it comes from.
    description: String,
}

/// The report that it comes from.
#[derive(Deserialize)]
pub(in crate::server) struct Origin {
    check_in: Option<CheckInId>,
}

/// Shows the form, with what a report says already.
pub(in crate::server) async fn show_new(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Query(origin): Query<Origin>,
) -> Shown {
    let (page, opened) = open_chart(&follower, patient).await?;
    let chart = opened.chart();
    let library = follower.clinic().library().await;
    let report = origin.check_in.and_then(|id| chart.check_ins.get(&id));
    let facts = report.map(|report| &report.reported.facts);
    let answers = facts.and_then(|facts| CheckInAnswers::read(&facts.answers));
    let told = |sign: &needlework_protocol::check_in::SignRow| {
        let symptoms = answers.as_ref().map(|answers| &answers.told().symptoms);
        symptoms.is_some_and(|told| sign.symptoms.iter().any(|one| told.contains(one)))
    };
    let signs = library.check_in.signs().iter().map(|row| Choice {
        text: page.known_sign_name(&row.record.id),
        is_chosen: told(row),
        id: row.record.id.clone(),
    });
    let last = HealingSession::of(chart, follower.clinic().now()).map(|healing| healing.id);
    let chosen = facts.map(|facts| facts.session).or(last);
    let mut sessions: Vec<_> = chart.sessions.iter().collect();
    sessions.sort_by_key(|(_, session)| std::cmp::Reverse(session.started.facts.t0));
    let sessions = sessions.into_iter().map(|(id, session)| Choice {
        id: id.to_string(),
        text: page.day(session.started.facts.day),
        is_chosen: chosen == Some(*id),
    });
    show(&NewPage {
        tabs: Tabs::of(&page, patient, "/adverse-events"),
        sessions: sessions.collect(),
        signs: signs.collect(),
        grades: GRADES
            .map(|grade| (grade, grade_name(&page, grade)))
            .collect(),
        description: facts
            .and_then(|facts| facts.free_text.clone())
            .unwrap_or_default(),
        patient,
        page,
    })
}

/// What is opened.
#[derive(Deserialize)]
pub(in crate::server) struct Opened {
    session: String,
    sign: String,
    description: String,
    grade: u8,
    #[serde(default)]
    is_serious: String,
}

/// Opens an adverse event.
pub(in crate::server) async fn open(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Form(form): Form<Opened>,
) -> Done {
    let (_, opened) = open_chart(&follower, patient).await?;
    let clinic = follower.clinic();
    let library = clinic.library().await;
    let description = written(&form.description, "what was seen", LONGEST)?;
    let mut signs = library.check_in.signs().iter();
    if !signs.any(|row| row.record.id == form.sign) {
        return Err(Problem::refused("choose one of the listed signs."));
    }
    let session: Option<SessionId> = Some(form.session)
        .filter(|id| !id.is_empty())
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| Problem::refused("choose one of the listed sessions."))?;
    let adverse_event = AdverseEventId::new(clinic.now(), clinic.chance())?;
    let facts = AdverseEventOpened {
        adverse_event,
        session,
        sign: form.sign,
        description,
        is_serious: form.is_serious == "yes",
        grade: form.grade,
    };
    follower.open_adverse_event(&opened, facts).await?;
    let there = format!("/patients/{patient}/adverse-events/{adverse_event}");
    Ok(Redirect::to(&there))
}
