//! What earlier results do to the forecast of a draft, calculated where it keeps nobody else waiting.

use needlework_planning::{Library, LockedForecast, identity, preview_of, without_own_results};

use super::kept::SectionKey;
use super::learned::{Learned, Without};
use super::of_chart::{LeftOut, Why};
use super::view::learned_html;
use crate::server::case_draft::CaseDraft;
use crate::server::clinic::Shared;
use crate::server::kept::OutlookKey;
use crate::server::page::Page;
use crate::server::pages::PREVIEW;
use crate::server::problem::Problem;

/// The section about earlier results of a draft as a page shows it that was just opened. It takes one more run of the model than
/// the outlook, so that it is not redrawn with it. Empty where no results are known, or where the outlook says why there is none.
///
/// # Errors
/// When the calculation ends before it is done.
pub(in crate::server) async fn learned_of_draft(
    page: &Page,
    clinic: &Shared,
    case: &CaseDraft,
) -> Result<String, Problem> {
    if case.earlier.is_empty() || !case.person.missing().is_empty() {
        return Ok(String::new());
    }
    match section(page, clinic, case).await {
        Err(Problem::Refused(_)) => Ok(String::new()),
        other => other,
    }
}

/// The same section as it was drawn before; `None`: it was not.
///
/// # Errors
/// When the case is refused: the outlook says why.
pub(in crate::server) async fn kept_learned(
    page: &Page,
    clinic: &Shared,
    case: &CaseDraft,
) -> Result<Option<String>, Problem> {
    if case.earlier.is_empty() || !case.person.missing().is_empty() {
        return Ok(Some(String::new()));
    }
    let library = clinic.library().await;
    let key = key(page, clinic, case, &library).await?;
    Ok(clinic.learned().section(&key))
}

async fn key(
    page: &Page,
    clinic: &Shared,
    draft: &CaseDraft,
    library: &Library,
) -> Result<SectionKey, Problem> {
    let settings_version = clinic.settings_version().await;
    let identity = identity(&draft.read(library)?, library, &PREVIEW)?;
    Ok(SectionKey {
        forecast: OutlookKey::of(&identity, settings_version, page.code()),
        earlier: serde_json::to_string(&draft.earlier).map_err(|_| Problem::Fault("earlier"))?,
    })
}

async fn section(page: &Page, clinic: &Shared, draft: &CaseDraft) -> Result<String, Problem> {
    let library = clinic.library().await;
    let key = key(page, clinic, draft, &library).await?;
    if let Some(html) = clinic.learned().section(&key) {
        return Ok(html);
    }
    let (shared, case) = (Shared::clone(clinic), draft.read(&library)?);
    let (forecast, learned) = tokio::task::spawn_blocking(move || {
        let person = shared.learned().person(&case, &library, &PREVIEW)?;
        let plan = preview_of(&case, &library, &PREVIEW, &person)?;
        let without = without_own_results(&case, &library, &PREVIEW)?;
        let learned = plan.own_results.as_ref().map(|update| Learned {
            without: without.iter().map(Without::from).collect(),
            ..Learned::from(update)
        });
        Ok::<_, Problem>((LockedForecast::from(&plan), learned))
    })
    .await
    .map_err(|_| Problem::Fault("plan"))??;
    let Some(learned) = learned else {
        return Ok(String::new());
    };
    let html = learned_html(page, &draft.earlier, &learned, &forecast)?;
    clinic.learned().keep_section(key, html.clone());
    Ok(html)
}

/// Courses that were rated and do not count, each with its reason.
pub(in crate::server) fn left_out_sentences(page: &Page, left_out: &[LeftOut]) -> Vec<String> {
    let sentences = left_out.iter().map(|one| {
        let course = page.say_all(
            "learned-course",
            &[
                ("zone", &page.zone_name(&one.zone)),
                ("first", &page.day(one.first_session)),
                ("last", &page.day(one.last_session)),
            ],
        );
        let why = page.say(match one.why {
            Why::NotKnown => "learned-why-not-known",
            Why::Devices => "learned-why-devices",
            Why::NotAccepted => "learned-why-not-accepted",
            Why::TooMany => "learned-why-too-many",
        });
        format!("{course}: {why}")
    });
    sentences.collect()
}
