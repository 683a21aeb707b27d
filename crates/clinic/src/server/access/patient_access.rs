//! Giving a patient access to the own chart, and taking it away.

use jiff::Timestamp;
use needlework_chart::cabinet::NewDocument;
use needlework_chart::id::PatientId;
use uuid::Uuid;

use super::sign_in::uuid;
use super::{Allowed, Register};
use crate::server::office::account::Account;
use crate::server::office::login::{self, Login};
use crate::server::office::patient_link::{LINK_HOLDS, PatientLink};
use crate::server::office::{Office, discard, file};
use crate::server::problem::Problem;

/// How a patient reaches the own chart.
#[derive(Debug)]
pub struct PatientAccess {
    /// A link that was made and not used yet.
    pub open_link: Option<PatientLink>,
    /// Sign-ins that hold, the newest first.
    pub sign_ins: Vec<Login>,
    /// Since when the calendar has an address.
    pub calendar_since: Option<Timestamp>,
}

impl Allowed<Register> {
    /// How a patient reaches the own chart.
    ///
    /// # Errors
    /// When nobody has this id.
    pub async fn access_of(&self, patient: PatientId) -> Result<PatientAccess, Problem> {
        self.require_chart(patient).await?;
        let now = self.clinic().now();
        let open_link = {
            let office = self.clinic().office().await;
            let mut links = office.patient_links.iter();
            links
                .find(|link| link.patient == patient && link.works(now))
                .cloned()
        };
        let user = Account::user_of(patient);
        let address = self.clinic().calendar_address_of(patient).await;
        Ok(PatientAccess {
            open_link,
            sign_ins: self.clinic().sign_ins_of(user).await,
            calendar_since: address.map(|address| address.made_at),
        })
    }

    /// Makes a link that lets a patient in once, in the place of earlier ones, and gives it with its token, which is kept nowhere.
    /// Links of others that no longer work are removed with them.
    ///
    /// # Errors
    /// When nobody has this id, or the database does not answer.
    pub async fn give_access(&self, patient: PatientId) -> Result<(PatientLink, String), Problem> {
        self.require_chart(patient).await?;
        let clinic = self.clinic();
        let (now, token) = (clinic.now(), login::new_token(clinic.chance())?);
        let link = PatientLink {
            id: uuid(clinic)?,
            patient,
            token: login::hash(&token),
            expires_at: now + LINK_HOLDS,
            tries: 0,
        };
        let mut documents = {
            let office = clinic.office().await;
            let mut documents =
                removed_links(&office, |link| link.patient == patient || !link.works(now));
            if office.account_of(patient).is_none() {
                let language = office.settings().value.language.clone();
                documents.push(file(&Account::of_patient(patient, language), 0)?);
            }
            documents
        };
        documents.push(file(&link, 0)?);
        clinic.record.put_documents(&documents).await?;
        self.note("patient-link-made", Some(patient), Some(link.id))
            .await?;
        Ok((link, token))
    }

    /// Makes the link of a patient void that was not used yet.
    ///
    /// # Errors
    /// When nobody has this id, or the database does not answer.
    pub async fn revoke_link(&self, patient: PatientId) -> Result<(), Problem> {
        self.require_chart(patient).await?;
        let documents = {
            let office = self.clinic().office().await;
            removed_links(&office, |link| link.patient == patient)
        };
        self.clinic().record.put_documents(&documents).await?;
        self.note("patient-link-revoked", Some(patient), None).await
    }

    /// Ends a sign-in of a patient.
    ///
    /// # Errors
    /// When it is nobody's or somebody else's.
    pub async fn end_sign_in_of(&self, patient: PatientId, id: Uuid) -> Result<(), Problem> {
        self.require_chart(patient).await?;
        let user = Account::user_of(patient);
        self.clinic().end_sign_in(user, id).await?;
        self.note("sign-in-ended", Some(patient), Some(id)).await
    }

    /// Makes the address of the calendar of a patient void: whoever has it, by right or not, reads no more.
    ///
    /// # Errors
    /// When nobody has this id, or the database does not answer.
    pub async fn end_calendar_address_of(&self, patient: PatientId) -> Result<(), Problem> {
        self.require_chart(patient).await?;
        self.clinic().end_calendar_address_of(patient).await?;
        self.note("calendar-address-ended", Some(patient), None)
            .await
    }

    async fn require_chart(&self, patient: PatientId) -> Result<(), Problem> {
        let has_chart = self.clinic().has_chart(patient).await;
        has_chart.then_some(()).ok_or(Problem::NotFound)
    }
}

/// The removal of some links.
fn removed_links(office: &Office, which: impl Fn(&PatientLink) -> bool) -> Vec<NewDocument> {
    let links = office.patient_links.held();
    links
        .filter(|held| which(&held.value))
        .map(discard)
        .collect()
}
