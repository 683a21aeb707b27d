//! What can be wrong with a record. Each is a sentence with the place and what to do.

use thiserror::Error;
use uuid::Uuid;

use crate::entry::Entry;
use crate::event::DocumentError;
use crate::fold::Refusal;
use crate::id::PatientId;
use crate::photographs::PhotographError;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Finding {
    /// Entries that are not there.
    #[error("entries {from} to {to} of the record are lost; restore a backup.")]
    Lost {
        /// First.
        from: u64,
        /// Last.
        to: u64,
    },
    /// An entry whose hash does not follow from its content and the entry before.
    #[error(
        "entry {position} (patient {patient}, event {sequence}) was edited, replaced or moved: its hash does not follow from entry {before}; restore a backup.",
        before = position.saturating_sub(1)
    )]
    Broken {
        /// Position.
        position: u64,
        /// Whose.
        patient: PatientId,
        /// Which.
        sequence: u64,
    },
    /// A gap or a step back in one chart.
    #[error(
        "entry {position} holds event {found} of patient {patient}, but event {expected} should come next: events were lost or reordered; restore a backup."
    )]
    OutOfSequence {
        /// Position.
        position: u64,
        /// Whose.
        patient: PatientId,
        /// Which should come.
        expected: u64,
        /// Which came.
        found: u64,
    },
    /// Something after a tombstone.
    #[error(
        "entry {position} was written into the chart of patient {patient} after the erasure; report this with the version of Needlework."
    )]
    AfterTombstone {
        /// Position.
        position: u64,
        /// Whose.
        patient: PatientId,
    },
    /// A row that cannot be.
    #[error("entry {position} is damaged ({what}); restore a backup.")]
    Damaged {
        /// Position.
        position: i64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A body that does not open.
    #[error(
        "the body of event {sequence} of patient {patient} (entry {position}) does not open: it was changed or moved; restore a backup."
    )]
    NotOpened {
        /// Position.
        position: u64,
        /// Whose.
        patient: PatientId,
        /// Which.
        sequence: u64,
    },
    /// A body that is no event.
    #[error("event {sequence} of patient {patient} (entry {position}) cannot be read: {error}")]
    Unreadable {
        /// Position.
        position: u64,
        /// Whose.
        patient: PatientId,
        /// Which.
        sequence: u64,
        /// Why.
        error: DocumentError,
    },
    /// An event that does not fit those before it.
    #[error(
        "event {sequence} of patient {patient} (entry {position}) does not fit those before it: {refusal}"
    )]
    Unfit {
        /// Position.
        position: u64,
        /// Whose.
        patient: PatientId,
        /// Which.
        sequence: u64,
        /// Why.
        refusal: Refusal,
    },
    /// A chart whose key cannot be had.
    #[error("the chart of patient {patient} cannot be opened: {reason}")]
    NoKey {
        /// Whose.
        patient: PatientId,
        /// Why.
        reason: String,
    },
    /// A photograph that is missing or changed.
    #[error("patient {patient}: {error}")]
    Photograph {
        /// Whose.
        patient: PatientId,
        /// What is wrong.
        error: PhotographError,
    },
    /// Photographs that should be gone.
    #[error(
        "{count} photographs or drawn plans of patient {patient}, who was erased, are still there; they do not open any more. Erase this patient again to remove them."
    )]
    PhotographsOfErased {
        /// Whose.
        patient: PatientId,
        /// How many.
        count: usize,
    },
    /// The record ends before the anchor.
    #[error(
        "the record ends at entry {end}, but was whole up to entry {anchor} before: the newest entries are lost. If an older backup was restored on purpose, restore it with `needlework restore`, which says so to the key room."
    )]
    CutOff {
        /// Position of the anchor.
        anchor: u64,
        /// Where the record ends.
        end: u64,
    },
    /// Another entry at the anchor.
    #[error(
        "entry {anchor} is another one than when the record was last seen: the record was replaced or rewritten; restore a backup."
    )]
    Replaced {
        /// Position of the anchor.
        anchor: u64,
    },
    /// In the ledger, but without a tombstone.
    #[error("the erasure of patient {0} was cut off; erase this patient again to finish it.")]
    ErasureUnfinished(PatientId),
    /// A tombstone, but not in the ledger.
    #[error(
        "patient {0} was erased, but the key room does not know it: it is an older copy; put back the newest one, or erase this patient again."
    )]
    NotInLedger(PatientId),
    /// A wrapped data key that should be gone.
    #[error(
        "the database still holds the data key of patient {0}, who was erased; it does not open any more. Erase this patient again to remove it."
    )]
    KeyOfErased(PatientId),
    /// A document of the cabinet that does not open.
    #[error(
        "document {id} in drawer {drawer} (version {version}) does not open: it was changed or moved; restore a backup."
    )]
    DocumentNotOpened {
        /// Name of the drawer.
        drawer: String,
        /// Its id in the drawer.
        id: Uuid,
        /// Its version.
        version: u64,
    },
    /// The cabinet key cannot be had.
    #[error("the documents of the clinic cannot be opened: {reason}")]
    NoCabinetKey {
        /// Why.
        reason: String,
    },
    /// Rows of the access trail that are not there.
    #[error("rows {from} to {to} of the access trail are lost; restore a backup.")]
    AccessesLost {
        /// First.
        from: u64,
        /// Last.
        to: u64,
    },
    /// The access trail ends before its anchor.
    #[error(
        "the access trail ends at row {end}, but went on to row {anchor} before: the newest rows are lost; restore a backup."
    )]
    AccessesCutOff {
        /// Position of the anchor.
        anchor: u64,
        /// Where the trail ends.
        end: u64,
    },
    /// Other rows up to the anchor.
    #[error(
        "among rows 1 to {to} of the access trail at least one was edited or replaced since it was written; compare them with those of a backup."
    )]
    AccessesEdited {
        /// Position of the anchor.
        to: u64,
    },
}

impl Finding {
    pub(super) const fn broken(entry: &Entry) -> Self {
        Self::Broken {
            position: entry.position,
            patient: entry.patient,
            sequence: entry.sequence,
        }
    }

    pub(super) const fn not_opened(entry: &Entry) -> Self {
        Self::NotOpened {
            position: entry.position,
            patient: entry.patient,
            sequence: entry.sequence,
        }
    }

    pub(super) const fn unreadable(entry: &Entry, error: DocumentError) -> Self {
        Self::Unreadable {
            position: entry.position,
            patient: entry.patient,
            sequence: entry.sequence,
            error,
        }
    }

    pub(super) const fn unfit(entry: &Entry, refusal: Refusal) -> Self {
        Self::Unfit {
            position: entry.position,
            patient: entry.patient,
            sequence: entry.sequence,
            refusal,
        }
    }
}
