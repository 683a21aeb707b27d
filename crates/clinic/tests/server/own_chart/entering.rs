//! The link that works once, and the day of birth.

use axum::http::{StatusCode, header};
use jiff::SignedDuration;
use needlework_chart::access::AccessQuery;
use needlework_chart::record::{Ground, Tombstone};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::patient_link::LINK_HOLDS;

use super::{BORN, enter, is_in, link, open};
use crate::support::House;

const WRONG: [&str; 3] = ["6", "12", "1969"];

#[tokio::test]
async fn a_link_and_the_day_of_birth_let_a_patient_in() {
    let house = House::of_made_up_people().await;
    let token = link(&house, house.patient("Graf").await).await;
    let mut browser = house.stranger();
    let door = browser.page(&format!("/mine/enter?token={token}")).await;
    assert!(!door.contains("Graf") && !door.contains("Miriam"), "{door}");
    let answer = open(&browser, &token, BORN).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.location(), "/mine");
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    browser.take_cookie(&answer);
    assert!(is_in(&browser).await);
}

#[tokio::test]
async fn looking_at_a_link_does_not_use_it_up_but_entering_does() {
    let house = House::of_made_up_people().await;
    let token = link(&house, house.patient("Graf").await).await;
    let address = format!("/mine/enter?token={token}");
    for _ in 0..5 {
        house.stranger().page(&address).await;
    }
    let first = open(&house.stranger(), &token, BORN).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let again = open(&house.stranger(), &token, BORN).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(!again.headers.contains_key(header::SET_COOKIE));
    let seen = house.stranger().get(&address).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_third_wrong_day_of_birth_makes_the_link_void() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let token = link(&house, patient).await;
    let browser = house.stranger();
    let first = open(&browser, &token, WRONG).await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(first.text.contains("2 more times"), "{}", first.text);
    let second = open(&browser, &token, WRONG).await;
    assert!(second.text.contains("one more time"), "{}", second.text);
    let third = open(&browser, &token, WRONG).await;
    assert_eq!(third.status, StatusCode::NOT_FOUND);
    let right = open(&browser, &token, BORN).await;
    assert_eq!(right.status, StatusCode::NOT_FOUND);
    let query = AccessQuery {
        patient: Some(patient),
        user: None,
        before_position: None,
        at_most: 100,
    };
    let trail = house.record.accesses(query).await.unwrap();
    let failed = trail
        .iter()
        .filter(|(_, one)| one.action == "sign-in-failed");
    assert_eq!(failed.count(), 3);
}

#[tokio::test]
async fn what_is_no_day_is_no_try() {
    let house = House::of_made_up_people().await;
    let token = link(&house, house.patient("Graf").await).await;
    let browser = house.stranger();
    for born in [["31", "2", "1969"], ["", "", ""], ["five", "12", "1969"]] {
        let answer = open(&browser, &token, born).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{born:?}");
    }
    let answer = open(&browser, &token, WRONG).await;
    assert!(answer.text.contains("2 more times"), "{}", answer.text);
}

#[tokio::test]
async fn many_tries_at_once_are_no_more_than_three() {
    let house = House::of_made_up_people().await;
    let token = link(&house, house.patient("Graf").await).await;
    let mut tries = tokio::task::JoinSet::new();
    for day in 6..31 {
        let (browser, token) = (house.stranger(), token.clone());
        tries.spawn(async move { open(&browser, &token, [&day.to_string(), "12", "1969"]).await });
    }
    let answers = tries.join_all().await;
    let count = |status| answers.iter().filter(|one| one.status == status).count();
    assert!(count(StatusCode::UNPROCESSABLE_ENTITY) <= 2);
    assert_eq!(count(StatusCode::SEE_OTHER), 0);
    assert_eq!(count(StatusCode::INTERNAL_SERVER_ERROR), 0);
}

#[tokio::test]
async fn a_link_ends_by_time_by_the_clinic_and_by_the_next_one() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let works = async |token: &str| {
        let answer = house
            .stranger()
            .get(&format!("/mine/enter?token={token}"))
            .await;
        answer.status == StatusCode::OK
    };
    let first = link(&house, patient).await;
    let second = link(&house, patient).await;
    assert!(!works(&first).await);
    assert!(works(&second).await);
    let desk = house.as_role(Role::FrontDesk).await;
    let address = format!("/patients/{patient}/access/link/revoke");
    let answer = desk.post::<&str>(&address, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(!works(&second).await);
    let third = link(&house, patient).await;
    house
        .clock
        .move_on(LINK_HOLDS - SignedDuration::from_secs(1));
    assert!(works(&third).await);
    house.clock.move_on(SignedDuration::from_secs(1));
    assert!(!works(&third).await);
    let answer = open(&house.stranger(), &third, BORN).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_link_of_an_erased_person_lets_nobody_in_and_the_devices_are_signed_out() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let browser = enter(&house).await;
    let token = link(&house, patient).await;
    assert!(is_in(&browser).await);
    let tombstone = Tombstone {
        erased_at: house.clock.now(),
        by: None,
        ground: Ground::Request,
    };
    house.record.erase(patient, &tombstone).await.unwrap();
    assert!(!is_in(&browser).await);
    let answer = open(&house.stranger(), &token, BORN).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let door = house.stranger().page("/sign-in").await;
    assert!(!door.contains("Graf"), "{door}");
}

#[tokio::test]
async fn whoever_is_outside_reads_how_to_get_in_and_whom_to_call() {
    let house = House::of_made_up_people().await;
    let page = house.stranger().page("/mine/sign-in").await;
    assert!(page.contains("href=\"tel:+41445550000\""), "{page}");
    let mut abroad = house
        .stranger()
        .request(axum::http::Method::GET, "/mine/sign-in");
    abroad = abroad.header(header::ACCEPT_LANGUAGE, "es-ES,es;q=0.9");
    let request = abroad.body(axum::body::Body::empty()).unwrap();
    let page = house.stranger().ask(request).await.text;
    assert!(page.contains("<html lang=\"es\">"), "{page}");
}
