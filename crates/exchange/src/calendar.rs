//! Sessions as an iCalendar file (RFC 5545).
//!
//! Titles are neutral, since calendars are seen by others. The file holds no time of its own making: its stamp is the day
//! of planning, so that the same plan gives the same file.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarAction, ICalendarClassification, ICalendarComponent,
    ICalendarComponentType, ICalendarDuration, ICalendarParameter, ICalendarProperty,
    ICalendarStatus, ICalendarValue,
};
use jiff::civil::DateTime;
use needlework_planning::{Plan, PlannedSession, SessionKind};

/// What a calendar shows to whoever looks over the shoulder.
const TITLE: &str = "Appointment";
/// Digits of the input hash that make the identifiers of two plans different.
const IDENTIFIER_DIGITS: usize = 24;

/// The text of `care.ics`: one event per session with a reminder one day before, upkeep as tentative. Identifiers follow
/// from the input of the plan and the number of the session, so that a calendar that reads the file twice keeps one event.
pub fn calendar(plan: &Plan) -> String {
    let mut root = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    root.add_property(ICalendarProperty::Version, text("2.0"));
    root.add_property(ICalendarProperty::Prodid, text("-//Needlework//Plan//EN"));
    let mut components = vec![root];
    for session in &plan.sessions {
        let (event, alarm) = (components.len(), components.len() + 1);
        components.push(self::event(plan, session, alarm));
        components.push(reminder());
        if let Some(root) = components.first_mut() {
            root.component_ids.push(index(event));
        }
    }
    let mut calendar = ICalendar { components };
    calendar.add_missing_timezones();
    calendar.to_string()
}

fn event(plan: &Plan, session: &PlannedSession, alarm: usize) -> ICalendarComponent {
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    let identifier: String = plan
        .identity
        .input
        .chars()
        .take(IDENTIFIER_DIGITS)
        .collect();
    event.add_uid(&format!(
        "{identifier}-{}@needlework.invalid",
        session.number
    ));
    event.add_dtstamp(PartialDateTime {
        tz_hour: Some(0),
        tz_minute: Some(0),
        ..local(
            plan.case
                .planned_on
                .to_datetime(jiff::civil::Time::midnight()),
        )
    });
    event.add_sequence(0);
    for (property, moment) in [
        (ICalendarProperty::Dtstart, &session.starts),
        (ICalendarProperty::Dtend, &session.ends),
    ] {
        event.add_property_with_params(
            property,
            [ICalendarParameter::tzid(plan.case.dates.time_zone.clone())],
            local(moment.datetime()),
        );
    }
    let status = match session.kind {
        SessionKind::Treatment => ICalendarStatus::Confirmed,
        SessionKind::Maintenance => ICalendarStatus::Tentative,
    };
    event.add_property(ICalendarProperty::Summary, text(TITLE));
    event.add_property(ICalendarProperty::Status, ICalendarValue::Status(status));
    event.add_property(
        ICalendarProperty::Class,
        ICalendarValue::Classification(ICalendarClassification::Private),
    );
    event.component_ids.push(index(alarm));
    event
}

/// A reminder one day before.
fn reminder() -> ICalendarComponent {
    let mut alarm = ICalendarComponent::new(ICalendarComponentType::VAlarm);
    alarm.add_property(
        ICalendarProperty::Action,
        ICalendarValue::Action(ICalendarAction::Display),
    );
    alarm.add_property(ICalendarProperty::Description, text(TITLE));
    alarm.add_property(
        ICalendarProperty::Trigger,
        ICalendarDuration {
            neg: true,
            days: 1,
            ..ICalendarDuration::default()
        },
    );
    alarm
}

fn text(text: &str) -> ICalendarValue {
    ICalendarValue::Text(text.to_owned())
}

fn local(moment: DateTime) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(moment.year()).ok(),
        month: u8::try_from(moment.month()).ok(),
        day: u8::try_from(moment.day()).ok(),
        hour: u8::try_from(moment.hour()).ok(),
        minute: u8::try_from(moment.minute()).ok(),
        second: u8::try_from(moment.second()).ok(),
        ..PartialDateTime::default()
    }
}

/// Position of a component in the calendar.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a plan has a few dozen sessions"
)]
fn index(position: usize) -> u32 {
    position as u32
}
