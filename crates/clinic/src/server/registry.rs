//! The rows of the registry over all charts, kept in memory and brought up to date when somebody looks.

use std::collections::BTreeMap;

use jiff::Timestamp;
use needlework_chart::id::PatientId;
use needlework_chart::lists::Directory;
use needlework_registry::{CourseOutcome, TreatedSession};

use super::results::PersonRows;

/// Rows of all charts in which sessions were signed.
#[derive(Default)]
pub(super) struct RegistryRows {
    people: BTreeMap<PatientId, Read>,
    unreadable: usize,
}

/// The rows of one chart, and up to where it was read.
struct Read {
    last_recorded_at: Timestamp,
    rows: PersonRows,
}

/// What all charts say together.
#[derive(Debug, Clone, Default)]
pub(super) struct Collected {
    /// Results against predictions.
    pub(super) outcomes: Vec<CourseOutcome>,
    /// Signed sessions.
    pub(super) sessions: Vec<TreatedSession>,
    /// Charts that were read.
    pub(super) people: usize,
    /// Charts that could not be read.
    pub(super) unreadable: usize,
}

impl RegistryRows {
    /// Charts with signed sessions that were written into since they were read. Rows of people who were erased go.
    pub(super) fn charts_to_read(&mut self, directory: &Directory) -> Vec<(PatientId, Timestamp)> {
        self.people
            .retain(|patient, _| directory.row(*patient).is_some());
        self.unreadable = 0;
        directory
            .rows()
            .filter(|row| row.last_signed_on.is_some())
            .filter(|row| self.is_behind(row.patient, row.last_recorded_at))
            .map(|row| (row.patient, row.last_recorded_at))
            .collect()
    }

    fn is_behind(&self, patient: PatientId, last_recorded_at: Timestamp) -> bool {
        let read = self.people.get(&patient);
        read.is_none_or(|read| read.last_recorded_at != last_recorded_at)
    }

    /// Takes in rows of charts; `None` where a chart could not be read.
    pub(super) fn take(&mut self, read: Vec<(PatientId, Timestamp, Option<PersonRows>)>) {
        for (patient, last_recorded_at, rows) in read {
            match rows {
                Some(rows) => {
                    let read = Read {
                        last_recorded_at,
                        rows,
                    };
                    self.people.insert(patient, read);
                }
                None => self.unreadable += 1,
            }
        }
    }

    /// All rows.
    pub(super) fn collected(&self) -> Collected {
        let rows = || self.people.values().map(|read| &read.rows);
        Collected {
            outcomes: rows().flat_map(|rows| rows.outcomes.clone()).collect(),
            sessions: rows().flat_map(|rows| rows.sessions.clone()).collect(),
            people: self.people.len(),
            unreadable: self.unreadable,
        }
    }
}
