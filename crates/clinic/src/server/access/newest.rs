//! Documents that follow from what everybody has written so far: a room that is free, a unit that nobody opens.

use needlework_chart::cabinet::NewDocument;
use needlework_chart::lists::Lists;
use needlework_chart::record::RecordError;

use crate::server::clinic::Clinic;
use crate::server::office::Office;
use crate::server::problem::Problem;

/// How often documents follow anew where others write the same ones meanwhile: as many as colleagues press at the same moment.
const MOST_TURNS: usize = 16;

impl Clinic {
    /// Puts documents that follow from the newest state. Each is to name the version that was seen, so that they follow anew where
    /// somebody else has written one of them meanwhile.
    ///
    /// # Errors
    /// What `follow` refuses; when the database does not answer, or others wrote each time.
    pub(super) async fn put_from_newest(
        &self,
        follow: impl Fn(&Office, &Lists) -> Result<Vec<NewDocument>, Problem>,
    ) -> Result<(), Problem> {
        for _ in 0..MOST_TURNS {
            let documents = {
                let office = self.office().await;
                let lists = self.lists().await;
                follow(&office, &lists)?
            };
            match self.record.put_documents(&documents).await {
                Ok(_) => return Ok(()),
                Err(RecordError::Conflict(_)) => self.catch_up().await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Problem::conflict("refused-stale-document"))
    }
}
