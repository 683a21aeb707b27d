//! Days before a session are days of the calendar; hours after it are hours that pass, whatever the clocks do.

mod support;

use support::{hours, moment, of, planned};

/// The clocks of Zurich go forward on 28 March 2027 at 2:00.
#[test]
fn a_session_before_the_change_to_summer_time_keeps_its_hours_and_moves_its_clock() {
    let timeline = planned(&["2027-03-27T10:00[Europe/Zurich]"]);
    let end = |rule: &str| of(&timeline, rule, 1)[0].earliest_end.clone().unwrap();
    assert_eq!(end("first-wash"), moment("2027-03-27T17:00[Europe/Zurich]"));
    // 24 elapsed hours after 11:00 on the 27th: noon on a day of 23 hours.
    assert_eq!(
        end("shade-first-day"),
        moment("2027-03-28T12:00[Europe/Zurich]")
    );
    assert_eq!(
        end("no-swimming"),
        moment("2027-04-03T12:00[Europe/Zurich]")
    );
    assert!((hours(&timeline, &end("no-sun")) - 336.0).abs() < 1e-9);
}

#[test]
fn pre_care_across_the_change_counts_days_of_the_calendar() {
    let timeline = planned(&["2027-03-30T10:00[Europe/Zurich]"]);
    let retinoid = of(&timeline, "stop-retinoid", 1)[0];
    assert_eq!(retinoid.from, moment("2027-03-24T00:00[Europe/Zurich]"));
    // Seven days and ten hours by the clock, one hour less by elapsed time.
    let passed = timeline.sessions[0].starts.duration_since(&retinoid.from);
    assert_eq!(passed.as_hours(), 6 * 24 + 10 - 1);
}

/// The clocks of New York go back on 1 November 2026 at 2:00.
#[test]
fn a_session_before_the_change_to_winter_time_ends_an_hour_earlier_by_the_clock() {
    let timeline = planned(&["2026-10-31T17:30[America/New_York]"]);
    let end = |rule: &str| of(&timeline, rule, 1)[0].earliest_end.clone().unwrap();
    assert_eq!(
        end("first-wash"),
        moment("2026-11-01T00:30[America/New_York]")
    );
    assert_eq!(
        end("shade-first-day"),
        moment("2026-11-01T17:30[America/New_York]")
    );
    assert_eq!(
        of(&timeline, "daily-checkin", 1)[0].from,
        end("shade-first-day")
    );
}

/// In Santiago the clocks go forward at midnight, so that 6 September 2026 begins at 1:00.
#[test]
fn a_day_without_a_midnight_begins_with_its_first_moment() {
    let timeline = planned(&["2026-09-13T10:00[America/Santiago]"]);
    let waxing = of(&timeline, "avoid-waxing", 1)[0];
    assert_eq!(waxing.from, moment("2026-09-07T00:00[America/Santiago]"));
    let timeline = planned(&["2026-09-12T10:00[America/Santiago]"]);
    let waxing = of(&timeline, "avoid-waxing", 1)[0];
    assert_eq!(waxing.from, moment("2026-09-06T01:00[America/Santiago]"));
}

/// Two weeks of elapsed time after 16 October end an hour early by the clock, at the very start of the next visit: the ban
/// goes on through the visit, where the next one takes over.
#[test]
fn a_ban_that_ends_with_the_start_of_a_visit_goes_on_to_its_end() {
    let timeline = planned(&[
        "2028-10-16T07:00[Europe/Zurich]",
        "2028-10-30T07:00[Europe/Zurich]",
    ]);
    let facials = of(&timeline, "no-facials-laser", 1)[0];
    assert_eq!(
        facials.until,
        Some(moment("2028-10-30T08:00[Europe/Zurich]"))
    );
}
