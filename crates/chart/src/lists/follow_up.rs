//! What lists know of what comes after the sessions of a patient: healing, reports that wait, adverse events, photographs and
//! their consents.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::{AdverseEventFollowedUp, ConsentClass, Correction, Event, SessionAmended};
use crate::id::{AdverseEventId, CheckInId, ConsentId, PhotographId, SessionId, UserId};

/// Minutes of an hour.
const MINUTES_PER_HOUR: f64 = 60.0;

/// What is followed up.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FollowUp {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    healing: BTreeMap<SessionId, Healing>,
    /// Those of them that were amended to nothing: nobody heals after them, unless an entry comes back.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    not_needled: BTreeSet<SessionId>,
    /// Reports that nobody has answered: those with a level.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unanswered: BTreeMap<CheckInId, UnansweredCheckIn>,
    /// Adverse events that are not over.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub adverse_events: BTreeMap<AdverseEventId, OpenAdverseEvent>,
    /// Adverse events, over or not, of which nobody has been told outside the clinic.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unreported: BTreeMap<AdverseEventId, UnreportedAdverseEvent>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    photographs: BTreeMap<PhotographId, ConsentId>,
    /// Those of them that the patient took back.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    taken_back: BTreeSet<PhotographId>,
    /// Consents to photographs that hold until they are revoked, with their last day.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    consents: BTreeMap<ConsentId, Option<Date>>,
}

/// A session after which somebody heals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Healing {
    /// The hour from which healing counts.
    pub t0: Timestamp,
    /// Minutes after it at which the patient was heard of.
    pub heard_minutes: BTreeSet<i64>,
    /// How somebody last tried to reach the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<Tried>,
}

/// A try to reach somebody who was not heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// When.
    pub at: Timestamp,
    /// Who tried.
    pub by: UserId,
    /// When it is looked at again.
    pub look_again_at: Timestamp,
}

/// A report that waits for an answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnansweredCheckIn {
    /// Response level, 1 to 4.
    pub level: u8,
    /// When it came.
    pub reported_at: Timestamp,
    /// Minutes after `T0`.
    pub minutes_after_t0: i64,
    /// What was answered, as it lies in the record.
    pub answers: Value,
    /// Whether the patient wrote something that a person must read.
    pub has_free_text: bool,
}

/// An adverse event that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenAdverseEvent {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When somebody last looked after it.
    pub followed_up_at: Option<Timestamp>,
}

/// An adverse event that nobody has reported to an authority or a maker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnreportedAdverseEvent {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The grade as it was last given, 1 to 5.
    pub grade: u8,
    /// Whether a clinician calls it serious, as last said.
    pub is_serious: bool,
    /// Whether a clinician said why no report is due, and it has not grown worse since.
    pub is_not_due: bool,
}

impl UnreportedAdverseEvent {
    fn go_on(&mut self, now: &AdverseEventFollowedUp) {
        self.is_not_due &= !now.is_worse_than(self.grade, self.is_serious);
        self.grade = now.grade;
        self.is_serious = now.is_serious;
    }
}

/// When and by whom something was stated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement {
    pub(super) at: Timestamp,
    pub(super) by: UserId,
}

impl FollowUp {
    /// The session after which the patient heals now: the last one that was neither abandoned nor amended to nothing.
    pub fn healing(&self) -> Option<(SessionId, &Healing)> {
        let sessions = self.healing.iter();
        let needled = sessions.filter(|(session, _)| self.stands(**session));
        let last = needled.max_by_key(|(_, healing)| healing.t0);
        last.map(|(session, healing)| (*session, healing))
    }

    /// Whether a session stands: it was not amended to nothing.
    pub fn stands(&self, session: SessionId) -> bool {
        !self.not_needled.contains(&session)
    }

    /// The first day on which a photograph is to be taken away: no consent covers it any longer, or the patient took it back;
    /// `None`: none is, as the consents stand.
    pub fn photograph_goes_on(&self) -> Option<Date> {
        let goes_on = |(id, consent): (&PhotographId, &ConsentId)| {
            if self.taken_back.contains(id) {
                return Some(Date::MIN);
            }
            match self.consents.get(consent) {
                None => Some(Date::MIN),
                Some(last_day) => last_day.map(|last| last.saturating_add(1.day())),
            }
        };
        self.photographs.iter().filter_map(goes_on).min()
    }

    /// Takes in an event with when and by whom it was stated.
    pub(super) fn take(&mut self, stated: Statement, event: &Event) {
        let Statement { at, by } = stated;
        match event {
            Event::CheckInReported(_) | Event::CheckInAnswered(_) => self.take_check_in(at, event),
            Event::SilenceNoted(facts) => {
                if let Some(healing) = self.healing.get_mut(&facts.session) {
                    let look_again_at = facts.look_again_at;
                    healing.tried = Some(Tried {
                        at,
                        by,
                        look_again_at,
                    });
                }
            }
            Event::AdverseEventOpened(_)
            | Event::AdverseEventFollowedUp(_)
            | Event::AdverseEventReported(_)
            | Event::AdverseEventReportNotDue(_)
            | Event::AdverseEventClosed(_) => self.take_adverse_event(at, event),
            Event::PhotographAdded(_)
            | Event::PhotographWithdrawn(_)
            | Event::PhotographTakenBack(_)
            | Event::ConsentGiven(_)
            | Event::ConsentRevoked(_) => self.take_photograph(event),
            event => self.take_session(event),
        }
    }

    fn take_check_in(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::CheckInReported(facts) => {
                let minutes_after_t0 = minutes(facts.hours_after_t0);
                if let Some(healing) = self.healing.get_mut(&facts.session) {
                    healing.heard_minutes.insert(minutes_after_t0);
                }
                let Some(level) = facts.level else { return };
                let waiting = UnansweredCheckIn {
                    level,
                    reported_at: at,
                    minutes_after_t0,
                    answers: facts.answers.clone(),
                    has_free_text: facts.free_text.is_some(),
                };
                self.unanswered.insert(facts.check_in, waiting);
            }
            Event::CheckInAnswered(facts) => {
                self.unanswered.remove(&facts.check_in);
            }
            _ => {}
        }
    }

    fn take_adverse_event(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::AdverseEventOpened(facts) => {
                let open = OpenAdverseEvent {
                    opened_at: at,
                    followed_up_at: None,
                };
                self.adverse_events.insert(facts.adverse_event, open);
                let unreported = UnreportedAdverseEvent {
                    opened_at: at,
                    grade: facts.grade,
                    is_serious: facts.is_serious,
                    is_not_due: false,
                };
                self.unreported.insert(facts.adverse_event, unreported);
            }
            Event::AdverseEventFollowedUp(facts) => {
                if let Some(open) = self.adverse_events.get_mut(&facts.adverse_event) {
                    open.followed_up_at = Some(at);
                }
                if let Some(unreported) = self.unreported.get_mut(&facts.adverse_event) {
                    unreported.go_on(facts);
                }
            }
            Event::AdverseEventReported(facts) => {
                self.unreported.remove(&facts.adverse_event);
            }
            Event::AdverseEventReportNotDue(facts) => {
                if let Some(unreported) = self.unreported.get_mut(&facts.adverse_event) {
                    unreported.is_not_due = true;
                }
            }
            Event::AdverseEventClosed(facts) => {
                self.adverse_events.remove(&facts.adverse_event);
            }
            _ => {}
        }
    }

    fn take_photograph(&mut self, event: &Event) {
        match event {
            Event::PhotographAdded(facts) => {
                self.photographs.insert(facts.photograph, facts.consent);
            }
            Event::PhotographWithdrawn(facts) => {
                self.photographs.remove(&facts.photograph);
                self.taken_back.remove(&facts.photograph);
            }
            Event::PhotographTakenBack(facts) => {
                self.taken_back.insert(facts.photograph);
            }
            Event::ConsentGiven(facts) if facts.class == ConsentClass::Photograph => {
                self.consents.insert(facts.consent, facts.expires_on);
            }
            // As in the chart, taking one back takes back every other one to the same.
            Event::ConsentRevoked(facts) if self.consents.contains_key(&facts.consent) => {
                self.consents.clear();
            }
            _ => {}
        }
    }

    fn take_session(&mut self, event: &Event) {
        match event {
            Event::SessionStarted(facts) => {
                let healing = Healing {
                    t0: facts.t0,
                    heard_minutes: BTreeSet::new(),
                    tried: None,
                };
                self.healing.insert(facts.session, healing);
            }
            Event::SessionAbandoned(facts) => {
                self.healing.remove(&facts.session);
            }
            Event::SessionAmended(facts) => self.take_amendment(facts),
            _ => {}
        }
    }

    /// The chart refuses that the last entry of a session is taken back alone, so that a session is amended to nothing as a
    /// whole, and any entry that was needled after all, or is added, brings it back.
    fn take_amendment(&mut self, amended: &SessionAmended) {
        match (&amended.corrected, amended.entry) {
            (Some(Correction::NotNeedled), None) => self.not_needled.insert(amended.session),
            (Some(Correction::Needled(_) | Correction::Added(_)), Some(_)) => {
                self.not_needled.remove(&amended.session)
            }
            _ => return,
        };
    }
}

/// Whole minutes of hours; a float to integer cast saturates.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float to integer cast saturates"
)]
fn minutes(hours: f64) -> i64 {
    (hours * MINUTES_PER_HOUR).round() as i64
}
