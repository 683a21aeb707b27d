//! Response times of protocol 5.4, counted by the calendar: Friday 27 November 2026 and the days around it in Zurich.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::collections::BTreeMap;

use jiff::civil::time;
use jiff::{SignedDuration, Zoned};
use needlework_evidence::Bibliography;
use needlework_protocol::check_in::{
    CheckInRules, Level, Opening, ResponseTime, due_at_closing, response_due, silent_since,
};

fn rules() -> CheckInRules {
    CheckInRules::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

fn at(local: &str) -> Zoned {
    format!("{local}[Europe/Zurich]").parse().unwrap()
}

/// Monday to Friday, 8 to 18.
fn opening() -> Opening {
    let hours = [time(8, 0, 0, 0), time(18, 0, 0, 0)];
    Opening::new((1..=5).map(|day| (day, hours)).collect())
}

fn due(level: Level, reported: &str, opening: &Opening) -> String {
    let rules = rules();
    let response = rules.level_row(level).unwrap().response();
    let due = response_due(response, &at(reported), opening);
    due.strftime("%Y-%m-%dT%H:%M").to_string()
}

#[test]
fn each_level_is_due_as_the_table_says() {
    for (level, reported, expected) in [
        (Level::Emergency, "2026-11-27T03:00", "2026-11-27T03:00"),
        (Level::Urgent, "2026-11-27T10:00", "2026-11-27T12:00"),
        // The same day: what comes after ten at night is not left to the next one.
        (Level::Urgent, "2026-11-27T23:30", "2026-11-27T23:59"),
        (Level::Review, "2026-11-25T10:00", "2026-11-27T10:00"),
        // On Sunday nobody is there: on Friday, before the clinic closes.
        (Level::Review, "2026-11-27T10:00", "2026-11-27T18:00"),
        // From Thursday to the end of Friday, over the weekend to the end of Monday.
        (Level::Message, "2026-11-26T10:00", "2026-11-27T18:00"),
        (Level::Message, "2026-11-27T10:00", "2026-11-30T18:00"),
        (Level::Message, "2026-11-29T23:00", "2026-11-30T18:00"),
    ] {
        assert_eq!(due(level, reported, &opening()), expected, "{level:?}");
    }
}

#[test]
fn forty_eight_hours_are_hours_and_not_days_when_the_clocks_change() {
    let told = due(Level::Review, "2026-10-24T10:00", &opening());
    assert_eq!(told, "2026-10-26T09:00");
}

#[test]
fn a_clinic_that_is_never_open_owes_an_answer_by_the_end_of_the_next_day() {
    let never = Opening::default();
    let told = due(Level::Message, "2026-11-27T10:00", &never);
    assert_eq!(told, "2026-11-28T23:59");
    assert!(!never.is_open(&at("2026-11-27T10:00")));
}

/// Forty-eight hours in which nobody is there are no promise: the clinic of Monday to Friday is closed for longer.
#[test]
fn a_review_for_which_nobody_is_there_in_time_is_due_when_the_next_day_of_work_ends() {
    for (reported, expected) in [
        // Friday evening to Sunday evening: Monday.
        ("2026-11-27T18:30", "2026-11-30T18:00"),
        ("2026-11-28T07:00", "2026-11-30T18:00"),
        // The clinic opens at the moment at which the hours are over.
        ("2026-11-28T08:00", "2026-11-30T18:00"),
        // From then on somebody is there in time, if only for the last minute.
        ("2026-11-28T08:01", "2026-11-30T08:01"),
    ] {
        assert_eq!(due(Level::Review, reported, &opening()), expected);
    }
    let never = Opening::default();
    let told = due(Level::Review, "2026-11-27T10:00", &never);
    assert_eq!(told, "2026-11-29T10:00");
}

/// Protocol 5.4 says 48 hours. Where they end at night or on a weekend, they are kept only by whoever looks before the clinic closes.
#[test]
fn a_review_whose_hours_end_while_the_clinic_is_closed_is_due_before_it_closes() {
    for (reported, expected) in [
        // Friday afternoon to Sunday afternoon.
        ("2026-11-27T16:31", "2026-11-27T18:00"),
        ("2026-11-27T17:59", "2026-11-27T18:00"),
        // Thursday to Saturday.
        ("2026-11-26T10:00", "2026-11-27T18:00"),
        // Monday evening to Wednesday evening, and Monday before seven to Wednesday before seven.
        ("2026-11-23T20:00", "2026-11-25T18:00"),
        ("2026-11-23T06:59", "2026-11-24T18:00"),
    ] {
        assert_eq!(
            due(Level::Review, reported, &opening()),
            expected,
            "{reported}"
        );
    }
}

/// Every half hour of a week: 48 hours are kept wherever anybody is there within them, by somebody who is there, and the moment that
/// a patient is told is the one at which the board has it due.
#[test]
fn a_review_is_due_within_its_hours_while_somebody_is_there() {
    let (rules, opening) = (rules(), opening());
    let response = rules.level_row(Level::Review).unwrap().response();
    let monday = at("2026-11-23T00:00");
    for half_hours in 0..7 * 48 {
        let reported = &monday + SignedDuration::from_mins(30 * half_hours);
        let over = &reported + SignedDuration::from_hours(48);
        let due = response_due(response, &reported, &opening);
        let opens = opening.opens_next(&reported).unwrap();
        let told = due_at_closing(response, &reported, &opening);
        assert!(reported < due, "{reported}");
        assert!(
            opening.is_open(&(&due - SignedDuration::from_mins(1))),
            "{reported}: nobody is there before {due}"
        );
        assert_eq!(due <= over, opens < over, "{reported}: {due}");
        assert_eq!(told, (due < over).then_some(due), "{reported}");
    }
}

/// A clinic may promise fewer hours: in the night before a day of work that day is the one of which the patient reads.
#[test]
fn a_review_in_the_night_is_due_on_the_day_on_which_the_clinic_opens() {
    let response = ResponseTime::Within { hours: 4.0 };
    let due = |reported| response_due(response, &at(reported), &opening());
    assert_eq!(due("2026-11-30T03:00"), at("2026-11-30T18:00"));
    assert_eq!(due("2026-11-30T05:00"), at("2026-11-30T09:00"));
    assert_eq!(due("2026-11-30T15:00"), at("2026-11-30T18:00"));
}

#[test]
fn a_closed_clinic_opens_next_on_its_next_day() {
    for (moment, expected) in [
        ("2026-11-27T07:59", Some("2026-11-27T08:00")),
        ("2026-11-27T10:10", Some("2026-11-27T10:10")),
        ("2026-11-27T18:00", Some("2026-11-30T08:00")),
    ] {
        let next = opening().opens_next(&at(moment));
        assert_eq!(next, expected.map(at), "{moment}");
    }
    assert_eq!(Opening::default().opens_next(&at("2026-11-27T10:00")), None);
}

#[test]
fn a_clinic_is_open_from_its_first_minute_up_to_its_last() {
    let opening = opening();
    for (moment, is_open) in [
        ("2026-11-27T07:59", false),
        ("2026-11-27T08:00", true),
        ("2026-11-27T17:59", true),
        ("2026-11-27T18:00", false),
        ("2026-11-28T10:00", false),
    ] {
        assert_eq!(opening.is_open(&at(moment)), is_open, "{moment}");
    }
    assert_eq!(Opening::new(BTreeMap::new()), Opening::default());
}

/// Check-ins are due on the days from hour 24, 48, 72 and 336 on; two in a row that were missed are silence.
#[test]
fn silence_begins_when_the_second_missed_day_ends_and_stops_with_the_next_word() {
    let rules = rules();
    let due = [24.0, 48.0, 72.0, 336.0];
    let since = |heard: &[f64], now| silent_since(&rules, &due, 0.0, heard, now);
    assert_eq!(since(&[], 71.9), None);
    assert_eq!(since(&[], 72.0), Some(72.0));
    // One more missed day does not begin the waiting anew.
    assert_eq!(since(&[], 96.0), Some(72.0));
    assert_eq!(since(&[30.0], 96.0), Some(96.0));
    assert_eq!(since(&[50.0], 96.0), None);
    // A telephone call between the days on which a check-in is due ends it.
    assert_eq!(since(&[150.0], 160.0), None);
    assert_eq!(since(&[95.0], 160.0), None);
    // Day 14 alone is one check-in, since day 3 was answered.
    assert_eq!(since(&[80.0], 400.0), None);
    assert_eq!(since(&[30.0, 55.0], 400.0), Some(360.0));
}

/// The mail about day 1 goes an hour before its hour: whoever answers it at once has answered day 1.
#[test]
fn what_is_said_after_the_reminder_answers_the_check_in_of_which_it_reminded() {
    let rules = rules();
    let due = [24.0, 48.0, 72.0];
    let since = |ahead, heard: &[f64]| silent_since(&rules, &due, ahead, heard, 72.0);
    assert_eq!(since(1.0, &[23.5]), None);
    assert_eq!(since(0.0, &[23.5]), Some(72.0));
    assert_eq!(since(1.0, &[22.9]), Some(72.0));
    assert_eq!(since(1.0, &[]), Some(72.0));
}
