//! Why a key cannot be had.

use std::path::PathBuf;

use thiserror::Error;

use crate::chance::NoRandomness;
use crate::id::{KeyId, PatientId};

/// Why a key cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// A file or folder of the key room.
    #[error("{path}: {what} ({reason}); check that the disk is there, has space and belongs to this user.", path = path.display())]
    File {
        /// Path.
        path: PathBuf,
        /// What could not be done.
        what: &'static str,
        /// What the system says.
        reason: String,
    },
    /// Others can read it.
    #[error(
        "{path}: other users of this machine can read this file; run `chmod 600` on it, and rotate the clinic key if it is no machine of your own.",
        path = path.display()
    )]
    Readable {
        /// Path.
        path: PathBuf,
    },
    /// Not the text of keys.
    #[error(
        "{place}: a clinic key is an id, a colon and 44 characters of base64, one per line, the current one first."
    )]
    NotKeys {
        /// File or variable.
        place: String,
    },
    /// A share or anchor that cannot be understood.
    #[error("{path}: the file is damaged; put back the copy of the key room.", path = path.display())]
    Damaged {
        /// Path.
        path: PathBuf,
    },
    /// The clinic key that locked a data key is not there.
    #[error(
        "the clinic key {0} is not in the key room; put back the copy of the key room that holds it."
    )]
    UnknownClinicKey(KeyId),
    /// The share of a patient is not there.
    #[error(
        "the key room holds no share of patient {0}; put back the newest copy of the key room."
    )]
    NoShare(PatientId),
    /// The person was erased.
    #[error("patient {0} was erased; nothing of this chart can be read any more.")]
    Erased(PatientId),
    /// A data key that does not open.
    #[error(
        "the data key of patient {0} does not open; the record and the key room do not belong together, or one was changed."
    )]
    NotOpened(PatientId),
    /// Keys that come from the environment.
    #[error(
        "the clinic key comes from the environment; put the new key before the old one there, then rotate again."
    )]
    FromEnvironment,
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}
