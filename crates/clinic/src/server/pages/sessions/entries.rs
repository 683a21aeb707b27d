//! What is recorded during a session: zones, products, reactions.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{
    Event, OverrideDecided, OverrideSubject, Phase, ProductApplied, ReactionNoted, SecondName,
};
use needlework_chart::fold::{Chart, Session, ZoneEntry};
use needlework_chart::id::{OverrideId, SessionId};
use needlework_chart::record::OpenChart;
use needlework_planning::{BarredNumbing, Comparison, DeviationClass};

use super::super::patient::open_chart;
use super::cartridges::require_needles;
use super::console::console_with;
use super::once::{Place, answered_already, record_once};
use super::planned::{comparison, deviation, device_of};
use super::typed::{Held, Typed};
use super::zone_entry::{entry, require_settable};
use super::{document_of, is_consent_withdrawn};
use crate::server::access::{Allowed, Treat};
use crate::server::earlier::delivered_to;
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::standing_answers::StandingAnswers;

pub(super) fn session_of(opened: &OpenChart, session: SessionId) -> Result<&Session, Problem> {
    let found = opened.chart().sessions.get(&session);
    found.ok_or(Problem::NotFound)
}

/// Records a zone. Inside and minor are recorded; a major difference asks for a reason and a second name first; a hard stop is
/// refused. What the zone received in earlier entries of the session counts. Too little is no difference yet where the rest of the
/// zone follows in another entry.
pub(in crate::server) async fn record_zone(
    treat: Allowed<Treat>,
    Path((patient, session)): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("zones", fields);
    let (page, opened) = open_chart(&treat, patient).await?;
    let known = session_of(&opened, session)?;
    if is_consent_withdrawn(opened.chart(), known) {
        return Err(Problem::refused("refused-consent-withdrawn"));
    }
    let document = document_of(opened.chart(), known.started.facts.plan)?;
    let library = treat.clinic().library().await;
    let mut entry = entry(&treat, typed.fields(), session)?;
    let place = ((patient, session), &typed);
    let fact = Event::from(entry.clone());
    if let Some(answer) = answered_already(&treat, &opened, place, &fact).await? {
        return Ok(answer);
    }
    let device = device_of(&library, known)?;
    require_settable(device, entry.depth_set_mm)?;
    let before = delivered_to(known, &entry.zone);
    let asked = ZoneEntry::from(&entry);
    let compared = comparison(&page, &document, (device, &library), &before, &asked);
    let class = if typed.get("part") == "yes" {
        compared.class_of_part()
    } else {
        compared.class
    };
    let Some(deviation) = deviation(class) else {
        return Err(Problem::refused_as(format!(
            "{} {}",
            sentences(&compared, DeviationClass::HardStop),
            page.say("hard-stop-refused"),
        )));
    };
    require_needles(known, entry.depth_set_mm)?;
    entry.deviation = deviation;
    let mut events = Vec::new();
    if class == DeviationClass::Major {
        let Some((reason, second)) = answered_for(&treat, &typed, "reason").await? else {
            let held = Held::of_entry(&compared);
            let shown =
                console_with(&treat, page, &opened, session, Some(&typed), Some(held)).await?;
            return Ok(shown.into_response());
        };
        let decided = decided(&treat, (session, &entry.zone), reason, second)?;
        entry.override_id = Some(decided.override_id);
        events.push(Event::from(decided));
    }
    events.push(Event::from(entry));
    record_once(&treat, &opened, place, events).await
}

/// What lies at least this far from the plan, in sentences.
fn sentences(compared: &Comparison, least: DeviationClass) -> String {
    let grave = compared.differences.iter();
    let grave = grave.filter(|difference| difference.class >= least);
    let texts: Vec<&str> = grave.map(|one| one.sentence.as_str()).collect();
    texts.join(" ")
}

/// The reason that was typed in a field and whoever else answers for it; `None`: one of them is missing, and is asked for.
///
/// # Errors
/// When the second one is nobody who may answer for it, or the password is wrong.
pub(super) async fn answered_for<'a>(
    treat: &Allowed<Treat>,
    typed: &'a Typed,
    field: &str,
) -> Result<Option<(&'a str, SecondName)>, Problem> {
    let (Some(reason), Ok(second)) = (typed.some(field), typed.get("second").parse()) else {
        return Ok(None);
    };
    let password = typed.get("second_password");
    let second = treat.second_name(second, password).await?;
    Ok(Some((reason, second)))
}

/// The decision that lets a zone lie far from the plan.
///
/// # Errors
/// When no random bytes can be had.
pub(super) fn decided(
    treat: &Allowed<Treat>,
    (session, zone): (SessionId, &str),
    reason: &str,
    second: SecondName,
) -> Result<OverrideDecided, Problem> {
    Ok(OverrideDecided {
        override_id: OverrideId::new(treat.clinic().now(), treat.clinic().chance())?,
        subject: OverrideSubject::Tolerance {
            session,
            zone: zone.to_owned(),
        },
        reason_code: "major-deviation".to_owned(),
        reason: reason.to_owned(),
        second_name: Some(second),
    })
}

/// Refuses a product whose name says that it contains an anaesthetic that the screening answers bar.
fn require_not_barred(page: &Page, chart: &Chart, product: &str) -> Result<(), Problem> {
    let answers = StandingAnswers::of(page, chart);
    let anaesthetics = &page.library().anaesthetics;
    let (barred, key) = match answers.and_then(|answers| answers.barred_anaesthetic()) {
        None => return Ok(()),
        Some(BarredNumbing::Prilocaine) => (&anaesthetics.prilocaine, "refused-prilocaine"),
        Some(BarredNumbing::Any) => (&anaesthetics.any, "refused-anaesthetic"),
    };
    if barred.is_named_by(product) {
        return Err(Problem::refused(key));
    }
    Ok(())
}

/// Records a product.
pub(in crate::server) async fn record_product(
    treat: Allowed<Treat>,
    Path((patient, session)): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("products", fields);
    let (page, opened) = open_chart(&treat, patient).await?;
    let (Some(product), Some(lot)) = (typed.some("product"), typed.some("lot")) else {
        return Err(Problem::refused("refused-no-product"));
    };
    require_not_barred(&page, opened.chart(), product)?;
    let phase = match typed.get("phase") {
        "before" => Phase::Before,
        "during" => Phase::During,
        "after" => Phase::After,
        _ => return Err(Problem::refused("refused-no-phase")),
    };
    let expires_on: Option<Date> = typed
        .some("expires_on")
        .map(str::parse)
        .transpose()
        .map_err(|_| Problem::refused("refused-product-day"))?;
    let today = treat.clinic().today().await;
    if expires_on.is_some_and(|last| last < today) {
        return Err(Problem::refused("refused-product-expired"));
    }
    let applied = ProductApplied {
        session,
        phase,
        product: product.to_owned(),
        lot: lot.to_owned(),
        expires_on,
        is_sterile: typed.get("is_sterile") == "yes",
        is_on_allow_list: typed.get("is_on_allow_list") == "yes",
    };
    let place = ((patient, session), &typed);
    record_once(&treat, &opened, place, vec![applied.into()]).await
}

/// Notes a reaction.
pub(in crate::server) async fn note_reaction(
    treat: Allowed<Treat>,
    Path((patient, session)): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("reactions", fields);
    let (_, opened) = open_chart(&treat, patient).await?;
    let reaction = typed.some("reaction");
    let reaction = reaction.ok_or_else(|| Problem::refused("refused-nothing-written"))?;
    let reaction = reaction.to_owned();
    let noted = ReactionNoted { session, reaction };
    let place = ((patient, session), &typed);
    record_once(&treat, &opened, place, vec![noted.into()]).await
}
