//! The mail that goes when the clinic has written about a report: once, neutral, at an hour at which people may be written to.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::mail::MailState;

use super::post_office::PostOffice;
use super::{GRAF, courier, queue};
use crate::support::House;
use crate::watch::{fields, key, send_parts, taken};

const OWN: &str = "/mine/check-in";

/// Reports as Miriam Graf, and answers with words or without; where the answer stands for her.
async fn answered(house: &House, words: &str) -> String {
    let patient = house.patient("Graf").await;
    let own = house.as_patient("Graf").await;
    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", "darker-patches")]);
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let id = there.rsplit('/').next().unwrap();
    let address = format!("/patients/{patient}/check-ins/{id}/answer");
    let clinician = house.as_role(Role::Clinician).await;
    let fields = [("response", "Looked at."), ("words", words)];
    taken(&clinician.post(&address, &fields).await);
    there
}

async fn about_replies(house: &House) -> Vec<MailState> {
    let mut mails = queue(&house.record).await;
    mails.retain(|mail| mail.about.starts_with("reply/"));
    mails.into_iter().map(|mail| mail.state).collect()
}

#[tokio::test]
async fn a_reply_is_told_once_by_a_mail_that_names_no_health() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    let before = office.taken().len();
    answered(&house, "Your skin heals well.").await;
    for _ in 0..4 {
        courier.go_round().await.unwrap();
        house.clock.move_on(SignedDuration::from_mins(1));
    }
    let taken = office.taken();
    assert_eq!(taken.len(), before + 1);
    let mail = taken.last().unwrap();
    assert_eq!(mail.to, GRAF);
    assert_eq!(
        mail.header("Subject"),
        "Un recordatorio de Clinic at the Linden"
    );
    assert!(!mail.text.contains("skin") && !mail.stop_path().is_empty());
    assert_eq!(about_replies(&house).await, [MailState::Sent]);
}

#[tokio::test]
async fn nothing_is_told_of_a_note_without_words() {
    let house = House::of_made_up_people().await;
    answered(&house, "").await;
    let office = PostOffice::open();
    courier(&house, &office).go_round().await.unwrap();
    assert!(about_replies(&house).await.is_empty());
}

#[tokio::test]
async fn at_night_it_waits_and_whoever_has_read_it_meanwhile_gets_none() {
    let house = House::of_made_up_people().await;
    house.clock.set("2026-11-26T22:30:00Z".parse().unwrap());
    let there = answered(&house, "Your skin heals well.").await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    assert_eq!(about_replies(&house).await, [MailState::Waiting]);
    let own = house.as_patient("Graf").await;
    let read = own.post(&format!("{there}/read"), &[("do", "read")]).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text);
    for _ in 0..20 {
        courier.go_round().await.unwrap();
        house.clock.move_on(SignedDuration::from_mins(30));
    }
    let states = about_replies(&house).await;
    assert!(matches!(states[..], [MailState::Stopped(_)]), "{states:?}");
}
