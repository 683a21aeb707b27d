//! What lists know of one patient.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::board::{Board, WaitingSince};
use super::follow_up::{FollowUp, Statement};
use crate::event::{Event, PatientRegistered, PersonName, Verdict};
use crate::id::{PatientId, PlanId, SessionId};

/// One patient in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Number of events that were taken in: another one means that something was recorded since.
    pub recorded: u64,
    /// The newest screening.
    pub newest_screening: Option<NewestScreening>,
    /// Plans that wait for a reviewer.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub plans_in_review: BTreeSet<PlanId>,
    /// Plans by which sessions may be held: approved, or active.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub plans_in_force: BTreeMap<PlanId, PlanInForce>,
    /// Sessions that wait for a signature.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unsigned_sessions: BTreeMap<SessionId, SessionOfPlan>,
    /// Sessions that were signed, also those that were amended to nothing since.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    signed_sessions: BTreeMap<SessionId, SessionOfPlan>,
    /// What comes after the sessions.
    pub follow_up: FollowUp,
    /// Whether the patient agreed to be reminded by mail.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_reminded: bool,
    /// Plans that were drafted and not yet approved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    drafts: BTreeMap<PlanId, Draft>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) waiting_since: WaitingSince,
}

/// The newest screening of a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestScreening {
    /// When the questions were answered.
    pub answered_at: Timestamp,
    /// What followed from the answers.
    pub verdict: Verdict,
}

/// A plan by which sessions may be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanInForce {
    /// When it was approved.
    pub approved_at: Timestamp,
    /// Number of sessions that it plans.
    pub sessions: u32,
}

/// A session, open or signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOfPlan {
    /// The plan by which it is held.
    pub plan: PlanId,
    /// Day at the clinic.
    pub day: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    sessions: u32,
    supersedes: Option<PlanId>,
}

impl fmt::Debug for PatientRow {
    /// Names do not leave by debug output.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PatientRow({})", self.patient)
    }
}

impl PatientRow {
    pub(super) fn new(patient: PatientId, facts: &PatientRegistered, at: Timestamp) -> Self {
        Self {
            patient,
            name: facts.name.clone(),
            birth_date: facts.birth_date,
            clinic_number: facts.clinic_number.clone(),
            last_recorded_at: at,
            recorded: 1,
            newest_screening: None,
            plans_in_review: BTreeSet::new(),
            plans_in_force: BTreeMap::new(),
            unsigned_sessions: BTreeMap::new(),
            signed_sessions: BTreeMap::new(),
            follow_up: FollowUp::default(),
            is_reminded: false,
            drafts: BTreeMap::new(),
            waiting_since: WaitingSince::new(),
        }
    }

    /// Since when the patient is on a board; `None`: it is not on it.
    pub fn waiting_since(&self, board: Board) -> Option<Timestamp> {
        self.waiting_since.get(&board).copied()
    }

    /// Whether a session was begun on a day that was neither abandoned nor amended to nothing.
    pub fn is_treated_on(&self, day: Date) -> bool {
        let mut sessions = self.unsigned_sessions.values().chain(self.held());
        sessions.any(|session| session.day == day)
    }

    /// The plan by which sessions may be held, as [`crate::fold::Chart::plan_in_force`].
    pub fn plan_in_force(&self) -> Option<PlanId> {
        let plans = self.plans_in_force.iter();
        let latest = plans.max_by_key(|(id, plan)| (plan.approved_at, **id));
        latest.map(|(id, _)| *id)
    }

    /// Plans by which no session was signed and none is open: one that was abandoned, or amended to nothing, does not count.
    pub fn plans_without_session(&self) -> impl Iterator<Item = (PlanId, &PlanInForce)> {
        let has_session = |plan: PlanId| {
            let mut sessions = self.unsigned_sessions.values().chain(self.held());
            sessions.any(|session| session.plan == plan)
        };
        let plans = self.plans_in_force.iter();
        plans
            .filter(move |(id, _)| !has_session(**id))
            .map(|(id, plan)| (*id, plan))
    }

    /// Day of the last session that was signed and not amended to nothing.
    pub fn last_signed_on(&self) -> Option<Date> {
        self.held().map(|session| session.day).max()
    }

    /// Signed sessions in which something was needled.
    fn held(&self) -> impl Iterator<Item = &SessionOfPlan> {
        let signed = self.signed_sessions.iter();
        signed
            .filter(|(session, _)| self.follow_up.stands(**session))
            .map(|(_, session)| session)
    }

    pub(super) fn take(&mut self, stated: Statement, event: &Event) {
        let at = stated.at;
        self.follow_up.take(stated, event);
        match event {
            Event::IdentityCorrected(facts) => {
                self.name = facts.name.clone();
                self.birth_date = facts.birth_date;
                self.clinic_number.clone_from(&facts.clinic_number);
            }
            Event::ScreeningAnswered(facts) => {
                self.newest_screening = Some(NewestScreening {
                    answered_at: at,
                    verdict: facts.verdict,
                });
            }
            Event::RemindersChosen(facts) => self.is_reminded = facts.mail.is_some(),
            event => {
                self.take_plan(event, at);
                self.take_session(event);
            }
        }
        self.note_waiting(at);
    }

    /// Whoever is on a board already keeps the moment at which the waiting began.
    fn note_waiting(&mut self, at: Timestamp) {
        for board in Board::ALL {
            if board.holds(self) {
                self.waiting_since.entry(board).or_insert(at);
            } else {
                self.waiting_since.remove(&board);
            }
        }
    }

    fn take_plan(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::PlanDrafted(facts) => {
                let draft = Draft {
                    sessions: facts.sessions,
                    supersedes: facts.supersedes,
                };
                self.drafts.insert(facts.plan, draft);
            }
            Event::PlanChanged(facts) => {
                if let Some(draft) = self.drafts.get_mut(&facts.plan) {
                    draft.sessions = facts.sessions;
                }
            }
            Event::PlanSubmitted(facts) => {
                self.plans_in_review.insert(facts.plan);
            }
            Event::PlanReturned(facts) => {
                self.plans_in_review.remove(&facts.plan);
            }
            Event::PlanApproved(facts) => self.approve(facts.plan, at),
            Event::PlanCompleted(facts) => {
                self.plans_in_force.remove(&facts.plan);
            }
            Event::PlanStopped(facts) => {
                self.plans_in_force.remove(&facts.plan);
            }
            _ => {}
        }
    }

    fn approve(&mut self, plan: PlanId, at: Timestamp) {
        self.plans_in_review.remove(&plan);
        let Some(draft) = self.drafts.remove(&plan) else {
            return;
        };
        if let Some(earlier) = draft.supersedes {
            self.plans_in_force.remove(&earlier);
        }
        let in_force = PlanInForce {
            approved_at: at,
            sessions: draft.sessions,
        };
        self.plans_in_force.insert(plan, in_force);
    }

    fn take_session(&mut self, event: &Event) {
        match event {
            Event::SessionStarted(facts) => {
                let session = SessionOfPlan {
                    plan: facts.plan,
                    day: facts.day,
                };
                self.unsigned_sessions.insert(facts.session, session);
            }
            Event::SessionSigned(facts) => {
                if let Some(session) = self.unsigned_sessions.remove(&facts.session) {
                    self.signed_sessions.insert(facts.session, session);
                }
            }
            Event::SessionAbandoned(facts) => {
                self.unsigned_sessions.remove(&facts.session);
            }
            _ => {}
        }
    }
}
