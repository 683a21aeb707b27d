//! What the reviewer decides.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use needlework_chart::event::{PlanApproved, PlanCompleted, PlanReturned, PlanStopped, SecondName};
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_protocol::screening::Permission;
use serde::Deserialize;

use super::super::patient::open_chart;
use super::super::refused_form::shown_again;
use super::super::screened_for;
use super::super::stale::is_stale;
use super::locked::{Typed, plan_with};
use crate::server::access::{Allowed, ApprovePlans, ReadCharts};
use crate::server::page::Page;
use crate::server::present::sentence;
use crate::server::problem::Problem;

/// What the reviewer decides.
#[derive(Deserialize)]
pub(in crate::server) struct Reviewed {
    #[serde(rename = "do")]
    what: String,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    password: String,
    /// Version of the chart that the page showed.
    #[serde(default)]
    seen: String,
}

/// Refuses a plan that the screening of today refuses, with its sentence: it cannot proceed unless the role that the rule names has
/// decided otherwise (protocol 0.2).
async fn require_not_refused(
    approver: &Allowed<ApprovePlans>,
    page: &Page,
    opened: &OpenChart,
    plan: PlanId,
) -> Result<(), Problem> {
    let clinic = approver.clinic();
    let (library, today) = (clinic.library().await, clinic.today().await);
    let screening = screened_for(page, opened.chart(), plan, &library, today)?;
    if screening.permission() != Permission::Refused {
        return Ok(());
    }
    Err(Problem::refused_as(page.say_with(
        "refused-approval-screening",
        "verdict",
        &screening.booking.sentence,
    )))
}

/// Approves a plan, gives it back, ends or stops it; as the reviewer saw it, or not at all. Where that is refused, the page of the
/// plan says why, with what was typed but for the password.
pub(in crate::server) async fn review(
    approver: Allowed<ApprovePlans>,
    Path((patient, plan)): Path<(PatientId, PlanId)>,
    Form(reviewed): Form<Reviewed>,
) -> Result<Response, Problem> {
    let (page, opened) = open_chart(&approver, patient).await?;
    let is_stale = is_stale(&opened, &reviewed.seen);
    let decided = if is_stale {
        Err(Problem::conflict("stale-kept"))
    } else {
        decide(&approver, (&page, &opened), plan, &reviewed).await
    };
    let problem = match decided {
        Ok(()) => {
            let plan = format!("/patients/{patient}/plans/{plan}");
            return Ok(Redirect::to(&plan).into_response());
        }
        Err(problem) if is_stale || is_refusal(&problem) => problem,
        Err(problem) => return Err(problem),
    };
    let typed = Typed {
        comment: reviewed.comment,
        why: sentence(&page, &problem),
    };
    let reader = approver.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let shown = plan_with(&reader, page, &opened, (plan, true), Some(typed)).await;
    shown_again(&problem, shown)
}

const fn is_refusal(problem: &Problem) -> bool {
    matches!(problem, Problem::Refused(_) | Problem::TooMany(_))
}

/// Carries out what the reviewer decided.
async fn decide(
    approver: &Allowed<ApprovePlans>,
    (page, opened): (&Page, &OpenChart),
    plan: PlanId,
    reviewed: &Reviewed,
) -> Result<(), Problem> {
    let known = opened.chart().plans.get(&plan).ok_or(Problem::NotFound)?;
    let comment = reviewed.comment.trim().to_owned();
    match reviewed.what.as_str() {
        "approve" => {
            require_not_refused(approver, page, opened, plan).await?;
            let is_own = known.author.user == approver.who().account().user;
            let is_single = approver.clinic().settings().await.has_single_licensed_user;
            let second_name = (is_own && is_single).then_some(SecondName::SingleUser);
            let approved = PlanApproved { plan, second_name };
            approver
                .approve(opened, approved, &reviewed.password)
                .await?;
        }
        "return" => {
            approver
                .give_back(opened, PlanReturned { plan, comment })
                .await?;
        }
        "complete" => {
            approver.complete(opened, PlanCompleted { plan }).await?;
        }
        "stop" => {
            let stopped = PlanStopped {
                plan,
                reason: comment,
            };
            approver.stop(opened, stopped).await?;
        }
        _ => return Err(Problem::refused("refused-no-decision")),
    }
    Ok(())
}
