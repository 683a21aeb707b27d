//! Sets of patients that are kept beside the rows, so that whoever looks for a few need not go through everybody.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::row::PatientRow;
use crate::id::PatientId;

/// Where a row lies in the sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// The hour from which healing counts; `None`: nothing heals.
    healing: Option<Timestamp>,
    /// The first day on which a photograph is to be taken away.
    photograph_goes: Option<Date>,
    /// Whether the patient agreed to be reminded and has a plan by which sessions may be held.
    is_reminded: bool,
}

impl Place {
    /// Where a row belongs.
    pub(super) fn of(row: &PatientRow) -> Self {
        Self {
            healing: row.follow_up.healing().map(|(_, healing)| healing.t0),
            photograph_goes: row.follow_up.photograph_goes_on(),
            is_reminded: row.is_reminded && !row.plans_in_force.is_empty(),
        }
    }
}

/// Who lies where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Places {
    healing: BTreeSet<(Timestamp, PatientId)>,
    photographs_go: BTreeSet<(Date, PatientId)>,
    reminded: BTreeSet<PatientId>,
}

impl Places {
    /// Moves a patient from one place to another; the usual place of nobody is none.
    pub(super) fn move_on(&mut self, patient: PatientId, from: Place, to: Place) {
        if from == to {
            return;
        }
        move_in(&mut self.healing, patient, from.healing, to.healing);
        let (went, goes) = (from.photograph_goes, to.photograph_goes);
        move_in(&mut self.photographs_go, patient, went, goes);
        if to.is_reminded {
            self.reminded.insert(patient);
        } else {
            self.reminded.remove(&patient);
        }
    }

    /// Whose healing counts from a moment or later, the latest first.
    pub(super) fn healing_since(&self, t0: Timestamp) -> impl Iterator<Item = PatientId> {
        let latest_first = self.healing.iter().rev();
        let since = latest_first.take_while(move |(began, _)| *began >= t0);
        since.map(|(_, patient)| *patient)
    }

    /// Who has a photograph that is to be taken away on a day or before it.
    pub(super) fn photographs_gone_by(&self, day: Date) -> impl Iterator<Item = PatientId> {
        let earliest_first = self.photographs_go.iter();
        let gone = earliest_first.take_while(move |(goes, _)| *goes <= day);
        gone.map(|(_, patient)| *patient)
    }

    /// Who is reminded of a plan.
    pub(super) fn reminded(&self) -> impl Iterator<Item = PatientId> {
        self.reminded.iter().copied()
    }
}

fn move_in<T: Ord>(
    set: &mut BTreeSet<(T, PatientId)>,
    patient: PatientId,
    from: Option<T>,
    to: Option<T>,
) {
    if from == to {
        return;
    }
    if let Some(from) = from {
        set.remove(&(from, patient));
    }
    set.extend(to.map(|to| (to, patient)));
}
