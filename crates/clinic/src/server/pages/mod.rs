//! The pages that people see. One file per page: its template with what is shown, its forms, its handlers.

pub(super) mod account;
pub(super) mod adverse_events;
pub(super) mod allowed_products;
pub(super) mod appointments;
pub(super) mod before;
pub(super) mod blinded;
pub(super) mod care_words;
pub(super) mod check_ins;
pub(super) mod checks;
pub(super) mod clinic_choice;
pub(super) mod consent_words;
pub(super) mod consents;
pub(super) mod erasures;
pub(super) mod inquiries;
pub(super) mod mails;
pub(super) mod mine;
pub(super) mod model_sources;
pub(super) mod passkeys;
pub(super) mod patient;
pub(super) mod patient_access;
pub(super) mod patients;
pub(super) mod photographs;
mod plan_form;
pub(super) mod plans;
mod questionnaire;
pub(super) mod ratings;
pub(super) mod recall;
mod refused_form;
pub(super) mod register;
pub(super) mod registry;
pub(super) mod releases;
pub(super) mod reminders;
pub(super) mod results;
mod rewording;
pub(super) mod rule;
pub(super) mod screening;
pub(super) mod sessions;
pub(super) mod settings;
pub(super) mod sign_in;
pub(super) mod sites;
mod stale;
pub(super) mod stock;
pub(super) mod timeline;
pub(super) mod today;
pub(super) mod trail;
mod treated;
mod twice;
pub(super) mod watch;

pub use before::PublicPageDrawer;
pub(super) use plan_form::Draft;
pub(super) use plans::calculation::PREVIEW;
pub(super) use screening::{fired, screened, screened_for};
use treated::zone_words;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};

use zeroize::Zeroizing;

use super::clinic::Shared;
use super::photograph_file::MEDIA_TYPE;
use super::problem::Problem;

/// A page, or why there is none.
pub(super) type Shown = Result<Html<String>, Problem>;
/// Where to go after something was done, or why it was not.
pub(super) type Done = Result<Redirect, Problem>;

/// Writes a page.
pub(super) fn show(template: &impl Template) -> Shown {
    Ok(Html(template.render()?))
}

/// A table that is saved as a file.
fn csv_file(name: &str, text: impl Into<Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, text.into()).into_response()
}

/// The pixels of a photograph. They are kept nowhere on the way.
fn photograph_file(mut pixels: Zeroizing<Vec<u8>>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (headers, std::mem::take(&mut *pixels)).into_response()
}

/// Free words of a form, trimmed.
///
/// # Errors
/// When nothing was written, or more than so many characters; `key` is that of the text that says what is asked for.
fn written(text: &str, key: &'static str, longest: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > longest {
        return Err(Problem::refused_with(
            key,
            &[("most", &longest.to_string())],
        ));
    }
    Ok(text.to_owned())
}

/// How this server is reached, for links that leave it.
pub(super) fn address_of_server(clinic: &Shared, headers: &HeaderMap) -> String {
    let scheme = if clinic.setting().is_https {
        "https"
    } else {
        "http"
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("127.0.0.1");
    format!("{scheme}://{host}")
}

/// An entry that can be opened.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) address: String,
    pub(super) text: String,
    pub(super) is_here: bool,
}
