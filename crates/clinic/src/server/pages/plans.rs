//! Plans: options side by side, one in force; writing one while its outlook redraws; the way from draft to approval.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{
    PlanApproved, PlanChanged, PlanCompleted, PlanDrafted, PlanReturned, PlanStopped,
    PlanSubmitted, SecondName,
};
use needlework_chart::fold::{Chart, Plan as ChartPlan, PlanState};
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Plan, Settings, preview};
use serde::Deserialize;

use super::patient::{Tabs, with_bar};
use super::plan_form::{Draft, PlanForm};
use super::{Done, Shown, show};
use crate::plan_page::plan_page;
use crate::server::access::{Allowed, ApprovePlans, DraftPlans, ReadCharts};
use crate::server::clinic::Shared;
use crate::server::intake::Fields;
use crate::server::outlook_view::OutlookView;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Draws while a slider moves: enough for steady bands, few enough to redraw at once.
const PREVIEW: Settings = Settings { draws: 64, seed: 1 };

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
    let opened = reader.open(patient).await?;
    let chart = opened.chart();
    let page = chart_page(&reader, patient, chart).await?;
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

/// A page about a chart, with the bar that says whose.
async fn chart_page(
    reader: &Allowed<ReadCharts>,
    patient: PatientId,
    chart: &Chart,
) -> Result<Page, Problem> {
    let page = Page::of(reader.who(), "/patients").await;
    with_bar(page, patient, chart, reader.clinic().today().await)
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

fn name_of(page: &Page, document: Option<&PlanDocument>) -> String {
    match document {
        Some(document) if !document.name.is_empty() => document.name.clone(),
        Some(document) => document.case.title.clone(),
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
            ("scale", &scale.plain_name),
            ("middle", &format!("{:.1}", at.p50)),
            ("low", &format!("{:.1}", at.p05)),
            ("high", &format!("{:.1}", at.p95)),
            ("unit", &scale.unit),
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

#[derive(Template)]
#[template(path = "clinic/plan_editor.html")]
struct EditorPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    heading: String,
    /// Where the form is sent.
    action: String,
    /// The draft that is changed; `None`: a new one.
    plan: Option<PlanId>,
    /// The plan in force that a new one is to replace.
    supersedes: Option<PlanId>,
    seen: u64,
    form: PlanForm,
    outlook: String,
    is_declined: bool,
}

/// The form of a new plan, filled in with what is known.
pub(in crate::server) async fn show_new(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open(&drafter, patient).await?;
    let today = drafter.clinic().today().await;
    let draft = Draft::proposed(&page, patient, opened.chart(), today)?;
    let plans = &opened.chart().plans;
    let supersedes = plans.iter().find(|(_, plan)| plan.state.is_in_force());
    let supersedes = supersedes.map(|(id, _)| *id);
    let heading = page.say(if supersedes.is_some() {
        "new-revision"
    } else {
        "new-plan"
    });
    let target = Target {
        plan: None,
        supersedes,
        is_declined: false,
    };
    editor(&drafter, page, patient, &opened, draft, heading, target).await
}

/// What an editor writes to.
struct Target {
    plan: Option<PlanId>,
    supersedes: Option<PlanId>,
    is_declined: bool,
}

async fn editor(
    drafter: &Allowed<DraftPlans>,
    page: Page,
    patient: PatientId,
    opened: &OpenChart,
    draft: Draft,
    heading: String,
    target: Target,
) -> Shown {
    let library = drafter.clinic().library().await;
    let outlook = outlook(&page, drafter.clinic(), &draft)
        .await
        .unwrap_or_else(|problem| problem_note(&problem));
    let action = match target.plan {
        Some(plan) => format!("/patients/{patient}/plans/{plan}"),
        None => format!("/patients/{patient}/plans"),
    };
    show(&EditorPage {
        tabs: Tabs::of(&page, patient, "/plans"),
        form: PlanForm::of(&page, &library, &draft),
        plan: target.plan,
        supersedes: target.supersedes,
        is_declined: target.is_declined,
        seen: opened.sequence(),
        patient,
        heading,
        action,
        outlook,
        page,
    })
}

/// What stands in the place of an outlook that cannot be drawn.
fn problem_note(problem: &Problem) -> String {
    let sentence = match problem {
        Problem::Refused(sentence) => sentence.replace('&', "&amp;").replace('<', "&lt;"),
        _ => String::new(),
    };
    format!("<div class=\"say no\" role=\"alert\"><p>{sentence}</p></div>")
}

async fn open(
    drafter: &Allowed<DraftPlans>,
    patient: PatientId,
) -> Result<(Page, OpenChart), Problem> {
    let reader = drafter.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let opened = reader.open(patient).await?;
    let page = chart_page(&reader, patient, opened.chart()).await?;
    Ok((page, opened))
}

/// Draws what a draft predicts. The model runs where it keeps nobody else waiting.
async fn outlook(page: &Page, clinic: &Shared, draft: &Draft) -> Result<String, Problem> {
    let plan = calculate(clinic, draft, Calculation::Preview).await?;
    OutlookView::of(page, &plan, &*clinic.library().await)?.html()
}

/// Draws what a locked plan predicts. Numbers of another version of the program are not the ones that were locked; those then
/// stand in the goal sheet alone.
async fn locked_outlook(
    page: &Page,
    clinic: &Shared,
    draft: &Draft,
    document: &PlanDocument,
) -> Result<String, Problem> {
    let plan = calculate(clinic, draft, Calculation::Preview).await?;
    if !document.is_of_this_version(&plan) {
        return Err(Problem::refused(page.say("plan-of-another-version")));
    }
    OutlookView::of(page, &plan, &*clinic.library().await)?.html()
}

/// How much is calculated.
#[derive(Clone, Copy)]
enum Calculation {
    Preview,
    Whole,
}

async fn calculate(
    clinic: &Shared,
    draft: &Draft,
    calculation: Calculation,
) -> Result<Plan, Problem> {
    let library = clinic.library().await;
    let case = draft.case.read(&library)?;
    tokio::task::spawn_blocking(move || match calculation {
        Calculation::Preview => preview(&case, &library, &PREVIEW),
        Calculation::Whole => {
            needlework_planning::plan(&case, &library, &Settings::default(), &|_| {})
        }
    })
    .await
    .map_err(|_| Problem::Fault("plan"))?
    .map_err(Problem::from)
}

/// Redraws the outlook of the form as it stands.
pub(in crate::server) async fn redraw(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Html<String>, Problem> {
    let opened = drafter.look_again(patient).await?;
    let page = Page::of(drafter.who(), "/patients").await;
    let draft = form_draft(&drafter, &page, &opened, &Fields::new(fields)).await?;
    let html = match outlook(&page, drafter.clinic(), &draft).await {
        Err(problem @ Problem::Refused(_)) => problem_note(&problem),
        other => other?,
    };
    Ok(Html(html))
}

async fn form_draft(
    drafter: &Allowed<DraftPlans>,
    page: &Page,
    opened: &OpenChart,
    fields: &Fields,
) -> Result<Draft, Problem> {
    let library = drafter.clinic().library().await;
    let today = drafter.clinic().today().await;
    Draft::of_form(
        page,
        opened.patient(),
        opened.chart(),
        &library,
        fields,
        today,
    )
}

/// Keeps a new draft.
pub(in crate::server) async fn keep(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let fields = Fields::new(fields);
    let (page, opened) = open(&drafter, patient).await?;
    let draft = form_draft(&drafter, &page, &opened, &fields).await?;
    let document = document_of(&drafter, draft).await?;
    let plan = PlanId::new(drafter.clinic().now(), drafter.clinic().chance())?;
    let supersedes = fields
        .some("supersedes")
        .map(str::parse)
        .transpose()
        .map_err(|_| Problem::NotFound)?;
    drafter
        .draft(
            &opened,
            PlanDrafted {
                plan,
                supersedes,
                sessions: document.treatments(),
                basis: document.basis(),
                document: document.to_value()?,
            },
        )
        .await?;
    Ok(Redirect::to(&format!("/patients/{patient}/plans/{plan}")))
}

async fn document_of(drafter: &Allowed<DraftPlans>, draft: Draft) -> Result<PlanDocument, Problem> {
    let plan = calculate(drafter.clinic(), &draft, Calculation::Whole).await?;
    Ok(PlanDocument::new(
        draft.name,
        draft.protected,
        draft.case,
        &plan,
    ))
}

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
    name: String,
    state: String,
    class: &'static str,
    moves: Vec<(String, String)>,
    outlook: String,
    is_in_review: bool,
    is_in_force: bool,
    is_active: bool,
    may_approve: bool,
    is_own: bool,
    single_user: bool,
    is_single_user: bool,
    goals: Vec<GoalRow>,
}

/// One line of the goal sheet.
struct GoalRow {
    name: String,
    zone: String,
    value: String,
    goal: String,
    class: &'static str,
    verdict: String,
}

/// Shows a plan: a draft as its form, everything else locked.
pub(in crate::server) async fn show_plan(
    reader: Allowed<ReadCharts>,
    Path((patient, id)): Path<(PatientId, PlanId)>,
) -> Shown {
    let opened = reader.open(patient).await?;
    let chart = opened.chart();
    let plan = chart.plans.get(&id).ok_or(Problem::NotFound)?;
    let page = chart_page(&reader, patient, chart).await?;
    let document = PlanDocument::read(&plan.document)?;
    if let (PlanState::Draft, Some(drafter)) = (plan.state, reader.and::<DraftPlans>()) {
        let target = Target {
            plan: Some(id),
            supersedes: plan.supersedes,
            is_declined: document.is_declined,
        };
        let heading = name_of(&page, Some(&document));
        let draft = Draft {
            name: document.name,
            protected: document.protected,
            case: document.case,
        };
        return editor(&drafter, page, patient, &opened, draft, heading, target).await;
    }
    let settings = reader.clinic().settings().await;
    let draft = Draft {
        name: document.name.clone(),
        protected: document.protected.clone(),
        case: document.case.clone(),
    };
    let outlook = locked_outlook(&page, reader.clinic(), &draft, &document)
        .await
        .unwrap_or_else(|problem| problem_note(&problem));
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
        is_in_review: plan.state == PlanState::InReview,
        is_in_force: plan.state.is_in_force(),
        is_active: plan.state == PlanState::Active,
        may_approve: reader.and::<ApprovePlans>().is_some(),
        is_own: plan.author.user == reader.who().account().user,
        single_user: settings.has_single_licensed_user,
        is_single_user: plan.second_name == Some(SecondName::SingleUser),
        goals: goals(&page, &document),
        seen: opened.sequence(),
        plan: id,
        patient,
        outlook,
        page,
    })
}

/// The goal sheet: what the plan is to reach and to stay below, each with pass or warn.
fn goals(page: &Page, document: &PlanDocument) -> Vec<GoalRow> {
    let forecast = &document.forecast;
    let mut rows = Vec::new();
    for zone in &forecast.zones {
        let zone_name = super::timeline::zone_name(page, &zone.zone);
        if let Some(scale) = zone.scales.first()
            && let Some(at) = scale.improvement_at(&forecast.days, forecast.judged_day)
        {
            let is_met = at.p50 >= scale.minimal_detectable_change;
            rows.push(GoalRow {
                name: scale.plain_name.clone(),
                zone: zone_name.clone(),
                value: format!(
                    "{:.2} ({:.2} – {:.2}) {}",
                    at.p50, at.p05, at.p95, scale.unit
                ),
                goal: page.say_with(
                    "goal-visible",
                    "value",
                    &format!("{} {}", scale.minimal_detectable_change, scale.unit),
                ),
                class: if is_met { "yes" } else { "wait" },
                verdict: page.say(if is_met { "goal-met" } else { "goal-not-met" }),
            });
        }
        for risk in &zone.risks {
            let at = &risk.probability;
            rows.push(GoalRow {
                name: risk.plain_name.clone(),
                zone: zone_name.clone(),
                value: format!(
                    "{:.1} % ({:.1} – {:.1} %)",
                    100.0 * at.p50,
                    100.0 * at.p05,
                    100.0 * at.p95
                ),
                goal: page.say("goal-low"),
                class: "",
                verdict: page.say("goal-weigh"),
            });
        }
    }
    rows
}

/// Changes a draft.
pub(in crate::server) async fn change(
    drafter: Allowed<DraftPlans>,
    Path((patient, plan)): Path<(PatientId, PlanId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let fields = Fields::new(fields);
    let (page, opened) = open(&drafter, patient).await?;
    refuse_stale(&opened, &fields)?;
    let known = opened.chart().plans.get(&plan).ok_or(Problem::NotFound)?;
    let mut document = if fields.get("do") == "decline" {
        let mut declined = PlanDocument::read(&known.document)?;
        declined.is_declined = true;
        declined
    } else {
        let draft = form_draft(&drafter, &page, &opened, &fields).await?;
        document_of(&drafter, draft).await?
    };
    if fields.get("do") == "save" {
        document.is_declined = false;
    }
    let changed = PlanChanged {
        plan,
        sessions: document.treatments(),
        basis: document.basis(),
        document: document.to_value()?,
    };
    let opened = drafter.change(&opened, changed).await?;
    if fields.get("do") == "submit" {
        drafter.submit(&opened, PlanSubmitted { plan }).await?;
    }
    Ok(Redirect::to(&format!("/patients/{patient}/plans/{plan}")))
}

/// A form names the version of the chart that it showed: what somebody else wrote since is not overwritten unseen.
fn refuse_stale(opened: &OpenChart, fields: &Fields) -> Result<(), Problem> {
    match fields.get("seen").parse::<u64>() {
        Ok(seen) if seen == opened.sequence() => Ok(()),
        _ => Err(stale()),
    }
}

fn stale() -> Problem {
    Problem::Conflict(
        "somebody else wrote into this chart meanwhile; nothing of theirs is lost. Open the page again and repeat what is still needed."
            .to_owned(),
    )
}

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
    seen: Option<u64>,
}

/// Approves a plan, gives it back, ends or stops it.
pub(in crate::server) async fn review(
    approver: Allowed<ApprovePlans>,
    Path((patient, plan)): Path<(PatientId, PlanId)>,
    Form(reviewed): Form<Reviewed>,
) -> Done {
    let reader = approver.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let opened = reader.open(patient).await?;
    if reviewed.seen.is_some_and(|seen| seen != opened.sequence()) {
        return Err(stale());
    }
    let known = opened.chart().plans.get(&plan).ok_or(Problem::NotFound)?;
    let comment = reviewed.comment.trim().to_owned();
    match reviewed.what.as_str() {
        "approve" => {
            let is_own = known.author.user == approver.who().account().user;
            let is_single = approver.clinic().settings().await.has_single_licensed_user;
            let second_name = (is_own && is_single).then_some(SecondName::SingleUser);
            let approved = PlanApproved { plan, second_name };
            approver
                .approve(&opened, approved, &reviewed.password)
                .await?;
        }
        "return" => {
            approver
                .give_back(&opened, PlanReturned { plan, comment })
                .await?;
        }
        "complete" => {
            approver.complete(&opened, PlanCompleted { plan }).await?;
        }
        "stop" => {
            let stopped = PlanStopped {
                plan,
                reason: comment,
            };
            approver.stop(&opened, stopped).await?;
        }
        _ => return Err(Problem::refused("choose what is to be done with the plan.")),
    }
    Ok(Redirect::to(&format!("/patients/{patient}/plans/{plan}")))
}

/// The whole plan as one page: for paper and for the patient. It is calculated again from the case; where another version of
/// the program wrote the plan, the page of the record says what was locked.
pub(in crate::server) async fn document(
    reader: Allowed<ReadCharts>,
    Path((patient, id)): Path<(PatientId, PlanId)>,
) -> Result<Response, Problem> {
    /// The page brings its style inside, and nothing else.
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    let opened = reader.open(patient).await?;
    let page = Page::of(reader.who(), "/patients").await;
    let plan = opened.chart().plans.get(&id).ok_or(Problem::NotFound)?;
    let document = PlanDocument::read(&plan.document)?;
    let draft = Draft {
        name: document.name.clone(),
        protected: document.protected.clone(),
        case: document.case.clone(),
    };
    let calculated = calculate(reader.clinic(), &draft, Calculation::Whole).await?;
    if !document.is_of_this_version(&calculated) {
        return Err(Problem::refused(page.say("plan-of-another-version")));
    }
    let html = plan_page(&calculated).map_err(|_| Problem::Fault("plan page"))?;
    Ok(([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response())
}

/// Which plans are compared.
#[derive(Deserialize)]
pub(in crate::server) struct Compared {
    #[serde(default)]
    plan: Vec<PlanId>,
}

/// A plan in the comparison, or the usual course.
struct Column {
    name: String,
    rows: Vec<String>,
}

#[derive(Template)]
#[template(path = "clinic/compare.html")]
struct ComparePage {
    page: Page,
    tabs: Tabs,
    /// Names of the columns.
    columns: Vec<String>,
    rows: Vec<CompareRow>,
}

/// One line of the comparison.
struct CompareRow {
    name: String,
    values: Vec<String>,
}

/// Compares plans with one another and with the usual course, on the same draws.
pub(in crate::server) async fn compare(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
    axum_extra::extract::Query(compared): axum_extra::extract::Query<Compared>,
) -> Shown {
    const MOST: usize = 4;
    let opened = reader.open(patient).await?;
    let chart = opened.chart();
    let page = chart_page(&reader, patient, chart).await?;
    let today = reader.clinic().today().await;
    let mut columns = Vec::new();
    for id in compared.plan.iter().take(MOST) {
        let plan = chart.plans.get(id).ok_or(Problem::NotFound)?;
        let document = PlanDocument::read(&plan.document)?;
        columns.push(Column {
            name: name_of(&page, Some(&document)),
            rows: comparison_rows(&page, &document),
        });
    }
    if let Some(usual) = usual_course(&page, &reader, patient, chart, today).await? {
        columns.push(Column {
            name: page.say("usual-course"),
            rows: comparison_rows(&page, &usual),
        });
    }
    let names = [
        "sessions",
        "last-session",
        "judged-on",
        "main-result",
        "redness-ends",
        "pigment-risk",
    ];
    let rows = names.into_iter().enumerate().map(|(at, key)| CompareRow {
        name: page.say(key),
        values: columns
            .iter()
            .map(|column| column.rows.get(at).cloned().unwrap_or_default())
            .collect(),
    });
    show(&ComparePage {
        tabs: Tabs::of(&page, patient, "/plans"),
        rows: rows.collect(),
        columns: columns.into_iter().map(|column| column.name).collect(),
        page,
    })
}

/// The course that is usual for the wish: everything that can be left to the protocol is.
async fn usual_course(
    page: &Page,
    reader: &Allowed<ReadCharts>,
    patient: PatientId,
    chart: &Chart,
    today: Date,
) -> Result<Option<PlanDocument>, Problem> {
    let mut draft = Draft::proposed(page, patient, chart, today)?;
    draft.case.course = crate::server::case_draft::CourseDraft::default();
    for zone in &mut draft.case.zones {
        zone.needle_length_mm = None;
        zone.passes = None;
        zone.channels_per_cm2 = None;
        zone.seconds_per_cm2 = None;
    }
    match calculate(reader.clinic(), &draft, Calculation::Preview).await {
        Ok(plan) => Ok(Some(PlanDocument::new(
            page.say("usual-course"),
            draft.protected,
            draft.case,
            &plan,
        ))),
        // Some wishes have no usual course; there is then nothing to compare with.
        Err(Problem::Refused(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn comparison_rows(page: &Page, document: &PlanDocument) -> Vec<String> {
    let forecast = &document.forecast;
    let last = forecast.sessions.last();
    let zone = forecast.zones.first();
    let redness = zone.and_then(|zone| zone.side_effects.iter().find(|one| one.id == "redness"));
    let pigment = zone.and_then(|zone| zone.risks.iter().find(|one| one.id == "pigment-darkening"));
    vec![
        document.treatments().to_string(),
        last.map_or_else(String::new, |session| page.day(session.starts.date())),
        page.day(forecast.judged_on.date()),
        main_outlook(page, document),
        redness.map_or_else(String::new, |one| {
            let hours = &one.ends_hour;
            page.say_all(
                "hours-band",
                &[
                    ("middle", &format!("{:.0}", hours.p50)),
                    ("low", &format!("{:.0}", hours.p05)),
                    ("high", &format!("{:.0}", hours.p95)),
                ],
            )
        }),
        pigment.map_or_else(String::new, |one| {
            let share = &one.probability;
            format!(
                "{:.1} % ({:.1} – {:.1} %)",
                100.0 * share.p50,
                100.0 * share.p05,
                100.0 * share.p95
            )
        }),
    ]
}
