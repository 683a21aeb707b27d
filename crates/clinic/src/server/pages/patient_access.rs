//! Giving a patient access to the own chart, as the clinic does it.

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::id::PatientId;
use serde::Deserialize;
use uuid::Uuid;

use super::patient::page_about;
use super::{Done, Shown, address_of_server, show};
use crate::server::access::{Allowed, Register};
use crate::server::page::Page;

struct DeviceRow {
    id: Uuid,
    browser: String,
    since: String,
}

#[derive(Template)]
#[template(path = "clinic/patient_access.html")]
struct AccessPage {
    page: Page,
    patient: PatientId,
    /// Until when a link works that was not used yet, in words.
    open_link: Option<String>,
    devices: Vec<DeviceRow>,
    /// Since when the calendar has an address, in words.
    calendar: Option<String>,
}

/// Shows how a patient reaches the own chart.
pub(in crate::server) async fn show_access(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let access = desk.access_of(patient).await?;
    let page = page_about(&desk, patient).await?;
    let open_link = access.open_link.map(|link| {
        let until = page.moment(link.expires_at);
        page.say_with("patient-link-open", "until", &until)
    });
    let calendar = access.calendar_since.map(|since| {
        let when = page.moment(since);
        page.say_with("patient-calendar-since", "when", &when)
    });
    let devices = access.sign_ins.into_iter().map(|login| DeviceRow {
        id: login.id,
        since: page.moment(login.began_at),
        browser: login.browser,
    });
    show(&AccessPage {
        devices: devices.collect(),
        calendar,
        open_link,
        patient,
        page,
    })
}

#[derive(Template)]
#[template(path = "clinic/patient_link.html")]
struct SlipPage {
    page: Page,
    patient: PatientId,
    link: String,
    until: String,
}

/// Makes a link, and shows it once, as a slip to print or to read out.
pub(in crate::server) async fn give(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
    headers: HeaderMap,
) -> Shown {
    let (link, token) = desk.give_access(patient).await?;
    let page = page_about(&desk, patient).await?;
    let page = page.answered_to(patient).await;
    let server = address_of_server(desk.clinic(), &headers);
    show(&SlipPage {
        link: format!("{server}/mine/enter?token={token}"),
        until: page.moment(link.expires_at),
        patient,
        page,
    })
}

/// Makes a link void that was not used yet.
pub(in crate::server) async fn revoke_link(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
) -> Done {
    desk.revoke_link(patient).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/access")))
}

/// The device on which the sign-in is to end.
#[derive(Deserialize)]
pub(in crate::server) struct Ended {
    id: Uuid,
}

/// Ends a sign-in of a patient.
pub(in crate::server) async fn end_sign_in(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
    Form(ended): Form<Ended>,
) -> Done {
    desk.end_sign_in_of(patient, ended.id).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/access")))
}

/// Makes the address of the calendar of a patient void.
pub(in crate::server) async fn end_calendar(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
) -> Done {
    desk.end_calendar_address_of(patient).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/access")))
}
