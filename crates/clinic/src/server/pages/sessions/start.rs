//! Starting a session through its gate, once however often the button is tapped.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use needlework_chart::fold::SessionState;
use needlework_chart::id::{PatientId, SessionId};
use needlework_chart::lists::plain_mark;
use needlework_chart::record::OpenChart;

use super::super::patient::open_chart;
use super::super::refused_form::shown_again;
use super::super::show;
use super::gate::{Asked, ask, gate_page, is_passed, supervisors};
use super::place::held_at;
use super::start_record::{Chair, recorded};
use crate::server::access::{Allowed, Treat};
use crate::server::intake::Fields;
use crate::server::office::clinic_site::ClinicSite;
use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::CartridgeLot;
use crate::server::page::Page;
use crate::server::present::sentence;
use crate::server::problem::Problem;

/// Starts the session, if every condition is met or overridden; shows the gate again where one is not.
pub(in crate::server) async fn start(
    treat: Allowed<Treat>,
    Path(patient): Path<PatientId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    let (page, opened) = open_chart(&treat, patient).await?;
    if let Some(session) = begun(&treat, &opened, &fields).await {
        return Ok(to_console(patient, session));
    }
    let asked = ask(&treat, &page, &opened, &fields).await?;
    let mut checks = asked.checks.iter();
    let is_passed = checks.all(|check| is_passed(&treat, check, &fields));
    let (true, Some(device), Some(lot)) = (is_passed, &asked.device, &asked.lot) else {
        let cartridge = asked.facts.cartridge.as_ref();
        if cartridge.is_some_and(|cartridge| cartridge.is_used_before)
            && let Some(session) = begun_meanwhile(&treat, patient, &fields).await?
        {
            return Ok(to_console(patient, session));
        }
        let shown = gate_page(&treat, page, patient, &fields, &asked, true).await;
        return Ok(show(&shown)?.into_response());
    };
    let chosen = (device, lot);
    match begin(&treat, (&page, &opened), (&fields, &asked), chosen).await {
        Ok(session) => Ok(to_console(patient, session)),
        Err(problem @ (Problem::Refused(_) | Problem::Conflict(_))) => {
            let why = sentence(&page, &problem);
            let gate = gate_page(&treat, page, patient, &fields, &asked, false).await;
            shown_again(&problem, show(&gate.refused(why)))
        }
        Err(problem) => Err(problem),
    }
}

/// Begins a session whose conditions are met or overridden; gives the one that a first tap on the button began.
async fn begin(
    treat: &Allowed<Treat>,
    (page, opened): (&Page, &OpenChart),
    (fields, asked): (&Fields, &Asked),
    (device, lot): (&ClinicDevice, &CartridgeLot),
) -> Result<SessionId, Problem> {
    let clinic = treat.clinic();
    let chair = chair(treat, fields, asked.site.as_ref()).await?;
    let session = SessionId::new(clinic.now(), clinic.chance())?;
    let library = clinic.library().await;
    let events = recorded(
        (treat, page, &library),
        fields,
        asked,
        (chair, device, lot),
        session,
    )?;
    let unit = fields.get("unit");
    if let Err(problem) = treat.take_unit(lot.id, unit).await {
        let begun = begun_meanwhile(treat, opened.patient(), fields).await?;
        return begun.ok_or(problem);
    }
    if let Err(problem) = treat.record(opened, events).await {
        treat.let_go_of_unit(lot.id, unit).await;
        return Err(problem);
    }
    Ok(session)
}

fn to_console(patient: PatientId, session: SessionId) -> Response {
    Redirect::to(&format!("/patients/{patient}/sessions/{session}")).into_response()
}

/// The same as [`begun`] in the chart as it stands now: the first of two taps on the button may have taken the unit since the second
/// one looked.
async fn begun_meanwhile(
    treat: &Allowed<Treat>,
    patient: PatientId,
    fields: &Fields,
) -> Result<Option<SessionId>, Problem> {
    let (_, newer) = open_chart(treat, patient).await?;
    Ok(begun(treat, &newer, fields).await)
}

/// The open session that the same person began with the same cartridge: what a second tap on the button asks for.
async fn begun(treat: &Allowed<Treat>, opened: &OpenChart, fields: &Fields) -> Option<SessionId> {
    let lot = treat.lot(fields.get("lot").parse().ok()?).await?;
    let unit = plain_mark(fields.get("unit"));
    let own = treat.who().account().user;
    let mut sessions = opened.chart().sessions.iter();
    let begun = sessions.find(|(_, session)| {
        let mut cartridges = session.cartridges.iter().map(|stated| &stated.facts);
        session.state == SessionState::Open
            && session.started.author.user == own
            && cartridges.any(|one| one.lot == lot.lot && plain_mark(&one.unit) == unit)
    });
    begun.map(|(session, _)| *session)
}

/// Who answers for the session, and in which clinic and room it is held.
///
/// # Errors
/// When one of them is none of the group's.
async fn chair(
    treat: &Allowed<Treat>,
    fields: &Fields,
    site: Option<&ClinicSite>,
) -> Result<Chair, Problem> {
    let site = site.ok_or_else(|| Problem::refused("refused-no-site"))?;
    let supervisors = supervisors(treat).await;
    let named = fields.get("supervisor");
    let supervisor = supervisors.into_iter().find(|author| author.name == named);
    let settings = treat.clinic().settings().await;
    let room = fields.get("room");
    let room = site.rooms.iter().find(|one| *one == room).cloned();
    Ok(Chair {
        supervisor: supervisor
            .ok_or_else(|| Problem::refused("refused-unknown-supervisor"))?
            .name,
        clinic: held_at(&settings, site),
        room: room.ok_or_else(|| Problem::refused("refused-unknown-room"))?,
    })
}
