//! The trail: who looked at what.

use needlework_chart::access::{Access, AccessQuery};
use needlework_chart::id::PatientId;

use super::{Allowed, ReadTrail};
use crate::server::problem::Problem;

/// Entries of a page.
const PAGE: u32 = 100;

/// One entry, with the names that belong to it.
#[derive(Debug, Clone)]
pub struct TrailRow {
    /// Where it stands; older ones have lower numbers.
    pub position: u64,
    /// What.
    pub access: Access,
    /// Name of who it was.
    pub user: String,
}

impl Allowed<ReadTrail> {
    /// Entries before a position, the newest first; with a patient, those about this patient.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn trail(
        &self,
        patient: Option<PatientId>,
        before: Option<u64>,
    ) -> Result<Vec<TrailRow>, Problem> {
        let query = AccessQuery {
            patient,
            user: None,
            before_position: before,
            at_most: PAGE,
        };
        let found = self.clinic().record.accesses(query).await?;
        self.note("trail-read", patient, None).await?;
        let office = self.clinic().office().await;
        Ok(found
            .into_iter()
            .map(|(position, access)| {
                let account = office.accounts.get(access.user.uuid());
                TrailRow {
                    position,
                    user: account
                        .map_or_else(|| access.user.to_string(), |held| held.value.name.clone()),
                    access,
                }
            })
            .collect())
    }
}
