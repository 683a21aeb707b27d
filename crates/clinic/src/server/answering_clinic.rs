//! Which clinic of a group answers a patient: whose telephone the patient calls, and in whose hours somebody reads what came.

use jiff::Timestamp;
use needlework_chart::id::{PatientId, SiteId};
use needlework_chart::lists::Lists;

use super::clinic::Clinic;
use super::office::Office;
use super::office::clinic_site::{ClinicSite, site_of_known};

/// The clinic of the next appointment, or of the one that is being held; else that of the last visit, appointment or session; else the
/// first one of the group. One that was given up answers nobody.
pub(super) fn answering<'office>(
    office: &'office Office,
    lists: &Lists,
    patient: PatientId,
    now: Timestamp,
) -> &'office ClinicSite {
    let sites = &office.settings().value.sites;
    // Most clinics are the only one: then nothing has to be looked up.
    if !sites.is_choice() {
        return sites.first_open();
    }
    let next = office.appointments.of_patient(patient);
    let next = next.filter(|one| one.ends_at() > now).map(|one| one.site);
    let mut next = next.filter_map(|site| sites.get_open(site));
    let last = || sites.get_open(last_visit(office, lists, patient, now)?);
    let found = next.next().or_else(last);
    found.unwrap_or_else(|| sites.first_open())
}

/// Where somebody was last.
fn last_visit(
    office: &Office,
    lists: &Lists,
    patient: PatientId,
    now: Timestamp,
) -> Option<SiteId> {
    let appointments = office.appointments.of_patient(patient);
    let appointments = appointments
        .filter(|one| one.ends_at() <= now)
        .map(|one| (one.starts_at, one.site));
    let row = lists.directory().row(patient);
    let session = row.and_then(|row| row.follow_up.healing());
    let session = session.map(|(session, healing)| (healing.t0, site_of_known(lists, session)));
    let last = appointments.chain(session).max_by_key(|(at, _)| *at);
    last.map(|(_, site)| site)
}

impl Clinic {
    /// The clinic that answers a patient now.
    pub(super) async fn answering(&self, patient: PatientId) -> ClinicSite {
        let office = self.office().await;
        let lists = self.lists().await;
        answering(&office, &lists, patient, self.now()).clone()
    }
}
