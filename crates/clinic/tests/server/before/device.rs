//! The pages speak of the device that the clinic uses.

use axum::http::StatusCode;
use needlework_clinic::server::Setting;
use needlework_clinic::server::office::account::Role;

use super::{SENDER, calm, pairs, sent_path, with};
use crate::support::{Browser, House};

/// A device comes into a room, with cartridges.
async fn comes(keeper: &Browser, device: &str, units: &str) {
    let fields = [("device", device), ("serial", device), ("room", "1")];
    let added = keeper.post("/stock/devices", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let lot = [
        ("device", device),
        ("reference", "R"),
        ("lot", device),
        ("expires_on", "2027-11-01"),
        ("needles", "12"),
        ("needle_length_mm", "1.5"),
        ("received", units),
    ];
    let received = keeper.post("/stock/lots", &lot).await;
    assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.text);
}

#[tokio::test]
async fn without_a_device_of_its_own_a_usual_one_is_named_as_such() {
    let house = House::empty(Setting::default()).await;
    let page = house.stranger().page("/before?lang=en").await;
    assert!(
        page.contains("made for the device Exceed Unlimited. Your clinic may use another one."),
        "{page}"
    );
}

#[tokio::test]
async fn page_answer_and_inquiry_are_about_the_device_that_the_clinic_uses_most() {
    let house = House::of_made_up_people().await;
    let stranger = house.stranger();
    let page = stranger.page("/before?lang=en").await;
    let own = |device: &str| format!("uses the device {device}, and the numbers are made for it.");
    assert!(page.contains(&own("Exceed Unlimited")), "{page}");
    let keeper = house.as_role(Role::Operator).await;
    comes(&keeper, "dermapen-4", "45").await;
    let page = stranger.page("/before?lang=en").await;
    assert!(
        page.contains(&own("Exceed Unlimited")),
        "50 are more than 45"
    );
    for (units, device, name) in [
        ("60", "stamp", "Needling stamp"),
        ("70", "roller-192", "Medical roller, 192 needles"),
        ("80", "roller-home", "Home roller, 0.2-0.3 mm"),
        ("90", "skinpen-precision", "SkinPen Precision"),
    ] {
        comes(&keeper, device, units).await;
        let page = stranger.page("/before?lang=en").await;
        assert!(page.contains(&own(name)), "{device}");
        assert!(page.contains("id=\"when\""), "{device} has a forecast");
    }
    let answer = stranger.post("/before/questions", &pairs(&calm())).await;
    assert!(
        answer.text.contains(&own("SkinPen Precision")),
        "{}",
        answer.text
    );
    let fields = with(calm(), &SENDER);
    let sent = stranger.post("/before/send", &pairs(&fields)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let path = sent_path(&house).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let taken = desk.post::<&str>(&format!("{path}/accept"), &[]).await;
    let patient = taken.location().trim_start_matches("/patients/");
    let chart = house.chart(patient.parse().unwrap()).await;
    let intake = chart.intakes.values().next().unwrap();
    assert_eq!(intake.facts.answers["device"], "skinpen-precision");
}
