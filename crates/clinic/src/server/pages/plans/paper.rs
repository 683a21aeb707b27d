//! A whole plan as one page: for paper and for the patient.

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse as _, Response};
use needlework_chart::id::{PatientId, PlanId};
use needlework_planning::{Library, Plan, plan_in};
use serde::Deserialize;

use super::calculation::{Extent, as_locked};
use crate::plan_page::plan_page;
use crate::server::access::{Allowed, ReadCharts};
use crate::server::drawn_plan::{DrawnPlan, Packed, Part};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// In which language a plan is wanted; without one, in that of the account.
#[derive(Debug, Deserialize)]
pub(in crate::server) struct Wanted {
    language: Option<String>,
}

/// The whole plan as one page, in the language that is asked for: as it was drawn when it was locked, or calculated again from the
/// case as it was locked; where that cannot be, the page of the record says what was locked.
pub(in crate::server) async fn document(
    reader: Allowed<ReadCharts>,
    Path((patient, id)): Path<(PatientId, PlanId)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    /// The page brings its style inside, and nothing else.
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    let opened = reader.open(patient).await?;
    let page = Page::of(reader.who(), "/patients").await;
    let plan = opened.chart().plans.get(&id).ok_or(Problem::NotFound)?;
    let document = PlanDocument::read(&plan.document)?;
    let page = wanted
        .language
        .map_or(page.clone(), |code| page.speaking(&code));
    let drawn = DrawnPlan {
        holder: &reader,
        opened: &opened,
        plan: id,
        document: &document,
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    if takes_gzip(&headers) {
        if let Some(packed) = drawn.packed(Part::Paper, page.code()).await {
            return Ok((policy, as_packed(packed)).into_response());
        }
    } else if let Some(kept) = drawn.kept(Part::Paper, page.code()).await {
        return Ok((policy, Html(kept.concat())).into_response());
    }
    let (plan, library) = as_locked(reader.clinic(), &document, Extent::Whole).await?;
    let html = paper(&page, &plan, &library, &document)?;
    let parts = std::slice::from_ref(&html);
    drawn.keep(Part::Paper, page.code(), parts).await;
    Ok((policy, Html(html)).into_response())
}

/// Paper as it is kept.
fn as_packed(packed: Vec<Packed>) -> Response {
    const HTML: &str = "text/html; charset=utf-8";
    let described = [
        (header::CONTENT_TYPE, HTML),
        (header::CONTENT_ENCODING, "gzip"),
        (header::VARY, "accept-encoding"),
    ];
    // Texts in the format of gzip that follow one another are one.
    let bytes = packed.into_iter().flat_map(Packed::gzip);
    (described, bytes.collect::<Vec<u8>>()).into_response()
}

/// Whether a browser takes answers in the format of gzip.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let said = headers.get_all(header::ACCEPT_ENCODING).iter();
    let said = said.filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().trim_start_matches("q=");
        name.trim() == "gzip" && weight.parse().unwrap_or(1.0) > 0.0
    })
}

/// A whole plan as one page.
pub(super) fn paper(
    page: &Page,
    plan: &Plan,
    library: &Library,
    document: &PlanDocument,
) -> Result<String, Problem> {
    let mut spoken = plan_in(plan, library, page.protocol_language())?;
    spoken.case.title = document.case.title_on(page);
    plan_page(&spoken, page.language()).map_err(|_| Problem::Fault("plan page"))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::takes_gzip;

    #[test]
    fn a_browser_takes_gzip_that_says_so() {
        for (said, takes) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, gzip;q=0.8", true),
            ("gzip;q=0", false),
            ("br", false),
        ] {
            let value = HeaderValue::from_static(said);
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]);
            assert_eq!(takes_gzip(&headers), takes, "{said}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
