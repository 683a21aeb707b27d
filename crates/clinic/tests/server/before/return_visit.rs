//! Somebody who has a chart sends answers anew: they stand beside what was recorded before, until somebody asks.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;

use super::inquiries::written;
use crate::forms::PERSON;
use crate::support::{Browser, House, between};

const UNCONFIRMED: &str = "They count for nothing until";
const OF_PERSON: &str = "as the person wrote: yes";

/// A clinic in which Miriam Graf, who was screened before, has sent that she has had cold sores.
async fn sent_by_graf() -> (House, PatientId) {
    let (house, path) = written(&[("answer_herpes-history", "yes")]).await;
    let patient = house.patient("Graf").await;
    let accept = format!("{path}/accept");
    let desk = house.as_role(Role::FrontDesk).await;
    let known = patient.to_string();
    let taken = desk.post(&accept, &[("chart", known.as_str())]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    house.clock.move_on(SignedDuration::from_mins(1));
    (house, patient)
}

/// Records answers on the page of the questions.
async fn record(clinician: &Browser, patient: PatientId, answers: &[(&str, &str)]) {
    let screening = format!("/patients/{patient}/screening");
    let form = clinician.page(&format!("{screening}/new")).await;
    let seen = between(&form, "name=\"seen\" value=\"", "\"").to_owned();
    let mut fields = vec![("seen", seen.as_str())];
    fields.extend(PERSON);
    fields.extend(answers);
    let recorded = clinician.post(&screening, &fields).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
}

/// The newest recorded answer to a question.
async fn recorded(house: &House, patient: PatientId, rule: &str) -> String {
    let chart = house.chart(patient).await;
    let screenings = chart.screenings.values();
    let newest = screenings.max_by_key(|one| one.recorded_at).unwrap();
    newest.facts.answers["screening"]["answers"][rule]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn what_was_sent_anew_is_asked_in_full_beside_what_was_recorded_and_counts_when_it_is_confirmed()
 {
    let (house, patient) = sent_by_graf().await;
    assert_eq!(recorded(&house, patient, "herpes-history").await, "no");
    let clinician = house.as_role(Role::Clinician).await;
    let screening = format!("/patients/{patient}/screening");
    assert!(clinician.page(&screening).await.contains(UNCONFIRMED));
    let form = clinician.page(&format!("{screening}/new")).await;
    let of_herpes = form
        .split("<fieldset>")
        .find(|one| one.contains("name=\"answer_herpes-history\""))
        .unwrap();
    assert!(of_herpes.contains(OF_PERSON), "{of_herpes}");
    assert!(
        of_herpes.contains("The clinic recorded before: no"),
        "{of_herpes}"
    );
    // What the person repeats is no contradiction.
    assert_eq!(form.matches("The clinic recorded before:").count(), 1);
    assert!(!form.contains("value=\"same\" checked"), "{form}");
    let answers = [("answer_herpes-history", "same")];
    record(&clinician, patient, &answers).await;
    assert_eq!(recorded(&house, patient, "herpes-history").await, "yes");
    assert!(!clinician.page(&screening).await.contains(UNCONFIRMED));
    let form = clinician.page(&format!("{screening}/new")).await;
    assert!(!form.contains("as the person wrote"), "{form}");
}

#[tokio::test]
async fn a_state_that_is_recorded_as_over_confirms_nothing_of_what_was_sent() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let clinician = house.as_role(Role::Clinician).await;
    record(&clinician, patient, &[("answer_infection-active", "yes")]).await;
    house.clock.move_on(SignedDuration::from_mins(1));
    let fields = super::with(
        super::with(super::calm(), &super::SENDER),
        &[("answer_herpes-history", "yes")],
    );
    let sent = house
        .stranger()
        .post("/before/send", &super::pairs(&fields))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let path = super::sent_path(&house).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let known = patient.to_string();
    desk.post(&format!("{path}/accept"), &[("chart", known.as_str())])
        .await;
    house.clock.move_on(SignedDuration::from_mins(1));
    let screening = format!("/patients/{patient}/screening");
    let shown = clinician.page(&screening).await;
    let seen = between(&shown, "name=\"seen\" value=\"", "\"").to_owned();
    let over = [
        ("seen", seen.as_str()),
        ("rule", "infection-active"),
        ("on", "2026-11-26"),
    ];
    let resolved = clinician.post(&format!("{screening}/resolve"), &over).await;
    assert_eq!(resolved.status, StatusCode::SEE_OTHER, "{}", resolved.text);
    assert_eq!(house.chart(patient).await.intakes.len(), 1);
    assert!(clinician.page(&screening).await.contains(UNCONFIRMED));
    let form = clinician.page(&format!("{screening}/new")).await;
    assert!(form.contains(OF_PERSON), "{form}");
    // Who asks again on the same day and hears the same has asked.
    house.clock.move_on(SignedDuration::from_mins(1));
    record(&clinician, patient, &[("answer_infection-active", "yes")]).await;
    assert!(!clinician.page(&screening).await.contains(UNCONFIRMED));
}
