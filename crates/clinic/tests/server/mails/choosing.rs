//! Choosing mails, at the desk and on the own pages.

use axum::http::StatusCode;
use needlework_chart::event::Role as ChartRole;
use needlework_clinic::server::office::account::Role;

use crate::forms::settings;
use crate::support::{Answer, Browser, House};

const FIELDS: [(&str, &str); 5] = [
    ("do", "choose"),
    ("agreed", "yes"),
    ("address", "nora@example.org"),
    ("language", "es"),
    ("time_zone", "America/New_York"),
];

async fn choose(browser: &Browser, address: &str, but: &[(&str, &str)]) -> Answer {
    let fields = FIELDS.map(|(name, value)| {
        let other = but.iter().find(|(field, _)| *field == name);
        (name, other.map_or(value, |(_, value)| *value))
    });
    browser.post(address, &fields).await
}

#[tokio::test]
async fn the_desk_records_what_the_patient_said_and_nothing_without_it() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Aebi").await;
    let desk = house.as_role(Role::FrontDesk).await;
    let address = format!("/patients/{patient}/reminders");
    let page = desk.page(&address).await;
    assert!(page.contains("value=\"nora.aebi@example.org\""), "{page}");
    for but in [
        ("agreed", ""),
        ("address", "nora"),
        ("address", "nora@example.org,other@example.org"),
        ("time_zone", "Europe/Nowhere"),
    ] {
        let refused = choose(&desk, &address, &[but]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{but:?}");
        assert!(house.chart(patient).await.reminders.is_none(), "{but:?}");
    }
    assert_eq!(choose(&desk, &address, &[]).await.location(), address);
    let chosen = house.chart(patient).await.reminders.unwrap();
    assert_eq!(chosen.author.role, ChartRole::FrontDesk);
    let mail = chosen.facts.mail.unwrap();
    assert_eq!(mail.address, "nora@example.org");
    assert_eq!(mail.language, "es");
    assert_eq!(mail.time_zone.as_deref(), Some("America/New_York"));
    let page = desk.page(&address).await;
    assert!(
        page.contains("<option value=\"America/New_York\" selected>"),
        "{page}"
    );
}

#[tokio::test]
async fn a_patient_turns_mails_on_changes_and_stops_them() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Aebi").await;
    let own = house.as_patient("Aebi").await;
    assert!(
        own.page("/mine/more")
            .await
            .contains("href=\"/mine/reminders\"")
    );
    let address = "/mine/reminders";
    assert_eq!(
        choose(&own, address, &[("agreed", "")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(choose(&own, address, &[]).await.location(), address);
    let chosen = house.chart(patient).await.reminders.unwrap();
    assert_eq!(chosen.author.role, ChartRole::Patient);
    choose(&own, address, &[("address", "n@example.org")]).await;
    let page = own.page(address).await;
    assert!(
        page.contains("value=\"n@example.org\"") && page.contains("Reminders are on."),
        "{page}"
    );
    let stopped = own.post(address, &[("do", "stop")]).await;
    assert_eq!(stopped.location(), address);
    assert!(
        house
            .chart(patient)
            .await
            .reminders
            .unwrap()
            .facts
            .mail
            .is_none()
    );
    let page = own.page(address).await;
    assert!(page.contains("No reminders."), "{page}");
    // The clinic sees who stopped them.
    let physician = house.as_role(Role::Physician).await;
    let page = physician.page(&format!("/patients/{patient}")).await;
    assert!(page.contains("Reminders chosen"), "{page}");
}

#[tokio::test]
async fn quiet_hours_are_chosen_within_their_range() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let quiet = |from, until| settings("1", &[("quiet_from", from), ("quiet_until", until)]);
    for (from, until) in [
        ("17:59", "07:00"),
        ("21:00", "10:01"),
        ("21:00", "04:59"),
        ("x", "07:00"),
    ] {
        let refused = owner.post("/settings", &quiet(from, until)).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{from} {until}"
        );
    }
    let kept = owner.post("/settings", &quiet("22:30", "06:00")).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let page = owner.page("/settings").await;
    assert!(
        page.contains("value=\"22:30\"") && page.contains("value=\"06:00\""),
        "{page}"
    );
}
