//! Who the patients are, and what waits for somebody.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::board::{Board, Boards};
use super::follow_up::Statement;
use super::index::{Index, SortKey};
use super::places::{Place, Places};
use super::row::PatientRow;
use super::words::plain_words;
use crate::event::{Event, Glance};
use crate::id::PatientId;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The first who fit, in their order.
    pub rows: Vec<&'a PatientRow>,
    /// How many fit.
    pub total: usize,
}

/// All patients.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    rows: BTreeMap<PatientId, PatientRow>,
    boards: Boards,
    places: Places,
    index: Index,
}

impl PartialEq for Directory {
    /// What is kept beside the rows must be the same, too. Only the index may lay the same people in other slots.
    fn eq(&self, other: &Self) -> bool {
        (&self.rows, &self.boards, &self.places) == (&other.rows, &other.boards, &other.places)
    }
}

impl Eq for Directory {}

impl Directory {
    /// Number of patients.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// One patient.
    pub fn row(&self, patient: PatientId) -> Option<&PatientRow> {
        self.rows.get(&patient)
    }

    /// Everybody, sorted by family name, given name and day of birth.
    pub fn rows(&self) -> impl Iterator<Item = &PatientRow> {
        self.index
            .in_order()
            .filter_map(|patient| self.row(patient))
    }

    /// Everybody in the order of ids: the fastest way through all rows.
    pub fn rows_by_id(&self) -> impl Iterator<Item = &PatientRow> {
        self.rows.values()
    }

    /// The first patients that fit what was typed so far, sorted by family name, given name and day of birth, and how many
    /// fit. Each typed word must begin a name, the number at the clinic, or the day of birth (`1974-03-09`, `9.3.1974`,
    /// `09/03/1974`). Accents and capitals do not matter. Nothing typed fits everybody.
    pub fn search(&self, typed: &str, at_most: usize) -> Found<'_> {
        let (patients, total) = self.index.search(&plain_words(typed), at_most);
        let rows = patients.into_iter();
        Found {
            rows: rows.filter_map(|patient| self.row(patient)).collect(),
            total,
        }
    }

    /// The first patients of a board, whoever waits longest first, and how many are on it.
    pub fn board(&self, board: Board, at_most: usize) -> Found<'_> {
        let first = self.boards.on(board).take(at_most);
        Found {
            rows: first.filter_map(|patient| self.row(patient)).collect(),
            total: self.boards.number_on(board),
        }
    }

    /// The highest number at the clinic that is a number and nothing else.
    pub fn highest_number(&self) -> Option<u64> {
        self.index.highest_number()
    }

    /// Patients whose last session began at a moment or later, the latest session first.
    pub fn healing_since(&self, t0: Timestamp) -> impl Iterator<Item = &PatientRow> {
        let patients = self.places.healing_since(t0);
        patients.filter_map(|patient| self.row(patient))
    }

    /// Patients with photographs that are to be taken away on a day or before it.
    pub fn photographs_gone_by(&self, day: Date) -> impl Iterator<Item = &PatientRow> {
        let patients = self.places.photographs_gone_by(day);
        patients.filter_map(|patient| self.row(patient))
    }

    /// Patients who agreed to be reminded by mail and have a plan by which sessions may be held.
    pub fn reminded_of_plans(&self) -> impl Iterator<Item = &PatientRow> {
        let patients = self.places.reminded();
        patients.filter_map(|patient| self.row(patient))
    }

    /// Everybody with exactly this word.
    pub(super) fn with_word<'a>(
        &'a self,
        word: &str,
    ) -> impl Iterator<Item = &'a PatientRow> + use<'a> {
        self.index
            .with_word(word)
            .filter_map(|patient| self.row(patient))
    }

    pub(super) fn take(&mut self, patient: PatientId, glance: &Glance) {
        let stated = Statement {
            at: glance.recorded_at,
            by: glance.by,
        };
        let at = stated.at;
        if let Some(Event::PatientRegistered(facts)) = &glance.event {
            self.insert(PatientRow::new(patient, facts, at));
            return;
        }
        let Some(row) = self.rows.get_mut(&patient) else {
            return;
        };
        row.last_recorded_at = at;
        row.recorded += 1;
        let Some(event) = &glance.event else {
            return;
        };
        let is_identity = matches!(event, Event::IdentityCorrected(_));
        if is_identity {
            self.index
                .remove(patient, &row.name, row.birth_date, &row.clinic_number);
        }
        let waited = row.waiting_since.clone();
        let from = Place::of(row);
        row.take(stated, event);
        self.places.move_on(patient, from, Place::of(row));
        if waited != row.waiting_since {
            self.boards.take_off(patient, &waited);
            self.boards.put(patient, &row.waiting_since);
        }
        if is_identity {
            self.index
                .insert(patient, &row.name, row.birth_date, &row.clinic_number);
        }
    }

    /// Puts a row in, in place of another one of the same patient.
    pub(super) fn insert(&mut self, row: PatientRow) {
        let patient = row.patient;
        self.remove(patient);
        self.index
            .insert(patient, &row.name, row.birth_date, &row.clinic_number);
        self.boards.put(patient, &row.waiting_since);
        self.places
            .move_on(patient, Place::default(), Place::of(&row));
        self.rows.insert(patient, row);
    }

    pub(super) fn remove(&mut self, patient: PatientId) {
        let Some(row) = self.rows.remove(&patient) else {
            return;
        };
        self.index
            .remove(patient, &row.name, row.birth_date, &row.clinic_number);
        self.boards.take_off(patient, &row.waiting_since);
        self.places
            .move_on(patient, Place::of(&row), Place::default());
    }

    /// Puts newcomers into their places; needed before the next search.
    pub(super) fn settle(&mut self) {
        self.index.settle();
    }
}

/// Rows in the order of lists.
pub(super) fn sorted(mut rows: Vec<&PatientRow>) -> Vec<&PatientRow> {
    rows.sort_by_cached_key(|row| SortKey::new(row.patient, &row.name, row.birth_date));
    rows
}

#[cfg(test)]
mod tests;
