//! The day: who comes, whether the session may start, and what waits for somebody.

mod gates;

use std::collections::BTreeSet;

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use needlework_chart::lists::{Board, PatientRow};
use needlework_planning::answers_hold;
use needlework_protocol::capitalised;

use self::gates::{Gate, gates};
use super::checks::{CheckCount, own_counts};
use super::clinic_choice::clinics_to_look_at;
use super::patients::full_name;
use super::plan_form::Choice;
use super::sites::{WithoutNumber, without_emergency_number};
use super::watch::WatchRow;
use super::{show, watch};
use crate::server::access::{
    Allowed, Duties, Expected, ManageClinic, OwnPages, ReadCharts, Register, SeeLists,
};
use crate::server::gates_of_day::hours_of;
use crate::server::office::appointment::{Appointment, Purpose};
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

struct AppointmentRow {
    address: String,
    time: String,
    name: String,
    purpose: String,
    /// The clinic of the group; `None`: there is but one.
    clinic: Option<String>,
    room: String,
    gate: Option<Gate>,
}

struct WaitingRow {
    address: String,
    name: String,
    remark: String,
}

/// Something that waits for somebody.
struct WaitingBoard {
    title: String,
    rows: Vec<WaitingRow>,
    /// How many more there are, in words.
    more: Option<String>,
}

/// Reports on the page of the day.
struct Watched {
    rows: Vec<WatchRow>,
    /// That more waits in clinics of the group that are not shown; `None`: nothing does.
    elsewhere: Option<String>,
}

/// Something that the front desk is called to look at.
struct Call {
    address: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "clinic/today.html")]
struct TodayPage {
    page: Page,
    /// Clinics of the group whose day can be looked at alone; empty: there is but one.
    clinics: Vec<Choice>,
    day: String,
    appointments: Vec<AppointmentRow>,
    /// The most urgent reports, for who may read charts; empty: none waits.
    watch: Option<Watched>,
    boards: Vec<WaitingBoard>,
    /// What the nightly checks found, for whoever sees to them.
    checks: Option<Vec<CheckCount>>,
    calls: Vec<Call>,
    /// Clinics without an emergency number, for whoever manages them.
    without_number: Vec<WithoutNumber>,
    /// The hour of what is shown.
    as_of: String,
}

/// Where somebody starts: the day, or the first page that the roles allow.
pub(in crate::server) async fn show_start(own: Allowed<OwnPages>) -> Result<Response, Problem> {
    if let Some(lists) = own.and::<SeeLists>() {
        return show_today(&lists).await;
    }
    let account = own.who().account();
    let start = if Duties::ManageClinic.is_of(&account.roles) {
        "/settings"
    } else {
        "/account"
    };
    Ok(Redirect::to(start).into_response())
}

async fn show_today(lists: &Allowed<SeeLists>) -> Result<Response, Problem> {
    let page = Page::of(lists.who(), "/").await;
    let now = lists.clinic().now_at_clinic().await;
    let (from, before) = hours_of(&now);
    let looked_at = lists.who().looked_at().await;
    let is_there =
        |one: &Appointment, _: &PatientRow| looked_at.is_none_or(|site| one.site == site);
    let (expected, _) = lists
        .appointments_for_which(from, before, usize::MAX, is_there)
        .await;
    let settings = lists.clinic().settings().await;
    let gates = gates(&page, lists, &expected, now.date()).await?;
    let appointments = expected.iter().zip(gates);
    let appointments = appointments.map(|(one, gate)| row(&page, &settings, one, gate));
    let appointments = appointments.collect();
    let (watch, checks) = match lists.and::<ReadCharts>() {
        Some(reader) => (
            Some(watched(&reader, &page).await?),
            own_counts(&reader, &page).await?,
        ),
        None => (None, None),
    };
    let boards = boards(&page, lists, now.date(), watch.is_some()).await;
    let shown = TodayPage {
        clinics: clinics_to_look_at(lists.who(), &page).await,
        day: capitalised(&page.weekday(now.date())),
        appointments,
        watch,
        boards,
        checks,
        calls: calls(lists, &page).await,
        without_number: match lists.and::<ManageClinic>() {
            Some(_) => without_emergency_number(&page, &settings),
            None => Vec::new(),
        },
        as_of: watch::as_of(&page, now.timestamp()),
        page,
    };
    Ok(show(&shown)?.into_response())
}

/// What the front desk is called to besides: people who wrote before the first visit, and reminders that did not go out.
async fn calls(lists: &Allowed<SeeLists>, page: &Page) -> Vec<Call> {
    let Some(desk) = lists.and::<Register>() else {
        return Vec::new();
    };
    let calls = [
        (
            "/inquiries",
            "inquiries-wait",
            desk.number_of_inquiries().await,
        ),
        (
            "/mails",
            "mails-failed",
            desk.mails_needing_somebody().await,
        ),
    ];
    let calls = calls.into_iter().filter(|(.., number)| *number > 0);
    calls
        .map(|(address, key, number)| Call {
            address,
            text: page.count(key, number),
        })
        .collect()
}

/// The most urgent reports.
async fn watched(reader: &Allowed<ReadCharts>, page: &Page) -> Result<Watched, Problem> {
    let board = watch::board(reader, page, MOST_WATCHED).await?;
    Ok(Watched {
        rows: board.rows.into_iter().map(|(_, row)| row).collect(),
        elsewhere: board.elsewhere,
    })
}

fn row(page: &Page, settings: &Settings, one: &Expected, gate: Option<Gate>) -> AppointmentRow {
    AppointmentRow {
        address: format!("/patients/{}", one.patient.patient),
        time: page.time(one.appointment.starts_at),
        name: full_name(&one.patient.name),
        purpose: page.say(&format!("purpose-{}", one.appointment.purpose.name())),
        clinic: settings
            .name_beside(one.appointment.site)
            .map(str::to_owned),
        room: one.appointment.room.clone(),
        gate,
    }
}

/// Reports on the page of the day; all of them are one step away.
const MOST_WATCHED: usize = 8;
/// Rows of a board: what lies below them is found once these are done.
const MOST_ON_A_BOARD: usize = 20;
/// How far ahead treatments are looked through for answers that will not hold, days: time enough to reach somebody, and few
/// enough people that each can be.
const ASKED_AHEAD_DAYS: i32 = 7;

/// Boards that the record keeps: which, key of the title, end of the address of a row for whoever may read charts. Reports that
/// wait are on the healing watch.
const KEPT: [(Board, &str, &str); 4] = [
    (Board::UnsignedSession, "board-unsigned", "/sessions"),
    (Board::PlanInReview, "board-in-review", "/plans"),
    (
        Board::OpenAdverseEvent,
        "board-adverse-events",
        "/adverse-events",
    ),
    (Board::PlanWithoutSession, "board-unplanned", "/sessions"),
];

async fn boards(
    page: &Page,
    lists: &Allowed<SeeLists>,
    today: Date,
    is_reader: bool,
) -> Vec<WaitingBoard> {
    let mut boards = Vec::with_capacity(KEPT.len() + 1);
    // Whoever may not read charts learns nothing of health from a board.
    let shown = |which: Board| is_reader || which != Board::OpenAdverseEvent;
    let looked_at = lists.who().looked_at().await;
    for (which, key, end) in KEPT.into_iter().filter(|(which, ..)| shown(*which)) {
        let found = lists.waiting(which, MOST_ON_A_BOARD, looked_at).await;
        let end = if is_reader { end } else { "" };
        let rows = found.rows.iter().map(|row| WaitingRow {
            address: format!("/patients/{}{end}", row.patient),
            name: full_name(&row.name),
            remark: row.waiting_since(which).map_or_else(String::new, |since| {
                page.say_with("since-day", "day", &page.day(page.local(since).date()))
            }),
        });
        boards.push(board(page, key, rows.collect(), found.total));
    }
    boards.push(to_be_asked(page, lists, today, is_reader).await);
    boards
}

/// Who comes for a treatment within the next days with answers that will not hold then, or without any: they are asked again
/// in time, so that the start does not fail at the chair.
async fn to_be_asked(
    page: &Page,
    lists: &Allowed<SeeLists>,
    today: Date,
    is_reader: bool,
) -> WaitingBoard {
    let end = if is_reader { "/screening" } else { "" };
    let library = lists.clinic().library().await;
    let midnight = |day: Date| {
        let zoned = day.to_zoned(page.zone().clone());
        zoned.map_or_else(|_| lists.clinic().now(), |zoned| zoned.timestamp())
    };
    let before = today.saturating_add((ASKED_AHEAD_DAYS + 1).days());
    let looked_at = lists.who().looked_at().await;
    let mut seen = BTreeSet::new();
    let is_to_be_asked = |appointment: &Appointment, row: &PatientRow| {
        let session_on = page.local(appointment.starts_at).date();
        // Whoever was needled on that day answered before.
        let is_ahead = appointment.purpose == Purpose::Treatment && !row.is_treated_on(session_on);
        // Only the next treatment counts: the answers for it come after those for the ones before.
        let is_next = is_ahead && seen.insert(appointment.patient);
        let is_answered = row.newest_screening.is_some_and(|newest| {
            let answered_on = page.local(newest.answered_at).date();
            answers_hold(answered_on, row.last_signed_on(), session_on, &library)
        });
        let is_there = looked_at.is_none_or(|site| appointment.site == site);
        is_next && is_there && !is_answered
    };
    let (expected, total) = lists
        .appointments_for_which(
            midnight(today),
            midnight(before),
            MOST_ON_A_BOARD,
            is_to_be_asked,
        )
        .await;
    let rows = expected.iter().map(|one| WaitingRow {
        address: format!("/patients/{}{end}", one.patient.patient),
        name: full_name(&one.patient.name),
        remark: page.say_with(
            "board-comes-on",
            "day",
            &page.day(page.local(one.appointment.starts_at).date()),
        ),
    });
    board(page, "board-ask-again", rows.collect(), total)
}

fn board(page: &Page, title: &str, rows: Vec<WaitingRow>, total: usize) -> WaitingBoard {
    let more = total.saturating_sub(rows.len());
    WaitingBoard {
        title: page.say(title),
        rows,
        more: (more > 0).then(|| page.count("board-more", more)),
    }
}
