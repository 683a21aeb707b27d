//! The page that a clinic links from its own site. It is the same for everybody of one language on one day: the model runs once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

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
use crate::server::clinic::{Clinic, Shared};
use crate::server::kept::PublicKey;
use crate::server::page::Page;
use crate::server::pages::Shown;
use crate::server::problem::Problem;
use crate::server::traffic::work_beside_pages;

/// Runs of the model for people who are not signed in, at once: one, so that colleagues at the chair are not kept waiting by
/// strangers.
pub(super) static FOR_STRANGERS: Semaphore = Semaphore::const_new(1);

/// Time after which the page is drawn although requests never cease.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

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
    let key = key(&clinic, &page).await;
    if let Some(html) = clinic.kept().public_page(&key) {
        return Ok(Html(html));
    }
    Ok(Html(draw(&clinic, &page, key).await?))
}

async fn key(clinic: &Clinic, page: &Page) -> PublicKey {
    PublicKey {
        day: clinic.today().await,
        settings_version: clinic.settings_version().await,
        language: page.code(),
        devices: own_devices(clinic, None).await,
    }
}

/// Draws the page and keeps it; whoever waited finds what somebody else has drawn meanwhile.
async fn draw(clinic: &Shared, page: &Page, key: PublicKey) -> Result<String, Problem> {
    let _turn = FOR_STRANGERS.acquire().await;
    if let Some(html) = clinic.kept().public_page(&key) {
        return Ok(html);
    }
    let html = drawn(page, clinic, &key.devices).await?;
    clinic.kept().keep_public_page(key, html.clone());
    Ok(html)
}

/// Who draws the page of the day before anybody asks for it, in every language: the first visitor waits for no model.
pub struct PublicPageDrawer {
    clinic: Shared,
}

impl fmt::Debug for PublicPageDrawer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PublicPageDrawer")
    }
}

impl PublicPageDrawer {
    /// A drawer of a clinic.
    pub const fn new(clinic: Shared) -> Self {
        Self { clinic }
    }

    /// Draws the page in one language in which it was not drawn today; in how many it still was not. One in which it cannot be drawn
    /// holds up no other.
    ///
    /// # Errors
    /// When the database does not answer, or the page can be drawn in none of the languages that are left.
    pub async fn draw_one(&self) -> Result<usize, Problem> {
        let clinic = &self.clinic;
        clinic.catch_up().await?;
        let mut missing = Vec::new();
        for language in clinic.languages().iter() {
            let page = Page::of_visitor_in(clinic, language.code()).await;
            let key = key(clinic, &page).await;
            if clinic.kept().public_page(&key).is_none() {
                missing.push((page, key));
            }
        }
        let mut failure = None;
        let all = missing.len();
        for (page, key) in missing {
            match draw(clinic, &page, key).await {
                Ok(_) => return Ok(all - 1),
                Err(problem) => failure = Some(problem),
            }
        }
        failure.map_or(Ok(0), Err)
    }

    /// Draws until it is dropped.
    pub(in crate::server) async fn work(self) {
        let failed = "the public page could not be drawn";
        work_beside_pages(&self.clinic, LONGEST_WAIT, failed, || self.draw_one()).await;
    }
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
