//! What one chart gives to the review of decisions against rules.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use needlework_chart::event::{OverrideDecided, OverrideSubject};
use needlework_chart::fold::{Chart, Session, Stated};
use needlework_chart::id::{ScreeningId, SessionId};
use needlework_protocol::Gate;
use needlework_protocol::check_in::Level;
use needlework_registry::{DecidedAgainst, ReviewedRule, ReviewedSession, RuleKind};

/// The one rule of the tolerance: its zones differ in numbers, not in what is decided.
const TOLERANCE: &str = "major-deviation";

/// A decision of this chart.
#[derive(Debug, Clone)]
pub(in crate::server) struct Decision {
    /// Against what, and as whom.
    pub(in crate::server) against: DecidedAgainst,
    /// When.
    pub(in crate::server) at: Timestamp,
    /// The session that it is about; `None`: all of a screening.
    pub(in crate::server) session: Option<SessionId>,
}

/// Decisions of one chart, with what they are held against.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct PersonOverrides {
    /// How often rules were asked.
    pub(in crate::server) asked: Asked,
    /// Decisions against one.
    pub(in crate::server) decisions: Vec<Decision>,
    /// Signed sessions.
    pub(in crate::server) sessions: Vec<ReviewedSession>,
}

/// The decisions of a chart.
pub(super) fn overrides_of(chart: &Chart) -> PersonOverrides {
    let decided: Vec<&Stated<OverrideDecided>> = chart.overrides.values().collect();
    PersonOverrides {
        asked: Asked::of(chart),
        decisions: decided.iter().map(|stated| decision(stated)).collect(),
        sessions: chart
            .sessions
            .iter()
            .filter(|(_, session)| session.signed.is_some() && session.is_held())
            .map(|(id, session)| reviewed(chart, *id, session, &decided))
            .collect(),
    }
}

fn rule_of(subject: &OverrideSubject) -> ReviewedRule {
    let (kind, id) = match subject {
        OverrideSubject::ScreeningRule { rule, .. } => (RuleKind::Screening, rule.as_str()),
        OverrideSubject::StartGate { condition, .. } => (RuleKind::StartGate, condition.as_str()),
        OverrideSubject::Tolerance { .. } => (RuleKind::Tolerance, TOLERANCE),
    };
    ReviewedRule {
        kind,
        id: id.to_owned(),
    }
}

fn decision(stated: &Stated<OverrideDecided>) -> Decision {
    let role = serde_json::to_value(stated.author.role).unwrap_or_default();
    Decision {
        against: DecidedAgainst {
            rule: rule_of(&stated.facts.subject),
            role: role.as_str().unwrap_or_default().to_owned(),
        },
        at: stated.recorded_at,
        session: session_of(&stated.facts.subject),
    }
}

/// The session that a decision is about; `None`: all that the screening speaks of.
const fn session_of(subject: &OverrideSubject) -> Option<SessionId> {
    match subject {
        OverrideSubject::Tolerance { session, .. } | OverrideSubject::StartGate { session, .. } => {
            Some(*session)
        }
        OverrideSubject::ScreeningRule { .. } => None,
    }
}

/// A rule of the screening is asked with every set of answers in which it speaks, a condition of the start with every session,
/// the tolerance with every zone.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Asked {
    /// Answers in which each rule of the screening spoke.
    answers: BTreeMap<String, usize>,
    /// Sessions that were started.
    sessions: usize,
    /// Zones that were needled.
    zones: usize,
}

impl Asked {
    fn of(chart: &Chart) -> Self {
        let mut asked = Self {
            sessions: chart.sessions.len(),
            ..Self::default()
        };
        for screening in chart.screenings.values() {
            let fired = screening.facts.fired.iter();
            let rules: BTreeSet<&str> = fired.map(|one| one.rule.as_str()).collect();
            for rule in rules {
                *asked.answers.entry(rule.to_owned()).or_default() += 1;
            }
        }
        let sessions = chart.sessions.values();
        asked.zones = sessions.map(|session| session.zones.len()).sum();
        asked
    }

    /// Adds what another chart was asked.
    pub(in crate::server) fn add(&mut self, other: &Self) {
        self.sessions += other.sessions;
        self.zones += other.zones;
        for (rule, times) in &other.answers {
            *self.answers.entry(rule.clone()).or_default() += times;
        }
    }

    /// How often each rule was asked.
    pub(in crate::server) fn by_rule(&self) -> BTreeMap<ReviewedRule, usize> {
        let answers = self.answers.iter();
        let answers = answers.map(|(rule, times)| (RuleKind::Screening, rule.as_str(), *times));
        let starts = Gate::IDS.map(|id| (RuleKind::StartGate, id, self.sessions));
        let zones = [(RuleKind::Tolerance, TOLERANCE, self.zones)];
        answers
            .chain(starts)
            .chain(zones)
            .map(|(kind, id, times)| {
                let id = id.to_owned();
                (ReviewedRule { kind, id }, times)
            })
            .collect()
    }
}

fn reviewed(
    chart: &Chart,
    id: SessionId,
    session: &Session,
    decided: &[&Stated<OverrideDecided>],
) -> ReviewedSession {
    let t0 = session.started.facts.t0;
    let screening = newest_screening(chart, t0);
    let is_about = |stated: &Stated<OverrideDecided>| match &stated.facts.subject {
        OverrideSubject::ScreeningRule { screening: of, .. } => {
            Some(*of) == screening && stated.recorded_at <= t0
        }
        of_session => session_of(of_session) == Some(id),
    };
    ReviewedSession {
        against: decided
            .iter()
            .filter(|stated| is_about(stated))
            .map(|stated| rule_of(&stated.facts.subject))
            .collect(),
        had_trouble: had_trouble(chart, id),
    }
}

/// The answers that held when a session began.
fn newest_screening(chart: &Chart, at: Timestamp) -> Option<ScreeningId> {
    let before = chart
        .screenings
        .iter()
        .filter(|(_, screening)| screening.recorded_at <= at);
    before
        .max_by_key(|(_, screening)| screening.recorded_at)
        .map(|(id, _)| *id)
}

/// Whether an adverse event was opened against a session, or a report after it asked for somebody the same day or at once.
fn had_trouble(chart: &Chart, session: SessionId) -> bool {
    let mut events = chart.adverse_events.values();
    events.any(|event| event.opened.facts.session == Some(session))
        || reported_urgent(chart, session)
}

/// Whether a report after a session asked for a clinician the same day or at once.
pub(super) fn reported_urgent(chart: &Chart, session: SessionId) -> bool {
    let mut reports = chart.check_ins.values();
    reports.any(|report| {
        let facts = &report.reported.facts;
        let is_urgent = facts
            .level
            .is_some_and(|level| level >= Level::Urgent.number());
        facts.session == session && is_urgent
    })
}
