//! Stopping mails by the link in one of them. Programs open links before people do: only the button stops something.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};

use crate::server::clinic::Shared;
use crate::server::page::Page;
use crate::server::pages::show;
use crate::server::problem::Problem;

#[derive(Template)]
#[template(path = "clinic/stop_reminders.html")]
struct StopPage {
    page: Page,
    token: String,
    is_stopped: bool,
}

/// Asks whether the mails are to be stopped.
pub(in crate::server) async fn show_stop(
    State(clinic): State<Shared>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language = clinic.language_of_stop_link(&token).await?;
    let page = page(&clinic, &headers, language.as_deref()).await;
    let shown = show(&StopPage {
        page,
        token,
        is_stopped: language.is_none(),
    })?;
    Ok(alone(shown))
}

/// Stops them: the button of the page, or a program of mails at a touch.
pub(in crate::server) async fn stop(
    State(clinic): State<Shared>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language = clinic.stop_reminders(&token).await?;
    let page = page(&clinic, &headers, language.as_deref()).await;
    let shown = show(&StopPage {
        page,
        token,
        is_stopped: true,
    })?;
    Ok(alone(shown))
}

async fn page(clinic: &Shared, headers: &HeaderMap, language: Option<&str>) -> Page {
    let page = Page::of_patient_outside(clinic, headers).await;
    match language {
        Some(language) => page.speaking(language),
        None => page,
    }
}

/// The address of the page is a secret: it goes along nowhere.
fn alone(shown: Html<String>) -> Response {
    ([(header::REFERRER_POLICY, "no-referrer")], shown).into_response()
}
