//! Problems become pages or JSON: for people in their language, for programs as an object with a sentence.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use needlework_protocol::capitalised;
use serde::Serialize;
use utoipa::ToSchema;

use super::access::{Duties, SignedIn};
use super::clinic::Shared;
use super::engine_refusal::EngineRefusal;
use super::page::Page;
use super::problem::{Problem, Told};
use super::way_back::WayBack;

/// Where a page of the API begins.
pub(super) const API: &str = "/api/";

/// Where colleagues sign in.
pub(super) const DOOR: &str = "/sign-in";
/// Where a patient learns how to get in.
pub(super) const OWN_DOOR: &str = "/mine/sign-in";
/// Where the pages of a patient begin.
const OWN: &str = "/mine";

/// Why a request of a program was not carried out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Refusal {
    /// What is wrong and what to do, as a sentence.
    pub error: String,
}

#[derive(Template)]
#[template(path = "clinic/problem.html")]
struct ProblemPage {
    page: Page,
    heading: String,
    sentence: String,
    /// What an engine says in English, where no text of the pages says the same.
    quoted: Option<String>,
}

/// Makes a page or JSON of every problem, and of what the router refuses by itself.
pub(super) async fn present(
    State(clinic): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    let way_back = WayBack::of_request(request.method(), request.uri(), &headers);
    let mut response = next.run(request).await;
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_bare_refusal(&response) => of_router(status),
        None => return response,
    };
    let page = match SignedIn::of(&clinic, &headers).await {
        Ok(Some(who)) => Page::of(&who, "").await,
        _ => Page::of_stranger(&clinic, &headers).await,
    };
    let mut response = if path.starts_with(API) {
        let error = of_engine(&problem).map_or_else(
            || sentence(&page, &problem),
            |refusal| capitalised(&refusal.sentence),
        );
        (problem.status(), axum::Json(Refusal { error })).into_response()
    } else if problem == Problem::SignIn {
        let is_of_patient = path.strip_prefix(OWN).is_some_and(is_end_of_segment);
        match way_back.filter(|_| !is_of_patient) {
            Some(way_back) => {
                let jar = way_back.kept(clinic.setting().is_https);
                (jar, Redirect::to(DOOR)).into_response()
            }
            None if is_of_patient => Redirect::to(OWN_DOOR).into_response(),
            None => Redirect::to(DOOR).into_response(),
        }
    } else {
        problem_page(page, &problem)
    };
    if let Some(seconds) = problem.retry_after_seconds() {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn problem_page(page: Page, problem: &Problem) -> Response {
    let shown = ProblemPage {
        heading: page.say(&format!("problem-{}", problem.status().as_u16())),
        sentence: sentence(&page, problem),
        quoted: of_engine(problem)
            .filter(|refusal| refusal.key.is_none())
            .map(|refusal| capitalised(&refusal.sentence)),
        page,
    };
    match shown.render() {
        Ok(text) => (problem.status(), Html(text)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What an engine says, if it is an engine that refuses.
fn of_engine(problem: &Problem) -> Option<&EngineRefusal> {
    match problem {
        Problem::Refused(Told::Engine(refusal)) => Some(refusal),
        _ => None,
    }
}

fn is_end_of_segment(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

/// A refusal of the router or of an extractor: plain text for nobody in particular.
fn is_bare_refusal(response: &Response) -> bool {
    let is_plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let status = response.status();
    (status.is_client_error() || status.is_server_error()) && is_plain
}

fn of_router(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Problem::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Problem::refused("refused-too-large"),
        StatusCode::REQUEST_TIMEOUT => Problem::away("refused-took-too-long"),
        status if status.is_server_error() => Problem::Fault("router"),
        _ => Problem::refused("refused-fields"),
    }
}

/// What is wrong and what to do, in the language of a page.
pub(super) fn sentence(page: &Page, problem: &Problem) -> String {
    match problem {
        Problem::SignIn => page.say("problem-sign-in"),
        Problem::Forbidden(duty) => {
            page.say_with("problem-forbidden", "roles", &roles(page, *duty))
        }
        Problem::Elsewhere => page.say("problem-elsewhere"),
        Problem::NotFound => page.say("problem-not-found"),
        Problem::Refused(told) | Problem::Conflict(told) | Problem::Away(told) => page.told(told),
        Problem::TooMany(minutes) => {
            page.say_with("problem-too-many", "minutes", &minutes.to_string())
        }
        Problem::TooManyFromHere(seconds) => page.say_with(
            "problem-too-many-from-here",
            "seconds",
            &seconds.to_string(),
        ),
        Problem::Fault(_) => page.say("problem-fault"),
    }
}

fn roles(page: &Page, duty: Duties) -> String {
    let names: Vec<String> = duty
        .roles()
        .iter()
        .map(|role| page.say(&format!("role-{}", role.name())))
        .collect();
    names.join(", ")
}

/// Where no route leads.
pub(super) async fn nowhere() -> Problem {
    Problem::NotFound
}
