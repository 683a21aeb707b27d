//! Adding and removing passkeys, and taking up an invitation with one.

use axum::http::StatusCode;
use needlework_clinic::server::{Setting, first_invitation};

use super::authenticator::{Authenticator, Fields, PRESENT, VERIFIED, options};
use super::{
    BY_NAME, FIVE_MINUTES, Keyed, NEXT_CODE, add, ask, ask_to_sign_in, remove, require_refused,
    send,
};
use crate::support::{Answer, Browser, House, PASSWORD, between};

#[tokio::test]
async fn a_passkey_is_asked_for_by_the_name_of_the_clinic_with_the_person_verified() {
    let keyed = Keyed::new().await;
    let page = ask(&keyed.owner, PASSWORD).await;
    let asked = options(&page.text);
    assert_eq!(asked["rp"]["id"], "clinic.test");
    assert_eq!(asked["user"]["name"], "owner");
    assert_eq!(asked["attestation"], "none");
    let selection = &asked["authenticatorSelection"];
    assert_eq!(selection["userVerification"], "required");
    // A device that has one already makes no second one.
    assert_eq!(
        asked["excludeCredentials"][0]["id"],
        keyed.device.credential()
    );
    let challenge = asked["challenge"].as_str().unwrap();
    assert_eq!(challenge.len(), 43, "32 bytes as base64url");
    let again = ask(&keyed.owner, PASSWORD).await;
    assert_ne!(options(&again.text)["challenge"], challenge);
}

#[tokio::test]
async fn the_account_lists_passkeys_and_the_password_removes_them() {
    let keyed = Keyed::new().await;
    add(&keyed.owner, "Blue <key>", &Authenticator::new(2)).await;
    let page = keyed.owner.page("/account").await;
    let listed = between(&page, "id=\"passkeys\"", "</section>");
    assert!(listed.contains("<strong>Phone</strong>"), "{listed}");
    assert!(listed.contains("Blue &#60;key&#62;"), "{listed}");
    assert_eq!(listed.matches("not used yet").count(), 2, "{listed}");
    let wrong = remove(&keyed.owner, &keyed.device, "four other words here").await;
    require_refused(&wrong, "nothing was signed or changed");
    let unknown = remove(&keyed.owner, &Authenticator::new(3), PASSWORD).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let removed = remove(&keyed.owner, &keyed.device, PASSWORD).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
    let page = keyed.owner.page("/account").await;
    assert!(
        !page.contains("<strong>Phone</strong>") && page.contains("Blue"),
        "{page}"
    );
    let trail = keyed.owner.page("/trail").await;
    assert!(
        trail.contains("added a passkey") && trail.contains("removed a passkey"),
        "{trail}"
    );
}

#[tokio::test]
async fn a_passkey_is_made_only_after_the_password() {
    let keyed = Keyed::new().await;
    let wrong = ask(&keyed.owner, "four other words here").await;
    require_refused(&wrong, "The password is not right");
    let asked = serde_json::json!({ "challenge": "AAAA" });
    let answer = send(&keyed.owner, "Tablet", Authenticator::new(2).make(&asked)).await;
    require_refused(&answer, "asked for too long ago, or was used already");
}

/// Makes a passkey with something wrong; why it is not taken.
async fn made_wrongly(keyed: &Keyed, spoil: impl FnOnce(&mut Authenticator)) -> Answer {
    let page = ask(&keyed.owner, PASSWORD).await;
    let asked = options(&page.text);
    let right = Authenticator::new(2);
    let mut device = right.clone();
    spoil(&mut device);
    let answer = send(&keyed.owner, "Tablet", device.make(&asked)).await;
    // What was right comes too late: the challenge is used up.
    if device.challenge.is_none() && device.kind.is_none() {
        let late = send(&keyed.owner, "Tablet", right.make(&asked)).await;
        require_refused(&late, "asked for too long ago, or was used already");
    }
    answer
}

#[tokio::test]
async fn what_is_made_wrongly_is_not_taken() {
    let keyed = Keyed::new().await;
    let elsewhere = "used at another address";
    let refused = made_wrongly(&keyed, |device| {
        device.origin = "https://clinic.test.evil".to_owned();
    })
    .await;
    require_refused(&refused, elsewhere);
    let refused = made_wrongly(&keyed, |device| {
        device.origin = "http://clinic.test".to_owned();
    })
    .await;
    require_refused(&refused, elsewhere);
    let refused = made_wrongly(&keyed, |device| device.domain = "evil.test".to_owned()).await;
    require_refused(&refused, elsewhere);
    let refused = made_wrongly(&keyed, |device| device.flags = PRESENT).await;
    require_refused(&refused, "did not ask for a fingerprint");
    let refused = made_wrongly(&keyed, |device| device.flags = VERIFIED).await;
    require_refused(&refused, "did not ask for a fingerprint");
    let refused = made_wrongly(&keyed, |device| device.challenge = Some("AAAA".to_owned())).await;
    require_refused(&refused, "asked for too long ago, or was used already");
    let refused = made_wrongly(&keyed, |device| device.kind = Some("webauthn.get")).await;
    require_refused(&refused, "answered something else");
    let refused = made_wrongly(&keyed, |device| device.is_inside_another_page = true).await;
    require_refused(&refused, "answered something else");
    let refused = made_wrongly(&keyed, |device| device.id = vec![7; 1024]).await;
    require_refused(&refused, "cannot be read");
    let refused = made_wrongly(&keyed, |device| device.id.clone_from(&keyed.device.id)).await;
    require_refused(&refused, "was added to an account already");
    let page = keyed.owner.page("/account").await;
    assert!(!page.contains("Tablet"), "{page}");
}

#[tokio::test]
async fn what_was_made_is_taken_once_in_time_and_from_whom_it_was_asked() {
    let keyed = Keyed::new().await;
    let page = ask(&keyed.owner, PASSWORD).await;
    let fields = Authenticator::new(2).make(&options(&page.text));
    let colleague = colleague_with_passkey(&keyed, &mut Authenticator::new(3)).await;
    let foreign = send(&colleague, "Tablet", fields.clone()).await;
    require_refused(&foreign, "asked for too long ago, or was used already");
    let first = send(&keyed.owner, "Tablet", fields.clone()).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let again = send(&keyed.owner, "Tablet", fields).await;
    require_refused(&again, "asked for too long ago, or was used already");
    let page = ask(&keyed.owner, PASSWORD).await;
    keyed.house.clock.move_on(FIVE_MINUTES);
    let late = send(
        &keyed.owner,
        "Late",
        Authenticator::new(4).make(&options(&page.text)),
    )
    .await;
    require_refused(&late, "asked for too long ago, or was used already");
}

/// A device would keep a passkey that the clinic does not take.
#[tokio::test]
async fn a_device_is_asked_only_when_the_passkey_has_a_name() {
    let keyed = Keyed::new().await;
    for name in ["", "  ", &"a".repeat(81)] {
        let fields = [("name", name), ("password", PASSWORD)];
        let answer = keyed.owner.post("/account/passkeys", &fields).await;
        require_refused(&answer, "name of the passkey is empty");
    }
    // Whoever sends another name afterwards has answered, and must begin again.
    let page = ask(&keyed.owner, PASSWORD).await;
    let made = Authenticator::new(2).make(&options(&page.text));
    let nameless = send(&keyed.owner, "  ", made.clone()).await;
    require_refused(&nameless, "name of the passkey is empty");
    let named = send(&keyed.owner, "Tablet", made).await;
    require_refused(&named, "asked for too long ago, or was used already");
}

#[tokio::test]
async fn an_account_has_at_most_ten_passkeys() {
    let keyed = Keyed::new().await;
    for number in 2..=10 {
        let added = add(&keyed.owner, "One more", &Authenticator::new(number)).await;
        assert_eq!(
            added.status,
            StatusCode::SEE_OTHER,
            "{number}: {}",
            added.text
        );
    }
    require_refused(&ask(&keyed.owner, PASSWORD).await, "at most ten passkeys");
}

/// The token of a link in a page.
fn token(page: &str) -> String {
    let token = between(page, "/invitation?token=", "<");
    token.split(['"', '&']).next().unwrap().to_owned()
}

async fn invite(keyed: &Keyed, name: &str) -> String {
    let fields = [
        ("name", "Vera Brandt"),
        ("sign_in_name", name),
        ("role", "clinician"),
    ];
    let answer = keyed.owner.post("/settings/colleagues", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    token(&answer.text)
}

/// A colleague who took up the invitation with this device.
pub(super) async fn colleague_with_passkey(keyed: &Keyed, device: &mut Authenticator) -> Browser {
    let token = invite(keyed, "vera").await;
    let answer = take_up(&keyed.house, &token, PASSWORD, device).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let mut browser = keyed.house.stranger();
    browser.take_cookie(&answer);
    browser
}

async fn take_up(house: &House, token: &str, password: &str, device: &Authenticator) -> Answer {
    let made = make_for(house, token, device).await;
    choose(house, token, password, made).await
}

/// The passkey that a device makes for an invitation.
async fn make_for(house: &House, token: &str, device: &Authenticator) -> Fields {
    let fields = [("token", token)];
    let page = house.stranger().post("/invitation/passkey", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    device.make(&options(&page.text))
}

async fn choose(house: &House, token: &str, password: &str, mut made: Fields) -> Answer {
    made.push(("token", token.to_owned()));
    made.push(("password", password.to_owned()));
    made.push(("name", "Phone".to_owned()));
    let stranger = house.stranger();
    stranger.post("/invitation/passkey/answer", &made).await
}

#[tokio::test]
async fn a_colleague_takes_up_an_invitation_with_a_passkey_alone() {
    let keyed = Keyed::new().await;
    let mut device = Authenticator::new(2);
    let vera = colleague_with_passkey(&keyed, &mut device).await;
    assert!(
        vera.page("/account")
            .await
            .contains("<strong>Phone</strong>")
    );
    let page = ask_to_sign_in(&keyed.house, "vera").await;
    let answer = keyed.answer(&device.show(&options(&page.text))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    // It is all that the colleague has: no code works, and it stays until there is another one.
    let code = keyed.house.code(&keyed.secret);
    let fields = [("name", "vera"), ("password", PASSWORD), ("code", &code)];
    let by_code = keyed.house.stranger().post("/sign-in", &fields).await;
    require_refused(&by_code, "Name, password or code is not right");
    let last = remove(&vera, &device, PASSWORD).await;
    require_refused(&last, "could no longer sign in");
    let added = add(&vera, "Tablet", &Authenticator::new(3)).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let removed = remove(&vera, &device, PASSWORD).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
}

#[tokio::test]
async fn a_link_is_used_up_by_a_passkey_and_by_nothing_that_is_refused() {
    let house = House::empty(BY_NAME).await;
    let token = first_invitation(&house.clinic).await.unwrap().unwrap();
    let device = Authenticator::new(1);
    let made = make_for(&house, &token, &device).await;
    let easy = choose(&house, &token, "aaaaaaaaaaaaaaaa", made.clone()).await;
    assert_eq!(
        easy.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        easy.text
    );
    let again = choose(&house, &token, PASSWORD, made).await;
    require_refused(&again, "asked for too long ago, or was used already");
    let mut unverified = device.clone();
    unverified.flags = PRESENT;
    let refused = take_up(&house, &token, PASSWORD, &unverified).await;
    require_refused(&refused, "did not ask for a fingerprint");
    let page = house
        .stranger()
        .page(&format!("/invitation?token={token}"))
        .await;
    assert!(page.contains("action=\"/invitation/passkey\""), "{page}");
    let taken = take_up(&house, &token, PASSWORD, &device).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let fields = [("token", token.as_str())];
    let again = house.stranger().post("/invitation/passkey", &fields).await;
    require_refused(&again, "This link was used already or is over");
}

#[tokio::test]
async fn a_new_link_ends_the_passkeys_of_a_lost_device() {
    let keyed = Keyed::new().await;
    let mut lost = Authenticator::new(2);
    colleague_with_passkey(&keyed, &mut lost).await;
    let page = keyed.owner.page("/settings").await;
    let row = page
        .split("/settings/colleagues/")
        .find(|row| row.contains("vera"));
    let address = format!(
        "/settings/colleagues/{}",
        row.unwrap().split('"').next().unwrap()
    );
    let answer = keyed
        .owner
        .post(&address, &[("do", "invite"), ("role", "clinician")])
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    keyed.house.take_up(&token(&answer.text)).await;
    let page = ask_to_sign_in(&keyed.house, "vera").await;
    require_refused(&page, "no passkey was added");
}

#[tokio::test]
async fn where_browsers_allow_no_passkeys_the_page_says_so_and_offers_none() {
    let house = House::empty(Setting::default()).await;
    let (owner, _) = house.first_owner().await;
    house.clock.move_on(NEXT_CODE);
    let page = owner.page("/account").await;
    assert!(
        page.contains("At this address there are no passkeys"),
        "{page}"
    );
    assert!(
        !page.contains("action=\"/account/passkeys\"") && !page.contains("passkey.js"),
        "{page}"
    );
    let page = house.stranger().page("/sign-in").await;
    assert!(!page.contains("/sign-in/passkey"), "{page}");
    require_refused(
        &ask(&owner, PASSWORD).await,
        "only where the clinic is opened by its name",
    );
    require_refused(
        &ask_to_sign_in(&house, "owner").await,
        "only where the clinic is opened by its name",
    );
}
