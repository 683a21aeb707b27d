//! Lists over all charts.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use needlework_chart::lists::Article;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{of_body, of_query};
use crate::server::access::{Allowed, KeepStock, Recalled as AskedRecall, SeeLists};
use crate::server::present::Refusal;
use crate::server::problem::Problem;

/// Most rows of an answer.
const MOST_ROWS: usize = 200;

/// How many are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::server) struct Listed {
    /// Rows of the answer, 1 to 200.
    at_most: Option<usize>,
}

/// What is searched. It comes in the body, since an address lies in the logs of proxies.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::server) struct Search {
    /// Beginning of names, number, or day of birth; empty: everybody.
    search: String,
    /// Rows of the answer, 1 to 200.
    at_most: Option<usize>,
}

/// One patient in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::server) struct Patient {
    /// Id.
    id: String,
    /// Family name.
    family: String,
    /// Given names.
    given: String,
    /// Day of birth.
    birth_date: String,
    /// Number at the clinic.
    clinic_number: String,
    /// When something was last recorded.
    last_recorded_at: String,
}

/// Patients that fit.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::server) struct Patients {
    /// How many fit.
    total: usize,
    /// The first ones, by family name, given names and day of birth.
    patients: Vec<Patient>,
}

/// The patients of the clinic.
#[utoipa::path(
    get,
    path = "/api/v1/patients",
    params(Listed),
    responses(
        (status = 200, body = Patients),
        (status = 401, body = Refusal),
        (status = 403, body = Refusal),
        (status = 422, body = Refusal),
        (status = 503, body = Refusal),
    )
)]
pub(in crate::server) async fn patients(
    lists: Allowed<SeeLists>,
    query: Result<Query<Listed>, QueryRejection>,
) -> Result<Json<Patients>, Problem> {
    let Query(query) = query.map_err(of_query)?;
    Ok(Json(found(&lists, "", query.at_most).await))
}

/// Patients that fit what is searched. Nothing is changed.
#[utoipa::path(
    post,
    path = "/api/v1/patients/search",
    request_body = Search,
    responses(
        (status = 200, body = Patients),
        (status = 401, body = Refusal),
        (status = 403, body = Refusal),
        (status = 413, body = Refusal),
        (status = 422, body = Refusal),
        (status = 503, body = Refusal),
    )
)]
pub(in crate::server) async fn search(
    lists: Allowed<SeeLists>,
    body: Result<Json<Search>, JsonRejection>,
) -> Result<Json<Patients>, Problem> {
    let Json(asked) = body.map_err(|rejection| of_body(&rejection))?;
    Ok(Json(found(&lists, &asked.search, asked.at_most).await))
}

async fn found(lists: &Allowed<SeeLists>, search: &str, at_most: Option<usize>) -> Patients {
    let at_most = at_most.unwrap_or(MOST_ROWS).clamp(1, MOST_ROWS);
    let found = lists.search(search, at_most).await;
    let patients = found.rows.into_iter().map(|row| Patient {
        id: row.patient.to_string(),
        family: row.name.family,
        given: row.name.given,
        birth_date: row.birth_date.to_string(),
        clinic_number: row.clinic_number,
        last_recorded_at: row.last_recorded_at.to_string(),
    });
    Patients {
        total: found.total,
        patients: patients.collect(),
    }
}

/// What is recalled.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::server) enum RecalledArticle {
    /// A cartridge, by lot.
    Cartridge,
    /// A device, by serial number.
    Device,
    /// A numbing cream, by lot.
    Numbing,
    /// A product on the skin, by lot.
    Product,
    /// Whoever needled, by name.
    Operator,
}

/// A lot, a serial number or an operator, on some days or on all; or days alone: then every session on them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::server) struct Recalled {
    /// What it is; needed with a lot.
    article: Option<RecalledArticle>,
    /// Lot, serial number of a device, or name of an operator. Capitals and blanks do not matter.
    lot: Option<String>,
    /// Unit of a cartridge within its lot; absent: every one.
    unit: Option<String>,
    /// First day, such as 2026-11-02; absent: from the first session on.
    from: Option<String>,
    /// Last day, such as 2026-11-30; absent: up to the newest session.
    until: Option<String>,
}

/// One use.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::server) struct UseOf {
    /// Patient.
    patient: String,
    /// Session.
    session: String,
    /// Day of the session.
    day: String,
    /// Name of the clinic in which the session was held, in a group of several.
    clinic: Option<String>,
    /// Unit within the lot, of a cartridge.
    unit: Option<String>,
    /// Whether the session stands; else it was amended to say that nothing was needled in it.
    is_needled: bool,
}

/// Who was touched by a lot, a device or an operator, or treated on some days; the first day first.
#[utoipa::path(
    get,
    path = "/api/v1/recall",
    params(Recalled),
    responses(
        (status = 200, body = Vec<UseOf>),
        (status = 401, body = Refusal),
        (status = 403, body = Refusal),
        (status = 422, body = Refusal),
        (status = 503, body = Refusal),
    )
)]
pub(in crate::server) async fn recall(
    keeper: Allowed<KeepStock>,
    query: Result<Query<Recalled>, QueryRejection>,
) -> Result<Json<Vec<UseOf>>, Problem> {
    let Query(query) = query.map_err(of_query)?;
    let lot = query.lot.as_deref().unwrap_or_default().trim();
    let article = match query.article {
        Some(RecalledArticle::Device) => Article::Device,
        Some(RecalledArticle::Numbing) => Article::Numbing,
        Some(RecalledArticle::Product) => Article::Product,
        Some(RecalledArticle::Operator) => Article::Operator,
        Some(RecalledArticle::Cartridge) => Article::Cartridge,
        // Days alone are every session, whatever was used in it.
        None if lot.is_empty() => Article::Operator,
        None => return Err(Problem::refused("refused-recall-article")),
    };
    let days = [query.from, query.until].map(Option::unwrap_or_default);
    let recalled = AskedRecall::asked(article, lot, (&days[0], &days[1]))?;
    let recalled = recalled.ok_or_else(|| Problem::refused("refused-recall-nothing"))?;
    let unit = query.unit.as_deref().unwrap_or_default();
    let found = keeper.recall(recalled.of_unit(unit), 0, usize::MAX).await?;
    let settings = keeper.clinic().settings().await;
    let uses = found.uses.into_iter().map(|one| UseOf {
        is_needled: one.patient.follow_up.stands(one.used.session),
        patient: one.used.patient.to_string(),
        session: one.used.session.to_string(),
        day: one.used.day.to_string(),
        clinic: settings.name_beside(one.site).map(str::to_owned),
        unit: one.used.unit,
    });
    Ok(Json(uses.collect()))
}
