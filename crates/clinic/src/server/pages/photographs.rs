//! The album of a patient: views with their photographs, taking and uploading one, taking one away, and two side by side.

use askama::Template;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use axum_extra::extract::Form;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{ConsentClass, PhotographWithdrawn};
use needlework_chart::fold::{Chart, Photograph as Kept};
use needlework_chart::id::{ConsentId, PatientId, PhotographId, SessionId};
use needlework_chart::record::NewPhotograph;
use needlework_planning::Library;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::patient::{Tabs, open_chart};
use super::{Done, Shown, photograph_file, show};
use crate::server::access::{Allowed, Photograph, ReadCharts};
use crate::server::page::Page;
use crate::server::photograph_file::{MEDIA_TYPE, Unfit, fresh_jpeg, size_of};
use crate::server::problem::Problem;
use crate::server::views::outline;

/// Largest upload, bytes: the largest file and the fields around it. What is larger is not read to its end.
pub(in crate::server) const LARGEST_UPLOAD: usize = 13 * 1024 * 1024;
/// Longest reason, characters.
const LONGEST_REASON: usize = 300;

/// A photograph on a page.
#[derive(Clone)]
struct Shot {
    id: PhotographId,
    address: String,
    /// View and day: what the picture shows, in words.
    words: String,
    day: String,
    session: Option<(String, String)>,
    /// Whether it may be shown; what may not waits to be taken away.
    is_shown: bool,
}

/// A view with its photographs, the newest first.
struct ViewRow {
    id: String,
    name: String,
    outline: String,
    shots: Vec<Shot>,
}

/// A session that a photograph can belong to.
struct SessionRow {
    id: SessionId,
    day: String,
    is_today: bool,
}

#[derive(Template)]
#[template(path = "clinic/photographs.html")]
struct PhotographsPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    has_consent: bool,
    may_photograph: bool,
    may_compare: bool,
    today: Date,
    sessions: Vec<SessionRow>,
    views: Vec<ViewRow>,
}

/// The album.
pub(in crate::server) async fn show_photographs(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let today = reader.clinic().today().await;
    let may_photograph = reader.and::<Photograph>().is_some();
    let mut views = view_rows(&page, patient, chart, &reader).await;
    if !may_photograph {
        views.iter_mut().for_each(ViewRow::keep_shown);
    }
    let shown = views.iter().flat_map(|view| &view.shots);
    let shown = shown.filter(|shot| shot.is_shown).count();
    show(&PhotographsPage {
        tabs: Tabs::of(&page, patient, "/photographs"),
        has_consent: consent(chart, today).is_some(),
        may_compare: shown > 1,
        may_photograph,
        sessions: session_rows(&page, chart, today),
        views,
        today,
        patient,
        page,
    })
}

/// Photographs that were not withdrawn, the newest first.
fn kept(chart: &Chart) -> Vec<(PhotographId, &Kept)> {
    let mut kept: Vec<_> = chart
        .photographs
        .iter()
        .filter(|(_, photograph)| photograph.withdrawn.is_none())
        .map(|(id, photograph)| (*id, photograph))
        .collect();
    kept.sort_by_key(|(id, photograph)| (photograph.added.facts.taken_at, *id));
    kept.reverse();
    kept
}

impl ViewRow {
    /// Leaves out what may not be shown.
    fn keep_shown(&mut self) {
        self.shots.retain(|shot| shot.is_shown);
    }

    /// The newest photograph that may be shown.
    fn newest_shown(&self) -> Option<&Shot> {
        self.shots.iter().find(|shot| shot.is_shown)
    }
}

async fn view_rows(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    reader: &Allowed<ReadCharts>,
) -> Vec<ViewRow> {
    let today = reader.clinic().today().await;
    let kept = kept(chart);
    reader
        .clinic()
        .shipped_library()
        .views
        .iter()
        .map(|view| {
            let of_view = kept
                .iter()
                .filter(|(_, photograph)| photograph.added.facts.view == view.id);
            ViewRow {
                id: view.id.clone(),
                name: page.view_name(&view.id),
                outline: outline(&view.id),
                shots: of_view
                    .map(|(id, photograph)| Shot {
                        is_shown: chart.require_shown([*id], today).is_ok(),
                        ..shot(page, patient, chart, *id, photograph)
                    })
                    .collect(),
            }
        })
        .collect()
}

fn shot(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    id: PhotographId,
    photograph: &Kept,
) -> Shot {
    let facts = &photograph.added.facts;
    let day = page.day(page.local(facts.taken_at).date());
    let view = page.view_name(&facts.view);
    let session = facts.session.and_then(|session| {
        let day = chart.sessions.get(&session)?.started.facts.day;
        let text = page.say_with("session-of", "day", &page.day(day));
        Some((format!("/patients/{patient}/sessions/{session}"), text))
    });
    Shot {
        id,
        address: format!("/patients/{patient}/photographs/{id}"),
        words: page.say_all("photograph-words", &[("view", &view), ("day", &day)]),
        day,
        session,
        is_shown: false,
    }
}

/// Sessions, the newest first.
fn session_rows(page: &Page, chart: &Chart, today: Date) -> Vec<SessionRow> {
    let mut sessions: Vec<_> = chart.sessions.iter().collect();
    sessions.sort_by_key(|(_, session)| session.started.facts.t0);
    let rows = sessions.into_iter().rev().map(|(id, session)| {
        let day = session.started.facts.day;
        SessionRow {
            id: *id,
            day: page.day(day),
            is_today: day == today,
        }
    });
    rows.collect()
}

/// The newest consent to photographs that holds on a day.
pub(in crate::server) fn consent(chart: &Chart, on: Date) -> Option<ConsentId> {
    let mut valid = chart.consents.iter().filter(|(_, consent)| {
        consent.given.facts.class == ConsentClass::Photograph && consent.is_valid(on)
    });
    valid.next_back().map(|(id, _)| *id)
}

/// What was sent.
#[derive(Default)]
struct Upload {
    view: String,
    session: String,
    taken_on: String,
    file: Bytes,
}

impl Upload {
    async fn read(mut form: Multipart) -> Result<Self, Problem> {
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await.map_err(|error| cut_off(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(|error| cut_off(&error))?;
            let text = || String::from_utf8_lossy(&content).trim().to_owned();
            match name.as_str() {
                "view" => upload.view = text(),
                "session" => upload.session = text(),
                "taken_on" => upload.taken_on = text(),
                "file" => upload.file = content,
                _ => return Err(not_this_form()),
            }
        }
        Ok(upload)
    }

    fn view<'a>(&self, library: &'a Library) -> Result<&'a str, Problem> {
        let view = library.views.get(&self.view);
        view.map(|view| view.id.as_str()).ok_or_else(not_this_form)
    }

    fn session(&self) -> Result<Option<SessionId>, Problem> {
        if self.session.is_empty() {
            return Ok(None);
        }
        self.session.parse().map(Some).map_err(|_| not_this_form())
    }

    /// When it was taken: now, or at noon of an earlier day.
    fn taken_at(&self, page: &Page, now: Timestamp) -> Result<Timestamp, Problem> {
        const NOON: i8 = 12;
        let today = page.local(now).date();
        if self.taken_on.is_empty() {
            return Ok(now);
        }
        let day: Option<Date> = self.taken_on.parse().ok().filter(|day| *day <= today);
        let day = day.ok_or_else(|| Problem::refused("refused-photograph-day"))?;
        if day == today {
            return Ok(now);
        }
        let noon = day.at(NOON, 0, 0, 0).to_zoned(page.zone().clone());
        noon.map(|noon| noon.timestamp())
            .map_err(|_| not_this_form())
    }
}

fn cut_off(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Unfit::TooLarge.into();
    }
    Problem::refused("refused-photograph-cut-off")
}

fn not_this_form() -> Problem {
    Problem::refused("refused-photograph-fields")
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        Self::refused(unfit.key())
    }
}

/// Adds a photograph.
pub(in crate::server) async fn add(
    photographer: Allowed<Photograph>,
    Path(patient): Path<PatientId>,
    form: Multipart,
) -> Done {
    let upload = Upload::read(form).await?;
    let page = Page::of(photographer.who(), "/patients").await;
    let clinic = photographer.clinic();
    let now = clinic.now();
    let (view, session) = (upload.view(clinic.shipped_library())?, upload.session()?);
    let taken_at = upload.taken_at(&page, now)?;
    let opened = photographer.look_again(patient).await?;
    let taken_on = page.local(taken_at).date();
    let identity = opened.chart().identity.as_ref();
    if identity.is_some_and(|person| taken_on < person.birth_date) {
        return Err(Problem::refused("refused-photograph-day"));
    }
    // Asked for before the work of decoding; the record asks again.
    let consent = consent(opened.chart(), page.local(now).date())
        .ok_or_else(|| Problem::refused("refused-photograph-consent"))?;
    let least = clinic.shipped_library().views.least_side_pixels.value;
    let pixels = fresh_jpeg(upload.file).await?;
    require_side(&pixels, least)?;
    let sent = Sent {
        sha256: HEXLOWER.encode(&Sha256::digest(&pixels)),
        view,
        session,
        taken_on,
    };
    if sent.is_in(&page, opened.chart()) {
        return Err(Problem::refused("refused-photograph-twice"));
    }
    let new = NewPhotograph {
        photograph: PhotographId::new(now, clinic.chance())?,
        consent,
        session,
        view: view.to_owned(),
        taken_at,
        media_type: MEDIA_TYPE.to_owned(),
    };
    photographer.add(&opened, new, &pixels).await?;
    Ok(to_view(patient, view))
}

/// A photograph that is to be added.
struct Sent<'a> {
    /// SHA-256 of the pixels, in hexadecimal digits.
    sha256: String,
    view: &'a str,
    session: Option<SessionId>,
    /// Day on which it was taken.
    taken_on: Date,
}

impl Sent<'_> {
    /// Whether the very same photograph is in the album already, in this view and of this session and day.
    fn is_in(&self, page: &Page, chart: &Chart) -> bool {
        let kept = kept(chart);
        kept.iter().any(|(_, photograph)| {
            let facts = &photograph.added.facts;
            facts.sha256 == self.sha256
                && facts.view == self.view
                && facts.session == self.session
                && page.local(facts.taken_at).date() == self.taken_on
        })
    }
}

/// Refuses what is too small to show a view.
fn require_side(jpeg: &[u8], least_pixels: f64) -> Result<(), Problem> {
    let [width, height] = size_of(jpeg)?;
    if f64::from(width.min(height)) < least_pixels {
        let least = least_pixels.to_string();
        return Err(Problem::refused_with(
            "refused-photograph-small",
            &[("least", &least)],
        ));
    }
    Ok(())
}

fn to_view(patient: PatientId, view: &str) -> Redirect {
    Redirect::to(&format!("/patients/{patient}/photographs#view-{view}"))
}

/// The pixels of a photograph, as long as a consent covers it. They are kept nowhere on the way.
pub(in crate::server) async fn pixels(
    photographer: Allowed<Photograph>,
    Path((patient, photograph)): Path<(PatientId, PhotographId)>,
) -> Result<Response, Problem> {
    let opened = photographer.look_again(patient).await?;
    let today = photographer.clinic().today().await;
    let shown = opened.chart().require_shown([photograph], today);
    shown.map_err(|_| Problem::NotFound)?;
    let pixels = photographer.pixels(&opened, photograph).await?;
    Ok(photograph_file(pixels))
}

/// Why a photograph goes.
#[derive(Deserialize)]
pub(in crate::server) struct Reason {
    reason: String,
}

/// Takes a photograph away.
pub(in crate::server) async fn withdraw(
    photographer: Allowed<Photograph>,
    Path((patient, photograph)): Path<(PatientId, PhotographId)>,
    Form(form): Form<Reason>,
) -> Done {
    let reason = form.reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Problem::refused("refused-withdrawal-reason"));
    }
    let opened = photographer.look_again(patient).await?;
    let known = opened.chart().photographs.get(&photograph);
    let view = known
        .map(|known| known.added.facts.view.clone())
        .ok_or(Problem::NotFound)?;
    let withdrawn = PhotographWithdrawn { photograph, reason };
    photographer.withdraw(&opened, withdrawn).await?;
    Ok(to_view(patient, &view))
}

/// Two photographs that are to be compared.
#[derive(Deserialize)]
pub(in crate::server) struct Wanted {
    before: Option<PhotographId>,
    after: Option<PhotographId>,
}

#[derive(Template)]
#[template(path = "clinic/compare_photographs.html")]
struct ComparePage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    views: Vec<ViewRow>,
    pair: Option<(Shot, Shot)>,
}

/// Shows two photographs side by side.
pub(in crate::server) async fn compare(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let mut views = view_rows(&page, patient, chart, &reader).await;
    views.iter_mut().for_each(ViewRow::keep_shown);
    views.retain(|view| !view.shots.is_empty());
    let pair = pair(&views, &wanted)?;
    show(&ComparePage {
        tabs: Tabs::of(&page, patient, "/photographs"),
        patient,
        views,
        pair,
        page,
    })
}

/// The photographs that were asked for; where one was left open, the first or last one of the first view that has two.
fn pair(views: &[ViewRow], wanted: &Wanted) -> Result<Option<(Shot, Shot)>, Problem> {
    let find = |id: PhotographId| {
        let mut all = views.iter().flat_map(|view| &view.shots);
        let found = all.find(|shot| shot.id == id).cloned();
        found.ok_or(Problem::NotFound)
    };
    let usual = views.iter().find(|view| view.shots.len() > 1);
    let before = match wanted.before {
        Some(id) => Some(find(id)?),
        None => usual.and_then(|view| view.shots.last().cloned()),
    };
    let after = match wanted.after {
        Some(id) => Some(find(id)?),
        None => usual.and_then(|view| view.shots.first().cloned()),
    };
    Ok(before.zip(after))
}

#[cfg(test)]
mod tests;
