//! The trail: who looked at what.

use needlework_chart::access::{Access, AccessQuery};
use needlework_chart::id::PatientId;

use super::mails::PROGRAM;
use super::{Allowed, ReadTrail};
use crate::server::clinic::Clinic;
use crate::server::office::account::Role;
use crate::server::problem::Problem;

/// Entries of a page.
const PAGE: u32 = 100;

/// What the program is called where it did something by itself.
const PROGRAM_NAME: &str = "Needlework";

/// One entry, with the names that belong to it.
#[derive(Debug, Clone)]
pub struct TrailRow {
    /// Where it stands; older ones have lower numbers.
    pub position: u64,
    /// What.
    pub access: Access,
    /// Name of who it was; empty for a patient, whose account has none.
    pub user: String,
    /// What they are in the clinic.
    pub roles: Vec<Role>,
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
        let rows = self.clinic().trail_of(patient, before).await?;
        self.note("trail-read", patient, None).await?;
        Ok(rows)
    }
}

impl Clinic {
    /// Entries before a position, the newest first; with a patient, those about this patient.
    pub(super) async fn trail_of(
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
        let found = self.record.accesses(query).await?;
        let office = self.office().await;
        let rows = found.into_iter().map(|(position, access)| {
            let account = office.accounts.get(access.user.uuid());
            let account = account.map(|held| &held.value);
            TrailRow {
                position,
                user: match account {
                    Some(one) => one.name.clone(),
                    None if access.user == PROGRAM => PROGRAM_NAME.to_owned(),
                    None => access.user.to_string(),
                },
                roles: account.map_or_else(Vec::new, |one| one.roles.iter().copied().collect()),
                access,
            }
        });
        Ok(rows.collect())
    }
}
