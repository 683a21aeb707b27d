//! The list of patients, and its search as one types.

use askama::Template;
use axum::extract::Query;
use needlework_chart::lists::PatientRow;
use serde::Deserialize;

use super::{Shown, show};
use crate::server::access::{Allowed, SeeLists};
use crate::server::page::Page;

/// Rows of a page: more than that nobody reads.
const ROWS: usize = 30;

/// A patient in the list.
pub(super) struct Row {
    pub(super) address: String,
    pub(super) name: String,
    pub(super) born: String,
    pub(super) number: String,
    tags: Vec<String>,
}

impl Row {
    /// A patient as a row.
    pub(super) fn of(page: &Page, row: &PatientRow) -> Self {
        let mut tags = Vec::new();
        let mut tag = |is_it: bool, key: &str| {
            if is_it {
                tags.push(page.say(key));
            }
        };
        tag(
            !row.follow_up.adverse_events.is_empty(),
            "tag-adverse-event",
        );
        tag(!row.follow_up.unanswered.is_empty(), "tag-check-in");
        tag(!row.unsigned_sessions.is_empty(), "tag-unsigned");
        tag(!row.plans_in_review.is_empty(), "tag-in-review");
        Self {
            address: format!("/patients/{}", row.patient),
            name: full_name(&row.name),
            born: page.day(row.birth_date),
            number: row.clinic_number.clone(),
            tags,
        }
    }
}

/// Family name first, as lists are sorted.
pub(super) fn full_name(name: &needlework_chart::event::PersonName) -> String {
    if name.family.is_empty() {
        name.given.clone()
    } else {
        format!("{}, {}", name.family, name.given)
    }
}

#[derive(Template)]
#[template(path = "clinic/patients.html")]
struct PatientsPage {
    page: Page,
    typed: String,
    summary: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "clinic/rows_only.html")]
struct RowsOnly {
    summary: String,
    rows: Vec<Row>,
}

/// What was typed.
#[derive(Deserialize)]
pub(in crate::server) struct Typed {
    #[serde(default)]
    q: String,
}

/// The list.
pub(in crate::server) async fn show_patients(
    lists: Allowed<SeeLists>,
    Query(typed): Query<Typed>,
) -> Shown {
    let page = Page::of(lists.who(), "/patients").await;
    let (summary, rows) = found(&page, &lists, &typed.q).await;
    show(&PatientsPage {
        page,
        typed: typed.q,
        summary,
        rows,
    })
}

/// The rows alone, while somebody types.
pub(in crate::server) async fn show_rows(
    lists: Allowed<SeeLists>,
    Query(typed): Query<Typed>,
) -> Shown {
    let page = Page::of(lists.who(), "/patients").await;
    let (summary, rows) = found(&page, &lists, &typed.q).await;
    show(&RowsOnly { summary, rows })
}

async fn found(page: &Page, lists: &Allowed<SeeLists>, typed: &str) -> (String, Vec<Row>) {
    let found = lists.search(typed, ROWS).await;
    let summary = if found.total > found.rows.len() {
        page.say_all(
            "patients-first",
            &[
                ("shown", &found.rows.len().to_string()),
                ("total", &found.total.to_string()),
            ],
        )
    } else {
        page.count("patients-count", found.total)
    };
    let rows = found.rows.iter().map(|row| Row::of(page, row)).collect();
    (summary, rows)
}
