//! Moments as a calendar writes them.

use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarComponent, ICalendarParameter, ICalendarProperty};
use jiff::Zoned;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use needlework_planning::Plan;

/// A moment in the time zone of the clinic; in that of Greenwich where the local time occurs twice, since a calendar takes
/// the first.
pub(crate) struct Moment {
    time: PartialDateTime,
    zone: Option<String>,
}

impl Moment {
    pub(crate) fn of(plan: &Plan, moment: &Zoned) -> Self {
        Self::in_zone(&plan.case.dates.time_zone, moment)
    }

    /// A moment in its own time zone.
    pub(crate) fn at(moment: &Zoned) -> Self {
        let zone = moment.time_zone().iana_name();
        match zone {
            Some(zone) => Self::in_zone(zone, moment),
            None => Self::in_greenwich(moment),
        }
    }

    fn in_greenwich(moment: &Zoned) -> Self {
        let greenwich = moment.with_time_zone(TimeZone::UTC).datetime();
        Self {
            time: PartialDateTime {
                tz_hour: Some(0),
                tz_minute: Some(0),
                ..local(greenwich)
            },
            zone: None,
        }
    }

    fn in_zone(zone: &str, moment: &Zoned) -> Self {
        let civil = moment.datetime();
        if moment.time_zone().to_ambiguous_zoned(civil).is_ambiguous() {
            Self::in_greenwich(moment)
        } else {
            Self {
                time: local(civil),
                zone: Some(zone.to_owned()),
            }
        }
    }

    pub(crate) fn write(self, event: &mut ICalendarComponent, property: ICalendarProperty) {
        let zone = self.zone.map(ICalendarParameter::tzid);
        event.add_property_with_params(property, zone, self.time);
    }
}

/// The stamp of every event: the day of planning.
pub(crate) fn stamp(plan: &Plan) -> PartialDateTime {
    PartialDateTime {
        tz_hour: Some(0),
        tz_minute: Some(0),
        ..local(plan.case.planned_on.to_datetime(Time::midnight()))
    }
}

pub(crate) fn local(moment: DateTime) -> PartialDateTime {
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
