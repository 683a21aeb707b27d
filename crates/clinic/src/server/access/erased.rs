//! What becomes of documents of the cabinet that belong to somebody who is erased: no erasure of a chart reaches them.

use std::collections::BTreeSet;

use needlework_chart::cabinet::NewDocument;
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, SiteId};
use needlework_chart::lists::plain_mark;
use needlework_chart::record::{Record, RecordError};
use needlework_chart::store::AnyStore;

use crate::server::clinic::Clinic;
use crate::server::office::account::Account;
use crate::server::office::clinic_site::site_of_session;
use crate::server::office::{Office, discard, file};
use crate::server::problem::Problem;

/// How often the cabinet is cleared anew where others write into it meanwhile.
const MOST_CLEARINGS: usize = 5;

/// Removes what the cabinet holds of somebody whose chart is gone, in a record that no server need have open. A request to erase
/// goes with the rest: as long as it is there, something may be left.
///
/// # Errors
/// When the database does not answer, or others wrote into these documents each time.
pub async fn clear_cabinet_of(
    record: &Record<AnyStore>,
    patient: PatientId,
) -> Result<(), RecordError> {
    let mut clearings = 0;
    loop {
        let mut office = Office::default();
        office.take_all(&record.documents_after(0).await?);
        let documents = documents_of(&office, patient);
        if documents.is_empty() {
            return Ok(());
        }
        clearings += 1;
        match record.put_documents(&documents).await {
            Err(RecordError::Conflict(_)) if clearings < MOST_CLEARINGS => {}
            Ok(_) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

/// Bars the units of cartridges that were opened for somebody who is about to be erased: a unit is used once, and that stays true when
/// nobody can tell any more on whom. Lots that the stock does not hold cannot be opened and are passed over.
///
/// # Errors
/// When the database does not answer, or others wrote into these lots each time.
pub async fn bar_units_of(
    record: &Record<AnyStore>,
    patient: PatientId,
) -> Result<(), RecordError> {
    let used = match record.open(patient).await {
        Ok(opened) => units_of(opened.chart()),
        Err(error @ RecordError::Store(_)) => return Err(error),
        // What cannot be read can be erased too.
        Err(_) => return Ok(()),
    };
    let mut tries = 0;
    loop {
        let mut office = Office::default();
        office.take_all(&record.documents_after(0).await?);
        let documents = barred(&office, &used);
        if documents.is_empty() {
            return Ok(());
        }
        tries += 1;
        match record.put_documents(&documents).await {
            Err(RecordError::Conflict(_)) if tries < MOST_CLEARINGS => {}
            Ok(_) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

/// A unit of a lot, as marks are compared, with the clinic in which it was opened.
type UnitUsed = (String, String, SiteId);

fn units_of(chart: &Chart) -> Vec<UnitUsed> {
    let sessions = chart.sessions.values();
    let units = sessions.flat_map(|session| {
        let site = site_of_session(&session.started.facts);
        let opened = session.cartridges.iter().map(|stated| &stated.facts);
        opened.map(move |one| (plain_mark(&one.lot), plain_mark(&one.unit), site))
    });
    units.collect()
}

/// The lots with the units that were used, where they do not hold them yet. Of a lot that came to several clinics, the part of the
/// clinic in which the unit was opened counts it, else the first one.
fn barred(office: &Office, used: &[UnitUsed]) -> Vec<NewDocument> {
    let mut documents = Vec::new();
    for held in office.stock.held() {
        let mark = plain_mark(&held.value.lot);
        let mut lot = held.value.clone();
        for (_, unit, site) in used.iter().filter(|(of, ..)| *of == mark) {
            let mut parts = office.parts_of(&lot.lot);
            let own = parts.find(|part| part.value.site == *site);
            let counts = own.or_else(|| office.parts_of(&lot.lot).next());
            let is_own = counts.is_some_and(|part| part.value.id == lot.id);
            if is_own && !lot.used_on_erased.contains(unit) {
                lot.used_on_erased.push(unit.clone());
            }
        }
        if lot != held.value {
            // A lot that was read can be written.
            documents.extend(file(&lot, held.version));
        }
    }
    documents
}

impl Clinic {
    /// Clears the cabinet of everybody who was erased while a pair was drawn of them, or whose erasure was cut off.
    ///
    /// # Errors
    /// As [`clear_cabinet_of`].
    pub(in crate::server) async fn clear_cabinet_of_erased(&self) -> Result<(), Problem> {
        let known: BTreeSet<PatientId> = {
            let office = self.office().await;
            let pairs = office.blinded_pairs.iter().map(|pair| pair.patient);
            let requests = office.erasure_requests.iter();
            pairs.chain(requests.map(|one| one.patient)).collect()
        };
        for patient in known {
            if !self.has_chart(patient).await {
                clear_cabinet_of(&self.record, patient).await?;
            }
        }
        Ok(())
    }
}

/// The removal of every document that belongs to one patient. Mails are forgotten by the courier, which forgets their files, too.
fn documents_of(office: &Office, patient: PatientId) -> Vec<NewDocument> {
    let account = office.account_of(patient).into_iter().map(discard);
    let logins = office.logins.of(Account::user_of(patient)).map(discard);
    let links = office.patient_links.held();
    let links = links.filter(|held| held.value.patient == patient);
    let calendar = office.calendar_addresses.get(patient.uuid());
    let pairs = office.blinded_pairs.held();
    let pairs = pairs.filter(|held| held.value.patient == patient);
    let inquiries = office.inquiries.held();
    let inquiries = inquiries.filter(|held| held.value.chart == Some(patient));
    let appointments = office.appointments.held_of_patient(patient);
    let request = office.erasure_requests.get(patient.uuid());
    account
        .chain(logins)
        .chain(links.map(discard))
        .chain(calendar.map(discard))
        .chain(pairs.map(discard))
        .chain(inquiries.map(discard))
        .chain(appointments.map(discard))
        .chain(request.map(discard))
        .collect()
}
