//! Whom a lot or a device touched.

use axum::http::StatusCode;
use needlework_chart::fold::SessionState;
use needlework_clinic::server::office::account::Role;

use crate::support::{House, between};

/// Serial number of the device that treated most of the made-up people.
async fn serial(house: &House) -> String {
    let chart = house.chart(house.patient("Graf").await).await;
    let is_open = |state| state == SessionState::Open;
    let mut sessions = chart.sessions.values();
    let session = sessions.find(|one| is_open(one.state)).unwrap();
    session.started.facts.device.serial.clone()
}

#[tokio::test]
async fn every_use_of_a_device_is_found_page_by_page_and_in_one_table() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let serial = serial(&house).await;
    let address = format!("/stock?article=device&lot={serial}");
    let uses = |page: &str| -> Vec<String> {
        let list = between(page, "role=\"status\">", "</section>");
        list.split("<li>").skip(1).map(str::to_owned).collect()
    };
    let all = uses(&desk.page(&address).await);
    assert!(all.len() > 1, "{all:?}");
    assert!(all.iter().any(|one| one.contains("Graf, Miriam")));
    let rest = uses(&desk.page(&format!("{address}&after=1")).await);
    assert_eq!(rest, all[1..]);
    let far = desk.page(&format!("{address}&after=999999")).await;
    assert!(uses(&far).is_empty(), "{far}");
    let table = desk
        .get(&format!("/stock/recall.csv?article=device&lot={serial}"))
        .await;
    assert_eq!(table.status, StatusCode::OK);
    let lines: Vec<&str> = table.text.lines().collect();
    assert_eq!(
        lines[0],
        "Number at the clinic,Name,Day of birth,Day of the session,Unit"
    );
    assert_eq!(lines.len(), all.len() + 1);
    assert!(lines.iter().any(|line| line.contains("\"Graf, Miriam\"")));
}

#[tokio::test]
async fn a_name_that_looks_like_a_formula_stays_a_name_in_the_table() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Graf").await;
    let device = serial(&house).await;
    let fields = [
        ("family", "=HYPERLINK(1)"),
        ("given", "Miriam"),
        ("birth_date", "1980-02-03"),
        ("reason", "married"),
    ];
    let seen = house.sequence(patient).await.to_string();
    let fields = [&fields[..], &[("seen", seen.as_str())]].concat();
    let answer = desk
        .post(&format!("/patients/{patient}/identity"), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let table = desk
        .get(&format!("/stock/recall.csv?article=device&lot={device}"))
        .await;
    let named = ",\"'=HYPERLINK(1), Miriam\",";
    assert!(table.text.contains(named), "{}", table.text);
}
