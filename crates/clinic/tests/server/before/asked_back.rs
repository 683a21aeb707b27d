//! What is filled in at a question and is no answer is asked back by the name of the question: a date without a choice is never
//! taken for "nothing to report".

use axum::http::StatusCode;

use super::{calm, pairs, with};
use crate::support::{Answer, DEMONSTRATION, House, between};

const ASK: &str = "/before/questions";

/// Fields of a question, without its name.
type FilledIn = &'static [(&'static str, &'static str)];

/// The answer to a form in which some questions are filled in as told, and nothing else is wrong.
async fn asked(house: &House, filled_in: &[(&str, &str)]) -> Answer {
    let fields = with(calm(), filled_in);
    house.stranger().post(ASK, &pairs(&fields)).await
}

#[tokio::test]
async fn what_is_no_answer_is_asked_back_by_its_question_and_kept() {
    let house = House::empty(DEMONSTRATION).await;
    let cases: [(&str, FilledIn, &str); 12] = [
        (
            "isotretinoin-recent",
            &[("answer", ""), ("date", "2026-10")],
            "chose no answer",
        ),
        (
            "isotretinoin-recent",
            &[("answer", "never"), ("date", "2026-10")],
            "do not fit",
        ),
        (
            "isotretinoin-recent",
            &[("answer", "dated"), ("date", "")],
            "Write the date as",
        ),
        (
            "isotretinoin-recent",
            &[("answer", "dated"), ("date", "2027-03")],
            "has not come yet",
        ),
        (
            "sun-planned",
            &[("answer", ""), ("from", "2026-12-01"), ("to", "2026-12-09")],
            "chose no answer",
        ),
        (
            "sun-planned",
            &[
                ("answer", "no"),
                ("from", "2026-12-01"),
                ("to", "2026-12-09"),
            ],
            "do not fit",
        ),
        (
            "sun-planned",
            &[("answer", "dated"), ("from", "2026-12-01"), ("to", "")],
            "the first and the last day",
        ),
        (
            "sun-planned",
            &[
                ("answer", "dated"),
                ("from", "2026-12-09"),
                ("to", "2026-12-01"),
            ],
            "lies before the first",
        ),
        (
            "lesion-in-zone",
            &[("answer", ""), ("marked", "left cheek")],
            "chose no answer",
        ),
        (
            "lesion-in-zone",
            &[("answer", "no"), ("marked", "left cheek")],
            "do not fit",
        ),
        (
            "lesion-in-zone",
            &[("answer", "yes"), ("marked", "")],
            "Write where it is",
        ),
        (
            "tattoo-in-zone",
            &[("answer", "yes"), ("marked", "")],
            "Write where it is",
        ),
    ];
    for (rule, filled_in, told) in cases {
        let named: Vec<(String, &str)> = filled_in
            .iter()
            .map(|(name, value)| (format!("{name}_{rule}"), *value))
            .collect();
        let fields: Vec<(&str, &str)> = named
            .iter()
            .map(|(name, value)| (name.as_str(), *value))
            .collect();
        let answer = asked(&house, &fields).await;
        let what = format!("{rule}: {filled_in:?}");
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        let alert = between(&answer.text, "role=\"alert\"", "</div>");
        let anchor = format!("#question-{rule}\"");
        assert!(
            alert.contains(told) && alert.contains(&anchor),
            "{what}: {alert}"
        );
        assert!(answer.text.contains(&format!("id=\"question-{rule}\"")));
        assert!(!answer.text.contains("id=\"when\""), "{what}: a forecast");
        for (name, value) in fields.iter().filter(|(_, value)| value.len() > 5) {
            let kept = format!("name=\"{name}\" value=\"{value}\"");
            assert!(answer.text.contains(&kept), "{what}: {kept}");
        }
    }
}

#[tokio::test]
async fn a_date_that_is_asked_if_known_may_be_missing_and_then_nothing_is_invited_to() {
    let house = House::empty(DEMONSTRATION).await;
    let answer = asked(&house, &[("answer_radiotherapy", "finished")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(!answer.text.contains("id=\"when\""), "a forecast invites");
    let against = between(&answer.text, "id=\"against\"", "</section>");
    assert!(against.contains("adiotherapy"), "{against}");
}

#[tokio::test]
async fn an_answer_can_be_left_out_again_and_nobody_is_still_having_a_filler() {
    let house = House::empty(DEMONSTRATION).await;
    let page = house.stranger().page("/before/questions").await;
    let of = |rule: &str| between(&page, &format!("id=\"question-{rule}\""), "</fieldset>");
    for rule in ["filler-recent", "herpes-history"] {
        let left_out = format!("name=\"answer_{rule}\" value=\"\" checked");
        assert!(of(rule).contains(&left_out), "{}", of(rule));
    }
    assert!(!of("filler-recent").contains("value=\"ongoing\""));
    assert!(of("isotretinoin-recent").contains("value=\"ongoing\""));
    assert!(!page.contains("methaemoglobin"), "a word of doctors");
    assert!(!page.contains("ablative laser"), "a word of doctors");
}
