//! Writing a plan while its outlook redraws.

use askama::Template;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{Event, PlanChanged, PlanDrafted, PlanSubmitted};
use needlework_chart::fold::PlanState;
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;

use super::super::before::own_devices;
use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::{Choice, Draft, PlanForm};
use super::super::stale::is_stale;
use super::super::twice::{recorded_already, version_seen};
use super::super::{Done, Shown, show};
use super::calculation::{Calculation, calculate, outlook, problem_note};
use super::meanwhile::{Meanwhile, typed_again};
use crate::server::access::{Allowed, DraftPlans};
use crate::server::earlier::{LeftOut, learn, learned_of_draft, left_out_sentences};
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

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
    device_groups: Vec<DeviceGroup>,
    outlook: String,
    /// What earlier results taught, of the plan as the page was opened; empty where none are known.
    learned: String,
    /// Results that do not count, and why.
    left_out: Vec<String>,
    /// Whether other results came into the chart after the draft was saved.
    has_newer_results: bool,
    is_declined: bool,
    /// What somebody else wrote since the form was drawn; `None`: the form is up to date.
    meanwhile: Option<Meanwhile>,
}

impl EditorPage {
    /// Whether what was typed can be saved beside the draft only, since somebody else changed it.
    fn is_only_another(&self) -> bool {
        let meanwhile = self.meanwhile.as_ref();
        meanwhile.is_some_and(|meanwhile| meanwhile.is_of_draft)
    }
}

/// Devices under a heading; without one where there is but one list.
struct DeviceGroup {
    heading: String,
    devices: Vec<Choice>,
}

/// The devices that stand in the rooms first, and the others apart; where none is registered, all in one list.
fn device_groups(page: &Page, devices: Vec<Choice>, own: &[String]) -> Vec<DeviceGroup> {
    if own.is_empty() {
        return vec![DeviceGroup {
            heading: String::new(),
            devices,
        }];
    }
    let place = |device: &Choice| own.iter().position(|id| *id == device.id);
    let (mut here, elsewhere): (Vec<_>, Vec<_>) = devices
        .into_iter()
        .partition(|device| place(device).is_some());
    here.sort_by_key(place);
    vec![
        DeviceGroup {
            heading: page.say("devices-here"),
            devices: here,
        },
        DeviceGroup {
            heading: page.say("devices-elsewhere"),
            devices: elsewhere,
        },
    ]
}

/// What of the form depends on device and wish.
#[derive(Template)]
#[template(path = "clinic/plan_fields.html")]
struct FieldsPart {
    page: Page,
    form: PlanForm,
}

/// The form of a new plan, filled in with what is known.
pub(in crate::server) async fn show_new(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&drafter, patient).await?;
    let today = drafter.clinic().today().await;
    let mut draft = Draft::proposed(&page, patient, opened.chart(), today)?;
    draft.know_last_session(opened.chart());
    let site = drafter.clinic().answering(patient).await;
    let own = own_devices(drafter.clinic(), Some(site.id)).await;
    draft.propose_device(opened.chart(), &own);
    let supersedes = opened.chart().plan_in_force().map(|(id, _)| id);
    let heading = page.say(if supersedes.is_some() {
        "new-revision"
    } else {
        "new-plan"
    });
    let target = Target {
        plan: None,
        supersedes,
        is_declined: false,
        meanwhile: None,
    };
    editor(&drafter, page, patient, &opened, draft, heading, target).await
}

/// What an editor writes to.
pub(super) struct Target {
    pub(super) plan: Option<PlanId>,
    pub(super) supersedes: Option<PlanId>,
    pub(super) is_declined: bool,
    /// What somebody else wrote since the form was drawn; `None`: the form is up to date.
    pub(super) meanwhile: Option<Meanwhile>,
}

/// The page of an editor.
pub(super) async fn editor(
    drafter: &Allowed<DraftPlans>,
    page: Page,
    patient: PatientId,
    opened: &OpenChart,
    mut draft: Draft,
    heading: String,
    target: Target,
) -> Shown {
    let clinic = drafter.clinic();
    let library = clinic.library().await;
    let today = clinic.today().await;
    let (has_newer_results, left_out) =
        learn_anew(&page, opened, &library, &mut draft, (&target, today))?;
    let site = clinic.answering(patient).await;
    let outlook = outlook(&page, clinic, &draft, &site)
        .await
        .unwrap_or_else(|problem| problem_note(&page, &problem));
    let action = match target.plan {
        Some(plan) => format!("/patients/{patient}/plans/{plan}"),
        None => format!("/patients/{patient}/plans"),
    };
    let mut form = PlanForm::of(&page, &library, &draft);
    let devices = std::mem::take(&mut form.devices);
    let own = own_devices(clinic, Some(site.id)).await;
    show(&EditorPage {
        device_groups: device_groups(&page, devices, &own),
        learned: learned_of_draft(&page, clinic, &draft.case).await?,
        left_out: left_out_sentences(&page, &left_out),
        has_newer_results,
        tabs: Tabs::of(&page, patient, "/plans"),
        form,
        plan: target.plan,
        supersedes: target.supersedes,
        is_declined: target.is_declined,
        seen: match &target.meanwhile {
            Some(meanwhile) => meanwhile.seen,
            None => opened.sequence(),
        },
        meanwhile: target.meanwhile,
        patient,
        heading,
        action,
        outlook,
        page,
    })
}

/// Takes what the chart tells now of earlier courses into a draft, and says whether that is something else than when it was
/// saved. It is then planned as of today, as it will be at the next calculation.
fn learn_anew(
    page: &Page,
    opened: &OpenChart,
    library: &Library,
    draft: &mut Draft,
    (target, today): (&Target, Date),
) -> Result<(bool, Vec<LeftOut>), Problem> {
    let mut anew = draft.clone();
    anew.case.planned_on = today;
    let left_out = learn(&mut anew.case, page, opened.chart(), library)?;
    let is_other = anew.case.earlier != draft.case.earlier;
    if is_other {
        *draft = anew;
    }
    Ok((is_other && target.plan.is_some(), left_out))
}

/// Redraws the outlook of the form as it stands; or the fields that depend on device and wish, after one of these was changed.
pub(in crate::server) async fn redraw(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Html<String>, Problem> {
    let opened = drafter.look_again(patient).await?;
    let page = Page::of(drafter.who(), "/patients").await;
    let fields = Fields::new(fields);
    if fields.get("part") == "fields" {
        return Ok(Html(
            fields_part(&drafter, page, &opened, &fields)
                .await?
                .render()?,
        ));
    }
    let drawn = match form_draft(&drafter, &page, &opened, &fields).await {
        Ok(draft) => {
            let site = drafter.clinic().answering(patient).await;
            outlook(&page, drafter.clinic(), &draft, &site).await
        }
        Err(problem) => Err(problem),
    };
    let html = match drawn {
        Err(problem @ Problem::Refused(_)) => problem_note(&page, &problem),
        other => other?,
    };
    Ok(Html(html))
}

async fn fields_part(
    drafter: &Allowed<DraftPlans>,
    page: Page,
    opened: &OpenChart,
    fields: &Fields,
) -> Result<FieldsPart, Problem> {
    let library = drafter.clinic().library().await;
    let mut draft = typed_draft(drafter, &page, opened, fields).await?;
    draft.keep_what_fits(&library, fields);
    Ok(FieldsPart {
        form: PlanForm::of(&page, &library, &draft),
        page,
    })
}

/// The draft of a form that contradicts itself nowhere.
async fn form_draft(
    drafter: &Allowed<DraftPlans>,
    page: &Page,
    opened: &OpenChart,
    fields: &Fields,
) -> Result<Draft, Problem> {
    let library = drafter.clinic().library().await;
    let draft = typed_draft(drafter, page, opened, fields).await?;
    draft.require_sense(page, &library, fields)?;
    Ok(draft)
}

pub(super) async fn typed_draft(
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

/// Keeps a new draft, once however often its form is sent.
pub(in crate::server) async fn keep(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let fields = Fields::new(fields);
    let (page, opened) = open_chart(&drafter, patient).await?;
    let draft = form_draft(&drafter, &page, &opened, &fields).await?;
    let document = document_of(&drafter, draft).await?;
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
        document: document.to_value()?,
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

async fn document_of(drafter: &Allowed<DraftPlans>, draft: Draft) -> Result<PlanDocument, Problem> {
    let page = Page::of(drafter.who(), "/patients").await;
    draft.case.person.require_known(&page)?;
    let library = drafter.clinic().library().await;
    let plan = calculate(drafter.clinic(), &library, &draft, Calculation::whole()).await?;
    Ok(PlanDocument::new(draft, &plan))
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
        drafter.submit(&opened, PlanSubmitted { plan }).await?;
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
    let typed = match document_of(drafter, draft).await {
        Err(Problem::Refused(_)) => return Ok(false),
        told => told?.to_value()?,
    };
    Ok(*known.document == typed)
}
