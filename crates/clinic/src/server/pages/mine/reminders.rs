//! How one is reminded, as the patient chooses.

use askama::Template;
use axum::response::Redirect;
use axum_extra::extract::Form;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::reminders::{Chosen, ReminderForm};
use crate::server::pages::{Done, Shown, show};

#[derive(Template)]
#[template(path = "clinic/mine/reminders.html")]
struct RemindersPage {
    page: Page,
    form: ReminderForm,
}

/// Shows whether and where reminders go.
pub(in crate::server) async fn show_reminders(own: Allowed<OwnChart>) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), "/mine/more").await;
    show(&RemindersPage {
        form: ReminderForm::of(&page, opened.chart()),
        page,
    })
}

/// Turns reminders on, changes or stops them.
pub(in crate::server) async fn choose(own: Allowed<OwnChart>, Form(chosen): Form<Chosen>) -> Done {
    let page = Page::of(own.who(), "/mine/more").await;
    let opened = own.look_again().await?;
    own.choose_reminders(&opened, chosen.facts(&page)?).await?;
    Ok(Redirect::to("/mine/reminders"))
}
