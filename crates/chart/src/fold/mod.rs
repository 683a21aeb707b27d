//! A chart is the fold of its events.
//!
//! Two kinds of rules are kept apart. [`Chart::apply`] knows what can never be: an approved plan that changes, a signed
//! session that is edited, a thing that does not exist. It holds for old events as for new ones, so that a rule once in it
//! stays. [`Chart::admit`] adds what today's clinic asks of a new event: roles, consents, dates. Such a rule may become
//! stricter, since it never judges what is written already.

mod admission;
mod blinded;
mod consent;
mod follow_up;
mod plan;
mod rating;
mod refusal;
mod session;
mod stated;
mod well_formed;
mod zone_entry;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

pub use consent::{Consent, ConsentSubject, Photograph};
pub use follow_up::{AdverseEvent, CheckIn};
pub use plan::{Plan, PlanMove, PlanState};
pub use refusal::Refusal;
pub use session::{Session, SessionState};
pub use stated::Stated;
pub use well_formed::is_mail_address;
pub use zone_entry::ZoneEntry;

use crate::event::{
    BlindedPairRated, Event, IdentityCorrected, IntakeSent, OverrideDecided, PatientRegistered,
    RatingWithdrawn, Recorded, ReminderMail, RemindersChosen, ScaleRated, ScreeningAnswered,
    SilenceNoted,
};
use crate::id::{
    AdverseEventId, CheckInId, ConsentId, IntakeId, OverrideId, PhotographId, PlanId, RatingId,
    ScreeningId, SessionId,
};

/// Everything that is known of one patient.
#[derive(Clone, PartialEq, Default, Serialize)]
pub struct Chart {
    /// Number of events behind it: the version that the next append expects.
    pub sequence: u64,
    /// Who it is, as last corrected.
    pub identity: Option<PatientRegistered>,
    /// When the person was registered.
    #[serde(skip)]
    pub registered_at: Option<Timestamp>,
    /// What the person sent before the first visit; nobody has confirmed it.
    pub intakes: BTreeMap<IntakeId, Stated<IntakeSent>>,
    /// Screenings.
    pub screenings: BTreeMap<ScreeningId, Stated<ScreeningAnswered>>,
    /// Decisions against a rule.
    pub overrides: BTreeMap<OverrideId, Stated<OverrideDecided>>,
    /// Revisions of plans.
    pub plans: BTreeMap<PlanId, Plan>,
    /// Consents.
    pub consents: BTreeMap<ConsentId, Consent>,
    /// Sessions.
    pub sessions: BTreeMap<SessionId, Session>,
    /// Reports of the patient.
    pub check_ins: BTreeMap<CheckInId, CheckIn>,
    /// How somebody tried to reach the patient who was not heard of, the first try first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub silences: Vec<Stated<SilenceNoted>>,
    /// Photographs.
    pub photographs: BTreeMap<PhotographId, Photograph>,
    /// Ratings, those that were taken back among them: what counts is asked of [`Chart::standing_ratings`].
    pub ratings: BTreeMap<RatingId, Stated<ScaleRated>>,
    /// Ratings that were taken back.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub withdrawn_ratings: BTreeMap<RatingId, Stated<RatingWithdrawn>>,
    /// Pairs of photographs that were graded blind.
    pub blinded_ratings: BTreeMap<RatingId, Stated<BlindedPairRated>>,
    /// Adverse events.
    pub adverse_events: BTreeMap<AdverseEventId, AdverseEvent>,
    /// How the patient is reminded, as last chosen; `None`: nobody was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminders: Option<Stated<RemindersChosen>>,
}

impl fmt::Debug for Chart {
    /// Health data does not leave by debug output.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Chart({} events)", self.sequence)
    }
}

impl Chart {
    /// Where reminders go by mail, as last chosen; `None`: nowhere.
    pub fn reminder_mail(&self) -> Option<&ReminderMail> {
        self.reminders.as_ref()?.facts.mail.as_ref()
    }

    /// The chart after these events.
    ///
    /// # Errors
    /// When an event does not fit those before it; [`Chart::admit`] lets none of them in.
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Result<Self, Refusal> {
        let mut chart = Self::default();
        for event in events {
            chart.apply(event)?;
        }
        Ok(chart)
    }

    /// Takes in one event.
    ///
    /// # Errors
    /// When it does not fit. The chart may then hold a part of it and must be dropped.
    pub fn apply(&mut self, recorded: &Recorded) -> Result<(), Refusal> {
        if self.identity.is_none() && !matches!(recorded.event, Event::PatientRegistered(_)) {
            return Err(Refusal::NotRegistered);
        }
        self.take(recorded)?;
        self.sequence += 1;
        Ok(())
    }

    fn take(&mut self, recorded: &Recorded) -> Result<(), Refusal> {
        let Recorded {
            recorded_at,
            author,
            event,
        } = recorded;
        macro_rules! stated {
            ($facts:expr) => {
                Stated {
                    recorded_at: *recorded_at,
                    author: author.clone(),
                    facts: $facts.clone(),
                }
            };
        }
        match event {
            Event::PatientRegistered(facts) => self.register(facts, *recorded_at),
            Event::IdentityCorrected(facts) => {
                self.correct_identity(facts);
                Ok(())
            }
            Event::ContactChanged(facts) => {
                if let Some(identity) = &mut self.identity {
                    identity.contact = facts.contact.clone();
                }
                Ok(())
            }
            Event::IntakeSent(facts) => {
                insert_new(&mut self.intakes, "intake", facts.intake, stated!(facts))
            }
            Event::ScreeningAnswered(facts) => insert_new(
                &mut self.screenings,
                "screening",
                facts.screening,
                stated!(facts),
            ),
            Event::OverrideDecided(facts) => insert_new(
                &mut self.overrides,
                "override",
                facts.override_id,
                stated!(facts),
            ),
            Event::ScaleRated(facts) => {
                insert_new(&mut self.ratings, "rating", facts.rating, stated!(facts))
            }
            Event::RatingWithdrawn(facts) => self.withdraw_rating(stated!(facts)),
            Event::PlanDrafted(facts) => self.draft_plan(stated!(facts)),
            Event::PlanChanged(facts) => self.change_plan(stated!(facts)),
            Event::PlanSubmitted(facts) => self.submit_plan(&stated!(facts.plan)),
            Event::PlanReturned(facts) => self.return_plan(stated!(facts)),
            Event::PlanApproved(facts) => self.approve_plan(stated!(facts)),
            Event::PlanCompleted(facts) => self.complete_plan(&stated!(facts.plan)),
            Event::PlanStopped(facts) => self.stop_plan(stated!(facts)),
            Event::ConsentGiven(facts) => self.give_consent(stated!(facts)),
            Event::ConsentRevoked(facts) => self.revoke_consent(&stated!(facts)),
            Event::SessionStarted(facts) => self.start_session(stated!(facts)),
            Event::CartridgeOpened(facts) => self.open_cartridge(stated!(facts)),
            Event::CartridgeDiscarded(facts) => self.discard_cartridge(stated!(facts)),
            Event::NumbingApplied(facts) => self.apply_numbing(stated!(facts)),
            Event::ProductApplied(facts) => self.apply_product(stated!(facts)),
            Event::ZoneRecorded(facts) => self.record_zone(stated!(facts)),
            Event::ReactionNoted(facts) => self.note_reaction(stated!(facts)),
            Event::SessionSigned(facts) => self.sign_session(stated!(facts)),
            Event::SessionAmended(facts) => self.amend_session(stated!(facts)),
            Event::SessionAbandoned(facts) => self.abandon_session(stated!(facts)),
            Event::CheckInReported(facts) => self.report_check_in(stated!(facts)),
            Event::CheckInAnswered(facts) => self.answer_check_in(stated!(facts)),
            Event::ReplyRead(facts) => self.read_reply(&stated!(facts)),
            Event::SilenceNoted(facts) => self.note_silence(stated!(facts)),
            Event::ClearanceGiven(facts) => self.give_clearance(stated!(facts)),
            Event::AdverseEventOpened(facts) => self.open_adverse_event(stated!(facts)),
            Event::AdverseEventFollowedUp(facts) => self.follow_up_adverse_event(stated!(facts)),
            Event::AdverseEventReported(facts) => self.report_adverse_event(stated!(facts)),
            Event::AdverseEventReportNotDue(facts) => self.leave_unreported(stated!(facts)),
            Event::AdverseEventClosed(facts) => self.close_adverse_event(stated!(facts)),
            Event::PhotographAdded(facts) => self.add_photograph(stated!(facts)),
            Event::PhotographWithdrawn(facts) => self.withdraw_photograph(stated!(facts)),
            Event::PhotographTakenBack(facts) => self.take_photograph_back(stated!(facts)),
            Event::BlindedPairRated(facts) => self.rate_blinded(stated!(facts)),
            Event::RemindersChosen(facts) => {
                self.reminders = Some(stated!(facts));
                Ok(())
            }
        }
    }

    fn register(&mut self, facts: &PatientRegistered, at: Timestamp) -> Result<(), Refusal> {
        if self.identity.is_some() {
            return Err(Refusal::AlreadyRegistered);
        }
        self.registered_at = Some(at);
        self.identity = Some(facts.clone());
        Ok(())
    }

    fn correct_identity(&mut self, facts: &IdentityCorrected) {
        if let Some(identity) = &mut self.identity {
            identity.name = facts.name.clone();
            identity.birth_date = facts.birth_date;
            identity.clinic_number.clone_from(&facts.clinic_number);
        }
    }
}

fn unknown(what: &'static str, id: impl fmt::Display) -> Refusal {
    Refusal::Unknown {
        what,
        id: id.to_string(),
    }
}

fn insert_new<K: Ord + fmt::Display, V>(
    map: &mut BTreeMap<K, V>,
    what: &'static str,
    id: K,
    value: V,
) -> Result<(), Refusal> {
    if map.contains_key(&id) {
        return Err(Refusal::Twice {
            what,
            id: id.to_string(),
        });
    }
    map.insert(id, value);
    Ok(())
}
