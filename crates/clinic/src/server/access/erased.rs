//! What becomes of documents of the cabinet that belong to somebody who is erased: no erasure of a chart reaches them.

use std::collections::BTreeSet;

use needlework_chart::cabinet::NewDocument;
use needlework_chart::id::PatientId;
use needlework_chart::record::{Record, RecordError};
use needlework_chart::store::AnyStore;

use crate::server::clinic::Clinic;
use crate::server::office::account::Account;
use crate::server::office::{Office, discard};
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
