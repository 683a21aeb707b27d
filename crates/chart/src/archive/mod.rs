//! Copies of the record: sealed backups, and exports in open formats.
//!
//! * A **backup** holds entries, documents of the cabinet, photographs and what plans drew as they lie in the record, sealed, the
//!   access trail, and the wrapped data keys; no clinic key, no share. It is made while the record is in use: since entries are only
//!   added, those up to one head are a consistent whole. It is restored into an empty database of either kind, with the key room that
//!   belongs to it. People in the ledger of erasures get no data key, no photographs and no drawings back, and a new tombstone if
//!   theirs is younger than the backup.
//! * An **export** holds everything about one person or all of them in the clear: events as JSON, photographs as they were
//!   taken, sessions and appointments as iCalendar; that of all of them also what is about the clinic and no secret, and the
//!   access trail. It imports into another clinic to the same charts, sealed with that clinic's keys.
//!
//! Both are folders that appear complete or not at all.

mod backup;
mod beside;
mod calendar;
mod clinic;
mod error;
mod export;
mod folder;
mod import;
mod manifest;
mod restore;

pub use backup::{Backup, back_up};
pub use beside::{Beside, Booked, TakesIn};
pub use error::ArchiveError;
pub use export::{Export, ExportedFile, export, files_of};
pub use import::{Import, expect_export, import};
pub use restore::{Restored, expect_backup, restore};
