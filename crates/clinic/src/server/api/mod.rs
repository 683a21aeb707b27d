//! What programs ask for, under `/api/v1`: the same capabilities as the pages, as JSON. Every refusal is an object with a
//! sentence in `error`.

mod charts;
pub(super) mod health;
mod lists;
mod plans;

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use utoipa::OpenApi;

pub(super) use charts::{chart, events};
pub(super) use lists::{patients, recall, search};
pub(super) use plans::preview;

use super::access::{Allowed, OwnPages};
use super::present::Refusal;
use super::problem::Problem;

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Needlework",
        version = "1",
        description = "The record of a clinic and the planning engine. Sign in as on the pages; the cookie serves the API too. What changes something needs an Origin header of this server.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        health::live,
        health::ready,
        lists::patients,
        lists::search,
        lists::recall,
        charts::chart,
        charts::events,
        plans::preview,
    ),
    components(schemas(Refusal, lists::RecalledArticle))
)]
pub struct Description;

/// The description of the API, as `OpenAPI`.
pub(super) async fn description(_own: Allowed<OwnPages>) -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}

/// A query that cannot be read.
fn of_query(_: QueryRejection) -> Problem {
    Problem::refused("refused-query")
}

/// A body that cannot be read.
fn of_body(rejection: &JsonRejection) -> Problem {
    let what = match rejection {
        JsonRejection::JsonDataError(_) => {
            "a field of the body is missing, of the wrong kind or out of place"
        }
        JsonRejection::JsonSyntaxError(_) => "the body is no JSON",
        JsonRejection::MissingJsonContentType(_) => "the content type is not application/json",
        _ => "the body cannot be read",
    };
    Problem::refused_as(format!("{what}; /api/v1/openapi.json describes it."))
}
