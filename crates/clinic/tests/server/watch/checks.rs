//! The nightly checks: what was left lying, with whoever sees to it.

use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;

use crate::support::{House, between};

/// Names below a heading of the page.
fn below<'a>(page: &'a str, heading: &str) -> &'a str {
    between(page, &format!(">{heading}</h2>"), "</section>")
}

#[tokio::test]
async fn each_check_lists_who_is_left_lying_and_nobody_else() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician.page("/checks").await;
    let unsigned = below(&page, "Sessions without a signature");
    assert!(unsigned.contains("Graf, Miriam") && unsigned.contains("/sessions"));
    assert_eq!(unsigned.matches("<li>").count(), 1, "{unsigned}");
    let events = below(&page, "Adverse events without a look");
    assert!(
        events.contains("Imhof, Daria") && events.contains("since 8 November 2026"),
        "{events}"
    );
    assert_eq!(events.matches("<li>").count(), 1);
    assert!(!below(&page, "Photographs without a consent").contains("<li>"));
    // An appointment of today is one.
    assert!(!below(&page, "Approved plans without a session").contains("<li>"));
    assert!(!below(&page, "Results that can be judged").contains("<li>"));

    house.clock.move_on(SignedDuration::from_hours(24));
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician.page("/checks").await;
    let plans = below(&page, "Approved plans without a session");
    assert!(plans.contains("Egger, Jana"), "{plans}");
}

#[tokio::test]
async fn what_is_done_leaves_the_list() {
    let house = House::of_made_up_people().await;
    let (imhof, huber) = (house.patient("Imhof").await, house.patient("Huber").await);
    let clinician = house.as_role(Role::Clinician).await;
    let chart = house.chart(imhof).await;
    let event = chart.adverse_events.keys().next().unwrap();
    let fields = [("note", "Paler."), ("grade", "1")];
    let address = format!("/patients/{imhof}/adverse-events/{event}/follow-up");
    let told = clinician.post(&address, &fields).await;
    assert!(told.status.is_redirection(), "{}", told.text);
    let page = clinician.page("/checks").await;
    assert!(!below(&page, "Adverse events without a look").contains("Imhof"));

    // Three photographs lie in the album of Anna Huber under one consent.
    let consents = house.chart(huber).await.consents;
    for id in consents.keys() {
        let address = format!("/patients/{huber}/consents/{id}/revoke");
        let told = clinician.post(&address, &[("reason", "moved")]).await;
        assert!(told.status.is_redirection(), "{}", told.text);
    }
    let page = clinician.page("/checks").await;
    let left = below(&page, "Photographs without a consent");
    assert!(
        left.contains("Huber, Anna") && left.contains("/photographs"),
        "{left}"
    );
}

#[tokio::test]
async fn the_settings_name_who_sees_to_it() {
    let house = House::of_made_up_people().await;
    let page = house.as_role(Role::Operator).await.page("/checks").await;
    assert!(page.contains("Sees to it: nobody"), "{page}");
    let owner = house.as_role(Role::Owner).await;
    let settings = owner.page("/settings").await;
    let list = between(&settings, "name=\"checks_owner\"", "</select>");
    let option = list
        .split("<option ")
        .find(|one| one.contains("Paul Stein"));
    let user = between(option.unwrap(), "value=\"", "\"");
    let seen = between(&settings, "name=\"seen\" value=\"", "\"");
    let fields = [
        ("seen", seen),
        ("clinic_name", "Skin"),
        ("time_zone", "Europe/Zurich"),
        ("language", "en"),
        ("rooms", "1"),
        ("idle_minutes", "30"),
        ("absolute_hours", "12"),
        ("checks_owner", user),
    ];
    let changed = owner.post("/settings", &fields).await;
    assert!(changed.status.is_redirection(), "{}", changed.text);
    let page = house.as_role(Role::Operator).await.page("/checks").await;
    assert!(page.contains("Sees to it: Dr. Paul Stein."), "{page}");
}
