//! Parts that every calendar is made of.

use calcard::icalendar::{
    ICalendarAction, ICalendarComponent, ICalendarComponentType, ICalendarDuration,
    ICalendarParameter, ICalendarProperty, ICalendarTransparency, ICalendarValue,
    ICalendarValueType,
};
use jiff::civil::Date;

use crate::moment::{Moment, local};

/// Length of a reminder in the calendar, min.
const REMINDER_MINUTES: u32 = 15;
/// A reminder about a whole day comes on the evening before, this many hours before midnight.
pub const EVENING_HOURS: u32 = 6;

/// What a reminder is about: a day, or an hour of it.
pub(crate) enum Time {
    Day(Date),
    Hour(Moment),
}

/// Places a reminder in the calendar. It takes no time from anybody's day.
pub(crate) fn place(time: Time, event: &mut ICalendarComponent) {
    match time {
        Time::Day(day) => event.add_property_with_params(
            ICalendarProperty::Dtstart,
            [ICalendarParameter::value(ICalendarValueType::Date)],
            local(day.at(0, 0, 0, 0)),
        ),
        Time::Hour(moment) => {
            moment.write(event, ICalendarProperty::Dtstart);
            let lasts = ICalendarDuration {
                minutes: REMINDER_MINUTES,
                ..ICalendarDuration::default()
            };
            event.add_property(ICalendarProperty::Duration, lasts);
        }
    }
    add_transparency(event);
}

/// Marks an event that takes no time from anybody's day.
pub(crate) fn add_transparency(event: &mut ICalendarComponent) {
    event.add_property(
        ICalendarProperty::Transp,
        ICalendarValue::Transparency(ICalendarTransparency::Transparent),
    );
}

/// When a reminder rings: at its hour; about a whole day on the evening before, since a day begins while people sleep.
pub(crate) fn reminder_trigger(whole_day: bool) -> ICalendarDuration {
    if whole_day {
        ICalendarDuration {
            neg: true,
            hours: EVENING_HOURS,
            ..ICalendarDuration::default()
        }
    } else {
        ICalendarDuration::default()
    }
}

/// An alarm that shows a title.
pub(crate) fn alarm(trigger: ICalendarDuration, title: &str) -> ICalendarComponent {
    let mut alarm = ICalendarComponent::new(ICalendarComponentType::VAlarm);
    alarm.add_property(
        ICalendarProperty::Action,
        ICalendarValue::Action(ICalendarAction::Display),
    );
    alarm.add_property(ICalendarProperty::Description, text(title));
    alarm.add_property(ICalendarProperty::Trigger, trigger);
    alarm
}

/// A text as a value.
pub(crate) fn text(text: &str) -> ICalendarValue {
    ICalendarValue::Text(text.to_owned())
}
