//! What every request passes before a handler sees it, and every answer before it leaves.

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::clinic::Shared;
use super::problem::Problem;

/// Nothing but what this server sends: no inline script or style, no frame, no other host.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::CACHE_CONTROL, "no-store"),
];

/// Sets the headers that keep a page to itself. What a handler has set stays.
pub(super) async fn set_headers(
    State(clinic): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    if clinic.setting().is_https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000"),
        );
    }
    response
}

/// What a program of mails may send without a page (RFC 8058): it names no origin. The address is secret, and a page that knew it
/// could do no more with it.
pub(super) const STOP_BY_MAIL: &str = "/reminders/stop/{token}";

/// Refuses what changes something and does not come from a page of this server.
pub(super) async fn verify_origin(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.extensions().get::<MatchedPath>();
    let is_by_mail = path.is_some_and(|path| path.as_str() == STOP_BY_MAIL);
    if is_safe || is_by_mail || comes_from_here(request.headers()) {
        next.run(request).await
    } else {
        Problem::Elsewhere.into_response()
    }
}

/// A browser names the origin of every request that changes something. Behind a proxy the scheme differs, the host does not.
fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site != "same-origin") {
        return false;
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    matches!((origin, text(header::HOST)), (Some((_, origin)), Some(host)) if origin == host)
}

/// Takes in what other servers have written before anybody is answered.
pub(super) async fn catch_up(
    State(clinic): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    match clinic.catch_up().await {
        Ok(()) => next.run(request).await,
        Err(error) => Problem::from(error).into_response(),
    }
}

/// One line of the log for each request: method, route and status. The route is the pattern, so that no id and nothing
/// that was typed is in it.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", |path| path.as_str())
        .to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    if response.status().is_server_error() {
        tracing::warn!(%method, route, status, "answered");
    } else {
        tracing::debug!(%method, route, status, "answered");
    }
    response
}
