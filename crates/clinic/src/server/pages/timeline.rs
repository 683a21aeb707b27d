//! Everything that happened to a patient, as lines of one timeline.

use jiff::Timestamp;
use needlework_chart::event::{Event, Recorded};
use needlework_chart::fold::ZoneEntry;
use needlework_chart::id::PatientId;

use super::sessions::amendment_words;
use super::treated::{
    cartridge_words, decision_words, device_words, numbing_words, product_words, zone_words,
};
use crate::server::office::appointment::Appointment;
use crate::server::office::settings::Settings;
use crate::server::page::Page;

/// One line.
pub(super) struct EventLine {
    pub(super) when: String,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) detail: String,
    pub(super) class: &'static str,
    pub(super) address: Option<String>,
}

/// What was recorded, the newest line first.
pub(super) fn lines(page: &Page, patient: PatientId, history: &[Recorded]) -> Vec<EventLine> {
    let mut lines = recorded(page, patient, history);
    lines.reverse();
    lines.into_iter().map(|(_, line)| line).collect()
}

/// What was recorded with its moment, in the order of the chart, whatever the clock of its day said.
fn recorded(page: &Page, patient: PatientId, history: &[Recorded]) -> Vec<(Timestamp, EventLine)> {
    let mut latest = Timestamp::MIN;
    let recorded = history.iter().map(|one| {
        latest = latest.max(one.recorded_at);
        (latest, line(page, patient, one))
    });
    recorded.collect()
}

/// What was recorded together with the appointments that began, the newest line first.
pub(super) fn with_visits(
    (page, settings): (&Page, &Settings),
    patient: PatientId,
    history: &[Recorded],
    visits: &[Appointment],
) -> Vec<EventLine> {
    let visits = visits.iter();
    let visits = visits.map(|one| (one.starts_at, visit(page, settings, one)));
    let mut lines = recorded(page, patient, history);
    lines.extend(visits);
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().rev().map(|(_, line)| line).collect()
}

/// What somebody comes for, with the clinic of the group where there are several.
pub(super) fn purpose_of_visit(page: &Page, settings: &Settings, one: &Appointment) -> String {
    let what = page.say(&format!("purpose-{}", one.purpose.name()));
    match settings.name_beside(one.site) {
        Some(clinic) => format!("{what}, {clinic}"),
        None => what,
    }
}

fn visit(page: &Page, settings: &Settings, one: &Appointment) -> EventLine {
    EventLine {
        when: page.moment(one.starts_at),
        who: page.say("timeline-appointment"),
        what: purpose_of_visit(page, settings, one),
        detail: String::new(),
        class: "",
        address: None,
    }
}

fn line(page: &Page, patient: PatientId, recorded: &Recorded) -> EventLine {
    let name = recorded.event.kind().name();
    let chart = format!("/patients/{patient}");
    let class = match &recorded.event {
        Event::SessionSigned(_) | Event::PlanApproved(_) | Event::ConsentGiven(_) => "signed",
        Event::AdverseEventOpened(_)
        | Event::OverrideDecided(_)
        | Event::ReactionNoted(_)
        | Event::PlanStopped(_) => "grave",
        Event::CheckInReported(facts) if facts.level.is_some() => "grave",
        _ => "",
    };
    EventLine {
        when: page.moment(recorded.recorded_at),
        who: recorded.author.name.clone(),
        what: page.say(&format!("event-{name}")),
        detail: detail(page, &recorded.event),
        class,
        address: address(&chart, &recorded.event),
    }
}

fn detail(page: &Page, event: &Event) -> String {
    match event {
        Event::IdentityCorrected(facts) => facts.reason.clone(),
        Event::IntakeSent(facts) => {
            page.say_with("intake-sent-on", "when", &page.moment(facts.sent_at))
        }
        Event::ScreeningAnswered(facts) => {
            let verdict = serde_json::to_value(facts.verdict).unwrap_or_default();
            page.say(&format!("verdict-{}", verdict.as_str().unwrap_or_default()))
        }
        Event::OverrideDecided(facts) => decision_words(page, facts),
        Event::PlanReturned(facts) => facts.comment.clone(),
        Event::PlanStopped(facts) => facts.reason.clone(),
        Event::ConsentGiven(facts) => {
            let class = serde_json::to_value(facts.class).unwrap_or_default();
            page.say(&format!("consent-{}", class.as_str().unwrap_or_default()))
        }
        Event::SessionStarted(facts) => device_words(page, &facts.device),
        Event::CartridgeOpened(facts) => cartridge_words(page, facts),
        Event::NumbingApplied(facts) => numbing_words(page, facts),
        Event::ZoneRecorded(facts) => zone_words(page, &ZoneEntry::from(facts)),
        Event::ProductApplied(facts) => product_words(page, facts),
        Event::ReactionNoted(facts) => facts.reaction.clone(),
        Event::SessionAmended(facts) => amendment_words(page, facts),
        Event::SessionAbandoned(facts) => facts.reason.clone(),
        Event::CheckInReported(facts) => facts.free_text.clone().unwrap_or_default(),
        Event::CheckInAnswered(facts) => facts.response.clone(),
        Event::SilenceNoted(facts) => facts.note.clone(),
        Event::ScaleRated(facts) => {
            format!("{}: {}", facts.scale, page.plain_number(facts.grade))
        }
        Event::RatingWithdrawn(facts) => facts.reason.clone(),
        Event::AdverseEventOpened(facts) => facts.description.clone(),
        Event::AdverseEventFollowedUp(facts) => facts.note.clone(),
        Event::AdverseEventReportNotDue(facts) => facts.reason.clone(),
        Event::AdverseEventClosed(facts) => facts.outcome.clone(),
        Event::PhotographAdded(facts) => page.view_name(&facts.view),
        Event::PhotographWithdrawn(facts) => facts.reason.clone(),
        // Never the grades: whoever grades later must not be led.
        Event::BlindedPairRated(facts) => page.zone_name(&facts.zone),
        Event::RemindersChosen(facts) => match &facts.mail {
            Some(mail) => mail.address.clone(),
            None => page.say("reminders-off"),
        },
        _ => String::new(),
    }
}

fn address(chart: &str, event: &Event) -> Option<String> {
    match event {
        Event::IntakeSent(_) | Event::ScreeningAnswered(_) => Some(format!("{chart}/screening")),
        Event::PlanDrafted(facts) => Some(format!("{chart}/plans/{}", facts.plan)),
        Event::PlanSubmitted(facts) => Some(format!("{chart}/plans/{}", facts.plan)),
        Event::PlanApproved(facts) => Some(format!("{chart}/plans/{}", facts.plan)),
        Event::ConsentGiven(_) | Event::ConsentRevoked(_) => Some(format!("{chart}/consents")),
        Event::SessionStarted(facts) => Some(format!("{chart}/sessions/{}", facts.session)),
        Event::SessionSigned(facts) => Some(format!("{chart}/sessions/{}", facts.session)),
        Event::SessionAmended(facts) => Some(format!("{chart}/sessions/{}", facts.session)),
        Event::CheckInReported(facts) => Some(format!("{chart}/check-ins/{}", facts.check_in)),
        Event::CheckInAnswered(facts) => Some(format!("{chart}/check-ins/{}", facts.check_in)),
        Event::ReplyRead(facts) => Some(format!("{chart}/check-ins/{}", facts.check_in)),
        Event::SilenceNoted(_) => Some(format!("{chart}/check-ins")),
        Event::ClearanceGiven(_) => Some(format!("{chart}/releases")),
        Event::ScaleRated(_) | Event::RatingWithdrawn(_) => Some(format!("{chart}/ratings")),
        Event::AdverseEventOpened(facts) => {
            Some(format!("{chart}/adverse-events/{}", facts.adverse_event))
        }
        Event::PhotographAdded(_) => Some(format!("{chart}/photographs")),
        Event::BlindedPairRated(_) => Some(format!("{chart}/results")),
        Event::RemindersChosen(_) => Some(format!("{chart}/reminders")),
        _ => None,
    }
}
