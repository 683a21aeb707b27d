//! Writing a plan while its outlook redraws.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Html;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;

use super::super::before::own_devices;
use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::{Choice, Draft, PlanForm};
use super::super::{Shown, show};
use super::calculation::{kept_outlook, outlook, problem_note};
use super::meanwhile::Meanwhile;
use crate::server::access::{Allowed, DraftPlans};
use crate::server::clinic::Shared;
use crate::server::earlier::{LeftOut, kept_learned, learn, learned_of_draft, left_out_sentences};
use crate::server::intake::Fields;
use crate::server::later::{self, Asked, Wanted};
use crate::server::office::clinic_site::ClinicSite;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Parts of the page that may follow it.
pub(super) const OUTLOOK: &str = "outlook";
const LEARNED: &str = "learned";

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

/// The form of a new plan, filled in with what is known. Its outlook follows where it was not drawn before.
pub(in crate::server) async fn show_new(
    drafter: Allowed<DraftPlans>,
    Path(patient): Path<PatientId>,
    Query(asked): Query<Asked>,
) -> Shown {
    let wanted = asked.wanted();
    if let Wanted::Part(part) = wanted {
        let opened = drafter.look_again(patient).await?;
        let page = Page::of(drafter.who(), "/patients").await;
        let draft = proposed(&drafter, &page, &opened).await?;
        return part_of_editor(&drafter, &page, &opened, draft, (part, None)).await;
    }
    let (page, opened) = open_chart(&drafter, patient).await?;
    let draft = proposed(&drafter, &page, &opened).await?;
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
        may_follow: wanted == Wanted::Soon,
    };
    editor(&drafter, page, patient, &opened, draft, heading, target).await
}

/// A plan as it is proposed to somebody who opens the form.
async fn proposed(
    drafter: &Allowed<DraftPlans>,
    page: &Page,
    opened: &OpenChart,
) -> Result<Draft, Problem> {
    let (patient, chart) = (opened.patient(), opened.chart());
    let clinic = drafter.clinic();
    let mut draft = Draft::proposed(page, patient, chart, clinic.today().await)?;
    draft.know_last_session(chart);
    let site = clinic.answering(patient).await;
    draft.propose_device(chart, &own_devices(clinic, Some(site.id)).await);
    Ok(draft)
}

/// What an editor writes to, and how it is shown.
pub(super) struct Target {
    pub(super) plan: Option<PlanId>,
    pub(super) supersedes: Option<PlanId>,
    pub(super) is_declined: bool,
    /// What somebody else wrote since the form was drawn; `None`: the form is up to date.
    pub(super) meanwhile: Option<Meanwhile>,
    /// Whether what takes long may follow the page.
    pub(super) may_follow: bool,
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
        learn_anew(&page, opened, &library, &mut draft, (target.plan, today));
    let site = clinic.answering(patient).await;
    let plans = format!("/patients/{patient}/plans");
    let (action, address) = target.plan.map_or_else(
        || (plans.clone(), format!("{plans}/new")),
        |plan| (format!("{plans}/{plan}"), format!("{plans}/{plan}")),
    );
    let (outlook, learned) = if target.may_follow {
        predictions_soon(&page, clinic, &draft, (&site, &address)).await?
    } else {
        let outlook = outlook_now(&page, clinic, &draft, &site).await;
        (outlook, learned_of_draft(&page, clinic, &draft.case).await?)
    };
    let mut form = PlanForm::of(&page, &library, &draft);
    let devices = std::mem::take(&mut form.devices);
    let own = own_devices(clinic, Some(site.id)).await;
    show(&EditorPage {
        device_groups: device_groups(&page, devices, &own),
        learned,
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

/// What a draft predicts, and what earlier results taught: as it was drawn before, or a place where it will stand.
async fn predictions_soon(
    page: &Page,
    clinic: &Shared,
    draft: &Draft,
    (site, address): (&ClinicSite, &str),
) -> Result<(String, String), Problem> {
    let outlook = match kept_outlook(page, clinic, draft, site).await {
        Ok(Some(html)) => html,
        Ok(None) => later::place(page, address, OUTLOOK)?,
        Err(problem) => problem_note(page, &problem),
    };
    let learned = match kept_learned(page, clinic, &draft.case).await {
        Ok(Some(html)) => html,
        Ok(None) => later::place(page, address, LEARNED)?,
        Err(_) => String::new(),
    };
    Ok((outlook, learned))
}

/// What a draft predicts, or why it cannot be drawn.
async fn outlook_now(page: &Page, clinic: &Shared, draft: &Draft, site: &ClinicSite) -> String {
    let drawn = outlook(page, clinic, draft, site).await;
    drawn.unwrap_or_else(|problem| problem_note(page, &problem))
}

/// A part of the page of an editor, of a draft as its page shows it when it is opened.
pub(super) async fn part_of_editor(
    drafter: &Allowed<DraftPlans>,
    page: &Page,
    opened: &OpenChart,
    mut draft: Draft,
    (part, plan): (&str, Option<PlanId>),
) -> Shown {
    let clinic = drafter.clinic();
    let (library, today) = (clinic.library().await, clinic.today().await);
    learn_anew(page, opened, &library, &mut draft, (plan, today));
    Ok(Html(match part {
        OUTLOOK => {
            let site = clinic.answering(opened.patient()).await;
            outlook_now(page, clinic, &draft, &site).await
        }
        LEARNED => learned_of_draft(page, clinic, &draft.case).await?,
        _ => return Err(Problem::NotFound),
    }))
}

/// Takes what the chart tells now of earlier courses into a draft, and says whether that is something else than when it was
/// saved. It is then planned as of today, as it will be at the next calculation.
fn learn_anew(
    page: &Page,
    opened: &OpenChart,
    library: &Library,
    draft: &mut Draft,
    (plan, today): (Option<PlanId>, Date),
) -> (bool, Vec<LeftOut>) {
    let mut anew = draft.clone();
    anew.case.planned_on = today;
    let left_out = learn(&mut anew.case, page, opened.chart(), library);
    let is_other = anew.case.earlier != draft.case.earlier;
    if is_other {
        *draft = anew;
    }
    (is_other && plan.is_some(), left_out)
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
pub(super) async fn form_draft(
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
