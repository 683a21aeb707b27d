//! The day of one clinic or of all, and rooms of one name.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::Group;
use crate::support::between;

#[tokio::test]
async fn rooms_of_one_name_are_two_and_one_list_offers_them_under_their_clinics() {
    let group = Group::new().await;
    let patient = group.house.patient("Aebi").await;
    let form = group
        .desk
        .page(&format!("/patients/{patient}/appointments/new"))
        .await;
    assert!(form.contains("<optgroup label=\"Lake\">"), "{form}");
    assert!(!between(&form, "label=\"Linden\">", "</optgroup>").contains("Attic"));
    let unsaid = group.book("Aebi", ("review", "16:30"), "1").await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsaid.text.contains("Choose the clinic."),
        "{}",
        unsaid.text
    );
    let early = format!("{}/1", group.lake);
    let early = group.book("Aebi", ("review", "15:00"), &early).await;
    assert!(
        early.text.contains("16:00"),
        "hours of Lake: {}",
        early.text
    );
    let at_linden = format!("{}/1", group.linden);
    let made = group.book("Aebi", ("review", "16:30"), &at_linden).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    group
        .book_at_lake("Brunner", ("review", "16:30"), "1")
        .await;
    let taken = format!("{}/1", group.lake);
    let taken = group.book("Caruso", ("review", "17:00"), &taken).await;
    assert!(taken.text.contains("Another appointment"), "{}", taken.text);
    let elsewhere = format!("{}/Attic", group.linden);
    let elsewhere = group.book("Caruso", ("review", "16:30"), &elsewhere).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_day_of_one_clinic_shows_its_appointments_alone_until_all_are_asked_for() {
    let group = Group::new().await;
    group
        .book_at_lake("Brunner", ("review", "16:30"), "1")
        .await;
    let mut desk = group.looks_at(Role::FrontDesk, &group.lake, "/").await;
    for address in ["/", "/appointments"] {
        let all = group.desk.page(address).await;
        assert!(
            all.contains("Egger, Jana") && all.contains("Lake, room 1"),
            "{address}"
        );
        let lake = desk.page(address).await;
        let shown = |name: &str| {
            lake.contains(&format!("{name}</span>")) || lake.contains(&format!(" {name}</a>"))
        };
        assert!(shown("Brunner, Lea"), "{address}: {lake}");
        assert!(!shown("Egger, Jana"), "{address}: {lake}");
        assert!(lake.contains(&format!("value=\"{}\" selected", group.lake)));
    }
    let fields = [("clinic", ""), ("back", "https://elsewhere.test")];
    let answer = desk.post("/looked-at", &fields).await;
    assert_eq!(answer.location(), "/", "no page of another server");
    desk.take_cookie(&answer);
    assert_eq!(
        desk.cookie, "needlework-clinic=",
        "the browser lets go of it"
    );
    let unknown = [
        ("clinic", "00000000-0000-0000-0000-0000000000ff"),
        ("back", "/"),
    ];
    let refused = group.desk.post("/looked-at", &unknown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}
