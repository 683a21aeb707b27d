//! Too many tries from one address: refused with a sentence, whoever the address is, and let in again after a while.

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};
use jiff::SignedDuration;
use needlework_clinic::server::{ROUTES, Setting, with_client_addresses};

use crate::support::{Answer, Browser, DEMONSTRATION, FORM, House, between, form};

/// Tries that an address has at once.
const TRIES: usize = 30;
/// Inquiries that an address sends at once.
const INQUIRIES: usize = 5;
const PROXY: &str = "10.0.0.1";

/// A clinic, and strangers before it.
struct Door {
    house: House,
    browser: Browser,
}

impl Door {
    async fn of(setting: Setting, trusted_proxies: &[IpAddr]) -> Self {
        let house = House::empty(setting).await;
        let mut browser = house.stranger();
        browser.router = with_client_addresses(browser.router, trusted_proxies);
        Self { house, browser }
    }

    async fn new() -> Self {
        Self::of(Setting::default(), &[]).await
    }

    /// Sends a form from an address, with what a proxy says of it.
    async fn post(&self, path: &str, from: &str, forwarded_for: Option<&str>) -> Answer {
        let fields = [
            ("name", "owner"),
            ("password", "four other words here"),
            ("code", "000000"),
            ("token", "made-up"),
        ];
        let peer = SocketAddr::new(from.parse().unwrap(), 4711);
        let mut request = self
            .browser
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, FORM)
            .extension(ConnectInfo(peer));
        if let Some(said) = forwarded_for {
            request = request.header("x-forwarded-for", said);
        }
        let body = Body::from(form(&fields));
        self.browser.ask(request.body(body).unwrap()).await
    }

    async fn try_from(&self, from: &str) -> StatusCode {
        self.post("/sign-in", from, None).await.status
    }

    async fn use_up(&self, from: &str) {
        for _ in 0..TRIES {
            assert_eq!(self.try_from(from).await, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(self.try_from(from).await, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn too_many_tries_from_one_address_are_refused_with_a_sentence_until_time_has_passed() {
    let door = Door::new().await;
    door.use_up("203.0.113.5").await;
    let refused = door.post("/sign-in", "203.0.113.5", None).await;
    assert_eq!(refused.headers[header::RETRY_AFTER], "6");
    let told = between(&refused.text, "<main", "</main>");
    assert!(told.contains("Wait 6 s, then try again"), "{told}");
    // Nobody else waits.
    assert_eq!(
        door.try_from("203.0.113.6").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    door.house.clock.move_on(SignedDuration::from_secs(6));
    assert_eq!(
        door.try_from("203.0.113.5").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        door.try_from("203.0.113.5").await,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn every_form_that_anybody_may_send_takes_a_try() {
    let forms = ROUTES
        .iter()
        .filter(|route| route.duty.is_none() && route.method == Method::POST);
    let mut walked = 0;
    for route in forms {
        let door = Door::new().await;
        let tries = if route.path == "/before/send" {
            INQUIRIES
        } else {
            TRIES
        };
        for _ in 0..tries {
            let answer = door.post(route.path, "203.0.113.5", None).await;
            assert_ne!(
                answer.status,
                StatusCode::TOO_MANY_REQUESTS,
                "{}",
                route.path
            );
        }
        let answer = door.post(route.path, "203.0.113.5", None).await;
        assert_eq!(
            answer.status,
            StatusCode::TOO_MANY_REQUESTS,
            "{}",
            route.path
        );
        walked += 1;
    }
    assert!(walked >= 4);
}

#[tokio::test]
async fn pages_are_shown_to_whoever_has_no_try_left() {
    let door = Door::new().await;
    door.use_up("203.0.113.5").await;
    let peer: SocketAddr = "203.0.113.5:4711".parse().unwrap();
    let request = door.browser.request(Method::GET, "/sign-in");
    let request = request.extension(ConnectInfo(peer)).body(Body::empty());
    let answer = door.browser.ask(request.unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_made_up_address_in_a_header_helps_nobody() {
    let door = Door::new().await;
    door.use_up("203.0.113.5").await;
    let answer = door.post("/sign-in", "203.0.113.5", Some("198.51.100.9"));
    assert_eq!(answer.await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_tries() {
    let door = Door::of(Setting::default(), &[PROXY.parse().unwrap()]).await;
    let status = async |said| door.post("/sign-in", PROXY, Some(said)).await.status;
    for _ in 0..TRIES {
        assert_eq!(
            status("203.0.113.5").await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    // What the client itself has written before its address changes nothing.
    assert_eq!(
        status("198.51.100.9, 203.0.113.5").await,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        status("203.0.113.6").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_clinic_of_made_up_people_lets_anybody_try() {
    let door = Door::of(DEMONSTRATION, &[]).await;
    for _ in 0..=TRIES {
        let answer = door.post("/demonstration", "203.0.113.5", None).await;
        assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }
}
