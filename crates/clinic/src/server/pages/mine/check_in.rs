//! A check-in of the patient: the questions, and the answer that comes at once.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Multipart, Path, Query};
use axum::response::Redirect;
use needlework_chart::fold::{Chart, CheckIn};
use needlework_chart::id::{CheckInId, ConsentId, PhotographId, SessionId};
use needlework_chart::record::{NewPhotograph, OpenChart};
use needlework_protocol::check_in::{Level, PhotoState};
use serde::Deserialize;

use super::reports::to_be_read;
use super::told::Told;
use crate::server::access::{Allowed, OwnChart};
use crate::server::check_in::{
    CheckInAnswers, CheckInForm, Context, Filled, HealingSession, answered, photograph_of, replies,
    report, report_id,
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
            CheckInForm::new(&page, clinic, &library, whose, action, Some(may_photograph))
        })
        .transpose()?;
    show(&FormPage { page, form })
}

/// Records what was sent. A form that is sent twice is recorded once, other answers from the same page are a report of their own,
/// and a photograph that cannot be read takes no report along.
pub(in crate::server) async fn send(own: Allowed<OwnChart>, form: Multipart) -> Done {
    let filled = Filled::read_parts(form).await?;
    let page = Page::of(own.who(), ADDRESS).await;
    let clinic = own.clinic();
    let has_photograph = !filled.photograph.is_empty();
    let mut opened = own.look_again().await?;
    let (library, site) = (
        clinic.library().await,
        clinic.answering(opened.patient()).await,
    );
    let context = Context::new(&library, page.protocol_language(), &site, page.zone());
    filled.require_of(opened.patient())?;
    loop {
        let chart = opened.chart();
        let id = report_id(chart, &filled)?;
        if let Some(known) = chart.check_ins.get(&id) {
            let is_lost = has_photograph && !has_kept_photograph(chart, known);
            return Ok(to_answer(id, is_lost));
        }
        let now = clinic.now();
        let healing = HealingSession::of(chart, now).ok_or_else(no_session)?;
        let covered = consent(chart, page.local(now).date());
        let covered = covered
            .map(|consent| Ok::<_, Problem>((consent, PhotographId::new(now, clinic.chance())?)))
            .transpose()?;
        let sent = covered.filter(|_| has_photograph);
        let session = healing.id;
        // The report names its photograph even where none came along, so that one may follow.
        let photograph = covered.map(|(_, id)| id);
        let facts = report(&context, chart, healing, (id, &filled), now, photograph)?;
        match own.report(&opened, facts).await {
            Ok(recorded) => {
                let is_kept = match sent {
                    Some(sent) => {
                        is_kept(keep(&own, &recorded, filled.photograph, sent, session).await)
                    }
                    None => false,
                };
                return Ok(to_answer(id, has_photograph && !is_kept));
            }
            // Somebody else wrote meanwhile, perhaps the same form: look again. A report overwrites nothing.
            Err(Problem::Conflict(_)) => opened = own.look_again().await?,
            Err(problem) => return Err(problem),
        }
    }
}

/// Keeps a photograph that follows a report. What cannot be kept is said on the page, as it is with a report.
pub(in crate::server) async fn add_photograph(
    own: Allowed<OwnChart>,
    Path(id): Path<CheckInId>,
    form: Multipart,
) -> Done {
    let uploaded = photograph_of(form).await?;
    let page = Page::of(own.who(), ADDRESS).await;
    let opened = own.look_again().await?;
    let chart = opened.chart();
    let known = chart.check_ins.get(&id).ok_or(Problem::NotFound)?;
    if has_kept_photograph(chart, known) {
        return Ok(to_answer(id, false));
    }
    let consent = consent(chart, page.local(own.clinic().now()).date());
    let Some(sent) = consent.zip(photograph_id(known)) else {
        return Ok(to_answer(id, true));
    };
    let session = known.reported.facts.session;
    let is_kept = is_kept(keep(&own, &opened, uploaded, sent, session).await);
    Ok(to_answer(id, !is_kept))
}

/// Leads to the answer to a report, which says so where a photograph came with it and was not kept.
fn to_answer(report: CheckInId, is_photograph_lost: bool) -> Redirect {
    let end = if is_photograph_lost {
        "?photograph=none"
    } else {
        ""
    };
    Redirect::to(&format!("{ADDRESS}/{report}{end}"))
}

/// Whether the photograph that came with a report lies in the chart.
fn has_kept_photograph(chart: &Chart, report: &CheckIn) -> bool {
    photograph_id(report).is_some_and(|id| chart.photographs.contains_key(&id))
}

/// The id that the photograph of a report has.
fn photograph_id(report: &CheckIn) -> Option<PhotographId> {
    CheckInAnswers::read(&report.reported.facts.answers)?.photograph
}

/// Whether a photograph was kept. The patient reads on the page that it was not; a fault is for whoever runs the server.
fn is_kept(kept: Result<(), Problem>) -> bool {
    match kept {
        Ok(()) => true,
        Err(Problem::Refused(_)) => false,
        Err(fault) => {
            let status = fault.status().as_u16();
            tracing::warn!(status, "a photograph that came with a report was not kept");
            false
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
    Problem::refused("refused-nothing-to-check-yet")
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
    told: Told,
    is_photograph_lost: bool,
    /// Where a photograph is sent that belongs to this report; `None`: it came, none is wanted, or none may be sent.
    add_photograph: Option<String>,
    /// Whether none may be sent although one is wanted.
    lacks_consent: bool,
    /// What the clinic has written since.
    replies: Vec<(String, String)>,
    /// Where it is said that all of it was read; `None`: it was.
    to_be_read: Option<String>,
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
    let (library, site) = (
        clinic.library().await,
        clinic.answering(opened.patient()).await,
    );
    let context = Context::new(&library, page.protocol_language(), &site, page.zone());
    let (facts, at) = (&known.reported.facts, known.reported.recorded_at);
    let answered = answered(&context, chart, facts, at);
    let level = answered.level;
    let is_wanted = matches!(level, Some(Level::Message | Level::Review));
    let can_follow = answered.photo == PhotoState::Possible && photograph_id(known).is_some();
    show(&AnswerPage {
        add_photograph: (is_wanted && can_follow).then(|| format!("{ADDRESS}/{id}/photograph")),
        lacks_consent: level == Some(Level::Review) && answered.photo == PhotoState::Impossible,
        told: Told::of(&page, answered),
        is_photograph_lost: sent.photograph.is_some(),
        replies: replies(&page, known),
        to_be_read: to_be_read(id, known),
        page,
    })
}
