//! Plans: options side by side, one in force; writing one while its outlook redraws; the way from draft to approval.

pub(in crate::server::pages) mod calculation;
pub(in crate::server) mod compare;
mod drawing;
pub(in crate::server) mod editor;
pub(in crate::server) mod locked;
mod locked_numbers;
mod meanwhile;
mod opening;
pub(in crate::server) mod paper;
pub(in crate::server) mod review;
pub(in crate::server) mod saving;
pub(in crate::server::pages) mod typed;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use needlework_chart::fold::{Chart, Plan as ChartPlan, PlanState};
use needlework_chart::id::{PatientId, PlanId};

use super::patient::{Tabs, open_chart};
use super::{Shown, show};
use crate::server::access::{Allowed, DraftPlans, ReadCharts};
use crate::server::outlook_view::main_outlook;
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
    let names = names_of(&page, chart);
    let rows = chart.plans.iter().rev();
    let rows = rows.map(|(id, plan)| PlanRow {
        name: names.get(id).cloned().unwrap_or_default(),
        ..plan_row(&page, patient, *id, plan)
    });
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
        name: String::new(),
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
        outlook: document.map_or_else(String::new, |document| {
            main_outlook(page, &document.forecast)
        }),
    }
}

/// Names of all options of a chart, of which no two are the same: where several would be called alike, they are numbered in the
/// order in which they were written.
fn names_of(page: &Page, chart: &Chart) -> BTreeMap<PlanId, String> {
    let mut alike: BTreeMap<String, Vec<PlanId>> = BTreeMap::new();
    for (id, plan) in &chart.plans {
        let document = PlanDocument::read(&plan.document).ok();
        let name = name_of(page, document.as_ref());
        alike.entry(name).or_default().push(*id);
    }
    let mut names = BTreeMap::new();
    for (name, plans) in alike {
        let is_alone = plans.len() == 1;
        for (plan, number) in plans.into_iter().zip(1..) {
            let number: u32 = number;
            let told = if is_alone {
                name.clone()
            } else {
                let number = number.to_string();
                page.say_all("plan-numbered", &[("name", &name), ("number", &number)])
            };
            names.insert(plan, told);
        }
    }
    names
}

/// Name of an option; that of its case where it has none.
pub(in crate::server) fn name_of(page: &Page, document: Option<&PlanDocument>) -> String {
    match document {
        Some(document) if !document.name.is_empty() => document.name.clone(),
        Some(document) => document.case.title_on(page),
        None => page.say("plan"),
    }
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
