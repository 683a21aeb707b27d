//! Ratings of outcomes: who gives them, of which day, what counts, and how one is taken back. Anna Huber had grade 3 before her course
//! and 2 on 12 November 2026, both by Vera Brandt; she was registered in March 2026.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Event, Role as ChartRole, ScaleDirection, ScaleRated, Seen};
use needlework_chart::fold::Stated;
use needlework_chart::id::{PatientId, RatingId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use crate::support::{Answer, Browser, House, between};

/// Grades the wrinkles of the cheeks on the day of these tests; some fields changed.
async fn rate(browser: &Browser, patient: PatientId, changed: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("scale", "lemperle-wrinkles"),
        ("zone", "cheek"),
        ("grade", "2"),
        ("day", "2026-11-26"),
        ("seen", "live"),
    ];
    fields.retain(|(name, _)| !changed.iter().any(|(one, _)| one == name));
    fields.extend(changed);
    let address = format!("/patients/{patient}/ratings");
    browser.post(&address, &fields).await
}

#[track_caller]
fn taken(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

/// The row of results.
async fn result(browser: &Browser, patient: PatientId) -> String {
    let page = browser.page(&format!("/patients/{patient}/results")).await;
    between(&page, "<tbody>", "</tbody>").to_owned()
}

async fn newest(house: &House, patient: PatientId) -> Stated<ScaleRated> {
    let ratings = house.chart(patient).await.ratings;
    let newest = ratings.into_values().max_by_key(|one| one.recorded_at);
    newest.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_of_before_that_is_typed_once_the_result_is_known_counts_for_nothing() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    let honest = result(&clinician, patient).await;
    assert!(honest.contains("Better by more"), "{honest}");
    let sessions = house.chart(patient).await.sessions;
    let first = sessions.values().map(|one| one.started.facts.day).min();
    let first = first.unwrap();
    for day in [first, first.yesterday().unwrap()] {
        let typed = [("grade", "0"), ("day", &*day.to_string())];
        taken(&rate(&clinician, patient, &typed).await);
        assert_eq!(result(&clinician, patient).await, honest, "{day}");
    }
    let page = clinician
        .page(&format!("/patients/{patient}/results"))
        .await;
    let (_, late) = page.split_once("Entered afterwards, not counted").unwrap();
    assert!(late.contains("Vera Brandt, clinician"), "{late}");
    let list = clinician
        .page(&format!("/patients/{patient}/ratings"))
        .await;
    assert_eq!(
        list.matches("not counted as a grade from before it")
            .count(),
        2,
        "{list}"
    );
}

#[tokio::test]
async fn a_rating_keeps_to_the_days_of_the_person_and_to_the_steps_and_zones_of_its_scale() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    let before = house.chart(patient).await.ratings.len();
    let page = clinician
        .page(&format!("/patients/{patient}/ratings"))
        .await;
    assert!(
        page.contains("Lemperle wrinkle grade (0 – 5, steps of 1)"),
        "{page}"
    );
    for wrong in [
        vec![("grade", "6")],
        vec![("grade", "-1")],
        vec![("grade", "much")],
        vec![("grade", "1.3")],
        vec![("grade", "1,5")],
        vec![("day", "2026-11-27")],
        vec![("day", "2026-03-19")],
        vec![("day", "1900-01-01")],
        vec![("zone", "thigh")],
        vec![("zone", "upper-eyelid")],
        vec![("zone", "nowhere")],
        vec![("scale", "beauty")],
        vec![("scale", "nrs-pain"), ("zone", "")],
        vec![("scale", "masi"), ("grade", "2.7")],
        vec![
            ("scale", "posas-2"),
            ("grade", "9"),
            ("seen", "photographs"),
        ],
        vec![("seen", "")],
    ] {
        let told = rate(&clinician, patient, &wrong).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    assert_eq!(house.chart(patient).await.ratings.len(), before);
    let whole = [("scale", "masi"), ("grade", "2,7"), ("zone", "")];
    taken(&rate(&clinician, patient, &whole).await);
    assert!((newest(&house, patient).await.facts.grade - 2.7).abs() < 1e-9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_not_averaged_and_what_is_taken_back_is_struck_and_counts_nowhere() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    let honest = result(&clinician, patient).await;
    assert!(honest.contains("2.0 (12 November 2026)"), "{honest}");
    let slip = [("grade", "0"), ("day", "2026-11-12")];
    taken(&rate(&clinician, patient, &slip).await);
    let newer = result(&clinician, patient).await;
    assert!(newer.contains("0.0 (12 November 2026)"), "{newer}");
    let list = format!("/patients/{patient}/ratings");
    let page = clinician.page(&list).await;
    assert_eq!(
        page.matches("the same rater graded it again").count(),
        1,
        "{page}"
    );

    let rating = newest(&house, patient).await.facts.rating;
    let address = format!("{list}/{rating}/withdraw");
    let reason = [("reason", "Read from another chart.")];
    for (browser, reason) in [
        (&house.as_role(Role::Operator).await, &reason),
        (&clinician, &[("reason", " ")]),
    ] {
        let told = browser.post(&address, reason).await;
        assert_eq!(
            told.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            told.text
        );
    }
    taken(
        &house
            .as_role(Role::Physician)
            .await
            .post(&address, &reason)
            .await,
    );
    assert_eq!(result(&clinician, patient).await, honest);
    let page = clinician.page(&list).await;
    assert!(
        page.contains("<s>0") && page.contains(": Read from another chart."),
        "{page}"
    );
    assert!(!page.contains("the same rater graded it again"), "{page}");
    let again = clinician.post(&address, &reason).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_the_patient_said_is_taken_back_by_no_colleague() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let own = house.as_patient("Huber").await;
    crate::own_rating::saved(&crate::own_rating::rate(&own, &[("whole", "2")]).await);
    let said = newest(&house, patient).await;
    assert_eq!(said.author.role, ChartRole::Patient);
    assert_eq!(said.facts.direction, Some(ScaleDirection::LowerIsBetter));
    let physician = house.as_role(Role::Physician).await;
    let address = format!("/patients/{patient}/ratings/{}/withdraw", said.facts.rating);
    assert!(
        !physician
            .page(&format!("/patients/{patient}/ratings"))
            .await
            .contains(&address)
    );
    let told = physician.post(&address, &[("reason", "Too good.")]).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Protocol 6: graded by the clinician. Whoever needles does not judge the own work.
#[tokio::test]
async fn an_operator_grades_no_outcome_and_the_list_names_the_role_of_who_did() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let operator = house.as_role(Role::Operator).await;
    let told = rate(&operator, patient, &[]).await;
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    let page = operator.page(&format!("/patients/{patient}/ratings")).await;
    assert!(!page.contains("id=\"rate\""), "{page}");
    assert!(page.contains("Vera Brandt, clinician"), "{page}");
}

/// No forecast is of it, and whoever reads the result reads it, too.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_clinician_says_of_the_change_stands_beside_what_is_judged() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    let honest = result(&clinician, patient).await;
    let said = [("scale", "gais"), ("zone", ""), ("seen", "photographs")];
    taken(&rate(&clinician, patient, &said).await);
    let facts = newest(&house, patient).await.facts;
    assert_eq!(facts.seen, Some(Seen::Photographs));
    assert_eq!(facts.direction, Some(ScaleDirection::LowerIsBetter));
    assert_eq!(facts.scale_version, Some(1));
    assert_eq!(
        facts.label.as_deref(),
        Some("much improved: marked, but not optimal")
    );
    let page = clinician
        .page(&format!("/patients/{patient}/results"))
        .await;
    let (_, said) = page.split_once("What the clinician said").unwrap();
    assert!(
        said.contains("2, much improved: marked, but not optimal. 26 November 2026; Vera Brandt, clinician, on photographs."),
        "{said}"
    );
    assert_eq!(result(&clinician, patient).await, honest);
    let list = clinician
        .page(&format!("/patients/{patient}/ratings"))
        .await;
    assert!(list.contains("<td>on photographs</td>"), "{list}");
}

/// Only a pair that was graded blind is blind: whoever rates in an open chart knows person and day, whatever is ticked.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_calls_a_rating_in_an_open_chart_blinded() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician
        .page(&format!("/patients/{patient}/ratings"))
        .await;
    assert!(!page.contains("is_blinded") && page.contains("href=\"/blinded\""));
    taken(&rate(&clinician, patient, &[("is_blinded", "yes")]).await);
    let old = newest(&house, patient).await;
    assert!(!old.facts.is_blinded);

    // What older versions wrote stays readable, and counts as open.
    house.clock.move_on(SignedDuration::from_mins(1));
    let now = house.clock.now();
    let claim = ScaleRated {
        rating: RatingId::new(now, &OperatingSystem).unwrap(),
        day: "2026-11-12".parse().unwrap(),
        is_blinded: true,
        ..old.facts
    };
    let opened = house.record.open(patient).await.unwrap();
    let claim = Event::from(claim).by(old.author, now);
    house.record.append(&opened, &[claim]).await.unwrap();
    let page = clinician
        .page(&format!("/patients/{patient}/results"))
        .await;
    assert!(page.contains("Judged knowing what was done."), "{page}");
    assert!(!page.contains("Judged without knowing"), "{page}");
}
