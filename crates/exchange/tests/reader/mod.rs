//! A calendar as an independent reader sees it.

mod python;

/// Reads a calendar with the `icalendar` package and prints what a person would see, one line per fact.
const READER: &str = r#"
import sys
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
print("missing zones:", sorted(calendar.get_missing_tzids()))
print("errors:", [error for event in calendar.walk() for error in event.errors])
for event in calendar.walk("VEVENT"):
    alarms = [alarm["TRIGGER"].dt.total_seconds() / 3600 for alarm in event.walk("VALARM")]
    shown = {str(alarm["DESCRIPTION"]) for alarm in event.walk("VALARM")}
    print(
        event["SUMMARY"], event["UID"], event.start.isoformat(), event.end.isoformat(),
        event.get("STATUS", ""), event["CLASS"], event.get("TRANSP", "OPAQUE"), alarms, sorted(shown),
        str(event.get("DESCRIPTION", "")).replace("\n", " / "), sep=" | ",
    )
print("stamps:", sorted({event["DTSTAMP"].dt.isoformat() for event in calendar.walk("VEVENT")}))
"#;

pub(crate) fn read_elsewhere(calendar: &str) -> String {
    python::printed(READER, calendar.as_bytes())
}

/// The events of one kind as the reader sees them: identifier, start, end, status, class, transparency, alarms, words of
/// the alarms, description.
pub(crate) fn events<'a>(seen: &'a str, title: &str) -> Vec<Vec<&'a str>> {
    seen.lines()
        .map(|line| line.split(" | ").collect::<Vec<_>>())
        .filter(|cells| cells.len() > 2 && cells.first() == Some(&title))
        .map(|cells| cells.into_iter().skip(1).collect())
        .collect()
}

/// A moment as the reader prints it.
pub(crate) fn offset(moment: &jiff::Zoned) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
