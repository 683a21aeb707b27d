//! Reports of the patient, and adverse events.

use serde::Serialize;

use super::refusal::Refusal;
use super::stated::Stated;
use super::{Chart, unknown};
use crate::event::{
    AdverseEventClosed, AdverseEventFollowedUp, AdverseEventOpened, AdverseEventReported,
    CheckInAnswered, CheckInReported,
};
use crate::id::AdverseEventId;

/// A report of the patient.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckIn {
    /// What was reported.
    pub reported: Stated<CheckInReported>,
    /// What was answered, the first answer first.
    pub answers: Vec<Stated<CheckInAnswered>>,
}

/// An adverse event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdverseEvent {
    /// How it was opened.
    pub opened: Stated<AdverseEventOpened>,
    /// How it went on.
    pub followed_up: Vec<Stated<AdverseEventFollowedUp>>,
    /// To whom it was reported.
    pub reported: Vec<Stated<AdverseEventReported>>,
    /// How it ended.
    pub closed: Option<Stated<AdverseEventClosed>>,
}

impl AdverseEvent {
    /// Whether it is not over.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

impl Chart {
    pub(super) fn report_check_in(
        &mut self,
        reported: Stated<CheckInReported>,
    ) -> Result<(), Refusal> {
        let id = reported.facts.check_in;
        self.session(reported.facts.session)?;
        if self.check_ins.contains_key(&id) {
            return Err(Refusal::Twice {
                what: "check-in",
                id: id.to_string(),
            });
        }
        let check_in = CheckIn {
            reported,
            answers: Vec::new(),
        };
        self.check_ins.insert(id, check_in);
        Ok(())
    }

    pub(super) fn answer_check_in(
        &mut self,
        answer: Stated<CheckInAnswered>,
    ) -> Result<(), Refusal> {
        let id = answer.facts.check_in;
        self.check_ins
            .get_mut(&id)
            .ok_or_else(|| unknown("check-in", id))?
            .answers
            .push(answer);
        Ok(())
    }

    pub(super) fn open_adverse_event(
        &mut self,
        opened: Stated<AdverseEventOpened>,
    ) -> Result<(), Refusal> {
        let id = opened.facts.adverse_event;
        if let Some(session) = opened.facts.session {
            self.session(session)?;
        }
        if self.adverse_events.contains_key(&id) {
            return Err(Refusal::Twice {
                what: "adverse event",
                id: id.to_string(),
            });
        }
        let adverse_event = AdverseEvent {
            opened,
            followed_up: Vec::new(),
            reported: Vec::new(),
            closed: None,
        };
        self.adverse_events.insert(id, adverse_event);
        Ok(())
    }

    pub(super) fn follow_up_adverse_event(
        &mut self,
        followed_up: Stated<AdverseEventFollowedUp>,
    ) -> Result<(), Refusal> {
        self.running_adverse_event(followed_up.facts.adverse_event)?
            .followed_up
            .push(followed_up);
        Ok(())
    }

    /// A report may be sent after the end, too.
    pub(super) fn report_adverse_event(
        &mut self,
        reported: Stated<AdverseEventReported>,
    ) -> Result<(), Refusal> {
        self.adverse_event_mut(reported.facts.adverse_event)?
            .reported
            .push(reported);
        Ok(())
    }

    pub(super) fn close_adverse_event(
        &mut self,
        closed: Stated<AdverseEventClosed>,
    ) -> Result<(), Refusal> {
        let id = closed.facts.adverse_event;
        self.running_adverse_event(id)?.closed = Some(closed);
        Ok(())
    }

    fn adverse_event_mut(&mut self, id: AdverseEventId) -> Result<&mut AdverseEvent, Refusal> {
        self.adverse_events
            .get_mut(&id)
            .ok_or_else(|| unknown("adverse event", id))
    }

    fn running_adverse_event(&mut self, id: AdverseEventId) -> Result<&mut AdverseEvent, Refusal> {
        let adverse_event = self.adverse_event_mut(id)?;
        if adverse_event.closed.is_some() {
            return Err(Refusal::Over {
                what: "adverse event",
                id: id.to_string(),
                state: "closed",
            });
        }
        Ok(adverse_event)
    }
}
