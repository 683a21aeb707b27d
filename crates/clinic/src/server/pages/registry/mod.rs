//! The registry: how often predictions held, what stands apart, which side effects became more frequent.

mod groups;
mod side_effects;

use askama::Template;
use axum::response::Response;
use needlework_registry::{FALSE_ALARM_SHARE, Finding, Held, Reliability, SharedInterval, Watch};

use self::groups::{GroupTable, group_name, tables};
use self::side_effects::{RunView, run_views};
use super::{Shown, csv_file, show};
use crate::chart::{CalibrationPlot, CalibrationPoint, Drawing};
use crate::server::access::{Allowed, ExportResearch, ReadRegistry};
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::registry::{Collected, Operators};

/// Fewest results of which shares are told: with fewer, nearly any share could be true.
const FEWEST_RESULTS: usize = 10;

/// How one interval held.
struct HeldRow {
    name: String,
    held: String,
    class: &'static str,
    verdict: String,
}

#[derive(Template)]
#[template(path = "clinic/registry.html")]
struct RegistryPage {
    page: Page,
    summary: String,
    unreadable: Option<String>,
    held: Vec<HeldRow>,
    picture: Option<String>,
    findings: Vec<String>,
    false_alarms: String,
    tables: Vec<GroupTable>,
    runs: Vec<RunView>,
    may_export: bool,
}

/// Shows the registry.
pub(in crate::server) async fn show_registry(reader: Allowed<ReadRegistry>) -> Shown {
    let page = Page::of(reader.who(), "/registry").await;
    let (rows, operators) = (reader.registry().await?, reader.operators().await);
    let may_export = reader.and::<ExportResearch>().is_some();
    // Seconds of arithmetic over a large clinic: not where requests are answered.
    let drawn =
        tokio::task::spawn_blocking(move || registry_page(page, &rows, &operators, may_export));
    let shown = drawn.await.map_err(|_| Problem::Fault("registry"))?;
    show(&shown)
}

fn registry_page(
    page: Page,
    rows: &Collected,
    operators: &Operators,
    may_export: bool,
) -> RegistryPage {
    let reliability = Reliability::of_outcomes(rows.outcomes.iter());
    let is_enough = reliability.results >= FEWEST_RESULTS;
    let watch = Watch::over(&rows.outcomes);
    RegistryPage {
        summary: page.say_all(
            "registry-summary",
            &[
                ("results", &rows.outcomes.len().to_string()),
                ("sessions", &rows.sessions.len().to_string()),
                ("people", &rows.people.to_string()),
            ],
        ),
        unreadable: (rows.unreadable > 0)
            .then(|| page.count("registry-unreadable", rows.unreadable)),
        held: if is_enough {
            held_rows(&page, &reliability)
        } else {
            Vec::new()
        },
        picture: is_enough.then(|| picture(&page, &reliability)),
        findings: watch
            .findings
            .iter()
            .map(|one| finding(&page, one, operators))
            .collect(),
        false_alarms: page.say_with(
            "registry-false-alarms",
            "share",
            &percent(FALSE_ALARM_SHARE),
        ),
        tables: tables(&page, &rows.outcomes, operators),
        runs: run_views(&page, &rows.sessions),
        may_export,
        page,
    }
}

fn held_rows(page: &Page, reliability: &Reliability) -> Vec<HeldRow> {
    [
        ("registry-half", &reliability.half),
        ("registry-nine-tenths", &reliability.nine_tenths),
    ]
    .map(|(name, held)| HeldRow {
        name: page.say(name),
        held: share_words(&held.held),
        class: class_of(held),
        verdict: page.say(verdict_key(held)),
    })
    .into()
}

const fn class_of_verdict(is_off: bool) -> &'static str {
    if is_off { "no" } else { "yes" }
}

fn class_of(held: &Held) -> &'static str {
    class_of_verdict(held.is_off())
}

fn verdict_key(held: &Held) -> &'static str {
    if !held.is_off() {
        "registry-holds"
    } else if held.held.share < held.promised {
        "registry-too-narrow"
    } else {
        "registry-too-wide"
    }
}

fn share_words(of: &SharedInterval) -> String {
    format!(
        "{} ({} – {})",
        percent(of.share),
        percent(of.low),
        percent(of.high)
    )
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn picture(page: &Page, reliability: &Reliability) -> String {
    let points = reliability.points.iter().map(|point| CalibrationPoint {
        predicted: point.predicted,
        came: point.came.share,
        interval: [point.came.low, point.came.high],
    });
    let plot = CalibrationPlot {
        predicted_label: page.say("registry-predicted"),
        came_label: page.say("registry-came"),
        points: points.collect(),
    };
    plot.picture(
        "calibration",
        &page.say("registry-plot"),
        &page.say("registry-plot-text"),
    )
}

/// What stands apart, in a sentence.
fn finding(page: &Page, found: &Finding, operators: &Operators) -> String {
    let stream = &found.stream;
    let value = group_name(page, stream.by, &stream.value, operators);
    let ratio = |of: Option<f64>| of.map_or_else(|| "–".to_owned(), |of| page.number(of, 2));
    let by = page.say(&format!("trait-{}", stream.by.name()));
    page.say_all(
        &format!("registry-finding-{}", stream.kind.name()),
        &[
            ("by", &by),
            ("value", &value),
            ("day", &page.day(found.began_on)),
            ("results", &found.results.to_string()),
            ("ratio", &ratio(found.of_predicted)),
            ("elsewhere", &ratio(found.elsewhere)),
        ],
    )
}

/// The table for research.
pub(in crate::server) async fn research(
    holder: Allowed<ExportResearch>,
) -> Result<Response, Problem> {
    let table = holder.research().await?;
    Ok(csv_file("needlework-research.csv", table.csv))
}

/// What the columns of that table mean.
pub(in crate::server) async fn columns(
    _holder: Allowed<ExportResearch>,
) -> Result<Response, Problem> {
    let table = needlework_registry::research_table(&[]).map_err(|_| Problem::Fault("columns"))?;
    Ok(csv_file(
        "needlework-research-columns.csv",
        table.dictionary,
    ))
}
