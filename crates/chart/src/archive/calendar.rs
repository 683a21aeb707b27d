//! The sessions of a chart as iCalendar (RFC 5545), under neutral titles and in UTC, which needs no table of time zones.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::fold::{Chart, Session};

/// The text of `sessions.ics`: what was held, and what is being held.
pub(super) fn sessions(chart: &Chart) -> String {
    let mut text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Needlework//Chart//EN\r\n".to_owned();
    for session in chart.sessions.values() {
        if session.is_held() {
            text.push_str(&event(session));
        }
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn event(session: &Session) -> String {
    let started = &session.started;
    let mut text = format!(
        "BEGIN:VEVENT\r\nUID:{}\r\nDTSTAMP:{}\r\nDTSTART:{}\r\n",
        started.facts.session,
        stamp(started.recorded_at),
        stamp(started.facts.t0)
    );
    if let Some(signed) = &session.signed {
        // Writing to a string cannot fail.
        let _ = write!(text, "DTEND:{}\r\n", stamp(signed.facts.ended_at));
    }
    text.push_str("SUMMARY:Appointment\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n");
    text
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
