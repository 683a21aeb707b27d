//! Links by which somebody chooses a password.

use super::*;

#[tokio::test]
async fn a_link_works_once() {
    let house = House::empty(Setting::default()).await;
    let token = first_invitation(&house.clinic).await.unwrap().unwrap();
    house.clinic.catch_up().await.unwrap();
    house.take_up(&token).await;
    let browser = house.stranger();
    let again = browser.get(&format!("/invitation?token={token}")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sentence(&again).contains("This link was used already or is over"));
    let fields = [
        ("token", token.as_str()),
        ("password", PASSWORD),
        ("code", "123456"),
    ];
    let again = browser.post("/invitation", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(first_invitation(&house.clinic).await.unwrap(), None);
}

#[tokio::test]
async fn a_link_is_over_after_three_days_or_when_another_one_was_made() {
    let house = House::empty(Setting::default()).await;
    let browser = house.stranger();
    let status = async |token: &str| {
        let answer = browser.get(&format!("/invitation?token={token}")).await;
        answer.status
    };
    let first = first_invitation(&house.clinic).await.unwrap().unwrap();
    assert_eq!(status(&first).await, StatusCode::OK);
    let second = first_invitation(&house.clinic).await.unwrap().unwrap();
    assert_eq!(status(&first).await, StatusCode::UNPROCESSABLE_ENTITY);
    let three_days = SignedDuration::from_hours(72);
    house
        .clock
        .move_on(three_days - SignedDuration::from_secs(1));
    assert_eq!(status(&second).await, StatusCode::OK);
    house.clock.move_on(SignedDuration::from_secs(1));
    assert_eq!(status(&second).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status("made-up").await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_link_is_not_used_up_by_an_easy_password_or_a_wrong_code() {
    let house = House::empty(Setting::default()).await;
    let token = first_invitation(&house.clinic).await.unwrap().unwrap();
    let browser = house.stranger();
    let page = browser.page(&format!("/invitation?token={token}")).await;
    let secret = between(&page, "<code>", "</code>");
    let code = house.code(secret);
    for (password, code) in [
        ("short", code.as_str()),
        ("the owner of it all", &code),
        ("MyPassword2026", &code),
        (PASSWORD, "12345"),
    ] {
        let fields = [
            ("token", token.as_str()),
            ("password", password),
            ("code", code),
        ];
        let answer = browser.post("/invitation", &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{password}"
        );
    }
    house.take_up(&token).await;
}

/// Another link is for somebody whose device was lost: whoever has the device is out.
#[tokio::test]
async fn whoever_takes_up_another_link_ends_every_sign_in_of_before() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let lost = house.as_made_up("kim.roth").await;
    let settings = owner.page("/settings").await;
    let mut rows = settings.split("/settings/colleagues/");
    let row = rows.find(|row| row.contains("kim.roth")).unwrap();
    let address = format!("/settings/colleagues/{}", row.split('"').next().unwrap());
    let invited = owner.post(&address, &[("do", "invite")]).await;
    let token = between(&invited.text, "/invitation?token=", "<");
    let token = token.split('"').next().unwrap();
    assert_eq!(lost.get("/account").await.status, StatusCode::OK);
    let (anew, _) = house.take_up(token).await;
    assert_eq!(anew.get("/account").await.status, StatusCode::OK);
    assert_eq!(lost.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(owner.get("/account").await.status, StatusCode::OK);
}
