//! The own data as a file to keep.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::{Shown, show};
use crate::server::problem::Problem;
use crate::server::zip_file::zip_file;

#[derive(Template)]
#[template(path = "clinic/mine/data.html")]
struct DataPage {
    page: Page,
}

/// Says what the file holds.
pub(in crate::server) async fn show_data(own: Allowed<OwnChart>) -> Shown {
    show(&DataPage {
        page: Page::of(own.who(), "/mine/more").await,
    })
}

/// Sends everything about whoever asks. Its name tells nothing to whoever sees the list of downloads.
pub(in crate::server) async fn download(own: Allowed<OwnChart>) -> Result<Response, Problem> {
    let files = own.files().await?;
    let bytes = zip_file(&files).ok_or(Problem::Fault("zip"))?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"record.zip\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}
