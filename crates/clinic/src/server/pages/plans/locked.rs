//! A plan as it is shown: a draft as its form, everything else locked, with its goal sheet.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Html;
use jiff::Zoned;
use needlework_chart::event::SecondName;
use needlework_chart::fold::PlanState;
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_outcome::risk_basis;
use needlework_planning::SessionKind;

use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::Draft;
use super::super::{Shown, show};
use super::calculation::{kept_locked_outlook, library_as_locked, locked_outlook};
use super::editor::{OUTLOOK, Target, editor, part_of_editor};
use super::locked_numbers::locked_numbers;
use super::opening::closed_at;
use super::{class_of, name_of, state_key};
use crate::server::access::{Allowed, ApprovePlans, DraftPlans, ReadCharts};
use crate::server::drawn_plan::DrawnPlan;
use crate::server::earlier::{is_overtaken, learned_html};
use crate::server::later::{self, Asked, Wanted};
use crate::server::outlook_view::{percent_band, scale_anchor};
use crate::server::page::Page;
use crate::server::pages::model_sources::address;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

#[derive(Template)]
#[template(path = "clinic/plan.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows or hides a part of the page"
)]
struct PlanPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    plan: PlanId,
    seen: u64,
    /// What the reviewer typed and could not send; `None`: the page is drawn for the first time.
    typed: Option<Typed>,
    name: String,
    state: String,
    class: &'static str,
    moves: Vec<(String, String)>,
    outlook: String,
    /// What earlier results taught, as it was locked with the plan; empty where none were known.
    learned: String,
    /// Whether a reviewer decides about a plan that does not know what the chart knows now.
    has_newer_results: bool,
    is_in_review: bool,
    is_in_force: bool,
    is_active: bool,
    may_approve: bool,
    is_own: bool,
    single_user: bool,
    is_single_user: bool,
    goals: Vec<GoalRow>,
    /// That sessions to come lie at times at which the clinic is closed.
    closed: Option<String>,
}

/// What a reviewer typed on a page that was out of date, or whose decision was refused.
pub(super) struct Typed {
    pub(super) comment: String,
    /// Why it was not carried out.
    pub(super) why: String,
}

/// One line of the goal sheet.
struct GoalRow {
    name: String,
    zone: String,
    value: String,
    goal: String,
    class: &'static str,
    verdict: String,
    /// Where its sources stand.
    sources: String,
}

/// Shows a plan: a draft as its form, everything else locked. Its outlook follows where it was not drawn before.
pub(in crate::server) async fn show_plan(
    reader: Allowed<ReadCharts>,
    Path((patient, id)): Path<(PatientId, PlanId)>,
    Query(asked): Query<Asked>,
) -> Shown {
    let wanted = asked.wanted();
    if let Wanted::Part(part) = wanted {
        let opened = reader.look_again(patient).await?;
        return part_of_plan(&reader, &opened, id, part).await;
    }
    let (page, opened) = open_chart(&reader, patient).await?;
    let may_follow = wanted == Wanted::Soon;
    plan_with(&reader, page, &opened, (id, may_follow), None).await
}

/// A part of the page of a plan.
async fn part_of_plan(
    reader: &Allowed<ReadCharts>,
    opened: &OpenChart,
    id: PlanId,
    part: &str,
) -> Shown {
    let page = Page::of(reader.who(), "/patients").await;
    let plan = opened.chart().plans.get(&id).ok_or(Problem::NotFound)?;
    let document = PlanDocument::read(&plan.document)?;
    if let (PlanState::Draft, Some(drafter)) = (plan.state, reader.and::<DraftPlans>()) {
        let draft = Draft::from(document);
        return part_of_editor(&drafter, &page, opened, draft, (part, Some(id))).await;
    }
    let drawn = DrawnPlan {
        holder: reader,
        opened,
        plan: id,
        document: &document,
    };
    match part {
        OUTLOOK => Ok(Html(outlook_now(&page, &drawn).await?)),
        _ => Err(Problem::NotFound),
    }
}

/// What a locked plan predicts; a place for it where it must be drawn first.
async fn outlook_soon(page: &Page, drawn: &DrawnPlan<'_, ReadCharts>) -> Result<String, Problem> {
    if let Some(html) = kept_locked_outlook(page, drawn).await {
        return Ok(html);
    }
    match library_as_locked(drawn.holder.clinic(), drawn.document).await {
        Ok(_) => {
            let (patient, plan) = (drawn.opened.patient(), drawn.plan);
            later::place(page, &format!("/patients/{patient}/plans/{plan}"), OUTLOOK)
        }
        Err(problem) => locked_numbers(page, &drawn.document.forecast, &problem),
    }
}

/// What a locked plan predicts, drawn if need be.
async fn outlook_now(page: &Page, drawn: &DrawnPlan<'_, ReadCharts>) -> Result<String, Problem> {
    let outlook = locked_outlook(page, drawn).await;
    outlook.or_else(|problem| locked_numbers(page, &drawn.document.forecast, &problem))
}

/// The page of a plan, with what a reviewer typed and could not send; its outlook may follow.
pub(super) async fn plan_with(
    reader: &Allowed<ReadCharts>,
    page: Page,
    opened: &OpenChart,
    (id, may_follow): (PlanId, bool),
    typed: Option<Typed>,
) -> Shown {
    let (patient, chart) = (opened.patient(), opened.chart());
    let plan = chart.plans.get(&id).ok_or(Problem::NotFound)?;
    let document = PlanDocument::read(&plan.document)?;
    if let (PlanState::Draft, Some(drafter)) = (plan.state, reader.and::<DraftPlans>()) {
        let target = Target {
            plan: Some(id),
            supersedes: plan.supersedes,
            is_declined: document.is_declined,
            meanwhile: None,
            may_follow,
        };
        let heading = name_of(&page, Some(&document));
        let draft = Draft::from(document);
        return editor(&drafter, page, patient, opened, draft, heading, target).await;
    }
    let settings = reader.clinic().settings().await;
    let site = reader.clinic().answering(patient).await;
    let drawn = DrawnPlan {
        holder: reader,
        opened,
        plan: id,
        document: &document,
    };
    let outlook = if may_follow {
        outlook_soon(&page, &drawn).await?
    } else {
        outlook_now(&page, &drawn).await?
    };
    let now = reader.clinic().now_at_clinic().await;
    let is_in_review = plan.state == PlanState::InReview;
    let has_newer_results = is_in_review && {
        let (library, today) = (
            reader.clinic().library().await,
            reader.clinic().today().await,
        );
        is_overtaken(&document.case, &page, chart, (&library, today))
    };
    let moves = plan.moves.iter().map(|moved| {
        let state = page.say(&format!("plan-{}", state_key(moved.to)));
        let who = format!("{}, {}", page.moment(moved.at), moved.by.name);
        let comment = moved.comment.as_deref().unwrap_or_default();
        (state, format!("{who}. {comment}"))
    });
    show(&PlanPage {
        tabs: Tabs::of(&page, patient, "/plans"),
        name: name_of(&page, Some(&document)),
        state: page.say(&format!("plan-{}", state_key(plan.state))),
        class: class_of(plan.state),
        moves: moves.collect(),
        has_newer_results,
        is_in_review,
        is_in_force: plan.state.is_in_force(),
        is_active: plan.state == PlanState::Active,
        may_approve: reader.and::<ApprovePlans>().is_some(),
        is_own: plan.author.user == reader.who().account().user,
        single_user: settings.has_single_licensed_user,
        is_single_user: plan.second_name == Some(SecondName::SingleUser),
        goals: goals(&page, &document),
        closed: closed_at(&page, &site, to_come(&document, &now)),
        seen: opened.sequence(),
        typed,
        plan: id,
        patient,
        outlook,
        learned: learned_of(&page, &document)?,
        page,
    })
}

/// When the treatment sessions that are still to come begin.
fn to_come<'a>(document: &'a PlanDocument, now: &'a Zoned) -> impl Iterator<Item = &'a Zoned> {
    let sessions = document.forecast.sessions.iter();
    sessions
        .filter(move |session| session.kind == SessionKind::Treatment && session.starts > *now)
        .map(|session| &session.starts)
}

/// What earlier results taught, as it was locked with a plan.
fn learned_of(page: &Page, document: &PlanDocument) -> Result<String, Problem> {
    let Some(learned) = &document.learned else {
        return Ok(String::new());
    };
    learned_html(page, &document.case.earlier, learned, &document.forecast)
}

/// The goal sheet: what the plan is to reach and to stay below, each with pass or warn.
fn goals(page: &Page, document: &PlanDocument) -> Vec<GoalRow> {
    let forecast = &document.forecast;
    let mut rows = Vec::new();
    for zone in &forecast.zones {
        let name_of_zone = page.zone_name(&zone.zone);
        if let Some(scale) = zone.scales.first()
            && let Some(at) = scale.improvement_at(&forecast.days, forecast.judged_day)
        {
            let is_met = at.p50 >= scale.minimal_detectable_change;
            rows.push(GoalRow {
                name: page.scale_name(&scale.id, &scale.plain_name),
                zone: name_of_zone.clone(),
                value: format!(
                    "{} {}",
                    page.band([at.p05, at.p50, at.p95], 2),
                    page.units(&scale.unit)
                ),
                goal: page.say_with(
                    "goal-visible",
                    "value",
                    &page.amount(
                        &page
                            .language()
                            .number(&scale.minimal_detectable_change.to_string()),
                        &scale.unit,
                    ),
                ),
                class: if is_met { "yes" } else { "wait" },
                verdict: page.say(if is_met { "goal-met" } else { "goal-not-met" }),
                sources: format!("#{}", scale_anchor(&zone.zone, &scale.id)),
            });
        }
        for risk in &zone.risks {
            let at = &risk.probability;
            rows.push(GoalRow {
                name: page.sign_name(&risk.id, &risk.plain_name),
                zone: name_of_zone.clone(),
                value: percent_band(page, at),
                goal: page.say("goal-low"),
                class: "",
                verdict: page.say("goal-weigh"),
                sources: address(&risk_basis(&risk.id)),
            });
        }
    }
    rows
}
