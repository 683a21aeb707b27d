//! From a chart to what the start of a session asks.

use jiff::civil::Date;
use needlework_chart::event::ConsentClass;
use needlework_chart::fold::{Chart, CheckIn, SessionState};
use needlework_chart::id::PlanId;
use needlework_planning::{
    GateCheck, GateConsent, GateFacts, GateHealing, GateScreening, Library, SessionKind, start_gate,
};
use needlework_protocol::screening::Screening;

use super::page::Page;
use super::pages::screened_for;
use super::plan_document::PlanDocument;
use super::standing_answers::StandingAnswers;

/// Conditions that are met at the side of the chair: nobody can say them before the person is there.
const AT_THE_CHAIR: [&str; 8] = [
    "start-identity",
    "start-contact",
    "start-device",
    "start-device-as-planned",
    "start-off-label",
    "start-cartridge",
    "start-numbing",
    "start-numbing-cover",
];

/// Rule of the screening about a use outside what the device was authorised for.
const OFF_LABEL_RULE: &str = "off-label-use";

/// What a chart says about the start of a session by a plan. What is asked at the chair is open.
pub(super) fn facts_of(
    page: &Page,
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
            .filter(|session| session.state == SessionState::Signed && session.is_held())
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
    let screening = screened_for(page, chart, plan, library, today).ok();
    let off_label = screening.as_ref().and_then(off_label);
    let done = count(signed().filter(|session| session.started.facts.plan == plan));
    let session_number = done.saturating_add(1);
    let planned = &document.forecast.sessions;
    let has_photograph_consent = chart.has_consent(ConsentClass::Photograph, None, today);
    GateFacts {
        today,
        has_photograph: days_of_photographs(page, chart, today).any(|(day, _)| day < today),
        is_photograph_compared: false,
        is_name_confirmed: false,
        is_birth_date_confirmed: false,
        is_contact_verified: false,
        consent: newest.map(|consent| GateConsent {
            is_for_this_revision: consent.given.facts.plan == Some(plan),
            is_revoked: consent.revoked.is_some(),
            expires_on: consent.given.facts.expires_on,
        }),
        has_photograph_consent,
        screening: screening.as_ref().and_then(of_screening),
        last_session_on,
        planned_interval_days: interval_days(document),
        session_number,
        planned_sessions: count(planned.iter()),
        planned_on: planned
            .iter()
            .find(|session| session.number == session_number)
            .map(|session| session.starts.date()),
        healing: healing(chart),
        open_adverse_events: count(chart.adverse_events.values().filter(|one| one.is_open())),
        least_needle_length_mm: document
            .forecast
            .zones
            .iter()
            .map(|zone| zone.technique.needle_length_mm)
            .reduce(f64::min),
        planned_device: document.forecast.device.clone(),
        is_off_label: off_label.is_some(),
        off_label_reason: off_label.unwrap_or_default(),
        barred_anaesthetic: StandingAnswers::of(page, chart)
            .and_then(|answers| answers.barred_anaesthetic()),
        numbing: None,
        device: None,
        cartridge: None,
        zones: document
            .forecast
            .zones
            .iter()
            .map(|zone| zone.zone.clone())
            .collect(),
        views_taken: days_of_photographs(page, chart, today)
            .filter(|(day, _)| *day == today)
            .map(|(_, view)| view.to_owned())
            .collect(),
    }
}

/// How the healing of the last session stands: what was reported of it, and what the clinic said.
fn healing(chart: &Chart) -> GateHealing {
    let is_unanswered =
        |one: &CheckIn| one.reported.facts.level.is_some() && one.answers.is_empty();
    if chart.check_ins.values().any(is_unanswered) {
        return GateHealing::Unanswered;
    }
    let sessions = chart.sessions.iter();
    let last = sessions
        .filter(|(_, session)| session.state == SessionState::Signed && session.is_held())
        .max_by_key(|(_, session)| session.started.facts.t0);
    let is_closed = last.is_none_or(|(id, session)| {
        let mut check_ins = chart.check_ins.values();
        check_ins.any(|one| one.reported.facts.session == *id) || !session.clearances.is_empty()
    });
    if is_closed {
        GateHealing::Closed
    } else {
        GateHealing::NotReported
    }
}

/// When each photograph that may be shown today was taken, and its view.
fn days_of_photographs<'a>(
    page: &Page,
    chart: &'a Chart,
    today: Date,
) -> impl Iterator<Item = (Date, &'a str)> {
    let photographs = chart.photographs.iter();
    let shown = photographs.filter(move |(id, _)| chart.require_shown([**id], today).is_ok());
    shown.map(|(_, photograph)| {
        let facts = &photograph.added.facts;
        (page.local(facts.taken_at).date(), facts.view.as_str())
    })
}

/// What the screening of the day says of a session on it; `None`: nobody was asked.
fn of_screening(screening: &Screening) -> Option<GateScreening> {
    let left_out = screening.zones.iter().filter(|zone| zone.left_out);
    Some(GateScreening {
        answered_on: screening.answered_on?,
        permission: screening.permission(),
        verdict: screening.booking.sentence.clone(),
        left_out: left_out.map(|zone| zone.name.clone()).collect(),
    })
}

/// Why the device is used outside what it was authorised for, where that was decided, else nothing yet; `None`: it is not.
fn off_label(screening: &Screening) -> Option<String> {
    let mut findings = screening.findings.iter();
    let found = findings.find(|one| one.rule == OFF_LABEL_RULE && one.unanswered.is_none())?;
    let decided = found.overridden.as_ref();
    Some(decided.map_or_else(String::new, |decided| decided.reason.clone()))
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
