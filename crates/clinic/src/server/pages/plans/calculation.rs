//! What a draft or a locked plan predicts, calculated where it keeps nobody else waiting.

use std::sync::Arc;

use needlework_planning::{Library, Plan, SessionKind, Settings, identity, plan_of, preview_of};

use super::super::plan_form::Draft;
use super::opening::closed_at;
use crate::server::access::Duty;
use crate::server::clinic::Shared;
use crate::server::drawn_plan::{DrawnPlan, Part};
use crate::server::kept::OutlookKey;
use crate::server::office::clinic_site::ClinicSite;
use crate::server::outlook_view::OutlookView;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Draws while a slider moves: enough for steady bands, few enough to redraw at once.
pub(in crate::server) const PREVIEW: Settings = Settings { draws: 64, seed: 1 };

/// What stands in the place of an outlook that cannot be drawn.
pub(super) fn problem_note(page: &Page, problem: &Problem) -> String {
    let sentence = sentence(page, problem);
    let sentence = sentence.replace('&', "&amp;").replace('<', "&lt;");
    format!("<div class=\"say no\" role=\"alert\"><p>{sentence}</p></div>")
}

/// Why something is refused; empty where it is a fault of ours.
pub(super) fn sentence(page: &Page, problem: &Problem) -> String {
    match problem {
        Problem::Refused(told) => page.told(told),
        _ => String::new(),
    }
}

/// What a draft predicts, as it was drawn of the same case before; `None`: it was not.
pub(super) async fn kept_outlook(
    page: &Page,
    clinic: &Shared,
    draft: &Draft,
    site: &ClinicSite,
) -> Result<Option<String>, Problem> {
    let key = key_of_draft(page, clinic, draft, site).await?;
    Ok(clinic.kept().outlook(&key))
}

/// Draws what a draft predicts for a patient of a clinic, or takes what was drawn of the same case before.
pub(super) async fn outlook(
    page: &Page,
    clinic: &Shared,
    draft: &Draft,
    site: &ClinicSite,
) -> Result<String, Problem> {
    // Before what the settings decide: an answer to older ones is then kept under their version.
    let key = key_of_draft(page, clinic, draft, site).await?;
    if let Some(html) = clinic.kept().outlook(&key) {
        return Ok(html);
    }
    let library = clinic.library().await;
    let plan = calculate(clinic, &library, draft, Calculation::PREVIEW).await?;
    let treatments = plan.sessions.iter();
    let treatments = treatments.filter(|session| session.kind == SessionKind::Treatment);
    let starts = treatments.map(|session| &session.starts);
    let closed = closed_at(page, site, starts);
    let html = OutlookView::of(page, &plan, &library)?
        .with_closed(closed)
        .html()?;
    clinic.kept().keep_outlook(key, html.clone());
    Ok(html)
}

async fn key_of_draft(
    page: &Page,
    clinic: &Shared,
    draft: &Draft,
    site: &ClinicSite,
) -> Result<OutlookKey, Problem> {
    draft.case.person.require_known(page)?;
    let settings_version = clinic.settings_version().await;
    let library = clinic.library().await;
    let identity = identity(&draft.case.read(&library)?, &library, &PREVIEW)?;
    Ok(OutlookKey {
        opening_of: Some(site.id),
        ..OutlookKey::of(&identity, settings_version, page.code())
    })
}

/// What a locked plan predicts, as it was drawn before; `None`: it was not. It does not change any more.
pub(super) async fn kept_locked_outlook<D: Duty>(
    page: &Page,
    drawn: &DrawnPlan<'_, D>,
) -> Option<String> {
    let (clinic, key) = (drawn.holder.clinic(), drawn.key(page).await);
    if let Some(html) = clinic.kept().outlook(&key) {
        return Some(html);
    }
    let html = drawn.kept(Part::Outlook, page.code()).await?.concat();
    clinic.kept().keep_outlook(key, html.clone());
    Some(html)
}

/// What a locked plan predicts, drawn once and then kept.
pub(super) async fn locked_outlook<D: Duty>(
    page: &Page,
    drawn: &DrawnPlan<'_, D>,
) -> Result<String, Problem> {
    if let Some(html) = kept_locked_outlook(page, drawn).await {
        return Ok(html);
    }
    let (clinic, key) = (drawn.holder.clinic(), drawn.key(page).await);
    let (plan, library) = as_locked(clinic, drawn.document, Extent::Preview).await?;
    let html = OutlookView::of(page, &plan, &library)?.html()?;
    let parts = std::slice::from_ref(&html);
    drawn.keep(Part::Outlook, page.code(), parts).await;
    clinic.kept().keep_outlook(key, html.clone());
    Ok(html)
}

/// A plan as it was locked, and the library that says it: the same case, draws and settings of the clinic, whatever those are
/// today.
///
/// # Errors
/// As [`library_as_locked`].
pub(in crate::server::pages) async fn as_locked(
    clinic: &Shared,
    document: &PlanDocument,
    extent: Extent,
) -> Result<(Plan, Arc<Library>), Problem> {
    let library = library_as_locked(clinic, document).await?;
    let calculation = Calculation {
        extent,
        settings: document.settings(),
    };
    let draft = Draft::from(document.clone());
    let plan = calculate(clinic, &library, &draft, calculation).await?;
    Ok((plan, library))
}

/// The library by which a plan was locked.
///
/// # Errors
/// When another version of the program wrote it, or the record does not hold the settings that it was calculated with: the
/// numbers of today are not the ones that were approved.
pub(in crate::server::pages) async fn library_as_locked(
    clinic: &Shared,
    document: &PlanDocument,
) -> Result<Arc<Library>, Problem> {
    let another = || Problem::refused("plan-of-another-version");
    let library = clinic.library().await;
    if document.is_of(&library) {
        return Ok(library);
    }
    let then = clinic.library_with(document.clinic.as_ref()).await;
    let library = then.map_err(|_| another())?;
    document
        .is_of(&library)
        .then_some(library)
        .ok_or_else(another)
}

/// How much is calculated.
#[derive(Clone, Copy)]
pub(in crate::server) enum Extent {
    /// What is redrawn while a slider moves.
    Preview,
    /// Everything that a plan holds.
    Whole,
}

/// How much is calculated, and on which draws.
#[derive(Clone, Copy)]
pub(in crate::server) struct Calculation {
    pub(in crate::server) extent: Extent,
    pub(in crate::server) settings: Settings,
}

impl Calculation {
    /// What is redrawn while a slider moves, on few draws.
    pub(in crate::server) const PREVIEW: Self = Self {
        extent: Extent::Preview,
        settings: PREVIEW,
    };

    /// A whole plan on the usual draws.
    pub(in crate::server) fn whole() -> Self {
        Self {
            extent: Extent::Whole,
            settings: Settings::default(),
        }
    }
}

/// What a draft predicts by a library, which says the result too: another one may have other defaults by then.
pub(in crate::server::pages) async fn calculate(
    clinic: &Shared,
    library: &Arc<Library>,
    draft: &Draft,
    calculation: Calculation,
) -> Result<Plan, Problem> {
    let (clinic, library) = (Shared::clone(clinic), Arc::clone(library));
    let case = draft.case.read(&library)?;
    let Calculation { extent, settings } = calculation;
    tokio::task::spawn_blocking(move || {
        let person = clinic.learned().person(&case, &library, &settings)?;
        match extent {
            Extent::Preview => preview_of(&case, &library, &settings, &person),
            Extent::Whole => plan_of(&case, &library, &settings, &person, &|_| {}),
        }
    })
    .await
    .map_err(|_| Problem::Fault("plan"))?
    .map_err(Problem::from)
}
