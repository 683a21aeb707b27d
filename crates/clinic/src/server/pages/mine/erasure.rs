//! The wish to be erased, as the patient tells it.

use askama::Template;
use axum::response::Redirect;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::erasures::RequestView;
use crate::server::pages::{Done, Shown, show};

#[derive(Template)]
#[template(path = "clinic/mine/erasure.html")]
struct ErasurePage {
    page: Page,
    request: Option<RequestView>,
}

/// Says what erasing means, and how an own request stands.
pub(in crate::server) async fn show_erasure(own: Allowed<OwnChart>) -> Shown {
    let page = Page::of(own.who(), "/mine/more").await;
    let request = own.erasure_request().await;
    let keys = ["own-erasure-asked", "own-erasure-kept"];
    show(&ErasurePage {
        request: request.map(|request| RequestView::of(&page, &request, keys)),
        page,
    })
}

/// What the patient wants.
#[derive(Deserialize)]
pub(in crate::server) struct Asked {
    #[serde(rename = "do", default)]
    what: String,
}

/// Asks to be erased, or takes that back.
pub(in crate::server) async fn ask(own: Allowed<OwnChart>, Form(asked): Form<Asked>) -> Done {
    if asked.what == "withdraw" {
        own.withdraw_erasure().await?;
    } else {
        own.ask_to_be_erased().await?;
    }
    Ok(Redirect::to("/mine/erasure"))
}
