//! The same form sent twice: by a second tap, or after going back. It is carried out once.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use crate::forms::{Fields, option_of};
use crate::support::{House, between};

#[tokio::test]
async fn an_adverse_event_is_opened_once_and_the_second_tap_leads_to_it() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let vera = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{patient}/adverse-events");
    let page = vera.page(&format!("{address}/new")).await;
    let sign = option_of(&page, "sign", "value=\"pigment-change\"");
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let fields: Fields<'_> = vec![
        ("seen", seen),
        ("session", ""),
        ("sign", &sign),
        ("description", "A line of redness along the jaw."),
        ("grade", "2"),
    ];
    let before = house.chart(patient).await.adverse_events.len();
    let first = vera.post(&address, &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let second = vera.post(&address, &fields).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text);
    assert_eq!(second.location(), first.location());
    assert_eq!(house.chart(patient).await.adverse_events.len(), before + 1);
    // The same words from a page that shows the first one are another event.
    let page = vera.page(&format!("{address}/new")).await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let mut anew = fields.clone();
    anew[0] = ("seen", seen);
    let third = vera.post(&address, &anew).await;
    assert_eq!(third.status, StatusCode::SEE_OTHER, "{}", third.text);
    assert_ne!(third.location(), first.location());
}

#[tokio::test]
async fn a_rating_is_recorded_once_though_two_people_may_say_the_same() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let vera = house.as_role(Role::Clinician).await;
    let ida = house.as_role(Role::Physician).await;
    let address = format!("/patients/{patient}/ratings");
    let page = vera.page(&address).await;
    let scale = option_of(&page, "scale", "value=");
    let drawn_from = between(&page, "name=\"drawn_from\" value=\"", "\"");
    let fields: Fields<'_> = vec![
        ("drawn_from", drawn_from),
        ("seen", "live"),
        ("scale", &scale),
        ("zone", ""),
        ("grade", "1"),
        ("day", "2026-11-20"),
    ];
    let before = house.chart(patient).await.ratings.len();
    for _ in 0..2 {
        let rated = vera.post(&address, &fields).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text);
    }
    assert_eq!(house.chart(patient).await.ratings.len(), before + 1);
    let rated = ida.post(&address, &fields).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text);
    assert_eq!(house.chart(patient).await.ratings.len(), before + 2);
}
