//! The registry: what all charts say together, and what may leave for research.

use std::sync::Arc;

use needlework_registry::{ResearchTable, research_table};

use super::{Allowed, ExportResearch, ReadRegistry};
use crate::server::problem::Problem;
use crate::server::registry::Collected;
use crate::server::results::{research_of, rows_of};

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
        let library = Arc::clone(&clinic.library().await);
        let changed = {
            let lists = clinic.lists().await;
            clinic
                .registry
                .write()
                .await
                .charts_to_read(lists.directory())
        };
        for part in changed.chunks(CHARTS_AT_ONCE) {
            let mut read = Vec::with_capacity(part.len());
            for (patient, last_recorded_at) in part {
                let opened = clinic.record.open(*patient).await.ok();
                let rows = opened.map(|opened| rows_of(opened.chart(), &library));
                read.push((*patient, *last_recorded_at, rows));
            }
            clinic.registry.write().await.take(read);
        }
        Ok(clinic.registry.read().await.collected())
    }
}

impl Allowed<ExportResearch> {
    /// The table of everybody whose consent to research holds today.
    ///
    /// # Errors
    /// When the trail cannot be written or the database does not answer.
    pub(in crate::server) async fn research(&self) -> Result<ResearchTable, Problem> {
        let clinic = self.clinic();
        let (library, today) = (clinic.library().await, clinic.today().await);
        let treated: Vec<_> = {
            let lists = clinic.lists().await;
            let rows = lists.directory().rows();
            rows.filter(|row| row.last_signed_on.is_some())
                .map(|row| row.patient)
                .collect()
        };
        let mut rows = Vec::new();
        for patient in treated {
            let opened = clinic.record.open(patient).await?;
            rows.extend(research_of(patient, opened.chart(), &library, today));
        }
        self.note("research-exported", None, None).await?;
        research_table(&rows).map_err(|_| Problem::Fault("table for research"))
    }
}
