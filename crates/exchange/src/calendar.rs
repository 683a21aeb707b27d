//! Sessions, instructions and check-ins as an iCalendar file (RFC 5545).
//!
//! Titles are neutral, since calendars are seen by others; what is to be done stands in the description of private events.
//! The file holds no time of its own making: its stamp is the day of planning, so that the same plan gives the same file.

use calcard::icalendar::{
    ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType,
    ICalendarDuration, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use needlework_planning::{Plan, PlannedSession, SessionKind};
use needlework_protocol::care::CareMoment;
use needlework_protocol::screening::Permission;

use crate::identifier::identifier;
use crate::moment::{Moment, stamp};
use crate::part::{Time, add_transparency, alarm, place, reminder_trigger, text};
use crate::reminder::description;

/// What a calendar shows of a session to whoever looks over the shoulder.
const APPOINTMENT: &str = "Appointment";
/// What it shows of everything else.
const REMINDER: &str = "Reminder";

/// The text of `care.ics`: one event per session with a reminder one day before, and one per moment at which something
/// begins, ends or is due around it. Upkeep, and what belongs to it, is tentative; so is everything while screening has not
/// permitted the first session. Where screening refuses, every event is cancelled and reminds of nothing: a calendar that read
/// an earlier file takes the visits back, which it could not do if the events were left out. Identifiers follow from the
/// course and the place of the event in it, not from its date: a session that moves keeps its identifier, and a calendar
/// that reads the file again moves the event.
pub fn calendar(plan: &Plan) -> String {
    let mut root = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    root.add_property(ICalendarProperty::Version, text("2.0"));
    root.add_property(ICalendarProperty::Prodid, text("-//Needlework//Plan//EN"));
    let mut writer = Writer {
        plan,
        components: vec![root],
    };
    for session in &plan.sessions {
        let alarm = alarm(
            ICalendarDuration {
                neg: true,
                days: 1,
                ..ICalendarDuration::default()
            },
            APPOINTMENT,
        );
        writer.add(session_event(plan, session), Some(alarm));
    }
    for moment in &plan.care.moments {
        let alarm =
            (moment.key != "after-0").then(|| alarm(reminder_trigger(moment.whole_day), REMINDER));
        writer.add(reminder_event(plan, moment), alarm);
    }
    let mut calendar = ICalendar {
        components: writer.components,
    };
    calendar.add_missing_timezones();
    calendar.to_string()
}

/// Collects components; events are children of the first, alarms of their event.
struct Writer<'a> {
    plan: &'a Plan,
    components: Vec<ICalendarComponent>,
}

impl Writer<'_> {
    fn add(&mut self, mut event: ICalendarComponent, alarm: Option<ICalendarComponent>) {
        let alarm = alarm.filter(|_| self.plan.permission() != Permission::Refused);
        event.add_dtstamp(stamp(self.plan));
        event.add_sequence(0);
        event.add_property(
            ICalendarProperty::Class,
            ICalendarValue::Classification(ICalendarClassification::Private),
        );
        let place = self.components.len();
        if alarm.is_some() {
            event.component_ids.push(index(place + 1));
        }
        self.components.push(event);
        self.components.extend(alarm);
        if let Some(root) = self.components.first_mut() {
            root.component_ids.push(index(place));
        }
    }
}

fn session_event(plan: &Plan, session: &PlannedSession) -> ICalendarComponent {
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    event.add_uid(&identifier(plan, session.number, "session"));
    Moment::of(plan, &session.starts).write(&mut event, ICalendarProperty::Dtstart);
    Moment::of(plan, &session.ends).write(&mut event, ICalendarProperty::Dtend);
    event.add_property(ICalendarProperty::Summary, text(APPOINTMENT));
    let remark = match plan.permission() {
        Permission::Permitted => "",
        Permission::NotYet => plan.wording("visit-not-confirmed"),
        Permission::Refused => plan.wording("visit-withdrawn"),
    };
    if !remark.is_empty() {
        event.add_property(ICalendarProperty::Description, text(remark));
    }
    if plan.permission() == Permission::Refused {
        add_transparency(&mut event);
    }
    add_status(&mut event, plan, session.kind);
    event
}

fn reminder_event(plan: &Plan, moment: &CareMoment) -> ICalendarComponent {
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    event.add_uid(&identifier(plan, moment.session, &moment.key));
    let time = if moment.whole_day {
        // What should have begun before the plan was made begins with the plan.
        Time::Day(moment.at.date().max(plan.case.planned_on))
    } else {
        Time::Hour(Moment::of(plan, &moment.at))
    };
    place(time, &mut event);
    event.add_property(ICalendarProperty::Summary, text(REMINDER));
    let words = match plan.permission() {
        Permission::Permitted => description(moment),
        Permission::NotYet => {
            format!(
                "{}\n{}",
                plan.wording("reminder-not-confirmed"),
                description(moment)
            )
        }
        Permission::Refused => plan.wording("visit-withdrawn").to_owned(),
    };
    event.add_property(ICalendarProperty::Description, text(&words));
    let kind = plan
        .sessions
        .iter()
        .find(|session| session.number == moment.session)
        .map_or(SessionKind::Treatment, |session| session.kind);
    add_status(&mut event, plan, kind);
    event
}

fn add_status(event: &mut ICalendarComponent, plan: &Plan, kind: SessionKind) {
    let status = match (plan.permission(), kind) {
        (Permission::Refused, _) => ICalendarStatus::Cancelled,
        (Permission::Permitted, SessionKind::Treatment) => ICalendarStatus::Confirmed,
        (Permission::Permitted, SessionKind::Maintenance) | (Permission::NotYet, _) => {
            ICalendarStatus::Tentative
        }
    };
    event.add_property(ICalendarProperty::Status, ICalendarValue::Status(status));
}

/// Position of a component in the calendar.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a plan has a few dozen sessions with a few dozen moments each"
)]
fn index(position: usize) -> u32 {
    position as u32
}
