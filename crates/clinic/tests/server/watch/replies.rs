//! What the clinic answers: for the record, and in words to the patient, who finds them.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::{fields, kept, key, send_parts, taken};
use crate::support::{House, between};

const OWN: &str = "/mine/check-in";

#[tokio::test]
async fn a_reply_is_found_on_the_own_pages_and_the_note_of_the_clinic_is_not_shown() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let clinician = house.as_role(Role::Clinician).await;
    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", "darker-patches")]);
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    assert!(!own.page("/mine").await.contains("The clinic answered"));

    let id = there.rsplit('/').next().unwrap();
    let address = format!("/patients/{patient}/check-ins/{id}");
    let answer = [
        ("response", "Anxious; photograph shows nothing new."),
        ("words", "It looks as it should. Keep out of the sun."),
    ];
    let done = clinician.post(&format!("{address}/answer"), &answer).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let seen = clinician.page(&address).await;
    assert!(seen.contains("Anxious") && seen.contains("Keep out of the sun"));
    assert!(!seen.contains("read by the patient"));

    let form = own.page(OWN).await;
    assert!(form.contains("href=\"/mine/reports\""), "{form}");
    let today = own.page("/mine").await;
    assert!(today.contains(&format!("href=\"{there}\"")), "{today}");
    for page in [
        &today,
        &own.page("/mine/reports").await,
        &own.page(&there).await,
    ] {
        assert!(page.contains("Keep out of the sun."), "{page}");
        assert!(!page.contains("Anxious"), "{page}");
    }

    // Once it was read it stands no longer on the page of the day; the list keeps it, and the clinic knows.
    let read = own.post(&format!("{there}/read"), &[("do", "read")]).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text);
    let sequence = house.sequence(patient).await;
    own.post(&format!("{there}/read"), &[("do", "read")]).await;
    assert_eq!(house.sequence(patient).await, sequence, "read once");
    assert!(!own.page("/mine").await.contains("Keep out of the sun"));
    let list = own.page("/mine/reports").await;
    assert!(list.contains("Keep out of the sun."), "{list}");
    assert!(
        clinician
            .page(&address)
            .await
            .contains("read by the patient")
    );
}

#[tokio::test]
async fn an_answer_without_words_shows_the_patient_nothing() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let filled = fields(
        &key(&own, OWN).await,
        "0",
        &[("symptom", "trouble-breathing")],
    );
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let id = there.rsplit('/').next().unwrap();
    let clinician = house.as_role(Role::Clinician).await;
    let answer = [("response", "The ambulance was called."), ("words", " ")];
    let address = format!("/patients/{patient}/check-ins/{id}/answer");
    taken(&clinician.post(&address, &answer).await);
    let report = kept(&house, patient, &there).await;
    assert_eq!(report.answers[0].facts.words, None);
    let page = own.page(&there).await;
    let main = between(&page, "<main", "</main>");
    assert!(!main.contains("ambulance") && !main.contains("The clinic answered"));
    // A reply to an emergency is seen below the call.
    let words = [
        ("response", "Called."),
        ("words", "We are glad that you are well."),
    ];
    taken(&clinician.post(&address, &words).await);
    let page = own.page(&there).await;
    let (call, reply) = (
        page.find("<h1>Get help now").unwrap(),
        page.find("We are glad").unwrap(),
    );
    assert!(call < reply);
}

#[tokio::test]
async fn nobody_says_to_have_read_a_report_that_is_not_theirs() {
    let house = House::of_made_up_people().await;
    let fontana = house.patient("Fontana").await;
    let reports = house.chart(fontana).await.check_ins;
    let id = reports.keys().next().unwrap();
    let other = house.as_patient("Huber").await;
    let told = other
        .post(&format!("{OWN}/{id}/read"), &[("do", "read")])
        .await;
    assert_eq!(told.status, StatusCode::NOT_FOUND);
}
