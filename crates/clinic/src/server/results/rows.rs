//! Rows of the registry that one chart gives.

use jiff::civil::Date;
use needlework_chart::event::ConsentClass;
use needlework_chart::fold::{Chart, Session};
use needlework_chart::id::PatientId;
use needlework_planning::Library;
use needlework_registry::{CourseOutcome, Group, Kind, ResearchRow, TreatedSession};
use needlework_skin::Phototype;

use super::{CourseResult, course_results, signed_sessions};
use crate::server::case_draft::PersonDraft;

/// What one chart gives to the registry.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct PersonRows {
    /// Results against predictions.
    pub(in crate::server) outcomes: Vec<CourseOutcome>,
    /// Signed sessions.
    pub(in crate::server) sessions: Vec<TreatedSession>,
}

/// The rows of a chart.
pub(in crate::server) fn rows_of(chart: &Chart, library: &Library) -> PersonRows {
    let mut rows = PersonRows::default();
    for course in course_results(chart, library) {
        rows.sessions.extend(sessions(&course, chart));
        if course.is_as_planned() {
            rows.outcomes.extend(outcome(&course, chart));
        }
    }
    rows
}

/// What may go to research of a chart; nothing unless the person's consent to research holds today.
pub(in crate::server) fn research_of(
    patient: PatientId,
    chart: &Chart,
    library: &Library,
    today: Date,
) -> Vec<ResearchRow> {
    if !chart.has_consent(ConsentClass::Research, None, today) {
        return Vec::new();
    }
    let courses = course_results(chart, library);
    let as_planned = courses.iter().filter(|course| course.is_as_planned());
    as_planned
        .flat_map(|course| research(patient, course))
        .collect()
}

fn sessions(course: &CourseResult, chart: &Chart) -> Vec<TreatedSession> {
    signed_sessions(chart, course.plan)
        .filter_map(|session| {
            Some(TreatedSession {
                group: group(course, session)?,
                day: session.started.facts.day,
                signs: signs_after(session, chart),
            })
        })
        .collect()
}

/// Signs of adverse events that were opened against a session.
fn signs_after(session: &Session, chart: &Chart) -> Vec<String> {
    let id = session.started.facts.session;
    let events = chart
        .adverse_events
        .values()
        .map(|event| &event.opened.facts);
    let mut signs: Vec<String> = events
        .filter(|opened| opened.session == Some(id))
        .map(|opened| opened.sign.clone())
        .collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// The main scale of the main zone.
fn outcome(course: &CourseResult, chart: &Chart) -> Option<CourseOutcome> {
    let judged = course.judged.first()?;
    let first =
        signed_sessions(chart, course.plan).min_by_key(|session| session.started.facts.day)?;
    Some(CourseOutcome {
        kind: Kind::Improvement,
        group: Group {
            zone: judged.zone.clone(),
            ..group(course, first)?
        },
        scale: judged.scale.clone(),
        predicted: judged.judgement.predicted,
        reading_error: judged.reading_error(),
        reading_step: judged.reading_step,
        observed: judged.judgement.improvement,
        observed_on: judged.after_on,
    })
}

/// Whom a session treated, where, with what and by whom.
fn group(course: &CourseResult, session: &Session) -> Option<Group> {
    let case = &course.document.case;
    let facts = &session.started.facts;
    Some(Group {
        zone: course.document.forecast.zones.first()?.zone.clone(),
        indication: case.indication.clone(),
        phototype: phototype(&case.person),
        age_years: age_years(&case.person),
        device: format!("{} {}", facts.device.device, facts.device.serial),
        operator: facts.operator.clone(),
    })
}

fn research(patient: PatientId, course: &CourseResult) -> Vec<ResearchRow> {
    let case = &course.document.case;
    let forecast = &course.document.forecast;
    let sessions = u32::try_from(course.signed).unwrap_or(u32::MAX);
    course
        .judged
        .iter()
        .filter_map(|judged| {
            Some(ResearchRow {
                person: patient.to_string(),
                sex: case.person.sex.clone(),
                age_years: age_years(&case.person),
                phototype: phototype(&case.person),
                indication: case.indication.clone(),
                zone: judged.zone.clone(),
                device: forecast.device.clone(),
                needle_length_mm: forecast.zone(&judged.zone)?.technique.needle_length_mm,
                sessions,
                day: judged.day,
                scale: judged.scale.clone(),
                predicted: judged.judgement.predicted,
                observed: judged.judgement.improvement,
                minimal_detectable_change: judged.minimal_detectable_change,
            })
        })
        .collect()
}

/// The phototype as a number; 0 where the case of a plan has none that is known.
fn phototype(person: &PersonDraft) -> u8 {
    let mut names = Phototype::NAMES.iter();
    let at = names.position(|(name, _)| *name == person.phototype);
    at.and_then(|at| u8::try_from(at + 1).ok())
        .unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the reader of cases allows 0 to 120 years"
)]
fn age_years(person: &PersonDraft) -> u32 {
    person.age_years as u32
}
