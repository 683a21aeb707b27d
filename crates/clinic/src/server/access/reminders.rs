//! How patients are reminded: chosen by the clinic, by the patient, or stopped by a link in a mail.

use needlework_chart::event::{Event, RemindersChosen};
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::record::OpenChart;

use super::own_chart::author_of;
use super::{Allowed, Register};
use crate::server::clinic::Clinic;
use crate::server::problem::Problem;

/// How often a stop is tried again after somebody else wrote into the chart at the same moment.
const TRIES: usize = 8;

impl Allowed<Register> {
    /// Opens a chart to see how its patient is reminded.
    ///
    /// # Errors
    /// When nobody has this id or the database does not answer.
    pub async fn open_for_reminders(&self, patient: PatientId) -> Result<OpenChart, Problem> {
        let chart = self.clinic().record.open(patient).await?;
        self.note("reminders-read", Some(patient), None).await?;
        Ok(chart)
    }

    /// Records how a patient is reminded, as the patient said.
    ///
    /// # Errors
    /// When the address is none, or somebody else wrote meanwhile.
    pub async fn choose_reminders(
        &self,
        chart: &OpenChart,
        chosen: RemindersChosen,
    ) -> Result<OpenChart, Problem> {
        self.append(chart, vec![Event::from(chosen)]).await
    }
}

impl Clinic {
    /// Whose mails a link stops.
    ///
    /// # Errors
    /// When it is none of ours, or the patient was erased.
    pub async fn patient_of_stop_link(&self, token: &str) -> Result<PatientId, Problem> {
        let patient = {
            let office = self.office().await;
            office
                .mail_secret()
                .and_then(|secret| secret.patient_of(token))
        };
        let patient = patient.ok_or(Problem::NotFound)?;
        let has_chart = self.has_chart(patient).await;
        has_chart.then_some(patient).ok_or(Problem::NotFound)
    }

    /// The language in which a patient is reminded; `None`: the patient is not.
    ///
    /// # Errors
    /// As [`Self::patient_of_stop_link`].
    pub async fn language_of_stop_link(&self, token: &str) -> Result<Option<String>, Problem> {
        let patient = self.patient_of_stop_link(token).await?;
        let chart = self
            .open_for_mails(patient, "stop-link-opened", None)
            .await?;
        let mail = chart.chart().reminder_mail();
        Ok(mail.map(|mail| mail.language.clone()))
    }

    /// Stops the mails of a patient by the link in one of them, and tells in which language they were; `None`: they had stopped.
    ///
    /// # Errors
    /// As [`Self::patient_of_stop_link`], or when the database does not answer.
    pub async fn stop_reminders(&self, token: &str) -> Result<Option<String>, Problem> {
        let patient = self.patient_of_stop_link(token).await?;
        for _ in 0..TRIES {
            let chart = self
                .open_for_mails(patient, "stop-link-opened", None)
                .await?;
            let Some(mail) = chart.chart().reminder_mail() else {
                return Ok(None);
            };
            let language = mail.language.clone();
            let author = author_of(chart.chart(), patient).ok_or(Problem::NotFound)?;
            let event = Event::from(RemindersChosen { mail: None }).by(author, self.now());
            match self
                .record
                .append(&chart, &[event])
                .await
                .map_err(Problem::from)
            {
                Ok(_) => {
                    let user = UserId::from_uuid(patient.uuid());
                    self.note_unattended(user, patient, "reminders-stopped", None)
                        .await?;
                    return Ok(Some(language));
                }
                Err(Problem::Conflict(_)) => {}
                Err(problem) => return Err(problem),
            }
        }
        Err(Problem::conflict("refused-stop-again"))
    }
}
