//! Pages that are older than the chart: a form names the version of the chart that it was drawn from, and what rests on what
//! somebody else changed since is not carried out unseen.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use needlework_chart::record::OpenChart;

/// Whether a form was drawn from another version of the chart than the newest, or does not say from which.
pub(super) fn is_stale(opened: &OpenChart, seen: &str) -> bool {
    seen.trim().parse() != Ok(opened.sequence())
}

/// The page of a form as it stands now, with what was typed, in answer to a form that was stale.
pub(super) fn shown_again(page: Html<String>) -> Response {
    (StatusCode::CONFLICT, page).into_response()
}
