//! What is asked of a new event beside that it fits: what the chart says of consents, decisions, dates and people.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Chart;
use super::blinded::require_verdict;
use super::plan::PlanState;
use super::refusal::Refusal;
use super::stated::Stated;
use super::well_formed::require_well_formed;
use crate::event::{
    AdverseEventClosed, AdverseEventFollowedUp, AdverseEventOpened, AdverseEventReported, Author,
    CartridgeOpened, CheckInAnswered, ConsentClass, ConsentGiven, CorrectedZone, Correction,
    Deviation, Event, IntakeSent, OverrideDecided, OverrideSubject, PhotographAdded, PlanApproved,
    Recorded, SecondName, SessionAmended, SessionStarted, SilenceNoted, ZoneRecorded,
};
use crate::id::{OverrideId, PlanId, SessionId};
use crate::mark::plain_mark;

/// By how much somebody is shown to be the person of the chart before a session (clinic reference 2.2).
const LEAST_IDENTIFIERS: usize = 2;

impl Chart {
    /// The chart after a new event.
    ///
    /// # Errors
    /// When the event does not fit, or breaks a rule that holds for new events.
    pub fn admit(&self, new: &Recorded) -> Result<Self, Refusal> {
        require_well_formed(new)?;
        self.require_grounds(new)?;
        let mut next = self.clone();
        next.apply(new)?;
        if let Event::SessionAmended(amended) = &new.event {
            self.require_change(&next, amended)?;
        }
        Ok(next)
    }

    /// A correction in fields says something else than what stood.
    fn require_change(&self, next: &Self, amended: &SessionAmended) -> Result<(), Refusal> {
        let (before, after) = (
            self.session(amended.session)?,
            next.session(amended.session)?,
        );
        if amended.corrected.is_some() && before.entries().eq(after.entries()) {
            return Err(Refusal::NothingCorrected);
        }
        Ok(())
    }

    fn require_grounds(&self, new: &Recorded) -> Result<(), Refusal> {
        match &new.event {
            Event::IntakeSent(sent) => require_past(sent, new.recorded_at),
            Event::ConsentGiven(given) => require_plan_of_treatment(given),
            Event::PlanApproved(approved) => {
                self.require_another_approver(approved, &new.author)?;
                self.require_only_plan(approved.plan)
            }
            Event::SessionStarted(started) => self.require_start_gate(started),
            Event::CartridgeOpened(cartridge) => self.require_fresh(cartridge),
            Event::ZoneRecorded(zone) => {
                self.require_standing_consent(zone)?;
                let stands = (Some(zone.deviation), zone.override_id);
                self.require_override(stands, zone.session, &zone.zone)
            }
            Event::SessionAmended(amended) => self.require_override_of_amendment(amended),
            Event::PlanCompleted(completed) => self.require_held_session(completed.plan),
            Event::PhotographAdded(photograph) => self.require_photograph_consent(photograph),
            Event::CheckInAnswered(answered) => require_words_where_some(answered),
            Event::SilenceNoted(noted) => require_look_ahead(noted, new.recorded_at),
            Event::ScaleRated(rated) => self.require_day_of_rating(rated),
            Event::RatingWithdrawn(withdrawn) => self.require_withdrawer(withdrawn, &new.author),
            Event::AdverseEventOpened(opened) => {
                require_onset(opened, new.recorded_at)?;
                self.require_onset_after(opened)
            }
            Event::AdverseEventReported(reported) => self.require_sent_after_opening(reported),
            Event::AdverseEventClosed(closed) => self.require_report_decided(closed),
            Event::AdverseEventFollowedUp(followed_up) => {
                self.require_clinician_for_seriousness(followed_up, &new.author)
            }
            Event::BlindedPairRated(rated) => {
                require_verdict(rated)?;
                self.require_blind_rater(rated, &new.author)
            }
            _ => Ok(()),
        }
    }

    /// Approver and author differ, or a second name says why not.
    fn require_another_approver(
        &self,
        approved: &PlanApproved,
        approver: &Author,
    ) -> Result<(), Refusal> {
        let plan = self.plan(approved.plan)?;
        if plan.author.user == approver.user && approved.second_name.is_none() {
            return Err(Refusal::OwnPlan(approved.plan));
        }
        Ok(())
    }

    /// A person has one plan in force: intervals, healing and consent are asked of one course, and a second one beside it
    /// would be needled into skin that the first one still heals. Options wait as drafts.
    fn require_only_plan(&self, approved: PlanId) -> Result<(), Refusal> {
        let replaced = self.plan(approved)?.supersedes;
        let mut in_force = self.plans_in_force();
        match in_force.find(|(id, _)| *id != approved && Some(*id) != replaced) {
            Some((other, _)) => Err(Refusal::AnotherPlanInForce {
                plan: approved,
                other,
            }),
            None => Ok(()),
        }
    }

    fn require_start_gate(&self, started: &SessionStarted) -> Result<(), Refusal> {
        if !self.has_consent(ConsentClass::Treatment, Some(started.plan), started.day) {
            return Err(Refusal::NoConsent {
                class: ConsentClass::Treatment,
            });
        }
        for (is_confirmed, condition) in [
            (started.identified_by.len() >= LEAST_IDENTIFIERS, "identity"),
            (started.is_contact_verified, "contact"),
        ] {
            if !is_confirmed && !self.is_gate_overridden(started, condition) {
                return Err(Refusal::NotConfirmed(condition));
            }
        }
        Ok(())
    }

    fn is_gate_overridden(&self, started: &SessionStarted, wanted: &str) -> bool {
        self.overrides.values().any(|decided| {
            matches!(&decided.facts.subject, OverrideSubject::StartGate { session, condition }
                if *session == started.session && condition == wanted)
        })
    }

    /// Within one chart. Whether another patient had this unit is asked of the projection over all charts.
    fn require_fresh(&self, cartridge: &CartridgeOpened) -> Result<(), Refusal> {
        let day = self.session(cartridge.session)?.started.facts.day;
        if cartridge.expires_on < day {
            return Err(Refusal::CartridgeExpired(cartridge.expires_on));
        }
        if !cartridge.is_pack_intact {
            return Err(Refusal::CartridgeUnfit("has no intact sterile pack"));
        }
        if !cartridge.is_opened_before_patient {
            return Err(Refusal::CartridgeUnfit("was not opened before the patient"));
        }
        if !cartridge.is_single_use_confirmed {
            return Err(Refusal::CartridgeUnfit("is not confirmed to be used once"));
        }
        let is_used = self
            .sessions
            .values()
            .flat_map(|session| &session.cartridges)
            .any(|used| {
                plain_mark(&used.facts.lot) == plain_mark(&cartridge.lot)
                    && plain_mark(&used.facts.unit) == plain_mark(&cartridge.unit)
            });
        if is_used {
            return Err(Refusal::CartridgeUnfit("was used already"));
        }
        Ok(())
    }

    /// A consent may be taken back during a session: nothing is needled after that. What expires at midnight holds for a session
    /// that began before.
    fn require_standing_consent(&self, zone: &ZoneRecorded) -> Result<(), Refusal> {
        let started = &self.session(zone.session)?.started.facts;
        if self.has_consent(ConsentClass::Treatment, Some(started.plan), started.day) {
            return Ok(());
        }
        Err(Refusal::NoConsent {
            class: ConsentClass::Treatment,
        })
    }

    /// What lies far from the plan names a decision of two people about the same session and zone.
    fn require_override(
        &self,
        (deviation, named): (Option<Deviation>, Option<OverrideId>),
        session: SessionId,
        zone: &str,
    ) -> Result<(), Refusal> {
        if deviation != Some(Deviation::Major) {
            return Ok(());
        }
        let is_decided = |stated: &Stated<OverrideDecided>| {
            let decided = &stated.facts;
            let is_answered_for = match &decided.second_name {
                Some(SecondName::Person(second)) => {
                    stated.author.role.is_licensed() || second.role.is_licensed()
                }
                Some(SecondName::SingleUser) => stated.author.role.is_licensed(),
                None => false,
            };
            is_answered_for
                && matches!(&decided.subject, OverrideSubject::Tolerance { session: of, zone: about }
                    if *of == session && about == zone)
        };
        let named = named.and_then(|id| self.overrides.get(&id));
        if named.is_some_and(is_decided) {
            return Ok(());
        }
        Err(Refusal::NoOverride {
            zone: zone.to_owned(),
        })
    }

    /// What is true after an amendment is judged as what is recorded in the session. A zone that is added was held against the plan.
    fn require_override_of_amendment(&self, amended: &SessionAmended) -> Result<(), Refusal> {
        let zone = match &amended.corrected {
            Some(Correction::Added(_)) if amended.deviation.is_none() => {
                return Err(Refusal::Blank("the distance from the plan"));
            }
            Some(Correction::Added(added)) => Some(added.zone.as_str()),
            Some(Correction::Needled(CorrectedZone {
                zone: Some(zone), ..
            })) => Some(zone.as_str()),
            _ => {
                let session = self.session(amended.session)?;
                let mut entries = session.entries().map(|(_, entry)| entry);
                let of = entries.find(|entry| Some(entry.entry) == amended.entry);
                of.map(|entry| entry.zone.as_str())
            }
        };
        let stands = (amended.deviation, amended.override_id);
        self.require_override(stands, amended.session, zone.unwrap_or_default())
    }

    /// A course that was carried out has a session in which something was needled.
    fn require_held_session(&self, plan: PlanId) -> Result<(), Refusal> {
        if self.sessions_of(plan).any(|(_, session)| session.is_held()) {
            return Ok(());
        }
        match self.plan(plan)?.state {
            PlanState::Active => Err(Refusal::NothingDone(plan)),
            _ => Ok(()),
        }
    }

    /// Nobody has an adverse event before being born, nor one of a session before it.
    fn require_onset_after(&self, opened: &AdverseEventOpened) -> Result<(), Refusal> {
        let Some(onset) = opened.onset_on else {
            return Ok(());
        };
        let born = self.identity.as_ref().map(|known| known.birth_date);
        if born.is_some_and(|born| onset < born) {
            return Err(Refusal::OnsetBeforeBirth);
        }
        let session = opened.session.and_then(|id| self.sessions.get(&id));
        if session.is_some_and(|session| onset < session.started.facts.day) {
            return Err(Refusal::OnsetBeforeSession);
        }
        Ok(())
    }

    /// A day earlier by the calendar of another time zone is no earlier day.
    fn require_sent_after_opening(&self, reported: &AdverseEventReported) -> Result<(), Refusal> {
        let event = self.adverse_events.get(&reported.adverse_event);
        let first = event.map(|event| day_in_utc(event.opened.recorded_at));
        let first = first.and_then(|day| day.yesterday().ok());
        if first.is_some_and(|first| reported.sent_on < first) {
            return Err(Refusal::ReportedBeforeOpened);
        }
        Ok(())
    }

    /// Protocol 5.6: serious events are reported. Whoever closes one without a report says why none is due.
    fn require_report_decided(&self, closed: &AdverseEventClosed) -> Result<(), Refusal> {
        let event = self.adverse_events.get(&closed.adverse_event);
        if event.is_some_and(|event| event.is_serious() && !event.is_report_decided()) {
            return Err(Refusal::Unreported);
        }
        Ok(())
    }

    /// Whoever is no clinician leaves it as serious as the clinicians called it.
    fn require_clinician_for_seriousness(
        &self,
        followed_up: &AdverseEventFollowedUp,
        author: &Author,
    ) -> Result<(), Refusal> {
        let known = self.adverse_events.get(&followed_up.adverse_event);
        let is_changed = known.is_some_and(|known| known.is_serious() != followed_up.is_serious);
        if is_changed && !author.role.is_licensed() {
            return Err(Refusal::Role {
                role: author.role,
                needed: "is a clinician, prescriber or physician",
            });
        }
        Ok(())
    }

    fn require_photograph_consent(&self, photograph: &PhotographAdded) -> Result<(), Refusal> {
        let day = day_in_utc(photograph.taken_at);
        let is_valid = self
            .consents
            .get(&photograph.consent)
            .is_some_and(|consent| {
                consent.given.facts.class == ConsentClass::Photograph && consent.is_valid(day)
            });
        if is_valid {
            Ok(())
        } else {
            Err(Refusal::NoConsent {
                class: ConsentClass::Photograph,
            })
        }
    }
}

/// Words to the patient are there or not; they are never empty.
fn require_words_where_some(answered: &CheckInAnswered) -> Result<(), Refusal> {
    match &answered.words {
        Some(words) if words.trim().is_empty() => Err(Refusal::Blank("the words to the patient")),
        _ => Ok(()),
    }
}

/// Silence is looked at again, and not before it was noted.
fn require_look_ahead(noted: &SilenceNoted, recorded_at: Timestamp) -> Result<(), Refusal> {
    if noted.look_again_at > recorded_at {
        return Ok(());
    }
    Err(Refusal::LookedAtBefore)
}

/// Nothing began in the future; a day later by the calendar of another time zone is no later day.
fn require_onset(opened: &AdverseEventOpened, recorded_at: Timestamp) -> Result<(), Refusal> {
    let last = day_in_utc(recorded_at);
    let last = last.tomorrow().unwrap_or(last);
    if opened.onset_on.is_some_and(|onset| onset > last) {
        return Err(Refusal::OnsetInFuture);
    }
    Ok(())
}

pub(super) fn day_in_utc(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Answers are taken into a chart after they were sent.
fn require_past(sent: &IntakeSent, recorded_at: Timestamp) -> Result<(), Refusal> {
    if sent.sent_at > recorded_at {
        return Err(Refusal::SentLater);
    }
    Ok(())
}

fn require_plan_of_treatment(given: &ConsentGiven) -> Result<(), Refusal> {
    if given.class == ConsentClass::Treatment && given.plan.is_none() {
        return Err(Refusal::ConsentWithoutPlan);
    }
    Ok(())
}
