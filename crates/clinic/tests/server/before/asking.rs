//! The answer: what speaks against it first; nothing kept, nothing in an address.

use axum::http::{StatusCode, header};
use needlework_clinic::server::office::account::Role;

use super::{calm, pairs, person, with, written};
use crate::support::{DEMONSTRATION, House, between};

const ASK: &str = "/before/questions";

#[tokio::test]
async fn somebody_with_nothing_to_report_sees_no_verdict_and_bands() {
    let house = House::empty(DEMONSTRATION).await;
    let began = std::time::Instant::now();
    let answer = house.stranger().post(ASK, &pairs(&calm())).await;
    println!("the answer takes {} ms", began.elapsed().as_millis());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
    let against = answer.text.find("id=\"against\"").unwrap();
    let forecast = answer.text.find("id=\"when\"").unwrap();
    assert!(against < forecast);
    assert!(
        answer.text.contains("This is no decision."),
        "{}",
        answer.text
    );
    assert!(!answer.text.contains("You left out"), "{}", answer.text);
    assert!(
        answer
            .text
            .contains("of 100 forecasts a change can be seen")
    );
    assert!(answer.text.contains("id=\"ways\""));
}

#[tokio::test]
async fn what_stops_it_stands_first_with_its_source_and_no_forecast_follows() {
    let house = House::empty(DEMONSTRATION).await;
    for (rule, word) in [
        ("infection-active", "yes"),
        ("isotretinoin-current", "yes"),
        ("skin-cancer-suspicious", "yes"),
    ] {
        let fields = with(calm(), &[(&format!("answer_{rule}"), word)]);
        let page = house.stranger().post(ASK, &pairs(&fields)).await.text;
        let first = between(&page, "id=\"against\"", "</section>");
        assert!(
            first.contains("speaks against needling now"),
            "{rule}: {first}"
        );
        assert!(first.contains("<details><summary>Sources"), "{rule}");
        assert!(!page.contains("id=\"when\""), "{rule}: a forecast invites");
        assert!(
            page.contains("id=\"send\""),
            "{rule}: the clinic may still be asked"
        );
    }
}

#[tokio::test]
async fn what_was_left_out_is_said_and_counts_for_nothing() {
    let house = House::empty(DEMONSTRATION).await;
    let page = house.stranger().post(ASK, &pairs(&person())).await.text;
    assert!(page.contains("You left out"), "{page}");
    assert!(page.contains("in what you answered speaks against it"));
}

#[tokio::test]
async fn nothing_is_kept_before_it_is_sent() {
    let house = House::of_made_up_people().await;
    let before = house.record.newest_revision().await.unwrap();
    let stranger = house.stranger();
    stranger.page("/before").await;
    stranger.page("/before/questions").await;
    let answer = stranger.post(ASK, &pairs(&calm())).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(house.record.newest_revision().await.unwrap(), before);
    let desk = house.as_role(Role::FrontDesk).await;
    assert_eq!(written(&desk).await, 1, "the made-up stranger alone");
}

#[tokio::test]
async fn a_zone_without_a_usual_needle_length_is_screened_beside_one_that_has_one() {
    let house = House::empty(DEMONSTRATION).await;
    let stranger = house.stranger();
    let told = async |zones: &[&str]| {
        let mut fields = with(calm(), &[("zone", "")]);
        fields.retain(|(name, _)| name != "zone");
        fields.extend(
            zones
                .iter()
                .map(|zone| ("zone".to_owned(), (*zone).to_owned())),
        );
        let page = stranger.post(ASK, &pairs(&fields)).await.text;
        let against = between(&page, "id=\"against\"", "</section>").to_owned();
        (against, page.contains("id=\"when\""))
    };
    // The usual pen is approved for lines of the cheek and not for those of the neck.
    let off_label = "its maker did not have approved";
    let (against, is_forecast) = told(&["cheek"]).await;
    assert!(!against.contains(off_label) && is_forecast, "{against}");
    let (against, is_forecast) = told(&["cheek", "neck"]).await;
    assert!(against.contains(off_label) && is_forecast, "{against}");
    assert!(against.contains("Your clinic decides about:"), "{against}");
    // The length with which it is screened is nobody's choice.
    assert!(!against.contains("0 mm"), "{against}");
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_shown_again_with_what_was_typed_and_what_is_wrong() {
    let house = House::empty(DEMONSTRATION).await;
    let stranger = house.stranger();
    for (field, value, told) in [
        ("age", "17", "from 18 to 100"),
        ("age", "many", "from 18 to 100"),
        ("age", "NaN", "from 18 to 100"),
        ("sex", "", "Choose one answer: Sex"),
        ("phototype", "VII", "What does your skin do in strong sun?"),
        ("photodamage", "<b>", "Which lines do you see in your face?"),
        (
            "indication",
            "eternal-youth",
            "Choose one answer: Your wish",
        ),
        ("date_filler-recent", "last spring", "Write the date as"),
        (
            "years_since_menopause",
            "200",
            "years since your last period",
        ),
        (
            "answer_pregnancy-breastfeeding",
            "perhaps<script>",
            "could not be read",
        ),
    ] {
        let answer = stranger
            .post(ASK, &pairs(&with(calm(), &[(field, value)])))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let alert = between(&answer.text, "role=\"alert\"", "</div>");
        assert!(alert.contains(told), "{field}={value}: {alert}");
        assert!(!answer.text.contains("<script>"), "{field}");
        assert!(answer.text.contains("value=\"cheek\" checked"), "{field}");
    }
}

#[tokio::test]
async fn whoever_wants_to_change_an_answer_gets_the_form_as_it_was() {
    let house = House::empty(DEMONSTRATION).await;
    let fields = with(calm(), &[("again", "yes"), ("age", "61")]);
    let answer = house.stranger().post(ASK, &pairs(&fields)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("value=\"61\""));
    assert!(
        answer
            .text
            .contains("name=\"answer_herpes-history\" value=\"no\" checked")
    );
}

#[tokio::test]
async fn every_wish_in_every_zone_has_an_answer() {
    let library = needlework_planning::Library::shipped().unwrap();
    let house = House::empty(DEMONSTRATION).await;
    let stranger = house.stranger();
    let mut forecasts = 0;
    for course in library.courses.iter() {
        for zone in ["forehead", "neck", "abdomen"] {
            let fields = with(calm(), &[("indication", &course.id), ("zone", zone)]);
            let answer = stranger.post(ASK, &pairs(&fields)).await;
            assert_eq!(
                answer.status,
                StatusCode::OK,
                "{} {zone}: {}",
                course.id,
                answer.text
            );
            forecasts += usize::from(answer.text.contains("id=\"when\""));
        }
    }
    assert!(forecasts > 3, "{forecasts}");
}

#[tokio::test]
async fn hostile_forms_get_a_sentence() {
    let house = House::empty(DEMONSTRATION).await;
    let stranger = house.stranger();
    let long = "a".repeat(500);
    let many: Vec<(String, String)> = (0..2000)
        .map(|at| (format!("f{at}"), "x".to_owned()))
        .collect();
    for fields in [with(calm(), &[("detail_diabetes", &long)]), many] {
        for address in [ASK, "/before/send"] {
            let answer = stranger.post(address, &pairs(&fields)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains("120 characters"), "{}", answer.text);
        }
    }
    let sneaked = with(
        calm(),
        &[
            ("length_cheek", "9"),
            ("lemperle_cheek", "5"),
            ("x\"><b>", "y"),
        ],
    );
    let page = stranger.post(ASK, &pairs(&sneaked)).await.text;
    assert!(!page.contains("length_cheek") && !page.contains("<b>"));
}
