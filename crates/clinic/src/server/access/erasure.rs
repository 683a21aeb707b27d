//! Erasing a person takes a request and a decision: the patient or a colleague asks, and whoever is an owner decides with the
//! password typed again.

use jiff::civil::Date;
use needlework_chart::event::PersonName;
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::record::{Ground, Tombstone};

use super::erased::{bar_units_of, clear_cabinet_of};
use super::{Allowed, Erase, OwnChart, Register};
use crate::server::clinic::Clinic;
use crate::server::office::account::Account;
use crate::server::office::erasure_request::{ErasureRefusal, ErasureRequest};
use crate::server::office::{Held, Office, discard, file};
use crate::server::problem::Problem;

/// Who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedBy {
    /// The patient.
    Patient,
    /// A colleague with this name.
    Colleague(String),
}

/// A request with what tells whom it is about, and nothing of health.
#[derive(Debug, Clone)]
pub struct AskedErasure {
    /// The request.
    pub request: ErasureRequest,
    /// Name.
    pub name: PersonName,
    /// Day of birth.
    pub birth_date: Date,
    /// Number at the clinic.
    pub clinic_number: String,
    /// Who asked.
    pub asked_by: AskedBy,
    /// Whether a session waits for its signature, a report for its answer, or an adverse event for its end.
    pub is_open: bool,
}

impl Allowed<OwnChart> {
    /// The own wish to be erased, if it was told.
    pub async fn erasure_request(&self) -> Option<ErasureRequest> {
        let patient = self.who().account().patient()?;
        self.clinic().erasure_request_of(patient).await
    }

    /// Asks to be erased.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ask_to_be_erased(&self) -> Result<(), Problem> {
        let patient = self.patient()?;
        let by = self.who().account().user;
        self.clinic()
            .ask_to_erase(patient, by, Ground::Request)
            .await?;
        self.note("erasure-asked", Some(patient), None).await
    }

    /// Takes the wish back.
    ///
    /// # Errors
    /// When there is none, or the database does not answer.
    pub async fn withdraw_erasure(&self) -> Result<(), Problem> {
        let patient = self.patient()?;
        self.clinic().withdraw_erasure(patient).await?;
        self.note("erasure-withdrawn", Some(patient), None).await
    }
}

impl Allowed<Register> {
    /// The wish that a patient be erased, if it was told.
    pub async fn erasure_request_of(&self, patient: PatientId) -> Option<ErasureRequest> {
        self.clinic().erasure_request_of(patient).await
    }

    /// Asks the owner to erase a patient.
    ///
    /// # Errors
    /// When nobody has this id, or the database does not answer.
    pub async fn ask_to_erase(&self, patient: PatientId, ground: Ground) -> Result<(), Problem> {
        if !self.clinic().has_chart(patient).await {
            return Err(Problem::NotFound);
        }
        let by = self.who().account().user;
        self.clinic().ask_to_erase(patient, by, ground).await?;
        self.note("erasure-asked", Some(patient), None).await
    }

    /// Takes the wish back, as the patient said.
    ///
    /// # Errors
    /// When there is none, the person was erased, or the database does not answer.
    pub async fn withdraw_erasure_of(&self, patient: PatientId) -> Result<(), Problem> {
        self.clinic().withdraw_erasure(patient).await?;
        self.note("erasure-withdrawn", Some(patient), None).await
    }
}

impl Allowed<Erase> {
    /// All requests, the oldest first. Of whom they are is in the trail before they are shown.
    ///
    /// # Errors
    /// When nothing could be written into the trail.
    pub async fn erasures(&self) -> Result<Vec<AskedErasure>, Problem> {
        let mut asked: Vec<AskedErasure> = {
            let office = self.clinic().office().await;
            let lists = self.clinic().lists().await;
            let requests = office.erasure_requests.iter();
            let named = requests.filter_map(|request| {
                let row = lists.directory().row(request.patient)?;
                Some(AskedErasure {
                    asked_by: asked_by(&office, request),
                    request: request.clone(),
                    name: row.name.clone(),
                    birth_date: row.birth_date,
                    clinic_number: row.clinic_number.clone(),
                    is_open: !row.unsigned_sessions.is_empty()
                        || !row.follow_up.unanswered.is_empty()
                        || !row.follow_up.adverse_events.is_empty(),
                })
            });
            named.collect()
        };
        asked.sort_by_key(|one| one.request.asked_at);
        let patients: Vec<PatientId> = asked.iter().map(|one| one.request.patient).collect();
        self.note_each("erasure-looked-at", &patients).await?;
        Ok(asked)
    }

    /// Erases a person for whom somebody asked, after the password was typed again: first the chart, then everything in the
    /// cabinet that belongs to it. The trail says who did, before it is done.
    ///
    /// # Errors
    /// When the password is wrong, nobody asked, or something could not be written; what is left is then erased by the same call.
    pub async fn erase(&self, patient: PatientId, password: &str) -> Result<(), Problem> {
        self.who().confirm(password).await?;
        let clinic = self.clinic();
        let request = clinic.erasure_request_of(patient).await;
        let request = request.filter(|request| request.refusal.is_none());
        let request = request.ok_or_else(|| Problem::refused("refused-erasure-not-asked"))?;
        self.note("person-erased", Some(patient), None).await?;
        let tombstone = Tombstone {
            erased_at: clinic.now(),
            by: Some(self.who().account().user),
            ground: request.ground,
        };
        bar_units_of(&clinic.record, patient).await?;
        clinic.record.erase(patient, &tombstone).await?;
        clinic.kept().forget(patient);
        Ok(clear_cabinet_of(&clinic.record, patient).await?)
    }

    /// Says why a record must be kept; the patient reads it.
    ///
    /// # Errors
    /// When nobody asked, or the database does not answer.
    pub async fn refuse_erasure(&self, patient: PatientId, reason: String) -> Result<(), Problem> {
        let held = self.clinic().held_erasure_request(patient).await;
        let held = held.ok_or_else(|| Problem::refused("refused-erasure-not-asked"))?;
        let refusal = ErasureRefusal {
            by: self.who().account().user,
            at: self.clinic().now(),
            reason,
        };
        let refused = ErasureRequest {
            refusal: Some(refusal),
            ..held.value
        };
        let document = file(&refused, held.version)?;
        self.clinic().record.put_documents(&[document]).await?;
        self.note("erasure-refused", Some(patient), None).await
    }
}

fn asked_by(office: &Office, request: &ErasureRequest) -> AskedBy {
    if request.asked_by == Account::user_of(request.patient) {
        return AskedBy::Patient;
    }
    let account = office.accounts.get(request.asked_by.uuid());
    AskedBy::Colleague(account.map_or_else(String::new, |held| held.value.name.clone()))
}

impl Clinic {
    async fn held_erasure_request(&self, patient: PatientId) -> Option<Held<ErasureRequest>> {
        let office = self.office().await;
        office.erasure_requests.get(patient.uuid()).cloned()
    }

    async fn erasure_request_of(&self, patient: PatientId) -> Option<ErasureRequest> {
        Some(self.held_erasure_request(patient).await?.value)
    }

    /// Writes a wish down; one that nobody has decided on stays as it is.
    async fn ask_to_erase(
        &self,
        patient: PatientId,
        by: UserId,
        ground: Ground,
    ) -> Result<(), Problem> {
        let (is_open, seen) = {
            let office = self.office().await;
            let requests = &office.erasure_requests;
            let held = requests.get(patient.uuid());
            let is_open = held.is_some_and(|held| held.value.refusal.is_none());
            (is_open, requests.seen(patient.uuid()))
        };
        if is_open {
            return Ok(());
        }
        let request = ErasureRequest {
            patient,
            asked_by: by,
            asked_at: self.now(),
            ground,
            refusal: None,
        };
        let document = file(&request, seen)?;
        self.record.put_documents(&[document]).await?;
        Ok(())
    }

    /// Takes a wish back; one that is being carried out stays, since it says that something may be left.
    async fn withdraw_erasure(&self, patient: PatientId) -> Result<(), Problem> {
        if !self.has_chart(patient).await {
            return Err(Problem::NotFound);
        }
        let held = self.held_erasure_request(patient).await;
        let held = held.ok_or_else(|| Problem::refused("refused-erasure-not-asked"))?;
        self.record.put_documents(&[discard(&held)]).await?;
        Ok(())
    }
}
