//! The day: who comes, whether the session may start, and what waits for somebody.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use needlework_chart::lists::PatientRow;
use needlework_planning::{GateState, Library};
use needlework_protocol::Record;

use super::patients::full_name;
use super::watch::WatchRow;
use super::{show, watch};
use crate::server::access::{Allowed, Duties, Expected, OwnPages, ReadCharts, SeeLists};
use crate::server::gate_facts::{checks_before_the_chair, facts_of};
use crate::server::office::appointment::Purpose;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Whether a session may start, and what is missing.
struct Gate {
    class: &'static str,
    text: String,
    reasons: Vec<String>,
}

struct AppointmentRow {
    address: String,
    time: String,
    name: String,
    purpose: String,
    room: String,
    gate: Option<Gate>,
}

struct BoardRow {
    address: String,
    name: String,
    remark: String,
}

/// Something that waits for somebody.
struct Board {
    title: String,
    rows: Vec<BoardRow>,
    /// How many more there are, in words.
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/today.html")]
struct TodayPage {
    page: Page,
    day: String,
    appointments: Vec<AppointmentRow>,
    /// The most urgent reports, for who may read charts; empty: none waits.
    watch: Option<Vec<WatchRow>>,
    boards: Vec<Board>,
}

/// Where somebody starts: the day, or the first page that the roles allow.
pub(in crate::server) async fn show_start(own: Allowed<OwnPages>) -> Result<Response, Problem> {
    if let Some(lists) = own.and::<SeeLists>() {
        return show_today(&lists).await;
    }
    let account = own.who().account();
    let has = |duty: Duties| duty.roles().iter().any(|role| account.roles.contains(role));
    let start = if has(Duties::ManageClinic) {
        "/settings"
    } else {
        "/account"
    };
    Ok(Redirect::to(start).into_response())
}

async fn show_today(lists: &Allowed<SeeLists>) -> Result<Response, Problem> {
    let page = Page::of(lists.who(), "/").await;
    let now = lists.clinic().now_at_clinic().await;
    let from = now.start_of_day().unwrap_or_else(|_| now.clone());
    let before = from.saturating_add(1.day()).timestamp();
    let expected = lists.appointments(from.timestamp(), before).await;
    let mut appointments = Vec::with_capacity(expected.len());
    for one in &expected {
        let gate = gate(&page, lists, one, now.date()).await?;
        appointments.push(row(&page, one, gate));
    }
    let library = lists.clinic().library().await;
    let holds_days = screening_holds_days(&library);
    let watch = match lists.and::<ReadCharts>() {
        Some(reader) => Some(watch_rows(&reader, &page).await?),
        None => None,
    };
    let boards = lists
        .look_at_treated(|rows| boards(&page, rows, holds_days, now.date(), watch.is_some()))
        .await;
    let shown = TodayPage {
        day: page.weekday(now.date()),
        appointments,
        watch,
        boards,
        page,
    };
    Ok(show(&shown)?.into_response())
}

/// How the start of a treatment stands before the person is there; only for who may read charts.
async fn gate(
    page: &Page,
    lists: &Allowed<SeeLists>,
    one: &Expected,
    today: Date,
) -> Result<Option<Gate>, Problem> {
    let (Some(reader), Some(plan)) = (lists.and::<ReadCharts>(), one.appointment.plan) else {
        return Ok(None);
    };
    if one.appointment.purpose != Purpose::Treatment {
        return Ok(None);
    }
    let patient = one.patient.patient;
    let opened = reader.look_for_the_day(patient).await?;
    let chart = opened.chart();
    let Some(known) = chart.plans.get(&plan) else {
        return Ok(None);
    };
    let document = PlanDocument::read(&known.document)?;
    let library = lists.clinic().library().await;
    let facts = facts_of(page, patient, chart, plan, &document, &library, today);
    let missing: Vec<String> = checks_before_the_chair(page, &facts, &library)
        .into_iter()
        .filter(|check| check.state != GateState::Open)
        .flat_map(|check| check.reasons)
        .map(|reason| reason.sentence)
        .collect();
    Ok(Some(Gate {
        class: if missing.is_empty() { "yes" } else { "wait" },
        text: page.say(if missing.is_empty() {
            "gate-ready"
        } else {
            "gate-closed"
        }),
        reasons: missing,
    }))
}

/// The most urgent reports.
async fn watch_rows(reader: &Allowed<ReadCharts>, page: &Page) -> Result<Vec<WatchRow>, Problem> {
    let (_, rows, _) = watch::rows(reader, page, MOST_WATCHED).await?;
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Days for which answers hold at the start of a session.
fn screening_holds_days(library: &Library) -> Option<f64> {
    library.gate.get("start-screening").and_then(Record::number)
}

fn row(page: &Page, one: &Expected, gate: Option<Gate>) -> AppointmentRow {
    AppointmentRow {
        address: format!("/patients/{}", one.patient.patient),
        time: page.time(one.appointment.starts_at),
        name: full_name(&one.patient.name),
        purpose: page.say(&format!("purpose-{}", one.appointment.purpose.name())),
        room: one.appointment.room.clone(),
        gate,
    }
}

/// Reports on the page of the day; all of them are one step away.
const MOST_WATCHED: usize = 8;
/// Rows of a board: what lies below them is found once these are done.
const MOST_ON_A_BOARD: usize = 20;
/// Days before the end of a screening at which it is shown.
const SHOWN_BEFORE_DAYS: f64 = 7.0;

fn boards(
    page: &Page,
    rows: &[&PatientRow],
    screening_holds_days: Option<f64>,
    today: Date,
    is_reader: bool,
) -> Vec<Board> {
    let board = |key: &str, end: &str, is_on: &dyn Fn(&PatientRow) -> bool| {
        let on = || rows.iter().filter(|row| is_on(row));
        let shown = on().take(MOST_ON_A_BOARD).map(|row| BoardRow {
            address: format!("/patients/{}{end}", row.patient),
            name: full_name(&row.name),
            remark: page.day(page.local(row.last_recorded_at).date()),
        });
        let more = on().count().saturating_sub(MOST_ON_A_BOARD);
        Board {
            title: page.say(key),
            rows: shown.collect(),
            more: (more > 0).then(|| page.count("board-more", more)),
        }
    };
    let runs_out = |row: &PatientRow| {
        let answered = row
            .newest_screening
            .map(|newest| page.local(newest.answered_at).date());
        let (Some(answered), Some(holds)) = (answered, screening_holds_days) else {
            return false;
        };
        let age = today.duration_since(answered).as_hours() / 24;
        !row.plans_in_force.is_empty() && age as f64 >= holds - SHOWN_BEFORE_DAYS
    };
    let is_unplanned = |row: &PatientRow| {
        row.plans_in_force
            .values()
            .any(|plan| !plan.is_active && plan.signed_sessions == 0)
    };
    // Whoever may not read charts sees that somebody waits, and the others see it on the board of healing.
    let reports = (!is_reader).then(|| {
        board("board-check-ins", "", &|row| {
            !row.follow_up.unanswered.is_empty()
        })
    });
    let events = if is_reader { "/adverse-events" } else { "" };
    let mut boards = vec![
        board("board-unsigned", "/sessions", &|row| {
            !row.unsigned_sessions.is_empty()
        }),
        board("board-in-review", "/plans", &|row| {
            !row.plans_in_review.is_empty()
        }),
        board("board-adverse-events", events, &|row| {
            !row.follow_up.adverse_events.is_empty()
        }),
        board("board-screening", "/screening", &runs_out),
        board("board-unplanned", "/sessions", &is_unplanned),
    ];
    boards.extend(reports);
    boards
}
