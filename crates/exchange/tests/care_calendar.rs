//! The calendar as an independent reader sees it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use jiff::civil::date;
use needlework_exchange::calendar;
use needlework_planning::{Case, Library, Plan, Settings, plan};

const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
const NECK: &str = include_str!("../../../examples/neck.toml");

/// Reads a calendar with the `icalendar` package and prints what a person would see, one line per fact.
const READER: &str = r#"
import sys
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
print("missing zones:", sorted(calendar.get_missing_tzids()))
for event in calendar.walk("VEVENT"):
    alarms = [alarm["TRIGGER"].dt.total_seconds() / 3600 for alarm in event.walk("VALARM")]
    print(
        event["UID"], event["DTSTART"].dt.isoformat(), event["DTEND"].dt.isoformat(),
        event["STATUS"], event["CLASS"], event["SUMMARY"], alarms,
    )
print("stamps:", sorted({event["DTSTAMP"].dt.isoformat() for event in calendar.walk("VEVENT")}))
"#;

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn planned(text: &str) -> Plan {
    let library = Library::shipped().unwrap();
    let case = Case::read("case.toml", text.as_bytes(), date(2026, 11, 23), &library).unwrap();
    plan(&case, &library, &Settings { draws: 20, seed: 1 }, &|_| {}).unwrap()
}

#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails here has failed"
)]
fn read_elsewhere(calendar: &str) -> String {
    let python = std::env::var("NEEDLEWORK_PYTHON").expect(
        "NEEDLEWORK_PYTHON is not set: run `cargo xtask test`, which installs what this test needs",
    );
    let mut reader = Command::new(python)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader
        .stdin
        .take()
        .unwrap()
        .write_all(calendar.as_bytes())
        .unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_independent_reader_sees_the_sessions_of_the_plan() {
    for text in [CHEEK_LINES, NECK] {
        let plan = planned(text);
        let seen = read_elsewhere(&calendar(&plan));
        let mut lines = seen.lines();
        assert_eq!(lines.next(), Some("missing zones: []"));
        for session in &plan.sessions {
            let line = lines.next().unwrap();
            let offset = |moment: &jiff::Zoned| moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
            assert!(line.contains(&offset(&session.starts)), "{line}");
            assert!(line.contains(&offset(&session.ends)), "{line}");
            assert!(line.ends_with("PRIVATE Appointment [-24.0]"), "{line}");
            let status = match session.kind {
                needlework_planning::SessionKind::Treatment => " CONFIRMED ",
                needlework_planning::SessionKind::Maintenance => " TENTATIVE ",
            };
            assert!(line.contains(status), "{line}");
        }
        let stamp = format!("stamps: ['{}T00:00:00+00:00']", plan.case.planned_on);
        assert_eq!(lines.next(), Some(stamp.as_str()));
    }
}

#[test]
fn nothing_in_the_calendar_tells_what_the_appointment_is() {
    let calendar = calendar(&planned(CHEEK_LINES)).to_lowercase();
    for word in [
        "microneedl",
        "skin",
        "wrinkle",
        "cheek",
        "treatment session",
    ] {
        assert!(!calendar.contains(word), "{word}");
    }
}

#[test]
fn a_calendar_that_is_read_twice_keeps_one_event_and_plans_do_not_collide() {
    let identifiers = |text: &str| -> Vec<String> {
        calendar(&planned(text))
            .lines()
            .filter(|line| line.starts_with("UID:"))
            .map(str::to_owned)
            .collect()
    };
    let first = identifiers(CHEEK_LINES);
    assert_eq!(first, identifiers(CHEEK_LINES));
    let other = identifiers(NECK);
    assert!(first.iter().all(|one| !other.contains(one)));
    let distinct: std::collections::BTreeSet<&String> = first.iter().collect();
    assert_eq!(distinct.len(), first.len());
}
