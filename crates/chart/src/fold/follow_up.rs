//! Reports of the patient, and adverse events.

use jiff::Timestamp;
use serde::Serialize;

use super::refusal::Refusal;
use super::stated::Stated;
use super::{Chart, unknown};
use crate::event::{
    AdverseEventClosed, AdverseEventFollowedUp, AdverseEventOpened, AdverseEventReportNotDue,
    AdverseEventReported, CheckInAnswered, CheckInReported, ReplyRead, SilenceNoted,
};
use crate::id::AdverseEventId;

/// A report of the patient.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckIn {
    /// What was reported.
    pub reported: Stated<CheckInReported>,
    /// What was answered, the first answer first.
    pub answers: Vec<Stated<CheckInAnswered>>,
    /// When the patient last said to have read what the clinic wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
}

impl CheckIn {
    /// What the clinic wrote to the patient, the first first.
    pub fn replies(&self) -> impl Iterator<Item = (&Stated<CheckInAnswered>, &str)> {
        let answers = self.answers.iter();
        answers.filter_map(|answer| Some((answer, answer.facts.words.as_deref()?)))
    }

    /// Those of them that the patient has not said to have read.
    pub fn unread(&self) -> impl Iterator<Item = (&Stated<CheckInAnswered>, &str)> {
        self.replies().filter(|(answer, _)| !self.is_read(answer))
    }

    /// Whether the patient said to have read what stood there when this answer had been written.
    pub fn is_read(&self, answer: &Stated<CheckInAnswered>) -> bool {
        self.read_at.is_some_and(|read| answer.recorded_at <= read)
    }
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
    /// Why no report is due, as last decided; `None`: nobody decided it, or the event grew worse since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_not_due: Option<Stated<AdverseEventReportNotDue>>,
    /// How it ended.
    pub closed: Option<Stated<AdverseEventClosed>>,
}

impl AdverseEvent {
    /// Whether it is not over.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The grade as it was last given, 1 to 5.
    pub fn grade(&self) -> u8 {
        let last = self.followed_up.last();
        last.map_or(self.opened.facts.grade, |last| last.facts.grade)
    }

    /// Whether it was reported to somebody, or a clinician said why no report is due.
    pub const fn is_report_decided(&self) -> bool {
        !self.reported.is_empty() || self.report_not_due.is_some()
    }

    /// Whether a clinician calls it serious, as last said.
    pub fn is_serious(&self) -> bool {
        let last = self.followed_up.last();
        last.map_or(self.opened.facts.is_serious, |last| last.facts.is_serious)
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
            read_at: None,
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

    pub(super) fn read_reply(&mut self, read: &Stated<ReplyRead>) -> Result<(), Refusal> {
        let id = read.facts.check_in;
        self.check_ins
            .get_mut(&id)
            .ok_or_else(|| unknown("check-in", id))?
            .read_at = Some(read.recorded_at);
        Ok(())
    }

    pub(super) fn note_silence(&mut self, noted: Stated<SilenceNoted>) -> Result<(), Refusal> {
        self.session(noted.facts.session)?;
        self.silences.push(noted);
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
            report_not_due: None,
            closed: None,
        };
        self.adverse_events.insert(id, adverse_event);
        Ok(())
    }

    pub(super) fn follow_up_adverse_event(
        &mut self,
        followed_up: Stated<AdverseEventFollowedUp>,
    ) -> Result<(), Refusal> {
        let event = self.running_adverse_event(followed_up.facts.adverse_event)?;
        if followed_up
            .facts
            .is_worse_than(event.grade(), event.is_serious())
        {
            event.report_not_due = None;
        }
        event.followed_up.push(followed_up);
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

    /// It may be decided after the end, too.
    pub(super) fn leave_unreported(
        &mut self,
        decided: Stated<AdverseEventReportNotDue>,
    ) -> Result<(), Refusal> {
        let id = decided.facts.adverse_event;
        self.adverse_event_mut(id)?.report_not_due = Some(decided);
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
