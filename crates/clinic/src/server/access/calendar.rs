//! The calendar that a telephone reads by its secret address. Whoever has the address has the days of one patient and nothing
//! else.

use needlework_chart::access::Access;
use needlework_chart::id::{PatientId, UserId};
use needlework_chart::record::OpenChart;

use crate::server::clinic::Clinic;
use crate::server::office::appointment::Appointment;
use crate::server::office::calendar_address::CalendarAddress;
use crate::server::office::login;
use crate::server::problem::Problem;

/// What a calendar is made from.
pub struct OwnCalendar {
    /// Its address.
    pub address: CalendarAddress,
    /// Code of the language of the patient.
    pub language: String,
    /// The chart.
    pub chart: OpenChart,
    /// Appointments, the first one first.
    pub appointments: Vec<Appointment>,
}

impl Clinic {
    /// What the calendar with this token is made from. Reading it is in the trail.
    ///
    /// # Errors
    /// When there is no such address, or the patient was erased.
    pub async fn calendar(&self, token: &str) -> Result<OwnCalendar, Problem> {
        let hash = login::hash(token);
        let (address, language) = {
            let office = self.office().await;
            let mut addresses = office.calendar_addresses.iter();
            let address = addresses.find(|one| one.token == hash).cloned();
            let address = address.ok_or(Problem::NotFound)?;
            let account = office.account_of(address.patient);
            let account = account.ok_or(Problem::NotFound)?;
            (address, account.value.language.clone())
        };
        if !self.has_chart(address.patient).await {
            return Err(Problem::NotFound);
        }
        let chart = self.record.open(address.patient).await?;
        let access = Access {
            at: self.now(),
            user: UserId::from_uuid(address.patient.uuid()),
            patient: Some(address.patient),
            action: "calendar-read".to_owned(),
            subject: None,
        };
        self.record.note_access(access).await?;
        Ok(OwnCalendar {
            appointments: self.appointments_of(address.patient).await,
            address,
            language,
            chart,
        })
    }

    /// Appointments of a patient, the first one first.
    pub(in crate::server) async fn appointments_of(&self, patient: PatientId) -> Vec<Appointment> {
        let office = self.office().await;
        office.appointments.of_patient(patient).cloned().collect()
    }
}
