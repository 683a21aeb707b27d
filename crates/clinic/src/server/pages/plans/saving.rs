//! Saving a plan that was written: once however often its form is sent, never over what somebody else wrote, and drawn when it
//! goes to the reviewer.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use needlework_chart::event::{Event, PlanChanged, PlanDrafted, PlanSubmitted};
use needlework_chart::fold::PlanState;
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Library, Plan};

use super::super::Done;
use super::super::patient::open_chart;
use super::super::plan_form::Draft;
use super::super::stale::is_stale;
use super::super::twice::{recorded_already, version_seen};
use super::calculation::{Calculation, calculate};
use super::drawing::draw_all;
use super::editor::form_draft;
use super::meanwhile::typed_again;
use crate::server::access::{Allowed, DraftPlans};
use crate::server::drawn_plan::DrawnPlan;
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Keeps a new draft, once however often its form is sent.
pub(in crate::server) async fn keep(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let fields = Fields::new(fields);
    let (page, opened) = open_chart(&drafter, patient).await?;
    let draft = form_draft(&drafter, &page, &opened, &fields).await?;
    let document = whole_of(&drafter, draft).await?.document;
    let supersedes = fields
        .some("supersedes")
        .map(str::parse)
        .transpose()
        .map_err(|_| Problem::NotFound)?;
    let facts = PlanDrafted {
        plan: PlanId::new(drafter.clinic().now(), drafter.clinic().chance())?,
        supersedes,
        sessions: document.treatments(),
        basis: document.basis(),
        document: document.to_json()?,
    };
    let seen = version_seen(fields.get("seen"));
    let plan = keep_once(&drafter, &opened, facts, seen).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/plans/{plan}")))
}

/// Keeps a new draft, unless the same form was kept already; tells which one it is.
async fn keep_once(
    drafter: &Allowed<DraftPlans>,
    chart: &OpenChart,
    facts: PlanDrafted,
    seen: u64,
) -> Result<PlanId, Problem> {
    let plan = facts.plan;
    let fact = Event::from(facts.clone());
    if let Some(known) = kept_already(drafter, chart.patient(), &fact, seen).await? {
        return Ok(known);
    }
    match drafter.draft(chart, facts).await {
        Ok(_) => Ok(plan),
        Err(Problem::Conflict(told)) => {
            // Of two taps at once, the other one may have been faster.
            let known = kept_already(drafter, chart.patient(), &fact, seen).await?;
            known.ok_or(Problem::Conflict(told))
        }
        Err(problem) => Err(problem),
    }
}

/// The draft that the same form kept before.
async fn kept_already(
    drafter: &Allowed<DraftPlans>,
    patient: PatientId,
    fact: &Event,
    seen: u64,
) -> Result<Option<PlanId>, Problem> {
    let since = drafter.recorded_since(patient, seen).await?;
    let own = drafter.who().account().user;
    Ok(match recorded_already(&since, own, fact) {
        Some(Event::PlanDrafted(known)) => Some(known.plan),
        _ => None,
    })
}

/// A draft with everything that it predicts.
struct Whole {
    document: PlanDocument,
    /// The plan, and the library that says it.
    calculated: (Plan, Arc<Library>),
}

async fn whole_of(drafter: &Allowed<DraftPlans>, draft: Draft) -> Result<Whole, Problem> {
    let page = Page::of(drafter.who(), "/patients").await;
    draft.case.person.require_known(&page)?;
    let library = drafter.clinic().library().await;
    let plan = calculate(drafter.clinic(), &library, &draft, Calculation::whole()).await?;
    Ok(Whole {
        document: PlanDocument::new(draft, &plan),
        calculated: (plan, library),
    })
}

/// Changes a draft as its form showed it; where somebody else wrote since, the form comes back with what was typed.
pub(in crate::server) async fn change(
    drafter: Allowed<DraftPlans>,
    Path((patient, plan)): Path<(PatientId, PlanId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    let (page, opened) = open_chart(&drafter, patient).await?;
    let there = Redirect::to(&format!("/patients/{patient}/plans/{plan}"));
    if is_stale(&opened, fields.get("seen")) {
        if is_saved_already(&drafter, &page, &opened, plan, &fields).await? {
            return Ok(there.into_response());
        }
        return typed_again(&drafter, page, &opened, plan, &fields).await;
    }
    let known = opened.chart().plans.get(&plan).ok_or(Problem::NotFound)?;
    let (mut document, calculated) = if fields.get("do") == "decline" {
        let mut declined = PlanDocument::read(&known.document)?;
        declined.is_declined = true;
        (declined, None)
    } else {
        let draft = form_draft(&drafter, &page, &opened, &fields).await?;
        let whole = whole_of(&drafter, draft).await?;
        (whole.document, Some(whole.calculated))
    };
    if fields.get("do") == "save" {
        document.is_declined = false;
    }
    let changed = PlanChanged {
        plan,
        sessions: document.treatments(),
        basis: document.basis(),
        document: document.to_json()?,
    };
    let opened = match drafter.change(&opened, changed).await {
        Err(Problem::Conflict(_)) => {
            let (page, opened) = open_chart(&drafter, patient).await?;
            if is_saved_already(&drafter, &page, &opened, plan, &fields).await? {
                return Ok(there.into_response());
            }
            return typed_again(&drafter, page, &opened, plan, &fields).await;
        }
        told => told?,
    };
    if fields.get("do") == "submit" {
        let opened = drafter.submit(&opened, PlanSubmitted { plan }).await?;
        if let Some(calculated) = calculated {
            let drawn = DrawnPlan {
                holder: &drafter,
                opened: &opened,
                plan,
                document: &document,
            };
            if let Err(problem) = draw_all(&drawn, &page, calculated).await {
                tracing::warn!(?problem, "a plan was submitted and not drawn");
            }
        }
    }
    Ok(there.into_response())
}

/// Whether the draft stands as a form says it already: a second tap on one button.
async fn is_saved_already(
    drafter: &Allowed<DraftPlans>,
    page: &Page,
    opened: &OpenChart,
    plan: PlanId,
    fields: &Fields,
) -> Result<bool, Problem> {
    let Some(known) = opened.chart().plans.get(&plan) else {
        return Ok(false);
    };
    match fields.get("do") {
        "decline" => return Ok(PlanDocument::read(&known.document)?.is_declined),
        // A submission that was cut off after it was saved.
        "submit" if known.state == PlanState::Draft => return Ok(false),
        _ => {}
    }
    let draft = match form_draft(drafter, page, opened, fields).await {
        Err(Problem::Refused(_)) => return Ok(false),
        told => told?,
    };
    let typed = match whole_of(drafter, draft).await {
        Err(Problem::Refused(_)) => return Ok(false),
        told => told?.document.to_json()?,
    };
    Ok(known.document == typed)
}
