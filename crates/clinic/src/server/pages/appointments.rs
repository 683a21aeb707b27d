//! Appointments of the next weeks, and new ones.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::{Date, DateTime, Time, time};
use jiff::{SignedDuration, ToSpan as _, Zoned};
use needlework_chart::id::PatientId;
use needlework_chart::lists::PatientRow;
use needlework_protocol::capitalised;
use serde::Deserialize;
use uuid::Uuid;

use super::clinic_choice::{RoomGroup, chosen_room, clinics_to_look_at, rooms_to_choose};
use super::patients::full_name;
use super::plan_form::Choice;
use super::{Done, Shown, show};
use crate::server::access::{Allowed, Expected, NewAppointment, Register, SeeLists};
use crate::server::office::appointment::{Appointment, LONGEST_MINUTES, Purpose};
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// How far the page looks ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 60);

/// Appointments of a page, beside the rest of the last day: a week of a large clinic.
const MOST_ON_A_PAGE: usize = 200;

/// Shortest appointment, min: less is a mistyped number.
const SHORTEST_MINUTES: u32 = 5;

/// How far ahead an appointment may lie, years: beyond that a year was mistyped.
const MOST_YEARS_AHEAD: i32 = 3;

/// One appointment.
struct Row {
    id: Uuid,
    address: String,
    time: String,
    name: String,
    purpose: String,
    /// The clinic of the group; `None`: there is but one.
    clinic: Option<String>,
    room: String,
}

/// The appointments of a day.
struct Day {
    name: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "clinic/appointments.html")]
struct AppointmentsPage {
    page: Page,
    /// Clinics of the group whose appointments can be looked at alone; empty: there is but one.
    clinics: Vec<Choice>,
    days: Vec<Day>,
    /// Where the later ones are, if there are more than fit.
    later: Option<String>,
}

/// From which day on.
#[derive(Deserialize)]
pub(in crate::server) struct From {
    from: Option<Date>,
}

/// The next weeks, or those from a day on.
pub(in crate::server) async fn show_appointments(
    lists: Allowed<SeeLists>,
    Query(wanted): Query<From>,
) -> Shown {
    let page = Page::of(lists.who(), "/").await;
    let today = lists.clinic().today().await;
    let from = wanted.from.unwrap_or(today).to_zoned(page.zone().clone());
    let from = from.map_or_else(|_| lists.clinic().now(), |from| from.timestamp());
    let before = from.checked_add(AHEAD).unwrap_or(from);
    let (mut shown, mut last, mut later) = (0, None, None);
    let settings = lists.clinic().settings().await;
    let looked_at = lists.who().looked_at().await;
    let fits = |one: &Appointment, _: &PatientRow| {
        if looked_at.is_some_and(|site| one.site != site) {
            return false;
        }
        let day = page.local(one.starts_at).date();
        // A day is shown whole or on the next page.
        let is_shown = later.is_none() && (shown < MOST_ON_A_PAGE || last == Some(day));
        if is_shown {
            (shown, last) = (shown + 1, Some(day));
        } else {
            later = later.or(Some(day));
        }
        is_shown
    };
    let (expected, _) = lists
        .appointments_for_which(from, before, usize::MAX, fits)
        .await;
    let later = later.map(|day| format!("/appointments?from={day}"));
    let mut days: Vec<Day> = Vec::new();
    for one in expected {
        let name = capitalised(&page.weekday(page.local(one.appointment.starts_at).date()));
        let row = row(&page, &settings, &one);
        match days.last_mut().filter(|day| day.name == name) {
            Some(day) => day.rows.push(row),
            None => days.push(Day {
                name,
                rows: vec![row],
            }),
        }
    }
    show(&AppointmentsPage {
        clinics: clinics_to_look_at(lists.who(), &page).await,
        page,
        days,
        later,
    })
}

fn row(page: &Page, settings: &Settings, one: &Expected) -> Row {
    Row {
        id: one.appointment.id,
        address: format!("/patients/{}", one.patient.patient),
        time: page.time(one.appointment.starts_at),
        name: full_name(&one.patient.name),
        purpose: page.say(&format!("purpose-{}", one.appointment.purpose.name())),
        clinic: settings
            .name_beside(one.appointment.site)
            .map(str::to_owned),
        room: one.appointment.room.clone(),
    }
}

#[derive(Template)]
#[template(path = "clinic/new_appointment.html")]
struct NewAppointmentPage {
    page: Page,
    patient: PatientId,
    purposes: Vec<(&'static str, String)>,
    proposed: String,
    minutes: f64,
    rooms: Vec<RoomGroup>,
}

/// The form for a new one.
pub(in crate::server) async fn show_new(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let page = Page::of(desk.who(), "/patients").await;
    let tomorrow = desk
        .clinic()
        .now_at_clinic()
        .await
        .datetime()
        .saturating_add(1.day());
    let settings = desk.clinic().settings().await;
    let first = match desk.who().looked_at().await {
        Some(looked_at) => looked_at,
        None => desk.clinic().answering(patient).await.id,
    };
    show(&NewAppointmentPage {
        purposes: Purpose::ALL
            .into_iter()
            .map(|one| (one.name(), page.say(&format!("purpose-{}", one.name()))))
            .collect(),
        proposed: tomorrow.strftime("%Y-%m-%dT10:00").to_string(),
        minutes: desk
            .clinic()
            .shipped_library()
            .visits
            .procedure_slot_minutes
            .value,
        rooms: rooms_to_choose(&settings, first),
        patient,
        page,
    })
}

/// What was chosen.
#[derive(Deserialize)]
pub(in crate::server) struct Chosen {
    purpose: String,
    starts: String,
    minutes: u32,
    /// A room, of several clinics with the clinic before it.
    room: String,
}

/// Makes an appointment. A time that daylight saving skips moves forward by the skipped hour.
pub(in crate::server) async fn make(
    desk: Allowed<Register>,
    Path(patient): Path<PatientId>,
    Form(chosen): Form<Chosen>,
) -> Done {
    let page = Page::of(desk.who(), "/patients").await;
    let purpose =
        Purpose::named(&chosen.purpose).ok_or_else(|| Problem::refused("refused-no-purpose"))?;
    let starts: DateTime = chosen
        .starts
        .parse()
        .map_err(|_| Problem::refused("refused-no-time"))?;
    let starts = starts
        .to_zoned(page.zone().clone())
        .map_err(|_| Problem::refused("refused-no-time"))?;
    let today = desk.clinic().today().await;
    if starts.date() < today || starts.date() > today.saturating_add(MOST_YEARS_AHEAD.years()) {
        return Err(Problem::refused("refused-appointment-day"));
    }
    let settings = desk.clinic().settings().await;
    let (site, room) = chosen_room(&settings, &chosen.room)?;
    if !site.is_open_on(starts.weekday()) {
        return Err(Problem::refused("refused-closed-day"));
    }
    if !(SHORTEST_MINUTES..=LONGEST_MINUTES).contains(&chosen.minutes) {
        return Err(Problem::refused("refused-appointment-length"));
    }
    if let Some([opens, closes]) = site.hours_of(starts.weekday())
        && !is_within(&starts, chosen.minutes, opens, closes)
    {
        return Err(Problem::refused_with(
            "refused-outside-hours",
            &[
                ("opens", &opens.strftime("%H:%M").to_string()),
                ("closes", &closes.strftime("%H:%M").to_string()),
            ],
        ));
    }
    desk.make_appointment(NewAppointment {
        patient,
        purpose,
        starts_at: starts.timestamp(),
        minutes: chosen.minutes,
        site: site.id,
        room,
    })
    .await?;
    Ok(Redirect::to("/appointments"))
}

/// Whether an appointment begins and ends while the clinic is open. Nobody can write that it closes at the end of the day, so
/// that the last minute of it says so.
fn is_within(starts: &Zoned, minutes: u32, opens: Time, closes: Time) -> bool {
    let last_minute = starts.saturating_add((i64::from(minutes) - 1).minutes());
    let is_to_midnight = closes >= time(23, 59, 0, 0);
    starts.time() >= opens
        && last_minute.date() == starts.date()
        && (is_to_midnight || last_minute.time() < closes)
}

/// The appointment that is to go.
#[derive(Deserialize)]
pub(in crate::server) struct Cancelled {
    id: Uuid,
}

/// Cancels an appointment.
pub(in crate::server) async fn cancel(
    desk: Allowed<Register>,
    Form(cancelled): Form<Cancelled>,
) -> Done {
    desk.cancel_appointment(cancelled.id).await?;
    Ok(Redirect::to("/appointments"))
}
