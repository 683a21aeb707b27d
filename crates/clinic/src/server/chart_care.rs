//! The care around the sessions of a chart: as they were held, else as they are booked, else as they were planned.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};
use needlework_chart::event::{ClearanceGiven, Role as ChartRole};
use needlework_chart::fold::{Chart, CheckIn, Plan, PlanState, Session, Stated};
use needlework_chart::id::PlanId;
use needlework_planning::{Library, SessionKind, care_around};
use needlework_protocol::care::{
    Because, CareEvent, CareMoment, CareRules, CareSession, CareState, CareTimeline, Clearance,
    ClearanceRefused, Holding, Instruction, NEW_SCREENING, Phase, check_clearance,
    earliest_release, holds_at,
};
use needlework_protocol::check_in::{Grade, GradedSign, Level};
use needlework_protocol::{Language, Role};

use super::check_in::CheckInAnswers;
use super::office::appointment::{Appointment, Purpose};
use super::page::Page;
use super::plan_document::PlanDocument;
use super::problem::Problem;

/// How sure the day of a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was held.
    Held,
    /// An appointment is made.
    Booked,
    /// The plan names a day; no appointment is made yet.
    Planned,
}

/// Care of one chart.
#[derive(Debug)]
pub(super) struct ChartCare {
    /// Every instruction around every session.
    pub timeline: CareTimeline,
    /// What has happened since and changes what holds.
    pub events: Vec<CareEvent>,
    standings: Vec<Standing>,
}

/// The plan whose care counts: the one in force, else the newest one that was ever approved. After a course its last
/// aftercare still holds.
pub(super) fn plan_of(chart: &Chart) -> Option<(PlanId, &Plan)> {
    let was_approved = |(_, plan): &(PlanId, &Plan)| {
        matches!(
            plan.state,
            PlanState::Approved | PlanState::Active | PlanState::Completed | PlanState::Stopped
        )
    };
    let mut newest_first = chart.plans.iter().rev().map(|(id, plan)| (*id, plan));
    chart
        .plan_in_force()
        .or_else(|| newest_first.find(was_approved))
}

/// A plan with the revisions that it took the place of: their sessions are sessions of one course.
pub(super) fn course_of(chart: &Chart, plan: PlanId) -> BTreeSet<PlanId> {
    let mut course = BTreeSet::new();
    let mut revision = Some(plan);
    while let Some(id) = revision.filter(|id| course.insert(*id)) {
        revision = chart.plans.get(&id).and_then(|plan| plan.supersedes);
    }
    course
}

/// Sessions that were held by one of some plans, the first one first.
pub(super) fn held_sessions<'a>(chart: &'a Chart, plans: &BTreeSet<PlanId>) -> Vec<&'a Session> {
    let mut held: Vec<&Session> = all_held(chart).collect();
    held.retain(|session| plans.contains(&session.started.facts.plan));
    held.sort_by_key(|session| session.started.facts.t0);
    held
}

fn all_held(chart: &Chart) -> impl Iterator<Item = &Session> {
    let sessions = chart.sessions.values();
    sessions.filter(|session| session.is_held())
}

/// Where a course is over, nobody is asked for answers before the next treatment: there is none.
fn without_new_screening(mut timeline: CareTimeline) -> CareTimeline {
    let is_asked = |one: &Instruction| one.rule == NEW_SCREENING;
    let asked = timeline.instructions.iter().find(|one| is_asked(one));
    if let Some(label) = asked.map(|one| one.label.clone()) {
        for moment in &mut timeline.moments {
            moment.begins.retain(|begun| *begun != label);
        }
    }
    timeline.instructions.retain(|one| !is_asked(one));
    timeline
}

impl ChartCare {
    /// The care of a chart in the language of a page; `None` while no plan was approved, or while nobody knows a day.
    ///
    /// # Errors
    /// When the plan was written by another version of the program, or its sessions are out of order.
    pub(super) fn of(
        page: &Page,
        chart: &Chart,
        appointments: &[Appointment],
        library: &Library,
        now: Timestamp,
    ) -> Result<Option<Self>, Problem> {
        let Some((id, plan)) = plan_of(chart) else {
            return Ok(None);
        };
        let document = PlanDocument::read(&plan.document)?;
        let mut days = Days::held(page.zone(), chart);
        if plan.state.is_in_force() {
            days.add_booked(page, appointments, now);
            days.add_planned(&document, &course_of(chart, id), &page.local(now));
        }
        let language = page.protocol_language();
        let care = Self::around(days, chart, &document, library, (page.zone(), language))?;
        if plan.state.is_in_force() {
            return Ok(care);
        }
        Ok(care.map(|care| Self {
            timeline: without_new_screening(care.timeline),
            ..care
        }))
    }

    /// The care around the sessions that were held, for whoever asks nothing of its words: it changes with the chart alone, and not
    /// with the day or the calendar. `None` while no plan was approved, or nothing was held.
    ///
    /// # Errors
    /// As [`ChartCare::of`].
    pub(super) fn of_held(
        chart: &Chart,
        library: &Library,
        zone: &TimeZone,
    ) -> Result<Option<Self>, Problem> {
        let days = Days::held(zone, chart);
        let plan = plan_of(chart).filter(|_| !days.sessions.is_empty());
        let Some((_, plan)) = plan else {
            return Ok(None);
        };
        let document = PlanDocument::read(&plan.document)?;
        Self::around(days, chart, &document, library, (zone, Language::ENGLISH))
    }

    fn around(
        days: Days,
        chart: &Chart,
        document: &PlanDocument,
        library: &Library,
        (zone, language): (&TimeZone, Language),
    ) -> Result<Option<Self>, Problem> {
        if days.sessions.is_empty() {
            return Ok(None);
        }
        let case = document.case.read(library)?;
        Ok(Some(Self {
            timeline: care_around(&days.sessions, &case, library, language)?,
            events: events(zone, chart),
            standings: days.standings,
        }))
    }

    /// What holds at a moment. While a session waits whose hour has passed, what holds before it still does, and what holds after
    /// it does not yet.
    pub(super) fn at(&self, now: &Zoned) -> CareState<'_> {
        let mut state = holds_at(&self.timeline, &self.events, now);
        let Some(late) = self.late_session(now) else {
            return state;
        };
        let on_time = late.starts.saturating_sub(1.second());
        let before = holds_at(&self.timeline, &self.events, &on_time);
        let is_kept = |holding: &Holding<'_>| {
            let one = holding.instruction;
            let is_before = one.session == late.number && one.phase == Phase::Before;
            is_before || one.replaced_by_session == Some(late.number)
        };
        let is_of_late = |holding: &Holding<'_>| holding.instruction.session == late.number;
        state
            .holding
            .retain(|holding| !is_of_late(holding) && !is_kept(holding));
        state
            .holding
            .extend(before.holding.into_iter().filter(is_kept));
        state
    }

    /// The session of today that is booked, whose hour has passed, and that nobody has started.
    fn late_session(&self, now: &Zoned) -> Option<&CareSession> {
        let mut sessions = self.sessions();
        let late = sessions.find(|(session, standing)| {
            let is_today = session.starts.date() == now.date();
            *standing == Standing::Booked && is_today && session.starts <= *now
        });
        late.map(|(session, _)| session)
    }

    /// Why the rules let nobody release an instruction now; `None`: it may be released, or it waits for none.
    pub(super) fn release_refused(
        &self,
        holding: &Holding<'_>,
        now: &Zoned,
    ) -> Option<ClearanceRefused> {
        let rule = holding.instruction.clearance_of.as_deref()?;
        self.check_release(rule, Role::Clinician, now).err()
    }

    /// Whether the rules let somebody release what a rule asks for now.
    ///
    /// # Errors
    /// When nothing waits for it, it is too early, or a report suspends every release.
    pub(super) fn check_release(
        &self,
        rule: &str,
        by: Role,
        now: &Zoned,
    ) -> Result<(), ClearanceRefused> {
        let asked = Clearance {
            rule: rule.to_owned(),
            at: now.clone(),
            by,
            because: String::new(),
            zone: None,
            released: true,
            not_before: None,
        };
        check_clearance(&self.timeline, &self.events, &asked)
    }

    /// From when on the clinic may release the first of what waits for its word after the last session, as far as the chart tells by
    /// now: the earliest moment that the page of releases names. `None`: nothing waits. Whether a report suspends it is not asked.
    pub(super) fn releasable_from(&self) -> Option<Zoned> {
        let last = self.timeline.sessions.last()?;
        let told = self.events.iter().map(CareEvent::at);
        let known = told.fold(&last.needling_ends, |latest, at| latest.max(at));
        let own = self.timeline.instructions.iter().filter(|one| {
            one.session == last.number && one.clearance_of.as_ref() == Some(&one.rule)
        });
        let waiting = own.filter_map(|one| {
            let known = known.max(&one.from);
            let earliest = earliest_release(&self.timeline, &self.events, &one.rule, known);
            if earliest.is_none() && one.released_when_calm {
                // It waits for the patient, who has not told of calm skin, and not for the clinic.
                return None;
            }
            let earliest = earliest.unwrap_or_else(|| one.from.clone());
            let state = holds_at(&self.timeline, &self.events, known.max(&earliest));
            let mut holding = state.holding.iter();
            let waits = holding
                .any(|held| held.instruction.id == one.id && held.because == Because::NotReleased);
            waits.then_some(earliest)
        });
        waiting.min()
    }

    /// The last session that was held before a moment.
    pub(super) fn last_session(&self, now: &Zoned) -> Option<&CareSession> {
        let sessions = self.sessions();
        let held = sessions.filter(|(session, standing)| {
            *standing == Standing::Held && session.needling_ends <= *now
        });
        held.last().map(|(session, _)| session)
    }

    /// Moments of which somebody is reminded, who cannot be told afterwards that it was not meant: those before a session whose
    /// day is sure, and those after one that was held. What comes after a session that is booked waits until it was held.
    pub(super) fn moments_to_remind_of(&self) -> impl Iterator<Item = &CareMoment> {
        self.timeline.moments.iter().filter(|moment| {
            let session = self.session(moment.session);
            session.is_some_and(|(session, standing)| match standing {
                Standing::Held => true,
                Standing::Booked => moment.at < session.starts,
                Standing::Planned => false,
            })
        })
    }

    /// The session that comes next, and how sure its day is.
    pub(super) fn next_session(&self) -> Option<(&CareSession, Standing)> {
        self.sessions()
            .find(|(_, standing)| *standing != Standing::Held)
    }

    /// A session by its number, and how sure its day is.
    pub(super) fn session(&self, number: u32) -> Option<(&CareSession, Standing)> {
        self.sessions()
            .find(|(session, _)| session.number == number)
    }

    fn sessions(&self) -> impl Iterator<Item = (&CareSession, Standing)> {
        let standings = self.standings.iter().copied();
        self.timeline.sessions.iter().zip(standings)
    }
}

/// Sessions in order, each with how sure its day is.
struct Days {
    sessions: Vec<CareSession>,
    standings: Vec<Standing>,
    /// Plans of those that were held.
    plans: Vec<PlanId>,
}

impl Days {
    fn held(zone: &TimeZone, chart: &Chart) -> Self {
        let mut held: Vec<&Session> = all_held(chart).collect();
        held.sort_by_key(|session| session.started.facts.t0);
        let mut days = Self {
            sessions: Vec::new(),
            standings: Vec::new(),
            plans: held.iter().map(|one| one.started.facts.plan).collect(),
        };
        for session in held {
            let starts = session.started.facts.t0.to_zoned(zone.clone());
            let ends = needling_ended(&starts, session);
            days.push(starts, ends, Standing::Held);
        }
        days
    }

    fn add_booked(&mut self, page: &Page, appointments: &[Appointment], now: Timestamp) {
        for one in appointments
            .iter()
            .filter(|one| one.purpose == Purpose::Treatment)
        {
            let (starts, ends) = (page.local(one.starts_at), page.local(one.ends_at()));
            // A session that has begun takes the place of its appointment; one that nobody has begun may be late until the day ends.
            let was_held = self.sessions.iter().any(|session| {
                session.starts.date() == starts.date() && session.starts <= page.local(now)
            });
            if starts.date() >= page.local(now).date() && !was_held {
                self.push(starts, ends, Standing::Booked);
            }
        }
    }

    /// What no appointment is made for yet. A day that has passed is none any more.
    fn add_planned(&mut self, document: &PlanDocument, course: &BTreeSet<PlanId>, now: &Zoned) {
        let held = self.plans.iter().filter(|plan| course.contains(plan));
        let is_booked = |standing: &&Standing| **standing == Standing::Booked;
        let known = held.count() + self.standings.iter().filter(is_booked).count();
        let planned = document.forecast.sessions.iter();
        let treatments = planned.filter(|session| session.kind == SessionKind::Treatment);
        for session in treatments.skip(known) {
            if session.starts > *now {
                let starts = session.starts.clone();
                self.push(starts.clone(), starts, Standing::Planned);
            }
        }
    }

    /// A session that does not come after the one before it is left out: two appointments of one hour are one visit.
    fn push(&mut self, starts: Zoned, needling_ends: Zoned, standing: Standing) {
        let last = self.sessions.last();
        if last.is_some_and(|last| starts <= last.needling_ends) {
            return;
        }
        let number = u32::try_from(self.sessions.len() + 1).unwrap_or(u32::MAX);
        self.sessions.push(CareSession {
            number,
            starts,
            needling_ends,
        });
        self.standings.push(standing);
    }
}

/// `T0`: when the last zone of the day was recorded that was needled, else when the session began.
fn needling_ended(began: &Zoned, session: &Session) -> Zoned {
    let last = session.last_needled_at();
    let last = last.map(|at| at.to_zoned(began.time_zone().clone()));
    last.filter(|last| last.date() == began.date() && last > began)
        .unwrap_or_else(|| began.clone())
}

/// What has happened and changes what holds: releases, reports and answers to them.
fn events(zone: &TimeZone, chart: &Chart) -> Vec<CareEvent> {
    let mut events: Vec<CareEvent> = Vec::new();
    for session in chart.sessions.values() {
        for stated in &session.clearances {
            let Some(by) = role(stated.author.role) else {
                continue;
            };
            let rules = stated.facts.instructions.iter();
            events.extend(rules.map(|instruction| {
                CareEvent::Clearance(Clearance {
                    rule: rule_of(instruction).to_owned(),
                    at: stated.recorded_at.to_zoned(zone.clone()),
                    by,
                    because: String::new(),
                    zone: None,
                    released: true,
                    not_before: None,
                })
            }));
        }
    }
    for check_in in chart.check_ins.values() {
        add_check_in(zone, check_in, &mut events);
    }
    events
}

/// Releases that were given, the newest first, each with the names of what it released.
pub(super) fn releases<'a>(
    chart: &'a Chart,
    rules: &CareRules,
) -> Vec<(&'a Stated<ClearanceGiven>, String)> {
    let sessions = chart.sessions.values();
    let mut given: Vec<_> = sessions.flat_map(|session| &session.clearances).collect();
    given.sort_by_key(|stated| std::cmp::Reverse(stated.recorded_at));
    let named = |instruction: &String| {
        let rule = rules.get(rule_of(instruction));
        rule.map_or_else(|| instruction.clone(), |rule| rule.label.clone())
    };
    let with_names = given.into_iter().map(|stated| {
        let names: Vec<String> = stated.facts.instructions.iter().map(named).collect();
        (stated, names.join(", "))
    });
    with_names.collect()
}

/// The rule of an instruction: what stands before the number of the session.
fn rule_of(instruction: &str) -> &str {
    instruction
        .split_once('@')
        .map_or(instruction, |(rule, _)| rule)
}

/// Whether a report from review on waits for the answer of a clinician.
pub(super) fn is_under_review(check_in: &CheckIn) -> bool {
    let level = check_in.reported.facts.level.and_then(Level::numbered);
    let mut answers = check_in.answers.iter();
    let is_closed = answers.any(|answer| role(answer.author.role) >= Some(Role::Clinician));
    level >= Some(Level::Review) && !is_closed
}

fn add_check_in(zone: &TimeZone, check_in: &CheckIn, events: &mut Vec<CareEvent>) {
    let reported = &check_in.reported;
    let report = reported.facts.check_in.to_string();
    let at = reported.recorded_at.to_zoned(zone.clone());
    // Who was not asked about a sign has not said that it is gone.
    let answers = CheckInAnswers::read(&reported.facts.answers);
    let grade = |sign| answers.as_ref()?.told().grades.get(&sign).copied();
    if let (Some(redness), Some(flaking)) = (grade(GradedSign::Redness), grade(GradedSign::Flaking))
    {
        events.push(CareEvent::CheckIn {
            at: at.clone(),
            redness: redness > Grade::None,
            flaking: flaking > Grade::None,
        });
    }
    if let Some(level) = reported.facts.level.and_then(Level::numbered) {
        let report = report.clone();
        events.push(CareEvent::Report { report, at, level });
    }
    for answer in &check_in.answers {
        if let Some(by) = role(answer.author.role) {
            let at = answer.recorded_at.to_zoned(zone.clone());
            let report = report.clone();
            events.push(CareEvent::ReviewClosed { report, at, by });
        }
    }
}

/// As whom somebody at the clinic decides; `None`: nobody who may.
const fn role(role: ChartRole) -> Option<Role> {
    match role {
        ChartRole::Operator => Some(Role::Operator),
        ChartRole::Clinician => Some(Role::Clinician),
        ChartRole::Prescriber => Some(Role::Prescriber),
        ChartRole::Physician => Some(Role::Physician),
        ChartRole::Patient | ChartRole::Program | ChartRole::FrontDesk => None,
    }
}
