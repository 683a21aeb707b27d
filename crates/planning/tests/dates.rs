//! Properties of the calendar: whatever the wishes, a date is free, in order and never too soon, and a session at ten is
//! at ten in summer and in winter.

use jiff::Span;
use jiff::civil::{Date, DateTime, Weekday, date, time};
use needlework_planning::{
    Appointment, CoursePattern, DateWishes, SessionKind, Unavailable, appointments,
};
use needlework_protocol::Phrases;
use proptest::prelude::*;

const ZONES: [&str; 8] = [
    "Europe/Zurich",
    "America/New_York",
    "Australia/Sydney",
    "Africa/Johannesburg",
    "Asia/Kolkata",
    "America/St_Johns",
    "Pacific/Auckland",
    "UTC",
];
const PLANNED_ON: Date = date(2026, 6, 20);

fn after(day: Date, days: u32) -> Date {
    day.saturating_add(Span::new().days(i64::from(days)))
}

fn wishes() -> impl Strategy<Value = DateWishes> {
    let range = (0..900_u32, 0..60_u32).prop_map(|(from, length)| Unavailable {
        from: after(PLANNED_ON, from),
        to: after(PLANNED_ON, from + length),
    });
    (
        prop::sample::select(&ZONES[..]),
        (0..24_i8, 0..60_i8),
        prop::collection::vec(range, 0..12),
        prop::option::of(1..400_u32),
    )
        .prop_map(|(zone, (hour, minute), unavailable, first)| DateWishes {
            time_zone: zone.to_owned(),
            first_session: first
                .map(|offset| after(PLANNED_ON, offset))
                .filter(|first| !unavailable.iter().any(|range| range.contains(*first)))
                .map(|first| first.to_datetime(time(hour, minute, 0, 0))),
            time_of_day: time(hour, minute, 0, 0),
            sessions: Vec::new(),
            unavailable,
            event: None,
        })
}

fn pattern() -> impl Strategy<Value = CoursePattern> {
    (1..24_u32, 7..120_u32, 0..5_u32, 0..30_u32).prop_map(
        |(sessions, interval_days, maintenance_per_year, lead_days)| CoursePattern {
            sessions,
            interval_days,
            maintenance_per_year,
            lead_days,
            not_before: None,
        },
    )
}

#[expect(clippy::unwrap_used, reason = "broken phrases must stop the tests")]
fn english() -> Phrases {
    Phrases::english().unwrap()
}

fn planned(wishes: &DateWishes, pattern: CoursePattern) -> Result<Vec<Appointment>, TestCaseError> {
    appointments(wishes, PLANNED_ON, pattern, &english())
        .map_err(|error| TestCaseError::fail(error.to_string()))
}

fn treatments(all: &[Appointment]) -> Vec<&Appointment> {
    all.iter()
        .filter(|one| one.kind == SessionKind::Treatment)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_session_lies_on_an_unavailable_day(wishes in wishes(), pattern in pattern()) {
        for one in planned(&wishes, pattern)? {
            let away = wishes.unavailable.iter().find(|range| range.contains(one.starts.date()));
            prop_assert!(away.is_none(), "{} lies in {away:?}", one.starts);
        }
    }

    #[test]
    fn sessions_keep_their_number_order_and_interval(wishes in wishes(), pattern in pattern()) {
        let all = planned(&wishes, pattern)?;
        let treatments = treatments(&all);
        prop_assert_eq!(treatments.len(), pattern.sessions as usize);
        for (one, next) in treatments.iter().zip(treatments.iter().skip(1)) {
            let due = after(one.starts.date(), pattern.interval_days);
            prop_assert!(next.starts.date() >= due, "{} after {}", next.starts, one.starts);
            prop_assert_eq!(next.moved_because.is_some(), next.starts.date() != due);
        }
        for (one, next) in all.iter().zip(all.iter().skip(1)) {
            prop_assert!(one.starts < next.starts);
        }
    }

    #[test]
    fn the_first_session_is_the_wished_one_or_a_working_day_after_the_lead(
        wishes in wishes(), pattern in pattern()
    ) {
        let all = planned(&wishes, pattern)?;
        let first = all.first().map(|one| one.starts.date());
        if let Some(wish) = wishes.first_session {
            prop_assert_eq!(first, Some(wish.date()));
        } else {
            prop_assert!(first >= Some(after(PLANNED_ON, pattern.lead_days)));
            let weekday = first.map(Date::weekday);
            prop_assert!(weekday != Some(Weekday::Saturday) && weekday != Some(Weekday::Sunday));
        }
    }

    #[test]
    fn local_time_stays_across_daylight_saving(wishes in wishes(), pattern in pattern()) {
        // At night the local time may not exist on one day of the year.
        prop_assume!(wishes.time_of_day.hour() >= 4);
        for one in planned(&wishes, pattern)? {
            prop_assert_eq!(one.starts.time(), wishes.time_of_day);
            prop_assert_eq!(one.starts.time_zone().iana_name(), Some(wishes.time_zone.as_str()));
        }
    }
}

fn from(first: DateTime, time_zone: &str) -> DateWishes {
    DateWishes {
        time_zone: time_zone.to_owned(),
        first_session: Some(first),
        time_of_day: first.time(),
        sessions: Vec::new(),
        unavailable: Vec::new(),
        event: None,
    }
}

const TWO_SESSIONS: CoursePattern = CoursePattern {
    sessions: 2,
    interval_days: 28,
    maintenance_per_year: 0,
    lead_days: 7,
    not_before: None,
};

/// Daylight saving begins on 14 March 2027 in New York: the second session is an hour earlier in universal time.
#[test]
fn a_course_across_the_change_of_time_keeps_the_hour_on_the_wall() {
    let wishes = from(date(2027, 3, 1).at(10, 0, 0, 0), "America/New_York");
    let universal: Vec<String> = appointments(&wishes, PLANNED_ON, TWO_SESSIONS, &english())
        .unwrap()
        .iter()
        .map(|one| one.starts.timestamp().to_string())
        .collect();
    assert_eq!(universal, ["2027-03-01T15:00:00Z", "2027-03-29T14:00:00Z"]);
}

/// Upkeep once a year falls on the same day of the next year, twice a year every six months; the second anniversary is
/// left free, since a session there would be seen only as redness. 4 July 2027 is a Sunday.
#[test]
fn upkeep_follows_calendar_months_after_the_last_session() {
    let wishes = from(date(2027, 1, 4).at(9, 0, 0, 0), "Europe/Zurich");
    for (maintenance_per_year, expected) in [
        (0, &["2027-01-04"][..]),
        (1, &["2027-01-04", "2028-01-04"]),
        (2, &["2027-01-04", "2027-07-05", "2028-01-04", "2028-07-04"]),
    ] {
        let pattern = CoursePattern {
            sessions: 1,
            maintenance_per_year,
            ..TWO_SESSIONS
        };
        let days: Vec<String> = appointments(&wishes, PLANNED_ON, pattern, &english())
            .unwrap()
            .iter()
            .map(|one| one.starts.date().to_string())
            .collect();
        assert_eq!(days, expected);
    }
}

#[test]
fn somebody_who_is_never_free_gets_a_sentence() {
    let mut wishes = from(date(2027, 1, 4).at(9, 0, 0, 0), "Europe/Zurich");
    wishes.unavailable = vec![Unavailable {
        from: date(2027, 1, 5),
        to: date(2040, 1, 1),
    }];
    let error = appointments(&wishes, PLANNED_ON, TWO_SESSIONS, &english()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("no free day was found from 2027-02-01")
    );
}
