//! Run charts of signs that were recorded as adverse events, and of reports of patients that asked for the clinic.

use needlework_registry::{ChartPoint, Month, REPORTED_URGENT, RunChart, ToldRun};

use super::percent;
use crate::chart::{Drawing, RunColumn, RunColumns};
use crate::server::page::Page;

/// The run chart of one sign.
pub(super) struct RunView {
    pub(super) name: String,
    pub(super) sentence: String,
    pub(super) beyond: Vec<String>,
    /// Absent: not told, or of one period alone.
    pub(super) picture: Option<String>,
}

/// A run chart for every sign that was ever recorded.
pub(super) fn run_views(page: &Page, runs: &[ToldRun]) -> Vec<RunView> {
    let views = runs.iter().map(|run| {
        let name = if run.sign == REPORTED_URGENT {
            page.say("registry-reported-urgent")
        } else {
            page.known_sign_name(&run.sign)
        };
        match &run.chart {
            Some(chart) => run_view(page, (&run.sign, name), chart),
            None => RunView {
                name,
                sentence: page.say("registry-run-withheld"),
                beyond: Vec::new(),
                picture: None,
            },
        }
    });
    views.collect()
}

fn run_view(page: &Page, (sign, name): (&str, String), chart: &RunChart) -> RunView {
    let is_by_month = chart.points.iter().all(|point| point.from == point.to);
    let share = format!("{} %", page.number(100.0 * chart.centre, 1));
    let periods = chart.points.len().to_string();
    let chance = page.number(chart.expected_by_chance(), 1);
    let values = [
        ("share", &*share),
        ("periods", &*periods),
        ("chance", &*chance),
    ];
    let is_chart = is_by_month || chart.points.len() > 1;
    let sentence = match (is_by_month, is_chart) {
        (true, _) => page.say_all("registry-run", &values),
        (false, true) => page.say_all("registry-run-periods", &values),
        (false, false) => page.say_with("registry-run-whole", "share", &share),
    };
    RunView {
        sentence,
        beyond: chart.beyond().map(|point| beyond(page, point)).collect(),
        picture: is_chart.then(|| picture(page, (sign, &name), chart)),
        name,
    }
}

fn beyond(page: &Page, point: &ChartPoint) -> String {
    let (from, to) = (month(page, point.from), month(page, point.to));
    let period = if point.from == point.to {
        from
    } else {
        page.say_all("registry-period", &[("from", &from), ("to", &to)])
    };
    let share = percent(point.events as f64 / point.sessions as f64);
    page.say_all(
        "registry-beyond",
        &[
            ("period", &period),
            ("events", &point.events.to_string()),
            ("sessions", &point.sessions.to_string()),
            ("share", &share),
        ],
    )
}

fn month(page: &Page, month: Month) -> String {
    let name = page.say(&format!("month-{}", month.month));
    format!("{name} {}", month.year)
}

fn picture(page: &Page, (sign, name): (&str, &str), chart: &RunChart) -> String {
    let columns = chart.points.iter().map(|point| RunColumn {
        label: format!("{:02}/{:02}", point.from.month, point.from.year % 100),
        events: point.events as f64,
        limit: point.limit as f64,
    });
    let drawn = RunColumns {
        label: page.say("registry-events"),
        columns: columns.collect(),
    };
    drawn.picture(&format!("run-{sign}"), name, &page.say("registry-run-text"))
}
