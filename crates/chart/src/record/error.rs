//! Why something was not recorded or cannot be read.

use std::path::PathBuf;

use thiserror::Error;
use uuid::Uuid;

use crate::event::DocumentError;
use crate::fold::Refusal;
use crate::id::PatientId;
use crate::keys::KeyError;
use crate::photographs::PhotographError;
use crate::store::{DocumentConflict, StoreError, WriteError};

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
    /// A document of the cabinet has another version than was expected.
    #[error(transparent)]
    Conflict(#[from] DocumentConflict),
    /// A document of the cabinet that does not open.
    #[error(
        "document {id} in drawer {drawer} does not open: it was changed or moved; run `needlework verify`, then restore a backup."
    )]
    DocumentNotOpened {
        /// Name of the drawer.
        drawer: String,
        /// Its id in the drawer.
        id: Uuid,
    },
    /// An action of the access trail that is no code.
    #[error(
        "the action of an access must be a code of at most 40 lowercase letters, digits and hyphens, such as chart-opened."
    )]
    NotACode,
    /// A snapshot of the lists that cannot be written.
    #[error("{path}: the snapshot of the lists cannot be written ({reason}); check space and permissions. Without it the next start takes longer, nothing else.", path = path.display())]
    Snapshot {
        /// Path.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The program is ending.
    #[error("the program is ending; start it again.")]
    Ending,
    /// The id of the cabinet key.
    #[error("this id is reserved for the clinic itself; give the patient another one.")]
    Reserved,
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
