//! A check-in of the patient: the questions, and the answer that comes at once.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Multipart, Path, Query};
use axum::response::Redirect;
use needlework_chart::id::{CheckInId, ConsentId, PhotographId, SessionId};
use needlework_chart::record::{NewPhotograph, OpenChart};
use needlework_protocol::check_in::Level;
use serde::Deserialize;

use crate::server::access::{Allowed, OwnChart};
use crate::server::check_in::{
    Answered, CheckInForm, Context, Filled, HealingSession, answered, clinic_answers, level_class,
    report,
};
use crate::server::page::Page;
use crate::server::pages::photographs::consent;
use crate::server::pages::{Done, Shown, show};
use crate::server::photograph_file::{MEDIA_TYPE, fresh_jpeg};
use crate::server::problem::Problem;

/// View of a photograph that is sent with a report: the patient shows what is worth seeing, without a frame.
const VIEW: &str = "body-area";
/// Where the questions stand.
const ADDRESS: &str = "/mine/check-in";

#[derive(Template)]
#[template(path = "clinic/mine/check_in.html")]
struct FormPage {
    page: Page,
    /// `None`: no session has begun, so that there is nothing to check.
    form: Option<CheckInForm>,
}

/// Shows the questions.
pub(in crate::server) async fn show_form(own: Allowed<OwnChart>) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), ADDRESS).await;
    let (clinic, chart) = (own.clinic(), opened.chart());
    let now = clinic.now();
    let may_photograph = consent(chart, page.local(now).date()).is_some();
    let library = clinic.library().await;
    let form = HealingSession::of(chart, now)
        .map(|_| {
            let (whose, action) = (opened.patient(), ADDRESS.to_owned());
            CheckInForm::new(&page, clinic, &library, whose, action, may_photograph)
        })
        .transpose()?;
    show(&FormPage { page, form })
}

/// Records what was sent. A form that is sent twice is recorded once, and a photograph that cannot be read takes no report along.
pub(in crate::server) async fn send(own: Allowed<OwnChart>, form: Multipart) -> Done {
    let filled = Filled::read_parts(form).await?;
    let page = Page::of(own.who(), ADDRESS).await;
    let clinic = own.clinic();
    let (library, settings) = (clinic.library().await, clinic.settings().await);
    let context = Context::new(&library, page.protocol_language(), &settings, page.zone());
    let there = format!("{ADDRESS}/{}", filled.key);
    let mut opened = own.look_again().await?;
    filled.require_of(opened.patient())?;
    loop {
        let chart = opened.chart();
        if chart.check_ins.contains_key(&filled.key) {
            return Ok(Redirect::to(&there));
        }
        let now = clinic.now();
        let healing = HealingSession::of(chart, now).ok_or_else(no_session)?;
        let covered = consent(chart, page.local(now).date());
        let sent = covered.filter(|_| !filled.photograph.is_empty());
        let sent = sent
            .map(|consent| Ok::<_, Problem>((consent, PhotographId::new(now, clinic.chance())?)))
            .transpose()?;
        let session = healing.id;
        let photograph = sent.map(|(_, id)| id);
        let facts = report(&context, chart, healing, &filled, now, photograph)?;
        match own.report(&opened, facts).await {
            Ok(recorded) => {
                let Some(sent) = sent else {
                    return Ok(Redirect::to(&there));
                };
                let kept = keep(&own, &recorded, filled.photograph, sent, session).await;
                let end = if kept.is_ok() { "" } else { "?photograph=none" };
                return Ok(Redirect::to(&format!("{there}{end}")));
            }
            // Somebody else wrote meanwhile, perhaps the same form: look again. A report overwrites nothing.
            Err(Problem::Conflict(_)) => opened = own.look_again().await?,
            Err(problem) => return Err(problem),
        }
    }
}

/// Keeps the photograph that came with a report.
async fn keep(
    own: &Allowed<OwnChart>,
    chart: &OpenChart,
    uploaded: Bytes,
    (consent, photograph): (ConsentId, PhotographId),
    session: SessionId,
) -> Result<(), Problem> {
    let pixels = fresh_jpeg(uploaded).await?;
    let new = NewPhotograph {
        photograph,
        consent,
        session: Some(session),
        view: VIEW.to_owned(),
        taken_at: own.clinic().now(),
        media_type: MEDIA_TYPE.to_owned(),
    };
    own.send_photograph(chart, new, &pixels).await?;
    Ok(())
}

fn no_session() -> Problem {
    Problem::refused("no session has begun, so that there is nothing to check yet.")
}

/// Whether a photograph was lost on the way.
#[derive(Deserialize)]
pub(in crate::server) struct Sent {
    photograph: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/mine/check_in_answer.html")]
struct AnswerPage {
    page: Page,
    class: &'static str,
    title: String,
    sentences: Vec<String>,
    /// Nothing but the call is shown.
    is_emergency: bool,
    is_urgent: bool,
    is_photograph_lost: bool,
    /// What the clinic has answered since.
    answers: Vec<(String, String)>,
}

/// Shows the answer to an own report.
pub(in crate::server) async fn show_answer(
    own: Allowed<OwnChart>,
    Path(id): Path<CheckInId>,
    Query(sent): Query<Sent>,
) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), ADDRESS).await;
    let chart = opened.chart();
    let known = chart.check_ins.get(&id).ok_or(Problem::NotFound)?;
    let clinic = own.clinic();
    let (library, settings) = (clinic.library().await, clinic.settings().await);
    let context = Context::new(&library, page.protocol_language(), &settings, page.zone());
    let (facts, at) = (&known.reported.facts, known.reported.recorded_at);
    let Answered {
        level, sentences, ..
    } = answered(&context, chart, facts, at);
    show(&AnswerPage {
        class: level_class(level),
        title: page.say(match level {
            None => "own-answer-expected",
            Some(Level::Message) => "own-answer-message",
            Some(Level::Review) => "own-answer-review",
            Some(Level::Urgent) => "own-answer-urgent",
            Some(Level::Emergency) => "own-answer-emergency",
        }),
        sentences,
        is_emergency: level == Some(Level::Emergency),
        is_urgent: level == Some(Level::Urgent),
        is_photograph_lost: sent.photograph.is_some(),
        answers: clinic_answers(&page, known),
        page,
    })
}
