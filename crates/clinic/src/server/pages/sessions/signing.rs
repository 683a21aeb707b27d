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
use super::console::console_with;
use super::document_of;
use super::entries::{answered_for, decided, session_of};
use super::once::{Place, answer_of, answered_already, record_once};
use super::planned::comparisons;
use super::score::score;
use super::typed::{Held, HeldForm, Typed};
use crate::server::access::{Allowed, Treat};
use crate::server::problem::Problem;

/// Signs a session: from then on it is only amended. The score of delivery is computed now and kept with it. A zone that received
/// far too little, of which nobody has said why, asks for a reason and a second name first.
pub(in crate::server) async fn sign(
    treat: Allowed<Treat>,
    Path((patient, session)): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("sign", fields);
    let (page, opened) = open_chart(&treat, patient).await?;
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
    let (place, fact) = (((patient, session), &typed), Event::from(facts.clone()));
    if let Some(answer) = answered_already(&treat, &opened, place, &fact).await? {
        return Ok(answer);
    }
    let short = short_zones(known, &compared);
    let mut decisions: Vec<OverrideDecided> = Vec::new();
    if !short.is_empty() {
        let Some((reason, second)) = answered_for(&treat, &typed, "reason").await? else {
            let held = Held::of(HeldForm::Signature, short.values().copied());
            let shown =
                console_with(&treat, page, &opened, session, Some(&typed), Some(held)).await?;
            return Ok(shown.into_response());
        };
        for zone in short.keys() {
            decisions.push(decided(&treat, (session, zone), reason, second.clone())?);
        }
    }
    let signed = treat
        .sign(&opened, decisions, facts, typed.get("password"))
        .await;
    answer_of(&treat, place, &fact, signed).await
}

/// Zones that received far less than planned, of which nobody has said why, with the entry up to which that is so.
fn short_zones<'a>(
    session: &'a Session,
    compared: &'a [Option<Comparison>],
) -> BTreeMap<&'a str, &'a Comparison> {
    let mut last: BTreeMap<&str, (Deviation, &Comparison)> = BTreeMap::new();
    for (entry, compared) in session.zones.iter().zip(compared) {
        let Some(compared) = compared else { continue };
        last.insert(&entry.facts.zone, (entry.facts.deviation, compared));
    }
    let short = last.into_iter().filter(|(_, (recorded, compared))| {
        let coverage = compared.coverage();
        *recorded != Deviation::Major
            && coverage.is_some_and(|one| one.is_shortfall() && one.class >= DeviationClass::Major)
    });
    short
        .map(|(zone, (_, compared))| (zone, compared))
        .collect()
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
    let place = ((patient, session), &typed);
    record_once(&treat, &opened, place, vec![facts.into()]).await
}
