//! A plan that the screening refuses is not approved, and a decision about a needle holds for its length.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::fold::PlanState;
use needlework_chart::id::{PatientId, PlanId};
use needlework_clinic::server::office::account::Role;

use super::steps::decides;
use crate::forms::plan_of_cheeks;
use crate::support::{Answer, House};

/// A plan for the skin around the eyes, in review, with needles of a length.
async fn submitted(house: &House, patient: PatientId, length_mm: &str) -> PlanId {
    house.clock.move_on(SignedDuration::from_mins(1));
    let clinician = house.as_role(Role::Clinician).await;
    let mut address = format!("/patients/{patient}/plans");
    for what in ["save", "submit"] {
        let seen = house.sequence(patient).await.to_string();
        let eyes = [
            ("do", what),
            ("zone", "periorbital"),
            ("main_zone", "periorbital"),
            ("lemperle_periorbital", "3"),
            ("length_periorbital", length_mm),
        ];
        let answer = clinician
            .post(&address, &plan_of_cheeks(&seen, &eyes))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.location().clone_into(&mut address);
    }
    address.rsplit('/').next().unwrap().parse().unwrap()
}

async fn approve(house: &House, patient: PatientId, plan: PlanId) -> Answer {
    let seen = house.sequence(patient).await.to_string();
    let fields = [("do", "approve"), ("password", ""), ("seen", seen.as_str())];
    let physician = house.as_role(Role::Physician).await;
    physician
        .post(&format!("/patients/{patient}/plans/{plan}/review"), &fields)
        .await
}

/// Around the eyes the working limit is 0.5 mm (protocol/data/depths.toml).
#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_too_deep_is_approved_once_a_clinician_decided_and_a_deeper_one_asks_again()
{
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let state = async |plan| house.chart(patient).await.plans[&plan].state;
    let deep = submitted(&house, patient, "0.6").await;
    let refused = approve(&house, patient, deep).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let because = "a setting deeper than the working limit";
    assert!(refused.text.contains(because), "{}", refused.text);
    assert_eq!(state(deep).await, PlanState::InReview);

    house.clock.move_on(SignedDuration::from_mins(1));
    decides(&clinician, patient, "above-depth-limit").await;
    let deeper = submitted(&house, patient, "1.5").await;
    let refused = approve(&house, patient, deeper).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(because), "{}", refused.text);
    let approved = approve(&house, patient, deep).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    assert_eq!(state(deep).await, PlanState::Approved);
    // Beside the plan in force, the newer one is still asked about.
    let page = clinician
        .page(&format!("/patients/{patient}/screening"))
        .await;
    let asked = "about the plan that is not approved yet";
    assert!(page.contains(asked), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_needle_of_no_length_is_refused() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let before = house.sequence(patient).await;
    let seen = before.to_string();
    let none = plan_of_cheeks(&seen, &[("length_cheek", "0")]);
    let refused = clinician
        .post(&format!("/patients/{patient}/plans"), &none)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("A needle of 0 mm needles nothing"),
        "{}",
        refused.text
    );
    assert_eq!(house.sequence(patient).await, before);
}
