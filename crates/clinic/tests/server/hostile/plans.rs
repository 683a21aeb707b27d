//! Plans of numbers that cannot be, and of pages that are out of date.

use axum::http::StatusCode;
use needlework_chart::fold::PlanState;
use needlework_clinic::server::office::account::Role;

use super::{SCRIPT, require_sentence};
use crate::forms::plan_of_cheeks;
use crate::support::{House, between};

#[tokio::test]
async fn a_plan_of_numbers_that_cannot_be_is_refused_with_a_sentence() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let before = house.sequence(patient).await;
    let address = format!("/patients/{patient}/plans");
    let numbers = [
        "-1",
        "NaN",
        "inf",
        "-inf",
        "1e308",
        "99999999999999999999",
        "one",
        "1;2",
    ];
    let fields = [
        "sessions",
        "interval_days",
        "maintenance_per_year",
        "numbing_minutes",
        "length_cheek",
        "coverage_cheek",
        "lemperle_cheek",
        "scar_cheek",
        "laxity_cheek",
        "years_since_menopause",
    ];
    let mut refused = Vec::new();
    for field in fields {
        for number in numbers {
            refused.push((field, number));
        }
    }
    refused.extend([
        ("sessions", "0"),
        ("sessions", "1.5"),
        ("interval_days", "0"),
        ("coverage_cheek", "0"),
        ("sex", "other"),
        ("phototype", "VII"),
        ("photodamage", ""),
        ("indication", "everything"),
        ("device", "nothing"),
        ("device", SCRIPT),
        ("zone", ""),
        ("zone", "nowhere"),
        ("zone", "upper-eyelid"),
        ("first_session", "2026-11-25T10:00"),
        ("first_session", "2020-01-01T10:00"),
        ("first_session", "tomorrow"),
        ("first_session", "9999-12-31T23:59"),
        ("first_session", "2027-02-30T10:00"),
        ("event", "2020-01-01"),
        ("event", "2026-11-25"),
        ("event", "9999-12-31"),
        ("event", "some day"),
    ]);
    let mut faults = Vec::new();
    for (field, value) in refused {
        let fields = plan_of_cheeks("1", &[(field, value)]);
        let answer = clinician.post(&address, &fields).await;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            require_sentence(&answer, &format!("{field} = {value}"));
        } else {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(house.sequence(patient).await, before);
}

#[tokio::test]
async fn a_form_of_an_older_page_is_told_so() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let plan = *house.chart(patient).await.plans.keys().next().unwrap();
    let address = format!("/patients/{patient}/plans/{plan}");
    let before = house.sequence(patient).await;
    let newer = (before + 1).to_string();
    for seen in ["", "0", "1", "-1", "many", &newer] {
        let fields = [("seen", seen), ("do", "decline")];
        let answer = clinician.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{seen}");
        require_sentence(&answer, seen);
    }
    assert_eq!(house.sequence(patient).await, before);
}

#[tokio::test]
async fn of_two_who_change_one_plan_at_once_the_second_is_told_and_nothing_is_lost() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let physician = house.as_role(Role::Physician).await;
    let chart = house.chart(patient).await;
    let drafts: Vec<_> = chart
        .plans
        .iter()
        .map(|(id, plan)| (*id, plan.state))
        .collect();
    let (plan, state) = drafts[0];
    assert_eq!(state, PlanState::Draft);
    let address = format!("/patients/{patient}/plans/{plan}");
    let page = clinician.page(&address).await;
    let other = physician.page(&address).await;
    let seen = |page: &str| between(page, "name=\"seen\" value=\"", "\"").to_owned();
    let (first, second) = (seen(&page), seen(&other));
    assert_eq!(first, second);
    let first = plan_of_cheeks(&first, &[("name", "The first one")]);
    let second = plan_of_cheeks(&second, &[("name", "The second one")]);
    let (one, two) = tokio::join!(
        clinician.post(&address, &first),
        physician.post(&address, &second)
    );
    let mut states = [one.status, two.status];
    states.sort();
    assert_eq!(
        states,
        [StatusCode::SEE_OTHER, StatusCode::CONFLICT],
        "{} {}",
        one.text,
        two.text
    );
    let (told, kept, lost) = if one.status == StatusCode::CONFLICT {
        (one, "The second one", "The first one")
    } else {
        (two, "The first one", "The second one")
    };
    require_sentence(&told, "the second");
    let page = clinician.page(&address).await;
    assert!(page.contains(kept) && !page.contains(lost));
    // Who was told opens the page again, and the change goes through.
    let again = seen(&page);
    let again = plan_of_cheeks(&again, &[("name", lost)]);
    let answer = physician.post(&address, &again).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let history = house.record.history(patient).await.unwrap();
    let changes = history
        .iter()
        .filter(|one| one.event.kind().name() == "plan-changed");
    assert_eq!(changes.count(), 2);
}
