//! What the screening says of today, and what becomes of decisions and answers.

use axum::http::StatusCode;
use needlework_chart::event::Verdict;
use needlework_chart::fold::{Chart, PlanState};
use needlework_clinic::server::office::account::Role;
use serde_json::Value;

use super::steps::{Chair, check, decides, questions, save};
use crate::forms::PERSON;
use crate::support::{House, between};

const PERMITS: &str = "what follows from them permits it today";

fn newest(chart: &Chart) -> (&Value, Verdict) {
    let newest = chart.screenings.values().max_by_key(|one| one.recorded_at);
    let facts = &newest.unwrap().facts;
    (&facts.answers["screening"], facts.verdict)
}

/// A peel a week ago and sun three days ago: both wait, whatever day would be proposed.
#[tokio::test]
async fn a_session_does_not_start_on_a_day_that_the_screening_forbids() {
    let chair = Chair::of_egger().await;
    let said = [("peel-recent", "2026-11-19"), ("sun-recent", "2026-11-23")];
    chair.answers(&said).await;
    let chart = chair.house.chart(chair.patient).await;
    assert_eq!(newest(&chart).1, Verdict::NotYet);
    let page = chair.operator.page(&chair.at("/screening")).await;
    let verdict = between(&page, "<section class=\"say ", "</section>");
    assert!(verdict.starts_with("wait"), "{verdict}");
    assert!(verdict.contains("Not before 19 December 2026"), "{verdict}");
    // One finding about two zones is one row, with their names.
    assert_eq!(
        page.matches("<strong>a recent chemical peel</strong>")
            .count(),
        1
    );
    assert!(
        page.contains("Cheeks, Around the eyes") || page.contains("Around the eyes, Cheeks"),
        "{page}"
    );

    let gate = chair.gate().await;
    let screening = check(&gate, PERMITS);
    assert!(screening.starts_with("closed"), "{screening}");
    assert!(
        screening.contains("Not before 19 December 2026"),
        "{screening}"
    );
    let refused = chair.start(&[]).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(chair.house.chart(chair.patient).await.sessions.is_empty());
    let clinician = chair.house.as_role(Role::Clinician).await;
    let today = clinician.page("/").await;
    let expected = between(&today, "Egger, Jana", "</li>");
    assert!(
        expected.contains("Not before 19 December 2026"),
        "{expected}"
    );

    for rule in ["peel-recent", "sun-recent"] {
        decides(&clinician, chair.patient, rule).await;
    }
    let gate = chair.gate().await;
    assert!(
        check(&gate, PERMITS).starts_with("open"),
        "decided by a clinician"
    );
    let started = chair.start(&[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
}

#[tokio::test]
async fn a_draft_changes_nothing_about_the_plan_in_force() {
    let chair = Chair::of_egger().await;
    let clinician = chair.house.as_role(Role::Clinician).await;
    let before = check(&chair.gate().await, PERMITS).to_owned();
    assert!(before.starts_with("open"), "{before}");
    let form = clinician.page(&chair.at("/plans/new")).await;
    let fields = [
        ("sex", "female"),
        ("phototype", "II"),
        ("photodamage", "moderate"),
        ("indication", "facial-wrinkles"),
        ("device", "skinpen-precision"),
        ("zone", "cheek"),
        ("length_cheek", "2.4"),
        ("seen", between(&form, "name=\"seen\" value=\"", "\"")),
    ];
    let kept = clinician.post(&chair.at("/plans"), &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let plans = chair.house.chart(chair.patient).await.plans;
    assert!(plans.values().any(|plan| plan.state == PlanState::Draft));
    assert_eq!(check(&chair.gate().await, PERMITS), before);
    let page = chair.operator.page(&chair.at("/screening")).await;
    assert!(page.contains("<section class=\"say yes\""), "{page}");
}

#[tokio::test]
async fn answers_of_today_are_corrected_and_the_rest_stays() {
    let chair = Chair::of_egger().await;
    chair.answers(&[("sun-recent", "2026-11-23")]).await;
    let given = async || newest(&chair.house.chart(chair.patient).await).0["answers"].clone();
    let first = given().await;
    let shown = questions(&chair.operator, chair.patient).await;
    assert_eq!(shown.len(), 44);
    assert!(shown.values().all(|words| words[0] == "same*"), "{shown:?}");
    chair.answers(&[("sun-recent", "never")]).await;
    let second = given().await;
    assert_eq!(second["sun-recent"], "never");
    let mut expected = first;
    expected["sun-recent"] = "never".into();
    assert_eq!(second, expected);
    // A form without a word leaves everything as it was.
    let person = PERSON.into_iter().chain([("zone", "periorbital")]);
    let person: Vec<_> = person
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    chair.a_minute_passes();
    let saved = save(&chair.operator, chair.patient, &person).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(given().await, second);
    let page = chair.operator.page(&chair.at("/screening")).await;
    assert!(page.contains("Correct the answers of today"));
    assert!(!page.contains("not answered"), "{page}");
}

#[tokio::test]
async fn a_decision_stands_until_its_own_answer_changes() {
    let chair = Chair::of_egger().await;
    let clinician = chair.house.as_role(Role::Clinician).await;
    let said = [("melasma-or-pih", "dark-marks"), ("wound-or-rash", "yes")];
    chair.answers(&said).await;
    decides(&clinician, chair.patient, "melasma-or-pih").await;
    let page = async || chair.operator.page(&chair.at("/screening")).await;
    let decided = "clinician: seen and talked over";
    let before = page().await;
    assert!(before.contains(decided), "{before}");
    let over = [
        ("rule", "wound-or-rash"),
        ("on", "2026-11-26"),
        ("seen", between(&before, "name=\"seen\" value=\"", "\"")),
    ];
    chair.a_minute_passes();
    let resolved = chair
        .operator
        .post(&chair.at("/screening/resolve"), &over)
        .await;
    assert_eq!(resolved.status, StatusCode::SEE_OTHER, "{}", resolved.text);
    let after = page().await;
    assert!(after.contains(decided), "{after}");
    assert!(!after.contains("broken or irritated skin"), "{after}");
    // Another answer is corrected: decision and recovery stay.
    chair.answers(&[("sun-recent", "2026-10")]).await;
    let corrected = page().await;
    assert!(corrected.contains(decided) && !corrected.contains("broken or irritated skin"));
    // The answer that was decided about is corrected.
    chair.answers(&[("melasma-or-pih", "melasma")]).await;
    assert!(!page().await.contains(decided));
}

/// The choices of a decision and who decided are said in the language of the page.
#[tokio::test]
async fn decisions_are_told_in_spanish() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Brunner").await;
    let prescriber = house.as_role(Role::Prescriber).await;
    let changed = prescriber
        .post("/account/language", &[("language", "es")])
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    let address = format!("/patients/{patient}/screening");
    let page = prescriber.page(&address).await;
    assert!(page.contains(">protección antiviral</option>"), "{page}");
    decides(&prescriber, patient, "herpes-history").await;
    let page = prescriber.page(&address).await;
    assert!(!page.contains("prescriber:"), "{page}");
    assert!(
        page.contains(": protección antiviral. seen and talked over"),
        "{page}"
    );
}
