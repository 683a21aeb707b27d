//! At the clinic, too, a date without a choice is no answer: the form comes back with what was typed, and nothing is recorded.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::steps::save;
use crate::forms::PERSON;
use crate::support::{House, between};

#[tokio::test]
async fn a_date_without_a_choice_is_asked_back_and_nothing_is_recorded() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Brunner").await;
    let operator = house.as_role(Role::Operator).await;
    let before = house.sequence(patient).await;
    for (answer, date, told) in [
        ("", "2026-10", "chose no answer"),
        ("never", "2026-10", "do not fit"),
        ("dated", "", "Write the date as"),
        ("dated", "2027-03", "has not come yet"),
    ] {
        let typed = [
            ("answer_isotretinoin-recent", answer),
            ("date_isotretinoin-recent", date),
        ];
        let fields = PERSON.into_iter().chain(typed);
        let fields: Vec<_> = fields
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        let again = save(&operator, patient, &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        let alert = between(&again.text, "role=\"alert\"", "</div>");
        assert!(
            alert.contains(told) && alert.contains("#question-isotretinoin-recent\""),
            "{answer} {date}: {alert}"
        );
        let kept = format!("name=\"date_isotretinoin-recent\" value=\"{date}\"");
        assert!(again.text.contains(&kept), "{answer} {date}");
    }
    assert_eq!(house.sequence(patient).await, before);
}
