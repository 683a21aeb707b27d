//! Who looked at what.

use askama::Template;
use axum::extract::Query;
use needlework_chart::id::PatientId;
use serde::Deserialize;

use super::{Shown, show};
use crate::server::access::{Allowed, ReadTrail};
use crate::server::page::Page;

struct Row {
    when: String,
    who: String,
    what: String,
    patient: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "clinic/trail.html")]
struct TrailPage {
    page: Page,
    rows: Vec<Row>,
    older: Option<String>,
}

/// Which part of the trail.
#[derive(Deserialize)]
pub(in crate::server) struct Wanted {
    patient: Option<PatientId>,
    before: Option<u64>,
}

/// Shows the trail, the newest entry first.
pub(in crate::server) async fn show_trail(
    reader: Allowed<ReadTrail>,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let page = Page::of(reader.who(), "/trail").await;
    let found = reader.trail(wanted.patient, wanted.before).await?;
    let older = found.last().map(|row| {
        let patient = wanted
            .patient
            .map_or_else(String::new, |patient| format!("&patient={patient}"));
        format!("/trail?before={}{patient}", row.position)
    });
    let rows = found.iter().map(|row| Row {
        when: page.moment(row.access.at),
        who: if row.user.is_empty() {
            page.say("patient")
        } else {
            row.user.clone()
        },
        what: page.say(&format!("access-{}", row.access.action)),
        patient: row.access.patient.map(|patient| {
            let number = patient.to_string();
            let short = number.chars().rev().take(6).collect::<Vec<_>>();
            (
                format!("/trail?patient={patient}"),
                format!("…{}", short.into_iter().rev().collect::<String>()),
            )
        }),
    });
    show(&TrailPage {
        rows: rows.collect(),
        page,
        older,
    })
}
