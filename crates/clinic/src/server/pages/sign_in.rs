//! Signing in and out, and the first time.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use axum_extra::extract::{CookieJar, Form};
use needlework_chart::id::PatientId;
use needlework_chart::lists::Directory;
use serde::Deserialize;

use super::passkeys::place;
use super::{Shown, show};
use crate::server::access::{Entered, Fresh, SignIn, cookie_of};
use crate::server::clinic::Shared;
use crate::server::office::account::Account;
use crate::server::office::login::PATIENT_LIMITS;
use crate::server::office::one_time_code;
use crate::server::page::Page;
use crate::server::present::{DOOR, OWN_DOOR};
use crate::server::problem::Problem;
use crate::server::square::square;
use crate::server::way_back::WayBack;

/// Somebody of a demonstration.
struct MadeUp {
    sign_in_name: String,
    name: String,
    roles: String,
}

impl MadeUp {
    /// Somebody with this account. A patient has the name of the chart.
    fn of(page: &Page, account: &Account, directory: &Directory) -> Option<Self> {
        let roles: Vec<String> = account.roles.iter().map(|role| page.role(*role)).collect();
        let (sign_in_name, name) = match account.patient() {
            Some(patient) => {
                let name = &directory.row(patient)?.name;
                (
                    patient.to_string(),
                    format!("{} {}", name.given, name.family),
                )
            }
            None => (account.sign_in_name.clone(), account.name.clone()),
        };
        Some(Self {
            sign_in_name,
            name,
            roles: roles.join(", "),
        })
    }
}

#[derive(Template)]
#[template(path = "clinic/sign_in.html")]
struct SignInPage {
    page: Page,
    takes_passkeys: bool,
    /// Whether a form was sent after the sign-in had ended, and not carried out.
    is_form_lost: bool,
    made_up: Vec<MadeUp>,
}

/// The page at which somebody signs in.
pub(in crate::server) async fn show_sign_in(
    State(clinic): State<Shared>,
    headers: HeaderMap,
) -> Shown {
    let page = Page::of_stranger(&clinic, &headers).await;
    let way_back = WayBack::of_jar(&CookieJar::from_headers(&headers));
    let mut made_up = Vec::new();
    if clinic.setting().is_demonstration {
        let office = clinic.office().await;
        let lists = clinic.lists().await;
        let active = office.accounts.iter().filter(|account| account.is_active);
        made_up.extend(active.filter_map(|one| MadeUp::of(&page, one, lists.directory())));
        // Colleagues first; accounts lie in the order of their ids.
        made_up.sort_by_key(|one| one.sign_in_name.parse::<PatientId>().is_ok());
    }
    show(&SignInPage {
        page,
        takes_passkeys: place(&clinic, &headers).is_some(),
        is_form_lost: way_back.is_some_and(|one| one.is_form_lost),
        made_up,
    })
}

/// What is typed to sign in.
#[derive(Deserialize)]
pub(in crate::server) struct Typed {
    name: String,
    password: String,
    code: String,
}

/// Signs somebody in.
pub(in crate::server) async fn sign_in(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let entered = clinic
        .sign_in(SignIn {
            name: &typed.name,
            password: &typed.password,
            code: &typed.code,
            browser: &browser(&headers),
        })
        .await?;
    Ok(enter(&clinic, jar, entered))
}

/// Who somebody wants to be in a demonstration.
#[derive(Deserialize)]
pub(in crate::server) struct Chosen {
    name: String,
}

/// Lets somebody in as a made-up person.
pub(in crate::server) async fn enter_demonstration(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    let entered = clinic
        .enter_demonstration(&chosen.name, &browser(&headers))
        .await?;
    Ok(enter(&clinic, jar, entered))
}

/// Signs somebody out.
pub(in crate::server) async fn sign_out(
    State(clinic): State<Shared>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let name = cookie_of(clinic.setting().is_https);
    let account = match jar.get(name) {
        Some(cookie) => clinic.sign_out(cookie.value()).await?,
        None => None,
    };
    let is_patient = account.is_some_and(|account| account.patient().is_some());
    let door = if is_patient { OWN_DOOR } else { DOOR };
    let jar = jar.remove(Cookie::build(name).path("/"));
    Ok((jar, Redirect::to(door)).into_response())
}

/// The token of an invitation.
#[derive(Deserialize)]
pub(in crate::server) struct Invited {
    pub(super) token: String,
}

#[derive(Template)]
#[template(path = "clinic/take_up.html")]
struct TakeUpPage {
    page: Page,
    token: String,
    sign_in_name: String,
    secret: String,
    square: String,
    takes_passkeys: bool,
}

/// The page at which a colleague chooses a password.
pub(in crate::server) async fn show_invitation(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Query(invited): Query<Invited>,
) -> Shown {
    let (invitation, account) = clinic.invitation(&invited.token).await?;
    let page = Page::of_stranger(&clinic, &headers).await;
    let secret = invitation.value.authenticator;
    let link = one_time_code::link(&secret, &account.value.sign_in_name, &page.clinic_name);
    show(&TakeUpPage {
        token: invited.token,
        sign_in_name: account.value.sign_in_name,
        square: square(&link, &page.say("authenticator")).unwrap_or_default(),
        secret,
        takes_passkeys: place(&clinic, &headers).is_some(),
        page,
    })
}

/// What a colleague chooses.
#[derive(Deserialize)]
pub(in crate::server) struct TakenUp {
    token: String,
    password: String,
    code: String,
}

/// Takes up an invitation.
pub(in crate::server) async fn take_up(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(taken): Form<TakenUp>,
) -> Result<Response, Problem> {
    let fresh = Fresh {
        password: &taken.password,
        code: &taken.code,
        browser: &browser(&headers),
    };
    let entered = clinic.take_up(&taken.token, fresh).await?;
    Ok(enter(&clinic, jar, entered))
}

/// Keeps the token in a cookie. That of a colleague ends with the browser. That of a patient stays for as long as the sign-in
/// may hold, and comes along when a link in a message or a calendar is followed: reading changes nothing, and what changes
/// something must come from a page of this server.
pub(super) fn enter(clinic: &Shared, jar: CookieJar, entered: Entered) -> Response {
    let is_https = clinic.setting().is_https;
    let mut cookie = Cookie::build((cookie_of(is_https), entered.token))
        .path("/")
        .http_only(true)
        .secure(is_https)
        .same_site(SameSite::Strict);
    // The page of which the sign-in had ended is one of colleagues.
    let way_back = WayBack::of_jar(&jar).filter(|_| !entered.is_patient);
    let jar = WayBack::forget(jar);
    let mut start = way_back.map_or_else(|| "/".to_owned(), |one| one.path);
    if entered.is_patient {
        cookie = cookie.same_site(SameSite::Lax);
        if let Ok(age) = PATIENT_LIMITS.absolute.unsigned_abs().try_into() {
            cookie = cookie.max_age(age);
        }
        "/mine".clone_into(&mut start);
    }
    (jar.add(cookie), Redirect::to(&start)).into_response()
}

/// What browser it is, in the few words that its owner knows it by.
pub(super) fn browser(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let first = |names: &[&'static str]| names.iter().find(|name| agent.contains(**name)).copied();
    let program = first(&["Firefox", "Edg", "Chrome", "Safari"]).map_or("?", |name| match name {
        "Edg" => "Edge",
        other => other,
    });
    let system = first(&["iPad", "iPhone", "Android", "Windows", "Mac OS", "Linux"]).unwrap_or("?");
    format!("{program}, {system}")
}
