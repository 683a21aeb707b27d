//! Cartridges during a session: another one is opened, one goes to the sharps; and what the needles in use reach.

use axum::extract::Path;
use axum::response::Response;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{CartridgeDiscarded, CartridgeOpened, Event};
use needlework_chart::fold::Session;
use needlework_chart::id::SessionId;
use uuid::Uuid;

use super::super::patient::open_chart;
use super::entries::session_of;
use super::once::{Place, answer_of, answered_already, keeping_typed, record_once};
use super::typed::Typed;
use crate::server::access::{Allowed, Treat};
use crate::server::office::clinic_site::site_of_session;
use crate::server::office::stock::CartridgeLot;
use crate::server::problem::Problem;

/// Lengths below this are the same on any scale.
const SAME_MM: f64 = 1e-9;

/// A cartridge of a lot, as it is opened in a session.
pub(super) fn opened_of(
    lot: &CartridgeLot,
    unit: &str,
    session: SessionId,
    [
        is_pack_intact,
        is_opened_before_patient,
        is_single_use_confirmed,
    ]: [bool; 3],
) -> CartridgeOpened {
    CartridgeOpened {
        session,
        reference: lot.reference.clone(),
        lot: lot.lot.clone(),
        unit: unit.to_owned(),
        expires_on: lot.expires_on,
        needles: lot.needles,
        needle_length_mm: lot.needle_length_mm,
        is_pack_intact,
        is_opened_before_patient,
        is_single_use_confirmed,
    }
}

/// Opens another cartridge, if it fits the device of the session, is in date, and its unit was never used on anybody.
pub(in crate::server) async fn open_cartridge(
    treat: Allowed<Treat>,
    Path(place): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("cartridges", fields);
    let answered = opened_in(&treat, place, &typed).await;
    keeping_typed(&treat, (place, &typed), answered).await
}

async fn opened_in(
    treat: &Allowed<Treat>,
    (patient, session): Place,
    typed: &Typed,
) -> Result<Response, Problem> {
    let (_, opened) = open_chart(treat, patient).await?;
    let known = session_of(&opened, session)?;
    let (_, lots) = treat.equipment(site_of_session(&known.started.facts)).await;
    let chosen = typed.get("lot").parse::<Uuid>().ok();
    let lot = lots.into_iter().find(|lot| Some(lot.id) == chosen);
    let lot = lot.ok_or_else(|| Problem::refused("refused-no-lot"))?;
    let unit = typed.get("unit").to_owned();
    let is_ticked = |name| typed.get(name) == "yes";
    let ticks = ["pack_intact", "opened_before_patient", "single_use"].map(is_ticked);
    let event = Event::from(opened_of(&lot, &unit, session, ticks));
    let place = ((patient, session), typed);
    if let Some(answer) = answered_already(treat, &opened, place, &event).await? {
        return Ok(answer);
    }
    require_fit(known, &lot, (&unit, ticks), treat.clinic().today().await)?;
    if let Err(problem) = treat.take_unit(lot.id, &unit).await {
        // Perhaps the first of two taps on one button took it.
        let (_, newer) = open_chart(treat, patient).await?;
        let answer = answered_already(treat, &newer, place, &event).await?;
        let answer = answer.filter(|answer| answer.status().is_redirection());
        return answer.ok_or(problem);
    }
    let recorded = treat.record(&opened, vec![event.clone()]).await;
    if recorded.is_err() {
        treat.let_go_of_unit(lot.id, &unit).await;
    }
    answer_of(treat, place, &event, recorded).await
}

/// What has to be confirmed of a cartridge, in the order of the ticks.
const UNCONFIRMED: [&str; 3] = [
    "refused-cartridge-pack",
    "refused-cartridge-opened",
    "refused-cartridge-once",
];

fn require_fit(
    session: &Session,
    lot: &CartridgeLot,
    (unit, ticks): (&str, [bool; 3]),
    today: Date,
) -> Result<(), Problem> {
    if unit.is_empty() {
        return Err(Problem::refused("refused-no-unit"));
    }
    let mut unconfirmed = UNCONFIRMED.into_iter().zip(ticks);
    if let Some((key, _)) = unconfirmed.find(|(_, is_ticked)| !is_ticked) {
        return Err(Problem::refused(key));
    }
    if lot.device != session.started.facts.device.device {
        return Err(Problem::refused("refused-lot-of-another-device"));
    }
    if lot.expires_on < today {
        return Err(Problem::refused("refused-lot-expired"));
    }
    Ok(())
}

/// The longest needles that were opened in a session, mm; `None`: none were.
pub(super) fn longest_needles(session: &Session) -> Option<f64> {
    let lengths = session.cartridges.iter();
    let lengths = lengths.map(|cartridge| cartridge.facts.needle_length_mm);
    lengths.reduce(f64::max)
}

/// Refuses a depth that no needle of the session reaches.
///
/// # Errors
/// When it lies beyond the longest needles that were opened.
pub(super) fn require_needles(session: &Session, depth_mm: f64) -> Result<(), Problem> {
    match longest_needles(session) {
        Some(longest) if depth_mm > longest + SAME_MM => Err(Problem::refused_with(
            "refused-depth-of-needles",
            &[
                ("depth", &depth_mm.to_string()),
                ("longest", &longest.to_string()),
            ],
        )),
        _ => Ok(()),
    }
}

/// Records that a cartridge went to the sharps.
pub(in crate::server) async fn discard(
    treat: Allowed<Treat>,
    Path((patient, session)): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("discard", fields);
    let (_, opened) = open_chart(&treat, patient).await?;
    let discarded = CartridgeDiscarded {
        session,
        lot: typed.get("lot").to_owned(),
        unit: typed.get("unit").to_owned(),
        discarded_at: treat.clinic().now(),
    };
    let sent = ((patient, session), &typed);
    let answered = record_once(&treat, &opened, sent, vec![discarded.into()]).await;
    keeping_typed(&treat, sent, answered).await
}
