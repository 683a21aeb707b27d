//! Whether the server lives, and whether it can answer.

use axum::extract::State;
use axum::http::StatusCode;

use crate::server::clinic::Shared;

/// The program runs.
#[utoipa::path(get, path = "/health/live", responses((status = 200, body = String)))]
pub(in crate::server) async fn live() -> &'static str {
    "live"
}

/// The database answers.
#[utoipa::path(
    get,
    path = "/health/ready",
    responses((status = 200, body = String), (status = 503, body = String))
)]
pub(in crate::server) async fn ready(State(clinic): State<Shared>) -> (StatusCode, &'static str) {
    match clinic.catch_up().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        ),
    }
}
