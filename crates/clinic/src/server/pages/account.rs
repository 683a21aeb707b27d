//! The own account.

use askama::Template;
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use super::passkeys::place;
use super::{Done, Shown, show};
use crate::server::access::{Allowed, OwnPages};
use crate::server::page::Page;

/// A sign-in in the list.
struct SignInRow {
    id: Uuid,
    browser: String,
    since: String,
    is_here: bool,
}

/// A passkey in the list.
struct PasskeyRow {
    credential: String,
    name: String,
    added: String,
    used: String,
}

#[derive(Template)]
#[template(path = "clinic/account.html")]
struct AccountPage {
    page: Page,
    sign_ins: Vec<SignInRow>,
    passkeys: Vec<PasskeyRow>,
    takes_passkeys: bool,
}

/// Shows the own account.
pub(in crate::server) async fn show_account(own: Allowed<OwnPages>, headers: HeaderMap) -> Shown {
    let page = Page::of(own.who(), "/account").await;
    let here = own.who().login().id;
    let sign_ins = own.sign_ins().await;
    let sign_ins = sign_ins.into_iter().map(|login| SignInRow {
        id: login.id,
        since: page.moment(login.began_at),
        browser: login.browser,
        is_here: login.id == here,
    });
    let passkeys = own.passkeys().iter().map(|passkey| PasskeyRow {
        credential: passkey.credential.clone(),
        name: passkey.name.clone(),
        added: page.say_with("passkey-added", "when", &page.moment(passkey.added_at)),
        used: match passkey.used_at {
            Some(at) => page.say_with("passkey-used", "when", &page.moment(at)),
            None => page.say("passkey-unused"),
        },
    });
    show(&AccountPage {
        sign_ins: sign_ins.collect(),
        passkeys: passkeys.collect(),
        takes_passkeys: place(own.clinic(), &headers).is_some(),
        page,
    })
}

/// The language that was chosen.
#[derive(Deserialize)]
pub(in crate::server) struct Spoken {
    language: String,
}

/// Chooses a language.
pub(in crate::server) async fn speak(own: Allowed<OwnPages>, Form(spoken): Form<Spoken>) -> Done {
    own.speak(&spoken.language).await?;
    Ok(Redirect::to("/account"))
}

/// Old and new password.
#[derive(Deserialize)]
pub(in crate::server) struct Passwords {
    old: String,
    new: String,
}

/// Chooses another password.
pub(in crate::server) async fn change_password(
    own: Allowed<OwnPages>,
    Form(passwords): Form<Passwords>,
) -> Done {
    own.change_password(&passwords.old, &passwords.new).await?;
    Ok(Redirect::to("/account"))
}

/// The sign-in that is to end.
#[derive(Deserialize)]
pub(in crate::server) struct Ended {
    id: Uuid,
}

/// Ends a sign-in.
pub(in crate::server) async fn end_sign_in(
    own: Allowed<OwnPages>,
    Form(ended): Form<Ended>,
) -> Done {
    own.end_sign_in(ended.id).await?;
    Ok(Redirect::to("/account"))
}
