//! Taking an inquiry into a chart, and removing it.

use axum::http::StatusCode;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;

use super::{SENDER, calm, pairs, sent_path, with};
use crate::forms::PERSON;
use crate::support::{House, between};

/// A clinic to which somebody has written; the address of the inquiry.
pub(super) async fn written(others: &[(&str, &str)]) -> (House, String) {
    let house = House::of_made_up_people().await;
    let fields = with(with(calm(), &SENDER), others);
    let answer = house.stranger().post("/before/send", &pairs(&fields)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let path = sent_path(&house).await;
    let today = house.as_role(Role::FrontDesk).await.page("/").await;
    assert!(today.contains("2 people have written"), "{today}");
    (house, path)
}

#[tokio::test]
async fn what_is_accepted_becomes_a_chart_whose_answers_wait_to_be_confirmed() {
    let (house, path) = written(&[("answer_herpes-history", "yes")]).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let answer = desk.post::<&str>(&format!("{path}/accept"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let patient: PatientId = answer
        .location()
        .trim_start_matches("/patients/")
        .parse()
        .unwrap();
    let chart = house.chart(patient).await;
    assert_eq!(
        chart.identity.as_ref().unwrap().name.family,
        "Zwetschgenbaum"
    );
    assert_eq!(chart.intakes.len(), 1);
    assert!(chart.screenings.is_empty(), "nobody has confirmed it");
    assert_eq!(desk.get(&path).await.status, StatusCode::NOT_FOUND);

    let clinician = house.as_role(Role::Clinician).await;
    let screening = format!("/patients/{patient}/screening");
    let shown = clinician.page(&screening).await;
    assert!(shown.contains("They count for nothing until"), "{shown}");
    let form = clinician.page(&format!("{screening}/new")).await;
    assert!(form.contains("as the person wrote: yes"), "{form}");
    assert!(
        !form.contains("value=\"same\" checked"),
        "an answer is confirmed by itself"
    );
    let seen = between(&form, "name=\"seen\" value=\"", "\"").to_owned();
    // One answer is confirmed as it was written, one is corrected, the others stay open.
    let typed = [
        ("seen", seen.as_str()),
        ("answer_herpes-history", "same"),
        ("answer_cold-sore-active", "yes"),
    ];
    let recorded = clinician
        .post(&screening, &[&PERSON[..], &typed].concat())
        .await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    let chart = house.chart(patient).await;
    let answers = &chart.screenings.values().next().unwrap().facts.answers["screening"]["answers"];
    assert_eq!(answers["herpes-history"], "yes");
    assert_eq!(answers["cold-sore-active"], "yes");
    assert!(answers.get("diabetes").is_none());
    let overview = clinician.page(&format!("/patients/{patient}")).await;
    assert!(
        overview.contains("sent before the first visit"),
        "{overview}"
    );
}

#[tokio::test]
async fn somebody_who_is_known_already_is_asked_about_and_keeps_one_chart() {
    let (house, path) = written(&[]).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let accept = format!("{path}/accept");
    let first = desk.post::<&str>(&accept, &[]).await;
    let patient = first.location().trim_start_matches("/patients/").to_owned();
    let again = with(with(calm(), &SENDER), &[("family", "Zwetschgenbaun")]);
    house.stranger().post("/before/send", &pairs(&again)).await;
    let path = sent_path(&house).await;
    let accept = format!("{path}/accept");
    let asked = desk.post::<&str>(&accept, &[]).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked.text.contains("may be the same person"),
        "{}",
        asked.text
    );
    let nobody = desk
        .post(
            &accept,
            &[("chart", "01890000-0000-7000-8000-000000000000")],
        )
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let taken = desk.post(&accept, &[("chart", patient.as_str())]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let chart = house.chart(patient.parse().unwrap()).await;
    assert_eq!(chart.intakes.len(), 2);
    assert_eq!(chart.identity.unwrap().name.family, "Zwetschgenbaum");
}

#[tokio::test]
async fn what_is_declined_is_removed_with_its_content() {
    let (house, path) = written(&[]).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let answer = desk.post::<&str>(&format!("{path}/decline"), &[]).await;
    assert_eq!(answer.location(), "/inquiries");
    assert_eq!(desk.get(&path).await.status, StatusCode::NOT_FOUND);
    let documents = house.record.documents_after(0).await.unwrap();
    let mut left = documents.iter().filter(|one| one.drawer == "inquiry");
    let of_sender = path.trim_start_matches("/inquiries/");
    assert!(left.any(|one| one.id.to_string() == of_sender && one.body.is_none()));
    let late = desk.post::<&str>(&format!("{path}/accept"), &[]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_who_accept_at_once_one_makes_the_chart() {
    let (house, path) = written(&[]).await;
    let (one, other) = (
        house.as_role(Role::FrontDesk).await,
        house.as_role(Role::Operator).await,
    );
    let accept = format!("{path}/accept");
    let (first, second) = tokio::join!(
        one.post::<&str>(&accept, &[]),
        other.post::<&str>(&accept, &[])
    );
    let made = [first.status, second.status];
    assert!(made.contains(&StatusCode::SEE_OTHER), "{made:?}");
    let rows = one.search("Zwetschgenbaum").await;
    assert_eq!(rows.matches("href=\"/patients/").count(), 1, "{rows}");
}
