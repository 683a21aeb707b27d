//! A plan that was approved is shown and printed as it was approved, whatever the clinic changes afterwards.

use axum::http::StatusCode;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Event, KeptJson, Recorded};
use needlework_chart::fold::PlanState;
use needlework_chart::id::{PatientId, PlanId};
use needlework_clinic::server::office::account::Role;

use super::submitted;
use crate::forms::change_settings;
use crate::support::{House, between};

/// Defaults that change the verdict, the dates and the care of a plan.
const STRICTER: [(&str, &str); 3] = [
    ("rule_age-minimum", "60"),
    ("rule_interval-last-needling", "60"),
    ("rule_no-makeup", "48"),
];

/// The plan of Carla Egger that is in force.
async fn in_force(house: &House) -> (PatientId, PlanId) {
    let patient = house.patient("Egger").await;
    let chart = house.chart(patient).await;
    (patient, chart.plan_in_force().unwrap().0)
}

/// The verdict of an outlook.
fn verdict(page: &str) -> String {
    let outlook = between(page, "id=\"outlook-title\"", "</section>");
    between(outlook, "<p>", "</p>").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_later_do_not_change_an_approved_plan_on_the_page_or_on_paper() {
    let house = House::of_made_up_people().await;
    let (patient, plan) = in_force(&house).await;
    let address = format!("/patients/{patient}/plans/{plan}");
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician.page(&address).await;
    let paper = clinician.page(&format!("{address}/document")).await;
    change_settings(&house.as_role(Role::Owner).await, &STRICTER).await;
    let later = clinician.page(&address).await;
    assert_eq!(verdict(&later), verdict(&page));
    let outlook = |page: &str| between(page, "id=\"outlook-title\"", "id=\"goals\"").to_owned();
    assert_eq!(outlook(&later), outlook(&page));
    assert_eq!(clinician.page(&format!("{address}/document")).await, paper);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_locked_with_own_settings_keeps_them_when_the_clinic_goes_back() {
    let house = House::of_made_up_people().await;
    change_settings(&house.as_role(Role::Owner).await, &STRICTER).await;
    let clinician = house.as_role(Role::Clinician).await;
    let patient = house.patient("Caruso").await;
    let plan = submitted(&house, patient).await;
    let address = format!("/patients/{patient}/plans/{plan}");
    let page = clinician.page(&address).await;
    assert!(verdict(&page).contains("with care"), "{}", verdict(&page));
    change_settings(&house.as_role(Role::Owner).await, &[]).await;
    assert_eq!(verdict(&clinician.page(&address).await), verdict(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outlook_of_a_locked_plan_has_the_numbers_of_its_goal_sheet() {
    let house = House::of_made_up_people().await;
    let (patient, plan) = in_force(&house).await;
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician
        .page(&format!("/patients/{patient}/plans/{plan}"))
        .await;
    let goals = between(&page, "id=\"goals\"", "</section>");
    let goal = between(goals, "<td>", "</td>");
    let middle = goal.split(' ').next().unwrap();
    let document = house.plan_json(patient, plan).await;
    let forecast = &document["forecast"];
    let judged = forecast["judged_day"].as_f64().unwrap();
    let days = forecast["days"].as_array().unwrap();
    let at = days.iter().position(|day| day.as_f64() == Some(judged));
    let locked = &forecast["zones"][0]["scales"][0]["improvement"][at.unwrap()];
    let low_and_high = [1, 3].map(|quantile| format!("{:.1}", locked[quantile].as_f64().unwrap()));
    assert_eq!(middle, format!("{:.2}", locked[2].as_f64().unwrap()));
    let outlook = between(&page, "id=\"outlook-title\"", "id=\"goals\"");
    for number in low_and_high {
        assert!(outlook.contains(&number), "{number}: {outlook}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_whose_settings_are_not_known_any_more_shows_what_was_locked_and_says_so() {
    let house = House::of_made_up_people().await;
    change_settings(&house.as_role(Role::Owner).await, &STRICTER).await;
    let patient = house.patient("Caruso").await;
    let plan = submitted(&house, patient).await;
    let history = house.record.history(patient).await.unwrap();
    let of_before = history.into_iter().map(without_settings);
    let of_before: Vec<Recorded> = of_before.collect();
    let other = PatientId::new(house.clock.now_at(), &OperatingSystem).unwrap();
    house.record.register(other, &of_before).await.unwrap();
    change_settings(&house.as_role(Role::Owner).await, &[]).await;
    let clinician = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{other}/plans/{plan}");
    let page = clinician.page(&address).await;
    let outlook = between(&page, "id=\"outlook-title\"", "</section>");
    assert!(
        outlook.contains("the record does not hold the settings"),
        "{outlook}"
    );
    let locked = house.plan_json(other, plan).await;
    let length = locked["forecast"]["zones"][0]["technique"]["needle_length_mm"].as_f64();
    assert!(
        outlook.contains(&format!("<td>{:.2}</td>", length.unwrap())),
        "{outlook}"
    );
    let paper = clinician.get(&format!("{address}/document")).await;
    assert_eq!(paper.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Under the settings of then, everything is there again: a record that does not say which they were is read all the same.
    change_settings(&house.as_role(Role::Owner).await, &STRICTER).await;
    assert!(verdict(&clinician.page(&address).await).contains("with care"));
}

/// A plan as it was recorded before the settings were kept with it.
fn without_settings(mut recorded: Recorded) -> Recorded {
    let document = match &mut recorded.event {
        Event::PlanDrafted(drafted) => Some(&mut drafted.document),
        Event::PlanChanged(changed) => Some(&mut changed.document),
        _ => None,
    };
    if let Some(document) = document {
        let mut fields: serde_json::Map<String, serde_json::Value> = document.read().unwrap();
        fields.remove("clinic");
        *document = KeptJson::of(&fields).unwrap();
    }
    recorded
}

/// A decision that is refused comes back on the page of the plan, with what was typed.
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_is_refused_says_so_on_the_page_of_the_plan() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Demir").await;
    let plan = submitted(&house, patient).await;
    let physician = house.as_role(Role::Physician).await;
    let seen = house.sequence(patient).await.to_string();
    let comment = "Please look at the left cheek again.";
    let fields = [("do", ""), ("comment", comment), ("seen", &seen)];
    let review = format!("/patients/{patient}/plans/{plan}/review");
    let answer = physician.post(&review, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let alert = between(&answer.text, "role=\"alert\">", "</p>");
    assert!(alert.contains("Choose"), "{alert}");
    let typed = between(&answer.text, "<textarea id=\"comment\"", "</textarea>");
    assert!(typed.ends_with(comment), "{typed}");
    let state = house.chart(patient).await.plans[&plan].state;
    assert_eq!(state, PlanState::InReview);
}
