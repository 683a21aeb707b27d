//! Lists, search and boards: what the record says of many patients at once.
//!
//! Names lie sealed in the database, so that no database can search them. The lists are read from the events at the start of
//! the program and live in its memory; they are no second truth. A sealed snapshot ([`Lists::save`]) spares the next start the
//! reading of what it knows already; where there is none, it does not open or is of another record, everything is read.
//! [`Lists::catch_up`] takes in
//! what was appended since, by this server or by another one, in the order of positions. Called before every answer it keeps
//! any number of servers in step; it costs one look at the head when nothing is new.

mod alike;
mod board;
mod directory;
mod follow_up;
mod index;
#[cfg(test)]
mod made_up;
mod places;
mod recall;
mod recent;
mod row;
mod snapshot;
mod words;

pub use board::Board;
pub use directory::{Directory, Found};
pub use follow_up::{
    FollowUp, Healing, OpenAdverseEvent, Tried, UnansweredCheckIn, UnreportedAdverseEvent,
};
pub use recall::{Article, Recall, Use};
pub use row::{NewestScreening, PatientRow, PlanInForce, SessionOfPlan};
pub use snapshot::Beginning;

pub use crate::mark::plain_mark;

use std::collections::BTreeSet;

use self::recent::Recent;
use crate::entry::{Entry, EntryKind, Head};
use crate::event::{EventKind, Glance};
use crate::id::PatientId;
use crate::record::{Record, RecordError};
use crate::store::Store;

/// Entries that are taken in at once.
const PAGE: u32 = 8192;

/// All lists, as of one position of the record.
#[derive(Debug, Clone)]
pub struct Lists {
    /// The last entry that was taken in.
    head: Head,
    unreadable: u64,
    directory: Directory,
    recall: Recall,
    recent: Recent,
}

impl Default for Lists {
    fn default() -> Self {
        Self::empty_at(Head::EMPTY, 0)
    }
}

impl PartialEq for Lists {
    /// How far back each of them knows which entries are of whom does not matter.
    fn eq(&self, other: &Self) -> bool {
        let what = |one: &Self| (one.head, one.unreadable);
        what(self) == what(other)
            && self.directory == other.directory
            && self.recall == other.recall
    }
}

impl Lists {
    /// Nobody yet, as of an entry of the record.
    fn empty_at(head: Head, unreadable: u64) -> Self {
        Self {
            head,
            unreadable,
            directory: Directory::default(),
            recall: Recall::default(),
            recent: Recent::after(head.position),
        }
    }

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
        let told = self.take_in_new(record).await;
        self.directory.settle();
        told
    }

    /// While one page is opened on all cores, the next one is read.
    async fn take_in_new<S: Store>(&mut self, record: &Record<S>) -> Result<(), RecordError> {
        let end = record.store().head().await?.position;
        let missing = end.saturating_sub(self.head.position);
        if missing == 0 {
            return Ok(());
        }
        record.open_data_keys_for(missing).await?;
        let mut page = record.store().after(self.head.position, PAGE).await?;
        while let Some(last) = page.last() {
            let next = last.position;
            let (glanced, read) = tokio::join!(
                record.glance_at_all(page, is_wanted),
                read_on(record, next, end)
            );
            for (entry, glance) in glanced? {
                self.take(&entry, glance);
            }
            page = read?;
        }
        Ok(())
    }

    fn take(&mut self, entry: &Entry, glance: Result<Option<Glance>, RecordError>) {
        if entry.kind == EntryKind::Tombstone {
            self.remove(entry.patient);
        }
        match glance {
            Ok(Some(glance)) => {
                self.directory.take(entry.patient, &glance);
                if let Some(event) = &glance.event {
                    self.recall.take(entry.patient, event);
                }
            }
            Ok(None) => {}
            Err(_) => self.unreadable += 1,
        }
        self.head = entry.head();
        self.recent.push(self.head.position, entry.patient);
    }

    fn remove(&mut self, patient: PatientId) {
        self.directory.remove(patient);
        self.recall.remove(patient);
    }

    /// Position of the record up to which these lists go.
    pub const fn position(&self) -> u64 {
        self.head.position
    }

    /// Whose charts went on after a position, whether or not they were erased; `None`: that is too long ago to be known.
    pub fn changed_after(&self, position: u64) -> Option<BTreeSet<PatientId>> {
        self.recent.after_position(position)
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

/// The page after a position, up to an end.
async fn read_on<S: Store>(
    record: &Record<S>,
    position: u64,
    end: u64,
) -> Result<Vec<Entry>, RecordError> {
    if position >= end {
        return Ok(Vec::new());
    }
    Ok(record.store().after(position, PAGE).await?)
}

/// Kinds of events that change more than the moment at which something was last recorded.
const fn is_wanted(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::ContactChanged
            | EventKind::OverrideDecided
            | EventKind::CartridgeDiscarded
            | EventKind::ZoneRecorded
            | EventKind::ReactionNoted
            | EventKind::ReplyRead
            | EventKind::ClearanceGiven
            | EventKind::BlindedPairRated
            | EventKind::ScaleRated
            | EventKind::RatingWithdrawn
    )
}
