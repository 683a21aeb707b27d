//! What one chart gives to the review of decisions against rules.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use needlework_chart::event::{OverrideDecided, OverrideSubject};
use needlework_chart::fold::{Chart, Session, Stated};
use needlework_chart::id::{ScreeningId, SessionId};
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
    /// How often each rule was asked.
    pub(in crate::server) asked: BTreeMap<ReviewedRule, usize>,
    /// Decisions against one.
    pub(in crate::server) decisions: Vec<Decision>,
    /// Signed sessions.
    pub(in crate::server) sessions: Vec<ReviewedSession>,
}

/// The decisions of a chart.
pub(super) fn overrides_of(chart: &Chart) -> PersonOverrides {
    let decided: Vec<&Stated<OverrideDecided>> = chart.overrides.values().collect();
    PersonOverrides {
        asked: asked(chart, &decided),
        decisions: decided.iter().map(|stated| decision(stated)).collect(),
        sessions: chart
            .sessions
            .iter()
            .filter(|(_, session)| session.signed.is_some())
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
        session: match stated.facts.subject {
            OverrideSubject::Tolerance { session, .. }
            | OverrideSubject::StartGate { session, .. } => Some(session),
            OverrideSubject::ScreeningRule { .. } => None,
        },
    }
}

/// A rule of the screening is asked with every set of answers in which it speaks, a condition of the start with every session,
/// the tolerance with every zone. Conditions are counted for those that anybody decided against here or elsewhere: all of them
/// are asked alike, so that sessions count for each.
fn asked(chart: &Chart, decided: &[&Stated<OverrideDecided>]) -> BTreeMap<ReviewedRule, usize> {
    let mut asked: BTreeMap<ReviewedRule, usize> = BTreeMap::new();
    let spoke = chart.screenings.values().flat_map(|screening| {
        let fired: BTreeSet<&str> = screening
            .facts
            .fired
            .iter()
            .map(|one| one.rule.as_str())
            .collect();
        fired
    });
    let spoke = spoke.map(|rule| (RuleKind::Screening, rule));
    let starts = chart.sessions.values().flat_map(|_| {
        let ids = needlework_protocol::Gate::IDS.into_iter();
        ids.map(|id| (RuleKind::StartGate, id))
    });
    let zones = chart.sessions.values().flat_map(|session| &session.zones);
    let zones = zones.map(|_| (RuleKind::Tolerance, TOLERANCE));
    for (kind, id) in spoke.chain(starts).chain(zones) {
        let rule = ReviewedRule {
            kind,
            id: id.to_owned(),
        };
        *asked.entry(rule).or_default() += 1;
    }
    for stated in decided {
        asked.entry(rule_of(&stated.facts.subject)).or_insert(1);
    }
    asked
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
        OverrideSubject::Tolerance { session, .. } | OverrideSubject::StartGate { session, .. } => {
            *session == id
        }
        OverrideSubject::ScreeningRule { screening: of, .. } => {
            Some(*of) == screening && stated.recorded_at <= t0
        }
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
    let mut reports = chart.check_ins.values();
    events.any(|event| event.opened.facts.session == Some(session))
        || reports.any(|report| {
            let facts = &report.reported.facts;
            let is_urgent = facts
                .level
                .is_some_and(|level| level >= Level::Urgent.number());
            facts.session == session && is_urgent
        })
}
