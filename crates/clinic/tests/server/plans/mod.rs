//! Plans: what is locked stays, what is compared stands on the same footing, and a form says what its device can do.

mod around;
mod compare;
mod drawn;
mod form;
mod locked;
mod meanwhile;

use axum::http::StatusCode;
use needlework_chart::id::{PatientId, PlanId};
use needlework_clinic::server::office::account::Role;

use crate::forms::plan_of_cheeks;
use crate::support::House;

/// Keeps a new draft.
async fn keep(house: &House, patient: PatientId, fields: Vec<(&str, &str)>) -> PlanId {
    let clinician = house.as_role(Role::Clinician).await;
    let answer = clinician
        .post(&format!("/patients/{patient}/plans"), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let plan = answer.location().rsplit('/').next().unwrap();
    plan.parse().unwrap()
}

/// A plan for the cheeks of somebody, in review.
async fn submitted(house: &House, patient: PatientId) -> PlanId {
    let clinician = house.as_role(Role::Clinician).await;
    let mut address = format!("/patients/{patient}/plans");
    for what in ["save", "submit"] {
        let seen = house.sequence(patient).await.to_string();
        let answer = clinician
            .post(&address, &plan_of_cheeks(&seen, &[("do", what)]))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.location().clone_into(&mut address);
    }
    address.rsplit('/').next().unwrap().parse().unwrap()
}
