//! People and sessions for the tests of care.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
#![allow(dead_code, reason = "each test binary uses some of them")]

use std::collections::BTreeSet;

use jiff::{SignedDuration, Zoned, civil::Date};
use needlework_evidence::Bibliography;
use needlework_protocol::Role;
use needlework_protocol::care::{
    CareEvent, CarePerson, CareRules, CareSession, CareTimeline, Clearance, Instruction, Subject,
    holds_at, timeline,
};
use needlework_skin::Phototype;

pub(crate) fn rules() -> CareRules {
    CareRules::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

pub(crate) fn person() -> CarePerson {
    CarePerson {
        phototype: Phototype::II,
        acne_prone: true,
        dense_hair: true,
        face_or_neck: true,
        prescribed: BTreeSet::new(),
        planned: Vec::new(),
    }
}

/// A moment such as `2026-12-10T10:00[Europe/Zurich]`.
pub(crate) fn moment(text: &str) -> Zoned {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Sessions with an hour between the start of the visit and the last needle pass.
pub(crate) fn sessions(starts: &[&str]) -> Vec<CareSession> {
    starts
        .iter()
        .zip(1..)
        .map(|(start, number)| CareSession {
            number,
            starts: moment(start),
            needling_ends: moment(start)
                .checked_add(jiff::SignedDuration::from_hours(1))
                .unwrap(),
        })
        .collect()
}

pub(crate) fn planned(starts: &[&str]) -> CareTimeline {
    planned_for(&person(), starts)
}

pub(crate) fn planned_for(person: &CarePerson, starts: &[&str]) -> CareTimeline {
    timeline(&rules(), &sessions(starts), person, day("2026-09-01")).unwrap()
}

/// The instructions of a rule for a session.
pub(crate) fn of<'a>(timeline: &'a CareTimeline, rule: &str, session: u32) -> Vec<&'a Instruction> {
    timeline
        .instructions
        .iter()
        .filter(|one| one.rule == rule && one.session == session)
        .collect()
}

/// Elapsed hours from the end of the needling of the first session.
pub(crate) fn hours(timeline: &CareTimeline, moment: &Zoned) -> f64 {
    moment
        .duration_since(&timeline.sessions.first().unwrap().needling_ends)
        .as_secs_f64()
        / 3600.0
}

/// A session whose releases and reports are told.
pub(crate) const SESSION: &str = "2026-12-10T10:00[Europe/Zurich]";

/// So many hours after the first session.
pub(crate) fn at(timeline: &CareTimeline, hour: i64) -> Zoned {
    let first = timeline.sessions.first().unwrap();
    first
        .needling_ends
        .saturating_add(SignedDuration::from_hours(hour))
}

/// A release of a rule.
pub(crate) fn clearance(timeline: &CareTimeline, rule: &str, hour: i64) -> Clearance {
    Clearance {
        rule: rule.to_owned(),
        at: at(timeline, hour),
        by: Role::Operator,
        because: "photo review".to_owned(),
        zone: None,
        released: true,
        not_before: None,
    }
}

pub(crate) fn check_in(
    timeline: &CareTimeline,
    hour: i64,
    redness: bool,
    flaking: bool,
) -> CareEvent {
    CareEvent::CheckIn {
        at: at(timeline, hour),
        redness,
        flaking,
    }
}

pub(crate) fn forbids(
    timeline: &CareTimeline,
    events: &[CareEvent],
    hour: i64,
    subject: Subject,
) -> bool {
    holds_at(timeline, events, &at(timeline, hour))
        .forbidden()
        .contains(&subject)
}
