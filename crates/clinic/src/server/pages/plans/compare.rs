//! Plans side by side, with the usual course, on the same draws.

use askama::Template;
use axum::extract::Path;
use jiff::civil::Date;
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, PlanId};
use serde::Deserialize;

use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::Draft;
use super::super::{Shown, show};
use super::calculation::{Calculation, calculate};
use super::{main_outlook, name_of, percent_band};
use crate::server::access::{Allowed, ReadCharts};
use crate::server::earlier::learn;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Which plans are compared.
#[derive(Deserialize)]
pub(in crate::server) struct Compared {
    #[serde(default)]
    plan: Vec<PlanId>,
}

/// A plan in the comparison, or the usual course.
struct Column {
    name: String,
    rows: Vec<String>,
}

#[derive(Template)]
#[template(path = "clinic/compare.html")]
struct ComparePage {
    page: Page,
    tabs: Tabs,
    /// Names of the columns.
    columns: Vec<String>,
    rows: Vec<CompareRow>,
}

/// One line of the comparison.
struct CompareRow {
    name: String,
    values: Vec<String>,
}

/// Compares plans with one another and with the usual course, on the same draws.
pub(in crate::server) async fn compare(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
    axum_extra::extract::Query(compared): axum_extra::extract::Query<Compared>,
) -> Shown {
    const MOST: usize = 4;
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let today = reader.clinic().today().await;
    let mut columns = Vec::new();
    for id in compared.plan.iter().take(MOST) {
        let plan = chart.plans.get(id).ok_or(Problem::NotFound)?;
        let document = PlanDocument::read(&plan.document)?;
        columns.push(Column {
            name: name_of(&page, Some(&document)),
            rows: comparison_rows(&page, &document),
        });
    }
    if let Some(usual) = usual_course(&page, &reader, patient, chart, today).await? {
        columns.push(Column {
            name: page.say("usual-course"),
            rows: comparison_rows(&page, &usual),
        });
    }
    let names = [
        "sessions",
        "last-session",
        "judged-on",
        "main-result",
        "redness-ends",
        "pigment-risk",
    ];
    let rows = names.into_iter().enumerate().map(|(at, key)| CompareRow {
        name: page.say(key),
        values: columns
            .iter()
            .map(|column| column.rows.get(at).cloned().unwrap_or_default())
            .collect(),
    });
    show(&ComparePage {
        tabs: Tabs::of(&page, patient, "/plans"),
        rows: rows.collect(),
        columns: columns.into_iter().map(|column| column.name).collect(),
        page,
    })
}

/// The course that is usual for the wish: everything that can be left to the protocol is.
async fn usual_course(
    page: &Page,
    reader: &Allowed<ReadCharts>,
    patient: PatientId,
    chart: &Chart,
    today: Date,
) -> Result<Option<PlanDocument>, Problem> {
    let mut draft = Draft::proposed(page, patient, chart, today)?;
    draft.case.course = crate::server::case_draft::CourseDraft::default();
    for zone in &mut draft.case.zones {
        zone.needle_length_mm = None;
        zone.passes = None;
        zone.channels_per_cm2 = None;
        zone.seconds_per_cm2 = None;
    }
    let library = reader.clinic().library().await;
    learn(&mut draft.case, page, chart, &library)?;
    match calculate(reader.clinic(), &library, &draft, Calculation::Preview).await {
        Ok(plan) => Ok(Some(PlanDocument::new(
            page.say("usual-course"),
            draft.protected,
            draft.case,
            &plan,
        ))),
        // Some wishes have no usual course; there is then nothing to compare with.
        Err(Problem::Refused(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn comparison_rows(page: &Page, document: &PlanDocument) -> Vec<String> {
    let forecast = &document.forecast;
    let last = forecast.sessions.last();
    let zone = forecast.zones.first();
    let redness = zone.and_then(|zone| zone.side_effects.iter().find(|one| one.id == "redness"));
    let pigment = zone.and_then(|zone| zone.risks.iter().find(|one| one.id == "pigment-darkening"));
    vec![
        document.treatments().to_string(),
        last.map_or_else(String::new, |session| page.day(session.starts.date())),
        page.day(forecast.judged_on.date()),
        main_outlook(page, document),
        redness.map_or_else(String::new, |one| {
            let hours = &one.ends_hour;
            page.say_all(
                "hours-band",
                &[
                    ("middle", &format!("{:.0}", hours.p50)),
                    ("low", &format!("{:.0}", hours.p05)),
                    ("high", &format!("{:.0}", hours.p95)),
                ],
            )
        }),
        pigment.map_or_else(String::new, |one| percent_band(page, &one.probability)),
    ]
}
