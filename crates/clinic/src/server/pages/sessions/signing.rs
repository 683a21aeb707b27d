//! The end of a session: signed, with what was delivered held against the plan, or abandoned before anything was needled.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use needlework_chart::event::{
    DeliveryScore, Deviation, Event, OverrideDecided, SessionAbandoned, SessionSigned,
};
use needlework_chart::fold::Session;
use needlework_planning::{Comparison, DeviationClass};

use super::super::patient::open_chart;
use super::console::{Why, console_with};
use super::document_of;
use super::entries::{answering, decided, reason_of, session_of};
use super::once::{Place, answer_of, answered_already, keeping_typed, record_once, refused_again};
use super::planned::comparisons;
use super::score::score;
use super::typed::{Held, HeldForm, Typed, grave_sentences};
use crate::server::access::{Allowed, Treat};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Signs a session: from then on it is only amended. The score of delivery is computed now and kept with it. A zone that received
/// far too little, or nothing, of which nobody has said why, asks for a reason and a second name first.
pub(in crate::server) async fn sign(
    treat: Allowed<Treat>,
    Path(place): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("sign", fields);
    let answered = signed(&treat, place, &typed).await;
    keeping_typed(&treat, (place, &typed), answered).await
}

async fn signed(treat: &Allowed<Treat>, place: Place, typed: &Typed) -> Result<Response, Problem> {
    let (patient, session) = place;
    let (page, opened) = open_chart(treat, patient).await?;
    let known = session_of(&opened, session)?;
    let document = document_of(opened.chart(), known.started.facts.plan)?;
    let library = treat.clinic().library().await;
    let compared = comparisons(&page, &document, &library, known)?;
    let score = score(&document, compared.clone());
    let facts = SessionSigned {
        session,
        ended_at: treat.clinic().now(),
        aftercare_card_version: env!("CARGO_PKG_VERSION").to_owned(),
        score: Some(DeliveryScore {
            share_within_tolerance: score.share_within_tolerance,
            version: score.version,
        }),
    };
    let sent = (place, typed);
    let fact = Event::from(facts.clone());
    if let Some(answer) = answered_already(treat, &opened, sent, &fact).await? {
        return Ok(answer);
    }
    let short = short_zones(&page, &document, known, &compared);
    let mut decisions: Vec<OverrideDecided> = Vec::new();
    let mut held = None;
    if !short.is_empty() {
        let far = short.values().flatten().cloned().collect();
        let waiting = Held::of(HeldForm::Signature, far);
        let Some(reason) = reason_of(treat, typed, "reason").await else {
            let sent = Some((typed, Why::Waits));
            let shown = console_with(treat, page, &opened, session, sent, Some(waiting)).await?;
            return Ok(shown.into_response());
        };
        let second = match answering(treat, typed).await {
            Ok(second) => second,
            Err(problem) => return refused_again(treat, sent, Some(waiting), problem).await,
        };
        for zone in short.keys() {
            decisions.push(decided(treat, (session, zone), reason, second.clone())?);
        }
        held = Some(waiting);
    }
    let signed = treat
        .sign(&opened, decisions, facts, typed.get("password"))
        .await;
    match answer_of(treat, sent, &fact, signed).await {
        Err(problem) => refused_again(treat, sent, held, problem).await,
        answered => answered,
    }
}

/// Zones that received far less than planned, or nothing, of which nobody has said why, each with what is missing in sentences.
fn short_zones(
    page: &Page,
    document: &PlanDocument,
    session: &Session,
    compared: &[Option<Comparison>],
) -> BTreeMap<String, Vec<String>> {
    let mut last: BTreeMap<&str, (Deviation, &Comparison)> = BTreeMap::new();
    for (entry, compared) in session.zones.iter().zip(compared) {
        let Some(compared) = compared else { continue };
        last.insert(&entry.facts.zone, (entry.facts.deviation, compared));
    }
    let planned = document.forecast.zones.iter();
    let untouched = planned.filter(|zone| !last.contains_key(zone.zone.as_str()));
    let untouched = untouched.map(|zone| {
        let name = page.zone_name(&zone.zone);
        let sentence = page.say_with("zone-not-needled", "zone", &name);
        (zone.zone.clone(), vec![sentence])
    });
    let mut short: BTreeMap<String, Vec<String>> = untouched.collect();
    let too_little = last.iter().filter(|(_, (recorded, compared))| {
        let coverage = compared.coverage();
        *recorded != Deviation::Major
            && coverage.is_some_and(|one| one.is_shortfall() && one.class >= DeviationClass::Major)
    });
    short.extend(too_little.map(|(zone, (_, one))| ((*zone).to_owned(), grave_sentences(one))));
    short
}

/// Ends a session before anything was needled.
pub(in crate::server) async fn abandon(
    treat: Allowed<Treat>,
    Path((patient, session)): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("abandon", fields);
    let (_, opened) = open_chart(&treat, patient).await?;
    let reason = typed.get("reason").to_owned();
    let facts = SessionAbandoned { session, reason };
    let sent = ((patient, session), &typed);
    let answered = record_once(&treat, &opened, sent, vec![facts.into()]).await;
    keeping_typed(&treat, sent, answered).await
}
