//! Run charts of signs that were recorded as adverse events.

use needlework_registry::RunChart;

use super::percent;
use crate::chart::{Drawing, MonthColumn, MonthlyRun};
use crate::server::page::Page;

/// The run chart of one sign.
pub(super) struct RunView {
    pub(super) name: String,
    pub(super) sentence: String,
    pub(super) beyond: Vec<String>,
    pub(super) picture: String,
}

/// A run chart for every sign that was ever recorded.
pub(super) fn run_views(page: &Page, runs: &[(String, RunChart)]) -> Vec<RunView> {
    runs.iter()
        .map(|(sign, chart)| run_view(page, sign, chart))
        .collect()
}

fn run_view(page: &Page, sign: &str, chart: &RunChart) -> RunView {
    let name = page.known_sign_name(sign);
    let drawn = MonthlyRun {
        label: page.say("registry-events"),
        months: chart
            .points
            .iter()
            .map(|point| MonthColumn {
                label: format!("{:02}/{:02}", point.month, point.year % 100),
                events: point.events as f64,
                limit: point.limit as f64,
            })
            .collect(),
    };
    RunView {
        sentence: page.say_all(
            "registry-run",
            &[
                (
                    "share",
                    &format!("{} %", page.number(100.0 * chart.centre, 1)),
                ),
                ("months", &chart.points.len().to_string()),
                ("chance", &page.number(chart.expected_by_chance(), 1)),
            ],
        ),
        beyond: chart
            .beyond()
            .map(|point| {
                let month = page.say(&format!("month-{}", point.month));
                page.say_all(
                    "registry-beyond",
                    &[
                        ("month", &format!("{month} {}", point.year)),
                        ("events", &point.events.to_string()),
                        ("sessions", &point.sessions.to_string()),
                        (
                            "share",
                            &percent(point.events as f64 / point.sessions as f64),
                        ),
                    ],
                )
            })
            .collect(),
        picture: drawn.picture(
            &format!("run-{sign}"),
            &name,
            &page.say("registry-run-text"),
        ),
        name,
    }
}
