//! Plans: what is locked stays, what is compared stands on the same footing, and a form says what its device can do.

mod around;
mod compare;
mod form;
mod locked;

use axum::http::StatusCode;
use needlework_chart::id::{PatientId, PlanId};
use needlework_clinic::server::office::account::Role;

use crate::support::{House, between};

/// Changes the settings of the clinic: defaults of rules, and nothing else.
async fn set_rules(house: &House, rules: &[(&str, &str)]) {
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"").to_owned();
    let mut fields = vec![
        ("seen", seen.as_str()),
        ("clinic_name", "Skin"),
        ("time_zone", "Europe/Zurich"),
        ("language", "en"),
        ("rooms", "1"),
        ("idle_minutes", "30"),
        ("absolute_hours", "12"),
    ];
    fields.extend(rules);
    let changed = owner.post("/settings", &fields).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
}

/// The form of a plan for the cheeks.
fn fields<'a>(seen: &'a str, what: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("seen", seen),
        ("do", what),
        ("name", "Option"),
        ("indication", "facial-wrinkles"),
        ("device", "exceed-unlimited"),
        ("zone", "cheek"),
        ("main_zone", "cheek"),
        ("lemperle_cheek", "3"),
        ("sex", "female"),
        ("phototype", "II"),
        ("photodamage", "moderate"),
    ]
}

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
