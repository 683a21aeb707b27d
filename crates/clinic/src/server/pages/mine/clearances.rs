//! What is locked until the clinic releases it, and what it has released.

use askama::Template;

use super::today::{Line, line};
use crate::server::access::{Allowed, OwnChart};
use crate::server::chart_care::{ChartCare, releases};
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
    let mut page = Page::of(own.who(), "/mine/more").await;
    let library = own.clinic().library().await;
    let now = own.clinic().now_at_clinic().await;
    let chart = opened.chart();
    page.name_zone_beside(chart, now.timestamp());
    let care = ChartCare::of(&page, chart, &appointments, &library, now.timestamp())?;
    let state = care.as_ref().map(|care| (care, care.at(&now)));
    let locked = state.iter().flat_map(|(care, state)| {
        let holding = state.holding.iter();
        let locked = holding.filter(|holding| holding.instruction.clearance_of.is_some());
        locked.map(|holding| line(&page, care, holding, &now))
    });
    let locked = locked.collect();
    let rules = library
        .care
        .translated(library.speech(page.protocol_language()));
    let given = releases(chart, &rules);
    let given = given.into_iter().map(|(stated, what)| Released {
        what,
        by: page.say_all(
            "own-released-by",
            &[
                ("name", &stated.author.name),
                ("when", &page.moment(stated.recorded_at)),
            ],
        ),
    });
    show(&ClearancesPage {
        is_suspended: state.as_ref().is_some_and(|(_, state)| state.suspended),
        locked,
        released: given.collect(),
        page,
    })
}
