//! Opening an adverse event.

use std::cmp::Reverse;
use std::str::FromStr;

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{AdverseEventOpened, CheckInReported, Event};
use needlework_chart::id::{AdverseEventId, CheckInId, PatientId};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;
use needlework_protocol::check_in::CheckInRules;
use serde::Deserialize;

use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::Choice;
use super::super::twice::{recorded_already, version_seen};
use super::super::{Shown, show, written};
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
    /// Why the form was refused.
    refused: Option<String>,
    sessions: Vec<Choice>,
    signs: Vec<Choice>,
    grades: Vec<Choice>,
    /// What stands in the fields.
    form: Opened,
    today: Date,
    /// Whether this person says if it is serious, and does not only think so.
    is_clinician: bool,
}

/// The report that it comes from.
#[derive(Deserialize)]
pub(in crate::server) struct Origin {
    check_in: Option<CheckInId>,
}

/// What is opened, as the form has it: an empty field says nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::server) struct Opened {
    session: String,
    sign: String,
    description: String,
    grade: String,
    onset_on: String,
    is_serious: String,
    /// Version of the chart that the form was drawn from.
    seen: String,
}

impl Opened {
    /// What a report says already. Sign and grade are chosen by whoever looks, unless the report names a sign: nobody may record the
    /// first one of a list by leaving it.
    fn proposed(rules: &CheckInRules, chart: &OpenChart, origin: &Origin, now: Timestamp) -> Self {
        let (sequence, chart) = (chart.sequence(), chart.chart());
        let report = origin.check_in.and_then(|id| chart.check_ins.get(&id));
        let facts = report.map(|report| &report.reported.facts);
        let last = HealingSession::of(chart, now).map(|healing| healing.id);
        let session = facts.map(|facts| facts.session).or(last);
        let text = |said: Option<String>| said.unwrap_or_default();
        Self {
            session: text(session.map(|id| id.to_string())),
            sign: text(facts.and_then(|facts| gravest_sign(rules, facts))),
            description: text(facts.and_then(|facts| facts.free_text.clone())),
            seen: sequence.to_string(),
            ..Self::default()
        }
    }
}

/// The gravest sign that a report names; of equally grave ones the first.
fn gravest_sign(rules: &CheckInRules, facts: &CheckInReported) -> Option<String> {
    let answers = CheckInAnswers::read(&facts.answers)?;
    let told = &answers.told().symptoms;
    let signs = rules.signs().iter();
    let named = signs.filter(|sign| sign.symptoms.iter().any(|one| told.contains(one)));
    let gravest = named.min_by_key(|sign| Reverse((sign.level, sign.rank)));
    gravest.map(|sign| sign.record.id.clone())
}

/// Shows the form, with what a report says already.
pub(in crate::server) async fn show_new(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Query(origin): Query<Origin>,
) -> Shown {
    let (page, chart) = open_chart(&follower, patient).await?;
    let clinic = follower.clinic();
    let rules = &clinic.library().await.check_in;
    let form = Opened::proposed(rules, &chart, &origin, clinic.now());
    new_page(&follower, page, &chart, form, None).await
}

/// The form with what stands in it, and why it was refused.
async fn new_page(
    follower: &Allowed<FollowUp>,
    page: Page,
    chart: &OpenChart,
    form: Opened,
    refused: Option<String>,
) -> Shown {
    let (library, patient) = (follower.clinic().library().await, chart.patient());
    let choice = |id: String, text: String, chosen: &str| Choice {
        is_chosen: id == chosen,
        id,
        text,
    };
    let mut sessions: Vec<_> = chart.chart().sessions.iter().collect();
    sessions.sort_by_key(|(_, session)| Reverse(session.started.facts.t0));
    let sessions = sessions.into_iter().map(|(id, session)| {
        let day = page.day(session.started.facts.day);
        choice(id.to_string(), day, &form.session)
    });
    let signs = library.check_in.signs().iter().map(|row| {
        let id = &row.record.id;
        choice(id.clone(), page.known_sign_name(id), &form.sign)
    });
    let grades = grades(&page).into_iter();
    let grades = grades.map(|(grade, words)| choice(grade.to_string(), words, &form.grade));
    show(&NewPage {
        tabs: Tabs::of(&page, patient, "/adverse-events"),
        sessions: sessions.collect(),
        signs: signs.collect(),
        grades: grades.collect(),
        today: follower.clinic().today().await,
        is_clinician: follower.and::<Release>().is_some(),
        refused,
        form,
        patient,
        page,
    })
}

/// Opens an adverse event; the same form sent again leads to the one that it opened. A form that is refused comes back as it was
/// filled.
pub(in crate::server) async fn open(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Form(form): Form<Opened>,
) -> Result<Response, Problem> {
    let (page, chart) = open_chart(&follower, patient).await?;
    match opened(&follower, &chart, &form).await {
        Ok(id) => {
            let there = format!("/patients/{patient}/adverse-events/{id}");
            Ok(Redirect::to(&there).into_response())
        }
        Err(Problem::Refused(told)) => {
            let why = Some(page.told(&told));
            let shown = new_page(&follower, page, &chart, form, why).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn opened(
    follower: &Allowed<FollowUp>,
    chart: &OpenChart,
    form: &Opened,
) -> Result<AdverseEventId, Problem> {
    let clinic = follower.clinic();
    let (library, today) = (clinic.library().await, clinic.today().await);
    let says_serious = form.is_serious == "yes";
    let is_clinician = follower.and::<Release>().is_some();
    let facts = AdverseEventOpened {
        adverse_event: AdverseEventId::new(clinic.now(), clinic.chance())?,
        description: written(&form.description, "refused-words-seen", LONGEST)?,
        sign: sign(&library, &form.sign)?,
        grade: grade(&library, &form.grade)?,
        session: read(&form.session, "refused-no-session-chosen")?,
        onset_on: onset(&form.onset_on, today)?,
        // A clinician says so (protocol 5.6); anybody else thinks so, and a clinician is asked.
        is_serious: says_serious && is_clinician,
        is_thought_serious: says_serious && !is_clinician,
    };
    open_once(follower, chart, facts, version_seen(&form.seen)).await
}

/// What a field says; an empty one says nothing.
fn read<T: FromStr>(field: &str, refused: &'static str) -> Result<Option<T>, Problem> {
    let said = Some(field.trim()).filter(|said| !said.is_empty());
    let read = said.map(str::parse).transpose();
    read.map_err(|_| Problem::refused(refused))
}

fn sign(library: &Library, field: &str) -> Result<String, Problem> {
    let mut signs = library.check_in.signs().iter();
    let known = signs.any(|row| row.record.id == field);
    known
        .then(|| field.to_owned())
        .ok_or_else(|| Problem::refused("refused-no-sign"))
}

fn grade(library: &Library, field: &str) -> Result<u8, Problem> {
    const KEY: &str = "refused-no-grade";
    let grades = &library.adverse_event_grades;
    let known = read(field, KEY)?.filter(|grade| grades.label(*grade).is_some());
    known.ok_or_else(|| Problem::refused(KEY))
}

fn onset(field: &str, today: Date) -> Result<Option<Date>, Problem> {
    let onset: Option<Date> = read(field, "refused-no-day")?;
    if onset.is_some_and(|day| today < day) {
        return Err(Problem::refused("refused-future-day"));
    }
    Ok(onset)
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
