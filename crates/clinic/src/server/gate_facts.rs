//! From a chart to what the start of a session asks.

use jiff::civil::Date;
use needlework_chart::event::ConsentClass;
use needlework_chart::fold::{Chart, SessionState};
use needlework_chart::id::{PatientId, PlanId};
use needlework_planning::{
    GateCheck, GateConsent, GateFacts, GateScreening, Library, SessionKind, start_gate,
};

use super::page::Page;
use super::pages::screened;
use super::plan_document::PlanDocument;

/// Conditions that are met at the side of the chair: nobody can say them before the person is there.
const AT_THE_CHAIR: [&str; 5] = [
    "start-identity",
    "start-contact",
    "start-device",
    "start-device-as-planned",
    "start-cartridge",
];

/// What a chart says about the start of a session by a plan. What is asked at the chair is open.
pub(super) fn facts_of(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    plan: PlanId,
    document: &PlanDocument,
    library: &Library,
    today: Date,
) -> GateFacts {
    let signed = || {
        chart
            .sessions
            .values()
            .filter(|session| session.state == SessionState::Signed)
    };
    let last_session_on = signed().map(|session| session.started.facts.day).max();
    let newest = chart
        .consents
        .values()
        .filter(|consent| consent.given.facts.class == ConsentClass::Treatment)
        .max_by_key(|consent| {
            let given = &consent.given;
            (given.facts.plan == Some(plan), given.recorded_at)
        });
    let screening = chart
        .screenings
        .values()
        .max_by_key(|stated| stated.recorded_at);
    let permission = screened(page, patient, chart, library, today)
        .ok()
        .map(|(_, standing)| standing.permission());
    GateFacts {
        today,
        is_photograph_compared: false,
        is_birth_date_confirmed: false,
        is_contact_verified: false,
        consent: newest.map(|consent| GateConsent {
            is_for_this_revision: consent.given.facts.plan == Some(plan),
            is_revoked: consent.revoked.is_some(),
            expires_on: consent.given.facts.expires_on,
        }),
        has_photograph_consent: chart.has_consent(ConsentClass::Photograph, None, today),
        screening: screening.and_then(|stated| {
            Some(GateScreening {
                answered_on: page.local(stated.recorded_at).date(),
                permission: permission?,
            })
        }),
        last_session_on,
        planned_interval_days: interval_days(document),
        is_healing_open: chart
            .check_ins
            .values()
            .any(|check_in| check_in.reported.facts.level.is_some() && check_in.answers.is_empty()),
        open_adverse_events: count(chart.adverse_events.values().filter(|one| one.is_open())),
        least_needle_length_mm: document
            .forecast
            .zones
            .iter()
            .map(|zone| zone.technique.needle_length_mm)
            .reduce(f64::min),
        planned_device: document.forecast.device.clone(),
        device: None,
        cartridge: None,
        zones: document
            .forecast
            .zones
            .iter()
            .map(|zone| zone.zone.clone())
            .collect(),
        views_taken: chart
            .photographs
            .values()
            .filter(|photograph| photograph.withdrawn.is_none())
            .filter(|photograph| page.local(photograph.added.facts.taken_at).date() == today)
            .map(|photograph| photograph.added.facts.view.clone())
            .collect(),
    }
}

/// How the start stands before the person is at the chair.
pub(super) fn checks_before_the_chair(
    page: &Page,
    facts: &GateFacts,
    library: &Library,
) -> Vec<GateCheck> {
    start_gate(facts, library, page.protocol_language())
        .into_iter()
        .filter(|check| !AT_THE_CHAIR.contains(&check.id.as_str()))
        .collect()
}

fn interval_days(document: &PlanDocument) -> Option<u32> {
    let mut treatments = document
        .forecast
        .sessions
        .iter()
        .filter(|session| session.kind == SessionKind::Treatment)
        .map(|session| session.starts.date());
    let (first, second) = (treatments.next()?, treatments.next()?);
    u32::try_from(second.duration_since(first).as_hours() / 24).ok()
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}
