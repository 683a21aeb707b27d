//! A rating that somebody gives, or takes back.

use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{Event, RatingWithdrawn, ScaleRated, Seen};
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, RatingId};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;
use needlework_protocol::ScaleDefinition;
use serde::Deserialize;

use super::super::patient::open_chart;
use super::super::twice::{recorded_already, version_seen};
use super::super::{Done, written};
use super::usable;
use crate::server::access::{Allowed, FollowUp, RateOutcomes};
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::rated_scale::{Given, id_of, rated, step_of};

/// Longest reason, characters.
const LONGEST: usize = 400;

/// A rating that is sent.
#[derive(Deserialize)]
pub(in crate::server) struct Rated {
    scale: String,
    #[serde(default)]
    zone: String,
    grade: String,
    day: Date,
    #[serde(default)]
    seen: String,
    /// Version of the chart that the form was drawn from.
    #[serde(default)]
    drawn_from: String,
}

/// Records a rating, once however often its form is sent.
pub(in crate::server) async fn rate(
    rater: Allowed<RateOutcomes>,
    Path(patient): Path<PatientId>,
    Form(form): Form<Rated>,
) -> Done {
    let (page, opened) = open_chart(&rater, patient).await?;
    let clinic = rater.clinic();
    let library = clinic.library().await;
    let scale = usable(&library).find(|scale| id_of(scale) == form.scale);
    let scale = scale.ok_or_else(|| Problem::refused("refused-no-scale"))?;
    require_day(&page, opened.chart(), form.day, clinic.today().await)?;
    let given = Given {
        grade: grade(&page, &library, scale, &form.grade)?,
        zone: zone(&page, &library, scale, form.zone)?,
        day: form.day,
        seen: Some(seen(scale, &form.seen)?),
    };
    let rating = RatingId::new(clinic.now(), clinic.chance())?;
    let facts = rated(rating, scale, given);
    rate_once(&rater, &opened, facts, version_seen(&form.drawn_from)).await?;
    Ok(back(patient))
}

/// Records a rating, unless the same form recorded it already.
async fn rate_once(
    rater: &Allowed<RateOutcomes>,
    chart: &OpenChart,
    facts: ScaleRated,
    drawn_from: u64,
) -> Result<(), Problem> {
    let fact = Event::from(facts.clone());
    if is_rated(rater, chart.patient(), &fact, drawn_from).await? {
        return Ok(());
    }
    match rater.rate(chart, facts).await {
        // Of two taps at once, the other one may have been faster.
        Err(Problem::Conflict(told)) => {
            let is_rated = is_rated(rater, chart.patient(), &fact, drawn_from).await?;
            is_rated.then_some(()).ok_or(Problem::Conflict(told))
        }
        told => told.map(|_| ()),
    }
}

/// Whether the same form recorded a rating before.
async fn is_rated(
    rater: &Allowed<RateOutcomes>,
    patient: PatientId,
    fact: &Event,
    drawn_from: u64,
) -> Result<bool, Problem> {
    let since = rater.recorded_since(patient, drawn_from).await?;
    let own = rater.who().account().user;
    Ok(recorded_already(&since, own, fact).is_some())
}

/// Nobody is rated in the future, nor before being registered here.
fn require_day(page: &Page, chart: &Chart, day: Date, today: Date) -> Result<(), Problem> {
    if day > today {
        return Err(Problem::refused("refused-future-day"));
    }
    let registered = chart.registered_at;
    let registered = registered.map(|at| page.local(at).date());
    if registered.is_some_and(|registered| day < registered) {
        return Err(Problem::refused("refused-rated-before-registered"));
    }
    Ok(())
}

fn grade(
    page: &Page,
    library: &Library,
    scale: &ScaleDefinition,
    typed: &str,
) -> Result<f64, Problem> {
    let step = step_of(library, scale);
    let grade: Option<f64> = typed.trim().replace(',', ".").parse().ok();
    let grade = grade.filter(|grade| scale.holds(*grade, step));
    grade.ok_or_else(|| {
        let [low, high] = scale.range.unwrap_or_default();
        let [low, high, step] = [low, high, step].map(|number| page.plain_number(number));
        let values = [("low", &*low), ("high", &*high), ("step", &*step)];
        Problem::refused_with("refused-grade", &values)
    })
}

/// A zone that may be needled and that the scale grades; `None`: the whole face.
fn zone(
    page: &Page,
    library: &Library,
    scale: &ScaleDefinition,
    chosen: String,
) -> Result<Option<String>, Problem> {
    let zone = Some(chosen).filter(|zone| !zone.is_empty());
    let kind = match &zone {
        None => None,
        Some(id) => {
            let known = library.zones.get(id).filter(|zone| zone.blocked.is_none());
            let known = known.ok_or_else(|| Problem::refused("refused-no-zone"))?;
            Some(known.kind)
        }
    };
    if !scale.may_be_graded_on(kind) {
        let (name, measures) = (page.quoted(&scale.name), page.quoted(&scale.measures));
        let values = [("scale", &*name), ("measures", &*measures)];
        return Err(Problem::refused_with("refused-scale-zone", &values));
    }
    Ok(zone)
}

fn seen(scale: &ScaleDefinition, chosen: &str) -> Result<Seen, Problem> {
    match chosen {
        "live" => Ok(Seen::Live),
        "photographs" if scale.is_live_only => Err(Problem::refused("refused-live-only")),
        "photographs" => Ok(Seen::Photographs),
        _ => Err(Problem::refused("refused-seen")),
    }
}

/// Why a rating is taken back.
#[derive(Deserialize)]
pub(in crate::server) struct Withdrawn {
    reason: String,
}

/// Takes a rating back.
pub(in crate::server) async fn withdraw(
    follower: Allowed<FollowUp>,
    Path((patient, rating)): Path<(PatientId, RatingId)>,
    Form(form): Form<Withdrawn>,
) -> Done {
    let (_, opened) = open_chart(&follower, patient).await?;
    if !opened.chart().ratings.contains_key(&rating) {
        return Err(Problem::NotFound);
    }
    let reason = written(&form.reason, "refused-words-withdrawn", LONGEST)?;
    let facts = RatingWithdrawn { rating, reason };
    follower.withdraw_rating(&opened, facts).await?;
    Ok(back(patient))
}

fn back(patient: PatientId) -> Redirect {
    Redirect::to(&format!("/patients/{patient}/ratings"))
}
