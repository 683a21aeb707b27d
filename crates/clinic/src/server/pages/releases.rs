//! What the clinic releases: instructions after a session that end only by its word, with what the rules say about each.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::event::ClearanceGiven;
use needlework_chart::fold::Chart;
use needlework_chart::id::{ClearanceId, PatientId};
use needlework_planning::Library;
use needlework_protocol::care::{ClearanceRefused, Holding};

use super::patient::{Tabs, open_chart};
use super::{Done, Shown, show};
use crate::server::access::{Allowed, Duty, ReadCharts, Release};
use crate::server::chart_care::{ChartCare, releases};
use crate::server::check_in::HealingSession;
use crate::server::intake::{Fields, own_role};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// An instruction that waits for the word of the clinic.
struct Waiting {
    rule: String,
    label: String,
    text: String,
    /// What the rules say against a release now; `None`: it may be released.
    why_not: Option<String>,
    /// Whether a check-in that tells of calm skin is what it lacks.
    lacks_check_in: bool,
}

#[derive(Template)]
#[template(path = "clinic/releases.html")]
struct ReleasesPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    waiting: Vec<Waiting>,
    /// Instructions, by whom and when.
    released: Vec<(String, String)>,
    may_release: bool,
}

impl ReleasesPage {
    /// Whether anything can be chosen: a button that chooses nothing leads to a refusal.
    fn has_a_choice(&self) -> bool {
        self.waiting.iter().any(|one| one.why_not.is_none())
    }

    /// Whether a check-in that a colleague records at a visit or by telephone may let something be released.
    fn lacks_check_in(&self) -> bool {
        self.waiting.iter().any(|one| one.lacks_check_in)
    }
}

/// Shows what waits for a release and what was released.
pub(in crate::server) async fn show_releases(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let library = reader.clinic().library().await;
    let waiting = waiting(&reader, &page, patient, opened.chart(), &library).await?;
    let rules = library
        .care
        .translated(library.speech(page.protocol_language()));
    let given = releases(opened.chart(), &rules);
    let given = given.into_iter().map(|(stated, what)| {
        let when = page.moment(stated.recorded_at);
        (what, format!("{}, {when}", stated.author.name))
    });
    show(&ReleasesPage {
        tabs: Tabs::of(&page, patient, "/check-ins"),
        released: given.collect(),
        may_release: reader.and::<Release>().is_some(),
        waiting,
        patient,
        page,
    })
}

async fn waiting<D: Duty>(
    holder: &Allowed<D>,
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    library: &Library,
) -> Result<Vec<Waiting>, Problem> {
    let clinic = holder.clinic();
    let now = clinic.now_at_clinic().await;
    let appointments = clinic.appointments_of(patient).await;
    let Some(care) = ChartCare::of(page, chart, &appointments, library, now.timestamp())? else {
        return Ok(Vec::new());
    };
    let by = own_role(holder.who()).unwrap_or(needlework_protocol::Role::Operator);
    let row = |holding: &Holding<'_>| {
        let rule = holding.instruction.clearance_of.clone()?;
        // An instruction that ends with the release of another one needs none of its own.
        if rule != holding.instruction.rule {
            return None;
        }
        let refused = care.check_release(&rule, by, &now).err();
        Some(Waiting {
            rule,
            label: holding.instruction.label.clone(),
            text: holding.instruction.text.clone(),
            lacks_check_in: matches!(refused, Some(ClearanceRefused::NotCalm { .. })),
            why_not: refused.map(|refused| why_not(page, &refused)),
        })
    };
    let state = care.at(&now);
    Ok(state.holding.iter().filter_map(row).collect())
}

/// What may be released now, in a few words each.
///
/// # Errors
/// When the care of the chart cannot be worked out.
pub(super) async fn may_be_released<D: Duty>(
    holder: &Allowed<D>,
    page: &Page,
    patient: PatientId,
    chart: &Chart,
) -> Result<Vec<String>, Problem> {
    let library = holder.clinic().library().await;
    let waiting = waiting(holder, page, patient, chart, &library).await?;
    let free = waiting.into_iter().filter(|one| one.why_not.is_none());
    Ok(free.map(|one| one.label).collect())
}

/// Why something cannot be released now.
fn why_not(page: &Page, refused: &ClearanceRefused) -> String {
    match refused {
        ClearanceRefused::TooEarly { earliest, .. } => {
            page.say_with("release-from", "when", &page.moment(earliest.timestamp()))
        }
        ClearanceRefused::NotCalm { .. } => page.say("release-not-calm"),
        ClearanceRefused::Suspended => page.say("release-suspended"),
        ClearanceRefused::NothingWaits { .. } => page.say("release-nothing-waits"),
    }
}

/// Releases what was chosen, as far as the rules let it.
pub(in crate::server) async fn release(
    clinician: Allowed<Release>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Done {
    let (page, opened) = open_chart(&clinician, patient).await?;
    let library = clinician.clinic().library().await;
    let waiting = waiting(&clinician, &page, patient, opened.chart(), &library).await?;
    let fields = Fields::new(fields);
    let chosen = fields.all("rule");
    if chosen.is_empty() {
        return Err(Problem::refused("refused-no-release"));
    }
    for rule in &chosen {
        let row = waiting.iter().find(|row| row.rule == *rule);
        let row = row.ok_or_else(|| Problem::refused("refused-release-over"))?;
        if let Some(why_not) = &row.why_not {
            return Err(Problem::refused_as(format!("{}: {why_not}", row.label)));
        }
    }
    let clinic = clinician.clinic();
    let healing = HealingSession::of(opened.chart(), clinic.now()).ok_or(Problem::NotFound)?;
    let facts = ClearanceGiven {
        clearance: ClearanceId::new(clinic.now(), clinic.chance())?,
        session: healing.id,
        instructions: chosen.into_iter().map(str::to_owned).collect(),
    };
    clinician.release(&opened, facts).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/releases")))
}
