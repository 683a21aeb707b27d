//! Signing in with a passkey after the password.

use axum::http::StatusCode;
use data_encoding::BASE64URL_NOPAD;

use super::authenticator::{Authenticator, Fields, PRESENT, VERIFIED, options};
use super::making::colleague_with_passkey;
use super::{FIVE_MINUTES, Keyed, ask_to_sign_in, remove, require_refused};
use crate::support::{Answer, PASSWORD, between};

#[tokio::test]
async fn password_and_passkey_let_somebody_in() {
    let mut keyed = Keyed::new().await;
    let asked = keyed.asked().await;
    assert_eq!(asked["rpId"], "clinic.test");
    assert_eq!(asked["userVerification"], "required");
    assert_eq!(
        asked["allowCredentials"][0]["id"],
        keyed.device.credential()
    );
    let browser = keyed.sign_in().await;
    let page = browser.page("/account").await;
    let listed = between(&page, "id=\"passkeys\"", "</section>");
    assert!(
        listed.contains("last used 26 November 2026, 10:01"),
        "{listed}"
    );
    keyed.sign_in().await;
}

#[tokio::test]
async fn the_code_works_beside_the_passkey() {
    let keyed = Keyed::new().await;
    let code = keyed.house.code(&keyed.secret);
    let fields = [("name", "owner"), ("password", PASSWORD), ("code", &code)];
    let answer = keyed.house.stranger().post("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn before_the_password_nobody_is_asked_and_what_is_wrong_is_not_told() {
    let keyed = Keyed::new().await;
    let stranger = keyed.house.stranger();
    let ask = async |name: &str, password: &str| {
        let fields = [("name", name), ("password", password)];
        stranger.post("/sign-in/passkey", &fields).await
    };
    let wrong = ask("owner", "four other words here").await;
    require_refused(&wrong, "Name or password is not right, or no passkey");
    let nobody = ask("nobody", PASSWORD).await;
    assert_eq!(nobody.text, wrong.text);
    let removed = remove(&keyed.owner, &keyed.device, PASSWORD).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
    let without = ask("owner", PASSWORD).await;
    assert_eq!(without.text, wrong.text);
    for _ in 0..2 {
        ask("owner", "four other words here").await;
    }
    let fifth = ask("owner", "four other words here").await;
    assert_eq!(fifth.status, StatusCode::TOO_MANY_REQUESTS);
}

/// Shows the passkey with something wrong; why it is not taken. What was right comes too late then.
async fn shown_wrongly(keyed: &mut Keyed, spoil: impl FnOnce(&mut Authenticator)) -> Answer {
    let asked = keyed.asked().await;
    let mut device = keyed.device.clone();
    spoil(&mut device);
    let answer = keyed.answer(&device.show(&asked)).await;
    if device.challenge.is_none() {
        let late = keyed.answer(&keyed.device.clone().show(&asked)).await;
        require_refused(&late, "asked for too long ago, or was used already");
    }
    // A right try forgets the wrong one.
    keyed.sign_in().await;
    answer
}

#[tokio::test]
async fn what_is_shown_wrongly_lets_nobody_in() {
    let mut keyed = Keyed::new().await;
    keyed.device.counter = 10;
    keyed.sign_in().await;
    let elsewhere = "used at another address";
    let refused = shown_wrongly(&mut keyed, |device| {
        device.origin = "https://evil.test".to_owned();
    })
    .await;
    require_refused(&refused, elsewhere);
    let refused = shown_wrongly(&mut keyed, |device| {
        device.origin = "https://clinic.test:444".to_owned();
    })
    .await;
    require_refused(&refused, elsewhere);
    let refused = shown_wrongly(&mut keyed, |device| device.domain = "evil.test".to_owned()).await;
    require_refused(&refused, elsewhere);
    for flags in [PRESENT, VERIFIED, 0] {
        let refused = shown_wrongly(&mut keyed, |device| device.flags = flags).await;
        require_refused(&refused, "did not ask for a fingerprint");
    }
    let other = BASE64URL_NOPAD.encode(&[9; 32]);
    let refused = shown_wrongly(&mut keyed, |device| device.challenge = Some(other)).await;
    require_refused(&refused, "asked for too long ago, or was used already");
    let refused = shown_wrongly(&mut keyed, |device| device.kind = Some("webauthn.create")).await;
    require_refused(&refused, "answered something else");
    let refused = shown_wrongly(&mut keyed, |device| device.is_inside_another_page = true).await;
    require_refused(&refused, "answered something else");
    let refused = shown_wrongly(&mut keyed, |device| device.user_handle = "AAAA".to_owned()).await;
    require_refused(&refused, "none of this account");
    for counter in [0, 5] {
        let refused = shown_wrongly(&mut keyed, |device| device.counter = counter).await;
        require_refused(&refused, "counts backwards");
    }
    let refused = shown_wrongly(&mut keyed, |device| device.counter -= 1).await;
    require_refused(&refused, "counts backwards");
}

#[tokio::test]
async fn a_device_that_does_not_count_is_taken() {
    let keyed = Keyed::new().await;
    for _ in 0..2 {
        let asked = keyed.asked().await;
        let answer = keyed.answer(&keyed.device.show_uncounted(&asked)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
}

#[tokio::test]
async fn an_answer_works_once_and_for_five_minutes() {
    let keyed = Keyed::new().await;
    let over = "asked for too long ago, or was used already";
    let mut device = keyed.device.clone();
    let fields = device.show(&keyed.asked().await);
    let first = keyed.answer(&fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    require_refused(&keyed.answer(&fields).await, over);
    let fields = device.show(&keyed.asked().await);
    keyed.house.clock.move_on(FIVE_MINUTES);
    require_refused(&keyed.answer(&fields).await, over);
    // Whoever begins again is asked something else, and the first question is over.
    let earlier = device.show(&keyed.asked().await);
    let later = keyed.asked().await;
    require_refused(&keyed.answer(&earlier).await, over);
    let answer = keyed.answer(&device.show(&later)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn wrong_answers_lock_the_account_as_wrong_passwords_do() {
    let keyed = Keyed::new().await;
    let mut device = keyed.device.clone();
    device.flags = PRESENT;
    for _ in 0..4 {
        let asked = keyed.asked().await;
        require_refused(&keyed.answer(&device.show(&asked)).await, "did not ask");
    }
    let asked = keyed.asked().await;
    let fifth = keyed.answer(&device.show(&asked)).await;
    assert_eq!(fifth.status, StatusCode::TOO_MANY_REQUESTS);
    let locked = ask_to_sign_in(&keyed.house, "owner").await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_passkey_that_was_removed_meanwhile_lets_nobody_in() {
    let keyed = Keyed::new().await;
    let asked = keyed.asked().await;
    let removed = remove(&keyed.owner, &keyed.device, PASSWORD).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
    let answer = keyed.answer(&keyed.device.clone().show(&asked)).await;
    require_refused(&answer, "none of this account");
}

fn with_credential(fields: Fields, device: &Authenticator) -> Fields {
    let other = fields.into_iter().map(|(name, value)| match name {
        "credential" => (name, device.credential()),
        _ => (name, value),
    });
    other.collect()
}

#[tokio::test]
async fn nobody_comes_in_with_the_passkey_of_somebody_else() {
    let keyed = Keyed::new().await;
    let mut vera = Authenticator::new(2);
    colleague_with_passkey(&keyed, &mut vera).await;
    let shown = vera.show(&keyed.asked().await);
    require_refused(&keyed.answer(&shown).await, "none of this account");
    let shown = vera.show(&keyed.asked().await);
    let disguised = with_credential(shown, &keyed.device);
    require_refused(
        &keyed.answer(&disguised).await,
        "does not prove who you are",
    );
    // And the question that one was asked is not answered by the other.
    let page = ask_to_sign_in(&keyed.house, "vera").await;
    let shown = keyed.device.clone().show(&options(&page.text));
    require_refused(&keyed.answer(&shown).await, "none of this account");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_sentence() {
    let keyed = Keyed::new().await;
    let asked = keyed.asked().await;
    let fields = keyed.device.clone().show(&asked);
    for field in ["client_data", "authenticator_data", "signature"] {
        for rubbish in ["", "!", "AAAA", "é"] {
            let spoilt: Fields = fields
                .iter()
                .map(|(name, value)| {
                    (
                        *name,
                        if *name == field {
                            rubbish.to_owned()
                        } else {
                            value.clone()
                        },
                    )
                })
                .collect();
            let answer = keyed.answer(&spoilt).await;
            let is_refused = answer.status == StatusCode::UNPROCESSABLE_ENTITY;
            assert!(is_refused, "{field} {rubbish}: {}", answer.status);
        }
    }
}
