//! The rows of the registry over all charts, kept in memory and brought up to date from what was recorded since.

mod numbers;
mod reader;
mod row_settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Lists, PatientRow};
use needlework_registry::{
    CourseOutcome, RatedTwice, ResearchRow, ReviewedSession, TreatedSession, Verdict,
};

pub(super) use self::numbers::{Groups, KeptNumbers, RegistryNumbers};
pub use self::reader::RegistryReader;
pub(super) use self::row_settings::RowSettings;
use super::blinded::Candidate;
use super::results::{Asked, Decision, PersonRows, ToJudge};

/// Rows of all charts in which sessions were signed.
#[derive(Default)]
pub(super) struct RegistryRows {
    /// Against what the rows were compared last.
    compared: Option<Compared>,
    people: BTreeMap<PatientId, Read>,
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

/// What waits in one chart for a person to do it, once its time has come.
#[derive(Debug, Clone, Default)]
pub(super) struct ToDo {
    /// Results that nobody has rated.
    pub(super) to_judge: Vec<ToJudge>,
    /// When the clinic may release what waits for its word.
    pub(super) to_release: Option<Timestamp>,
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
    /// All rows go when a setting on which they depend has changed. Costs nothing where nothing was recorded since.
    pub(super) fn compare(&mut self, lists: &Lists, settings: &RowSettings) {
        let position = lists.position();
        let before = self.compared.as_ref();
        let has_other_settings = before.is_some_and(|of| of.settings != *settings);
        if !has_other_settings && before.is_some_and(|of| of.position == position) {
            return;
        }
        let had = self.people.len();
        if has_other_settings {
            self.people.clear();
        }
        let directory = lists.directory();
        let is_treated = |row: &PatientRow| row.last_signed_on().is_some();
        self.people
            .retain(|patient, _| directory.row(*patient).is_some_and(is_treated));
        if self.people.len() != had {
            self.revision += 1;
        }
        let mut treated = 0;
        let is_behind = |row: &&PatientRow| {
            treated += 1;
            let read = self.people.get(&row.patient);
            read.is_none_or(|read| read.recorded != row.recorded)
        };
        let rows = directory.rows_by_id();
        let behind = rows.filter(|row| is_treated(row)).filter(is_behind);
        self.behind = behind.map(|row| (row.patient, row.recorded)).collect();
        self.treated = treated;
        self.compared = Some(Compared {
            position,
            settings: settings.clone(),
        });
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
            let rows = rows.map(Arc::new);
            let before = self.people.insert(patient, Read { recorded, rows });
            let was_unreadable = before.is_some_and(|before| before.rows.is_none());
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

    /// What waits for a person to do it, of everybody whose chart was read.
    pub(super) fn to_do(&self) -> BTreeMap<PatientId, ToDo> {
        let waiting = self.read().filter_map(|(patient, rows)| {
            let to_do = ToDo {
                to_judge: rows.to_judge.clone(),
                to_release: rows.to_release,
            };
            let is_any = !to_do.to_judge.is_empty() || to_do.to_release.is_some();
            is_any.then_some((patient, to_do))
        });
        waiting.collect()
    }

    /// The rows of every chart that could be read.
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
    pub(super) fn for_research(&self, day: jiff::civil::Date) -> Vec<ResearchRow> {
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
