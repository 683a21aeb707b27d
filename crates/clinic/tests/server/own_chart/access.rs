//! How long a patient stays in, who ends that, and that a patient reaches the own chart and nothing else.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::access::AccessQuery;
use needlework_clinic::server::ROUTES;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::login::PATIENT_LIMITS;

use super::keeping::make_calendar;
use super::{enter, is_in};
use crate::support::{Browser, House, between};

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[tokio::test]
async fn a_patient_stays_in_between_two_sessions_and_not_for_good() {
    let house = House::of_made_up_people().await;
    let browser = enter(&house).await;
    house.clock.move_on(PATIENT_LIMITS.idle - DAY);
    assert!(is_in(&browser).await);
    house.clock.move_on(PATIENT_LIMITS.idle);
    assert!(!is_in(&browser).await);
    let browser = enter(&house).await;
    let mut days = SignedDuration::ZERO;
    while days + DAY * 30 < PATIENT_LIMITS.absolute {
        house.clock.move_on(DAY * 30);
        days += DAY * 30;
        assert!(is_in(&browser).await, "{days}");
    }
    house.clock.move_on(PATIENT_LIMITS.absolute - days);
    assert!(!is_in(&browser).await);
}

/// The sign-in that a page offers to end.
fn other_device(page: &str) -> &str {
    between(page, "name=\"id\" value=\"", "\"")
}

#[tokio::test]
async fn a_patient_ends_another_device_and_so_does_the_clinic() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let lost = enter(&house).await;
    let kept = enter(&house).await;
    let page = kept.page("/mine/more").await;
    let answer = kept
        .post("/mine/sign-ins/end", &[("id", other_device(&page))])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(!is_in(&lost).await);
    assert!(is_in(&kept).await);
    let desk = house.as_role(Role::FrontDesk).await;
    let page = desk.page(&format!("/patients/{patient}/access")).await;
    let address = format!("/patients/{patient}/access/sign-ins/end");
    let answer = desk.post(&address, &[("id", other_device(&page))]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(!is_in(&kept).await);
}

#[tokio::test]
async fn the_clinic_makes_the_address_of_a_calendar_void_that_fell_into_other_hands() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let desk = house.as_role(Role::FrontDesk).await;
    let (shown, ended) = (
        format!("/patients/{patient}/access"),
        format!("/patients/{patient}/access/calendar/end"),
    );
    let page = desk.page(&shown).await;
    assert!(!page.contains(&ended), "{page}");
    let own = house.as_patient("Egger").await;
    let leaked = make_calendar(&own).await;
    let page = desk.page(&shown).await;
    assert!(page.contains("since 26 November 2026"), "{page}");
    assert!(page.contains(&format!("action=\"{ended}\"")), "{page}");
    assert_eq!(house.stranger().get(&leaked).await.status, StatusCode::OK);
    let answer = desk.post::<&str>(&ended, &[]).await;
    assert_eq!(answer.location(), shown, "{}", answer.text);
    let read = house.stranger().get(&leaked).await;
    assert_eq!(read.status, StatusCode::NOT_FOUND);
    assert!(!desk.page(&shown).await.contains(&ended));
    let readers = own.page("/mine/readers").await;
    let line = readers
        .split("<li")
        .find(|line| line.contains("made the address of the calendar void"));
    assert!(line.unwrap().contains("Kim Roth"), "{readers}");
}

#[tokio::test]
async fn nobody_ends_a_sign_in_of_somebody_else() {
    let house = House::of_made_up_people().await;
    let own = enter(&house).await;
    let _other_device = enter(&house).await;
    let page = own.page("/mine/more").await;
    let id = other_device(&page);
    let stranger = house.as_patient("Fontana").await;
    let answer = stranger.post("/mine/sign-ins/end", &[("id", id)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let desk = house.as_role(Role::FrontDesk).await;
    let fontana = house.patient("Fontana").await;
    let address = format!("/patients/{fontana}/access/sign-ins/end");
    let answer = desk.post(&address, &[("id", id)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(is_in(&own).await);
}

#[tokio::test]
async fn signing_out_leads_to_the_door_of_patients() {
    let house = House::of_made_up_people().await;
    let browser = enter(&house).await;
    let answer = browser.post::<&str>("/sign-out", &[]).await;
    assert_eq!(answer.location(), "/mine/sign-in");
    assert!(!is_in(&browser).await);
}

#[test]
fn no_address_of_a_patient_names_a_patient() {
    let own = ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/mine"));
    let named: Vec<&str> = own
        .map(|route| route.path)
        .filter(|path| path.contains("{patient}"))
        .collect();
    assert!(named.is_empty(), "{named:?}");
}

#[tokio::test]
async fn every_opening_of_the_own_chart_is_in_the_trail() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let browser = enter(&house).await;
    let query = AccessQuery {
        patient: Some(patient),
        user: None,
        before_position: None,
        at_most: 100,
    };
    let opened = async || {
        let trail = house.record.accesses(query).await.unwrap();
        let own = trail
            .iter()
            .filter(|(_, one)| one.action == "own-chart-opened");
        own.filter(|(_, one)| one.user.uuid() == patient.uuid())
            .count()
    };
    let before = opened().await;
    browser.page("/mine").await;
    browser.page("/mine").await;
    assert_eq!(opened().await, before + 2);
}

/// All pages for a patient whose address has no id in it. What belongs to somebody else is asked for by its id where it is made:
/// photographs, consents and the calendar in `keeping`, reports in `watch::report`.
async fn pages_of(browser: &Browser) -> String {
    let mut all = String::new();
    for route in ROUTES {
        let is_shown = route.method == axum::http::Method::GET && !route.path.contains('{');
        if is_shown && route.path.starts_with("/mine") {
            all.push_str(&browser.get(route.path).await.text);
        }
    }
    all
}

#[tokio::test]
async fn no_page_of_a_patient_holds_anything_of_another_one() {
    let house = House::of_made_up_people().await;
    let others = [
        "Aebi", "Brunner", "Caruso", "Demir", "Egger", "Fontana", "Huber", "Imhof", "Jung",
    ];
    let browser = house.as_patient("Graf").await;
    let pages = pages_of(&browser).await;
    assert!(pages.contains("Miriam"));
    for family in others {
        let id = house.patient(family).await.to_string();
        assert!(!pages.contains(family) && !pages.contains(&id), "{family}");
    }
}

#[tokio::test]
async fn a_patient_is_no_colleague() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let owner = house.as_role(Role::Owner).await;
    let settings = owner.page("/settings").await;
    assert!(!settings.contains(&patient.to_string()), "{settings}");
    let address = format!("/settings/colleagues/{patient}");
    for what in ["invite", "change"] {
        let fields = [("do", what), ("role", "owner"), ("is_active", "yes")];
        let answer = owner.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
    }
    let fields = [("name", ""), ("password", ""), ("code", "")];
    let answer = house.stranger().post("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_language_that_a_patient_chooses_stays() {
    let house = House::of_made_up_people().await;
    let browser = enter(&house).await;
    let answer = browser.post("/mine/language", &[("language", "es")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(browser.page("/mine").await.contains("<html lang=\"es\">"));
    let other = enter(&house).await;
    assert!(other.page("/mine").await.contains("<html lang=\"es\">"));
}
