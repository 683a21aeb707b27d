//! Reading charts for the registry, beside the pages.

use std::fmt;
use std::time::Duration;

use crate::server::clinic::Shared;
use crate::server::problem::Problem;

/// Time between two looks at what was recorded since.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);
/// Time without a request after which the next charts are read.
const QUIET: Duration = Duration::from_millis(10);
/// Time after which the next charts are read although requests never cease: some twentieth of one core then.
const LONGEST_WAIT: Duration = Duration::from_millis(500);
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

    /// Reads until it is dropped. After some charts it waits until nobody is being answered: whoever asks for a page comes first.
    pub(in crate::server) async fn work(self) {
        loop {
            match self.read_some().await {
                Ok(0) => tokio::time::sleep(BETWEEN_LOOKS).await,
                Ok(_) => self.clinic.traffic().quiet(QUIET, LONGEST_WAIT).await,
                Err(problem) => {
                    let status = problem.status().as_u16();
                    tracing::warn!(
                        status,
                        "charts could not be read for the registry; this is tried again"
                    );
                    tokio::time::sleep(AFTER_FAILURE).await;
                }
            }
        }
    }
}
