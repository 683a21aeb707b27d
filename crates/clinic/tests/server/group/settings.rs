//! Adding, naming and closing clinics.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::{Group, send};
use crate::forms::FIRST_CLINIC;
use crate::support::{Answer, House};

fn require_refused(answer: &Answer, sentence: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains(sentence), "{}", answer.text);
}

#[tokio::test]
async fn the_only_clinic_is_nowhere_asked_for() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let form = owner.page(FIRST_CLINIC).await;
    assert!(
        !form.contains("name=\"name\""),
        "it has the name of the group"
    );
    let desk = house.as_role(Role::FrontDesk).await;
    let operator = house.as_role(Role::Operator).await;
    let patient = house.patient("Egger").await;
    let booking = format!("/patients/{patient}/appointments/new");
    let gate = format!("/patients/{patient}/sessions/start");
    for (browser, address) in [
        (&desk, "/"),
        (&desk, "/appointments"),
        (&desk, "/stock"),
        (&desk, booking.as_str()),
        (&operator, "/watch"),
        (&operator, gate.as_str()),
        (&house.stranger(), "/before"),
    ] {
        let page = browser.page(address).await;
        let is_asked = page.contains("name=\"clinic\"") || page.contains("<optgroup");
        assert!(!is_asked && !page.contains("Our clinics"), "{address}");
    }
}

#[tokio::test]
async fn clinics_of_a_group_have_names_of_their_own() {
    let group = Group::new().await;
    let settings = group.owner.page("/settings").await;
    assert!(settings.contains("Seeweg 1, 6000 Luzern, +41 41 555 11 11"));
    let same = send(&group.owner, "/settings/clinics", &[("name", " lake ")]).await;
    require_refused(&same, "need different names");
    let stale = [("name", "Hill"), ("seen", "1")];
    let stale = send(&group.owner, "/settings/clinics", &stale).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(!group.owner.page("/settings").await.contains("Hill"));
}

#[tokio::test]
async fn a_clinic_is_closed_once_nobody_will_come_and_never_the_last_one() {
    let group = Group::new().await;
    let lake = format!("/settings/clinics/{}", group.lake);
    group
        .book_at_lake("Aebi", ("review", "17:00"), "Attic")
        .await;
    let refused = send(&group.owner, &lake, &[("do", "close")]).await;
    require_refused(&refused, "Appointments still lie ahead in Lake (1)");
    group.cancel("Aebi, Nora").await; // The one of this morning stands first.
    let refused = send(&group.owner, &lake, &[("do", "close")]).await;
    require_refused(&refused, "Appointments still lie ahead in Lake (1)");
    group.cancel("Aebi, Nora").await;
    let closed = send(&group.owner, &lake, &[("do", "close")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let room = format!("{}/Attic", group.lake);
    let refused = group.book("Aebi", ("review", "17:00"), &room).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = group.book("Aebi", ("review", "17:00"), "1").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "one choice is none");
    group.cancel("Aebi, Nora").await;
    let refused = send(&group.owner, FIRST_CLINIC, &[("do", "close")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = send(&group.owner, &lake, &[("do", "open")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    group
        .book_at_lake("Aebi", ("review", "17:00"), "Attic")
        .await;
}
