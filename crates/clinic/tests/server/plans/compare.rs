//! What is compared differs by the plans alone: every column knows the same of the person and runs on the same draws.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::keep;
use crate::forms::plan_of_cheeks;
use crate::support::{House, between};

/// The cells of a row of the comparison, by the beginning of its heading.
fn cells<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let row = between(page, &format!("<th scope=\"row\">{heading}"), "</tr>");
    let cells = row.split("<td>").skip(1);
    cells
        .map(|cell| cell.split("</td>").next().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_with_everything_usual_predicts_what_the_usual_course_does() {
    let house = House::of_made_up_people().await;
    // Her earlier course and its ratings are known to every plan of today.
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    // The newest plan is of another zone, so that it says nothing of the usual course of the compared one.
    let usual = keep(&house, patient, plan_of_cheeks("0", &[])).await;
    let mut other = plan_of_cheeks("0", &[("zone", "chin"), ("main_zone", "chin")]);
    other.retain(|(name, _)| *name != "lemperle_cheek");
    keep(&house, patient, other).await;
    let page = clinician
        .page(&format!("/patients/{patient}/plans/compare?plan={usual}"))
        .await;
    for heading in [
        "Sessions",
        "Last session",
        "Judged on",
        "Cheeks: wrinkles",
        "Cheeks: Redness",
        "Cheeks: Darkening",
    ] {
        let cells = cells(&page, heading);
        assert_eq!(cells.len(), 2, "{heading}: {page}");
        assert_eq!(cells[0], cells[1], "{heading}");
    }
    assert!(
        page.contains("Usual course: Lines and wrinkles of the face"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_saved_with_other_grades_is_compared_with_those_of_the_newest() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let older = plan_of_cheeks("0", &[("lemperle_cheek", "2")]);
    let older = keep(&house, patient, older).await;
    let newer = keep(&house, patient, plan_of_cheeks("0", &[])).await;
    let page = clinician
        .page(&format!(
            "/patients/{patient}/plans/compare?plan={older}&plan={newer}"
        ))
        .await;
    let found = cells(&page, "Cheeks: wrinkles");
    assert_eq!(found[0], found[1]);
    assert_eq!(found[1], found[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_zone_that_somebody_treats_has_its_rows() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let mut both = plan_of_cheeks("0", &[]);
    both.extend([
        ("zone", "chin"),
        ("coverage_kind", "seconds-per-cm2"),
        ("coverage_chin", "2"),
    ]);
    let both = keep(&house, patient, both).await;
    let one = keep(&house, patient, plan_of_cheeks("0", &[])).await;
    let page = clinician
        .page(&format!(
            "/patients/{patient}/plans/compare?plan={one}&plan={both}"
        ))
        .await;
    let cheek = cells(&page, "Cheeks: wrinkles");
    assert_eq!(cheek[0], cheek[1]);
    let chin = cells(&page, "Chin: wrinkles");
    assert_eq!(chin[0], "not treated");
    assert!(chin[1].contains("when judged"), "{}", chin[1]);
    assert_eq!(chin[2], "not treated");
    let unknown = clinician
        .get(&format!("/patients/{patient}/plans/compare?plan={patient}"))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
