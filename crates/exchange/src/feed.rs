//! A calendar that a patient's telephone reads again and again, and that lies on the servers of whoever made the telephone: it
//! says when something is, and never what. Titles are neutral, and there is no description of care in it.

use calcard::icalendar::{
    ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType,
    ICalendarDuration, ICalendarProperty, ICalendarValue,
};
use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::identifier::hashed;
use crate::moment::{Moment, local};
use crate::part::{Time, alarm, place, reminder_trigger, text};

/// The program, as a calendar names it. Its own name would tell what the visits are for.
const PROGRAM: &str = "-//Clinic//Visits//EN";

/// What stands in a calendar that is read again and again.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What identifiers follow from; it is hashed and stands nowhere.
    pub secret: String,
    /// When the address of the calendar was made: the stamp of every event, so that the same days give the same file.
    pub made_at: Timestamp,
    /// What events are called, in the language of the reader.
    pub titles: Titles,
    /// Visits.
    pub visits: Vec<Visit>,
    /// Reminders.
    pub reminders: Vec<Reminder>,
}

/// What events are called: words that tell nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titles {
    /// A visit.
    pub visit: String,
    /// Anything else.
    pub reminder: String,
    /// What stands in every event: where to read more.
    pub where_to_read: String,
}

/// A visit.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Its place, so that a visit that moves stays the same event.
    pub key: String,
    /// Start.
    pub starts: Zoned,
    /// End.
    pub ends: Zoned,
}

/// Something that begins, ends or is due.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// Its place.
    pub key: String,
    /// When.
    pub at: Zoned,
    /// Whether the day is meant, not the hour.
    pub whole_day: bool,
}

impl Reminder {
    fn time(&self) -> Time {
        if self.whole_day {
            Time::Day(self.at.date())
        } else {
            Time::Hour(Moment::at(&self.at))
        }
    }
}

/// The text of the calendar.
pub fn feed(of: &Feed) -> String {
    let mut root = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    root.add_property(ICalendarProperty::Version, text("2.0"));
    root.add_property(ICalendarProperty::Prodid, text(PROGRAM));
    let mut components = vec![root];
    for visit in &of.visits {
        let mut event = event(of, &visit.key, &of.titles.visit);
        Moment::at(&visit.starts).write(&mut event, ICalendarProperty::Dtstart);
        Moment::at(&visit.ends).write(&mut event, ICalendarProperty::Dtend);
        let day_before = ICalendarDuration {
            neg: true,
            days: 1,
            ..ICalendarDuration::default()
        };
        add(&mut components, event, alarm(day_before, &of.titles.visit));
    }
    for reminder in &of.reminders {
        let mut event = event(of, &reminder.key, &of.titles.reminder);
        place(reminder.time(), &mut event);
        let trigger = reminder_trigger(reminder.whole_day);
        add(&mut components, event, alarm(trigger, &of.titles.reminder));
    }
    let mut calendar = ICalendar { components };
    calendar.add_missing_timezones();
    calendar.to_string()
}

fn event(of: &Feed, key: &str, title: &str) -> ICalendarComponent {
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    let digits = hashed(&format!("{}/{key}", of.secret));
    event.add_uid(&format!("{digits}@clinic.invalid"));
    let stamp = of.made_at.to_zoned(TimeZone::UTC).datetime();
    event.add_dtstamp(calcard::common::PartialDateTime {
        tz_hour: Some(0),
        tz_minute: Some(0),
        ..local(stamp)
    });
    event.add_property(
        ICalendarProperty::Class,
        ICalendarValue::Classification(ICalendarClassification::Private),
    );
    event.add_property(ICalendarProperty::Summary, text(title));
    event.add_property(
        ICalendarProperty::Description,
        text(&of.titles.where_to_read),
    );
    event
}

/// Adds an event with its alarm to the calendar, which is the first component.
fn add(
    components: &mut Vec<ICalendarComponent>,
    mut event: ICalendarComponent,
    alarm: ICalendarComponent,
) {
    let Ok(place) = u32::try_from(components.len()) else {
        return;
    };
    event.component_ids.push(place + 1);
    components.extend([event, alarm]);
    if let Some(root) = components.first_mut() {
        root.component_ids.push(place);
    }
}
