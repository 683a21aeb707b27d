//! What is locked until the clinic releases it, and what it has released.

use askama::Template;
use needlework_chart::fold::Chart;
use needlework_protocol::care::CareRules;

use super::today::{Line, line};
use crate::server::access::{Allowed, OwnChart};
use crate::server::chart_care::{ChartCare, rule_of};
use crate::server::page::Page;
use crate::server::pages::{Shown, show};

/// Something that was released.
struct Released {
    what: String,
    by: String,
}

#[derive(Template)]
#[template(path = "clinic/mine/clearances.html")]
struct ClearancesPage {
    page: Page,
    is_suspended: bool,
    locked: Vec<Line>,
    released: Vec<Released>,
}

/// Shows what is locked and what was released.
pub(in crate::server) async fn show_clearances(own: Allowed<OwnChart>) -> Shown {
    let opened = own.open().await?;
    let appointments = own.appointments().await;
    let page = Page::of(own.who(), "/mine/more").await;
    let library = own.clinic().library().await;
    let now = own.clinic().now_at_clinic().await;
    let chart = opened.chart();
    let care = ChartCare::of(&page, chart, &appointments, &library, now.timestamp())?;
    let state = care.as_ref().map(|care| care.at(&now));
    let locked = state.iter().flat_map(|state| &state.holding);
    let locked = locked.filter(|holding| holding.instruction.clearance_of.is_some());
    let rules = library
        .care
        .translated(library.speech(page.protocol_language()));
    show(&ClearancesPage {
        is_suspended: state.as_ref().is_some_and(|state| state.suspended),
        locked: locked.map(|holding| line(&page, holding, &now)).collect(),
        released: released(&page, chart, &rules),
        page,
    })
}

/// What was released, the newest first.
fn released(page: &Page, chart: &Chart, rules: &CareRules) -> Vec<Released> {
    let mut given: Vec<_> = chart
        .sessions
        .values()
        .flat_map(|session| &session.clearances)
        .collect();
    given.sort_by_key(|stated| std::cmp::Reverse(stated.recorded_at));
    let named = |instruction: &String| {
        let rule = rules.get(rule_of(instruction));
        rule.map_or_else(|| instruction.clone(), |rule| rule.label.clone())
    };
    let rows = given.into_iter().map(|stated| {
        let names: Vec<String> = stated.facts.instructions.iter().map(named).collect();
        let when = page.moment(stated.recorded_at);
        Released {
            what: names.join(", "),
            by: page.say_all(
                "own-released-by",
                &[("name", &stated.author.name), ("when", &when)],
            ),
        }
    });
    rows.collect()
}
