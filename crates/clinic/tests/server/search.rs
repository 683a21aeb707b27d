//! The search of patients: what is typed goes in the body, since an address lies in histories and in logs of proxies.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use needlework_clinic::server::office::account::Role;

use crate::support::{FORM, HOST, House, between};

const JSON: &str = "application/json";

#[tokio::test]
async fn what_is_typed_is_in_no_address() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let page = desk.page("/patients").await;
    let form = between(&page, "<form class=\"sheet\" role=\"search\"", ">");
    assert!(
        form.contains("method=\"post\" action=\"/patients/search\""),
        "{form}"
    );
    // Without script the form brings a page with those who fit, and with what was typed.
    let found = desk.post("/patients/search", &[("q", "Egg")]).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("Egger, Jana") && found.text.contains("value=\"Egg\""));
    assert!(!found.text.contains("Graf, Miriam"));
    // A name in an address finds nobody.
    let everybody = desk.page("/patients?q=Egger").await;
    assert!(everybody.contains("Graf, Miriam"));
    assert_ne!(
        desk.get("/patients/rows?q=Egger").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_search_comes_from_a_page_of_this_server() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    for address in [
        "/patients/search",
        "/patients/rows",
        "/api/v1/patients/search",
    ] {
        let request = Request::post(address)
            .header(header::COOKIE, &desk.cookie)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, "http://elsewhere.test")
            .header(header::CONTENT_TYPE, FORM);
        let answer = desk.ask(request.body(Body::from("q=Egger")).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}");
        assert!(!answer.text.contains("Jana"));
    }
}

#[tokio::test]
async fn the_api_searches_by_its_body_and_lists_without_a_search() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let address = "/api/v1/patients/search";
    let found = desk.send(address, JSON, "{\"search\":\"Egg\"}").await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text);
    assert!(found.text.contains("\"total\":1") && found.text.contains("Egger"));
    let listed = desk.page("/api/v1/patients?at_most=2").await;
    assert_eq!(listed.matches("\"family\"").count(), 2);
    for address in [
        "/api/v1/patients?search=Egger",
        "/api/v1/patients?at_most=x",
    ] {
        let refused = desk.get(address).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{address}"
        );
    }
    for body in ["", "{}", "{\"search\":1}", "{\"search\":\"a\",\"q\":\"b\"}"] {
        let refused = desk.send(address, JSON, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
}
