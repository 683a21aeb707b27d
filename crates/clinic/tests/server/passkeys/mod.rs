//! Passkeys: adding, signing in, taking up an invitation, removing, and everything that is refused on the way.

mod authenticator;
mod making;
mod showing;
mod two;

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::Setting;
use serde_json::Value;

use self::authenticator::{Authenticator, Fields, options};
use crate::support::{Answer, Browser, House, PASSWORD, between};

/// Reached by name over HTTPS: there browsers allow passkeys.
const BY_NAME: Setting = Setting {
    is_https: true,
    is_demonstration: false,
};
/// Long enough for the next code.
const NEXT_CODE: SignedDuration = SignedDuration::from_secs(60);
/// How long an answer is waited for.
const FIVE_MINUTES: SignedDuration = SignedDuration::from_mins(5);

/// A clinic whose owner has an authenticator and a passkey.
struct Keyed {
    house: House,
    owner: Browser,
    secret: String,
    device: Authenticator,
}

impl Keyed {
    async fn new() -> Self {
        Self::at(House::empty(BY_NAME).await).await
    }

    /// The same at a server that stands already.
    async fn at(house: House) -> Self {
        let (owner, secret) = house.first_owner().await;
        house.clock.move_on(NEXT_CODE);
        let device = Authenticator::new(1);
        let added = add(&owner, "Phone", &device).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        Self {
            house,
            owner,
            secret,
            device,
        }
    }

    /// What the owner is asked after the password.
    async fn asked(&self) -> Value {
        let answer = ask_to_sign_in(&self.house, "owner").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        options(&answer.text)
    }

    async fn answer(&self, fields: &Fields) -> Answer {
        answer_at(&self.house, fields).await
    }

    /// Signs in with the passkey as it is.
    async fn sign_in(&mut self) -> Browser {
        let asked = self.asked().await;
        let answer = self.answer(&self.device.clone().show(&asked)).await;
        self.device.counter += 1;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let mut browser = self.house.stranger();
        browser.take_cookie(&answer);
        browser
    }
}

async fn ask_to_sign_in(house: &House, name: &str) -> Answer {
    let fields = [("name", name), ("password", PASSWORD), ("code", "")];
    house.stranger().post("/sign-in/passkey", &fields).await
}

async fn answer_at(house: &House, fields: &Fields) -> Answer {
    house
        .stranger()
        .post("/sign-in/passkey/answer", fields)
        .await
}

async fn ask(browser: &Browser, password: &str) -> Answer {
    let fields = [("name", "Phone"), ("password", password)];
    browser.post("/account/passkeys", &fields).await
}

/// Adds a passkey to the account of whoever is signed in.
async fn add(browser: &Browser, name: &str, device: &Authenticator) -> Answer {
    let page = ask(browser, PASSWORD).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    send(browser, name, device.make(&options(&page.text))).await
}

async fn send(browser: &Browser, name: &str, mut fields: Fields) -> Answer {
    fields.push(("name", name.to_owned()));
    browser.post("/account/passkeys/add", &fields).await
}

async fn remove(browser: &Browser, device: &Authenticator, password: &str) -> Answer {
    let credential = device.credential();
    let fields = [("credential", credential.as_str()), ("password", password)];
    browser.post("/account/passkeys/remove", &fields).await
}

/// A refusal, with a sentence that holds these words.
fn require_refused(answer: &Answer, words: &str) {
    let status = answer.status;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{words}: {}",
        answer.text
    );
    let sentence = between(&answer.text, "<main", "</main>");
    assert!(sentence.contains(words), "{words}: {sentence}");
    assert!(!answer.headers.contains_key("set-cookie"), "{words}");
}
