//! One chart.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use needlework_chart::id::PatientId;
use serde_json::Value;

use crate::server::access::{Allowed, ReadCharts};
use crate::server::present::Refusal;
use crate::server::problem::Problem;

fn known(path: Result<Path<PatientId>, PathRejection>) -> Result<PatientId, Problem> {
    path.map(|Path(patient)| patient)
        .map_err(|_| Problem::NotFound)
}

/// What a chart says now: the fold of its events.
#[utoipa::path(
    get,
    path = "/api/v1/patients/{patient}",
    params(("patient" = String, Path, description = "Id of the patient")),
    responses(
        (status = 200, body = Value),
        (status = 401, body = Refusal),
        (status = 403, body = Refusal),
        (status = 404, body = Refusal),
        (status = 422, body = Refusal),
        (status = 503, body = Refusal),
    )
)]
pub(in crate::server) async fn chart(
    reader: Allowed<ReadCharts>,
    path: Result<Path<PatientId>, PathRejection>,
) -> Result<Json<Value>, Problem> {
    let opened = reader.open(known(path)?).await?;
    Ok(Json(serde_json::to_value(opened.chart())?))
}

/// Everything that happened to a patient, the first event first, as an export shows it.
#[utoipa::path(
    get,
    path = "/api/v1/patients/{patient}/events",
    params(("patient" = String, Path, description = "Id of the patient")),
    responses(
        (status = 200, body = Vec<Value>),
        (status = 401, body = Refusal),
        (status = 403, body = Refusal),
        (status = 404, body = Refusal),
        (status = 422, body = Refusal),
        (status = 503, body = Refusal),
    )
)]
pub(in crate::server) async fn events(
    reader: Allowed<ReadCharts>,
    path: Result<Path<PatientId>, PathRejection>,
) -> Result<Json<Vec<Value>>, Problem> {
    let history = reader.history(known(path)?).await?;
    let events = history
        .iter()
        .map(|recorded| recorded.to_value().map_err(|_| Problem::Fault("event")))
        .collect::<Result<_, _>>()?;
    Ok(Json(events))
}
