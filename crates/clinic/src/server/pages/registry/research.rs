//! Files for research: the table, and what its columns mean.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use needlework_registry::research_dictionary;

use crate::server::access::{Allowed, ExportResearch};
use crate::server::pages::csv_file;
use crate::server::problem::Problem;

/// The table as CSV.
pub(in crate::server) async fn csv(holder: Allowed<ExportResearch>) -> Result<Response, Problem> {
    let table = holder.research().await?;
    let text = table.csv().map_err(|_| Problem::Fault("csv"))?;
    Ok(csv_file("needlework-research.csv", text))
}

/// The same table as Parquet.
pub(in crate::server) async fn parquet(
    holder: Allowed<ExportResearch>,
) -> Result<Response, Problem> {
    let table = holder.research().await?;
    let bytes = table.parquet().map_err(|_| Problem::Fault("parquet"))?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.apache.parquet"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"needlework-research.parquet\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// What the columns of the table mean.
pub(in crate::server) async fn columns(
    _holder: Allowed<ExportResearch>,
) -> Result<Response, Problem> {
    let text = research_dictionary().map_err(|_| Problem::Fault("csv"))?;
    Ok(csv_file("needlework-research-columns.csv", text))
}
