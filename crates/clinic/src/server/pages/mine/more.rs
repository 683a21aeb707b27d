//! Language, and the devices on which a patient is signed in.

use askama::Template;
use axum::response::Redirect;
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::{Done, Shown, show};

/// A device in the list.
struct DeviceRow {
    id: Uuid,
    browser: String,
    since: String,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "clinic/mine/more.html")]
struct MorePage {
    page: Page,
    devices: Vec<DeviceRow>,
}

/// Shows what is not needed every day.
pub(in crate::server) async fn show_more(own: Allowed<OwnChart>) -> Shown {
    let page = Page::of(own.who(), "/mine/more").await;
    let here = own.who().login().id;
    let devices = own.sign_ins().await.into_iter().map(|login| DeviceRow {
        id: login.id,
        since: page.moment(login.began_at),
        browser: login.browser,
        is_here: login.id == here,
    });
    show(&MorePage {
        devices: devices.collect(),
        page,
    })
}

/// The language that was chosen.
#[derive(Deserialize)]
pub(in crate::server) struct Spoken {
    language: String,
}

/// Chooses a language.
pub(in crate::server) async fn speak(own: Allowed<OwnChart>, Form(spoken): Form<Spoken>) -> Done {
    own.speak(&spoken.language).await?;
    Ok(Redirect::to("/mine/more"))
}

/// The device on which the sign-in is to end.
#[derive(Deserialize)]
pub(in crate::server) struct Ended {
    id: Uuid,
}

/// Ends a sign-in.
pub(in crate::server) async fn end_sign_in(
    own: Allowed<OwnChart>,
    Form(ended): Form<Ended>,
) -> Done {
    own.end_sign_in(ended.id).await?;
    Ok(Redirect::to("/mine/more"))
}
