//! Decisions against a rule, and states that are over.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{OverrideDecided, OverrideSubject};
use needlework_chart::id::{OverrideId, PatientId};
use needlework_chart::record::OpenChart;
use serde::Deserialize;

use super::super::patient::open_chart;
use super::super::plan_form::Draft;
use super::super::stale::{is_stale, shown_again};
use super::questions::keep;
use super::{Typed, screening_page};
use crate::server::access::{Allowed, Decide, ReadCharts, Screen};
use crate::server::case_draft::{OverrideDraft, ResolvedDraft};
use crate::server::intake::{Intake, own_role};
use crate::server::page::Page;
use crate::server::problem::Problem;

pub(super) fn back(patient: PatientId) -> Response {
    Redirect::to(&format!("/patients/{patient}/screening")).into_response()
}

/// The page of the screening as it stands now, in answer to a form that was stale.
async fn screening_again(
    reader: Option<Allowed<ReadCharts>>,
    page: Page,
    opened: &OpenChart,
    typed: &Typed,
) -> Result<Response, Problem> {
    let reader = reader.ok_or(Problem::NotFound)?;
    let shown = screening_page(&reader, page, opened, Some(typed)).await?;
    Ok(shown_again(shown))
}

/// A decision against a rule.
#[derive(Deserialize)]
pub(in crate::server) struct Decided {
    rule: String,
    version: u32,
    #[serde(default)]
    decision: String,
    reason: String,
    /// Version of the chart that the page showed.
    #[serde(default)]
    seen: String,
}

/// Records a decision, if the role is the one that the rule names: the reader of cases checks it as in every case.
pub(in crate::server) async fn decide(
    decider: Allowed<Decide>,
    Path(patient): Path<PatientId>,
    Form(decided): Form<Decided>,
) -> Result<Response, Problem> {
    let (page, opened) = open_chart(&decider, patient).await?;
    if is_stale(&opened, &decided.seen) {
        let typed = Typed {
            rule: decided.rule,
            reason: decided.reason,
        };
        return screening_again(decider.and(), page, &opened, &typed).await;
    }
    let chart = opened.chart();
    let today = decider.clinic().today().await;
    let library = decider.clinic().library().await;
    let (screening, _) =
        Intake::newest(chart).ok_or_else(|| Problem::refused("refused-not-screened"))?;
    let role = own_role(decider.who()).ok_or(Problem::NotFound)?;
    let mut draft = Draft::proposed(&page, patient, chart, today)?.case;
    let decision = Some(decided.decision.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(answers) = &mut draft.screening {
        let now = page.local(decider.clinic().now());
        answers.overrides.push(OverrideDraft {
            rule: decided.rule.clone(),
            version: decided.version,
            role: role.name().to_owned(),
            decision: decision.clone(),
            reason: decided.reason.trim().to_owned(),
            at: now.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            longest_mm: None,
        });
    }
    draft.read(&library)?;
    let facts = OverrideDecided {
        override_id: OverrideId::new(decider.clinic().now(), decider.clinic().chance())?,
        subject: OverrideSubject::ScreeningRule {
            screening,
            rule: decided.rule,
            version: decided.version,
        },
        reason_code: decision.unwrap_or_default(),
        reason: decided.reason.trim().to_owned(),
        second_name: None,
    };
    decider.decide(&opened, facts).await?;
    Ok(back(patient))
}

/// A state that is over.
#[derive(Deserialize)]
pub(in crate::server) struct Resolved {
    rule: String,
    on: Date,
    /// Version of the chart that the page showed.
    #[serde(default)]
    seen: String,
}

/// Records that a state is over, as new answers: what was answered stays readable.
pub(in crate::server) async fn resolve(
    screener: Allowed<Screen>,
    Path(patient): Path<PatientId>,
    Form(resolved): Form<Resolved>,
) -> Result<Response, Problem> {
    let (page, opened) = open_chart(&screener, patient).await?;
    if is_stale(&opened, &resolved.seen) {
        let typed = Typed {
            rule: resolved.rule,
            reason: String::new(),
        };
        return screening_again(screener.and(), page, &opened, &typed).await;
    }
    let today = screener.clinic().today().await;
    let library = screener.clinic().library().await;
    let (_, mut intake) =
        Intake::newest(opened.chart()).ok_or_else(|| Problem::refused("refused-not-screened"))?;
    let role = own_role(screener.who()).ok_or(Problem::NotFound)?;
    intake.screening.resolved.push(ResolvedDraft {
        rule: resolved.rule,
        on: resolved.on,
        role: role.name().to_owned(),
    });
    keep(&screener, &page, &opened, intake, &library, today).await?;
    Ok(back(patient))
}
