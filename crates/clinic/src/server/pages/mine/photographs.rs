//! The own photographs, those that were not withdrawn, and taking one back.

use askama::Template;
use axum::extract::Path;
use axum::response::{Redirect, Response};
use jiff::civil::Date;
use needlework_chart::event::PhotographTakenBack;
use needlework_chart::fold::Chart;
use needlework_chart::id::PhotographId;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::{Done, Shown, photograph_file, show};
use crate::server::problem::Problem;

/// A photograph on the page.
struct Shot {
    address: String,
    words: String,
    day: String,
    /// Whether the clinic may look at it.
    is_shown: bool,
    /// When it was taken back; empty: it was not.
    taken_back: String,
}

/// A view with its photographs, the newest first.
struct Album {
    name: String,
    shots: Vec<Shot>,
}

#[derive(Template)]
#[template(path = "clinic/mine/photographs.html")]
struct PhotographsPage {
    page: Page,
    albums: Vec<Album>,
}

/// Shows the own photographs.
pub(in crate::server) async fn show_photographs(own: Allowed<OwnChart>) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), "/mine/photographs").await;
    let today = own.clinic().today().await;
    let views = own.clinic().shipped_library().views.iter();
    let albums = views
        .map(|view| Album {
            name: page.view_name(&view.id),
            shots: shots(&page, opened.chart(), &view.id, today),
        })
        .filter(|album| !album.shots.is_empty());
    show(&PhotographsPage {
        albums: albums.collect(),
        page,
    })
}

fn shots(page: &Page, chart: &Chart, view: &str, today: Date) -> Vec<Shot> {
    let mut kept: Vec<_> = chart
        .photographs
        .iter()
        .filter(|(_, one)| one.withdrawn.is_none() && one.added.facts.view == view)
        .collect();
    kept.sort_by_key(|(id, one)| std::cmp::Reverse((one.added.facts.taken_at, **id)));
    let shots = kept.into_iter().map(|(id, one)| {
        let day = page.day(page.local(one.added.facts.taken_at).date());
        Shot {
            address: format!("/mine/photographs/{id}"),
            words: format!("{}, {day}", page.view_name(view)),
            is_shown: chart.require_shown([*id], today).is_ok(),
            taken_back: one.taken_back.as_ref().map_or_else(String::new, |stated| {
                let when = page.moment(stated.recorded_at);
                page.say_with("own-photograph-taken-back", "when", &when)
            }),
            day,
        }
    });
    shots.collect()
}

/// The pixels of one photograph.
pub(in crate::server) async fn pixels(
    own: Allowed<OwnChart>,
    Path(photograph): Path<PhotographId>,
) -> Result<Response, Problem> {
    Ok(photograph_file(own.pixels(photograph).await?))
}

/// Takes one photograph back: the clinic is shown it no longer.
pub(in crate::server) async fn take_back(
    own: Allowed<OwnChart>,
    Path(photograph): Path<PhotographId>,
) -> Done {
    let opened = own.open().await?;
    let kept = opened.chart().photographs.get(&photograph);
    if kept.is_none_or(|one| one.withdrawn.is_some()) {
        return Err(Problem::NotFound);
    }
    own.take_photograph_back(&opened, PhotographTakenBack { photograph })
        .await?;
    Ok(Redirect::to("/mine/photographs"))
}
