//! Reading charts for the registry, beside the pages.

use std::fmt;
use std::time::Duration;

use crate::server::clinic::Shared;
use crate::server::problem::Problem;
use crate::server::traffic::work_beside_pages;

/// Time after which the next charts are read although requests never cease: some twentieth of one core then.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// Who reads the charts of a clinic for its registry, so that nobody who opens it waits for that.
pub struct RegistryReader {
    clinic: Shared,
}

impl fmt::Debug for RegistryReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RegistryReader")
    }
}

impl RegistryReader {
    /// A reader of a clinic.
    pub const fn new(clinic: Shared) -> Self {
        Self { clinic }
    }

    /// Reads some of the charts that were written into since they were read; how many are left.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_some(&self) -> Result<usize, Problem> {
        self.clinic.catch_up().await?;
        Ok(self.clinic.read_for_registry().await?.left())
    }

    /// How many charts with signed sessions have been read.
    pub async fn charts_read(&self) -> usize {
        self.clinic.registry.read().await.progress().read
    }

    /// Reads until it is dropped.
    pub(in crate::server) async fn work(self) {
        let failed = "charts could not be read for the registry";
        work_beside_pages(&self.clinic, LONGEST_WAIT, failed, || self.read_some()).await;
    }
}
