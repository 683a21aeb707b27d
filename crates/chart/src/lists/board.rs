//! Boards: what waits for somebody, kept beside the rows in the order in which it began to wait, so that a page takes the
//! first few and their number at the same cost in a clinic of any size.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::row::PatientRow;
use crate::id::PatientId;

/// What somebody must do for a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Board {
    /// Sign a session.
    UnsignedSession,
    /// Review a plan.
    PlanInReview,
    /// Answer a report of the patient.
    UnansweredCheckIn,
    /// Follow an adverse event to its end.
    OpenAdverseEvent,
    /// Hold the first session of an approved plan.
    PlanWithoutSession,
    /// See whether an adverse event is to be reported outside the clinic.
    UnreportedAdverseEvent,
}

impl Board {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::UnsignedSession,
        Self::PlanInReview,
        Self::UnansweredCheckIn,
        Self::OpenAdverseEvent,
        Self::PlanWithoutSession,
        Self::UnreportedAdverseEvent,
    ];

    /// Whether a patient belongs on this board.
    pub(super) fn holds(self, row: &PatientRow) -> bool {
        match self {
            Self::UnsignedSession => !row.unsigned_sessions.is_empty(),
            Self::PlanInReview => !row.plans_in_review.is_empty(),
            Self::UnansweredCheckIn => !row.follow_up.unanswered.is_empty(),
            Self::OpenAdverseEvent => !row.follow_up.adverse_events.is_empty(),
            Self::PlanWithoutSession => row.plans_without_session().next().is_some(),
            Self::UnreportedAdverseEvent => !row.follow_up.unreported.is_empty(),
        }
    }
}

/// Since when a patient is on which board.
pub(super) type WaitingSince = BTreeMap<Board, Timestamp>;

/// Who is on which board, whoever waits longest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Boards(BTreeMap<Board, BTreeSet<(Timestamp, PatientId)>>);

impl Boards {
    /// The first patients of a board, whoever waits longest first.
    pub(super) fn on(&self, board: Board) -> impl Iterator<Item = PatientId> {
        let waiting = self.0.get(&board).into_iter().flatten();
        waiting.map(|(_, patient)| *patient)
    }

    /// How many patients are on a board.
    pub(super) fn number_on(&self, board: Board) -> usize {
        self.0.get(&board).map_or(0, BTreeSet::len)
    }

    /// Puts a patient on the boards on which the row says that it waits.
    pub(super) fn put(&mut self, patient: PatientId, since: &WaitingSince) {
        for (board, at) in since {
            self.0.entry(*board).or_default().insert((*at, patient));
        }
    }

    /// Takes a patient from the boards on which it waited.
    pub(super) fn take_off(&mut self, patient: PatientId, since: &WaitingSince) {
        for (board, at) in since {
            if let Some(waiting) = self.0.get_mut(board) {
                waiting.remove(&(*at, patient));
                if waiting.is_empty() {
                    self.0.remove(board);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
