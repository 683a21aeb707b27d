//! Opening an adverse event.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{AdverseEventOpened, Event};
use needlework_chart::id::{AdverseEventId, CheckInId, PatientId, SessionId};
use needlework_chart::record::OpenChart;
use serde::Deserialize;

use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::Choice;
use super::super::twice::{recorded_already, version_seen};
use super::super::{Done, Shown, show, written};
use super::{LONGEST, grades};
use crate::server::access::{Allowed, FollowUp, Release};
use crate::server::check_in::{CheckInAnswers, HealingSession};
use crate::server::page::Page;
use crate::server::problem::Problem;

#[derive(Template)]
#[template(path = "clinic/new_adverse_event.html")]
struct NewPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    /// Version of the chart that the form is drawn from.
    seen: u64,
    sessions: Vec<Choice>,
    signs: Vec<Choice>,
    grades: Vec<(u8, String)>,
    /// Words of the report that it comes from.
    description: String,
    today: Date,
    /// Whether this person says if it is serious, and does not only think so.
    is_clinician: bool,
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
        grades: grades(&page),
        description: facts
            .and_then(|facts| facts.free_text.clone())
            .unwrap_or_default(),
        today: follower.clinic().today().await,
        is_clinician: follower.and::<Release>().is_some(),
        seen: opened.sequence(),
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
    /// Day of onset; empty: not known.
    #[serde(default)]
    onset_on: String,
    #[serde(default)]
    is_serious: String,
    /// Version of the chart that the form was drawn from.
    #[serde(default)]
    seen: String,
}

/// Opens an adverse event; the same form sent again leads to the one that it opened.
pub(in crate::server) async fn open(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Form(form): Form<Opened>,
) -> Done {
    let (_, opened) = open_chart(&follower, patient).await?;
    let clinic = follower.clinic();
    let (library, today) = (clinic.library().await, clinic.today().await);
    let description = written(&form.description, "refused-words-seen", LONGEST)?;
    let mut signs = library.check_in.signs().iter();
    if !signs.any(|row| row.record.id == form.sign) {
        return Err(Problem::refused("refused-no-sign"));
    }
    let session: Option<SessionId> = Some(form.session)
        .filter(|id| !id.is_empty())
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| Problem::refused("refused-no-session-chosen"))?;
    let onset_on: Option<Date> = Some(form.onset_on)
        .filter(|day| !day.is_empty())
        .map(|day| day.parse())
        .transpose()
        .map_err(|_| Problem::refused("refused-no-day"))?;
    if onset_on.is_some_and(|day| today < day) {
        return Err(Problem::refused("refused-future-day"));
    }
    let says_serious = form.is_serious == "yes";
    let is_clinician = follower.and::<Release>().is_some();
    let seen = version_seen(&form.seen);
    let facts = AdverseEventOpened {
        adverse_event: AdverseEventId::new(clinic.now(), clinic.chance())?,
        session,
        sign: form.sign,
        description,
        onset_on,
        // A clinician says so (protocol 5.6); anybody else thinks so, and a clinician is asked.
        is_serious: says_serious && is_clinician,
        is_thought_serious: says_serious && !is_clinician,
        grade: form.grade,
    };
    let adverse_event = open_once(&follower, &opened, facts, seen).await?;
    let there = format!("/patients/{patient}/adverse-events/{adverse_event}");
    Ok(Redirect::to(&there))
}

/// Opens an adverse event, unless the same form opened it already; tells which one it is.
async fn open_once(
    follower: &Allowed<FollowUp>,
    chart: &OpenChart,
    facts: AdverseEventOpened,
    seen: u64,
) -> Result<AdverseEventId, Problem> {
    let adverse_event = facts.adverse_event;
    let fact = Event::from(facts.clone());
    if let Some(known) = opened_already(follower, chart.patient(), &fact, seen).await? {
        return Ok(known);
    }
    match follower.open_adverse_event(chart, facts).await {
        Ok(_) => Ok(adverse_event),
        Err(Problem::Conflict(told)) => {
            // Of two taps at once, the other one may have been faster.
            let known = opened_already(follower, chart.patient(), &fact, seen).await?;
            known.ok_or(Problem::Conflict(told))
        }
        Err(problem) => Err(problem),
    }
}

/// The adverse event that the same form opened before.
async fn opened_already(
    follower: &Allowed<FollowUp>,
    patient: PatientId,
    fact: &Event,
    seen: u64,
) -> Result<Option<AdverseEventId>, Problem> {
    let since = follower.recorded_since(patient, seen).await?;
    let own = follower.who().account().user;
    Ok(match recorded_already(&since, own, fact) {
        Some(Event::AdverseEventOpened(known)) => Some(known.adverse_event),
        _ => None,
    })
}
