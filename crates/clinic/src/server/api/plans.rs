//! The planning engine.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use needlework_planning::{Case, LockedForecast, Settings, preview as calculate};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::of_body;
use crate::server::access::{Allowed, DraftPlans};
use crate::server::present::Refusal;
use crate::server::problem::Problem;

/// A case that is to be planned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct Asked {
    /// The case file (TOML), as `needlework plan` reads it.
    case: String,
    /// Number of parameter draws, 20 to 512; 128 where none is given.
    draws: Option<usize>,
}

/// What a course would do: dates, technique and outlook with intervals. Nothing is recorded.
#[utoipa::path(
    post,
    path = "/api/v1/plans/preview",
    request_body = Asked,
    responses(
        (status = 200, body = Value),
        (status = 401, body = Refusal),
        (status = 403, body = Refusal),
        (status = 413, body = Refusal),
        (status = 422, body = Refusal),
        (status = 503, body = Refusal),
    )
)]
pub(in crate::server) async fn preview(
    drafter: Allowed<DraftPlans>,
    body: Result<Json<Asked>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    const USUAL_DRAWS: usize = 128;
    const MOST_DRAWS: usize = 512;
    let Json(asked) = body.map_err(|rejection| of_body(&rejection))?;
    let settings = Settings {
        draws: asked.draws.unwrap_or(USUAL_DRAWS).min(MOST_DRAWS),
        seed: 1,
    };
    let today = drafter.clinic().today().await;
    let library = drafter.clinic().library().await;
    let plan = tokio::task::spawn_blocking(move || {
        let case = Case::read("case", asked.case.as_bytes(), today, &library)?;
        calculate(&case, &library, &settings).map_err(Problem::from)
    })
    .await
    .map_err(|_| Problem::Fault("plan"))??;
    Ok(Json(serde_json::to_value(LockedForecast::from(&plan))?))
}
