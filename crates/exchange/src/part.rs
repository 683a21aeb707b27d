//! Parts that every calendar is made of.

use calcard::icalendar::{
    ICalendarAction, ICalendarComponent, ICalendarComponentType, ICalendarDuration,
    ICalendarProperty, ICalendarValue,
};

/// Length of a reminder in the calendar, min.
pub(crate) const REMINDER_MINUTES: u32 = 15;

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
