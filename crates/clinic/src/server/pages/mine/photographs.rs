//! The own photographs, those that were not withdrawn.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use needlework_chart::fold::Chart;
use needlework_chart::id::PhotographId;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::{Shown, photograph_file, show};
use crate::server::problem::Problem;

/// A photograph on the page.
struct Shot {
    address: String,
    words: String,
    day: String,
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
    let views = own.clinic().shipped_library().views.iter();
    let albums = views
        .map(|view| Album {
            name: page.view_name(&view.id),
            shots: shots(&page, opened.chart(), &view.id),
        })
        .filter(|album| !album.shots.is_empty());
    show(&PhotographsPage {
        albums: albums.collect(),
        page,
    })
}

fn shots(page: &Page, chart: &Chart, view: &str) -> Vec<Shot> {
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
