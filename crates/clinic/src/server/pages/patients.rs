//! The list of patients, and its search as one types.

use askama::Template;
use axum_extra::extract::Form;
use needlework_chart::lists::PatientRow;
use serde::Deserialize;

use super::{Shown, show};
use crate::server::access::{Allowed, ReadCharts, SeeLists};
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
    /// A patient as a row, with nothing of health.
    pub(super) fn of(page: &Page, row: &PatientRow) -> Self {
        Self {
            address: format!("/patients/{}", row.patient),
            name: full_name(&row.name),
            born: page.day(row.birth_date),
            number: row.clinic_number.clone(),
            tags: Vec::new(),
        }
    }

    /// A patient as a row, with what waits in the chart: for whoever may read it.
    fn with_tags(_: &Allowed<ReadCharts>, page: &Page, row: &PatientRow) -> Self {
        let tags = [
            (
                !row.follow_up.adverse_events.is_empty(),
                "tag-adverse-event",
            ),
            (!row.follow_up.unanswered.is_empty(), "tag-check-in"),
            (!row.unsigned_sessions.is_empty(), "tag-unsigned"),
            (!row.plans_in_review.is_empty(), "tag-in-review"),
        ];
        let tags = tags.into_iter().filter(|(is_it, _)| *is_it);
        Self {
            tags: tags.map(|(_, key)| page.say(key)).collect(),
            ..Self::of(page, row)
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

/// What was typed. It comes in the body of a request and never in an address: those lie in histories and in logs of proxies.
#[derive(Deserialize)]
pub(in crate::server) struct Typed {
    #[serde(default)]
    q: String,
}

/// The list.
pub(in crate::server) async fn show_patients(lists: Allowed<SeeLists>) -> Shown {
    patients_page(&lists, String::new()).await
}

/// The list of those who fit what was typed. Nothing is changed.
pub(in crate::server) async fn search(lists: Allowed<SeeLists>, Form(typed): Form<Typed>) -> Shown {
    patients_page(&lists, typed.q).await
}

async fn patients_page(lists: &Allowed<SeeLists>, typed: String) -> Shown {
    let page = Page::of(lists.who(), "/patients").await;
    let (summary, rows) = found(&page, lists, &typed).await;
    show(&PatientsPage {
        page,
        typed,
        summary,
        rows,
    })
}

/// The rows alone, while somebody types. Nothing is changed.
pub(in crate::server) async fn search_rows(
    lists: Allowed<SeeLists>,
    Form(typed): Form<Typed>,
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
    let reader = lists.and::<ReadCharts>();
    let rows = found.rows.iter().map(|row| match &reader {
        Some(reader) => Row::with_tags(reader, page, row),
        None => Row::of(page, row),
    });
    (summary, rows.collect())
}
