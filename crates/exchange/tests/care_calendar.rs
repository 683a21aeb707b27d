//! The calendar as an independent reader sees it.

mod reader;

use jiff::civil::date;
use needlework_exchange::calendar;
use needlework_planning::{Case, Library, Plan, Settings, plan};

use reader::{events, offset, read_elsewhere};

const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
const NECK: &str = include_str!("../../../examples/neck.toml");

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn planned(text: &str) -> Plan {
    let library = Library::shipped().unwrap();
    let case = Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), &library).unwrap();
    plan(&case, &library, &Settings { draws: 20, seed: 1 }, &|_| {}).unwrap()
}

#[test]
fn an_independent_reader_sees_the_sessions_of_the_plan() {
    // A prescriber must decide about the aspirin of the neck: nothing is confirmed until then.
    for (text, treatment) in [(CHEEK_LINES, "CONFIRMED"), (NECK, "TENTATIVE")] {
        let plan = planned(text);
        let seen = read_elsewhere(&calendar(&plan));
        assert!(
            seen.starts_with("missing zones: []\nerrors: []\n"),
            "{seen}"
        );
        let events = events(&seen, "Appointment");
        assert_eq!(events.len(), plan.sessions.len());
        for (event, session) in events.iter().zip(&plan.sessions) {
            let status = match session.kind {
                needlework_planning::SessionKind::Treatment => treatment,
                needlework_planning::SessionKind::Maintenance => "TENTATIVE",
            };
            let expected = [
                &offset(&session.starts),
                &offset(&session.ends),
                status,
                "PRIVATE",
                "OPAQUE",
                "[-24.0]",
                "['Appointment']",
            ];
            assert_eq!(event[1..8], expected);
        }
        let stamp = format!("stamps: ['{}T00:00:00+00:00']", plan.case.planned_on);
        assert_eq!(seen.lines().last(), Some(stamp.as_str()));
    }
}

/// First wash, earliest release, check-ins and the day on which a pause begins, at the hours of the plan.
#[test]
fn an_independent_reader_sees_what_begins_ends_and_is_due() {
    let plan = planned(NECK);
    let seen = read_elsewhere(&calendar(&plan));
    let reminders = events(&seen, "Reminder");
    assert_eq!(reminders.len(), plan.care.moments.len());
    let after = |hours: i64| {
        let first = plan.sessions.first().unwrap();
        offset(&(&first.ends + jiff::SignedDuration::from_hours(hours)))
    };
    let at = |start: &str| {
        let found = reminders.iter().find(|event| event[1] == start);
        found.unwrap_or_else(|| panic!("nothing at {start}"))
    };
    assert!(at(&after(6))[8].contains("May begin again: washing the area"));
    let next_day = at(&after(24));
    assert!(next_day[8].contains("wait for it: cotton; make-up"));
    assert!(next_day[8].contains("mineral SPF 30 or more"));
    assert!(next_day[8].contains("Due today: check-in; photo"));
    assert_eq!(next_day[6], "[0.0]");
    // Actives are the clinic's to release: the calendar frees none of them by itself.
    let week = at(&after(168))[8].to_string();
    let (freed, locked) = week.split_once("wait for it: ").unwrap();
    for active in ["retinoids", "acids", "benzoyl peroxide", "vitamin C"] {
        assert!(!freed.contains(active) && locked.contains(active), "{week}");
    }
    // The session is on Tuesday 8 December: the last day for retinoids is the 1st. The evening before reminds.
    let pause = at("2026-12-02");
    assert!(pause[8].contains("no waxing or hair-removal cream"));
    assert!(pause[8].contains("no retinoid creams"));
    assert_eq!(pause[2], "2026-12-03");
    assert_eq!(pause[6], "[-6.0]");
    assert!(reminders.iter().all(|event| event[5] == "TRANSPARENT"));
}

#[test]
fn what_is_not_decided_yet_is_tentative_and_says_so() {
    let seen = read_elsewhere(&calendar(&planned(NECK)));
    let (sessions, reminders) = (events(&seen, "Appointment"), events(&seen, "Reminder"));
    for event in sessions.iter().chain(&reminders) {
        assert_eq!(event[3], "TENTATIVE");
    }
    for event in &sessions {
        assert!(event[8].starts_with("Not confirmed."), "{}", event[8]);
    }
    for event in &reminders {
        assert!(
            event[8].starts_with("Only if your clinic has confirmed the visit: / "),
            "{}",
            event[8]
        );
    }
}

/// A calendar that read an earlier file knows the events by their identifiers: cancelled, they leave it.
#[test]
fn where_screening_refuses_every_event_is_taken_back_and_reminds_of_nothing() {
    let refused = CHEEK_LINES.replace("bleeding-disorder = \"no\"", "bleeding-disorder = \"yes\"");
    let (before, after) = (
        calendar(&planned(CHEEK_LINES)),
        calendar(&planned(&refused)),
    );
    assert_eq!(identifiers(&before), identifiers(&after));
    let seen = read_elsewhere(&after);
    let all = [events(&seen, "Appointment"), events(&seen, "Reminder")].concat();
    assert_eq!(all.len(), identifiers(&after).len());
    for event in all {
        assert_eq!(event[3], "CANCELLED");
        assert_eq!(event[5], "TRANSPARENT");
        assert_eq!(event[6], "[]", "an alarm");
        assert!(event[8].starts_with("This visit does not take place"));
    }
}

/// Everything that is seen without opening an event: titles and alarms.
#[test]
fn nothing_in_the_calendar_tells_at_a_glance_what_the_appointment_is() {
    let text = calendar(&planned(CHEEK_LINES));
    for event in text.split("BEGIN:VEVENT").skip(1) {
        assert!(event.contains("SUMMARY:Appointment") || event.contains("SUMMARY:Reminder"));
        assert!(event.contains("CLASS:PRIVATE"));
        for alarm in event.split("BEGIN:VALARM").skip(1) {
            assert!(
                alarm.contains("DESCRIPTION:Appointment") || alarm.contains("DESCRIPTION:Reminder")
            );
        }
    }
    let all = text.to_lowercase();
    for word in [
        "microneedl",
        "needling",
        "wrinkle",
        "cheek",
        "treatment session",
    ] {
        assert!(!all.contains(word), "{word}");
    }
}

fn identifiers(calendar: &str) -> Vec<String> {
    calendar
        .lines()
        .filter(|line| line.starts_with("UID:"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_calendar_that_is_read_twice_keeps_one_event_and_plans_do_not_collide() {
    let first = identifiers(&calendar(&planned(CHEEK_LINES)));
    assert_eq!(first, identifiers(&calendar(&planned(CHEEK_LINES))));
    let other = identifiers(&calendar(&planned(NECK)));
    assert!(first.iter().all(|one| !other.contains(one)));
    let distinct: std::collections::BTreeSet<&String> = first.iter().collect();
    assert_eq!(distinct.len(), first.len());
}

/// Without a mark of the clinic, two people who are alike in everything share their events; the mark keeps them apart, and
/// holds when the title changes.
#[test]
fn the_mark_of_the_clinic_keeps_two_people_apart() {
    let of = |text: &str| identifiers(&calendar(&planned(text)));
    let marked = |mark: &str| {
        CHEEK_LINES.replace(
            "schema = 1",
            &format!("schema = 1\nidentifier = \"{mark}\""),
        )
    };
    let (one, other) = (marked("2031-a"), marked("2031-b"));
    assert_ne!(of(&one), of(CHEEK_LINES));
    assert!(of(&one).iter().all(|id| !of(&other).contains(id)));
    let renamed = one.replace("woman of 52", "second course");
    assert_ne!(renamed, one);
    assert_eq!(of(&renamed), of(&one));
}

/// The last session moves by a week: its events keep their identifiers and get new dates.
#[test]
fn a_session_that_moves_keeps_its_identifiers() {
    let moved = NECK.replace("2027-03-09T11:15:00", "2027-03-16T15:00:00");
    assert_ne!(moved, NECK);
    let identifiers: Vec<Vec<String>> = [NECK, &moved]
        .into_iter()
        .map(|text| {
            let plan = planned(text);
            let seen = read_elsewhere(&calendar(&plan));
            let (sessions, reminders) = (events(&seen, "Appointment"), events(&seen, "Reminder"));
            let mut found: Vec<String> = sessions.iter().map(|event| event[0].to_owned()).collect();
            let session = plan.sessions.get(3).unwrap();
            for hours in [0, 6, 24, 72, 168, 336, 504] {
                let start = offset(&(&session.ends + jiff::SignedDuration::from_hours(hours)));
                let event = reminders.iter().find(|event| event[1] == start).unwrap();
                found.push(event[0].to_owned());
            }
            for days in [14, 7, 3, 1] {
                let first = session.starts.date() - jiff::Span::new().days(days - 1);
                let event = reminders
                    .iter()
                    .find(|event| event[1] == first.to_string())
                    .unwrap();
                found.push(event[0].to_owned());
            }
            found
        })
        .collect();
    assert_eq!(identifiers[0], identifiers[1]);
}
