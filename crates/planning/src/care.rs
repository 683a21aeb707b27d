//! Care around the sessions of a plan.

use std::collections::BTreeSet;

use needlework_protocol::Language;
use needlework_protocol::care::{
    CarePerson, CareRules, CareSession, CareTimeline, PlannedActivity, timeline,
};
use needlework_skin::ZoneKind;

use crate::case::Case;
use crate::error::PlanError;
use crate::library::Library;
use crate::plan::{Notice, NoticeLevel, Plan, PlannedSession};

/// Every instruction for the sessions of a plan. Until a session is recorded, the end of the visit stands in for the end of
/// the last needle pass: instructions then end rather late than early.
pub(crate) fn care(
    case: &Case,
    library: &Library,
    sessions: &[PlannedSession],
) -> Result<CareTimeline, PlanError> {
    care_by(&library.care, case, library, sessions)
}

/// The care of a plan in the words of a language: the same instructions, hours and ids.
///
/// # Errors
/// When the sessions leave no room for care around them, which a plan that was made rules out.
pub fn care_in(
    plan: &Plan,
    library: &Library,
    language: Language,
) -> Result<CareTimeline, PlanError> {
    let rules = library.care.translated(library.speech(language));
    care_by(&rules, &plan.case, library, &plan.sessions)
}

/// Care around sessions as they were held and are booked, for the person of a case, in the words of a language.
///
/// # Errors
/// When the sessions are out of order.
pub fn care_around(
    sessions: &[CareSession],
    case: &Case,
    library: &Library,
    language: Language,
) -> Result<CareTimeline, PlanError> {
    let rules = library.care.translated(library.speech(language));
    care_for(&rules, case, library, sessions)
}

fn care_by(
    rules: &CareRules,
    case: &Case,
    library: &Library,
    sessions: &[PlannedSession],
) -> Result<CareTimeline, PlanError> {
    let sessions: Vec<CareSession> = sessions
        .iter()
        .map(|session| CareSession {
            number: session.number,
            starts: session.starts.clone(),
            needling_ends: session.ends.clone(),
        })
        .collect();
    care_for(rules, case, library, &sessions)
}

fn care_for(
    rules: &CareRules,
    case: &Case,
    library: &Library,
    sessions: &[CareSession],
) -> Result<CareTimeline, PlanError> {
    let person = person_of(case, library);
    Ok(timeline(rules, sessions, &person, case.planned_on)?)
}

fn person_of(case: &Case, library: &Library) -> CarePerson {
    let planned = case.care.planned.iter().map(|thing| PlannedActivity {
        subject: thing.what,
        from: thing.from,
        to: thing.to,
    });
    CarePerson {
        phototype: case.person.phototype,
        acne_prone: case.person.acne_prone,
        dense_hair: case.care.dense_hair,
        face_or_neck: is_on_face_or_neck(case, library),
        prescribed: case.care.prescribed.clone(),
        planned: planned.collect(),
    }
}

fn is_on_face_or_neck(case: &Case, library: &Library) -> bool {
    case.zones
        .iter()
        .filter_map(|zone| library.zones.get(&zone.zone))
        .any(|zone| zone.kind != ZoneKind::Body)
}

/// What a prescriber must decide, and planned things that care forbids.
pub(crate) fn about_care(care: &CareTimeline) -> Vec<Notice> {
    let decisions = care.decisions.iter().map(|decision| Notice {
        id: format!("prescribed-{}", decision.subject.id()),
        level: NoticeLevel::Decision,
        text: decision.text.clone(),
        basis: vec![decision.rule.clone()],
    });
    let clashes = care.clashes.iter().map(|clash| Notice {
        id: format!("planned-{}", clash.subject.id()),
        level: NoticeLevel::Warning,
        text: clash.text.clone(),
        basis: clash
            .rules
            .iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .cloned()
            .collect(),
    });
    decisions.chain(clashes).collect()
}
