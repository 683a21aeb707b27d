//! Who has read the own chart.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::{Shown, show};

struct Row {
    when: String,
    who: String,
    what: String,
}

#[derive(Template)]
#[template(path = "clinic/mine/readers.html")]
struct ReadersPage {
    page: Page,
    rows: Vec<Row>,
    older: Option<String>,
}

/// Which part.
#[derive(Deserialize)]
pub(in crate::server) struct Wanted {
    before: Option<u64>,
}

/// Shows who looked at or did what, the newest first.
pub(in crate::server) async fn show_readers(
    own: Allowed<OwnChart>,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let page = Page::of(own.who(), "/mine/more").await;
    let found = own.readers(wanted.before).await?;
    let older = found.last().map(|row| row.position);
    let rows = found.into_iter().map(|row| {
        let roles: Vec<String> = row.roles.iter().map(|role| page.role(*role)).collect();
        Row {
            when: page.moment(row.access.at),
            who: if row.access.user == own.who().account().user {
                page.say("own-you")
            } else if roles.is_empty() {
                row.user
            } else {
                format!("{} ({})", row.user, roles.join(", "))
            },
            what: page.say(&format!("access-{}", row.access.action)),
        }
    });
    show(&ReadersPage {
        rows: rows.collect(),
        older: older.map(|position| format!("/mine/readers?before={position}")),
        page,
    })
}
