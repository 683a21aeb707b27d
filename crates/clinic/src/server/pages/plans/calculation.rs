//! What a draft or a locked plan predicts, calculated where it keeps nobody else waiting.

use std::sync::Arc;

use needlework_planning::{Library, Plan, Settings, identity, plan_of, preview_of};

use super::super::plan_form::Draft;
use crate::server::clinic::Shared;
use crate::server::kept::OutlookKey;
use crate::server::outlook_view::OutlookView;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Draws while a slider moves: enough for steady bands, few enough to redraw at once.
pub(in crate::server) const PREVIEW: Settings = Settings { draws: 64, seed: 1 };

/// What stands in the place of an outlook that cannot be drawn.
pub(super) fn problem_note(page: &Page, problem: &Problem) -> String {
    let sentence = match problem {
        Problem::Refused(told) => page.told(told).replace('&', "&amp;").replace('<', "&lt;"),
        _ => String::new(),
    };
    format!("<div class=\"say no\" role=\"alert\"><p>{sentence}</p></div>")
}

/// Draws what a draft predicts, or takes what was drawn of the same case before.
pub(super) async fn outlook(
    page: &Page,
    clinic: &Shared,
    draft: &Draft,
) -> Result<String, Problem> {
    draft.case.person.require_known(page)?;
    // Before what the settings decide: an answer to older ones is then kept under their version.
    let settings_version = clinic.settings_version().await;
    let library = clinic.library().await;
    let identity = identity(&draft.case.read(&library)?, &library, &PREVIEW)?;
    let key = OutlookKey::of(&identity, settings_version, page.code());
    if let Some(html) = clinic.kept().outlook(&key) {
        return Ok(html);
    }
    let plan = calculate(clinic, &library, draft, Calculation::Preview).await?;
    let html = OutlookView::of(page, &plan, &library)?.html()?;
    clinic.kept().keep_outlook(key, html.clone());
    Ok(html)
}

/// What a locked plan predicts, drawn once and then kept: it does not change any more. Numbers of another version of the program
/// are not the ones that were locked; those then stand in the goal sheet alone.
pub(super) async fn locked_outlook(
    page: &Page,
    clinic: &Shared,
    draft: &Draft,
    document: &PlanDocument,
) -> Result<String, Problem> {
    let key = OutlookKey::of(
        &document.forecast.identity,
        clinic.settings_version().await,
        page.code(),
    );
    if let Some(html) = clinic.kept().outlook(&key) {
        return Ok(html);
    }
    let library = clinic.library().await;
    let plan = calculate(clinic, &library, draft, Calculation::Preview).await?;
    if !document.is_of_this_version(&plan) {
        return Err(Problem::refused("plan-of-another-version"));
    }
    let html = OutlookView::of(page, &plan, &library)?.html()?;
    clinic.kept().keep_outlook(key, html.clone());
    Ok(html)
}

/// How much is calculated.
#[derive(Clone, Copy)]
pub(in crate::server::pages) enum Calculation {
    Preview,
    Whole,
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
    tokio::task::spawn_blocking(move || {
        let person = |settings: &Settings| clinic.learned().person(&case, &library, settings);
        match calculation {
            Calculation::Preview => {
                let person = person(&PREVIEW)?;
                preview_of(&case, &library, &PREVIEW, &person)
            }
            Calculation::Whole => {
                let settings = Settings::default();
                let person = person(&settings)?;
                plan_of(&case, &library, &settings, &person, &|_| {})
            }
        }
    })
    .await
    .map_err(|_| Problem::Fault("plan"))?
    .map_err(Problem::from)
}
