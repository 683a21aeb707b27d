//! A report that a colleague takes by telephone.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::id::PatientId;

use super::super::patient::{Tabs, open_chart};
use super::super::{Done, Shown, show};
use crate::server::access::{Allowed, FollowUp, ReadCharts};
use crate::server::check_in::{CheckInForm, Context, Filled, HealingSession, report, report_id};
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::problem::Problem;

#[derive(Template)]
#[template(path = "clinic/new_check_in.html")]
struct NewCheckInPage {
    page: Page,
    tabs: Tabs,
    form: CheckInForm,
    patient: PatientId,
}

/// Shows the questions, to be asked by telephone.
pub(in crate::server) async fn show_new(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&follower, patient).await?;
    let clinic = follower.clinic();
    HealingSession::of(opened.chart(), clinic.now()).ok_or_else(no_session)?;
    let library = clinic.library().await;
    let action = format!("/patients/{patient}/check-ins");
    show(&NewCheckInPage {
        tabs: Tabs::of(&page, patient, "/check-ins"),
        form: CheckInForm::new(&page, clinic, &library, patient, action, None)?,
        patient,
        page,
    })
}

/// Records what was told by telephone. A form that is sent twice is recorded once; other answers from the same page are a report of
/// their own.
pub(in crate::server) async fn record(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let filled = Filled::read(&Fields::new(fields))?;
    filled.require_of(patient)?;
    let reader = follower.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let page = Page::of(reader.who(), "/patients").await;
    let mut opened = reader.open(patient).await?;
    let clinic = follower.clinic();
    let (library, site) = (clinic.library().await, clinic.answering(patient).await);
    let context = Context::new(&library, page.protocol_language(), &site, page.zone());
    loop {
        let chart = opened.chart();
        let id = report_id(chart, &filled)?;
        let there = format!("/patients/{patient}/check-ins/{id}");
        if chart.check_ins.contains_key(&id) {
            return Ok(Redirect::to(&there));
        }
        let now = clinic.now();
        let healing = HealingSession::of(chart, now).ok_or_else(no_session)?;
        let facts = report(&context, chart, healing, (id, &filled), now, None)?;
        match follower.record_report(&opened, facts).await {
            Ok(_) => return Ok(Redirect::to(&there)),
            // Somebody else wrote meanwhile, perhaps the same form: look again. A report overwrites nothing.
            Err(Problem::Conflict(_)) => opened = reader.open(patient).await?,
            Err(problem) => return Err(problem),
        }
    }
}

fn no_session() -> Problem {
    Problem::refused("refused-nothing-to-check")
}
