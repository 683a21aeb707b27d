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
use super::console::{Why, console_with};
use super::once::{Place, answered_already, keeping_typed, record_once, refused_again};
use super::planned::{comparison, deviation, device_of};
use super::typed::{Held, Typed};
use super::zone_entry::{entry, require_settable};
use super::{document_of, is_consent_withdrawn};
use crate::server::access::{Allowed, Treat};
use crate::server::allow_list::{allowed_names, is_allowed, require_allowed};
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
/// zone follows in another entry. Where somebody wants the form filled in as planned, it is shown so and nothing is recorded.
pub(in crate::server) async fn record_zone(
    treat: Allowed<Treat>,
    Path(place): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("zones", fields);
    let answered = zone_recorded(&treat, place, &typed).await;
    keeping_typed(&treat, (place, &typed), answered).await
}

async fn zone_recorded(
    treat: &Allowed<Treat>,
    place: Place,
    typed: &Typed,
) -> Result<Response, Problem> {
    let (patient, session) = place;
    let (page, opened) = open_chart(treat, patient).await?;
    let known = session_of(&opened, session)?;
    if is_consent_withdrawn(opened.chart(), known) {
        return Err(Problem::refused("refused-consent-withdrawn"));
    }
    if typed.wants_planned() {
        let sent = Some((typed, Why::Waits));
        let shown = console_with(treat, page, &opened, session, sent, None).await?;
        return Ok(shown.into_response());
    }
    let document = document_of(opened.chart(), known.started.facts.plan)?;
    let library = treat.clinic().library().await;
    let mut entry = entry(treat, typed.fields(), session)?;
    let sent = (place, typed);
    let fact = Event::from(entry.clone());
    if let Some(answer) = answered_already(treat, &opened, sent, &fact).await? {
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
        let held = Held::of_entry(&compared);
        let Some(reason) = reason_of(treat, typed, "reason").await else {
            let sent = Some((typed, Why::Waits));
            let shown = console_with(treat, page, &opened, session, sent, Some(held)).await?;
            return Ok(shown.into_response());
        };
        let second = match answering(treat, typed).await {
            Ok(second) => second,
            Err(problem) => return refused_again(treat, sent, Some(held), problem).await,
        };
        let decided = decided(treat, (session, &entry.zone), reason, second)?;
        entry.override_id = Some(decided.override_id);
        events.push(Event::from(decided));
    }
    events.push(Event::from(entry));
    record_once(treat, &opened, sent, events).await
}

/// The reason that was typed in a field; `None`: it is missing, or nobody is named who answers for it, too, where the clinic has
/// somebody. Both are then asked for.
pub(super) async fn reason_of<'a>(
    treat: &Allowed<Treat>,
    typed: &'a Typed,
    field: &str,
) -> Option<&'a str> {
    let is_named = typed.some("second").is_some() || treat.is_single_licensed_user().await;
    typed.some(field).filter(|_| is_named)
}

/// Who answers for a decision beside whoever needles: the second person, shown by the own password; where the clinic has one licensed
/// user, nobody, which the record says (clinic reference 7.1).
///
/// # Errors
/// When there is no such colleague, the person is not licensed or is the same, or the password is wrong.
pub(super) async fn answering(
    treat: &Allowed<Treat>,
    typed: &Typed,
) -> Result<SecondName, Problem> {
    if treat.is_single_licensed_user().await {
        return Ok(SecondName::SingleUser);
    }
    let second = typed.get("second").parse();
    let second = second.map_err(|_| Problem::refused("refused-second-person"))?;
    treat
        .second_name(second, typed.get("second_password"))
        .await
}

/// What lies at least this far from the plan, in sentences.
fn sentences(compared: &Comparison, least: DeviationClass) -> String {
    let grave = compared.differences.iter();
    let grave = grave.filter(|difference| difference.class >= least);
    let texts: Vec<&str> = grave.map(|one| one.sentence.as_str()).collect();
    texts.join(" ")
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

/// Records a product. What goes on needled skin is on the allow-list and sterile, or is refused (protocol 4.3).
pub(in crate::server) async fn record_product(
    treat: Allowed<Treat>,
    Path(place): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("products", fields);
    let answered = product_recorded(&treat, place, &typed).await;
    keeping_typed(&treat, (place, &typed), answered).await
}

async fn product_recorded(
    treat: &Allowed<Treat>,
    place: Place,
    typed: &Typed,
) -> Result<Response, Problem> {
    let (patient, session) = place;
    let (page, opened) = open_chart(treat, patient).await?;
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
    let (library, settings) = (
        treat.clinic().library().await,
        treat.clinic().settings().await,
    );
    let applied = ProductApplied {
        session,
        phase,
        product: product.to_owned(),
        lot: lot.to_owned(),
        expires_on,
        is_sterile: typed.get("is_sterile") == "yes",
        is_on_allow_list: is_allowed(&library, &settings, product),
    };
    let (sent, fact) = ((place, typed), Event::from(applied.clone()));
    if let Some(answer) = answered_already(treat, &opened, sent, &fact).await? {
        return Ok(answer);
    }
    let said = (applied.is_on_allow_list, applied.is_sterile);
    let allowed = allowed_names(&library, &settings, page.protocol_language());
    require_allowed(phase, said, &allowed)?;
    record_once(treat, &opened, sent, vec![fact]).await
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
    let sent = ((patient, session), &typed);
    let answered = record_once(&treat, &opened, sent, vec![noted.into()]).await;
    keeping_typed(&treat, sent, answered).await
}
