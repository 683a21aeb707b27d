//! Whoever has to sign in again comes back to where it was.

use axum::http::{StatusCode, header};

use super::{NEXT_CODE, Owned};
use crate::support::{Answer, PASSWORD};

/// The cookie that an answer sets under a name, as a browser sends it.
fn cookie_named(answer: &Answer, name: &str) -> String {
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
    let cookies = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    let mut named = cookies.filter(|cookie| cookie.split('=').next() == Some(name));
    named.next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn whoever_had_to_sign_in_again_is_led_back_to_the_page() {
    let owned = Owned::new().await;
    let enter = async |cookie: &str| {
        owned.house.clock.move_on(NEXT_CODE);
        let mut browser = owned.house.stranger();
        cookie.clone_into(&mut browser.cookie);
        let code = owned.house.code(&owned.secret);
        let fields = [("name", "owner"), ("password", PASSWORD), ("code", &code)];
        browser.post("/sign-in", &fields).await
    };
    let asked = owned.house.stranger().get("/settings/care?q=word").await;
    assert_eq!(asked.location(), "/sign-in");
    let kept = cookie_named(&asked, "needlework-back");
    assert!(!kept.contains("word"), "{kept}");
    let entered = enter(&kept).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    assert_eq!(entered.location(), "/settings/care");
    assert_eq!(
        cookie_named(&entered, "needlework-back"),
        "needlework-back="
    );
    for elsewhere in [
        "read:https://elsewhere.test/",
        "read://elsewhere.test",
        "read:/\\elsewhere.test",
        "/settings/care",
    ] {
        let entered = enter(&format!("needlework-back={elsewhere}")).await;
        assert_eq!(entered.location(), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn whoever_lost_a_form_is_told_and_led_to_its_page() {
    let owned = Owned::new().await;
    let stranger = owned.house.stranger();
    let request = stranger
        .request(axum::http::Method::POST, "/settings")
        .header(header::REFERER, "http://elsewhere.test/settings?seen=1")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let lost = stranger
        .ask(request.body(axum::body::Body::from("seen=1")).unwrap())
        .await;
    assert_eq!(lost.location(), "/sign-in");
    let mut browser = owned.house.stranger();
    browser.cookie = cookie_named(&lost, "needlework-back");
    let door = browser.page("/sign-in").await;
    assert!(door.contains("what you sent was not recorded"), "{door}");
    let code = owned.house.code(&owned.secret);
    let fields = [("name", "owner"), ("password", PASSWORD), ("code", &code)];
    let entered = browser.post("/sign-in", &fields).await;
    assert_eq!(entered.location(), "/settings");
    let plain = owned.house.stranger().page("/sign-in").await;
    assert!(!plain.contains("what you sent was not recorded"));
}
