//! Who the patients are, and what waits for somebody.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::query::{Query, search_words};
use crate::event::{Event, PersonName, Recorded};
use crate::id::{AdverseEventId, CheckInId, PatientId, PlanId, SessionId};

/// One patient in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct PatientRow {
    /// Who.
    pub patient: PatientId,
    /// Name.
    pub name: PersonName,
    /// Day of birth.
    pub birth_date: Date,
    /// Number at the clinic.
    pub clinic_number: String,
    /// When something was last recorded.
    pub last_recorded_at: Timestamp,
    /// Plans that wait for a reviewer.
    pub plans_in_review: BTreeSet<PlanId>,
    /// Sessions that wait for a signature.
    pub unsigned_sessions: BTreeSet<SessionId>,
    /// Reports with a level that nobody has answered.
    pub unanswered_check_ins: BTreeSet<CheckInId>,
    /// Adverse events that are not over.
    pub open_adverse_events: BTreeSet<AdverseEventId>,
    words: Vec<String>,
}

impl fmt::Debug for PatientRow {
    /// Names do not leave by debug output.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PatientRow({})", self.patient)
    }
}

impl PatientRow {
    /// By what lists are sorted: family name, given name, day of birth, id.
    fn sort_key(&self) -> (String, String, Date, PatientId) {
        let lower = |name: &str| search_words(name).join(" ");
        (
            lower(&self.name.family),
            lower(&self.name.given),
            self.birth_date,
            self.patient,
        )
    }

    fn identify(&mut self, name: &PersonName, birth_date: Date, clinic_number: &str) {
        self.name = name.clone();
        self.birth_date = birth_date;
        clinic_number.clone_into(&mut self.clinic_number);
        self.words = words_of(name, birth_date, clinic_number);
    }

    fn take(&mut self, event: &Event) {
        match event {
            Event::IdentityCorrected(facts) => {
                self.identify(&facts.name, facts.birth_date, &facts.clinic_number);
            }
            Event::PlanSubmitted(facts) => {
                self.plans_in_review.insert(facts.plan);
            }
            Event::PlanReturned(facts) => {
                self.plans_in_review.remove(&facts.plan);
            }
            Event::PlanApproved(facts) => {
                self.plans_in_review.remove(&facts.plan);
            }
            Event::SessionStarted(facts) => {
                self.unsigned_sessions.insert(facts.session);
            }
            Event::SessionSigned(facts) => {
                self.unsigned_sessions.remove(&facts.session);
            }
            Event::SessionAbandoned(facts) => {
                self.unsigned_sessions.remove(&facts.session);
            }
            Event::CheckInReported(facts) if facts.level.is_some() => {
                self.unanswered_check_ins.insert(facts.check_in);
            }
            Event::CheckInAnswered(facts) => {
                self.unanswered_check_ins.remove(&facts.check_in);
            }
            Event::AdverseEventOpened(facts) => {
                self.open_adverse_events.insert(facts.adverse_event);
            }
            Event::AdverseEventClosed(facts) => {
                self.open_adverse_events.remove(&facts.adverse_event);
            }
            _ => {}
        }
    }
}

/// All patients.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    rows: BTreeMap<PatientId, PatientRow>,
}

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

    /// Patients that fit what was typed so far, sorted by family name, given name and day of birth. Each typed word must
    /// begin a name, the number at the clinic, or the day of birth (`1974-03-09`, `9.3.1974`, `09/03/1974`). Accents and
    /// capitals do not matter. Nothing typed fits everybody.
    pub fn search(&self, typed: &str) -> Vec<&PatientRow> {
        let query = Query::read(typed);
        self.sorted(|row| query.fits(&row.words))
    }

    /// Patients for whom somebody must do something, sorted as in [`Directory::search`].
    pub fn waiting(&self) -> Vec<&PatientRow> {
        self.sorted(|row| {
            !(row.plans_in_review.is_empty()
                && row.unsigned_sessions.is_empty()
                && row.unanswered_check_ins.is_empty()
                && row.open_adverse_events.is_empty())
        })
    }

    fn sorted(&self, is_wanted: impl Fn(&PatientRow) -> bool) -> Vec<&PatientRow> {
        let mut rows: Vec<&PatientRow> = self.rows.values().filter(|row| is_wanted(row)).collect();
        rows.sort_by_cached_key(|row| row.sort_key());
        rows
    }

    pub(super) fn take(&mut self, patient: PatientId, recorded: &Recorded) {
        if let Event::PatientRegistered(facts) = &recorded.event {
            let row = PatientRow {
                patient,
                name: facts.name.clone(),
                birth_date: facts.birth_date,
                clinic_number: facts.clinic_number.clone(),
                last_recorded_at: recorded.recorded_at,
                plans_in_review: BTreeSet::new(),
                unsigned_sessions: BTreeSet::new(),
                unanswered_check_ins: BTreeSet::new(),
                open_adverse_events: BTreeSet::new(),
                words: words_of(&facts.name, facts.birth_date, &facts.clinic_number),
            };
            self.rows.insert(patient, row);
        } else if let Some(row) = self.rows.get_mut(&patient) {
            row.last_recorded_at = recorded.recorded_at;
            row.take(&recorded.event);
        }
    }

    pub(super) fn remove(&mut self, patient: PatientId) {
        self.rows.remove(&patient);
    }
}

fn words_of(name: &PersonName, birth_date: Date, clinic_number: &str) -> Vec<String> {
    let (year, month, day) = (birth_date.year(), birth_date.month(), birth_date.day());
    let mut words = search_words(&name.family);
    words.extend(search_words(&name.given));
    words.extend(search_words(clinic_number));
    words.extend([
        format!("{year:04}-{month:02}-{day:02}"),
        format!("{day:02}.{month:02}.{year:04}"),
        format!("{day}.{month}.{year:04}"),
        format!("{year:04}{month:02}{day:02}"),
    ]);
    words
}
