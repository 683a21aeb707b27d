//! How a patient gets in: a link from the clinic that works once, and the day of birth.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::{CookieJar, Form};
use jiff::civil::Date;
use serde::Deserialize;

use crate::server::access::{LinkRefusal, OwnLink};
use crate::server::clinic::Shared;
use crate::server::page::{Page, birth_date};
use crate::server::pages::sign_in::{browser, enter as keep};
use crate::server::pages::{Shown, show};
use crate::server::problem::Problem;

#[derive(Template)]
#[template(path = "clinic/mine/sign_in.html")]
struct OutsidePage {
    page: Page,
    /// Whether somebody came by a link that lets nobody in.
    is_link_over: bool,
}

#[derive(Template)]
#[template(path = "clinic/mine/enter.html")]
struct EnterPage {
    page: Page,
    token: String,
    mistake: Option<String>,
}

/// Tells whoever is signed out how to get in.
pub(in crate::server) async fn show_sign_in(
    State(clinic): State<Shared>,
    headers: HeaderMap,
) -> Shown {
    show(&OutsidePage {
        page: Page::of_patient_outside(&clinic, &headers).await,
        is_link_over: false,
    })
}

/// The token of a link.
#[derive(Deserialize)]
pub(in crate::server) struct Opened {
    #[serde(default)]
    token: String,
}

/// Asks for the day of birth. Programs that look at links before people do use none up.
pub(in crate::server) async fn show_link(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Query(opened): Query<Opened>,
) -> Result<Response, Problem> {
    let page = Page::of_patient_outside(&clinic, &headers).await;
    if !clinic.is_link_open(&opened.token).await {
        return over(page);
    }
    let shown = show(&EnterPage {
        page,
        token: opened.token,
        mistake: None,
    })?;
    Ok(shown.into_response())
}

/// The day of birth as it is typed.
#[derive(Deserialize)]
pub(in crate::server) struct Born {
    token: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    month: String,
    #[serde(default)]
    year: String,
}

impl Born {
    fn date(&self) -> Option<Date> {
        birth_date(&self.day, &self.month, &self.year)
    }
}

/// Lets a patient in. What is no day at all is no try.
pub(in crate::server) async fn enter(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(born): Form<Born>,
) -> Result<Response, Problem> {
    let page = Page::of_patient_outside(&clinic, &headers).await;
    let Some(birth_date) = born.date() else {
        let mistake = page.say("own-enter-no-day");
        return again(page, born.token, mistake);
    };
    let own = OwnLink {
        token: &born.token,
        birth_date,
        browser: &browser(&headers),
    };
    match clinic.enter_by_link(own).await {
        Ok(entered) => Ok(keep(&clinic, jar, entered)),
        Err(LinkRefusal::Over) => over(page),
        Err(LinkRefusal::WrongBirthDate { left }) => {
            let left = usize::try_from(left).unwrap_or(usize::MAX);
            let mistake = page.count("own-enter-wrong", left);
            again(page, born.token, mistake)
        }
        Err(LinkRefusal::Problem(problem)) => Err(problem),
    }
}

fn again(page: Page, token: String, mistake: String) -> Result<Response, Problem> {
    let shown = show(&EnterPage {
        page,
        token,
        mistake: Some(mistake),
    })?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

/// A link that lets nobody in: the page does not tell whether there ever was one.
fn over(page: Page) -> Result<Response, Problem> {
    let shown = show(&OutsidePage {
        page,
        is_link_over: true,
    })?;
    Ok((StatusCode::NOT_FOUND, shown).into_response())
}
