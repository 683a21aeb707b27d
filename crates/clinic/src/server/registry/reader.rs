//! Reading charts for the registry, beside the pages.

use std::fmt;
use std::time::{Duration, Instant};

use crate::server::clinic::Shared;
use crate::server::problem::Problem;

/// Time between two looks at what was recorded since.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);
/// Time after which a database that did not answer is asked again.
const AFTER_FAILURE: Duration = Duration::from_secs(20);

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

    /// Reads until it is dropped. After some charts it rests as long as they took: whoever asks for pages has more than half of
    /// the machine at any time.
    pub(in crate::server) async fn work(self) {
        loop {
            let began = Instant::now();
            let rest = match self.read_some().await {
                Ok(0) => BETWEEN_LOOKS,
                Ok(_) => began.elapsed(),
                Err(problem) => {
                    let status = problem.status().as_u16();
                    tracing::warn!(
                        status,
                        "charts could not be read for the registry; this is tried again"
                    );
                    AFTER_FAILURE
                }
            };
            tokio::time::sleep(rest).await;
        }
    }
}
