//! Why something was not recorded or cannot be read.

use thiserror::Error;

use crate::event::DocumentError;
use crate::fold::Refusal;
use crate::id::PatientId;
use crate::keys::KeyError;
use crate::photographs::PhotographError;
use crate::store::{StoreError, WriteError};

/// Why something was not recorded or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecordError {
    /// The event does not fit the chart.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A photograph could not be stored or read.
    #[error(transparent)]
    Photograph(#[from] PhotographError),
    /// A key cannot be had.
    #[error(transparent)]
    Key(KeyError),
    /// Nobody has this id.
    #[error("the record holds no patient {0}; look the patient up again.")]
    NoSuchPatient(PatientId),
    /// The person was erased.
    #[error("patient {0} was erased; nothing of this chart can be read any more.")]
    Erased(PatientId),
    /// The database holds no data key for a chart that was not erased.
    #[error(
        "the data key of patient {0} is missing from the database; run `needlework verify`, then restore a backup."
    )]
    NoDataKey(PatientId),
    /// A body that does not open.
    #[error(
        "event {sequence} of patient {patient} does not open: it was changed or moved; run `needlework verify`, then restore a backup."
    )]
    NotOpened {
        /// Whose.
        patient: PatientId,
        /// Which.
        sequence: u64,
    },
    /// A body that is no event.
    #[error("event {sequence} of patient {patient} cannot be read: {error}")]
    Unreadable {
        /// Whose.
        patient: PatientId,
        /// Which.
        sequence: u64,
        /// Why.
        error: DocumentError,
    },
    /// An event that does not fit those before it.
    #[error("event {sequence} of patient {patient} does not fit those before it: {refusal}")]
    Unfit {
        /// Whose.
        patient: PatientId,
        /// Which.
        sequence: u64,
        /// Why.
        refusal: Refusal,
    },
    /// An event that cannot be written.
    #[error(transparent)]
    NotWritten(DocumentError),
}

impl From<KeyError> for RecordError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Erased(patient) => Self::Erased(patient),
            other => Self::Key(other),
        }
    }
}
