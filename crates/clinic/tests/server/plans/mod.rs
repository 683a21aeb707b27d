//! Plans: what is locked stays, what is compared stands on the same footing, and a form says what its device can do.

mod around;
mod compare;
mod form;
mod locked;
mod meanwhile;

use axum::http::StatusCode;
use needlework_chart::id::{PatientId, PlanId};
use needlework_clinic::server::office::account::Role;

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
