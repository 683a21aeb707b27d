//! The page that a clinic links from its own site. It is the same for everybody of one language on one day: the model runs once.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Html;
use needlework_planning::{Library, Plan, Settings, plan_in};
use needlework_protocol::capitalised;
use tokio::sync::Semaphore;

use super::Wanted;
use super::care::CareView;
use super::device::{own_devices, said, with_first};
use super::forecast::ForecastView;
use super::frames::{Frame, frames};
use super::given::typical_case;
use super::ways::{SourceRow, Ways, sources};
use crate::server::clinic::Shared;
use crate::server::kept::PublicKey;
use crate::server::page::Page;
use crate::server::pages::Shown;
use crate::server::problem::Problem;

/// Runs of the model for people who are not signed in, at once: one, so that colleagues at the chair are not kept waiting by
/// strangers.
pub(super) static FOR_STRANGERS: Semaphore = Semaphore::const_new(1);

/// Visits that are usual for a wish.
struct UsualCourse {
    wish: String,
    visits: String,
    seen: String,
}

#[derive(Template)]
#[template(path = "clinic/before/page.html")]
struct PublicPage {
    page: Page,
    typical: String,
    /// With which device the numbers were made.
    device: String,
    frames: Vec<Frame>,
    last_frame: usize,
    forecast: String,
    courses: Vec<UsualCourse>,
    care: CareView,
    ways: Option<Ways>,
    sources: Vec<SourceRow>,
}

/// Shows the page, from what was kept where it was drawn today.
pub(in crate::server) async fn show_page(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let page = Page::of_visitor(&clinic, &headers, &wanted.lang).await;
    let key = PublicKey {
        day: clinic.today().await,
        settings_version: clinic.settings_version().await,
        language: page.code(),
        devices: own_devices(&clinic, None).await,
    };
    if let Some(html) = clinic.kept().public_page(&key) {
        return Ok(Html(html));
    }
    let _turn = FOR_STRANGERS.acquire().await;
    // Whoever waited finds what somebody else has drawn meanwhile.
    if let Some(html) = clinic.kept().public_page(&key) {
        return Ok(Html(html));
    }
    let html = drawn(&page, &clinic, &key.devices).await?;
    clinic.kept().keep_public_page(key, html.clone());
    Ok(Html(html))
}

async fn drawn(page: &Page, clinic: &Shared, own_devices: &[String]) -> Result<String, Problem> {
    let library = clinic.library().await;
    let today = clinic.today().await;
    let case = with_first(own_devices, &library.typical.device, |device| {
        typical_case(page, &library, today, device).read(&library)
    })?;
    let language = page.protocol_language();
    let of_model = Arc::clone(&library);
    let plan = tokio::task::spawn_blocking(move || {
        let made = needlework_planning::plan(&case, &of_model, &Settings::default(), &|_| {})?;
        plan_in(&made, &of_model, language)
    });
    let plan = plan.await.map_err(|_| Problem::Fault("plan"))??;
    let (frames, ways) = (frames(page, &plan), Ways::of(page, &plan));
    let ways = ways.map(Ways::above_its_sources);
    let shown = PublicPage {
        typical: typical(page, &plan),
        device: said(page, &plan.device, own_devices),
        last_frame: frames.len().saturating_sub(1),
        frames,
        forecast: ForecastView::of(page, &plan, &library).html()?,
        courses: courses(page, &library),
        care: CareView::of(page, &plan),
        sources: sources(page, &plan, ways.as_ref()),
        ways,
        page: page.clone(),
    };
    Ok(shown.render()?)
}

/// Whom the numbers are about.
fn typical(page: &Page, plan: &Plan) -> String {
    let person = &plan.case.person;
    let sex = match person.sex {
        needlework_skin::Sex::Female => page.say("sex-female"),
        needlework_skin::Sex::Male => page.say("sex-male"),
    };
    let zone = plan.zones.first();
    page.say_all(
        "before-typical",
        &[
            ("age", &format!("{:.0}", person.age_years)),
            ("sex", &sex.to_lowercase()),
            ("phototype", &person.phototype.to_string()),
            ("wish", &plan.indication_plain_name),
            ("zone", zone.map_or("", |zone| &zone.plain_name)),
        ],
    )
}

fn courses(page: &Page, library: &Library) -> Vec<UsualCourse> {
    let rows = library.courses.iter().map(|course| {
        let [low, high] = course.sessions_seen.map(|number| number.to_string());
        UsualCourse {
            wish: capitalised(&page.indication_name(&course.id)),
            visits: course.sessions.map_or_else(
                || page.say("before-clinic-decides"),
                |number| number.to_string(),
            ),
            seen: if low == high {
                low
            } else {
                page.say_all("before-from-to", &[("low", &low), ("high", &high)])
            },
        }
    });
    rows.collect()
}
