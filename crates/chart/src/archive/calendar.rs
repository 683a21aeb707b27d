//! The sessions and appointments of a patient as iCalendar (RFC 5545), under neutral titles and in UTC, which needs no table of
//! time zones.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::beside::Booked;
use crate::fold::{Chart, Session};

/// The text of `sessions.ics`: what was held, what is being held, and appointments at which no session was.
pub(super) fn sessions(chart: &Chart, appointments: &[Booked]) -> String {
    let mut text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Needlework//Chart//EN\r\n".to_owned();
    for session in chart.sessions.values() {
        if session.is_held() {
            text.push_str(&event(session));
        }
    }
    let was_kept = |booked: &Booked| {
        chart.sessions.values().any(|session| {
            let is_inside = (booked.starts_at..booked.ends_at).contains(&session.started.facts.t0);
            is_inside && session.is_held()
        })
    };
    for booked in appointments.iter().filter(|booked| !was_kept(booked)) {
        text.push_str(&appointment(booked));
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

/// When an appointment was made is not kept: it is stamped with its beginning.
fn appointment(booked: &Booked) -> String {
    let (starts, ends) = (stamp(booked.starts_at), stamp(booked.ends_at));
    let id = booked.id;
    format!(
        "BEGIN:VEVENT\r\nUID:{id}\r\nDTSTAMP:{starts}\r\nDTSTART:{starts}\r\nDTEND:{ends}\r\n\
         SUMMARY:Appointment\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"
    )
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
