//! Sending: kept, sealed, for so many days, and never more than a clinic can read.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::{Setting, with_client_addresses};

use super::{SENDER, calm, pairs, sent_path, with, written};
use crate::support::{Answer, Browser, FORM, House, form};

const SEND: &str = "/before/send";

async fn send(browser: &Browser, others: &[(&str, &str)]) -> Answer {
    let fields = with(with(calm(), &SENDER), others);
    browser.post(SEND, &pairs(&fields)).await
}

#[tokio::test]
async fn what_is_sent_stands_at_the_desk_without_health_and_with_it_for_who_may_screen() {
    let house = House::of_made_up_people().await;
    let answer = send(&house.stranger(), &[("answer_herpes-history", "yes")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.location(), "/before/sent?lang=en");
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
    let path = sent_path(&house).await;
    let desk = house.as_role(Role::FrontDesk).await.page(&path).await;
    assert!(
        desk.contains("+41 79 555 91 73") && !desk.contains("cold sores"),
        "{desk}"
    );
    let clinician = house.as_role(Role::Clinician).await.page(&path).await;
    assert!(clinician.contains("cold sores"), "{clinician}");
    let trail = house.as_role(Role::Owner).await.page("/trail").await;
    assert!(trail.contains("read the answers of an inquiry"), "{trail}");
    let owner = house.as_role(Role::Owner).await.get(&path).await;
    assert_eq!(owner.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_is_taken_in_without_a_name_a_birth_and_a_way_to_answer() {
    let house = House::of_made_up_people().await;
    let stranger = house.stranger();
    for (others, told) in [
        (vec![("given", " ")], "Write your name."),
        (vec![("month", "13")], "day of birth"),
        (vec![("year", "2020")], "day of birth"),
        (
            vec![("telephone", "call me")],
            "telephone number or an e-mail",
        ),
        (
            vec![("telephone", ""), ("mail", "rosalinde")],
            "not complete",
        ),
        (vec![("age", "12")], "age in years"),
    ] {
        let answer = send(&stranger, &others).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{others:?}"
        );
        assert!(answer.text.contains(told), "{others:?}: {}", answer.text);
        let hidden = "name=\"answer_herpes-history\" value=\"no\"";
        assert!(answer.text.contains(hidden), "answers are lost: {others:?}");
    }
    let desk = house.as_role(Role::FrontDesk).await;
    assert_eq!(written(&desk).await, 1, "the made-up stranger alone");
}

#[tokio::test]
async fn what_nobody_takes_up_is_gone_after_thirty_days() {
    let house = House::of_made_up_people().await;
    send(&house.stranger(), &[]).await;
    house.clock.move_on(SignedDuration::from_hours(30 * 24 - 1));
    let path = sent_path(&house).await;
    house.clock.move_on(SignedDuration::from_hours(2));
    house.clinic.discard_old_inquiries().await.unwrap();
    let desk = house.as_role(Role::FrontDesk).await;
    assert_eq!(desk.get(&path).await.status, StatusCode::NOT_FOUND);
    let documents = house.record.documents_after(0).await.unwrap();
    let mut left = documents.iter().filter(|one| one.drawer == "inquiry");
    assert!(left.all(|one| one.body.is_none()));
}

#[tokio::test]
async fn one_address_sends_five_at_once_and_then_waits() {
    let house = House::empty(Setting::default()).await;
    let mut stranger = house.stranger();
    stranger.router = with_client_addresses(stranger.router, &[]);
    let fields = with(calm(), &SENDER);
    let body = form(&pairs(&fields));
    let from = async |address: &str| {
        let peer: std::net::SocketAddr = format!("{address}:4711").parse().unwrap();
        let request = stranger
            .request(Method::POST, SEND)
            .header(header::CONTENT_TYPE, FORM)
            .extension(ConnectInfo(peer));
        stranger
            .ask(request.body(Body::from(body.clone())).unwrap())
            .await
    };
    for _ in 0..5 {
        assert_eq!(from("203.0.113.5").await.status, StatusCode::SEE_OTHER);
    }
    let refused = from("203.0.113.5").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers[header::RETRY_AFTER], "10800");
    assert_eq!(from("203.0.113.6").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn it_must_come_from_a_page_of_this_server() {
    let house = House::of_made_up_people().await;
    let stranger = house.stranger();
    let request = axum::http::Request::post(SEND)
        .header(header::HOST, crate::support::HOST)
        .header(header::ORIGIN, "http://elsewhere.test")
        .header(header::CONTENT_TYPE, FORM);
    let body = form(&pairs(&with(calm(), &SENDER)));
    let answer = stranger.ask(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let desk = house.as_role(Role::FrontDesk).await;
    assert_eq!(written(&desk).await, 1, "the made-up stranger alone");
}
