//! The rows of the registry over all charts, kept in memory and brought up to date from what was recorded since.

mod due;
mod numbers;
mod reader;
mod row_settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Directory, Lists, PatientRow};
use needlework_registry::{
    CourseOutcome, RatedTwice, ResearchRow, ReviewedSession, TreatedSession, Verdict,
};

use self::due::Due;
pub(super) use self::numbers::{Groups, KeptNumbers, RegistryNumbers};
pub use self::reader::RegistryReader;
pub(super) use self::row_settings::RowSettings;
use super::blinded::Candidate;
use super::results::{Asked, Decision, PersonRows};

/// Rows of all charts in which sessions were signed.
#[derive(Default)]
pub(super) struct RegistryRows {
    /// Against what the rows were compared last.
    compared: Option<Compared>,
    people: BTreeMap<PatientId, Read>,
    due: Due,
    /// Charts that were written into since they were read, each with the number of its events.
    behind: BTreeMap<PatientId, u64>,
    /// Charts with signed sessions.
    treated: usize,
    revision: u64,
}

/// A state of the clinic.
#[derive(Debug, Clone, PartialEq)]
struct Compared {
    position: u64,
    settings: RowSettings,
}

/// The rows of one chart, and the state of it from which they were read.
struct Read {
    recorded: u64,
    /// `None`: the chart could not be read.
    rows: Option<Arc<PersonRows>>,
}

/// A chart that is to be read: whose, and the number of its events.
pub(super) type ToRead = (PatientId, u64);

/// How many charts with signed sessions have been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    /// Charts that were read.
    pub(super) read: usize,
    /// Charts that there are.
    pub(super) of: usize,
}

impl Progress {
    /// Charts that are still to be read.
    pub(super) const fn left(self) -> usize {
        self.of - self.read
    }
}

/// What all charts say together.
#[derive(Debug, Clone, Default)]
pub(super) struct Collected {
    /// Results against predictions.
    pub(super) outcomes: Vec<CourseOutcome>,
    /// Signed sessions.
    pub(super) sessions: Vec<TreatedSession>,
    /// Results that were judged blind.
    pub(super) judged_blind: usize,
    /// Skins that an open and a blinded rater graded.
    pub(super) rated_twice: Vec<RatedTwice>,
    /// What patients said of their results.
    pub(super) verdicts: Vec<Verdict>,
    /// How often rules were asked.
    pub(super) asked: Asked,
    /// Decisions against rules, with whose chart they stand in.
    pub(super) decisions: Vec<(PatientId, Decision)>,
    /// Signed sessions with the decisions that were made for them.
    pub(super) reviewed: Vec<ReviewedSession>,
    /// Charts that were read.
    pub(super) people: usize,
    /// Charts that could not be read.
    pub(super) unreadable: usize,
}

/// Names of those who needle, by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Operators(pub(super) BTreeMap<String, String>);

impl Operators {
    /// The name of an operator, else the end of the id: enough to tell some few apart.
    pub(super) fn name(&self, id: &str) -> String {
        const SHOWN: usize = 6;
        let end = || {
            let from = id.len().saturating_sub(SHOWN);
            format!("…{}", id.get(from..).unwrap_or(id))
        };
        self.0.get(id).cloned().unwrap_or_else(end)
    }
}

impl RegistryRows {
    /// Compares the rows with the lists: which charts were written into since, and whose rows go because the person was erased.
    /// All rows go when a setting on which they depend has changed. Costs no more than what was recorded since.
    pub(super) fn compare(&mut self, lists: &Lists, settings: &RowSettings) {
        let position = lists.position();
        let before = self.compared.take();
        if before.as_ref().is_some_and(|of| of.settings != *settings) {
            self.people.clear();
            self.due = Due::default();
            self.revision += 1;
        }
        let same = before.filter(|of| of.settings == *settings);
        match same.and_then(|of| lists.changed_after(of.position)) {
            Some(changed) => {
                for patient in changed {
                    self.compare_one(patient, lists.directory().row(patient));
                }
            }
            None => self.compare_all(lists.directory()),
        }
        self.compared = Some(Compared {
            position,
            settings: settings.clone(),
        });
    }

    /// Compares what was read of one chart with its row; `None`: the person is not in the lists.
    fn compare_one(&mut self, patient: PatientId, row: Option<&PatientRow>) {
        let was_treated = self.people.contains_key(&patient) || self.behind.contains_key(&patient);
        let is_treated = |row: &&PatientRow| row.last_signed_on().is_some();
        let Some(row) = row.filter(is_treated) else {
            self.behind.remove(&patient);
            self.treated = self.treated.saturating_sub(usize::from(was_treated));
            self.drop_rows(patient);
            return;
        };
        self.treated += usize::from(!was_treated);
        let read = self.people.get(&patient).map(|read| read.recorded);
        if read == Some(row.recorded) {
            self.behind.remove(&patient);
        } else {
            self.behind.insert(patient, row.recorded);
        }
    }

    fn compare_all(&mut self, directory: &Directory) {
        self.behind.clear();
        self.treated = self.people.len();
        for row in directory.rows_by_id() {
            self.compare_one(row.patient, Some(row));
        }
        let known = self.people.keys().copied();
        let gone: Vec<PatientId> = known.filter(|one| directory.row(*one).is_none()).collect();
        for patient in gone {
            self.compare_one(patient, None);
        }
    }

    fn drop_rows(&mut self, patient: PatientId) {
        let Some(read) = self.people.remove(&patient) else {
            return;
        };
        if let Some(rows) = read.rows {
            self.due.take_off(patient, &rows);
        }
        self.revision += 1;
    }

    /// The first charts that are to be read.
    pub(super) fn next(&self, at_most: usize) -> Vec<ToRead> {
        let behind = self.behind.iter().take(at_most);
        behind
            .map(|(patient, recorded)| (*patient, *recorded))
            .collect()
    }

    /// The first charts that could not be read and were not written into since.
    pub(super) fn unreadable(&self, at_most: usize) -> Vec<ToRead> {
        let people = self.people.iter();
        people
            .filter(|(patient, read)| read.rows.is_none() && !self.behind.contains_key(patient))
            .map(|(patient, read)| (*patient, read.recorded))
            .take(at_most)
            .collect()
    }

    /// Takes in rows of charts; `None` where a chart could not be read.
    pub(super) fn take(&mut self, read: Vec<(ToRead, Option<PersonRows>)>) {
        for ((patient, recorded), rows) in read {
            self.behind.remove(&patient);
            let is_readable = rows.is_some();
            let before = self.people.remove(&patient);
            let was_unreadable = before.as_ref().is_some_and(|before| before.rows.is_none());
            if let Some(rows) = before.and_then(|before| before.rows) {
                self.due.take_off(patient, &rows);
            }
            if let Some(rows) = &rows {
                self.due.put(patient, rows);
            }
            let rows = rows.map(Arc::new);
            self.people.insert(patient, Read { recorded, rows });
            if is_readable || !was_unreadable {
                self.revision += 1;
            }
        }
    }

    /// How far the reading is.
    pub(super) fn progress(&self) -> Progress {
        Progress {
            read: self.treated.saturating_sub(self.behind.len()),
            of: self.treated,
        }
    }

    /// Grows with every change of the rows.
    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    /// All rows as they are now.
    pub(super) fn all(&self) -> AllRows {
        AllRows {
            people: self
                .read()
                .map(|(patient, rows)| (patient, Arc::clone(rows)))
                .collect(),
            unreadable: self
                .people
                .values()
                .filter(|read| read.rows.is_none())
                .count(),
        }
    }

    /// Pairs of photographs that can be graded blind, with whose they are.
    pub(super) fn candidates(&self) -> impl Iterator<Item = (PatientId, &Candidate)> {
        self.read()
            .flat_map(|(patient, rows)| rows.candidates.iter().map(move |one| (patient, one)))
    }

    /// The rows of everybody of whom a course that nobody judged can be judged on a day or later.
    pub(super) fn judgeable_since(
        &self,
        day: Date,
    ) -> impl Iterator<Item = (PatientId, &PersonRows)> {
        let patients = self.due.judgeable_since(day);
        patients.filter_map(|patient| Some((patient, self.rows(patient)?)))
    }

    /// For whom something may be released at a moment, since when, the longest first.
    pub(super) fn releasable_at(
        &self,
        now: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, PatientId)> {
        self.due.releasable_at(now)
    }

    /// The rows of one chart; `None`: it was not read, or could not be.
    pub(super) fn rows(&self, patient: PatientId) -> Option<&PersonRows> {
        self.people.get(&patient)?.rows.as_deref()
    }

    /// The rows of every chart that could be read, in the order of ids.
    fn read(&self) -> impl Iterator<Item = (PatientId, &Arc<PersonRows>)> {
        let people = self.people.iter();
        people.filter_map(|(patient, read)| Some((*patient, read.rows.as_ref()?)))
    }
}

/// The rows of every chart that could be read, shared with those that are kept.
#[derive(Debug, Default)]
pub(super) struct AllRows {
    people: Vec<(PatientId, Arc<PersonRows>)>,
    unreadable: usize,
}

impl AllRows {
    /// What they say together.
    pub(super) fn collected(&self) -> Collected {
        let mut all = Collected {
            people: self.people.len(),
            unreadable: self.unreadable,
            ..Collected::default()
        };
        for (patient, rows) in &self.people {
            all.outcomes.extend_from_slice(&rows.outcomes);
            all.sessions.extend_from_slice(&rows.sessions);
            all.judged_blind += rows.judged_blind;
            all.rated_twice.extend_from_slice(&rows.rated_twice);
            all.verdicts.extend(rows.verdict.clone());
            let overrides = &rows.overrides;
            all.asked.add(&overrides.asked);
            let decisions = overrides.decisions.iter().cloned();
            all.decisions.extend(decisions.map(|one| (*patient, one)));
            all.reviewed.extend_from_slice(&overrides.sessions);
        }
        all
    }

    /// What may go to research on a day.
    pub(super) fn for_research(&self, day: Date) -> Vec<ResearchRow> {
        let people = self.people.iter();
        let agreed = people.filter_map(|(_, rows)| rows.research.as_ref());
        agreed
            .flat_map(|research| research.rows_on(day))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::office::settings::Settings;

    fn patient(number: u128) -> PatientId {
        PatientId::from_uuid(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn a_chart_that_does_not_open_changes_nothing_until_it_does() {
        let mut rows = RegistryRows::default();
        rows.take(vec![((patient(1), 3), Some(PersonRows::default()))]);
        rows.take(vec![((patient(2), 5), None)]);
        let revision = rows.revision();
        assert_eq!(rows.unreadable(10), [(patient(2), 5)]);
        rows.take(vec![((patient(2), 5), None)]);
        assert_eq!(rows.revision(), revision);
        assert_eq!(rows.all().collected().unreadable, 1);
        rows.take(vec![((patient(2), 5), Some(PersonRows::default()))]);
        assert_ne!(rows.revision(), revision);
        assert_eq!(rows.all().collected().people, 2);
        assert_eq!(rows.unreadable(10), []);
    }

    #[test]
    fn rows_of_people_who_are_not_in_the_lists_go() {
        let mut rows = RegistryRows::default();
        rows.take(vec![((patient(1), 3), Some(PersonRows::default()))]);
        let revision = rows.revision();
        rows.compare(&Lists::default(), &RowSettings::of(&Settings::default()));
        assert_ne!(rows.revision(), revision);
        assert_eq!(rows.all().collected().people, 0);
    }
}
