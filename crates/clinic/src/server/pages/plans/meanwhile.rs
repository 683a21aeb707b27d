//! A draft that somebody else changed while this person wrote: nobody overwrites what they have not seen.

use axum::response::Response;
use needlework_chart::event::{Event, Recorded};
use needlework_chart::id::PlanId;
use needlework_chart::record::OpenChart;

use super::super::stale::shown_again;
use super::super::timeline::{EventLine, lines};
use super::editor::{Target, editor, typed_draft};
use super::name_of;
use crate::server::access::{Allowed, DraftPlans};
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// What was written into a chart since the form of a draft was drawn.
pub(super) struct Meanwhile {
    /// What the form names as the version that it was drawn from, from now on: where the draft itself was changed still the old
    /// one, so that the form can never be saved over it; else the newest.
    pub(super) seen: u64,
    /// Whether the draft itself was changed, and not something else in the chart.
    pub(super) is_of_draft: bool,
    /// Everything that was written, the newest line first.
    pub(super) lines: Vec<EventLine>,
    /// Where the draft stands as it is now.
    pub(super) address: String,
}

/// The form of a draft once more, with what was typed, in answer to one that was drawn from an older version of the chart.
///
/// # Errors
/// When the chart holds no such plan, a number that was typed is none, or the database does not answer.
pub(super) async fn typed_again(
    drafter: &Allowed<DraftPlans>,
    page: Page,
    opened: &OpenChart,
    plan: PlanId,
    fields: &Fields,
) -> Result<Response, Problem> {
    let patient = opened.patient();
    let known = opened.chart().plans.get(&plan).ok_or(Problem::NotFound)?;
    let document = PlanDocument::read(&known.document)?;
    let draft = typed_draft(drafter, &page, opened, fields).await?;
    let seen: u64 = fields.get("seen").trim().parse().unwrap_or(0);
    let since = drafter.recorded_since(patient, seen).await?;
    // A version that the chart has not reached was never shown to anybody.
    let is_of_draft = seen > opened.sequence() || since.iter().any(|one| is_about(one, plan));
    let target = Target {
        plan: Some(plan),
        supersedes: known.supersedes,
        is_declined: document.is_declined,
        meanwhile: Some(Meanwhile {
            seen: if is_of_draft { seen } else { opened.sequence() },
            is_of_draft,
            lines: lines(&page, patient, &since),
            address: format!("/patients/{patient}/plans/{plan}"),
        }),
        // The outlook is that of what was typed, which no address holds.
        may_follow: false,
    };
    let heading = name_of(&page, Some(&document));
    let shown = editor(drafter, page, patient, opened, draft, heading, target).await?;
    Ok(shown_again(shown))
}

/// Whether an event changes a plan or moves it on.
fn is_about(recorded: &Recorded, plan: PlanId) -> bool {
    match &recorded.event {
        Event::PlanDrafted(facts) => facts.plan == plan,
        Event::PlanChanged(facts) => facts.plan == plan,
        Event::PlanSubmitted(facts) => facts.plan == plan,
        Event::PlanReturned(facts) => facts.plan == plan,
        Event::PlanApproved(facts) => facts.plan == plan,
        _ => false,
    }
}
