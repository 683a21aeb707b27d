//! The rows of the registry over all charts, kept in memory and brought up to date when somebody looks.

use std::collections::BTreeMap;

use needlework_chart::id::PatientId;
use needlework_chart::lists::{Directory, PatientRow};
use needlework_registry::{CourseOutcome, RatedTwice, ReviewedSession, TreatedSession};

use super::blinded::Candidate;
use super::results::{Asked, Decision, PersonRows};

/// Rows of all charts in which sessions were signed.
#[derive(Default)]
pub(super) struct RegistryRows {
    settings_version: u64,
    people: BTreeMap<PatientId, Read>,
}

/// The rows of one chart, and the state of it from which they were read.
struct Read {
    recorded: u64,
    /// `None`: the chart could not be read.
    rows: Option<PersonRows>,
}

/// A chart that is to be read: whose, and the number of its events.
pub(super) type ToRead = (PatientId, u64);

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
    /// Charts with signed sessions that were written into since they were read, or could not be read; all of them when the
    /// settings have changed. Rows of people who were erased go.
    pub(super) fn charts_to_read(
        &mut self,
        directory: &Directory,
        settings_version: u64,
    ) -> Vec<ToRead> {
        if self.settings_version != settings_version {
            self.people.clear();
            self.settings_version = settings_version;
        }
        self.people
            .retain(|patient, _| directory.row(*patient).is_some());
        let is_behind = |row: &PatientRow| {
            let read = self.people.get(&row.patient);
            read.is_none_or(|read| read.recorded != row.recorded || read.rows.is_none())
        };
        directory
            .rows()
            .filter(|row| row.last_signed_on.is_some() && is_behind(row))
            .map(|row| (row.patient, row.recorded))
            .collect()
    }

    /// Takes in rows of charts; `None` where a chart could not be read.
    pub(super) fn take(&mut self, read: Vec<(ToRead, Option<PersonRows>)>) {
        for ((patient, recorded), rows) in read {
            self.people.insert(patient, Read { recorded, rows });
        }
    }

    /// All rows.
    pub(super) fn collected(&self) -> Collected {
        let rows = || self.people.values().filter_map(|read| read.rows.as_ref());
        let people = rows().count();
        Collected {
            outcomes: rows().flat_map(|rows| rows.outcomes.clone()).collect(),
            sessions: rows().flat_map(|rows| rows.sessions.clone()).collect(),
            judged_blind: rows().map(|rows| rows.judged_blind).sum(),
            rated_twice: rows().flat_map(|rows| rows.rated_twice.clone()).collect(),
            asked: self.asked(),
            decisions: self.of_each(|rows| &rows.overrides.decisions).collect(),
            reviewed: rows()
                .flat_map(|rows| rows.overrides.sessions.clone())
                .collect(),
            people,
            unreadable: self.people.len() - people,
        }
    }

    /// How often rules were asked in all charts together.
    fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        for rows in self.people.values().filter_map(|read| read.rows.as_ref()) {
            asked.add(&rows.overrides.asked);
        }
        asked
    }

    /// Pairs of photographs that can be graded blind, with whose they are.
    pub(super) fn candidates(&self) -> impl Iterator<Item = (PatientId, &Candidate)> {
        self.people.iter().flat_map(|(patient, read)| {
            let rows = read.rows.iter();
            rows.flat_map(|rows| &rows.candidates)
                .map(move |one| (*patient, one))
        })
    }

    fn of_each<'a, T: Clone + 'a>(
        &'a self,
        of: impl Fn(&'a PersonRows) -> &'a Vec<T> + 'a,
    ) -> impl Iterator<Item = (PatientId, T)> + 'a {
        self.people.iter().flat_map(move |(patient, read)| {
            let all = read.rows.as_ref().map(&of).into_iter().flatten();
            all.map(move |one| (*patient, one.clone()))
        })
    }
}
