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
        let mut all = Collected::default();
        for (patient, rows) in self.read() {
            all.people += 1;
            all.outcomes.extend_from_slice(&rows.outcomes);
            all.sessions.extend_from_slice(&rows.sessions);
            all.judged_blind += rows.judged_blind;
            all.rated_twice.extend_from_slice(&rows.rated_twice);
            let overrides = &rows.overrides;
            all.asked.add(&overrides.asked);
            let decisions = overrides.decisions.iter().cloned();
            all.decisions.extend(decisions.map(|one| (patient, one)));
            all.reviewed.extend_from_slice(&overrides.sessions);
        }
        all.unreadable = self.people.len() - all.people;
        all
    }

    /// Pairs of photographs that can be graded blind, with whose they are.
    pub(super) fn candidates(&self) -> impl Iterator<Item = (PatientId, &Candidate)> {
        self.read()
            .flat_map(|(patient, rows)| rows.candidates.iter().map(move |one| (patient, one)))
    }

    /// The rows of every chart that could be read.
    fn read(&self) -> impl Iterator<Item = (PatientId, &PersonRows)> {
        let people = self.people.iter();
        people.filter_map(|(patient, read)| Some((*patient, read.rows.as_ref()?)))
    }
}
