//! The calendar that a telephone reads by its secret address. Whoever has the address has the days of one patient and nothing
//! else.

use needlework_chart::id::PatientId;
use needlework_chart::record::OpenChart;

use crate::server::clinic::Clinic;
use crate::server::office::appointment::Appointment;
use crate::server::office::calendar_address::CalendarAddress;
use crate::server::office::{discard, login};
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
    /// What the calendar with this token is made from. The first reading of a day is in the trail: telephones read every hour, and
    /// a line for each would bury who else read the chart.
    ///
    /// # Errors
    /// When there is no such address, or the patient was erased.
    pub async fn calendar(&self, token: &str) -> Result<OwnCalendar, Problem> {
        let hash = login::hash(token);
        let (address, account) = {
            let office = self.office().await;
            let mut addresses = office.calendar_addresses.iter();
            let address = addresses.find(|one| one.token == hash).cloned();
            let address = address.ok_or(Problem::NotFound)?;
            let account = office.account_of(address.patient);
            let account = account.ok_or(Problem::NotFound)?;
            (address, account.value.clone())
        };
        if !self.has_chart(address.patient).await {
            return Err(Problem::NotFound);
        }
        let chart = self.record.open(address.patient).await?;
        let today = self.today().await;
        if !self.kept().is_reading_noted(&hash, today) {
            self.note(account.user, "calendar-read").await?;
            self.kept().keep_reading(hash, today);
        }
        Ok(OwnCalendar {
            appointments: self.appointments_of(address.patient).await,
            address,
            language: account.language,
            chart,
        })
    }

    /// The address of the calendar of a patient, if there is one; its token is kept nowhere.
    pub(super) async fn calendar_address_of(&self, patient: PatientId) -> Option<CalendarAddress> {
        let office = self.office().await;
        let held = office.calendar_addresses.get(patient.uuid())?;
        Some(held.value.clone())
    }

    /// Makes the address of the calendar of a patient void.
    pub(super) async fn end_calendar_address_of(&self, patient: PatientId) -> Result<(), Problem> {
        let held = {
            let office = self.office().await;
            office.calendar_addresses.get(patient.uuid()).cloned()
        };
        if let Some(held) = held {
            self.record.put_documents(&[discard(&held)]).await?;
        }
        Ok(())
    }

    /// Appointments of a patient, the first one first.
    pub(in crate::server) async fn appointments_of(&self, patient: PatientId) -> Vec<Appointment> {
        let office = self.office().await;
        office.appointments.of_patient(patient).cloned().collect()
    }
}
