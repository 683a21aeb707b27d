//! Mails that tell colleagues that a report waits: at once, and when it is overdue, each once and with nothing of health.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::mail::{MailState, Recipient};

use super::post_office::PostOffice;
use super::{courier, queue};
use crate::forms::settings;
use crate::support::{House, between};
use crate::watch::{fields, key, send_parts, taken};

const OWN: &str = "/mine/check-in";
const ALERTS: &str = "watch@clinic.test";
const OVERDUE: &str = "head@clinic.test";

async fn name(house: &House, alerts: &str, overdue: &str) -> StatusCode {
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let named = [
        ("clinic_name", "Clinic at the Linden"),
        ("alert_address", alerts),
        ("overdue_address", overdue),
    ];
    owner
        .post("/settings", &settings(seen, &named))
        .await
        .status
}

async fn report(house: &House, symptom: &str) -> String {
    let own = house.as_patient("Fontana").await;
    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", symptom)]);
    taken(&send_parts(&own, OWN, &filled, &[]).await)
}

fn sent_to(office: &PostOffice, address: &str) -> usize {
    let taken = office.taken();
    taken.iter().filter(|mail| mail.to == address).count()
}

#[tokio::test]
async fn a_grave_report_is_told_at_once_and_again_when_it_is_overdue_each_once() {
    let house = House::of_made_up_people().await;
    assert_eq!(name(&house, ALERTS, OVERDUE).await, StatusCode::SEE_OTHER);
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    assert_eq!(sent_to(&office, ALERTS), 0, "a message is not grave");
    report(&house, "fever").await;
    let before = office.taken().len();
    courier.go_round().await.unwrap();
    courier.go_round().await.unwrap();
    assert_eq!(
        (sent_to(&office, ALERTS), sent_to(&office, OVERDUE)),
        (1, 0)
    );
    let taken = office.taken();
    let mail = taken.get(before..).unwrap();
    let mail = mail.iter().find(|mail| mail.to == ALERTS).unwrap();
    assert_eq!(mail.header("Subject"), "A report waits");
    assert!(
        mail.text.contains("https://clinic.test/watch"),
        "{}",
        mail.text
    );
    assert_eq!(mail.header("List-Unsubscribe"), "");
    let text = mail.text.to_lowercase();
    for word in ["fontana", "giulia", "fever", "urgent", "skin", "patient"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    // An urgent report is answered within two hours.
    house.clock.move_on(SignedDuration::from_hours(3));
    for _ in 0..3 {
        courier.go_round().await.unwrap();
        house.clock.move_on(SignedDuration::from_mins(1));
    }
    assert_eq!(
        (sent_to(&office, ALERTS), sent_to(&office, OVERDUE)),
        (1, 1)
    );
    let board = house.as_role(Role::Clinician).await.page("/watch").await;
    assert!(
        board.contains(&format!("at once by a mail to {ALERTS}")),
        "{board}"
    );
}

#[tokio::test]
async fn an_emergency_is_told_to_both_at_any_hour() {
    let house = House::of_made_up_people().await;
    name(&house, ALERTS, OVERDUE).await;
    house.clock.set("2026-11-26T23:30:00Z".parse().unwrap());
    report(&house, "trouble-breathing").await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    house.clock.move_on(SignedDuration::from_secs(20));
    courier.go_round().await.unwrap();
    assert_eq!(sent_to(&office, ALERTS), 1);
    // The one message of the made-up patient may be overdue as well.
    assert!(sent_to(&office, OVERDUE) >= 1);
}

#[tokio::test]
async fn nobody_is_told_where_nobody_is_named_and_of_nothing_that_was_answered() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let there = report(&house, "fever").await;
    courier.go_round().await.unwrap();
    let alerts = async || {
        let mut mails = queue(&house.record).await;
        mails.retain(|mail| mail.to != Recipient::Patient);
        mails
    };
    assert!(alerts().await.is_empty());
    name(&house, "", OVERDUE).await;
    let id = there.rsplit('/').next().unwrap();
    let patient = house.patient("Fontana").await;
    let clinician = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{patient}/check-ins/{id}/answer");
    taken(&clinician.post(&address, &[("response", "Seen.")]).await);
    house.clock.move_on(SignedDuration::from_hours(3));
    courier.go_round().await.unwrap();
    let about = format!("overdue/{id}");
    assert!(alerts().await.iter().all(|mail| mail.about != about));
    assert_eq!(
        name(&house, "no address", "").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn an_alert_that_waits_for_the_mail_server_stops_when_the_report_was_answered() {
    let house = House::of_made_up_people().await;
    name(&house, ALERTS, "").await;
    let there = report(&house, "fever").await;
    let office = PostOffice::open();
    office.will(&[super::post_office::Manner::Busy; 4]);
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    let state = async || {
        let mails = queue(&house.record).await;
        let alert = mails.into_iter().find(|mail| mail.to == Recipient::Alerts);
        alert.unwrap().state
    };
    assert_eq!(state().await, MailState::Waiting);
    let id = there.rsplit('/').next().unwrap();
    let patient = house.patient("Fontana").await;
    let clinician = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{patient}/check-ins/{id}/answer");
    taken(&clinician.post(&address, &[("response", "Seen.")]).await);
    courier.go_round().await.unwrap();
    assert!(matches!(state().await, MailState::Stopped(_)));
    // What is for colleagues is seen by the desk as such.
    let desk = house.as_role(Role::FrontDesk).await;
    assert!(desk.page("/mails").await.contains("Alert to colleagues"));
}
