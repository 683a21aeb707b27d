//! A photograph whose consent was taken back or has run out, or that was taken back by itself, is shown to nobody of the clinic.

use axum::http::StatusCode;
use needlework_chart::event::{ConsentClass, Role as ChartRole};
use needlework_chart::id::{PatientId, PhotographId};
use needlework_clinic::server::office::account::Role;

use crate::support::{Browser, House, between};

/// Anna Huber, whose album has photographs: the first two of them.
async fn album(house: &House) -> (PatientId, [PhotographId; 2]) {
    let patient = house.patient("Huber").await;
    let chart = house.chart(patient).await;
    let mut photographs = chart.photographs.keys().copied();
    let two = [photographs.next().unwrap(), photographs.next().unwrap()];
    (patient, two)
}

/// Takes back the consent to photographs.
async fn revoke(house: &House, patient: PatientId, own: &Browser) {
    for (id, consent) in house.chart(patient).await.consents {
        if consent.given.facts.class == ConsentClass::Photograph {
            let address = format!("/mine/consents/{id}/revoke");
            let sent = own.post(&address, &[("reason", "")]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        }
    }
}

#[tokio::test]
async fn without_its_consent_a_photograph_is_shown_to_nobody_and_waits_to_be_withdrawn() {
    let house = House::of_made_up_people().await;
    let (patient, [first, second]) = album(&house).await;
    let clinician = house.as_role(Role::Clinician).await;
    let of = |id| format!("/patients/{patient}/photographs/{id}");
    assert_eq!(clinician.get(&of(first)).await.status, StatusCode::OK);
    let own = house.as_patient("Huber").await;
    revoke(&house, patient, &own).await;
    for id in [first, second] {
        assert_eq!(clinician.get(&of(id)).await.status, StatusCode::NOT_FOUND);
    }
    let page = clinician
        .page(&format!("/patients/{patient}/photographs"))
        .await;
    assert!(!page.contains("<img"), "{page}");
    assert!(page.contains("No consent covers this photograph any more"));
    assert!(page.contains(&format!("{}/withdraw", of(first))));
    let compared = clinician
        .page(&format!("/patients/{patient}/photographs/compare"))
        .await;
    assert!(!compared.contains("<img"), "{compared}");
    // The person still sees the own ones.
    let mine = own.get(&format!("/mine/photographs/{first}")).await;
    assert_eq!(mine.status, StatusCode::OK);
    let withdraw = format!("{}/withdraw", of(first));
    let withdrawn = clinician
        .post(&withdraw, &[("reason", "Taken back.")])
        .await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn one_photograph_is_taken_back_and_the_others_stay() {
    let house = House::of_made_up_people().await;
    let (patient, [first, second]) = album(&house).await;
    let own = house.as_patient("Huber").await;
    let page = own.page("/mine/photographs").await;
    let address = format!("/mine/photographs/{first}/take-back");
    assert!(page.contains(&address), "{page}");
    let taken = own.post::<&str>(&address, &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let chart = house.chart(patient).await;
    let stated = chart.photographs[&first].taken_back.as_ref().unwrap();
    assert_eq!(stated.author.role, ChartRole::Patient);
    let clinician = house.as_role(Role::Clinician).await;
    let of = |id| format!("/patients/{patient}/photographs/{id}");
    let gone = clinician.get(&of(first)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert_eq!(clinician.get(&of(second)).await.status, StatusCode::OK);
    let page = own.page("/mine/photographs").await;
    assert!(page.contains("You took this photograph back"), "{page}");
    // The clinic is asked to withdraw it.
    let checks = clinician.page("/checks").await;
    let waiting = between(&checks, "Photographs without a consent", "</section>");
    assert!(waiting.contains("Huber"), "{waiting}");
    let again = own.post::<&str>(&address, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stranger = house.as_patient("Fontana").await;
    let address = format!("/mine/photographs/{second}/take-back");
    let refused = stranger.post::<&str>(&address, &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}
