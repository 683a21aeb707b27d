//! Instructions in the words of the clinic: what patients read, in which language, since when, and what no wording can change.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;
use needlework_planning::Library;

use crate::forms::change_settings;
use crate::support::{Answer, Browser, House, between};

const RULE: &str = "no-exercise";
const ENGLISH: &str = "Please do no sport and do not sweat.";
const SPANISH: &str = "Por favor, nada de deporte.";
const SCRIPT: &str = "<script>alert('x')</script> no sport";

fn shipped() -> String {
    let library = Library::shipped().unwrap();
    let rule = library.care.get(RULE).unwrap();
    rule.record.patient.clone().unwrap()
}

/// The version of the settings that a page was made from.
async fn seen(owner: &Browser) -> String {
    let page = owner.page(&format!("/settings/care/{RULE}")).await;
    between(&page, "name=\"seen\" value=\"", "\"").to_owned()
}

async fn word(owner: &Browser, rule: &str, language: &str, text: &str) -> Answer {
    let seen = seen(owner).await;
    let fields = [("seen", seen.as_str()), ("do", "save"), ("text", text)];
    let address = format!("/settings/care/{rule}/{language}");
    owner.post(&address, &fields).await
}

async fn back(owner: &Browser, language: &str) -> Answer {
    let seen = seen(owner).await;
    let fields = [("seen", seen.as_str()), ("do", "shipped")];
    let address = format!("/settings/care/{RULE}/{language}");
    owner.post(&address, &fields).await
}

#[tokio::test]
async fn own_words_reach_the_card_in_the_language_of_the_patient_and_the_original_stands_where_there_are_none()
 {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let patient = house.as_patient("Fontana").await;
    assert!(patient.page("/mine").await.contains(&shipped()));
    let worded = word(&owner, RULE, "en", ENGLISH).await;
    assert_eq!(worded.status, StatusCode::SEE_OTHER, "{}", worded.text);
    let card = patient.page("/mine").await;
    assert!(
        card.contains(ENGLISH) && !card.contains(&shipped()),
        "{card}"
    );

    // In Spanish the clinic has said nothing yet.
    patient.post("/mine/language", &[("language", "es")]).await;
    let card = patient.page("/mine").await;
    assert!(
        card.contains("Nada de ejercicio ni de sudar mucho."),
        "{card}"
    );
    assert!(!card.contains(ENGLISH));
    let worded = word(&owner, RULE, "es", SPANISH).await;
    assert_eq!(worded.status, StatusCode::SEE_OTHER, "{}", worded.text);
    assert!(patient.page("/mine").await.contains(SPANISH));

    // What the patient reads as the whole plan says the same.
    let chart = house.chart(house.patient("Fontana").await).await;
    let plan = chart.plans.keys().next().unwrap();
    let id = house.patient("Fontana").await;
    let clinician = house.as_role(Role::Clinician).await;
    let document = format!("/patients/{id}/plans/{plan}/document");
    assert!(clinician.page(&document).await.contains(ENGLISH));
    let spanish = clinician.page(&format!("{document}?language=es")).await;
    assert!(spanish.contains(SPANISH));

    // The clinician has the original one click away.
    let rule = clinician.page(&format!("/rules/{RULE}")).await;
    assert!(
        rule.contains(ENGLISH) && rule.contains(&shipped()),
        "{rule}"
    );
    assert!(
        house
            .as_role(Role::Owner)
            .await
            .page("/trail")
            .await
            .contains("changed the words of an instruction")
    );
}

#[tokio::test]
async fn every_wording_stays_to_be_read_with_the_moment_since_which_it_stood() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let patient = house.as_patient("Fontana").await;
    word(&owner, RULE, "en", ENGLISH).await;
    house.clock.move_on(SignedDuration::from_mins(20));
    let second = "Do not run, swim or lift.";
    word(&owner, RULE, "en", second).await;
    house.clock.move_on(SignedDuration::from_mins(20));
    let answer = back(&owner, "en").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(patient.page("/mine").await.contains(&shipped()));
    let page = owner.page(&format!("/settings/care/{RULE}")).await;
    let told = between(&page, "<details>", "</details>");
    let places = [
        "Version 3, since 26 November 2026, 10:40:",
        "the original again",
        "Version 2, since 26 November 2026, 10:20:",
        second,
        "Version 1, since 26 November 2026, 10:00:",
        ENGLISH,
    ]
    .map(|text| told.find(text).unwrap_or_else(|| panic!("{text}: {told}")));
    assert!(places.is_sorted(), "{told}");
    // Going back again changes nothing, and nor do other settings.
    back(&owner, "en").await;
    change_settings(&owner, &[("clinic_name", "Skin")]).await;
    let page = owner.page(&format!("/settings/care/{RULE}")).await;
    assert!(page.contains("3 versions"), "{page}");
}

#[tokio::test]
async fn words_that_take_back_turn_round_or_time_an_instruction_are_refused() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let patient = house.as_patient("Fontana").await;
    let long = "no ".repeat(300);
    for (rule, language, text, said) in [
        (RULE, "en", "", "characters"),
        (RULE, "en", " \n ", "characters"),
        (RULE, "en", long.as_str(), "characters"),
        (RULE, "en", "Go for a run.", "same direction"),
        (RULE, "es", "Haga deporte.", "same direction"),
        ("sunscreen", "en", "Do not use sunscreen.", "same direction"),
        (RULE, "en", "No sport for 12 hours.", "number 12"),
        (
            "no-retinoid-acid-bpo",
            "en",
            "Stop your isotretinoin.",
            "medicine",
        ),
        ("no-alcohol-spicy", "en", "No tretinoin.", "medicine"),
    ] {
        let refused = word(&owner, rule, language, text).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        assert!(refused.text.contains(said), "{text}: {}", refused.text);
    }
    assert!(patient.page("/mine").await.contains(&shipped()));
    // What is no instruction of care cannot be worded: signs to call for, numbers of the clinic, rules of the screening.
    for rule in [
        "emergency",
        "infection-signs",
        "channels-open",
        "keloid-tendency",
        "nothing",
    ] {
        let unknown = word(&owner, rule, "en", "No.").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{rule}");
        let page = owner.get(&format!("/settings/care/{rule}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{rule}");
    }
    assert_eq!(
        word(&owner, RULE, "xx", "No sport.").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_script_in_words_is_shown_as_text_and_two_owners_do_not_overwrite_each_other() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let patient = house.as_patient("Fontana").await;
    let before = seen(&owner).await;
    let worded = word(&owner, RULE, "en", SCRIPT).await;
    assert_eq!(worded.status, StatusCode::SEE_OTHER, "{}", worded.text);
    for page in [
        patient.page("/mine").await,
        owner.page(&format!("/settings/care/{RULE}")).await,
        owner.page("/settings/care").await,
        owner.page(&format!("/rules/{RULE}")).await,
    ] {
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(page.contains("&#60;script&#62;alert"), "{page}");
    }
    let fields = [("seen", before.as_str()), ("do", "save"), ("text", ENGLISH)];
    let late = owner
        .post(&format!("/settings/care/{RULE}/en"), &fields)
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    let fields = [("seen", before.as_str()), ("do", "remove"), ("text", "")];
    let other = owner
        .post(&format!("/settings/care/{RULE}/en"), &fields)
        .await;
    assert!(other.status.is_client_error(), "{}", other.status);
}

#[tokio::test]
async fn how_hard_words_are_to_read_is_told_and_nothing_is_refused_for_it() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let hard = "Physiologically strenuous exercise necessitating considerable perspiration is not recommended.";
    let worded = word(&owner, RULE, "en", hard).await;
    assert_eq!(worded.status, StatusCode::SEE_OTHER, "{}", worded.text);
    let page = owner.page(&format!("/settings/care/{RULE}")).await;
    let grades: Vec<f64> = page
        .split("Reading level: grade ")
        .skip(1)
        .map(|rest| rest.split(' ').next().unwrap().parse().unwrap())
        .collect();
    let [original, own] = grades[..] else {
        panic!("{grades:?}");
    };
    assert!(original < 8.0 && own > 12.0, "{original}, {own}");
    assert!(page.contains("Reading ease: INFLESZ"));
}
