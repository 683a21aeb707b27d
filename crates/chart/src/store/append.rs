//! What is asked of a store when something is written.

use thiserror::Error;

use crate::entry::{EntryKind, Head};
use crate::id::PatientId;
use crate::keys::WrappedKey;

/// A body that waits for its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Sealed event, or tombstone.
    pub body: Vec<u8>,
}

/// What happens to the data key in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChange {
    /// Nothing.
    Keep,
    /// It comes with the first entry of a chart.
    Add(WrappedKey),
    /// It goes with the tombstone.
    Remove,
}

/// Entries for one chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// Whose chart.
    pub patient: PatientId,
    /// Number of entries that the writer saw. Bodies are sealed for the places after it.
    pub expected: u64,
    /// The entries, in order.
    pub entries: Vec<NewEntry>,
    /// The data key.
    pub data_key: KeyChange,
}

/// An append is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Number of entries of the chart now.
    pub sequence: u64,
    /// The last of the new entries.
    pub head: Head,
}

/// Why an append was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AppendRefusal {
    /// Somebody else was faster.
    #[error(
        "the chart has {found} entries, but was opened with {expected}: somebody else wrote meanwhile; nothing of theirs is lost. Open it again and repeat what is still needed."
    )]
    Conflict {
        /// What the writer saw.
        expected: u64,
        /// What is there.
        found: u64,
    },
    /// The person was erased.
    #[error("this person was erased; nothing can be recorded in this chart any more.")]
    Erased,
    /// There is nothing to append.
    #[error("there is nothing to record; give at least one event.")]
    Nothing,
}
