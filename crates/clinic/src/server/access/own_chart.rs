//! The own chart of a patient. No call takes the id of a patient: the account has it, and there is no way to another chart.

use needlework_chart::id::PatientId;
use needlework_chart::record::OpenChart;

use super::{Allowed, OwnChart};
use crate::server::problem::Problem;

impl Allowed<OwnChart> {
    /// Whose chart it is.
    fn patient(&self) -> Result<PatientId, Problem> {
        self.who().account().patient().ok_or(Problem::NotFound)
    }

    /// Opens the own chart.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(&self) -> Result<OpenChart, Problem> {
        let patient = self.patient()?;
        let chart = self.clinic().record.open(patient).await?;
        self.note("own-chart-opened", Some(patient), None).await?;
        Ok(chart)
    }
}
