//! The form of a plan: its fields follow the device, and what contradicts itself is refused with a sentence.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::keep;
use crate::forms::plan_of_cheeks;
use crate::support::{House, between};

/// A roller of the catalogue.
const ROLLER: &str = "roller-192";

#[tokio::test(flavor = "multi_thread")]
async fn the_fields_follow_the_device_and_forget_what_was_typed_for_another_kind() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let new = clinician
        .page(&format!("/patients/{patient}/plans/new"))
        .await;
    assert!(
        new.contains("name=\"coverage_kind\" value=\"seconds-per-cm2\""),
        "{new}"
    );
    let other = [
        ("device", ROLLER),
        ("coverage_kind", "seconds-per-cm2"),
        ("coverage_cheek", "4"),
    ];
    let mut sent = plan_of_cheeks("0", &other);
    let redraw = format!("/patients/{patient}/plans/redraw");
    let outlook = clinician.post(&redraw, &sent).await;
    assert_eq!(outlook.status, StatusCode::OK);
    assert!(
        outlook.text.contains("typed for another kind of device"),
        "{}",
        outlook.text
    );
    let saved = clinician
        .post(&format!("/patients/{patient}/plans"), &sent)
        .await;
    assert_eq!(saved.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(saved.text.contains("typed for another kind of device"));
    sent.push(("part", "fields"));
    let part = clinician.post(&redraw, &sent).await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(
        part.text
            .contains("name=\"coverage_kind\" value=\"passes\""),
        "{}",
        part.text
    );
    let cheek = between(&part.text, "name=\"coverage_cheek\"", ">");
    assert!(cheek.contains("value=\"\""), "{cheek}");
    assert!(!part.text.contains("<html"), "a part, and not a page");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_devices_of_the_clinic_come_first_and_the_others_are_named_as_such() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician
        .page(&format!("/patients/{patient}/plans/new"))
        .await;
    let devices = between(&page, "<select id=\"device\"", "</select>");
    let here = between(
        devices,
        "<optgroup label=\"In this clinic\">",
        "</optgroup>",
    );
    assert_eq!(here.matches("<option").count(), 1, "{here}");
    assert!(here.contains("exceed-unlimited"), "{here}");
    let elsewhere = between(
        devices,
        "<optgroup label=\"Not in this clinic\">",
        "</optgroup>",
    );
    assert!(elsewhere.matches("<option").count() > 5, "{elsewhere}");
    assert!(!elsewhere.contains("exceed-unlimited"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_is_treated_or_spared_and_what_is_spared_stays_so_in_the_next_plan() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    for how in ["protect", "exclude"] {
        let mut sent = plan_of_cheeks("0", &[]);
        sent.push(("spare_cheek", how));
        let answer = clinician
            .post(&format!("/patients/{patient}/plans"), &sent)
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{how}");
        assert!(
            answer
                .text
                .contains("to be treated and to be spared at once"),
            "{}",
            answer.text
        );
    }
    let mut sent = plan_of_cheeks("0", &[]);
    sent.extend([("spare_nose", "exclude"), ("spare_periorbital", "protect")]);
    let plan = keep(&house, patient, sent).await;
    let document = house.plan_json(patient, plan).await;
    assert_eq!(document["excluded"][0], "nose");
    assert_eq!(document["protected"][0], "periorbital");
    let next = clinician
        .page(&format!("/patients/{patient}/plans/new"))
        .await;
    let nose = between(&next, "name=\"spare_nose\"", "</select>");
    assert!(nose.contains("value=\"exclude\" selected"), "{nose}");
}

/// A session that the chart holds counts whatever was answered before it.
#[tokio::test]
async fn a_plan_knows_when_the_chart_says_that_the_skin_was_needled() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let held = house.chart(patient).await.sessions;
    let last = held.values().map(|session| session.started.facts.day).max();
    let usual = last.unwrap().saturating_add(jiff::ToSpan::days(28));
    let soon = last.unwrap().saturating_add(jiff::ToSpan::days(5));
    let clinician = house.as_role(Role::Clinician).await;
    let first = format!("{soon}T10:00");
    let fields = plan_of_cheeks("1", &[("first_session", first.as_str())]);
    let address = format!("/patients/{patient}/plans/redraw");
    let drawn = clinician.post(&address, &fields).await;
    let [usual, soon] = [usual, soon].map(|day| day.strftime("%-d %B %Y").to_string());
    assert!(drawn.text.contains(&usual), "{usual}: {}", drawn.text);
    assert!(!drawn.text.contains(&soon), "{soon}: {}", drawn.text);
    let why = format!("First session: not before {usual}, because of ");
    assert!(drawn.text.contains(&why), "{why}: {}", drawn.text);
}
