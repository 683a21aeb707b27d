//! Numbing during a session: a second application, or one that was forgotten at the gate; by the form and the checks of the gate.

use axum::extract::Path;
use axum::response::Response;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::fold::Chart;
use needlework_chart::id::PlanId;
use needlework_planning::{BarredNumbing, GateCheck, Library, start_gate};

use super::super::patient::open_chart;
use super::document_of;
use super::entries::session_of;
use super::gate::{is_passed, numbing_of};
use super::once::{Place, keeping_typed, record_once};
use super::start_record::{numbing, overrides};
use super::typed::Typed;
use crate::server::access::{Allowed, Treat};
use crate::server::gate_facts::facts_of;
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::standing_answers::StandingAnswers;

/// Fields of the form that are typed, as at the gate.
const FIELDS: [&str; 5] = ["product", "strength", "numbing_lot", "amount_g", "area_cm2"];

/// Conditions of the gate about a numbing cream.
const CONDITIONS: [&str; 2] = ["start-numbing", "start-numbing-cover"];

/// The form of a numbing cream.
pub(super) struct NumbingFields {
    /// Name, label and what was typed.
    pub(super) typed: [(&'static str, String, String); 5],
    pub(super) on: String,
    pub(super) off: String,
    pub(super) is_occluded: bool,
    /// Why it was covered, of a cream that was refused.
    pub(super) why_covered: String,
    /// Whether somebody says that the product contains no prilocaine; `None`: it does not matter.
    pub(super) no_prilocaine: Option<bool>,
    /// Whether something was typed that is not recorded.
    pub(super) is_typed: bool,
    /// Time zone of the clinic, in which times of day are told.
    pub(super) zone: String,
}

impl NumbingFields {
    pub(super) fn of(page: &Page, chart: &Chart, typed: &Typed) -> Self {
        let answers = StandingAnswers::of(page, chart);
        let barred = answers.and_then(|answers| answers.barred_anaesthetic());
        let of = |name: &str| typed.of("numbing", name).to_owned();
        Self {
            typed: FIELDS.map(|field| {
                let key = format!("numbing-{}", field.replace('_', "-"));
                (field, page.say(&key), of(field))
            }),
            on: of("numbing_on"),
            off: of("numbing_off"),
            is_occluded: of("is_occluded") == "yes",
            why_covered: of("override_start-numbing-cover"),
            no_prilocaine: (barred == Some(BarredNumbing::Prilocaine))
                .then(|| of("no_prilocaine") == "yes"),
            is_typed: typed.is_form("numbing"),
            zone: page.zone().iana_name().unwrap_or("UTC").to_owned(),
        }
    }
}

/// Records a numbing cream that was put on.
pub(in crate::server) async fn record_numbing(
    treat: Allowed<Treat>,
    Path(place): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("numbing", fields);
    let answered = recorded(&treat, place, &typed).await;
    keeping_typed(&treat, (place, &typed), answered).await
}

async fn recorded(
    treat: &Allowed<Treat>,
    place: Place,
    typed: &Typed,
) -> Result<Response, Problem> {
    let (patient, session) = place;
    let (page, opened) = open_chart(treat, patient).await?;
    let plan = session_of(&opened, session)?.started.facts.plan;
    let applied = numbing(&page, typed.fields(), session, treat.clinic().now())?;
    let applied = applied.ok_or_else(|| Problem::refused("refused-numbing-fields"))?;
    let library = treat.clinic().library().await;
    let today = treat.clinic().today().await;
    let checks = checks(
        &page,
        (opened.chart(), plan, today),
        &library,
        typed.fields(),
    )?;
    let mut held = checks
        .iter()
        .filter(|one| !is_passed(treat, one, typed.fields()));
    if let Some(check) = held.next() {
        let reasons = check.reasons.iter().map(|reason| reason.sentence.as_str());
        return Err(Problem::refused_as(reasons.collect::<Vec<_>>().join(" ")));
    }
    let mut events = overrides(treat, typed.fields(), &checks, session)?;
    events.push(applied.into());
    record_once(treat, &opened, (place, typed), events).await
}

/// What the gate asks of a numbing cream, held against what was typed.
fn checks(
    page: &Page,
    (chart, plan, today): (&Chart, PlanId, Date),
    library: &Library,
    fields: &Fields,
) -> Result<Vec<GateCheck>, Problem> {
    let document = document_of(chart, plan)?;
    let mut facts = facts_of(page, chart, plan, &document, library, today);
    facts.numbing = numbing_of(library, fields);
    let checks = start_gate(&facts, library, page.protocol_language()).into_iter();
    let of_numbing = checks.filter(|check| CONDITIONS.contains(&check.id.as_str()));
    Ok(of_numbing.collect())
}
