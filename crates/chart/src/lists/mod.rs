//! Lists, search and boards: what the record says of many patients at once.
//!
//! Names lie sealed in the database, so that no database can search them. The lists are read from the events at the start of
//! the program and live in its memory; they are no second truth and are never written anywhere. [`Lists::catch_up`] takes in
//! what was appended since, by this server or by another one, in the order of positions. Called before every answer it keeps
//! any number of servers in step; it costs one look at the head when nothing is new.

mod directory;
mod query;
mod recall;

pub use directory::{Directory, PatientRow};
pub use recall::{Article, Recall, Use};

use crate::entry::{Entry, EntryKind};
use crate::event::Recorded;
use crate::record::{Record, RecordError};
use crate::store::Store;

/// Entries that are taken in at once.
const PAGE: u32 = 1000;

/// All lists, as of one position of the record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lists {
    position: u64,
    unreadable: u64,
    directory: Directory,
    recall: Recall,
}

impl Lists {
    /// Lists read from the whole record.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rebuild<S: Store>(record: &Record<S>) -> Result<Self, RecordError> {
        let mut lists = Self::default();
        lists.catch_up(record).await?;
        Ok(lists)
    }

    /// Takes in what was appended since the last call. An entry that cannot be read is counted and passed over: `verify`
    /// tells what is wrong with it, and one damaged chart must not hide all others.
    ///
    /// # Errors
    /// When the database does not answer. What was taken in before stays.
    pub async fn catch_up<S: Store>(&mut self, record: &Record<S>) -> Result<(), RecordError> {
        let head = record.store().head().await?;
        while self.position < head.position {
            let page = record.store().after(self.position, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for entry in &page {
                match record.event_of(entry).await {
                    Ok(event) => self.take(entry, event.as_ref()),
                    Err(RecordError::Store(error)) => return Err(error.into()),
                    Err(_) => self.unreadable += 1,
                }
                self.position = entry.position;
            }
        }
        Ok(())
    }

    fn take(&mut self, entry: &Entry, event: Option<&Recorded>) {
        if entry.kind == EntryKind::Tombstone {
            self.directory.remove(entry.patient);
            self.recall.remove(entry.patient);
        }
        if let Some(event) = event {
            self.directory.take(entry.patient, event);
            self.recall.take(entry.patient, event);
        }
    }

    /// Position of the record up to which these lists go.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Entries that could not be read.
    pub const fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// Who the patients are and what waits for somebody.
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Which lots and serial numbers touched whom.
    pub const fn recall(&self) -> &Recall {
        &self.recall
    }
}
