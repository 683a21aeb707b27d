//! Erasing a person.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Record;
use super::error::RecordError;
use crate::entry::EntryKind;
use crate::id::{PatientId, UserId};
use crate::store::{Append, AppendRefusal, KeyChange, NewEntry, Store, WriteError};

/// On what ground a person was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The person asked for it, and no duty to keep the record stands against it.
    Request,
    /// The time for which records must be kept is over.
    RetentionOver,
    /// An older backup was restored; the erasure was repeated from the ledger.
    Ledger,
}

/// What remains of a chart: when it was erased, by whom, on what ground. It lies in the clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    /// When.
    pub erased_at: Timestamp,
    /// By whom; absent where the program repeated it.
    pub by: Option<UserId>,
    /// On what ground.
    pub ground: Ground,
}

impl Tombstone {
    /// The tombstone in the body of an entry; `None` if it is none.
    pub fn from_body(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    fn entry(&self) -> Option<NewEntry> {
        Some(NewEntry {
            kind: EntryKind::Tombstone,
            body: serde_json::to_vec(self).ok()?,
        })
    }
}

impl<S: Store> Record<S> {
    /// Erases a person: enters the ledger, destroys the share, removes the photographs and what plans drew, then appends the
    /// tombstone and removes the data key. From the first step on the chart cannot be read; cut off at any point, it is finished
    /// by calling it again.
    ///
    /// # Errors
    /// When nobody has this id, or something could not be written.
    pub async fn erase(
        &self,
        patient: PatientId,
        tombstone: &Tombstone,
    ) -> Result<(), RecordError> {
        let mut expected = match self.store().chart(patient).await?.last() {
            Some(last) => last.sequence,
            None => return Err(RecordError::NoSuchPatient(patient)),
        };
        self.keyring().room().erase(patient, tombstone.erased_at)?;
        self.keyring().forget(patient);
        self.photographs().remove_all(patient).await?;
        loop {
            let append = Append {
                patient,
                expected,
                entries: tombstone.entry().into_iter().collect(),
                data_key: KeyChange::Remove,
            };
            match self.writer.append(append).await {
                // Somebody was writing into the chart; erasing wins.
                Err(WriteError::Refused(AppendRefusal::Conflict { found, .. })) => expected = found,
                Ok(_) => return Ok(()),
                // Erased already; whatever was put back since goes again.
                Err(WriteError::Refused(AppendRefusal::Erased)) => {
                    return Ok(self.store().remove_data_key(patient).await?);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}
