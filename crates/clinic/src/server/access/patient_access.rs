//! Giving a patient access to the own chart, and taking it away.

use needlework_chart::cabinet::NewDocument;
use needlework_chart::id::{PatientId, UserId};
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
        Ok(PatientAccess {
            open_link,
            sign_ins: self.clinic().sign_ins_of(user_of(patient)).await,
        })
    }

    /// Makes a link that lets a patient in once, in the place of earlier ones; gives it with its token, which is kept nowhere.
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
            made_by: self.who().account().user,
            made_at: now,
            token: login::hash(&token),
            expires_at: now + LINK_HOLDS,
            tries: 0,
        };
        let mut documents = {
            let office = clinic.office().await;
            let mut documents = links_of(&office, patient);
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
        let documents = links_of(&*self.clinic().office().await, patient);
        self.clinic().record.put_documents(&documents).await?;
        self.note("patient-link-revoked", Some(patient), None).await
    }

    /// Ends a sign-in of a patient.
    ///
    /// # Errors
    /// When it is nobody's or somebody else's.
    pub async fn end_sign_in_of(&self, patient: PatientId, id: Uuid) -> Result<(), Problem> {
        self.require_chart(patient).await?;
        self.clinic().end_sign_in(user_of(patient), id).await?;
        self.note("sign-in-ended", Some(patient), Some(id)).await
    }

    async fn require_chart(&self, patient: PatientId) -> Result<(), Problem> {
        let has_chart = self.clinic().has_chart(patient).await;
        has_chart.then_some(()).ok_or(Problem::NotFound)
    }
}

/// The account of a patient has the id of the chart.
const fn user_of(patient: PatientId) -> UserId {
    UserId::from_uuid(patient.uuid())
}

/// The removal of all links of a patient.
fn links_of(office: &Office, patient: PatientId) -> Vec<NewDocument> {
    let links = office.patient_links.held();
    links
        .filter(|held| held.value.patient == patient)
        .map(discard)
        .collect()
}
