//! In which clinic of a group a session is held: its rooms, devices and cartridges are those of the gate and of the console.

use jiff::Timestamp;
use needlework_chart::event::HeldAt;
use needlework_chart::id::PatientId;

use super::super::clinic_choice::chosen_clinic;
use crate::server::access::{Allowed, Treat};
use crate::server::intake::Fields;
use crate::server::office::clinic_site::ClinicSite;
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// The clinic in which a session is to be held: the one that was chosen, else that of the appointment of the day, else the one at
/// which somebody looks, else the only one; `None`: it has to be asked.
///
/// # Errors
/// When one was chosen in which nothing can be held.
pub(super) async fn site_of_start(
    treat: &Allowed<Treat>,
    page: &Page,
    patient: PatientId,
    fields: &Fields,
) -> Result<Option<ClinicSite>, Problem> {
    let settings = treat.clinic().settings().await;
    if !settings.sites.is_choice() || fields.some("clinic").is_some() {
        return chosen_clinic(&settings, fields.get("clinic"))
            .cloned()
            .map(Some);
    }
    let today = treat.clinic().today().await;
    let is_today = |at: Timestamp| page.local(at).date() == today;
    let booked = treat.site_of_appointment(patient, is_today).await;
    let site = match booked {
        Some(booked) => Some(booked),
        None => treat.who().looked_at().await,
    };
    Ok(site.and_then(|site| settings.sites.get_open(site).cloned()))
}

/// A clinic as a session keeps it.
pub(super) fn held_at(settings: &Settings, site: &ClinicSite) -> HeldAt {
    HeldAt {
        site: site.id,
        name: settings.name_of(site).to_owned(),
    }
}
