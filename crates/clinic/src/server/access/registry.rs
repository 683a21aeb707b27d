//! The registry: what all charts say together, and what may leave for research.

use needlework_chart::id::PatientId;
use needlework_registry::{ResearchTable, research_table};

use super::{Allowed, ExportResearch, ManageClinic, ReadCharts, ReadRegistry, SeeLists};
use crate::server::clinic::Clinic;
use crate::server::problem::Problem;
use crate::server::registry::{Collected, Operators};
use crate::server::results::{Yardstick, research_of, rows_of};

/// Charts that are opened before their rows are kept: whoever waits too long for a large clinic finds them there next time.
const CHARTS_AT_ONCE: usize = 256;

impl Allowed<ReadRegistry> {
    /// Results and sessions of all charts. No name of a patient is among them.
    ///
    /// # Errors
    /// When the trail cannot be written. A chart that does not open is counted and passed over.
    pub(in crate::server) async fn registry(&self) -> Result<Collected, Problem> {
        self.note("registry-read", None, None).await?;
        let clinic = self.clinic();
        bring_up_to_date(clinic).await?;
        Ok(clinic.registry.read().await.collected())
    }

    /// Whether whoever looks may open charts: then a decision against a rule leads to its chart.
    pub(in crate::server) fn may_open_charts(&self) -> bool {
        self.and::<ReadCharts>().is_some()
    }
}

/// Reads the charts anew that were written into since somebody last looked.
///
/// # Errors
/// When the library lacks a parameter, which the tests rule out. A chart that does not open is counted and passed over.
pub(super) async fn bring_up_to_date(clinic: &Clinic) -> Result<(), Problem> {
    let _turn = clinic.registry_turn.lock().await;
    let settings_version = clinic.settings_version().await;
    let library = clinic.library().await;
    let yardstick = Yardstick::of(clinic, &library).await?;
    let to_read = {
        let lists = clinic.lists().await;
        let mut rows = clinic.registry.write().await;
        rows.charts_to_read(lists.directory(), settings_version)
    };
    for part in to_read.chunks(CHARTS_AT_ONCE) {
        let mut read = Vec::with_capacity(part.len());
        for chart in part {
            let opened = clinic.record.open(chart.0).await.ok();
            let rows = opened.map(|opened| rows_of(chart.0, opened.chart(), &yardstick));
            read.push((*chart, rows));
        }
        clinic.registry.write().await.take(read);
    }
    Ok(())
}

impl Allowed<ReadRegistry> {
    /// Names of colleagues by the ids under which the registry knows them; none for somebody who works for research alone.
    pub(in crate::server) async fn operators(&self) -> Operators {
        if self.and::<SeeLists>().is_none() && self.and::<ManageClinic>().is_none() {
            return Operators::default();
        }
        let office = self.clinic().office().await;
        let accounts = office.accounts.iter();
        let colleagues = accounts.filter(|account| account.patient().is_none());
        Operators(
            colleagues
                .map(|account| (account.user.to_string(), account.name.clone()))
                .collect(),
        )
    }
}

impl Allowed<ExportResearch> {
    /// The table of everybody whose consent to research holds today. A chart that does not open is passed over: nobody else's
    /// consent is worth less for it.
    ///
    /// # Errors
    /// When the trail cannot be written.
    pub(in crate::server) async fn research(&self) -> Result<ResearchTable, Problem> {
        self.note("research-exported", None, None).await?;
        let clinic = self.clinic();
        let (library, today) = (clinic.library().await, clinic.today().await);
        let yardstick = Yardstick::of(clinic, &library).await?;
        let treated: Vec<PatientId> = {
            let lists = clinic.lists().await;
            let rows = lists.directory().rows();
            let treated = rows.filter(|row| row.last_signed_on.is_some());
            treated.map(|row| row.patient).collect()
        };
        let mut rows = Vec::new();
        for patient in treated {
            if let Ok(opened) = clinic.record.open(patient).await {
                rows.extend(research_of(patient, opened.chart(), &yardstick, today));
            }
        }
        research_table(&rows).map_err(|_| Problem::Fault("table for research"))
    }
}
