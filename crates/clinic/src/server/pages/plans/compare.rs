//! Plans side by side, and beside the usual course: calculated anew, all on the same draws and with the same knowledge of the
//! person, so that nothing but the plans makes them differ.

mod footing;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Html;
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Library, LockedForecast, LockedZone, SessionKind, Settings};
use serde::Deserialize;

use self::footing::Footing;
use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::Draft;
use super::super::{Shown, show};
use super::calculation::{Calculation, Extent, calculate, sentence};
use super::names_of;
use crate::server::access::{Allowed, ReadCharts};
use crate::server::clinic::Shared;
use crate::server::later::{self, Asked, Wanted};
use crate::server::outlook_view::{percent_band, scale_outlook};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Most plans that are compared at once.
const MOST: usize = 4;

/// Which plans are compared.
#[derive(Deserialize)]
pub(in crate::server) struct Compared {
    #[serde(default)]
    plan: Vec<PlanId>,
}

/// A plan in the comparison, or the usual course.
struct Column {
    name: String,
    /// What it predicts; or why it cannot be calculated, in a sentence.
    forecast: Result<LockedForecast, String>,
}

#[derive(Template)]
#[template(path = "clinic/compare.html")]
struct ComparePage {
    page: Page,
    tabs: Tabs,
    table: String,
}

/// The comparison itself.
#[derive(Template)]
#[template(path = "clinic/compare_table.html")]
struct CompareTable<'a> {
    page: &'a Page,
    /// Names of the columns.
    columns: Vec<String>,
    rows: Vec<CompareRow>,
    /// Why a column is empty.
    refused: Vec<String>,
}

/// One line of the comparison.
struct CompareRow {
    name: String,
    values: Vec<String>,
}

/// Plans beside one another and beside the usual course. The model runs for each of them, so that the table follows the page.
pub(in crate::server) async fn compare(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
    axum_extra::extract::Query(compared): axum_extra::extract::Query<Compared>,
    Query(asked): Query<Asked>,
) -> Shown {
    const TABLE: &str = "table";
    match asked.wanted() {
        Wanted::Part(TABLE) => {
            let opened = reader.look_again(patient).await?;
            let page = Page::of(reader.who(), "/patients").await;
            Ok(Html(table(&page, &reader, &opened, &compared).await?))
        }
        Wanted::Part(_) => Err(Problem::NotFound),
        wanted => {
            let (page, opened) = open_chart(&reader, patient).await?;
            let table = if wanted == Wanted::Whole {
                table(&page, &reader, &opened, &compared).await?
            } else {
                compared.documents(opened.chart())?;
                later::place(&page, &compared.address(patient), TABLE)?
            };
            show(&ComparePage {
                tabs: Tabs::of(&page, patient, "/plans"),
                table,
                page,
            })
        }
    }
}

impl Compared {
    /// The plans that are compared.
    fn documents(&self, chart: &Chart) -> Result<Vec<(PlanId, PlanDocument)>, Problem> {
        let plans = self.plan.iter().take(MOST);
        let documents = plans.map(|id| {
            let plan = chart.plans.get(id).ok_or(Problem::NotFound)?;
            Ok((*id, PlanDocument::read(&plan.document)?))
        });
        documents.collect()
    }

    /// Where they are compared.
    fn address(&self, patient: PatientId) -> String {
        let plans = self.plan.iter().take(MOST);
        let plans: Vec<String> = plans.map(|plan| format!("plan={plan}")).collect();
        format!("/patients/{patient}/plans/compare?{}", plans.join("&"))
    }
}

/// The comparison itself.
async fn table(
    page: &Page,
    reader: &Allowed<ReadCharts>,
    opened: &OpenChart,
    compared: &Compared,
) -> Result<String, Problem> {
    let (patient, chart) = (opened.patient(), opened.chart());
    let clinic = reader.clinic();
    let library = clinic.library().await;
    let documents = compared.documents(chart)?;
    let mut known = Draft::proposed(page, patient, chart, clinic.today().await)?;
    known.know_last_session(chart);
    let footing = Footing::of(known, &documents, (page, chart, &library));
    let mut columns = Vec::new();
    let names = names_of(page, chart);
    for (id, document) in &documents {
        let name = names.get(id).cloned().unwrap_or_default();
        let draft = footing.plan(document);
        columns.push(column(page, clinic, &library, (name, draft)).await?);
    }
    let usual = footing.usual(documents.first().map(|(_, document)| document));
    let wish = page.indication_name(&usual.case.indication);
    let name = page.say_with("usual-course-for", "wish", &wish);
    let usual = column(page, clinic, &library, (name, usual)).await?;
    // Some wishes have no usual course; there is then nothing to compare with.
    columns.extend(Some(usual).filter(|usual| usual.forecast.is_ok()));
    let table = CompareTable {
        page,
        rows: rows(page, &columns),
        refused: columns.iter().filter_map(refusal).collect(),
        columns: columns.into_iter().map(|column| column.name).collect(),
    };
    Ok(table.render()?)
}

/// What a draft predicts, on the draws of a whole plan.
async fn column(
    page: &Page,
    clinic: &Shared,
    library: &Arc<Library>,
    (name, draft): (String, Draft),
) -> Result<Column, Problem> {
    let calculation = Calculation {
        extent: Extent::Preview,
        settings: Settings::default(),
    };
    let calculated = match draft.case.person.require_known(page) {
        Ok(()) => calculate(clinic, library, &draft, calculation).await,
        Err(problem) => Err(problem),
    };
    let forecast = match calculated {
        Ok(plan) => Ok(LockedForecast::from(&plan)),
        Err(problem @ Problem::Refused(_)) => Err(sentence(page, &problem)),
        Err(other) => return Err(other),
    };
    Ok(Column { name, forecast })
}

fn refusal(column: &Column) -> Option<String> {
    let sentence = column.forecast.as_ref().err()?;
    Some(format!("{}: {sentence}", column.name))
}

fn rows(page: &Page, columns: &[Column]) -> Vec<CompareRow> {
    let row = |name: String, value: &dyn Fn(&LockedForecast) -> String| CompareRow {
        name,
        values: columns
            .iter()
            .map(|column| {
                column
                    .forecast
                    .as_ref()
                    .map_or_else(|_| String::new(), value)
            })
            .collect(),
    };
    let mut rows = vec![
        row(page.say("sessions"), &|forecast| {
            treatments(forecast).to_string()
        }),
        row(page.say("last-session"), &|forecast| {
            let last = forecast.sessions.last();
            last.map_or_else(String::new, |last| page.day(last.starts.date()))
        }),
        row(page.say("judged-on"), &|forecast| {
            page.day(forecast.judged_on.date())
        }),
    ];
    for (zone, scales) in zones(columns) {
        let of_zone = |said: &dyn Fn(&LockedForecast, &LockedZone) -> Option<String>,
                       forecast: &LockedForecast| {
            forecast.zone(&zone).map_or_else(
                || page.say("compare-not-treated"),
                |zone| said(forecast, zone).unwrap_or_default(),
            )
        };
        let named = |what: String| format!("{}: {what}", page.zone_name(&zone));
        for (id, plain_name) in &scales {
            let said = |forecast: &LockedForecast, zone: &LockedZone| {
                let scale = zone.scales.iter().find(|scale| scale.id == *id)?;
                Some(scale_outlook(page, forecast, scale))
            };
            rows.push(row(named(page.scale_name(id, plain_name)), &|forecast| {
                of_zone(&said, forecast)
            }));
        }
        rows.push(row(named(page.say("redness-ends")), &|forecast| {
            of_zone(&|_, zone| redness(page, zone), forecast)
        }));
        rows.push(row(named(page.say("pigment-risk")), &|forecast| {
            of_zone(&|_, zone| pigment(page, zone), forecast)
        }));
    }
    rows
}

fn treatments(forecast: &LockedForecast) -> usize {
    let sessions = forecast.sessions.iter();
    sessions
        .filter(|session| session.kind == SessionKind::Treatment)
        .count()
}

/// Every zone that a column treats, with the main scale of each column there: id and name for a patient.
fn zones(columns: &[Column]) -> Vec<(String, Vec<(String, String)>)> {
    let mut found: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let forecasts = columns.iter().flat_map(|column| &column.forecast);
    for zone in forecasts.flat_map(|forecast| &forecast.zones) {
        let at = found.iter().position(|(id, _)| *id == zone.zone);
        let at = at.unwrap_or_else(|| {
            found.push((zone.zone.clone(), Vec::new()));
            found.len() - 1
        });
        let main = zone.scales.first();
        let main = main.map(|scale| (scale.id.clone(), scale.plain_name.clone()));
        if let (Some((_, scales)), Some(main)) = (found.get_mut(at), main)
            && !scales.contains(&main)
        {
            scales.push(main);
        }
    }
    found
}

fn redness(page: &Page, zone: &LockedZone) -> Option<String> {
    let redness = zone.side_effects.iter().find(|one| one.id == "redness")?;
    let hours = &redness.ends_hour;
    Some(page.say_all(
        "hours-band",
        &[
            ("middle", &format!("{:.0}", hours.p50)),
            ("low", &format!("{:.0}", hours.p05)),
            ("high", &format!("{:.0}", hours.p95)),
        ],
    ))
}

fn pigment(page: &Page, zone: &LockedZone) -> Option<String> {
    let risk = zone
        .risks
        .iter()
        .find(|one| one.id == "pigment-darkening")?;
    Some(percent_band(page, &risk.probability))
}
