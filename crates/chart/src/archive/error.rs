//! Why a copy could not be made or taken in.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::event::DocumentError;
use crate::fold::Refusal;
use crate::id::PatientId;
use crate::photographs::PhotographError;
use crate::record::RecordError;
use crate::store::StoreError;

/// Why a copy could not be made or taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArchiveError {
    /// A file or folder.
    #[error("{path}: {what} ({reason}).", path = path.display())]
    File {
        /// Path.
        path: PathBuf,
        /// What could not be done, and what to do.
        what: &'static str,
        /// What the system says.
        reason: String,
    },
    /// The folder is there already.
    #[error("{path}: there is something already; name a folder that is not there yet.", path = path.display())]
    Exists {
        /// Path.
        path: PathBuf,
    },
    /// Not a backup or export, or one of a newer version.
    #[error("{path}: this is no {what} that this version of Needlework reads; name the folder that holds {file}.", path = path.display())]
    NotACopy {
        /// Path.
        path: PathBuf,
        /// Backup or export.
        what: &'static str,
        /// The file by which it is known.
        file: &'static str,
    },
    /// A damaged line.
    #[error("{path}: line {line} is damaged; take another copy.", path = path.display())]
    Line {
        /// Path.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
    },
    /// The copy ends too early or elsewhere.
    #[error("{path}: the backup is not complete or was changed: it does not end where it says; take another one.", path = path.display())]
    OtherHead {
        /// Path.
        path: PathBuf,
    },
    /// The record is not empty.
    #[error("the record holds {0} entries already; restore into an empty folder or database.")]
    NotEmpty(u64),
    /// The cabinet is not empty.
    #[error(
        "the record holds documents of a clinic already, up to revision {0}; restore into an empty folder or database, before a server has used it."
    )]
    CabinetNotEmpty(u64),
    /// The access trail is not empty.
    #[error(
        "the record holds an access trail already; restore into an empty folder or database, before a server has used it."
    )]
    AccessNotEmpty,
    /// An event of an export.
    #[error("{path}: event {number} cannot be taken in: {error}", path = path.display())]
    Event {
        /// Path.
        path: PathBuf,
        /// Which, from 1.
        number: usize,
        /// Why.
        error: DocumentError,
    },
    /// A document of an export.
    #[error("{path}: document {number} cannot be taken in: {reason}", path = path.display())]
    Document {
        /// Path.
        path: PathBuf,
        /// Which, from 1.
        number: usize,
        /// Why.
        reason: String,
    },
    /// A chart without an event.
    #[error("{path}: there is no event in this chart; take another copy.", path = path.display())]
    NoEvents {
        /// Path.
        path: PathBuf,
    },
    /// An event of an export that does not fit.
    #[error("{path}: event {number} does not fit those before it: {refusal}", path = path.display())]
    Unfit {
        /// Path.
        path: PathBuf,
        /// Which, from 1.
        number: usize,
        /// Why.
        refusal: Refusal,
    },
    /// A photograph of an export.
    #[error("{path}: this is not the photograph that the chart names; take another copy.", path = path.display())]
    OtherPhotograph {
        /// Path.
        path: PathBuf,
    },
    /// A file of an export that is not the one that the manifest names, is missing, or is named by nothing.
    #[error("{path}: this file was edited, lost or added after the export was made; nothing was taken in. Take another copy.", path = path.display())]
    Edited {
        /// Path.
        path: PathBuf,
    },
    /// Another manifest than the one that was asked for, or none.
    #[error("{path}: the manifest is not the one whose SHA-256 was given: the export was edited or is another one; nothing was taken in. Take another copy.", path = path.display())]
    OtherManifest {
        /// Path.
        path: PathBuf,
    },
    /// Somebody who is known already, by another chart.
    #[error(
        "patient {0} is in the record already, and not with the events of the export; nothing was taken in. Import into an empty record, or export without this patient."
    )]
    Known(PatientId),
    /// The record.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The photographs.
    #[error(transparent)]
    Photograph(#[from] PhotographError),
}

pub(super) fn failed<'a>(
    path: &'a Path,
    what: &'static str,
) -> impl FnOnce(std::io::Error) -> ArchiveError + use<'a> {
    move |error| ArchiveError::File {
        path: path.to_owned(),
        what,
        reason: error.to_string(),
    }
}
