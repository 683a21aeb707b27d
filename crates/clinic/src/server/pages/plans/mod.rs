//! Plans: options side by side, one in force; writing one while its outlook redraws; the way from draft to approval.

pub(in crate::server::pages) mod calculation;
pub(in crate::server) mod compare;
pub(in crate::server) mod editor;
pub(in crate::server) mod locked;
pub(in crate::server) mod review;

use askama::Template;
use axum::extract::Path;
use needlework_chart::fold::{Plan as ChartPlan, PlanState};
use needlework_chart::id::{PatientId, PlanId};

use needlework_planning::Quantiles;

use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::server::access::{Allowed, DraftPlans, ReadCharts};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;

/// A plan in the list.
struct PlanRow {
    address: String,
    name: String,
    state: String,
    class: &'static str,
    written: String,
    sessions: String,
    plan: PlanId,
    /// The main scale when judged, in words; empty where the plan cannot be read.
    outlook: String,
}

#[derive(Template)]
#[template(path = "clinic/plans.html")]
struct PlansPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    rows: Vec<PlanRow>,
    may_draft: bool,
}

/// All plans of a patient.
pub(in crate::server) async fn show_plans(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let rows = chart.plans.iter().rev();
    let rows = rows.map(|(id, plan)| plan_row(&page, patient, *id, plan));
    show(&PlansPage {
        rows: rows.collect(),
        tabs: Tabs::of(&page, patient, "/plans"),
        may_draft: reader.and::<DraftPlans>().is_some(),
        patient,
        page,
    })
}

fn plan_row(page: &Page, patient: PatientId, id: PlanId, plan: &ChartPlan) -> PlanRow {
    let document = PlanDocument::read(&plan.document).ok();
    let is_declined = document.as_ref().is_some_and(|one| one.is_declined);
    let first = plan.moves.first();
    PlanRow {
        address: format!("/patients/{patient}/plans/{id}"),
        name: name_of(page, document.as_ref()),
        state: if is_declined && plan.state == PlanState::Draft {
            page.say("plan-declined")
        } else {
            page.say(&format!("plan-{}", state_key(plan.state)))
        },
        class: class_of(plan.state),
        written: first.map_or_else(String::new, |moved| {
            format!("{}, {}", page.moment(moved.at), plan.author.name)
        }),
        sessions: page.count("session-count", plan.sessions as usize),
        plan: id,
        outlook: document.map_or_else(String::new, |document| main_outlook(page, &document)),
    }
}

/// Name of an option; that of its case where it has none.
pub(in crate::server) fn name_of(page: &Page, document: Option<&PlanDocument>) -> String {
    match document {
        Some(document) if !document.name.is_empty() => document.name.clone(),
        Some(document) => document.case.title_on(page),
        None => page.say("plan"),
    }
}

/// The main scale on the day of judgement, with its interval.
pub(super) fn main_outlook(page: &Page, document: &PlanDocument) -> String {
    let forecast = &document.forecast;
    let Some(scale) = forecast.zones.first().and_then(|zone| zone.scales.first()) else {
        return String::new();
    };
    let Some(at) = scale.improvement_at(&forecast.days, forecast.judged_day) else {
        return String::new();
    };
    let key = if at.p50 < scale.minimal_detectable_change {
        "outlook-too-small"
    } else {
        "outlook-main"
    };
    page.say_all(
        key,
        &[
            ("scale", &page.scale_name(&scale.id, &scale.plain_name)),
            ("middle", &page.number(at.p50, 1)),
            ("low", &page.number(at.p05, 1)),
            ("high", &page.number(at.p95, 1)),
            ("unit", &page.unit(&scale.unit)),
        ],
    )
}

/// Name of a state in texts.
pub(super) const fn state_key(state: PlanState) -> &'static str {
    match state {
        PlanState::Draft => "draft",
        PlanState::InReview => "in-review",
        PlanState::Approved => "approved",
        PlanState::Active => "active",
        PlanState::Completed => "completed",
        PlanState::Superseded => "superseded",
        PlanState::Stopped => "stopped",
    }
}

const fn class_of(state: PlanState) -> &'static str {
    match state {
        PlanState::Approved | PlanState::Active => "yes",
        PlanState::InReview => "wait",
        PlanState::Stopped => "no",
        PlanState::Draft | PlanState::Completed | PlanState::Superseded => "",
    }
}

/// A share with its band, in percent.
fn percent_band(page: &Page, share: &Quantiles) -> String {
    let [low, middle, high] =
        [share.p05, share.p50, share.p95].map(|share| page.number(100.0 * share, 1));
    format!("{middle} % ({low} – {high} %)")
}
