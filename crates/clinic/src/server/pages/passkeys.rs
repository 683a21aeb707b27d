//! Passkeys: adding and removing one, signing in with one, taking up an invitation with one.
//!
//! The page that asks hands the question to the module `passkey.js`, which hands it to the browser and sends the answer as a form.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{Redirect, Response};
use axum_extra::extract::{CookieJar, Form};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::sign_in::{Invited, browser, enter};
use super::{Done, Shown, show};
use crate::server::access::{Allowed, Asked, OwnPages};
use crate::server::clinic::{Clinic, Shared};
use crate::server::office::challenge;
use crate::server::page::Page;
use crate::server::passkey::{ALGORITHMS, Creation, Place, Proof};
use crate::server::problem::Problem;

/// A page that asks the browser for a passkey.
#[derive(Template)]
#[template(path = "clinic/passkey.html")]
struct PasskeyPage {
    page: Page,
    heading: String,
    text: String,
    button: String,
    /// What is said when the browser has no answer.
    failed: String,
    /// Where the answer goes.
    address: &'static str,
    /// Method of the browser: `create` or `get`.
    method: &'static str,
    /// What the browser is asked, as JSON.
    options: String,
    /// Fields of the answer.
    answers: &'static [(&'static str, &'static str)],
    /// What is sent with the answer.
    kept: Vec<(&'static str, String)>,
    /// Name by which somebody will sign in who chooses name and password here.
    sign_in_name: Option<String>,
    back: String,
}

/// Fields of an answer: name in the form, name in the browser.
const OF_CREATION: &[(&str, &str)] = &[
    ("client_data", "clientDataJSON"),
    ("attestation_object", "attestationObject"),
];
const OF_PROOF: &[(&str, &str)] = &[
    ("credential", "rawId"),
    ("client_data", "clientDataJSON"),
    ("authenticator_data", "authenticatorData"),
    ("signature", "signature"),
    ("user_handle", "userHandle"),
];

/// Where passkeys of this request work; `None`: nowhere.
pub(super) fn place(clinic: &Clinic, headers: &HeaderMap) -> Option<Place> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    Place::of(host, clinic.setting().is_https)
}

fn required_place(clinic: &Clinic, headers: &HeaderMap) -> Result<Place, Problem> {
    place(clinic, headers).ok_or_else(|| {
        Problem::refused(
            "passkeys work only where the clinic is opened by its name over HTTPS, or as localhost on its own machine; open it so and begin again.",
        )
    })
}

/// What a new passkey is to be called, with the password.
#[derive(Deserialize)]
pub(in crate::server) struct Wanted {
    name: String,
    password: String,
}

/// Begins to add a passkey.
pub(in crate::server) async fn ask(
    own: Allowed<OwnPages>,
    headers: HeaderMap,
    Form(wanted): Form<Wanted>,
) -> Shown {
    let place = required_place(own.clinic(), &headers)?;
    let asked = own
        .ask_for_passkey(&wanted.name, &wanted.password, place)
        .await?;
    let page = Page::of(own.who(), "/account").await;
    show(&PasskeyPage {
        heading: page.say("passkey-add"),
        text: page.say("passkey-make-text"),
        button: page.say("passkey-make"),
        failed: page.say("passkey-not-made"),
        address: "/account/passkeys/add",
        method: "create",
        options: creation(&asked, &page.clinic_name).to_string(),
        answers: OF_CREATION,
        kept: vec![("name", wanted.name)],
        sign_in_name: None,
        back: "/account".to_owned(),
        page,
    })
}

/// A passkey that was made.
#[derive(Deserialize)]
pub(in crate::server) struct New {
    name: String,
    client_data: String,
    attestation_object: String,
}

/// Adds a passkey.
pub(in crate::server) async fn add(own: Allowed<OwnPages>, Form(new): Form<New>) -> Done {
    let creation = Creation {
        client_data: &new.client_data,
        attestation_object: &new.attestation_object,
    };
    own.add_passkey(&new.name, &creation).await?;
    Ok(Redirect::to("/account"))
}

/// The passkey that is to go, with the password.
#[derive(Deserialize)]
pub(in crate::server) struct Unwanted {
    credential: String,
    password: String,
}

/// Removes a passkey.
pub(in crate::server) async fn remove(
    own: Allowed<OwnPages>,
    Form(unwanted): Form<Unwanted>,
) -> Done {
    own.remove_passkey(&unwanted.credential, &unwanted.password)
        .await?;
    Ok(Redirect::to("/account"))
}

/// Name and password; a code may stand beside them and is not looked at.
#[derive(Deserialize)]
pub(in crate::server) struct Typed {
    name: String,
    password: String,
}

/// Begins a sign-in with a passkey.
pub(in crate::server) async fn ask_to_sign_in(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Shown {
    let place = required_place(&clinic, &headers)?;
    let asked = clinic
        .ask_to_sign_in(&typed.name, &typed.password, place)
        .await?;
    let page = Page::of_stranger(&clinic, &headers).await;
    show(&PasskeyPage {
        heading: page.say("passkey-sign-in"),
        text: page.say("passkey-show-text"),
        button: page.say("passkey-show"),
        failed: page.say("passkey-not-shown"),
        address: "/sign-in/passkey/answer",
        method: "get",
        options: request(&asked).to_string(),
        answers: OF_PROOF,
        kept: Vec::new(),
        sign_in_name: None,
        back: "/sign-in".to_owned(),
        page,
    })
}

/// A passkey that was shown.
#[derive(Deserialize)]
pub(in crate::server) struct Answer {
    credential: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
    user_handle: String,
}

/// Signs somebody in by a passkey.
pub(in crate::server) async fn sign_in(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(answer): Form<Answer>,
) -> Result<Response, Problem> {
    let proof = Proof {
        credential: &answer.credential,
        client_data: &answer.client_data,
        authenticator_data: &answer.authenticator_data,
        signature: &answer.signature,
        user_handle: &answer.user_handle,
    };
    let entered = clinic
        .sign_in_by_passkey(&proof, &browser(&headers))
        .await?;
    Ok(enter(&clinic, jar, entered))
}

/// Begins to take up an invitation with a passkey.
pub(in crate::server) async fn ask_to_take_up(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Form(invited): Form<Invited>,
) -> Shown {
    let place = required_place(&clinic, &headers)?;
    let asked = clinic.ask_to_take_up(&invited.token, place).await?;
    let page = Page::of_stranger(&clinic, &headers).await;
    show(&PasskeyPage {
        heading: page.say("take-up"),
        text: page.say("passkey-take-up-text"),
        button: page.say("passkey-make"),
        failed: page.say("passkey-not-made"),
        address: "/invitation/passkey/answer",
        method: "create",
        options: creation(&asked, &page.clinic_name).to_string(),
        answers: OF_CREATION,
        back: format!("/invitation?token={}", invited.token),
        kept: vec![("token", invited.token)],
        sign_in_name: Some(asked.account.sign_in_name),
        page,
    })
}

/// What a colleague chooses who takes up an invitation with a passkey.
#[derive(Deserialize)]
pub(in crate::server) struct TakenUp {
    token: String,
    password: String,
    name: String,
    client_data: String,
    attestation_object: String,
}

/// Takes up an invitation with a passkey.
pub(in crate::server) async fn take_up(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(taken): Form<TakenUp>,
) -> Result<Response, Problem> {
    let creation = Creation {
        client_data: &taken.client_data,
        attestation_object: &taken.attestation_object,
    };
    let browser = browser(&headers);
    let entered = clinic
        .take_up_by_passkey(
            &taken.token,
            &taken.password,
            &taken.name,
            &creation,
            &browser,
        )
        .await?;
    Ok(enter(&clinic, jar, entered))
}

/// What a browser is asked that is to make a passkey (section 5.4 of the standard).
fn creation(asked: &Asked, clinic_name: &str) -> Value {
    let account = &asked.account;
    let kinds = ALGORITHMS.map(|number| json!({ "type": "public-key", "alg": number }));
    json!({
        "challenge": asked.challenge,
        "rp": { "id": asked.domain, "name": clinic_name },
        "user": {
            "id": BASE64URL_NOPAD.encode(account.user.uuid().as_bytes()),
            "name": account.sign_in_name,
            "displayName": account.name,
        },
        "pubKeyCredParams": kinds,
        "timeout": challenge::HOLDS.as_millis(),
        "excludeCredentials": credentials(asked),
        "authenticatorSelection": { "residentKey": "preferred", "userVerification": "required" },
        "attestation": "none",
    })
}

/// What a browser is asked that is to show a passkey (section 5.5 of the standard).
fn request(asked: &Asked) -> Value {
    json!({
        "challenge": asked.challenge,
        "rpId": asked.domain,
        "timeout": challenge::HOLDS.as_millis(),
        "allowCredentials": credentials(asked),
        "userVerification": "required",
    })
}

fn credentials(asked: &Asked) -> Vec<Value> {
    asked
        .credentials()
        .map(|id| json!({ "type": "public-key", "id": id }))
        .collect()
}
