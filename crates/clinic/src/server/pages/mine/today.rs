//! Where a patient starts.

use askama::Template;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::{Shown, show};

#[derive(Template)]
#[template(path = "clinic/mine/today.html")]
struct TodayPage {
    page: Page,
    day: String,
}

/// Shows what holds now.
pub(in crate::server) async fn show_today(own: Allowed<OwnChart>) -> Shown {
    own.open().await?;
    let page = Page::of(own.who(), "/mine").await;
    let now = own.clinic().now_at_clinic().await;
    show(&TodayPage {
        day: page.weekday(now.date()),
        page,
    })
}
