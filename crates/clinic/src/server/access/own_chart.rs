//! The own chart of a patient. No call takes the id of a patient: the account has it, and there is no way to another chart.

use needlework_chart::event::{CheckInReported, Event};
use needlework_chart::id::PatientId;
use needlework_chart::record::{NewPhotograph, OpenChart};

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

    /// The own chart once more, while something is being sent: opening the page wrote the line of the trail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_again(&self) -> Result<OpenChart, Problem> {
        Ok(self.clinic().record.open(self.patient()?).await?)
    }

    /// Records an own report.
    ///
    /// # Errors
    /// When it does not fit the chart, or somebody else wrote meanwhile.
    pub async fn report(
        &self,
        chart: &OpenChart,
        facts: CheckInReported,
    ) -> Result<OpenChart, Problem> {
        self.append(chart, vec![Event::from(facts)]).await
    }

    /// Adds a photograph of oneself whose metadata were stripped.
    ///
    /// # Errors
    /// When no consent covers it, or it cannot be written.
    pub async fn send_photograph(
        &self,
        chart: &OpenChart,
        new: NewPhotograph,
        pixels: &[u8],
    ) -> Result<OpenChart, Problem> {
        let (author, at) = (self.author()?, self.clinic().now());
        let record = &self.clinic().record;
        Ok(record
            .add_photograph(chart, new, pixels, author, at)
            .await?)
    }
}
